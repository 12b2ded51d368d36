//! Records of series that no definition defines. Nothing ends by vanishing: such a series is served
//! as it last was, or is unavailable, until its definition is back or its end is recorded.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;
use rayon::prelude::*;

use super::privacy::{audience_left, shown};
use super::series::unavailable;
use super::sessions::every_session;
use super::{Records, Retired, Settings, Unavailable, WithoutDefinition, codes};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::{Authority, Series, SeriesId, Session, SessionId};
use crate::plan::{EndDecision, SeriesEnd};
use crate::revision::{Record, series_named};
use crate::store::{self, FileContent, LockWait, NewRecord, Shelf};

/// All of them.
#[derive(Debug, Default)]
pub(super) struct UnclaimedRecords {
    all: Vec<Unclaimed>,
    /// Made when a new definition is first compared with them.
    traces: OnceLock<Traces>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Unclaimed {
    pub(super) path: PathBuf,
    /// What is wrong with it.
    pub(super) findings: Vec<Finding>,
    /// Its series, as far as it can be read.
    pub(super) series: Option<Unavailable>,
    /// Sessions that are to come.
    upcoming: usize,
    /// Whether this run recorded the end of its series.
    ends_now: bool,
    /// Whether a file of its name is there that cannot be read as a definition.
    is_broken: bool,
}

/// By directory and authority, which record has a session of the kind.
type Traces = HashMap<(PathBuf, Authority), HashMap<Trace, usize>>;

/// By what a session is known again.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Trace {
    Id(SessionId),
    TitleAndStart(String),
}

