//! Cancelled sessions that are removed, and entries that a later release writes differently.

use super::support::{
    at, first, id, next, of_first_release, parse, parsed, parts, series, session, shown, told,
    two_hours, unsigned,
};
use crate::model::{Language, Place, Series, SessionParts, Status, WebUrl};
use crate::revision::{ChangeKind, FORMAT, Reconciled, Record};

const PUBLISHED: &str = "2020-03-01T10:00:00Z";
const LATER: &str = "2020-03-02T10:00:00Z";
const LATEST: &str = "2020-03-03T10:00:00Z";

fn talk() -> SessionParts {
    session("talk", two_hours("2020-09-23T12:00:00Z"))
}

fn off() -> SessionParts {
    SessionParts { status: Status::Cancelled, ..talk() }
}

fn joined(parts: SessionParts) -> SessionParts {
    let join = WebUrl::parse("https://meet.example.org/1").ok();
    SessionParts { join, place: Some(Place::Online), ..parts }
}

fn walk() -> SessionParts {
    session("walk", two_hours("2020-10-23T12:00:00Z"))
}

fn spoken(language: &str, sessions: Vec<SessionParts>) -> Series {
    let mut parts = parts(sessions);
    parts.language = Language::parse(language).ok();
    Series::new(parts).expect("series")
}

/// As the previous release wrote it.
fn of_first_rules(series: &Series) -> Record {
    let text = first(series, PUBLISHED).to_text();
    assert!(text.contains("\nformat = 3\n"), "{text}");
    let record = parsed(&of_first_release(&text));
    assert_eq!(record.format(), 1);
    record
}

fn state(reconciled: &Reconciled, session: &str) -> (u32, bool) {
    let entry = reconciled.record.entry(&id(session)).expect(session);
    (entry.sequence(), entry.revised() > at(PUBLISHED))
}

#[test]
fn a_cancelled_session_is_taken_out_and_put_back_unseen() {
    let record = first(&series(vec![off(), walk()]), PUBLISHED);
    let out = next(&series(vec![walk()]), Some(&record), LATER);
    assert_eq!(told(&out), ["talk withdrawn (0)→0"]);
    assert_eq!((state(&out, "talk"), out.stale), ((0, false), true));
    assert_eq!(parsed(&out.record.to_text()), out.record);
    let back = next(&series(vec![off(), walk()]), Some(&out.record), LATEST);
    assert_eq!(told(&back), ["talk touched (0)→0"]);
    assert_eq!(state(&back, "talk"), (0, false));
    let on = next(&series(vec![talk(), walk()]), Some(&out.record), LATEST);
    assert_eq!(told(&on), ["talk reinstated (0)→1"]);
}

#[test]
fn a_session_that_was_taken_out_is_put_back_as_cancelled_without_an_alert() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let out = next(&series(vec![walk()]), Some(&record), LATER);
    assert_eq!(told(&out), ["talk withdrawn (0)→1"]);
    let back = next(&series(vec![off(), walk()]), Some(&out.record), LATEST);
    assert_eq!(told(&back), ["talk touched (1)→1"]);
}

#[test]
fn retiring_a_series_leaves_what_is_cancelled_as_it_is() {
    let record = first(&series(vec![off(), walk()]), PUBLISHED);
    let mut ended = parts(vec![off(), walk()]);
    ended.retired = true;
    let ended = next(&Series::new(ended).expect("series"), Some(&record), LATER);
    assert_eq!(told(&ended), ["talk withdrawn (0)→0", "walk withdrawn (0)→1"]);
    assert_eq!((state(&ended, "talk"), state(&ended, "walk")), ((0, false), (1, true)));
    let again = next(&series(vec![off(), walk()]), Some(&ended.record), LATEST);
    assert_eq!(told(&again), ["talk touched (0)→0", "walk reinstated (1)→2"]);
}

#[test]
fn a_link_that_nobody_sees_alerts_nobody() {
    let record = first(&series(vec![off(), walk()]), PUBLISHED);
    let linked = next(&series(vec![joined(off()), walk()]), Some(&record), LATER);
    // It is online now, which people see.
    assert_eq!(told(&linked), ["talk changed (0)→1"]);
    let mut other = joined(off());
    other.join = WebUrl::parse("https://meet.example.org/2").ok();
    let other = next(&series(vec![other, walk()]), Some(&linked.record), LATEST);
    assert_eq!(told(&other), ["talk touched (1)→1"]);
    assert_eq!(
        other.record.entry(&id("talk")).expect("talk").fields().get("join"),
        Some("https://meet.example.org/2")
    );
}

