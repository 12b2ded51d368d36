//! What the strict check is asked about, and how it says what is wrong.

use crate::rules::Rule;

/// Which calendar is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The feed of a series (rule `feed-names-itself`).
    Feed,
    /// The file of one session (rule `session-file-adds-one-event`).
    Session,
    /// All sessions in one file, to add (rule `session-file-adds-one-event`).
    AllSessions,
}

/// What is wrong with a calendar that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Physical line, from 1.
    pub line: usize,
    /// The calendar rule that it breaks.
    pub rule: Rule,
    /// What is wrong.
    pub what: String,
}

/// A result that is a fault in the line at an offset.
pub(super) fn fault<T>(
    text: &str,
    at: usize,
    rule: Rule,
    what: impl Into<String>,
) -> Result<T, Fault> {
    let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count();
    Err(Fault { line, rule, what: what.into() })
}
