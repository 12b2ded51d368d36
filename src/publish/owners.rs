//! The record of each series: the file that names the series, whatever its own name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::private_files::shown;
use super::{Records, codes};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;
use crate::revision::{Record, series_named};
use crate::store::{self, FileContent, LockWait, Shelf};

/// The record of each definition, found again when either names another series.
#[derive(Debug, Default)]
pub(super) struct RecordOwners {
    /// Records with a file name that is not their series' id.
    misplaced: BTreeMap<PathBuf, SeriesId>,
    /// The same records by series.
    by_series: BTreeMap<SeriesId, BTreeSet<PathBuf>>,
    /// Definitions by the paths of their records; several during a dispute.
    by_record: HashMap<PathBuf, Vec<PathBuf>>,
    /// Records of series without a definition.
    unclaimed: Vec<PathBuf>,
}

/// The place of the record of a definition's series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum RecordPlace {
    /// The definition does not name its series.
    #[default]
    Unknown,
    /// It does not exist yet; this is its path.
    Free(PathBuf),
    /// It is here.
    At(PathBuf),
    /// At its path is the record of a series without a definition.
    OfAnother(PathBuf),
    /// It is in another directory than the definition.
    Elsewhere(PathBuf),
    /// There are several records.
    Disputed(Vec<PathBuf>),
}

impl RecordPlace {
    /// The file that is read, and written if allowed.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Free(path) | Self::At(path) | Self::OfAnother(path) => Some(path),
            Self::Unknown | Self::Elsewhere(_) | Self::Disputed(_) => None,
        }
    }

    /// Whether the files still exist or are missing as described.
    pub(super) fn is_current(&self, shelf: &Shelf) -> bool {
        match self {
            Self::Unknown => true,
            Self::Free(path) => !shelf.has_record(path),
            _ => self.paths().iter().all(|path| shelf.has_record(path)),
        }
    }

    /// Every file that the result for the definition depends on.
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
    /// Reads the series named in touched records. Returns whether one is another than before.
    pub(super) fn note(&mut self, touched: &HashSet<PathBuf>, shelf: &Shelf) -> bool {
        let named = touched.par_iter().filter_map(|path| Some((path, misplaced(shelf, path)?)));
        let named: HashMap<&PathBuf, SeriesId> = named.collect();
        let is_other = touched.iter().any(|path| self.misplaced.get(path) != named.get(path));
        if is_other {
            self.misplaced.retain(|path, _| !touched.contains(path));
            self.misplaced.extend(named.into_iter().map(|(path, id)| (path.clone(), id)));
            self.by_series.clear();
            for (path, id) in &self.misplaced {
                self.by_series.entry(id.clone()).or_default().insert(path.clone());
            }
        }
        is_other
    }

    /// Finds the record of a series with a definition in `directory`. Does not check whether another
    /// series' record at its path is in use.
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

    /// Finds the record of each series, given with its definition. Moves misplaced records to their
    /// paths, if records may be written. Returns findings about moved records, and the places in the
    /// order of `series`.
    pub(super) fn sort_out(
        &mut self,
        series: &[(&Path, &SeriesId)],
        shelf: &mut Shelf,
        records: Records,
    ) -> (Vec<Finding>, Vec<RecordPlace>) {
        let findings = match records {
            Records::Write => self.move_to_places(series, shelf),
            Records::Pretend | Records::Locked => Vec::new(),
        };
        let claimed: HashSet<&SeriesId> = series.iter().map(|(_, id)| *id).collect();
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
        let mut by_record: HashMap<_, Vec<_>> = HashMap::with_capacity(series.len());
        let mut places = Vec::with_capacity(series.len());
        for (path, id) in series {
            let mut place = self.place(id, &store::directory_of(path), shelf);
            if let RecordPlace::Free(own) = &place
                && self.misplaced.get(own).is_some_and(|named| !claimed.contains(named))
            {
                place = RecordPlace::OfAnother(own.clone());
            }
            for record in place.paths() {
                by_record.entry(record.clone()).or_default().push(path.to_path_buf());
            }
            places.push(place);
        }
        (self.by_record, self.unclaimed) = (by_record, unclaimed);
        (findings, places)
    }

    fn move_to_places(&mut self, series: &[(&Path, &SeriesId)], shelf: &mut Shelf) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.misplaced.is_empty() {
            return findings;
        }
        let claimed: BTreeMap<&SeriesId, PathBuf> =
            series.iter().map(|(path, id)| (*id, store::directory_of(path))).collect();
        let mut todo: Vec<(PathBuf, SeriesId)> =
            self.misplaced.iter().map(|(path, id)| (path.clone(), id.clone())).collect();
        // A moved record makes room for another.
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
                // A record that cannot be moved is used at its path.
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

    /// The definitions of the record at a path.
    pub(super) fn of_record(&self, path: &Path) -> Option<&Vec<PathBuf>> {
        self.by_record.get(path)
    }

    /// Records of series without a definition.
    pub(super) fn unclaimed(&self) -> impl Iterator<Item = &Path> {
        self.unclaimed.iter().map(PathBuf::as_path)
    }
}

/// The series named in the record at a path, if its file has another name.
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
        .help("commit both: the removed file and the new file")
}

/// A record that is used at its path, though its file should have another name.
pub(super) fn used_where_it_is(series: &SeriesId, path: &Path, file: &Arc<SourceFile>) -> Finding {
    let own = store::record_path(&store::directory_of(path), series);
    let (path, own) = (path.display(), own.display());
    Finding::new(&codes::MISPLACED, format!("the record of `{series}` is called `{path}`"))
        .mentioning(path.to_string())
        .in_file(file)
        .note("a record belongs to the series that it names: it is used where it is")
        .help(format!("`kalends publish` moves it to `{own}`, if nothing else is there"))
}

/// A record in another directory than its definition.
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
                "keep the record of the last publication, `{path}` (revised {revised}), and move the \
                 others out of the directory"
            ))
        }
        _ => finding.help(
            "keep the record of the last publication, and move the others out of the directory; the \
             repository shows which it is",
        ),
    }
}