impl UnclaimedRecords {
    /// Reads them, and records the end of their series if that is asked for.
    /// `nameless`: definitions that do not tell which series they are of.
    pub(super) fn read(
        paths: Vec<PathBuf>,
        nameless: &HashSet<PathBuf>,
        shelf: &mut Shelf,
        settings: &Settings,
        now: Timestamp,
    ) -> Self {
        let ends = settings.without_definition == WithoutDefinition::Ended;
        let read: Vec<(Unclaimed, Option<String>)> = paths
            .into_par_iter()
            .map(|path| Unclaimed::read(path, shelf, ends.then_some(settings.records), now))
            .collect();
        let keep = |(mut unclaimed, written): (Unclaimed, Option<String>)| {
            let definition = unclaimed.path.with_extension("toml");
            unclaimed.is_broken = nameless.contains(&definition)
                || matches!(shelf.definition(&definition), FileContent::Unreadable);
            if let Some(text) = written {
                shelf.note_written(unclaimed.path.clone(), text);
            }
            unclaimed
        };
        Self { all: read.into_iter().map(keep).collect(), traces: OnceLock::new() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Unclaimed> {
        self.all.iter()
    }

    /// The record, and its series, that a new series in `directory` seems to be.
    pub(super) fn known_again(
        &self,
        series: &Series,
        directory: &Path,
        shelf: &Shelf,
    ) -> Option<(&SeriesId, &Path)> {
        if !self.all.iter().any(Unclaimed::can_be_renamed) {
            return None;
        }
        let found = |one: &Unclaimed| {
            one.can_be_renamed()
                && store::directory_of(&one.path) == directory
                && one.series.iter().any(|old| series.aliases.contains(&old.id))
        };
        let by_alias = self.all.iter().find(|one| found(one));
        let by_session = || {
            let traces = self.traces.get_or_init(|| self.traces(shelf));
            let traces = traces.get(&(directory.to_owned(), series.authority.clone()))?;
            let number = series.sessions.iter().find_map(|session| {
                traces_of(&session.id, session).into_iter().find_map(|trace| traces.get(&trace))
            });
            self.all.get(*number?)
        };
        let found = by_alias.or_else(by_session)?;
        Some((&found.series.as_ref()?.id, &found.path))
    }

    fn traces(&self, shelf: &Shelf) -> Traces {
        let mut traces = Traces::new();
        for (number, one) in self.all.iter().enumerate().filter(|(_, one)| one.can_be_renamed()) {
            let FileContent::Text(source) = shelf.record(&one.path) else { continue };
            let Ok(record) = Record::parse(&source) else { continue };
            let key = (store::directory_of(&one.path), record.authority().clone());
            let known = traces.entry(key).or_default();
            for (id, entry) in record.sessions() {
                let session = entry.session(id);
                let ids = std::iter::once(id).chain(entry.was());
                let ids = ids.map(|id| Trace::Id(id.clone()));
                let told = session.iter().map(title_and_start);
                ids.chain(told).for_each(|trace| {
                    known.entry(trace).or_insert(number);
                });
            }
        }
        traces
    }
}

fn traces_of(id: &SessionId, session: &Session) -> [Trace; 2] {
    [Trace::Id(id.clone()), title_and_start(session)]
}

fn title_and_start(session: &Session) -> Trace {
    Trace::TitleAndStart(format!("{:?} {}", session.when.sort_key(), session.title))
}

impl Unclaimed {
    /// `ends`: what may be done with the record, if the end of its series is to be recorded. The
    /// text is the record's new one, if it was written.
    fn read(
        path: PathBuf,
        shelf: &Shelf,
        ends: Option<Records>,
        now: Timestamp,
    ) -> (Self, Option<String>) {
        let mut this = Self {
            path,
            findings: Vec::new(),
            series: None,
            upcoming: 0,
            ends_now: false,
            is_broken: false,
        };
        let FileContent::Text(source) = shelf.record(&this.path) else { return (this, None) };
        let record = match Record::parse(&source) {
            Ok(record) => record,
            Err(findings) => {
                this.findings = findings.into_iter().map(Finding::excerpted).collect();
                let id = series_named(source.text());
                let audience = audience_left(&source);
                this.series =
                    id.map(|id| unavailable(id, Vec::new(), Vec::new(), Retired::No).to(&audience));
                return (this, None);
            }
        };
        this.upcoming = record.upcoming(now).len();
        let mut written = None;
        let mut is_retired = record.retired().is_some();
        if let (false, Some(records @ (Records::Write | Records::Pretend))) = (is_retired, ends) {
            match end(&this.path, &record, records, source.text(), now) {
                Ok(text) => {
                    (written, this.ends_now, is_retired) = (text, true, true);
                }
                Err(finding) => this.findings.push(finding.in_file(&source).excerpted()),
            }
        }
        let retired = if is_retired { Retired::Yes } else { Retired::No };
        let series =
            unavailable(record.series().clone(), Vec::new(), every_session(&record), retired);
        this.series = Some(series.in_languages(record.languages()).to(record.audience()));
        (this, written)
    }

    /// Whether its series is neither served from a definition nor retired.
    pub(super) fn is_open(&self) -> bool {
        self.series.as_ref().is_some_and(|series| series.retired == Retired::No)
    }

    /// Whether it cannot be read.
    pub(super) fn is_damaged(&self) -> bool {
        !self.findings.is_empty()
    }

    /// Whether a new definition may be the one that it had.
    fn can_be_renamed(&self) -> bool {
        self.is_open() && !self.is_broken
    }

    /// The end that its series comes to, or would.
    pub(super) fn end(&self) -> Option<(SeriesId, SeriesEnd)> {
        let is_read = self.findings.is_empty();
        let series = self.series.as_ref().filter(|_| is_read && self.is_open() || self.ends_now)?;
        let how = if self.ends_now { EndDecision::Recorded } else { EndDecision::Refused };
        Some((series.id.clone(), SeriesEnd { upcoming: self.upcoming, how }))
    }

    /// That its definition is gone. `is_served`: as it last was. `renamed`: a new definition with
    /// its sessions, and the series of that.
    pub(super) fn finding(
        &self,
        is_served: bool,
        renamed: Option<(&Path, &SeriesId)>,
    ) -> Option<Finding> {
        let id = &self.series.as_ref().filter(|_| self.is_open() && self.findings.is_empty())?.id;
        let sessions = match self.upcoming {
            1 => "1 session is to come".to_owned(),
            count => format!("{count} sessions are to come"),
        };
        let served =
            if is_served { "it is served as it last was" } else { "its addresses answer 503" };
        let finding = Finding::new(&codes::ORPHAN, format!("the definition of `{id}` is gone"))
            .in_file(&SourceFile::new(self.path.display().to_string(), ""))
            .note(format!("{sessions}; until this is settled, {served}"));
        let finding = match renamed {
            Some((path, new)) => finding
                .mentioning(shown(path))
                .note(format!("`{}` is new and has its sessions", path.display()))
                .help(format!("if the file was renamed, write `id = \"{id}\"` into it"))
                .help(format!("to rename the series on purpose, run `kalends rename {id} {new}`")),
            None => finding.help(format!(
                "put it back: `{id}.toml`, or a file of another name with `id = \"{id}\"`"
            )),
        };
        Some(
            finding
                .help(
                    "to end the series, put it back with `retired = true`: subscribers see what is \
                     to come cancelled",
                )
                .help(
                    "to end it without a definition, run `kalends publish --allow-mass-removal`: \
                     its addresses answer 410 Gone, and nobody is told more",
                ),
        )
    }
}

fn end(
    path: &Path,
    record: &Record,
    records: Records,
    before: &str,
    now: Timestamp,
) -> Result<Option<String>, Finding> {
    if records != Records::Write {
        return Ok(None);
    }
    let text = record.clone().ended(now).to_text();
    let new = NewRecord { series: record.series(), before: Some(before), text: &text };
    let written = store::write_record_at(path, new, &LockWait::new());
    let _ = written.map_err(|error| error.finding())?;
    Ok(Some(text))
}

/// A new definition that seems to be a renamed one gets no record of its own.
pub(super) fn looks_renamed(new: &SeriesId, old: &SeriesId, record: &Path) -> Finding {
    let headline = format!(
        "series `{new}` is new, and its sessions are those of `{}`, whose definition is gone",
        record.display()
    );
    Finding::new(&codes::LOOKS_RENAMED, headline)
        .mentioning(shown(record))
        .note(format!(
            "a record of its own would begin at SEQUENCE 0, and who has `{old}` would get nothing \
             more; nothing was written"
        ))
        .help(format!("if the file was renamed, write `id = \"{old}\"` into it"))
        .help(format!("to rename the series on purpose, run `kalends rename {old} {new}`"))
        .help(format!(
            "if `{new}` is another series, put the definition of `{old}` back, with \
             `retired = true` if that is to end, or end it with \
             `kalends publish --allow-mass-removal`"
        ))
}
