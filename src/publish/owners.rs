//! Which record belongs to which series: the one that names it, whatever its file is called.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::privacy::shown;
use super::publisher::{Compared, Held};
use super::{Records, codes};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;
use crate::revision::{Record, series_named};
use crate::store::{self, FileContent, LockWait, Shelf};

/// Which record belongs to which definition: made anew when either names another series.
#[derive(Debug, Default)]
pub(super) struct RecordOwners {
    /// Records whose files are not called after the series that they name.
    misplaced: BTreeMap<PathBuf, SeriesId>,
    /// Them, by the series that they name.
    by_series: BTreeMap<SeriesId, BTreeSet<PathBuf>>,
    /// Definitions by the paths of their records; several, while they are in dispute.
    by_record: HashMap<PathBuf, Vec<PathBuf>>,
    /// Records of series that no definition defines.
    unclaimed: Vec<PathBuf>,
}

/// Where the record of a definition's series is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum RecordPlace {
    /// The definition does not say which series it is of.
    #[default]
    Unknown,
    /// There is none; here is its place.
    Free(PathBuf),
    /// Here.
    At(PathBuf),
    /// In its place is the record of a series that no definition defines.
    OfAnother(PathBuf),
    /// In another directory than the definition.
    Elsewhere(PathBuf),
    /// At several paths.
    Disputed(Vec<PathBuf>),
}

impl RecordPlace {
    /// The one file that is read, and written if that is allowed.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Free(path) | Self::At(path) | Self::OfAnother(path) => Some(path),
            Self::Unknown | Self::Elsewhere(_) | Self::Disputed(_) => None,
        }
    }

    /// Whether files are where it says.
    pub(super) fn is_current(&self, shelf: &Shelf) -> bool {
        match self {
            Self::Unknown => true,
            Self::Free(path) => !shelf.has_record(path),
            _ => self.paths().iter().all(|path| shelf.has_record(path)),
        }
    }

    /// Every file whose change changes what becomes of the definition.
    pub(super) fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Unknown => &[],
            Self::Free(path) | Self::At(path) | Self::OfAnother(path) | Self::Elsewhere(path) => {
                std::slice::from_ref(path)
            }
            Self::Disputed(paths) => paths,
        }
    }
}

impl RecordOwners {
    /// Reads again which series the touched records name.
    pub(super) fn note(&mut self, touched: &HashSet<PathBuf>, shelf: &Shelf) -> Compared {
        let named = touched.par_iter().filter_map(|path| Some((path, misplaced(shelf, path)?)));
        let named: HashMap<&PathBuf, SeriesId> = named.collect();
        let mut compared = Compared::TheSame;
        for path in touched {
            let before = self.misplaced.get(path);
            if before != named.get(path) {
                compared = Compared::Other;
            }
        }
        if compared == Compared::Other {
            self.misplaced.retain(|path, _| !touched.contains(path));
            self.misplaced.extend(named.into_iter().map(|(path, id)| (path.clone(), id)));
            self.by_series.clear();
            for (path, id) in &self.misplaced {
                self.by_series.entry(id.clone()).or_default().insert(path.clone());
            }
        }
        compared
    }

    /// Finds the record of a series whose definition is in `directory`. Whether the record in its
    /// place, if it is another series', is in use is not known here.
    pub(super) fn place(&self, id: &SeriesId, directory: &Path, shelf: &Shelf) -> RecordPlace {
        let own = store::record_path(directory, id);
        let names = |directory: &Path| {
            let path = store::record_path(directory, id);
            (shelf.has_record(&path) && !self.misplaced.contains_key(&path)).then_some(path)
        };
        let whole: Vec<&Path> = shelf.whole_directories().collect();
        let is_read = |path: &Path| {
            let parent = store::directory_of(path);
            parent == directory || whole.contains(&parent.as_path())
        };
        let mut found: BTreeSet<PathBuf> =
            std::iter::once(directory).chain(whole.iter().copied()).filter_map(names).collect();
        let called_otherwise = self.by_series.get(id).into_iter().flatten();
        let called_otherwise =
            called_otherwise.filter(|path| shelf.has_record(path) && is_read(path));
        found.extend(called_otherwise.cloned());
        let mut found: Vec<PathBuf> = found.into_iter().collect();
        match (found.pop(), found.is_empty()) {
            (None, _) => RecordPlace::Free(own),
            (Some(path), true) if store::directory_of(&path) == directory => RecordPlace::At(path),
            (Some(path), true) => RecordPlace::Elsewhere(path),
            (Some(path), false) => {
                found.push(path);
                RecordPlace::Disputed(found)
            }
        }
    }

