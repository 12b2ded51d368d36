//! `kalends check --since REV`: compares the records with those of a git revision.
//!
//! Runs the `git` command and changes nothing in the repository.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use super::CommandError;
use crate::diagnostic::{Finding, SourceFile};
use crate::model::Uid;
use crate::revision::{Record, codes};
use crate::store;

/// Finds where the records below `paths` contradict those of a revision.
///
/// # Errors
/// When `git` cannot be run, or the revision is unknown.
pub(super) fn regressions(paths: &[PathBuf], revision: &str) -> Result<Vec<Finding>, CommandError> {
    let directory =
        |path: &PathBuf| if path.is_dir() { path.clone() } else { store::directory_of(path) };
    let directories: BTreeSet<PathBuf> = paths.iter().map(directory).collect();
    let mut findings = Vec::new();
    let mut now: Option<Vec<CurrentRecord>> = None;
    for directory in &directories {
        let commit = commit(directory, revision)?;
        for name in changed_records(directory, &commit)? {
            let old = git(directory, &["show", &format!("{commit}:./{name}")])?;
            let path = directory.join(&name);
            let file = SourceFile::new(path.display().to_string(), String::from_utf8_lossy(&old));
            let before = match Record::parse(&file) {
                Ok(before) => before,
                Err(found) => {
                    findings.push(unreadable(&path, revision, &found));
                    continue;
                }
            };
            let now = now.get_or_insert_with(|| read_all(&directories));
            match now.iter().find(|current| current.is_later(&before, &path)) {
                Some(CurrentRecord { record: Some(record), file, .. }) => {
                    findings.extend(record.regressions(&before, file, revision));
                }
                // The check itself reports the damage.
                Some(_) => {}
                None => findings.push(gone(&path, &before, revision)),
            }
        }
    }
    Ok(findings)
}

/// A record as it is now.
struct CurrentRecord {
    path: PathBuf,
    file: Arc<SourceFile>,
    /// `None` if damaged.
    record: Option<Record>,
}

impl CurrentRecord {
    /// Whether it is a later version of the same series, perhaps renamed.
    fn is_later(&self, before: &Record, path: &Path) -> bool {
        let Some(record) = &self.record else { return self.path == path };
        let uids: BTreeSet<&Uid> = record.sessions().map(|(_, entry)| entry.uid()).collect();
        record.series() == before.series()
            || before.sessions().any(|(_, entry)| uids.contains(entry.uid()))
    }
}

fn read_all(directories: &BTreeSet<PathBuf>) -> Vec<CurrentRecord> {
    let files = directories.iter().filter_map(|directory| directory.read_dir().ok()).flatten();
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    let records = paths.filter(|path| path.extension().is_some_and(|name| name == "lock"));
    let read = |path: PathBuf| match store::read_again(&path) {
        Ok(None) => None,
        Ok(Some(file)) => Some(CurrentRecord { record: Record::parse(&file).ok(), path, file }),
        Err(_) => {
            let file = SourceFile::new(path.display().to_string(), "");
            Some(CurrentRecord { record: None, path, file })
        }
    };
    records.filter_map(read).collect()
}

fn gone(path: &Path, before: &Record, revision: &str) -> Finding {
    let series = before.series();
    let headline =
        format!("the record of series `{series}` is missing, but exists in `{revision}`");
    let shown = path.display();
    Finding::new(&codes::STARTED_AGAIN, headline)
        .in_file(&SourceFile::new(shown.to_string(), ""))
        .note("a new record starts at SEQUENCE 0, and calendars ignore its updates")
        .help(format!("restore it: `git checkout {revision} -- {shown}`"))
        .help(format!("to give the series another id, run `kalends rename {series} NEW`"))
}

fn unreadable(path: &Path, revision: &str, found: &[Finding]) -> Finding {
    let file = SourceFile::new(path.display().to_string(), "");
    let headline = format!("the record in `{revision}` cannot be read");
    let finding = Finding::new(&codes::UNREADABLE_BEFORE, headline).in_file(&file);
    let why = found.first().map(|first| format!("{}: {}", first.place(), first.headline()));
    let finding = why.into_iter().fold(finding, Finding::note);
    finding.help("compare with the last revision where it is readable")
}

/// Resolves a revision to a commit.
fn commit(directory: &Path, revision: &str) -> Result<String, CommandError> {
    let unknown = || {
        format!(
            "git cannot find revision `{}`; fetch it first, in a shallow clone with `git fetch \
             --unshallow`",
            revision.escape_debug()
        )
    };
    if revision.is_empty() || revision.starts_with('-') {
        return Err(unknown().into());
    }
    let named = format!("{revision}^{{commit}}");
    let commit =
        git(directory, &["rev-parse", "--quiet", "--verify", &named]).map_err(|failure| {
            if failure.to_string().is_empty() { unknown().into() } else { failure }
        })?;
    Ok(String::from_utf8(commit)?.trim().to_owned())
}

/// Names of the records in `directory` that changed or vanished since the commit.
fn changed_records(directory: &Path, commit: &str) -> Result<Vec<String>, CommandError> {
    let arguments = [
        "diff",
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
        "--diff-filter=a",
        "--relative",
        "-z",
        commit,
        "--",
        "*.lock",
    ];
    let names = String::from_utf8(git(directory, &arguments)?)?;
    let names = names.split('\0').filter(|name| !name.is_empty());
    let ours = names.filter(|name| !name.contains('/') && !name.starts_with('.'));
    Ok(ours.map(str::to_owned).collect())
}

/// Runs git and returns its output, or its error message.
fn git(directory: &Path, arguments: &[&str]) -> Result<Vec<u8>, CommandError> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .output()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => "`--since` needs `git`, which is not installed".to_owned(),
            _ => format!("cannot run `git`: {error}"),
        })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("fatal: ");
    Err(if said.is_empty() {
        String::new().into()
    } else {
        format!("git cannot compare `{}`: {said}", directory.display()).into()
    })
}
