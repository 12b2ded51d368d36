//! Parses a record file into a [`Record`], or into findings that locate the damage.
//!
//! Accepts only the output of `write`. Every value is checked here, fields by building a session
//! from them, so that nothing later can fail on them. Time is linear in the length of the file.

use std::collections::BTreeMap;
use std::{ops::Range, sync::Arc};

use super::block::{Damaged, RecordNotes, SectionReader, ValueType, shown};
use super::codes;
use super::fields::Fields;
use super::fingerprint::Fingerprint;
use super::history::PastRevision;
use super::identity::IDENTITY;
use super::keys::{FieldGroup, series as feed_keys, session as entry_keys};
use super::lines::{MalformedLine, RecordItem, items};
use super::membership::{Membership, PublishedParts};
use super::record::{Record, RecordEntry, Withdrawn};
use super::signatures::{Broken, Signatures};
use super::translations::Translations;
use super::values::{access, fingerprint, format, instant, language, number, uid};
use super::write::{
    END, FOREIGN_UID, FORMAT_KEY, FORMER_LANGUAGES, FORMER_PARTS, PARTS, PAST, PAST_FIELDS,
    PAST_TEXTS, PRIVATE, SERIES, SERIES_FIELDS, SERIES_TEXTS, SESSION, SESSION_FIELDS,
    SESSION_TEXTS, UID, VERSION, uid_key,
};
use crate::diagnostic::{self, Capped, Finding, SourceFile};
use crate::model::{Audience, Authority, Language, SeriesId, SessionId, Uid};

impl Record {
    /// Parses text written by [`Record::to_text`].
    ///
    /// # Errors
    /// Every finding with its place. Lines after a malformed line are not checked.
    pub fn parse(file: &Arc<SourceFile>) -> Result<Self, Vec<Finding>> {
        let read = Self::read(file);
        match read.record {
            Some(record) if read.findings.is_empty() => Ok(record),
            _ => Err(read.findings),
        }
    }

    /// Parses as far as possible: there may be both a record and findings.
    pub(super) fn read(file: &Arc<SourceFile>) -> ParsedRecord {
        let mut parser = Parser {
            notes: RecordNotes { file, findings: Capped::default() },
            section: Section::Top,
            series: None,
            series_fields: None,
            open: None,
            last: None,
            language: None,
            series_texts: Translations::default(),
            sessions: BTreeMap::new(),
            uids: BTreeMap::new(),
            signatures: Signatures::default(),
        };
        let record = parser.read(file.text()).ok();
        let mut findings = parser.notes.findings.finish();
        diagnostic::sort(&mut findings);
        ParsedRecord { record, findings, broken: parser.signatures.broken }
    }
}

/// The result of reading a file.
pub(super) struct ParsedRecord {
    pub(super) record: Option<Record>,
    pub(super) findings: Vec<Finding>,
    pub(super) broken: Broken,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Top,
    Series,
    SeriesFields,
    Session,
    SessionFields,
    Past,
    PastFields,
    SeriesTexts,
    SessionTexts,
    PastTexts,
    End,
}

struct Parser<'a> {
    notes: RecordNotes<'a>,
    section: Section,
    series: Option<SectionReader<'a>>,
    series_fields: Option<SectionReader<'a>>,
    /// A session without its fields, which come next.
    open: Option<SectionReader<'a>>,
    /// The last session that was read, if it was valid.
    last: Option<SessionId>,
    /// The language of the texts that are being read.
    language: Option<Language>,
    series_texts: Translations,
    sessions: BTreeMap<SessionId, RecordEntry>,
    uids: BTreeMap<Uid, SessionId>,
    signatures: Signatures,
}

