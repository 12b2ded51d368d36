//! Instants in records: whole seconds, UTC, years of four digits. Reads no clock.

use jiff::{Timestamp, ToSpan as _};

/// 9999-12-30T00:00:00Z, so that one second later can still be written.
const LAST_SECOND: i64 = 253_402_128_000;

/// `now` in whole seconds, limited to the range of records.
pub(super) fn whole_seconds(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second().clamp(0, LAST_SECOND)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The instant of the next revision: now, but later than the last one even if the clock was set
/// back or stopped (rule `last-modified-moves`). `None` at the end of time.
pub(super) fn after(last: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let next = now.max(last.checked_add(1.second()).ok()?);
    (next.as_second() <= LAST_SECOND).then_some(next)
}

/// Reads `2020-09-23T12:00:00Z` and nothing else.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let instant: Timestamp = text.parse().ok()?;
    let whole = instant.subsec_nanosecond() == 0;
    let in_range = (0..=LAST_SECOND).contains(&instant.as_second());
    (whole && in_range && instant.to_string() == text).then_some(instant)
}
