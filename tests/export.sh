#!/usr/bin/env bash
# An export served by hosts that serve files: nginx and Caddy answer each address as the service does, and
# the script for S3 puts every object under its key. Installs them; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for command in nginx caddy; do
    PATH=$PATH:/usr/sbin command -v "$command" >/dev/null || missing+=("$command")
done
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=600 update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yqq --no-install-recommends "${missing[@]}" >/dev/null
fi
[ -n "${KALENDS_BINARY:-}" ] || cargo build --locked --release --quiet

PATH=$PATH:/usr/sbin PYTHONDONTWRITEBYTECODE=1 python3 tests/export_hosts/run.py
