//! `kalends health`, as a container asks.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::thread;

use kalends::snapshot::Snapshot;
use kalends::web::{self, Listeners, ServerSettings};

use crate::support::{series_site, spawn_app, spawn_app_on};

fn health(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = Command::new(env!("CARGO_BIN_EXE_kalends"))
        .arg("health")
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_service_that_answers_is_healthy_and_one_with_calendars_ready() {
    let app = spawn_app(series_site());
    let address = app.address.to_string();
    assert_eq!(health(&["--listen", &address]), (Some(0), "/healthz: 200\n".to_owned()));
    assert_eq!(health(&["--listen", &address, "--ready"]), (Some(0), "/readyz: 200\n".to_owned()));
}

#[test]
fn a_service_without_calendars_is_healthy_and_not_ready() {
    let app = spawn_app(Snapshot::empty());
    let address = app.address.to_string();
    assert_eq!(health(&["--listen", &address]).0, Some(0));
    assert_eq!(health(&["--listen", &address, "--ready"]), (Some(1), "/readyz: 503\n".to_owned()));
}

#[test]
fn a_unix_socket_is_asked_too() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kalends.sock");
    let unix = vec![web::listen_unix(&path, web::Backlog::DEFAULT).unwrap()];
    let public = vec![web::listen("127.0.0.1:0").unwrap()];
    let listeners = Listeners { public, unix, ..Listeners::default() };
    let _app = spawn_app_on(listeners, series_site(), ServerSettings::default());
    let place = format!("unix:{}", path.display());
    assert_eq!(health(&["--listen", &format!("{place},127.0.0.1:1")]).0, Some(0));
    let (code, told) = health(&["--listen", &format!("{place}.gone")]);
    assert!(code == Some(2) && told.contains(".gone`: "), "{told}");
}

#[test]
fn what_does_not_answer_in_http_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let other = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 512]).unwrap() > 0);
        // An alert of TLS.
        stream.write_all(b"\x15\x03\x01\x00\x02\x02\x46 and more").unwrap();
    });
    let (code, told) = health(&["--listen", &address]);
    other.join().unwrap();
    assert!(code == Some(2) && told.contains("the answer is not HTTP"), "{told}");
    let (code, told) = health(&["--listen", &address]);
    assert!(code == Some(2) && told.contains("no answer from `127.0.0.1:"), "{told}");
    let (code, told) = health(&["--listen", "systemd"]);
    assert!(code == Some(2) && told.contains("pass one with `--listen`"), "{told}");
}