impl<'a> Parser<'a> {
    fn read(&mut self, text: &'a str) -> Result<Record, Damaged> {
        if !text.trim_end().ends_with(&format!("\n{END}")) {
            return Err(self.truncated(text));
        }
        let mut block = SectionReader::new("record", 0..0);
        for item in items(text) {
            match item {
                Ok(RecordItem::Pair(pair)) => {
                    match self.section {
                        Section::Series | Section::Session => self.signatures.head(text, &pair),
                        _ => self.signatures.pair(text, &pair),
                    }
                    block.push(pair);
                }
                Ok(RecordItem::Header(header, span)) => {
                    self.close(block)?;
                    self.signatures.header(&mut self.notes, header, &span);
                    block = self.open(header, span)?;
                }
                Err(malformed) => return Err(self.malformed(malformed)),
            }
        }
        self.close(block)?;
        self.record()
    }

    /// Notes a truncated file, or the merge conflict that caused it.
    fn truncated(&mut self, text: &str) -> Damaged {
        let conflict = items(text).find(|item| matches!(item, Err(MalformedLine::Conflict(_))));
        if let Some(Err(malformed)) = conflict {
            return self.malformed(malformed);
        }
        let end = text.trim_end().len();
        let headline = format!("the record ends before its last line, `{END}`");
        self.notes.damage(&codes::TRUNCATED, end..end, headline)
    }

    fn malformed(&mut self, malformed: MalformedLine) -> Damaged {
        // Blocks before it are halves of a merge or of a wrong file.
        self.notes.findings = Capped::default();
        match malformed {
            MalformedLine::Form(span) => {
                self.notes.damage(&codes::LINE, span, "this is not as kalends writes it".to_owned())
            }
            MalformedLine::Conflict(span) => {
                let marker = &self.notes.file.text()[span.clone()];
                let headline = format!("the record contains a conflict marker, `{marker}`");
                self.notes.findings.push(
                    Finding::new(&codes::CONFLICT, headline).at(self.notes.file, span).help(
                        "merge the two with `kalends merge`: `git config merge.kalends.driver \
                             \"kalends merge %O %A %B %P\"`, `schedules/*.lock merge=kalends` in \
                             `.gitattributes`, then `git checkout --merge` on this file",
                    ),
                );
                Damaged
            }
        }
    }

