//! Findings about text that is not TOML.

use super::reader::Reader;
use super::{codes, slips};
use crate::diagnostic::Span;

/// Most findings about text that is not TOML: one mistake can make every line after it unreadable.
const MAX_FINDINGS: usize = 20;

/// Reports what the parser could not read; a recognised mistake once, however much it broke.
pub(super) fn find_errors(reader: &mut Reader, errors: &[toml::de::Error]) {
    let file = reader.file.clone();
    let text = file.text();
    if !errors.is_empty() && text.starts_with("{\\rtf") {
        let headline = "this is a document of a word processor (RTF), not plain text".to_owned();
        reader
            .find(&codes::SYNTAX, Span { start: 0, end: 0 }, headline)
            .add_help("in WordPad or Word, choose Save as, and the type Plain Text");
        return;
    }
    let mut recognised = 0..0;
    let mut count = 0;
    for error in errors {
        let span = error.span().map_or(Span { start: 0, end: 0 }, Span::from);
        if recognised.contains(&span.start) {
            continue;
        }
        count += 1;
        if count > MAX_FINDINGS {
            continue;
        }
        let start = text.get(..span.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let line = text.get(start..).and_then(|text| text.lines().next()).unwrap_or_default();
        match slips::slip(line) {
            Some(slip) => {
                recognised = start..start + line.len() + 1;
                let finding = reader.find(&codes::SYNTAX, span, slip.what.to_owned());
                for help in slip.help {
                    finding.add_help(help);
                }
            }
            None => {
                let headline = format!("not TOML: {}", error.message().replace('\n', ", "));
                let finding = reader.find(&codes::SYNTAX, span, headline);
                if let Some(help) = help(error.message()) {
                    finding.add_help(help);
                }
            }
        }
    }
    if let (Some(last), 1..) = (reader.findings.last_mut(), count.saturating_sub(MAX_FINDINGS)) {
        last.add_note(format!("{} more like it", count - MAX_FINDINGS));
    }
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
