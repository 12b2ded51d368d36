"""Runs Thunderbird with a new profile that subscribes to calendars, and reads its database."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from datetime import datetime, timezone

from service import end

# Minutes between polls, Thunderbird's minimum.
POLL_MINUTES = 1
# Thunderbird's flag of an all-day event (CAL_ITEM_FLAG.EVENT_ALLDAY).
ALL_DAY = 8

# No wizard, no news, no reports, and only local connections: all other hosts use a proxy that does not
# exist.
SETTINGS = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "calendar.timezone.local": "Europe/Brussels",
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mailnews.start_page_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "toolkit.telemetry.enabled": False,
}


def literal(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else '"' + value.replace('"', '\\"') + '"'


def prepare(profile, calendars):
    """A profile with subscriptions to calendars, by their ids."""
    profile.mkdir()
    settings = dict(SETTINGS)
    settings["calendar.list.sortOrder"] = " ".join(calendars)
    for identifier, address in calendars.items():
        for key, value in {
            "cache.enabled": True,
            "calendar-main-in-composite": True,
            "disabled": False,
            "name": identifier,
            "readOnly": True,
            "refreshInterval": str(POLL_MINUTES),
            "type": "ics",
            "uri": address,
        }.items():
            settings[f"calendar.registry.{identifier}.{key}"] = value
    lines = [f'user_pref("{name}", {literal(value)});' for name, value in settings.items()]
    (profile / "user.js").write_text("\n".join(lines) + "\n")


@contextlib.contextmanager
def screen(work):
    """A virtual display; Xvfb finds a free number itself."""
    ours, theirs = os.pipe()
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with open(work / "xvfb.log", "w") as log:
        process = subprocess.Popen(command, pass_fds=[theirs], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        assert number, (work / "xvfb.log").read_text()
        yield f":{number}"
    finally:
        end(process)


@contextlib.contextmanager
def running(work, profile, display):
    environment = {
        **os.environ, "DISPLAY": display, "HOME": str(work), "TZ": "Europe/Brussels",
        "XDG_CACHE_HOME": str(work / "cache"), "XDG_CONFIG_HOME": str(work / "config"), "MOZ_CRASHREPORTER_DISABLE": "1",
    }
    command = ["thunderbird", "--no-remote", "--profile", str(profile), "-calendar"]
    with open(work / "thunderbird.log", "w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        end(process)


def instant(microseconds):
    return datetime.fromtimestamp(microseconds / 1e6, timezone.utc)


def entries(profile, work):
    """The database's content, read from a copy: a list of entries per calendar."""
    data = profile / "calendar-data"
    copy = work / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for name in ["cache.sqlite", "cache.sqlite-wal"]:
        if (data / name).exists():
            shutil.copy(data / name, copy / name)
    if not (copy / "cache.sqlite").exists():
        return {}
    found = {}
    with contextlib.closing(sqlite3.connect(copy / "cache.sqlite")) as database:
        database.row_factory = sqlite3.Row
        try:
            rows = database.execute("SELECT * FROM cal_events").fetchall()
            properties = database.execute("SELECT * FROM cal_properties").fetchall()
        except sqlite3.OperationalError:
            return {}
    for row in rows:
        own = {one["key"]: text(one["value"]) for one in properties if (one["cal_id"], one["item_id"]) == (row["cal_id"], row["id"])}
        found.setdefault(row["cal_id"], []).append({
            "uid": row["id"],
            "title": row["title"],
            "place": own.get("LOCATION"),
            "status": row["ical_status"] or own.get("STATUS"),
            "sequence": int(own.get("SEQUENCE") or 0),
            "all_day": bool(row["flags"] & ALL_DAY),
            "start": instant(row["event_start"]),
            "end": instant(row["event_end"]),
        })
    return {key: sorted(value, key=lambda one: one["uid"]) for key, value in found.items()}


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def version():
    done = subprocess.run(["thunderbird", "--version"], check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1].strip()


def wait_until(holds, seconds, process):
    """Waits for a condition; returns whether it was met."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.5)
    return holds()
