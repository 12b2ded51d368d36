//! How often what is served was looked at anew, with what outcome, and since when it is served:
//! noted by whoever reloads, read by whoever measures.

use std::sync::atomic::{AtomicU64, Ordering};

/// What became of one look at the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All that changed is served.
    Published,
    /// Something could not be published; of that, what was served last stays.
    Kept,
    /// Nothing could be read, or served: everything stays as it was.
    Failed,
    /// Nothing had changed.
    Unchanged,
}

impl Outcome {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Published, Self::Kept, Self::Failed, Self::Unchanged];

    /// As metrics name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What was noted.
#[derive(Debug, Default)]
pub struct Progress {
    outcomes: [AtomicU64; Outcome::ALL.len()],
    /// In Unix seconds; 0: not known.
    served_since: AtomicU64,
}

impl Progress {
    /// Notes what became of a look at the files.
    pub fn note(&self, outcome: Outcome) {
        if let Some(count) = self.outcomes.get(outcome as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How often that became of one.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(outcome as usize).map_or(0, |count| count.load(Ordering::Relaxed))
    }

    /// Notes when what is served was put in place, in Unix seconds.
    pub fn serves_since(&self, at: u64) {
        self.served_since.store(at, Ordering::Relaxed);
    }

    /// When what is served was put in place, in Unix seconds, if that was noted.
    #[must_use]
    pub fn served_since(&self) -> Option<u64> {
        Some(self.served_since.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }
}
