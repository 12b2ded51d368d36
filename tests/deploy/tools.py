"""Shared by all checks: commands, and requests sent exactly as given."""

import contextlib
import http.client
import os
import socket
import ssl
import subprocess
import time

from service import ROOT, end, environment as clean_environment

DEPLOY = ROOT / "deploy"
KALENDS = os.environ["KALENDS_BINARY"]
HOST = "calendar.example.org"
SECONDS = 30


def run(*command, input=None, **more):
    """Runs a command; adds `ok` and `text` (both streams) to subprocess's result."""
    more.setdefault("cwd", ROOT)
    more.setdefault("env", clean_environment())
    more.setdefault("timeout", 120)
    done = subprocess.run(
        [str(part) for part in command], input=input, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more
    )
    done.ok, done.text = done.returncode == 0, done.stdout
    return done


def need(*command, **more):
    """Runs a command that all others depend on."""
    done = run(*command, **more)
    if not done.ok:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.text}")
    return done.text


def until(holds, seconds=SECONDS):
    """Whether the condition was met within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if holds():
                return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def started(*command, log, **more):
    """A process until the block ends."""
    with open(log, "w") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=output, stdin=subprocess.DEVNULL, **more
        )
    try:
        yield process
    finally:
        end(process, SECONDS)


class Unix(http.client.HTTPConnection):
    """HTTP through a Unix socket."""

    def __init__(self, path):
        super().__init__(HOST, timeout=SECONDS)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(self.path)


class Tls(http.client.HTTPSConnection):
    """HTTPS to a port of this machine by the site's name, trusting only the site's certificate."""

    def __init__(self, port, certificate, source="127.0.0.1"):
        super().__init__(HOST, port, timeout=SECONDS, context=ssl.create_default_context(cafile=str(certificate)))
        self.source = source

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), SECONDS, (self.source, 0))
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)


class Plain(http.client.HTTPConnection):
    """HTTP to a port of this machine."""

    def __init__(self, port):
        super().__init__("127.0.0.1", port, timeout=SECONDS)


def ask(connection, path, method="GET", **headers):
    """Sends one request with only these headers; names have `_` for `-`. The body is unchanged."""
    connection.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer
