//! Writer of content lines (RFC 5545 §3.1). Text, URI, parameter and date are separate functions,
//! because each has its own rule for the allowed characters.
//!
//! Total over validated types: it cannot fail, and no input can break a line. Lines are written
//! into one buffer: a value of several parts is written part by part, without temporary strings.

use std::fmt::{self, Write as _};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use unicode_segmentation::GraphemeCursor;

use super::lines::MAX_OCTETS;
use crate::model::{Language, WebUrl};

/// Writes content lines, folded and ended by CRLF.
#[derive(Debug, Default)]
pub(crate) struct ContentLines {
    out: String,
    /// Start of the current content line.
    start: usize,
    /// Buffer for a line while it is folded.
    unfolded: String,
}

impl ContentLines {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { out: String::with_capacity(capacity), start: 0, unfolded: String::new() }
    }

    pub(crate) fn into_text(self) -> String {
        self.out
    }

    /// Writes whole lines that are folded already, or need no folding, each with its CRLF.
    pub(crate) fn append(&mut self, lines: &str) {
        self.push(lines);
        self.start = self.out.len();
    }

    /// Writes a line verbatim: `BEGIN:VEVENT`, `VERSION:2.0`.
    pub(crate) fn constant(&mut self, line: &'static str) {
        self.push(line);
        self.end();
    }

    /// A TEXT value (RFC 5545 §3.3.11): `\`, `;`, `,` and line breaks are escaped (rule
    /// `text-escaped`).
    pub(crate) fn text(&mut self, name: &'static str, language: Option<&Language>, value: &str) {
        self.begin_text(name, language);
        self.escaped(value);
        self.end();
    }

    /// A TEXT value written by `write`; the line is omitted if it is empty.
    pub(crate) fn written(
        &mut self,
        name: &'static str,
        language: Option<&Language>,
        write: impl FnOnce(&mut TextValue<'_>) -> fmt::Result,
    ) {
        let mut value = TextValue { lines: self, name, language, is_begun: false };
        // Writing to the buffer cannot fail.
        let _ = write(&mut value);
        if value.is_begun {
            self.end();
        }
    }

    /// Writes a line up to the colon of a TEXT value; [`Self::escaped`] writes the value and
    /// [`Self::end`] ends it.
    pub(crate) fn begin_text(&mut self, name: &'static str, language: Option<&Language>) {
        self.push(name);
        if let Some(language) = language {
            // Letters, digits and hyphens need no quotes (rule `parameters-quoted`).
            self.push(";LANGUAGE=");
            self.push(language.as_str());
        }
        self.push(":");
    }

    /// Several TEXT values, separated by unescaped commas.
    pub(crate) fn texts<'a>(
        &mut self,
        name: &'static str,
        language: Option<&Language>,
        values: impl Iterator<Item = &'a str>,
    ) {
        self.begin_text(name, language);
        for (number, value) in values.enumerate() {
            if number > 0 {
                self.push(",");
            }
            self.escaped(value);
        }
        self.end();
    }

    /// A URI value; `name` may include constant parameters. URIs are never escaped (rule
    /// `values-validated`).
    pub(crate) fn uri(&mut self, name: &'static str, value: &WebUrl) {
        self.plain(name, value.as_str());
    }

    /// A value of letters, digits and `-+.;:`, such as a UID or GEO; `name` may include parameters.
    pub(crate) fn plain(&mut self, name: &'static str, value: impl fmt::Display) {
        self.push(name);
        self.push(":");
        let _ = write!(self.out, "{value}");
        self.end();
    }

    /// ORGANIZER with its name as a parameter.
    pub(crate) fn organizer(&mut self, name: &str, email: &str) {
        self.push("ORGANIZER;CN=");
        self.quoted(name);
        self.push(":mailto:");
        self.push(email);
        self.end();
    }

    /// A number.
    pub(crate) fn number(&mut self, name: &'static str, value: u32) {
        self.push(name);
        self.push(":");
        self.digits(value);
        self.end();
    }

    /// DATE-TIME in UTC: `20200923T120000Z`.
    pub(crate) fn utc(&mut self, name: &'static str, value: Timestamp) {
        self.push(name);
        self.push(":");
        self.date_time(jiff::tz::Offset::UTC.to_datetime(value), "Z\r\n");
    }

    /// DATE-TIME with a TZID: local time. Zone names are letters, digits and `/_+-`, and never
    /// quoted: every client writes them so, and readers compare them byte by byte (rule
    /// `zone-or-utc`).
    pub(crate) fn local(&mut self, name: &'static str, tzid: &str, value: DateTime) {
        self.push(name);
        self.push(";TZID=");
        self.push(tzid);
        self.push(":");
        self.date_time(value, "\r\n");
    }

    /// DATE: `20200923`.
    pub(crate) fn date(&mut self, name: &'static str, value: Date) {
        self.push(name);
        self.push(";VALUE=DATE:");
        self.ascii(&digits_of_date(value));
        self.end();
    }

    /// A date-time and the end of the line. Zone names are short, so no folding is needed.
    fn date_time(&mut self, value: DateTime, end: &'static str) {
        let mut digits = *b"00000000T000000";
        digits[..8].copy_from_slice(&digits_of_date(value.date()));
        digits[9..11].copy_from_slice(&two_digits(value.hour()));
        digits[11..13].copy_from_slice(&two_digits(value.minute()));
        digits[13..].copy_from_slice(&two_digits(value.second()));
        self.ascii(&digits);
        self.append(end);
    }

    /// A parameter value in quotes, encoded as in RFC 6868 (rule `parameters-quoted`).
    fn quoted(&mut self, value: &str) {
        self.push("\"");
        for c in value.chars() {
            match c {
                '^' => self.push("^^"),
                '"' => self.push("^'"),
                '\n' => self.push("^n"),
                other => self.out.push(other),
            }
        }
        self.push("\"");
    }

    /// A part of a TEXT value.
    pub(crate) fn escaped(&mut self, value: &str) {
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', value.as_bytes()) {
            self.escaped_line(&value[from..end]);
            self.push("\\n");
            from = end + 1;
        }
        self.escaped_line(&value[from..]);
    }

    fn escaped_line(&mut self, line: &str) {
        let bytes = line.as_bytes();
        let mut from = 0;
        for at in memchr::memchr3_iter(b'\\', b';', b',', bytes) {
            self.push(&line[from..at]);
            self.push(match bytes[at] {
                b'\\' => "\\\\",
                b';' => "\\;",
                _ => "\\,",
            });
            from = at + 1;
        }
        self.push(&line[from..]);
    }

    /// A part of a value that needs no escaping.
    pub(crate) fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A number as a part of a value.
    pub(crate) fn digits(&mut self, mut number: u32) {
        let mut digits = [b'0'; 10];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = digit(number);
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.ascii(&digits[at..]);
    }

    fn ascii(&mut self, digits: &[u8]) {
        self.push(str::from_utf8(digits).expect("digits are ASCII"));
    }

    /// Ends the content line, folding it if it is too long.
    pub(crate) fn end(&mut self) {
        if self.out.len() - self.start > MAX_OCTETS {
            self.fold();
        }
        self.push("\r\n");
        self.start = self.out.len();
    }

    fn fold(&mut self) {
        let mut unfolded = std::mem::take(&mut self.unfolded);
        unfolded.clear();
        unfolded.push_str(&self.out[self.start..]);
        self.out.truncate(self.start);
        let mut rest = unfolded.as_str();
        let mut room = MAX_OCTETS;
        while rest.len() > room {
            let (before, after) = rest.split_at(break_before(rest, room));
            self.push(before);
            self.push("\r\n ");
            rest = after;
            room = MAX_OCTETS - 1;
        }
        self.push(rest);
        self.unfolded = unfolded;
    }
}

