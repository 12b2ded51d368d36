//! What a reconciliation changed, for `plan` to tell people.

use super::fields::FieldChange;
use crate::model::{Audience, SessionId};

/// One session whose publication changes. Unchanged sessions have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which session.
    pub id: SessionId,
    /// What happened to it.
    pub kind: ChangeKind,
    /// SEQUENCE before; `None` for a new session.
    pub old_sequence: Option<u32>,
    /// SEQUENCE now.
    pub new_sequence: u32,
    /// What differs, in order of key; of a new session everything, of a withdrawn one nothing.
    pub fields: Vec<FieldChange>,
    /// What this release writes differently than the one that published it, in words.
    pub rewrites: Vec<&'static str>,
}

impl Change {
    /// A change whose counts are filled in when the entry is kept.
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

/// What happened to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Published for the first time.
    Created,
    /// Moved, retitled, relocated or confirmed: SEQUENCE rises.
    Changed,
    /// Something else of it changed: SEQUENCE stays.
    Touched,
    /// Defined as cancelled.
    Cancelled,
    /// There again after it was cancelled or withdrawn.
    Reinstated,
    /// No longer defined: becomes a tombstone (rule `tombstone-for-30-days`).
    Withdrawn,
    /// As it was, and this release writes it differently: SEQUENCE stays.
    Rewritten,
    /// Goes on under another identifier, and nothing else of it changed.
    Renamed,
    /// Leaves the feed and nothing else: its tombstone stood long enough (rule
    /// `tombstone-for-30-days`), or its series no longer shows cancelled sessions.
    LeftFeed,
    /// Cancelled as before, and shown in the feed again.
    BackInFeed,
}

impl ChangeKind {
    /// The word for it.
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

/// What happened to a whole series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retirement {
    /// It ends: its last calendar stands for a while.
    Retired,
    /// It goes on after it had ended.
    Returned,
}

impl Retirement {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retired => "retired",
            Self::Returned => "returned",
        }
    }
}

/// Who may read a series from now on, where that is not who could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessChange {
    /// Who could; `None` of a series that is new.
    pub old: Option<Audience>,
    /// Who can.
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
