//! Decisions of a reconciliation, one scenario each.

use jiff::SignedDuration;

use super::support::{
    at, days, first, id, line, next, parsed, parts, prose, series, session, told, two_hours,
    unsigned,
};
use crate::model::{Language, Place, Series, SessionParts, Status};
use crate::revision::{LIFETIME_DAYS, Record};

const PUBLISHED: &str = "2020-03-01T10:00:00Z";
const LATER: &str = "2020-03-02T10:00:00Z";

fn talk() -> SessionParts {
    session("talk", two_hours("2020-09-23T12:00:00Z"))
}

fn walk() -> SessionParts {
    session("walk", two_hours("2020-10-23T12:00:00Z"))
}

fn both() -> Series {
    series(vec![talk(), walk()])
}

fn published() -> Record {
    first(&both(), PUBLISHED)
}

/// The kind of a change of `talk`, and whether it was revised.
fn changed(change: impl FnOnce(&mut SessionParts)) -> (String, bool) {
    let mut changed = talk();
    change(&mut changed);
    let result = next(&series(vec![changed, walk()]), Some(&published()), LATER);
    let entry = result.record.entry(&id("talk")).expect("talk");
    assert_eq!(result.record.entry(&id("walk")), published().entry(&id("walk")));
    assert_eq!(result.record.revised(), at(LATER));
    (told(&result).join(" "), entry.revised() == at(LATER))
}

#[test]
fn a_first_publication_starts_at_zero_and_now() {
    let result = next(&both(), None, "2020-03-01T10:00:00.999Z");
    assert_eq!(told(&result), ["talk created", "walk created"]);
    assert!(result.changed && result.stale);
    for (id, entry) in result.record.sessions() {
        assert_eq!(*entry.uid(), both().uid_of(id));
        assert_eq!(
            (entry.sequence(), entry.created(), entry.revised()),
            (0, at(PUBLISHED), at(PUBLISHED))
        );
        assert!(entry.is_in_feed());
    }
    assert_eq!((result.record.created(), result.record.revised()), (at(PUBLISHED), at(PUBLISHED)));
    assert_eq!(result.feed.len(), 2);
}

#[test]
fn nothing_new_changes_nothing() {
    let result = next(&both(), Some(&published()), LATER);
    assert!(!result.changed && !result.stale && result.changes.is_empty());
    assert_eq!(result.record.to_text(), published().to_text());
}

#[test]
fn the_order_of_the_definition_changes_nothing() {
    let result = next(&series(vec![walk(), talk()]), Some(&published()), LATER);
    assert!(!result.changed);
}

#[test]
fn what_people_want_to_be_told_raises_the_sequence() {
    let raised = ("talk changed (0)→1".to_owned(), true);
    assert_eq!(changed(|talk| talk.title = line("Another")), raised);
    assert_eq!(changed(|talk| talk.when = two_hours("2020-09-23T13:00:00Z")), raised);
    assert_eq!(changed(|talk| talk.when = days("2020-09-23", "2020-09-23")), raised);
    assert_eq!(changed(|talk| talk.place = Some(Place::Online)), raised);
    assert_eq!(changed(|talk| talk.place = Some(Place::Label(line("Room 1")))), raised);
    assert_eq!(changed(|talk| talk.status = Status::Tentative), raised);
    let join = crate::model::WebUrl::parse("https://example.org/join").ok();
    assert_eq!(changed(|talk| talk.join = join), raised);
}

#[test]
fn what_else_changes_only_revises_the_entry() {
    let touched = ("talk touched (0)→0".to_owned(), true);
    assert_eq!(changed(|talk| talk.description = Some(prose("More."))), touched);
    assert_eq!(changed(|talk| talk.busy = false), touched);
}

#[test]
fn old_and_new_values_are_told() {
    let mut moved = talk();
    moved.when = two_hours("2020-09-23T13:00:00Z");
    moved.description = Some(prose("More."));
    let result = next(&series(vec![moved, walk()]), Some(&published()), LATER);
    let fields: Vec<_> = result.changes[0]
        .fields
        .iter()
        .map(|field| (field.key.name(), field.old.as_deref(), field.new.as_deref()))
        .collect();
    assert_eq!(
        fields,
        [
            ("description", None, Some("More.")),
            ("end", Some("2020-09-23T14:00:00Z"), Some("2020-09-23T15:00:00Z")),
            ("local_end", Some("2020-09-23T16:00:00"), Some("2020-09-23T17:00:00")),
            ("local_start", Some("2020-09-23T14:00:00"), Some("2020-09-23T15:00:00")),
            ("start", Some("2020-09-23T12:00:00Z"), Some("2020-09-23T13:00:00Z")),
        ]
    );
}

