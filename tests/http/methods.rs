//! Rule `get-and-head-only`: GET and HEAD give equal headers, anything else is refused with what
//! there is.

use crate::support::{CALENDAR, series_site, spawn_app};

/// The head of a HEAD, and that nothing follows it: the next answer on the connection is clean.
fn head_equals_get(target: &str, headers: &str) {
    let app = spawn_app(series_site());
    let get = app.ask("GET", target, headers);
    let mut connection = app.connect();
    let head = connection.ask("HEAD", target, headers);
    assert_eq!(head.status, get.status);
    assert_eq!(head.sorted_headers(), get.sorted_headers());
    if let Some(length) = get.header("content-length") {
        assert_eq!(length, get.body.len().to_string());
    }
    assert_eq!(connection.ask("GET", "/ehealth.ics", "").text(), CALENDAR);
}

#[test]
fn head_of_a_feed_has_the_headers_of_get() {
    head_equals_get("/ehealth.ics", "");
}

#[test]
fn head_of_a_session_file_has_the_headers_of_get() {
    head_equals_get("/ehealth/opening.ics", "");
}

#[test]
fn head_of_a_download_has_the_headers_of_get() {
    head_equals_get("/ehealth/opening.ics?download", "");
}

#[test]
fn head_of_a_page_has_the_headers_of_get() {
    head_equals_get("/ehealth", "");
}

#[test]
fn head_of_the_index_has_the_headers_of_get() {
    head_equals_get("/", "");
}

#[test]
fn head_of_the_index_as_json_has_the_headers_of_get() {
    head_equals_get("/", "Accept: application/json\r\n");
}

#[test]
fn head_of_a_document_has_the_headers_of_get() {
    head_equals_get("/openapi.json", "");
}

#[test]
fn head_of_a_renamed_address_has_the_headers_of_get() {
    head_equals_get("/old-name.ics", "");
}

#[test]
fn head_of_an_address_elsewhere_has_the_headers_of_get() {
    head_equals_get("/ehealth/subscribe/google", "");
}

#[test]
fn head_of_a_retired_address_has_the_headers_of_get() {
    head_equals_get("/retired.ics", "");
}

#[test]
fn head_of_an_unavailable_address_has_the_headers_of_get() {
    head_equals_get("/broken.ics", "");
}

#[test]
fn head_of_nothing_has_the_headers_of_get() {
    head_equals_get("/nothing", "");
}

#[test]
fn head_of_a_malformed_address_has_the_headers_of_get() {
    head_equals_get("/%zz", "");
}

#[test]
fn head_of_health_has_the_headers_of_get() {
    head_equals_get("/healthz", "");
}

#[test]
fn head_of_readiness_has_the_headers_of_get() {
    head_equals_get("/readyz", "");
}

#[test]
fn head_of_robots_has_the_headers_of_get() {
    head_equals_get("/robots.txt", "");
}

#[test]
fn head_of_an_unchanged_feed_has_the_headers_of_get() {
    head_equals_get("/ehealth.ics", "If-None-Match: *\r\n");
}

#[test]
fn head_of_a_failed_precondition_has_the_headers_of_get() {
    head_equals_get("/ehealth.ics", "If-Match: \"other\"\r\n");
}

fn is_refused(method: &str) {
    let app = spawn_app(series_site());
    for target in ["/ehealth.ics", "/nothing", "/healthz"] {
        let response = app.ask(method, target, "");
        assert_eq!(response.status, 405, "{method} {target}");
        assert_eq!(response.header("allow"), Some("GET, HEAD"));
        assert_eq!(response.header("cache-control"), Some("no-cache"));
        assert_eq!(response.header("content-type"), Some("application/problem+json"));
        assert_eq!(response.json()["status"], 405);
    }
}

#[test]
fn post_is_refused_with_what_is_allowed() {
    is_refused("POST");
}

#[test]
fn put_is_refused_with_what_is_allowed() {
    is_refused("PUT");
}

#[test]
fn delete_is_refused_with_what_is_allowed() {
    is_refused("DELETE");
}

#[test]
fn patch_is_refused_with_what_is_allowed() {
    is_refused("PATCH");
}

#[test]
fn trace_is_refused_and_echoes_nothing() {
    is_refused("TRACE");
    let app = spawn_app(series_site());
    let response = app.ask("TRACE", "/ehealth.ics", "X-Secret: 4711\r\n");
    assert!(!response.text().contains("4711"));
}

#[test]
fn a_made_up_method_is_refused_with_what_is_allowed() {
    is_refused("PROPFIND");
    is_refused("BREW");
    is_refused("get");
}

#[test]
fn options_is_refused_with_what_is_allowed() {
    let app = spawn_app(series_site());
    let preflight = "Origin: https://example.net\r\nAccess-Control-Request-Method: PUT\r\n";
    for target in ["/ehealth.ics", "/nothing", "*"] {
        for headers in ["", preflight] {
            let response = app.ask("OPTIONS", target, headers);
            assert_eq!(response.status, 405);
            assert_eq!(response.header("allow"), Some("GET, HEAD"));
            assert_eq!(response.header("access-control-allow-origin"), None);
        }
    }
}

#[test]
fn a_post_with_a_body_is_refused_and_the_body_is_no_request() {
    let app = spawn_app(series_site());
    let mut connection = app.connect();
    let smuggled = "GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n";
    let length = smuggled.len();
    connection.send(format!(
        "POST /ehealth.ics HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n{smuggled}"
    ));
    connection.finish_sending();
    assert_eq!(connection.receive("POST").unwrap().status, 405);
    assert!(connection.is_closed());
}
