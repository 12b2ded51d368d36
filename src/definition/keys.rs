//! Unknown and missing keys of a table.

use toml::de::DeValue;

use super::fields::{Field, SERIES, SESSION};
use super::help::{example, list, nearest, slug};
use super::published::PublishedIds;
use super::reader::{Table, TableReader, shown};
use super::{codes, misplaced, synonyms};
use crate::model::SessionId;

/// Reports unknown and missing keys. A missing key that was misspelt or misplaced is reported once,
/// where it is written.
pub(super) fn check(reader: &mut TableReader, table: &Table<'_>, fields: &'static [Field]) {
    let mut misspelt = Vec::new();
    let of_series = misplaced::report(reader, table, fields);
    for (key, _) in table.values {
        let name: &str = key.get_ref();
        if of_series.contains(&name) || fields.iter().any(|field| field.key == name) {
            continue;
        }
        let headline = table.about(&format!("unknown key `{}`", shown(name)));
        let is_series = std::ptr::eq(fields, SERIES);
        let help = match nearest(name, fields.iter().map(|field| field.key)) {
            _ if is_series && SESSION.iter().any(|field| field.key == name) => {
                format!("`{name}` belongs to a session: write it below its `[[session]]`")
            }
            Some(near) => {
                misspelt.push(near);
                format!("did you mean `{near}`?")
            }
            None if let Some(help) = synonyms::for_key(name) => help.to_owned(),
            None => format!("known keys are {}", list(fields.iter().map(|field| field.key))),
        };
        reader.find(&codes::UNKNOWN_KEY, key.span().into(), headline).add_help(help);
    }
    for field in fields.iter().filter(|field| field.required) {
        let is_series = std::ptr::eq(fields, SERIES);
        if is_series && field.key == "session" && table.values.get("umbrella").is_some() {
            continue;
        }
        let is_misplaced = is_series && reader.misplaced.contains(field.key);
        let is_reported = is_misplaced || misspelt.contains(&field.key);
        if table.values.get(field.key).is_none() && !is_reported {
            let headline = table.about(&format!("`{}` is missing", field.key));
            let id = if field.key == "id" { propose_id(reader, table) } else { None };
            let lost = if field.key == "id" { lost_id(reader, table) } else { None };
            let line = id.map_or_else(|| example(field), |id| format!("`id = \"{id}\"`"));
            let help = format!("add {line}: {}", field.meaning);
            let finding = reader.find(&codes::MISSING_KEY, table.span, headline);
            finding.add_help(help);
            if let Some(id) = lost {
                finding.add_help(format!(
                    "`{id}` is published and has no session here: if this is that session, add \
                     its id again, so that people keep their entry"
                ));
            }
        }
    }
}

/// An id made from a session's title that no other session has or had.
fn propose_id(reader: &mut TableReader, table: &Table<'_>) -> Option<String> {
    let title = title_of(table)?;
    let id = slug(title);
    let numbered = (2..100).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.clone()).chain(numbered);
    let PublishedIds { present, former } = &reader.published;
    let is_free = |id: &String| match SessionId::parse(id) {
        Ok(parsed) => {
            let was_published = present.contains(&parsed) || former.contains(&parsed);
            !was_published && !reader.ids.contains(id) && !reader.proposed.contains(id)
        }
        Err(_) => false,
    };
    let free = ids.find(is_free)?;
    reader.proposed.insert(free.clone());
    Some(free)
}

/// The published id that a session without one seems to have lost: that of its title.
fn lost_id(reader: &TableReader, table: &Table<'_>) -> Option<SessionId> {
    let id = SessionId::parse(&slug(title_of(table)?)).ok()?;
    let is_lost = reader.published.present.contains(&id) && !reader.ids.contains(id.as_str());
    is_lost.then_some(id)
}

/// A session's title, in one of its languages.
fn title_of<'a>(table: &Table<'a>) -> Option<&'a str> {
    match table.values.get("title")?.get_ref() {
        DeValue::Table(texts) => texts.values().find_map(|text| text.get_ref().as_str()),
        title => title.as_str(),
    }
}
