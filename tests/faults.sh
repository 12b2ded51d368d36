#!/usr/bin/env bash
# Tests that `cargo test` cannot run: a full disk and a read-only one. Needs root or user namespaces;
# mounts a small file system.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${KALENDS_FAULTS_INSIDE:-}" != 1 ]; then
    # A separate mount namespace, so that nothing is left behind.
    if [ "$(id -u)" = 0 ]; then
        KALENDS_FAULTS_INSIDE=1 exec unshare --mount bash "$0"
    fi
    KALENDS_FAULTS_INSIDE=1 exec unshare --map-root-user --mount bash "$0"
fi

fail() { echo "faults: $*" >&2; exit 1; }
kalends=$PWD/target/dist/kalends
work=$(mktemp -d)
trap 'umount "$work" 2>/dev/null || true; rmdir "$work"' EXIT

mount -t tmpfs -o size=64k tmpfs "$work"
cp schedules/ehealth-security-2020.toml "$work/"
head -c 1M /dev/zero >"$work/filler" 2>/dev/null || true
cd "$work"
code=0
"$kalends" publish --schedules . >out 2>&1 || code=$?
output=$("$kalends" publish --schedules . 2>&1) || code=$?
[ "$code" = 1 ] || fail "a full disk: exit code $code"
grep -q 'K503' <<<"$output" && grep -q 'the disk is full' <<<"$output" || fail "a full disk is not said: $output"
[ ! -e ehealth-security-2020.lock ] || fail 'a full disk left a record'
[ -z "$(find . -name '.*.lock.tmp')" ] || fail 'a full disk left a temporary file'

rm filler out
"$kalends" publish --schedules . >/dev/null 2>&1 || fail 'with room it must work'
before=$(sha256sum ehealth-security-2020.lock)
sed -i 's/in times of a pandemic/in a pandemic/' ehealth-security-2020.toml
mount -o remount,ro "$work"
code=0
output=$("$kalends" publish --schedules . 2>&1) || code=$?
[ "$code" = 1 ] || fail "a read-only disk: exit code $code"
grep -q 'the file system is read-only' <<<"$output" || fail "a read-only disk is not said: $output"
[ "$before" = "$(sha256sum ehealth-security-2020.lock)" ] || fail 'the record changed'
cd /
echo 'faults: good'
