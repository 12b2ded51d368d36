//! Definitions and records as they were last read, and what another look finds changed.
//!
//! Understands none of them. What cannot be read becomes a finding on that file, and the others
//! are read all the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::file::KnownFile;
use super::{Keeping, ReadError, Text, directory_of};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::TokenHash;

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// At every file: what a poll asks for.
    Everything,
    /// At every file, and nothing that is found waits: what a signal asks for.
    Requested,
    /// At these, which something happened to; at everything where one of them comes or goes, or is
    /// no file of ours.
    Paths(BTreeSet<PathBuf>),
}

/// What lies at the path of a file.
#[derive(Clone, Debug)]
pub enum Lying {
    /// Nothing.
    Nothing,
    /// Something that cannot be read: not the same as nothing.
    Unreadable,
    /// A text.
    Text(Arc<SourceFile>),
}

/// All definitions and records below some paths.
#[derive(Debug, Default)]
pub struct Shelf {
    paths: Vec<PathBuf>,
    definitions: Files,
    records: Files,
    /// Above so many bytes in all files, their texts are packed.
    pack_above: Option<u64>,
    keeping: Keeping,
    /// Where they are, and whether everything there was asked for.
    directories: Directories,
}

type Directories = BTreeMap<PathBuf, Listed>;

/// What of a directory is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Listed {
    /// Records, and single definitions.
    Partly,
    /// All definitions and records.
    Whole,
}

type Files = BTreeMap<PathBuf, KnownFile>;

impl Shelf {
    /// An empty shelf. `paths`: directories, of which all definitions and records are read, or
    /// single definitions, with the records beside them. Hidden files and those of other names are
    /// passed over; directories are not descended into.
    #[must_use]
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { paths: paths.to_owned(), ..Self::default() }
    }

    /// The same, with texts packed once there are more than so many bytes in all files.
    #[must_use]
    pub fn packed_above(self, bytes: u64) -> Self {
        Self { pack_above: Some(bytes), ..self }
    }

    /// How texts are kept; settled by the first scan.
    #[must_use]
    pub fn keeping(&self) -> Keeping {
        self.keeping
    }

    /// Reads what changed since the last time; the first time, everything. Records come first: a
    /// definition is then never older than the one that its record was made of, and another
    /// process's publication is not taken back. Files whose bytes are
    /// others now, that came or went.
    ///
    /// # Errors
    /// When a path is not there or a directory cannot be listed. The shelf is then as before.
    pub fn scan(&mut self, scan: &Scan) -> Result<HashSet<PathBuf>, ReadError> {
        match scan {
            Scan::Paths(paths) if paths.iter().all(|path| self.holds(path) && path.is_file()) => {
                let of_kind = |files: &Files| -> Vec<PathBuf> {
                    paths.iter().filter(|path| files.contains_key(*path)).cloned().collect()
                };
                let (definitions, records) = (of_kind(&self.definitions), of_kind(&self.records));
                let mut touched = HashSet::new();
                read_again(&mut self.records, records, self.keeping, &mut touched);
                read_again(&mut self.definitions, definitions, self.keeping, &mut touched);
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
            self.keeping = if all > most { Keeping::Packed } else { Keeping::Plain };
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
            let known: &Files = files;
            let stale = |path: &PathBuf| known.get(path).is_none_or(|file| !file.is_current(path));
            let stale: Vec<PathBuf> = listed.into_par_iter().filter(stale).collect();
            read_again(files, stale, self.keeping, &mut touched);
        }
        Ok(touched)
    }

    /// The directories of which every definition and record is read.
    pub fn whole_directories(&self) -> impl Iterator<Item = &Path> {
        let whole = self.directories.iter().filter(|(_, listed)| **listed == Listed::Whole);
        whole.map(|(path, _)| path.as_path())
    }

    /// Whether there is a record, readable or not.
    #[must_use]
    pub fn has_record(&self, path: &Path) -> bool {
        self.records.contains_key(path)
    }

    fn holds(&self, path: &Path) -> bool {
        self.definitions.contains_key(path) || self.records.contains_key(path)
    }

    /// The definitions that could be read, by path.
    pub fn definitions(&self) -> impl Iterator<Item = &Path> {
        texts(&self.definitions)
    }

    /// The records that could be read, by path.
    pub fn records(&self) -> impl Iterator<Item = &Path> {
        texts(&self.records)
    }

    /// What lies where a definition is looked for.
    #[must_use]
    pub fn definition(&self, path: &Path) -> Lying {
        lying(&self.definitions, path)
    }

    /// What lies where a record is looked for.
    #[must_use]
    pub fn record(&self, path: &Path) -> Lying {
        lying(&self.records, path)
    }

    /// The text of a definition as it is kept, if it could be read.
    #[must_use]
    pub fn definition_text(&self, path: &Path) -> Option<Text> {
        self.definitions.get(path)?.text.as_ref().ok().cloned()
    }

    /// The text of a record as it is kept, if it could be read.
    #[must_use]
    pub fn record_text(&self, path: &Path) -> Option<Text> {
        self.records.get(path)?.text.as_ref().ok().cloned()
    }

    /// The definitions that are there and could not be read, and the hashes in their bytes, as far
    /// as those could be.
    pub fn unread_definitions(
        &self,
    ) -> impl Iterator<Item = (&Path, Option<&BTreeSet<TokenHash>>)> {
        let unread = self.definitions.iter().filter(|(_, file)| file.text.is_err());
        unread.map(|(path, file)| (path.as_path(), file.hashes.as_ref()))
    }

    /// The records that are there and could not be read.
    pub fn unread_records(&self) -> impl Iterator<Item = &Path> {
        self.records.iter().filter(|(_, file)| file.text.is_err()).map(|(path, _)| path.as_path())
    }

    /// What keeps files from being read.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let files = self.definitions.values().chain(self.records.values());
        files.filter_map(|file| file.text.as_ref().err().map(|finding| &**finding))
    }

    /// Notes a record that was written just now, so that the next look finds nothing new in it.
    pub fn note_written(&mut self, path: PathBuf, text: String) {
        let written = KnownFile::written(&path, text, self.keeping);
        self.records.insert(path, written);
    }

    /// Notes a record that was moved just now.
    pub fn note_moved(&mut self, from: &Path, to: PathBuf) {
        if let Lying::Text(source) = self.record(from) {
            self.records.remove(from);
            self.note_written(to, source.text().to_owned());
        }
    }
}

