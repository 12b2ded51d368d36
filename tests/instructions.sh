#!/usr/bin/env bash
# Instructions of a request stay within their budget, as callgrind counts them: the same on any machine.
# Of the `dist` build, which it makes. Needs python3; installs valgrind where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh
install_commands python3
python3 benches/serving/instructions.py --check
