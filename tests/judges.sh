#!/usr/bin/env bash
# Tests of HTTP with other software: nginx and Varnish as caches, curl, and schemathesis with the
# service's OpenAPI document. Installs them; connects only to this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

install_commands curl nginx varnishd=varnish
build_dist

venv=target/judges
install_python "$venv" --requirement tests/judges/requirements.txt
PYTHONPATH=tests/support "$venv/bin/python" tests/judges/run.py
