"""Runs all checks; prints their results, and ends with 1 if any found a fault."""

import caches
import clients
import description
from service import Checks, Service, ask, home


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
    check.end()


main()
