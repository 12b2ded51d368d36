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
use super::series::{Attempt, Outcome, Step, unavailable};
use super::settle::{MADE_PER_BYTE, Parsed, Work, parse};
use super::shelved::Good;
use super::{Published, Records, Retired, Settings, codes};
use crate::definition::{self, Claims, Definition};
use crate::diagnostic::{Code, Finding, SourceFile, sort};
use crate::model::SeriesId;
use crate::store::{self, LockWait, Lying, ReadError, Scan, Shelf};

/// Runs the pipeline again and again.
#[derive(Debug)]
pub struct Publisher {
    pub(super) settings: Settings,
    pub(super) shelf: Shelf,
    held: BTreeMap<PathBuf, Held>,
    /// Every series that may be served, as it was when it last could be brought up.
    pub(super) good: BTreeMap<SeriesId, Good>,
    belongings: Belongings,
    /// Where the definitions of series were that are served and are not defined any more.
    pub(super) lost: BTreeMap<SeriesId, PathBuf>,
    /// Whether the last pass could read every file.
    was_complete: bool,
    /// Why the last pass could read nothing at all.
    failed: Option<String>,
    /// Whether the last pass ended half done.
    is_half_done: bool,
}

/// Which record belongs to which definition: made anew when a definition claims something else.
#[derive(Debug, Default)]
struct Belongings {
    /// Definitions by the paths of their records; several, while they are in dispute.
    by_record: HashMap<PathBuf, Vec<PathBuf>>,
    /// Records of no definition.
    orphans: Vec<PathBuf>,
}

/// A definition and what came of it.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) claims: Claims,
    /// Where its record belongs.
    pub(super) record: Option<PathBuf>,
    pub(super) disputed: bool,
    pub(super) outcome: Outcome,
}

