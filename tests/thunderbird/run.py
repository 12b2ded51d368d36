"""Thunderbird subscribes, polls, and receives an edit; every entry is compared with the definitions, with times
computed here from their local times by Python's own time zone data."""

import contextlib
import json
import os
import shutil
import subprocess
import tomllib
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import client
from service import KALENDS, ROOT, Checks, environment, free_port, home, started

SHIPPED = "ehealth-security-2020"

# Cases where clients have failed: both sides of a clock change, a zone with half an hour, whole
# days, texts beyond ASCII, and a cancelled one.
TALKS = """
title = "Tälks & „more“"
authority = "example.org"
timezone = "Europe/Copenhagen"
location = "Aula; B, 2\\\\1"
duration = "90m"

[[session]]
id = "summer"
title = "Før skiftet 🌞"
start = 2027-10-30T14:00:00

[[session]]
id = "winter"
title = "Efter skiftet, \\"igen\\""
start = 2027-10-31T14:00:00

[[session]]
id = "adelaide"
title = "Half an hour"
timezone = "Australia/Adelaide"
start = 2028-01-15T09:30:00

[[session]]
id = "days"
title = "Two whole days"
start = 2027-12-30
end = 2027-12-31

[[session]]
id = "off"
title = "Not to be"
start = 2027-11-05T10:00:00
status = "cancelled"
"""

ADDED = """
[[session]]
id = "late"
title = "Added later"
start = 2028-03-26T12:00:00
"""

# Thunderbird may start late and polls at its own pace.
FIRST_SECONDS = 120
POLL_SECONDS = client.POLL_MINUTES * 60 + 30


def expected(definition):
    """The expected entries of a series, computed from its text alone."""
    series = tomllib.loads(definition)
    return sorted((entry(series, session) for session in series["session"]), key=lambda one: one["session"])


def plain(value):
    return value["en"] if isinstance(value, dict) else value


def entry(series, session):
    start = session["start"]
    end = session.get("end")
    if isinstance(start, datetime):
        zone = ZoneInfo(session.get("timezone", series["timezone"]))
        start = start.replace(tzinfo=zone).astimezone(timezone.utc)
        end = end.replace(tzinfo=zone).astimezone(timezone.utc) if end else start + timedelta(minutes=90)
        all_day = False
    else:
        assert isinstance(start, date)
        # For whole days the database has dates: the end is the day after the last.
        start, end = (datetime.combine(day, time(), timezone.utc) for day in (start, end + timedelta(days=1)))
        all_day = True
    cancelled = session.get("status") == "cancelled"
    return {
        "session": session["id"],
        "title": ("Cancelled: " if cancelled else "") + plain(session["title"]),
        "place": plain(session.get("location", series["location"])),
        "status": session.get("status", "confirmed").upper(),
        "all_day": all_day,
        "start": start,
        "end": end,
    }


def compare(what, found, wanted, record, check):
    """Each session once, as in its definition, with UID and SEQUENCE of its record."""
    uids = [one["uid"] for one in found]
    check(f"{what}: {len(wanted)} entries, each once", len(uids) == len(set(uids)) == len(wanted))
    for want in wanted:
        same = [one for one in found if one["uid"] == record[want["session"]]["uid"]]
        check(f"{what}: one entry is of {want['session']}", len(same) == 1)
        for one in same[:1]:
            raised = record[want["session"]].get("sequence", 0)
            check(f"{what}/{want['session']}: SEQUENCE is {one['sequence']}", one["sequence"] == raised)
            for key in ["title", "place", "status", "all_day", "start", "end"]:
                held = one[key] == want[key]
                seen = str(one[key]) if held else f"{one[key]}, not {want[key]}"
                check(f"{what}/{want['session']}: {key} is {seen}", held)


