//! Writes an export into a directory: replaces changed files, removes former ones, and leaves
//! everybody else's files alone.
//!
//! 1. Write a plan: the files of the existing export and of the new one.
//! 2. Replace changed files and remove former ones; synchronise both.
//! 3. Replace the manifest, so that it never lists a missing file.
//! 4. Remove the plan.
//!
//! A killed export leaves its plan. The next export recognises the directory by it, and removes the
//! files that it does not write itself.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::manifest::{Manifest, VERSION};
use super::target::ExportDirectory;
use super::{ExportedSite, hosts};

const MANIFEST: &str = "manifest.json";
const PLAN: &str = ".export-plan.json";

/// The result of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOutcome {
    /// Files that were written.
    pub written: usize,
    /// Files that had these bytes already.
    pub unchanged: usize,
    /// Removed files of the last export.
    pub removed: usize,
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The directory contains files that no export wrote.
    #[error(
        "`{}` is not empty and contains no `{MANIFEST}` of an export: name a new or empty directory, \
         so that none of your files is overwritten",
        .0.display()
    )]
    Foreign(PathBuf),
    /// The file system reports an error.
    #[error("cannot export to `{}`: {source}", .path.display())]
    Refused {
        /// The path.
        path: PathBuf,
        /// The error.
        source: io::Error,
    },
}

/// Writes a site and the configurations of its hosts.
///
/// # Errors
/// If the directory is not an export's, or the file system reports an error; remaining files of the
/// last export stay as they are.
pub fn write(site: &ExportedSite, directory: &Path) -> Result<ExportOutcome, ExportError> {
    let refused = |place: &str| {
        let path = if place.is_empty() { directory.to_owned() } else { directory.join(place) };
        move |source| ExportError::Refused { path, source }
    };
    let target = ExportDirectory::open(directory).map_err(refused(""))?;
    let ExportFiles { files, times } = ExportFiles::of(site);
    let before = last(&target, &files).map_err(|(place, source)| refused(place)(source))?;
    let before = before.ok_or_else(|| ExportError::Foreign(directory.to_owned()))?;
    let manifest = Manifest::of(site, &files);
    let plan = Manifest::planned(manifest.files.keys().chain(&before.places));
    target.put(PLAN, &plan.to_json(), None).map_err(refused(PLAN))?;
    target.synchronise("").map_err(refused(""))?;

    let put = |(place, bytes): (&String, &Vec<u8>)| {
        let changed = target.put(place, bytes, times.get(place).copied());
        Ok(changed.map_err(refused(place))?.then(|| place.clone()))
    };
    let put: Vec<Option<String>> = files.par_iter().map(put).collect::<Result<_, _>>()?;
    let unchanged = put.iter().filter(|place| place.is_none()).count();
    let mut changed: Vec<String> = put.into_iter().flatten().collect();
    let mut outcome = ExportOutcome { written: changed.len(), unchanged, removed: 0 };
    for place in &before.places {
        if before.was_killed {
            target.remove_temporary(place).map_err(refused(place))?;
        }
        if !files.contains_key(place) {
            if target.remove(place).map_err(refused(place))? {
                outcome.removed += 1;
            }
            changed.push(place.clone());
        }
    }
    for place in directories_of(&changed) {
        target.synchronise(place).map_err(refused(place))?;
    }
    target.put(MANIFEST, &manifest.to_json(), None).map_err(refused(MANIFEST))?;
    target.synchronise("").map_err(refused(""))?;
    target.remove(PLAN).map_err(refused(PLAN))?;
    Ok(outcome)
}

/// The files of an export.
struct ExportFiles {
    files: BTreeMap<String, Vec<u8>>,
    times: BTreeMap<String, SystemTime>,
}

impl ExportFiles {
    fn of(site: &ExportedSite) -> Self {
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
        Self { files, times }
    }
}

/// The state that earlier exports left in a directory.
struct EarlierExports {
    places: BTreeSet<String>,
    /// Whether one of them did not finish.
    was_killed: bool,
}

/// Reads the state that earlier exports left. `None` if the directory is not an export's. Errors
/// name the file.
fn last(
    target: &ExportDirectory,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Option<EarlierExports>, (&'static str, io::Error)> {
    let read = |place: &'static str| target.read(place).map_err(|error| (place, error));
    let (manifest, plan) = (read(MANIFEST)?, read(PLAN)?);
    if manifest.is_none() && plan.is_none() {
        // Empty, or left by a killed export of a release that wrote no plan.
        let is_ours = target.holds_only(files, PLAN).map_err(|error| ("", error))?;
        let places = files.keys().cloned().collect();
        return Ok(is_ours.then_some(EarlierExports { places, was_killed: true }));
    }
    let was_killed = plan.is_some();
    let mut places = BTreeSet::new();
    for bytes in manifest.into_iter().chain(plan) {
        match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(manifest) if manifest.version == VERSION => {
                places.extend(manifest.files.into_keys())
            }
            _ => return Ok(None),
        }
    }
    places.retain(|place| is_below(place));
    Ok(Some(EarlierExports { places, was_killed }))
}

/// Whether a path in a manifest, which anybody may have edited, stays in the directory.
fn is_below(place: &str) -> bool {
    Path::new(place).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// The parent directories of all paths, parents first.
fn directories_of(places: &[String]) -> BTreeSet<&str> {
    let mut directories = BTreeSet::new();
    for place in places {
        let mut below = place.as_str();
        while let Some((directory, _)) = below.rsplit_once('/') {
            below = directory;
            if !directories.insert(directory) {
                break;
            }
        }
    }
    directories.insert("");
    directories
}
