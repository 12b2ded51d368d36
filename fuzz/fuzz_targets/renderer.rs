//! Publishes, changes and withdraws a valid series of hostile texts, times and zones: it must pass the
//! strict check each time, and another reader must find the series' values in the calendars.
#![no_main]

#[path = "renderer/judge.rs"]
mod judge;
#[path = "renderer/script.rs"]
mod script;

use std::sync::Arc;

use jiff::Timestamp;
use kalends::definition;
use kalends::diagnostic::{Severity, SourceFile, Style, to_text};
use kalends::model::{Series, WebUrl};
use kalends::render::{self, Calendars, Draft};
use kalends::revision::{Reconciled, Record, reconcile};
use libfuzzer_sys::fuzz_target;
use script::Script;

fuzz_target!(|text: &str| {
    let script = Script::read(text);
    let all = series(&script.definition(script.sessions()));
    // Any instant; later ones are relative to it.
    let first = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24 * 365 * 55);
    let record = published(&all, None, first).record;

    let later = first + jiff::SignedDuration::from_hours(1);
    let again = published(&all, Some(&record), later);
    assert!(!again.changed && again.changes.is_empty(), "nothing changed: {:?}", again.changes);
    assert_eq!(again.record, record);

    // The last session is removed: its tombstone comes from the record.
    if script.sessions() > 1 {
        let fewer = series(&script.definition(script.sessions() - 1));
        let without = published(&fewer, Some(&record), later).record;
        published(&all, Some(&without), later + jiff::SignedDuration::from_hours(1));
    }
});

fn series(toml: &str) -> Series {
    let file = SourceFile::new("fuzzed.toml", toml);
    let read = definition::parse(&file, "fuzzed-series");
    let Some(series) = read.series else {
        panic!("the script makes no series:\n{}{toml}", to_text(&read.findings, Style::Plain));
    };
    series
}

/// Reconciles, renders and checks.
fn published(series: &Series, record: Option<&Record>, now: Timestamp) -> Reconciled {
    let reconciled = reconcile(series, record, now).expect("nothing conflicts");
    let text = reconciled.record.to_text();
    let file: Arc<SourceFile> = SourceFile::new("fuzzed-series.lock", text);
    let read = Record::parse(&file).expect("the written record can be read");
    assert_eq!(read, reconciled.record);

    let address = WebUrl::parse("https://events.example.org/").expect("a valid address");
    let draft: Draft = render::calendars(series, &read, Some(&address));
    assert_eq!(draft, render::calendars(series, &reconciled.record, Some(&address)));
    judge::feed(series, &read, &draft.feed);
    let (calendars, findings) = render::check(draft);
    for finding in findings {
        // K401 is about the size, which scripts may well exceed.
        let harmless = finding.severity() == Severity::Warning || finding.code().id == "K401";
        assert!(harmless, "{}\n{:?}", finding.headline(), calendars);
    }
    for (id, text) in calendars.iter().flat_map(Calendars::sessions) {
        judge::session(series, &read, id, &text);
    }
    reconciled
}
