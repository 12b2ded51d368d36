//! The clock, read in one place. Nothing published depends on it but through the record.

use std::time::Instant;

use jiff::Timestamp;

/// Now.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Now, in whole seconds since the Unix epoch; 0 before it.
#[must_use]
pub fn unix_seconds() -> u64 {
    u64::try_from(now().as_second()).unwrap_or(0)
}

/// An instant to measure a duration from.
#[must_use]
pub fn instant() -> Instant {
    Instant::now()
}
