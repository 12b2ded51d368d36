//! Recognised mistakes in the structure of a file: headers, and keys that exclude each other.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::{SERIES, SESSION, VENUE, ValueKind};
use crate::diagnostic::Span;
use crate::model::Language;

/// Languages to propose for a text without one, the likeliest first.
const LIKELY_LANGUAGES: [&str; 3] = ["en", "fr", "de"];

/// A mistake that can make many lines unreadable.
pub(super) struct StructureSlip {
    pub(super) span: Span,
    /// The headline.
    pub(super) what: String,
    pub(super) help: Vec<String>,
    /// The errors there that it explains.
    pub(super) errors: Errors,
    /// Where the parser reports errors because of it.
    covers: Vec<Range<usize>>,
}

/// Errors of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errors {
    /// Keys and headers that are rejected because of earlier ones.
    Conflicts,
    All,
}

impl StructureSlip {
    /// Whether it explains an error at this byte.
    pub(super) fn explains(&self, at: usize) -> bool {
        self.covers.iter().any(|range| range.contains(&at))
    }
}

/// One line, without its comment.
struct SourceLine<'a> {
    text: &'a str,
    start: usize,
    number: usize,
    /// Number of the header above it; 0 without one.
    section: usize,
}

impl<'a> SourceLine<'a> {
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.text.len() + 1
    }

    fn span(&self) -> Span {
        let indent = self.text.len() - self.text.trim_start().len();
        Span { start: self.start + indent, end: self.start + self.text.trim_end().len() }
    }

    /// The name in a header such as `[location]`; in `[[session]]`, `[session]`.
    fn header(&self) -> Option<&'a str> {
        self.text.trim().strip_prefix('[')?.strip_suffix(']').map(str::trim)
    }

    fn assignment(&self) -> Option<(&'a str, &'a str)> {
        self.text.split_once('=').map(|(key, value)| (key.trim(), value.trim()))
    }
}

/// The mistakes in a text that is not TOML.
pub(super) fn find(text: &str) -> Vec<StructureSlip> {
    let lines = lines(text);
    let single = merge_markers(&lines).into_iter().chain(single_brackets(&lines, text.len()));
    let others = repeated_headers(&lines, text.len()).into_iter().chain(mixed_texts(&lines));
    single.chain(others).collect()
}

fn lines(text: &str) -> Vec<SourceLine<'_>> {
    let (mut start, mut section) = (0, 0);
    let mut lines = Vec::new();
    for (index, whole) in text.split('\n').enumerate() {
        let is_header = whole.trim_start().starts_with('[');
        let text = if is_header { whole.split('#').next().unwrap_or(whole) } else { whole };
        let line = SourceLine { text, start, number: index + 1, section };
        section += usize::from(line.header().is_some());
        lines.push(SourceLine { section, ..line });
        start += whole.len() + 1;
    }
    lines
}

