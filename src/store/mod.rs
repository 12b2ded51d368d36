//! The only file I/O: definitions and records are read and watched, records are written.
//!
//! Understands none of them.

pub mod codes;
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
pub use shelf::{Lying, Scan, Shelf};
pub use text::{Keeping, Text};
pub use watch::{Events, Wake, Watch, WatchSettings};
pub use write::{NewRecord, WriteError, Written, move_record, write_record, write_record_at};

/// Largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Largest record that is written, in bytes.
pub const MAX_RECORD_BYTES: usize = 8 * 1024 * 1024;

/// What makes a record smaller.
pub const SMALLER_RECORD: &str =
    "publish later sessions as another series, or shorten what is said in many";

/// A record of more than [`MAX_RECORD_BYTES`]; `record` names it in the headline.
#[must_use]
pub fn record_too_large(record: &str, bytes: usize) -> Finding {
    let headline = format!("{record} would have {bytes} bytes; the most is {MAX_RECORD_BYTES}");
    Finding::new(&codes::FULL, headline).help(SMALLER_RECORD)
}

/// Largest record that is read, in bytes: earlier releases wrote larger ones than they read. The
/// next publication leaves history out of it.
pub const MAX_READ_RECORD_BYTES: u64 = 16 * 1024 * 1024;

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

/// The directory that a file lies in.
#[must_use]
pub fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}
