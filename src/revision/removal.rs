//! Removals that look like a slip: most of what is still to come, taken out in one edit.
//!
//! Says what it sees; whether it may happen is the pipeline's business.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::change::ChangeKind;
use super::reconcile::Reconciled;
use super::record::Record;
use crate::model::{Session, SessionId};

/// More than half of the upcoming sessions of a series, and at least two, taken out at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MassRemoval {
    /// What would be removed, in order of start.
    pub removed: Vec<Session>,
    /// How many sessions were to come.
    pub upcoming: usize,
}

/// Fewest removals that are a mass.
const LEAST: usize = 2;

/// Judges what `reconciled` makes of `before`. Sessions that are over at `now`, and those that were
/// cancelled before, do not count; retiring a series is no slip.
#[must_use]
pub fn mass_removal(
    before: &Record,
    reconciled: &Reconciled,
    now: Timestamp,
) -> Option<MassRemoval> {
    let withdrawals =
        reconciled.changes.iter().filter(|change| change.kind == ChangeKind::Withdrawn);
    let removals: BTreeSet<&SessionId> = withdrawals.map(|change| &change.id).collect();
    if removals.len() < LEAST || reconciled.record.retired().is_some() {
        return None;
    }
    let upcoming = before.upcoming(now);
    let total = upcoming.len();
    let mut removed: Vec<Session> =
        upcoming.into_iter().filter(|session| removals.contains(&session.id)).collect();
    removed.sort_by(|a, b| (a.when.sort_key(), &a.id).cmp(&(b.when.sort_key(), &b.id)));
    (removed.len() >= LEAST && 2 * removed.len() > total)
        .then_some(MassRemoval { removed, upcoming: total })
}
