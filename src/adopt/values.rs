//! Compares a calendar with its publication, value by value: each difference is a finding at its line.
//!
//! Does not use definitions, so that a value lost or changed on the way to one is still noticed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;

use super::codes;
use super::notes::AdoptNotes;
use super::reading;
use super::zones::{CalendarDefaults, DayOrInstant, Noted, SourceZones};
use crate::diagnostic::{SourceFile, Span};
use crate::ical::{self, Component, ContentLine};
use crate::lint::{meant_duration, shown};
use crate::model::Zone;

/// A property, a parameter of one, or a component.
#[derive(Clone, Debug)]
pub(super) struct PropertyValue {
    /// As written.
    name: String,
    /// The standard name, for properties with several names.
    key: String,
    /// The normalised value: equal for values with the same meaning.
    meaning: String,
    span: Span,
}

/// A value that is published differently.
pub(super) struct Difference<'v> {
    pub(super) name: &'v str,
    span: Span,
    pub(super) old: Option<&'v str>,
    pub(super) new: Option<&'v str>,
    /// Whether another line has the new value.
    is_repeated: bool,
}

/// Properties that people do not see, or that repeat another one.
const UNSEEN: [&str; 16] = [
    "CALSCALE",
    "CREATED",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "DURATION",
    "LAST-MODIFIED",
    "PRODID",
    "REFRESH-INTERVAL",
    "SOURCE",
    "VERSION",
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-PRIMARY-CALENDAR",
    "X-PUBLISHED-TTL",
    "X-WR-RELCALID",
    "X-WR-TIMEZONE",
];
/// Parameters that are part of the value, or give its type.
const IN_VALUE: [&str; 3] = ["CN", "TZID", "VALUE"];
/// Properties with a second name, and the standard name.
const SAME: [(&str, &str); 5] = [
    ("DURATION", "DTEND"),
    ("X-GOOGLE-CONFERENCE", "CONFERENCE"),
    ("X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE"),
    ("X-WR-CALDESC", "DESCRIPTION"),
    ("X-WR-CALNAME", "NAME"),
];
/// Values of properties that an event leaves out.
const DEFAULTS: [(&str, &str); 4] =
    [("CLASS", "PUBLIC"), ("SEQUENCE", "0"), ("STATUS", "CONFIRMED"), ("TRANSP", "OPAQUE")];
/// Properties that people see. An added one is a difference too.
const SEEN: [&str; 12] = [
    "CATEGORIES",
    "CLASS",
    "DESCRIPTION",
    "DTEND",
    "DTSTART",
    "GEO",
    "LOCATION",
    "ORGANIZER",
    "STATUS",
    "SUMMARY",
    "TRANSP",
    "URL",
];
/// What to write instead, or why a property differs.
const HELP: [(&str, &str); 13] = [
    ("ATTACH", "put a link to the file into the description"),
    ("ATTENDEE", "a published calendar does not list participants"),
    ("CATEGORIES", "write categories without `,` and `;`"),
    (
        "DESCRIPTION",
        "the description repeats links and names, because some calendars show nothing else",
    ),
    ("GEO", "write `latitude;longitude` in degrees, in an event that has a LOCATION"),
    ("LOCATION", "write the place on one line"),
    ("METHOD", "a published calendar has no METHOD: METHOD marks a message to one person"),
    (
        "ORGANIZER",
        "write one organiser for all events, such as `ORGANIZER;CN=Events:mailto:events@example.org`",
    ),
    ("STATUS", "write CONFIRMED, TENTATIVE or CANCELLED"),
    (
        "SUMMARY",
        "write the title on one line; the title of a cancelled event says that it is cancelled",
    ),
    ("TRANSP", "a cancelled event is shown as free"),
    ("URL", "write a web link, `https://…`; the calendar's own link is `url` of the series"),
    ("X-ALT-DESC", "the plain description is kept"),
];

/// An event's start and end, with their places.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventTimes {
    pub(super) start: DayOrInstant,
    pub(super) end: Option<DayOrInstant>,
    start_at: Span,
    end_at: Span,
}

