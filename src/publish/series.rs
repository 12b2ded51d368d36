//! One series through the pipeline.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::pages::Rendered;
use super::sessions::every_session;
use super::shelved::{Good, Origin, Shelved};
use super::site;
use super::{MassRemovals, Records, Retired, Settings, Unavailable, codes, removal};
use crate::definition::{self, Definition};
use crate::diagnostic::{Finding, SourceFile, has_errors};
use crate::model::{Audience, Language, Series, SeriesId, SessionId, WebUrl};
use crate::page::Branding;
use crate::render::{self, Calendars};
use crate::revision::{
    self, AccessChange, Change, ChangeKind, FieldChange, LanguageChange, Record, Retirement,
    TooLarge, Trimmed, mass_removal,
};
use crate::snapshot::Reach;
use crate::store::{self, FileContent, LockWait, NewRecord, Storage, StoredText, WriteError};

/// A series that may be served.
#[derive(Debug)]
pub struct PublishedSeries {
    /// As meant.
    pub series: Series,
    /// As recorded.
    pub record: Record,
    /// As served.
    pub calendars: Arc<Calendars>,
    /// The same in its other languages.
    pub translations: Vec<Translation>,
    /// What the record had not yet.
    pub changes: Vec<Change>,
    /// What it had not yet of the series itself; everything, the first time.
    pub feed: Vec<FieldChange>,
    /// Whether the series ends with this publication, or goes on after it had ended.
    pub retirement: Option<Retirement>,
    /// Languages that are offered, or are no longer, unlike before.
    pub languages: Vec<(Language, LanguageChange)>,
    /// Who may read it now, if that is not who could.
    pub access: Option<AccessChange>,
    /// Whether the record is another than the one that was read.
    pub changed: bool,
    /// When time alone will change the record next, if it will and may be written.
    pub due: Option<Timestamp>,
    /// Where the service is reached, if that is configured.
    pub(super) public_url: Option<WebUrl>,
    /// Whose pages its are.
    pub(super) branding: Arc<Branding>,
    /// Whom it has reached; goes on through reloads.
    pub(super) reach: Reach,
    /// What is rendered of it.
    pub(super) rendered: OnceLock<Rendered>,
}

/// A series in another of its languages.
#[derive(Debug)]
pub struct Translation {
    /// Which.
    pub language: Language,
    /// As recorded, in its words; the series itself has its own translations.
    pub record: Record,
    /// As served.
    pub calendars: Arc<Calendars>,
}

impl PublishedSeries {
    /// What is served in each language, the series' own first.
    pub(super) fn every_calendar(&self) -> impl Iterator<Item = &Calendars> {
        let others = self.translations.iter().map(|one| &*one.calendars);
        std::iter::once(&*self.calendars).chain(others)
    }

    /// Who may read it, as its definition says.
    #[must_use]
    pub fn audience(&self) -> &Audience {
        self.series.audience.as_ref().unwrap_or(&Audience::Everyone)
    }
}

/// What became of one definition.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    pub(super) published: Option<Good>,
    pub(super) unavailable: Option<Unavailable>,
    /// The record's new text, if it was written.
    pub(super) written: Option<String>,
    /// When time alone will change the record next, if it will.
    pub(super) due: Option<Timestamp>,
    /// When what cancels sessions has waited long enough, if it waits.
    pub(super) settles: Option<Timestamp>,
    /// The series that this one seems to have been, if it is refused for that.
    pub(super) renamed: Option<SeriesId>,
}

/// Everything a definition meets on its way.
pub(super) struct Step<'a> {
    /// Where its record is, or would be.
    pub(super) path: &'a Path,
    /// What lies there. What cannot be read is never started again at zero.
    pub(super) record: FileContent,
    /// Definition and record as they are kept, where series are made on request.
    pub(super) shelving: Option<(&'a StoredText, Option<&'a StoredText>)>,
    pub(super) settings: &'a Settings,
    pub(super) now: Timestamp,
    /// Until when what cancels sessions waits.
    pub(super) settles: Option<Timestamp>,
    pub(super) attempt: Attempt,
    pub(super) reach: &'a Reach,
    /// How long locked records may be waited for.
    pub(super) lock_wait: &'a LockWait,
}

/// Whether a series may be tried again when another process was faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    First,
    Second,
}

/// What keeps a series from being published.
enum Hindrance {
    Findings(Vec<Finding>),
    /// Another process wrote the record meanwhile.
    Overtaken(WriteError),
    /// It cancels sessions, and its file may not be whole yet.
    Settling {
        cancelled: usize,
        until: Timestamp,
    },
}

