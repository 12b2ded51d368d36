//! The identifiers of sessions in a record.

use crate::model::SessionId;
use crate::revision::{Record, RecordEntry};

/// Every identifier under which a session of the series was ever published.
pub(super) fn every_session(record: &Record) -> Vec<SessionId> {
    let ids = |(id, entry): (&SessionId, &RecordEntry)| {
        std::iter::once(id.clone()).chain(entry.was().to_vec()).collect::<Vec<_>>()
    };
    record.sessions().flat_map(ids).collect()
}
