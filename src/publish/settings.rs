//! Settings of the pipeline.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::SignedDuration;

use crate::model::WebUrl;
use crate::page::{Branding, Selections};
use crate::snapshot::Cache;

/// Treatment of records that are behind their definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// Written.
    Write,
    /// Left alone; the run continues as if they had been written, for `check` and `render`.
    Pretend,
    /// Left alone; a record that is behind is an error.
    Locked,
}

/// Treatment of an edit that removes most upcoming sessions of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MassRemovals {
    /// Refused: an error, and nothing is written.
    #[default]
    Refused,
    /// Reported as an error, and published: for a plan, which shows its effect.
    Reported,
    /// Published.
    Allowed,
}

/// Treatment of a series with a record and without a definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithoutDefinition {
    /// An error: the series is served as before, if it was.
    #[default]
    Kept,
    /// Recorded as retired, where records may be written: its addresses are gone.
    Ended,
}

/// What to publish and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Directories of definitions, or single files.
    pub paths: Vec<PathBuf>,
    /// The public address of the service, if configured (rule `links-from-public-url`).
    pub public_url: Option<WebUrl>,
    /// The publisher's name, logo and colours.
    pub branding: Arc<Branding>,
    /// Treatment of records.
    pub records: Records,
    /// Treatment of mass removals.
    pub mass_removals: MassRemovals,
    /// Whether a new series gets warnings about everything that cannot be changed later.
    pub warns_new: bool,
    /// Treatment of series without definitions.
    pub without_definition: WithoutDefinition,
    /// How long a file must be unchanged before a cancellation in it is published, after the first
    /// run.
    pub settle: SignedDuration,
    /// Whether selections are served.
    pub selections: Selections,
    /// The cache of editions that are loaded on demand, for large sites. Without it, all editions are
    /// in memory.
    pub cache: Option<Cache>,
}

impl Settings {
    /// Settings without a public address; mass removals are refused, cancellations do not wait, all
    /// editions are in memory.
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
            selections: Selections::Served,
            cache: None,
        }
    }

    /// The paths, for a message.
    pub(super) fn path_list(&self) -> String {
        let paths: Vec<String> = self.paths.iter().map(|path| path.display().to_string()).collect();
        paths.join(", ")
    }
}
