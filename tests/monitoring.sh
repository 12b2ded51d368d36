#!/usr/bin/env bash
# Alerts and dashboard, judged by Prometheus' own promtool, and every metric in them held to what the running
# service exposes. Installs Prometheus; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v promtool >/dev/null; then
    apt-get -o DPkg::Lock::Timeout=600 update -qq
    # Its own service is not wanted here.
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yqq --no-install-recommends prometheus >/dev/null
fi
[ -n "${KALENDS_BINARY:-}" ] || cargo build --locked --release --quiet

PYTHONDONTWRITEBYTECODE=1 python3 tests/monitoring/run.py
