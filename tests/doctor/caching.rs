//! Findings about caches and conditional requests.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot as pinned;

use crate::doctor::{Answer, FEED, MODIFIED, Request, found, good};

/// The feed with a property that is another at each request.
fn changing(request: &Request, property: &str) -> Answer {
    let answer = good(request);
    let nth = format!("{property}20300101T0000{:02}Z", request.nth);
    let body = FEED.lines().map(|line| {
        let line = if line.starts_with(property) { nth.as_str() } else { line };
        format!("{line}\r\n")
    });
    if answer.status == 200 { answer.body(body.collect::<String>()) } else { answer }
}

fn zipped() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(FEED.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// The answer with another body for clients that accept gzip.
fn gzip(request: &Request, body: Vec<u8>) -> Answer {
    let answer = good(request);
    if answer.status == 200 && request.header("accept-encoding").contains("gzip") {
        answer.with("Content-Encoding", "gzip").body(body)
    } else {
        answer
    }
}

#[test]
fn a_server_that_knows_no_conditions_is_told() {
    let text = found(|request| {
        let headers = BTreeMap::new();
        good(&Request { headers, method: "GET".to_owned(), target: request.target.clone(), nth: 0 })
    });
    pinned!(text, @r#"
    warning[K767]: If-Modified-Since is answered 200, not 304
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: answer 304 to `If-Modified-Since: Wed, 23 Sep 2020 12:00:00 GMT`: it saves nearly all traffic of a feed

    warning[K767]: If-None-Match is answered 200, not 304
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: answer 304 to `If-None-Match: "of-these-bytes"`: it saves nearly all traffic of a feed

    2 warnings
    "#);
}

#[test]
fn a_server_without_validators_is_told() {
    pinned!(found(|request| good(request).without("ETag").without("Last-Modified")), @r#"
    warning[K767]: neither ETag nor Last-Modified: every poll sends all 4492 bytes again
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: send a strong ETag and Last-Modified, and answer 304 to clients that send them back

    1 warning
    "#);
}

#[test]
fn a_304_for_other_bytes_is_told() {
    let text = found(|request| match request.header("if-none-match") {
        "" => good(request),
        _ => Answer { status: 304, ..good(request) },
    });
    pinned!(text, @r#"
    error[K768]: 304 to an ETag that was never sent
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: compare the ETag: clients with older bytes never see an update

    1 error
    "#);
}

#[test]
fn a_weak_etag_is_told() {
    pinned!(found(|request| good(request).with("ETag", "W/\"1\"")), @r#"
    warning[K767]: If-None-Match is answered 200, not 304
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: answer 304 to `If-None-Match: W/"1"`: it saves nearly all traffic of a feed

    warning[K769]: ETag `W/\"1\"` is weak
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: send a strong one, the hash of the bytes

    2 warnings
    "#);
}

#[test]
fn an_etag_that_changes_over_the_same_bytes_is_told() {
    let text = found(|request| match request.header("if-none-match") {
        "" | "\"kalends-doctor\"" => good(request).with("ETag", format!("\"{}\"", request.nth)),
        tag => Answer { status: 304, ..good(request) }.with("ETag", tag),
    });
    pinned!(text, @r#"
    warning[K766]: HEAD and GET differ in etag
    --> http://127.0.0.1:80/talks.ics
     = note: rule `get-and-head-only`: GET and HEAD give equal headers
     = help: send `etag: "1"` with HEAD, as with GET

    warning[K769]: two fetches of the same bytes have two ETags
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: compute the ETag from the bytes alone, in the same way on every server

    2 warnings
    "#);
}

#[test]
fn a_stamp_of_the_request_is_told() {
    pinned!(found(|request| changing(request, "DTSTAMP:")), @r#"
    warning[K770]: DTSTAMP is the time of the request: every fetch looks like a change
    --> http://127.0.0.1:80/talks.ics
     = note: rule `dtstamp-from-record`: DTSTAMP is when the event was last revised, never the time of the request
     = help: write the time of the last revision

    warning[K716]: all 3 events have the DTSTAMP `20300101T000001Z` but different revisions: it looks like the time of the request
      --> http://127.0.0.1:80/talks.ics:44:1
       |
    44 | DTSTAMP:20300101T000001Z
       | ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `dtstamp-from-record`: DTSTAMP is when the event was last revised, never the time of the request
       = help: write `DTSTAMP:20200922T090000Z`, equal to LAST-MODIFIED: the time of the request makes the calendar look changed at every fetch

    2 warnings
    "#);
}

#[test]
fn other_bytes_at_every_fetch_are_told() {
    pinned!(found(|request| changing(request, "SUMMARY;LANGUAGE=en:")), @r#"
    warning[K770]: two fetches give different bytes: SUMMARY
    --> http://127.0.0.1:80/talks.ics
     = note: rule `dtstamp-from-record`: DTSTAMP is when the event was last revised, never the time of the request
     = help: generate the calendar from its content alone, or answer from a cache

    1 warning
    "#);
}

#[test]
fn a_coding_that_cannot_be_undone_is_told() {
    pinned!(found(|request| gzip(request, b"no gzip".to_vec())), @r#"
    error[K771]: for Google, the body is not gzip: unexpected end of file
    --> http://127.0.0.1:80/talks.ics
     = note: rule `compressed-once`: each coding of a body has its own ETag, and `Vary: Accept-Encoding`
     = help: switch compression off for calendars, or correct it

    warning[K772]: gzip and uncompressed bytes have the same strong ETag
    --> http://127.0.0.1:80/talks.ics
     = note: rule `compressed-once`: each coding of a body has its own ETag, and `Vary: Accept-Encoding`
     = help: give gzip its own ETag, such as `"of-these-bytes-gzip"`: a strong ETag identifies exact bytes

    1 error, 1 warning
    "#);
}

#[test]
fn codings_that_caches_cannot_tell_apart_are_told() {
    pinned!(found(|request| gzip(request, zipped()).without("Vary")), @r#"
    warning[K772]: a compressed body without `Vary: Accept-Encoding`
    --> http://127.0.0.1:80/talks.ics
     = note: rule `compressed-once`: each coding of a body has its own ETag, and `Vary: Accept-Encoding`
     = help: send `Vary: Accept-Encoding` with every encoding: a cache may send gzip to a client that cannot read it

    warning[K772]: gzip and uncompressed bytes have the same strong ETag
    --> http://127.0.0.1:80/talks.ics
     = note: rule `compressed-once`: each coding of a body has its own ETag, and `Vary: Accept-Encoding`
     = help: give gzip its own ETag, such as `"of-these-bytes-gzip"`: a strong ETag identifies exact bytes

    2 warnings
    "#);
}

#[test]
fn headers_that_keep_caches_from_working_are_told() {
    let text = found(|request| {
        good(request)
            .with("Cache-Control", "no-store")
            .with("Last-Modified", "Wed, 23 Sep 2099 12:00:00 GMT")
            .with("Date", MODIFIED)
    });
    pinned!(text, @r#"
    warning[K773]: Cache-Control is `no-store`: every poll downloads the whole calendar
    --> http://127.0.0.1:80/talks.ics
     = note: rule `fresh-for-five-minutes`: caches may keep a calendar for some minutes; never `no-store`
     = help: send `Cache-Control: public, max-age=300`

    warning[K773]: Last-Modified is in the future
    --> http://127.0.0.1:80/talks.ics
     = note: rule `strong-validators`: a strong ETag and Last-Modified, and 304 with both for a current copy
     = help: send the time when these bytes were published: a clock or time zone is wrong

    2 warnings
    "#);
}
