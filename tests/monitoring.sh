#!/usr/bin/env bash
# Alerts and dashboard, judged by Prometheus' own promtool, and every metric in them held to what the running
# service exposes. Installs Prometheus; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

if ! command -v promtool >/dev/null; then
    # Its own service is not wanted here.
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    install_packages prometheus
fi
build_dist

PYTHONPATH=tests/support PYTHONDONTWRITEBYTECODE=1 python3 tests/monitoring/run.py
