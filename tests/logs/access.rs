//! The access log.

use std::num::NonZeroU64;

use kalends::web::{ACCESS_TARGET, AccessLog, ServerSettings};

use crate::support::{App, CALENDAR, feed, series_site_builder, spawn_app_with};
use crate::{keep_lines, lines};

const GOOGLE: &str = "User-Agent: Google-Calendar-Importer\r\n";
const APPLE: &str = "User-Agent: macOS/14.5 (23F79) dataaccessd/1.0\r\n";

fn logging(access_log: AccessLog, path: &str) -> App {
    keep_lines();
    let mut builder = series_site_builder();
    builder.insert(path, feed(CALENDAR)).unwrap();
    let workers = std::num::NonZeroUsize::MIN;
    let settings = ServerSettings { access_log, workers, ..ServerSettings::default() };
    spawn_app_with(builder.build(&[], "2026a"), settings)
}

/// Tests recognise their lines by unique paths.
fn logged(path: &str) -> Vec<String> {
    let lines = lines();
    let of_access = lines.iter().filter(|line| line.target == ACCESS_TARGET);
    of_access.filter(|line| line.text.contains(path)).map(|line| line.text.clone()).collect()
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
