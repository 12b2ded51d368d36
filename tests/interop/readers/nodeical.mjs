// node-ical.

import { instant, main, require } from "./common.mjs";

const ical = require("node-ical");

const text = (value) => (value == null ? null : typeof value === "object" && "val" in value ? value.val : value);
const day = (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

main("node-ical", (data) =>
  Object.values(ical.sync.parseICS(data)).filter((one) => one.type === "VEVENT").map((event) => {
    const when = event.datetype === "date" ? day : instant;
    return {
      uid: event.uid, start: when(event.start), end: when(event.end), summary: text(event.summary),
      description: text(event.description), location: text(event.location), status: event.status, sequence: Number(event.sequence),
    };
  }),
);
