//! A lost record comes back from the feed, and a lost definition nearly so.

use std::collections::BTreeMap;

use kalends::adopt::{self, Bytes, SeriesIdentity};
use kalends::diagnostic::{Severity, SourceFile};
use kalends::model::{Series, SessionParts, WebUrl};
use kalends::render;
use kalends::revision::{Record, reconcile};
use proptest::prelude::*;

use crate::generate::{Texts, plan};
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, publish, read};

/// UIDs and counts, by which subscribers' programs distinguish entries.
fn stamps(record: &Record) -> BTreeMap<String, (u32, String, String)> {
    let said = record.sessions().map(|(_, entry)| {
        let stamp = (entry.sequence(), entry.created().to_string(), entry.revised().to_string());
        (entry.uid().to_string(), stamp)
    });
    said.collect()
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().expect(text)
}

/// The series a second time, with other titles, and one session fewer if there are several.
fn edited(series: &Series) -> Series {
    let mut parts = kalends::model::SeriesParts::clone(series);
    if parts.sessions.len() > 1 {
        parts.sessions.remove(0);
    }
    parts.organizer = None;
    parts.language = kalends::model::Language::parse("de").ok();
    for session in &mut parts.sessions {
        let title = kalends::model::Line::parse("Another title").expect("a line");
        let parts = SessionParts { title, ..session.defined().clone() };
        *session = kalends::model::Session::new(parts);
    }
    Series::new(parts).expect("a series")
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_record_comes_back_from_the_feed_it_gave(plan in plan(Texts::Clean)) {
        let first = read(&Manner::default().write(&plan), "talks").series.expect("a series");
        let series = edited(&first);
        let before = reconcile(&first, None, at(FIRST)).expect("new").record;
        let record = reconcile(&series, Some(&before), at(AGAIN)).expect("edited").record;
        let url = WebUrl::parse("https://calendar.example.org/below").expect("a link");
        let text = render::calendars(&series, &record, Some(&url)).feed;
        let feed = adopt::read(&SourceFile::new("feed.ics", text.clone()), None);
        prop_assert!(!kalends::diagnostic::has_errors(feed.findings()), "{:?}", feed.findings());
        let recovered = adopt::recover(&feed, &series, None, at("2031-01-01T00:00:00Z"))
            .expect("recovered");
        // A tombstone's description has its speakers in it, and may be too long with them: then
        // that is said.
        let errors: Vec<_> =
            recovered.findings.iter().filter(|found| found.severity() == Severity::Error).collect();
        if !errors.is_empty() {
            prop_assert!(errors.iter().all(|found| found.headline().ends_with("16000 characters")));
            return Ok(());
        }
        prop_assert_eq!(&render::calendars(&series, &recovered.record, Some(&url)).feed, &text);
        prop_assert_eq!(recovered.bytes, Bytes::Same);
        prop_assert_eq!(stamps(&recovered.record), stamps(&record));
        let next = reconcile(&series, Some(&recovered.record), at("2031-01-01T00:00:00Z"));
        let next = next.expect("the same series");
        prop_assert!(!next.stale, "{:?}", next.changes);
        for session in &series.sessions {
            // No feed contains the texts of earlier SEQUENCEs.
            let all = |record: &Record| {
                let entry = record.entry(&session.id).expect("an entry");
                (entry.uid().clone(), entry.sequence(), entry.revised(), entry.fields().clone())
            };
            prop_assert_eq!(all(&record), all(&recovered.record));
        }
    }

    #[test]
    fn a_definition_and_a_record_come_back_from_the_feed_alone(plan in plan(Texts::Clean)) {
        let series = read(&Manner::default().write(&plan), "talks").series.expect("a series");
        let (record, calendars) = publish(&series, None, FIRST);
        let feed = adopt::read(&SourceFile::new("feed.ics", calendars.feed()), None);
        let identity = SeriesIdentity { id: series.id.clone(), authority: series.authority.clone() };
        let adopted = adopt::adopt(&feed, identity, "feed", at("2031-01-01T00:00:00Z"));
        let adopted = adopted.unwrap_or_else(|findings| panic!("{findings:?}"));
        for (uid, (sequence, created, _)) in stamps(&adopted.record) {
            let (was_sequence, was_created, _) = &stamps(&record)[&uid];
            prop_assert_eq!((sequence, &created), (*was_sequence, was_created));
        }
        prop_assert_eq!(adopted.record.sessions().count(), record.sessions().count());
    }
}
