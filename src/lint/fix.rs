//! Lines to write instead of faulty ones, for helps.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use uuid::Uuid;

use super::form::unencoded;
use super::notes::shown;
use crate::ical::{Component, ContentLine, date, date_time, duration};

/// Maximum length of a link that is corrected, in bytes.
const MAX_LINK: usize = 2_000;
/// Maximum length of a line in a help, in characters.
const MAX_LINE: usize = 200;

/// The line with another value.
pub(super) fn line(line: &ContentLine<'_>, value: &str) -> String {
    named(line, &line.name, value)
}

/// The line with another name and value, and the same parameters.
pub(super) fn named(line: &ContentLine<'_>, name: &str, value: &str) -> String {
    composed(line, name, |_| true, value)
}

/// The line without a parameter, with another value.
pub(super) fn without(line: &ContentLine<'_>, parameter: &str, value: &str) -> String {
    composed(line, &line.name, |name| !name.eq_ignore_ascii_case(parameter), value)
}

fn composed(
    line: &ContentLine<'_>,
    name: &str,
    is_kept: impl Fn(&str) -> bool,
    value: &str,
) -> String {
    let mut text = name.to_owned();
    for parameter in line.parameters().flatten().filter(|it| is_kept(it.name)) {
        text.push_str(&format!(";{}={}", parameter.name, parameter.value));
    }
    format!("{text}:{value}")
}

/// A date or time in its own form, some steps later: days for a date, hours for a time.
pub(super) fn later(value: &str, steps: i32) -> Option<String> {
    if let Some(day) = date(value) {
        return Some(day.checked_add(steps.days()).ok()?.strftime("%Y%m%d").to_string());
    }
    let (local, zulu) = value.strip_suffix('Z').map_or((value, ""), |local| (local, "Z"));
    let later = date_time(local)?.checked_add(steps.hours()).ok()?;
    Some(format!("{}{zulu}", written(later)))
}

/// A local time as calendars write it.
pub(super) fn written(local: DateTime) -> String {
    local.strftime("%Y%m%dT%H%M%S").to_string()
}

/// A DTEND for an event that starts with `start`: a day or an hour later.
pub(super) fn end_after(start: &ContentLine<'_>) -> String {
    match later(&start.value, 1) {
        Some(value) => named(start, "DTEND", &value),
        None => "DTEND;TZID=Europe/Brussels:20270923T153000".to_owned(),
    }
}

/// A constant identifier, made from a text.
pub(super) fn identifier(text: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes())
}

/// A UID for an event without one.
pub(super) fn uid(event: &Component<'_>) -> String {
    let values: Vec<_> = ["DTSTART", "SUMMARY", "LOCATION"]
        .iter()
        .filter_map(|name| event.get(name))
        .map(|line| line.value.as_ref())
        .collect();
    format!("UID:{}", identifier(&values.join("\n")))
}

/// The time of an event's last revision, by the properties that it has.
pub(super) fn revised<'e>(event: &'e Component<'_>) -> Option<&'e str> {
    let names = ["LAST-MODIFIED", "DTSTAMP", "CREATED"];
    let values = names.iter().filter_map(|name| event.get(name)).map(|line| line.value.as_ref());
    let is_utc = |value: &&str| value.strip_suffix('Z').is_some_and(|it| date_time(it).is_some());
    values.into_iter().find(is_utc)
}

/// A web link with a scheme and percent-encoded characters, if these were all that it lacked.
pub(super) fn link(value: &str) -> Option<String> {
    if value.len() > MAX_LINK {
        return None;
    }
    let value = value.trim().replace("\\,", ",").replace("\\;", ";");
    let looks_like_host = value.split('/').next().is_some_and(|host| host.contains('.'));
    let mut link = match value.split_once("://") {
        Some(_) => value,
        None if looks_like_host && !value.contains(':') => format!("https://{value}"),
        None => return None,
    };
    for _ in 0..link.len() {
        let Some(c) = unencoded(&link) else { break };
        let encoded: String = c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
        // `%` itself is encoded only where two digits are missing, so all others stay.
        link = match c {
            '%' => percent_encoded(&link),
            c => link.replace(c, &encoded),
        };
    }
    crate::model::WebUrl::parse(&link).ok().map(|_| link)
}

/// The text with `%25` for each `%` that does not begin an encoded byte.
fn percent_encoded(text: &str) -> String {
    let is_hex = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut encoded = String::with_capacity(text.len() + 2);
    for (at, c) in text.char_indices() {
        encoded.push(c);
        if c == '%' && !(is_hex(at + 1) && is_hex(at + 2)) {
            encoded.push_str("25");
        }
    }
    encoded
}

/// A trigger as long before the start as the written one is after it.
pub(super) fn trigger(line: Option<&ContentLine<'_>>) -> String {
    let after = line.filter(|line| duration(&line.value).is_some());
    match after.map(|line| (line, line.value.trim_start_matches(['-', '+']))) {
        Some((_, value)) => format!("TRIGGER:-{value}"),
        None => "TRIGGER:-PT15M".to_owned(),
    }
}

/// `write …` with a line, if it is short enough to read in a help; else the general advice.
pub(super) fn write_or(line: &str, advice: &str) -> String {
    if line.chars().count() > MAX_LINE { advice.to_owned() } else { format!("write `{line}`") }
}

/// A help about a line that is not of the form `NAME:value`.
pub(crate) fn not_a_line(text: &str) -> String {
    match text.split_once(':') {
        Some((name, _)) => format!(
            "write only letters, digits and hyphens in the name `{}`; if the line continues the \
             one above, write a space before it",
            shown(name)
        ),
        None => format!(
            "if `{}` continues the line above, write a space before it; else remove it, or begin \
             it with a name and a colon",
            shown(text)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_get_what_they_lack() {
        for (written, meant) in [
            ("www.example.org/a", Some("https://www.example.org/a")),
            ("https://example.org/a b", Some("https://example.org/a%20b")),
            ("https://example.org/100%", Some("https://example.org/100%25")),
            ("https://example.org/ä", Some("https://example.org/%C3%A4")),
            ("https://example.org/a\\,b", Some("https://example.org/a,b")),
            ("see the page", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(link(written).as_deref(), meant, "{written}");
        }
    }

    #[test]
    fn times_keep_their_form() {
        assert_eq!(later("20270310", 1).as_deref(), Some("20270311"));
        assert_eq!(later("20270310T233000Z", 1).as_deref(), Some("20270311T003000Z"));
        assert_eq!(later("20270310T233000", -1).as_deref(), Some("20270310T223000"));
        assert_eq!(later("99991231", 1), None);
    }
}
