//! How long the writers of one pass wait for locks that other processes hold.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Time to wait for locks, shared by everything that a pass writes: many locked records together
/// delay the others no longer than one does.
#[derive(Debug)]
pub struct LockWait(Mutex<Duration>);

impl LockWait {
    /// The longest time that is waited in one pass.
    pub const LONGEST: Duration = Duration::from_secs(2);
    /// The longest pause between two attempts.
    pub(super) const LONGEST_PAUSE: Duration = Duration::from_millis(50);

    /// Of [`LockWait::LONGEST`] in all.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Self::LONGEST)
    }

    /// Without waiting: a lock is taken at once or not at all.
    #[must_use]
    pub fn none() -> Self {
        Self::of(Duration::ZERO)
    }

    /// Of another length.
    #[must_use]
    pub fn of(longest: Duration) -> Self {
        Self(Mutex::new(longest))
    }

    /// Waits for `pause`, or for what is left of the time. Returns false, without waiting, where
    /// nothing is left.
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
