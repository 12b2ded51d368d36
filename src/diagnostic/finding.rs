//! One finding. Its code is stable; its wording may improve.

use std::sync::Arc;

use super::{SourceFile, Span};

/// Whether a finding blocks publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Blocks publication of its source.
    Error,
    /// Does not block publication.
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

/// A kind of finding. Every module with findings lists its codes in a `codes` module.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `K` and three digits; never reused for another kind.
    pub id: &'static str,
    /// Whether it blocks publication.
    pub severity: Severity,
    /// Its meaning, for docs/reference/findings.md.
    pub meaning: &'static str,
}

/// A problem in an input: what, where, and how to fix it.
#[derive(Clone, Debug)]
pub struct Finding {
    code: &'static Code,
    headline: Box<str>,
    place: Option<(Arc<SourceFile>, Option<Span>)>,
    withheld: bool,
    mentions: Option<Box<Mentions>>,
    help: Vec<String>,
    notes: Vec<String>,
    /// Whether it is shown after the others of its file.
    is_last: bool,
    /// The number of findings it represents; stored here for its small size.
    stands_for: u32,
}

/// Longest headline, in bytes.
const MAX_HEADLINE: usize = 1_000;
/// Longest note or help, in bytes.
const MAX_NOTE: usize = 10_000;

/// Cuts a text that may quote long input.
fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    format!("{}…", &text[..text.floor_char_boundary(most)])
}

/// Names of other files. Kept small, since few findings have any.
#[derive(Clone, Debug, Default)]
struct Mentions(Vec<String>);

impl Finding {
    /// Creates a finding without a place. `headline`: lower case, no full stop, the value in backticks.
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
            is_last: false,
            stands_for: 1,
        }
    }

    /// Sets the place to a span of a file.
    #[must_use]
    pub fn at(mut self, file: &Arc<SourceFile>, span: impl Into<Span>) -> Self {
        self.place = Some((Arc::clone(file), Some(span.into())));
        self
    }

    /// Sets the place to a whole file.
    #[must_use]
    pub fn in_file(mut self, file: &Arc<SourceFile>) -> Self {
        self.place = Some((Arc::clone(file), None));
        self
    }

    /// Moves the finding to another copy of the file, with the same span.
    #[must_use]
    pub fn within(mut self, file: &Arc<SourceFile>) -> Self {
        if let Some((place, _)) = &mut self.place {
            *place = Arc::clone(file);
        }
        self
    }

    /// The same finding, keeping only the shown lines of its file.
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

    /// Adds a help: how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(cut(help.into(), MAX_NOTE));
        self
    }

    /// Adds a note: facts needed to decide, possibly a table of several lines.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(cut(note.into(), MAX_NOTE));
        self
    }

    /// Adds the name of another file in the finding's texts: a reader without access to that file may not
    /// see the finding either.
    #[must_use]
    pub fn mentioning(mut self, file: impl Into<String>) -> Self {
        let name = SourceFile::new(file, "").name().to_owned();
        self.mentions.get_or_insert_default().0.push(name);
        self
    }

    /// Adds a help to an existing finding.
    pub fn add_help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help.push(cut(help.into(), MAX_NOTE));
        self
    }

    /// Adds a note to an existing finding.
    pub fn add_note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(cut(note.into(), MAX_NOTE));
        self
    }

    /// Shows the finding after the others of its file: one to know of when those are fixed.
    pub fn comes_last(&mut self) {
        self.is_last = true;
    }

    /// Creates a finding that represents `more` like this one, after `shown` of them.
    #[must_use]
    pub fn rest(&self, more: usize, shown: usize) -> Self {
        let headline = format!("{more} more like the {shown} that are shown");
        let mut rest = Self::new(self.code, headline).help("fix those first");
        rest.place = self.place.as_ref().map(|(file, span)| {
            let end = file.text().len();
            (Arc::clone(file), span.map(|_| Span { start: end, end }))
        });
        rest.withheld = self.withheld;
        rest.mentions.clone_from(&self.mentions);
        rest.stands_for = u32::try_from(more).unwrap_or(u32::MAX);
        rest
    }

    /// The number of findings it represents: one, or all that were left out.
    #[must_use]
    pub fn stands_for(&self) -> usize {
        usize::try_from(self.stands_for).unwrap_or(usize::MAX)
    }

    /// Hides source lines from now on: they may contain a secret, and findings go into logs.
    pub fn withhold_lines(&mut self) {
        self.withheld = true;
    }

    /// Hides source lines if a line of the span contains `word`, in any case.
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

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.code
    }

    /// Whether it blocks publication.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// The one-line message.
    #[must_use]
    pub fn headline(&self) -> &str {
        &self.headline
    }

    /// How to fix it, best first.
    #[must_use]
    pub fn helps(&self) -> &[String] {
        &self.help
    }

    /// Facts needed to decide.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The names of all files it is in or mentions.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let own = self.file().map(|file| file.name());
        let others = self.mentions.iter().flat_map(|mentions| &mentions.0);
        own.into_iter().chain(others.map(String::as_str))
    }

    /// Its file, if any.
    #[must_use]
    pub fn file(&self) -> Option<&Arc<SourceFile>> {
        self.place.as_ref().map(|(file, _)| file)
    }

    /// Its place in the file, if any.
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

/// Sorts findings by file, place and code, so that the output does not depend on timing.
pub fn sort(findings: &mut [Finding]) {
    fn key(finding: &Finding) -> (Option<&str>, bool, Option<Span>, &str, &str) {
        let file = finding.file().map(|file| file.name());
        (file, finding.is_last, finding.span(), finding.code.id, &finding.headline)
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Whether any finding is an error.
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
