//! The directory of an export. Every path below it is walked from an open directory and no link is
//! followed, so nothing outside is read, written or removed. Every file is exchanged whole and
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
/// How a directory is opened.
const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// An open directory; places are relative to it, their parts separated by slashes.
pub(super) struct Target(OwnedFd);

impl Target {
    /// Opens a directory, which may be a link, and creates it where it is missing.
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

    /// The bytes of a regular file; `None` where there is nothing or something else.
    pub(super) fn read(&self, place: &str) -> io::Result<Option<Vec<u8>>> {
        let Some((directory, name)) = self.walk(place, Missing::Stays)? else { return Ok(None) };
        read_at(&directory, name)
    }

    /// Exchanges a file, unless it has these bytes. Returns whether it did.
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
        // An export that was killed may have left one; or somebody put a link there.
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

    /// Removes a file or a link. Returns whether there was one.
    pub(super) fn remove(&self, place: &str) -> io::Result<bool> {
        match self.walk(place, Missing::Stays)? {
            Some((directory, name)) => remove_at(&directory, name),
            None => Ok(false),
        }
    }

    /// Removes what a killed export left of a file that it was writing.
    pub(super) fn remove_temporary(&self, place: &str) -> io::Result<()> {
        if let Some((directory, name)) = self.walk(place, Missing::Stays)? {
            remove_at(&directory, temporary_of(name))?;
        }
        Ok(())
    }

    /// Synchronises a directory below, by its place; the empty place is the directory itself.
    pub(super) fn synchronise(&self, place: &str) -> io::Result<()> {
        match self.open_below(place, Missing::Stays)? {
            Some(directory) => Ok(rustix::fs::fsync(&directory)?),
            None => Ok(()),
        }
    }

    /// Whether there is nothing but files that have these bytes, and what is left of writing them or
    /// the file at `also`.
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

    /// Opens the directory of a place, and takes the name from it. `None` where it is missing and
    /// stays so.
    fn walk<'a>(
        &self,
        place: &'a str,
        missing: Missing,
    ) -> io::Result<Option<(OwnedFd, &'a OsStr)>> {
        let (directories, name) = place.rsplit_once('/').unwrap_or(("", place));
        let directory = self.open_below(directories, missing)?;
        Ok(directory.map(|directory| (directory, OsStr::new(name))))
    }

    /// Opens a directory below, part by part.
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
                        // Another thread may have been faster.
                        Ok(()) | Err(Errno::EXIST) => open(),
                        Err(error) => Err(error),
                    }
                }
                (opened, _) => opened,
            };
            directory = match opened {
                // Linux says the one, others the other.
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

/// What becomes of directories that are missing on the way to a place.
#[derive(Clone, Copy)]
enum Missing {
    Stays,
    IsCreated,
}

/// The name under which a file is written before it is exchanged.
fn temporary_of(name: &OsStr) -> String {
    format!(".{}.tmp", name.to_string_lossy())
}

fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read_at(directory: impl AsFd, name: &OsStr) -> io::Result<Option<Vec<u8>>> {
    // A pipe is opened without waiting for its other end.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let mut file = match openat(directory, name, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        // Nothing, a link, a socket: whatever it is, it is not what was exported.
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
