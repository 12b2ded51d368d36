//! Gauges that are measured on request, not counted per request: which clients have the current
//! revision, and the state of reloading.
//!
//! Labels are kinds of clients or outcomes, never series, so a hundred thousand series have as many
//! lines as one.

use std::time::Instant;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::client::Client;
use crate::snapshot::{Outcome, Progress, SeriesReach, Snapshot};

type Labels = Vec<(&'static str, &'static str)>;

/// Values for one kind of clients.
#[derive(Clone, Copy, Default)]
struct OfClient {
    current: i64,
    behind: i64,
    last_fetched: u64,
}

/// In the OpenMetrics text format, without its end marker.
pub(super) fn text(snapshot: &Snapshot, progress: &Progress, now: Instant) -> String {
    let mut registry = Registry::with_prefix("kalends");
    reach(&mut registry, snapshot.reaches());
    let reloads = Family::<Labels, Counter>::default();
    for outcome in Outcome::ALL {
        let counter = reloads.get_or_create(&vec![("outcome", outcome.as_str())]);
        counter.inc_by(progress.count(outcome));
    }
    registry.register(
        "reloads",
        "Scans of the files by outcome: all changes are served (published), \
         something could not be published (kept), nothing could be read (failed), nothing had \
         changed (unchanged), a bug ended it (panicked)",
        reloads,
    );
    if let Some(passes) = progress.pass_state(now) {
        let age = Gauge::<i64>::default();
        age.set(i64::try_from(passes.age.as_secs()).unwrap_or(i64::MAX));
        registry.register("last_pass_age_seconds", "Time since the last scan of the files", age);
        let late = Gauge::<i64>::default();
        late.set(i64::from(passes.is_late));
        registry.register(
            "pass_late",
            "1 if the last scan of the files is older than three poll intervals and 10 s",
            late,
        );
    }
    if let Some(since) = progress.served_since() {
        let gauge = Gauge::<i64>::default();
        gauge.set(i64::try_from(since).unwrap_or(i64::MAX));
        registry.register(
            "snapshot_timestamp_seconds",
            "Time when the current snapshot was put in place",
            gauge,
        );
    }
    let mut text = String::new();
    encode(&mut text, &registry).expect("a String takes everything");
    text.trim_end_matches("# EOF\n").to_owned()
}

fn reach<'a>(registry: &mut Registry, all: impl Iterator<Item = &'a SeriesReach>) {
    let mut sums = [OfClient::default(); Client::ALL.len()];
    for series in all {
        for (client, sum) in sums.iter_mut().enumerate() {
            let fetched = series.reach().of(client);
            match series.is_current(&fetched) {
                Some(true) => sum.current += 1,
                Some(false) => sum.behind += 1,
                None => {}
            }
            sum.last_fetched = sum.last_fetched.max(fetched.last_fetched.unwrap_or(0));
        }
    }
    let series = Family::<Labels, Gauge>::default();
    let fetched = Family::<Labels, Gauge>::default();
    for (client, sum) in Client::ALL.into_iter().zip(sums) {
        if sum.last_fetched == 0 {
            continue;
        }
        let name = ("client", client.as_str());
        for (state, count) in [("current", sum.current), ("behind", sum.behind)] {
            series.get_or_create(&vec![name, ("state", state)]).set(count);
        }
        let at = i64::try_from(sum.last_fetched).unwrap_or(i64::MAX);
        fetched.get_or_create(&vec![name]).set(at);
    }
    registry.register(
        "reach_series",
        "Series whose feed a kind of client has fetched since the start: the current revision \
         (current), or only an older one (behind)",
        series,
    );
    registry.register(
        "reach_last_fetched_timestamp_seconds",
        "Time when a kind of client last fetched a feed",
        fetched,
    );
}