impl EventTimes {
    /// Reads DTSTART and DTEND or DURATION (RFC 5545 §3.6.1).
    pub(super) fn read(
        event: &Component<'_>,
        zones: &mut SourceZones,
        notes: &mut AdoptNotes,
    ) -> Result<Self, Noted> {
        let Some(line) = event.get("DTSTART") else {
            let headline = "an event has no `DTSTART`";
            notes.find(
                &codes::TIME,
                event.span,
                headline,
                "write when it starts, for example `DTSTART;TZID=Europe/Brussels:20270923T140000`",
            );
            return Err(Noted);
        };
        let (start, start_at) = (zones.at(line, notes)?, line.span);
        let (end, end_at) = match (event.get("DTEND"), event.get("DURATION"), start) {
            (Some(line), ..) => (Some(zones.at(line, notes)?), line.span),
            (None, Some(line), _) => {
                let length = ical::duration(line.value.trim());
                let end = length.and_then(|length| after(start, length, zones));
                let Some(end) = end else {
                    let headline = "a `DURATION` is not a length of time";
                    let meant = meant_duration(&line.value);
                    let help = meant.map_or_else(
                        || "write, for example, `DURATION:PT1H30M`".to_owned(),
                        |meant| format!("write `DURATION:{meant}`"),
                    );
                    notes.find(&codes::TIME, line.span, headline, help);
                    return Err(Noted);
                };
                (Some(end), line.span)
            }
            (None, None, DayOrInstant::Day(day)) => {
                (day.tomorrow().ok().map(DayOrInstant::Day), start_at)
            }
            (None, None, DayOrInstant::Instant(..)) => (None, start_at),
        };
        Ok(Self { start, end, start_at, end_at })
    }
}

/// RFC 5545 §3.3.6: days are calendar days, hours are exact.
fn after(
    start: DayOrInstant,
    (days, time): (i32, jiff::SignedDuration),
    zones: &SourceZones,
) -> Option<DayOrInstant> {
    match start {
        DayOrInstant::Day(day) => {
            day.checked_add(days.days()).ok()?.checked_add(time).ok().map(DayOrInstant::Day)
        }
        DayOrInstant::Instant(from, zone) => {
            let clock = zone.or(zones.default()).unwrap_or_else(Zone::utc).time_zone();
            let local = clock.to_datetime(from).checked_add(days.days()).ok()?;
            let later = clock.to_timestamp(local).ok()?.checked_add(time).ok()?;
            Some(DayOrInstant::Instant(later, zone))
        }
    }
}

/// An event's values, with its resolved times.
pub(super) fn of_event(event: &Component<'_>, times: &EventTimes) -> Vec<PropertyValue> {
    let mut values = of_lines(&event.lines);
    let said = |at: DayOrInstant| match at {
        DayOrInstant::Day(day) => day.to_string(),
        DayOrInstant::Instant(at, _) => at.to_string(),
    };
    let end = times.end.unwrap_or(times.start);
    values.push(PropertyValue::new("DTSTART", said(times.start), times.start_at));
    values.push(PropertyValue::new("DTEND", said(end), times.end_at));
    let is_time = |line: &&ContentLine<'_>| ["DTSTART", "DTEND", "DURATION"].contains(&&*line.name);
    let is_read = |span: Span| span == times.start_at || span == times.end_at;
    for line in event.lines.iter().filter(is_time).filter(|line| !is_read(line.span)) {
        values.push(PropertyValue::new(&line.name, line.value.to_string(), line.span));
    }
    for (name, default) in DEFAULTS {
        if event.get(name).is_none() {
            values.push(PropertyValue::new(name, default.to_owned(), event.span));
        }
    }
    for part in &event.children {
        values.push(PropertyValue::new(&part.name, String::new(), part.span));
    }
    values
}

