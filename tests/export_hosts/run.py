"""Serves one export by nginx, by Caddy and from the objects that the script for S3 puts, and compares
every address with what `kalends serve` answers."""

import contextlib
import json
import os
import re
import shutil
import subprocess

from service import KALENDS, NGINX_FILES, ROOT, Checks, ask, environment, free_port, home, started

PUBLIC_URL = "https://calendar.example.org"

TALKS = """
title = { en = "Talks", da = "Foredrag" }
authority = "example.org"
timezone = "Europe/Copenhagen"
language = "en"
location = 'Aula "B" {$2} \\\\ C'
duration = "1h"
aliases = ["lectures"]

[[session]]
id = "ID"
title = { en = "Opening & <more> $args {query}", da = "Åbning" }
start = 2027-09-23T14:00:00
"""

NGINX = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/nginx.error info;
events {{ worker_connections 64; }}
http {{
""" + NGINX_FILES + """    server {{ listen 127.0.0.1:{port}; root {out}/site; include {out}/nginx.conf; }}
}}
"""

CADDY = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port}, http://calendar.example.org:{port} {{
    root * {out}/site
    import {out}/Caddyfile
}}
"""

# A mock of a bucket, in a directory; records its requests.
AWS = """#!/usr/bin/env python3
import json, os, pathlib, shutil, sys
with open(os.environ["ASKED"], "a") as out:
    out.write(json.dumps(sys.argv[1:]) + "\\n")
action, flags = sys.argv[2], dict(zip(sys.argv[3::2], sys.argv[4::2]))
if action == "put-bucket-cors":
    sys.exit()
kept = pathlib.Path(os.environ["ASKED"] + ".kept") / flags["--key"].replace("/", "%")
kept.parent.mkdir(exist_ok=True)
if action == "put-object":
    kept.write_bytes(pathlib.Path(flags.get("--body", os.devnull)).read_bytes())
elif action == "delete-object":
    kept.unlink()
elif os.environ.get("CUT"):
    sys.exit("Could not connect to the endpoint URL")
elif not kept.exists():
    sys.exit("An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.")
else:
    shutil.copy(kept, sys.argv[-1])
"""

# What a host decides by itself.
OF_HOSTS = ("etag", "last-modified", "content-length", "vary")


def kalends(*arguments, schedules):
    return [str(KALENDS), *arguments, "--schedules", str(schedules), "--public-url", PUBLIC_URL]


def run(*arguments, schedules):
    subprocess.run(kalends(*arguments, schedules=schedules), env=environment(), check=True, capture_output=True)


def prepared(work):
    """The shipped series, a series with a renamed session, and a series that ended a while ago."""
    schedules = work / "schedules"
    shutil.copytree(ROOT / "schedules", schedules)
    (schedules / "talks.toml").write_text(TALKS.replace("ID", "start"))
    (schedules / "ended.toml").write_text(TALKS.replace("ID", "start").replace('aliases = ["lectures"]', ""))
    run("publish", schedules=schedules)
    (schedules / "talks.toml").write_text(TALKS.replace('"ID"', '"opening"\nwas = "start"'))
    (schedules / "ended.toml").unlink()
    run("publish", "--allow-mass-removal", schedules=schedules)
    return schedules


@contextlib.contextmanager
def service(schedules, work):
    port = free_port()
    command = kalends(
        "serve", "--locked", "--no-watch", "--listen", f"127.0.0.1:{port}", schedules=schedules
    )
    with started(command, port, work / "kalends.log", environment()):
        yield port


@contextlib.contextmanager
def nginx(out, work):
    port, config = free_port(), work / "nginx.conf"
    config.write_text(NGINX.format(home=work, port=port, out=out))
    with started([shutil.which("nginx"), "-p", str(work), "-c", str(config)], port, work / "nginx.log"):
        yield port


@contextlib.contextmanager
def caddy(out, work):
    port, config = free_port(), work / "Caddyfile"
    config.write_text(CADDY.format(port=port, out=out))
    command = [shutil.which("caddy"), "run", "--adapter", "caddyfile", "--config", str(config)]
    with started(command, port, work / "caddy.log", environment(HOME=str(work), XDG_DATA_HOME=str(work), XDG_CONFIG_HOME=str(work))):
        yield port


