//! The directory of an export. Every path is walked from an open directory without following links,
//! so nothing outside is read, written or removed. Every file is replaced atomically and
//! synchronised.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use rustix::fs::{
    AtFlags, CWD, Dir, FileType, Mode, OFlags, mkdirat, openat, renameat, statat, unlinkat,
};
use rustix::io::Errno;

use super::manifest::sha256;

/// Modes before the umask.
const FILE_MODE: Mode = Mode::from_bits_retain(0o666);
const DIRECTORY_MODE: Mode = Mode::from_bits_retain(0o777);
/// Flags for opening a directory.
const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// An open directory; paths are relative to it, with slashes as separators.
pub(super) struct ExportDirectory(OwnedFd);

impl ExportDirectory {
    /// Opens a directory, which may be a link, and creates it if it is missing.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let open = || openat(CWD, path, DIRECTORY, Mode::empty());
        match open() {
            Err(Errno::NOENT) => {
                let missing: Vec<&Path> =
                    path.ancestors().take_while(|above| !above.exists()).collect();
                fs::create_dir_all(path)?;
                for created in missing {
                    File::open(parent_of(created))?.sync_all()?;
                }
                Ok(Self(open()?))
            }
            opened => Ok(Self(opened?)),
        }
    }

    /// The bytes of a regular file; `None` if it is missing or not a regular file.
    pub(super) fn read(&self, place: &str) -> io::Result<Option<Vec<u8>>> {
        let Some((directory, name)) = self.walk(place, Missing::Stays)? else { return Ok(None) };
        read_at(&directory, name)
    }

    /// Replaces a file, unless it has these bytes. Returns whether it did.
    pub(super) fn put(
        &self,
        place: &str,
        bytes: &[u8],
        modified: Option<SystemTime>,
    ) -> io::Result<bool> {
        let Some((directory, name)) = self.walk(place, Missing::IsCreated)? else {
            return Err(ErrorKind::NotFound.into());
        };
        let there = read_at(&directory, name)?;
        if there.is_some_and(|there| sha256(&there) == sha256(bytes)) {
            return Ok(false);
        }
        let temporary = temporary_of(name);
        // A killed export may have left a file, or somebody put a link there.
        remove_at(&directory, &temporary)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let mut file = File::from(openat(&directory, &*temporary, flags, FILE_MODE)?);
        file.write_all(bytes)?;
        if let Some(modified) = modified {
            file.set_modified(modified)?;
        }
        file.sync_all()?;
        renameat(&directory, &*temporary, &directory, name)?;
        Ok(true)
    }

    /// Removes a file or a link. Returns whether it existed.
    pub(super) fn remove(&self, place: &str) -> io::Result<bool> {
        match self.walk(place, Missing::Stays)? {
            Some((directory, name)) => remove_at(&directory, name),
            None => Ok(false),
        }
    }

    /// Removes the temporary file that a killed export left.
    pub(super) fn remove_temporary(&self, place: &str) -> io::Result<()> {
        if let Some((directory, name)) = self.walk(place, Missing::Stays)? {
            remove_at(&directory, temporary_of(name))?;
        }
        Ok(())
    }

    /// Synchronises a directory, by its path; the empty path is the directory itself.
    pub(super) fn synchronise(&self, place: &str) -> io::Result<()> {
        match self.open_below(place, Missing::Stays)? {
            Some(directory) => Ok(rustix::fs::fsync(&directory)?),
            None => Ok(()),
        }
    }

    /// Whether it contains only files with these bytes, temporary files of an export, and the file
    /// at `also`.
    pub(super) fn holds_only(
        &self,
        files: &BTreeMap<String, Vec<u8>>,
        also: &str,
    ) -> io::Result<bool> {
        let mut open = vec![String::new()];
        while let Some(directory) = open.pop() {
            let Some(listed) = self.open_below(&directory, Missing::Stays)? else { continue };
            for entry in Dir::read_from(&listed)? {
                let entry = entry?;
                let Ok(name) = entry.file_name().to_str() else { return Ok(false) };
                if name == "." || name == ".." {
                    continue;
                }
                let at = |name: &str| match &*directory {
                    "" => name.to_owned(),
                    above => format!("{above}/{name}"),
                };
                let place = at(name);
                let kind = statat(&listed, name, AtFlags::SYMLINK_NOFOLLOW)?.st_mode;
                if FileType::from_raw_mode(kind) == FileType::Directory {
                    open.push(place);
                    continue;
                }
                let whole = name.strip_prefix('.').and_then(|name| name.strip_suffix(".tmp"));
                let is_left = |whole: String| whole == also || files.contains_key(&whole);
                if whole.is_some_and(|name| is_left(at(name))) {
                    continue;
                }
                let Some(bytes) = files.get(&place) else { return Ok(false) };
                if self.read(&place)?.as_ref() != Some(bytes) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Opens the directory of a path, and returns the file name. `None` if the directory is missing
    /// and not created.
    fn walk<'a>(
        &self,
        place: &'a str,
        missing: Missing,
    ) -> io::Result<Option<(OwnedFd, &'a OsStr)>> {
        let (directories, name) = place.rsplit_once('/').unwrap_or(("", place));
        let directory = self.open_below(directories, missing)?;
        Ok(directory.map(|directory| (directory, OsStr::new(name))))
    }

    /// Opens a subdirectory, component by component.
    fn open_below(&self, place: &str, missing: Missing) -> io::Result<Option<OwnedFd>> {
        let mut directory = self.0.try_clone()?;
        let mut walked = PathBuf::new();
        for part in Path::new(place).components() {
            let Component::Normal(part) = part else { return Err(ErrorKind::InvalidInput.into()) };
            walked.push(part);
            let open = || openat(&directory, part, DIRECTORY | OFlags::NOFOLLOW, Mode::empty());
            let opened = match (open(), missing) {
                (Err(Errno::NOENT), Missing::Stays) => return Ok(None),
                (Err(Errno::NOENT), Missing::IsCreated) => {
                    match mkdirat(&directory, part, DIRECTORY_MODE) {
                        // Another thread may have created it first.
                        Ok(()) | Err(Errno::EXIST) => open(),
                        Err(error) => Err(error),
                    }
                }
                (opened, _) => opened,
            };
            directory = match opened {
                // Linux gives one error, other systems the other.
                Err(Errno::NOTDIR | Errno::LOOP) => {
                    let walked = walked.display();
                    let message =
                        format!("`{walked}` is a link or a file there, not a directory: remove it");
                    return Err(io::Error::new(ErrorKind::NotADirectory, message));
                }
                opened => opened?,
            };
        }
        Ok(Some(directory))
    }
}

/// What to do with missing directories in a path.
#[derive(Clone, Copy)]
enum Missing {
    Stays,
    IsCreated,
}

/// The name of the temporary file that replaces a file.
fn temporary_of(name: &OsStr) -> String {
    format!(".{}.tmp", name.to_string_lossy())
}

fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read_at(directory: impl AsFd, name: &OsStr) -> io::Result<Option<Vec<u8>>> {
    // Does not block on a named pipe.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut file = match openat(directory, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        // Missing, a link or a socket: not an exported file.
        Err(Errno::NOENT | Errno::LOOP | Errno::NXIO | Errno::NODEV) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if !file.metadata()?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn remove_at(directory: impl AsFd, name: impl AsRef<OsStr>) -> io::Result<bool> {
    match unlinkat(directory, name.as_ref(), AtFlags::empty()) {
        Ok(()) => Ok(true),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
