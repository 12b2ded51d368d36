//! Decides which files are private: only the operator sees findings about them.
//!
//! The definition decides if it can be read, the record otherwise. A file without an answer in either
//! is private.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Settings;
use super::private_files::{PrivateFiles, recorded_audience};
use super::state::{DefinitionState, State};
use crate::definition::{Remains, StatedAccess};
use crate::model::{Audience, SeriesId};
use crate::revision::Record;
use crate::store::{self, FileContent};

/// The files of private series, and files that may be of some.
pub(super) fn private_files(settings: &Settings, state: &State) -> PrivateFiles {
    let mut private = PrivateFiles::default();
    let unidentified = unidentified(state);
    if !unidentified.is_empty() {
        let claimed: HashSet<&SeriesId> =
            state.definitions.values().filter_map(|one| one.claims.id()).collect();
        let are_public = unclaimed_are_public(state);
        for (path, said) in unidentified {
            let last = match lost_at(state, path) {
                Some(last) => Some(last.clone()),
                None if are_public => recorded_by_name(state, path, &claimed),
                None => None,
            };
            if said.hides(last.as_ref()) {
                private.add(path);
            }
        }
    }
    let mut public_records: HashSet<&Path> = HashSet::new();
    for (path, definition) in &state.definitions {
        let records = definition.record.paths().iter().map(PathBuf::as_path);
        if !is_unidentified(definition) && is_private(state, definition) {
            private.add(path);
            records.for_each(|record| private.add(record));
        } else {
            public_records.extend(records);
        }
    }
    let unread = state.files.unread_records();
    unread.filter(|path| !public_records.contains(path)).for_each(|path| private.add(path));
    // A path in the settings that is a definition, not a directory, may be the name of a private file.
    let directories: HashSet<&Path> = state.files.whole_directories().collect();
    if settings.paths.iter().any(|path| !directories.contains(path.as_path())) {
        private.add(Path::new(&settings.path_list()));
    }
    private
}

fn is_private(state: &State, definition: &DefinitionState) -> bool {
    if let Some(published) = &definition.outcome.published {
        return published.audience.is_private();
    }
    let said = definition.claims.audience();
    // The owner of the record is in dispute.
    if definition.disputed && matches!(said, StatedAccess::Unreadable(_)) {
        return true;
    }
    let good = definition.claims.id().and_then(|id| state.good(id)).map(|good| &good.audience);
    let closed = definition.outcome.unavailable.as_ref().map(|closed| &closed.audience);
    said.hides(good.or(closed))
}

/// The audience of a series, as its definition has it by now.
pub(super) fn audience_in_definition(state: &State, id: &SeriesId) -> StatedAccess {
    if let Some(one) = state.definitions.values().find(|one| one.claims.id() == Some(id)) {
        return one.claims.audience().clone();
    }
    let unidentified = unidentified(state);
    match state.lost.get(id) {
        Some(path) => {
            let found = unidentified.into_iter().find(|(one, _)| one == path);
            found.map(|(_, said)| said).unwrap_or_default()
        }
        // Each of them may be the definition.
        None => StatedAccess::all_of(unidentified.into_iter().map(|(_, said)| said)),
    }
}

/// Definitions without a readable series id, with their audiences.
fn unidentified(state: &State) -> Vec<(&Path, StatedAccess)> {
    let known = state.definitions.iter().filter(|(_, one)| is_unidentified(one));
    let known = known.map(|(path, one)| (path.as_path(), one.claims.audience().clone()));
    let unread = state.files.unread_definitions().map(|(path, hashes)| {
        (path, StatedAccess::Unreadable(Remains::of_hashes(hashes.cloned())))
    });
    known.chain(unread).collect()
}

/// The audience of the series that was last served from a definition, if that cannot be read now.
fn lost_at<'a>(state: &'a State, path: &Path) -> Option<&'a Audience> {
    let (id, _) = state.lost.iter().find(|(_, was)| *was == path)?;
    state.good(id).map(|good| &good.audience)
}

/// The audience in the record with a definition's file name, if no other definition is of that series.
fn recorded_by_name(state: &State, path: &Path, claimed: &HashSet<&SeriesId>) -> Option<Audience> {
    let id = SeriesId::parse(&path.file_stem()?.to_string_lossy()).ok()?;
    if claimed.contains(&id) {
        return None;
    }
    let record = store::record_path(&store::directory_of(path), &id);
    let FileContent::Text(source) = state.files.record(&record) else { return None };
    let record = Record::parse(&source).ok().filter(|record| *record.series() == id)?;
    Some(record.audience().clone())
}

/// The readers that all of these records admit.
pub(super) fn audience_of_all<'a>(
    state: &State,
    records: impl Iterator<Item = &'a Path>,
) -> Option<Audience> {
    let one = |path| match state.files.record(path) {
        FileContent::Text(source) => Some(recorded_audience(&source)),
        FileContent::Unreadable => Some(Audience::Holders(Vec::new())),
        FileContent::Nothing => None,
    };
    records.filter_map(one).reduce(|one, other| match (one, other) {
        (Audience::Holders(mut one), Audience::Holders(other)) => {
            one.retain(|access| other.contains(access));
            Audience::Holders(one)
        }
        (Audience::Everyone, other) => other,
        (one, Audience::Everyone) => one,
    })
}

/// Whether every record without a definition is certainly of a public series. A file that cannot be
/// read may be the definition of any of them.
fn unclaimed_are_public(state: &State) -> bool {
    let is_public = |path: &Path| match state.files.record(path) {
        FileContent::Text(source) => {
            Record::parse(&source).is_ok_and(|record| !record.audience().is_private())
        }
        FileContent::Nothing => true,
        FileContent::Unreadable => false,
    };
    state.owners.unclaimed().all(is_public)
}

fn is_unidentified(definition: &DefinitionState) -> bool {
    let claims = &definition.claims;
    claims.id().is_none() && matches!(claims.audience(), StatedAccess::Unreadable(_))
}
