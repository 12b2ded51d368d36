//! Second opinion on a calendar: the `icalendar` crate reads it and must find the same sessions.
//!
//! That crate is a reader, not a validator, and slower than the writer: `render` and the tests use it,
//! `serve` relies on the strict check.

use std::collections::BTreeMap;

use icalendar::parser::{read_calendar_simple, unfold};

use crate::model::Series;
use crate::revision::Record;

/// Reads `text` and compares UID, SEQUENCE and title of each of its events with the record's.
///
/// # Errors
/// The first difference.
pub fn second_reading(text: &str, series: &Series, record: &Record) -> Result<(), String> {
    let unfolded = unfold(text);
    let components =
        read_calendar_simple(&unfolded).map_err(|error| format!("it cannot be read: {error:?}"))?;
    let expected: BTreeMap<String, (u32, &str)> = record
        .sessions()
        .map(|(id, entry)| {
            let now = series.sessions.iter().find(|session| session.id == *id);
            let last = entry.withdrawn().map(|withdrawn| withdrawn.session());
            let title = last.or(now).map_or("", |session| session.title.as_str());
            (entry.uid().to_string(), (entry.sequence(), title))
        })
        .collect();
    let mut events = components
        .iter()
        .flat_map(|calendar| &calendar.components)
        .filter(|component| component.name == "VEVENT")
        .peekable();
    if events.peek().is_none() {
        return Err("it has no event".to_owned());
    }
    for event in events {
        // The crate has unescaped TEXT already: unescaping twice would break backslashes.
        let value = |name: &str| {
            let property = event.properties.iter().find(|property| property.name == name)?;
            Some(property.val.as_str().to_owned())
        };
        let uid = value("UID").unwrap_or_default();
        let Some((sequence, title)) = expected.get(&uid) else {
            return Err(format!("UID {uid} is not in the record"));
        };
        if value("SEQUENCE") != Some(sequence.to_string()) {
            return Err(format!("SEQUENCE of {uid} is not {sequence}"));
        }
        // A cancelled session's title has a prefix (rule `cancelled-entry-stays`).
        if !value("SUMMARY").is_some_and(|read| read.ends_with(title)) {
            return Err(format!("the title of {uid} is not `{title}`"));
        }
    }
    Ok(())
}
