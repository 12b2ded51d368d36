//! What was published, or would be, as a plan for people.

use super::{Published, Retired};
use crate::plan::{Plan, SeriesPlan};

pub(super) fn plan(published: &Published) -> Plan<'_> {
    let series = published.editions().map(|one| SeriesPlan {
        series: &one.series,
        record: &one.record,
        changes: &one.changes.sessions,
        feed: &one.changes.feed,
        retirement: one.changes.retirement,
        access: one.changes.access.as_ref(),
        languages: &one.changes.languages,
        changed: one.changes.any,
    });
    let mut plan =
        Plan { series: series.collect(), nameless: published.nameless, ..Plan::default() };
    for (id, end) in &published.ends {
        plan.ends.insert(id, *end);
    }
    for unavailable in &published.unavailable {
        if plan.ends.contains_key(&unavailable.id) {
            continue;
        }
        match unavailable.retired {
            Retired::No => plan.blocked.insert(&unavailable.id),
            Retired::Yes => plan.retired.insert(&unavailable.id),
        };
    }
    plan
}
