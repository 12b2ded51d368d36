//! Series that are served and have lost their definition. They are served as before until it is back or
//! their record says that they are retired.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::error::Wait;
use super::state::{BeforePass, State};
use super::{Published, Retired, UnavailableSeries, codes, privacy};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;

/// Drops the series that are retired, according to their records, or served under another id.
pub(super) fn drop_retired(state: &mut State) -> Vec<BeforePass> {
    let claimed: HashSet<SeriesId> =
        state.definitions.values().filter_map(|one| one.claims.id().cloned()).collect();
    let mut before = Vec::new();
    for id in renamed_with_records(state, &claimed) {
        state.lost.remove(&id);
        let was = state.last_good.remove(&id);
        before.push((id, was));
    }
    for series in state.unclaimed.iter().filter_map(|one| one.series.as_ref()) {
        if series.retired == Retired::Yes
            && !claimed.contains(&series.id)
            && let Some(was) = state.last_good.remove(&series.id)
        {
            state.lost.remove(&series.id);
            before.push((series.id.clone(), Some(was)));
        }
    }
    before
}

/// Series that are served under other ids now: their records moved with their definitions, and their
/// addresses redirect as aliases.
fn renamed_with_records(state: &State, claimed: &HashSet<SeriesId>) -> Vec<SeriesId> {
    if state.lost.is_empty() {
        return Vec::new();
    }
    let recorded = state.unclaimed.iter().filter_map(|one| Some(&one.series.as_ref()?.id));
    let recorded: HashSet<&SeriesId> = recorded.collect();
    let served = state.last_good.values().filter(|good| claimed.contains(&good.id));
    let redirects: HashSet<&SeriesId> = served.flat_map(|good| &good.aliases).collect();
    let lost = state.lost.keys();
    lost.filter(|id| redirects.contains(id) && !recorded.contains(id)).cloned().collect()
}

/// Reports the series without a definition.
pub(super) fn report_unclaimed(state: &State, published: &mut Published) {
    let is_complete = state.is_complete();
    let mut recorded: HashSet<&SeriesId> = HashSet::new();
    for one in state.unclaimed.iter() {
        published.findings.extend(one.findings.iter().cloned());
        let Some(series) = &one.series else {
            published.private_files.add(&one.path);
            continue;
        };
        recorded.insert(&series.id);
        // A damaged record may be another series'.
        if series.audience.is_private() || one.is_damaged() {
            published.private_files.add(&one.path);
        }
        let is_served = state.last_good.contains_key(&series.id);
        // A file that cannot be read may be its definition.
        if is_complete {
            published.ends.extend(one.end());
            published.findings.extend(one.finding(is_served, renamed(state, &series.id)));
        }
        if !is_served {
            let retired = if is_complete { series.retired } else { Retired::No };
            let said = privacy::audience_in_definition(state, &series.id);
            let audience = said.or_last(Some(&series.audience));
            published.unavailable.push(UnavailableSeries { retired, audience, ..series.clone() });
        }
    }
    for (id, path) in &state.lost {
        let Some(good) = state.good(id).filter(|_| !recorded.contains(id)) else { continue };
        if good.audience.is_private() {
            published.private_files.add(path);
        }
        // If nothing can be read at all, there is one finding about that.
        if is_complete && state.failure.is_none() {
            published.findings.push(lost(id, path));
        }
    }
}

/// How long until the first waiting cancellation is published, if any waits.
pub(super) fn settles_in(state: &State, now: Timestamp) -> Option<Duration> {
    let settles = |wait| match wait {
        Wait::Settling(at) => Some(at),
        Wait::Clock | Wait::Storage | Wait::Lock | Wait::LostRace => None,
    };
    let waits = state.definitions.values().filter_map(|one| one.outcome.waits);
    let due = waits.filter_map(settles).min()?;
    // The last pass left a due one for another reason.
    Duration::try_from(due.duration_since(now)).ok().filter(|wait| !wait.is_zero())
}

/// A new definition with the sessions of a series without one.
fn renamed<'a>(state: &'a State, old: &SeriesId) -> Option<(&'a Path, &'a SeriesId)> {
    let mut definitions = state.definitions.iter();
    let (path, one) = definitions.find(|(_, one)| one.outcome.renamed.as_ref() == Some(old))?;
    Some((path, one.claims.id()?))
}

fn lost(id: &SeriesId, path: &Path) -> Finding {
    Finding::new(&codes::LOST, format!("the definition of `{id}` and its record are gone"))
        .in_file(&SourceFile::new(path.display().to_string(), ""))
        .note("the series is served as it last was, until kalends ends; nothing is left of it then")
        .help("put both back, from the repository or a backup")
        .help("to end the series, put them back, with `retired = true` in the definition")
}
