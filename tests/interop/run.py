"""Publishes the corpus, fetches all its calendars, and has every reader read them: once unchanged, and once with
unknown names of time zones, so that readers depend on our VTIMEZONE.

Faults of readers are in `faults.json`, each with its reason. An unlisted fault fails the run, and so does a listed one
that no longer occurs.
"""

import collections
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

from corpus import corpus, expected, record_of, shipped
from schedules import judge_schedules
from selections import includes, judge_parts, judge_selections, judge_umbrella
from service import KALENDS, ROOT, environment, free_port
from stores import judge_stores

HOME = ROOT / "target/interop"
UMBRELLA, MEMBERS = "both-series", ["parts", "lives"]
READERS = pathlib.Path(__file__).parent / "readers"
PYTHON = str(HOME / "venv/bin/python")
# Its engine, and how to run it.
PARSERS = {
    "ical.js": ("Thunderbird", ["node", READERS / "icaljs.mjs"]),
    "node-ical": ("npm", ["node", READERS / "nodeical.mjs"]),
    "ts-ics": ("npm", ["node", READERS / "tsics.mjs"]),
    "libical": ("GNOME", [HOME / "libical"]),
    "KCalendarCore": ("KDE", [HOME / "kcalendarcore"]),
    "sabre/vobject": ("Nextcloud", ["php", READERS / "sabre.php"]),
    "Horde_Icalendar": ("Horde", ["php", READERS / "horde.php"]),
    "Python icalendar": ("khal", [PYTHON, READERS / "py_icalendar.py"]),
    "Python vobject": ("Radicale", [PYTHON, READERS / "py_vobject.py"]),
    "Python ics": ("PyPI", [PYTHON, READERS / "py_ics.py"]),
    "ruby-icalendar": ("Ruby", ["ruby", READERS / "ruby.rb"]),
    "Data::ICal": ("Perl", ["perl", READERS / "perl.pl"]),
    "golang-ical": ("Go", [HOME / "golang"]),
}
FIELDS = ["start", "end", "summary", "description", "location", "status", "sequence"]
SHIPPED = "ehealth-security-2020"
PASSES = ["as served", "zones renamed"]


def kalends(*arguments, check=True):
    return subprocess.run([KALENDS, *map(str, arguments)], env=environment(), capture_output=True, text=True, check=check)


def publish(directory):
    """Both states of every series in turn, with the values that must be read."""
    shutil.copy(ROOT / f"schedules/{SHIPPED}.toml", directory)
    shutil.copy(ROOT / f"schedules/{SHIPPED}.lock", directory)
    all_series = corpus()
    for state in ("before", "sessions"):
        for series in all_series:
            (directory / f"{series.name}.toml").write_text(series.toml(getattr(series, state)))
        done = kalends("publish", "--schedules", directory, check=False)
        if done.returncode != 0:
            errors = [line for line in done.stderr.splitlines() if line.startswith("error")]
            raise SystemExit("the corpus cannot be published:\n" + "\n".join(errors))
    (directory / f"{UMBRELLA}.toml").write_text(f'title = "Both"\nauthority = "example.org"\n[umbrella]\nseries = {json.dumps(MEMBERS)}\n')
    all_series += shipped(directory / f"{SHIPPED}.toml", ["en", "da"])
    return {series.name: expected(series, record_of(directory / f"{series.name.split('/')[-1]}.lock")) for series in all_series}


