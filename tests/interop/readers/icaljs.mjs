// ical.js (Thunderbird).

import { instant, main, require } from "./common.mjs";

const ICAL = require("ical.js").default ?? require("ical.js");

main("ical.js", (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const when = (time) => (time.isDate ? time.toString() : instant(time.toJSDate()));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid, start: when(event.startDate), end: when(event.endDate), summary: event.summary,
      description: event.description, location: event.location, status: component.getFirstPropertyValue("status"), sequence: event.sequence,
    };
  });
});
