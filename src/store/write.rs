//! Writing a record so that it is whole at any instant and that no publication is lost: lock,
//! compare with what was read, temporary file, fsync, rename, fsync of the directory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::codes;
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

/// Replaces the record of a series in `directory`, if it is still the one that was read.
///
/// 1. The temporary file is locked. It has one name for all processes, so that one of them writes.
/// 2. The record is compared with `before`: whoever comes second has not seen what was published.
/// 3. The temporary file is written, synchronised and renamed, and the directory synchronised.
///
/// Whatever ends the process in between, the record is whole; what is left of the temporary file
/// is hidden, unlocked, and overwritten by the next attempt.
///
/// # Errors
/// When the file system refuses, or another process was faster.
pub fn write_record(directory: &Path, record: NewRecord<'_>) -> Result<(), WriteError> {
    let path = super::record_path(directory, record.series);
    let temporary = directory.join(format!(".{}.lock.tmp", record.series));
    let file = match lock(&temporary) {
        Ok(file) => file,
        Err(source) => return Err(WriteError::Refused { path, source }),
    };
    let written = is_still(&path, record.before).and_then(|still| {
        if still {
            write_whole(&file, record.text)?;
            fs::rename(&temporary, &path)?;
            File::open(directory)?.sync_all()?;
        }
        Ok(still)
    });
    if !matches!(written, Ok(true)) {
        // Best effort, and only while it is locked: nobody else has written to it.
        let _ = fs::remove_file(&temporary);
    }
    match written {
        Ok(true) => Ok(()),
        Ok(false) => Err(WriteError::Overtaken { path }),
        Err(source) => Err(WriteError::Refused { path, source }),
    }
}

/// Opens and locks the file at `path`, which another process may rename or remove meanwhile.
fn lock(path: &Path) -> io::Result<File> {
    loop {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        let locked = file.metadata()?;
        match fs::metadata(path) {
            Ok(found) if (found.dev(), found.ino()) == (locked.dev(), locked.ino()) => {
                return Ok(file);
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            // What was locked is by now the record, or gone.
            _ => {}
        }
    }
}

fn is_still(path: &Path, before: Option<&str>) -> io::Result<bool> {
    match fs::read(path) {
        Ok(bytes) => Ok(before.is_some_and(|before| before.as_bytes() == bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(before.is_none()),
        Err(error) => Err(error),
    }
}

fn write_whole(mut file: &File, text: &str) -> io::Result<()> {
    // A process that was killed may have left something in it.
    file.set_len(0)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> SeriesId {
        SeriesId::parse("some-series").expect("valid")
    }

    fn write(directory: &Path, before: Option<&str>, text: &str) -> Result<(), WriteError> {
        write_record(directory, NewRecord { series: &series(), before, text })
    }

    #[test]
    fn who_comes_second_writes_nothing() {
        let directory = tempfile::tempdir().expect("directory");
        write(directory.path(), None, "one\n").expect("written");
        for before in [None, Some("zero\n"), Some("one")] {
            let error = write(directory.path(), before, "two\n").expect_err("overtaken");
            assert!(matches!(error, WriteError::Overtaken { .. }), "{error}");
        }
        let path = directory.path().join("some-series.lock");
        assert_eq!(fs::read_to_string(&path).expect("read"), "one\n");
        fs::remove_file(&path).expect("removed");
        write(directory.path(), Some("one\n"), "two\n").expect_err("it was removed meanwhile");
        assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 0);
    }

    #[test]
    fn of_many_at_once_every_one_that_succeeds_has_seen_the_last() {
        let directory = tempfile::tempdir().expect("directory");
        let path = directory.path().join("some-series.lock");
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (directory, path) = (directory.path().to_owned(), path.clone());
                std::thread::spawn(move || {
                    let mut done = 0;
                    while done < 25 {
                        let before = fs::read_to_string(&path).ok();
                        let count: u32 =
                            before.as_deref().map_or(0, |text| text.parse().expect("whole"));
                        let text = (count + 1).to_string();
                        done += u32::from(write(&directory, before.as_deref(), &text).is_ok());
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert_eq!(fs::read_to_string(&path).expect("read"), "100");
        assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "a left-over");
    }

    #[test]
    fn a_record_is_replaced_whole_and_leaves_nothing_behind() {
        let directory = tempfile::tempdir().expect("directory");
        fs::write(directory.path().join(".some-series.lock.tmp"), "what a kill left")
            .expect("left");
        write(directory.path(), None, "one\n").expect("written");
        write(directory.path(), Some("one\n"), "two\n").expect("written");
        let names: Vec<_> = fs::read_dir(directory.path())
            .expect("listed")
            .map(|entry| entry.expect("entry").file_name().into_string().expect("UTF-8"))
            .collect();
        assert_eq!(names, ["some-series.lock"]);
        let text = fs::read_to_string(directory.path().join("some-series.lock")).expect("read");
        assert_eq!(text, "two\n");
    }

    #[test]
    fn what_the_file_system_refuses_is_said_plainly() {
        let directory = tempfile::tempdir().expect("directory");
        // A directory in the record's place refuses the rename, whoever runs the test.
        fs::create_dir_all(directory.path().join("some-series.lock/x")).expect("made");
        let error = write(directory.path(), None, "one\n").expect_err("refused");
        assert!(error.to_string().contains("some-series.lock`: "), "{error}");
        assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "a left-over");
        let plain = |kind: ErrorKind| {
            let error = WriteError::Refused { path: "x.lock".into(), source: kind.into() };
            (error.to_string(), error.finding().helps()[0].clone())
        };
        assert_eq!(plain(ErrorKind::StorageFull).0, "cannot write `x.lock`: the disk is full");
        assert_eq!(plain(ErrorKind::StorageFull).1, "make room on the disk");
        assert_eq!(
            plain(ErrorKind::ReadOnlyFilesystem).0,
            "cannot write `x.lock`: the file system is read-only"
        );
    }
}
