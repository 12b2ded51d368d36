//! Texts that are safe in a calendar: no control characters, nothing that reorders a line.

use std::fmt;

use super::ids::display_as_str;

/// The reason a text cannot be published. `at`: byte offset of the character in the given text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextProblem {
    /// Empty, or only whitespace.
    Empty,
    /// More UTF-16 units than allowed.
    TooLong {
        /// Actual number of units.
        units: usize,
        /// Allowed number of units.
        max: usize,
    },
    /// A line break in a text of one line.
    LineBreak {
        /// Byte offset.
        at: usize,
    },
    /// A control character, byte order mark, noncharacter or bidirectional override.
    Forbidden {
        /// The character.
        character: char,
        /// Byte offset.
        at: usize,
    },
}

impl TextProblem {
    /// Byte offset of the offending character, if there is one.
    #[must_use]
    pub fn offset(self) -> Option<usize> {
        match self {
            Self::LineBreak { at } | Self::Forbidden { at, .. } => Some(at),
            Self::Empty | Self::TooLong { .. } => None,
        }
    }
}

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is empty"),
            Self::TooLong { units, max } => {
                write!(f, "has {units} characters; the most is {max}")
            }
            Self::LineBreak { .. } => write!(f, "has a line break; it must be one line"),
            Self::Forbidden { character, .. } => {
                let kind = match *character {
                    '\u{FEFF}' => "a byte order mark",
                    c if is_bidi_control(c) => "a bidirectional override",
                    c if c.is_control() => "a control character",
                    _ => "a noncharacter",
                };
                write!(f, "has {kind}, U+{:04X}", u32::from(*character))
            }
        }
    }
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

/// All line breaks of Unicode: CR, LF, VT, FF, NEL, LS, PS.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub(super) fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\t' && !is_line_break(c))
        || c == '\u{FEFF}'
        || is_bidi_control(c)
        || is_noncharacter(c)
}

fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// Whether a text is ASCII without control characters, so that it needs no further check. Most texts
/// are, and this test handles many bytes at once.
fn is_plain(text: &str) -> bool {
    let special = |byte: u8| !(b' '..=b'~').contains(&byte);
    !text.bytes().fold(false, |found, byte| found | special(byte))
}

fn check(text: &str, max: usize) -> Result<(), TextProblem> {
    let mut characters = text.char_indices();
    if !is_plain(text)
        && let Some((at, character)) = characters.find(|(_, c)| is_forbidden(*c))
    {
        return Err(TextProblem::Forbidden { character, at });
    }
    if text.is_empty() {
        return Err(TextProblem::Empty);
    }
    match units(text) {
        units if units > max => Err(TextProblem::TooLong { units, max }),
        _ => Ok(()),
    }
}

/// Text of one line, trimmed, not empty: titles, names, places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(Box<str>);

impl Line {
    /// Longest line, in UTF-16 units.
    pub const MAX_UNITS: usize = 1_000;
    /// Longest line that Outlook shows in full, in UTF-16 units (rule `titles-of-one-line`).
    pub const OUTLOOK_UNITS: usize = 255;

