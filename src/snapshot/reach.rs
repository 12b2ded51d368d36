//! Counters: the revision of a series' feed that each kind of client has fetched.
//!
//! Stores no address, cookie or id of any client. `web` numbers the kinds of clients. Counting begins
//! when this process first serves the series; counters stay with their series from snapshot to snapshot.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// The counters of one series. Clones share them; counting never waits.
#[derive(Clone, Debug)]
pub struct Reach(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    since_unix: u64,
    /// Created by the first request: on large sites, most series get few requests.
    kinds: OnceLock<Box<[KindCounters; Reach::KINDS]>>,
}

/// The counters of one kind of clients. Several workers write them: instants only rise and counts are
/// added, so that no worker undoes another's update.
#[derive(Debug, Default)]
struct KindCounters {
    /// In Unix seconds plus one; 0 for none.
    newest_revision: AtomicU64,
    /// In Unix seconds plus one; 0 for never.
    last_fetched: AtomicU64,
    requests: AtomicU64,
    session_requests: AtomicU64,
}

/// The counters of one kind of clients at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FetchCounts {
    /// The newest revision of the feed that was sent or confirmed as unchanged, in Unix seconds.
    pub newest_revision: Option<u64>,
    /// When the feed was last fetched, in Unix seconds.
    pub last_fetched: Option<u64>,
    /// How often the feed was fetched.
    pub requests: u64,
    /// How often a session file was fetched.
    pub session_requests: u64,
}

impl Reach {
    /// The number of kinds of clients.
    pub const KINDS: usize = 9;

    /// New counters. `since`: the start of counting, in Unix seconds.
    #[must_use]
    pub fn new(since: u64) -> Self {
        Self(Arc::new(Counters { since_unix: since, kinds: OnceLock::new() }))
    }

    /// The start of counting, in Unix seconds.
    #[must_use]
    pub fn since(&self) -> u64 {
        self.0.since_unix
    }

    /// Counts a request for the feed: its revision and the instant, both in Unix seconds. Ignores kinds
    /// beyond [`Reach::KINDS`].
    pub fn fetched_feed(&self, kind: usize, revision: u64, at: u64) {
        if let Some(kind) = self.kinds().get(kind) {
            rise(&kind.newest_revision, revision + 1);
            rise(&kind.last_fetched, at + 1);
            kind.requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Counts a request for a session file, which is not a subscription.
    pub fn fetched_session(&self, kind: usize) {
        if let Some(kind) = self.kinds().get(kind) {
            kind.session_requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The counters of a kind of clients.
    #[must_use]
    pub fn of(&self, kind: usize) -> FetchCounts {
        let Some(kind) = self.0.kinds.get().and_then(|kinds| kinds.get(kind)) else {
            return FetchCounts::default();
        };
        let instant = |value: &AtomicU64| value.load(Ordering::Relaxed).checked_sub(1);
        FetchCounts {
            newest_revision: instant(&kind.newest_revision),
            last_fetched: instant(&kind.last_fetched),
            requests: kind.requests.load(Ordering::Relaxed),
            session_requests: kind.session_requests.load(Ordering::Relaxed),
        }
    }

    fn kinds(&self) -> &[KindCounters; Self::KINDS] {
        self.0.kinds.get_or_init(Box::default)
    }
}

/// Most requests find the value already set and write nothing.
fn rise(value: &AtomicU64, to: u64) {
    if value.load(Ordering::Relaxed) < to {
        value.fetch_max(to, Ordering::Relaxed);
    }
}

/// The counters of a series and the current revision of its feed.
#[derive(Clone, Debug)]
pub struct SeriesReach {
    series: Arc<str>,
    published_unix: u64,
    reach: Reach,
}

impl SeriesReach {
    /// `published`: the revision of the feed, in Unix seconds.
    #[must_use]
    pub fn new(series: &str, published: u64, reach: &Reach) -> Self {
        Self { series: series.into(), published_unix: published, reach: reach.clone() }
    }

    /// The identifier of the series.
    #[must_use]
    pub fn series(&self) -> &str {
        &self.series
    }

    pub(super) fn id(&self) -> &Arc<str> {
        &self.series
    }

    /// The current revision of the feed, in Unix seconds.
    #[must_use]
    pub fn published(&self) -> u64 {
        self.published_unix
    }

    /// The counters.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Whether a kind of clients has the current revision; `None` if it has no revision.
    #[must_use]
    pub fn is_current(&self, fetched: &FetchCounts) -> Option<bool> {
        fetched.newest_revision.map(|revision| revision >= self.published_unix)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn a_slower_worker_undoes_nothing() {
        let reach = Reach::new(7);
        reach.fetched_feed(0, 200, 1_000);
        reach.fetched_feed(0, 100, 999);
        reach.fetched_session(0);
        let fetched = FetchCounts {
            newest_revision: Some(200),
            last_fetched: Some(1_000),
            requests: 2,
            session_requests: 1,
        };
        assert_eq!((reach.of(0), reach.since()), (fetched, 7));
        assert_eq!(reach.of(1), FetchCounts::default());
    }

    #[test]
    fn workers_that_write_at_once_lose_nothing() {
        const EACH: u64 = 200_000;
        let (reach, start) = (Reach::new(0), Barrier::new(4));
        let work = |number| {
            start.wait();
            for count in 0..EACH {
                let revision = count * 4 + number;
                reach.fetched_feed(2, revision, count);
                assert!(reach.of(2).newest_revision >= Some(revision), "it was taken back");
            }
        };
        thread::scope(|scope| (0..4).for_each(|number| drop(scope.spawn(move || work(number)))));
        let fetched = reach.of(2);
        assert_eq!(fetched.requests, EACH * 4);
        assert_eq!(fetched.newest_revision, Some(EACH * 4 - 1));
        assert_eq!(fetched.last_fetched, Some(EACH - 1));
    }

    #[test]
    fn the_first_second_of_all_is_a_revision_too() {
        let reach = Reach::new(0);
        reach.fetched_feed(0, 0, 0);
        assert_eq!(reach.of(0).newest_revision, Some(0));
        assert_eq!(SeriesReach::new("talks", 0, &reach).is_current(&reach.of(0)), Some(true));
        assert_eq!(SeriesReach::new("talks", 1, &reach).is_current(&reach.of(0)), Some(false));
        assert_eq!(SeriesReach::new("talks", 1, &reach).is_current(&reach.of(1)), None);
    }
}
