//! Which revision of a series' feed each kind of client has fetched, as counters and nothing else.
//!
//! Keeps no address, cookie or id of anybody, and does not know which kinds there are: `web` gives
//! each a number. Counts for this process, from when the series was first served by it; counters go
//! with their series from snapshot to snapshot and are dropped with it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// The counters of one series. Clones are the same ones; counting waits for nobody.
#[derive(Clone, Debug)]
pub struct Reach(Arc<Counters>);

#[derive(Debug)]
struct Counters {
    since_unix: u64,
    /// Made when somebody first asks: most of very many series are asked for by few.
    kinds: OnceLock<Box<[Kind; Reach::KINDS]>>,
}

/// What one kind of clients has fetched. Several workers write it: instants only ever rise and
/// counts are added, so that none takes back what another wrote.
#[derive(Debug, Default)]
struct Kind {
    /// In Unix seconds and one more; 0: none.
    newest_revision: AtomicU64,
    /// In Unix seconds and one more; 0: never.
    last_fetched: AtomicU64,
    requests: AtomicU64,
    session_requests: AtomicU64,
}

/// What one kind of clients has fetched, as read at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// The newest revision of the feed that was sent or found to be there already, in Unix seconds.
    pub newest_revision: Option<u64>,
    /// When the feed was last fetched, in Unix seconds.
    pub last_fetched: Option<u64>,
    /// How often the feed was.
    pub requests: u64,
    /// How often a file of one of its sessions was.
    pub session_requests: u64,
}

impl Reach {
    /// Kinds of clients that are told apart.
    pub const KINDS: usize = 9;

    /// Nobody has asked yet. `since`: from when on they are counted, in Unix seconds.
    #[must_use]
    pub fn new(since: u64) -> Self {
        Self(Arc::new(Counters { since_unix: since, kinds: OnceLock::new() }))
    }

    /// From when on requests are counted, in Unix seconds.
    #[must_use]
    pub fn since(&self) -> u64 {
        self.0.since_unix
    }

    /// Notes that the feed of a revision was fetched at an instant, both in Unix seconds. Kinds
    /// beyond [`Reach::KINDS`] are passed over.
    pub fn fetched_feed(&self, kind: usize, revision: u64, at: u64) {
        if let Some(kind) = self.kinds().get(kind) {
            rise(&kind.newest_revision, revision + 1);
            rise(&kind.last_fetched, at + 1);
            kind.requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Notes that the file of a session was fetched: who has it has not subscribed, and need not
    /// know of the others.
    pub fn fetched_session(&self, kind: usize) {
        if let Some(kind) = self.kinds().get(kind) {
            kind.session_requests.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What a kind of clients has fetched.
    #[must_use]
    pub fn of(&self, kind: usize) -> Fetched {
        let Some(kind) = self.0.kinds.get().and_then(|kinds| kinds.get(kind)) else {
            return Fetched::default();
        };
        let instant = |value: &AtomicU64| value.load(Ordering::Relaxed).checked_sub(1);
        Fetched {
            newest_revision: instant(&kind.newest_revision),
            last_fetched: instant(&kind.last_fetched),
            requests: kind.requests.load(Ordering::Relaxed),
            session_requests: kind.session_requests.load(Ordering::Relaxed),
        }
    }

    fn kinds(&self) -> &[Kind; Self::KINDS] {
        self.0.kinds.get_or_init(Box::default)
    }
}

/// Most requests find the value there already and write nothing.
fn rise(value: &AtomicU64, to: u64) {
    if value.load(Ordering::Relaxed) < to {
        value.fetch_max(to, Ordering::Relaxed);
    }
}

/// The counters of a series beside the revision of its feed that is served now.
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

    /// The revision of the feed that is served, in Unix seconds.
    #[must_use]
    pub fn published(&self) -> u64 {
        self.published_unix
    }

    /// The counters.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Whether a kind of clients has the revision that is served; `None`: it has none.
    #[must_use]
    pub fn is_current(&self, fetched: &Fetched) -> Option<bool> {
        fetched.newest_revision.map(|revision| revision >= self.published_unix)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn a_slower_worker_takes_nothing_back() {
        let reach = Reach::new(7);
        reach.fetched_feed(0, 200, 1_000);
        reach.fetched_feed(0, 100, 999);
        reach.fetched_session(0);
        let fetched = Fetched {
            newest_revision: Some(200),
            last_fetched: Some(1_000),
            requests: 2,
            session_requests: 1,
        };
        assert_eq!((reach.of(0), reach.since()), (fetched, 7));
        assert_eq!(reach.of(1), Fetched::default());
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
