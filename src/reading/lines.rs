//! A calendar of anyone's → content lines with their places (RFC 5545 §3.1).
//!
//! Lenient where readers are: LF for CRLF, blank lines, a byte order mark, folds by tabs. Shares
//! nothing with the guard's reader, which must refuse all of these. Understands no property.

use std::borrow::Cow;

use crate::diagnostic::Span;

/// A content line taken apart.
#[derive(Clone, Debug)]
pub(crate) struct ContentLine {
    /// In upper case.
    pub(crate) name: String,
    /// Names in upper case; values without quotes, decoded by RFC 6868.
    parameters: Vec<(String, String)>,
    /// As written, unfolded.
    pub(crate) value: String,
    /// Its first physical line.
    pub(crate) span: Span,
    /// Where the value begins in the unfolded line, in bytes.
    pub(crate) value_at: usize,
}

impl ContentLine {
    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of a TEXT without its escapes (RFC 5545 §3.3.11). A backslash that escapes nothing
    /// stays, as most readers have it.
    pub(crate) fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// Several TEXT values between commas.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut escaped = false;
        for c in self.value.chars() {
            if c == ',' && !escaped {
                parts.push(String::new());
                continue;
            }
            escaped = c == '\\' && !escaped;
            if let Some(last) = parts.last_mut() {
                last.push(c);
            }
        }
        parts.iter().map(|part| unescaped(part)).collect()
    }
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => text.push('\n'),
            Some(c @ ('\\' | ';' | ',')) => text.push(c),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    text
}

/// The content lines of a text; `Err` has the place of a line that is none.
pub(crate) fn content_lines(text: &str) -> impl Iterator<Item = Result<ContentLine, Span>> {
    let mut at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    std::iter::from_fn(move || {
        loop {
            let (line, span, next) = physical(text, at)?;
            at = next;
            if line.trim().is_empty() {
                continue;
            }
            let mut whole = Cow::Borrowed(line);
            while let Some((more, _, next)) = physical(text, at) {
                if !more.starts_with([' ', '\t']) {
                    break;
                }
                whole.to_mut().push_str(&more[1..]);
                at = next;
            }
            return Some(split(&whole, span).ok_or(span));
        }
    })
}

/// The line that begins at `at`, its place, and where the next one begins.
fn physical(text: &str, at: usize) -> Option<(&str, Span, usize)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let length = rest.find('\n').unwrap_or(rest.len());
    let line = rest[..length].strip_suffix('\r').unwrap_or(&rest[..length]);
    Some((line, Span { start: at, end: at + line.len() }, at + length + 1))
}

fn split(line: &str, span: Span) -> Option<ContentLine> {
    let mut quoted = false;
    let colon = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    let (head, value) = (&line[..colon], &line[colon + 1..]);
    let mut parts = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, c) in head.char_indices() {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            parts.push(&head[from..at]);
            from = at + 1;
        }
    }
    parts.push(&head[from..]);
    let (name, parameters) = parts.split_first()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    let parameter = |text: &&str| {
        let (name, value) = text.split_once('=')?;
        Some((name.to_ascii_uppercase(), decoded(value.trim_matches('"'))))
    };
    Some(ContentLine {
        name: name.to_ascii_uppercase(),
        parameters: parameters.iter().filter_map(parameter).collect(),
        value: value.to_owned(),
        span,
        value_at: colon + 1,
    })
}

/// RFC 6868 §3.1.
fn decoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        let decoded = match (c, chars.peek()) {
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', Some('\'')) => '"',
            _ => {
                text.push(c);
                continue;
            }
        };
        chars.next();
        text.push(decoded);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Result<ContentLine, Span>> {
        content_lines(text).collect()
    }

    #[test]
    fn lines_are_unfolded_whatever_breaks_them() {
        let text = "\u{FEFF}BEGIN:VCALENDAR\n\r\nSUMMARY:a\r\n b\n\tc\r\nEND:VCALENDAR";
        let values: Vec<_> =
            lines(text).into_iter().map(|line| line.expect("good").value).collect();
        assert_eq!(values, ["VCALENDAR", "abc", "VCALENDAR"]);
    }

    #[test]
    fn parameters_lose_their_quotes_and_colons_in_quotes_end_nothing() {
        let text = "organizer;CN=\"A; B: ^'C^'\";sent-by=x:mailto:a@example.org";
        let line = lines(text).remove(0).expect("good");
        assert_eq!(
            (line.name.as_str(), line.value.as_str()),
            ("ORGANIZER", "mailto:a@example.org")
        );
        assert_eq!(line.parameter("CN"), Some("A; B: \"C\""));
        assert_eq!(line.parameter("SENT-BY"), Some("x"));
    }

    #[test]
    fn text_loses_its_escapes_and_keeps_other_backslashes() {
        let line = lines("SUMMARY:a\\, b\\; c\\\\ d\\N e\\x").remove(0).expect("good");
        assert_eq!(line.text(), "a, b; c\\ d\n e\\x");
        let line = lines("CATEGORIES:a\\,b,c").remove(0).expect("good");
        assert_eq!(line.texts(), ["a,b", "c"]);
    }

    #[test]
    fn a_line_that_says_nothing_has_its_place() {
        let found = lines("X:1\r\nnothing\r\nY:2").remove(1).expect_err("no content line");
        assert_eq!(found, Span { start: 5, end: 12 });
    }
}
