"""nginx and Caddy with the sites of deploy/, before the service that systemd runs. Of the sites only ports, certificate,
socket and log are other ones."""

import contextlib
import gzip
import os
import pwd
import re

from service import free_port
from tools import DEPLOY, HOST, Plain, Tls, Unix, ask, need, run, started, until

# As in Debian's nginx.conf: the user, and default compression.
NGINX = """
user www-data;
daemon off;
worker_processes 1;
pid {work}/nginx.pid;
error_log {work}/nginx.error;
events {{ worker_connections 256; }}
http {{
    access_log {work}/nginx.access;
    gzip on;
    gzip_proxied any;
    client_body_temp_path {work}/nginx-body;
    proxy_temp_path {work}/nginx-proxy;
    fastcgi_temp_path {work}/nginx-fastcgi;
    uwsgi_temp_path {work}/nginx-uwsgi;
    scgi_temp_path {work}/nginx-scgi;
    include {work}/kalends.conf;
}}
"""


class Proxy:
    def __init__(self, name, http, https, certificate, logs):
        self.name, self.http, self.https, self.certificate, self.logs = name, http, https, certificate, logs

    def ask(self, path, source="127.0.0.1", **headers):
        return ask(Tls(self.https, self.certificate, source), path, **headers)

    def ask_plain(self, path, **headers):
        return ask(Plain(self.http), path, **headers)

    def logged(self):
        return "".join(log.read_text() for log in self.logs if log.exists())


def certificate(work):
    """A certificate for the site's name."""
    chain, key = work / "chain.pem", work / "key.pem"
    need("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", chain)
    os.chmod(key, 0o644)
    return chain, key


def replaced(text, *pairs):
    for old, new, times in pairs:
        assert text.count(old) == times, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, str(new))
    return text


@contextlib.contextmanager
def nginx(check, work, socket, chain, key):
    http, https = free_port(), free_port()
    site = replaced(
        (DEPLOY / "nginx/kalends.conf").read_text(),
        ("    listen [::]:80;\n", "", 1), ("    listen [::]:443 ssl http2;\n", "", 1),
        ("listen 80;", f"listen 127.0.0.1:{http};", 1), ("listen 443 ssl", f"listen 127.0.0.1:{https} ssl", 1),
        (f"/etc/letsencrypt/live/{HOST}/fullchain.pem", chain, 1), (f"/etc/letsencrypt/live/{HOST}/privkey.pem", key, 1),
        ("unix:/run/kalends/kalends.sock", f"unix:{socket}", 2), ("/var/log/nginx/kalends.access.log", work / "site.access", 1),
    )
    (work / "kalends.conf").write_text(site)
    (work / "nginx.conf").write_text(NGINX.format(work=work))
    command = ["nginx", "-p", work, "-c", work / "nginx.conf"]
    done = run(*command, "-t")
    check("nginx -t", done.ok and "warn" not in done.text, done.text)
    (work / "kalends.conf").write_text(site.replace("proxy_pass http://kalends;", "proxy_pass http://calends;", 1).replace("gzip off", "gzip of", 1))
    check("nginx -t sees a fault", not run(*command, "-t").ok)
    (work / "kalends.conf").write_text(site)
    logs = [work / name for name in ["nginx.access", "nginx.error", "site.access", "nginx.log"]]
    with started(*command, log=work / "nginx.log"):
        proxy = Proxy("nginx", http, https, chain, logs)
        assert until(lambda: proxy.ask("/healthz").status), proxy.logged()
        yield proxy


@contextlib.contextmanager
def caddy(work, socket, chain, key):
    http, https = free_port(), free_port()
    site = replaced(
        (DEPLOY / "caddy/Caddyfile").read_text(),
        ("{\n\t# Caddy's errors", f"{{\n\tadmin off\n\thttp_port {http}\n\thttps_port {https}\n\tdefault_bind 127.0.0.1\n\t# Caddy's errors", 1),
        (f"\n{HOST} {{\n", f"\n{HOST} {{\n\ttls {chain} {key}\n", 1),
        ("unix//run/kalends/kalends.sock", f"unix/{socket}", 1),
        # Logging must keep tokens out, so it is on.
        ("\t#log\n", "\tlog\n", 1),
    )
    file, home = work / "Caddyfile", work / "caddy"
    file.write_text(site)
    user = pwd.getpwnam("www-data")
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "caddy", "run", "--adapter", "caddyfile", "--config", file]
    log = work / "caddy.log"
    with started(*command, log=log, env={"PATH": os.environ["PATH"], "HOME": str(home)}):
        proxy = Proxy("Caddy", http, https, chain, [log])
        assert until(lambda: proxy.ask("/healthz").status), proxy.logged()
        yield proxy


