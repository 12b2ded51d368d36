//! The one pipeline: read → check → reconcile → render → guard → record → snapshot.
//!
//! Every command runs a prefix of it. The order is the promise: a defect of rendering never burns
//! a SEQUENCE, and nothing is served that is not recorded.

pub mod codes;
mod orphan;
mod removal;
mod series;
mod site;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::definition::{self, Definition};
use crate::diagnostic::{Finding, has_errors, sort};
use crate::model::{SeriesId, SessionId, WebUrl};
use crate::snapshot::{Snapshot, SnapshotProblem};
use crate::store::{self, Contents, ReadError};

use series::{Attempt, Found, Outcome, Step};

pub use series::PublishedSeries;

/// What to do with records that are behind their definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// Write them.
    Write,
    /// Leave them, and go on as if they had been written: what `check` and `render` do.
    Pretend,
    /// Leave them; being behind is an error.
    Locked,
}

/// What to do with an edit that removes most upcoming sessions of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MassRemovals {
    /// Refuse it: an error, and nothing is written.
    #[default]
    Refused,
    /// Publish it.
    Allowed,
}

/// What to publish and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Directories of definitions, or single files.
    pub paths: Vec<PathBuf>,
    /// Where the service is reached, if configured (rule 55).
    pub public_url: Option<WebUrl>,
    /// What to do with records.
    pub records: Records,
    /// What to do with mass removals.
    pub mass_removals: MassRemovals,
}

/// What came of it.
#[derive(Debug)]
pub struct Published {
    /// Series that may be served, by identifier.
    pub series: Vec<PublishedSeries>,
    /// Series that may not be served now, though they are or were published.
    pub unavailable: Vec<Unavailable>,
    /// Everything found, by file and place.
    pub findings: Vec<Finding>,
    /// How many definitions were read.
    pub definitions: usize,
}

/// A series whose addresses must answer "later" and not "never heard of" (rules 47 and 48).
#[derive(Debug)]
pub struct Unavailable {
    /// The series.
    pub id: SeriesId,
    /// Its older identifiers, where its definition can be read.
    pub aliases: Vec<SeriesId>,
    /// Its sessions and their older identifiers, as far as the record tells.
    pub sessions: Vec<SessionId>,
    /// Whether it is gone for good.
    pub retired: Retired,
}

/// Why nothing can be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// Something is wrong with its files.
    No,
    /// Withdrawn long enough ago, or a record without a definition after a complete, clean read.
    Yes,
}

/// Runs the pipeline.
///
/// # Errors
/// When a path is not there or a directory cannot be listed. Everything else is a finding.
pub fn publish(settings: &Settings, now: Timestamp) -> Result<Published, ReadError> {
    let Contents { definitions: files, records, unreadable_records, findings } =
        store::read(&settings.paths)?;
    let mut definitions: Vec<Definition> =
        files.par_iter().map(|file| definition::parse(&file.source, &file.stem)).collect();
    definition::check_catalogue(&mut definitions);
    // A file that cannot be read may be any series': then no record is called an orphan.
    let complete = findings.is_empty() && definitions.iter().all(|read| read.id.is_some());
    let count = definitions.len();

    let outcomes: Vec<Outcome> = definitions
        .into_par_iter()
        .zip(&files)
        .map(|(definition, file)| {
            let path = definition.id.as_ref().map(|id| store::record_path(&file.directory, id));
            let record = match &path {
                Some(path) if unreadable_records.contains(path) => Found::Unreadable,
                Some(path) => records
                    .get_key_value(path)
                    .map_or(Found::Nothing, |(path, source)| Found::Text(path, source)),
                None => Found::Nothing,
            };
            let step =
                Step { directory: &file.directory, record, settings, now, attempt: Attempt::First };
            step.publish(definition)
        })
        .collect();

    let mut published =
        Published { series: Vec::new(), unavailable: Vec::new(), findings, definitions: count };
    let mut used: BTreeSet<&Path> = BTreeSet::new();
    for outcome in outcomes {
        published.findings.extend(outcome.findings);
        published.series.extend(outcome.published);
        published.unavailable.extend(outcome.unavailable);
        used.extend(outcome.record);
    }
    for (_, record) in records.iter().filter(|(path, _)| !used.contains(path.as_path())) {
        orphan::tell(record, complete, &mut published);
    }
    published.series.sort_by(|a, b| a.series.id.cmp(&b.series.id));
    sort(&mut published.findings);
    Ok(published)
}

impl Published {
    /// Whether anything blocks.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.findings)
    }

    /// Everything that may be served.
    ///
    /// # Errors
    /// When two things claim one address, which the catalogue check rules out.
    pub fn snapshot(&self) -> Result<Snapshot, SnapshotProblem> {
        site::snapshot(self)
    }
}
