"""Shared by both measurements: the two servers, the same bytes behind them, and requests.

Loopback only; everything is started here and ended by its process id.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
KALENDS = ROOT / "target/dist/kalends"
SERIES = "ehealth-security-2020"
BIG = "five-hundred"
# Headers of a calendar app; parsing them is part of the work.
AGENT = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0"


class Case:
    """One kind of request. `tag`: whether it has the current ETag, so gets 304."""

    def __init__(self, name, path, coding="identity", tag=False):
        self.name, self.path, self.coding, self.tag = name, path, coding, tag

    def headers(self, port):
        headers = [AGENT]
        if self.coding != "identity":
            headers.append(f"Accept-Encoding: {self.coding}")
        if self.tag:
            headers.append(f"If-None-Match: {etag(port, self)}")
        return headers


CASES = [
    Case("session file", f"/{SERIES}/pandemic.ics"),
    Case("feed", f"/{SERIES}.ics"),
    Case("feed, gzip", f"/{SERIES}.ics", coding="gzip"),
    Case("feed, 304", f"/{SERIES}.ics", tag=True),
    Case("500 sessions", f"/{BIG}.ics"),
    # Made for each request, and never compressed.
    Case("selection, 12", f"/{BIG}/select/" + "_".join(sorted(f"session-{number}" for number in range(100, 112))) + ".ics"),
]


def install(**packages):
    """`command=package`: installs missing packages."""
    missing = [package for command, package in packages.items() if not shutil.which(command)]
    if missing:
        script = 'source tests/support/install.sh && install_packages "$@"'
        subprocess.run(["bash", "-c", script, "install", *missing], cwd=ROOT, check=True)


def build():
    subprocess.run(["cargo", "build", "--profile", "dist", "--locked", "--quiet"], cwd=ROOT, check=True)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def open_url(port, path, headers=()):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    for header in headers:
        name, value = header.split(": ", 1)
        request.add_header(name, value)
    return urllib.request.urlopen(request, timeout=60)


def etag(port, case):
    with open_url(port, case.path) as answer:
        return answer.headers["ETag"]


def wait_for(port, path):
    for _ in range(600):
        try:
            with open_url(port, path):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"nothing answers at port {port}")


def wait_until_idle(pid):
    """Bodies are compressed while serving; the measurement starts after that."""
    before = -1
    while (used := cpu_seconds(pid)) != before:
        before = used
        time.sleep(1)


def schedules(work, cases):
    """The shipped series and, if requested, a series with 500 entries in its feed."""
    directory = work / "schedules"
    shutil.copytree(ROOT / "schedules", directory)
    if not any(BIG in case.path for case in cases):
        return directory
    text = ['title = "Five hundred"', 'authority = "example.org"', 'timezone = "Europe/Brussels"',
            'duration = "1h"', 'location = "Online"']
    about = "What is said here is long enough to be folded, as descriptions of real sessions are. " * 4
    for number in range(500):
        day, hour = number % 28 + 1, 8 + number % 10
        text += ["[[session]]", f'id = "session-{number}"', f'title = "Session number {number}"',
                 f'description = "{about.strip()}"', f"start = 2027-{number % 12 + 1:02}-{day:02}T{hour:02}:00:00"]
    (directory / f"{BIG}.toml").write_text("\n".join(text) + "\n")
    subprocess.run([KALENDS, "publish", "--schedules", directory], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return directory


class Servers:
    """Ours and nginx at its best, each with one worker. `wrap` goes before each command."""

    def __init__(self, wrap_ours=(), wrap_nginx=(), extra=(), with_nginx=True, watch=False, cases=CASES):
        self.cases = cases
        self.work = pathlib.Path(tempfile.mkdtemp())
        self.children = []
        try:
            self.directory = schedules(self.work, cases)
            self.ours = free_port()
            still = () if watch else ("--locked", "--no-watch")
            command = [*wrap_ours, KALENDS, "serve", *still, "--workers", "1",
                       "--schedules", self.directory, "--listen", f"127.0.0.1:{self.ours}", *extra]
            self.our_pid = self.start(command)
            wait_for(self.ours, cases[0].path)
            self.wait_for_codings()
            wait_until_idle(self.our_pid)
            self.bodies()
            if with_nginx:
                self.start_nginx(wrap_nginx)
                self.compare_bodies()
        except BaseException:
            self.close()
            raise

    def start(self, command):
        with open(self.work / "log", "ab") as log:
            child = subprocess.Popen([str(part) for part in command], stdout=log, stderr=log, cwd=ROOT)
        self.children.append(child)
        return child.pid

    def wait_for_codings(self):
        for path in {case.path for case in self.cases if "/select/" not in case.path}:
            for _ in range(1200):
                with open_url(self.ours, path, ["Accept-Encoding: gzip"]) as answer:
                    if answer.headers.get("Content-Encoding") == "gzip":
                        break
                time.sleep(0.1)
            else:
                raise SystemExit(f"{path} is not compressed")

    def bodies(self):
        www = self.work / "www"
        for case in self.cases:
            file = www / case.path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            with open_url(self.ours, case.path) as answer:
                file.write_bytes(answer.read())
            with open_url(self.ours, case.path, ["Accept-Encoding: gzip"]) as answer:
                file.with_name(file.name + ".gz").write_bytes(answer.read())
        subprocess.run(["chmod", "-R", "a+rX", self.work], check=True)

    def start_nginx(self, wrap):
        self.theirs = free_port()
        (self.work / "nginx.conf").write_text(f"""
            worker_processes 1;
            daemon off;
            {"master_process off;" if "valgrind" in wrap else ""}
            pid {self.work}/nginx.pid;
            error_log {self.work}/error.log;
            events {{ worker_connections 20000; }}
            http {{
                access_log off;
                types {{ text/calendar ics; }}
                charset utf-8;
                charset_types text/calendar;
                open_file_cache max=100;
                open_file_cache_valid 1h;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 100000000;
                keepalive_timeout 300s;
                gzip_static on;
                gzip_vary on;
                server {{
                    listen 127.0.0.1:{self.theirs} backlog=4096;
                    root {self.work}/www;
                    add_header Cache-Control "public, max-age=300";
                    add_header X-Content-Type-Options nosniff;
                    add_header X-Robots-Tag noindex;
                }}
            }}
        """)
        parent = self.start([*wrap, "nginx", "-c", self.work / "nginx.conf"])
        wait_for(self.theirs, self.cases[0].path)
        children = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        self.their_pid = int(children[0]) if children else parent

    def compare_bodies(self):
        """The compared responses must be equal."""
        for case in self.cases:
            headers = [f"Accept-Encoding: {case.coding}"]
            with open_url(self.ours, case.path, headers) as a, open_url(self.theirs, case.path, headers) as b:
                if a.read() != b.read():
                    raise SystemExit(f"the bodies of {case.path} differ")

    def close(self):
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait()
        shutil.rmtree(self.work)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Asker:
    """Keeps connections alive and sends requests on all of them in turn."""

    def __init__(self, port, path, headers, connections=64):
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
        self.request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
        self.length = None
        self.status = self.first()

    def first(self):
        """Measures the length of a response: all are alike."""
        one = self.sockets[0]
        one.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += one.recv(1 << 20)
        head, _, body = received.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n")[1:]:
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        status = int(head.split()[1])
        if status == 304:
            length = 0
        self.length = len(head) + 4 + length
        self.read(one, self.length - len(received))
        return status

    def read(self, one, missing):
        while missing > 0:
            received = len(one.recv(1 << 20))
            if received == 0:
                raise SystemExit("the connection was closed")
            missing -= received

    def ask(self, rounds):
        for _ in range(rounds):
            for one in self.sockets:
                one.sendall(self.request)
            for one in self.sockets:
                self.read(one, self.length)
        return rounds * len(self.sockets)

    def close(self):
        for one in self.sockets:
            one.close()


def resident_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def cpu_seconds(pid):
    """utime + stime of a process, including its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