def judge(check, proxy, socket, series, private):
    """`series`: id of one with bodies large enough to be compressed. `private`: address with a token."""
    say = lambda what: f"{proxy.name}: {what}"
    feed, page = f"/{series}.ics", f"/{series}"
    check(say("a page"), (found := proxy.ask(page)).status == 200 and found.getheader("Content-Type").startswith("text/html"))
    tags = set()
    for coding in [None, "gzip", "br", "zstd"]:
        asked = {"Accept_Encoding": coding} if coding else {}
        for path in [feed, page]:
            direct, through = ask(Unix(socket), path, **asked), proxy.ask(path, **asked)
            same = all(direct.getheader(name) == through.getheader(name) for name in
                       ["ETag", "Content-Encoding", "Content-Type", "Last-Modified", "Cache-Control", "Vary", "Content-Length"])
            check(say(f"{path} as {coding} is as it was sent"), same and direct.body == through.body and through.status == 200, str(through.headers))
            check(say(f"{path} as {coding} has a strong tag"), re.fullmatch(r'"[^"]+"', through.getheader("ETag") or ""), str(through.headers))
            check(say(f"{path} is {coding}"), direct.getheader("Content-Encoding") == coding, str(direct.headers))
            unchanged = proxy.ask(path, If_None_Match=direct.getheader("ETag"), **asked)
            check(say(f"{path} as {coding} is 304"), unchanged.status == 304 and unchanged.getheader("ETag") == direct.getheader("ETag") and not unchanged.body)
            if path == feed:
                tags.add(direct.getheader("ETag"))
    check(say("each coding has a tag of its own"), len(tags) == 4)
    plain = proxy.ask(feed).body
    check(say("gzip holds the same calendar"), gzip.decompress(proxy.ask(feed, Accept_Encoding="gzip").body) == plain and plain.startswith(b"BEGIN:VCALENDAR"))
    check(say("another tag is answered whole"), proxy.ask(feed, If_None_Match='"another"').status == 200)
    for path in [feed, page, f"{feed}?utm_source=mail", "/"]:
        sent_on = proxy.ask_plain(path, Host=HOST)
        check(say(f"{path} on port 80 leads to https"), sent_on.status == 308 and target(sent_on, proxy) == f"https://{HOST}{path}", str(sent_on.headers))
    elsewhere = proxy.ask_plain(feed, Host="other.example")
    check(say("another Host leads nobody there"), "other.example" not in elsewhere.getheader("Location", ""), str(elsewhere.headers))
    check(say("/metrics is closed"), proxy.ask("/metrics").status == 404)
    check(say("/readyz is closed to others"), proxy.ask("/readyz", source="127.0.0.2").status in (403, 404))
    check(say("/healthz is open"), proxy.ask("/healthz").status == 200)
    check(say("no series is 404 of ours"), b"kalends" in (found := proxy.ask("/nowhere.ics")).body.lower() or found.getheader("Content-Type") == "application/problem+json")
    check(say("POST is refused"), ask(Tls(proxy.https, proxy.certificate), feed, "POST", Content_Length="0").status == 405)
    check(say("a private series is served"), proxy.ask(private).status == 200)
    done = run("curl", "--silent", "--http2", "--cacert", proxy.certificate, "--resolve", f"{HOST}:{proxy.https}:127.0.0.1", "--output", "/dev/null",
               "--write-out", "%{http_version} %{http_code}", f"https://{HOST}:{proxy.https}{feed}")
    check(say("HTTP/2"), done.text == "2 200", done.text)


def target(answer, proxy):
    """The target; Caddy includes the port that replaces 443 here."""
    return answer.getheader("Location", "").replace(f"{HOST}:{proxy.https}", HOST)


def judge_away(check, proxy, series, private, token):
    """While the service and its socket are gone."""
    for path in [f"/{series}.ics", private]:
        answer = proxy.ask(path)
        shown = "private" if path == private else path
        fine = answer.status == 503 and answer.getheader("Retry-After") and b"BEGIN:VCALENDAR" not in answer.body
        check(f"{proxy.name}: away, {shown} is 503 with Retry-After and no calendar", fine, f"{answer.status} {answer.headers}")
        check(f"{proxy.name}: away, {shown} is kept by nobody", answer.getheader("Cache-Control") == "no-store" and not answer.getheader("ETag"))
    log = proxy.logged()
    check(f"{proxy.name}: requests and failures are logged", f"/{series}.ics" in log)
    check(f"{proxy.name}: no token is in a log", token not in log, "".join(line for line in log.splitlines(True) if token in line)[:600])


def judge_uncompressed(check, proxy, socket, series):
    """With --no-compression, as before bodies are compressed: bodies with a strong tag are compressed by nobody else."""
    page, asked = f"/{series}", {"Accept_Encoding": "gzip"}
    direct, through = ask(Unix(socket), page, **asked), proxy.ask(page, **asked)
    same = direct.getheader("ETag") == through.getheader("ETag") and direct.body == through.body and not through.getheader("Content-Encoding")
    check(f"{proxy.name}: what comes plain stays plain", same, str(through.headers))


def judge_limits(check, proxy):
    """With --rate-limit: the client's address comes from the proxy's connection, whatever the client sends."""
    say = lambda what: f"{proxy.name}: {what}"
    statuses = [proxy.ask("/", X_Forwarded_For=f"192.0.2.{number}").status for number in range(12)]
    check(say("a client that names others is limited"), 429 in statuses, str(statuses))
    check(say("another client is not"), proxy.ask("/", source="127.0.0.3").status == 200)
