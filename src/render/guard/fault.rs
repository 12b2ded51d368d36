//! What the guard is asked about, and how it says what is wrong.

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

/// A result that is a fault.
pub(super) fn fault<T>(line: usize, rule: Rule, what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { line, rule, what: what.into() })
}
