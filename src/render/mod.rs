//! Renders a series and its record as iCalendar.
//!
//! Pure: no clock, no files, no settings except the public address. Content lines are written by
//! [`ical`](crate::ical) and not by the `icalendar` crate, which cannot follow the calendar rules. The
//! strict check of [`ical`](crate::ical) reads them before they are served; [`second_reading()`] has that
//! crate read them.

mod calendar;
pub mod codes;
mod event;
mod part;
mod second_reading;
mod text;
mod umbrella;

pub(crate) use calendar::PRODUCER;
pub use calendar::{Calendars, Draft, calendars, session_page};
pub use second_reading::second_reading;
pub use text::{description, location};
pub use umbrella::FeedEvent;

use crate::diagnostic::{Finding, has_errors};
use crate::ical::CalendarFault;

/// Rule `feed-fits-google`: feed size from which Google has problems, in bytes.
pub const FEED_WARNING_BYTES: usize = 512 * 1024;
/// Rule `feed-fits-google`: feed size from which Google stops reading, in bytes.
pub const FEED_MAX_BYTES: usize = 1_000_000;
/// Rule `feed-fits-google`: the same limit in sessions.
pub const FEED_WARNING_SESSIONS: usize = 500;

/// Proves that a series' calendars may be served: [`ical::check`](crate::ical::check) on everything
/// written, and the limits of rule `feed-fits-google`. Returns no calendars if a finding is an error.
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

fn broken(CalendarFault { rule, what, line }: &CalendarFault) -> Finding {
    let headline = format!("the calendar breaks rule `{}`: {what} (line {line})", rule.name());
    let help =
        "this is a bug in kalends, not in the definition: please report it with the definition";
    Finding::new(&codes::GUARD, headline).help(help)
}

/// An upper bound of a feed's size that costs nothing to compute, from the bytes of definition and
/// record, the number of sessions and the length of the public address. An entry's texts are in the
/// record, most of them once. The entry repeats links three times, and escapes and folds at most
/// double a text. The definition counts for texts of the series.
#[must_use]
pub fn most_feed_bytes(
    [definition, record]: [usize; 2],
    sessions: usize,
    public_address: usize,
) -> usize {
    const HEAD: usize = 4096;
    // A VTIMEZONE, and the constant parts of every entry.
    const OF_EACH: usize = 2048;
    HEAD + 12 * record + 8 * definition + sessions * (OF_EACH + 8 * public_address)
}

fn check_size((bytes, sessions): (usize, usize)) -> Option<Finding> {
    let split = "split it into several series, or shorten the descriptions";
    if bytes > FEED_MAX_BYTES {
        let headline = format!("the feed has {bytes} bytes; Google reads at most {FEED_MAX_BYTES}");
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
