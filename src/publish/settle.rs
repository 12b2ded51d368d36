//! Definitions as they are read: of a catalogue too large to hold, those about which nothing is new
//! are put on the shelf at once, so that few are held while it is found out who claims what.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use super::owners::RecordPlace;
use super::publisher::Publisher;
use super::series::{Attempt, Outcome, Step};
use crate::definition::{self, Claims, Definition};
use crate::model::SeriesId;
use crate::snapshot::Reach;
use crate::store::{self, FileContent, LockWait, Shelf, Storage, StoredText};

/// A definition as it was read.
pub(super) struct Parsed {
    pub(super) claims: Claims,
    pub(super) work: Work,
}

/// What is to be done with a definition, or was.
pub(super) enum Work {
    ToDo(Box<Definition>),
    /// It was put on the shelf, for nothing changed. Taken back, where its addresses are disputed.
    Settled(Box<Outcome>),
}

/// Of the room for what is made on request, the files may take one part in so many before texts
/// are packed and series made on request: pages, calendars, their headers and codings together
/// have some thirty times the bytes of definition and record, for each page stands whole.
pub(super) const MADE_PER_BYTE: u64 = 32;

impl Publisher {
    /// Definitions whose text is new, parsed.
    pub(super) fn parse(
        &self,
        touched: &HashSet<PathBuf>,
        now: Timestamp,
    ) -> HashMap<PathBuf, Parsed> {
        let parse = |path: &PathBuf| {
            let definition = parse(&self.shelf, path)?;
            let claims = Claims::of(&definition);
            if !self.is_packed() {
                return Some((
                    path.clone(),
                    Parsed { claims, work: Work::ToDo(definition.into()) },
                ));
            }
            let claims = claims.without_text();
            let work = match self.settle(path, definition, now) {
                Ok(outcome) => Work::Settled(Box::new(outcome)),
                // Held until it is known who claims what; the others, which are most, are not.
                Err(definition) => Work::ToDo(definition),
            };
            Some((path.clone(), Parsed { claims, work }))
        };
        touched.par_iter().filter_map(parse).collect()
    }

    /// Whether series are made on request.
    pub(super) fn is_packed(&self) -> bool {
        self.shelf.storage() == Storage::Packed
    }

    /// Puts a series on the shelf if nothing about it is new.
    fn settle(
        &self,
        path: &Path,
        definition: Definition,
        now: Timestamp,
    ) -> Result<Outcome, Box<Definition>> {
        let directory = store::directory_of(path);
        // Its record is in its place, and no other is of the same series.
        let place = definition.id.as_ref().map(|id| self.owners.place(id, &directory, &self.shelf));
        let Some(RecordPlace::At(record)) = place else { return Err(Box::new(definition)) };
        if definition.id.as_ref().is_some_and(|id| record != store::record_path(&directory, id)) {
            return Err(Box::new(definition));
        }
        let texts = self.shelving(path, Some(&record));
        let reach = self.reach(definition.id.as_ref(), now);
        let step = Step {
            path: &record,
            record: self.shelf.record(&record),
            shelving: texts.as_ref().map(|(one, other)| (one, other.as_ref())),
            settings: &self.settings,
            now,
            settles: None,
            attempt: Attempt::First,
            reach: &reach,
            lock_wait: &LockWait::none(),
        };
        step.settle(definition)
    }

    /// Whom a series has reached, as far as it was served before.
    pub(super) fn reach(&self, id: Option<&SeriesId>, now: Timestamp) -> Reach {
        let since = || u64::try_from(now.as_second()).unwrap_or(0);
        let good = id.and_then(|id| self.good.get(id));
        good.map_or_else(|| Reach::new(since()), |good| good.reach().clone())
    }

    /// The texts of a definition and its record, where series are made on request.
    pub(super) fn shelving(
        &self,
        path: &Path,
        record: Option<&Path>,
    ) -> Option<(StoredText, Option<StoredText>)> {
        if !self.is_packed() {
            return None;
        }
        let record = record.and_then(|path| self.shelf.record_text(path));
        Some((self.shelf.definition_text(path)?, record))
    }
}

pub(super) fn parse(shelf: &Shelf, path: &Path) -> Option<Definition> {
    let FileContent::Text(source) = shelf.definition(path) else { return None };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Some(definition::parse(&source, &stem))
}
