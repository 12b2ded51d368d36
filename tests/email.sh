#!/usr/bin/env bash
# Tests of the mail kit with other software: Python's email package reads drafts, html5lib parses blocks
# strictly, OpenCV reads the QR codes. Sends nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

build_dist

venv=target/email
install_python "$venv" --requirement tests/email/requirements.txt
PYTHONPATH=tests/support "$venv/bin/python" tests/email/run.py