/// Whether definitions claim what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    TheSame,
    Other,
}
use Compared::{Other, TheSame};

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
    fn waits(&self, now: Timestamp) -> bool {
        self.outcome.due.is_some_and(|due| due <= now)
            || self.has(&store::codes::UNWRITABLE)
            || self.has(&store::codes::OVERTAKEN)
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
            belongings: Belongings::default(),
            lost: BTreeMap::new(),
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
        self.pass(&touched, now);
        Ok(self.published())
    }

    /// Another pass while the last one's result is served. `None`: nothing is different. Where
    /// nothing can be read, or no file is left, everything stays as it is, with a finding.
    pub fn reload(&mut self, scan: &Scan, now: Timestamp) -> Option<Reloaded> {
        let had_files = self.shelf.definitions().next().is_some();
        let recovers = self.failed.is_some();
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
            self.belongings = Belongings::default();
            return self.fail(format!("no file is left in `{}`", self.paths()));
        }
        self.failed = None;
        if touched.is_empty() && !recovers && !self.held.values().any(|held| held.waits(now)) {
            return None;
        }
        let before = self.pass(&touched, now);
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
    fn pass(&mut self, touched: &HashSet<PathBuf>, now: Timestamp) -> Vec<Before> {
        let mut parsed = self.parse(touched, now);
        let claims = self.take_in(&parsed, touched);
        let dirty = match claims {
            TheSame => self.touched(&mut parsed, touched, now),
            Other => self.dirty(&mut parsed, touched, now),
        };
        // What was locked when it was last tried is tried once: it may be locked for days.
        let (patient, impatient) = (LockWait::new(), LockWait::none());
        let outcomes: Vec<(PathBuf, Outcome)> = dirty
            .into_par_iter()
            .map(|(path, work)| {
                let held = self.held.get(&path);
                let was_locked = held.is_some_and(|held| held.has(&store::codes::OVERTAKEN));
                let wait = if was_locked { &impatient } else { &patient };
                let mut outcome = match work {
                    Work::ToDo(definition) => self.bring_up(&path, *definition, now, wait),
                    Work::Settled(outcome) => *outcome,
                };
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
            if let (Some(record), Some(text)) = (&held.record, outcome.written.take()) {
                self.shelf.note_written(record.clone(), text);
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
        let is_complete = self.is_complete();
        if is_complete && (claims == Other || !self.was_complete) {
            let claimed: HashSet<&SeriesId> =
                self.held.values().filter_map(|held| held.claims.id()).collect();
            let gone = self.good.extract_if(.., |id, _| !claimed.contains(id));
            before.extend(gone.map(|(id, was)| Before { id, was: Some(was) }));
        }
        self.was_complete = is_complete;
        before
    }

    /// Takes in what definitions claim now; whether any claims something else than before, or a
    /// record of no definition was touched.
    fn take_in(
        &mut self,
        parsed: &HashMap<PathBuf, Parsed>,
        touched: &HashSet<PathBuf>,
    ) -> Compared {
        let mut compared = TheSame;
        for (path, Parsed { claims, .. }) in parsed {
            let old = self.held.remove(path);
            if old.as_ref().is_none_or(|old| old.disputed || !old.claims.are_those_of(claims)) {
                compared = Other;
            }
            if let Some(old) = old.filter(|old| old.claims.id() != claims.id()) {
                self.lose(path, &old);
            }
            let directory = store::directory_of(path);
            let record = claims.id().map(|id| store::record_path(&directory, id));
            let claims = claims.clone();
            let held = Held { claims, record, disputed: false, outcome: Outcome::default() };
            self.held.insert(path.clone(), held);
        }
        for path in touched.iter().filter(|path| !parsed.contains_key(*path)) {
            if let Some(old) = self.held.remove(path) {
                self.lose(path, &old);
                compared = Other;
            } else if !self.belongings.by_record.contains_key(path) {
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
        if compared == Other {
            let mut by_record: HashMap<_, Vec<_>> = HashMap::with_capacity(self.held.len());
            for (path, held) in &self.held {
                if let Some(record) = &held.record {
                    by_record.entry(record.clone()).or_default().push(path.clone());
                }
            }
            let records = self.shelf.records();
            let orphans = records.filter(|path| !by_record.contains_key(*path));
            let orphans = orphans.map(Path::to_owned).collect();
            self.belongings = Belongings { by_record, orphans };
        }
        compared
    }

    /// Definitions to be taken through the pipeline where all claim what they did: of new text,
    /// with a record of new text, or that waited for something.
    fn touched(
        &self,
        parsed: &mut HashMap<PathBuf, Parsed>,
        touched: &HashSet<PathBuf>,
        now: Timestamp,
    ) -> Vec<(PathBuf, Work)> {
        let of_records = touched.iter().filter_map(|path| self.belongings.by_record.get(path));
        let waiting = self.held.iter().filter(|(_, held)| held.waits(now)).map(|(path, _)| path);
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
    /// waited for something, or whose dispute with another began or ended.
    fn dirty(
        &mut self,
        parsed: &mut HashMap<PathBuf, Parsed>,
        touched: &HashSet<PathBuf>,
        now: Timestamp,
    ) -> Vec<(PathBuf, Work)> {
        let claims: Vec<&Claims> = self.held.values().map(|held| &held.claims).collect();
        let mut disputes = definition::disputes(&claims);
        let mut dirty = Vec::new();
        for (number, (path, held)) in self.held.iter_mut().enumerate() {
            let disputed = disputes.remove(&number).unwrap_or_default();
            let record_is_new = || held.record.as_ref().is_some_and(|path| touched.contains(path));
            let is_new = touched.contains(path);
            let stays = !is_new && !held.disputed && disputed.is_empty() && !held.waits(now);
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

    fn bring_up(
        &self,
        path: &Path,
        definition: Definition,
        now: Timestamp,
        lock_wait: &LockWait,
    ) -> Outcome {
        let directory = store::directory_of(path);
        let record = definition.id.as_ref().map(|id| store::record_path(&directory, id));
        let lying = record.as_ref().map_or(Lying::Nothing, |path| self.shelf.record(path));
        let good = definition.id.as_ref().and_then(|id| self.good.get(id));
        if let (Some(good), Lying::Nothing, Some(record)) = (good, &lying, &record)
            && self.settings.records != Records::Pretend
        {
            return vanished(definition, good, record);
        }
        let reach = self.reach(definition.id.as_ref(), now);
        let texts = self.shelving(path, record.as_deref());
        let step = Step {
            directory: &directory,
            record: lying,
            shelving: texts.as_ref().map(|(one, other)| (one, other.as_ref())),
            settings: &self.settings,
            now,
            attempt: Attempt::First,
            reach: &reach,
            lock_wait,
        };
        step.publish(definition)
    }

    /// Notes where the definition of a series was that is served and has lost it.
    fn lose(&mut self, path: &Path, held: &Held) {
        if let Some(id) = held.claims.id().filter(|id| self.good.contains_key(*id)) {
            self.lost.insert(id.clone(), path.to_owned());
        }
    }

    pub(super) fn held(&self) -> impl Iterator<Item = (&Path, &Held)> {
        self.held.iter().map(|(path, held)| (path.as_path(), held))
    }

    /// Records of no definition.
    pub(super) fn unclaimed_records(&self) -> impl Iterator<Item = &Path> {
        self.belongings.orphans.iter().map(PathBuf::as_path)
    }

    /// A series as it was when it last could be brought up.
    pub(super) fn good(&self, id: &SeriesId) -> Option<&Good> {
        self.good.get(id)
    }

    fn is_complete(&self) -> bool {
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
            findings: self.shelf.findings().cloned().collect(),
            definitions: self.held.len(),
            nameless: self.held.values().filter(|held| held.claims.id().is_none()).count(),
            house: Arc::clone(&self.settings.house),
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
        let complete = self.is_complete();
        for path in &self.belongings.orphans {
            if let Lying::Text(source) = self.shelf.record(path) {
                self.tell_orphan((path, &source), complete, &mut published);
            }
        }
        published.findings.extend(self.failed.iter().map(|why| {
            Finding::new(&store::codes::UNREADABLE, why.clone())
                .in_file(&SourceFile::new(self.paths(), ""))
                .note("everything is served as it last was")
        }));
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

/// A record that was there and is not: tools replace files by removing them first, and to begin
/// again at zero would lower every SEQUENCE.
fn vanished(definition: Definition, good: &Good, record: &Path) -> Outcome {
    let headline = format!("the record `{}` is gone", record.display());
    let finding = Finding::new(&codes::VANISHED, headline)
        .in_file(&definition.file)
        .help("restore the record from the repository")
        .help("to begin the series anew on purpose, start kalends again");
    let mut findings = definition.findings;
    findings.push(finding);
    let (id, aliases) = (good.id().clone(), good.aliases().to_vec());
    let unavailable = unavailable(id, aliases, good.every_session(), Retired::No);
    let unavailable = unavailable.in_languages(good.languages()).to(good.audience());
    Outcome { findings, unavailable: Some(unavailable), ..Outcome::default() }
}
