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

use std::io;
use std::path::{Path, PathBuf};

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
#[error("cannot read `{}`: {source} (`kalends init NAME` writes a first definition)", path.display())]
pub struct ReadError {
    path: PathBuf,
    source: io::Error,
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
