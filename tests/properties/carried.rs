//! `adopt` changes nothing without a finding: `calcard` reads the same values in a foreign calendar and
//! in its publication, or a finding is at the line of the difference.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calcard::common::{IanaString as _, PartialDateTime};
use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarParameterValue, ICalendarProperty, ICalendarValue, Uri,
};
use calcard::{Entry, Parser};
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan as _};
use kalends::adopt::{self, CalendarDefaults, SeriesIdentity};
use kalends::diagnostic::{Finding, Style, to_text};
use kalends::model::{Authority, SeriesId, Zone};
use kalends::render;
use proptest::prelude::*;
use proptest::sample::select;

use crate::cases;
use crate::foreign::{calendar, event};

/// What a reader has of an event, by name, and the UID.
type Read = (String, BTreeMap<&'static str, BTreeSet<String>>);

/// Compared values: name, properties, and the value without any of these properties.
const COMPARED: [(&str, &[&str], &str); 14] = [
    ("start", &["DTSTART"], ""),
    ("end", &["DTEND", "DURATION", "DTSTART"], ""),
    ("SUMMARY", &["SUMMARY"], ""),
    ("DESCRIPTION", &["DESCRIPTION"], ""),
    ("LOCATION", &["LOCATION"], ""),
    ("STATUS", &["STATUS"], "CONFIRMED"),
    ("TRANSP", &["TRANSP"], "OPAQUE"),
    ("CLASS", &["CLASS"], "PUBLIC"),
    ("ORGANIZER", &["ORGANIZER"], ""),
    ("URL", &["URL"], ""),
    ("GEO", &["GEO"], ""),
    ("CATEGORIES", &["CATEGORIES"], ""),
    ("SEQUENCE", &["SEQUENCE"], "0"),
    ("alarms", &["VALARM"], "0"),
];

fn events(bytes: &[u8]) -> Vec<Read> {
    let text = String::from_utf8_lossy(bytes);
    let mut parser = Parser::new(&text);
    let mut events = Vec::new();
    loop {
        let components = match parser.entry() {
            Entry::ICalendar(calendar) => calendar.components,
            Entry::Eof => return events,
            _ => continue,
        };
        let is_event =
            |one: &&ICalendarComponent| one.component_type == ICalendarComponentType::VEvent;
        for event in components.iter().filter(is_event) {
            let alarm = |at: &&u32| {
                let kind = components.get(**at as usize).map(|one| &one.component_type);
                kind == Some(&ICalendarComponentType::VAlarm)
            };
            let alarms = event.component_ids.iter().filter(alarm).count();
            events.extend(read(event, alarms));
        }
    }
}

fn read(event: &ICalendarComponent, alarms: usize) -> Option<Read> {
    let mut values: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    let (mut uid, mut length) = (None, None);
    for entry in &event.entries {
        let name = entry.name.as_str();
        match &entry.name {
            ICalendarProperty::Uid => uid = entry.values.first().map(text_of),
            ICalendarProperty::Dtstart => {
                values.entry("start").or_default().insert(time(entry));
            }
            ICalendarProperty::Dtend => {
                values.entry("end").or_default().insert(time(entry));
            }
            ICalendarProperty::Duration => length = entry.values.first(),
            _ => {
                let Some((key, ..)) = COMPARED.iter().find(|(key, ..)| *key == name) else {
                    continue;
                };
                let said = entry.values.iter().map(text_of).filter(|text| !text.is_empty());
                let said = said.map(|text| match *key {
                    "STATUS" | "TRANSP" | "CLASS" => text.to_ascii_uppercase(),
                    "GEO" => text.parse::<f64>().map_or(text, |number| number.to_string()),
                    "ORGANIZER" => {
                        let scheme = text.get(..7).map(str::to_ascii_lowercase);
                        let rest = text.get(7..).filter(|_| scheme.as_deref() == Some("mailto:"));
                        let address = rest.unwrap_or(&text);
                        let scheme = if rest.is_some() { "mailto:" } else { "" };
                        format!("{} <{scheme}{address}>", named(entry, address))
                    }
                    _ => text,
                });
                values.entry(key).or_default().extend(said);
            }
        }
    }
    if !values.contains_key("end")
        && let Some(start) = values.get("start").and_then(BTreeSet::first)
    {
        let end = end_of(start, length);
        values.insert("end", BTreeSet::from([end]));
    }
    values.insert("alarms", BTreeSet::from([alarms.to_string()]));
    for (key, _, default) in COMPARED {
        if !default.is_empty() && values.get(key).is_none_or(BTreeSet::is_empty) {
            values.insert(key, BTreeSet::from([default.to_owned()]));
        }
    }
    values.retain(|_, said| !said.is_empty());
    Some((uid?, values))
}

/// An organiser without a name is called by the address.
fn named(entry: &ICalendarEntry, address: &str) -> String {
    let name =
        entry.params.iter().find_map(|parameter| match (&parameter.name, &parameter.value) {
            (ICalendarParameterName::Cn, ICalendarParameterValue::Text(name)) => Some(name.clone()),
            _ => None,
        });
    name.unwrap_or_else(|| address.to_owned())
}

fn end_of(start: &str, length: Option<&ICalendarValue>) -> String {
    let length = match length {
        None => None,
        Some(ICalendarValue::Duration(length)) => Some(length),
        Some(other) => return format!("{start} + {other:?}"),
    };
    let days = length.map_or(0, |it| i64::from(it.weeks) * 7 + i64::from(it.days));
    let time = length.map_or(0, |it| {
        i64::from(it.hours) * 3600 + i64::from(it.minutes) * 60 + i64::from(it.seconds)
    });
    let sign = if length.is_some_and(|it| it.neg) { -1 } else { 1 };
    if let Ok(day) = start.parse::<Date>() {
        let days = if length.is_some() { days * sign } else { 1 };
        return day
            .checked_add(days.days())
            .map_or_else(|_| "never".to_owned(), |day| day.to_string());
    }
    let Ok(at) = start.parse::<jiff::Timestamp>() else { return start.to_owned() };
    // Days of the clock: the cases have no length of days over a change of the clocks.
    let seconds = (days * 86_400 + time) * sign;
    at.checked_add(SignedDuration::from_secs(seconds))
        .map_or_else(|_| "never".to_owned(), |at| at.to_string())
}

fn text_of(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::Text(text) | ICalendarValue::Uri(Uri::Location(text)) => {
            text.trim().to_owned()
        }
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::Float(number) => number.to_string(),
        ICalendarValue::Status(status) => status.as_str().to_owned(),
        ICalendarValue::Transparency(transparency) => transparency.as_str().to_owned(),
        ICalendarValue::Classification(class) => class.as_str().to_owned(),
        other => format!("{other:?}"),
    }
}

