//! Metrics in the OpenMetrics text format: one registry, with a collector that reads the state of
//! publishing and the counters of all workers on each scrape.
//!
//! Labels are routes, outcomes and kinds of clients, never series: the size of the document does not
//! depend on the number of series. Families and their lines have a fixed order, so that equal values
//! are equal bytes.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::TypedMetric;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::client::ClientKind;
use super::connection_limits::ConnectionLimits;
use super::request_counters::{RequestTotals, WorkerCounters};
use crate::clock;
use crate::model::Zone;
use crate::snapshot::{Outcome, Progress, SeriesReach, Shared, SiteStatus, Snapshot};

pub(super) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// All metrics of the service.
#[derive(Debug)]
pub(super) struct Metrics(Registry);

impl Metrics {
    pub(super) fn new(
        shared: Shared,
        counters: Arc<WorkerCounters>,
        connections: ConnectionLimits,
    ) -> Self {
        let mut registry = Registry::with_prefix("kalends");
        let version = |text: &str| Info::new([("version", text.to_owned())]);
        registry.register("build", "This release", version(env!("CARGO_PKG_VERSION")));
        registry.register(
            "time_zone_database",
            "The time zone database that is built in",
            version(Zone::database_version()),
        );
        registry.register_collector(Box::new(SiteCollector { shared, counters, connections }));
        Self(registry)
    }

    /// The current values, with the end marker.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.0)
            .expect("a String accepts all text, and no value is out of range");
        text
    }
}

/// Reads everything that changes while the service runs.
#[derive(Debug)]
struct SiteCollector {
    shared: Shared,
    counters: Arc<WorkerCounters>,
    connections: ConnectionLimits,
}

impl Collector for SiteCollector {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut families = Families(encoder);
        let snapshot = self.shared.load();
        if let Some(status) = snapshot.status() {
            families.status(status)?;
        }
        families.reach(&snapshot)?;
        families.progress(self.shared.progress())?;
        families.requests(&self.counters.totals())?;
        families.single("snapshots", "Snapshot exchanges.", &counter(self.shared.exchanges()))?;
        families.single(
            "refused_connections",
            "Connections refused because their client had reached the limit.",
            &counter(self.connections.refused()),
        )
    }
}

/// Values for one kind of clients.
#[derive(Clone, Copy, Default)]
struct ClientReach {
    current: u64,
    behind: u64,
    last_fetched: u64,
}

fn counter(count: u64) -> ConstCounter {
    ConstCounter::new(count)
}

fn gauge(value: impl TryInto<i64>) -> ConstGauge {
    ConstGauge::new(value.try_into().unwrap_or(i64::MAX))
}

/// Writes metric families.
struct Families<'a>(DescriptorEncoder<'a>);

