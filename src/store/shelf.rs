//! Definitions and records as last read, and the changes since.
//!
//! Does not interpret their contents. An unreadable file becomes a finding; the others are still read.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::file::{KnownFile, misnamed};
use super::{ReadError, Storage, StoredText, directory_of};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::TokenHash;

/// The files to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// All files, for a poll.
    Everything,
    /// All files, at once and without the settle time, for a signal.
    Requested,
    /// These files, which had events; all files if one of them was added or removed, or is neither a
    /// definition nor a record.
    Paths(BTreeSet<PathBuf>),
}

/// The content at a file's path.
#[derive(Clone, Debug)]
pub enum FileContent {
    /// No file.
    Nothing,
    /// A file that cannot be read: not the same as no file.
    Unreadable,
    /// A text.
    Text(Arc<SourceFile>),
}

/// All definitions and records below the given paths.
#[derive(Debug, Default)]
pub struct Shelf {
    paths: Vec<PathBuf>,
    definitions: KnownFiles,
    records: KnownFiles,
    /// Total size in bytes above which texts are kept compressed.
    pack_above: Option<u64>,
    storage: Storage,
    /// The directories of the files, and how much of each was asked for.
    directories: Directories,
}

type Directories = BTreeMap<PathBuf, ScanScope>;

/// How much of a directory is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ScanScope {
    /// Its records, and single definitions.
    Partly,
    /// All definitions and records.
    Whole,
}

type KnownFiles = BTreeMap<PathBuf, KnownFile>;

impl Shelf {
    /// Creates an empty shelf. `paths`: directories, of which all definitions and records are read, or
    /// single definitions, with the records next to them. Hidden files and other names are skipped, and
    /// subdirectories are not searched.
    #[must_use]
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { paths: paths.to_owned(), ..Self::default() }
    }

    /// The same, with texts compressed once all files exceed this many bytes.
    #[must_use]
    pub fn packed_above(self, bytes: u64) -> Self {
        Self { pack_above: Some(bytes), ..self }
    }

    /// How texts are kept; fixed by the first scan.
    #[must_use]
    pub fn storage(&self) -> Storage {
        self.storage
    }

    /// Reads the files that changed since the last scan, at first all. Returns files with changed bytes,
    /// new files and removed ones. Records are read first: a definition is then never older than the one its
    /// record came from, and a publication by another process is not reverted.
    ///
    /// # Errors
    /// When a path is missing or a directory cannot be listed. The shelf is then unchanged.
    pub fn scan(&mut self, scan: &Scan) -> Result<HashSet<PathBuf>, ReadError> {
        match scan {
            Scan::Paths(paths) if paths.iter().all(|path| self.holds(path) && path.is_file()) => {
                let of_kind = |files: &KnownFiles| -> Vec<PathBuf> {
                    paths.iter().filter(|path| files.contains_key(*path)).cloned().collect()
                };
                let (definitions, records) = (of_kind(&self.definitions), of_kind(&self.records));
                let mut touched = HashSet::new();
                read_again(&mut self.records, records, self.storage, &mut touched);
                read_again(&mut self.definitions, definitions, self.storage, &mut touched);
                Ok(touched)
            }
            _ => self.scan_everything(),
        }
    }

    fn scan_everything(&mut self) -> Result<HashSet<PathBuf>, ReadError> {
        let (definitions, records, directories) = list(&self.paths)?;
        self.directories = directories;
        let is_first = self.definitions.is_empty() && self.records.is_empty();
        if let (true, Some(most)) = (is_first, self.pack_above) {
            let length = |path: &PathBuf| fs::metadata(path).map_or(0, |metadata| metadata.len());
            let all: u64 = definitions.par_iter().chain(&records).map(length).sum();
            self.storage = if all > most { Storage::Packed } else { Storage::Plain };
        }
        let mut touched = HashSet::new();
        for (files, listed) in [(&mut self.records, records), (&mut self.definitions, definitions)]
        {
            files.retain(|path, _| {
                let stays = listed.binary_search(path).is_ok();
                if !stays {
                    touched.insert(path.clone());
                }
                stays
            });
            let known: &KnownFiles = files;
            let stale = |path: &PathBuf| known.get(path).is_none_or(|file| !file.is_current(path));
            let stale: Vec<PathBuf> = listed.into_par_iter().filter(stale).collect();
            read_again(files, stale, self.storage, &mut touched);
        }
        Ok(touched)
    }

    /// Directories of which all definitions and records are read.
    pub fn whole_directories(&self) -> impl Iterator<Item = &Path> {
        let whole = self.directories.iter().filter(|(_, listed)| **listed == ScanScope::Whole);
        whole.map(|(path, _)| path.as_path())
    }

    /// Whether a record exists, readable or not.
    #[must_use]
    pub fn has_record(&self, path: &Path) -> bool {
        self.records.contains_key(path)
    }

    fn holds(&self, path: &Path) -> bool {
        self.definitions.contains_key(path) || self.records.contains_key(path)
    }

    /// Paths of the readable definitions.
    pub fn definitions(&self) -> impl Iterator<Item = &Path> {
        texts(&self.definitions)
    }

    /// Paths of the readable records.
    pub fn records(&self) -> impl Iterator<Item = &Path> {
        texts(&self.records)
    }

    /// The content at a definition's path.
    #[must_use]
    pub fn definition(&self, path: &Path) -> FileContent {
        content_of(&self.definitions, path)
    }

    /// The content at a record's path.
    #[must_use]
    pub fn record(&self, path: &Path) -> FileContent {
        content_of(&self.records, path)
    }

    /// The stored text of a definition, if readable.
    #[must_use]
    pub fn definition_text(&self, path: &Path) -> Option<StoredText> {
        self.definitions.get(path)?.text.as_ref().ok().cloned()
    }

    /// The stored text of a record, if readable.
    #[must_use]
    pub fn record_text(&self, path: &Path) -> Option<StoredText> {
        self.records.get(path)?.text.as_ref().ok().cloned()
    }

    /// Definitions that exist but cannot be read, with the token hashes found in their bytes.
    pub fn unread_definitions(
        &self,
    ) -> impl Iterator<Item = (&Path, Option<&BTreeSet<TokenHash>>)> {
        let unread = self.definitions.iter().filter(|(_, file)| file.text.is_err());
        unread.map(|(path, file)| (path.as_path(), file.hashes.as_ref()))
    }

    /// Records that exist but cannot be read.
    pub fn unread_records(&self) -> impl Iterator<Item = &Path> {
        self.records.iter().filter(|(_, file)| file.text.is_err()).map(|(path, _)| path.as_path())
    }

    /// Findings on files that cannot be read.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let files = self.definitions.values().chain(self.records.values());
        files.filter_map(|file| file.text.as_ref().err().map(|finding| &**finding))
    }

    /// Notes a record written just now, so that the next scan reports no change.
    pub fn note_written(&mut self, path: PathBuf, text: String) {
        let written = KnownFile::written(&path, text, self.storage);
        self.records.insert(path, written);
    }

    /// Notes a record moved just now.
    pub fn note_moved(&mut self, from: &Path, to: PathBuf) {
        if let FileContent::Text(source) = self.record(from) {
            self.records.remove(from);
            self.note_written(to, source.text().to_owned());
        }
    }
}