#[test]
fn a_revision_moves_forward_even_when_the_clock_does_not() {
    let mut touched = talk();
    touched.description = Some(prose("More."));
    for now in [PUBLISHED, "2019-01-01T00:00:00Z", "-001000-01-01T00:00:00Z"] {
        let result = next(&series(vec![touched.clone(), walk()]), Some(&published()), now);
        let entry = result.record.entry(&id("talk")).expect("talk");
        assert_eq!(entry.revised(), at("2020-03-01T10:00:01Z"), "{now}");
        assert_eq!(result.record.revised(), at("2020-03-01T10:00:01Z"), "{now}");
    }
}

#[test]
fn a_clock_outside_of_what_records_hold_is_taken_for_its_nearest_instant() {
    for (now, held) in [
        ("-001000-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("9999-12-30T21:00:00Z", "9999-12-30T00:00:00Z"),
    ] {
        let record = first(&both(), now);
        assert_eq!((record.created(), record.revised()), (at(held), at(held)));
        assert_eq!(parsed(&record.to_text()), record);
    }
}

#[test]
fn a_cancelled_session_stays_and_can_be_reinstated() {
    let mut off = talk();
    off.status = Status::Cancelled;
    let off = next(&series(vec![off, walk()]), Some(&published()), LATER);
    assert_eq!(told(&off), ["talk cancelled (0)→1"]);
    assert!(off.record.entry(&id("talk")).expect("talk").withdrawn().is_none());
    let on = next(&both(), Some(&off.record), "2020-03-03T10:00:00Z");
    assert_eq!(told(&on), ["talk reinstated (1)→2"]);
}

#[test]
fn a_series_title_revises_the_feed_alone() {
    let mut renamed = parts(vec![talk(), walk()]);
    renamed.title = line("Lectures");
    let result = next(&Series::new(renamed).expect("series"), Some(&published()), LATER);
    assert!(result.changes.is_empty() && result.changed && result.stale);
    assert_eq!(result.record.revised(), at(LATER));
    assert_eq!(result.feed[0].new.as_deref(), Some("Lectures"));
    assert!(result.record.sessions().eq(published().sessions()));
}

#[test]
fn a_value_of_the_series_that_entries_show_touches_them_all() {
    let mut french = parts(vec![talk(), walk()]);
    french.language = Language::parse("fr").ok();
    let result = next(&Series::new(french).expect("series"), Some(&published()), LATER);
    assert_eq!(told(&result), ["talk touched (0)→0", "walk touched (0)→0"]);
}

#[test]
fn aliases_change_nothing_that_is_published() {
    let mut known = parts(vec![talk(), walk()]);
    known.aliases = vec![crate::model::SeriesId::parse("lectures").expect("id")];
    assert!(!next(&Series::new(known).expect("series"), Some(&published()), LATER).changed);
}

#[test]
fn a_session_taken_out_becomes_a_tombstone_of_what_it_last_said() {
    let result = next(&series(vec![walk()]), Some(&published()), LATER);
    assert_eq!(told(&result), ["talk withdrawn (0)→1"]);
    let entry = result.record.entry(&id("talk")).expect("talk");
    assert_eq!((entry.revised(), entry.is_in_feed()), (at(LATER), true));
    assert_eq!(entry.fields(), published().entry(&id("talk")).expect("talk").fields());
    let withdrawn = entry.withdrawn().expect("withdrawn");
    assert_eq!(withdrawn.at(), at(LATER));
    let expected = SessionParts { status: Status::Cancelled, ..talk() };
    assert_eq!(**withdrawn.session(), expected);
    assert_eq!(result.record.in_feed().count(), 2);
    assert!(!next(&series(vec![walk()]), Some(&result.record), "2020-03-03T00:00:00Z").changed);
}

#[test]
fn a_session_that_comes_back_keeps_its_uid_and_goes_on_counting() {
    let gone = next(&series(vec![walk()]), Some(&published()), LATER).record;
    let back = next(&both(), Some(&gone), "2020-03-03T10:00:00Z");
    assert_eq!(told(&back), ["talk reinstated (1)→2"]);
    let entry = back.record.entry(&id("talk")).expect("talk");
    assert_eq!(entry.uid(), published().entry(&id("talk")).expect("talk").uid());
    assert_eq!((entry.created(), entry.revised()), (at(PUBLISHED), at("2020-03-03T10:00:00Z")));
    assert!(entry.withdrawn().is_none());
}

#[test]
fn a_tombstone_leaves_the_feed_thirty_days_after_end_and_removal() {
    let lifetime = SignedDuration::from_hours(24 * LIFETIME_DAYS);
    let over = at("2020-09-23T14:00:00Z");
    for removed in ["2020-03-02T10:00:00Z", "2020-12-01T10:00:00Z"] {
        let gone = next(&series(vec![walk()]), Some(&published()), removed).record;
        let due = over.max(at(removed)) + lifetime;
        let before = (due - SignedDuration::from_secs(1)).to_string();
        let kept = next(&series(vec![walk()]), Some(&gone), &before);
        assert!(!kept.changed, "{removed}");
        let left = next(&series(vec![walk()]), Some(&gone), &due.to_string());
        assert_eq!(told(&left), ["talk left the feed (1)→1"]);
        assert!(left.changed && !left.stale);
        assert_eq!(left.record.revised(), due);
        let (old, new) = (gone.entry(&id("talk")), left.record.entry(&id("talk")));
        assert_eq!(
            old.map(crate::revision::RecordEntry::revised),
            new.map(crate::revision::RecordEntry::revised)
        );
        assert_eq!(new.expect("talk").left_feed(), Some(due));
        assert_eq!(left.record.in_feed().count(), 1);
        assert_eq!(left.record.tombstones().count(), 1);
        let later = (due + lifetime).to_string();
        assert!(!next(&series(vec![walk()]), Some(&left.record), &later).changed);
        let back = next(&both(), Some(&left.record), &later);
        assert_eq!(told(&back), ["talk reinstated (1)→2"]);
        assert!(back.record.entry(&id("talk")).expect("talk").is_in_feed());
    }
}

#[test]
fn whole_days_are_over_twelve_hours_west_of_utc() {
    let day = session("day", days("2020-09-22", "2020-09-23"));
    let record = first(&series(vec![day, walk()]), PUBLISHED);
    let gone = next(&series(vec![walk()]), Some(&record), LATER).record;
    assert!(!next(&series(vec![walk()]), Some(&gone), "2020-10-24T11:59:59Z").changed);
    assert!(next(&series(vec![walk()]), Some(&gone), "2020-10-24T12:00:00Z").changed);
}

#[test]
fn a_uid_in_the_record_wins_over_the_derived_one() {
    let uid = "0123e4a6-0000-4000-8000-00000000abcd";
    let derived = both().uid_of(&id("talk")).to_string();
    let record = parsed(&unsigned(&published().to_text()).replace(&derived, uid));
    let mut moved = talk();
    moved.title = line("Another");
    let result = next(&series(vec![moved, walk()]), Some(&record), LATER);
    assert_eq!(result.record.entry(&id("talk")).expect("talk").uid().to_string(), uid);
    assert!(!next(&both(), Some(&record), LATER).changed);
}

#[test]
fn a_retired_series_that_is_defined_is_there_again() {
    let mut record = published();
    record.retired = Some(at(PUBLISHED));
    let result = next(&both(), Some(&record), LATER);
    assert!(result.changed && result.stale && result.record.retired().is_none());
    assert_eq!(result.record.revised(), at(LATER));
}

#[test]
fn a_defined_session_that_had_left_the_feed_is_there_again() {
    let mut record = published();
    record.sessions.get_mut(&id("talk")).expect("talk").left_feed = Some(at(PUBLISHED));
    let result = next(&both(), Some(&record), LATER);
    assert_eq!(told(&result), ["talk back in the feed (0)→0"]);
    assert!(result.changed && result.stale);
    assert_eq!(result.record.in_feed().count(), 2);
}
