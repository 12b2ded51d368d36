//! The pipeline with a memory: what it read, what came of it, and what was last good.
//!
//! One pass is one run of the pipeline over what changed since the pass before; the first pass is
//! the run that every command does. Does not wait for changes; [`super::Reloader`] does.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::news::{Before, News};
use super::owners::{RecordOwners, RecordPlace};
use super::series::Outcome;
use super::settle::{MADE_PER_BYTE, Parsed, Work, parse};
use super::shelved::Good;
use super::unclaimed::UnclaimedRecords;
use super::{Published, Retired, Settings, WithoutDefinition};
use crate::definition::{self, Claims};
use crate::diagnostic::{Code, Finding, SourceFile, cap, most_of_a_code, sort};
use crate::model::SeriesId;
use crate::revision;
use crate::store::{self, LockWait, ReadError, Scan, Shelf};

/// Runs the pipeline again and again.
#[derive(Debug)]
pub struct Publisher {
    pub(super) settings: Settings,
    pub(super) shelf: Shelf,
    pub(super) held: BTreeMap<PathBuf, Held>,
    /// Every series that may be served, as it was when it last could be brought up.
    pub(super) good: BTreeMap<SeriesId, Good>,
    pub(super) owners: RecordOwners,
    pub(super) unclaimed: UnclaimedRecords,
    /// Where the definitions of series were that are served and are not defined any more.
    pub(super) lost: BTreeMap<SeriesId, PathBuf>,
    /// Records that the last pass put into their places.
    moved: Vec<Finding>,
    /// Whether anything was read before.
    has_loaded: bool,
    /// Whether the last pass could read every file.
    was_complete: bool,
    /// Why the last pass could read nothing at all.
    failed: Option<String>,
    /// Whether the last pass ended half done.
    is_half_done: bool,
}

/// A definition and what came of it.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) claims: Claims,
    /// Where its record is.
    pub(super) record: RecordPlace,
    pub(super) disputed: bool,
    /// When its text was last seen to change; `None`: it is the first that was read.
    pub(super) changed: Option<Timestamp>,
    pub(super) outcome: Outcome,
}

/// Whether definitions and records claim what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    TheSame,
    Other,
}
use Compared::{Other, TheSame};
use WithoutDefinition::Kept;

/// Whether what cancels sessions waits until its file has settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Settled,
    AtOnce,
}

/// What another pass came to.
#[derive(Debug)]
pub struct Reloaded {
    /// All there is to serve, of changed series and unchanged ones.
    pub published: Published,
    /// What it changed.
    pub news: Vec<News>,
}

impl Held {
    /// Whether it waited for something beside its files: room on the disk, another process, or an
    /// hour that came.
    fn waits(&self, pace: Pace, now: Timestamp) -> bool {
        self.outcome.due.is_some_and(|due| due <= now)
            || self.outcome.settles.is_some_and(|at| pace == Pace::AtOnce || at <= now)
            || self.has(&store::codes::UNWRITABLE)
            || self.has(&store::codes::OVERTAKEN)
            || self.has(&revision::codes::CLOCK)
    }

    fn has(&self, code: &Code) -> bool {
        self.outcome.findings.iter().any(|finding| finding.code() == code)
    }
}

