//! The state of publishing for those who watch the service, in the OpenMetrics text format: made
//! with every snapshot, so that answering formats nothing.
//!
//! Counts no requests: `web` does, and puts its figures behind these.

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use sha2::{Digest, Sha256};

use super::{Published, Retired};
use crate::diagnostic::Severity;
use crate::model::Zone;

type Labels = [(&'static str, &'static str); 1];

pub(super) fn text(published: &Published) -> String {
    let mut registry = Registry::with_prefix("kalends");
    let info = |text: &str| Info::new(vec![("version", text.to_owned())]);
    registry.register("build", "This release", info(env!("CARGO_PKG_VERSION")));
    registry.register(
        "time_zone_database",
        "The time zone database that is built in",
        info(Zone::database_version()),
    );
    registry.register(
        "snapshot",
        "What is served: equal where the same series are at the same revisions",
        Info::new(vec![("revision", revision(published))]),
    );
    let retired =
        published.unavailable.iter().filter(|series| series.retired == Retired::Yes).count();
    let series = Family::<Labels, Gauge>::default();
    for (state, count) in [
        ("current", published.counts().0 - published.kept.len()),
        ("kept", published.kept.len()),
        ("unavailable", published.unavailable.len() - retired),
        ("retired", retired),
    ] {
        set(&series.get_or_create(&[("state", state)]), count);
    }
    registry.register(
        "series",
        "Series served as their files say (current), as they last were because the files cannot \
         be published (kept), not at all (unavailable), or gone for good (retired)",
        series,
    );
    let findings = Family::<Labels, Gauge>::default();
    for severity in [Severity::Error, Severity::Warning] {
        let found = published.findings.iter().filter(|finding| finding.severity() == severity);
        set(&findings.get_or_create(&[("severity", severity.as_str())]), found.count());
    }
    registry.register("findings", "Findings about definitions and records", findings);
    let sessions = Gauge::default();
    set(&sessions, published.counts().1);
    registry.register("sessions", "Sessions of the series that are served", sessions);
    let newest = Gauge::<i64>::default();
    let revised = published.series.iter().map(|series| series.revised);
    newest.set(revised.max().map_or(0, |revised| revised.as_second()));
    registry.register(
        "last_published_timestamp_seconds",
        "When a series was last published anew; 0 if there is none",
        newest,
    );
    let mut text = String::new();
    encode(&mut text, &registry).expect("a String takes everything");
    in_order(&text)
}

/// Tells states of what is served apart, so that replicas can be compared.
fn revision(published: &Published) -> String {
    let mut digest = Sha256::new();
    let mut all: Vec<_> = published.series.iter().map(|one| (&one.id, one.revised)).collect();
    all.sort_unstable();
    for (id, revised) in all {
        digest.update(id.as_str());
        // No identifier holds it.
        digest.update([0]);
        digest.update(revised.as_second().to_be_bytes());
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Families give their lines in any order; equal states are equal bytes.
fn in_order(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for family in lines.chunk_by_mut(|a, b| !a.starts_with('#') && !b.starts_with('#')) {
        family.sort_unstable();
    }
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

fn set(gauge: &Gauge, count: usize) {
    gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
}
