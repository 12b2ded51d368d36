//! Composes each umbrella after the series of a pass are swapped in, if a series in it changed, or a
//! session leaves its window.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::edition::PublishedSeries;
use super::state::{BeforePass, Pass, State};
use super::umbrella_state::{PublicSeries, UmbrellaState};
use super::{Listing, Retired, UnavailableSeries, codes, privacy, umbrella_calendar};
use crate::diagnostic::Finding;
use crate::model::SeriesId;

/// Composes the umbrellas with changed series or windows again. Returns them as they were before.
pub(super) fn update(pass: &Pass<'_>, state: &mut State) -> Vec<BeforePass> {
    let mut before = drop_removed(state);
    let of_umbrella = state.definitions.iter().filter(|(_, one)| one.outcome.umbrella.is_some());
    let paths: Vec<PathBuf> = of_umbrella.map(|(path, _)| path.clone()).collect();
    if paths.is_empty() {
        return before;
    }
    let public = public_series(state);
    for path in paths {
        before.extend(compose(pass, state, &public, &path));
    }
    before
}

fn compose(
    pass: &Pass<'_>,
    state: &mut State,
    public: &PublicSeries,
    path: &Path,
) -> Option<BeforePass> {
    let outcome = &mut state.definitions.get_mut(path)?.outcome;
    let umbrella = outcome.umbrella.as_mut()?;
    let (members, mut findings) = umbrella.members(public);
    if umbrella.composed.as_ref().is_some_and(|last| are_the_same(last, &members)) {
        umbrella.findings.splice(.., findings.into_iter().chain(last_findings(umbrella)));
        return None;
    }
    let id = umbrella.umbrella.head().id.clone();
    let editions: Vec<Arc<PublishedSeries>> =
        members.iter().filter_map(|member| member.loaded()).collect();
    let composed = if editions.len() == members.len() {
        umbrella_calendar::compose(umbrella, &editions, pass.now)
    } else {
        // Without a series that should be in it, entries that people have would disappear.
        umbrella_calendar::not_loaded(umbrella)
    };
    findings.extend(composed.findings);
    umbrella.findings = findings;
    umbrella.composed = Some(members);
    outcome.due = composed.due;
    let Some(edition) = composed.edition else {
        outcome.published = None;
        outcome.unavailable = Some(match state.last_good.get(&id) {
            Some(good) => good.unavailable(),
            None => UnavailableSeries::new(id, Vec::new(), Vec::new(), Retired::No),
        });
        return None;
    };
    let listing = Arc::new(Listing::pinned(edition));
    outcome.unavailable = None;
    outcome.published = Some(Arc::clone(&listing));
    let was = state.last_good.insert(id.clone(), listing);
    Some((id, was))
}

fn are_the_same(last: &[Arc<Listing>], now: &[Arc<Listing>]) -> bool {
    last.len() == now.len() && last.iter().zip(now).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// Findings of the last composition, without those about names.
fn last_findings(umbrella: &UmbrellaState) -> Vec<Finding> {
    let is_of_name = |found: &&Finding| found.code().id == codes::UMBRELLA_MEMBER.id;
    umbrella.findings.iter().filter(|found| !is_of_name(found)).cloned().collect()
}

/// The series that anybody may read, without umbrellas.
fn public_series(state: &State) -> PublicSeries {
    let outcomes = state.definitions.values().map(|one| &one.outcome);
    let current: BTreeSet<&SeriesId> =
        outcomes.filter_map(|outcome| Some(&outcome.published.as_ref()?.id)).collect();
    let is_in = |good: &Listing| {
        let is_current = current.contains(&good.id);
        if is_current { !good.audience.is_private() } else { is_public(state, good) }
    };
    let series = state.last_good.iter().filter(|(_, good)| !good.is_umbrella() && is_in(good));
    series.map(|(id, good)| (id.clone(), Arc::clone(good))).collect()
}

/// Whether anybody may read a series: by its last good edition, and by its definition, even if that
/// cannot be published.
fn is_public(state: &State, good: &Listing) -> bool {
    let said = || privacy::audience_in_definition(state, &good.id);
    !good.audience.is_private() && !said().or_last(Some(&good.audience)).is_private()
}

/// Ends umbrellas without a file. They have no record that could say so.
fn drop_removed(state: &mut State) -> Vec<BeforePass> {
    if !state.is_complete() {
        return Vec::new();
    }
    let is_umbrella = |id: &&SeriesId| state.good(id).is_some_and(Listing::is_umbrella);
    let removed: Vec<SeriesId> = state.lost.keys().filter(is_umbrella).cloned().collect();
    let remove = |id: SeriesId| {
        state.lost.remove(&id);
        let was = state.last_good.remove(&id);
        (id, was)
    };
    removed.into_iter().map(remove).collect()
}

/// Whether an umbrella that is kept as it was contains a series that is private by now, or may be: a
/// series that is not known by that id any more may have another id and other readers.
pub(super) fn has_private_series(state: &State, umbrella: &Listing) -> bool {
    let is_private = |id| !state.good(id).is_some_and(|good| is_public(state, good));
    umbrella.members.iter().any(is_private)
}
