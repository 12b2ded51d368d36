//! The only file I/O: reads and watches definitions and records, writes records.
//!
//! Does not interpret their contents.

pub mod codes;
mod encoding;
mod file;
mod lock_wait;
mod shelf;
mod text;
mod watch;
mod write;

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use crate::diagnostic::Finding;
use crate::model::SeriesId;

pub use file::{read_again, read_foreign};
pub use lock_wait::LockWait;
pub use shelf::{FileContent, Scan, Shelf};
pub use text::{Storage, StoredText};
pub use watch::{FileEvents, Wake, Watch, WatchSettings};
pub use write::{NewRecord, WriteError, WriteOutcome, move_record, write_record, write_record_at};

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Largest record that is written, in bytes.
pub const MAX_RECORD_BYTES: usize = 8 * 1024 * 1024;

/// Advice for a record that is too large.
pub const SMALLER_RECORD: &str =
    "publish later sessions as another series, or shorten texts that many sessions share";

/// Reports a record over [`MAX_RECORD_BYTES`]; `record` names it in the headline.
#[must_use]
pub fn record_too_large(record: &str, bytes: usize) -> Finding {
    let headline = format!("{record} would have {bytes} bytes; the limit is {MAX_RECORD_BYTES}");
    Finding::new(&codes::FULL, headline).help(SMALLER_RECORD)
}

/// Largest record that is read, in bytes: earlier releases wrote records over today's limit for
/// writing. The next publication leaves history out of them.
pub const MAX_READ_RECORD_BYTES: u64 = 16 * 1024 * 1024;

/// A path that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{}`: {source} ({advice})", path.display())]
pub struct ReadError {
    path: PathBuf,
    source: io::Error,
    advice: String,
}

impl ReadError {
    fn new(path: &Path, source: io::Error) -> Self {
        let advice = if is_working_directory(path) {
            let name = path.display();
            format!("this directory is `{name}`; go up one folder with `cd ..`")
        } else {
            "`kalends init NAME` writes a first definition".to_owned()
        };
        Self { path: path.to_owned(), source, advice }
    }
}

/// Whether a path that is a name alone, such as `schedules`, is the directory in which the command runs,
/// seen from the one above it.
fn is_working_directory(path: &Path) -> bool {
    let is_name = matches!(path.components().next(), Some(Component::Normal(_)))
        && path.components().count() == 1;
    let same = || {
        let [here, above] = [Path::new("."), &Path::new("..").join(path)].map(fs::canonicalize);
        here.ok().is_some_and(|here| above.is_ok_and(|above| above == here))
    };
    is_name && same()
}

/// Returns the path of a series' record.
#[must_use]
pub fn record_path(directory: &Path, series: &SeriesId) -> PathBuf {
    directory.join(format!("{series}.lock"))
}

/// Returns the directory of a file.
#[must_use]
pub fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
