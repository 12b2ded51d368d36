#!/usr/bin/env bash
# Three replicas of the service with the same files behind one nginx: the same bytes and ETags from each, and
# a rolling restart, then an edit, under load without one failed request. Installs nginx; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands nginx
build_dist

PYTHONPATH=tests/support PYTHONDONTWRITEBYTECODE=1 python3 tests/replicas/run.py
