//! Earlier revisions of an entry, so that readers with an old copy can be shown the changes since.
//!
//! Contains only the fields that people plan by. Calendars are not rendered from it.

use jiff::Timestamp;

use super::fields::Fields;
use super::keys::{FieldGroup, Key, session as keys};
use super::record::RecordEntry;
use super::texts::Translations;
use crate::model::Status;

/// Maximum number of earlier revisions kept for a session; the latest are kept.
pub const MAX_PAST: usize = 16;

/// An entry at an earlier SEQUENCE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRevision {
    pub(super) sequence: u32,
    pub(super) until: Timestamp,
    pub(super) fields: Fields,
    pub(super) texts: Translations,
}

impl PastRevision {
    /// Its SEQUENCE.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// When it was replaced.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.until
    }

    /// Its fields that people plan by.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Turns the current state of an entry into an earlier revision, replaced at `until`.
    pub(super) fn of(old: &RecordEntry, until: Timestamp) -> Self {
        let (fields, texts) = (plan_by(old), old.texts.only(Key::is_planned_by));
        Self { sequence: old.sequence, until, fields, texts }
    }

    /// The earlier revisions after `old` is replaced at `until`, including `old`.
    pub(super) fn after(old: &RecordEntry, until: Timestamp) -> Vec<Self> {
        let mut past = old.past.clone();
        past.push(Self::of(old, until));
        let more = past.len().saturating_sub(MAX_PAST);
        past.drain(..more);
        past
    }
}

impl RecordEntry {
    /// Earlier revisions, oldest first; at most [`MAX_PAST`].
    #[must_use]
    pub fn past(&self) -> &[PastRevision] {
        &self.past
    }

    /// The current fields that people plan by.
    #[must_use]
    pub fn plan_by(&self) -> Fields {
        plan_by(self)
    }
}

fn plan_by(entry: &RecordEntry) -> Fields {
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

/// Fields that raise SEQUENCE, if people see them. For a cancelled session, skips the status, which
/// a tombstone does not record, and the join link.
pub(super) fn seen(
    fields: &Fields,
    is_cancelled: bool,
) -> impl Iterator<Item = (&'static Key, &str)> {
    let is_hidden = |key: &Key| *key == keys::STATUS || *key == keys::JOIN;
    fields.of_group(FieldGroup::Schedule).filter(move |(key, _)| !(is_cancelled && is_hidden(key)))
}
