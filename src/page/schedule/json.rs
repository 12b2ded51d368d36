//! Writes `schedule.json`: the content of `schedule.xml` in the JSON form of pretalx.

use serde_json::{Map, Value, json};

use super::event::TimetableEvent;
use super::timetable::{GENERATOR, TIMESLOT, Timetable, TimetableDay};
use crate::model::{Series, WebUrl};
use crate::revision::Record;

/// The schema that the document names.
const SCHEMA: &str = "https://c3voc.de/schedule/schema.json";

/// Renders a series as `schedule.json`. A private series has no addresses of the service in it.
#[must_use]
pub fn schedule_json(series: &Series, record: &Record, public_url: Option<&WebUrl>) -> String {
    let table = Timetable::new(series, record, public_url);
    let mut schedule = Map::new();
    if let Some(page) = &table.page {
        schedule.insert("url".to_owned(), page.as_str().into());
    }
    schedule.insert("version".to_owned(), table.version.to_string().into());
    if let Some(url) = table.base_url {
        schedule.insert("base_url".to_owned(), url.as_str().into());
    }
    schedule.insert("conference".to_owned(), conference(&table));
    json!({
        "$schema": SCHEMA,
        "generator": { "name": GENERATOR, "version": env!("CARGO_PKG_VERSION") },
        "schedule": schedule,
    })
    .to_string()
}

fn conference(table: &Timetable<'_>) -> Value {
    let rooms = table.rooms.iter().map(|(name, guid)| {
        json!({ "name": name, "guid": guid.as_str(), "description": null, "capacity": null })
    });
    let tracks = table.tracks.iter().map(|track| {
        let mut names = json!({ "name": track.name, "slug": track.slug });
        if let Some(colour) = &track.colour {
            names["color"] = colour.as_str().into();
        }
        names
    });
    let [start, end] = table.dates.map(|date| date.to_string());
    let mut conference = json!({
        "acronym": table.series.id.as_str(),
        "title": table.series.title.as_str(),
        "start": start,
        "end": end,
        "daysCount": table.days.len(),
        "timeslot_duration": TIMESLOT,
        "time_zone_name": table.zone.name(),
    });
    if let Some(colour) = table.series.colour {
        conference["colors"] = json!({ "primary": colour.hex() });
    }
    conference["rooms"] = rooms.collect();
    conference["tracks"] = tracks.collect();
    conference["days"] = (1..).zip(&table.days).map(day).collect();
    conference
}

fn day((index, day): (i32, &TimetableDay<'_>)) -> Value {
    let [start, end] = day.bounds.map(|time| time.to_string());
    let rooms = day.rooms.iter().map(|room| {
        let events = room.events.iter().map(event);
        (room.name.to_owned(), events.collect())
    });
    json!({
        "index": index,
        "date": day.date.to_string(),
        "day_start": start,
        "day_end": end,
        "rooms": rooms.collect::<Map<String, Value>>(),
    })
}

fn event(event: &TimetableEvent<'_>) -> Value {
    let (hours, minutes) = (event.slot.minutes / 60, event.slot.minutes % 60);
    let persons = event.persons.iter().map(|name| json!({ "name": name }));
    let link =
        |(title, url): &(&str, &str)| json!({ "title": title, "url": url, "type": "related" });
    json!({
        "guid": event.guid.as_str(),
        "id": event.number,
        "date": event.slot.start.to_string(),
        "start": event.slot.start.time_of_day(),
        "duration": format!("{hours:02}:{minutes:02}"),
        "room": event.room,
        "slug": event.slug,
        "url": event.url.as_ref().map_or("", |url| url.as_str()),
        "title": event.title,
        "subtitle": "",
        "track": event.track,
        "type": event.kind,
        "language": event.language,
        "abstract": "",
        "description": event.description,
        "persons": persons.collect::<Value>(),
        "links": event.links.iter().map(link).collect::<Value>(),
        "attachments": [],
    })
}
