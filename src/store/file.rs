//! One file: its text, and the metadata that shows whether it changed.

use std::collections::BTreeSet;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustix::fs::OFlags;

use super::encoding::Encoding;
use super::{MAX_FILE_BYTES, MAX_READ_RECORD_BYTES, Storage, StoredText, codes};
use crate::diagnostic::{Code, Finding, SourceFile};
use crate::model::TokenHash;

/// Coarsest timestamp resolution of a file system (FAT: 2 s). A file read within this time of being
/// written may change again with equal metadata.
const COARSEST_TICK: Duration = Duration::from_secs(2);

/// A file as it was last read.
#[derive(Clone, Debug)]
pub(super) struct KnownFile {
    /// `None`: always read it again.
    marks: Option<Marks>,
    pub(super) text: Result<StoredText, Box<Finding>>,
    /// Token hashes in bytes that are not text, as far as those were read.
    pub(super) hashes: Option<BTreeSet<TokenHash>>,
}

/// A pipe, socket, device or directory in place of a file. Opening one may block for ever.
#[derive(Debug, thiserror::Error)]
#[error("it is {0}, not a regular file")]
pub(super) struct NotRegular(&'static str);

/// Metadata of a file; links are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    modified: Option<SystemTime>,
    bytes: u64,
    /// Device, inode, and the time when contents, owner or mode last changed.
    identity: [i64; 4],
}

impl Marks {
    fn of(metadata: &Metadata) -> Self {
        Self {
            modified: metadata.modified().ok(),
            bytes: metadata.len(),
            identity: identity(metadata),
        }
    }

    /// Whether any further change of the file would change these. Compares the file's age with the clock;
    /// publishes nothing of it.
    fn are_settled(&self) -> bool {
        let [.., seconds, nanoseconds] = self.identity;
        let changed = u64::try_from(seconds).ok().zip(u32::try_from(nanoseconds).ok());
        let changed = changed.map(|(seconds, nanoseconds)| {
            SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds)
        });
        let long_ago = |at: SystemTime| at.elapsed().is_ok_and(|age| age > COARSEST_TICK);
        self.modified.is_some_and(long_ago) && changed.is_some_and(long_ago)
    }
}

fn identity(metadata: &Metadata) -> [i64; 4] {
    use std::os::unix::fs::MetadataExt as _;
    [
        metadata.dev().cast_signed(),
        metadata.ino().cast_signed(),
        metadata.ctime(),
        metadata.ctime_nsec(),
    ]
}

/// Reads one file again after another process was faster; `None` if it is gone.
///
/// # Errors
/// A finding, if it cannot be read.
pub fn read_again(path: &Path) -> Result<Option<Arc<SourceFile>>, Box<Finding>> {
    if matches!(path.try_exists(), Ok(false)) {
        return Ok(None);
    }
    KnownFile::read(path, Storage::Plain).text.map(|text| Some(text.source()))
}

/// Reads a file that describes no series, such as a certificate. Links are followed.
///
/// # Errors
/// When it cannot be read, is not a regular file, or is larger than [`MAX_FILE_BYTES`].
pub fn read_foreign(path: &Path) -> io::Result<Vec<u8>> {
    let (_, bytes) = read_bytes(path, MAX_FILE_BYTES)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

impl KnownFile {
    /// Reads a file; an error is kept in its place.
    pub(super) fn read(path: &Path, storage: Storage) -> Self {
        if let Some(right) = misnamed(path) {
            let headline = "the file is not published: its name must end in `.toml`".to_owned();
            let help = format!("rename the file to `{right}`");
            let finding = finding(path, &codes::UNREADABLE, headline).help(help);
            return Self { marks: None, text: Err(Box::new(finding)), hashes: None };
        }
        match read_bytes(path, max_bytes(path)) {
            Ok((marks, bytes)) => {
                let (text, hashes) = match text_of(path, bytes) {
                    Ok(source) => (Ok(StoredText::new(source, storage)), None),
                    Err((finding, bytes)) => (Err(finding), Some(TokenHash::all_in(&bytes))),
                };
                Self { marks, text, hashes }
            }
            Err(error) => {
                let text = Err(Box::new(unreadable(path, &error)));
                Self { marks: None, text, hashes: None }
            }
        }
    }

    /// Whether the file's metadata is unchanged.
    pub(super) fn is_current(&self, path: &Path) -> bool {
        self.marks.is_some_and(|known| {
            fs::metadata(path).is_ok_and(|metadata| Marks::of(&metadata) == known)
        })
    }

    /// Replaces an older reading and returns whether the bytes changed. If not, the old text is kept.
    pub(super) fn replace(self, old: &mut Self) -> bool {
        old.marks = self.marks;
        let same = match (&old.text, &self.text) {
            (Ok(old), Ok(new)) => old.says_the_same(new),
            (Err(was), Err(new)) => was.headline() == new.headline() && old.hashes == self.hashes,
            _ => false,
        };
        if !same {
            (old.text, old.hashes) = (self.text, self.hashes);
        }
        !same
    }

    /// A file written just now; the next scan reads it again.
    pub(super) fn written(path: &Path, text: String, storage: Storage) -> Self {
        let source = SourceFile::new(path.display().to_string(), text);
        Self { marks: None, text: Ok(StoredText::new(source, storage)), hashes: None }
    }
}

fn finding(path: &Path, code: &'static Code, headline: String) -> Finding {
    Finding::new(code, headline).in_file(&SourceFile::new(path.display().to_string(), ""))
}

/// The fix of a definition in another encoding.
const SAVE_AS_UTF8: &str = "save the file as UTF-8; in Notepad: File, Save as, Encoding: UTF-8";

/// A definition in another encoding. `place`: the first line that shows it.
fn encoded(path: &Path, encoding: Encoding, place: &str) -> Finding {
    let headline = format!("the file is saved as {}, not as UTF-8{place}", encoding.name());
    finding(path, &codes::NOT_UTF8, headline).help(SAVE_AS_UTF8)
}

fn unreadable(path: &Path, error: &io::Error) -> Finding {
    if let Some(what) = error.get_ref().and_then(|inner| inner.downcast_ref::<NotRegular>()) {
        let help = if is_record(path) {
            "restore the record from the repository"
        } else {
            "remove it, or replace it with a regular file or a link to one"
        };
        let headline = format!("this is {}, not a regular file", what.0);
        return finding(path, &codes::NOT_REGULAR, headline).help(help);
    }
    finding(path, &codes::UNREADABLE, format!("the file cannot be read: {error}"))
        .help("fix the file's permissions, or the link's target")
}

/// The right name of a file that was meant as a definition: `talks.toml` for `talks.toml.txt`, as
/// Notepad saves it, or `TALKS.TOML`.
pub(super) fn misnamed(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let lower = name.to_ascii_lowercase();
    let stem = match lower.strip_suffix(".toml.txt") {
        Some(stem) => stem,
        None if name.ends_with(".toml") => return None,
        None => lower.strip_suffix(".toml")?,
    };
    Some(format!("{stem}.toml"))
}

fn is_record(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "lock")
}