fn texts(files: &KnownFiles) -> impl Iterator<Item = &Path> {
    files.iter().filter(|(_, file)| file.text.is_ok()).map(|(path, _)| path.as_path())
}

fn content_of(files: &KnownFiles, path: &Path) -> FileContent {
    match files.get(path).map(|file| &file.text) {
        None => FileContent::Nothing,
        Some(Err(_)) => FileContent::Unreadable,
        Some(Ok(text)) => FileContent::Text(text.source()),
    }
}

fn read_again(
    files: &mut KnownFiles,
    paths: Vec<PathBuf>,
    storage: Storage,
    touched: &mut HashSet<PathBuf>,
) {
    let read: Vec<(PathBuf, KnownFile)> = paths
        .into_par_iter()
        .map(|path| {
            let file = KnownFile::read(&path, storage);
            (path, file)
        })
        .collect();
    for (path, file) in read {
        let changed = match files.get_mut(&path) {
            Some(old) => file.replace(old),
            None => {
                files.insert(path.clone(), file);
                true
            }
        };
        if changed {
            touched.insert(path);
        }
    }
}

/// Lists all definitions and records, each kind sorted by path, and their directories.
fn list(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<PathBuf>, Directories), ReadError> {
    let (mut definitions, mut records) = (Vec::new(), Vec::new());
    let mut directories = Directories::new();
    for path in paths {
        let failed = |source| ReadError::new(path, source);
        if fs::metadata(path).map_err(failed)?.is_dir() {
            list_directory(path, Some(&mut definitions), &mut records)?;
            directories.insert(path.clone(), ScanScope::Whole);
        } else {
            definitions.push(path.clone());
            let directory = directory_of(path);
            list_directory(&directory, None, &mut records)?;
            directories.entry(directory).or_insert(ScanScope::Partly);
        }
    }
    for files in [&mut definitions, &mut records] {
        files.sort();
        files.dedup();
    }
    Ok((definitions, records, directories))
}

fn list_directory(
    directory: &Path,
    mut definitions: Option<&mut Vec<PathBuf>>,
    records: &mut Vec<PathBuf>,
) -> Result<(), ReadError> {
    let failed = |source| ReadError::new(directory, source);
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
            continue;
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("lock") => records.push(path),
            Some("toml") => definitions.iter_mut().for_each(|files| files.push(path.clone())),
            // Listed so that it is reported.
            _ if misnamed(&path).is_some() => {
                definitions.iter_mut().for_each(|files| files.push(path.clone()));
            }
            _ => {}
        }
    }
    Ok(())
}
