//! Time limit for locks held by other processes, shared by one pass.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Waiting time for locks, shared by all writes of a pass: many locked records delay the others no
/// longer than one does.
#[derive(Debug)]
pub struct LockWait(Mutex<Duration>);

impl LockWait {
    /// The longest wait in one pass.
    pub const LONGEST: Duration = Duration::from_secs(2);
    /// The longest pause between two attempts.
    pub(super) const LONGEST_PAUSE: Duration = Duration::from_millis(50);

    /// A wait of [`LockWait::LONGEST`] in total.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Self::LONGEST)
    }

    /// No wait: a lock is taken at once or not at all.
    #[must_use]
    pub fn none() -> Self {
        Self::of(Duration::ZERO)
    }

    /// A wait of another length.
    #[must_use]
    pub fn of(longest: Duration) -> Self {
        Self(Mutex::new(longest))
    }

    /// Waits for `pause`, or for the remaining time if shorter. Returns false at once if no time remains.
    pub(super) fn pause(&self, pause: Duration) -> bool {
        let taken = {
            let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let taken = pause.min(*left);
            *left -= taken;
            taken
        };
        if taken.is_zero() {
            return false;
        }
        thread::sleep(taken);
        true
    }
}

impl Default for LockWait {
    fn default() -> Self {
        Self::new()
    }
}
