"""Series that are hard for readers, and the values every reader must find.

Expected values are computed here, from the same lists as the definitions: instants by Python's own time zones, never by
Kalends. UIDs and SEQUENCE come from the records.
"""

import datetime
import json
import pathlib
import re
import tomllib
import zoneinfo

WORDS = "\\ ; , : \" ^ ' & < > % | \\n \\N \\; \\, ^n ^^ =0D=0A"
LETTERS = "é ß æøå ǆ Ελλάδα Україна العربية עברית 日本語 한국어 ไทย 🩺 👩‍👩‍👧 e\u0301 \u200f"
ZONES = """Europe/Brussels Europe/London Europe/Dublin Europe/Lisbon Europe/Athens Europe/Istanbul Europe/Moscow
Atlantic/Reykjavik Atlantic/Azores America/New_York America/Los_Angeles America/Phoenix America/Sao_Paulo
America/St_Johns America/Caracas Africa/Johannesburg Africa/Lagos Asia/Tehran Asia/Kolkata Asia/Kathmandu
Asia/Tokyo Asia/Shanghai Asia/Amman Australia/Sydney Australia/Lord_Howe Australia/Adelaide Pacific/Auckland
Pacific/Chatham Pacific/Apia Antarctica/Troll UTC""".split()
LOCALES = pathlib.Path(__file__).resolve().parents[2] / "locales"


def languages():
    return sorted(path.stem for path in LOCALES.glob("*.ftl"))


class Session:
    """A text as written, and its intended value."""

    def __init__(self, name, start, minutes=60, zone="Europe/Brussels", offset=None, title=None, **more):
        self.name, self.start, self.zone, self.offset = name, start, zone, offset
        self.minutes = minutes
        self.title = title or f"Session {name}"
        self.last = more.pop("last", None)
        self.more = more

    @property
    def is_all_day(self):
        return "T" not in self.start

    def toml(self):
        text = lambda value: json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines = ["", "[[session]]", f'id = "{self.name}"', f"title = {text(self.title)}", f"start = {self.start}{self.offset or ''}"]
        if self.is_all_day:
            lines.append(f"end = {self.last or self.start}")
        else:
            lines.append(f'duration = "{self.minutes}m"')
            lines.append(f'timezone = "{self.zone}"')
        lines += [f"{key} = {text(value)}" for key, value in self.more.items()]
        return "\n".join(lines) + "\n"

    def times(self):
        """Start and end: instants in UTC, or days with the one after the last."""
        if self.is_all_day:
            last = datetime.date.fromisoformat(self.last or self.start)
            return self.start, (last + datetime.timedelta(days=1)).isoformat()
        start = datetime.datetime.fromisoformat(self.start + (self.offset or ""))
        if not self.offset:
            start = start.replace(tzinfo=zoneinfo.ZoneInfo(self.zone))
        start = start.astimezone(datetime.timezone.utc)
        end = start + datetime.timedelta(minutes=self.minutes)
        return tuple(at.strftime("%Y-%m-%dT%H:%M:%SZ") for at in (start, end))


class Series:
    """`before`: the sessions as they were first published. `parts`: kind, id and title of each track, room, category and
    variant."""

    def __init__(self, name, sessions, before=None, parts=(), **head):
        self.name, self.sessions, self.head, self.parts = name, sessions, head, parts
        self.before = sessions if before is None else before

    def toml(self, sessions):
        head = {"title": f"Series {self.name}", "authority": "example.org", **self.head}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        return "\n".join(lines) + "\n" + "".join(session.toml() for session in sessions) + "".join(map(part_toml, self.parts))

    def members(self):
        """The names of the sessions in each part, by its address."""
        has = lambda session, kind, id: kind == "variant" or session.more.get(kind) == id or id in session.more.get("categories", [])
        return {f"{kind}/{id}": [session.name for session in self.sessions if has(session, kind, id)] for kind, id, _ in self.parts}


def part_toml(part):
    kind, id, title = part
    name = "name" if kind == "room" else "title"
    alarm = 'reminder = "15m"\n' if kind == "variant" else ""
    return f'\n[[{kind}]]\nid = "{id}"\n{name} = "{title}"\n{alarm}'


def zones():
    sessions = []
    for zone in ZONES:
        place = zone.split("/")[-1].lower().replace("_", "-")
        for month in (1, 4, 7, 10):
            sessions.append(Session(f"{place}-{month}", f"2027-{month:02}-15T09:30:00", 95, zone))
    return sessions


def clock_changes():
    """An hour before, in and after the hours that clocks skip and show twice, in both directions."""
    brussels, newyork, howe = "Europe/Brussels", "America/New_York", "Australia/Lord_Howe"
    return [
        Session("before-gap", "2027-03-28T01:30:00", 30, brussels), Session("across-gap", "2027-03-28T01:30:00", 120, brussels),
        Session("after-gap", "2027-03-28T03:00:00", 60, brussels),
        Session("first-fold", "2027-10-31T02:30:00", 30, brussels, "+02:00"), Session("second-fold", "2027-10-31T02:30:00", 30, brussels, "+01:00"),
        Session("across-fold", "2027-10-31T01:30:00", 180, brussels), Session("day-across-fold", "2027-10-30T12:00:00", 25 * 60, brussels),
        Session("ny-first", "2027-11-07T01:15:00", 45, newyork, "-04:00"), Session("ny-second", "2027-11-07T01:15:00", 45, newyork, "-05:00"),
        Session("howe-fold", "2027-04-04T01:45:00", 15, howe, "+10:30"), Session("howe-after", "2027-04-04T03:00:00", 15, howe),
        Session("new-year", "2027-12-31T23:30:00", 60, brussels), Session("leap-day", "2028-02-29T23:00:00", 120, newyork),
        Session("dublin", "2027-01-10T12:00:00", 60, "Europe/Dublin"), Session("past-law", "1995-10-15T12:00:00", 60, "Europe/London"),
        Session("far", "2037-07-01T12:00:00", 60, brussels),
    ]