impl Families<'_> {
    /// A family of one metric without labels.
    fn single(&mut self, name: &str, help: &str, metric: &impl EncodeMetric) -> fmt::Result {
        metric.encode(self.0.encode_descriptor(name, help, None, metric.metric_type())?)
    }

    /// A family with labels; without metrics it is left out.
    fn labelled<Labels: EncodeLabelSet, Metric: EncodeMetric + TypedMetric>(
        &mut self,
        name: &str,
        help: &str,
        metrics: impl IntoIterator<Item = (Labels, Metric)>,
    ) -> fmt::Result {
        let mut metrics = metrics.into_iter().peekable();
        if metrics.peek().is_none() {
            return Ok(());
        }
        let mut encoder = self.0.encode_descriptor(name, help, None, Metric::TYPE)?;
        metrics.try_for_each(|(labels, metric)| metric.encode(encoder.encode_family(&labels)?))
    }

    fn status(&mut self, status: &SiteStatus) -> fmt::Result {
        self.single(
            "snapshot",
            "The served revision: equal where the same series are served at the same revisions.",
            &Info::new([("revision", status.revision.clone())]),
        )?;
        let series = [
            ("current", status.current),
            ("kept", status.kept),
            ("retired", status.retired),
            ("unavailable", status.unavailable),
        ];
        self.labelled(
            "series",
            "Series served as their files define them (current), as published before because the files \
             cannot be published (kept), not at all (unavailable), or gone for good (retired).",
            series.map(|(state, count)| ([("state", state)], gauge(count))),
        )?;
        let findings = [("error", status.errors), ("warning", status.warnings)];
        self.labelled(
            "findings",
            "Findings about definitions and records.",
            findings.map(|(severity, count)| ([("severity", severity)], gauge(count))),
        )?;
        self.single(
            "sessions",
            "Sessions of the series that are served.",
            &gauge(status.sessions),
        )?;
        self.single(
            "last_published_timestamp_seconds",
            "Time of the latest revision of all series; 0 without series.",
            &gauge(status.last_published_unix),
        )
    }

    fn reach(&mut self, snapshot: &Snapshot) -> fmt::Result {
        let reach = reach_by_client(snapshot.reaches());
        let reached =
            || ClientKind::ALL.into_iter().zip(&reach).filter(|(_, sum)| sum.last_fetched > 0);
        self.labelled(
            "reach_series",
            "Series with a feed that a kind of client has fetched since the start: the current revision \
             (current), or only an older one (behind).",
            reached().flat_map(|(client, sum)| {
                [("current", sum.current), ("behind", sum.behind)].map(|(state, count)| {
                    ([("client", client.as_str()), ("state", state)], gauge(count))
                })
            }),
        )?;
        self.labelled(
            "reach_last_fetched_timestamp_seconds",
            "Time when a kind of client last fetched a feed.",
            reached().map(|(client, sum)| ([("client", client.as_str())], gauge(sum.last_fetched))),
        )
    }

    fn progress(&mut self, progress: &Progress) -> fmt::Result {
        self.labelled(
            "reloads",
            "Scans of the files by outcome: all changes are served (published), something could not be \
             published (kept), nothing could be read (failed), nothing had changed (unchanged), a bug \
             ended it (panicked).",
            Outcome::ALL.map(|outcome| {
                ([("outcome", outcome.as_str())], counter(progress.count(outcome)))
            }),
        )?;
        if let Some(passes) = progress.pass_state(clock::instant()) {
            self.single(
                "last_pass_age_seconds",
                "Time since the last scan of the files.",
                &gauge(passes.age.as_secs()),
            )?;
            self.single(
                "pass_late",
                "1 if the last scan of the files is older than three poll intervals and 10 s.",
                &gauge(u64::from(passes.is_late)),
            )?;
        }
        if let Some(since) = progress.served_since() {
            self.single(
                "snapshot_timestamp_seconds",
                "Time when the current snapshot was put in place.",
                &gauge(since),
            )?;
        }
        Ok(())
    }

    fn requests(&mut self, totals: &RequestTotals) -> fmt::Result {
        self.labelled(
            "requests",
            "Requests answered.",
            totals.requests.iter().map(|requests| {
                let status = match requests.status {
                    0 => "other".to_owned(),
                    status => status.to_string(),
                };
                let labels = [
                    ("route", requests.route.as_str().to_owned()),
                    ("status", status),
                    ("client", requests.client.as_str().to_owned()),
                ];
                (labels, counter(requests.count))
            }),
        )?;
        self.single("sent_bytes", "Bytes of bodies sent.", &counter(totals.sent))?;
        let saved = [("not_modified", totals.saved_not_modified), ("coding", totals.saved_coding)];
        self.labelled(
            "saved_bytes",
            "Bytes of bodies that were not sent, because the client had them (not_modified) or because \
             of compression (coding).",
            saved.map(|(by, count)| ([("by", by)], counter(count))),
        )
    }
}

fn reach_by_client<'a>(
    all: impl Iterator<Item = &'a SeriesReach>,
) -> [ClientReach; ClientKind::ALL.len()] {
    let mut sums = [ClientReach::default(); ClientKind::ALL.len()];
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
    sums
}
