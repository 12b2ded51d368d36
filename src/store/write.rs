//! Writing a record so that it is whole at any instant: temporary file, fsync, rename, fsync of
//! the directory.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::model::SeriesId;

/// A record that could not be written; the one before it is untouched.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{}`: {}", path.display(), plainly(source))]
pub struct WriteError {
    path: PathBuf,
    source: io::Error,
}

impl WriteError {
    /// What mends it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self.source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                "allow writing there, or run `kalends publish` where that is possible, commit the \
                 record, and serve with `--locked`"
            }
            _ => "look at the directory; nothing was changed",
        }
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

/// Replaces the record of a series in `directory`.
///
/// # Errors
/// When the file system refuses; the old record is then still there, whole.
pub fn write_record(directory: &Path, series: &SeriesId, text: &str) -> Result<(), WriteError> {
    let path = super::record_path(directory, series);
    let temporary = directory.join(format!(".{series}.lock.tmp-{}", std::process::id()));
    let written = write_whole(&temporary, text)
        .and_then(|()| fs::rename(&temporary, &path))
        .and_then(|()| File::open(directory)?.sync_all());
    written.map_err(|source| {
        // Best effort: a left-over is hidden, and overwritten by the next attempt.
        let _ = fs::remove_file(&temporary);
        WriteError { path, source }
    })
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> SeriesId {
        SeriesId::parse("some-series").expect("valid")
    }

    #[test]
    fn a_record_is_replaced_whole_and_leaves_nothing_behind() {
        let directory = tempfile::tempdir().expect("directory");
        write_record(directory.path(), &series(), "one\n").expect("written");
        write_record(directory.path(), &series(), "two\n").expect("written");
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
        let error = write_record(directory.path(), &series(), "one\n").expect_err("refused");
        assert!(error.to_string().contains("some-series.lock`: "), "{error}");
        assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "a left-over");
        let plain = |kind: ErrorKind| {
            let error = WriteError { path: "x.lock".into(), source: kind.into() };
            (error.to_string(), error.help())
        };
        assert_eq!(plain(ErrorKind::StorageFull).0, "cannot write `x.lock`: the disk is full");
        assert_eq!(plain(ErrorKind::StorageFull).1, "make room on the disk");
        assert_eq!(
            plain(ErrorKind::ReadOnlyFilesystem).0,
            "cannot write `x.lock`: the file system is read-only"
        );
    }
}
