#!/usr/bin/env bash
# The mail kit judged by software of others: drafts are read by Python's email package, blocks parsed
# strictly by html5lib, pictures of the QR code read back by OpenCV. Nothing is sent or asked for.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

build_dist

venv=target/email
install_python "$venv" --requirement tests/email/requirements.txt
PYTHONPATH=tests/support "$venv/bin/python" tests/email/run.py
