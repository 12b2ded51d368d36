//! What real clients make of anyone's calendar: raw bytes → findings, each with its line, the rule
//! it breaks and what mends it.
//!
//! Unlike the strict check of `ical`, which refuses all but our own calendars, it takes whatever comes,
//! goes on after a fault where it can, and says what is lost where. It reads no clock and asks no
//! net. Time and memory grow with the input and no faster.

mod alarm;
mod calendar;
mod clients;
pub mod codes;
mod decode;
mod event;
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
pub use clients::{Client, Loss};
use decode::{decode, utf_16};
use notes::Notes;
pub(crate) use notes::shown;
pub use notes::{Cost, Kind};
use reading::with_line_ends;

/// Largest calendar that is read, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// A calendar that was looked at.
#[derive(Debug)]
pub struct Linted {
    /// Its text; bytes that are no UTF-8 are U+FFFD in it.
    pub file: Arc<SourceFile>,
    /// What was found, by place.
    pub findings: Vec<Finding>,
    /// What the errors among them cost whom.
    pub costs: Vec<Cost>,
    /// How many events it has.
    pub events: usize,
    /// What it is.
    pub kind: Kind,
}

/// Looks at the bytes of a calendar. `name`: of the file or address, for findings.
#[must_use]
pub fn lint(name: &str, bytes: &[u8]) -> Linted {
    let mut notes = Notes::default();
    if let Some(text) = utf_16(bytes, &mut notes) {
        // Its lines are not looked at: whatever is wrong with them, clients find no calendar.
        let file = SourceFile::new(name, text);
        let (findings, costs) = notes.finish(&file);
        return Linted { file, findings, costs, events: 0, kind: Kind::Nothing };
    }
    let (text, ends) = with_line_ends(decode(bytes, &mut notes), &mut notes);
    let file = SourceFile::new(name, text);
    let read = reading::read(file.text(), ends, &mut notes);
    let (events, kind) = match &read {
        Some(read) => calendar::check(read, file.text(), bytes.len(), &mut notes),
        None => (0, Kind::Nothing),
    };
    let (findings, costs) = notes.finish(&file);
    Linted { file, findings, costs, events, kind }
}
