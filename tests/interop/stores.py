"""Servers and programs that keep calendars: Radicale and Xandikos take every session by PUT and give it back; khal
shows what vdirsyncer fetched from the running service."""

import base64
import importlib.metadata
import os
import subprocess
import time
import urllib.error
import urllib.request

from service import free_port

SUBSCRIBED = "lives"
WHO = base64.b64encode(b"ada:secret").decode()


def ask(method, url, body=None, kind="text/calendar; charset=utf-8"):
    request = urllib.request.Request(url, data=body, method=method, headers={"Authorization": f"Basic {WHO}", "Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def lines_of(data):
    """The lines of an entry, unfolded and sorted."""
    text = data.decode().replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    wanted = ("UID", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LOCATION")
    inside = text[text.index("BEGIN:VEVENT"):]
    return sorted(line for line in inside.split("\n") if line.startswith(wanted))


# Sessions that a server returns changed, with the reason.
KNOWN = {
    # Rewrites the calendar, and reads an escaped backslash before an N as a line break.
    "Xandikos": {"hostile-texts/marks"},
}


def put_all(name, command, calendar, make, sessions, work, failed):
    """Stores our files on a server: the numbers accepted and returned unchanged."""
    taken, changed = 0, set()
    with open(work / f"{name}.log", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        for _ in range(200):
            try:
                ask("GET", calendar)
                break
            except OSError:
                time.sleep(0.05)
        if make:
            ask("MKCALENDAR", calendar, b"", "application/xml")
        for number, (session, data) in enumerate(sessions):
            url = f"{calendar}{number}.ics"
            status, told = ask("PUT", url, data)
            _, back = ask("GET", url)
            if status in (201, 204) and lines_of(back) == lines_of(data):
                taken += 1
            elif status in (201, 204):
                changed.add(session)
            else:
                failed.append(f"{name} answers {status} to {session}: {told[:200]!r}")
        if changed != KNOWN.get(name, set()):
            failed.append(f"{name} gives other sessions back otherwise than are known: {sorted(changed)}")
    finally:
        process.terminate()
        process.wait()
    return taken


def khal(served, meant, home, work, failed):
    """Subscribes by vdirsyncer, and has khal list the entries in UTC."""
    vdir = work / "vdir"
    vdir.mkdir()
    (work / "vdirsyncer.conf").write_text(
        f'[general]\nstatus_path = "{work}/status"\n'
        f'[pair talks]\na = "there"\nb = "here"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage there]\ntype = "http"\nurl = "{served.base}/{SUBSCRIBED}.ics"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{vdir}"\nfileext = ".ics"\n'
    )
    (work / "khal.conf").write_text(
        f"[calendars]\n[[talks]]\npath = {vdir}\n[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%M\nlongdatetimeformat = %Y-%m-%dT%H:%M\n"
        f"[sqlite]\npath = {work}/khal.db\n"
    )
    environment = {**os.environ, "VDIRSYNCER_CONFIG": str(work / "vdirsyncer.conf"), "HOME": str(work), "XDG_CACHE_HOME": str(work)}
    run = lambda *command: subprocess.run(command, env=environment, input="y\n" * 4, capture_output=True, text=True, check=False)
    for step in (["discover"], ["sync"]):
        done = run(str(home / "venv/bin/vdirsyncer"), *step)
        if done.returncode != 0:
            failed.append(f"vdirsyncer {step[0]}: {done.stderr[-300:]}")
            return 0
    listed = run(str(home / "venv/bin/khal"), "-c", str(work / "khal.conf"), "list", "--format", "{start-long} {end-long} {title}", "--day-format", "", "2027-07-01", "90d")
    shown = set(filter(None, listed.stdout.splitlines()))
    minutes = lambda instant: instant[:16]
    # By time and title: vdirsyncer gives entries of a subscription new UIDs.
    cancelled = lambda entry: "Cancelled: " if entry["status"] == "CANCELLED" else ""
    wanted = {f"{minutes(entry['start'])} {minutes(entry['end'])} {cancelled(entry)}{entry['title']}" for entry in meant[SUBSCRIBED].values()}
    if shown != wanted:
        failed.append(f"khal shows {sorted(shown ^ wanted)[:4]} otherwise: {listed.stderr[-300:]}")
    return len(shown & wanted)


def judge_stores(served, meant, home, work, failed):
    """Rows of the table."""
    sessions = []
    for series in ("hostile-texts", "clock-changes", "days", "lives"):
        for entry in meant[series].values():
            name = f"{series}/{entry['name']}"
            sessions.append((name, served.get(f"/{name}.ics")))
    python = str(home / "venv/bin/python")
    port = free_port()
    radicale = put_all(
        "Radicale", [python, "-m", "radicale", "--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(work / "radicale"), "--auth-type", "none", "--web-type", "none"],
        f"http://127.0.0.1:{port}/ada/calendar/", True, sessions, work, failed,
    )
    port = free_port()
    xandikos = put_all(
        "Xandikos", [python, "-m", "xandikos", "serve", "--defaults", "-d", str(work / "xandikos"), "--listen-address", "127.0.0.1", "--port", str(port)],
        f"http://127.0.0.1:{port}/user/calendars/calendar/", False, sessions, work, failed,
    )
    shown = khal(served, meant, home, work, failed)
    version = importlib.metadata.version
    return [
        f"| Radicale {version('radicale')} | a CalDAV server, by PUT | {radicale} | {radicale} | none |",
        f"| Xandikos {version('xandikos')} | a CalDAV server, by PUT | {xandikos} | {xandikos} | description, location, summary |",
        f"| khal {version('khal')} with vdirsyncer {version('vdirsyncer')} | subscribed to the running service | 1 | {shown} | none |",
    ]
