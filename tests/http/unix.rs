//! The service on a Unix socket.

use std::io::{Read, Write};
use std::num::NonZeroU32;
use std::os::unix::net::UnixStream;
use std::path::Path;

use kalends::web::{self, Backlog, Listeners, RateLimit, ServerSettings};

use crate::support::{App, CALENDAR, TIMEOUT, series_site, spawn_app_on};

/// The service on a socket, and on TCP, as `App` needs it.
fn spawn_on(path: &Path, settings: ServerSettings) -> App {
    let unix = vec![web::listen_unix(path, Backlog::DEFAULT).unwrap()];
    let public = vec![web::listen("127.0.0.1:0").unwrap()];
    spawn_app_on(Listeners { public, unix, ..Listeners::default() }, series_site(), settings)
}

fn ask(path: &Path, headers: &str) -> String {
    let mut stream = UnixStream::connect(path).unwrap();
    stream.set_read_timeout(Some(TIMEOUT)).unwrap();
    let request =
        format!("GET /ehealth.ics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_unix_socket_gives_the_same_and_goes_with_the_service() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kalends.sock");
    let app = spawn_on(&path, ServerSettings::default());
    let answer = ask(&path, "");
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with(CALENDAR), "{answer}");
    app.begin_stop().recv_timeout(TIMEOUT).unwrap();
    app.ended().unwrap();
    assert!(!path.exists());
}

#[test]
fn whoever_comes_by_a_unix_socket_is_believed_whose_request_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kalends.sock");
    let rate_limit = Some(RateLimit { per_second: NonZeroU32::MIN, burst: NonZeroU32::MIN });
    let _app = spawn_on(&path, ServerSettings { rate_limit, ..ServerSettings::default() });
    let status = |headers| ask(&path, headers)[9..12].to_owned();
    assert_eq!(status("X-Forwarded-For: 198.51.100.1\r\n"), "200");
    assert_eq!(status("X-Forwarded-For: 198.51.100.1\r\n"), "429");
    assert_eq!(status("X-Forwarded-For: 198.51.100.2\r\n"), "200");
}