impl From<Vec<Finding>> for Hindrance {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Findings(findings)
    }
}

impl Step<'_> {
    pub(super) fn publish(&self, definition: Definition) -> Outcome {
        #[cfg(test)]
        super::reload::tests::meet_defect(definition.file.name());
        let mut outcome = Outcome { findings: definition.findings, ..Outcome::default() };
        let Some(id) = definition.id else { return outcome };
        let record = self.read_record(&mut outcome.findings);
        outcome.findings.extend(self.ahead(record.iter().flatten().next()));
        let is_new = record
            .iter()
            .any(|record| record.as_ref().is_none_or(|record| record.is_young(self.now)));
        if is_new && self.settings.warns_new {
            outcome.findings.extend(definition.before_publication);
        }
        let last = record.iter().flatten().next().map(|record| record.audience().clone());
        let audience = definition.audience.or_last(last.or_else(|| self.audience_left()).as_ref());
        let mut sessions: Vec<SessionId> =
            record.iter().flatten().flat_map(every_session).collect();
        let languages = record.iter().flatten().next().map(Record::languages).unwrap_or_default();
        let mut aliases = Vec::new();
        if let (Some(series), Some(record)) = (definition.series, record) {
            sessions.extend(series.sessions.iter().map(|session| session.id.clone()));
            aliases.clone_from(&series.aliases);
            match self.bring_up(series, record, &definition.file) {
                Ok((published, warnings, written)) => {
                    outcome.findings.extend(warnings);
                    outcome.written = written;
                    outcome.due = published.due;
                    if published.record.gone().is_none() {
                        outcome.published = Some(self.good(published, outcome.written.as_deref()));
                    } else {
                        let sessions = every_session(&published.record);
                        let gone = unavailable(id, aliases, sessions, Retired::Yes);
                        let gone = gone.in_languages(published.record.languages());
                        outcome.unavailable = Some(gone.to(published.audience()));
                    }
                    return outcome;
                }
                Err(Hindrance::Findings(findings)) => outcome.findings.extend(findings),
                Err(Hindrance::Settling { cancelled, until }) => {
                    outcome.settles = Some(until);
                    let found = removal::settling(cancelled, self.settings.settle);
                    outcome.findings.push(found.in_file(&definition.file));
                }
                Err(Hindrance::Overtaken(error)) => {
                    let again = match self.attempt {
                        Attempt::First => self.once_more(&id, &aliases, &definition.file),
                        Attempt::Second => None,
                    };
                    if let Some(again) = again {
                        return again;
                    }
                    outcome.findings.push(error.finding().in_file(&definition.file));
                }
            }
        }
        let unavailable = unavailable(id, aliases, sessions, Retired::No);
        outcome.unavailable = Some(unavailable.in_languages(languages).to(&audience));
        outcome
    }

    /// A series whose record is there and stays as it is, put on the shelf without being made:
    /// nothing is written, and it is guarded before it is served. Gives back what is none.
    pub(super) fn settle(&self, definition: Definition) -> Result<Outcome, Box<Definition>> {
        match self.settled(&definition) {
            Some((shelved, due, ahead)) => Ok(Outcome {
                findings: definition.findings.into_iter().chain(ahead).collect(),
                published: Some(Good::Shelved(Arc::new(shelved))),
                due,
                ..Outcome::default()
            }),
            None => Err(Box::new(definition)),
        }
    }

    fn settled(
        &self,
        definition: &Definition,
    ) -> Option<(Shelved, Option<Timestamp>, Option<Finding>)> {
        let (cache, (_, Some(text))) = (self.settings.cache.as_ref()?, self.shelving?) else {
            return None;
        };
        let FileContent::Text(source) = &self.record else { return None };
        let (series, record) = (definition.series.as_ref()?, Record::parse(source).ok()?);
        let reconciled = revision::reconcile(series, Some(&record), self.now).ok()?;
        if reconciled.changed || reconciled.stale || record.gone().is_some() {
            return None;
        }
        let origin = self.origin(text.clone())?;
        if !origin.can_wait(series, &record) {
            return None;
        }
        let is_locked = self.settings.records == Records::Locked;
        let due = if is_locked { None } else { reconciled.due };
        let ahead = self.ahead(Some(&record));
        Some((Shelved::new(cache, series, &record, origin), due, ahead))
    }

    fn ahead(&self, record: Option<&Record>) -> Option<Finding> {
        let FileContent::Text(source) = &self.record else { return None };
        revision::ahead(source, record?, self.now)
    }

    fn origin(&self, record: StoredText) -> Option<Origin> {
        Some(Origin {
            definition: self.shelving?.0.clone(),
            record,
            public_url: self.settings.public_url.clone(),
            branding: Arc::clone(&self.settings.branding),
            reach: self.reach.clone(),
        })
    }

    /// What was made, or put on the shelf again to be made when it is asked for. `written`: its
    /// record, if that is new.
    fn good(&self, published: PublishedSeries, written: Option<&str>) -> Good {
        let shelved = || {
            let record = match (written, self.shelving?.1) {
                (Some(text), _) => StoredText::new(SourceFile::new("", text), Storage::Packed),
                (None, Some(text)) if !published.changed => text.clone(),
                _ => return None,
            };
            let origin = self.origin(record)?;
            let (series, record) = (&published.series, &published.record);
            if !origin.can_wait(series, record) {
                return None;
            }
            let cache = self.settings.cache.as_ref()?;
            let mut shelved = Shelved::new(cache, series, record, origin);
            if matches!(self.record, FileContent::Text(_)) {
                shelved.changes = published.changes.iter().map(site::in_words).collect();
            }
            Some(shelved)
        };
        match shelved() {
            Some(shelved) => Good::Shelved(Arc::new(shelved)),
            None => Good::Made(Arc::new(published)),
        }
    }

    /// Publishes from files read anew, after another process wrote the record. `None` where they
    /// say something else of what the catalogue was checked for.
    fn once_more(
        &self,
        id: &SeriesId,
        aliases: &[SeriesId],
        file: &Arc<SourceFile>,
    ) -> Option<Outcome> {
        let definition_path = PathBuf::from(file.name());
        let record = store::read_again(self.path).ok()?;
        let file = store::read_again(&definition_path).ok()??;
        let stem = definition_path.file_stem()?.to_str()?;
        let definition = definition::parse(&file, stem);
        let series = definition.series.as_ref()?;
        if series.id != *id || series.aliases != aliases {
            return None;
        }
        let record = record.map_or(FileContent::Nothing, FileContent::Text);
        // Its texts are others than those that are kept: it is put on the shelf the next time.
        let step = Step { record, shelving: None, attempt: Attempt::Second, ..*self };
        Some(step.publish(definition))
    }

    /// The outer `None`: there is a record, and it is damaged or cannot be read.
    fn read_record(&self, findings: &mut Vec<Finding>) -> Option<Option<Record>> {
        let source = match &self.record {
            FileContent::Nothing => return Some(None),
            FileContent::Unreadable => return None,
            FileContent::Text(source) => source,
        };
        match Record::parse(source) {
            Ok(record) => Some(Some(record)),
            Err(found) => {
                findings.extend(found);
                None
            }
        }
    }

    /// Who could read the series, where its record is damaged and says so all the same.
    fn audience_left(&self) -> Option<Audience> {
        let FileContent::Text(source) = &self.record else { return None };
        revision::audience_named(source)
    }

    /// Reconcile, render, guard, record: in this order.
    fn bring_up(
        &self,
        series: Series,
        record: Option<Record>,
        file: &Arc<SourceFile>,
    ) -> Result<(PublishedSeries, Vec<Finding>, Option<String>), Hindrance> {
        let placed = |finding: Finding| finding.in_file(file);
        let reconciled = revision::reconcile(&series, record.as_ref(), self.now)
            .map_err(|findings| findings.into_iter().map(placed).collect::<Vec<_>>())?;
        if self.settings.records == Records::Locked && reconciled.stale {
            return Err(vec![placed(self.stale())].into());
        }
        if let Some(until) = self.settles {
            let cancels = |change: &&Change| {
                matches!(change.kind, ChangeKind::Withdrawn | ChangeKind::Cancelled)
            };
            let cancelled = reconciled.changes.iter().filter(cancels).count();
            if cancelled > 0 {
                return Err(Hindrance::Settling { cancelled, until });
            }
        }
        let clock = revision::clock_fault(record.as_ref(), self.now);
        let removal = record.as_ref().and_then(|old| {
            let removal = mass_removal(old, &reconciled, self.now)?;
            Some(placed(removal::finding(&removal, old, self.now)))
        });
        let told = match self.settings.mass_removals {
            MassRemovals::Refused if removal.is_some() => {
                return Err(removal.into_iter().collect::<Vec<_>>().into());
            }
            MassRemovals::Told => removal,
            MassRemovals::Refused | MassRemovals::Allowed => None,
        };
        // A locked record stays as it is, even where a tombstone's time is over: all replicas
        // answer alike.
        let is_locked = self.settings.records == Records::Locked;
        let mut trimming = None;
        let (record, changed, text) = match (self.settings.records, record) {
            (Records::Locked, Some(record)) => (record, false, None),
            _ if !reconciled.changed => (reconciled.record, false, None),
            _ => {
                let trimmed = self.trim(reconciled.record).map_err(|found| vec![placed(found)])?;
                trimming = trimmed.1.map(placed);
                let Trimmed { record, text, .. } = trimmed.0;
                (record, true, Some(text))
            }
        };
        let public_url = self.settings.public_url.as_ref();
        let (calendars, found) = render::check(render::calendars(&series, &record, public_url));
        let mut findings: Vec<Finding> = found.into_iter().map(placed).collect();
        let mut translations = Vec::new();
        for (language, translation) in series.translations() {
            let Some(record) = record.in_language(language) else { continue };
            let draft = render::calendars(translation, &record, public_url);
            let (calendars, found) = render::check(draft);
            let note = format!("so it is in `{language}`");
            findings.extend(found.into_iter().map(|found| placed(found.note(note.as_str()))));
            translations.extend(calendars.map(|calendars| Translation {
                language: language.clone(),
                record,
                calendars: Arc::new(calendars),
            }));
        }
        let Some(calendars) = calendars.filter(|_| !has_errors(&findings)) else {
            return Err(findings.into());
        };
        findings.extend(told.into_iter().chain(trimming));
        let mut written = None;
        if let (Some(text), Records::Write) = (text, self.settings.records) {
            if let Some(fault) = clock {
                return Err(vec![placed(fault)].into());
            }
            let before = match &self.record {
                FileContent::Text(source) => Some(source.text()),
                FileContent::Nothing | FileContent::Unreadable => None,
            };
            let new = NewRecord { series: &series.id, before, text: &text };
            match store::write_record_at(self.path, new, self.lock_wait) {
                // In place is published: to go back would raise every SEQUENCE twice.
                Ok(done) => {
                    findings.extend(done.finding().map(placed));
                    written = Some(text);
                }
                Err(error @ WriteError::Overtaken { .. }) => {
                    return Err(Hindrance::Overtaken(error));
                }
                Err(error) => return Err(vec![placed(error.finding())].into()),
            }
        }
        let published = PublishedSeries {
            series,
            record,
            calendars: Arc::new(calendars),
            translations,
            languages: reconciled.languages,
            changes: reconciled.changes,
            feed: reconciled.feed,
            retirement: reconciled.retirement,
            access: reconciled.access,
            changed,
            due: if is_locked { None } else { reconciled.due },
            public_url: self.settings.public_url.clone(),
            branding: Arc::clone(&self.settings.branding),
            reach: self.reach.clone(),
            rendered: OnceLock::new(),
        };
        Ok((published, findings, written))
    }

    /// The record as it can be written and read back, and what that leaves out.
    fn trim(&self, record: Record) -> Result<(Trimmed, Option<Finding>), Finding> {
        let path = self.path.display();
        let trimmed = record.within(store::MAX_RECORD_BYTES).map_err(|TooLarge { bytes }| {
            store::record_too_large(&format!("the record `{path}`"), bytes)
                .note("nothing was published: the last good edition stays")
        })?;
        let finding = (trimmed.left_out > 0).then(|| {
            let headline = format!(
                "the record `{path}` is full: {} earlier revisions of sessions were left out",
                trimmed.left_out
            );
            Finding::new(&store::codes::HISTORY_LEFT_OUT, headline)
                .note("entries keep their identity and revision; old copies are told fewer changes")
                .help(store::SMALLER_RECORD)
        });
        Ok((trimmed, finding))
    }

    fn stale(&self) -> Finding {
        let path = self.path.display();
        let headline = match &self.record {
            FileContent::Text(_) => format!("the record `{path}` is behind the definition"),
            _ => format!("there is no record `{path}`"),
        };
        Finding::new(&codes::STALE, headline)
            .help("run `kalends publish` where records may be written, and commit the record")
    }
}

pub(super) fn unavailable(
    id: SeriesId,
    aliases: Vec<SeriesId>,
    mut sessions: Vec<SessionId>,
    retired: Retired,
) -> Unavailable {
    sessions.sort();
    sessions.dedup();
    let languages = BTreeSet::new();
    Unavailable { id, aliases, sessions, languages, retired, audience: Audience::Everyone }
}

impl Unavailable {
    /// The same, at the addresses of languages too.
    pub(super) fn in_languages(self, languages: BTreeSet<Language>) -> Self {
        Self { languages, ..self }
    }

    /// The same, told to nobody else than `audience`.
    pub(super) fn to(self, audience: &Audience) -> Self {
        Self { audience: audience.clone(), ..self }
    }
}
