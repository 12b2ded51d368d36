//! Nobody holds a connection for ever, and nobody holds them all.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::time::{Duration, Instant};

use kalends::snapshot::{Entry, Resource, Snapshot, SnapshotBuilder};
use kalends::web::{self, Listeners, Proxies, ServerSettings};

use crate::support::{
    CALENDAR, Connection, TIMEOUT, modified, series_site, spawn_app, spawn_app_on, spawn_app_with,
};

/// More than the buffers of both sockets hold.
const LARGE: usize = 64 * 1024 * 1024;

/// A second for everything, since actix-http's own clock ticks each half: a connection is cut off
/// after three of them.
fn impatient() -> ServerSettings {
    let moment = Duration::from_secs(1);
    ServerSettings {
        workers: NonZeroUsize::MIN,
        keep_alive: moment,
        request_timeout: moment,
        write_timeout: moment,
        ..ServerSettings::default()
    }
}

fn large_site() -> Snapshot {
    let mut builder = SnapshotBuilder::new();
    let feed = Resource::feed(vec![b'x'; LARGE], modified());
    builder.insert("/large.ics", Entry::Resource(feed)).unwrap();
    builder.build(&[], "2026f")
}

#[test]
fn an_address_that_is_too_long_is_told_so() {
    let response = spawn_app(series_site()).get(&format!("/{}", "a".repeat(8_000)));
    assert_eq!(response.status, 414);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    assert_eq!(response.json()["title"], "URI Too Long");
}

#[test]
fn a_first_request_that_does_not_end_is_cut_off() {
    let app = spawn_app_with(series_site(), impatient());
    let mut connection = app.connect();
    connection.send("GET /ehealth.ics HTTP/1.1\r\nHos");
    let answer = connection.receive("GET");
    assert_eq!(answer.map(|answer| answer.status), Some(408));
    assert!(connection.is_closed());
}

#[test]
fn a_later_request_that_does_not_end_is_cut_off_too() {
    let app = spawn_app_with(series_site(), impatient());
    let mut connection = app.connect();
    assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR);
    connection.send("GET /ehealth.ics HTTP/1.1\r\nHos");
    assert!(connection.is_closed());
}

#[test]
fn a_body_that_never_ends_is_cut_off() {
    for headers in ["Transfer-Encoding: chunked\r\n", "Content-Length: 1000000\r\n"] {
        let app = spawn_app_with(series_site(), impatient());
        let mut connection = app.connect();
        let started = Instant::now();
        assert_eq!(connection.ask("GET", "/ehealth.ics", headers).text(), CALENDAR);
        while started.elapsed() < TIMEOUT {
            connection.send("1\r\nx\r\n");
            if connection.error().is_some() || !connection.is_silent_for(Duration::from_millis(20))
            {
                break;
            }
        }
        assert!(connection.is_closed(), "{headers}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_that_takes_nothing_of_an_answer_is_cut_off() {
    let max_connections = NonZeroU32::MIN;
    let max_connections_per_client = NonZeroU32::new(2);
    let settings = ServerSettings { max_connections, max_connections_per_client, ..impatient() };
    let app = spawn_app_with(large_site(), settings);
    let mut connection = app.connect();
    connection.send("GET /large.ics HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(connection.receive_head().unwrap().status, 200);
    // Its place is another's then.
    assert_eq!(app.get("/healthz").status, 200);
    assert!(connection.receive_to_end().len() < LARGE);
}

#[test]
fn a_client_that_takes_its_time_over_an_answer_is_not_cut_off() {
    let app = spawn_app_with(large_site(), impatient());
    let mut connection = app.connect();
    connection.send("GET /large.ics HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(connection.receive_head().unwrap().status, 200);
    // Longer than the limits in all, and never as long at once.
    for _ in 0..12 {
        connection.receive_some(1024 * 1024);
        std::thread::sleep(Duration::from_millis(300));
    }
    assert_eq!(connection.receive_to_end().len(), LARGE - 12 * 1024 * 1024);
}

#[test]
fn a_connection_in_use_outlives_every_limit() {
    let keep_alive = Duration::from_secs(2);
    let app = spawn_app_with(series_site(), ServerSettings { keep_alive, ..impatient() });
    let mut connection = app.connect();
    for _ in 0..12 {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR);
        std::thread::sleep(Duration::from_millis(400));
    }
}

#[test]
fn connections_beyond_the_limit_wait() {
    let max_connections = NonZeroU32::new(2).unwrap();
    let app = spawn_app_with(
        series_site(),
        ServerSettings {
            max_connections,
            max_connections_per_client: Some(max_connections),
            workers: NonZeroUsize::MIN,
            ..ServerSettings::default()
        },
    );
    let mut held = [app.connect(), app.connect()];
    for connection in &mut held {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").status, 200);
    }
    let mut third = app.connect();
    third.send("GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n");
    assert!(third.is_silent_for(Duration::from_millis(300)));
    drop(held);
    assert_eq!(third.receive("GET").unwrap().text(), CALENDAR);
}

/// The value of a counter, from the listener for measurements.
fn refused_connections(metrics: SocketAddr) -> String {
    let response = Connection::open(metrics).ask("GET", "/metrics", "Connection: close\r\n");
    let found = response.text().lines().find_map(|line| {
        line.strip_prefix("kalends_refused_connections_total ").map(ToOwned::to_owned)
    });
    found.unwrap()
}

fn one_client_may_have(count: u32, trusted: &[&str]) -> ServerSettings {
    let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
    ServerSettings {
        max_connections_per_client: NonZeroU32::new(count),
        workers: NonZeroUsize::new(2).unwrap(),
        proxies: Proxies { trusted, ..Proxies::default() },
        ..ServerSettings::default()
    }
}

#[test]
fn one_client_does_not_hold_all_connections() {
    let [public, metrics] = [(); 2].map(|()| web::listen("127.0.0.1:0").unwrap());
    let measured = metrics.local_addr().unwrap();
    let listeners =
        Listeners { public: vec![public], metrics: vec![metrics], ..Listeners::default() };
    let app = spawn_app_on(listeners, series_site(), one_client_may_have(3, &[]));
    let mut held = [app.connect(), app.connect()];
    for connection in &mut held {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").status, 200);
    }
    assert_eq!(refused_connections(measured), "0");
    let mut third = app.connect();
    assert_eq!(third.ask("GET", "/ehealth.ics", "").status, 200);
    assert!(app.connect().is_closed());
    // Another address is another client.
    let mut other = Connection::open_from("127.0.0.2".parse().unwrap(), app.address);
    assert_eq!(other.ask("GET", "/ehealth.ics", "").status, 200);
    drop(third);
    let started = Instant::now();
    // Its place is free as soon as its end is seen.
    while app.connect().ask_if_open("GET", "/ehealth.ics").is_none() {
        assert!(started.elapsed() < TIMEOUT);
    }
    drop(held);
    assert_ne!(refused_connections(measured), "0");
}

#[test]
fn a_trusted_proxy_holds_as_many_connections_as_it_needs() {
    let app = spawn_app_with(series_site(), one_client_may_have(1, &["127.0.0.0/8"]));
    let mut held: Vec<_> = (0..8).map(|_| app.connect()).collect();
    for connection in &mut held {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").status, 200);
    }
}
