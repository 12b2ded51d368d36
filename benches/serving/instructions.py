#!/usr/bin/env python3
"""User-space instructions of a request, counted by callgrind: the same whatever else the machine does.

    python3 benches/serving/instructions.py            # a table with nginx and Kalends
    python3 benches/serving/instructions.py --check    # ours alone; fails above the budget

Each case is asked on 64 connections that are kept alive; the counts between two dumps are divided by
the number of requests. Metrics are on, as always; the last rows have the access log on.

callgrind counts `rep stosb` and `rep movsb` once for each byte, which overstates their cost: GLIBC_TUNABLES
makes glibc fill and copy with vector instructions instead, for both servers. Otherwise ours counts about
6,100 more: twice 3 KiB that actix-http zeroes for headers.
"""

import pathlib
import subprocess
import sys
import tempfile

from common import CASES, Asker, Servers, build, install

ROUNDS = 20
# Instructions a request may take: 200, 304, and any with the access log on.
BUDGET = {200: 16_500, 304: 16_000}
BUDGET_LOGGED = 22_000


PLAIN_COPIES = "glibc.cpu.x86_rep_stosb_threshold=100000000:glibc.cpu.x86_rep_movsb_threshold=100000000"


def callgrind(work):
    return ["env", f"GLIBC_TUNABLES={PLAIN_COPIES}", "valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={work}"]


def dump(pid, file):
    """Counts since the last dump."""
    before = set(file.parent.glob(file.name + ".*"))
    subprocess.run(["callgrind_control", "-d", str(pid)], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    (new,) = set(file.parent.glob(file.name + ".*")) - before
    for line in new.read_text(errors="replace").splitlines():
        if line.startswith(("totals:", "summary:")):
            return int(line.split()[1])
    raise SystemExit(f"{new} has no total")


def measure(servers, port, pid, file, cases):
    """Instructions and status by case."""
    counts = {}
    for case in cases:
        asker = Asker(port, case.path, case.headers(port))
        asker.ask(3)
        dump(pid, file)
        requests = asker.ask(ROUNDS)
        counts[case.name] = (dump(pid, file) / requests, asker.status)
        asker.close()
    return counts


def run(extra, with_nginx, cases, out):
    out.mkdir()
    ours, theirs = out / "ours", out / "nginx"
    wrap = callgrind(theirs) if with_nginx else ()
    with Servers(callgrind(ours), wrap, extra, with_nginx, cases=cases) as servers:
        counted = measure(servers, servers.ours, servers.our_pid, ours, cases)
        beside = measure(servers, servers.theirs, servers.their_pid, theirs, cases) if with_nginx else {}
    return counted, beside


def main():
    check = "--check" in sys.argv[1:]
    install(valgrind="valgrind", **({} if check else {"nginx": "nginx"}))
    build()
    # A feed of 500 sessions takes its time to compress under callgrind. It has no budget, nor has a selection, which is made anew.
    cases = CASES[:4] if check else CASES
    failed = 0
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory)
        plain, beside = run((), not check, cases, out / "plain")
        logged, _ = run(("--access-log", "json"), False, CASES[:4], out / "logged")
    print(f"{'instructions of a request':32}{'ours':>10}{'budget':>10}{'nginx':>10}")
    for suffix, counts, nginx in [("", plain, beside), (", access log", logged, {})]:
        for name, (count, status) in counts.items():
            # A long body is copied to the socket, piece by piece, so its cost is not fixed.
            budget = None if name in (CASES[4].name, CASES[5].name) else BUDGET_LOGGED if suffix else BUDGET[status]
            over = budget is not None and count > budget
            failed += over
            theirs = f"{nginx[name][0]:10.0f}" if name in nginx else " " * 10
            shown = f"{budget:10}" if budget else " " * 10
            print(f"{name + suffix:32}{count:10.0f}{shown}{theirs}{'  over the budget' if over else ''}")
    print(f"{len(plain) + len(logged) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
