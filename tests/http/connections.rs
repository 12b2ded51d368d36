//! Keeping, pipelining and ending connections, and HTTP/1.0.

use kalends::snapshot::{Entry, Resource};

use crate::support::{
    App, CALENDAR, Connection, SESSION, modified, series_site, series_site_builder, spawn_app,
};

/// The app together with its connection, since dropping it ends the server.
fn connected_app() -> (App, Connection) {
    let app = spawn_app(series_site());
    let connection = app.connect();
    (app, connection)
}

#[test]
fn a_connection_serves_several_requests() {
    let (_app, mut connection) = connected_app();
    for _ in 0..3 {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR);
        assert_eq!(connection.ask("GET", "/nothing", "").status, 404);
        assert_eq!(connection.ask("HEAD", "/ehealth.ics", "").status, 200);
        assert_eq!(connection.ask("GET", "/ehealth.ics", "If-None-Match: *\r\n").status, 304);
        assert_eq!(connection.ask("OPTIONS", "*", "").status, 405);
    }
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let (_app, mut connection) = connected_app();
    let targets = ["/ehealth.ics", "/nothing", "/ehealth/opening.ics", "/ehealth.ics"];
    let requests: String =
        targets.iter().map(|target| format!("GET {target} HTTP/1.1\r\nHost: h\r\n\r\n")).collect();
    connection.send(requests);
    assert_eq!(connection.receive("GET").unwrap().text(), CALENDAR);
    assert_eq!(connection.receive("GET").unwrap().status, 404);
    assert_eq!(connection.receive("GET").unwrap().text(), SESSION);
    assert_eq!(connection.receive("GET").unwrap().text(), CALENDAR);
}

/// Sends requests in pieces and expects these answers: method asked with, status, and how the
/// connection goes on. A GET that succeeds brings the calendar whole, a HEAD never anything.
fn pipeline(pieces: &[&str], expected: &[(&str, u16)], stays: bool) {
    let (_app, mut connection) = connected_app();
    for piece in pieces {
        connection.send(piece);
        // Each in a packet of its own.
        std::thread::yield_now();
    }
    for (method, status) in expected {
        let response =
            connection.receive(method).unwrap_or_else(|| panic!("no answer: {pieces:?}"));
        assert_eq!(response.status, *status, "{pieces:?}");
        if *status == 200 {
            let body = if *method == "GET" { CALENDAR } else { "" };
            assert_eq!(response.text(), body, "{pieces:?}");
            assert_eq!(response.header("content-length"), Some("45"), "{pieces:?}");
        }
    }
    if stays {
        assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR, "{pieces:?}");
    } else {
        assert!(connection.is_closed(), "{pieces:?}");
    }
}

const GET: &str = "GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n";
const HEAD: &str = "HEAD /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n";
const LAST: &str = "GET /ehealth.ics HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
const OLD: &str = "GET /ehealth.ics HTTP/1.0\r\n\r\n";
const OLD_KEPT: &str = "GET /ehealth.ics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

#[test]
fn each_of_several_pipelined_requests_gets_its_own_answer() {
    let (get, head) = (("GET", 200), ("HEAD", 200));
    pipeline(&[&[GET, GET, HEAD].concat()], &[get, get, head], true);
    pipeline(&[&[GET, HEAD].concat()], &[get, head], true);
    pipeline(&[&[HEAD, GET].concat()], &[head, get], true);
    pipeline(&[&[HEAD, GET, GET, HEAD, GET].concat()], &[head, get, get, head, get], true);
    let many = [GET, GET, HEAD].repeat(50);
    pipeline(&[&many.concat()], &[get, get, head].repeat(50), true);
}

#[test]
fn an_answer_is_of_the_version_of_its_request() {
    let (_app, mut connection) = connected_app();
    connection.send([GET, OLD_KEPT, GET, OLD].concat());
    for version in ["HTTP/1.1", "HTTP/1.0", "HTTP/1.1", "HTTP/1.0"] {
        let response = connection.receive("GET").unwrap();
        assert_eq!((response.version.as_str(), response.text()), (version, CALENDAR));
    }
    assert!(connection.is_closed());
}

#[test]
fn nothing_is_answered_after_the_answer_that_closes() {
    let get = ("GET", 200);
    pipeline(&[&[LAST, GET].concat()], &[get], false);
    pipeline(&[&[GET, LAST, GET, HEAD].concat()], &[get, get], false);
    pipeline(&[&[OLD, GET].concat()], &[get], false);
}

#[test]
fn a_malformed_request_costs_those_before_it_nothing() {
    let get = ("GET", 200);
    let malformed = "GET /\0 HTTP/1.1\r\n\r\n";
    pipeline(&[&[GET, malformed].concat()], &[get, ("GET", 400)], false);
    pipeline(&[&[GET, GET, malformed, GET].concat()], &[get, get, ("GET", 400)], false);
    let many = [GET.repeat(40).as_str(), malformed].concat();
    let answers = [vec![get; 40], vec![("GET", 400)]].concat();
    pipeline(&[&many], &answers, false);
}

