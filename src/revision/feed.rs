//! Which entries stand in the feed: what leaves it, what comes back, and that it is never empty.

use std::collections::BTreeMap;

use super::keys::session as keys;
use super::record::{Entry, Withdrawn};
use crate::model::{SessionId, Status};

/// An entry that changes its place.
pub(super) struct Move {
    pub(super) id: SessionId,
    pub(super) to: To,
    /// Whether nothing but time asked for it.
    pub(super) waited: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Leave,
    Return,
}

/// What leaves and what comes back.
///
/// 1. Where a series `removes` cancelled sessions, they and tombstones leave at once.
/// 2. A tombstone whose time is up leaves, and none that has left comes back.
/// 3. Where by 1 and 2 nothing would be left, those that stand in the feed stay (rule
///    `feed-never-empty`).
pub(super) fn moves(
    sessions: &BTreeMap<SessionId, Entry>,
    removes: bool,
    time_is_up: impl Fn(&Withdrawn) -> bool,
) -> Vec<Move> {
    let is_out = |entry: &Entry| match entry.withdrawn() {
        Some(withdrawn) => removes || !entry.is_in_feed() || time_is_up(withdrawn),
        None => removes && entry.fields.value(&keys::STATUS) == Some(Status::Cancelled.as_str()),
    };
    if sessions.values().all(is_out) {
        return if sessions.values().any(Entry::is_in_feed) {
            Vec::new()
        } else {
            // No record of ours: whatever made it, the feed is not empty for long.
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