    /// Finds out anew which record belongs to which definition. What is misplaced is put into its
    /// place where records may be written; the findings say so. The paths are those of definitions
    /// whose record is somewhere else than before.
    pub(super) fn sort_out(
        &mut self,
        held: &mut BTreeMap<PathBuf, Held>,
        shelf: &mut Shelf,
        records: Records,
    ) -> (Vec<Finding>, BTreeSet<PathBuf>) {
        let put = match records {
            Records::Write => self.put_in_place(held, shelf),
            Records::Pretend | Records::Locked => Vec::new(),
        };
        let claimed: HashSet<SeriesId> =
            held.values().filter_map(|held| held.claims.id().cloned()).collect();
        let whole: BTreeSet<PathBuf> = shelf.whole_directories().map(Path::to_owned).collect();
        let named = |path: &Path| match self.misplaced.get(path) {
            Some(id) => Some(id.clone()),
            None => SeriesId::parse(&path.file_stem()?.to_string_lossy()).ok(),
        };
        let unclaimed = shelf.records().filter(|path| {
            whole.contains(&store::directory_of(path))
                && named(path).is_none_or(|id| !claimed.contains(&id))
        });
        let unclaimed: Vec<PathBuf> = unclaimed.map(Path::to_owned).collect();
        let mut by_record: HashMap<_, Vec<_>> = HashMap::with_capacity(held.len());
        let mut moved = BTreeSet::new();
        for (path, held) in held.iter_mut() {
            let Some(id) = held.claims.id() else { continue };
            let mut place = self.place(id, &store::directory_of(path), shelf);
            if let RecordPlace::Free(own) = &place
                && self.misplaced.get(own).is_some_and(|named| !claimed.contains(named))
            {
                place = RecordPlace::OfAnother(own.clone());
            }
            for record in place.paths() {
                by_record.entry(record.clone()).or_default().push(path.clone());
            }
            if held.record != place {
                moved.insert(path.clone());
                held.record = place;
            }
        }
        (self.by_record, self.unclaimed) = (by_record, unclaimed);
        (put, moved)
    }

    fn put_in_place(&mut self, held: &BTreeMap<PathBuf, Held>, shelf: &mut Shelf) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.misplaced.is_empty() {
            return findings;
        }
        let claimed: BTreeMap<&SeriesId, PathBuf> = held
            .iter()
            .filter_map(|(path, held)| Some((held.claims.id()?, store::directory_of(path))))
            .collect();
        let mut todo: Vec<(PathBuf, SeriesId)> =
            self.misplaced.iter().map(|(path, id)| (path.clone(), id.clone())).collect();
        // One that is moved makes room for another.
        loop {
            let before = todo.len();
            todo.retain(|(path, series)| {
                let Some(directory) = claimed.get(series) else { return false };
                if self.place(series, directory, shelf) != RecordPlace::At(path.clone()) {
                    return false;
                }
                let own = store::record_path(directory, series);
                if shelf.has_record(&own) {
                    return true;
                }
                let FileContent::Text(source) = shelf.record(path) else { return false };
                // Where it cannot be moved it is used where it is.
                if store::move_record(path, &own, source.text(), &LockWait::none()).is_ok() {
                    findings.push(moved(series, path, &own));
                    self.misplaced.remove(path);
                    self.by_series.remove(series);
                    shelf.note_moved(path, own);
                }
                false
            });
            if todo.len() == before {
                return findings;
            }
        }
    }

    /// The definitions to which the record at a path belongs.
    pub(super) fn of_record(&self, path: &Path) -> Option<&Vec<PathBuf>> {
        self.by_record.get(path)
    }

    /// Records of series that no definition defines.
    pub(super) fn unclaimed(&self) -> impl Iterator<Item = &Path> {
        self.unclaimed.iter().map(PathBuf::as_path)
    }
}