def without_selections(body):
    """A page without its links to selections, which only the service answers."""
    body = re.sub(rb"<details><summary>[^<]*</summary><form class=\"choice\".*?</form></details>", b"", body, flags=re.S)
    return re.sub(rb"<a class=\"b\" href=\"[^\"]*/select/[^\"]*\"[^>]*>.*?</a>", b"", body, flags=re.S)


def judge(host, port, served, manifest, check):
    """Requests every address in the manifest, and some that are not in it."""
    for answer in manifest["answers"]:
        address = answer["address"]
        there, ours = ask(port, address), ask(served, address)
        check(f"{host} {address}: status {there.status}, ours {ours.status}", there.status == ours.status)
        if answer["status"] == 410:
            continue
        if answer["status"] == 200:
            check(f"{host} {address}: the bytes", there.body == without_selections(ours.body))
            again = ask(port, address, If_None_Match=there.etag or "")
            check(f"{host} {address}: 304 for its own tag", again.status == 304)
            if ours.last_modified:
                same = there.last_modified == ours.last_modified
                check(f"{host} {address}: Last-Modified {there.last_modified}", same)
        for name, value in ours.headers.items():
            if name not in (*OF_HOSTS, "date", "connection", "server"):
                found = there.headers.get(name)
                # The form to choose sessions is not exported.
                if name == "content-security-policy":
                    value = value.replace("form-action 'self'", "form-action 'none'")
                check(f"{host} {address}: {name} is {found!r}, ours {value!r}", found == value)
    for address in ["/nothing", "/talks.html", "/healthz", "/talks/nothing.ics", "/404.html"]:
        there, ours = ask(port, address), ask(served, address, Accept="text/html")
        check(f"{host} {address}: not found, but {there.status}", there.status == 404)
        if ours.content_type.startswith("text/html"):
            check(f"{host} {address}: the page for nothing", there.body == ours.body)
    renamed = "/talks/start.ics"
    for query in ["", "?utm_source=mail&a=b"]:
        there, ours = ask(port, renamed + query), ask(served, renamed + query)
        check(f"{host} {renamed}{query}: to {there.location}", there.location == ours.location)


class Bucket:
    """Where the script puts to, by a client of the same commands."""

    def __init__(self, work):
        self.tools, self.log, self.kept = work / "tools", work / "asked", work / "asked.kept"
        self.tools.mkdir()
        (self.tools / "aws").write_text(AWS)
        (self.tools / "aws").chmod(0o755)

    def take(self, out, **more):
        """Whether the script ended well."""
        self.log.write_text("")
        path = f"{self.tools}:{os.environ['PATH']}"
        told = environment(PATH=path, ASKED=str(self.log), **more)
        return subprocess.run(["sh", "s3.sh", "bucket"], cwd=out, env=told, stderr=subprocess.DEVNULL).returncode == 0

    def asked(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]


