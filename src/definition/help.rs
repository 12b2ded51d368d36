//! Words for findings: the type of a value, the probable meaning, and the line to write instead.

use toml::de::DeValue;
use toml::value::Datetime;

use super::fields::{Field, SPEAKER, ValueKind};
use super::{slips, zone_names};
use crate::model::WebUrl;

pub(super) fn type_words(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The candidate nearest to `name`, if `name` may be a misspelling of it.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    // Longer texts are not typing mistakes, and edit distance is quadratic.
    if name.len() > 64 {
        return None;
    }
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&name.to_lowercase(), candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

pub(super) fn list<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    keys.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// An identifier made from a text; empty if the text has no letter or digit.
pub(crate) fn slug(text: &str) -> String {
    let shortened: String = text.chars().take(64).collect();
    let mut slug = String::new();
    for c in zone_names::fold(&shortened).chars() {
        match c {
            c if c.is_ascii_lowercase() || c.is_ascii_digit() => slug.push(c),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Help for a value of the wrong type: the line to write.
pub(super) fn type_help(key: &str, found: &DeValue<'_>, written: &str, kind: ValueKind) -> String {
    match (kind, found) {
        (ValueKind::Time, DeValue::String(text)) if text.parse::<Datetime>().is_ok() => {
            format!("remove the quotes: `{key} = {text}`")
        }
        (ValueKind::Time, DeValue::String(text)) if let Some(lines) = time_lines(key, text) => {
            format!("write {lines}")
        }
        (ValueKind::Time, DeValue::String(text)) if is_unknown(text) => format!(
            "leave the session out until its date is known, or write a likely one and `status = \"tentative\"`: `{key} = 2027-09-23T14:00:00`"
        ),
        (ValueKind::Geo, DeValue::String(_) | DeValue::Array(_))
            if let Some(position) = slips::position(written) =>
        {
            format!("write `{key} = {position}`")
        }
        (ValueKind::Bool, DeValue::String(text)) if matches!(&**text, "true" | "false") => {
            format!("remove the quotes: `{key} = {text}`")
        }
        (ValueKind::Lines | ValueKind::Ids, DeValue::String(text)) if text.len() <= 80 => {
            format!("write `{key} = [{text:?}]`")
        }
        (ValueKind::Duration, DeValue::Integer(minutes)) => {
            format!("write the unit: `{key} = \"{}m\"`", minutes.as_str())
        }
        (
            ValueKind::Line | ValueKind::Text | ValueKind::Prose | ValueKind::Id,
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_),
        ) => format!("put it in quotes: `{key} = \"{written}\"`"),
        (ValueKind::Tables(_), DeValue::String(names)) if key == "speakers" && is_short(names) => {
            let names = names.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
            let tables: Vec<_> = names.map(|name| format!("{{ name = {name:?} }}")).collect();
            format!("write `{key} = [{}]`", tables.join(", "))
        }
        (ValueKind::Table(_), DeValue::String(text)) if key == "organizer" && is_short(text) => {
            format!("write `{key} = {}`", contact(text))
        }
        (ValueKind::Tables(_), _) if key == "session" => {
            "write `[[session]]`, with two brackets, above the keys of each session".to_owned()
        }
        (ValueKind::Audience(_) | ValueKind::Sha256, _) => {
            "run `kalends token NAME` and paste the lines it prints".to_owned()
        }
        (ValueKind::Tables(fields), _) => {
            format!("write `{key} = [{{ {} }}]`", example_fields(fields))
        }
        (ValueKind::Table(fields) | ValueKind::LineOrTable(fields), _) => {
            format!("write `{key} = {{ {} }}`", example_fields(fields))
        }
        (kind, _) => format!("write, for example, `{key} = {}`", example_value(kind)),
    }
}

/// A line for each reading of a date or time in quotes, if there is one.
fn time_lines(key: &str, text: &str) -> Option<String> {
    let lines = slips::date_readings(text).into_iter();
    let lines: Vec<_> = lines.map(|reading| format!("`{key} = {reading}`")).collect();
    (!lines.is_empty()).then(|| lines.join(" or "))
}

/// Whether a text says that the date is not known yet.
fn is_unknown(text: &str) -> bool {
    matches!(&*text.trim().to_ascii_lowercase(), "tbd" | "tba" | "tbc" | "?" | "unknown" | "")
}

/// Whether a help can repeat the text.
fn is_short(text: &str) -> bool {
    text.len() <= 120 && !text.chars().any(char::is_control) && !text.trim().is_empty()
}

/// A table of `organizer` for `Events team <events@example.org>`.
fn contact(text: &str) -> String {
    let (name, email) = match text.split_once('<') {
        Some((name, email)) => (name.trim(), Some(email.trim_end_matches(['>', ' ']))),
        None => (text.trim(), None),
    };
    match email {
        Some(email) if !name.is_empty() => format!("{{ name = {name:?}, email = {email:?} }}"),
        _ => format!("{{ name = {name:?} }}"),
    }
}

/// Help for an item that is not a table.
pub(super) fn item_help(item: &DeValue<'_>, kind: ValueKind) -> String {
    match (kind, item) {
        (ValueKind::Tables(fields), DeValue::String(name))
            if std::ptr::eq(fields, SPEAKER) && is_short(name) =>
        {
            format!("write `{{ name = {name:?} }}`")
        }
        (ValueKind::Tables(fields), _) => {
            format!("write each as `{{ {} }}`", example_fields(fields))
        }
        _ => format!("write {}", kind.words()),
    }
}

/// Help for a link that is not a whole web address.
pub(super) fn url_help(key: &str, written: &str) -> String {
    let whole = format!("https://{written}");
    let is_host = written.contains('.') && !written.contains(['@', ':']);
    // The help repeats the address, and findings go into logs.
    let is_host = is_host && !written.to_ascii_lowercase().contains("token");
    if is_host && WebUrl::parse(&whole).is_ok() {
        return format!("write `{key} = \"{whole}\"`");
    }
    if written.contains('@') {
        return "this is an e-mail address: write it as `email` of `organizer`, and remove it here"
            .to_owned();
    }
    "copy the whole address from the browser or the invitation; it begins with `https://`"
        .to_owned()
}

pub(super) fn example(field: &Field) -> String {
    let value = match field.kind {
        ValueKind::Tables(_) => return format!("a `[[{}]]`", field.key),
        kind => example_value(kind),
    };
    format!("`{} = {value}`", field.key)
}

fn example_value(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Time => "2027-09-23T14:00:00",
        ValueKind::Domain => "\"example.org\"",
        ValueKind::Id => "\"opening\"",
        ValueKind::Email => "\"events@example.org\"",
        ValueKind::Bool => "true",
        ValueKind::Geo => "[50.84, 4.36]",
        ValueKind::Zone => "\"Europe/Brussels\"",
        ValueKind::Language => "\"en\"",
        ValueKind::Url => "\"https://example.org/page\"",
        ValueKind::Colour => "\"steelblue\"",
        ValueKind::Duration => "\"1h30m\"",
        ValueKind::Status => "\"confirmed\"",
        ValueKind::OnCancel => "\"mark\"",
        ValueKind::ClockChange => "\"intended\"",
        ValueKind::Sha256 => "\"9f86d081…\"",
        ValueKind::Ids | ValueKind::Members | ValueKind::IdOrIds | ValueKind::Lines => "[\"…\"]",
        _ => "\"…\"",
    }
}

pub(super) fn example_fields(fields: &[Field]) -> String {
    // Switches are left out: an example should not turn anything on.
    fields
        .iter()
        .filter(|field| field.kind != ValueKind::Bool)
        .map(|field| format!("{} = {}", field.key, example_value(field.kind)))
        .collect::<Vec<_>>()
        .join(", ")
}
