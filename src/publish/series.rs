//! One series through the pipeline.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::site::Part;
use super::{Records, Retired, Settings, Unavailable, codes};
use crate::definition::Definition;
use crate::diagnostic::{Finding, SourceFile, has_errors};
use crate::model::{Series, SeriesId, SessionId};
use crate::render::{self, Calendars};
use crate::revision::{self, Change, FieldChange, Record};
use crate::store::{self, Lying};

/// A series that may be served.
#[derive(Debug)]
pub struct PublishedSeries {
    /// As meant.
    pub series: Series,
    /// As recorded.
    pub record: Record,
    /// As served.
    pub calendars: Arc<Calendars>,
    /// What the record had not yet.
    pub changes: Vec<Change>,
    /// What it had not yet of the series itself; everything, the first time.
    pub feed: Vec<FieldChange>,
    /// Whether the record is another than the one that was read.
    pub changed: bool,
    /// Its part of the snapshot, made when first asked for.
    pub(super) part: OnceLock<Part>,
}

/// What became of one definition.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) findings: Vec<Finding>,
    pub(super) published: Option<Arc<PublishedSeries>>,
    pub(super) unavailable: Option<Unavailable>,
    /// The record's new text, if it was written.
    pub(super) written: Option<String>,
}

/// Everything a definition meets on its way.
pub(super) struct Step<'a> {
    pub(super) directory: &'a Path,
    /// What lies where its record belongs. What cannot be read is never started again at zero.
    pub(super) record: Lying<'a>,
    pub(super) settings: &'a Settings,
    pub(super) now: Timestamp,
}

impl Step<'_> {
    pub(super) fn publish(&self, definition: Definition) -> Outcome {
        let mut outcome = Outcome { findings: definition.findings, ..Outcome::default() };
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
                Ok((published, warnings, written)) => {
                    outcome.findings.extend(warnings);
                    outcome.published = Some(Arc::new(published));
                    outcome.written = written;
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
            Lying::Nothing => return Some(None),
            Lying::Unreadable => return None,
            Lying::Text(source) => source,
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
    ) -> Result<(PublishedSeries, Vec<Finding>, Option<String>), Vec<Finding>> {
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
        let mut written = None;
        if changed && self.settings.records == Records::Write {
            let text = record.to_text();
            store::write_record(self.directory, &series.id, &text).map_err(|error| {
                let finding = Finding::new(&store::codes::UNWRITABLE, error.to_string());
                vec![placed(finding.help(error.help()))]
            })?;
            written = Some(text);
        }
        let published = PublishedSeries {
            series,
            record,
            calendars: Arc::new(calendars),
            changes: reconciled.changes,
            feed: reconciled.feed,
            changed,
            part: OnceLock::new(),
        };
        Ok((published, findings, written))
    }

    fn stale(&self, series: &SeriesId) -> Finding {
        let path = store::record_path(self.directory, series);
        let headline = match self.record {
            Lying::Text(_) => format!("the record `{}` is behind the definition", path.display()),
            _ => format!("there is no record `{}`", path.display()),
        };
        Finding::new(&codes::STALE, headline)
            .help("run `kalends publish` where records may be written, and commit the record")
    }
}

pub(super) fn unavailable(
    id: SeriesId,
    mut sessions: Vec<SessionId>,
    retired: Retired,
) -> Unavailable {
    sessions.sort();
    sessions.dedup();
    Unavailable { id, sessions, retired }
}
