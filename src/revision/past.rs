//! What an entry said at earlier SEQUENCEs, so that whoever has an old copy can be told what
//! changed since.
//!
//! Keeps what people plan by and nothing else; decides nothing, and no calendar is made of it.

use jiff::Timestamp;

use super::fields::Fields;
use super::keys::{Group, Key, session as keys};
use super::record::Entry;
use super::texts::Texts;
use crate::model::Status;

/// Earlier revisions that are kept of one session, the latest ones.
pub const MAX_PAST: usize = 16;

/// What an entry said at an earlier SEQUENCE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub(super) sequence: u32,
    pub(super) until: Timestamp,
    pub(super) fields: Fields,
    pub(super) texts: Texts,
}

impl Past {
    /// The SEQUENCE it had.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// When it was replaced.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// What it said, of what people plan by.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// What an entry says, as an earlier revision from `until` on.
    pub(super) fn of(old: &Entry, until: Timestamp) -> Self {
        let (fields, texts) = (plan_by(old), old.texts.only(Key::is_planned_by));
        Self { sequence: old.sequence, until, fields, texts }
    }

    /// The earlier revisions of what comes after `old`, which itself is one from `until` on.
    pub(super) fn after(old: &Entry, until: Timestamp) -> Vec<Self> {
        let mut past = old.past.clone();
        past.push(Self::of(old, until));
        let more = past.len().saturating_sub(MAX_PAST);
        past.drain(..more);
        past
    }
}

impl Entry {
    /// What it said at earlier SEQUENCEs, oldest first; at most [`MAX_PAST`] of them.
    #[must_use]
    pub fn past(&self) -> &[Past] {
        &self.past
    }

    /// What it says now, of what people plan by.
    #[must_use]
    pub fn plan_by(&self) -> Fields {
        plan_by(self)
    }
}

fn plan_by(entry: &Entry) -> Fields {
    let kept = |(key, _): &(&'static Key, &str)| {
        key.is_planned_by() && !(entry.withdrawn.is_some() && std::ptr::eq(*key, &keys::STATUS))
    };
    let mut pairs: Vec<(&'static Key, Box<str>)> =
        entry.fields.iter().filter(kept).map(|(key, value)| (key, value.into())).collect();
    if entry.withdrawn.is_some() {
        pairs.push((&keys::STATUS, Status::Cancelled.as_str().into()));
    }
    Fields::from_pairs(pairs)
}

/// Fields that raise SEQUENCE, if people see them: of a cancelled session neither the word for its
/// status, which a tombstone does not record, nor the join link.
pub(super) fn seen(
    fields: &Fields,
    is_cancelled: bool,
) -> impl Iterator<Item = (&'static Key, &str)> {
    let is_hidden = |key: &Key| *key == keys::STATUS || *key == keys::JOIN;
    fields.of_group(Group::Schedule).filter(move |(key, _)| !(is_cancelled && is_hidden(key)))
}