class Served:
    def __init__(self, directory, log):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [KALENDS, "serve", "--locked", "--no-watch", "--schedules", str(directory), "--listen", f"127.0.0.1:{self.port}", "--public-url", self.base],
            stdout=log, stderr=log,
        )
        for _ in range(200):
            try:
                self.get("/healthz")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the service does not answer")

    def get(self, path):
        with urllib.request.urlopen(self.base + path, timeout=20) as answer:
            return answer.read()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def fetch(served, meant, directory, failed):
    """All calendars: files by name, with their series and the sessions in them (`a_b`), if these are not all. Also returns
    how many entries of selections were compared.
    """
    files = {}
    def keep(path, series, sessions=None):
        # The address of a selection may be longer than the name of a file.
        name = directory / f"{path.strip('/').removesuffix('.ics').replace('/', '__')[:120]}-{len(files)}.ics"
        name.write_bytes(served.get(path))
        files[str(name)] = series, sessions
        return name.read_bytes()
    for series, entries in meant.items():
        keep(f"/{series}.ics", series)
        keep(f"/{series}/all.ics", series)
        for entry in entries.values():
            keep(f"/{series}/{entry['name']}.ics", series, entry["name"])
    compared = judge_selections(served, meant, keep, failed)
    compared += judge_parts(served, meant, {series.name: series.members() for series in corpus() if series.parts}, keep, failed)
    return files, compared + judge_umbrella(served, UMBRELLA, MEMBERS, failed)


def rename_zones(files, directory):
    """Copies in which every TZID is renamed, so that only the VTIMEZONE defines it."""
    renamed, names = {}, {}
    for file, which in files.items():
        text = pathlib.Path(file).read_bytes().decode()
        for zone in sorted(set(re.findall(r"^TZID:(.*?)\r$", text, re.M))):
            # The same in every file: some readers keep state of earlier files.
            name = names.setdefault(zone, f"Private-{len(names)}")
            text = text.replace(f"TZID:{zone}\r\n", f"TZID:{name}\r\n").replace(f"TZID={zone}:", f"TZID={name}:")
        text = re.sub(r"^X-(WR-TIMEZONE|LIC-LOCATION):.*\r\n", "", text, flags=re.M)
        name = directory / pathlib.Path(file).name
        name.write_bytes(text.encode())
        renamed[str(name)] = which
    return renamed


def read_all(reader, files):
    command = [str(part) for part in PARSERS[reader][1]]
    done = subprocess.run(command, input="\n".join(files), capture_output=True, text=True, cwd=ROOT, timeout=400, check=False)
    told = {}
    for line in filter(None, done.stdout.split("\n")):
        answer = json.loads(line)
        told[answer["file"]] = answer
    for file in files:
        told.setdefault(file, {"file": file, "error": f"it ended with {done.returncode}: {done.stderr.strip()[-200:]}"})
    return told


def flat(text):
    return (text or "").replace("\r\n", "\n")


def judge(reader, files, told, meant, consensus):
    """(series, session, field, value read) for every value read differently than intended."""
    wrong = []
    for file, (series, alone) in files.items():
        answer = told[file]
        if "error" in answer:
            wrong.append((series, alone or "*", "refused", answer["error"]))
            continue
        entries, events = meant[series], {event["uid"]: event for event in answer["events"]}
        wanted = {uid: entry for uid, entry in entries.items() if alone is None or includes(alone, entry["name"])}
        if set(events) != set(wanted) or len(answer["events"]) != len(wanted):
            wrong.append((series, alone or "*", "uid", f"{len(events)} events of {len(wanted)}"))
        for uid in set(events) & set(wanted):
            event, entry = events[uid], wanted[uid]
            for field in FIELDS:
                value = event.get(field)
                if field in ("start", "end"):
                    # A reader without time zones only returns dates and instants in UTC.
                    holds = value == entry[field] or (value is None and reader == "Data::ICal")
                elif field == "summary":
                    holds = flat(value).endswith(entry["title"])
                elif field == "status":
                    holds = value is not None and value.upper() == entry["status"]
                elif field == "sequence":
                    holds = value == entry["sequence"]
                elif field == "description":
                    holds = (entry["description"] or "").rstrip() in flat(value) and flat(value) == consensus[series, uid, field]
                else:
                    holds = entry["location"] in (None, "Online", value) and flat(value) == consensus[series, uid, field]
                if not holds:
                    wrong.append((series, entry["name"], field, str(value)[:80]))
    return wrong