#[test]
fn entries_that_this_release_writes_differently_are_revised_once_and_keep_their_count() {
    let sessions = || series(vec![joined(off()), joined(walk())]);
    let record = of_first_rules(&sessions());
    let result = next(&sessions(), Some(&record), LATER);
    assert_eq!(told(&result), ["talk rewritten (0)→0"]);
    assert_eq!(result.changes[0].rewrites, ["cancelled sessions lose their join link"]);
    assert_eq!((state(&result, "talk"), state(&result, "walk")), ((0, true), (0, false)));
    assert_eq!(result.record.revised(), at(LATER));
    assert!(result.changed && !result.stale);
    assert_eq!(result.record.format(), FORMAT);
    assert!(!next(&sessions(), Some(&result.record), LATEST).changed);
}

#[test]
fn tombstones_and_sessions_taken_out_are_rewritten_too() {
    let without = || series(vec![walk()]);
    let tombstone =
        next(&without(), Some(&first(&series(vec![joined(talk()), walk()]), PUBLISHED)), LATER);
    let record = parsed(&of_first_release(&tombstone.record.to_text()));
    assert_eq!(told(&next(&without(), Some(&record), LATEST)), ["talk rewritten (1)→1"]);
    let record = of_first_rules(&series(vec![joined(off()), walk()]));
    let out = next(&without(), Some(&record), LATER);
    assert_eq!(told(&out), ["talk withdrawn (0)→0"]);
    assert_eq!((state(&out, "talk"), out.stale), ((0, true), true));
    assert_eq!(out.changes[0].rewrites.len(), 1);
}

#[test]
fn only_where_the_word_is_another_is_the_place_rewritten() {
    let online = || SessionParts { place: Some(Place::Online), ..talk() };
    for (language, session, expected) in [
        ("el", online(), 1),
        ("pt-BR", online(), 1),
        ("de", online(), 0),
        ("zh", online(), 0),
        ("el", joined(talk()), 0),
        ("el", talk(), 0),
    ] {
        let series = spoken(language, vec![session]);
        let result = next(&series, Some(&of_first_rules(&series)), LATER);
        assert_eq!(result.changes.len(), expected, "{language}");
        assert!(result.changes.iter().all(|change| change.kind == ChangeKind::Rewritten));
        assert_eq!((result.changed, result.stale), (expected > 0, false), "{language}");
    }
}

#[test]
fn entries_in_a_language_that_is_new_are_rewritten() {
    let online = || SessionParts { place: Some(Place::Online), ..talk() };
    for (language, session, expected) in [
        ("tr", talk(), 1),
        ("ca-ES", talk(), 1),
        ("pt-BR", online(), 1),
        ("pt-BR", joined(talk()), 0),
        ("pt-BR", talk(), 0),
        ("pt", online(), 0),
        ("de", online(), 0),
    ] {
        let series = spoken(language, vec![session]);
        let text = unsigned(&first(&series, PUBLISHED).to_text());
        let record = parsed(&text.replace("\nformat = 3\n", "\nformat = 2\n"));
        assert_eq!(record.format(), 2);
        let result = next(&series, Some(&record), LATER);
        assert_eq!(result.changes.len(), expected, "{language}");
        assert!(result.changes.iter().all(|change| change.kind == ChangeKind::Rewritten));
    }
}

#[test]
fn a_record_that_stays_as_it_is_is_not_written_for_its_format_alone() {
    let sessions = |parts| series(vec![parts, walk()]);
    let record = of_first_rules(&sessions(talk()));
    let same = next(&sessions(talk()), Some(&record), LATER);
    assert_eq!((same.changed, &same.record), (false, &record));
    let edited = next(&sessions(off()), Some(&record), LATER);
    assert_eq!(edited.record.format(), FORMAT);
}

#[test]
fn rules_that_this_release_does_not_know_are_refused() {
    let text = first(&series(vec![talk()]), PUBLISHED).to_text();
    let newer = parse(&text.replace("format = 3", "format = 4")).expect_err("newer");
    insta::assert_snapshot!(shown(&newer), @r#"
    error[K303]: the record has format 4, this release writes 3
     --> schedules/talks.lock:9:10
      |
    9 | format = 4
      |          ^
      |
      = help: run the release of kalends that wrote it, or a later one

    1 error
    "#);
    for wrong in ["format = 0", "format = \"3\"", "format = 3\nformat = 3"] {
        assert!(parse(&text.replace("format = 3", wrong)).is_err(), "{wrong}");
    }
}