/// A TEXT value while it is written, and the start of its line.
pub(crate) struct TextValue<'l> {
    lines: &'l mut ContentLines,
    name: &'static str,
    language: Option<&'l Language>,
    is_begun: bool,
}

impl fmt::Write for TextValue<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if !self.is_begun {
            self.lines.begin_text(self.name, self.language);
            self.is_begun = true;
        }
        self.lines.escaped(part);
        Ok(())
    }
}

/// Years are 1970–2100 by `When`, and have four digits in any record.
fn digits_of_date(date: Date) -> [u8; 8] {
    let year = date.year().unsigned_abs();
    let [thousands, hundreds, tens, ones] =
        [1000, 100, 10, 1].map(|one| digit(u32::from(year / one)));
    let ([m, n], [d, e]) = (two_digits(date.month()), two_digits(date.day()));
    [thousands, hundreds, tens, ones, m, n, d, e]
}

fn two_digits(number: i8) -> [u8; 2] {
    let number = u32::from(number.unsigned_abs());
    [digit(number / 10), digit(number)]
}

/// The last digit of a number.
fn digit(number: u32) -> u8 {
    const DIGITS: &[u8; 10] = b"0123456789";
    DIGITS[number as usize % 10]
}

/// The last position at or before `room` at which `line` may be folded: not inside a character, not
/// inside an escape, and not inside a grapheme unless it is longer than a line. Looks back over one
/// physical line at most, so folding is linear. `line` is longer than `room`, and `room` longer
/// than any character.
fn break_before(line: &str, room: usize) -> usize {
    let bytes = line.as_bytes();
    let between_ascii = |at: usize| bytes[at].is_ascii() && bytes[at - 1].is_ascii();
    // Most lines can be folded here; the rest handles the others.
    if between_ascii(room) && bytes[room - 1] != b'\\' {
        return room;
    }
    let in_escape =
        |at: usize| bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
    let allowed = |at: &usize| line.is_char_boundary(*at) && !in_escape(*at);
    let candidates = || (1..=room).rev().filter(allowed);
    let between_graphemes = |at: &usize| {
        // `line` starts at a grapheme boundary, so the text before it does not matter.
        let mut cursor = GraphemeCursor::new(*at, line.len(), true);
        between_ascii(*at) || cursor.is_boundary(line, 0).unwrap_or(true)
    };
    candidates()
        .find(between_graphemes)
        .or_else(|| candidates().next())
        .unwrap_or_else(|| line.floor_char_boundary(room))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut ContentLines)) -> String {
        let mut lines = ContentLines::default();
        write(&mut lines);
        lines.into_text()
    }

    fn description(value: &str) -> String {
        written(|lines| lines.text("DESCRIPTION", None, value))
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(description("a\\b;c,d\ne:\"f\""), "DESCRIPTION:a\\\\b\\;c\\,d\\ne:\"f\"\r\n");
    }

    #[test]
    fn a_line_of_75_octets_is_not_folded_and_one_of_76_is() {
        let name = "DESCRIPTION:".len();
        assert_eq!(description(&"a".repeat(75 - name)).matches("\r\n").count(), 1);
        let folded = description(&"a".repeat(76 - name));
        assert_eq!(folded, format!("DESCRIPTION:{}\r\n a\r\n", "a".repeat(75 - name)));
    }

    #[test]
    fn nothing_is_broken_that_must_stay_whole() {
        for unit in
            ["é", "\u{2028}ä", "🩺", "\\", ",", "\n", "e\u{301}", "👩🏽‍⚕️", "🇪🇺", "한", "\u{600}1"]
        {
            for shift in 0..75 {
                let value = format!("{}{}", "x".repeat(shift), unit.repeat(60));
                let text = description(&value);
                for line in text.split_terminator("\r\n") {
                    assert!(line.len() <= 75, "{unit:?} {shift}: {line:?}");
                    let backslashes = line.len() - line.trim_end_matches('\\').len();
                    assert_eq!(backslashes % 2, 0, "{unit:?} {shift}: {line:?}");
                }
                let unfolded = text.replace("\r\n ", "");
                assert_eq!(unfolded.trim_end(), description_unfolded(&value), "{unit:?} {shift}");
                if unit.chars().count() > 1 && !unit.starts_with('\u{2028}') {
                    let whole = text.matches(unit).count();
                    assert_eq!(whole, 60, "{unit:?} {shift}: a grapheme was broken");
                }
            }
        }
    }

    fn description_unfolded(value: &str) -> String {
        let escaped = value
            .replace('\\', "\\\\")
            .replace(';', "\\;")
            .replace(',', "\\,")
            .replace('\n', "\\n");
        format!("DESCRIPTION:{escaped}")
    }

    #[test]
    fn a_grapheme_longer_than_a_line_is_broken_between_characters() {
        let text = description(&format!("a{}", "\u{301}".repeat(200)));
        assert!(text.split("\r\n").all(|line| line.len() <= 75));
    }

    #[test]
    fn parameters_are_quoted_and_encoded() {
        let line = written(|lines| lines.organizer("A \"B\" ^ C; D: E", "a@example.org"));
        assert_eq!(line, "ORGANIZER;CN=\"A ^'B^' ^^ C; D: E\":mailto:a@example.org\r\n");
    }

    #[test]
    fn dates_have_their_forms() {
        let at: Timestamp = "2020-09-23T12:00:00Z".parse().expect("timestamp");
        assert_eq!(written(|lines| lines.utc("DTSTAMP", at)), "DTSTAMP:20200923T120000Z\r\n");
        let local = "2020-09-23T14:05:09".parse().expect("date-time");
        assert_eq!(
            written(|lines| lines.local("DTSTART", "Europe/Brussels", local)),
            "DTSTART;TZID=Europe/Brussels:20200923T140509\r\n"
        );
        let date = "1970-01-02".parse().expect("date");
        assert_eq!(written(|lines| lines.date("DTEND", date)), "DTEND;VALUE=DATE:19700102\r\n");
    }
}
