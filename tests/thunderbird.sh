#!/usr/bin/env bash
# A real desktop client: Thunderbird, under Xvfb, subscribes to the running service. Its own database must
# hold the sessions at the right instants, before and after an edit, and polls in between must get 304.
# Installs Thunderbird; talks to this machine alone.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
for command in thunderbird Xvfb; do
    command -v "$command" >/dev/null || missing+=("${command,,}")
done
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get -o DPkg::Lock::Timeout=600 update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yqq --no-install-recommends "${missing[@]}" >/dev/null
fi
[ -n "${KALENDS_BINARY:-}" ] || cargo build --locked --release --quiet

PYTHONDONTWRITEBYTECODE=1 python3 tests/thunderbird/run.py
