//! Metrics for operators: counters of requests, on a separate listener.

use std::collections::BTreeSet;
use std::time::Duration;

use insta::assert_snapshot as pinned;
use kalends::snapshot::{Entry, Outcome, Resource, SiteStatus, Snapshot};
use kalends::web::{self, Listeners, ServerSettings};

use crate::support::{App, CALENDAR, Connection, series_site, series_site_builder, spawn_app_on};

const GOOGLE: &str = "User-Agent: Google-Calendar-Importer\r\n";
const APPLE: &str = "User-Agent: macOS/14.5 (23F79) dataaccessd/1.0\r\n";

struct Measured {
    app: App,
    metrics: std::net::SocketAddr,
}

impl Measured {
    fn start() -> Self {
        let mut builder = series_site_builder();
        builder.set_status(SiteStatus { current: 1, ..SiteStatus::default() });
        let long = Entry::Resource(Resource::text("BEGIN:VEVENT\r\n".repeat(500)));
        builder.insert("/long.txt", long).unwrap();
        Self::start_with(builder.build(&[], "2026a"))
    }

    fn start_with(snapshot: Snapshot) -> Self {
        let metrics = web::listen("127.0.0.1:0").unwrap();
        let address = metrics.local_addr().unwrap();
        let public = vec![web::listen("127.0.0.1:0").unwrap()];
        let listeners = Listeners { public, metrics: vec![metrics], ..Listeners::default() };
        let app = spawn_app_on(listeners, snapshot, ServerSettings::default());
        Self { app, metrics: address }
    }

    fn text(&self) -> String {
        let response = Connection::open(self.metrics).ask("GET", "/metrics", "");
        assert_eq!(response.status, 200);
        response.text().to_owned()
    }

    fn has(&self, line: &str) -> bool {
        self.text().lines().any(|found| found == line)
    }
}

#[test]
fn requests_are_counted_by_route_status_and_client() {
    let measured = Measured::start();
    let app = &measured.app;
    let first = app.ask("GET", "/ehealth.ics", GOOGLE);
    let again = format!("{GOOGLE}If-None-Match: {}\r\n", first.header("etag").unwrap());
    assert_eq!(app.ask("GET", "/ehealth.ics", &again).status, 304);
    assert_eq!(app.ask("GET", "/ehealth/opening.ics", APPLE).status, 200);
    assert_eq!(app.ask("HEAD", "/ehealth/opening.ics", APPLE).status, 200);
    assert_eq!(app.ask("GET", "/old-name.ics", APPLE).status, 308);
    assert_eq!(app.get("/nothing-here").status, 404);
    assert_eq!(app.ask("POST", "/ehealth.ics", "Content-Length: 0\r\n").status, 405);
    assert_eq!(app.get("/retired.ics").status, 410);
    assert_eq!(app.get("/healthz").status, 200);
    for line in [
        "kalends_requests_total{route=\"feed\",status=\"200\",client=\"google\"} 1",
        "kalends_requests_total{route=\"feed\",status=\"304\",client=\"google\"} 1",
        "kalends_requests_total{route=\"session_file\",status=\"200\",client=\"apple\"} 2",
        "kalends_requests_total{route=\"redirect\",status=\"308\",client=\"apple\"} 1",
        "kalends_requests_total{route=\"nothing\",status=\"404\",client=\"other\"} 1",
        "kalends_requests_total{route=\"nothing\",status=\"405\",client=\"other\"} 1",
        "kalends_requests_total{route=\"nothing\",status=\"410\",client=\"other\"} 1",
        "kalends_requests_total{route=\"machine\",status=\"200\",client=\"other\"} 1",
        "kalends_series{state=\"current\"} 1",
        "kalends_snapshots_total 0",
    ] {
        assert!(measured.has(line), "{line} is not in\n{}", measured.text());
    }
    let saved = format!("kalends_saved_bytes_total{{by=\"not_modified\"}} {}", CALENDAR.len());
    assert!(measured.has(&saved), "{}", measured.text());
    measured.app.shared.store(series_site());
    assert!(measured.has("kalends_snapshots_total 1"));
}