fn max_bytes(path: &Path) -> u64 {
    if is_record(path) { MAX_READ_RECORD_BYTES } else { MAX_FILE_BYTES }
}

/// Opens a regular file for reading, or a link to one, without ever waiting for another process.
pub(super) fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    // Before opening: opening a device can have side effects.
    require_regular(&fs::metadata(path)?)?;
    let file = OpenOptions::new().read(true).custom_flags(NON_BLOCKING).open(path)?;
    let metadata = file.metadata()?;
    require_regular(&metadata)?;
    Ok((file, metadata))
}

/// Opens a pipe without waiting for its other end; has no effect on regular files.
pub(super) const NON_BLOCKING: i32 = OFlags::NONBLOCK.bits().cast_signed();

/// # Errors
/// [`NotRegular`], naming the kind.
pub(super) fn require_regular(metadata: &Metadata) -> io::Result<()> {
    let kind = metadata.file_type();
    if kind.is_file() { Ok(()) } else { Err(io::Error::other(NotRegular(in_words(kind)))) }
}

fn in_words(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a directory"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_symlink() {
        "a link"
    } else {
        "a device"
    }
}

fn read_bytes(path: &Path, max_bytes: u64) -> io::Result<(Option<Marks>, Vec<u8>)> {
    let (file, metadata) = open_regular(path)?;
    // Before the bytes: a later write then shows in the metadata of the next scan.
    let marks = Marks::of(&metadata);
    // One byte more, so that reaching the end needs no reallocation.
    let length = marks.bytes.min(max_bytes) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(max_bytes + 1).read_to_end(&mut bytes)?;
    Ok((Some(marks).filter(Marks::are_settled), bytes))
}

type Unread = (Box<Finding>, Vec<u8>);

fn text_of(path: &Path, bytes: Vec<u8>) -> Result<Arc<SourceFile>, Unread> {
    let is_record = is_record(path);
    // A record cannot be recreated from the definition: only the record remembers the publication.
    let mended = |help| if is_record { "restore the record from the repository" } else { help };
    let max_bytes = max_bytes(path);
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max_bytes {
        let headline = format!("the file is larger than {} MiB", max_bytes / 1024 / 1024);
        let help = mended("split the series");
        return Err((Box::new(finding(path, &codes::TOO_LARGE, headline).help(help)), bytes));
    }
    if let Some(encoding) = Encoding::utf16(&bytes).filter(|_| !is_record) {
        return Err((Box::new(encoded(path, encoding, "")), bytes));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::new(path.display().to_string(), text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let encoding = Encoding::windows_1252(error.as_bytes()).filter(|_| !is_record);
            if let Some(encoding) = encoding {
                let place = format!(" (line {line})");
                return Err((Box::new(encoded(path, encoding, &place)), error.into_bytes()));
            }
            let headline = format!("the file is not UTF-8 (line {line})");
            let help = mended(SAVE_AS_UTF8);
            let finding = finding(path, &codes::NOT_UTF8, headline).help(help);
            Err((Box::new(finding), error.into_bytes()))
        }
    }
}