class Service:
    def __init__(self, work):
        self.port, self.log, self.schedules = free_port(), work / "kalends.log", work / "schedules"
        shutil.copytree(ROOT / "schedules", self.schedules)
        self.write(TALKS)

    def write(self, talks):
        (self.schedules / "talks.toml").write_text(talks)

    def running(self):
        command = [
            str(KALENDS), "serve", "--schedules", str(self.schedules), "--listen", f"127.0.0.1:{self.port}",
            "--public-url", "https://calendar.example.org", "--poll", "1", "--access-log", "json",
        ]
        return started(command, self.port, self.log, environment())

    def record(self, series):
        """The published values of each session."""
        record = tomllib.loads((self.schedules / f"{series}.lock").read_text())
        return {session["id"]: session for session in record["session"]}

    def statuses(self, series):
        """Responses to requests for a feed, in order, with the client."""
        found = []
        for line in self.log.read_text().splitlines():
            with contextlib.suppress(ValueError):
                entry = json.loads(line[line.index("{"):]) if "{" in line else {}
                if entry.get("path") == f"/{series}.ics":
                    found.append((entry["status"], entry.get("client")))
        return found


def of_feed(calendars):
    return {series: f"calendar-{number}" for number, series in enumerate(calendars, 1)}


def judge(work, check):
    service = Service(work)
    identifiers = of_feed([SHIPPED, "talks"])
    shipped = (ROOT / f"schedules/{SHIPPED}.toml").read_text()
    profile = work / "profile"
    with service.running(), client.screen(work) as display:
        base = f"http://127.0.0.1:{service.port}"
        client.prepare(profile, {identifier: f"{base}/{series}.ics" for series, identifier in identifiers.items()})
        with client.running(work, profile, display) as process:
            def holds(series, count):
                return len(client.entries(profile, work).get(identifiers[series], [])) >= count

            there = client.wait_until(lambda: holds(SHIPPED, 3) and holds("talks", 5), FIRST_SECONDS, process)
            check("it subscribes to both series", there)
            if not there:
                print((work / "thunderbird.log").read_text()[-2000:])
                return
            before = client.entries(profile, work)
            compare(SHIPPED, before[identifiers[SHIPPED]], expected(shipped), service.record(SHIPPED), check)
            compare("talks", before[identifiers["talks"]], expected(TALKS), service.record("talks"), check)
            screenshot(display, "thunderbird-subscribed.png")
            wrong = Checks(silent=True)
            moved = TALKS.replace("2028-01-15T09:30:00", "2028-01-15T10:00:00")
            compare("talks", before[identifiers["talks"]], expected(moved), service.record("talks"), wrong)
            check("half an hour would be told", len(wrong.failed) == 2)

            for series in identifiers:
                status, who = service.statuses(series)[0]
                check(f"{series}: the first answer is 200, to {who}", status == 200)
                again = client.wait_until(lambda name=series: len(service.statuses(name)) > 1, POLL_SECONDS, process)
                answers = [status for status, _ in service.statuses(series)]
                check(f"{series}: the next poll gets 304 ({answers})", again and answers[1:] == [304] * (len(answers) - 1))
            check("and changes nothing", client.entries(profile, work) == before)

            edited = TALKS.replace("2027-10-30T14:00:00", "2027-10-30T16:30:00")
            edited = edited.replace("Efter skiftet", "Nyt navn").replace('title = "Half an hour"', 'title = "Half an hour"\nstatus = "cancelled"')
            edited += ADDED
            service.write(edited)
            there = client.wait_until(lambda: holds("talks", 6), POLL_SECONDS * 2, process)
            check("an edit arrives with the next poll", there)
            after = client.entries(profile, work)
            compare("talks, edited", after[identifiers["talks"]], expected(edited), service.record("talks"), check)
            uids = {one["uid"] for one in before[identifiers["talks"]]}
            kept = [one for one in after[identifiers["talks"]] if one["uid"] in uids]
            check("every entry kept its UID", len(kept) == len(uids))
            raised = {session["id"] for session in service.record("talks").values() if session.get("sequence", 0)}
            check(f"SEQUENCE was raised where something changed ({', '.join(sorted(raised))})", raised == {"summer", "winter", "adelaide"})
            check("the other series is as it was", after[identifiers[SHIPPED]] == before[identifiers[SHIPPED]])
            screenshot(display, "thunderbird-edited.png")


def screenshot(display, name):
    """Takes a screenshot, if a folder is named and a tool is installed."""
    folder = os.environ.get("KALENDS_SCREENSHOTS")
    if folder and shutil.which("import"):
        subprocess.run(["import", "-display", display, "-window", "root", f"{folder}/{name}"], check=False)


def main():
    check = Checks()
    with home() as work:
        judge(work, check)
    print(client.version())
    check.end()


main()