def agreed(told_by, files):
    """The majority's reading of texts composed by Kalends."""
    votes = collections.defaultdict(collections.Counter)
    for told in told_by.values():
        for file, (series, _) in files.items():
            for event in told[file].get("events", []):
                for field in ("description", "location"):
                    votes[series, event["uid"], field][flat(event.get(field))] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


class Faults:
    """The known faults of readers."""

    def __init__(self):
        self.known = json.loads((pathlib.Path(__file__).parent / "faults.json").read_text())
        self.met = set()

    def explains(self, reader, pass_name, series, session, field):
        found = False
        for number, fault in enumerate(self.known):
            if fault["reader"] != reader or fault.get("pass", pass_name) != pass_name or field not in fault["fields"]:
                continue
            for entry in fault["entries"]:
                if fnmatch.fnmatch(f"{series}/{session}", entry):
                    self.met.add((number, entry, field))
                    found = True
        return found

    def gone(self):
        """Faults with an entry or field that no longer occurs, in words."""
        return [
            f"{fault['reader']} reads {field} of {entry} rightly now; take it out of faults.json: {fault['why']}"
            for number, fault in enumerate(self.known) for entry in fault["entries"] for field in fault["fields"]
            if (number, entry, field) not in self.met
        ]


# A calendar of one session, once for each of these changed lines: before and after.
ALTERED = {
    "uid": (r"^UID:", "UID:x"), "start": (r"(?<=^DTSTART;TZID=)(.*:\d{8})T1530", r"\1T1430"), "end": (r"(?<=^DTEND;TZID=)(.*:\d{8})T1700", r"\1T1730"),
    "summary": (r"^SUMMARY:.*", "SUMMARY:Another"), "description": (r"^DESCRIPTION:", "DESCRIPTION:Another "), "location": (r"^LOCATION:", "LOCATION:Not "),
    "status": (r"^STATUS:CONFIRMED", "STATUS:TENTATIVE"), "sequence": (r"^SEQUENCE:", "SEQUENCE:7"),
}
# It returns no local times, so a date is compared.
TELLS_NO_TIMES = "Data::ICal"


def self_test(files, renamed, meant, consensus, faults, work):
    """Every reader must notice tampered calendars; readers of zones must notice a tampered zone."""
    pick = lambda these, *which: pathlib.Path(next(file for file, one in these.items() if one == which))
    cases = [(field, pick(files, "lives", "moves"), old, new, PARSERS) for field, (old, new) in ALTERED.items()]
    cases.append(("start", pick(files, "days", "one-day"), r"^DTSTART;VALUE=DATE:20270601", "DTSTART;VALUE=DATE:20270531", PARSERS))
    in_zones = [reader for reader in PARSERS if reader != TELLS_NO_TIMES and not faults.explains(reader, PASSES[1], "lives", "moves", "start")]
    in_zones = [reader for reader in in_zones if not faults.explains(reader, PASSES[1], "lives", "moves", "refused")]
    cases.append(("start", pick(renamed, "lives", "moves"), r"^(TZOFFSET(?:TO|FROM)):\+0200", r"\1:+0230", in_zones))
    missed = []
    for number, (field, file, old, new, readers) in enumerate(cases):
        name = work / f"altered-{number}.ics"
        text, count = re.subn(old, new, file.read_bytes().decode(), flags=re.M)
        assert count, f"nothing to alter: {old}"
        name.write_bytes(text.encode())
        these = {str(name): (files | renamed)[str(file)]}
        for reader in readers:
            found = {one for *_, one, _ in judge(reader, these, read_all(reader, list(these)), meant, consensus)}
            is_asked = reader != TELLS_NO_TIMES or "DATE" in old or field not in ("start", "end")
            if is_asked and field not in found:
                missed.append(f"{reader} does not notice another {field} ({new})")
    return missed, len(cases)


