//! One pass of the pipeline over the files that changed.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::Wait;
use super::owners::RecordPlace;
use super::parse::{ParsedState, parse_touched};
use super::publish_definition::publish_definition;
use super::series::DefinitionOutcome;
use super::state::{BeforePass, Pass, State};
use super::unclaimed::UnclaimedRecords;
use super::{Retired, WithoutDefinition, claims, umbrella, vanished};
use crate::diagnostic::{Finding, cap, most_of_a_code};
use crate::store::LockWait;

/// Runs the steps of the pipeline in order. Returns the replaced series as they were before.
///
/// 1. Parse the definitions with new text.
/// 2. Compare what definitions and records claim: each address and each record has one owner.
/// 3. Read the records that no definition claims.
/// 4. Publish each selected definition: reconcile, render, check, write ([`super::series`]).
/// 5. Swap the new editions in.
/// 6. Drop series that were retired without a definition.
/// 7. Compose the umbrellas with changed series or windows.
pub(super) fn run(pass: &Pass<'_>, state: &mut State) -> Vec<BeforePass> {
    let are_names_other = state.owners.note(pass.touched, &state.files);
    let parsed = parse_touched(pass, state);
    let is_other = claims::update(pass, state, &parsed, are_names_other);
    let (was_complete, is_complete) = (state.was_complete, state.is_complete());
    if is_other || is_complete != was_complete {
        read_unclaimed(pass, state);
    }
    let selected = claims::select(pass, state, parsed, is_other);
    let outcomes = publish_all(pass, state, selected);
    let mut before = swap(state, outcomes);
    // A file that cannot be read may define any series: then none is dropped.
    if is_complete && (is_other || !was_complete) {
        before.extend(vanished::drop_retired(state));
    }
    before.extend(umbrella::update(pass, state));
    state.was_complete = is_complete;
    before
}

fn read_unclaimed(pass: &Pass<'_>, state: &mut State) {
    let paths = state.owners.unclaimed().map(Path::to_owned).collect();
    let nameless = state.definitions.iter().filter(|(_, one)| one.claims.id().is_none());
    let nameless = nameless.map(|(path, _)| path.clone()).collect();
    let ends = pass.settings.without_definition == WithoutDefinition::Ended && state.is_complete();
    let ends = ends.then_some(pass.settings.records);
    state.unclaimed = UnclaimedRecords::read(paths, &nameless, &mut state.files, ends, pass.now);
}

fn publish_all(
    pass: &Pass<'_>,
    state: &State,
    selected: Vec<(PathBuf, ParsedState)>,
) -> Vec<(PathBuf, DefinitionOutcome)> {
    // A record that was locked at the last attempt gets one attempt: it may be locked for days.
    let (patient, impatient) = (LockWait::new(), LockWait::none());
    let most = most_of_a_code(state.definitions.len());
    let publish = |(path, parsed): (PathBuf, ParsedState)| {
        let mut outcome = match parsed {
            ParsedState::Listed(outcome) => *outcome,
            ParsedState::ToPublish(definition) => {
                let waits = state.definitions.get(&path).and_then(|one| one.outcome.waits);
                let was_locked = matches!(waits, Some(Wait::Lock | Wait::LostRace));
                let wait = if was_locked { &impatient } else { &patient };
                publish_definition(pass, state, (&path, *definition), wait)
            }
        };
        outcome.findings = cap(outcome.findings, most);
        if state.is_on_demand() {
            let findings = outcome.findings.into_iter();
            outcome.findings = findings.map(Finding::excerpted).collect();
        }
        (path, outcome)
    };
    selected.into_par_iter().map(publish).collect()
}

fn swap(state: &mut State, outcomes: Vec<(PathBuf, DefinitionOutcome)>) -> Vec<BeforePass> {
    let mut before = Vec::new();
    for (path, mut outcome) in outcomes {
        let Some(definition) = state.definitions.get_mut(&path) else { continue };
        if let (Some(record), Some(text)) = (definition.record.path(), outcome.written.take()) {
            state.files.note_written(record.to_owned(), text);
            definition.record = RecordPlace::At(record.to_owned());
        }
        if let Some(published) = &outcome.published {
            let id = published.id.clone();
            let was = state.last_good.insert(id.clone(), published.clone());
            before.push((id, was));
        } else if let Some(gone) = &outcome.unavailable
            && gone.retired == Retired::Yes
            && let Some(was) = state.last_good.remove(&gone.id)
        {
            before.push((gone.id.clone(), Some(was)));
        }
        definition.outcome = outcome;
    }
    before
}
