"""Runs all checks of deploy/; prints their results, and ends with 1 if any found a fault."""

import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile

import container
import files
import machine
import package
import pipelines
import proxies
from service import Checks, free_port
from tools import ROOT, Plain, ask, need, run, until

# The shipped series has compressed bodies; the other is written here.
SERIES, SESSION = "ehealth-security-2020", "autumn-school"


def main():
    # So that being killed also removes everything installed and started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    package.refuse_if_in_use()
    check = Checks()
    with tempfile.TemporaryDirectory(prefix="kalends-deploy-") as path:
        # Proxies and the service drop root and must still reach their files.
        os.chmod(path, 0o755)
        work = pathlib.Path(path)
        files.judge(check, work)
        container.judge(check, work)
        deb = package.build(check, work)
        package.purged_while_empty(check, deb)
        with package.installed(check, deb) as user:
            exposure = files.units(check)
            files.units_with_faults(check, work)
            machine.activated_by_hand(check, work, user)
            pipelines.judge(check, work, deb)
            on_a_machine(check, work, user)
    print(f"deploy: exposure of the unit {exposure}; {', '.join(versions())}")
    check.end()


def on_a_machine(check, work, user):
    chain, key = proxies.certificate(work)
    with machine.booted(work) as booted:
        machine.judge_start(check, booted, user)
        private, token = schedules(user)
        measured = free_port()
        machine.set_and_restart(booted, "KALENDS_PUBLIC_URL=https://calendar.example.org", f"KALENDS_METRICS=127.0.0.1:{measured}")
        with proxies.nginx(check, work, booted.socket, chain, key) as nginx, proxies.caddy(work, booted.socket, chain, key) as caddy:
            compressed = lambda: nginx.ask(f"/{SERIES}", Accept_Encoding="zstd").getheader("Content-Encoding") == "zstd"
            feed_compressed = lambda: nginx.ask(f"/{SERIES}.ics", Accept_Encoding="zstd").getheader("Content-Encoding") == "zstd"
            check("codings are made", until(lambda: compressed() and feed_compressed()))
            for proxy in [nginx, caddy]:
                proxies.judge(check, proxy, booted.socket, SERIES, private)
            check("measurements are on this machine's address", ask(Plain(measured), "/metrics").body.startswith(b"# HELP"))
            check("the settings are used", b"https://calendar.example.org/" in nginx.ask(f"/{SERIES}.ics").body)
            published(check, user, nginx)
            machine.judge_life(check, booted, {
                proxy.name: lambda proxy=proxy: proxy.ask(f"/{SERIES}.ics").status for proxy in [nginx, caddy]})
            machine.set_and_restart(booted, "KALENDS_NO_COMPRESSION=true")
            for proxy in [nginx, caddy]:
                proxies.judge_uncompressed(check, proxy, booted.socket, SERIES)
            machine.set_and_restart(booted, "KALENDS_RATE_LIMIT=1", "KALENDS_RATE_BURST=5")
            for proxy in [nginx, caddy]:
                proxies.judge_limits(check, proxy)
            booted.systemctl("stop", "kalends.socket", "kalends.service")
            for proxy in [nginx, caddy]:
                proxies.judge_away(check, proxy, SERIES, private, token)
            check("no token is in the journal", token not in booted.journal())


def schedules(user):
    """The shipped series and a private one; the private one's address and token."""
    for file in (ROOT / "schedules").iterdir():
        os.chown(shutil.copy(file, package.SCHEDULES), user.pw_uid, user.pw_gid)
    told = run("/usr/bin/kalends", "token", "board").text
    access = re.search(r'(?s)\[\[access\]\].*?token_sha256 = "\w+"', told)[0]
    token = re.search(r"(?m)^  (\w{32})$", told)[1]
    definition = package.SCHEDULES / "board.toml"
    definition.write_text(f"{(package.SCHEDULES / f'{SESSION}.toml').read_text()}\n{access}\n")
    os.chown(definition, user.pw_uid, user.pw_gid)
    return f"/private/{token}/board.ics", token


def published(check, user, proxy):
    """An edited definition is served, and recorded only by the service."""
    feed, record = f"/{SESSION}.ics", package.SCHEDULES / f"{SESSION}.lock"
    before, tag = record.read_text(), proxy.ask(feed).getheader("ETag")
    machine.edit(user, package.SCHEDULES / f"{SESSION}.toml", "14:00:00", "15:00:00")
    check("an edit is served", until(lambda: b"T150000" in proxy.ask(feed).body) and proxy.ask(feed, If_None_Match=tag).status == 200)
    check("and recorded, by the service's user", record.read_text() != before and record.stat().st_uid == user.pw_uid)


def versions():
    """Names and versions, as the programs print them."""
    first = lambda *command: need(*command).split("\n")[0]
    return [first("nginx", "-v").replace("nginx version: ", ""), f"Caddy {first('caddy', 'version')}", first("systemctl", "--version"),
            f"kustomize {re.search(r'Kustomize Version: (.*)', need('kubectl', 'version', '--client'))[1]}", first("hadolint", "--version"),
            first("docker-compose", "--version"), first("actionlint", "--version"), first("lintian", "--version"),
            f"cargo-deb {first('cargo-deb', '--version')}"]


main()