fn texts(files: &Files) -> impl Iterator<Item = &Path> {
    files.iter().filter(|(_, file)| file.text.is_ok()).map(|(path, _)| path.as_path())
}

fn lying(files: &Files, path: &Path) -> Lying {
    match files.get(path).map(|file| &file.text) {
        None => Lying::Nothing,
        Some(Err(_)) => Lying::Unreadable,
        Some(Ok(text)) => Lying::Text(text.source()),
    }
}

fn read_again(
    files: &mut Files,
    paths: Vec<PathBuf>,
    keeping: Keeping,
    touched: &mut HashSet<PathBuf>,
) {
    let read: Vec<(PathBuf, KnownFile)> = paths
        .into_par_iter()
        .map(|path| {
            let file = KnownFile::read(&path, keeping);
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

/// The definitions and records there are, each kind in order of path, and their directories.
fn list(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<PathBuf>, Directories), ReadError> {
    let (mut definitions, mut records) = (Vec::new(), Vec::new());
    let mut directories = Directories::new();
    for path in paths {
        let failed = |source| ReadError { path: path.clone(), source };
        if fs::metadata(path).map_err(failed)?.is_dir() {
            list_directory(path, Some(&mut definitions), &mut records)?;
            directories.insert(path.clone(), Listed::Whole);
        } else {
            definitions.push(path.clone());
            let directory = directory_of(path);
            list_directory(&directory, None, &mut records)?;
            directories.entry(directory).or_insert(Listed::Partly);
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
    let failed = |source| ReadError { path: directory.to_owned(), source };
    for entry in fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")) {
            continue;
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("lock") => records.push(path),
            Some("toml") => definitions.iter_mut().for_each(|files| files.push(path.clone())),
            _ => {}
        }
    }
    Ok(())
}
