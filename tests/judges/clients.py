"""curl and plain sockets: old versions of HTTP, keep-alive, pipelining, expectations, ranges."""

import subprocess

from service import SERIES, answers, ask, exchange

FEED = f"/{SERIES}.ics"
FILE = f"/{SERIES}/pandemic.ics"


def curl(port, *arguments):
    """The body, then curl's figures of each transfer."""
    told = "\\n%{http_code} %{http_version} %{num_connects} %{size_download}\\n"
    command = ["curl", "--silent", "--show-error", "--max-time", "20", "--write-out", "%{stderr}" + told]
    done = subprocess.run([*command, *arguments], capture_output=True, check=False)
    lines = [line.split() for line in done.stderr.decode().splitlines() if line]
    return done.returncode, done.stdout, lines


def judge(port, check):
    base = f"http://127.0.0.1:{port}"
    whole = ask(port, FEED).body

    code, body, told = curl(port, "--http1.0", base + FEED)
    check("curl: HTTP/1.0", code == 0 and told[-1][0] == "200" and body == whole)
    code, body, told = curl(port, base + FEED, base + FILE, base + FEED)
    check("curl: three transfers on one connection", code == 0 and [line[2] for line in told] == ["1", "0", "0"])
    for coding in ["gzip", "br", "zstd"]:
        code, body, told = curl(port, "--compressed", "--header", f"Accept-Encoding: {coding}", base + FEED)
        smaller = int(told[-1][3]) < len(whole)
        # curl refuses encodings it cannot decode with 61; that is not a fault of the response.
        check(f"curl: {coding} decodes to the same", smaller and (body == whole if code == 0 else code == 61))
    code, body, told = curl(port, "--head", base + FEED)
    check("curl: HEAD", code == 0 and told[-1][:1] == ["200"] and told[-1][3] == "0")
    code, body, told = curl(port, "--header", "Expect: 100-continue", "--request", "GET", "--data", "x" * 10, base + FEED)
    check("curl: a GET that expects 100-continue", code == 0 and told[-1][0] == "200" and body == whole)
    code, body, told = curl(port, "--location", "--etag-save", "/dev/null", base + FEED)
    check("curl: keeps our tag", code == 0 and body == whole)

    for name, value in [
        ("the first byte", "bytes=0-0"), ("the last bytes", "bytes=-5"), ("from the end on", "bytes=999999-"),
        ("several", "bytes=0-1,3-4"), ("backwards", "bytes=5-1"), ("of lines", "lines=1-2"), ("half a range", "bytes="),
        ("a number too large", "bytes=0-99999999999999999999999"),
    ]:
        # RFC 9110 §14.2: a server may ignore Range; it must not answer with half of a calendar.
        answer = ask(port, FEED, Range=value)
        check(f"a range ({name}) gets the whole calendar", answer.status == 200 and answer.body == whole)
    answer = ask(port, FEED, Range="bytes=0-9", If_Range='"another"')
    check("If-Range gets the whole calendar", answer.status == 200 and answer.body == whole)

    request = f"GET {FEED} HTTP/1.1\r\nHost: x\r\n".encode()
    last = request + b"Connection: close\r\n\r\n"
    found = answers(exchange(port, (request + b"\r\n") * 9 + last), ["GET"] * 10)
    check("ten requests sent at once", [one.status for one in found] == [200] * 10 and {one.body for one in found} == {whole})
    mixed = b"".join([
        f"GET {FILE} HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        b"GET /nothing.ics HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET {FEED} HTTP/1.1\r\nhost: x\r\nCONNECTION: close\r\n\r\n".encode(),
    ])
    found = answers(exchange(port, mixed), ["GET"] * 3)
    check("different ones at once come in order", [one.status for one in found] == [200, 404, 200] and found[2].body == whole)

    one_point_oh = exchange(port, f"GET {FEED} HTTP/1.0\r\n\r\n".encode())
    check("HTTP/1.0 without Host", answers(one_point_oh, ["GET"])[0].body == whole)
    kept = exchange(port, f"GET {FILE} HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET {FEED} HTTP/1.0\r\n\r\n".encode())
    check("HTTP/1.0 keeps a connection that it asks to keep", answers(kept, ["GET", "GET"])[1].body == whole)
    absolute = exchange(port, f"GET http://other.example{FEED} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    check("an absolute target", answers(absolute, ["GET"])[0].body == whole)
    odd = exchange(port, f"GET {FEED} HTTP/1.1\r\nHost: x\r\nUser-Agent: a\tb\r\nX-Empty:\r\nConnection:close\r\n\r\n".encode())
    check("headers with tabs, nothing, and no blank", answers(odd, ["GET"])[0].body == whole)
    for name, bad in [
        ("no version", f"GET {FEED}\r\n\r\n"), ("no Host", f"GET {FEED} HTTP/1.1\r\n\r\n"),
        ("a blank before the colon", f"GET {FEED} HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n"),
        ("two lengths", f"GET {FEED} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na"),
    ]:
        status = exchange(port, bad.encode())[9:12]
        check(f"{name} is refused", status == b"400")
