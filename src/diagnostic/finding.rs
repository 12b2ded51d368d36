//! One finding. Its code is stable; its wording may be bettered.

use std::sync::Arc;

use super::{SourceFile, Span};

/// Whether a finding blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing of this source may be published.
    Error,
    /// Published all the same.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of finding. Every rung that finds something lists its codes in a `codes` module.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `K` and three digits; never reused for another kind.
    pub id: &'static str,
    /// Whether it blocks.
    pub severity: Severity,
    /// What it means, for docs/reference/findings.md.
    pub meaning: &'static str,
}

/// Something found in an input: what, where, and what mends it.
#[derive(Clone, Debug)]
pub struct Finding {
    code: &'static Code,
    headline: Box<str>,
    place: Option<(Arc<SourceFile>, Option<Span>)>,
    withheld: bool,
    mentions: Option<Box<Mentions>>,
    help: Vec<String>,
    notes: Vec<String>,
    /// How many findings it is the only trace of; small beside the flag.
    stands_for: u32,
}

/// Longest headline, in bytes.
const MAX_HEADLINE: usize = 1_000;
/// Longest note or help, in bytes.
const MAX_NOTE: usize = 10_000;

/// A text that may quote what somebody wrote, cut where it is too long to read.
fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    format!("{}…", &text[..text.floor_char_boundary(most)])
}

/// Names of other files. Few findings have any, and all of them are kept small.
#[derive(Clone, Debug, Default)]
struct Mentions(Vec<String>);

impl Finding {
    /// A finding without a place. `headline`: lower case, no full stop, the value in backticks.
    #[must_use]
    pub fn new(code: &'static Code, headline: impl Into<String>) -> Self {
        Self {
            code,
            headline: cut(headline.into(), MAX_HEADLINE).into_boxed_str(),
            place: None,
            withheld: false,
            mentions: None,
            help: Vec::new(),
            notes: Vec::new(),
            stands_for: 1,
        }
    }

    /// Puts the finding at a span of a file.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, span: impl Into<Span>) -> Self {
        self.place = Some((Arc::clone(file), Some(span.into())));
        self
    }

    /// Puts the finding at a file as a whole.
    #[must_use]
    pub fn in_file(mut self, file: &Arc<SourceFile>) -> Self {
        self.place = Some((Arc::clone(file), None));
        self
    }

    /// Puts the finding into another copy of the file, at the same span.
    #[must_use]
    pub fn within(mut self, file: &Arc<SourceFile>) -> Self {
        if let Some((place, _)) = &mut self.place {
            *place = Arc::clone(file);
        }
        self
    }

    /// The same, holding of its file no more than the lines that are shown.
    #[must_use]
    pub fn excerpted(mut self) -> Self {
        if let Some((file, span)) = &mut self.place {
            *file = match span {
                Some(span) => file.excerpt(*span),
                None => SourceFile::new(file.name(), ""),
            };
        }
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(cut(help.into(), MAX_NOTE));
        self
    }

    /// Adds what one must know to decide, possibly a table of several lines.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(cut(note.into(), MAX_NOTE));
        self
    }

    /// Notes another file that the texts of the finding name: who may not know of that file may not
    /// read the finding either.
    #[must_use]
    pub fn mentioning(mut self, file: impl Into<String>) -> Self {
        let name = SourceFile::new(file, "").name().to_owned();
        self.mentions.get_or_insert_default().0.push(name);
        self
    }

    /// Adds help to a finding that is noted already.
    pub fn add_help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.push(cut(help.into(), MAX_NOTE));
        self
    }

    /// Adds a note to a finding that is noted already.
    pub fn add_note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(cut(note.into(), MAX_NOTE));
        self
    }

    /// A finding in place of `more` like this one, of which `shown` are shown.
    #[must_use]
    pub fn rest(&self, more: usize, shown: usize) -> Self {
        let headline = format!("{more} more like the {shown} that are shown");
        let mut rest = Self::new(self.code, headline).help("mend those first");
        rest.place = self.place.as_ref().map(|(file, span)| {
            let end = file.text().len();
            (Arc::clone(file), span.map(|_| Span { start: end, end }))
        });
        rest.withheld = self.withheld;
        rest.mentions.clone_from(&self.mentions);
        rest.stands_for = u32::try_from(more).unwrap_or(u32::MAX);
        rest
    }

    /// How many findings it is the only trace of: one, or those that were left out.
    #[must_use]
    pub fn stands_for(&self) -> usize {
        usize::try_from(self.stands_for).unwrap_or(usize::MAX)
    }

    /// Shows no source line from now on: it may hold a secret, and findings go to logs.
    pub fn withhold_lines(&mut self) {
        self.withheld = true;
    }

    /// The same, if a line that the place touches has `word` in it, in whatever case.
    pub fn withhold_lines_with(&mut self, word: &str) {
        if let Some((file, Some(span))) = &self.place {
            let (lines, ..) = file.lines_of(*span);
            self.withheld |= lines.to_ascii_lowercase().contains(word);
        }
    }

    /// Whether source lines may be shown.
    pub(super) fn shows_lines(&self) -> bool {
        !self.withheld
    }

    /// The kind of finding.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.code
    }

    /// Whether it blocks.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// The one-line statement.
    #[must_use]
    pub fn headline(&self) -> &str {
        &self.headline
    }

    /// What to do about it, in order of preference.
    #[must_use]
    pub fn helps(&self) -> &[String] {
        &self.help
    }

    /// What one must know to decide.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The names of all files that it is about or mentions.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let own = self.file().map(|file| file.name());
        let others = self.mentions.iter().flat_map(|mentions| &mentions.0);
        own.into_iter().chain(others.map(String::as_str))
    }

    /// The file, if it is about one.
    #[must_use]
    pub fn file(&self) -> Option<&Arc<SourceFile>> {
        self.place.as_ref().map(|(file, _)| file)
    }

    /// The place in the file, if it has one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.place.as_ref().and_then(|(_, span)| *span)
    }

    /// `file:line:column`, `file`, or nothing.
    #[must_use]
    pub fn place(&self) -> String {
        match (self.file(), self.span()) {
            (Some(file), Some(span)) => {
                let at = file.position(span.start);
                format!("{}:{}:{}", file.name(), at.line, at.column)
            }
            (Some(file), None) => file.name().to_owned(),
            (None, _) => String::new(),
        }
    }
}

/// Orders findings by file, place and code, so that output does not depend on who found first.
pub fn sort(findings: &mut [Finding]) {
    fn key(finding: &Finding) -> (Option<&str>, Option<Span>, &str, &str) {
        let file = finding.file().map(|file| file.name());
        (file, finding.span(), finding.code.id, &finding.headline)
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Whether any finding blocks.
#[must_use]
pub fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_one_name_whether_a_finding_is_about_them_or_mentions_them() {
        static CODE: Code = Code { id: "K000", severity: Severity::Error, meaning: "a test" };
        let name = "a\u{1b}[2Jb.toml";
        let about = Finding::new(&CODE, "about").in_file(&SourceFile::new(name, ""));
        let mentions = Finding::new(&CODE, "mentions").mentioning(name);
        assert!(about.files().eq(mentions.files()));
    }
}
