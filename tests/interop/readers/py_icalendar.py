"""Python icalendar."""

import icalendar

from common import main, text, when


def read(data):
    calendar = icalendar.Calendar.from_ical(data)
    for event in calendar.walk("VEVENT"):
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        yield {
            "uid": text(event["UID"]), "start": when(start), "end": when(end),
            "summary": text(event["SUMMARY"]), "description": text(event.get("DESCRIPTION")),
            "location": text(event.get("LOCATION")), "status": text(event["STATUS"]), "sequence": int(event["SEQUENCE"]),
        }


main("icalendar", read)
