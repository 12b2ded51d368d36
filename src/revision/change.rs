//! The changes of a reconciliation, as `plan` shows them.

use super::fields::FieldChange;
use crate::model::{Audience, SessionId};

/// A session with a changed publication. Unchanged sessions have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The session's identifier.
    pub id: SessionId,
    /// The kind of change.
    pub kind: ChangeKind,
    /// SEQUENCE before; `None` for a new session.
    pub old_sequence: Option<u32>,
    /// SEQUENCE now.
    pub new_sequence: u32,
    /// The fields that differ, in order of key: all of them for a new session, none for a withdrawn
    /// one.
    pub fields: Vec<FieldChange>,
    /// What this release writes differently from the release that published the entry, in words.
    pub rewrites: Vec<&'static str>,
}

impl Change {
    /// A change; its counts are set when the entry is stored.
    pub(super) fn new(id: &SessionId, kind: ChangeKind, fields: Vec<FieldChange>) -> Self {
        Self {
            id: id.clone(),
            kind,
            old_sequence: None,
            new_sequence: 0,
            fields,
            rewrites: Vec::new(),
        }
    }
}

/// The kind of a session's change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Published for the first time.
    Created,
    /// Moved, retitled, relocated or confirmed: SEQUENCE rises.
    Changed,
    /// Other content changed: SEQUENCE stays.
    Touched,
    /// Defined as cancelled.
    Cancelled,
    /// Defined again after it was cancelled or withdrawn.
    Reinstated,
    /// No longer defined: becomes a tombstone (rule `tombstone-for-30-days`).
    Withdrawn,
    /// Unchanged, but this release writes it differently: SEQUENCE stays.
    Rewritten,
    /// Has another identifier and is otherwise unchanged.
    Renamed,
    /// Only leaves the feed: its tombstone expired (rule `tombstone-for-30-days`), or its series
    /// stopped showing cancelled sessions.
    LeftFeed,
    /// Cancelled as before, and shown in the feed again.
    BackInFeed,
}

impl ChangeKind {
    /// The word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Touched => "touched",
            Self::Cancelled => "cancelled",
            Self::Reinstated => "reinstated",
            Self::Withdrawn => "withdrawn",
            Self::Rewritten => "rewritten",
            Self::Renamed => "renamed",
            Self::BackInFeed => "back in the feed",
            Self::LeftFeed => "left the feed",
        }
    }
}

/// The change of a whole series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retirement {
    /// It ends; its last calendar stays available for a while.
    Retired,
    /// It continues after it had ended.
    Returned,
}

impl Retirement {
    /// The word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retired => "retired",
            Self::Returned => "returned",
        }
    }
}

/// A change of the series' audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessChange {
    /// The audience before; `None` for a new series.
    pub old: Option<Audience>,
    /// The audience now.
    pub new: Audience,
}

impl AccessChange {
    pub(super) fn between(old: Option<&Audience>, new: &Audience) -> Option<Self> {
        let differs = old.map_or(new.is_private(), |old| old != new);
        differs.then(|| Self { old: old.cloned(), new: new.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_ends_or_goes_on() {
        assert_eq!(Retirement::Retired.as_str(), "retired");
        assert_eq!(Retirement::Returned.as_str(), "returned");
    }

    #[test]
    fn who_may_read_is_told_where_it_is_not_who_could() {
        let (all, nobody) = (Audience::Everyone, Audience::Holders(Vec::new()));
        assert_eq!(AccessChange::between(None, &all), None);
        assert_eq!(AccessChange::between(Some(&all), &all), None);
        assert_eq!(AccessChange::between(Some(&nobody), &nobody), None);
        let new = AccessChange::between(None, &nobody).expect("private from the first");
        assert_eq!((new.old, new.new), (None, nobody.clone()));
        let opened = AccessChange::between(Some(&nobody), &all).expect("a change");
        assert_eq!((opened.old, opened.new), (Some(nobody), all));
    }
}
