//! What real clients make of anyone's calendar: raw bytes → findings, each with its line, the rule
//! it breaks and what mends it.
//!
//! Unlike the strict check of `ical`, which refuses all but our own calendars, it takes whatever comes,
//! goes on after a fault where it can, and says what is lost where. It reads no clock and asks no
//! net. Time and memory grow with the input and no faster.

mod alarm;
mod calendar;
pub mod codes;
mod decode;
mod event;
mod notes;
mod reading;
mod text;
mod time;
mod zones;

use std::sync::Arc;

use crate::diagnostic::{Finding, SourceFile};
use decode::decode;
pub use notes::Kind;
use notes::Notes;
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
    /// How many events it has.
    pub events: usize,
    /// What it is.
    pub kind: Kind,
}

/// Looks at the bytes of a calendar. `name`: of the file or address, for findings.
#[must_use]
pub fn lint(name: &str, bytes: &[u8]) -> Linted {
    let mut notes = Notes::default();
    let (text, ends) = with_line_ends(decode(bytes, &mut notes), &mut notes);
    let file = SourceFile::new(name, text);
    let read = reading::read(file.text(), ends, &mut notes);
    let (events, kind) = match &read {
        Some(read) => calendar::check(read, file.text(), bytes.len(), &mut notes),
        None => (0, Kind::Nothing),
    };
    let findings = notes.finish(&file);
    Linted { file, findings, events, kind }
}
