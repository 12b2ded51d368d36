//! Writes `schedule.xml`, as the XML schema of the C3VOC describes it.

use std::fmt::Write as _;

use super::event::TimetableEvent;
use super::timetable::{GENERATOR, TIMESLOT, Timetable};
use crate::model::{Series, WebUrl};
use crate::page::xml::escaped;
use crate::revision::Record;

/// Hours that fit into the two digits of the schema's durations without days.
const MAX_HOURS: i64 = 99;

/// Renders a series as `schedule.xml`. A private series has no addresses of the service in it.
#[must_use]
pub fn schedule_xml(series: &Series, record: &Record, public_url: Option<&WebUrl>) -> String {
    let table = Timetable::new(series, record, public_url);
    let mut xml = Document("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
    xml.open("schedule", &[]);
    xml.empty("generator", &[("name", GENERATOR), ("version", env!("CARGO_PKG_VERSION"))]);
    xml.leaf("version", &table.version.to_string());
    conference(&mut xml, &table);
    for (index, day) in (1..).zip(&table.days) {
        let index: i32 = index;
        let [start, end] = day.bounds.map(|time| time.to_string());
        let (index, date) = (index.to_string(), day.date.to_string());
        let of_day = [("index", &*index), ("date", &date), ("start", &start), ("end", &end)];
        xml.open("day", &of_day);
        for room in &day.rooms {
            let guid = room.guid.as_ref().map(|guid| ("guid", guid.as_str()));
            let of_room: Vec<_> = [("name", room.name)].into_iter().chain(guid).collect();
            xml.open("room", &of_room);
            room.events.iter().for_each(|one| event(&mut xml, one));
            xml.close("room");
        }
        xml.close("day");
    }
    xml.close("schedule");
    xml.0.shrink_to_fit();
    xml.0
}

fn conference(xml: &mut Document, table: &Timetable<'_>) {
    let [start, end] = table.dates.map(|date| date.to_string());
    xml.open("conference", &[]);
    xml.leaf("acronym", table.series.id.as_str());
    xml.leaf("title", table.series.title.as_str());
    xml.leaf("start", &start);
    xml.leaf("end", &end);
    xml.leaf("days", &table.days.len().to_string());
    xml.leaf("timeslot_duration", TIMESLOT);
    if let Some(url) = table.base_url {
        xml.leaf("base_url", url.as_str());
    }
    xml.leaf("time_zone_name", table.zone.name());
    for track in &table.tracks {
        let colour = track.colour.as_deref().map(|colour| ("color", colour));
        let names = [("name", track.name), ("slug", track.slug)];
        xml.empty("track", &names.into_iter().chain(colour).collect::<Vec<_>>());
    }
    xml.close("conference");
}

fn event(xml: &mut Document, event: &TimetableEvent<'_>) {
    let number = event.number.to_string();
    xml.open("event", &[("guid", event.guid.as_str()), ("id", &number)]);
    xml.leaf("date", &event.slot.start.to_string());
    xml.leaf("start", &event.slot.start.time_of_day());
    xml.leaf("duration", &duration(event.slot.minutes));
    xml.leaf("room", event.room);
    xml.leaf("slug", &event.slug);
    if let Some(url) = &event.url {
        xml.leaf("url", url.as_str());
    }
    xml.leaf("title", event.title);
    xml.leaf("subtitle", "");
    xml.leaf("track", event.track.unwrap_or(""));
    xml.leaf("type", event.kind);
    xml.leaf("language", event.language);
    xml.leaf("abstract", "");
    xml.leaf("description", event.description);
    xml.open("persons", &[]);
    event.persons.iter().for_each(|name| xml.leaf("person", name));
    xml.close("persons");
    xml.open("links", &[]);
    for (title, address) in &event.links {
        xml.leaf_with("link", &[("href", address)], title);
    }
    xml.close("links");
    xml.empty("attachments", &[]);
    xml.close("event");
}

/// `hh:mm`; `d:hh:mm` from 100 hours on, as pretalx writes days.
fn duration(minutes: i64) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    if hours <= MAX_HOURS {
        return format!("{hours:02}:{minutes:02}");
    }
    format!("{}:{:02}:{minutes:02}", hours / 24, hours % 24)
}

/// A document that is written element by element.
struct Document(String);

impl Document {
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.0.push_str(">\n");
    }

    fn close(&mut self, name: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "</{name}>");
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.0.push_str("/>\n");
    }

    fn leaf(&mut self, name: &str, text: &str) {
        self.leaf_with(name, &[], text);
    }

    fn leaf_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        let _ = writeln!(self.0, ">{}</{name}>", escaped(text));
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.0, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.0, " {attribute}=\"{}\"", escaped(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_the_digits_that_the_schema_allows() {
        for (minutes, written) in [
            (1, "00:01"),
            (90, "01:30"),
            (3 * 1440, "72:00"),
            (99 * 60 + 59, "99:59"),
            (100 * 60, "4:04:00"),
            (30 * 1440, "30:00:00"),
        ] {
            assert_eq!(duration(minutes), written);
        }
    }
}
