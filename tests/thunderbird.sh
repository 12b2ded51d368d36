#!/usr/bin/env bash
# A real desktop client: Thunderbird, under Xvfb, subscribes to the running service. Its own database must
# hold the sessions at the right instants, before and after an edit, and polls in between must get 304.
# Installs Thunderbird; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands thunderbird Xvfb=xvfb
build_dist

PYTHONPATH=tests/support PYTHONDONTWRITEBYTECODE=1 python3 tests/thunderbird/run.py
