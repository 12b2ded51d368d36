//! Request counters. Each worker has its own, so that counting needs no lock; readers add them up. No
//! client address, path or client name is kept.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::client::ClientKind;

/// The kind of address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Feed,
    SessionFile,
    Page,
    /// Documents for programs and probes.
    Machine,
    /// Old addresses, and addresses of other sites.
    Redirect,
    /// Retired, unavailable or unknown addresses.
    Nothing,
}

impl Route {
    const ALL: [Self; 6] =
        [Self::Feed, Self::SessionFile, Self::Page, Self::Machine, Self::Redirect, Self::Nothing];

    /// Its name in metrics.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::SessionFile => "session_file",
            Self::Page => "page",
            Self::Machine => "machine",
            Self::Redirect => "redirect",
            Self::Nothing => "nothing",
        }
    }
}

/// Status codes with their own counters; the last slot is for all others.
const STATUSES: [u16; 14] = [200, 204, 302, 304, 308, 400, 404, 405, 410, 412, 429, 500, 503, 0];
const SLOTS: usize = Route::ALL.len() * STATUSES.len() * ClientKind::ALL.len();

/// An answered request.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnsweredRequest {
    pub(super) route: Route,
    pub(super) status: u16,
    pub(super) client: ClientKind,
    /// Length of the sent body, in bytes; 0 for HEAD.
    pub(super) sent: u64,
    /// Its length without encoding and preconditions, in bytes; 0 if nothing could be saved.
    pub(super) full: u64,
}

/// The counters of one worker.
#[derive(Debug)]
pub(super) struct RequestCounters {
    requests: Box<[AtomicU64]>,
    sent: AtomicU64,
    saved_not_modified: AtomicU64,
    saved_coding: AtomicU64,
}

impl RequestCounters {
    fn new() -> Self {
        Self {
            requests: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            sent: AtomicU64::new(0),
            saved_not_modified: AtomicU64::new(0),
            saved_coding: AtomicU64::new(0),
        }
    }

    /// Counts a request. Called only by the worker that owns these counters.
    pub(super) fn note(&self, answered: AnsweredRequest) {
        let status = STATUSES.iter().position(|known| *known == answered.status);
        let status = status.unwrap_or(STATUSES.len() - 1);
        if let Some(slot) = self.requests.get(slot(answered.route, status, answered.client)) {
            add(slot, 1);
        }
        add(&self.sent, answered.sent);
        let saved = answered.full.saturating_sub(answered.sent);
        add(
            if answered.status == 304 { &self.saved_not_modified } else { &self.saved_coding },
            saved,
        );
    }
}

fn slot(route: Route, status: usize, client: ClientKind) -> usize {
    (route as usize * STATUSES.len() + status) * ClientKind::ALL.len() + client as usize
}

/// With a single writer no atomic addition is needed; readers see the old or new value.
fn add(counter: &AtomicU64, count: u64) {
    counter.store(counter.load(Ordering::Relaxed).wrapping_add(count), Ordering::Relaxed);
}

/// The counters of all workers.
#[derive(Debug, Default)]
pub(super) struct WorkerCounters(Mutex<Vec<Arc<RequestCounters>>>);

/// Sums over all workers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RequestTotals {
    /// Counts over 0, ordered by route, status and client.
    pub(super) requests: Vec<RequestCount>,
    pub(super) sent: u64,
    pub(super) saved_not_modified: u64,
    pub(super) saved_coding: u64,
}

/// The number of requests with the same route, status and kind of client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RequestCount {
    pub(super) route: Route,
    /// The status code; 0 for all that have no counter of their own.
    pub(super) status: u16,
    pub(super) client: ClientKind,
    pub(super) count: u64,
}

impl WorkerCounters {
    /// Creates counters for a new worker. Those of an ended worker remain in the sums.
    pub(super) fn open(&self) -> Arc<RequestCounters> {
        let counters = Arc::new(RequestCounters::new());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&counters));
        counters
    }

    pub(super) fn totals(&self) -> RequestTotals {
        let workers = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let sum = |counter: fn(&RequestCounters) -> &AtomicU64| {
            workers.iter().map(|worker| counter(worker).load(Ordering::Relaxed)).sum()
        };
        let mut requests = Vec::new();
        for route in Route::ALL {
            for (number, status) in STATUSES.into_iter().enumerate() {
                for client in ClientKind::ALL {
                    let slot = slot(route, number, client);
                    let counters = workers.iter().filter_map(|worker| worker.requests.get(slot));
                    let count = counters.map(|counter| counter.load(Ordering::Relaxed)).sum();
                    if count > 0 {
                        requests.push(RequestCount { route, status, client, count });
                    }
                }
            }
        }
        RequestTotals {
            requests,
            sent: sum(|worker| &worker.sent),
            saved_not_modified: sum(|worker| &worker.saved_not_modified),
            saved_coding: sum(|worker| &worker.saved_coding),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_those_of_all_workers() {
        let counters = WorkerCounters::default();
        let (one, two) = (counters.open(), counters.open());
        let fetched = AnsweredRequest {
            route: Route::Feed,
            status: 200,
            client: ClientKind::Google,
            sent: 40,
            full: 100,
        };
        one.note(fetched);
        two.note(fetched);
        two.note(AnsweredRequest { status: 304, sent: 0, ..fetched });
        two.note(AnsweredRequest {
            status: 418,
            sent: 1,
            full: 0,
            client: ClientKind::Other,
            ..fetched
        });
        let count =
            |status, client, count| RequestCount { route: Route::Feed, status, client, count };
        let expected = RequestTotals {
            requests: vec![
                count(200, ClientKind::Google, 2),
                count(304, ClientKind::Google, 1),
                count(0, ClientKind::Other, 1),
            ],
            sent: 81,
            saved_not_modified: 100,
            saved_coding: 120,
        };
        assert_eq!(counters.totals(), expected);
    }

    #[test]
    fn every_combination_has_a_slot_of_its_own() {
        let mut slots: Vec<usize> = Route::ALL
            .into_iter()
            .flat_map(|route| (0..STATUSES.len()).map(move |status| (route, status)))
            .flat_map(|(route, status)| ClientKind::ALL.map(|client| slot(route, status, client)))
            .collect();
        slots.sort_unstable();
        assert_eq!(slots, (0..SLOTS).collect::<Vec<_>>());
    }
}
