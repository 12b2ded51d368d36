#!/usr/bin/env bash
# HTTP judged by software of others: nginx and Varnish as caches in front, curl, and schemathesis with
# the service's own description of itself. Installs them; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands curl nginx varnishd=varnish
build_dist

venv=target/judges
install_python "$venv" --requirement tests/judges/requirements.txt
PYTHONPATH=tests/support "$venv/bin/python" tests/judges/run.py
