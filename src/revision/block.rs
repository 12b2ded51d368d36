//! A section of a record file: pairs by key and type, with findings for missing, unknown, mistyped
//! or invalid values. Contains no section names.

use std::{borrow::Cow, fmt, ops::Range, sync::Arc};

use super::codes;
use super::field_values::FieldProblem;
use super::fields::Fields;
use super::keys::{self, Key};
use super::lines::{KeyValue, RecordValue};
use crate::diagnostic::{Capped, Code, Finding, SourceFile};

/// A finding was noted; the value is missing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Damaged;

/// The type of a key's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueType {
    Text,
    Number,
    Instant,
}

/// The findings of one file.
pub(super) struct RecordNotes<'a> {
    pub(super) file: &'a Arc<SourceFile>,
    pub(super) findings: Capped,
}

impl RecordNotes<'_> {
    /// Notes a block without its parent, unless something is damaged: that may be the parent, which
    /// has a finding already.
    pub(super) fn orphan_unless_damaged(&mut self, block: &SectionReader<'_>, of: &str) -> Damaged {
        if self.findings.noted() == 0 { self.orphan(block, of) } else { Damaged }
    }

    /// Notes a block without its parent.
    pub(super) fn orphan(&mut self, block: &SectionReader<'_>, of: &str) -> Damaged {
        let header = &self.file.text()[block.header.clone()];
        let headline = format!("`{header}` is not below a `{of}`");
        self.damage(&codes::UNKNOWN, block.header.clone(), headline)
    }

    /// Notes a finding about damage.
    pub(super) fn damage(
        &mut self,
        code: &'static Code,
        span: Range<usize>,
        headline: String,
    ) -> Damaged {
        let file = self.file;
        let finding = Finding::new(code, headline).at(file, span).help(format!(
            "restore `{}` as last published, from version control or a backup",
            file.name()
        ));
        let mendable = [&codes::DUPLICATE, &codes::FINGERPRINT, &codes::IDENTITY, &codes::UNSIGNED];
        self.findings.push(if mendable.contains(&code) {
            finding.help(format!(
                "if it was edited or merged on purpose, run `kalends record repair {}`: it lists \
                 the changes",
                file.name()
            ))
        } else if *code == codes::UNKNOWN {
            finding.help("if a newer release of kalends wrote it, run that one")
        } else {
            finding
        });
        Damaged
    }
}

/// One section.
pub(super) struct SectionReader<'a> {
    /// Place of the header.
    pub(super) header: Range<usize>,
    kind: &'static str,
    /// The identifier, for sections that repeat.
    pub(super) id: Option<Cow<'a, str>>,
    pairs: Vec<KeyValue<'a>>,
    /// Pairs above [`MAX_PAIRS`], which were dropped.
    surplus: usize,
}

/// Maximum number of pairs kept of a section; `write` writes far fewer.
const MAX_PAIRS: usize = 1_000;

impl<'a> SectionReader<'a> {
    pub(super) fn new(kind: &'static str, header: Range<usize>) -> Self {
        Self { header, kind, id: None, pairs: Vec::with_capacity(24), surplus: 0 }
    }

    /// Whether it is of the given kind.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }

    /// The subject of headlines: kind and identifier.
    pub(super) fn subject(&self) -> String {
        match &self.id {
            Some(id) => format!("{} `{}`", self.kind, shown(id)),
            None => self.kind.to_owned(),
        }
    }

    pub(super) fn push(&mut self, pair: KeyValue<'a>) {
        if self.pairs.len() < MAX_PAIRS {
            self.pairs.push(pair);
        } else {
            self.surplus += 1;
        }
    }

