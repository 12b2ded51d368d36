//! Supervision of the running service: reports to the service manager whether every worker answers, and
//! to the log whether reloads happen.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use actix_web::rt;

use super::{OnStage, Stage};
use crate::clock;
use crate::snapshot::{PassState, Shared};

/// Interval of heartbeats and checks.
const TICK: Duration = Duration::from_secs(1);

/// Heartbeats of all workers. A blocked worker misses its beats; an ended one is removed.
#[derive(Debug, Default)]
pub(super) struct Heartbeats(Mutex<Vec<Weak<Heart>>>);

/// Time of a worker's last heartbeat.
#[derive(Debug)]
struct Heart(Mutex<Instant>);

/// The subjects of supervision, and who gets reports.
pub(super) struct Supervisor {
    pub(super) shared: Shared,
    pub(super) heartbeats: Arc<Heartbeats>,
    /// The service manager's watchdog interval; `None`: no watchdog.
    pub(super) watchdog: Option<Duration>,
    pub(super) tell: OnStage,
}

impl Heartbeats {
    /// Starts the heartbeat of the current worker thread.
    pub(super) fn begin(&self, watchdog: Duration) {
        let heart = self.add(clock::instant());
        rt::spawn(async move {
            loop {
                rt::time::sleep(tick(Some(watchdog))).await;
                *heart.0.lock().unwrap_or_else(PoisonError::into_inner) = clock::instant();
            }
        });
    }

    fn add(&self, now: Instant) -> Arc<Heart> {
        let heart = Arc::new(Heart(Mutex::new(now)));
        self.hearts().push(Arc::downgrade(&heart));
        heart
    }

    /// Whether workers exist and all had a heartbeat within `limit`.
    fn all_within(&self, limit: Duration, now: Instant) -> bool {
        let mut hearts = self.hearts();
        hearts.retain(|heart| heart.strong_count() > 0);
        let beats = |heart: Arc<Heart>| {
            let last = *heart.0.lock().unwrap_or_else(PoisonError::into_inner);
            now.saturating_duration_since(last) <= limit
        };
        !hearts.is_empty() && hearts.iter().filter_map(Weak::upgrade).all(beats)
    }

    fn hearts(&self) -> std::sync::MutexGuard<'_, Vec<Weak<Heart>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Supervisor {
    /// Runs until dropped.
    pub(super) async fn run(self) {
        let mut was_late = false;
        loop {
            rt::time::sleep(tick(self.watchdog)).await;
            let now = clock::instant();
            let passes = self.shared.progress().pass_state(now);
            let is_late = passes.is_some_and(|passes| passes.is_late);
            match passes {
                Some(passes) if is_late && !was_late => {
                    log::error!("the files were last read {}", how_long_ago(&passes));
                }
                _ if was_late && !is_late => log::info!("the files are being read again"),
                _ => {}
            }
            was_late = is_late;
            // A late reload does not justify a restart: the served bytes are still valid.
            if let Some(watchdog) = self.watchdog
                && self.heartbeats.all_within(watchdog / 2, now)
            {
                self.tell.call(Stage::Answering);
            }
        }
    }
}

fn how_long_ago(passes: &PassState) -> String {
    let age = passes.age.as_secs();
    match passes.under_way {
        Some(under_way) => {
            let under_way = under_way.as_secs();
            format!("{age} s ago: a reload has been running for {under_way} s")
        }
        None => format!("{age} s ago, and no reload is running"),
    }
}

fn tick(watchdog: Option<Duration>) -> Duration {
    watchdog.map_or(TICK, |watchdog| TICK.min(watchdog / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_answer_while_every_one_of_them_beats() {
        let (heartbeats, start) = (Heartbeats::default(), clock::instant());
        let second = Duration::from_secs(1);
        assert!(!heartbeats.all_within(second, start), "without workers");
        let one = heartbeats.add(start);
        let other = heartbeats.add(start);
        assert!(heartbeats.all_within(second, start + second));
        *one.0.lock().unwrap() = start + 2 * second;
        assert!(!heartbeats.all_within(second, start + 2 * second), "the other is blocked");
        drop(other);
        assert!(heartbeats.all_within(second, start + 2 * second), "the other has ended");
        drop(one);
        assert!(!heartbeats.all_within(second, start + 2 * second));
    }
}