#[test]
fn bytes_saved_by_compression_are_counted() {
    let measured = Measured::start();
    let snapshot = measured.app.shared.load_full();
    let Some(Entry::Resource(long)) = snapshot.get("/long.txt") else { panic!("it is there") };
    long.encode();
    let sent = measured.app.ask("GET", "/long.txt", "Accept-Encoding: gzip\r\n").body.len();
    let saved = long.body().len() - sent;
    assert!(measured.has(&format!("kalends_sent_bytes_total {sent}")));
    assert!(measured.has(&format!("kalends_saved_bytes_total{{by=\"coding\"}} {saved}")));
}

#[test]
fn measurements_have_a_listener_of_their_own_and_it_has_nothing_else() {
    let measured = Measured::start();
    assert_eq!(measured.app.get("/metrics").status, 404);
    assert_eq!(measured.app.get("/%6Detrics").status, 404);
    let ask = |method, path| Connection::open(measured.metrics).ask(method, path, "");
    assert_eq!(ask("GET", "/ehealth.ics").status, 404);
    assert_eq!(ask("POST", "/metrics").status, 405);
    assert_eq!(ask("HEAD", "/metrics").body, b"");
    let response = ask("GET", "/metrics?x=1");
    let openmetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(response.header("content-type"), Some(openmetrics));
    assert_eq!(response.header("cache-control"), Some("no-cache"));
    let text = response.text();
    assert!(text.ends_with("\n# EOF\n") && text.matches("# EOF").count() == 1, "{text}");
}

#[test]
fn the_reference_names_every_metric_and_no_other() {
    const PAGE: &str = include_str!("../../docs/reference/metrics.md");
    let measured = Measured::start_with(crate::http::reach::published().snapshot().unwrap());
    measured.app.shared.progress().serves_since(1);
    measured.app.shared.progress().start(Outcome::Published, kalends::clock::instant());
    measured.app.ask("GET", "/talks.ics", GOOGLE);
    let text = measured.text();
    let families = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let measured: BTreeSet<String> = families
        .filter_map(|line| line.split_once(' '))
        .map(|(name, kind)| match kind {
            "counter" => format!("{name}_total"),
            "info" => format!("{name}_info"),
            _ => name.to_owned(),
        })
        .collect();
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `kalends_"));
    let named: BTreeSet<String> = rows
        .flat_map(|row| format!("kalends_{}", row.split('|').next().unwrap()).leak().split(", `"))
        .map(|name| name.split(['`', '{']).next().unwrap().to_owned())
        .collect();
    assert_eq!(named, measured);
}

