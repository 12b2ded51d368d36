//! The clock, read in one place. Nothing published depends on it but through the record.

use std::time::Instant;

use jiff::Timestamp;

/// Now.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// An instant to measure a duration from.
#[must_use]
pub fn instant() -> Instant {
    Instant::now()
}