impl Publisher {
    /// Has read nothing yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            shelf: empty_shelf(settings),
            settings: settings.clone(),
            held: BTreeMap::new(),
            good: BTreeMap::new(),
            owners: RecordOwners::default(),
            unclaimed: UnclaimedRecords::default(),
            lost: BTreeMap::new(),
            moved: Vec::new(),
            has_loaded: false,
            was_complete: false,
            failed: None,
            is_half_done: false,
        }
    }

    /// Has the next pass read every file anew, for a defect ended this one.
    pub(super) fn begin_anew(&mut self) {
        self.is_half_done = true;
    }

    fn scan(&mut self, scan: &Scan) -> Result<HashSet<PathBuf>, ReadError> {
        if !self.is_half_done {
            return self.shelf.scan(scan);
        }
        let mut shelf = empty_shelf(&self.settings);
        let mut touched = shelf.scan(&Scan::Everything)?;
        self.shelf = shelf;
        self.is_half_done = false;
        touched.extend(self.held.keys().cloned());
        Ok(touched)
    }

    /// Reads everything that changed and publishes it; the first time, everything.
    ///
    /// # Errors
    /// When a path is not there or a directory cannot be listed. Everything else is a finding.
    pub fn load(&mut self, now: Timestamp) -> Result<Published, ReadError> {
        let touched = self.shelf.scan(&Scan::Everything)?;
        self.pass(&touched, Pace::AtOnce, now);
        self.has_loaded = true;
        Ok(self.published())
    }

    /// Another pass while the last one's result is served. `None`: nothing is different. Where
    /// nothing can be read, or no file is left, everything stays as it is, with a finding.
    pub fn reload(&mut self, scan: &Scan, now: Timestamp) -> Option<Reloaded> {
        // Unreadable files count: a directory may vanish between listing and reading.
        let had_files =
            self.shelf.definitions().next().is_some() || self.shelf.findings().next().is_some();
        let recovers = self.failed.is_some();
        let pace = if *scan == Scan::Requested { Pace::AtOnce } else { Pace::Settled };
        let scan = if recovers { &Scan::Everything } else { scan };
        let touched = match self.scan(scan) {
            Ok(touched) => touched,
            Err(error) => return self.fail(error.to_string()),
        };
        let is_empty = self.shelf.definitions().next().is_none()
            && self.shelf.records().next().is_none()
            && self.shelf.findings().next().is_none();
        if is_empty && (had_files || recovers) {
            // A volume that is not mounted looks like this; nobody retires all series in one go.
            for (path, held) in std::mem::take(&mut self.held) {
                self.lose(&path, &held);
            }
            self.owners = RecordOwners::default();
            return self.fail(format!("no file is left in `{}`", self.paths()));
        }
        self.failed = None;
        let waits = || self.held.values().any(|held| held.waits(pace, now));
        if touched.is_empty() && !recovers && !waits() {
            return None;
        }
        let before = self.pass(&touched, pace, now);
        let now_good = |id: &SeriesId| self.good.get(id);
        let news = before.iter().filter_map(|before| News::of(before, now_good(&before.id)));
        Some(Reloaded { news: news.collect(), published: self.published() })
    }

    /// Whether the last look could read nothing, and everything is served as it was.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    pub(super) fn paths(&self) -> String {
        let paths: Vec<String> =
            self.settings.paths.iter().map(|path| path.display().to_string()).collect();
        paths.join(", ")
    }

    fn fail(&mut self, why: String) -> Option<Reloaded> {
        if self.failed.as_ref() == Some(&why) {
            return None;
        }
        self.failed = Some(why);
        Some(Reloaded { published: self.published(), news: Vec::new() })
    }

    /// Brings up what `touched` files belong to, and says how what it replaced was before.
    fn pass(&mut self, touched: &HashSet<PathBuf>, pace: Pace, now: Timestamp) -> Vec<Before> {
        let named = self.owners.note(touched, &self.shelf);
        let mut parsed = self.parse(touched, now);
        let (claims, moved) = self.take_in(&parsed, touched, named, now);
        let is_complete = self.is_complete();
        if claims == Other || is_complete != self.was_complete {
            let paths = self.owners.unclaimed().map(Path::to_owned).collect();
            let nameless = self.held.iter().filter(|(_, held)| held.claims.id().is_none());
            let nameless = nameless.map(|(path, _)| path.clone()).collect();
            let ends = if is_complete { self.settings.without_definition } else { Kept };
            let settings = Settings { without_definition: ends, ..self.settings.clone() };
            self.unclaimed =
                UnclaimedRecords::read(paths, &nameless, &mut self.shelf, &settings, now);
        }
        let dirty = match claims {
            TheSame => self.touched(&mut parsed, touched, pace, now),
            Other => self.dirty(&mut parsed, touched, &moved, pace, now),
        };
        // What was locked when it was last tried is tried once: it may be locked for days.
        let (patient, impatient) = (LockWait::new(), LockWait::none());
        let most = most_of_a_code(self.held.len());
        let outcomes: Vec<(PathBuf, Outcome)> = dirty
            .into_par_iter()
            .map(|(path, work)| {
                let held = self.held.get(&path);
                let was_locked = held.is_some_and(|held| held.has(&store::codes::OVERTAKEN));
                let wait = if was_locked { &impatient } else { &patient };
                let mut outcome = match work {
                    Work::ToDo(definition) => self.bring_up(&path, *definition, (pace, now), wait),
                    Work::Settled(outcome) => *outcome,
                };
                outcome.findings = cap(outcome.findings, most);
                if self.is_packed() {
                    let findings = outcome.findings.into_iter();
                    outcome.findings = findings.map(Finding::excerpted).collect();
                }
                (path, outcome)
            })
            .collect();
        let mut before = Vec::new();
        for (path, mut outcome) in outcomes {
            let Some(held) = self.held.get_mut(&path) else { continue };
            if let (Some(record), Some(text)) = (held.record.path(), outcome.written.take()) {
                self.shelf.note_written(record.to_owned(), text);
                held.record = RecordPlace::At(record.to_owned());
            }
            if let Some(published) = &outcome.published {
                let id = published.id().clone();
                let was = self.good.insert(id.clone(), published.clone());
                before.push(Before { id, was });
            } else if let Some(retired) = outcome.unavailable.as_ref()
                && retired.retired == Retired::Yes
                && let Some(was) = self.good.remove(&retired.id)
            {
                before.push(Before { id: retired.id.clone(), was: Some(was) });
            }
            held.outcome = outcome;
        }
        // A file that cannot be read may be any series': then none is called gone.
        if is_complete && (claims == Other || !self.was_complete) {
            before.extend(self.retire_unclaimed());
        }
        self.was_complete = is_complete;
        before
    }

    /// Takes in what definitions claim now; whether any claims something else than before, or a
    /// record of no definition was touched, and of which definitions the record is another.
    fn take_in(
        &mut self,
        parsed: &HashMap<PathBuf, Parsed>,
        touched: &HashSet<PathBuf>,
        named: Compared,
        now: Timestamp,
    ) -> (Compared, BTreeSet<PathBuf>) {
        let mut compared = named;
        let changed = Some(now).filter(|_| self.has_loaded);
        for (path, Parsed { claims, .. }) in parsed {
            let old = self.held.remove(path);
            if old.as_ref().is_none_or(|old| old.disputed || !old.claims.are_those_of(claims)) {
                compared = Other;
            }
            let record = old.as_ref().map(|old| old.record.clone()).unwrap_or_default();
            if let Some(old) = old.filter(|old| old.claims.id() != claims.id()) {
                self.lose(path, &old);
            }
            let (claims, outcome) = (claims.clone(), Outcome::default());
            let held = Held { claims, record, disputed: false, changed, outcome };
            self.held.insert(path.clone(), held);
        }
        for path in touched.iter().filter(|path| !parsed.contains_key(*path)) {
            if let Some(old) = self.held.remove(path) {
                self.lose(path, &old);
                compared = Other;
            } else if !self.is_where_it_was(path) {
                compared = Other;
            }
        }
        if compared == Other && !self.lost.is_empty() {
            let claimed: HashSet<&SeriesId> =
                self.held.values().filter_map(|held| held.claims.id()).collect();
            let good = &self.good;
            self.lost.retain(|id, _| good.contains_key(id) && !claimed.contains(id));
        }
        if self.held.values().any(|held| held.disputed) {
            compared = Other;
        }
        let mut moved = BTreeSet::new();
        self.moved.clear();
        if compared == Other {
            let records = self.settings.records;
            let sorted = self.owners.sort_out(&mut self.held, &mut self.shelf, records);
            (self.moved, moved) = sorted;
        }
        (compared, moved)
    }

    /// Whether a record belongs to definitions, and is there, or not there, as it was for them.
    fn is_where_it_was(&self, record: &Path) -> bool {
        self.owners.of_record(record).is_some_and(|definitions| {
            let held = definitions.iter().filter_map(|path| self.held.get(path));
            held.map(|held| &held.record).all(|place| place.is_current(&self.shelf))
        })
    }

    /// Definitions to be taken through the pipeline where all claim what they did: of new text,
    /// with a record of new text, or that waited for something.
    fn touched(
        &self,
        parsed: &mut HashMap<PathBuf, Parsed>,
        touched: &HashSet<PathBuf>,
        pace: Pace,
        now: Timestamp,
    ) -> Vec<(PathBuf, Work)> {
        let of_records = touched.iter().filter_map(|path| self.owners.of_record(path));
        let waiting =
            self.held.iter().filter(|(_, held)| held.waits(pace, now)).map(|(path, _)| path);
        let mut paths: BTreeSet<PathBuf> = of_records.flatten().chain(waiting).cloned().collect();
        paths.extend(parsed.keys().cloned());
        let work = |path: PathBuf| {
            let work = match parsed.remove(&path) {
                Some(parsed) => parsed.work,
                None => Work::ToDo(parse(&self.shelf, &path)?.into()),
            };
            Some((path, work))
        };
        paths.into_iter().filter_map(work).collect()
    }

    /// Definitions to be taken through the pipeline: of new text, with a record of new text, that
    /// waited for something, or whose dispute with another began or ended. `moved`: those whose
    /// record is at another path.
    fn dirty(
        &mut self,
        parsed: &mut HashMap<PathBuf, Parsed>,
        touched: &HashSet<PathBuf>,
        moved: &BTreeSet<PathBuf>,
        pace: Pace,
        now: Timestamp,
    ) -> Vec<(PathBuf, Work)> {
        let claims: Vec<&Claims> = self.held.values().map(|held| &held.claims).collect();
        let mut disputes = definition::disputes(&claims);
        let mut dirty = Vec::new();
        for (number, (path, held)) in self.held.iter_mut().enumerate() {
            let disputed = disputes.remove(&number).unwrap_or_default();
            let record_is_new =
                || held.record.paths().iter().any(|record| touched.contains(record));
            let is_new = touched.contains(path) || moved.contains(path);
            let waits = held.waits(pace, now) || held.outcome.renamed.is_some();
            let stays = !is_new && !held.disputed && disputed.is_empty() && !waits;
            if stays && !record_is_new() {
                continue;
            }
            held.disputed = !disputed.is_empty();
            let work = match parsed.remove(path).map(|parsed| parsed.work) {
                Some(Work::Settled(outcome)) if !held.disputed => Work::Settled(outcome),
                Some(Work::ToDo(definition)) if !held.disputed => Work::ToDo(definition),
                work => {
                    let definition = match work {
                        Some(Work::ToDo(definition)) => Some(*definition),
                        _ => parse(&self.shelf, path),
                    };
                    let Some(mut definition) = definition else { continue };
                    if held.disputed {
                        let file = Arc::clone(&definition.file);
                        let disputed = disputed.into_iter().map(|found| found.within(&file));
                        definition.findings.extend(disputed);
                        definition.series = None;
                    }
                    Work::ToDo(definition.into())
                }
            };
            dirty.push((path.clone(), work));
        }
        dirty
    }

    pub(super) fn held(&self) -> impl Iterator<Item = (&Path, &Held)> {
        self.held.iter().map(|(path, held)| (path.as_path(), held))
    }

    /// A series as it was when it last could be brought up.
    pub(super) fn good(&self, id: &SeriesId) -> Option<&Good> {
        self.good.get(id)
    }

    pub(super) fn is_complete(&self) -> bool {
        self.shelf.findings().next().is_none()
            && self.held.values().all(|held| held.claims.id().is_some())
    }

    fn published(&self) -> Published {
        let outcomes = || self.held.values().map(|held| &held.outcome);
        let mut published = Published {
            series: Vec::new(),
            shelved: Vec::new(),
            kept: BTreeSet::new(),
            narrowed: BTreeMap::new(),
            private_files: self.private_files(),
            unavailable: Vec::new(),
            ends: BTreeMap::new(),
            findings: self.shelf.findings().cloned().collect(),
            definitions: self.held.len(),
            nameless: self.held.values().filter(|held| held.claims.id().is_none()).count(),
            branding: Arc::clone(&self.settings.branding),
        };
        for good in self.good.values() {
            match good {
                Good::Made(series) => published.series.push(Arc::clone(series)),
                Good::Shelved(series) => published.shelved.push(Arc::clone(series)),
            }
        }
        let current = || outcomes().filter_map(|outcome| Some(outcome.published.as_ref()?.id()));
        // Each of them is a good one.
        if current().count() != self.good.len() {
            let current: HashSet<&SeriesId> = current().collect();
            let kept = self.good.keys().filter(|id| !current.contains(id));
            published.kept = kept.cloned().collect();
            self.narrow(&mut published);
        }
        for outcome in outcomes() {
            published.findings.extend(outcome.findings.iter().cloned());
            let unavailable = outcome.unavailable.iter();
            published
                .unavailable
                .extend(unavailable.filter(|series| !self.good.contains_key(&series.id)).cloned());
        }
        self.tell_unclaimed(&mut published);
        published.findings.extend(self.moved.iter().cloned());
        published.findings.extend(self.failed.iter().map(|why| {
            Finding::new(&store::codes::UNREADABLE, why.clone())
                .in_file(&SourceFile::new(self.paths(), ""))
                .note("everything is served as it last was")
        }));
        published.findings = cap(published.findings, most_of_a_code(self.held.len()));
        sort(&mut published.findings);
        published
    }
}

fn empty_shelf(settings: &Settings) -> Shelf {
    let shelf = Shelf::new(&settings.paths);
    match &settings.cache {
        Some(cache) => shelf.packed_above(cache.max_bytes() as u64 / MADE_PER_BYTE),
        None => shelf,
    }
}