    /// The block that starts at a header.
    fn open(&mut self, header: &'a str, span: Range<usize>) -> Result<SectionReader<'a>, Damaged> {
        let Some((section, kind, language)) = section(header) else {
            let headline = format!("section `{}` is unknown", shown(header));
            return Err(self.notes.damage(&codes::UNKNOWN, span, headline));
        };
        self.language = language;
        let again = match section {
            Section::Series => self.series.is_some(),
            Section::SeriesFields => self.series_fields.is_some(),
            _ => self.section == Section::End,
        };
        if again {
            let headline = format!("section `{header}` occurs twice or after `{END}`");
            return Err(self.notes.damage(&codes::DUPLICATE, span, headline));
        }
        self.section = section;
        let mut block = SectionReader::new(kind, span);
        let follows = matches!(section, Section::Past | Section::PastFields | Section::PastTexts);
        if follows || section == Section::SessionTexts {
            block.id = self.last.as_ref().map(|id| id.to_string().into());
        }
        if section == Section::SessionFields {
            block.id = self.open.as_ref().and_then(|session| session.id.clone());
        }
        Ok(block)
    }

    /// Handles a complete block. Fails only if continuing makes no sense.
    fn close(&mut self, mut block: SectionReader<'a>) -> Result<(), Damaged> {
        if !matches!(self.section, Section::SessionFields | Section::PastFields) {
            self.without_fields();
        }
        match self.section {
            Section::Top => return self.version(&block),
            Section::Series => self.series = Some(block),
            Section::SeriesFields => self.series_fields = Some(block),
            Section::Session => {
                block.id = block.peek("id").cloned();
                self.open = Some(block);
            }
            Section::Past => self.open = Some(block),
            Section::PastFields => match self.open.take() {
                Some(past) => {
                    let _ = self.past(&past, &block);
                }
                None => {
                    self.notes.orphan(&block, PAST);
                }
            },
            Section::SessionFields => match self.open.take() {
                Some(session) => {
                    // The finding was noted; the next session may be valid.
                    self.last = self.session(&session, &block).ok();
                }
                None => {
                    self.notes.orphan(&block, SESSION);
                }
            },
            Section::SeriesTexts | Section::SessionTexts | Section::PastTexts => {
                // The finding was noted.
                let _ = self.texts(&block);
            }
            Section::End => block.only(&mut self.notes, &[]),
        }
        Ok(())
    }

    fn without_fields(&mut self) {
        if let Some(session) = self.open.take() {
            let missing = if session.is("session") { SESSION_FIELDS } else { PAST_FIELDS };
            let headline = format!("{}: `{missing}` is missing", session.subject());
            self.notes.damage(&codes::MISSING, session.header, headline);
        }
    }

    fn version(&mut self, block: &SectionReader<'_>) -> Result<(), Damaged> {
        block.only(&mut self.notes, &["version"]);
        let version = block.required(&mut self.notes, ("version", ValueType::Number), number)?;
        if version == VERSION {
            return Ok(());
        }
        let headline = format!("the record has version {version}, this release reads {VERSION}");
        let file = self.notes.file;
        self.notes.findings = Capped::default();
        self.notes.findings.push(
            Finding::new(&codes::VERSION, headline)
                .at(file, block.span("version"))
                .help("run the release of kalends that wrote it, or a later one"),
        );
        Err(Damaged)
    }

    /// Reads an earlier revision of a session; that of a damaged session is skipped.
    fn past(&mut self, head: &SectionReader<'_>, block: &SectionReader<'_>) -> Result<(), Damaged> {
        let notes = &mut self.notes;
        let entry = self.last.as_ref().and_then(|id| self.sessions.get_mut(id));
        let Some(entry) = entry else { return Err(notes.orphan_unless_damaged(head, SESSION)) };
        // Oldest first, and all older than the entry itself.
        let least = entry.past.last().map_or(0, |last| last.sequence.saturating_add(1));
        let sequence =
            head.required(notes, ("sequence", ValueType::Number), |text| match number(text) {
                Ok(sequence) if sequence >= least && sequence < entry.sequence => Ok(sequence),
                _ => Err(format!("is not a whole number {least} up to below {}", entry.sequence)),
            });
        let until = head.required(notes, ("until", ValueType::Instant), instant);
        head.only(notes, &["sequence", "until"]);
        let fields = block.fields(notes, entry_keys::ALL, |_| true);
        let (sequence, until, fields) = (sequence?, until?, fields?);
        entry.past.push(PastRevision { sequence, until, fields, texts: Translations::default() });
        Ok(())
    }

    /// Reads texts in another language for the section before.
    fn texts(&mut self, block: &SectionReader<'_>) -> Result<(), Damaged> {
        let language = self.language.take().ok_or(Damaged)?;
        let notes = &mut self.notes;
        let (texts, fields) = if self.section == Section::SeriesTexts {
            (&mut self.series_texts, block.fields(notes, feed_keys::ALL, |key| key.is_translated)?)
        } else {
            let id = self.last.as_ref();
            let found = id.and_then(|id| Some((id, self.sessions.get_mut(id)?)));
            let Some((id, entry)) = found else {
                return Err(notes.orphan_unless_damaged(block, SESSION));
            };
            let fields = block.fields(notes, entry_keys::ALL, |key| key.is_translated)?;
            let whole = entry.fields.with_texts(Some(&fields));
            whole.session(id).map_err(|problem| block.problem(notes, &problem))?;
            let texts = match (self.section, entry.past.last_mut()) {
                (Section::PastTexts, Some(past)) => &mut past.texts,
                (Section::PastTexts, None) => return Err(notes.orphan_unless_damaged(block, PAST)),
                _ => &mut entry.texts,
            };
            (texts, fields)
        };
        if texts.0.insert(language.clone(), fields).is_some() {
            let headline = format!("{}: the texts in `{language}` occur twice", block.subject());
            return Err(notes.damage(&codes::DUPLICATE, block.header.clone(), headline));
        }
        Ok(())
    }

    fn session(
        &mut self,
        head: &SectionReader<'_>,
        block: &SectionReader<'_>,
    ) -> Result<SessionId, Damaged> {
        let notes = &mut self.notes;
        let id = head.required(notes, ("id", ValueType::Text), SessionId::parse);
        let uid = uid(notes, head);
        let was = head.list(notes, "was", SessionId::parse);
        let sequence =
            head.required(notes, ("sequence", ValueType::Number), |text| match number(text) {
                Ok(sequence) if sequence <= RecordEntry::MAX_SEQUENCE => Ok(sequence),
                _ => Err(format!("is not a whole number 0–{}", RecordEntry::MAX_SEQUENCE)),
            });
        let created = head.required(notes, ("created", ValueType::Instant), instant);
        let revised = head.required(notes, ("revised", ValueType::Instant), instant);
        let withdrawn = head.optional(notes, ("withdrawn", ValueType::Instant), instant);
        let left_feed = head.optional(notes, ("left_feed", ValueType::Instant), instant);
        let schedule = head.required(notes, ("schedule", ValueType::Text), fingerprint);
        let content = head.required(notes, ("content", ValueType::Text), fingerprint);
        let membership = Membership::read(notes, head)?;
        let identity = head.optional(notes, (IDENTITY, ValueType::Text), fingerprint);
        head.only(notes, &SESSION_KEYS);
        let fields = block.fields(notes, entry_keys::ALL, |_| true);
        let (id, uid, schedule, content, fields) = (id?, uid?, schedule?, content?, fields?);
        identity?;
        for (key, group, written) in [
            ("schedule", FieldGroup::Schedule, schedule),
            ("content", FieldGroup::Content, content),
        ] {
            if Fingerprint::of(&fields, group) != written {
                let headline =
                    format!("{}: the fields do not match `{key}` `{written}`", head.subject());
                self.signatures.broken.sessions.insert(id.clone());
                notes.damage(&codes::FINGERPRINT, head.span(key), headline);
            }
        }
        let withdrawn = withdrawn?
            .map_or_else(
                || fields.session(&id).map(|_| None),
                |at| Withdrawn::new(at, &id, &fields).map(|withdrawn| Some(Box::new(withdrawn))),
            )
            .map_err(|problem| block.problem(notes, &problem))?;
        if self.sessions.contains_key(&id) {
            let headline = format!("session `{id}` occurs twice");
            return Err(notes.damage(&codes::DUPLICATE, head.span("id"), headline));
        }
        if let Some(other) = self.uids.insert(uid.clone(), id.clone()) {
            let key = uid_key(&uid);
            let headline = format!("session `{id}`: `{key}` is that of session `{other}`");
            notes.damage(&codes::DUPLICATE, head.span(key), headline);
        }
        let entry = RecordEntry {
            uid,
            was: was?,
            sequence: sequence?,
            created: created?,
            revised: revised?,
            withdrawn,
            left_feed: left_feed?,
            schedule,
            content,
            fields,
            texts: Translations::default(),
            past: Vec::new(),
            membership,
        };
        self.sessions.insert(id.clone(), entry);
        Ok(id)
    }

    fn record(&mut self) -> Result<Record, Damaged> {
        let before = self.notes.findings.noted();
        let sections = [(SERIES, self.series.take()), (SERIES_FIELDS, self.series_fields.take())];
        let [head, block] = sections.map(|(header, block)| {
            block.ok_or_else(|| {
                let headline = format!("section `{header}` is missing");
                self.notes.damage(&codes::MISSING, 0..0, headline)
            })
        });
        let notes = &mut self.notes;
        let fields = block.and_then(|block| {
            let fields: Fields = block.fields(notes, feed_keys::ALL, |_| true)?;
            fields.check_series().map_err(|problem| block.problem(notes, &problem))?;
            Ok(fields)
        });
        let head = head?;
        let format = format(notes, &head);
        let series = head.required(notes, ("id", ValueType::Text), SeriesId::parse);
        let authority = head.required(notes, ("authority", ValueType::Text), Authority::parse);
        let created = head.required(notes, ("created", ValueType::Instant), instant);
        let revised = head.required(notes, ("revised", ValueType::Instant), instant);
        let retired = head.optional(notes, ("retired", ValueType::Instant), instant);
        let gone = head.optional(notes, ("gone", ValueType::Instant), instant);
        let audience = audience(notes, &head);
        let former_languages = head.list(notes, FORMER_LANGUAGES, language);
        let parts = PublishedParts::read(notes, &head)?;
        let identity = head.optional(notes, (IDENTITY, ValueType::Text), fingerprint);
        identity?;
        if notes.findings.noted() == before {
            self.signatures.settle(notes);
        }
        Ok(Record {
            series: series?,
            authority: authority?,
            format: format?,
            created: created?,
            revised: revised?,
            retired: retired?,
            gone: gone?,
            audience: audience?,
            fields: fields?,
            texts: std::mem::take(&mut self.series_texts),
            former_languages: former_languages?.into_iter().collect(),
            parts,
            sessions: std::mem::take(&mut self.sessions),
        })
    }
}

/// The audience, from the head of a record without unknown keys.
pub(super) fn audience(
    notes: &mut RecordNotes<'_>,
    head: &SectionReader<'_>,
) -> Result<Audience, Damaged> {
    head.only(notes, &SERIES_KEYS);
    let accesses = head.list(notes, PRIVATE, access)?;
    Ok(if head.has(PRIVATE) { Audience::Holders(accesses) } else { Audience::Everyone })
}

const SERIES_KEYS: [&str; 12] = [
    "id",
    "authority",
    FORMAT_KEY,
    "created",
    "revised",
    "retired",
    "gone",
    PRIVATE,
    FORMER_LANGUAGES,
    PARTS,
    FORMER_PARTS,
    IDENTITY,
];

const SESSION_KEYS: [&str; 14] = [
    "id",
    UID,
    FOREIGN_UID,
    "was",
    "sequence",
    "created",
    "revised",
    "withdrawn",
    "left_feed",
    PARTS,
    FORMER_PARTS,
    "schedule",
    "content",
    IDENTITY,
];

/// Headers of sections, their kinds, and their names in findings. A header that ends with a dot is
/// followed by a language and `]`.
static SECTIONS: [(&str, Section, &str); 10] = [
    (SERIES, Section::Series, "series"),
    (SERIES_FIELDS, Section::SeriesFields, "series"),
    (SERIES_TEXTS, Section::SeriesTexts, "series"),
    (SESSION, Section::Session, "session"),
    (SESSION_FIELDS, Section::SessionFields, "session"),
    (SESSION_TEXTS, Section::SessionTexts, "session"),
    (PAST, Section::Past, "past of session"),
    (PAST_FIELDS, Section::PastFields, "past of session"),
    (PAST_TEXTS, Section::PastTexts, "past of session"),
    (END, Section::End, "end"),
];

fn section(header: &str) -> Option<(Section, &'static str, Option<Language>)> {
    SECTIONS.iter().find_map(|(begin, section, kind)| {
        let rest = header.strip_prefix(begin)?;
        let language = match (begin.ends_with('.'), rest) {
            (false, "") => None,
            (false, _) => return None,
            (true, tag) => Some(language(tag.strip_suffix(']')?).ok()?),
        };
        Some((*section, *kind, language))
    })
}
