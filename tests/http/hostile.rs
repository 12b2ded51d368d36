//! Requests of people who mean harm, and of programs that mean well: each is refused or answered,
//! and the server goes on serving.

use crate::support::{CALENDAR, series_site, spawn_app};

/// The server closed.
const NO_ANSWER: [u16; 0] = [];

/// Sends bytes on a connection of their own and gives the statuses of the answers; none if the
/// server closed. Then a proper request must be answered.
fn statuses(bytes: impl AsRef<[u8]>) -> Vec<u16> {
    let app = spawn_app(series_site());
    let mut connection = app.connect();
    connection.send(bytes);
    connection.finish_sending();
    let answer = connection.receive_to_end();
    let answer = String::from_utf8_lossy(&answer);
    let statuses = answer
        .split("HTTP/1.")
        .skip(1)
        .map(|answer| answer.get(2..5).unwrap().parse().unwrap())
        .collect();
    assert_eq!(app.get("/ehealth.ics").text(), CALENDAR);
    statuses
}

fn get(target: impl AsRef<[u8]>) -> Vec<u8> {
    [b"GET ", target.as_ref(), b" HTTP/1.1\r\nHost: h\r\n\r\n"].concat()
}

fn get_with(headers: impl AsRef<[u8]>) -> Vec<u8> {
    [b"GET /ehealth.ics HTTP/1.1\r\nHost: h\r\n", headers.as_ref(), b"\r\n"].concat()
}

#[test]
fn a_path_of_100_kilobytes_is_refused() {
    assert_eq!(statuses(get(format!("/{}", "a".repeat(100_000)))), [400]);
}

#[test]
fn a_path_just_within_the_limit_finds_nothing_and_a_longer_one_is_refused() {
    assert_eq!(statuses(get(format!("/{}", "a".repeat(7_999)))), [404]);
    assert_eq!(statuses(get(format!("/{}", "%2D".repeat(2_666)))), [404]);
    assert_eq!(statuses(get(format!("/{}", "a".repeat(8_000)))), [414]);
    assert_eq!(statuses(get(format!("/{}", "a".repeat(60_000)))), [414]);
}

#[test]
fn encoded_control_characters_find_nothing() {
    for target in ["/%00", "/ehealth.ics%00", "/%0d%0aSet-Cookie:%20x", "/%7f", "/%1b"] {
        assert_eq!(statuses(get(target)), [404], "{target}");
    }
}

#[test]
fn encoded_bytes_that_are_no_text_find_nothing() {
    for target in ["/%ff", "/%c0%ae%c0%ae/", "/%ed%a0%80", "/%F0%9F"] {
        assert_eq!(statuses(get(target)), [404], "{target}");
    }
}

#[test]
fn nobody_climbs_out_of_the_site() {
    for target in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/ehealth/../ehealth.ics",
        "/./ehealth.ics",
        "/..%5c..%5cwindows",
    ] {
        assert_eq!(statuses(get(target)), [404], "{target}");
    }
}

#[test]
fn doubled_slashes_find_nothing() {
    for target in ["//", "//ehealth.ics", "/ehealth//opening.ics", "//evil.example/%2f.."] {
        assert_eq!(statuses(get(target)), [404], "{target}");
    }
}

#[test]
fn bad_percent_encodings_are_refused() {
    for target in ["/%", "/%2", "/%zz", "/%%", "/%u002e", "/ehealth%.ics"] {
        assert_eq!(statuses(get(target)), [400], "{target}");
    }
}

#[test]
fn raw_bytes_in_the_target_are_refused() {
    assert_eq!(statuses(get(b"/\xff")), [400]);
    assert_eq!(statuses(get("/é")), [400]);
    assert_eq!(statuses(get(b"/\0")), [400]);
    assert_eq!(statuses(get("/a b")), [400]);
    assert_eq!(statuses(get("/\"<>`{}|^")), [400]);
}

#[test]
fn raw_bytes_in_the_query_do_no_harm() {
    assert_eq!(statuses(get("/old-name.ics?é")), [400]);
    assert_eq!(statuses(get(b"/old-name.ics?\x7f")), [400]);
    assert_eq!(statuses(get(b"/old-name.ics?\xff")), [400]);
    assert_eq!(statuses(get(format!("/old-name.ics?{}", "a".repeat(7_000)))), [308]);
    assert_eq!(statuses(get(format!("/old-name.ics?{}", "a".repeat(60_000)))), [414]);
}

#[test]
fn two_hundred_headers_are_refused() {
    let headers: String = (0..200).map(|number| format!("X-{number}: y\r\n")).collect();
    assert_eq!(statuses(get_with(headers)), [431]);
}

#[test]
fn a_header_of_100_kilobytes_is_let_pass() {
    assert_eq!(statuses(get_with(format!("X-Long: {}\r\n", "y".repeat(100_000)))), [200]);
}

#[test]
fn a_header_of_a_megabyte_is_refused() {
    let answer = statuses(get_with(format!("X-Long: {}\r\n", "y".repeat(1_000_000))));
    // The refusal may be lost when the server closes on a client that still sends.
    assert!(answer.is_empty() || answer == [431], "{answer:?}");
}