#[test]
fn requests_may_be_cut_anywhere() {
    let all = [GET, HEAD, GET, "\r\n", HEAD].concat();
    let answers = [("GET", 200), ("HEAD", 200), ("GET", 200), ("HEAD", 200)];
    for at in 0..all.len() {
        let (one, two) = all.split_at(at);
        pipeline(&[one, two], &answers, true);
    }
    let each: Vec<&str> = all.split_inclusive(|_| true).collect();
    pipeline(&each, &answers, true);
}

#[test]
fn heads_with_bare_line_feeds_end_as_well() {
    let [get, head] =
        ["GET", "HEAD"].map(|method| format!("{method} /ehealth.ics HTTP/1.1\nHost: h\n\n"));
    let all = [&get, &get, &head].map(String::as_str).concat();
    pipeline(&[&all], &[("GET", 200), ("GET", 200), ("HEAD", 200)], true);
}

#[test]
fn a_chunked_body_is_passed_over_and_the_next_request_is_answered() {
    let chunked = "GET /ehealth.ics HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    let body = "5\r\n\r\n\r\n.\r\n0\r\n\r\n";
    let answers = [("GET", 200), ("GET", 200), ("HEAD", 200)];
    pipeline(&[&[chunked, body, GET, HEAD].concat()], &answers, true);
    pipeline(&[chunked, body, GET, HEAD], &answers, true);
    let post = chunked.replace("GET", "POST");
    let refused = [("POST", 405), ("GET", 200), ("HEAD", 200)];
    pipeline(&[&[&post, body, GET, HEAD].concat()], &refused, true);
}

#[test]
fn a_body_of_a_length_is_never_taken_for_a_request() {
    for method in ["GET", "POST"] {
        let status = if method == "GET" { 200 } else { 405 };
        let head = format!(
            "{method} /ehealth.ics HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n",
            HEAD.len()
        );
        pipeline(&[&[&head, HEAD, GET].concat()], &[(method, status)], false);
        pipeline(&[&head, HEAD, GET], &[(method, status)], false);
    }
}

#[test]
fn a_client_that_stops_sending_gets_all_its_answers() {
    let (_app, mut connection) = connected_app();
    connection.send([GET, HEAD, GET].concat());
    connection.finish_sending();
    for method in ["GET", "HEAD", "GET"] {
        let response = connection.receive(method).unwrap();
        assert_eq!(response.text(), if method == "GET" { CALENDAR } else { "" });
    }
    assert!(connection.is_closed());
}

/// More than the buffers of both sockets hold.
const LARGE: usize = 16 * 1024 * 1024;

#[test]
fn answers_that_are_taken_slowly_are_as_whole() {
    let mut builder = series_site_builder();
    let large = Resource::feed(vec![b'x'; LARGE], modified());
    builder.insert("/large.ics", Entry::Resource(large)).unwrap();
    let app = spawn_app(builder.build(&[], "2026f"));
    let mut connection = app.connect();
    let large = "GET /large.ics HTTP/1.1\r\nHost: h\r\n\r\n";
    connection.send([large, GET, large, HEAD, GET, HEAD].concat());
    for (method, length) in [("GET", LARGE), ("GET", 45), ("GET", LARGE), ("HEAD", 0), ("GET", 45)]
    {
        assert_eq!(connection.receive(method).unwrap().body.len(), length);
    }
    assert_eq!(connection.receive("HEAD").unwrap().body, b"");
}

#[test]
fn a_request_may_come_byte_by_byte() {
    let (_app, mut connection) = connected_app();
    for byte in b"GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n" {
        connection.send([*byte]);
    }
    assert_eq!(connection.receive("GET").unwrap().text(), CALENDAR);
}

#[test]
fn a_client_that_asks_to_close_is_closed() {
    let (_app, mut connection) = connected_app();
    let response = connection.ask("GET", "/ehealth.ics", "Connection: close\r\n");
    assert_eq!(response.text(), CALENDAR);
    assert_eq!(response.header("connection"), Some("close"));
    assert!(connection.is_closed());
}

#[test]
fn a_client_that_stops_sending_still_gets_its_answer() {
    let (_app, mut connection) = connected_app();
    connection.send("GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n");
    connection.finish_sending();
    assert_eq!(connection.receive("GET").unwrap().text(), CALENDAR);
    assert!(connection.is_closed());
}

#[test]
fn http_1_0_is_answered_and_closed() {
    let (_app, mut connection) = connected_app();
    connection.send("GET /ehealth.ics HTTP/1.0\r\n\r\n");
    let response = connection.receive("GET").unwrap();
    assert_eq!(response.version, "HTTP/1.0");
    assert_eq!(response.text(), CALENDAR);
    assert!(connection.is_closed());
}

#[test]
fn http_1_0_may_ask_to_be_kept() {
    let (_app, mut connection) = connected_app();
    for _ in 0..2 {
        connection.send("GET /ehealth.ics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assert_eq!(connection.receive("GET").unwrap().text(), CALENDAR);
    }
}

#[test]
fn a_body_on_get_changes_nothing() {
    let (_app, mut connection) = connected_app();
    connection.send("GET /ehealth.ics HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
    connection.finish_sending();
    let response = connection.receive("GET").unwrap();
    assert_eq!((response.status, response.text()), (200, CALENDAR));
}
