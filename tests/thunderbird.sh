#!/usr/bin/env bash
# Tests with Thunderbird, which subscribes to the running service under Xvfb. Its database must contain the
# sessions at the right instants, before and after an edit, and polls in between must get 304. Installs
# Thunderbird; connects only to this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands thunderbird Xvfb=xvfb
build_dist

PYTHONPATH=tests/support PYTHONDONTWRITEBYTECODE=1 python3 tests/thunderbird/run.py
