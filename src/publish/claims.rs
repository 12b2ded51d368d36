//! Compares what definitions and records claim, and selects the definitions to publish.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::owners::NamesChange;
use super::parse::{Parsed, ParsedState, parse};
use super::series::DefinitionOutcome;
use super::state::{DefinitionState, Pass, State};
use crate::definition::{self, Definition};
use crate::model::SeriesId;

/// The claims of a pass, compared with those before.
pub(super) struct ClaimsUpdate {
    /// Whether a definition or record claims something else than before.
    pub(super) change: NamesChange,
    /// Definitions with a record at another path than before.
    moved: BTreeSet<PathBuf>,
}

/// Takes in the claims of definitions with new text, and finds each definition's record. `names`:
/// whether records name other series than before.
pub(super) fn update(
    pass: &Pass<'_>,
    state: &mut State,
    parsed: &HashMap<PathBuf, Parsed>,
    names: NamesChange,
) -> ClaimsUpdate {
    let mut change = names;
    let changed = Some(pass.now).filter(|_| state.has_loaded);
    for (path, Parsed { claims, .. }) in parsed {
        let old = state.definitions.remove(path);
        if old.as_ref().is_none_or(|old| old.disputed || !old.claims.are_those_of(claims)) {
            change = NamesChange::Other;
        }
        let record = old.as_ref().map(|old| old.record.clone()).unwrap_or_default();
        if let Some(old) = old.filter(|old| old.claims.id() != claims.id()) {
            state.lose(path, &old);
        }
        let (claims, outcome) = (claims.clone(), DefinitionOutcome::default());
        let new = DefinitionState { claims, record, disputed: false, changed, outcome };
        state.definitions.insert(path.clone(), new);
    }
    for path in pass.touched.iter().filter(|path| !parsed.contains_key(*path)) {
        if let Some(old) = state.definitions.remove(path) {
            state.lose(path, &old);
            change = NamesChange::Other;
        } else if !is_in_place(state, path) {
            change = NamesChange::Other;
        }
    }
    if change == NamesChange::Other && !state.lost.is_empty() {
        let claimed: HashSet<&SeriesId> =
            state.definitions.values().filter_map(|one| one.claims.id()).collect();
        let good = &state.last_good;
        state.lost.retain(|id, _| good.contains_key(id) && !claimed.contains(id));
    }
    if state.definitions.values().any(|one| one.disputed) {
        change = NamesChange::Other;
    }
    state.moved.clear();
    let moved = match change {
        NamesChange::None => BTreeSet::new(),
        NamesChange::Other => find_records(pass, state),
    };
    ClaimsUpdate { change, moved }
}

/// Whether a record belongs to definitions, and exists or not as it did for them.
fn is_in_place(state: &State, record: &Path) -> bool {
    state.owners.of_record(record).is_some_and(|definitions| {
        let known = definitions.iter().filter_map(|path| state.definitions.get(path));
        known.map(|one| &one.record).all(|place| place.is_current(&state.files))
    })
}

/// Finds the record of each definition again. Returns the definitions with a record at another path.
fn find_records(pass: &Pass<'_>, state: &mut State) -> BTreeSet<PathBuf> {
    let State { files, definitions, owners, .. } = state;
    let series: Vec<(&Path, &SeriesId)> = definitions
        .iter()
        .filter_map(|(path, one)| Some((path.as_path(), one.claims.id()?)))
        .collect();
    let (moved, places) = owners.sort_out(&series, files, pass.settings.records);
    state.moved = moved;
    let identified = definitions.iter_mut().filter(|(_, one)| one.claims.id().is_some());
    let changed = identified.zip(places).filter(|((_, one), place)| one.record != *place);
    let note = |((path, one), place): ((&PathBuf, &mut DefinitionState), _)| {
        one.record = place;
        path.clone()
    };
    changed.map(note).collect()
}

/// Selects the definitions to publish: with new text, with a record of new text or at another path,
/// with a wait that is over, or with a dispute that began or ended.
pub(super) fn select(
    pass: &Pass<'_>,
    state: &mut State,
    mut parsed: HashMap<PathBuf, Parsed>,
    update: &ClaimsUpdate,
) -> Vec<(PathBuf, ParsedState)> {
    let State { files, definitions, .. } = state;
    let mut disputes = match update.change {
        // No change, no dispute.
        NamesChange::None => BTreeMap::new(),
        NamesChange::Other => {
            let claims: Vec<_> = definitions.values().map(|one| &one.claims).collect();
            definition::disputes(&claims)
        }
    };
    let mut selected = Vec::new();
    for (number, (path, one)) in definitions.iter_mut().enumerate() {
        let disputed = disputes.remove(&number).unwrap_or_default();
        let is_new = pass.touched.contains(path)
            || update.moved.contains(path)
            || one.record.paths().iter().any(|record| pass.touched.contains(record));
        let is_due = one.is_due(pass.pace, pass.now)
            || update.change == NamesChange::Other && one.outcome.renamed.is_some();
        if !is_new && !is_due && !one.disputed && disputed.is_empty() {
            continue;
        }
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
                let Definition { file, findings, series, .. } = &mut *definition;
                findings.extend(disputed.into_iter().map(|found| found.within(file)));
                *series = None;
                ParsedState::ToPublish(definition)
            }),
        };
        selected.extend(next.map(|next| (path.clone(), next)));
    }
    selected
}
