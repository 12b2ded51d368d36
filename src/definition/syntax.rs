//! Findings about text that is not TOML.

use super::malformed::{self, Malformed};
use super::reader::Reader;
use super::{codes, slips};
use crate::diagnostic::Span;

/// Most findings about text that is not TOML: one mistake can make every line after it unreadable.
const MAX_FINDINGS: usize = 20;

/// Reports what the parser could not read; a recognised mistake once, however much it broke.
pub(super) fn find_errors(reader: &mut Reader, errors: &[toml::de::Error]) {
    let file = reader.file.clone();
    let text = file.text();
    if let Some(other) = malformed::other_format(text).filter(|_| !errors.is_empty()) {
        reader
            .find(&codes::SYNTAX, Span { start: 0, end: 0 }, other.what.to_owned())
            .add_help(other.help);
        return;
    }
    let mut recognised = 0..0;
    let mut count = 0;
    let span_of =
        |error: &toml::de::Error| error.span().map_or(Span { start: 0, end: 0 }, Span::from);
    let mut errors: Vec<_> = errors.iter().map(|error| (span_of(error), error)).collect();
    errors.sort_by_key(|(span, _)| span.start);
    for (span, error) in errors {
        if recognised.contains(&span.start) {
            continue;
        }
        count += 1;
        if count > MAX_FINDINGS {
            continue;
        }
        let start = text.get(..span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(start..).and_then(|text| text.lines().next()).unwrap_or_default();
        let rest = text.get(start..).unwrap_or_default();
        let slip = match slips::slip(line) {
            Some(slip) => Some(Malformed { slip, lines: 1 }),
            None => malformed::malformed(rest),
        };
        match slip {
            Some(Malformed { slip, lines }) => {
                let length: usize = rest.split_inclusive('\n').take(lines).map(str::len).sum();
                recognised = start..start + length;
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
                let computed = slips::days_of_month(line).or_else(|| misplaced(message, before));
                match (computed, help(message)) {
                    (Some(help), _) => finding.add_help(help),
                    (None, Some(help)) => finding.add_help(help),
                    (None, None) => finding,
                };
            }
        }
    }
    if let (Some(last), 1..) = (reader.findings.last_mut(), count.saturating_sub(MAX_FINDINGS)) {
        last.add_note(format!("{} more like it", count - MAX_FINDINGS));
    }
}

/// A help for a file whose keys of the series follow its first session.
fn misplaced(message: &str, before: &str) -> Option<String> {
    let head = before.lines().take_while(|line| !line.starts_with("[[")).count();
    let is_empty = !before.lines().take(head).any(|line| line.contains('='));
    (message.contains("duplicate key") && is_empty)
        .then(|| "move the keys of the series above the first `[[session]]`".to_owned())
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
