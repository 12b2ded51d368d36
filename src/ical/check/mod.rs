//! The strict check of a calendar before it is served: parses it again as a client would, and
//! rejects violations of the calendar rules.
//!
//! Shares only the reader and the evaluator of VTIMEZONEs with other code, and nothing with the
//! writer, so that a fault there is not repeated here. Accepts only the subset of iCalendar that
//! kalends writes.

mod fault;
mod property;
mod reader;
mod value;
mod zone;

pub use fault::{CalendarFault, Expected};
use reader::CheckReader;
pub use reader::EventSpan;
pub(super) use zone::read_zone;

use crate::rules::Rule;

/// Proves that `text` is a calendar that may be served. Returns its VEVENTs in order.
///
/// # Errors
/// The first fault found.
pub fn check(text: &str, expected: Expected) -> Result<Vec<EventSpan>, CalendarFault> {
    let mut reader = CheckReader::new(text, expected);
    if !text.starts_with("BEGIN:VCALENDAR\r\n") || !text.ends_with("\r\nEND:VCALENDAR\r\n") {
        return reader.fault(Rule::Utf8WithCrlf, "does not begin and end as a calendar");
    }
    while let Some(line) = reader.next_line()? {
        reader.property(&line)?;
        if (&*line.name, &*line.value) == ("BEGIN", "VTIMEZONE") {
            reader.skip_own_zone()?;
        }
    }
    reader.finish()
}

/// Proves that `text` may be inserted before the END of a VEVENT in a session file: one VALARM, or
/// nothing.
///
/// # Errors
/// The first fault found.
/// The first fault found.
pub fn check_alarm(text: &str) -> Result<(), CalendarFault> {
    let mut reader = CheckReader::within_event(text);
    while let Some(line) = reader.next_line()? {
        reader.property(&line)?;
    }
    reader.finish_alarm()
}

#[cfg(test)]
mod tests;
