#!/usr/bin/env bash
# Three replicas of the service with the same files behind one nginx: the same bytes and ETags from each, and
# a rolling restart, then an edit, under load without one failed request. Installs nginx; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! PATH=$PATH:/usr/sbin command -v nginx >/dev/null; then
    apt-get -o DPkg::Lock::Timeout=600 update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yqq --no-install-recommends nginx >/dev/null
fi
[ -n "${KALENDS_BINARY:-}" ] || cargo build --locked --release --quiet

PATH=$PATH:/usr/sbin PYTHONDONTWRITEBYTECODE=1 python3 tests/replicas/run.py
