//! One series in several languages: one identity, the same times, other words.

use kalends::model::{Language, Line, Place, Prose, Series, SeriesParts, Session, WebUrl};
use kalends::render::{self, Calendars, calendars, second_reading};
use kalends::revision::{Record, reconcile};
use proptest::prelude::*;

use crate::generate::{Texts, plan};
use crate::judge;
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, instant, read};

fn danish() -> Language {
    Language::parse("da").unwrap()
}

fn line(text: &Line) -> Line {
    Line::parse(&format!("på dansk: {text}")).unwrap_or_else(|_| Line::parse("kort").unwrap())
}

fn prose(text: &Prose) -> Prose {
    let text = format!("på dansk: {}", text.as_str());
    Prose::parse(&text).unwrap_or_else(|_| Prose::parse("kort").unwrap())
}

/// The same session with every other text in Danish.
fn translated(number: usize, session: &Session) -> Session {
    let mut parts = session.defined().clone();
    if number % 3 != 2 {
        parts.title = line(&parts.title);
        parts.description = parts.description.as_ref().map(prose);
        parts.place = parts.place.map(|place| match place {
            Place::Label(label) => Place::Label(line(&label)),
            Place::Venue { name, address, geo } => Place::Venue { name: line(&name), address, geo },
            Place::Online => Place::Online,
        });
        for speaker in &mut parts.speakers {
            speaker.role = speaker.role.as_ref().map(line);
        }
    }
    Session::new(parts)
}

fn english(series: &Series) -> SeriesParts {
    SeriesParts { language: Language::parse("en").ok(), ..SeriesParts::clone(series) }
}

fn in_danish(english: &SeriesParts) -> SeriesParts {
    let sessions = english.sessions.iter().enumerate();
    SeriesParts {
        language: Some(danish()),
        title: line(&english.title),
        description: english.description.as_ref().map(prose),
        sessions: sessions.map(|(number, session)| translated(number, session)).collect(),
        ..english.clone()
    }
}

fn both(english: SeriesParts) -> Series {
    let english = Series::new(english).unwrap();
    let danish = in_danish(&english);
    english.with_translations(vec![danish]).unwrap()
}

/// The calendars in English and in Danish, each read by another reader too.
fn all(series: &Series, record: &Record) -> (Calendars, Calendars) {
    let url = WebUrl::parse("https://calendar.example.org").unwrap();
    let in_danish = series.in_language(&danish()).unwrap();
    let danish_record = record.in_language(&danish()).unwrap();
    let of = |series, record| {
        let calendars = render::check(calendars(series, record, Some(&url))).0.unwrap();
        second_reading(calendars.feed(), series, record).unwrap();
        calendars
    };
    (of(series, record), of(in_danish, &danish_record))
}

/// Holds two feeds to be the same entries at the same revision.
fn compare(own: &Calendars, other: &Calendars) {
    let (own_events, other_events) = (judge::events(own.feed()), judge::events(other.feed()));
    assert!(own_events.keys().eq(other_events.keys()));
    for (uid, event) in &own_events {
        let other = &other_events[uid];
        assert_eq!((event.start, event.end), (other.start, other.end), "{uid}");
        for name in ["SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED", "STATUS", "TRANSP"] {
            assert_eq!(event.values.get(name), other.values.get(name), "{name} of {uid}");
        }
    }
    let names =
        |calendars: &Calendars| calendars.sessions().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    assert_eq!(names(own), names(other));
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn every_language_has_the_same_entries_at_the_same_revision(plan in plan(Texts::Clean)) {
        let plain = read(&Manner::default().write(&plan), "talks").series.expect("a series");
        let english = english(&plain);
        let alone = Series::new(english.clone()).unwrap();
        let first = reconcile(&alone, None, instant(FIRST)).unwrap().record;
        let url = WebUrl::parse("https://calendar.example.org").unwrap();
        let before = render::check(calendars(&alone, &first, Some(&url))).0.unwrap();

        // Another language changes no byte of this one.
        let series = both(english.clone());
        let added = reconcile(&series, Some(&first), instant(AGAIN)).unwrap();
        prop_assert!(added.stale && added.changes.is_empty());
        let (own, other) = all(&series, &added.record);
        prop_assert_eq!(&own, &before);
        compare(&own, &other);

        // Nor does reading the record back change one.
        let file = kalends::diagnostic::SourceFile::new("talks.lock", added.record.to_text());
        prop_assert_eq!(&Record::parse(&file).unwrap(), &added.record);

        // A session goes, and others are called otherwise in Danish alone.
        let mut fewer = english;
        if fewer.sessions.len() > 1 {
            fewer.sessions.remove(0);
        }
        let shorter = Series::new(fewer).unwrap();
        let mut danish = in_danish(&shorter);
        danish.sessions = danish.sessions.iter().map(|session| translated(0, session)).collect();
        let series = shorter.with_translations(vec![danish]).unwrap();
        let last = "2026-09-24T00:00:00Z";
        let edited = reconcile(&series, Some(&added.record), instant(last)).unwrap();
        for change in &edited.changes {
            let is_raised = change.old_sequence.is_some_and(|old| old < change.new_sequence);
            let is_retitled = change.fields.iter().any(|field| {
                field.key.name() == "title" && field.old.is_some() && field.new.is_some()
            });
            prop_assert!(is_raised || !is_retitled, "{:?}", change);
        }
        let (own, other) = all(&series, &edited.record);
        compare(&own, &other);
    }
}