/// A day or an instant; any other value as it is written.
fn time(entry: &ICalendarEntry) -> String {
    let [ICalendarValue::PartialDateTime(at)] = entry.values.as_slice() else {
        return format!("{:?}", entry.values);
    };
    let Some(local) = local(at) else { return format!("{at:?}") };
    if at.hour.is_none() {
        return local.date().to_string();
    }
    let tzid =
        entry.params.iter().find_map(|parameter| match (&parameter.name, &parameter.value) {
            (ICalendarParameterName::Tzid, ICalendarParameterValue::Text(tzid)) => {
                Some(tzid.as_str())
            }
            _ => None,
        });
    let zone = match (at.tz_hour, tzid) {
        (Some(0), None) => Some(Zone::utc()),
        (None, Some(tzid)) => Zone::get(tzid),
        _ => None,
    };
    let instant = zone.and_then(|zone| zone.time_zone().to_timestamp(local).ok());
    instant.map_or_else(|| format!("{local} {tzid:?} {:?}", at.tz_hour), |at| at.to_string())
}

fn local(at: &PartialDateTime) -> Option<DateTime> {
    let part = |number: Option<u8>| i8::try_from(number.unwrap_or(0)).ok();
    let date = Date::new(i16::try_from(at.year?).ok()?, part(at.month)?, part(at.day)?).ok()?;
    let time = jiff::civil::Time::new(part(at.hour)?, part(at.minute)?, part(at.second)?, 0);
    Some(date.to_datetime(time.ok()?))
}

/// An event's lines by number: its BEGIN, its END, and those of its properties and parts.
#[derive(Default)]
struct Lines {
    begin: usize,
    end: usize,
    named: Vec<(String, usize)>,
}

