//! The only file I/O: definitions and records are read, records are written.
//!
//! Understands none of them. What cannot be read becomes a finding on that file, and the others
//! are read all the same.

pub mod codes;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;

pub use write::{NewRecord, WriteError, write_record};

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// A definition's text.
#[derive(Clone, Debug)]
pub struct DefinitionFile {
    /// Name and text.
    pub source: Arc<SourceFile>,
    /// The file's name without `.toml`.
    pub stem: String,
    /// Where it lies, and its record beside it.
    pub directory: PathBuf,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Contents {
    /// Definitions, by path.
    pub definitions: Vec<DefinitionFile>,
    /// Records, by path.
    pub records: BTreeMap<PathBuf, Arc<SourceFile>>,
    /// Records that are there and could not be read: not the same as none at all.
    pub unreadable_records: BTreeSet<PathBuf>,
    /// What could not be read.
    pub findings: Vec<Finding>,
}

/// A path that cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{}`: {source} (`kalends init NAME` writes a first definition)", path.display())]
pub struct ReadError {
    path: PathBuf,
    source: io::Error,
}

/// Where the record of a series lies.
#[must_use]
pub fn record_path(directory: &Path, series: &SeriesId) -> PathBuf {
    directory.join(format!("{series}.lock"))
}

/// Reads definitions and records: all of each directory, and each file with the records beside it.
/// Hidden files and those of other names are passed over; directories are not descended into.
///
/// # Errors
/// When a path is not there or a directory cannot be listed.
pub fn read(paths: &[PathBuf]) -> Result<Contents, ReadError> {
    let mut definitions = Vec::new();
    let mut records = Vec::new();
    for path in paths {
        let failed = |source| ReadError { path: path.clone(), source };
        if fs::metadata(path).map_err(failed)?.is_dir() {
            definitions.extend(list(path, "toml")?);
            records.extend(list(path, "lock")?);
        } else {
            definitions.push(path.clone());
            records.extend(list(&directory_of(path), "lock")?);
        }
    }
    for files in [&mut definitions, &mut records] {
        files.sort();
        files.dedup();
    }
    let mut contents = Contents::default();
    // Records come first: a definition is then never older than the one that its record was made
    // of, and another process's publication is not taken back.
    for (path, read) in records.par_iter().map(|path| (path, read_text(path))).collect::<Vec<_>>() {
        match read {
            Ok(source) => {
                contents.records.insert(path.clone(), source);
            }
            Err(finding) => {
                contents.unreadable_records.insert(path.clone());
                contents.findings.push(*finding);
            }
        }
    }
    for (path, read) in
        definitions.par_iter().map(|path| (path, read_text(path))).collect::<Vec<_>>()
    {
        match read {
            Ok(source) => contents.definitions.push(DefinitionFile {
                source,
                stem: path
                    .file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                directory: directory_of(path),
            }),
            Err(finding) => contents.findings.push(*finding),
        }
    }
    Ok(contents)
}

/// Reads one file once more, for whoever was overtaken by another process; `None`: it is gone.
///
/// # Errors
/// The finding, where it cannot be read.
pub fn read_again(path: &Path) -> Result<Option<Arc<SourceFile>>, Box<Finding>> {
    if matches!(path.try_exists(), Ok(false)) { Ok(None) } else { read_text(path).map(Some) }
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn list(directory: &Path, extension: &str) -> Result<Vec<PathBuf>, ReadError> {
    let failed = |source| ReadError { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !hidden && path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(files)
}

fn read_text(path: &Path) -> Result<Arc<SourceFile>, Box<Finding>> {
    let name = path.display().to_string();
    let finding = |code, headline: String| {
        Finding::new(code, headline).in_file(&SourceFile::new(name.clone(), ""))
    };
    let is_record = path.extension().is_some_and(|extension| extension == "lock");
    // A record is not made anew from the definition: it is the only memory of what was published.
    let mended = |help| if is_record { "restore the record from the repository" } else { help };
    let mut bytes = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        return Err(Box::new(
            finding(&codes::UNREADABLE, format!("the file cannot be read: {error}"))
                .help("mend the file's permissions, or the link it is"),
        ));
    }
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE_BYTES {
        let headline = format!("the file has more than {} MiB", MAX_FILE_BYTES / 1024 / 1024);
        let help = mended("split the series");
        return Err(Box::new(finding(&codes::TOO_LARGE, headline).help(help)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            Err(Box::new(
                finding(&codes::NOT_UTF8, format!("the file is not UTF-8 (line {line})"))
                    .help(mended("save the file as UTF-8")),
            ))
        }
    }
}