/// The lines that git writes around two versions that it could not merge.
fn merge_markers(lines: &[SourceLine<'_>]) -> Option<StructureSlip> {
    let markers = lines.iter().filter(|line| {
        ["<<<<<<< ", "=======", ">>>>>>> "].iter().any(|marker| line.text.starts_with(marker))
    });
    let markers: Vec<&SourceLine<'_>> = markers.collect();
    let (first, last) = (markers.first()?, markers.last()?);
    let is_conflict = first.text.starts_with('<') && last.text.starts_with('>');
    is_conflict.then(|| StructureSlip {
        span: first.span(),
        what: "the file has two versions, from a merge in git".to_owned(),
        help: vec![
            "keep the lines of one version, and remove the lines with `<<<<<<<`, `=======` and \
             `>>>>>>>`"
                .to_owned(),
        ],
        errors: Errors::All,
        covers: std::iter::once(first.start..last.range().end).collect(),
    })
}

/// `[session]` for `[[session]]`: TOML allows the first only once.
fn single_brackets(lines: &[SourceLine<'_>], end: usize) -> Option<StructureSlip> {
    let headers = lines.iter().filter(|line| line.header() == Some("session"));
    let single: Vec<&SourceLine<'_>> = headers.collect();
    let first = single.first()?;
    let help = match &single[..] {
        [_] => "write `[[session]]`, with two brackets".to_owned(),
        all => {
            let numbers: Vec<String> = all.iter().map(|line| line.number.to_string()).collect();
            format!("write `[[session]]`, with two brackets, on lines {}", numbers.join(", "))
        }
    };
    Some(StructureSlip {
        span: first.span(),
        what: "`[session]` has one bracket on each side, not two".to_owned(),
        help: vec![help],
        errors: Errors::Conflicts,
        covers: std::iter::once(first.start..end).collect(),
    })
}

/// `[location]` a second time, meant for the session above it.
fn repeated_headers(lines: &[SourceLine<'_>], end: usize) -> Vec<StructureSlip> {
    let mut slips = Vec::new();
    let headers: Vec<&SourceLine<'_>> =
        lines.iter().filter(|line| line.header().is_some()).collect();
    for (at, line) in headers.iter().enumerate() {
        let Some(name) = line.header() else { continue };
        let is_of_session = SESSION.iter().any(|field| field.key == name);
        let is_below_session = headers[..at].iter().any(|line| line.header() == Some("[session]"));
        let is_repeated = headers[..at].iter().any(|line| line.header() == Some(name));
        if is_of_session && is_below_session && is_repeated {
            let until = headers.get(at + 1).map_or(end, |next| next.start);
            slips.push(StructureSlip {
                span: line.span(),
                what: format!("`[{name}]` is for the whole series, which has one already"),
                help: vec![format!("for the session above it, write `[session.{name}]`")],
                errors: Errors::Conflicts,
                covers: std::iter::once(line.start..until.max(line.start + 1)).collect(),
            });
        }
    }
    slips
}

/// A text that a key has both plain and by language: `title = "x"` and `title.fr = "y"`.
fn mixed_texts(lines: &[SourceLine<'_>]) -> Vec<StructureSlip> {
    let mut plain: BTreeMap<(usize, &str), &SourceLine<'_>> = BTreeMap::new();
    let mut tagged: BTreeMap<(usize, &str), Vec<(Language, &SourceLine<'_>)>> = BTreeMap::new();
    for line in lines {
        let Some((key, _)) = line.assignment() else { continue };
        let (key, tag) = match key.split_once('.') {
            Some((key, tag)) => (key, Some(tag)),
            None => (key, None),
        };
        if !is_text(key) {
            continue;
        }
        match tag.map(Language::parse) {
            None => {
                plain.entry((line.section, key)).or_insert(line);
            }
            Some(Ok(language)) if !VENUE.iter().any(|field| Some(field.key) == tag) => {
                tagged.entry((line.section, key)).or_default().push((language, line));
            }
            Some(_) => {}
        }
    }
    let mixed = plain.iter().filter_map(|(key, line)| Some((key.1, *line, tagged.get(key)?)));
    mixed.map(|(key, line, tagged)| mixed_text(lines, key, line, tagged)).collect()
}

fn mixed_text(
    lines: &[SourceLine<'_>],
    key: &str,
    line: &SourceLine<'_>,
    tagged: &[(Language, &SourceLine<'_>)],
) -> StructureSlip {
    let has = |language: &Language| tagged.iter().any(|(tag, _)| tag == language);
    let own = own_language(lines);
    let likely = || {
        let languages = LIKELY_LANGUAGES.into_iter().filter_map(|tag| Language::parse(tag).ok());
        languages.into_iter().find(|language| !has(language))
    };
    let value = line.assignment().map_or("", |(_, value)| value);
    let help = match own.clone().or_else(likely) {
        Some(language) if has(&language) => {
            vec![format!("remove this line, or the line with `{key}.{language}`")]
        }
        Some(language) => {
            let mut help = vec![format!("write `{key}.{language} = {value}`")];
            if own.is_none() {
                help.push(format!(
                    "add `language = \"{language}\"`, the language of plain texts, at the top"
                ));
            }
            help
        }
        None => vec![format!("write this text with a language, too, such as `{key}.en`")],
    };
    let others = tagged.iter().map(|(_, line)| line.range());
    StructureSlip {
        span: line.span(),
        what: format!("`{key}` is a plain text here, and has texts by language elsewhere"),
        help,
        errors: Errors::Conflicts,
        covers: others.chain([line.range()]).collect(),
    }
}

/// The `language` of the series, if a line gives it.
fn own_language(lines: &[SourceLine<'_>]) -> Option<Language> {
    let values = lines.iter().take_while(|line| line.section == 0).filter_map(|line| {
        line.assignment().filter(|(key, _)| *key == "language").map(|(_, value)| value)
    });
    values.into_iter().find_map(|value| {
        let value = value.split('#').next().unwrap_or_default();
        Language::parse(value.trim_matches(['"', '\'', ' '])).ok()
    })
}

/// Whether a key has text that a table may give by language.
fn is_text(key: &str) -> bool {
    let is_text = |kind: ValueKind| {
        matches!(kind, ValueKind::Text | ValueKind::Prose | ValueKind::LineOrTable(_))
    };
    SERIES.iter().chain(SESSION).any(|field| field.key == key && is_text(field.kind))
}
