//! Reads the values of a TOML table, and collects findings about them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, value::Datetime};

use super::fields::ValueKind;
use super::help::{item_help, slug, type_help, type_words, url_help};
use super::localized::SeriesLanguages;
use super::published::PublishedIds;
use super::{codes, slips};
use crate::diagnostic::{Code, Finding, MAX_OF_A_CODE, SourceFile, Span, sort};
use crate::model::{IdProblem, Line, TextProblem, UrlProblem, ValueProblem, WebUrl};

/// A value and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

/// The file being read, and the findings so far.
pub(super) struct TableReader {
    pub(super) file: Arc<SourceFile>,
    pub(super) findings: Vec<Finding>,
    /// The languages that texts are given in.
    pub(super) languages: SeriesLanguages,
    /// Number of findings of each code.
    counts: BTreeMap<&'static str, (&'static Code, usize)>,
    /// Session ids that are written.
    pub(super) ids: BTreeSet<String>,
    /// Session ids that findings proposed.
    pub(super) proposed: BTreeSet<String>,
    /// Session ids that were published.
    pub(super) published: PublishedIds,
    /// Whether a missing `timezone` was reported.
    pub(super) is_zone_missing: bool,
    /// Keys of the series that are written below a header, and reported there.
    pub(super) misplaced: BTreeSet<&'static str>,
    /// The last finding above the limit of its code.
    surplus: Option<Finding>,
}

/// A table with the fields it may have.
pub(super) struct Table<'a> {
    pub(super) values: &'a DeTable<'a>,
    pub(super) span: Span,
    /// Its name in headlines: ``session `opening` ``; empty for the series itself.
    pub(super) name: String,
}

impl Table<'_> {
    /// Headlines name the table first.
    pub(super) fn about(&self, what: &str) -> String {
        if self.name.is_empty() { what.to_owned() } else { format!("{}: {what}", self.name) }
    }

    /// A key with its table.
    pub(super) fn named<'a>(&'a self, key: &'a str) -> KeyName<'a> {
        KeyName { table: &self.name, key, tag: None }
    }
}

/// A key with its table and, of a text by language, its tag: as headlines name it.
#[derive(Clone, Copy)]
pub(super) struct KeyName<'a> {
    table: &'a str,
    key: &'a str,
    tag: Option<&'a str>,
}

impl<'a> KeyName<'a> {
    pub(super) fn with_tag(self, tag: Option<&'a str>) -> Self {
        Self { tag, ..self }
    }
}

impl fmt::Display for KeyName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.table.is_empty() {
            write!(f, "{}: ", self.table)?;
        }
        match self.tag {
            Some(tag) => write!(f, "`{}.{}`", self.key, shown(tag)),
            None => write!(f, "`{}`", self.key),
        }
    }
}

/// A written text, shortened and without control characters.
pub(super) fn shown(text: &str) -> String {
    let shortened: String = text.chars().take(80).collect();
    shortened.escape_debug().to_string()
}

/// Places of a table's values, for findings about several values together.
#[derive(Debug, Default)]
pub(super) struct KeyPlaces(Vec<(&'static str, Span)>);

impl KeyPlaces {
    /// Keys with warnings; the last key names the table.
    const KEYS: [&'static str; 9] = [
        "authority",
        "title",
        "description",
        "location",
        "clock_change",
        "end",
        "duration",
        "start",
        "id",
    ];

    pub(super) fn of(table: &Table<'_>) -> Self {
        let place = |key| Some((key, table.values.get(key)?.span().into()));
        Self(Self::KEYS.into_iter().filter_map(place).collect())
    }

    /// The place of `key`, if the table has it.
    pub(super) fn get(&self, key: &str) -> Option<Span> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, span)| *span)
    }

    /// The place of `key`; if the table does not have it, the place of the last key that it has.
    pub(super) fn of_key(&self, key: &str) -> Span {
        let last = || self.0.last().map(|(_, span)| *span);
        self.get(key).or_else(last).unwrap_or(Span { start: 0, end: 0 })
    }
}

