//! Everything that lasts from one pass to the next.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::error::Wait;
use super::owners::{RecordOwners, RecordPlace};
use super::series::DefinitionOutcome;
use super::unclaimed::UnclaimedRecords;
use super::{Listing, Settings};
use crate::definition::Claims;
use crate::diagnostic::Finding;
use crate::model::SeriesId;
use crate::snapshot::Reach;
use crate::store::{Shelf, Storage};

/// Everything that lasts from one pass to the next.
#[derive(Debug)]
pub(super) struct State {
    /// Definitions and records as last read.
    pub(super) files: Shelf,
    /// Every definition with its last outcome.
    pub(super) definitions: BTreeMap<PathBuf, DefinitionState>,
    /// Every series that is served, as last published.
    pub(super) last_good: BTreeMap<SeriesId, Arc<Listing>>,
    /// The record of each series.
    pub(super) owners: RecordOwners,
    /// Records of series without a definition.
    pub(super) unclaimed: UnclaimedRecords,
    /// Series that are served and have lost their definition, with its last path.
    pub(super) lost: BTreeMap<SeriesId, PathBuf>,
    /// Findings about records that the last pass moved.
    pub(super) moved: Vec<Finding>,
    /// Whether a pass has ended.
    pub(super) has_loaded: bool,
    /// Whether the last pass could read every file.
    pub(super) was_complete: bool,
    /// Why the last pass could read nothing at all.
    pub(super) failure: Option<String>,
}

/// A definition and its last outcome.
#[derive(Debug)]
pub(super) struct DefinitionState {
    pub(super) claims: Claims,
    /// The place of its record.
    pub(super) record: RecordPlace,
    /// Whether another definition claims the same address.
    pub(super) disputed: bool,
    /// Whether its text, its record or the place of its record changed.
    pub(super) is_stale: bool,
    /// When its text was last seen to change; `None` for the first text.
    pub(super) changed: Option<Timestamp>,
    pub(super) outcome: DefinitionOutcome,
}

/// The inputs of one pass.
#[derive(Clone, Copy)]
pub(super) struct Pass<'a> {
    pub(super) settings: &'a Settings,
    /// Files with other bytes than before.
    pub(super) touched: &'a HashSet<PathBuf>,
    pub(super) pace: Pace,
    pub(super) now: Timestamp,
}

/// Whether cancellations wait until their file has settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Settled,
    AtOnce,
}

/// A series before a pass; `None` if it was not served.
pub(super) type BeforePass = (SeriesId, Option<Arc<Listing>>);

impl State {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            files: no_files(settings),
            definitions: BTreeMap::new(),
            last_good: BTreeMap::new(),
            owners: RecordOwners::default(),
            unclaimed: UnclaimedRecords::default(),
            lost: BTreeMap::new(),
            moved: Vec::new(),
            has_loaded: false,
            was_complete: false,
            failure: None,
        }
    }

    /// A series as last published.
    pub(super) fn good(&self, id: &SeriesId) -> Option<&Listing> {
        self.last_good.get(id).map(|good| &**good)
    }

    /// Whether every file can be read, and the series of every definition is known.
    pub(super) fn is_complete(&self) -> bool {
        self.files.findings().next().is_none()
            && self.definitions.values().all(|one| one.claims.id().is_some())
    }

    /// Whether there is not a single definition or record, readable or not.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_definitions() && self.files.records().next().is_none()
    }

    /// Whether there are definitions. Unreadable files count: a directory may vanish between listing
    /// and reading.
    pub(super) fn has_definitions(&self) -> bool {
        self.files.definitions().next().is_some() || self.files.findings().next().is_some()
    }

    /// Whether editions are loaded on demand.
    pub(super) fn is_on_demand(&self) -> bool {
        self.files.storage() == Storage::Packed
    }

    /// The client counters of a series: those it has, if it was served before.
    pub(super) fn reach(&self, id: Option<&SeriesId>, now: Timestamp) -> Reach {
        let since = || u64::try_from(now.as_second()).unwrap_or(0);
        let good = id.and_then(|id| self.good(id));
        good.map_or_else(|| Reach::new(since()), |good| good.reach.clone())
    }

    /// Notes the path of a definition if its series is served and has lost it.
    pub(super) fn lose(&mut self, path: &Path, definition: &DefinitionState) {
        if let Some(id) = definition.claims.id().filter(|id| self.last_good.contains_key(*id)) {
            self.lost.insert(id.clone(), path.to_owned());
        }
    }
}

impl DefinitionState {
    /// Whether its wait is over, or may be: only a new attempt shows whether a lock, the disk or the
    /// clock still prevents it.
    pub(super) fn is_due(&self, pace: Pace, now: Timestamp) -> bool {
        let waited = match self.outcome.waits {
            None => false,
            Some(Wait::Settling(at)) => pace == Pace::AtOnce || at <= now,
            Some(Wait::Clock | Wait::Storage | Wait::Lock | Wait::LostRace) => true,
        };
        waited || self.outcome.due.is_some_and(|due| due <= now)
    }
}

/// The files before the first scan.
pub(super) fn no_files(settings: &Settings) -> Shelf {
    let files = Shelf::new(&settings.paths);
    match &settings.cache {
        Some(cache) => files.packed_above(cache.max_file_bytes()),
        None => files,
    }
}
