//! Writes a record so that it is complete at any instant and no publication is lost: lock, compare
//! with the text that was read, temporary file, fsync, rename, fsync of the directory.

use std::fs::{self, File, Metadata, OpenOptions, Permissions, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::OFlags;

use super::file::{NON_BLOCKING, open_regular, require_regular};
use super::lock_wait::LockWait;
use super::{MAX_READ_RECORD_BYTES, codes, directory_of};
use crate::diagnostic::Finding;
use crate::model::SeriesId;

/// The reason a record was not written; the existing one is untouched.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file system rejected it.
    #[error("cannot write `{}`: {}", path.display(), plainly(source))]
    Refused {
        /// The record.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// It changed since it was read.
    #[error("another process wrote `{}` at the same time", path.display())]
    Overtaken {
        /// The record.
        path: PathBuf,
    },
    /// Another process holds its lock for too long.
    #[error(
        "cannot write `{}`: another process holds the lock `{}`",
        path.display(),
        lock.display()
    )]
    Locked {
        /// The record.
        path: PathBuf,
        /// The locked file.
        lock: PathBuf,
    },
}

impl WriteError {
    /// Returns the finding, without a place.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let source = match self {
            Self::Refused { source, .. } => source,
            Self::Overtaken { .. } => {
                return Finding::new(&codes::OVERTAKEN, self.to_string())
                    .note("the other process's record is kept; this run wrote nothing")
                    .help("run the command again")
                    .help("let one process write records, and the others run with `--locked`");
            }
            Self::Locked { lock, .. } => {
                let lock = lock.display();
                return Finding::new(&codes::OVERTAKEN, self.to_string())
                    .note(format!(
                        "nothing was changed; kalends waited up to {} seconds for the lock",
                        LockWait::LONGEST.as_secs()
                    ))
                    .help(format!("find the process with `fuser -v {lock}`; wait for it or end it"))
                    .help("run the command again; a running service tries again by itself");
            }
        };
        Finding::new(&codes::UNWRITABLE, self.to_string()).help(match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free space on the disk",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "allow writing there, or run `kalends publish` on another machine, commit the \
                 record, and serve with `--locked`"
            }
            _ => "check the directory; nothing was changed",
        })
    }
}

fn plainly(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// A record's new text and the text it was made from.
#[derive(Clone, Copy, Debug)]
pub struct NewRecord<'a> {
    /// The series.
    pub series: &'a SeriesId,
    /// The record's text as read; `None` if it did not exist.
    pub before: Option<&'a str>,
    /// The new text.
    pub text: &'a str,
}

/// The result of replacing a record.
#[derive(Debug)]
#[must_use]
pub enum WriteOutcome {
    /// A power failure does not undo it.
    Durable,
    /// The new text is in place, but the directory could not be synchronised.
    Volatile {
        /// The record.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl WriteOutcome {
    /// Returns the warning, without a place, if there is one.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        let Self::Volatile { path, source } = self else { return None };
        let headline = format!(
            "`{}` was written, but may not survive a power failure: {}",
            path.display(),
            plainly(source)
        );
        let finding = Finding::new(&codes::NOT_DURABLE, headline)
            .note("the directory could not be synchronised; the new publication is served")
            .help("check the disk, then copy or commit the record");
        Some(finding)
    }
}

/// Replaces the record of a series in `directory`, if its text is still `before`.
///
/// 1. Locks the temporary file. It has one name for all processes, so only one of them writes.
/// 2. Compares the record with `before`: a slower process has not seen the other's publication.
/// 3. Gives the temporary file the record's owner and mode, writes, synchronises and renames it, and
///    synchronises the directory. A record that is a link remains one: the link's target is replaced,
///    in the target's directory.
///
/// If the process is interrupted at any point, the record is complete. A left-over temporary file is
/// hidden, unlocked, and overwritten by the next attempt.
///
/// # Errors
/// When the file system rejects the write, or another process was faster or holds the lock. The record
/// is then unchanged.
pub fn write_record(
    directory: &Path,
    record: NewRecord<'_>,
    wait: &LockWait,
) -> Result<WriteOutcome, WriteError> {
    write_record_at(&super::record_path(directory, record.series), record, wait)
}

/// The same for a record with any file name.
///
/// # Errors
/// As [`write_record`].
pub fn write_record_at(
    path: &Path,
    record: NewRecord<'_>,
    wait: &LockWait,
) -> Result<WriteOutcome, WriteError> {
    write_with(path, record, wait, File::sync_all)
}

/// Renames a series' record from `from` to its proper name, if its text is still as read and the
/// target does not exist. Takes the locks of both paths.
///
/// # Errors
/// When the file system rejects it, or another process was faster or holds a lock.
pub fn move_record(
    from: &Path,
    to: &Path,
    before: &str,
    wait: &LockWait,
) -> Result<(), WriteError> {
    let path = to.to_owned();
    let moved = Replaced::begin(from, wait).and_then(|old| {
        let new = Replaced::begin(to, wait)?;
        let is_free = fs::symlink_metadata(to).is_err();
        let mut text = Vec::new();
        open_regular(&old.target)?.0.read_to_end(&mut text)?;
        let still = is_free && before.as_bytes() == text;
        let done = if still { fs::rename(from, to) } else { Ok(()) };
        // Removed only while locked, which they are up to here.
        let _ = fs::remove_file(&new.temporary);
        let _ = fs::remove_file(&old.temporary);
        done?;
        new.directory.sync_all()?;
        Ok(still)
    });
    match moved {
        Ok(true) => Ok(()),
        Ok(false) => Err(WriteError::Overtaken { path }),
        Err(Failed::Locked(lock)) => Err(WriteError::Locked { path, lock }),
        Err(Failed::Refused(source)) => Err(WriteError::Refused { path, source }),
    }
}

