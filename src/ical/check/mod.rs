//! The strict check of a calendar that is to be served: re-reads what was written, as a client would,
//! and refuses what breaks the calendar rules.
//!
//! Shares only the reader and the evaluator of VTIMEZONEs with the rest, and no code with the writer,
//! so that a fault there is not repeated here. Knows only the subset of iCalendar that is written:
//! anything else is a fault.

mod fault;
mod property;
mod reader;
mod value;
mod zone;

use std::borrow::Cow;
use std::collections::HashMap;

pub use fault::{Expected, Fault};
use reader::{Body, KnownEvent, Reader};
pub(super) use zone::read_zone;

use crate::rules::Rule;

/// Proves that `text` is a calendar that may be served.
///
/// # Errors
/// The first fault found.
pub fn check(text: &str, expected: Expected) -> Result<(), Fault> {
    Guard::default().check(text, expected)
}

/// Reads the calendars of one series, one after another. A VEVENT that it has found good before it
/// compares byte by byte instead of taking it apart again: a feed and its sessions' files hold the
/// same ones.
#[derive(Default)]
pub struct Guard<'t> {
    /// By their first lines, which are those of their UIDs.
    known: HashMap<&'t str, KnownEvent<'t>>,
}

impl<'t> Guard<'t> {
    /// Proves that `text` is a calendar that may be served.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&mut self, text: &'t str, expected: Expected) -> Result<(), Fault> {
        let mut reader = Reader::new(text, expected);
        if !text.starts_with("BEGIN:VCALENDAR\r\n") || !text.ends_with("\r\nEND:VCALENDAR\r\n") {
            return reader.fault(Rule::Utf8WithCrlf, "does not begin and end as a calendar");
        }
        while let Some(line) = reader.next_line()? {
            reader.property(&line)?;
            match (&*line.name, &*line.value) {
                ("BEGIN", "VTIMEZONE") => reader.skip_own_zone()?,
                ("BEGIN", "VEVENT") => self.begin_event(&mut reader),
                ("END", "VEVENT") => self.end_event(&reader),
                _ => {}
            }
        }
        reader.finish()
    }

    /// After the BEGIN of a VEVENT: skips what is known of it.
    fn begin_event(&self, reader: &mut Reader<'t>) {
        reader.body = Body { begin: reader.lines.offset(), end: None };
        let known = first_line(reader.lines.rest()).and_then(|first| self.known.get(first));
        if let Some(known) = known
            && reader.holds_for(known)
            && reader.lines.skip(known.body)
        {
            reader.take_over(known);
            // Nothing of it is remembered a second time.
            let end = reader.lines.offset();
            reader.body = Body { begin: end, end: Some((end, known.seen)) };
        }
    }

    /// After the END of a VEVENT without fault.
    fn end_event(&mut self, reader: &Reader<'t>) {
        let Body { begin, end: Some((end, seen)) } = reader.body else { return };
        let body = &reader.text[begin..end];
        // Where it was skipped, nothing is left of it.
        let Some(first) = first_line(body) else { return };
        let rules = match reader.event.zone.map(|number| &reader.zones[number].rules) {
            Some(Cow::Borrowed(rules)) => Some(*rules),
            Some(Cow::Owned(_)) => return,
            None => None,
        };
        self.known.insert(first, KnownEvent { body, seen, event: reader.event.clone(), rules });
    }
}

/// The first physical line with its end.
fn first_line(text: &str) -> Option<&str> {
    let end = memchr::memchr(b'\n', text.as_bytes())?;
    Some(&text[..=end])
}

#[cfg(test)]
mod tests;
