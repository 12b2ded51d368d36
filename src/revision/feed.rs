//! Decides which entries leave the feed or return to it; the feed is never empty.

use std::collections::BTreeMap;

use super::keys::session as keys;
use super::record::{RecordEntry, Withdrawn};
use crate::model::{SessionId, Status};

/// An entry that leaves the feed or returns.
pub(super) struct Move {
    pub(super) id: SessionId,
    pub(super) to: To,
    /// Whether it moves only because time passed.
    pub(super) waited: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Leave,
    Return,
}

/// The entries that leave and return.
///
/// 1. In a series that `removes` cancelled sessions, these and tombstones leave at once.
/// 2. An expired tombstone leaves, and does not return.
/// 3. If 1 and 2 would empty the feed, the entries in it stay (rule `feed-never-empty`).
pub(super) fn moves(
    sessions: &BTreeMap<SessionId, RecordEntry>,
    removes: bool,
    time_is_up: impl Fn(&Withdrawn) -> bool,
) -> Vec<Move> {
    let is_out = |entry: &RecordEntry| match entry.withdrawn() {
        Some(withdrawn) => removes || !entry.is_in_feed() || time_is_up(withdrawn),
        None => removes && entry.fields.value(&keys::STATUS) == Some(Status::Cancelled.as_str()),
    };
    if sessions.values().all(is_out) {
        return if sessions.values().any(RecordEntry::is_in_feed) {
            Vec::new()
        } else {
            // Kalends writes no such record, but refill the feed anyway.
            let all = sessions.keys().cloned();
            all.map(|id| Move { id, to: To::Return, waited: false }).collect()
        };
    }
    let moved = sessions.iter().filter(|(_, entry)| is_out(entry) == entry.is_in_feed());
    moved
        .map(|(id, entry)| {
            let to = if entry.is_in_feed() { To::Leave } else { To::Return };
            Move { id: id.clone(), to, waited: entry.withdrawn().is_some_and(&time_is_up) }
        })
        .collect()
}
