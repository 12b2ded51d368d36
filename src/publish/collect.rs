//! Collects the result of a pass from the state.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::state::State;
use super::{Published, Settings, privacy, revoke_access, vanished};
use crate::diagnostic::{Finding, SourceFile, cap, most_of_a_code, sort};
use crate::model::SeriesId;
use crate::store;

pub(super) fn collect(settings: &Settings, state: &State) -> Published {
    let definitions = &state.definitions;
    let outcomes = || definitions.values().map(|one| &one.outcome);
    let mut published = Published {
        series: state.last_good.values().cloned().collect(),
        kept: BTreeSet::new(),
        revoked: BTreeMap::new(),
        private_files: privacy::private_files(settings, state),
        unavailable: Vec::new(),
        ends: BTreeMap::new(),
        findings: state.files.findings().cloned().collect(),
        definitions: definitions.len(),
        nameless: definitions.values().filter(|one| one.claims.id().is_none()).count(),
        branding: Arc::clone(&settings.branding),
    };
    let current = || outcomes().filter_map(|outcome| Some(&outcome.published.as_ref()?.id));
    // Each current series is in `last_good`.
    if current().count() != state.last_good.len() {
        let current: HashSet<&SeriesId> = current().collect();
        let kept = state.last_good.keys().filter(|id| !current.contains(id));
        published.kept = kept.cloned().collect();
        revoke_access::revoke_access(state, &mut published);
    }
    for outcome in outcomes() {
        published.findings.extend(outcome.findings.iter().cloned());
        let umbrella = outcome.umbrella.iter().flat_map(|umbrella| &umbrella.findings);
        published.findings.extend(umbrella.cloned());
        let closed = outcome.unavailable.iter();
        let closed = closed.filter(|series| !state.last_good.contains_key(&series.id));
        published.unavailable.extend(closed.cloned());
    }
    vanished::report_unclaimed(state, &mut published);
    published.findings.extend(state.moved.iter().cloned());
    published.findings.extend(state.failure.iter().map(|why| {
        Finding::new(&store::codes::UNREADABLE, why.clone())
            .in_file(&SourceFile::new(settings.path_list(), ""))
            .note("everything is served as it last was")
    }));
    published.findings = cap(published.findings, most_of_a_code(definitions.len()));
    sort(&mut published.findings);
    published
}
