//! Content codings over the wire (rule `compressed-once`, RFC 9110 §8.4, §12.5.3).

use std::io::Read as _;

use kalends::snapshot::{Entry, Resource, Snapshot, SnapshotBuilder};
use kalends::web::{Compression, ServerSettings};

use crate::support::{App, Response, feed, modified, spawn_app, spawn_app_with};

fn long() -> String {
    format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", "SUMMARY:Opening and more\r\n".repeat(400))
}

fn snapshot() -> Snapshot {
    let mut builder = SnapshotBuilder::new();
    builder.insert("/talks.ics", Entry::Resource(Resource::feed(long(), modified()))).unwrap();
    builder.insert("/short.ics", feed("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")).unwrap();
    builder.build(&[], "2026f")
}

fn encoded_app() -> App {
    let snapshot = snapshot();
    snapshot.encode();
    spawn_app(snapshot)
}

fn accepting(app: &App, coding: &str) -> Response {
    app.ask("GET", "/talks.ics", &format!("Accept-Encoding: {coding}\r\n"))
}

fn decoded(response: &Response) -> String {
    let mut text = String::new();
    match response.header("content-encoding") {
        Some("gzip") => {
            flate2::read::GzDecoder::new(&response.body[..]).read_to_string(&mut text).unwrap()
        }
        Some("br") => {
            brotli::Decompressor::new(&response.body[..], 4096).read_to_string(&mut text).unwrap()
        }
        other => panic!("{other:?}"),
    };
    text
}

#[test]
fn whoever_accepts_a_coding_gets_the_same_calendar_in_fewer_bytes() {
    let app = encoded_app();
    let plain = app.get("/talks.ics");
    assert_eq!((plain.header("content-encoding"), plain.text()), (None, long().as_str()));
    let mut tags = vec![plain.header("etag").unwrap().to_owned()];
    for coding in ["gzip", "br"] {
        let answer = accepting(&app, coding);
        assert_eq!(answer.header("content-encoding"), Some(coding));
        assert_eq!(answer.header("content-length"), Some(&*answer.body.len().to_string()));
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        assert!(answer.body.len() < plain.body.len() / 10, "{coding}: {}", answer.body.len());
        assert_eq!(decoded(&answer), long());
        let head = app.ask("HEAD", "/talks.ics", &format!("Accept-Encoding: {coding}\r\n"));
        let without_date = |response: &Response| {
            let mut headers = response.sorted_headers();
            headers.retain(|(name, _)| name != "date");
            headers
        };
        assert_eq!(without_date(&head), without_date(&answer), "rule `get-and-head-only`");
        tags.push(answer.header("etag").unwrap().to_owned());
    }
    for (number, tag) in tags.iter().enumerate() {
        assert!(tag.starts_with('"') && !tags[..number].contains(tag), "{tags:?}");
    }
}

#[test]
fn every_representation_is_revalidated_by_its_own_tag_and_says_that_it_varies() {
    let app = encoded_app();
    for coding in ["gzip", "br", "identity"] {
        let answer = accepting(&app, coding);
        let etag = answer.header("etag").unwrap();
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        let conditions = format!("Accept-Encoding: {coding}\r\nIf-None-Match: {etag}\r\n");
        let again = app.ask("GET", "/talks.ics", &conditions);
        assert_eq!((again.status, again.header("etag")), (304, Some(etag)));
        assert_eq!(again.header("vary"), Some("accept-encoding"));
        assert_eq!(again.header("content-encoding"), None);
    }
    // A client with plain bytes that now accepts others need not fetch them.
    let etag = app.get("/talks.ics").header("etag").unwrap().to_owned();
    let conditions = format!("Accept-Encoding: gzip, br\r\nIf-None-Match: {etag}\r\n");
    assert_eq!(app.ask("GET", "/talks.ics", &conditions).status, 304);
    // A client that cannot decode the body of its tag gets one it can decode.
    let gzip = accepting(&app, "gzip").header("etag").unwrap().to_owned();
    let answer = app.ask("GET", "/talks.ics", &format!("If-None-Match: {gzip}\r\n"));
    assert_eq!((answer.status, answer.header("content-encoding")), (200, None));
}

#[test]
fn until_a_coding_is_made_plain_bytes_are_sent_that_caches_keep_apart() {
    let app = spawn_app(snapshot());
    let answer = accepting(&app, "gzip");
    assert_eq!((answer.header("content-encoding"), answer.text()), (None, long().as_str()));
    assert_eq!(answer.header("vary"), Some("accept-encoding"));
}

#[test]
fn short_bodies_are_sent_as_they_are() {
    let answer = encoded_app().ask("GET", "/short.ics", "Accept-Encoding: gzip\r\n");
    assert_eq!((answer.header("content-encoding"), answer.header("vary")), (None, None));
}

#[test]
fn compression_can_be_switched_off() {
    let snapshot = snapshot();
    snapshot.encode();
    let settings = ServerSettings { compression: Compression::Off, ..ServerSettings::default() };
    let answer = accepting(&spawn_app_with(snapshot, settings), "gzip");
    assert_eq!((answer.header("content-encoding"), answer.text()), (None, long().as_str()));
    assert_eq!(answer.header("vary"), None);
}
