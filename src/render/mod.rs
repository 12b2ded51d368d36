//! A series and its record → bytes.
//!
//! Pure: no clock, no files, no settings but the public address. Content lines are written by
//! [`ical`](crate::ical) and not by the `icalendar` crate, which cannot follow the calendar rules; the strict
//! check of [`ical`](crate::ical) re-reads them before they are served, and [`second_reading`] has that crate
//! read them.

mod calendar;
pub mod codes;
mod event;
mod second_reading;
mod text;

pub(crate) use calendar::PRODUCER;
pub use calendar::{Calendars, Draft, calendars, session_page};
pub use second_reading::second_reading;
pub use text::{description, location};

use crate::diagnostic::{Finding, has_errors};
use crate::ical::Fault;

/// Rule `feed-fits-google`: where Google begins to have trouble with a feed, in bytes.
pub const FEED_WARNING_BYTES: usize = 512 * 1024;
/// Rule `feed-fits-google`: where Google stops reading a feed, in bytes.
pub const FEED_MAX_BYTES: usize = 1_000_000;
/// Rule `feed-fits-google`: as for bytes, in sessions.
pub const FEED_WARNING_SESSIONS: usize = 500;

/// Proves that the calendars of a series may be served: [`ical::check`](crate::ical::check) on all that
/// was written, and the limits of rule `feed-fits-google`. No calendars where a finding is an error.
/// Findings have no place; the caller knows the file.
#[must_use]
pub fn check(draft: Draft) -> (Option<Calendars>, Vec<Finding>) {
    let size = check_size(draft.size());
    let (calendars, faults) = match draft.check() {
        Ok(calendars) => (Some(calendars), Vec::new()),
        Err(faults) => (None, faults),
    };
    let findings: Vec<Finding> = faults.iter().map(broken).chain(size).collect();
    (calendars.filter(|_| !has_errors(&findings)), findings)
}

fn broken(Fault { rule, what, line }: &Fault) -> Finding {
    let headline = format!("the calendar breaks rule `{}`: {what} (line {line})", rule.name());
    let help = "a defect of kalends, not of the definition: please report it, with the definition";
    Finding::new(&codes::GUARD, headline).help(help)
}

/// The most bytes that a feed can have, by a bound that costs nothing: of a series whose definition
/// and record have so many bytes, with so many sessions, and a public address of so many. What an
/// entry says stands in the record, most of it once; the entry has a link three times, and escapes
/// and folds make twice as much of a text at worst. The definition's part is said of the series.
#[must_use]
pub fn most_feed_bytes(
    [definition, record]: [usize; 2],
    sessions: usize,
    public_address: usize,
) -> usize {
    const HEAD: usize = 4096;
    // A VTIMEZONE, and what is the same in every entry.
    const OF_EACH: usize = 2048;
    HEAD + 12 * record + 8 * definition + sessions * (OF_EACH + 8 * public_address)
}

fn check_size((bytes, sessions): (usize, usize)) -> Option<Finding> {
    let split = "split it into several series, or shorten the descriptions";
    if bytes > FEED_MAX_BYTES {
        let headline = format!("the feed has {bytes} bytes; Google reads {FEED_MAX_BYTES} at most");
        return Some(Finding::new(&codes::FEED_TOO_LARGE, headline).help(split));
    }
    if bytes > FEED_WARNING_BYTES || sessions > FEED_WARNING_SESSIONS {
        let headline = format!(
            "the feed has {bytes} bytes and {sessions} sessions; above \
             {FEED_WARNING_BYTES} bytes or {FEED_WARNING_SESSIONS} sessions some calendars fail"
        );
        return Some(Finding::new(&codes::FEED_LARGE, headline).help(split));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_too_large_above_what_google_reads() {
        let size = |bytes, sessions| check_size((bytes, sessions)).map(|found| found.code().id);
        assert_eq!(size(524_288, 500), None);
        assert_eq!(size(524_289, 1), Some("K402"));
        assert_eq!(size(100, 501), Some("K402"));
        assert_eq!(size(1_000_000, 1), Some("K402"));
        assert_eq!(size(1_000_001, 1), Some("K401"));
    }

    #[test]
    fn the_bound_of_a_feed_counts_what_it_is_made_of() {
        // 4,096 and 12 × 100 and 8 × 10 and 2 × (2,048 + 8 × 30)
        assert_eq!(most_feed_bytes([10, 100], 2, 30), 9_952);
    }
}
