//! Supervision of the running service: whether every worker answers, which the service manager is
//! told, and whether passes over the files go on, which the log is told.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use actix_web::rt;

use super::{OnStage, Stage};
use crate::clock;
use crate::snapshot::{PassState, Shared};

/// How often workers beat and the service is looked at.
const TICK: Duration = Duration::from_secs(1);

/// The heartbeats of all workers. A worker that is blocked misses its beats; one that has ended is
/// forgotten.
#[derive(Debug, Default)]
pub(super) struct Heartbeats(Mutex<Vec<Weak<Heart>>>);

/// When a worker last beat.
#[derive(Debug)]
struct Heart(Mutex<Instant>);

/// What is supervised, and who is told.
pub(super) struct Supervisor {
    pub(super) shared: Shared,
    pub(super) heartbeats: Arc<Heartbeats>,
    /// The longest time without a sign that the service manager allows; `None`: it asks for none.
    pub(super) watchdog: Option<Duration>,
    pub(super) tell: OnStage,
}

impl Heartbeats {
    /// Begins the heartbeat of the worker whose thread this is.
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

    /// Whether there are workers and all of them beat within `limit`.
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
    /// Goes on until it is dropped.
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
                _ if was_late && !is_late => log::info!("the files are read again"),
                _ => {}
            }
            was_late = is_late;
            // Late passes are no reason to be killed: what is served is as good as before.
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
            format!("{age} s ago: a pass is under way for {under_way} s")
        }
        None => format!("{age} s ago, and no pass is under way"),
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
        assert!(!heartbeats.all_within(second, start), "there is no worker");
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
