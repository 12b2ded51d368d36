//! A named text and places in it. Does not read files.

use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in a [`SourceFile`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A place as shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A named text that findings point into.
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    /// The part before an excerpt.
    before: Excerpt,
    /// Start of each line, computed on first use: there may be thousands of findings.
    line_starts: OnceLock<Vec<usize>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Excerpt {
    bytes: usize,
    lines: usize,
    /// Number of characters of the first line.
    columns: usize,
}

/// Longest lines shown with a finding, in bytes.
const MAX_SHOWN: usize = 4_096;

impl SourceFile {
    /// Names `text`. The name is shown as given, usually a path relative to the working directory;
    /// characters that would disturb a terminal are escaped.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        let mut name = name.into();
        if name.contains(is_disturbing) {
            let shown =
                |c: char| if is_disturbing(c) { c.escape_default().to_string() } else { c.into() };
            name = name.chars().map(shown).collect();
        }
        let before = Excerpt::default();
        Arc::new(Self { name, text: text.into(), before, line_starts: OnceLock::new() })
    }

    /// The lines of a span without the rest of the text; places in them are unchanged.
    pub(super) fn excerpt(&self, span: Span) -> Arc<Self> {
        let (lines, start, number) = self.lines_of(span);
        let (mut text, mut before) = (lines, self.before);
        before.bytes += start;
        before.lines = number - 1;
        if number > self.before.lines + 1 {
            before.columns = 0;
        }
        if lines.len() > MAX_SHOWN {
            // Overlong lines are not shown; only the place is kept.
            let range = self.clamp(span);
            let at = range.start - start;
            let end = lines.floor_char_boundary((range.end - start).min(at + MAX_SHOWN));
            text = &lines[at..end.max(at)];
            before.bytes += at;
            before.columns += lines[..at].chars().count();
        }
        Arc::new(Self {
            name: self.name.clone(),
            text: text.to_owned(),
            before,
            line_starts: OnceLock::new(),
        })
    }

    /// Whether the lines of a span are cut, or too long to show.
    pub(super) fn is_too_long_to_show(&self, span: Span) -> bool {
        let (lines, start, _) = self.lines_of(span);
        lines.len() > MAX_SHOWN || (start == 0 && self.before.columns > 0)
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end or inside a character is moved back.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        let start = self.line_starts()[line];
        Position {
            line: self.before.lines + line + 1,
            column: self.text[start..offset].chars().count()
                + 1
                + if line == 0 { self.before.columns } else { 0 },
        }
    }

    /// The lines of a span, their offset in the text, and the number of the first.
    pub(super) fn lines_of(&self, span: Span) -> (&str, usize, usize) {
        let span = self.clamp(span);
        let first = self.line_at(span.start);
        let (start, starts) = (self.line_starts()[first], self.line_starts());
        let end = starts.get(self.line_at(span.end) + 1).copied().unwrap_or(self.text.len());
        (&self.text[start..end], start, self.before.lines + first + 1)
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let after = self.text.match_indices('\n').map(|(newline, _)| newline + 1);
            std::iter::once(0).chain(after).collect()
        })
    }

    /// The number of the line containing a byte, from 0.
    fn line_at(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The span with both ends moved to character boundaries inside the text.
    pub(super) fn clamp(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.floor(span.start);
        start..self.floor(span.end).max(start)
    }

    fn floor(&self, offset: usize) -> usize {
        let offset = offset.saturating_sub(self.before.bytes);
        self.text.floor_char_boundary(offset.min(self.text.len()))
    }
}

/// Control characters, and characters that change the writing direction.
fn is_disturbing(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
