//! Findings about text that is not TOML.

use super::malformed::{malformed, other_format};
use super::reader::TableReader;
use super::structure::{self, Errors, StructureSlip};
use super::{codes, slips};
use crate::diagnostic::Span;

/// Most findings about text that is not TOML: one mistake can make every line after it unreadable.
const MAX_FINDINGS: usize = 20;

/// Reports syntax errors; a recognised mistake once, even if it makes many lines unreadable.
pub(super) fn find_errors(reader: &mut TableReader, errors: &[toml::de::Error]) {
    if errors.is_empty() {
        return;
    }
    let file = reader.file.clone();
    let text = file.text();
    if let Some(other) = other_format(text) {
        reader
            .find(&codes::SYNTAX, Span { start: 0, end: 0 }, other.what.to_owned())
            .add_help(other.help);
        return;
    }
    if let Some(at) = lone_return(text) {
        let headline = "the line breaks are those of an old Mac (CR alone)".to_owned();
        reader.find(&codes::SYNTAX, Span { start: at, end: at + 1 }, headline).add_help(
            "save the file with the line breaks of Windows (CRLF) or Unix (LF); your editor shows \
             the choice in the bar at the bottom, or in Save as",
        );
        return;
    }
    let structure = structure::find(text);
    let mut is_found = vec![false; structure.len()];
    let mut reported = 0..0;
    let mut count = 0;
    let span_of =
        |error: &toml::de::Error| error.span().map_or(Span { start: 0, end: 0 }, Span::from);
    let mut errors: Vec<_> = errors.iter().map(|error| (span_of(error), error)).collect();
    errors.sort_by_key(|(span, _)| span.start);
    for (span, error) in errors {
        if reported.contains(&span.start) {
            continue;
        }
        let is_conflict = is_conflict(error);
        let explains = |slip: &StructureSlip| {
            slip.explains(span.start) && (is_conflict || slip.errors == Errors::All)
        };
        if let Some(number) = structure.iter().position(explains) {
            is_found[number] = true;
            continue;
        }
        count += 1;
        if count > MAX_FINDINGS {
            continue;
        }
        let start = text.get(..span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(start..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let slip = malformed(rest).or_else(|| slips::slip(line));
        // The errors after the first in a line are mostly because of it.
        let lines = slip.as_ref().map_or(1, |slip| slip.lines);
        let length: usize = rest.split_inclusive('\n').take(lines).map(str::len).sum();
        reported = start..start + length;
        match slip {
            Some(slip) => {
                let finding = reader.find(&codes::SYNTAX, span, slip.what.to_owned());
                for help in slip.help {
                    finding.add_help(help);
                }
            }
            None => {
                let headline = format!("not TOML: {}", error.message().replace('\n', ", "));
                let finding = reader.find(&codes::SYNTAX, span, headline);
                let message = error.message();
                let before = text.get(..start).unwrap_or_default();
                let computed = slips::days_of_month(line)
                    .or_else(|| keys_after_session(message, before).map(str::to_owned))
                    .or_else(|| help(message).map(str::to_owned));
                if let Some(help) = computed {
                    finding.add_help(help);
                }
            }
        }
    }
    for (slip, _) in structure.into_iter().zip(is_found).filter(|(_, is_found)| *is_found) {
        let finding = reader.find(&codes::SYNTAX, slip.span, slip.what);
        for help in slip.help {
            finding.add_help(help);
        }
    }
    if let (Some(last), 1..) = (reader.findings.last_mut(), count.saturating_sub(MAX_FINDINGS)) {
        last.add_note(format!("{} more like it", count - MAX_FINDINGS));
    }
}

/// A help for a file with the keys of the series after its first session.
fn keys_after_session(message: &str, before: &str) -> Option<&'static str> {
    let head = before.lines().take_while(|line| !line.starts_with("[[")).count();
    let is_empty = !before.lines().take(head).any(|line| line.contains('='));
    (message.contains("duplicate key") && is_empty)
        .then_some("move the keys of the series above the first `[[session]]`")
}

/// The first carriage return without a line feed, which TOML does not have.
fn lone_return(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    text.match_indices('\r').map(|(at, _)| at).find(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// Whether the parser rejects a key or header because of an earlier one.
fn is_conflict(error: &toml::de::Error) -> bool {
    ["duplicate key", "cannot extend", "redefine"].iter().any(|word| error.message().contains(word))
}

/// A help for a mistake that is not recognised, from the parser's message.
fn help(message: &str) -> Option<&'static str> {
    let has = |word: &str| message.contains(word);
    if has("key with no value") || has("unquoted key") {
        Some("a line is `key = value`, `[[session]]`, or a comment that begins with `#`")
    } else if has("duplicate key") {
        Some("remove one of the two; each session begins with `[[session]]`")
    } else if has("string") {
        Some("text begins and ends with `\"`, text of several lines with `\"\"\"`")
    } else if has("date") || has("time") || has("float") || has("number") || has("integer") {
        Some("a date is year-month-day, `2027-09-23`; a time goes from 00:00:00 to 23:59:59")
    } else {
        None
    }
}
