//! Stopping: readiness first, nobody cut off, and signals.

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroUsize;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use kalends::model::WebUrl;
use kalends::snapshot::{Entry, Resource, Shared, Snapshot, SnapshotBuilder};
use kalends::web::{self, Listeners, Redirecting, ServerSettings};

use crate::support::{
    CALENDAR, Connection, TIMEOUT, modified, series_site, spawn_app, spawn_app_on, spawn_app_with,
};

/// More than the buffers of both sockets hold.
const LARGE: usize = 64 * 1024 * 1024;

/// Tries until something holds, within bounds.
fn eventually(mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < TIMEOUT, "it does not come true");
        std::thread::yield_now();
    }
}

fn one_worker() -> ServerSettings {
    ServerSettings { workers: NonZeroUsize::MIN, ..ServerSettings::default() }
}

fn large_site() -> Snapshot {
    let mut builder = SnapshotBuilder::new();
    let feed = Resource::feed(vec![b'x'; LARGE], modified());
    builder.insert("/large.ics", Entry::Resource(feed)).unwrap();
    builder.build(&[], "2026f")
}

/// Asks for the large feed and reads no more of the answer than its head.
fn begin_large_answer(connection: &mut Connection) {
    connection.send("GET /large.ics HTTP/1.1\r\nHost: h\r\n\r\n");
    let head = connection.receive_head().unwrap();
    assert_eq!(head.header("content-length"), Some(LARGE.to_string().as_str()));
}

fn refuses_connections(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, TIMEOUT).is_err()
}

#[test]
fn an_answer_under_way_is_finished() {
    let app = spawn_app(large_site());
    let mut connection = app.connect();
    begin_large_answer(&mut connection);

    let stopped = app.begin_stop();
    eventually(|| refuses_connections(app.address));
    assert!(stopped.try_recv().is_err());

    assert_eq!(connection.receive_to_end().len(), LARGE);
    stopped.recv_timeout(TIMEOUT).unwrap();
    app.ended().unwrap();
}

#[test]
fn nobody_is_sent_on_any_more_while_answers_are_finished() {
    let [public, redirect] = [(); 2].map(|()| web::listen("127.0.0.1:0").unwrap());
    let address = redirect.local_addr().unwrap();
    let public_url = WebUrl::parse("https://calendar.example.org").unwrap();
    let redirect = Some(Redirecting { listeners: vec![redirect], public_url });
    let listeners = Listeners { public: vec![public], redirect, ..Listeners::default() };
    let app = spawn_app_on(listeners, large_site(), one_worker());
    let mut connection = app.connect();
    begin_large_answer(&mut connection);
    assert_eq!(Connection::open(address).ask("GET", "/", "").status, 308);
    let stopped = app.begin_stop();
    eventually(|| refuses_connections(address));
    assert!(stopped.try_recv().is_err());
    assert_eq!(connection.receive_to_end().len(), LARGE);
    stopped.recv_timeout(TIMEOUT).unwrap();
}

#[test]
fn an_answer_that_takes_longer_than_the_stop_timeout_is_cut_off() {
    let app = spawn_app_with(
        large_site(),
        ServerSettings { stop_timeout: Duration::from_secs(1), ..one_worker() },
    );
    let mut connection = app.connect();
    begin_large_answer(&mut connection);
    app.begin_stop().recv_timeout(TIMEOUT).unwrap();
    app.ended().unwrap();
    assert!(connection.receive_to_end().len() < LARGE);
}

#[test]
fn an_idle_connection_does_not_hold_the_server_up() {
    let app = spawn_app_with(
        series_site(),
        ServerSettings { keep_alive: Duration::from_secs(3600), ..one_worker() },
    );
    let mut connection = app.connect();
    assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR);
    app.begin_stop().recv_timeout(TIMEOUT).unwrap();
    assert!(connection.is_closed());
    app.ended().unwrap();
}

#[test]
fn readiness_ends_before_service_does() {
    let app = spawn_app_with(
        series_site(),
        ServerSettings { drain_delay: Duration::from_secs(3600), ..one_worker() },
    );
    assert_eq!(app.get("/readyz").status, 200);
    let _stopping = app.begin_stop();
    eventually(|| app.get("/readyz").status == 503);
    assert_eq!(app.get("/readyz").json()["status"], "stopping");
    assert_eq!(app.get("/healthz").status, 200);
    assert_eq!(app.get("/ehealth.ics").text(), CALENDAR);
}

#[test]
fn a_server_without_a_socket_is_refused() {
    let shared = Shared::default();
    assert!(web::prepare(Vec::new(), &shared, &one_worker()).is_err());
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = web::listen("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let error = web::listen(&address).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot listen on `{address}`"));
}

#[test]
fn several_addresses_serve_the_same() {
    let listeners = [web::listen("127.0.0.1:0").unwrap(), web::listen("127.0.0.1:0").unwrap()];
    let addresses = listeners.each_ref().map(|listener| listener.local_addr().unwrap());
    let _app = spawn_app_on(Vec::from(listeners), series_site(), one_worker());
    for address in addresses {
        assert_eq!(Connection::open(address).ask("GET", "/ehealth.ics", "").text(), CALENDAR);
    }
}

/// Not a test: what the signal tests run in a process of its own. Says its port on a line.
#[test]
#[ignore = "serves until a signal comes"]
fn serve_until_a_signal_comes() {
    let listener = web::listen("127.0.0.1:0").unwrap();
    println!("\nport={}", listener.local_addr().unwrap().port());
    web::serve(vec![listener], &Shared::new(large_site()), &one_worker(), || ()).unwrap();
    println!("\nserved");
}

/// A process that serves; ended with the test, however that ends.
struct ServingProcess {
    process: Child,
    output: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl ServingProcess {
    fn start() -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args([
                "--ignored",
                "--exact",
                "http::stopping::serve_until_a_signal_comes",
                "--nocapture",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "it says its port");
            if let Some(port) = line.trim().strip_prefix("port=") {
                break port.parse().unwrap();
            }
        };
        Self { process, output, address: ([127, 0, 0, 1], port).into() }
    }
}

impl Drop for ServingProcess {
    fn drop(&mut self) {
        // Fails where the process has ended already, as it should have.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn stops_gracefully_on(signal: &str) {
    let mut serving = ServingProcess::start();
    // Once it answers, it listens to signals too.
    let mut connection = Connection::open(serving.address);
    begin_large_answer(&mut connection);
    let id = serving.process.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    eventually(|| refuses_connections(serving.address));
    assert_eq!(connection.receive_to_end().len(), LARGE);
    let mut status = None;
    eventually(|| {
        status = serving.process.try_wait().unwrap();
        status.is_some()
    });
    assert!(status.unwrap().success());
    let mut rest = String::new();
    serving.output.read_to_string(&mut rest).unwrap();
    assert!(rest.lines().any(|line| line == "served"));
}

#[test]
fn sigterm_stops_gracefully() {
    stops_gracefully_on("-TERM");
}

#[test]
fn sigint_stops_gracefully() {
    stops_gracefully_on("-INT");
}
