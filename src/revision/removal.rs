//! Detects removals that look like a mistake: most upcoming sessions, removed in one edit.
//!
//! The pipeline decides whether to allow them.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::change::ChangeKind;
use super::reconcile::Reconciled;
use super::record::Record;
use crate::model::{Session, SessionId};

/// More than half of the upcoming sessions of a series, and at least two, removed at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MassRemoval {
    /// The removed sessions, in order of start.
    pub removed: Vec<Session>,
    /// The number of upcoming sessions.
    pub upcoming: usize,
}

/// Fewest removals that count as a mass removal.
const LEAST: usize = 2;

/// Checks the changes that `reconciled` makes to `before`. Sessions that are over at `now`, or were
/// cancelled before, do not count; retiring a series is not a mistake.
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
