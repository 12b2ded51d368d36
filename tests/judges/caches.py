"""nginx and Varnish as caches: they store allowed responses, revalidate with the tag, and never confuse encodings.

Each runs twice: as it comes, and with entries that are stale after a second, since nobody waits
for our five minutes.
"""

import contextlib
import re
import shutil
import time

from service import NGINX_FILES, SERIES, ask, free_port, started

# nginx counts in whole seconds.
STALE_AFTER = 2.2

NGINX = """
daemon off;
pid {home}/nginx.pid;
error_log {home}/nginx.error info;
events {{ worker_connections 64; }}
http {{
""" + NGINX_FILES + """    proxy_cache_path {home}/nginx-cache keys_zone=calendars:1m;
    proxy_cache calendars;
    proxy_cache_key $server_port$request_uri;
    proxy_cache_revalidate on;
    add_header X-Cache $upstream_cache_status always;
    add_header X-Upstream $upstream_status always;
    server {{ listen 127.0.0.1:{plain}; location / {{ proxy_pass http://127.0.0.1:{service}; }} }}
    server {{
        listen 127.0.0.1:{short};
        location / {{
            proxy_ignore_headers Cache-Control;
            proxy_cache_valid 200 1s;
            proxy_pass http://127.0.0.1:{service};
        }}
    }}
}}
"""

# `http_gzip_support` is off where it is started: the stored bytes are the sent ones.
VARNISH = """
vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{service}"; }}
sub vcl_backend_response {{
    set beresp.http.X-Upstream = beresp.status;
    if (beresp.was_304) {{ set beresp.http.X-Upstream = "304"; }}
    if (bereq.http.X-Short) {{
        set beresp.ttl = 1s;
        set beresp.grace = 0s;
        set beresp.keep = 1h;
    }}
}}
sub vcl_hash {{ if (req.http.X-Short) {{ hash_data("short"); }} }}
sub vcl_deliver {{ set resp.http.X-Cache = regsub(obj.hits, "^[1-9].*", "HIT"); }}
"""


class Cache:
    """A cache: `plain` and `short` send requests to it, the second with entries that soon expire."""

    def __init__(self, name, plain, short):
        self.name, self.plain, self.short = name, plain, short


@contextlib.contextmanager
def nginx(service, home):
    plain, short = free_port(), free_port()
    config = home / "nginx.conf"
    config.write_text(NGINX.format(home=home, plain=plain, short=short, service=service))
    with started([shutil.which("nginx"), "-p", str(home), "-c", str(config)], plain, home / "nginx.log"):
        yield Cache(
            "nginx",
            lambda path, **headers: ask(plain, path, **headers),
            lambda path, **headers: ask(short, path, **headers),
        )


@contextlib.contextmanager
def varnish(service, home):
    port = free_port()
    config = home / "varnish.vcl"
    config.write_text(VARNISH.format(service=service))
    command = [
        shutil.which("varnishd"), "-F", "-j", "none", "-n", str(home / "varnish"), "-s", "malloc,16m",
        "-a", f"127.0.0.1:{port}", "-p", "http_gzip_support=off", "-f", str(config),
    ]
    with started(command, port, home / "varnish.log"):
        yield Cache(
            "Varnish",
            lambda path, **headers: ask(port, path, **headers),
            lambda path, **headers: ask(port, path, X_Short="1", **headers),
        )


def judge(cache, service, seen, check):
    """`service`: its port. `seen`: the requests so far."""
    say = lambda what: f"{cache.name}: {what}"
    paths = [f"/{SERIES}.ics", f"/{SERIES}/pandemic.ics", f"/{SERIES}", f"/{SERIES}.json", f"/{SERIES}.atom"]
    for path in paths:
        direct = ask(service, path)
        first, second = cache.plain(path), cache.plain(path)
        check(say(f"{path} comes through as it is"), first.body == direct.body and first.etag == direct.etag)
        before = len(seen())
        third = cache.plain(path)
        check(say(f"{path} is kept"), second.x_cache == "HIT" and third.x_cache == "HIT" and len(seen()) == before)
        unchanged = cache.plain(path, If_None_Match=direct.etag)
        check(say(f"{path} is unchanged without asking us"), unchanged.status == 304 and len(seen()) == before)

    path = f"/{SERIES}.ics"
    tags = set()
    for coding in ["identity", "gzip", "br", "zstd"]:
        direct = ask(service, path, Accept_Encoding=coding)
        kept = [cache.plain(path, Accept_Encoding=coding) for _ in range(2)][1]
        same = (kept.body, kept.etag, kept.content_encoding) == (direct.body, direct.etag, direct.content_encoding)
        check(say(f"{coding} is kept apart"), same and kept.x_cache == "HIT")
        tags.add(kept.etag)
    check(say("each coding has a tag of its own"), len(tags) == 4)

    for coding in ["identity", "gzip"]:
        first = cache.short(path, Accept_Encoding=coding)
        time.sleep(STALE_AFTER)
        before = len(seen())
        again = cache.short(path, Accept_Encoding=coding)
        asked = [status for *_, status in seen()[before:]]
        check(say(f"a stale entry is asked for with its tag ({coding})"), asked == [304])
        check(say(f"and goes on as it was ({coding})"), (again.status, again.body, again.etag) == (200, first.body, first.etag))

    for path, status in [(f"/{SERIES}/nowhere.ics", 404), ("/%zz", 400)]:
        check(say(f"{path} is {status} through it"), cache.plain(path).status == status)


def versions():
    """Names and versions, as the programs print them."""
    import subprocess

    told = [subprocess.run([name, flag], capture_output=True, text=True) for name, flag in [("nginx", "-v"), ("varnishd", "-V")]]
    text = "".join(one.stdout + one.stderr for one in told)
    return re.findall(r"nginx/[\d.]+|varnish-[\d.]+", text)