/// The values of lines that people see.
pub(super) fn of_lines(lines: &[ContentLine<'_>]) -> Vec<PropertyValue> {
    let mut values = Vec::with_capacity(lines.len());
    for line in lines.iter().filter(|line| !UNSEEN.contains(&line.name.as_ref())) {
        let name = line.name.as_ref();
        for meaning in meanings(line).into_iter().filter(|meaning| !meaning.is_empty()) {
            values.push(PropertyValue::new(name, meaning, line.span));
        }
        for parameter in line.parameters().flatten() {
            if !IN_VALUE.iter().any(|known| parameter.name.eq_ignore_ascii_case(known)) {
                let name = format!("{name};{}", parameter.name.to_ascii_uppercase());
                let meaning = parameter.value.trim_matches('"').to_owned();
                values.push(PropertyValue::new(&name, meaning, line.span));
            }
        }
    }
    values
}

/// A line's normalised values: texts without escapes, words in upper case, numbers as numbers.
fn meanings(line: &ContentLine<'_>) -> Vec<String> {
    let value = line.value.trim();
    let meaning = match line.name.as_ref() {
        "CATEGORIES" => return line.texts().iter().map(|text| text.trim().to_owned()).collect(),
        "CLASS" | "STATUS" | "TRANSP" | "X-MICROSOFT-CDO-BUSYSTATUS" => value.to_ascii_uppercase(),
        "GEO" => {
            let parts = value.split(';').map(|part| part.trim().parse::<f64>());
            let parts =
                parts.map(|part| part.map_or_else(|_| value.to_owned(), |it| it.to_string()));
            parts.collect::<Vec<_>>().join(";")
        }
        "ORGANIZER" => {
            let scheme = value.get(..7).filter(|it| it.eq_ignore_ascii_case("mailto:"));
            let address = scheme.and_then(|scheme| value.get(scheme.len()..));
            let name = line.parameter("CN").unwrap_or_else(|| address.unwrap_or(value).to_owned());
            format!(
                "{name} <{}>",
                address.map_or_else(|| value.to_owned(), |it| format!("mailto:{it}"))
            )
        }
        "SEQUENCE" => value.parse::<u32>().map_or_else(|_| value.to_owned(), |it| it.to_string()),
        name if name.starts_with("X-") || TEXTS.contains(&name) => line.text().trim().to_owned(),
        _ => value.to_owned(),
    };
    vec![meaning]
}

/// Properties of the type TEXT that may hold anything.
pub(super) const TEXTS: [&str; 9] = [
    "CATEGORIES",
    "COMMENT",
    "CONTACT",
    "DESCRIPTION",
    "LOCATION",
    "NAME",
    "RESOURCES",
    "SUMMARY",
    "UID",
];

impl PropertyValue {
    fn new(name: &str, meaning: String, span: Span) -> Self {
        let same = |name: &str| SAME.iter().find(|(other, _)| *other == name).map(|(_, it)| *it);
        let key = match name.split_once(';') {
            Some((name, parameter)) => format!("{};{parameter}", same(name).unwrap_or(name)),
            None => same(name).unwrap_or(name).to_owned(),
        };
        Self { name: name.to_owned(), key, meaning, span }
    }
}

/// Differences between an event and its publication. `place`: of the event, for added values.
pub(super) fn differences<'v>(
    old: &'v [PropertyValue],
    new: &'v [PropertyValue],
    place: Span,
) -> Vec<Difference<'v>> {
    let has = |values: &'v [PropertyValue]| -> BTreeSet<(&'v str, &'v str)> {
        values.iter().map(|value| (value.key.as_str(), value.meaning.as_str())).collect()
    };
    let first = |values: &'v [PropertyValue]| -> BTreeMap<&'v str, &'v str> {
        let said = values.iter().rev().map(|value| (value.key.as_str(), value.meaning.as_str()));
        said.collect()
    };
    let (had, has, was, is) = (has(old), has(new), first(old), first(new));
    let mut found = Vec::new();
    for value in old {
        let (key, meaning) = (value.key.as_str(), value.meaning.as_str());
        // A parameter goes with its property.
        let is_gone = key.split_once(';').is_some_and(|(name, _)| !is.contains_key(name));
        if !is_gone && !has.contains(&(key, meaning)) {
            let new = is.get(key).copied();
            let is_repeated = new.is_some_and(|new| had.contains(&(key, new)));
            let (name, span) = (value.name.as_str(), value.span);
            found.push(Difference { name, span, old: Some(meaning), new, is_repeated });
        }
    }
    for (name, meaning) in is {
        if SEEN.contains(&name) && !was.contains_key(name) {
            let (old, new) = (None, Some(meaning));
            found.push(Difference { name, span: place, old, new, is_repeated: false });
        }
    }
    found
}

