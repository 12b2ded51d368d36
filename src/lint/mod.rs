//! Checks the bytes of any calendar for problems in real clients. Each finding has its line, the rule
//! that is broken, and what to write instead.
//!
//! Unlike the strict check of `ical`, which accepts only calendars that Kalends writes, it continues after
//! a fault where it can, and reports which clients lose an event. It does not read the clock or the
//! network. Time and memory are linear in the input.

mod alarm;
mod calendar;
mod clients;
pub mod codes;
mod decode;
mod event;
mod fix;
mod form;
mod notes;
mod parameters;
mod properties;
mod reading;
mod table;
mod text;
mod time;
mod zones;

use std::sync::Arc;

use crate::diagnostic::{Finding, SourceFile};
pub use clients::{CalendarApp, Loss};
use decode::{decode, utf_16};
pub(crate) use fix::not_a_line;
pub(crate) use form::{meant_duration, meant_time};
use notes::FaultNotes;
pub(crate) use notes::shown;
pub use notes::{CalendarKind, Cost};
use reading::with_line_ends;

/// Maximum size of a calendar, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// The result of checking a calendar.
#[derive(Debug)]
pub struct Linted {
    /// The calendar's text; bytes that are not UTF-8 are replaced by U+FFFD.
    pub file: Arc<SourceFile>,
    /// The findings, ordered by place.
    pub findings: Vec<Finding>,
    /// The losses of each client, for findings that are errors.
    pub costs: Vec<Cost>,
    /// Number of events.
    pub events: usize,
    /// Whether it is a feed or a file of one event.
    pub kind: CalendarKind,
}

/// Checks the bytes of a calendar. `name`: the file or address shown in findings.
#[must_use]
pub fn lint(name: &str, bytes: &[u8]) -> Linted {
    let mut notes = FaultNotes::default();
    if let Some(text) = utf_16(bytes, &mut notes) {
        // Its lines are not checked, because no client finds a calendar in it.
        let file = SourceFile::new(name, text);
        let (findings, costs) = notes.finish(&file);
        return Linted { file, findings, costs, events: 0, kind: CalendarKind::Nothing };
    }
    let (text, ends) = with_line_ends(decode(bytes, &mut notes), &mut notes);
    let file = SourceFile::new(name, text);
    let read = reading::read(file.text(), ends, &mut notes);
    let (events, kind) = match &read {
        Some(read) => calendar::check(read, file.text(), bytes.len(), &mut notes),
        None => (0, CalendarKind::Nothing),
    };
    let (findings, costs) = notes.finish(&file);
    Linted { file, findings, costs, events, kind }
}
