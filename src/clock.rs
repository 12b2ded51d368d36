//! The clock, read in one place. Published bytes depend on it only through the record.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// The current time.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// The current time in whole seconds since the Unix epoch; 0 before it.
#[must_use]
pub fn unix_seconds() -> u64 {
    u64::try_from(now().as_second()).unwrap_or(0)
}

/// Maximum delay of [`recent_unix_seconds`].
const LATENESS: Duration = Duration::from_millis(500);

/// [`unix_seconds`], at most half a second late, for callers that ask at every request: reading the
/// clock would cost more than all their other bookkeeping. The first call starts a thread that updates
/// the value until the process ends.
#[must_use]
pub fn recent_unix_seconds() -> u64 {
    static SECONDS: AtomicU64 = AtomicU64::new(0);
    static TICKS: LazyLock<bool> = LazyLock::new(|| {
        let look = || SECONDS.store(unix_seconds(), Ordering::Relaxed);
        look();
        let tick = move || loop {
            thread::sleep(LATENESS);
            look();
        };
        thread::Builder::new().name("clock".to_owned()).spawn(tick).is_ok()
    });
    if *TICKS { SECONDS.load(Ordering::Relaxed) } else { unix_seconds() }
}

/// Returns an instant to measure a duration from.
#[must_use]
pub fn instant() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recent_second_goes_on_with_the_clock() {
        let (first, started) = (recent_unix_seconds(), instant());
        assert!(first.abs_diff(unix_seconds()) < 60);
        while recent_unix_seconds() == first {
            assert!(started.elapsed() < Duration::from_secs(60), "the clock has stopped");
            thread::sleep(Duration::from_millis(10));
        }
    }
}
