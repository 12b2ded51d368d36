//! Keys of the series that were written below a header, where they belong to something else.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::codes;
use super::fields::{Field, ORGANIZER, SERIES, SESSION, VENUE};
use super::help::list;
use super::reader::{Table, TableReader};
use crate::diagnostic::Span;

/// Keys that a session and a series both have, and that are often meant for all sessions.
const SHARED: [&str; 5] = ["location", "join", "url", "duration", "categories"];

/// Keys of the series that its tables and sessions have instead; missing ones are reported there.
pub(super) fn find(document: &DeTable<'_>) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    let tables = [("organizer", ORGANIZER), ("location", VENUE), ("session", SESSION)];
    for (key, fields) in tables {
        match document.get(key).map(toml::Spanned::get_ref) {
            Some(DeValue::Table(values)) => found.extend(keys(values, fields)),
            Some(DeValue::Array(items)) => {
                let items = items.iter().filter_map(|item| item.get_ref().as_table());
                found.extend(items.flat_map(|values| keys(values, fields)));
            }
            _ => {}
        }
    }
    found
}

/// The keys of a table that only a series has.
fn keys(values: &DeTable<'_>, fields: &'static [Field]) -> Vec<&'static str> {
    if ![ORGANIZER, VENUE, SESSION].iter().any(|known| std::ptr::eq(*known, fields)) {
        return Vec::new();
    }
    let is_in = |fields: &'static [Field], key: &str| fields.iter().find(|field| field.key == key);
    let unknown = values.keys().filter(|key| is_in(fields, key.get_ref()).is_none());
    unknown.filter_map(|key| Some(is_in(SERIES, key.get_ref())?.key)).collect()
}

/// Reports the keys of a table that belong to the series, as one finding, and returns them.
pub(super) fn report(
    reader: &mut TableReader,
    table: &Table<'_>,
    fields: &'static [Field],
) -> Vec<&'static str> {
    let mut keys = keys(table.values, fields);
    let span_of = |key: &str| -> Option<Span> {
        let (written, _) = table.values.get_key_value(key)?;
        Some(written.span().into())
    };
    keys.sort_by_key(|key| span_of(key));
    let Some(first) = keys.first().and_then(|key| span_of(key)) else { return keys };
    let (belongs, them) = match keys[..] {
        [_] => ("belongs", "it"),
        _ => ("belong", "them"),
    };
    let headline = table.about(&format!("{} {belongs} to the series", list(keys.iter().copied())));
    let below: Vec<&str> = SHARED.into_iter().filter(|key| span_of(key) > Some(first)).collect();
    let is_session = std::ptr::eq(fields, SESSION);
    let is_inline =
        reader.file.text().get(table.span.start..).is_some_and(|at| at.starts_with('{'));
    let place = if is_inline {
        "out of the braces, to the top of the file".to_owned()
    } else if table.name.starts_with("session") {
        "above the first `[[session]]`".to_owned()
    } else {
        format!("above `[{}]`", table.name.trim_matches('`'))
    };
    let finding = reader.find(&codes::UNKNOWN_KEY, first, headline);
    finding.add_help(format!("move {them} {place}"));
    if is_session && !below.is_empty() {
        let below = list(below.into_iter());
        finding
            .add_note(format!("{below} is for this session only; for all sessions, move it too"));
    }
    keys
}
