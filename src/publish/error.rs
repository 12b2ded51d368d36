//! Reasons why a series cannot be published.

use jiff::{SignedDuration, Timestamp};

use super::removal;
use crate::diagnostic::Finding;
use crate::store::WriteError;

/// Why a series cannot be published.
#[derive(Debug)]
pub(super) enum PublishError {
    /// Its definition, its record or its calendar has errors.
    Findings(Vec<Finding>),
    /// Sessions would be cancelled, and the file may not be complete yet.
    Settling {
        /// How many sessions.
        cancelled: usize,
        /// When they may be cancelled.
        until: Timestamp,
    },
    /// The clock cannot be right.
    Clock(Finding),
    /// Its record cannot be written.
    Write(WriteError),
}

/// A condition that a series waits for, other than an edit of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// Its file to settle, at this instant.
    Settling(Timestamp),
    /// A correct clock.
    Clock,
    /// Space on the disk, or permission to write.
    Storage,
    /// Another process, which has locked the record.
    Lock,
    /// Nothing: another process wrote the record first, and it can be read again at once.
    LostRace,
}

impl PublishError {
    /// The condition that the series waits for, if any.
    pub(super) fn wait(&self) -> Option<Wait> {
        Some(match self {
            Self::Findings(_) => return None,
            Self::Settling { until, .. } => Wait::Settling(*until),
            Self::Clock(_) => Wait::Clock,
            Self::Write(WriteError::Refused { .. }) => Wait::Storage,
            Self::Write(WriteError::Locked { .. }) => Wait::Lock,
            Self::Write(WriteError::Overtaken { .. }) => Wait::LostRace,
        })
    }

    /// The findings, without a place. `settle`: how long a file must be unchanged.
    pub(super) fn into_findings(self, settle: SignedDuration) -> Vec<Finding> {
        match self {
            Self::Findings(findings) => findings,
            Self::Settling { cancelled, .. } => vec![removal::settling(cancelled, settle)],
            Self::Clock(finding) => vec![finding],
            Self::Write(error) => vec![error.finding()],
        }
    }
}

impl From<Vec<Finding>> for PublishError {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Findings(findings)
    }
}

impl From<WriteError> for PublishError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
