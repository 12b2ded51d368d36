//! Sends any bytes to the production server, which serves the shipped series on a loopback port.
//!
//! An input that starts with `/` is a target and, in the lines after it, header fields: the response
//! must be a known one, HEAD must agree, and a 200 must become a 304 for a client with its bytes. Any
//! other input is sent unchanged: whatever comes back, the next client is served.
#![no_main]
#![allow(dead_code, reason = "the tests' own client and server, of which this uses a part")]

#[path = "../../tests/support/app.rs"]
mod app;
#[path = "../../tests/support/client.rs"]
mod client;

use std::cell::RefCell;
use std::net::SocketAddr;
use std::sync::OnceLock;
use std::{env, fs, mem, process};

use app::{TIMEOUT, spawn_app};
use client::{Connection, Response};
use kalends::model::WebUrl;
use kalends::publish::{Records, Settings, publish};
use libfuzzer_sys::fuzz_target;

/// Allowed statuses of GET and HEAD; 500 is a bug.
const KNOWN: [u16; 11] = [200, 302, 304, 308, 400, 404, 405, 410, 412, 414, 431];
/// Fields that would change the connection, not the response.
const OF_CONNECTIONS: [&str; 7] =
    ["connection", "content-length", "expect", "host", "te", "transfer-encoding", "upgrade"];
const FEED: &str = "/ehealth-security-2020.ics";

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Address of the server, which starts with the first input and ends with the process.
fn address() -> SocketAddr {
    static ADDRESS: OnceLock<SocketAddr> = OnceLock::new();
    *ADDRESS.get_or_init(|| {
        let home = env::temp_dir().join(format!("kalends-fuzz-{}", process::id()));
        fs::create_dir_all(&home).unwrap();
        let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../schedules");
        for file in fs::read_dir(shipped).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), home.join(file.file_name())).unwrap();
        }
        let settings = Settings {
            public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
            ..Settings::new(vec![home.clone()], Records::Pretend)
        };
        let published = publish(&settings, "2026-11-01T00:00:00Z".parse().unwrap()).unwrap();
        fs::remove_dir_all(home).unwrap();
        let snapshot = published.snapshot().unwrap();
        snapshot.encode();
        let app = spawn_app(snapshot);
        let address = app.address;
        mem::forget(app);
        address
    })
}

/// Uses the last request's connection, if it is still open.
fn ask(method: &str, target: &str, fields: &str) -> Option<Response> {
    CONNECTION.with_borrow_mut(|kept| {
        let mut connection = kept.take().unwrap_or_else(|| Connection::open(address()));
        connection.send(format!("{method} {target} HTTP/1.1\r\nHost: h\r\n{fields}\r\n"));
        let response = connection.receive(method)?;
        // When actix-http rejects a request itself, it closes the connection, but announces that only
        // in the response to a connection's first request.
        let is_closing = response.status == 400 && response.body.is_empty();
        if response.header("connection") != Some("close") && !is_closing {
            *kept = Some(connection);
        }
        Some(response)
    })
}

/// The header fields of an input; `None` if they would arrive differently.
fn fields(lines: &str) -> Option<String> {
    let mut fields = String::new();
    for line in lines.lines() {
        let (name, value) = line.split_once(':')?;
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-_!#$%&'*+.^`|~".contains(&byte);
        let is_name = !name.is_empty() && name.bytes().all(is_token);
        let is_text = value.chars().all(|character| !character.is_control());
        if !is_name || !is_text || OF_CONNECTIONS.contains(&&*name.to_ascii_lowercase()) {
            return None;
        }
        fields.push_str(&format!("{name}: {value}\r\n"));
    }
    Some(fields)
}

fn is_answered(target: &str, fields: &str) {
    let Some(get) = ask("GET", target, fields) else { return };
    assert!(KNOWN.contains(&get.status), "{target}: {}", get.status);
    let Some(head) = ask("HEAD", target, fields) else { panic!("{target}: GET but no HEAD") };
    assert_eq!(head.status, get.status, "{target}");
    let of_answer = |response: &Response| {
        let mut headers = response.sorted_headers();
        headers.retain(|(name, _)| name != "connection");
        headers
    };
    assert_eq!(of_answer(&head), of_answer(&get), "{target}");
    if let Some(etag) = get.header("etag").filter(|_| get.status == 200) {
        let fields = format!("{fields}If-None-Match: {etag}\r\n");
        let again = ask("GET", target, &fields).expect("asked a second time");
        assert_eq!((again.status, again.header("etag")), (304, Some(etag)), "{target}");
    }
    if get.status >= 400 {
        let kind = get.header("content-type").unwrap_or_default();
        if kind == "application/problem+json" {
            assert_eq!(get.json()["status"], get.status, "{target}");
        } else {
            // Requests rejected by the HTTP library get no body.
            assert!(kind.starts_with("text/html") || get.body.is_empty(), "{target}: {kind}");
        }
    }
}

fn is_survived(bytes: &[u8]) {
    let mut connection = Connection::open(address());
    connection.send(bytes);
    connection.finish_sending();
    let answers = connection.receive_to_end();
    assert!(answers.is_empty() || answers.starts_with(b"HTTP/1."), "no answer of HTTP");
    assert!(!answers.starts_with(b"HTTP/1.1 5"), "a defect");
    let next = ask("GET", FEED, "").or_else(|| ask("GET", FEED, "")).expect("served");
    assert_eq!(next.status, 200);
    assert!(next.body.ends_with(b"END:VCALENDAR\r\n"));
}

fuzz_target!(|data: &[u8]| {
    if data.first() != Some(&b'/') {
        is_survived(data);
        return;
    }
    let Ok(text) = str::from_utf8(data) else { return };
    let (target, lines) = text.split_once('\n').unwrap_or((text, ""));
    let is_sendable = target.chars().all(|it| !it.is_control() && !it.is_whitespace());
    if let Some(fields) = fields(lines).filter(|_| is_sendable) {
        is_answered(target, &fields);
    }
});
