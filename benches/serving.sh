#!/usr/bin/env bash
# CPU time of a request, ours and nginx's, for the same bytes: `bash benches/serving.sh [ROUNDS]`.
#
# Both serve the shipped series on one core, nginx at its best (open_file_cache, gzip_static, no log),
# and are asked in turn by wrk on another, 64 connections kept alive. Printed are medians over the
# rounds, from utime + stime of the processes; a ratio above 1 means that we need less. Installs nginx
# and wrk where they are missing; loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-7}
seconds=${SECONDS_A_ROUND:-2}

for tool in nginx wrk; do
    command -v "$tool" >/dev/null || apt-get install -y "$tool" >/dev/null
done
cargo build --release --locked --quiet
[ "$(nproc)" -ge 2 ] || { echo 'two cores are needed'; exit 1; }

work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

series=ehealth-security-2020
ours=$(free_port)
taskset -c 0 target/release/kalends serve --locked --workers 1 --listen "127.0.0.1:$ours" >/dev/null &
our_pid=$!
pids+=("$our_pid")
until curl -sf "127.0.0.1:$ours/readyz" >/dev/null; do sleep 0.1; done
sleep 1 # until the content codings are made

mkdir -p "$work/www/$series"
curl -s "127.0.0.1:$ours/$series.ics" -o "$work/www/$series.ics"
curl -s "127.0.0.1:$ours/$series/pandemic.ics" -o "$work/www/$series/pandemic.ics"
curl -s -H 'Accept-Encoding: gzip' "127.0.0.1:$ours/$series.ics" -o "$work/www/$series.ics.gz"
chmod -R a+rX "$work"
theirs=$(free_port)
cat >"$work/nginx.conf" <<CONF
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    types { text/calendar ics; }
    charset utf-8;
    charset_types text/calendar;
    open_file_cache max=100;
    open_file_cache_valid 1h;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    gzip_static on;
    gzip_vary on;
    server {
        listen 127.0.0.1:$theirs;
        root $work/www;
        add_header Cache-Control "public, max-age=300";
        add_header X-Content-Type-Options nosniff;
        add_header X-Robots-Tag noindex;
    }
}
CONF
taskset -c 0 nginx -c "$work/nginx.conf" -g 'daemon off;' &
pids+=("$!")
until curl -sf "127.0.0.1:$theirs/$series.ics" >/dev/null; do sleep 0.1; done
their_pid=$(pgrep -P "$!" | head -1)

# What is compared must be the same.
for path in "$series.ics" "$series/pandemic.ics"; do
    for coding in identity gzip; do
        get() { curl -s -H "Accept-Encoding: $coding" "127.0.0.1:$1/$path"; }
        # nginx has no gzip file of the session, and is not asked for it below.
        [ "$coding $path" = "gzip $series/pandemic.ics" ] && continue
        cmp <(get "$ours") <(get "$theirs") || { echo "the bodies of $path differ"; exit 1; }
    done
done

# Jiffies that a process has used, its threads included.
used() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
tick=$(getconf CLK_TCK)

# ask PID PORT PATH HEADER...: microseconds of CPU time a request, and requests a second.
ask() {
    local pid=$1 url="http://127.0.0.1:$2/$3" before after out
    shift 3
    local headers=()
    for header in "$@"; do headers+=(-H "$header"); done
    before=$(used "$pid")
    out=$(taskset -c 1 wrk -t1 -c64 -d"${seconds}s" "${headers[@]}" "$url")
    after=$(used "$pid")
    awk -v ticks=$((after - before)) -v hz="$tick" '
        /requests in/ { requests = $1 }
        /Requests\/sec/ { rate = $2 }
        END { printf "%.3f %.0f\n", ticks / hz * 1e6 / requests, rate }' <<<"$out"
}
etag() { curl -sI "$@" | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

printf '%-24s %14s %14s %8s %22s\n' 'CPU time of a request' 'ours, µs' 'nginx, µs' 'ratio' 'requests/s, ratio'
compare() {
    local name=$1 path=$2 our_header=$3 their_header=$4 round
    : >"$work/ours"; : >"$work/theirs"
    for ((round = 0; round < rounds; round++)); do
        ask "$our_pid" "$ours" "$path" "$our_header" >>"$work/ours"
        ask "$their_pid" "$theirs" "$path" "$their_header" >>"$work/theirs"
    done
    awk -v name="$name" -v a="$(cut -d' ' -f1 "$work/ours" | median)" -v b="$(cut -d' ' -f1 "$work/theirs" | median)" \
        -v c="$(cut -d' ' -f2 "$work/ours" | median)" -v d="$(cut -d' ' -f2 "$work/theirs" | median)" \
        'BEGIN { printf "%-24s %14.2f %14.2f %8.2f %22.2f\n", name, a, b, b / a, c / d }'
}
compare 'session file' "$series/pandemic.ics" 'X-A: 1' 'X-A: 1'
compare 'feed' "$series.ics" 'X-A: 1' 'X-A: 1'
compare 'feed, gzip' "$series.ics" 'Accept-Encoding: gzip' 'Accept-Encoding: gzip'
compare 'feed, 304' "$series.ics" \
    "If-None-Match: $(etag "127.0.0.1:$ours/$series.ics")" "If-None-Match: $(etag "127.0.0.1:$theirs/$series.ics")"
