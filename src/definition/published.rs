//! Session ids that are in a publication record.

use std::collections::BTreeSet;

use crate::model::SessionId;

/// Session ids that a series has published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedIds {
    /// Of sessions that were not removed.
    pub present: BTreeSet<SessionId>,
    /// Of removed sessions, and earlier ids of others.
    pub former: BTreeSet<SessionId>,
}
