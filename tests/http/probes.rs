//! `/healthz` and `/readyz`, for whoever decides where traffic goes.

use kalends::snapshot::{Failure, Snapshot, SnapshotBuilder};
use serde_json::json;

use crate::support::{series_site, series_site_builder, spawn_app};

fn failure() -> Failure {
    Failure {
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
    assert_eq!(response.text(), r#"{"status":"ready","failures":[],"time_zone_database":"2026f"}"#);
}

#[test]
fn some_failed_is_degraded_and_says_which() {
    let snapshot = series_site_builder().build(&[failure()], "2026f").unwrap();
    let response = spawn_app(snapshot).get("/readyz");
    assert_eq!(response.status, 200);
    assert_eq!(
        response.json(),
        json!({
            "status": "degraded",
            "failures": [{
                "source": "schedules/broken.toml",
                "findings": [{ "code": "K014", "headline": "start is missing" }],
            }],
            "time_zone_database": "2026f",
        })
    );
}

#[test]
fn all_failed_is_not_ready() {
    let snapshot = SnapshotBuilder::new().build(&[failure()], "2026f").unwrap();
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
    let snapshot = SnapshotBuilder::new().build(&[], "2026f").unwrap();
    assert_eq!(spawn_app(snapshot).get("/readyz").json()["status"], "ready");
}