    /// Trims whitespace at both ends and turns tabs into spaces.
    ///
    /// # Errors
    /// The reason `text` is not a line, and the place.
    pub fn parse(text: &str) -> Result<Self, TextProblem> {
        let trimmed = text.trim();
        if is_plain(trimmed) {
            return check(trimmed, Self::MAX_UNITS).map(|()| Self(trimmed.into()));
        }
        let offset = text.len() - text.trim_start().len();
        if let Some((at, _)) = trimmed.char_indices().find(|(_, c)| is_line_break(*c)) {
            return Err(TextProblem::LineBreak { at: at + offset });
        }
        check(trimmed, Self::MAX_UNITS).map_err(|problem| shifted(problem, offset))?;
        Ok(Self(trimmed.replace('\t', " ").into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Length in UTF-16 units, as Outlook counts.
    #[must_use]
    pub fn units(&self) -> usize {
        units(&self.0)
    }
}

/// Text of any number of lines, trimmed, not empty; every line break is `\n`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose(Box<str>);

impl Prose {
    /// Longest text, in UTF-16 units.
    pub const MAX_UNITS: usize = 16_000;

    /// Trims whitespace at both ends and turns every kind of line break into `\n`.
    ///
    /// # Errors
    /// The reason `text` cannot be published, and the place.
    pub fn parse(text: &str) -> Result<Self, TextProblem> {
        let trimmed = text.trim();
        if trimmed.split('\n').all(is_plain) {
            return check(trimmed, Self::MAX_UNITS).map(|()| Self(trimmed.into()));
        }
        let offset = text.len() - text.trim_start().len();
        check(trimmed, Self::MAX_UNITS).map_err(|problem| shifted(problem, offset))?;
        let joined = trimmed.replace("\r\n", "\n");
        Ok(Self(joined.replace(|c| is_line_break(c) && c != '\n', "\n").into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn shifted(problem: TextProblem, by: usize) -> TextProblem {
    match problem {
        TextProblem::Forbidden { character, at } => {
            TextProblem::Forbidden { character, at: at + by }
        }
        other => other,
    }
}

display_as_str!(Line, Prose);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_becomes_a_newline_in_prose_and_is_refused_in_a_line() {
        for broken in ["\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
            let text = format!("a{broken}b");
            assert_eq!(Prose::parse(&text).expect("prose").as_str(), "a\nb", "{broken:?}");
            assert_eq!(Line::parse(&text), Err(TextProblem::LineBreak { at: 1 }), "{broken:?}");
        }
    }

    #[test]
    fn forbidden_characters_are_refused_with_their_place() {
        for c in
            ['\0', '\u{7f}', '\u{9f}', '\u{feff}', '\u{fffe}', '\u{fdd0}', '\u{202e}', '\u{2066}']
        {
            let text = format!("  ab{c}d");
            let at = 4;
            assert_eq!(Line::parse(&text), Err(TextProblem::Forbidden { character: c, at }));
            assert_eq!(Prose::parse(&text), Err(TextProblem::Forbidden { character: c, at }));
        }
    }

    #[test]
    fn blanks_are_trimmed_and_only_blanks_are_empty() {
        assert_eq!(Line::parse("  a\tb ").expect("line").as_str(), "a b");
        assert_eq!(Line::parse(" \t "), Err(TextProblem::Empty));
        assert_eq!(Prose::parse("\n\n"), Err(TextProblem::Empty));
    }

    #[test]
    fn length_is_counted_as_outlook_counts() {
        let line = Line::parse("🩺🩺").expect("line");
        assert_eq!(line.units(), 4);
        let long = "🩺".repeat(Line::MAX_UNITS / 2 + 1);
        assert!(matches!(Line::parse(&long), Err(TextProblem::TooLong { .. })));
    }
    #[test]
    fn characters_beside_forbidden_ones_are_let_through() {
        for c in [
            '\u{a0}', '\u{200f}', '\u{202f}', '\u{2065}', '\u{206a}', '\u{fdcf}', '\u{fdf0}',
            '\u{fffd}',
        ] {
            assert!(Line::parse(&format!("a{c}b")).is_ok(), "{c:?}");
        }
        for c in [
            '\u{202a}',
            '\u{2069}',
            '\u{fdef}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{10ffff}',
            '\u{1f}',
            '\u{80}',
        ] {
            assert!(Line::parse(&format!("a{c}b")).is_err(), "{c:?}");
        }
    }

    #[test]
    fn a_problem_is_said_with_its_place() {
        for (text, offset, said) in [
            ("", None, "is empty"),
            ("  a\nb", Some(3), "has a line break; it must be one line"),
            ("\u{7}", Some(0), "has a control character, U+0007"),
            ("é\u{feff}b", Some(2), "has a byte order mark, U+FEFF"),
            ("a\u{202e}b", Some(1), "has a bidirectional override, U+202E"),
            ("a\u{7}b", Some(1), "has a control character, U+0007"),
            ("   a\u{7}b", Some(4), "has a control character, U+0007"),
            ("a\u{10ffff}b", Some(1), "has a noncharacter, U+10FFFF"),
            (&"a".repeat(1001), None, "has 1001 characters; the most is 1000"),
            (&"é".repeat(1001), None, "has 1001 characters; the most is 1000"),
        ] {
            let problem = Line::parse(text).expect_err(said);
            assert_eq!((problem.offset(), problem.to_string().as_str()), (offset, said));
        }
        assert!(Line::parse(&"a".repeat(1000)).is_ok());
        assert!(Prose::parse(&"a".repeat(16_000)).is_ok());
        assert!(Prose::parse(&"é\n".repeat(8_001)).is_err());
        assert!(Prose::parse(&"a".repeat(16_001)).is_err());
    }
}
