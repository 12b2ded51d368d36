//! What those who run the service see of the requests: counters on a listener of their own, and
//! the access log.

use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

use kalends::snapshot::{Entry, Outcome, Resource, Snapshot};
use kalends::web::{self, ACCESS_TARGET, AccessLog, Listeners, ServerSettings};
use log::{LevelFilter, Log, Metadata, Record};

use crate::support::{
    App, CALENDAR, Connection, feed, series_site, series_site_builder, spawn_app_on, spawn_app_with,
};

const GOOGLE: &str = "User-Agent: Google-Calendar-Importer\r\n";
const APPLE: &str = "User-Agent: macOS/14.5 (23F79) dataaccessd/1.0\r\n";

struct Measured {
    app: App,
    metrics: std::net::SocketAddr,
}

impl Measured {
    fn start() -> Self {
        let mut builder = series_site_builder();
        let state = "# TYPE kalends_series gauge\nkalends_series{state=\"current\"} 1\n# EOF\n";
        builder.insert("/metrics", Entry::Resource(Resource::metrics(state))).unwrap();
        let long = Entry::Resource(Resource::text("BEGIN:VEVENT\r\n".repeat(500)));
        builder.insert("/long.txt", long).unwrap();
        Self::start_with(builder.build(&[], "2026a").unwrap())
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
    let measured = Measured::start_with(crate::reach::published().snapshot().unwrap());
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
fn reloads_and_the_snapshot_they_put_in_place_are_measured() {
    let published = crate::reach::published();
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
    let other = Measured::start_with(crate::reach::published().snapshot().unwrap());
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

/// Lines of the access log; tests tell theirs by paths that no other asks for.
static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Kept;

impl Log for Kept {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == ACCESS_TARGET
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            LINES.lock().unwrap_or_else(PoisonError::into_inner).push(record.args().to_string());
        }
    }

    fn flush(&self) {}
}

fn logging(access_log: AccessLog, path: &str) -> App {
    static START: Once = Once::new();
    START.call_once(|| {
        log::set_logger(&Kept).unwrap();
        log::set_max_level(LevelFilter::Info);
    });
    let mut builder = series_site_builder();
    builder.insert(path, feed(CALENDAR)).unwrap();
    let workers = std::num::NonZeroUsize::MIN;
    let settings = ServerSettings { access_log, workers, ..ServerSettings::default() };
    spawn_app_with(builder.build(&[], "2026a").unwrap(), settings)
}

fn logged(path: &str) -> Vec<String> {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    lines.iter().filter(|line| line.contains(path)).cloned().collect()
}

const EVERY: NonZeroU64 = NonZeroU64::MIN;

#[test]
fn the_access_log_as_json_tells_what_was_asked_and_answered() {
    let app = logging(AccessLog::Json(EVERY), "/logged-json.ics");
    app.ask("GET", "/logged-json.ics?utm_source=a@example.org", GOOGLE);
    app.ask("HEAD", "/logged-json.ics", "If-None-Match: \"x\"\r\n");
    let problem = app.get("/logged-json/nothing").json();
    let lines: Vec<serde_json::Value> =
        logged("/logged-json").iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    let first = &lines[0];
    assert_eq!(first["method"], "GET");
    assert_eq!(first["path"], "/logged-json.ics", "the query is not kept");
    assert_eq!(first["status"], 200);
    assert_eq!(first["bytes"], CALENDAR.len());
    assert_eq!(first["client"], "google");
    assert_eq!(first["conditional"], false);
    assert!(first["duration_us"].is_u64());
    first["time"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert_eq!((&lines[1]["method"], &lines[1]["bytes"]), (&"HEAD".into(), &0.into()));
    assert_eq!(lines[1]["conditional"], true);
    assert_eq!(lines[2]["status"], 404);
    assert_eq!(lines[2]["request_id"], problem["request_id"], "the client can name it");
    assert_ne!(lines[0]["request_id"], lines[1]["request_id"]);
}

#[test]
fn the_access_log_as_text_has_one_line_a_request() {
    let app = logging(AccessLog::Text(EVERY), "/logged-text.ics");
    app.ask("GET", "/logged-text.ics", APPLE);
    let lines = logged("/logged-text.ics");
    let [line] = &lines[..] else { panic!("{lines:?}") };
    let length = CALENDAR.len();
    assert!(line.starts_with(&format!("GET /logged-text.ics 200 {length} B ")), "{line}");
    assert!(line.contains(" µs apple plain "), "{line}");
}

#[test]
fn the_access_log_may_be_sampled_or_off() {
    let three = NonZeroU64::new(3).unwrap();
    let app = logging(AccessLog::Text(three), "/logged-third.ics");
    let silent = logging(AccessLog::Off, "/logged-never.ics");
    for _ in 0..7 {
        app.get("/logged-third.ics");
        silent.get("/logged-never.ics");
    }
    assert_eq!(logged("/logged-third.ics").len(), 3);
    assert_eq!(logged("/logged-never.ics").len(), 0);
}
