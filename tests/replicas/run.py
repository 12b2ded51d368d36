"""Replicas compared address by address, then restarted one after another while clients go on asking."""

import collections
import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import threading
import time

from service import KALENDS, NGINX_FILES, ROOT, SERIES, Checks, ask, environment, free_port, home, wait_for

REPLICAS = 3
CLIENTS = 8
CODINGS = ["identity", "gzip", "br", "zstd"]
# Every so many requests a client begins a new connection, as those do that come by.
REQUESTS_PER_CONNECTION = 20
PUBLIC_URL = "https://calendar.example.org"

# What deploy/nginx says, for several: a request that meets a replica as it ends is asked of the next.
NGINX = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/nginx.error warn;
events {{ worker_connections 256; }}
http {{
""" + NGINX_FILES + """    upstream kalends {{
        {servers}
        keepalive 16;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://kalends;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_next_upstream error timeout;
        }}
    }}
}}
"""


class Replica:
    def __init__(self, number, schedules, work):
        self.port, self.log = free_port(), work / f"replica-{number}.log"
        self.command = [
            str(KALENDS), "serve", "--locked", "--schedules", str(schedules), "--poll", "1",
            "--listen", f"127.0.0.1:{self.port}", "--public-url", PUBLIC_URL,
        ]
        self.process = None

    def start(self):
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment(), cwd=ROOT
            )
        wait_for(self.port, self.process, self.log)

    def stop(self):
        """As an orchestrator does; whether it ended by itself and well."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30) == 0


class Load:
    """Clients that send requests one after another until stopped."""

    def __init__(self, port, allowed):
        self.port, self.allowed = port, allowed
        self.outcomes, self.over, self.lock = collections.Counter(), threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self.run) for _ in range(CLIENTS)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def run(self):
        seen = collections.Counter()
        while not self.over.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            with contextlib.closing(connection):
                for _ in range(REQUESTS_PER_CONNECTION):
                    seen[self.one(connection)] += 1
        with self.lock:
            self.outcomes += seen

    def one(self, connection):
        try:
            connection.request("GET", f"/{SERIES}.ics")
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return f"failed: {error!r}"
        if response.status != 200:
            return f"failed: {response.status}"
        return "served" if body in self.allowed else "failed: other bytes"

    def failures(self):
        return {what: count for what, count in self.outcomes.items() if what != "served"}


def addresses(schedules, work):
    """All addresses in the export's manifest."""
    out = work / "out"
    command = [
        str(KALENDS), "export", "--locked", "--schedules", str(schedules), "--public-url", PUBLIC_URL, "--out", str(out),
    ]
    subprocess.run(command, env=environment(), check=True, capture_output=True)
    return [answer["address"] for answer in json.loads((out / "manifest.json").read_text())["answers"]]


def compare(replicas, front, paths, check):
    """Bytes and header fields of every address in every coding, and each replica's tag at the others."""
    for path in paths:
        for coding in CODINGS:
            answers = [ask(port, path, Accept_Encoding=coding) for port in [*(one.port for one in replicas), front]]
            kept = [{key: value for key, value in one.headers.items() if key not in ("date", "server", "connection")} for one in answers]
            # A document of a problem names its request.
            same = all(one.body == answers[0].body for one in answers) or answers[0].status >= 400
            check(f"{path} in {coding}: the same bytes", same and len({one.status for one in answers}) == 1)
            check(f"{path} in {coding}: the same fields", all(one == kept[0] for one in kept))
        tag = ask(replicas[0].port, path).etag
        if tag:
            others = [ask(one.port, path, If_None_Match=tag).status for one in replicas]
            check(f"{path}: the tag of one is known to all", others == [304] * REPLICAS)


def coded(port):
    return all(ask(port, f"/{SERIES}{end}", Accept_Encoding="zstd").content_encoding == "zstd" for end in (".ics", "", ".json", "/pandemic.ics", "/email"))


def settled(replicas):
    """Bodies are compressed while serving."""
    end = time.monotonic() + 60
    while not all(coded(one.port) for one in replicas):
        assert time.monotonic() < end, "no content codings were made"
        time.sleep(0.1)
    time.sleep(1)


@contextlib.contextmanager
def nginx(replicas, work):
    port, config, log = free_port(), work / "nginx.conf", work / "nginx.log"
    servers = "\n        ".join(f"server 127.0.0.1:{one.port} max_fails=0;" for one in replicas)
    config.write_text(NGINX.format(home=work, port=port, servers=servers))
    with open(log, "w") as output:
        process = subprocess.Popen(
            [shutil.which("nginx"), "-p", str(work), "-c", str(config)], stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    try:
        wait_for(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def main():
    check = Checks()
    with home() as work:
        schedules = work / "schedules"
        shutil.copytree(ROOT / "schedules", schedules)
        subprocess.run(
            [str(KALENDS), "publish", "--schedules", str(schedules), "--public-url", PUBLIC_URL],
            env=environment(), check=True, capture_output=True,
        )
        replicas = [Replica(number, schedules, work) for number in range(REPLICAS)]
        try:
            for replica in replicas:
                replica.start()
            with nginx(replicas, work) as front:
                settled(replicas)
                paths = addresses(schedules, work)
                compare(replicas, front, paths, check)
                before = ask(front, f"/{SERIES}.ics").body
                with Load(front, [before]) as load:
                    for replica in replicas:
                        time.sleep(1)
                        check("a replica ends well", replica.stop())
                        time.sleep(1)
                        replica.start()
                    time.sleep(1)
                restarted = sum(load.outcomes.values())
                check(f"a rolling restart: {restarted} requests, {load.failures()}", restarted > 1000 and not load.failures())

                # The edit is made as git-sync makes it: definition and record are exchanged together.
                definition = schedules / f"{SERIES}.toml"
                ready = work / "edited"
                shutil.copytree(schedules, ready)
                text = (ready / definition.name).read_text()
                (ready / definition.name).write_text(text.replace("2020-09-23T14:00:00", "2020-09-23T14:30:00"))
                subprocess.run(
                    [str(KALENDS), "publish", "--schedules", str(ready), "--public-url", PUBLIC_URL],
                    env=environment(), check=True, capture_output=True,
                )
                rendered = subprocess.run(
                    [str(KALENDS), "render", SERIES, "--schedules", str(ready), "--public-url", PUBLIC_URL],
                    env=environment(), check=True, capture_output=True,
                ).stdout
                check("the edit changes the feed", rendered != before)
                with Load(front, [before, rendered]) as load:
                    time.sleep(0.5)
                    for name in (f"{SERIES}.lock", f"{SERIES}.toml"):
                        os.replace(ready / name, schedules / name)
                    end = time.monotonic() + 20
                    while time.monotonic() < end and any(ask(one.port, f"/{SERIES}.ics").body != rendered for one in replicas):
                        time.sleep(0.1)
                    time.sleep(0.5)
                check("every replica serves the edit", all(ask(one.port, f"/{SERIES}.ics").body == rendered for one in replicas))
                edited = sum(load.outcomes.values())
                check(f"an edit: {edited} requests, {load.failures()}", edited > 500 and not load.failures())
                settled(replicas)
                compare(replicas, front, paths[:20], check)

                # A load that could not fail would prove nothing.
                with Load(front, [before]) as load:
                    time.sleep(0.3)
                check("other bytes would be told", load.failures())
        finally:
            for replica in replicas:
                if replica.process and replica.process.poll() is None:
                    replica.process.kill()
                    replica.process.wait()
    print(f"{REPLICAS} replicas, {len(paths)} addresses; {restarted} requests while each was restarted, {edited} over an edit")
    check.end()


main()