    fn find(&self, key: &str) -> Option<&KeyValue<'a>> {
        self.pairs.iter().find(|pair| pair.key == key)
    }

    /// Whether the key exists.
    pub(super) fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// The text of a key, if it exists and is text.
    pub(super) fn peek(&self, key: &str) -> Option<&Cow<'a, str>> {
        match &self.find(key)?.value {
            RecordValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Span of a key's value, or of the header.
    pub(super) fn span(&self, key: &str) -> Range<usize> {
        self.find(key).map_or(self.header.clone(), |pair| pair.value_span.clone())
    }

    /// Reads an optional key.
    pub(super) fn optional<T, E: fmt::Display>(
        &self,
        notes: &mut RecordNotes<'_>,
        (key, form): (&str, ValueType),
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Damaged> {
        let Some(pair) = self.find(key) else { return Ok(None) };
        let value = match (&pair.value, form) {
            (RecordValue::Text(text), ValueType::Text) => text.as_ref(),
            (RecordValue::Number(written), ValueType::Number) => written,
            (RecordValue::Instant(written), ValueType::Instant) => written,
            _ => return Err(self.wrong_type(notes, pair, form.name())),
        };
        parse(value).map(Some).map_err(|why| {
            let value = shown(value);
            let headline = format!("{}: `{key}` `{value}` {why}", self.subject());
            notes.damage(&codes::VALUE, pair.value_span.clone(), headline)
        })
    }

    /// Reads a required key.
    pub(super) fn required<T, E: fmt::Display>(
        &self,
        notes: &mut RecordNotes<'_>,
        (key, form): (&str, ValueType),
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, Damaged> {
        self.optional(notes, (key, form), parse)?.ok_or_else(|| {
            let headline = format!("{}: `{key}` is missing", self.subject());
            notes.damage(&codes::MISSING, self.header.clone(), headline)
        })
    }

    /// Reads a list of texts; an absent key is an empty list.
    pub(super) fn list<T, E: fmt::Display>(
        &self,
        notes: &mut RecordNotes<'_>,
        key: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Vec<T>, Damaged> {
        let Some(pair) = self.find(key) else { return Ok(Vec::new()) };
        let RecordValue::List(values) = &pair.value else {
            return Err(self.wrong_type(notes, pair, "a list"));
        };
        let parsed: Result<Vec<T>, String> = values
            .iter()
            .map(|value| parse(value).map_err(|why| format!("`{}` {why}", shown(value))))
            .collect();
        parsed.map_err(|why| {
            let headline = format!("{}: `{key}` {why}", self.subject());
            notes.damage(&codes::VALUE, pair.value_span.clone(), headline)
        })
    }

    /// Notes keys that are not in `known`, and repeated keys.
    pub(super) fn only(&self, notes: &mut RecordNotes<'_>, known: &[&str]) {
        self.count(notes, |pair| known.iter().position(|known| *known == pair.key));
    }

    /// Reads all pairs as fields. Keys must be in `table` and pass `is_known`.
    pub(super) fn fields(
        &self,
        notes: &mut RecordNotes<'_>,
        table: &'static [&'static Key],
        is_known: impl Fn(&Key) -> bool,
    ) -> Result<Fields, Damaged> {
        let before = notes.findings.noted();
        let mut fields = Vec::with_capacity(self.pairs.len());
        let mut last = 0;
        self.count(notes, |pair| {
            let at = keys::find_after(table, last, pair.key).filter(|at| is_known(table[*at]))?;
            last = at;
            if let RecordValue::Text(text) = &pair.value {
                fields.push((table[at], text.as_ref().into()));
            }
            Some(at)
        });
        if fields.len() < self.pairs.len() {
            for pair in self.pairs.iter().filter(|pair| !matches!(pair.value, RecordValue::Text(_)))
            {
                self.wrong_type(notes, pair, ValueType::Text.name());
            }
        }
        let whole = notes.findings.noted() == before;
        if whole { Ok(Fields::from_pairs(fields)) } else { Err(Damaged) }
    }

    /// Notes that the fields are not a valid session or series.
    pub(super) fn problem(&self, notes: &mut RecordNotes<'_>, problem: &FieldProblem) -> Damaged {
        let headline = format!("{}: {problem}", self.subject());
        notes.damage(problem.code, self.span(problem.key), headline)
    }

    /// Notes keys without a number in a table of at most 64, and repeated numbers.
    fn count(
        &self,
        notes: &mut RecordNotes<'_>,
        mut number: impl FnMut(&KeyValue<'a>) -> Option<usize>,
    ) {
        let mut seen = 0_u64;
        for pair in &self.pairs {
            let (code, what) = match number(pair) {
                None => (&codes::UNKNOWN, "is unknown"),
                Some(at) if seen & (1 << at) != 0 => (&codes::DUPLICATE, "occurs twice"),
                Some(at) => {
                    seen |= 1 << at;
                    continue;
                }
            };
            let headline = format!("{}: `{}` {what}", self.subject(), shown(pair.key));
            notes.damage(code, pair.key_span.clone(), headline);
        }
        if self.surplus > 0 {
            let more = self.surplus;
            let headline =
                format!("{}: {more} more keys than the {MAX_PAIRS} that are read", self.subject());
            notes.damage(&codes::UNKNOWN, self.header.clone(), headline);
        }
    }

    fn wrong_type(
        &self,
        notes: &mut RecordNotes<'_>,
        pair: &KeyValue<'_>,
        wanted: &str,
    ) -> Damaged {
        let is = match pair.value {
            RecordValue::Text(_) => ValueType::Text.name(),
            RecordValue::Number(_) => ValueType::Number.name(),
            RecordValue::Instant(_) => ValueType::Instant.name(),
            RecordValue::List(_) => "a list",
        };
        let headline = format!("{}: `{}` is {is}, not {wanted}", self.subject(), pair.key);
        notes.damage(&codes::TYPE, pair.value_span.clone(), headline)
    }
}

impl ValueType {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Number => "a number",
            Self::Instant => "an instant",
        }
    }
}

/// A value for headlines: short, and without control characters.
pub(super) fn shown(value: &str) -> String {
    const MOST: usize = 40;
    let mut text: String = value.chars().take(MOST).flat_map(char::escape_debug).collect();
    if value.chars().nth(MOST).is_some() {
        text.push('…');
    }
    text
}