/// [`write_record`] with the directory sync as an argument: a test cannot make a disk fail there.
fn write_with(
    path: &Path,
    record: NewRecord<'_>,
    wait: &LockWait,
    synchronise: impl FnOnce(&File) -> io::Result<()>,
) -> Result<WriteOutcome, WriteError> {
    let path = path.to_owned();
    if u64::try_from(record.text.len()).unwrap_or(u64::MAX) > MAX_READ_RECORD_BYTES {
        // No command could read it again.
        return Err(WriteError::Refused { path, source: ErrorKind::FileTooLarge.into() });
    }
    let replaced = Replaced::begin(&path, wait).and_then(|replaced| {
        let done = replaced.with(record);
        if !matches!(done, Ok(Done::Replaced)) {
            // Best effort, and only while locked: no other process has written to it.
            let _ = fs::remove_file(&replaced.temporary);
        }
        Ok((replaced, done?))
    });
    match replaced {
        Ok((replaced, Done::Replaced)) => Ok(match synchronise(&replaced.directory) {
            Ok(()) => WriteOutcome::Durable,
            Err(source) => WriteOutcome::Volatile { path, source },
        }),
        Ok((_, Done::Overtaken)) => Err(WriteError::Overtaken { path }),
        Err(Failed::Locked(lock)) => Err(WriteError::Locked { path, lock }),
        Err(Failed::Refused(source)) => Err(WriteError::Refused { path, source }),
    }
}

/// A file about to be replaced.
struct Replaced {
    target: PathBuf,
    temporary: PathBuf,
    /// The locked temporary file.
    file: File,
    /// Opened in advance, so that afterwards only the sync can fail.
    directory: File,
}

#[derive(Clone, Copy)]
enum Done {
    Replaced,
    /// Its text has changed since it was read.
    Overtaken,
}

enum Failed {
    Locked(PathBuf),
    Refused(io::Error),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

impl Replaced {
    fn begin(path: &Path, wait: &LockWait) -> Result<Self, Failed> {
        let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        let target = if is_link { fs::canonicalize(path)? } else { path.to_owned() };
        let directory = directory_of(&target);
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let temporary = directory.join(format!(".{name}.tmp"));
        let directory = File::open(directory)?;
        let file = lock(&temporary, wait)?;
        Ok(Self { target, temporary, file, directory })
    }

    fn with(&self, record: NewRecord<'_>) -> io::Result<Done> {
        let there = match open_regular(&self.target) {
            Ok(there) => Some(there),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if let Some((mut there, metadata)) = there {
            let mut bytes = Vec::new();
            there.read_to_end(&mut bytes)?;
            if record.before.is_none_or(|before| before.as_bytes() != bytes) {
                return Ok(Done::Overtaken);
            }
            self.take_owner_and_mode(&metadata)?;
        } else if record.before.is_some() {
            return Ok(Done::Overtaken);
        }
        write_whole(&self.file, record.text)?;
        fs::rename(&self.temporary, &self.target)?;
        Ok(Done::Replaced)
    }

    /// Before anything is written: a record readable only by its owner stays private.
    fn take_owner_and_mode(&self, old: &Metadata) -> io::Result<()> {
        const MODE: u32 = 0o7777;
        let new = self.file.metadata()?;
        let (owner, group) = (old.uid(), old.gid());
        // Best effort: changing the owner needs privileges; one's own groups are allowed.
        if (new.uid(), new.gid()) != (owner, group)
            && fchown(&self.file, Some(owner), Some(group)).is_err()
            && new.gid() != group
        {
            let _ = fchown(&self.file, None, Some(group));
        }
        // After the owner, since changing the owner clears some mode bits.
        let mode = old.mode() & MODE;
        if self.file.metadata()?.mode() & MODE == mode {
            return Ok(());
        }
        self.file.set_permissions(Permissions::from_mode(mode))
    }
}

/// Opens and locks the file at `path`, which another process may rename or remove meanwhile.
fn lock(path: &Path, wait: &LockWait) -> Result<File, Failed> {
    let mut pause = Duration::from_millis(1);
    loop {
        let file = open_temporary(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                drop(file);
                if !wait.pause(pause) {
                    return Err(Failed::Locked(path.to_owned()));
                }
                pause = (pause * 2).min(LockWait::LONGEST_PAUSE);
                continue;
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let locked = file.metadata()?;
        match fs::symlink_metadata(path) {
            Ok(found) if (found.dev(), found.ino()) == (locked.dev(), locked.ino()) => {
                return Ok(file);
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            // The locked file has become the record, or is gone.
            _ => {}
        }
    }
}

/// Opens the temporary file, and rejects anything else of that name.
fn open_temporary(path: &Path) -> io::Result<File> {
    let opened = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .custom_flags(NON_BLOCKING | OFlags::NOFOLLOW.bits().cast_signed())
        .open(path);
    let checked = match (&opened, fs::symlink_metadata(path)) {
        (Ok(file), _) => require_regular(&file.metadata()?),
        (Err(_), Ok(there)) => require_regular(&there),
        (Err(_), Err(_)) => Ok(()),
    };
    match checked {
        Ok(()) => opened,
        Err(error) => {
            let message = format!("remove `{}`: {error}", path.display());
            Err(io::Error::new(error.kind(), message))
        }
    }
}

fn write_whole(mut file: &File, text: &str) -> io::Result<()> {
    // A killed process may have left content in it.
    file.set_len(0)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
