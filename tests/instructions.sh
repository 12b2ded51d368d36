#!/usr/bin/env bash
# Instructions of a request stay within their budget, as callgrind counts them: the same on any machine.
# Needs the release build and python3; installs valgrind where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v python3 >/dev/null || { apt-get update >/dev/null; apt-get install -y python3 >/dev/null; }
python3 benches/serving/instructions.py --check
