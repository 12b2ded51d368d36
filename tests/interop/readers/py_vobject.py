"""Python vobject (Radicale)."""

import vobject

from common import main, text, when


def read(data):
    for calendar in vobject.readComponents(data.decode()):
        for event in calendar.vevent_list:
            value = lambda name: text(getattr(event, name).value) if hasattr(event, name) else None
            yield {
                "uid": value("uid"), "start": when(event.dtstart.value), "end": when(event.dtend.value),
                "summary": value("summary"), "description": value("description"), "location": value("location"),
                "status": value("status"), "sequence": int(value("sequence")),
            }


main("vobject", read)
