//! `/healthz` and `/readyz`, for load balancers and supervisors.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use kalends::clock;
use kalends::model::Audience;
use kalends::snapshot::{
    Cache, EditionLoader, LazySlot, Outcome, Reach, SeriesReach, Served, Snapshot, SnapshotBuilder,
    SourceFailure, UnavailableEntry,
};
use kalends::web::{OnStage, ServerSettings, Stage};
use serde_json::json;

use crate::support::{TIMEOUT, series_site, series_site_builder, spawn_app, spawn_app_with};

fn failure() -> SourceFailure {
    SourceFailure {
        source: "schedules/broken.toml".to_owned(),
        findings: json!([{ "code": "K014", "headline": "start is missing" }]),
    }
}

#[test]
fn health_is_ok_whatever_is_loaded() {
    for snapshot in [series_site(), Snapshot::empty()] {
        let response = spawn_app(snapshot).get("/healthz");
        assert_eq!(response.status, 200);
        assert_eq!(response.header("content-type"), Some("application/json"));
        assert_eq!(response.header("cache-control"), Some("no-cache"));
        assert_eq!(response.text(), r#"{"status":"ok"}"#);
    }
}

#[test]
fn all_loaded_is_ready() {
    let response = spawn_app(series_site()).get("/readyz");
    assert_eq!(response.status, 200);
    assert_eq!(response.header("cache-control"), Some("no-cache"));
    assert_eq!(
        response.text(),
        r#"{"status":"ready","last_pass":null,"failures":[],"omitted":0,"time_zone_database":"2026f"}"#
    );
}

#[test]
fn some_failed_is_degraded_and_says_which() {
    let snapshot = series_site_builder().build(&[failure()], "2026f");
    let response = spawn_app(snapshot).get("/readyz");
    assert_eq!(response.status, 200);
    assert_eq!(
        response.json(),
        json!({
            "status": "degraded",
            "last_pass": null,
            "failures": [{
                "source": "schedules/broken.toml",
                "findings": [{ "code": "K014", "headline": "start is missing" }],
            }],
            "omitted": 0,
            "time_zone_database": "2026f",
        })
    );
}

#[test]
fn all_failed_is_not_ready() {
    let snapshot = SnapshotBuilder::new().build(&[failure()], "2026f");
    let response = spawn_app(snapshot).get("/readyz");
    assert_eq!(response.status, 503);
    assert_eq!(response.json()["status"], "unready");
    assert_eq!(response.json()["failures"][0]["source"], "schedules/broken.toml");
}

#[test]
fn nothing_loaded_yet_is_not_ready() {
    let response = spawn_app(Snapshot::empty()).get("/readyz");
    assert_eq!(response.status, 503);
    assert_eq!(response.json()["status"], "unready");
}

#[test]
fn nothing_declared_is_ready() {
    let snapshot = SnapshotBuilder::new().build(&[], "2026f");
    assert_eq!(spawn_app(snapshot).get("/readyz").json()["status"], "ready");
}

#[test]
fn files_that_are_no_longer_read_degrade_and_the_age_is_said() {
    let app = spawn_app(series_site());
    let progress = app.shared.progress();
    let ago = |seconds| clock::instant().checked_sub(Duration::from_secs(seconds)).unwrap();
    progress.expect_every(Some(Duration::from_secs(1)));
    progress.start(Outcome::Published, ago(60));
    progress.begin(ago(59));
    let response = app.get("/readyz");
    assert_eq!(response.status, 200, "what is served is as good as before");
    let document = response.json();
    assert_eq!(document["status"], "degraded");
    let last_pass = &document["last_pass"];
    assert_eq!(last_pass["late"], true);
    assert!(last_pass["age_seconds"].as_u64().unwrap() >= 60);
    assert!(last_pass["next_under_way_seconds"].as_u64().unwrap() >= 59);
    progress.end(Outcome::Unchanged, clock::instant());
    let document = app.get("/readyz").json();
    assert_eq!(document["status"], "ready");
    assert_eq!(document["last_pass"]["outcome"], "unchanged");
}

/// Time of the last watchdog notification that all workers answer.
static ANSWERED: Mutex<Option<Instant>> = Mutex::new(None);

fn answered() -> Option<Instant> {
    *ANSWERED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note(stage: Stage) {
    if stage == Stage::Answering {
        *ANSWERED.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock::instant());
    }
}

fn eventually(what: &str, holds: impl Fn() -> bool) {
    let started = clock::instant();
    while !holds() {
        assert!(started.elapsed() < TIMEOUT, "it does not come true: {what}");
        std::thread::yield_now();
    }
}

#[test]
fn a_watchdog_is_told_while_every_worker_answers_and_passes_do_not_matter() {
    let watchdog = Duration::from_millis(400);
    let (begun, has_begun) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let (begun, may_go_on) = (Mutex::new(begun), Mutex::new(may_go_on));
    let blocks = move || {
        begun.lock().unwrap().send(()).unwrap();
        may_go_on.lock().unwrap().recv_timeout(TIMEOUT).unwrap();
        Err("it was blocked".to_owned())
    };
    let loader = EditionLoader {
        load: Box::new(blocks),
        otherwise: UnavailableEntry::new(NonZeroU32::MIN, "blocked"),
        reach: SeriesReach::new("blocks", 0, &Reach::new(0)),
    };
    let mut builder = series_site_builder();
    let served = Served::OnRequest(Arc::new(LazySlot::new(&Cache::new(8), loader)));
    builder.serve(&served, &Audience::Everyone).unwrap();
    let app = spawn_app_with(
        builder.build(&[], "2026f"),
        ServerSettings {
            workers: NonZeroUsize::MIN,
            watchdog: Some(watchdog),
            tell: OnStage::new(note),
            ..ServerSettings::default()
        },
    );
    let progress = app.shared.progress();
    progress.expect_every(Some(Duration::ZERO));
    let long_ago = clock::instant().checked_sub(Duration::from_secs(60)).unwrap();
    progress.start(Outcome::Published, long_ago);
    progress.begin(long_ago);
    eventually("it is told though a pass is stuck", || answered().is_some());

    let mut connection = app.connect();
    connection.send("GET /blocks.ics HTTP/1.1\r\nHost: h\r\n\r\n");
    has_begun.recv_timeout(TIMEOUT).unwrap();
    eventually("it is told no more", || answered().unwrap().elapsed() > 3 * watchdog);
    let last = answered();
    go_on.send(()).unwrap();
    eventually("it is told again", || answered() > last);
}