fn lines(bytes: &[u8]) -> Vec<Lines> {
    let text = String::from_utf8_lossy(bytes);
    let (mut events, mut open, mut depth) = (Vec::new(), None::<Lines>, 0);
    for (at, line) in text.split('\n').enumerate() {
        let line = line.trim_end_matches('\r').trim_start_matches('\u{FEFF}');
        let name = line.split([':', ';']).next().unwrap_or_default().to_ascii_uppercase();
        let value = line.split_once(':').map_or("", |(_, value)| value).trim().to_ascii_uppercase();
        match (name.as_str(), &mut open) {
            ("BEGIN", None) if value == "VEVENT" => {
                open = Some(Lines { begin: at + 1, ..Lines::default() });
            }
            ("BEGIN", Some(event)) => {
                event.named.push((value, at + 1));
                depth += 1;
            }
            ("END", Some(event)) if depth == 0 => {
                event.end = at + 1;
                events.extend(open.take());
            }
            ("END", Some(_)) => depth -= 1,
            (_, Some(event)) if depth == 0 && !line.starts_with([' ', '\t']) => {
                event.named.push((name, at + 1));
            }
            _ => {}
        }
    }
    events
}

/// Every line that a finding is at.
fn found(findings: &[Finding]) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for finding in findings {
        if let (Some(file), Some(span)) = (finding.file(), finding.span()) {
            lines.insert(file.position(span.start).line);
        }
        let others = finding.notes().iter().filter_map(|note| note.strip_prefix("also in line"));
        let others = others.flat_map(|note| note.split([' ', ',']));
        lines.extend(others.filter_map(|number| number.parse::<usize>().ok()));
    }
    lines
}

/// Adopts a calendar and compares; says what changed in silence.
fn silent(bytes: &[u8], asked: CalendarDefaults) -> Option<String> {
    let feed = adopt::read_bytes("in.ics", bytes, asked);
    let identity = SeriesIdentity {
        id: SeriesId::parse("talks").unwrap(),
        authority: Authority::parse("example.org").unwrap(),
    };
    let now = "2027-12-01T00:00:00Z".parse().unwrap();
    let adopted = adopt::adopt(&feed, identity, "talks", now).ok()?;
    let after: BTreeMap<_, _> =
        events(render::calendars(&adopted.series, &adopted.record, None).feed.as_bytes())
            .into_iter()
            .collect();
    let found = found(&adopted.findings);
    let (all, lines) = (events(bytes), lines(bytes));
    if all.len() != lines.len() {
        // The reader gave up where ours went on, or the other way round.
        return None;
    }
    let none = BTreeSet::new();
    for ((uid, before), lines) in all.iter().zip(lines) {
        let is_told = |names: &[&str]| {
            let mut places = lines.named.iter().filter(|(name, _)| names.contains(&name.as_str()));
            places.any(|(_, at)| found.contains(at)) || found.contains(&lines.begin)
        };
        let in_event = found.range(lines.begin..=lines.end).next().is_some();
        let is_only = all.iter().filter(|(other, _)| other == uid).count() == 1;
        let problem = match after.get(uid) {
            None => (!in_event).then(|| "lost".to_owned()),
            Some(after) => COMPARED.iter().find_map(|(key, names, _)| {
                let (was, is) = (before.get(key).unwrap_or(&none), after.get(key).unwrap_or(&none));
                // Of several events with one UID, one is taken.
                let told = if is_only { is_told(names) } else { in_event };
                (was != is && !told).then(|| format!("{key}: {was:?} is {is:?}"))
            }),
        };
        if let Some(problem) = problem {
            let findings = to_text(&adopted.findings, Style::Plain);
            let text = String::from_utf8_lossy(bytes);
            return Some(format!("event `{uid}`: {problem}\n{text}\n{findings}"));
        }
    }
    None
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn adopt_changes_nothing_in_silence(
        events in prop::collection::vec(event(), 1..4),
        zone in select(vec![None, Some("Europe/Paris"), Some("America/Los_Angeles")]),
        minutes in select(vec![None, Some(45)]),
        same_uid in prop::bool::weighted(0.05),
    ) {
        let asked = CalendarDefaults {
            zone: zone.and_then(Zone::get),
            length: minutes.map(SignedDuration::from_mins),
        };
        let silent = silent(calendar(&events, same_uid).as_bytes(), asked);
        prop_assert!(silent.is_none(), "{}", silent.unwrap_or_default());
    }
}

#[test]
fn adopt_changes_nothing_of_the_fixtures_in_silence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adopt");
    let mut read = 0;
    for directory in ["cases", "corpus", "feeds"] {
        for entry in fs::read_dir(root.join(directory)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            for zone in [None, Some("America/Los_Angeles")] {
                let zone = zone.and_then(Zone::get);
                let asked = CalendarDefaults { zone, length: Some(SignedDuration::from_hours(1)) };
                let silent = silent(&bytes, asked);
                assert!(silent.is_none(), "{}: {}", path.display(), silent.unwrap_or_default());
            }
            read += 1;
        }
    }
    assert!(read > 35, "{read}");
}
