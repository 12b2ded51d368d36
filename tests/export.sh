#!/usr/bin/env bash
# An export served by hosts that serve files: nginx and Caddy answer each address as the service does, and
# the script for S3 puts every object under its key. Installs them; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands nginx caddy
build_dist

PYTHONPATH=tests/support PYTHONDONTWRITEBYTECODE=1 python3 tests/export_hosts/run.py