#[test]
fn header_bytes_beyond_ascii_are_let_pass() {
    assert_eq!(statuses(get_with(b"User-Agent: caf\xe9 \xff\r\n")), [200]);
    assert_eq!(statuses(get_with(b"Accept: \xff\xfe\r\nIf-None-Match: \xff\r\n")), [200]);
    assert_eq!(statuses(get_with(b"If-Modified-Since: \xff\r\n")), [200]);
}

#[test]
fn a_header_without_a_colon_is_refused() {
    assert_eq!(statuses(get_with("Nonsense\r\n")), [400]);
}

#[test]
fn headers_with_control_characters_are_refused() {
    assert_eq!(statuses(get_with(b"X-A: a\0b\r\n")), [400]);
    assert_eq!(statuses(get_with("X A: b\r\n")), [400]);
    assert_eq!(statuses(get_with("X-A: b\r\n folded\r\n")), [400]);
}

#[test]
fn absurd_conditions_get_the_calendar() {
    for condition in [
        "If-None-Match: \"unterminated\r\n".to_owned(),
        "If-None-Match: W/\"\r\n".to_owned(),
        format!("If-None-Match: {}\r\n", "\"a\",".repeat(20_000)),
        format!("If-None-Match: {}\r\n", "\"".repeat(80_000)),
        format!("If-Modified-Since: {}\r\n", "9".repeat(50_000)),
    ] {
        assert_eq!(statuses(get_with(&condition)), [200]);
    }
}

#[test]
fn absurd_accept_headers_get_the_index() {
    for accept in [
        format!("Accept: {}\r\n", "application/json;q=0.5,".repeat(4_000)),
        format!("Accept: {}\r\n", ";".repeat(80_000)),
        "Accept: application/json;q=99999999999999999999\r\n".to_owned(),
    ] {
        assert_eq!(statuses(format!("GET / HTTP/1.1\r\nHost: h\r\n{accept}\r\n")), [200]);
    }
}

#[test]
fn garbage_for_a_request_line_is_refused() {
    for line in [
        "GARBAGE",
        "GET",
        "GET /",
        "GET / HTTP/9.9",
        "GET / HTTP/1.1 extra",
        "GET  /  HTTP/1.1",
        " GET / HTTP/1.1",
        "G@T / HTTP/1.1\u{0}",
        "\u{16}\u{3}\u{1}\u{2}\u{0}",
        "PRI * HTTP/2.0",
    ] {
        let answer = statuses(format!("{line}\r\nHost: h\r\n\r\n"));
        assert_eq!(answer, [400], "{line:?}");
    }
}

#[test]
fn binary_noise_is_refused() {
    let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
    assert_eq!(statuses(noise), [400]);
}

#[test]
fn half_a_request_is_not_answered() {
    assert_eq!(statuses("GET /ehealth.ics HTTP/1.1\r\nHos"), NO_ANSWER);
    assert_eq!(statuses(""), NO_ANSWER);
}

#[test]
fn a_missing_or_doubled_host_is_refused() {
    assert_eq!(statuses("GET /ehealth.ics HTTP/1.1\r\n\r\n"), [400]);
    assert_eq!(statuses(get_with("Host: other\r\n")), [400]);
}

#[test]
fn an_absolute_uri_is_read_by_its_path() {
    // RFC 9112 §3.2.2.
    assert_eq!(statuses(get("http://evil.example/ehealth.ics")), [200]);
    assert_eq!(statuses(get("http://evil.example")), [200]);
    assert_eq!(statuses(get("ftp://user:pass@[::1]:99999/nothing")), [404]);
}

#[test]
fn a_star_or_an_authority_is_no_address() {
    assert_eq!(statuses(get("*")), [404]);
    assert_eq!(statuses(get("ehealth.ics")), [404]);
    assert_eq!(statuses("CONNECT evil.example:443 HTTP/1.1\r\nHost: h\r\n\r\n"), [405]);
}

#[test]
fn a_chunked_body_on_get_is_not_a_second_request() {
    let request = "GET /ehealth.ics HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\
                   1c\r\nGET /nothing HTTP/1.1\r\nX: y\r\n0\r\n\r\n";
    let answer = statuses(request);
    assert!(!answer.contains(&404), "{answer:?}");
}

#[test]
fn contradicting_lengths_are_refused() {
    for headers in [
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n",
        "Content-Length: +3\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Transfer-Encoding: xchunked\r\n",
    ] {
        assert_eq!(statuses(get_with(headers)), [400], "{headers}");
    }
}

#[test]
fn a_body_that_never_comes_keeps_nobody_waiting() {
    let answer = statuses(get_with("Content-Length: 1000000\r\n"));
    assert_eq!(answer, [200]);
}

#[test]
fn an_upgrade_is_not_taken_up() {
    for headers in [
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
    ] {
        assert_eq!(statuses(get_with(headers)), [200], "{headers}");
    }
}

#[test]
fn an_expectation_is_met_or_ignored() {
    assert_eq!(statuses(get_with("Expect: the-unexpected\r\n")), [200]);
}

#[test]
fn a_hundred_pipelined_requests_are_all_answered() {
    assert_eq!(statuses(get("/nothing").repeat(100)), [404; 100]);
}
