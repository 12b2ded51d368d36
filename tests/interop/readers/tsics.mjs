// ts-ics.

import { instant, main, require } from "./common.mjs";

const { convertIcsCalendar } = require("ts-ics");

main("ts-ics", (data) =>
  convertIcsCalendar(undefined, data).events.map((event) => {
    const when = (time) => (time.type === "DATE" ? instant(time.date).slice(0, 10) : instant(time.date));
    return {
      uid: event.uid, start: when(event.start), end: when(event.end), summary: event.summary,
      description: event.description, location: event.location, status: event.status, sequence: event.sequence,
    };
  }),
);
