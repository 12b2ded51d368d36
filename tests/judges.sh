#!/usr/bin/env bash
# HTTP judged by software of others: nginx and Varnish as caches in front, curl, and schemathesis with
# the service's own description of itself. Installs them; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for command in curl nginx varnishd; do
    command -v "$command" >/dev/null || PATH=$PATH:/usr/sbin command -v "$command" >/dev/null || missing+=("${command%d}")
done
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=600 update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yqq --no-install-recommends "${missing[@]}" gcc libc6-dev >/dev/null
fi
[ -n "${KALENDS_BINARY:-}" ] || cargo build --locked --release --quiet

venv=target/judges
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement tests/judges/requirements.txt
PATH=$PATH:/usr/sbin "$venv/bin/python" tests/judges/run.py
