//! Compares what definitions and records claim, and selects the definitions to publish.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::parse::{Parsed, ParsedState, parse};
use super::series::DefinitionOutcome;
use super::state::{DefinitionState, Pass, State};
use crate::definition::{self, Definition};
use crate::model::SeriesId;

/// Takes in the claims of definitions with new text, finds each definition's record, and marks stale
/// definitions. `are_names_other`: whether records name other series than before. Returns whether a
/// definition or record claims something else than before.
pub(super) fn update(
    pass: &Pass<'_>,
    state: &mut State,
    parsed: &HashMap<PathBuf, Parsed>,
    are_names_other: bool,
) -> bool {
    let mut is_other = are_names_other;
    let changed = Some(pass.now).filter(|_| state.has_loaded);
    for (path, Parsed { claims, .. }) in parsed {
        let old = state.definitions.remove(path);
        if old.as_ref().is_none_or(|old| old.disputed || !old.claims.are_those_of(claims)) {
            is_other = true;
        }
        let record = old.as_ref().map(|old| old.record.clone()).unwrap_or_default();
        if let Some(old) = old.filter(|old| old.claims.id() != claims.id()) {
            state.lose(path, &old);
        }
        let (claims, outcome) = (claims.clone(), DefinitionOutcome::default());
        let new =
            DefinitionState { claims, record, disputed: false, is_stale: true, changed, outcome };
        state.definitions.insert(path.clone(), new);
    }
    for path in pass.touched.iter().filter(|path| !parsed.contains_key(*path)) {
        if let Some(old) = state.definitions.remove(path) {
            state.lose(path, &old);
            is_other = true;
        } else if !is_in_place(state, path) {
            is_other = true;
        }
    }
    if is_other && !state.lost.is_empty() {
        let claimed: HashSet<&SeriesId> =
            state.definitions.values().filter_map(|one| one.claims.id()).collect();
        let good = &state.last_good;
        state.lost.retain(|id, _| good.contains_key(id) && !claimed.contains(id));
    }
    is_other |= state.definitions.values().any(|one| one.disputed);
    state.moved.clear();
    if is_other {
        find_records(pass, state);
    }
    let State { definitions, owners, .. } = state;
    for path in pass.touched.iter().filter_map(|path| owners.of_record(path)).flatten() {
        if let Some(one) = definitions.get_mut(path) {
            one.is_stale = true;
        }
    }
    is_other
}

/// Whether a record belongs to definitions, and exists or not as it did for them.
fn is_in_place(state: &State, record: &Path) -> bool {
    state.owners.of_record(record).is_some_and(|definitions| {
        let known = definitions.iter().filter_map(|path| state.definitions.get(path));
        known.map(|one| &one.record).all(|place| place.is_current(&state.files))
    })
}

/// Finds the record of each definition again.
fn find_records(pass: &Pass<'_>, state: &mut State) {
    let State { files, definitions, owners, .. } = state;
    let series: Vec<(&Path, &SeriesId)> = definitions
        .iter()
        .filter_map(|(path, one)| Some((path.as_path(), one.claims.id()?)))
        .collect();
    let (moved, places) = owners.sort_out(&series, files, pass.settings.records);
    state.moved = moved;
    let identified = definitions.values_mut().filter(|one| one.claims.id().is_some());
    for (one, place) in identified.zip(places) {
        one.is_stale |= one.record != place;
        one.record = place;
    }
}

/// Selects the definitions to publish: stale ones, and those with a wait that is over or a dispute that
/// began or ended.
pub(super) fn select(
    pass: &Pass<'_>,
    state: &mut State,
    mut parsed: HashMap<PathBuf, Parsed>,
    is_other: bool,
) -> Vec<(PathBuf, ParsedState)> {
    let State { files, definitions, .. } = state;
    // No change, no dispute.
    let mut disputes = if is_other {
        let claims: Vec<_> = definitions.values().map(|one| &one.claims).collect();
        definition::disputes(&claims)
    } else {
        BTreeMap::new()
    };
    let mut selected = Vec::new();
    for (number, (path, one)) in definitions.iter_mut().enumerate() {
        let disputed = disputes.remove(&number).unwrap_or_default();
        let is_due = one.is_due(pass.pace, pass.now) || is_other && one.outcome.renamed.is_some();
        if !one.is_stale && !is_due && !one.disputed && disputed.is_empty() {
            continue;
        }
        one.is_stale = false;
        one.disputed = !disputed.is_empty();
        let known = parsed.remove(path).map(|parsed| parsed.state);
        let definition = |known| match known {
            Some(ParsedState::ToPublish(definition)) => Some(definition),
            Some(ParsedState::Listed(_)) | None => parse(files, path).map(Box::new),
        };
        let next = match known {
            Some(known) if disputed.is_empty() => Some(known),
            None if disputed.is_empty() => definition(None).map(ParsedState::ToPublish),
            known => definition(known).map(|mut definition| {
                let Definition { file, findings, series, umbrella, .. } = &mut *definition;
                findings.extend(disputed.into_iter().map(|found| found.within(file)));
                *series = None;
                *umbrella = None;
                ParsedState::ToPublish(definition)
            }),
        };
        selected.extend(next.map(|next| (path.clone(), next)));
    }
    selected
}
