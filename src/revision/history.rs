//! Earlier revisions of an entry, so that readers with an old copy can be shown the changes since.
//!
//! Contains only the fields that people plan by. Calendars are not rendered from it.

use jiff::Timestamp;

use super::fields::Fields;
use super::keys::{FieldGroup, Key, session as keys};
use super::translations::Translations;

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
