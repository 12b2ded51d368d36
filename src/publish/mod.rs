//! The one pipeline: read → check → reconcile → render → guard → record → snapshot.
//!
//! Every command runs a prefix of it. The order is the promise: a defect of rendering never burns
//! a SEQUENCE, and nothing is served that is not recorded.

mod advance;
pub mod codes;
mod edition;
mod errors;
mod links;
mod narrow;
mod news;
mod owners;
mod pages;
mod plan;
mod privacy;
mod publisher;
mod reload;
mod removal;
mod series;
mod sessions;
mod settle;
mod shelved;
mod site;
mod status;
mod unclaimed;
mod vanished;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::diagnostic::{Finding, has_errors};
use crate::model::{Audience, Language, SeriesId, SessionId, WebUrl};
use crate::page::Branding;
use crate::plan::{Plan, SeriesEnd};
use crate::snapshot::{Cache, Snapshot, SnapshotProblem};
use crate::store::ReadError;

pub use news::{News, What};
pub use privacy::PrivateFiles;
pub use publisher::{Publisher, Reloaded};
pub use reload::{Reloader, Reloading};
pub use series::{PublishedSeries, Translation};
pub use shelved::Shelved;

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
    /// Say that it would be refused, and go on: for a plan, which shows what it comes to.
    Told,
    /// Publish it.
    Allowed,
}

/// What to do with a series whose record has lost its definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithoutDefinition {
    /// An error: it is served as it last was, if it was.
    #[default]
    Kept,
    /// Record that it is retired, where records may be written: its addresses are gone.
    Ended,
}

/// What to publish and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Directories of definitions, or single files.
    pub paths: Vec<PathBuf>,
    /// Where the service is reached, if configured (rule `links-from-public-url`).
    pub public_url: Option<WebUrl>,
    /// Whose pages they are.
    pub branding: Arc<Branding>,
    /// What to do with records.
    pub records: Records,
    /// What to do with mass removals.
    pub mass_removals: MassRemovals,
    /// Whether a series that is new is warned of what cannot be changed later.
    pub warns_new: bool,
    /// What to do with series whose definitions are gone.
    pub without_definition: WithoutDefinition,
    /// How long a file must stay as it is before what cancels sessions in it is published, after
    /// the first run.
    pub settle: SignedDuration,
    /// Room for what is made on request, where a catalogue is too large to be made ahead. Without
    /// it everything is.
    pub cache: Option<Cache>,
}

impl Settings {
    /// Without a public address; mass removals are refused, nothing waits, everything is made ahead.
    #[must_use]
    pub fn new(paths: Vec<PathBuf>, records: Records) -> Self {
        Self {
            paths,
            public_url: None,
            branding: Arc::default(),
            records,
            mass_removals: MassRemovals::Refused,
            warns_new: false,
            without_definition: WithoutDefinition::Kept,
            settle: SignedDuration::ZERO,
            cache: None,
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Published {
    /// Series that may be served, by identifier.
    pub series: Vec<Arc<PublishedSeries>>,
    /// More of them, by identifier: those that are made on request.
    pub shelved: Vec<Arc<Shelved>>,
    /// Those of them that are served as they last were, because they cannot be brought up to what
    /// their files say now (rule `no-wrong-200`).
    pub kept: BTreeSet<SeriesId>,
    /// Who may read those of them whose definitions say something else by now.
    pub narrowed: BTreeMap<SeriesId, Audience>,
    /// Files of private series, and of those that may be: what is wrong with them is not told to
    /// everyone.
    pub private_files: PrivateFiles,
    /// Series that may not be served now, though they are or were published.
    pub unavailable: Vec<Unavailable>,
    /// Series that end without a definition, or would.
    pub ends: BTreeMap<SeriesId, SeriesEnd>,
    /// Everything found, by file and place.
    pub findings: Vec<Finding>,
    /// How many definitions were read.
    pub definitions: usize,
    /// How many of them do not even tell which series they are.
    pub nameless: usize,
    /// Whose pages they are.
    pub branding: Arc<Branding>,
}

/// A series whose addresses must answer "later" and not "never heard of" (rules `no-wrong-200` and
/// `gone-on-purpose-only`).
#[derive(Clone, Debug)]
pub struct Unavailable {
    /// The series.
    pub id: SeriesId,
    /// Its older identifiers, where its definition can be read.
    pub aliases: Vec<SeriesId>,
    /// Its sessions and their older identifiers, as far as the record tells.
    pub sessions: Vec<SessionId>,
    /// Languages that have addresses of their own.
    pub languages: BTreeSet<Language>,
    /// Whether it is gone for good.
    pub retired: Retired,
    /// Who may know of it.
    pub audience: Audience,
}

/// Why nothing can be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// Something is wrong with its files.
    No,
    /// It was retired on purpose: long enough ago, or without a definition that is left.
    Yes,
}

/// Runs the pipeline.
///
/// # Errors
/// When a path is not there or a directory cannot be listed. Everything else is a finding.
pub fn publish(settings: &Settings, now: Timestamp) -> Result<Published, ReadError> {
    Publisher::new(settings).load(now)
}

impl Published {
    /// Whether anything blocks.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.findings)
    }

    /// Who may read one of the series.
    #[must_use]
    pub fn audience<'a>(&'a self, series: &'a PublishedSeries) -> &'a Audience {
        self.narrowed.get(&series.series.id).unwrap_or_else(|| series.audience())
    }

    /// What was published, or would be, in words for people.
    #[must_use]
    pub fn plan(&self) -> Plan<'_> {
        plan::plan(self)
    }

    /// How many series may be served, and how many sessions they define.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let made = self.series.iter().map(|series| series.series.sessions.len());
        let shelved = self.shelved.iter().map(|series| series.sessions);
        (self.series.len() + self.shelved.len(), made.chain(shelved).sum())
    }

    /// Everything that may be served, rendered when it is first asked for.
    ///
    /// # Errors
    /// When two things claim one address, which the catalogue check rules out.
    pub fn snapshot(&self) -> Result<Snapshot, SnapshotProblem> {
        site::snapshot(self)
    }
}
