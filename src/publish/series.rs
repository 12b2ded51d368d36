//! One series through the pipeline.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Published, Records, Retired, Settings, Unavailable, codes};
use crate::definition::Definition;
use crate::diagnostic::{Finding, SourceFile, has_errors};
use crate::model::{Series, SeriesId, SessionId};
use crate::render::{self, Calendars};
use crate::revision::{self, Change, Record};
use crate::store;

/// A series that may be served.
#[derive(Debug)]
pub struct PublishedSeries {
    /// As meant.
    pub series: Series,
    /// As recorded.
    pub record: Record,
    /// As served.
    pub calendars: Calendars,
    /// What the record had not yet.
    pub changes: Vec<Change>,
}

/// What became of one definition.
#[derive(Default)]
pub(super) struct Outcome<'a> {
    pub(super) findings: Vec<Finding>,
    pub(super) published: Option<PublishedSeries>,
    pub(super) unavailable: Option<Unavailable>,
    /// The record that belongs to it.
    pub(super) record: Option<&'a Path>,
}

/// What lies where the record of a series belongs.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// Nothing: it was never published.
    Nothing,
    /// Something that cannot be read; the finding is noted. Never to be started again at zero.
    Unreadable,
    /// Its text.
    Text(&'a Path, &'a Arc<SourceFile>),
}

/// Everything a definition meets on its way.
pub(super) struct Step<'a> {
    pub(super) directory: &'a Path,
    pub(super) record: Found<'a>,
    pub(super) settings: &'a Settings,
    pub(super) now: Timestamp,
}

impl<'a> Step<'a> {
    pub(super) fn publish(&self, definition: Definition) -> Outcome<'a> {
        let mut outcome = Outcome {
            findings: definition.findings,
            record: match self.record {
                Found::Text(path, _) => Some(path),
                Found::Nothing | Found::Unreadable => None,
            },
            ..Outcome::default()
        };
        let Some(id) = definition.id else { return outcome };
        let record = self.read_record(&mut outcome.findings);
        let mut sessions: Vec<SessionId> = record
            .iter()
            .flatten()
            .flat_map(|record| record.sessions().map(|(id, _)| id.clone()))
            .collect();
        if let (Some(series), Some(record)) = (definition.series, record) {
            sessions.extend(series.sessions.iter().map(|session| session.id.clone()));
            match self.bring_up(series, record, &definition.file) {
                Ok((published, warnings)) => {
                    outcome.findings.extend(warnings);
                    outcome.published = Some(published);
                    return outcome;
                }
                Err(findings) => outcome.findings.extend(findings),
            }
        }
        outcome.unavailable = Some(unavailable(id, sessions, Retired::No));
        outcome
    }

    /// The outer `None`: there is a record, and it is damaged or cannot be read.
    fn read_record(&self, findings: &mut Vec<Finding>) -> Option<Option<Record>> {
        let source = match self.record {
            Found::Nothing => return Some(None),
            Found::Unreadable => return None,
            Found::Text(_, source) => source,
        };
        match Record::parse(source) {
            Ok(record) => Some(Some(record)),
            Err(found) => {
                findings.extend(found);
                None
            }
        }
    }

    /// Reconcile, render, guard, record: in this order.
    fn bring_up(
        &self,
        series: Series,
        record: Option<Record>,
        file: &Arc<SourceFile>,
    ) -> Result<(PublishedSeries, Vec<Finding>), Vec<Finding>> {
        let placed = |finding: Finding| finding.in_file(file);
        let reconciled = revision::reconcile(&series, record.as_ref(), self.now)
            .map_err(|findings| findings.into_iter().map(placed).collect::<Vec<_>>())?;
        if self.settings.records == Records::Locked && reconciled.stale {
            return Err(vec![placed(self.stale(&series.id))]);
        }
        // A locked record stays as it is, even where a tombstone's time is over: all replicas
        // answer alike.
        let (record, changed) = match (self.settings.records, record) {
            (Records::Locked, Some(record)) => (record, false),
            _ => (reconciled.record, reconciled.changed),
        };
        let calendars = render::calendars(&series, &record, self.settings.public_url.as_ref());
        let findings: Vec<Finding> = render::check(&calendars).into_iter().map(placed).collect();
        if has_errors(&findings) {
            return Err(findings);
        }
        if changed && self.settings.records == Records::Write {
            store::write_record(self.directory, &series.id, &record.to_text()).map_err(
                |error| {
                    let finding = Finding::new(&store::codes::UNWRITABLE, error.to_string());
                    vec![placed(finding.help(error.help()))]
                },
            )?;
        }
        let changes = reconciled.changes;
        Ok((PublishedSeries { series, record, calendars, changes }, findings))
    }

    fn stale(&self, series: &SeriesId) -> Finding {
        let path = store::record_path(self.directory, series);
        let headline = match self.record {
            Found::Text(..) => format!("the record `{}` is behind the definition", path.display()),
            _ => format!("there is no record `{}`", path.display()),
        };
        Finding::new(&codes::STALE, headline)
            .help("run `kalends publish` where records may be written, and commit the record")
    }
}

fn unavailable(id: SeriesId, mut sessions: Vec<SessionId>, retired: Retired) -> Unavailable {
    sessions.sort();
    sessions.dedup();
    Unavailable { id, sessions, retired }
}

/// A record that belongs to no definition: after a complete read, its series is retired.
pub(super) fn orphan(source: &Arc<SourceFile>, complete: bool, published: &mut Published) {
    let record = match Record::parse(source) {
        Ok(record) => record,
        Err(findings) => {
            published.findings.extend(findings);
            return;
        }
    };
    let retired = if complete { Retired::Yes } else { Retired::No };
    if complete {
        let headline = format!("no definition for the record of `{}`", record.series());
        published.findings.push(
            Finding::new(&codes::ORPHAN, headline)
                .in_file(source)
                .note("the addresses of that series answer 410 Gone")
                .help(format!(
                    "if the file was renamed, write `id = \"{}\"` into the definition",
                    record.series()
                ))
                .help("to forget the series, delete the record"),
        );
    }
    let sessions = record.sessions().map(|(id, _)| id.clone()).collect();
    published.unavailable.push(unavailable(record.series().clone(), sessions, retired));
}
