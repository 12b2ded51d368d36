//! Request counters. Each worker has its own, so that counting needs no lock; readers add them up. No
//! client address, path or client name is kept.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::client::Client;

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
const SLOTS: usize = Route::ALL.len() * STATUSES.len() * Client::ALL.len();

/// An answered request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answered {
    pub(super) route: Route,
    pub(super) status: u16,
    pub(super) client: Client,
    /// Length of the sent body, in bytes; 0 for HEAD.
    pub(super) sent: u64,
    /// Its length without encoding and preconditions, in bytes; 0 if nothing could be saved.
    pub(super) full: u64,
}

/// The counters of one worker.
#[derive(Debug)]
pub(super) struct Tally {
    requests: Box<[AtomicU64]>,
    sent: AtomicU64,
    saved_not_modified: AtomicU64,
    saved_coding: AtomicU64,
}

impl Tally {
    fn new() -> Self {
        Self {
            requests: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            sent: AtomicU64::new(0),
            saved_not_modified: AtomicU64::new(0),
            saved_coding: AtomicU64::new(0),
        }
    }

    /// Counts a request. Called only by the worker that owns these counters.
    pub(super) fn note(&self, answered: Answered) {
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

fn slot(route: Route, status: usize, client: Client) -> usize {
    (route as usize * STATUSES.len() + status) * Client::ALL.len() + client as usize
}

/// With a single writer no atomic addition is needed; readers see the old or new value.
fn add(counter: &AtomicU64, count: u64) {
    counter.store(counter.load(Ordering::Relaxed).wrapping_add(count), Ordering::Relaxed);
}

/// The counters of all workers.
#[derive(Debug, Default)]
pub(super) struct Tallies(Mutex<Vec<Arc<Tally>>>);

type Labels = Vec<(&'static str, String)>;

impl Tallies {
    /// Creates counters for a new worker. Those of an ended worker remain in the sums.
    pub(super) fn open(&self) -> Arc<Tally> {
        let tally = Arc::new(Tally::new());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&tally));
        tally
    }

    /// The sums in the OpenMetrics text format, with its end marker. `exchanges`: number of snapshot
    /// exchanges; `refused`: number of refused connections.
    pub(super) fn text(&self, exchanges: u64, refused: u64) -> String {
        let tallies = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let sum = |counter: fn(&Tally) -> &AtomicU64| {
            tallies.iter().map(|tally| counter(tally).load(Ordering::Relaxed)).sum::<u64>()
        };
        let mut registry = Registry::with_prefix("kalends");
        let requests = Family::<Labels, Counter>::default();
        for route in Route::ALL {
            for (number, status) in STATUSES.into_iter().enumerate() {
                for client in Client::ALL {
                    let at = slot(route, number, client);
                    let count = |tally: &Arc<Tally>| tally.requests[at].load(Ordering::Relaxed);
                    let count: u64 = tallies.iter().map(count).sum();
                    if count > 0 {
                        let status = if status == 0 { "other".into() } else { status.to_string() };
                        let labels = vec![
                            ("route", route.as_str().to_owned()),
                            ("status", status),
                            ("client", client.as_str().to_owned()),
                        ];
                        requests.get_or_create(&labels).inc_by(count);
                    }
                }
            }
        }
        registry.register("requests", "Requests answered", requests);
        let single = |count: u64| {
            let counter = Counter::<u64>::default();
            counter.inc_by(count);
            counter
        };
        registry.register("sent_bytes", "Bytes of bodies sent", single(sum(|tally| &tally.sent)));
        let saved = Family::<Labels, Counter>::default();
        for (by, count) in [
            ("not_modified", sum(|tally| &tally.saved_not_modified)),
            ("coding", sum(|tally| &tally.saved_coding)),
        ] {
            saved.get_or_create(&vec![("by", by.to_owned())]).inc_by(count);
        }
        registry.register(
            "saved_bytes",
            "Bytes of bodies that were not sent, because the client had them (not_modified) or \
             because of compression (coding)",
            saved,
        );
        registry.register("snapshots", "Snapshot exchanges", single(exchanges));
        registry.register(
            "refused_connections",
            "Connections refused because their client had reached the limit",
            single(refused),
        );
        let mut text = String::new();
        encode(&mut text, &registry).expect("a String takes everything");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_those_of_all_workers() {
        let tallies = Tallies::default();
        let (one, two) = (tallies.open(), tallies.open());
        let fetched = Answered {
            route: Route::Feed,
            status: 200,
            client: Client::Google,
            sent: 40,
            full: 100,
        };
        one.note(fetched);
        two.note(fetched);
        two.note(Answered { status: 304, sent: 0, ..fetched });
        two.note(Answered { status: 418, sent: 1, full: 0, client: Client::Other, ..fetched });
        let text = tallies.text(3, 2);
        for line in [
            "kalends_requests_total{route=\"feed\",status=\"200\",client=\"google\"} 2",
            "kalends_requests_total{route=\"feed\",status=\"304\",client=\"google\"} 1",
            "kalends_requests_total{route=\"feed\",status=\"other\",client=\"other\"} 1",
            "kalends_sent_bytes_total 81",
            "kalends_saved_bytes_total{by=\"not_modified\"} 100",
            "kalends_saved_bytes_total{by=\"coding\"} 120",
            "kalends_snapshots_total 3",
            "kalends_refused_connections_total 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
        assert_eq!(text.matches("kalends_requests_total{").count(), 3);
    }

    #[test]
    fn every_combination_has_a_slot_of_its_own() {
        let mut slots: Vec<usize> = Route::ALL
            .into_iter()
            .flat_map(|route| (0..STATUSES.len()).map(move |status| (route, status)))
            .flat_map(|(route, status)| Client::ALL.map(|client| slot(route, status, client)))
            .collect();
        slots.sort_unstable();
        assert_eq!(slots, (0..SLOTS).collect::<Vec<_>>());
    }
}
