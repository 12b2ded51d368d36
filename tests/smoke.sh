#!/usr/bin/env bash
# The README's run command, as a newcomer gives it: it serves the shipped series, writes nothing,
# and stops cleanly when asked. Installs curl if it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/support/install.sh

fail() { echo "smoke: $*" >&2; exit 1; }

install_commands curl

command='cargo run -- serve'
grep -qF "$command" README.md || fail "the README has another run command than \`$command\`"

# The wait below is for the service alone.
cargo build --locked --quiet
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
# The only difference: a port that the system chooses.
KALENDS_LISTEN=127.0.0.1:0 $command >"$work/out" 2>"$work/err" &
server=$!
for _ in $(seq 600); do
    grep -q '\.ics' "$work/out" && break
    kill -0 "$server" 2>/dev/null || { cat "$work/err"; fail 'it ended'; }
    sleep 0.1
done
address=$(grep -o 'http://127\.0\.0\.1:[0-9]*/[^ ]*\.ics' "$work/out") || { cat "$work/err"; fail 'no address printed'; }
base=${address%/*}

get() { curl --silent --show-error --max-time 10 "$@"; }

get --dump-header "$work/head" "$address" >"$work/feed"
grep -qi '^content-type: text/calendar; charset=utf-8' "$work/head" || fail 'content type'
for start in 20200923T140000 20201023T140000 20201123T140000; do
    grep -q "^DTSTART;TZID=Europe/Brussels:$start" "$work/feed" || fail "no session at $start"
done
[ "$(grep -c '^BEGIN:VEVENT' "$work/feed")" = 3 ] || fail 'not three sessions'

etag=$(grep -i '^etag:' "$work/head" | sed 's/^[^:]*: //; s/\r$//')
status=$(get --output /dev/null --write-out '%{http_code}' --header "If-None-Match: $etag" "$address")
[ "$status" = 304 ] || fail "If-None-Match answered $status"

for path in / /readyz /ehealth-security-2020/pandemic.ics; do
    status=$(get --output /dev/null --write-out '%{http_code}' "$base$path")
    [ "$status" = 200 ] || fail "$path answered $status"
done

cargo run --quiet -- render ehealth-security-2020 2>/dev/null | cmp - "$work/feed" || fail 'render prints other bytes'

# `cargo run` replaces nothing: the service is its child.
pkill -TERM -P "$server" || kill -TERM "$server"
code=0
wait "$server" || code=$?
[ "$code" = 0 ] || { cat "$work/err"; fail "it ended with $code on SIGTERM"; }
[ -z "$(git status --porcelain schedules)" ] || fail 'serving changed the shipped schedules'
echo 'smoke: good'
