//! Counters and times of passes over the files, written by the reloader and read for metrics and
//! `/readyz`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The outcome of a pass over the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All changes are served.
    Published,
    /// Something could not be published and is served as before.
    Kept,
    /// Nothing could be read, or served: everything is served as before.
    Failed,
    /// Nothing had changed.
    Unchanged,
    /// A bug ended it: everything is served as before.
    Panicked,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 5] =
        [Self::Published, Self::Kept, Self::Failed, Self::Unchanged, Self::Panicked];

    /// Its name in metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Unchanged => "unchanged",
            Self::Panicked => "panicked",
        }
    }
}

/// The progress of passes.
#[derive(Debug, Default)]
pub struct Progress {
    outcomes: [AtomicU64; Outcome::ALL.len()],
    /// In Unix seconds; 0 if unknown.
    served_since: AtomicU64,
    passes: Mutex<Passes>,
}

/// The times of passes.
#[derive(Debug, Default)]
struct Passes {
    /// The interval of passes that begin by themselves; `None` if there are none.
    poll_interval: Option<Duration>,
    /// When the current pass began.
    began: Option<Instant>,
    ended: Option<(Instant, Outcome)>,
}

/// The passes over the files at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassState {
    /// Time since the last pass ended.
    pub age: Duration,
    /// Its outcome.
    pub outcome: Outcome,
    /// Time since the current pass began, if there is one.
    pub under_way: Option<Duration>,
    /// Whether the next pass should have ended by now.
    pub is_late: bool,
}

/// The number of polling intervals after which a pass is late.
const LATE_AFTER_POLLS: u32 = 3;
/// Additional time for a pass over a large catalogue.
const LATE_AFTER: Duration = Duration::from_secs(10);
/// The interval that counts if nothing is polled.
const UNPOLLED: Duration = Duration::from_secs(30);

impl Progress {
    /// Notes the interval of passes that begin by themselves.
    pub fn expect_every(&self, poll_interval: Option<Duration>) {
        self.passes().poll_interval = poll_interval;
    }

    /// Notes that a pass begins.
    pub fn begin(&self, now: Instant) {
        self.passes().began = Some(now);
    }

    /// Notes that a pass ended, and its outcome.
    pub fn end(&self, outcome: Outcome, now: Instant) {
        if let Some(count) = self.outcomes.get(outcome as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.note_end(outcome, now);
    }

    /// Notes the outcome of the first pass, at the start, which is not counted.
    pub fn start(&self, outcome: Outcome, now: Instant) {
        self.note_end(outcome, now);
    }

    fn note_end(&self, outcome: Outcome, now: Instant) {
        let mut passes = self.passes();
        passes.began = None;
        passes.ended = Some((now, outcome));
    }

    /// The state of passes now; `None` if the files are not read again.
    #[must_use]
    pub fn pass_state(&self, now: Instant) -> Option<PassState> {
        let passes = self.passes();
        let (ended, outcome) = passes.ended?;
        let age = now.saturating_duration_since(ended);
        let under_way = passes.began.map(|began| now.saturating_duration_since(began));
        let interval = passes.poll_interval.unwrap_or(UNPOLLED);
        let limit = interval.saturating_mul(LATE_AFTER_POLLS).saturating_add(LATE_AFTER);
        // Without polling the next pass may begin at any time, but a pass that began must end.
        let waited = if passes.poll_interval.is_some() { Some(age) } else { under_way };
        let is_late = waited.is_some_and(|waited| waited > limit);
        Some(PassState { age, outcome, under_way, is_late })
    }

    fn passes(&self) -> MutexGuard<'_, Passes> {
        self.passes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of passes with this outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(outcome as usize).map_or(0, |count| count.load(Ordering::Relaxed))
    }

    /// Notes when the served snapshot was put in place, in Unix seconds.
    pub fn serves_since(&self, at: u64) {
        self.served_since.store(at, Ordering::Relaxed);
    }

    /// When the served snapshot was put in place, in Unix seconds, if that was noted.
    #[must_use]
    pub fn served_since(&self) -> Option<u64> {
        Some(self.served_since.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }
}

impl PassState {
    /// Whether the served snapshot may be behind the files for a reason without a finding.
    #[must_use]
    pub fn is_degraded(&self) -> bool {
        self.is_late || self.outcome == Outcome::Panicked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_pass_is_late_after_three_polls_and_ten_seconds() {
        let (progress, start) = (Progress::default(), Instant::now());
        assert_eq!(progress.pass_state(start), None, "nobody reads files");
        progress.expect_every(Some(after(30)));
        progress.start(Outcome::Published, start);
        assert_eq!(progress.count(Outcome::Published), 0);
        let state = |seconds| progress.pass_state(start + after(seconds)).unwrap();
        assert!(!state(100).is_late && state(101).is_late);
        assert_eq!((state(7).age, state(7).under_way), (after(7), None));
        progress.begin(start + after(30));
        assert!(!state(100).is_late && state(101).is_late);
        assert_eq!(state(101).under_way, Some(after(71)));
        progress.end(Outcome::Unchanged, start + after(110));
        assert_eq!((state(110).age, state(110).under_way), (after(0), None));
        assert!(!state(110).is_degraded());
        assert_eq!(progress.count(Outcome::Unchanged), 1);
    }

    #[test]
    fn without_polling_only_a_pass_that_began_is_late() {
        let (progress, start) = (Progress::default(), Instant::now());
        progress.start(Outcome::Published, start);
        let state = |seconds| progress.pass_state(start + after(seconds)).unwrap();
        assert!(!state(1_000_000).is_late);
        progress.begin(start + after(1_000_000));
        assert!(!state(1_000_100).is_late && state(1_000_101).is_late);
    }

    #[test]
    fn a_pass_that_panicked_degrades_until_the_next_one_ends() {
        let (progress, start) = (Progress::default(), Instant::now());
        progress.begin(start);
        progress.end(Outcome::Panicked, start);
        assert!(progress.pass_state(start).unwrap().is_degraded());
        progress.begin(start);
        assert!(progress.pass_state(start).unwrap().is_degraded());
        progress.end(Outcome::Published, start);
        assert!(!progress.pass_state(start).unwrap().is_degraded());
    }
}