impl Difference<'_> {
    /// Whether people see the property.
    pub(super) fn is_seen(&self) -> bool {
        SEEN.contains(&self.name) || self.name == "CONTACT"
    }

    /// Help for a property without one of its own.
    fn help(&self, key: &str) -> String {
        let key = shown(key);
        match (self.old, self.new) {
            _ if self.is_repeated => format!("write `{key}` once at the source"),
            (Some(_), Some(new)) => format!(
                "calendars show `{}` from now on; if the definition has a key for it, change it there",
                shown(new)
            ),
            (None, Some(_)) => {
                format!("write `{key}` at the source, if it should be another value")
            }
            _ if key.starts_with("X-") => {
                format!("nothing, unless people need `{key}`: few programs read extensions")
            }
            _ => format!(
                "definitions have no key for `{key}`: write what people need to know into the description"
            ),
        }
    }

    /// Reports the difference, unless its line has a finding already.
    pub(super) fn note(&self, explained: &BTreeSet<usize>, of: &str, notes: &mut AdoptNotes) {
        if explained.range(self.span.start..=self.span.end).next().is_some() {
            return;
        }
        let name = match self.name.split_once(';') {
            Some((name, parameter)) => format!("`{}` of `{}`{of}", shown(parameter), shown(name)),
            None => format!("`{}`{of}", shown(self.name)),
        };
        let added = match (self.old, self.new) {
            (Some(old), Some(new)) if self.name == "DESCRIPTION" => new.split_once(old),
            _ => None,
        };
        let (code, headline) = match (self.old, self.new) {
            (_, None) => (&codes::LOST, format!("{name} is left out")),
            _ if self.is_repeated => (&codes::LOST, format!("one of several {name} is left out")),
            (None, Some(_)) => (&codes::CHANGED, format!("{name} is added")),
            _ if added.is_some() => {
                (&codes::CHANGED, format!("{name} gains links and names from other properties"))
            }
            (Some(_), Some(_)) => (&codes::CHANGED, format!("{name} is published differently")),
        };
        let key = self.name.split(';').next().unwrap_or_default();
        let known = HELP.iter().find(|(known, _)| *known == key);
        let help = known.map_or_else(|| self.help(key), |(_, help)| (*help).to_owned());
        let found = notes.find(code, self.span, headline, help);
        if code == &codes::CHANGED {
            found.note(|| match (added, self.old, self.new.unwrap_or_default()) {
                (Some((before, behind)), ..) => {
                    format!("it gains `{}`", shown(format!("{before}{behind}").trim()))
                }
                (None, Some(old), new) => format!("`{}` becomes `{}`", shown(old), shown(new)),
                (None, None, new) => format!("it is `{}`", shown(new)),
            });
        }
    }
}

/// The values of a calendar that Kalends publishes.
pub(super) struct PublishedValues {
    pub(super) head: Vec<PropertyValue>,
    /// By UID.
    pub(super) events: BTreeMap<String, Vec<PropertyValue>>,
}

impl PublishedValues {
    pub(super) fn read(text: &str) -> Self {
        let file = SourceFile::new("", text);
        let mut unheard = AdoptNotes::new(&file);
        let raw = reading::read(&file, &mut unheard);
        let mut zones = SourceZones::new(CalendarDefaults::default(), None, &raw.zones);
        let event = |event: &Component<'_>| {
            let times = EventTimes::read(event, &mut zones, &mut unheard).ok()?;
            Some((event.get("UID")?.text(), of_event(event, &times)))
        };
        let events = raw.events.iter().filter_map(event).collect();
        Self { head: of_lines(&raw.lines), events }
    }
}
