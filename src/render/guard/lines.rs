//! Physical lines → content lines (rules `utf-8-with-crlf` and `lines-of-75-octets`). Works on
//! bytes; finds the first fault.

use super::{Fault, fault};
use crate::rules::Rule;

/// RFC 5545 §3.1, counted without the line break.
const MAX_OCTETS: usize = 75;

/// A content line taken apart; nothing is decoded.
pub(super) struct Property<'a> {
    pub(super) name: &'a str,
    pub(super) parameters: Parameters<'a>,
    pub(super) value: &'a str,
}

/// Names and values of parameters. What is written has two at most, which need no memory of their
/// own.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    few: [(&'a str, &'a str); 2],
    count: usize,
    /// All of them, where they are not few.
    many: Vec<(&'a str, &'a str)>,
}

impl<'a> Parameters<'a> {
    pub(super) fn push(&mut self, parameter: (&'a str, &'a str)) {
        if let Some(free) = self.few.get_mut(self.count) {
            *free = parameter;
        } else {
            if self.many.is_empty() {
                self.many.extend(self.few);
            }
            self.many.push(parameter);
        }
        self.count += 1;
    }

    pub(super) fn as_slice(&self) -> &[(&'a str, &'a str)] {
        self.few.get(..self.count).unwrap_or(&self.many)
    }
}

/// Iterates over content lines.
pub(super) struct Lines<'t> {
    text: &'t str,
    rest: &'t str,
    line: usize,
    unfolded: String,
}

/// A content line.
pub(super) struct Content<'s, 't> {
    /// Number of its first physical line.
    pub(super) line: usize,
    pub(super) text: &'s str,
    /// The same where it stands in the calendar, if it is not folded.
    pub(super) whole: Option<&'t str>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, rest: text, line: 0, unfolded: String::new() }
    }

    /// How many bytes were read.
    pub(super) fn offset(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// The bytes from one offset to another; both are between lines.
    pub(super) fn between(&self, from: usize, to: usize) -> &'t str {
        &self.text[from..to]
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    /// The next physical line with its end, if it has one.
    pub(super) fn peek(&self) -> Option<&'t str> {
        let end = memchr::memchr(b'\n', self.rest.as_bytes())?;
        Some(&self.rest[..=end])
    }

    /// What is left from here up to and including `end`, if that stands there.
    pub(super) fn rest_through(&self, end: &str) -> Option<&'t str> {
        let at = memchr::memmem::find(self.rest.as_bytes(), end.as_bytes())?;
        Some(&self.rest[..at + end.len()])
    }

    /// Passes over whole lines that are known, if they are what is next; whether they are.
    pub(super) fn pass(&mut self, known: &str, lines: usize) -> bool {
        let Some(rest) = self.rest.strip_prefix(known) else { return false };
        self.rest = rest;
        self.line += lines;
        true
    }

    /// The next content line.
    pub(super) fn next_line(&mut self) -> Result<Option<Content<'_, 't>>, Fault> {
        let Some(first) = self.physical()? else { return Ok(None) };
        let line = self.line;
        if first.starts_with([' ', '\t']) {
            return fault(line, Rule::LinesOf75Octets, "a fold of nothing");
        }
        if !self.rest.starts_with(' ') {
            return Ok(Some(Content { line, text: first, whole: Some(first) }));
        }
        self.unfolded.clear();
        self.unfolded.push_str(first);
        while self.rest.starts_with(' ') {
            let Some(more) = self.physical()? else { break };
            let more = &more[1..];
            if more.is_empty() {
                return fault(self.line, Rule::LinesOf75Octets, "a fold of nothing");
            }
            let backslashes = self.unfolded.bytes().rev().take_while(|byte| *byte == b'\\').count();
            if backslashes % 2 == 1 {
                return fault(self.line, Rule::LinesOf75Octets, "a fold inside an escape");
            }
            self.unfolded.push_str(more);
        }
        Ok(Some(Content { line, text: &self.unfolded, whole: None }))
    }

    fn physical(&mut self) -> Result<Option<&'t str>, Fault> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.line += 1;
        // A line that ends otherwise has a control character in it, or no end at all.
        let end = memchr::memchr(b'\n', self.rest.as_bytes());
        let Some(line) = end.and_then(|end| self.rest[..end].strip_suffix('\r')) else {
            return fault(self.line, Rule::Utf8WithCrlf, "a line without CRLF");
        };
        self.rest = &self.rest[line.len() + 2..];
        if line.is_empty() {
            return fault(self.line, Rule::Utf8WithCrlf, "an empty line");
        }
        if line.len() > MAX_OCTETS {
            return fault(self.line, Rule::LinesOf75Octets, format!("{} octets", line.len()));
        }
        // RFC 5545 §3.1 allows HTAB; DEL is a control character as well (rule `text-escaped`).
        // All bytes are looked at, so that many can be at once.
        let is_control = |byte: u8| (byte < b' ' && byte != b'\t') | (byte == 0x7F);
        if line.bytes().fold(false, |found, byte| found | is_control(byte)) {
            return fault(self.line, Rule::TextEscaped, "a control character");
        }
        if !line.is_ascii()
            && let Some(c) = line.chars().find(|c| !c.is_ascii() && is_forbidden(*c))
        {
            return fault(self.line, Rule::TextEscaped, format!("U+{:04X}", u32::from(c)));
        }
        Ok(Some(line))
    }
}

/// Rule `text-escaped`, beyond ASCII: controls and line breaks (C1, LS, PS), overrides of
/// direction, the byte order mark, noncharacters.
fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    matches!(
        code,
        0x80..=0x9F | 0x2028..=0x2029 | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFDD0..=0xFDEF | 0xFEFF
    ) || code & 0xFFFE == 0xFFFE
}
