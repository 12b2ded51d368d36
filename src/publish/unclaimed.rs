//! Records of series without a definition. A series does not end because its file is gone: it is served
//! as before, or is unavailable, until its definition is back or its end is recorded.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::Timestamp;
use rayon::prelude::*;

use super::private_files::{recorded_audience, shown};
use super::sessions::every_session;
use super::{Records, Retired, UnavailableSeries, codes};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::{Authority, Series, SeriesId, Session, SessionId};
use crate::plan::{EndDecision, SeriesEnd};
use crate::revision::{Record, series_named};
use crate::store::{self, FileContent, LockWait, NewRecord, Shelf};

/// All records without a definition.
#[derive(Debug, Default)]
pub(super) struct UnclaimedRecords {
    all: Vec<UnclaimedRecord>,
    /// Filled when a new definition is first compared with them.
    known: OnceLock<KnownSessions>,
}

/// A record without a definition.
#[derive(Debug)]
pub(super) struct UnclaimedRecord {
    pub(super) path: PathBuf,
    /// Its errors.
    pub(super) findings: Vec<Finding>,
    /// Its series, as far as it can be read.
    pub(super) series: Option<UnavailableSeries>,
    /// The number of upcoming sessions.
    upcoming: usize,
    /// Whether this run recorded the end of its series.
    ends_now: bool,
    /// Whether the file with its name exists, but cannot be read as a definition.
    is_broken: bool,
}

/// The number of the record with a session, by directory and authority.
type KnownSessions = HashMap<(PathBuf, Authority), HashMap<SessionMark, usize>>;

/// A mark that a session keeps when its file is renamed.
#[derive(Debug, PartialEq, Eq, Hash)]
enum SessionMark {
    Id(SessionId),
    TitleAndStart(String),
}

impl UnclaimedRecords {
    /// Reads the records. `nameless`: definitions without a readable series id. `ends`: the treatment of
    /// records, if the end of their series is to be recorded.
    pub(super) fn read(
        paths: Vec<PathBuf>,
        nameless: &HashSet<PathBuf>,
        shelf: &mut Shelf,
        ends: Option<Records>,
        now: Timestamp,
    ) -> Self {
        let read: Vec<(UnclaimedRecord, Option<String>)> = paths
            .into_par_iter()
            .map(|path| UnclaimedRecord::read(path, shelf, ends, now))
            .collect();
        let keep = |(mut unclaimed, written): (UnclaimedRecord, Option<String>)| {
            let definition = unclaimed.path.with_extension("toml");
            unclaimed.is_broken = nameless.contains(&definition)
                || matches!(shelf.definition(&definition), FileContent::Unreadable);
            if let Some(text) = written {
                shelf.note_written(unclaimed.path.clone(), text);
            }
            unclaimed
        };
        Self { all: read.into_iter().map(keep).collect(), known: OnceLock::new() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &UnclaimedRecord> {
        self.all.iter()
    }

    /// Finds the record, with its series, that a new series in `directory` seems to be.
    pub(super) fn find_renamed(
        &self,
        series: &Series,
        directory: &Path,
        shelf: &Shelf,
    ) -> Option<(&SeriesId, &PathBuf)> {
        if !self.all.iter().any(UnclaimedRecord::can_be_renamed) {
            return None;
        }
        let found = |one: &UnclaimedRecord| {
            one.can_be_renamed()
                && store::directory_of(&one.path) == directory
                && one.series.iter().any(|old| series.aliases.contains(&old.id))
        };
        let by_alias = self.all.iter().find(|one| found(one));
        let by_session = || {
            let known = self.known.get_or_init(|| self.known_sessions(shelf));
            let known = known.get(&(directory.to_owned(), series.authority.clone()))?;
            let number = series.sessions.iter().find_map(|session| {
                let marks = [SessionMark::Id(session.id.clone()), title_and_start(session)];
                marks.into_iter().find_map(|mark| known.get(&mark))
            });
            self.all.get(*number?)
        };
        let found = by_alias.or_else(by_session)?;
        Some((&found.series.as_ref()?.id, &found.path))
    }

    fn known_sessions(&self, shelf: &Shelf) -> KnownSessions {
        let mut all = KnownSessions::new();
        for (number, one) in self.all.iter().enumerate().filter(|(_, one)| one.can_be_renamed()) {
            let FileContent::Text(source) = shelf.record(&one.path) else { continue };
            let Ok(record) = Record::parse(&source) else { continue };
            let key = (store::directory_of(&one.path), record.authority().clone());
            let known = all.entry(key).or_default();
            for (id, entry) in record.sessions() {
                let session = entry.session(id);
                let ids = std::iter::once(id).chain(entry.was());
                let ids = ids.map(|id| SessionMark::Id(id.clone()));
                let starts = session.iter().map(title_and_start);
                ids.chain(starts).for_each(|mark| {
                    known.entry(mark).or_insert(number);
                });
            }
        }
        all
    }
}

fn title_and_start(session: &Session) -> SessionMark {
    SessionMark::TitleAndStart(format!("{:?} {}", session.when.sort_key(), session.title))
}

impl UnclaimedRecord {
    /// Reads a record. `ends`: the treatment of records, if the end of their series is to be recorded.
    /// Returns the record's new text as well, if it was written.
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
                let audience = recorded_audience(&source);
                this.series = id.map(|id| {
                    UnavailableSeries::new(id, Vec::new(), Vec::new(), Retired::No).to(&audience)
                });
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
        let (id, sessions) = (record.series().clone(), every_session(&record));
        let series = UnavailableSeries::new(id, Vec::new(), sessions, retired);
        this.series = Some(series.in_languages(record.languages()).to(record.audience()));
        (this, written)
    }

    /// Whether its series is not retired.
    pub(super) fn is_open(&self) -> bool {
        self.series.as_ref().is_some_and(|series| series.retired == Retired::No)
    }

    /// Whether it cannot be read.
    pub(super) fn is_damaged(&self) -> bool {
        !self.findings.is_empty()
    }

    /// Whether a new definition may be its renamed definition.
    fn can_be_renamed(&self) -> bool {
        self.is_open() && !self.is_broken
    }

    /// The end of its series, recorded or refused.
    pub(super) fn end(&self) -> Option<(SeriesId, SeriesEnd)> {
        let is_read = self.findings.is_empty();
        let series = self.series.as_ref().filter(|_| is_read && self.is_open() || self.ends_now)?;
        let how = if self.ends_now { EndDecision::Recorded } else { EndDecision::Refused };
        Some((series.id.clone(), SeriesEnd { upcoming: self.upcoming, how }))
    }

    /// The finding that its definition is gone. `is_served`: whether the series is served as before.
    /// `renamed`: a new definition with its sessions, and that definition's series.
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
        let finding = Finding::new(&codes::UNCLAIMED, format!("the definition of `{id}` is gone"))
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
                    "to end the series, put it back with `retired = true`: subscribers see \
                     upcoming sessions as cancelled",
                )
                .help(
                    "to end it without a definition, run `kalends publish --allow-mass-removal`: \
                     its addresses answer 410 Gone, and subscribers get no further notice",
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

/// The finding about a new definition that seems to be renamed: it gets no record of its own.
pub(super) fn looks_renamed(new: &SeriesId, old: &SeriesId, record: &Path) -> Finding {
    let headline = format!(
        "series `{new}` is new and has the sessions of `{}`, which has lost its definition",
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
