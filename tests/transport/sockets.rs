//! Unix sockets, the way to the public address, and stopping all of it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::Path;

use crate::support::{Connection, TIMEOUT};
use crate::transport::serving::{Serving, fails, home};

fn feed_at(path: &Path) -> String {
    let mut stream = UnixStream::connect(path).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    stream.write_all(b"GET /talk.ics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_unix_socket_goes_with_the_service_and_one_left_behind_is_replaced() {
    let mut serving = Serving::start(&["--listen", "unix:kalends.sock"]);
    let path = serving.path("kalends.sock");
    assert!(feed_at(&path).contains("BEGIN:VCALENDAR"));
    serving.signal("-KILL");
    serving.ended();
    assert!(path.exists());
    let place = format!("unix:{}", path.display());
    let mut next = Serving::start(&["--listen", &place]);
    assert!(feed_at(&path).contains("BEGIN:VCALENDAR"));
    next.signal("-TERM");
    assert!(next.ended().success());
    assert!(!path.exists());
}

#[test]
fn a_unix_socket_that_somebody_answers_on_is_theirs() {
    let serving = Serving::start(&["--listen", "unix:kalends.sock"]);
    let place = format!("unix:{}", serving.path("kalends.sock").display());
    let output = fails(&home(), &["--listen", &place]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with(&format!("error: cannot listen on `{place}`: ")), "{said}");
    assert!(feed_at(&serving.path("kalends.sock")).contains("BEGIN:VCALENDAR"));
}

#[test]
fn sending_on_needs_an_address_to_send_to() {
    let arguments = ["--listen", "127.0.0.1:0", "--redirect-http", "127.0.0.1:0"];
    let output = fails(&home(), &arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "error: `--redirect-http` needs `--public-url` as its target\n");
}

#[test]
fn everything_ends_on_sigterm() {
    let mut serving = Serving::start(&[
        "--listen",
        "127.0.0.1:0",
        "--redirect-http",
        "127.0.0.1:0",
        "--public-url",
        "https://calendar.example.org",
        "--metrics",
        "127.0.0.1:0",
    ]);
    let metrics = serving.address_after("metrics on http://");
    let redirect = serving.address_after("redirecting http://");
    let public = serving.address_after("serving 1 series, 1 session on http://");
    let status = |address, target| Connection::open(address).ask("GET", target, "").status;
    assert_eq!(status(public, "/talk.ics"), 200);
    assert_eq!(status(metrics, "/metrics"), 200);
    assert_eq!(status(redirect, "/talk.ics"), 308);
    serving.signal("-TERM");
    assert!(serving.ended().success());
    for address in [public, metrics, redirect] {
        assert!(TcpStream::connect(address).is_err());
    }
}

#[test]
fn readiness_ends_for_the_drain_delay_and_a_second_signal_cuts_it_short() {
    let mut serving = Serving::start(&["--listen", "127.0.0.1:0", "--drain-delay", "3600"]);
    let public = serving.address_after("on http://");
    let status = |target| Connection::open(public).ask("GET", target, "").status;
    assert_eq!(status("/readyz"), 200);
    serving.signal("-TERM");
    serving.logged("stopping on SIGTERM");
    let started = std::time::Instant::now();
    while status("/readyz") != 503 {
        assert!(started.elapsed() < TIMEOUT);
    }
    assert_eq!(status("/talk.ics"), 200);
    serving.signal("-TERM");
    assert!(serving.ended().success());
}
