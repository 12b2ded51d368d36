//! What holds for every definition that anybody may write.
//!
//! Definitions are generated as text, with everything in them that has broken calendars; the
//! production functions read, reconcile, render and check them; `calcard`, a reader that shares no
//! code with this crate, judges what came of it. A second suite breaks good calendars in every way
//! the rules name, and the guard must see each.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod addresses;
mod adopted;
mod break_lines;
mod break_texts;
mod break_values;
mod break_whole;
mod carried;
mod equal;
mod foreign;
mod generate;
mod judge;
mod languages;
mod links;
mod mutate;
mod mutations;
mod rendered;
mod schedule;
mod umbrellas;
mod written;

use jiff::Timestamp;
use kalends::definition::{Definition, parse};
use kalends::diagnostic::{SourceFile, has_errors};
use kalends::ical::{self, Expected};
use kalends::model::{Series, WebUrl};
use kalends::render::{self, Calendars, calendars, most_feed_bytes};
use kalends::revision::{Record, reconcile};
use proptest::prelude::ProptestConfig;

/// When everything here is first published.
const FIRST: &str = "2026-09-22T09:00:00Z";
/// When it is published again.
const AGAIN: &str = "2026-09-23T10:11:12Z";

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Reads a definition, and holds it to the rule that a series is missing exactly where an error
/// says why.
fn read(text: &str, stem: &str) -> Definition {
    let definition = parse(&SourceFile::new(format!("{stem}.toml"), text), stem);
    assert_eq!(definition.series.is_none(), has_errors(&definition.findings), "{text}");
    definition
}

/// The publication of a series with `record`.
fn publish(series: &Series, record: Option<&Record>, now: &str) -> (Record, Calendars) {
    let record = reconcile(series, record, instant(now)).unwrap().record;
    let public_url = WebUrl::parse("https://calendar.example.org").unwrap();
    let (calendars, findings) = render::check(calendars(series, &record, Some(&public_url)));
    let calendars = calendars.unwrap_or_else(|| panic!("{findings:?}"));
    // What a whole file alone shows.
    let of_sessions = calendars.sessions().map(|(_, text)| (Expected::Session, text));
    for (expected, text) in of_sessions.chain([(Expected::AllSessions, calendars.all_sessions())]) {
        let checked = ical::check(&text, expected);
        assert!(checked.is_ok_and(|events| !events.is_empty()), "{expected:?}: {text}");
    }
    // What the record says of the series bounds its part of the feed as well.
    let (texts, address) = ([0, record.to_text().len()], public_url.as_str().len());
    let most = most_feed_bytes(texts, record.sessions().count(), address);
    assert!(calendars.feed().len() <= most, "{} of {most}", calendars.feed().len());
    (record, calendars)
}

/// This many cases; a failure is printed, and leaves no file behind.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..ProptestConfig::default()
    }
}
