//! Puts an export into a directory: what changed is exchanged whole, what is no longer there is taken
//! away, and nothing that another hand put there is touched. The manifest comes last, so that it never
//! lists what does not lie there yet.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::manifest::{Manifest, VERSION, sha256};
use super::{Site, hosts};

const MANIFEST: &str = "manifest.json";

/// How an export went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were written.
    pub written: usize,
    /// Files that lay there with these bytes already.
    pub unchanged: usize,
    /// Files of the last export that were taken away.
    pub removed: usize,
}

/// Why an export was not finished.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It holds what no export made.
    #[error(
        "`{}` is not empty and holds no `{MANIFEST}` of an export: name a new or an empty directory, \
         so that nothing of yours is overwritten",
        .0.display()
    )]
    Foreign(PathBuf),
    /// The file system refuses.
    #[error("cannot export to `{}`: {source}", .path.display())]
    Refused {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Writes a site and the configurations of its hosts.
///
/// # Errors
/// When the directory is not an export's, or the file system refuses; the files of the last export
/// that were not reached stay as they are.
pub fn write(site: &Site, directory: &Path) -> Result<Written, ExportError> {
    let refused = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Refused { path, source }
    };
    let before = last(directory)?;
    let mut files = BTreeMap::new();
    let mut times = BTreeMap::new();
    for (answer, place, body) in site.files() {
        let place = format!("site/{place}");
        if let Some(at) = answer.last_modified.as_deref() {
            times.extend(httpdate::parse_http_date(at).ok().map(|at| (place.clone(), at)));
        }
        files.insert(place, body.to_vec());
    }
    for (place, text) in [
        ("site/_redirects", hosts::redirects(site)),
        ("site/_headers", hosts::headers(site)),
        ("nginx.conf", hosts::nginx(site)),
        ("Caddyfile", hosts::caddy(site)),
        ("s3.sh", hosts::s3(site)),
    ] {
        files.insert(place.to_owned(), text.into_bytes());
    }
    let manifest = Manifest::of(site, &files);
    let mut outcome = Written::default();
    for (place, bytes) in &files {
        let path = directory.join(place);
        let is_new = put(&path, bytes, times.get(place).copied()).map_err(refused(&path))?;
        *(if is_new { &mut outcome.written } else { &mut outcome.unchanged }) += 1;
    }
    let known: BTreeSet<&String> = files.keys().collect();
    for place in before.files.keys().filter(|place| !known.contains(place) && is_below(place)) {
        let path = directory.join(place);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(&path)(error)),
            _ => outcome.removed += 1,
        }
    }
    let path = directory.join(MANIFEST);
    let text = serde_json::to_string_pretty(&manifest)
        .expect("texts, numbers and maps by text serialise into memory");
    put(&path, format!("{text}\n").as_bytes(), None).map_err(refused(&path))?;
    Ok(outcome)
}

/// What the last export into a directory left; nothing, where it is new or empty.
fn last(directory: &Path) -> Result<Manifest, ExportError> {
    let foreign = || ExportError::Foreign(directory.to_owned());
    let path = directory.join(MANIFEST);
    match fs::read(&path) {
        Ok(bytes) => {
            let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|_| foreign())?;
            if manifest.version == VERSION { Ok(manifest) } else { Err(foreign()) }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => match fs::read_dir(directory) {
            Ok(mut listed) => match listed.next() {
                None => Ok(Manifest::default()),
                Some(_) => Err(foreign()),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::default()),
            Err(source) => Err(ExportError::Refused { path: directory.to_owned(), source }),
        },
        Err(source) => Err(ExportError::Refused { path, source }),
    }
}

/// Whether a place of a manifest, which anybody may have edited, stays in the directory.
fn is_below(place: &str) -> bool {
    Path::new(place).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Exchanges a file whole, unless it has these bytes; whether it did.
fn put(path: &Path, bytes: &[u8], modified: Option<SystemTime>) -> io::Result<bool> {
    let is_same = match fs::read(path) {
        Ok(there) => sha256(&there) == sha256(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(error),
    };
    if is_same {
        return Ok(false);
    }
    let directory = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = directory.join(format!(".{name}.tmp"));
    fs::write(&temporary, bytes)?;
    if let Some(modified) = modified {
        File::options().write(true).open(&temporary)?.set_modified(modified)?;
    }
    fs::rename(&temporary, path)?;
    Ok(true)
}
