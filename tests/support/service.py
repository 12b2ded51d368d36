"""Starts the service and proxies in front of it on free local ports, and ends them by process id."""

import contextlib
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
KALENDS = pathlib.Path(os.environ.get("KALENDS_BINARY", ROOT / "target/dist/kalends"))
SERIES = "ehealth-security-2020"
SECONDS = 20
# For the `http` block of an nginx that writes only below `home`.
NGINX_FILES = """\
    access_log off;
    client_body_temp_path {home}/nginx-body;
    proxy_temp_path {home}/nginx-proxy;
    fastcgi_temp_path {home}/nginx-fastcgi;
    uwsgi_temp_path {home}/nginx-uwsgi;
    scgi_temp_path {home}/nginx-scgi;
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process, log):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise SystemExit(f"{process.args[0]} does not answer:\n{pathlib.Path(log).read_text()}")


@contextlib.contextmanager
def started(command, port, log, environment=None):
    """A process that answers at `port`, until the block ends."""
    with open(log, "w") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment, cwd=ROOT
        )
    try:
        wait_for(port, process, log)
        yield process
    finally:
        end(process)


def end(process, seconds=SECONDS):
    """Asks it to end, and kills it after a while."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Checks:
    """Counts passed and failed checks, and prints failures at once."""

    def __init__(self, silent=False):
        self.passed, self.failed, self.silent = 0, [], silent

    def __call__(self, what, holds, why=""):
        if holds:
            self.passed += 1
        else:
            self.failed.append(what)
            if not self.silent:
                print(f"FAILED  {what}\n{why}".rstrip(), flush=True)
        return holds

    def end(self):
        """Ends the program, with success if all checks passed."""
        print(f"{self.passed} passed, {len(self.failed)} failed")
        sys.exit(1 if self.failed else 0)


def environment(**more):
    """An environment without the caller's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KALENDS_", "RUST_"))}
    return {**kept, **more}


class Service:
    """The service on the shipped series, with a line for each request in its log."""

    def __init__(self, home):
        self.port = free_port()
        self.log = home / "kalends.log"
        self.command = [
            str(KALENDS), "serve", "--locked", "--no-watch",
            "--listen", f"127.0.0.1:{self.port}",
            "--public-url", "https://calendar.example.org",
            "--access-log", "json",
        ]

    def running(self):
        # The access log's own level, independent of the environment.
        return started(self.command, self.port, self.log, environment())

    def wait_for_codings(self):
        """Bodies are compressed while serving: until then all clients get plain bytes."""
        paths = [f"/{SERIES}{end}" for end in (".ics", "/pandemic.ics", "", ".json", ".atom")]
        end = time.monotonic() + SECONDS
        while not all(ask(self.port, path, Accept_Encoding="zstd").content_encoding for path in paths):
            assert time.monotonic() < end, "no content codings were made"
            time.sleep(0.05)

    def seen(self):
        """The requests to the service, in order: method, path, status."""
        lines = [line[line.index("{"):] for line in self.log.read_text().splitlines() if "{" in line]
        requests = []
        for line in lines:
            with contextlib.suppress(ValueError):
                entry = json.loads(line)
                if "status" in entry:
                    requests.append((entry.get("method"), entry.get("path"), entry["status"]))
        return requests


class Answer:
    """A response."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __getattr__(self, name):
        return self.headers.get(name.replace("_", "-"))


def ask(port, path, method="GET", **headers):
    """Sends one request on a new connection, exactly as given. Names have `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", "Host: calendar.example.org", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    raw = exchange(port, ("\r\n".join(lines) + "\r\n\r\n").encode())
    return answers(raw, [method])[0]


def exchange(port, request):
    """Sends bytes and reads until the other side ends."""
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.settimeout(SECONDS)
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def answers(raw, methods):
    """The responses in a stream, each with its own framing (RFC 9112 §6.3)."""
    found = []
    for method in methods:
        head, _, raw = raw.partition(b"\r\n\r\n")
        status_line, *lines = head.decode("latin-1").split("\r\n")
        match = re.fullmatch(r"HTTP/1\.[01] (\d{3}) .*", status_line)
        assert match, f"no status line: {status_line!r}"
        status = int(match[1])
        if status == 100:
            found.append(Answer(status, {}, b""))
            found += answers(raw, [method])
            break
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            name = name.lower()
            headers[name] = f"{headers[name]}, {value.strip()}" if name in headers else value.strip()
        if method == "HEAD" or status in (204, 304):
            body = b""
        elif headers.get("transfer-encoding") == "chunked":
            body, raw = chunked(raw)
        elif "content-length" in headers:
            length = int(headers["content-length"])
            body, raw = raw[:length], raw[length:]
            assert len(body) == length, f"{len(body)} of {length} bytes"
        else:
            body, raw = raw, b""
        found.append(Answer(status, headers, body))
    return found


def chunked(raw):
    body = b""
    while True:
        size, _, raw = raw.partition(b"\r\n")
        size = int(size.split(b";")[0], 16)
        if size == 0:
            return body, raw.partition(b"\r\n")[2]
        body, raw = body + raw[:size], raw[size + 2:]


@contextlib.contextmanager
def home():
    with tempfile.TemporaryDirectory(prefix="kalends-judges-") as path:
        # nginx and Varnish drop root and must still reach their files.
        os.chmod(path, 0o755)
        yield pathlib.Path(path)