impl TableReader {
    pub(super) fn new(file: &Arc<SourceFile>) -> Self {
        Self {
            file: Arc::clone(file),
            findings: Vec::new(),
            languages: SeriesLanguages::default(),
            counts: BTreeMap::new(),
            ids: BTreeSet::new(),
            proposed: BTreeSet::new(),
            published: PublishedIds::default(),
            is_zone_missing: false,
            misplaced: BTreeSet::new(),
            surplus: None,
        }
    }

    /// All findings, and the number of omitted ones.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        for (code, count) in std::mem::take(&mut self.counts).into_values() {
            if count > MAX_OF_A_CODE {
                let more = count - MAX_OF_A_CODE;
                let end = self.file.text().len();
                let finding = Finding::new(code, "").at(&self.file, end..end);
                self.findings.push(finding.rest(more, MAX_OF_A_CODE));
            }
        }
        sort(&mut self.findings);
        self.findings
    }

    pub(super) fn find(
        &mut self,
        code: &'static Code,
        span: Span,
        headline: String,
    ) -> &mut Finding {
        self.push(Finding::new(code, headline).at(&self.file.clone(), span))
    }

    pub(super) fn push(&mut self, finding: Finding) -> &mut Finding {
        let (_, count) = self.counts.entry(finding.code().id).or_insert((finding.code(), 0));
        *count += 1;
        if *count > MAX_OF_A_CODE {
            return self.surplus.insert(finding);
        }
        self.findings.push(finding);
        self.findings.last_mut().expect("one was pushed just now")
    }

    pub(super) fn wrong_type(
        &mut self,
        table: &Table<'_>,
        key: &str,
        found: &Spanned<DeValue<'_>>,
        kind: ValueKind,
    ) {
        let headline = format!(
            "{} is {}, not {}",
            table.named(key),
            type_words(found.get_ref()),
            kind.words()
        );
        let written = self.file.text().get(found.span()).unwrap_or_default();
        let help = end_on_day(table, key, found.get_ref())
            .unwrap_or_else(|| type_help(key, found.get_ref(), written, kind));
        self.find(&codes::WRONG_TYPE, found.span().into(), headline).add_help(help);
    }

    /// The value of `key`, if `read` finds one of the right type in it.
    fn typed<'a, T>(
        &mut self,
        table: &Table<'a>,
        key: &str,
        kind: ValueKind,
        read: impl FnOnce(&'a DeValue<'a>) -> Option<T>,
    ) -> Option<Placed<T>> {
        let found = table.values.get(key)?;
        let value = read(found.get_ref());
        if value.is_none() {
            self.wrong_type(table, key, found, kind);
        }
        Some(Placed { value: value?, span: found.span().into() })
    }

    pub(super) fn text<'a>(
        &mut self,
        table: &Table<'a>,
        key: &str,
        kind: ValueKind,
    ) -> Option<Placed<&'a str>> {
        self.typed(table, key, kind, DeValue::as_str)
    }

    /// A line that is not published, so that it has no language.
    pub(super) fn plain_line(&mut self, table: &Table<'_>, key: &str) -> Option<Line> {
        let text = self.text(table, key, ValueKind::Line)?;
        match Line::parse(text.value) {
            Ok(line) => Some(line),
            Err(problem) => {
                self.text_problem(table.named(key), text, problem);
                None
            }
        }
    }

    pub(super) fn text_problem(
        &mut self,
        name: impl fmt::Display,
        text: Placed<&str>,
        problem: TextProblem,
    ) {
        let (code, help) = match problem {
            TextProblem::Empty => (&codes::BAD_TEXT, "write something, or remove the key"),
            TextProblem::TooLong { .. } => {
                (&codes::LONG_TEXT, "shorten it; link to the rest with `url`")
            }
            TextProblem::LineBreak { .. } => (&codes::BAD_TEXT, "write it on one line"),
            TextProblem::Forbidden { .. } => {
                (&codes::BAD_TEXT, "remove the character; it is invisible in most editors")
            }
        };
        let span = problem.offset().and_then(|at| self.inside(text, at)).unwrap_or(text.span);
        self.find(code, span, format!("{name} {problem}")).add_help(help);
    }

    /// The place of byte `at` of a string's value in the source, where the string is written
    /// without escapes.
    pub(super) fn inside(&self, text: Placed<&str>, at: usize) -> Option<Span> {
        let written = self.file.text().get(text.span.start..text.span.end)?;
        let start = text.span.start + written.find(text.value)? + at;
        let width = text.value.get(at..)?.chars().next()?.len_utf8();
        Some(Span { start, end: start + width })
    }

    pub(super) fn url(&mut self, table: &Table<'_>, key: &str) -> Option<WebUrl> {
        let text = self.text(table, key, ValueKind::Url)?;
        match WebUrl::parse(text.value) {
            Ok(url) => {
                if !url.is_https() {
                    let headline = format!("{} is not encrypted", table.named(key));
                    self.find(&codes::LINK_UNENCRYPTED, text.span, headline)
                        .add_help("write `https://` if the site answers there");
                }
                if let Some(real) = slips::rewritten_link(&url) {
                    let headline =
                        format!("{} goes through Outlook's Safe Links", table.named(key));
                    let help = match real {
                        Some(real) => format!("write `{key} = \"{real}\"`"),
                        None => "open the link, and copy the address that it leads to".to_owned(),
                    };
                    self.find(&codes::LINK_REWRITTEN, text.span, headline).add_help(help);
                }
                Some(url)
            }
            Err(problem) => {
                let help = match problem {
                    UrlProblem::Credentials => "remove both: everybody would see them".to_owned(),
                    UrlProblem::TooLong(_) => "write a shorter address that leads there".to_owned(),
                    UrlProblem::Character(_) => {
                        "copy the address from the browser's address bar".to_owned()
                    }
                    UrlProblem::Unreadable(_) | UrlProblem::Scheme(_) => url_help(key, text.value),
                };
                let headline = format!("{} {problem}", table.named(key));
                self.find(&codes::BAD_URL, text.span, headline).add_help(help);
                None
            }
        }
    }

    pub(super) fn id<T>(
        &mut self,
        name: impl fmt::Display,
        text: Placed<&str>,
        parse: impl Fn(&str) -> Result<T, IdProblem>,
    ) -> Option<T> {
        match parse(text.value) {
            Ok(id) => Some(id),
            Err(problem) => {
                let headline = format!("{name} `{}` {problem}", shown(text.value));
                let suggestion = slug(text.value);
                let help = match problem {
                    IdProblem::Reserved | IdProblem::LooksLikeLanguage => {
                        format!("choose another, such as `{suggestion}-2027`")
                    }
                    _ if parse(&suggestion).is_ok() => format!("write `{suggestion}`"),
                    _ => "use letters a–z, digits and single hyphens, such as `opening-2027`"
                        .to_owned(),
                };
                self.find(&codes::BAD_ID, text.span, headline).add_help(help);
                None
            }
        }
    }

    /// A small value with a parser of its own.
    pub(super) fn parsed<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        kind: ValueKind,
        parse: impl FnOnce(&str) -> Result<T, ValueProblem>,
    ) -> Option<T> {
        let text = self.text(table, key, kind)?;
        match parse(text.value) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.bad_value(table, key, text, problem);
                None
            }
        }
    }

    pub(super) fn bad_value(
        &mut self,
        table: &Table<'_>,
        key: &str,
        text: Placed<&str>,
        problem: impl fmt::Display,
    ) -> &mut Finding {
        let headline = format!("{} `{}` {problem}", table.named(key), shown(text.value));
        self.find(&codes::BAD_VALUE, text.span, headline)
    }

    pub(super) fn bool(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        self.typed(table, key, ValueKind::Bool, DeValue::as_bool).map(|found| found.value)
    }

    pub(super) fn datetime(&mut self, table: &Table<'_>, key: &str) -> Option<Placed<Datetime>> {
        self.typed(table, key, ValueKind::Time, |value| value.as_datetime().copied())
    }

    /// A list of texts, at most `max`.
    pub(super) fn texts<'a>(
        &mut self,
        table: &Table<'a>,
        key: &str,
        kind: ValueKind,
        max: usize,
    ) -> Vec<Placed<&'a str>> {
        let mut texts = Vec::new();
        for item in self.list(table, key, kind, max) {
            match item.get_ref().as_str() {
                Some(value) => texts.push(Placed { value, span: item.span().into() }),
                None => self.wrong_text(format_args!("{}: an item", table.named(key)), item),
            }
        }
        texts
    }

    /// A value that is not text; `name` names it.
    pub(super) fn wrong_text(&mut self, name: impl fmt::Display, found: &Spanned<DeValue<'_>>) {
        let headline = format!("{name} is {}, not text", type_words(found.get_ref()));
        self.find(&codes::WRONG_TYPE, found.span().into(), headline).add_help("put it in quotes");
    }

    /// A list of tables, at most `max`; `name` names each in headlines.
    pub(super) fn tables<'a>(
        &mut self,
        table: &Table<'a>,
        key: &str,
        kind: ValueKind,
        max: usize,
    ) -> Vec<Placed<&'a DeTable<'a>>> {
        let mut tables = Vec::new();
        for item in self.list(table, key, kind, max) {
            match item.get_ref() {
                DeValue::Table(values) => {
                    tables.push(Placed { value: values, span: item.span().into() })
                }
                other => {
                    let headline = format!(
                        "{}: an item is {}, not a table",
                        table.named(key),
                        type_words(other)
                    );
                    let help = item_help(other, kind);
                    self.find(&codes::WRONG_TYPE, item.span().into(), headline).add_help(help);
                }
            }
        }
        tables
    }

    pub(super) fn list<'a>(
        &mut self,
        table: &Table<'a>,
        key: &str,
        kind: ValueKind,
        max: usize,
    ) -> &'a [Spanned<DeValue<'a>>] {
        let found = self.typed(table, key, kind, DeValue::as_array);
        let Some(Placed { value: items, span }) = found else { return &[] };
        if items.len() > max {
            let headline =
                format!("{} has {} items; the most is {max}", table.named(key), items.len());
            self.find(&codes::TOO_MANY, span, headline).add_help("split it");
            return &[];
        }
        items
    }

    /// The value of `key` as a table.
    pub(super) fn table<'a>(
        &mut self,
        table: &Table<'a>,
        key: &str,
        kind: ValueKind,
    ) -> Option<Table<'a>> {
        let found = self.typed(table, key, kind, DeValue::as_table)?;
        let name = table.named(key).to_string();
        Some(Table { values: found.value, span: found.span, name })
    }

    /// Two numbers.
    pub(super) fn pair(&mut self, table: &Table<'_>, key: &str) -> Option<Placed<(f64, f64)>> {
        self.typed(table, key, ValueKind::Geo, |value| match &value.as_array()?[..] {
            [first, second] => Some((number(first.get_ref())?, number(second.get_ref())?)),
            _ => None,
        })
    }
}

/// The right line for an `end` that is a time alone in quotes.
fn end_on_day(table: &Table<'_>, key: &str, found: &DeValue<'_>) -> Option<String> {
    let time = slips::time_alone(found.as_str().filter(|_| key == "end")?)?;
    let start = table.values.get("start")?.get_ref().as_datetime()?;
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let end: Datetime = format!("{hour:02}:{minute:02}:{second:02}").parse().ok()?;
    Some(format!("write `end = {}`", slips::end_on_day(start, &end)?))
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        DeValue::Integer(integer) if integer.radix() == 10 => {
            integer.as_str().replace('_', "").parse().ok()
        }
        _ => None,
    }
}
