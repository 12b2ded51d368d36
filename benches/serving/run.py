#!/usr/bin/env python3
"""Cost of a request, compared with nginx, for the same bytes.

    python3 benches/serving/run.py [--rounds N] [--seconds S] [--idle N] [--reloads N]

Both servers have one worker on one core, nginx at its best (open_file_cache, gzip_static, no log), and
are queried in turn by wrk on another core: 64 connections kept alive. Ours counts every request for its
metrics, as always. Printed are medians over the rounds with their range, and ratios, all from one
interleaved run; a ratio above 1 means that ours does better. Then idle connections, and what reloads
cost the requests meanwhile.
"""

import argparse
import resource
import signal
import socket
import statistics
import subprocess
import time

from common import CASES, SERIES, Servers, build, cpu_seconds, install, open_url, resident_bytes

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


class Sample:
    """One run of wrk: seconds of CPU time a request, requests a second, the 99th percentile in seconds."""

    def __init__(self, pid, port, case, seconds):
        command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", f"-d{seconds}s", "--latency"]
        for header in case.headers(port):
            command += ["-H", header]
        before = cpu_seconds(pid)
        text = subprocess.run([*command, f"http://127.0.0.1:{port}{case.path}"], check=True,
                              capture_output=True, text=True).stdout
        used = cpu_seconds(pid) - before
        lines = [line.split() for line in text.splitlines()]
        (requests,) = [int(line[0]) for line in lines if line[1:3] == ["requests", "in"]]
        (self.rate,) = [float(line[1]) for line in lines if line[:1] == ["Requests/sec:"]]
        if any("Non-2xx" in line and case.name != "feed, 304" for line in text.splitlines()):
            raise SystemExit(f"{case.name}: answers were not 200\n{text}")
        self.p99 = percentile(text)
        self.cpu = used / requests


def spread(values, scale, digits):
    values = sorted(value * scale for value in values)
    return f"{statistics.median(values):.{digits}f} ({values[0]:.{digits}f}–{values[-1]:.{digits}f})"


def median(samples, what):
    return statistics.median(getattr(sample, what) for sample in samples)


def compare(servers, rounds, seconds):
    samples = {case.name: ([], []) for case in CASES}
    for number in range(rounds):
        for case in CASES:
            turns = [(servers.our_pid, servers.ours, 0), (servers.their_pid, servers.theirs, 1)]
            for pid, port, which in turns if number % 2 == 0 else reversed(turns):
                samples[case.name][which].append(Sample(pid, port, case, seconds))
    print(f"{rounds} rounds of {seconds} s; median (least–most)")
    print(f"{'':14}{'CPU, µs: ours':>24}{'nginx':>24}{'ratio':>7}{'requests/s':>12}{'99 %, ms: ours':>22}{'nginx':>20}{'ratio':>7}")
    for name, (ours, theirs) in samples.items():
        row = [f"{name:14}"]
        row += [f"{spread([sample.cpu for sample in side], 1e6, 1):>24}" for side in (ours, theirs)]
        row += [f"{median(theirs, 'cpu') / median(ours, 'cpu'):7.2f}"]
        row += [f"{median(ours, 'rate') / median(theirs, 'rate'):12.2f}"]
        row += [f"{spread([sample.p99 for sample in ours], 1e3, 2):>22}"]
        row += [f"{spread([sample.p99 for sample in theirs], 1e3, 2):>20}"]
        row += [f"{median(theirs, 'p99') / median(ours, 'p99'):7.2f}"]
        print("".join(row))


def idle(servers, count):
    """Resident memory with this many idle connections after one request each."""
    request = f"GET /{SERIES}.ics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    for name, pid, port in [("ours", servers.our_pid, servers.ours), ("nginx", servers.their_pid, servers.theirs)]:
        before = resident_bytes(pid)
        sockets = []
        for _ in range(count):
            one = socket.create_connection(("127.0.0.1", port))
            one.sendall(request)
            if not one.recv(1 << 20):
                raise SystemExit(f"{name} closed a connection")
            sockets.append(one)
        after = resident_bytes(pid)
        if (open_now := established(port)) != count:
            raise SystemExit(f"{name} kept {open_now} of {count} connections")
        print(f"{count} idle connections, {name}: {after / 2**20:.0f} MiB in all, {before / 2**20:.0f} before")
        for one in sockets:
            one.close()


def established(port):
    """Connections of a server, by the kernel's table: local port, state 01."""
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table][1:]
    return sum(1 for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01")


def reloads(servers, count):
    """Edits one series repeatedly while wrk requests another; the edits must be served."""
    url = f"http://127.0.0.1:{servers.ours}{CASES[1].path}"
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c64", "--latency", url]
    calm = percentile(subprocess.run([*command, "-d5s"], check=True, capture_output=True, text=True).stdout)
    definition = servers.directory / "edited.toml"
    child = subprocess.Popen([*command, "-d60s"], stdout=subprocess.PIPE, text=True)
    started = time.monotonic()
    edits = served = 0
    while child.poll() is None:
        if edits < count:
            edits += 1
            text = f'title = "Edited {edits}"\nauthority = "example.org"\ntimezone = "Europe/Brussels"\nduration = "1h"\n'
            text += f'[[session]]\nid = "one"\ntitle = "Number {edits}"\nstart = 2027-09-23T14:00:00\n'
            temporary = definition.with_suffix(".new")
            temporary.write_text(text)
            temporary.rename(definition)
        # The next edit follows when this one is served, so that every one is a reload.
        for _ in range(500):
            time.sleep(0.005)
            if child.poll() is not None:
                break
            if is_served(servers.ours, f"SUMMARY:Number {edits}\r\n"):
                served += 1
                break
        if edits == count:
            child.send_signal(signal.SIGINT)
            child.wait()
    text = child.stdout.read()
    failed = "Non-2xx" in text or "Socket errors" in text
    print(f"{served} of {edits} edits served within {time.monotonic() - started:.0f} s under load: "
          f"p99 {percentile(text) * 1e3:.2f} ms, {calm * 1e3:.2f} ms without edits; "
          f"{'requests failed' if failed else 'no request failed'}")


def is_served(port, text):
    try:
        with open_url(port, "/edited/one.ics") as answer:
            return text in answer.read().decode()
    except OSError:
        return False


def percentile(text):
    """The 99th percentile of latency, in seconds."""
    (latency,) = [line.split()[1] for line in text.splitlines() if line.split()[:1] == ["99%"]]
    unit = latency.lstrip("0123456789.")
    return float(latency.removesuffix(unit)) * UNITS[unit]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--reloads", type=int, default=1_000)
    settings = parser.parse_args()
    install(nginx="nginx", wrk="wrk")
    build()
    # Ours has two descriptors a connection; the servers inherit the limit.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if (most := (hard - 1_000) // 2) < settings.idle:
        print(f"{most} idle connections instead of {settings.idle}: the system allows {hard} open files")
        settings.idle = most
    pin = ("taskset", "-c", "0")
    with Servers(pin, pin) as servers:
        compare(servers, settings.rounds, settings.seconds)
    if settings.idle:
        # As shipped, and without connections that end while others are opened.
        extra = ("--keep-alive", "300", "--max-connections-per-client", "25600")
        with Servers(pin, pin, extra, cases=CASES[:4]) as servers:
            idle(servers, settings.idle)
    if settings.reloads:
        with Servers(("taskset", "-c", "0"), with_nginx=False, watch=True) as servers:
            reloads(servers, settings.reloads)


if __name__ == "__main__":
    main()
