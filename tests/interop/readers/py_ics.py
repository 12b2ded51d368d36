"""Python ics."""

import ics

from common import main, when


def read(data):
    for event in ics.Calendar(data.decode()).events:
        if event.all_day:
            # It keeps the instant of midnight; the end is the day after the last.
            start, end = event.begin.date(), event.end.date()
        else:
            start, end = event.begin.datetime, event.end.datetime
        sequence = next((int(line.value) for line in event.extra if line.name == "SEQUENCE"), None)
        yield {
            "uid": event.uid, "start": when(start), "end": when(end), "summary": event.name,
            "description": event.description, "location": event.location, "status": event.status, "sequence": sequence,
        }


main("ics", read)
