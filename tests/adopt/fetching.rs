//! Calendars over HTTP, from a server of this process.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use kalends::fetch::{FetchError, fetch, is_address};

/// A server that gives each connection the next answer; its address without the scheme.
fn server(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

#[test]
fn a_calendar_is_fetched_through_redirects_and_called_after_its_address() {
    let elsewhere = server(vec![ok("BEGIN:VCALENDAR")]);
    let moved = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://{elsewhere}/y.ics\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    );
    let address = server(vec![moved]);
    let fetched = fetch(&format!("http://{address}/talks.ics?token=1"), 100).unwrap();
    assert_eq!(fetched.bytes, b"BEGIN:VCALENDAR");
    assert_eq!(fetched.stem, "talks");
}

#[test]
fn webcal_is_tried_with_encryption_first() {
    // The first connection starts TLS and gets plain text.
    let address = server(vec![ok("no TLS"), ok("BEGIN:VCALENDAR")]);
    let fetched = fetch(&format!("webcal://{address}/talks.ics"), 100).unwrap();
    assert_eq!(fetched.bytes, b"BEGIN:VCALENDAR");
}

#[test]
fn what_is_too_large_or_not_there_is_said() {
    let address = server(vec![ok("too long")]);
    let error = fetch(&format!("http://{address}/x.ics"), 4).unwrap_err();
    assert!(matches!(error, FetchError::TooLarge { max_bytes: 4, .. }), "{error}");
    let gone = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let address = server(vec![gone.to_owned()]);
    let url = format!("http://{address}/x.ics");
    let error = fetch(&url, 4).unwrap_err().to_string();
    assert_eq!(error, format!("cannot fetch `{url}`: http status: 404"));
    let error = fetch("nowhere.ics", 4).unwrap_err().to_string();
    assert!(error.starts_with("cannot read `nowhere.ics`: "), "{error}");
}

#[test]
fn a_redirect_that_never_ends_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let again = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://{address}/\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    );
    thread::spawn(move || {
        for stream in listener.incoming().flatten().take(7) {
            let mut stream = stream;
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(again.as_bytes());
        }
    });
    assert!(matches!(fetch(&format!("http://{address}/"), 4), Err(FetchError::Http { .. })));
}

#[test]
fn an_address_is_no_file() {
    assert!(is_address("WebCal://example.org/x.ics") && is_address("https://example.org"));
    assert!(!is_address("x.ics") && !is_address("C:\\x.ics") && !is_address("ftp://x"));
}
