"""Runs all judges; says what each found, and ends with 1 if any found a fault."""

import sys

import caches
import clients
import description
from service import Service, ask, home


class Checks:
    """Counts what held and what did not."""

    def __init__(self):
        self.passed, self.failed = 0, []

    def __call__(self, what, holds):
        if holds:
            self.passed += 1
        else:
            self.failed.append(what)
            print(f"FAILED  {what}")


def main():
    check = Checks()
    with home() as work:
        service = Service(work)
        with service.running():
            service.wait_for_codings()
            for put_in_front in [caches.nginx, caches.varnish]:
                with put_in_front(service.port, work) as cache:
                    caches.judge(cache, service.port, service.seen, check)
            clients.judge(service.port, check)
            description.judge(service.port, work, check)
            check("it still answers", ask(service.port, "/healthz").status == 200)
    print(f"judges: {', '.join(caches.versions())}")
    print(f"{check.passed} passed, {len(check.failed)} failed")
    sys.exit(1 if check.failed else 0)


main()
