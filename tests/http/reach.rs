//! `/{series}/reach`: the reach of a series, requested from the running service.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::thread;

use kalends::publish::{Published, Records, Settings, publish};
use kalends::web::{self, Listeners, ServerSettings};
use serde_json::{Value, json};

use crate::support::{App, Connection, spawn_app_on};

const GOOGLE: &str = "User-Agent: Google-Calendar-Importer\r\n";
const APPLE: &str = "User-Agent: macOS/14.5 (23F79) dataaccessd/1.0\r\n";

/// A series with a session and an older id, published by the pipeline.
pub(crate) fn published() -> Published {
    let home = tempfile::tempdir().unwrap();
    let text = "title = \"Talks\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\n\
                duration = \"1h\"\naliases = [\"old-talks\"]\n[[session]]\nid = \"opening\"\n\
                title = \"Opening\"\nstart = 2027-09-23T14:00:00\n";
    std::fs::write(home.path().join("talks.toml"), text).unwrap();
    let settings = Settings::new(vec![home.path().to_owned()], Records::Write);
    let published = publish(&settings, "2026-06-01T09:00:00.5Z".parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published
}

struct Service {
    app: App,
    metrics: SocketAddr,
}

impl Service {
    fn start(workers: usize) -> Self {
        let metrics = web::listen("127.0.0.1:0").unwrap();
        let address = metrics.local_addr().unwrap();
        let public = vec![web::listen("127.0.0.1:0").unwrap()];
        let workers = NonZeroUsize::new(workers).unwrap();
        let settings = ServerSettings { workers, ..ServerSettings::default() };
        let listeners = Listeners { public, metrics: vec![metrics], ..Listeners::default() };
        let app = spawn_app_on(listeners, published().snapshot().unwrap(), settings);
        Self { app, metrics: address }
    }

    fn client(&self, name: &str) -> Value {
        let document = self.app.get("/talks/reach").json();
        let clients = document["clients"].as_array().unwrap().clone();
        clients.into_iter().find(|client| client["client"] == name).unwrap()
    }

    fn measures(&self, line: &str) -> bool {
        let text = Connection::open(self.metrics).ask("GET", "/metrics", "").text().to_owned();
        text.lines().any(|found| found == line)
    }
}

#[test]
fn nobody_has_been_reached_at_first() {
    let service = Service::start(1);
    let response = service.app.get("/talks/reach");
    assert_eq!(response.header("content-type"), Some("application/json"));
    assert_eq!(response.header("cache-control"), Some("no-cache"));
    assert_eq!(response.header("etag"), None);
    let document = response.json();
    assert_eq!(document["series"], "talks");
    assert_eq!(document["published"], "2026-06-01T09:00:00Z");
    assert_eq!(document["since"], "2026-06-01T09:00:00Z");
    assert_eq!(document["clients"].as_array().unwrap().len(), 9);
    let nothing = json!({
        "client": "google", "newest_revision": null, "last_fetched": null, "is_current": null,
        "requests": 0, "session_requests": 0,
    });
    assert_eq!(service.client("google"), nothing);
}

#[test]
fn who_fetches_the_feed_has_its_revision() {
    let service = Service::start(1);
    let etag = service.app.ask("GET", "/talks.ics", GOOGLE).header("etag").unwrap().to_owned();
    let conditional = format!("{GOOGLE}If-None-Match: {etag}\r\n");
    assert_eq!(service.app.ask("GET", "/talks.ics", &conditional).status, 304);
    let google = service.client("google");
    assert_eq!(google["newest_revision"], "2026-06-01T09:00:00Z");
    assert_eq!(google["is_current"], true);
    assert_eq!(google["requests"], 2);
    let fetched: jiff::Timestamp = google["last_fetched"].as_str().unwrap().parse().unwrap();
    let age = kalends::clock::now().duration_since(fetched).as_secs();
    assert!((0..60).contains(&age), "{age} s");
    assert_eq!(service.client("apple")["requests"], 0);
}

#[test]
fn a_304_alone_says_that_the_client_has_it() {
    let service = Service::start(1);
    let since = format!("{APPLE}If-Modified-Since: Mon, 01 Jun 2026 09:00:00 GMT\r\n");
    assert_eq!(service.app.ask("GET", "/talks.ics", &since).status, 304);
    assert_eq!(service.client("apple")["is_current"], true);
}

#[test]
fn head_and_refusals_reach_nobody() {
    let service = Service::start(1);
    assert_eq!(service.app.ask("HEAD", "/talks.ics", GOOGLE).status, 200);
    let other = format!("{GOOGLE}If-Match: \"x\"\r\n");
    assert_eq!(service.app.ask("GET", "/talks.ics", &other).status, 412);
    assert_eq!(service.app.ask("GET", "/old-talks.ics", GOOGLE).status, 308);
    assert_eq!(service.app.ask("GET", "/talks", GOOGLE).status, 200);
    assert_eq!(service.client("google")["requests"], 0);
    assert_eq!(service.client("google")["is_current"], Value::Null);
}

#[test]
fn a_file_of_a_session_is_only_asked_for() {
    let service = Service::start(1);
    assert_eq!(service.app.ask("GET", "/talks/opening.ics", GOOGLE).status, 200);
    let google = service.client("google");
    assert_eq!((&google["session_requests"], &google["requests"]), (&1.into(), &0.into()));
    assert_eq!(google["newest_revision"], Value::Null);
    assert!(!service.measures("kalends_reach_series{client=\"google\",state=\"current\"} 1"));
}

#[test]
fn an_older_id_leads_to_the_reach_of_the_series() {
    let response = Service::start(1).app.get("/old-talks/reach");
    assert_eq!((response.status, response.header("location")), (308, Some("/talks/reach")));
}

#[test]
fn workers_count_together() {
    let service = Service::start(3);
    let address = service.app.address;
    let clients: Vec<_> = (0..6)
        .map(|_| {
            thread::spawn(move || {
                let mut connection = Connection::open(address);
                for _ in 0..50 {
                    assert_eq!(connection.ask("GET", "/talks.ics", GOOGLE).status, 200);
                }
            })
        })
        .collect();
    clients.into_iter().for_each(|client| client.join().unwrap());
    assert_eq!(service.client("google")["requests"], 300);
}

#[test]
fn measurements_tell_how_many_series_have_reached_whom() {
    let service = Service::start(1);
    service.app.ask("GET", "/talks.ics", GOOGLE);
    assert!(service.measures("kalends_reach_series{client=\"google\",state=\"current\"} 1"));
    assert!(service.measures("kalends_reach_series{client=\"google\",state=\"behind\"} 0"));
    let text = Connection::open(service.metrics).ask("GET", "/metrics", "").text().to_owned();
    assert!(!text.contains("client=\"apple\""), "only who has asked: {text}");
}