#[test]
fn equal_values_are_equal_bytes_in_a_fixed_order() {
    let measured = Measured::start_with(crate::http::reach::published().snapshot().unwrap());
    measured.app.shared.progress().serves_since(1);
    measured.app.ask("GET", "/talks.ics", GOOGLE);
    measured.app.ask("GET", "/talks.ics", APPLE);
    measured.app.get("/nothing-here");
    let is_fixed = |line: &&str| {
        let varies = ["{version=", "_bytes", "_last_fetched_timestamp_seconds{"];
        line.starts_with('#') || !varies.iter().any(|part| line.contains(part))
    };
    let text = measured.text();
    pinned!(text.lines().filter(is_fixed).collect::<Vec<_>>().join("\n"), @r#"
    # HELP kalends_build This release.
    # TYPE kalends_build info
    # HELP kalends_time_zone_database The time zone database that is built in.
    # TYPE kalends_time_zone_database info
    # HELP kalends_snapshot The served revision: equal where the same series are served at the same revisions.
    # TYPE kalends_snapshot info
    kalends_snapshot_info{revision="fdb6b95a8a19d3ad"} 1
    # HELP kalends_series Series served as their files define them (current), as published before because the files cannot be published (kept), not at all (unavailable), or gone for good (retired).
    # TYPE kalends_series gauge
    kalends_series{state="current"} 1
    kalends_series{state="kept"} 0
    kalends_series{state="retired"} 0
    kalends_series{state="unavailable"} 0
    # HELP kalends_findings Findings about definitions and records.
    # TYPE kalends_findings gauge
    kalends_findings{severity="error"} 0
    kalends_findings{severity="warning"} 0
    # HELP kalends_sessions Sessions of the series that are served.
    # TYPE kalends_sessions gauge
    kalends_sessions 1
    # HELP kalends_last_published_timestamp_seconds Time of the latest revision of all series; 0 without series.
    # TYPE kalends_last_published_timestamp_seconds gauge
    kalends_last_published_timestamp_seconds 1780304400
    # HELP kalends_reach_series Series with a feed that a kind of client has fetched since the start: the current revision (current), or only an older one (behind).
    # TYPE kalends_reach_series gauge
    kalends_reach_series{client="google",state="current"} 1
    kalends_reach_series{client="google",state="behind"} 0
    kalends_reach_series{client="apple",state="current"} 1
    kalends_reach_series{client="apple",state="behind"} 0
    # HELP kalends_reach_last_fetched_timestamp_seconds Time when a kind of client last fetched a feed.
    # TYPE kalends_reach_last_fetched_timestamp_seconds gauge
    # HELP kalends_reloads Scans of the files by outcome: all changes are served (published), something could not be published (kept), nothing could be read (failed), nothing had changed (unchanged), a bug ended it (panicked).
    # TYPE kalends_reloads counter
    kalends_reloads_total{outcome="published"} 0
    kalends_reloads_total{outcome="kept"} 0
    kalends_reloads_total{outcome="failed"} 0
    kalends_reloads_total{outcome="unchanged"} 0
    kalends_reloads_total{outcome="panicked"} 0
    # HELP kalends_snapshot_timestamp_seconds Time when the current snapshot was put in place.
    # TYPE kalends_snapshot_timestamp_seconds gauge
    kalends_snapshot_timestamp_seconds 1
    # HELP kalends_requests Requests answered.
    # TYPE kalends_requests counter
    kalends_requests_total{route="feed",status="200",client="google"} 1
    kalends_requests_total{route="feed",status="200",client="apple"} 1
    kalends_requests_total{route="nothing",status="404",client="other"} 1
    # HELP kalends_sent_bytes Bytes of bodies sent.
    # TYPE kalends_sent_bytes counter
    # HELP kalends_saved_bytes Bytes of bodies that were not sent, because the client had them (not_modified) or because of compression (coding).
    # TYPE kalends_saved_bytes counter
    # HELP kalends_snapshots Snapshot exchanges.
    # TYPE kalends_snapshots counter
    kalends_snapshots_total 0
    # HELP kalends_refused_connections Connections refused because their client had reached the limit.
    # TYPE kalends_refused_connections counter
    kalends_refused_connections_total 0
    # EOF
    "#);
    assert!(text.contains(&format!("version=\"{}\"", env!("CARGO_PKG_VERSION"))));
    assert_eq!(measured.text(), text);
}

#[test]
fn reloads_and_the_snapshot_they_put_in_place_are_measured() {
    let published = crate::http::reach::published();
    let measured = Measured::start_with(published.snapshot().unwrap());
    let progress = measured.app.shared.progress();
    let start = kalends::clock::instant();
    progress.expect_every(Some(Duration::from_secs(1)));
    for outcome in [Outcome::Published, Outcome::Kept, Outcome::Published, Outcome::Panicked] {
        progress.end(outcome, start);
    }
    assert!(!measured.text().contains("kalends_snapshot_timestamp_seconds"), "it is not known");
    progress.serves_since(1_811_840_400);
    for line in [
        "kalends_reloads_total{outcome=\"published\"} 2",
        "kalends_reloads_total{outcome=\"kept\"} 1",
        "kalends_reloads_total{outcome=\"failed\"} 0",
        "kalends_reloads_total{outcome=\"unchanged\"} 0",
        "kalends_reloads_total{outcome=\"panicked\"} 1",
        "kalends_pass_late 0",
        "kalends_snapshot_timestamp_seconds 1811840400",
    ] {
        assert!(measured.has(line), "{line} is not in\n{}", measured.text());
    }
    // Replicas that serve the same say the same.
    let revision = |text: &str| {
        let line = text.lines().find(|line| line.starts_with("kalends_snapshot_info{"));
        line.unwrap().to_owned()
    };
    let other = Measured::start_with(crate::http::reach::published().snapshot().unwrap());
    assert_eq!(revision(&measured.text()), revision(&other.text()));
}

#[test]
fn the_listener_for_measurements_stops_with_the_others() {
    let measured = Measured::start();
    measured.text();
    measured.app.begin_stop().recv().unwrap();
    measured.app.ended().unwrap();
    assert!(std::net::TcpStream::connect(measured.metrics).is_err());
}
