//! Input and errors of the strict check.

use crate::rules::Rule;

/// The kind of calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The feed of a series (rule `feed-names-itself`).
    Feed,
    /// The file of one session (rule `session-file-adds-one-event`).
    Session,
    /// All sessions in one file, for import (rule `session-file-adds-one-event`).
    AllSessions,
}

/// A fault in a generated calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFault {
    /// Physical line, from 1.
    pub line: usize,
    /// The broken calendar rule.
    pub rule: Rule,
    /// Description of the fault.
    pub what: String,
}

/// The error for a fault in the line at an offset.
pub(super) fn fault<T>(
    text: &str,
    at: usize,
    rule: Rule,
    what: impl Into<String>,
) -> Result<T, CalendarFault> {
    let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count();
    Err(CalendarFault { line, rule, what: what.into() })
}
