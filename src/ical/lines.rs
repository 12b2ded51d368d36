//! Reader of content lines (RFC 5545 §3.1) that accepts any text.
//!
//! It cannot fail: oddities are passed to the caller, who reports them (`lint`), ignores them
//! (`adopt`) or stops there (the strict check). LF ends a line like CRLF, tabs fold like spaces,
//! and empty lines and a byte order mark are skipped. Properties are not interpreted.

use std::borrow::Cow;

use super::parameters::{MalformedParameter, Parameter, parameters};
use crate::diagnostic::Span;

/// RFC 5545 §3.1: 75 octets a line, line break excluded; the space of a fold counts (rule
/// `lines-of-75-octets`).
pub(super) const MAX_OCTETS: usize = 75;

/// A content line. Borrows from the text unless folded.
#[derive(Clone, Debug)]
pub(crate) struct ContentLine<'t> {
    /// In upper case.
    pub(crate) name: Cow<'t, str>,
    /// As written, starting at the first `;`.
    pub(super) parameters: Cow<'t, str>,
    /// As written, unfolded.
    pub(crate) value: Cow<'t, str>,
    /// Span of its first physical line.
    pub(crate) span: Span,
    /// Start of the value in the unfolded line, in bytes.
    pub(crate) value_at: usize,
}

/// A violation of RFC 5545, or something that some readers do not expect.
#[derive(Debug)]
pub(crate) enum Oddity {
    /// The text starts with a byte order mark.
    ByteOrderMark,
    /// A line ends with LF only.
    BareLf,
    /// The last line has no line end.
    NoLineEnd,
    /// A CR inside a line.
    CrInside,
    /// A line is empty.
    EmptyLine,
    /// A line of more than [`MAX_OCTETS`].
    LongLine(usize),
    /// A fold with a tab, an empty folded line, or a fold before the first line.
    OddFold,
    /// A line is folded inside an escape, after the backslash.
    FoldInEscape,
    /// A control character, noncharacter, line separator or direction override.
    Character(char),
    /// A name that is not in upper case.
    LowerCaseName,
    /// A line that is not of the form `NAME:value`.
    NotALine,
    /// The text does not begin with `BEGIN:VCALENDAR`.
    NoBegin,
    /// A second calendar follows the first.
    Second,
    /// Other text follows the calendar.
    Trailing,
    /// Components are nested more deeply than in any real calendar.
    TooDeep,
    /// END of a component that is not open.
    WrongEnd(String),
    /// The text ends before this component.
    Open(String),
    /// The calendar is missing.
    Nothing,
}

impl Oddity {
    /// Describes the oddity, for a headline.
    pub(crate) fn what(&self) -> Cow<'static, str> {
        let named =
            |name: &str| name.chars().take(60).collect::<String>().escape_debug().to_string();
        Cow::Borrowed(match self {
            Self::ByteOrderMark => "the file starts with a byte order mark",
            Self::BareLf => "a line ends with LF only",
            Self::NoLineEnd => "the last line has no line end",
            Self::CrInside => "a line contains a CR",
            Self::EmptyLine => "a line is empty",
            Self::LongLine(octets) => {
                return format!("a line has {octets} octets; the maximum is {MAX_OCTETS}").into();
            }
            Self::OddFold => "a line is folded with a tab, or a folded line is empty",
            Self::FoldInEscape => "a line is folded inside an escape",
            Self::Character(c) => {
                return format!("U+{:04X} is not allowed in a calendar", u32::from(*c)).into();
            }
            Self::LowerCaseName => "a name is not in upper case",
            Self::NotALine => "a line is not of the form `NAME:value`",
            Self::NoBegin => "the file does not start with `BEGIN:VCALENDAR`",
            Self::Second => {
                "the file contains more than one calendar; most programs read the first"
            }
            Self::Trailing => "something follows `END:VCALENDAR`",
            Self::TooDeep => "components are nested too deeply",
            Self::WrongEnd(name) => {
                return format!("`END:{}` ends something else", named(name)).into();
            }
            Self::Open(name) => {
                return format!("the file ends before `END:{}`", named(name)).into();
            }
            Self::Nothing => "the file does not contain a calendar",
        })
    }
}

impl ContentLine<'_> {
    /// Its parameters in order; for malformed ones, their text.
    pub(crate) fn parameters(
        &self,
    ) -> impl Iterator<Item = Result<Parameter<'_>, (MalformedParameter, &str)>> {
        parameters(&self.parameters)
    }

    /// The value of a parameter, without quotes, decoded as in RFC 6868.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let mut quoted = false;
        let mut parts = self.parameters.split(|c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        parts.find_map(|part| {
            let (known, value) = part.split_once('=')?;
            known.eq_ignore_ascii_case(name).then(|| decoded(value.trim_matches('"')))
        })
    }

    /// The value of a TEXT, unescaped (RFC 5545 §3.3.11). A backslash that escapes nothing stays,
    /// as in most readers.
    pub(crate) fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// Several TEXT values, separated by commas.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut escaped = false;
        let parts = self.value.split(|c| {
            let separates = c == ',' && !escaped;
            escaped = c == '\\' && !escaped;
            separates
        });
        parts.map(unescaped).collect()
    }
}