def corpus():
    brussels = {"timezone": "Europe/Brussels"}
    texts = [
        Session("marks", "2027-05-01T10:00:00", title=f"Marks {WORDS} end", description=f"First {WORDS}\nsecond\n\nfourth; {WORDS}", location=f"Room {WORDS}"),
        Session("letters", "2027-05-02T10:00:00", title=f"Letters {LETTERS} end", description=LETTERS * 5, location=f"Room {LETTERS}"),
        Session("long", "2027-05-03T10:00:00", title="Word " * 40 + "end", description="A line of words that is folded. " * 320),
        Session("unbroken", "2027-05-04T10:00:00", title="x" * 200, description="ü" * 5000, location="長" * 60),
        Session("tab", "2027-05-05T10:00:00", title="A\ttab", description="Columns\tof\ttabs"),
        Session("bare", "2027-05-06T10:00:00", title="Bare"),
        # Every line break except CR LF; the last one breaks node-ical's lines if it is passed through.
        Session("breaks", "2027-05-08T10:00:00", title="Breaks", description="one\u2028two\u2029three\u0085four"),
        Session("urls", "2027-05-07T10:00:00", title="Links", description="https://example.org/?a=1&b=2;c=3,4#x", join="https://meet.example.org/a?b=c;d,e"),
    ]
    days = [
        Session("one-day", "2027-06-01"), Session("three-days", "2027-06-02", last="2027-06-04"),
        Session("clock-change-day", "2027-03-28"), Session("year-end", "2027-12-30", last="2028-01-02"), Session("leap", "2028-02-28", last="2028-03-01"),
    ]
    first = [Session("stays", "2027-08-01T10:00:00"), Session("moves", "2027-08-02T10:00:00"), Session("cancelled", "2027-08-03T10:00:00"), Session("maybe", "2027-08-04T10:00:00")]
    first += [Session(f"kept-{number}", f"2027-09-{number:02}T10:00:00") for number in range(1, 5)]
    second = [
        first[0], Session("moves", "2027-08-05T15:30:00", 90, location="Elsewhere"), Session("cancelled", "2027-08-03T10:00:00", status="cancelled"),
        Session("maybe", "2027-08-04T10:00:00", status="tentative"), *first[5:],
    ]
    spoken = [Session("opening", "2027-09-23T14:00:00", title="Opening", location="Online", status="confirmed"), Session("outing", "2027-09-24", status="cancelled", title="Outing")]
    many = [Session(f"s{number}", f"2027-{number % 12 + 1:02}-{number // 12 % 28 + 1:02}T{number % 20 + 4:02}:15:00", 45, ZONES[number % 5]) for number in range(500)]
    parts = [("track", "policy", "Policy"), ("track", "tech", "Technology, applied"), ("room", "aula", "Aula Magna"), ("category", "open", "Open"), ("variant", "alarm", "Alarm")]
    parted = [
        Session("keynote", "2027-05-10T09:00:00", track="policy", room="aula", categories=["open", "Plenary"]),
        Session("lab", "2027-05-10T10:00:00", zone="America/New_York", track="tech"), Session("panel", "2027-11-10T09:00:00", track="policy", categories=["open"]),
        Session("trip", "2027-05-11", track="tech"),
    ]
    return [
        Series("parts", parted, parts=parts, **brussels),
        Series("hostile-texts", texts, **brussels, description=f"{WORDS} {LETTERS}"),
        Series("zones", zones()), Series("clock-changes", clock_changes()), Series("days", days), Series("lives", second, first, **brussels),
        Series("many", many), *[Series(f"spoken-{language.lower()}", spoken, **brussels, language=language) for language in languages()],
    ]


def as_lines(text):
    """RFC 5545 has one kind of line break in a text."""
    return text and re.sub("[\u0085\u2028\u2029]", "\n", text)


def expected(series, record):
    """By UID, the values every reader must find in each entry of a series, according to its record."""
    of = {session.name: session for session in series.before} | {session.name: session for session in series.sessions}
    gone = {session.name for session in series.before} - {session.name for session in series.sessions}
    rooms = {id: name for kind, id, name in series.parts if kind == "room"}
    told = {}
    for name, entry in record.items():
        session = of[name]
        is_cancelled = name in gone or session.more.get("status") == "cancelled"
        status = "CANCELLED" if is_cancelled else session.more.get("status", "confirmed").upper()
        start, end = session.times()
        told[entry["uid"]] = {
            "name": name, "start": start, "end": end, "title": session.title.replace("\t", " "), "location": session.more.get("location", rooms.get(session.more.get("room"))),
            "description": as_lines(session.more.get("description")), "status": status, "sequence": entry["sequence"],
        }
    return told


def shipped(path, languages):
    """The series that Kalends ships, in each of its languages, by the path of its addresses."""
    data = tomllib.loads(path.read_text())
    def session(entry, language):
        written = lambda key: entry.get(key, {}).get(language)
        minutes = int((entry["end"] - entry["start"]).total_seconds() // 60)
        more = {"location": data["location"], "description": (written("description") or "").strip()}
        return Session(entry["id"], entry["start"].isoformat(), minutes, data["timezone"], title=written("title"), **more)
    prefix = lambda language: "" if language == data["language"] else f"{language}/"
    return [Series(f"{prefix(language)}{path.stem}", [session(entry, language) for entry in data["session"]]) for language in languages]


def record_of(path):
    """UID and SEQUENCE of each session in a record."""
    data = tomllib.loads(path.read_text())
    return {session["id"]: session for session in data["session"]}