def judge_s3(out, work, schedules, manifest, check):
    """What the script asks of the client."""
    bucket = Bucket(work)
    check("s3: a first time", bucket.take(out))
    objects = {}
    *asked, last = bucket.asked()
    rules = json.loads(dict(zip(last[2::2], last[3::2], strict=True)).get("--cors-configuration", "{}"))
    exposed = [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET", "HEAD"], "ExposeHeaders": ["ETag", "Last-Modified"]}]
    check(f"s3: {last}", last[1] == "put-bucket-cors" and rules == {"CORSRules": exposed})
    for arguments in asked[1:]:
        check(f"s3: {arguments[:4]}", arguments[:4] == ["s3api", "put-object", "--bucket", "bucket"])
        flags = dict(zip(arguments[4::2], arguments[5::2], strict=True))
        objects[flags.pop("--key")] = flags
    check("s3: what was put is noted", objects.pop("kalends.keys")["--content-type"] == "text/plain")
    check("s3: the page for nothing", "404.html" in objects)
    expected = 1
    for answer in manifest["answers"]:
        key = answer["address"].lstrip("/") or "index.html"
        flags = objects.get(key, {})
        if answer["status"] == 200:
            expected += 1
            same = (out / flags.get("--body", "nothing")) == (out / answer["file"])
            check(f"s3 {key}: the body", same and (out / answer["file"]).is_file())
            check(f"s3 {key}: the type", flags.get("--content-type") == answer["headers"]["content-type"])
            check(f"s3 {key}: how long it is kept", flags.get("--cache-control") == answer["headers"]["cache-control"])
        elif answer["status"] in (302, 308):
            expected += 1
            check(f"s3 {key}: the way on", flags.get("--website-redirect-location") == answer["location"])
        else:
            check(f"s3 {key}: gone", key not in objects)
    check(f"s3: {len(objects)} objects, not {expected}", len(objects) == expected)

    # Of a series that is public no longer nothing stays behind, though this export knows nothing of the last.
    less = work / "less"
    shutil.copytree(schedules, less)
    for path in less.glob("ehealth-*"):
        path.unlink()
    (bucket.kept / "own.html").write_text("of another hand")
    run("export", "--locked", "--out", str(work / "out-less"), schedules=less)
    check("s3: without the list nothing is done", not bucket.take(work / "out-less", CUT="1") and len(bucket.asked()) == 1)
    check("s3: a second time", bucket.take(work / "out-less"))
    there = {path.name.replace("%", "/") for path in bucket.kept.iterdir()}
    left = {key for key in objects if "ehealth-" not in key} | {"kalends.keys", "own.html"}
    check(f"s3: what is no more is taken away, but {sorted(there ^ left)[:3]}", there == left)


def judge_lines(out, manifest, check):
    """`_redirects` and `_headers`, read by the rules of their hosts."""
    lines = [line.split() for line in (out / "site/_redirects").read_text().splitlines() if not line.startswith("#")]
    check("_redirects: three words a line", all(len(words) == 3 for words in lines))
    rules = {words[0]: (words[1], int(words[2])) for words in lines}
    for answer in manifest["answers"]:
        if answer["status"] in (302, 308):
            found = rules.pop(answer["address"], None)
            check(f"_redirects {answer['address']}", found == (answer["location"], answer["status"]))
    for address, (target, status) in rules.items():
        is_there = status == 200 and (out / f"site{target}index.html").is_file()
        check(f"_redirects {address}: a page of that name", is_there)
    fields, address = {}, None
    for line in (out / "site/_headers").read_text().splitlines():
        if line.startswith("/"):
            address = line
            fields[address] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            fields[address][name.lower()] = value
    for answer in manifest["answers"]:
        if answer["status"] == 200:
            found = fields.pop(answer["address"], None)
            check(f"_headers {answer['address']}", found == answer["headers"])
    check(f"_headers: nothing else, but {list(fields)[:3]}", not fields)


def version(*command):
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return (done.stdout or done.stderr).split("\n")[0].strip()


def main():
    check = Checks()
    with home() as work:
        schedules = prepared(work)
        out = work / "out"
        run("export", "--locked", "--out", str(out), schedules=schedules)
        manifest = json.loads((out / "manifest.json").read_text())
        judge_lines(out, manifest, check)
        judge_s3(out, work, schedules, manifest, check)
        with service(schedules, work) as served:
            for host in [nginx, caddy]:
                with host(out, work) as port:
                    judge(host.__name__, port, served, manifest, check)
                    # An altered file must be noticed, or the checks above prove nothing.
                    calendar = out / "site/talks.ics"
                    bytes_before = calendar.read_bytes()
                    calendar.write_bytes(bytes_before.replace(b"Opening", b"Closing"))
                    told = Checks()
                    with contextlib.redirect_stdout(None):
                        judge(host.__name__, port, served, manifest, told)
                    calendar.write_bytes(bytes_before)
                    stat = out.joinpath("site/ehealth-security-2020.ics").stat()
                    assert stat.st_mtime < 2_000_000_000
                    check(f"{host.__name__}: an altered calendar is told", told.failed)
                    shutil.rmtree(out)
                    run("export", "--locked", "--out", str(out), schedules=schedules)
    print(f"{len(manifest['answers'])} addresses; {version('nginx', '-v')}; caddy {version('caddy', 'version')}")
    check.end()


main()
