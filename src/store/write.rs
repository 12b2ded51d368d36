//! Writing a record so that it is whole at any instant and that no publication is lost: lock,
//! compare with what was read, temporary file, fsync, rename, fsync of the directory.

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

/// A record that was not written; the one that is there is untouched.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file system refused.
    #[error("cannot write `{}`: {}", path.display(), plainly(source))]
    Refused {
        /// The record.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no longer the one that was read.
    #[error("another process wrote `{}` at the same time", path.display())]
    Overtaken {
        /// The record.
        path: PathBuf,
    },
    /// Another process is about to write it and does not finish.
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
    /// The finding, without a place.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let source = match self {
            Self::Refused { source, .. } => source,
            Self::Overtaken { .. } => {
                return Finding::new(&codes::OVERTAKEN, self.to_string())
                    .note("what that process wrote stays; nothing of this run was written")
                    .help("run the command again")
                    .help("let one process write records, and the others run with `--locked`");
            }
            Self::Locked { lock, .. } => {
                let lock = lock.display();
                return Finding::new(&codes::OVERTAKEN, self.to_string())
                    .note(format!(
                        "nothing was changed; kalends waited up to {} seconds for it",
                        LockWait::LONGEST.as_secs()
                    ))
                    .help(format!(
                        "find the process with `fuser -v {lock}`, and let it go on or end it"
                    ))
                    .help("run the command again; a running service tries again by itself");
            }
        };
        Finding::new(&codes::UNWRITABLE, self.to_string()).help(match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "allow writing there, or run `kalends publish` where that is possible, commit the \
                 record, and serve with `--locked`"
            }
            _ => "look at the directory; nothing was changed",
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

/// A record's new text and what it was made from.
#[derive(Clone, Copy, Debug)]
pub struct NewRecord<'a> {
    /// The series.
    pub series: &'a SeriesId,
    /// The text of the record that was read; `None` where there was none.
    pub before: Option<&'a str>,
    /// What it becomes.
    pub text: &'a str,
}

/// A record that was replaced.
#[derive(Debug)]
#[must_use]
pub enum Written {
    /// A power failure does not undo it.
    Durable,
    /// The new text is in place, but the directory could not be synchronised.
    Volatile {
        /// The record.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Written {
    /// The warning, without a place, if there is something to warn of.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        let Self::Volatile { path, source } = self else { return None };
        let headline = format!(
            "`{}` was written, but may not survive a power failure: {}",
            path.display(),
            plainly(source)
        );
        let finding = Finding::new(&codes::NOT_DURABLE, headline)
            .note("the directory could not be synchronised; what was published is served")
            .help("check the disk, then copy or commit the record");
        Some(finding)
    }
}

/// Replaces the record of a series in `directory`, if it is still the one that was read.
///
/// 1. The temporary file is locked. It has one name for all processes, so that one of them writes.
/// 2. The record is compared with `before`: whoever comes second has not seen what was published.
/// 3. The temporary file takes the record's owner and mode, is written, synchronised and renamed,
///    and the directory is synchronised. A record that is a link stays one: the file that it leads to
///    is replaced, in the directory of that file.
///
/// Whatever ends the process in between, the record is whole; what is left of the temporary file
/// is hidden, unlocked, and overwritten by the next attempt.
///
/// # Errors
/// When the file system refuses, or another process was faster or does not finish. The record is
/// then as it was.
pub fn write_record(
    directory: &Path,
    record: NewRecord<'_>,
    wait: &LockWait,
) -> Result<Written, WriteError> {
    write_record_at(&super::record_path(directory, record.series), record, wait)
}

/// The same of a record whose file may be called otherwise.
///
/// # Errors
/// As [`write_record`].
pub fn write_record_at(
    path: &Path,
    record: NewRecord<'_>,
    wait: &LockWait,
) -> Result<Written, WriteError> {
    write_with(path, record, wait, File::sync_all)
}

/// Gives the record of a series that lies at `from` the name that belongs to it, if it still says
/// what was read and nothing lies there. Takes the locks of writing at both.
///
/// # Errors
/// When the file system refuses, or another process was faster or does not finish.
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
        // Only while they are locked, which they are until here.
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

/// [`write_record`], with the synchronising of the directory as an argument: no test can make a disk
/// fail there.
fn write_with(
    path: &Path,
    record: NewRecord<'_>,
    wait: &LockWait,
    synchronise: impl FnOnce(&File) -> io::Result<()>,
) -> Result<Written, WriteError> {
    let path = path.to_owned();
    if u64::try_from(record.text.len()).unwrap_or(u64::MAX) > MAX_READ_RECORD_BYTES {
        // It would never be read again, by whichever command it is written.
        return Err(WriteError::Refused { path, source: ErrorKind::FileTooLarge.into() });
    }
    let replaced = Replaced::begin(&path, wait).and_then(|replaced| {
        let done = replaced.with(record);
        if !matches!(done, Ok(Done::Replaced)) {
            // Best effort, and only while it is locked: nobody else has written to it.
            let _ = fs::remove_file(&replaced.temporary);
        }
        Ok((replaced, done?))
    });
    match replaced {
        Ok((replaced, Done::Replaced)) => Ok(match synchronise(&replaced.directory) {
            Ok(()) => Written::Durable,
            Err(source) => Written::Volatile { path, source },
        }),
        Ok((_, Done::Overtaken)) => Err(WriteError::Overtaken { path }),
        Err(Failed::Locked(lock)) => Err(WriteError::Locked { path, lock }),
        Err(Failed::Refused(source)) => Err(WriteError::Refused { path, source }),
    }
}

/// A file that is about to be replaced.
struct Replaced {
    target: PathBuf,
    temporary: PathBuf,
    /// Locked.
    file: File,
    /// Opened beforehand, so that afterwards nothing but synchronising can fail.
    directory: File,
}

#[derive(Clone, Copy)]
enum Done {
    Replaced,
    /// It is not the one that was read.
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

    /// Before anything is written: a record that only its owner may read is not shown meanwhile.
    fn take_owner_and_mode(&self, old: &Metadata) -> io::Result<()> {
        const MODE: u32 = 0o7777;
        let new = self.file.metadata()?;
        let (owner, group) = (old.uid(), old.gid());
        // Best effort: to give a file away takes privileges; one's own groups are allowed.
        if (new.uid(), new.gid()) != (owner, group)
            && fchown(&self.file, Some(owner), Some(group)).is_err()
            && new.gid() != group
        {
            let _ = fchown(&self.file, None, Some(group));
        }
        // After the owner, who loses some bits of it.
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
            // What was locked is by now the record, or gone.
            _ => {}
        }
    }
}

/// Opens the temporary file, and nothing else that has its name.
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
    // A process that was killed may have left something in it.
    file.set_len(0)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
