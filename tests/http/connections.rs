//! Keeping, pipelining and ending connections, and HTTP/1.0.

use crate::support::{App, CALENDAR, Connection, SESSION, series_site, spawn_app};

/// The app beside its connection, since dropping it ends the server.
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
        assert_eq!(connection.ask("OPTIONS", "*", "").status, 204);
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

#[test]
fn a_head_in_a_pipeline_never_brings_a_body() {
    let (_app, mut connection) = connected_app();
    let requests: String = ["GET", "HEAD", "GET"]
        .iter()
        .map(|method| format!("{method} /ehealth.ics HTTP/1.1\r\nHost: h\r\n\r\n"))
        .collect();
    connection.send(requests);
    connection.finish_sending();
    // The connection may end early, and the client asks again (RFC 9112 §9.3.2); what comes before
    // that is what was asked for.
    for method in ["GET", "HEAD", "GET"] {
        let Some(response) = connection.receive(method) else { break };
        assert_eq!(response.status, 200);
        assert_eq!(response.text(), if method == "GET" { CALENDAR } else { "" });
    }
    assert!(connection.is_closed());
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
