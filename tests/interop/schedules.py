"""Conference schedules, read as apps read them: with a plain XML parser, by name of element.

Times, titles and rooms must equal what every reader of the calendars must find, persons must be in the feed, and the JSON
form must have the same events. `KALENDS_SCHEDULE_XSD` names a copy of the C3VOC's `schedule.xml.xsd`, which is not
part of this repository since its licence is the EUPL-1.2; without it, only the facts below are checked.
"""

import datetime
import json
import os
import re
import xml.etree.ElementTree as ElementTree

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Required in each event, and optional.
REQUIRED = ["room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track"]
OPTIONAL = ["persons", "language", "description", "links", "attachments", "url"]
FORMS = {
    "start": r"[0-2][0-9]:[0-5][0-9]",
    "duration": r"[0-9]{1,2}:[0-9]{2}(:[0-9]{1,2})?",
    "date": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d",
    "url": r"https?://.*",
}


def minutes_of(duration):
    *days, hours, minutes = map(int, duration.split(":"))
    return (days[0] * 24 if days else 0) * 60 + hours * 60 + minutes


def events_of(root):
    """Each event with its day and the name of its room."""
    for day in root.findall("day"):
        for room in day.findall("room"):
            for event in room.findall("event"):
                yield event, day, room.get("name")


def forms(root):
    """What the schema says of the form, in our own words."""
    wrong = []
    if [child.tag for child in root][:3] != ["generator", "version", "conference"] or not root.findall("day"):
        wrong.append("the elements of the schedule")
    guids, numbers, slugs = set(), set(), set()
    for event, day, room in events_of(root):
        names = [child.tag for child in event]
        if len(names) != len(set(names)) or set(REQUIRED) - set(names) or set(names) - {*REQUIRED, *OPTIONAL}:
            wrong.append(f"the elements {names}")
        for name, form in FORMS.items():
            value = event.findtext(name)
            if value is not None and not re.fullmatch(form, value):
                wrong.append(f"{name} {value!r}")
        if not UUID.fullmatch(event.get("guid")) or not 0 < int(event.get("id")) < 2**31:
            wrong.append(f"an event {event.attrib}")
        start = datetime.datetime.fromisoformat(event.findtext("date"))
        first, after = (datetime.datetime.fromisoformat(day.get(name)) for name in ("start", "end"))
        if not first <= start < after or start.strftime("%H:%M") != event.findtext("start"):
            wrong.append(f"{start} in the day {day.attrib}")
        if room != event.findtext("room"):
            wrong.append(f"room {room!r}")
        for seen, value in ((guids, event.get("guid")), (numbers, event.get("id")), (slugs, event.findtext("slug"))):
            if value in seen:
                wrong.append(f"{value} occurs twice")
            seen.add(value)
    if [day.get("index") for day in root.findall("day")] != [str(1 + number) for number in range(len(root.findall("day")))]:
        wrong.append("the numbers of days")
    return wrong


def instants(event, is_whole_day):
    """Start and end as `expected` has them; a whole day lasts 24 hours, whatever the clocks do."""
    start = datetime.datetime.fromisoformat(event.findtext("date"))
    length = datetime.timedelta(minutes=minutes_of(event.findtext("duration")))
    if is_whole_day:
        return start.date().isoformat(), (start.date() + length).isoformat()
    instant = lambda at: at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return instant(start), instant(start.astimezone(datetime.timezone.utc) + length)


def unfolded(feed):
    return re.sub(r"\r\n[ \t]", "", feed.decode())


def events_of_json(document):
    for day in document["schedule"]["conference"]["days"]:
        for room, events in day["rooms"].items():
            for event in events:
                assert event["room"] == room, event
                yield event


def judge_schedule(text, document, feed, entries):
    """What differs from the intended values, in words; and the number of events."""
    root = ElementTree.fromstring(text)
    wrong = forms(root)
    # Every UID of the corpus is a UUID, and so the identity of the event.
    wanted = {uid: entry for uid, entry in entries.items() if entry["status"] != "CANCELLED"}
    found = {event.get("guid"): event for event, *_ in events_of(root)}
    if set(found) != set(wanted):
        wrong.append(f"{len(found)} events of {len(wanted)}")
    in_json = {event["guid"]: event for event in events_of_json(document)}
    if list(in_json) != [event.get("guid") for event, *_ in events_of(root)]:
        wrong.append("the events of the JSON form")
    for guid in set(found) & set(wanted):
        event, entry = found[guid], wanted[guid]
        if instants(event, "T" not in entry["start"]) != (entry["start"], entry["end"]):
            wrong.append(f"{entry['name']}: {event.findtext('date')} {event.findtext('duration')}")
        if event.findtext("title") != entry["title"]:
            wrong.append(f"{entry['name']}: {event.findtext('title')!r}")
        if entry["location"] not in (None, "Online", event.findtext("room")):
            wrong.append(f"{entry['name']}: room {event.findtext('room')!r}")
        if (entry["description"] or "").strip() != event.findtext("description").strip():
            wrong.append(f"{entry['name']}: description {event.findtext('description')[:80]!r}")
        block = unfolded(feed).split(f"UID:{guid}\r\n")[1].split("END:VEVENT")[0]
        for person in event.iter("person"):
            if person.text not in block.replace("\\", ""):
                wrong.append(f"{entry['name']}: {person.text!r} is not in the feed")
        same = in_json.get(guid, {})
        for field in (field for field in event if field.tag in same and not len(field)):
            value = same[field.tag]
            if value != (field.text or "") and field.tag not in ("duration", "track", "persons", "links", "attachments"):
                wrong.append(f"{entry['name']}: {field.tag} {value!r} as JSON")
        if [person["name"] for person in same.get("persons", [])] != [person.text for person in event.iter("person")]:
            wrong.append(f"{entry['name']}: the persons as JSON")
    return wrong, len(found)


def validated(text):
    """Faults by the published schema, if there is a copy."""
    path = os.environ.get("KALENDS_SCHEDULE_XSD")
    if not path:
        return []
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(path))
    schema.validate(etree.fromstring(text))
    return [str(error) for error in schema.error_log]


def self_test(text, document, feed, entries):
    """Altered schedules must be noticed."""
    missed = []
    for old, new in [
        ("<title>", "<title>Not "), ("T10:00:00+02:00</date>", "T10:30:00+02:00</date>"), ("<duration>01:00", "<duration>01:01"),
        ("guid=\"", "guid=\"0"), ("<subtitle></subtitle>", ""), ("<room>", "<room>Not "),
    ]:
        assert old in text, f"nothing to alter: {old}"
        if not judge_schedule(text.replace(old, new), document, feed, entries)[0]:
            missed.append(f"schedules: nothing notices {new!r} for {old!r}")
    return missed


def judge_schedules(served, meant, failed):
    """Reads the schedule of every series; returns the number of events."""
    count = 0
    for series, entries in meant.items():
        text = served.get(f"/{series}/schedule.xml")
        document = json.loads(served.get(f"/{series}/schedule.json"))
        feed = served.get(f"/{series}.ics")
        wrong, events = judge_schedule(text.decode(), document, feed, entries)
        failed += [f"/{series}/schedule.xml: {one}" for one in [*wrong, *validated(text)][:8]]
        count += events
        if series == "lives":
            failed += self_test(text.decode(), document, feed, entries)
    return count