def table(counts, versions, stores):
    lines = ["| reader | maker | calendars | entries | known faults with |", "|---|---|---|---|---|"]
    for reader, (maker, _) in PARSERS.items():
        calendars, entries, faults = counts[reader]
        lines.append(f"| {reader} {versions[reader]} | {maker} | {calendars} | {entries} | {faults} |")
    return "\n".join([*lines, *stores]) + "\n"


def main():
    failed = []
    work = pathlib.Path(tempfile.mkdtemp(prefix="kalends-interop-"))
    schedules, plain, renamed = work / "schedules", work / "plain", work / "renamed"
    for directory in (schedules, plain, renamed):
        directory.mkdir()
    faults = Faults()
    counts = {reader: [0, 0, 0] for reader in PARSERS}
    try:
        meant = publish(schedules)
        with open(work / "log", "w") as log:
            served = Served(schedules, log)
            try:
                files, selected = fetch(served, meant, plain, failed)
                stores = judge_stores(served, meant, HOME, work, failed)
                scheduled = judge_schedules(served, meant, failed)
            finally:
                served.stop()
        private = rename_zones(files, renamed)
        known_by = collections.defaultdict(set)
        for pass_name, these in [(PASSES[0], files), (PASSES[1], private)]:
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                told_by = dict(zip(PARSERS, pool.map(lambda reader: read_all(reader, list(these)), PARSERS)))
            consensus = agreed(told_by, these)
            for reader, told in told_by.items():
                counts[reader][0] += len(these)
                counts[reader][1] += sum(len(answer.get("events", [])) for answer in told.values())
                unknown = collections.defaultdict(list)
                for series, session, field, value in judge(reader, these, told, meant, consensus):
                    if faults.explains(reader, pass_name, series, session, field):
                        known_by[reader].add(field)
                    else:
                        unknown[field].append(f"{series}/{session}: {value!r}")
                for field, cases in unknown.items():
                    failed.append(f"{reader}, {pass_name}: {field} of {len(cases)} entries, such as {'; '.join(sorted(set(cases))[:12])}")
        failed += faults.gone()
        missed, tampered = self_test(files, private, meant, consensus, faults, work)
        failed += missed
        for reader in PARSERS:
            counts[reader][2] = ", ".join(sorted(known_by[reader])) or "none"
        versions = {reader: subprocess.run([*map(str, command), "--version"], capture_output=True, text=True, cwd=ROOT).stdout.strip() for reader, (_, command) in PARSERS.items()}
        text = table(counts, versions, stores)
        print(text)
        compare_reference(text, failed)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for one in failed:
        print(f"FAILED  {one}")
    print(f"{sum(entries for _, entries, _ in counts.values())} entries read by {len(PARSERS)} readers")
    print(f"{scheduled} events read in schedules, {selected} entries of selections compared with their feeds")
    print(f"{tampered} calendars with one thing altered given to the readers, to check that they notice")
    print(f"{len(failed)} failed")
    sys.exit(1 if failed else 0)


def compare_reference(text, failed):
    """Versions may differ on another machine; the list of readers and their known faults may not."""
    page = ROOT / "docs/reference/readers.md"
    whole = page.read_text()
    start, end = whole.index("<!-- readers -->\n") + len("<!-- readers -->\n"), whole.index("<!-- /readers -->")
    if os.environ.get("KALENDS_UPDATE") == "1":
        page.write_text(whole[:start] + text + whole[end:])
        return
    def without(table):
        # The numbers of a reader with state from earlier calendars differ from run to run.
        lines = (re.sub(r" [0-9][^|]*(?= \|)", "", line, count=1) for line in table.splitlines())
        return [re.sub(r"\| \d+ (?=\|)", "| N ", line) for line in lines]
    if without(whole[start:end]) != without(text):
        failed.append("docs/reference/readers.md differs from this table; KALENDS_UPDATE=1 tests/interop.sh rewrites it")


main()