/// The series that the record at a path names, if its file is called otherwise.
fn misplaced(shelf: &Shelf, path: &Path) -> Option<SeriesId> {
    let FileContent::Text(source) = shelf.record(path) else { return None };
    let named = series_named(source.text())?;
    (path.file_stem()?.to_str() != Some(named.as_str())).then_some(named)
}

fn moved(series: &SeriesId, from: &Path, to: &Path) -> Finding {
    let (from, to) = (from.display(), to.display());
    Finding::new(&codes::MISPLACED, format!("the record of `{series}` was called `{from}`"))
        .in_file(&SourceFile::new(to.to_string(), ""))
        .note(format!("it was moved to `{to}`, where the record of `{series}` belongs"))
        .help("commit both: the file that is gone and the one that came")
}

/// A record that is used where it is, though its file should be called otherwise.
pub(super) fn used_where_it_is(series: &SeriesId, path: &Path, file: &Arc<SourceFile>) -> Finding {
    let own = store::record_path(&store::directory_of(path), series);
    let (path, own) = (path.display(), own.display());
    Finding::new(&codes::MISPLACED, format!("the record of `{series}` is called `{path}`"))
        .mentioning(path.to_string())
        .in_file(file)
        .note("a record belongs to the series that it names: it is used where it is")
        .help(format!("`kalends publish` moves it to `{own}`, if nothing else is there"))
}

/// A record that is not beside its definition.
pub(super) fn elsewhere(series: &SeriesId, path: &Path, directory: &Path) -> Finding {
    let (from, to) = (path.display(), directory.display());
    let headline = format!("the record of `{series}` is `{from}`, and its definition is in `{to}`");
    Finding::new(&codes::ELSEWHERE, headline)
        .mentioning(shown(path))
        .note("a record of its own would begin at SEQUENCE 0; nothing was written")
        .help(format!("move the record to the definition: `mv {from} {to}/{series}.lock`"))
        .help("or move the definition back to its record")
}

/// Several records of one series.
pub(super) fn disputed(series: &SeriesId, paths: &[PathBuf], shelf: &Shelf) -> Finding {
    let name = |path: &PathBuf| format!("`{}`", path.display());
    let names: Vec<String> = paths.iter().map(name).collect();
    let headline = format!("several records are of series `{series}`: {}", names.join(", "));
    let finding = Finding::new(&codes::SEVERAL_RECORDS, headline)
        .note("nothing was written, and the series is served as it last was, if it was served");
    let finding = paths.iter().fold(finding, |finding, path| finding.mentioning(shown(path)));
    let text = |path: &PathBuf| match shelf.record(path) {
        FileContent::Text(source) => Some(source),
        FileContent::Nothing | FileContent::Unreadable => None,
    };
    let revised = |path: &PathBuf| Some(Record::parse(&text(path)?).ok()?.revised());
    let read = paths.iter().filter_map(|path| Some((revised(path)?, path)));
    let mut read: Vec<_> = read.collect();
    read.sort();
    match read.last() {
        Some((revised, path)) if read.len() == paths.len() => {
            let path = path.display();
            finding.help(format!(
                "keep the one that was published last, `{path}` (revised {revised}), and move the \
                 others out of the directory"
            ))
        }
        _ => finding.help(
            "keep the one that was published last, and move the others out of the directory; the \
             repository says which one that is",
        ),
    }
}