pub(super) fn unescaped(value: &str) -> String {
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

/// Reads content lines one by one.
pub(crate) struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Start of the next line.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// The unread text.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Skips the given lines if they come next; returns whether they did.
    pub(super) fn skip(&mut self, lines: &str) -> bool {
        let found = self.rest().starts_with(lines);
        self.at += if found { lines.len() } else { 0 };
        found
    }

    /// The next content line; `Err` has the span of a malformed line.
    pub(crate) fn next(
        &mut self,
        odd: &mut impl FnMut(Oddity, Span),
    ) -> Option<Result<ContentLine<'t>, Span>> {
        loop {
            let (first, span) = self.physical(odd)?;
            if !first.as_bytes().first().is_some_and(u8::is_ascii_graphic) {
                if first.starts_with([' ', '\t']) {
                    odd(Oddity::OddFold, span);
                }
                if first.trim().is_empty() {
                    continue;
                }
            }
            let line = if self.is_folded() {
                self.folded(first, span, odd)
            } else {
                split(first).map(|[name, colon]| ContentLine {
                    name: first[..name].into(),
                    parameters: first[name..colon].into(),
                    value: first[colon + 1..].into(),
                    span,
                    value_at: colon + 1,
                })
            };
            let Some(mut line) = line else { return Some(Err(span)) };
            // Among the characters of names, only lower-case letters are greater than `Z`.
            if line.name.bytes().any(|byte| byte > b'Z') {
                odd(Oddity::LowerCaseName, span);
                line.name.to_mut().make_ascii_uppercase();
            }
            return Some(Ok(line));
        }
    }

    fn is_folded(&self) -> bool {
        matches!(self.text.as_bytes().get(self.at), Some(b' ' | b'\t'))
    }

    fn folded(
        &mut self,
        first: &'t str,
        span: Span,
        odd: &mut impl FnMut(Oddity, Span),
    ) -> Option<ContentLine<'t>> {
        let mut whole = first.to_owned();
        let (mut last, mut end) = (first, span.end);
        while self.is_folded()
            && let Some((more, place)) = self.physical(odd)
        {
            if more.len() == 1 || more.starts_with('\t') {
                odd(Oddity::OddFold, place);
            }
            let backslashes = last.bytes().rev().take_while(|byte| *byte == b'\\').count();
            if backslashes % 2 == 1 {
                odd(Oddity::FoldInEscape, Span { start: end - 1, end });
            }
            whole.push_str(&more[1..]);
            (last, end) = (more, place.end);
        }
        let [name, colon] = split(&whole)?;
        // Folds are usually in the value.
        let part = |range: std::ops::Range<usize>| match first.get(range.clone()) {
            Some(part) => Cow::Borrowed(part),
            None => Cow::Owned(whole[range].to_owned()),
        };
        let (name, parameters) = (part(0..name), part(name..colon));
        whole.drain(..=colon);
        Some(ContentLine { name, parameters, value: whole.into(), span, value_at: colon + 1 })
    }

    /// The next physical line without its end, and its span.
    fn physical(&mut self, odd: &mut impl FnMut(Oddity, Span)) -> Option<(&'t str, Span)> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes());
        let whole = &rest[..length.unwrap_or(rest.len())];
        let line = whole.strip_suffix('\r').unwrap_or(whole);
        let (start, end) = (self.at, self.at + line.len());
        let span = Span { start, end };
        self.at += length.map_or(rest.len(), |length| length + 1);
        let mark = if start == 0 { line.strip_prefix('\u{FEFF}') } else { None };
        if mark.is_some() {
            odd(Oddity::ByteOrderMark, Span { start, end: '\u{FEFF}'.len_utf8() });
        }
        if length.is_none() {
            odd(Oddity::NoLineEnd, span);
        } else if line.len() == whole.len() {
            odd(Oddity::BareLf, span);
        }
        if line.is_empty()
            || line.starts_with('\u{FEFF}') && line.trim_matches('\u{FEFF}').is_empty()
        {
            odd(Oddity::EmptyLine, span);
        }
        if line.len() > MAX_OCTETS {
            odd(Oddity::LongLine(line.len()), span);
        }
        // Checks all bytes without stopping early, so that the compiler can vectorise it.
        let is_plain = |byte: u8| (b' '..0x7F).contains(&byte);
        let line = mark.unwrap_or(line);
        if !line.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
            let start = end - line.len();
            if line.contains('\r') {
                odd(Oddity::CrInside, span);
            }
            for (at, c) in line.char_indices().filter(|(_, c)| is_forbidden(*c)) {
                let (start, end) = (start + at, start + at + c.len_utf8());
                odd(Oddity::Character(c), Span { start, end });
            }
        }
        Some((line, Span { start: end - line.len(), end }))
    }
}

/// Controls, line separators, direction overrides, the byte order mark, noncharacters.
pub(crate) fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    match code {
        0x09 | 0x0D => false,
        0..=0x1F | 0x7F..=0x9F | 0x2028..=0x202E | 0x2066..=0x2069 | 0xFDD0..=0xFDEF | 0xFEFF => {
            true
        }
        _ => code & 0xFFFE == 0xFFFE,
    }
}

/// The end of a content line's name, and the `:` before its value: the first outside quotes.
fn split(line: &str) -> Option<[usize; 2]> {
    let bytes = line.as_bytes();
    let is_name = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'-' | b'a'..=b'z' | b'0'..=b'9');
    let name = bytes.iter().position(|byte| !is_name(byte)).filter(|length| *length > 0)?;
    match bytes[name] {
        b':' => Some([name, name]),
        b';' => {
            let mut quoted = false;
            let colon = bytes[name..].iter().position(|byte| {
                quoted ^= *byte == b'"';
                *byte == b':' && !quoted
            });
            Some([name, name + colon?])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Result<ContentLine<'_>, Span>> {
        let mut lines = Lines::new(text);
        std::iter::from_fn(|| lines.next(&mut |_, _| {})).collect()
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
        assert_eq!((&*line.name, &*line.value), ("ORGANIZER", "mailto:a@example.org"));
        assert_eq!(line.parameter("CN").as_deref(), Some("A; B: \"C\""));
        assert_eq!(line.parameter("SENT-BY").as_deref(), Some("x"));
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
