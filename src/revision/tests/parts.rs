//! Tracks, rooms and categories in records: who is in a part, and until when.

use super::support::{at, file, id, line, next, parsed, parts, session, told, two_hours};
use crate::model::{Belonging, Part, PartKey, Series, SessionParts};
use crate::revision::{OldRelease, PartChange, PartChangeKind, Reconciled, Record};

const PUBLISHED: &str = "2020-03-01T10:00:00Z";
const LATER: &str = "2020-03-02T10:00:00Z";
const TALK: &str = "2020-09-23T12:00:00Z";
const TALK_END: &str = "2020-09-23T14:00:00Z";
const WALK: &str = "2020-10-23T12:00:00Z";
const LONG_AFTER: &str = "2021-06-01T10:00:00Z";

fn key(text: &str) -> PartKey {
    PartKey::parse(text).expect(text)
}

fn part(text: &str, title: &str) -> Part {
    Part { key: key(text), title: line(title), colour: None, place: None, reminder: None }
}

/// A session in some parts.
fn with(name: &str, start: &str, in_parts: &[&str]) -> SessionParts {
    let belonging =
        Belonging { parts: in_parts.iter().map(|text| key(text)).collect(), spoken: None };
    SessionParts { belonging, ..session(name, two_hours(start)) }
}

fn series_of(
    sessions: Vec<SessionParts>,
    defined: &[(&str, &str)],
    renamed: &[(&str, &str)],
) -> Series {
    let mut parts = parts(sessions);
    parts.parts = defined.iter().map(|(text, title)| part(text, title)).collect();
    parts.former_parts = renamed.iter().map(|(old, new)| (key(old), key(new))).collect();
    Series::new(parts).expect("series")
}

fn policy(sessions: Vec<SessionParts>) -> Series {
    series_of(sessions, &[("track/policy", "Policy"), ("track/tech", "Tech")], &[])
}

fn members(record: &Record, part: &str) -> Vec<String> {
    record.members(&key(part)).into_iter().map(ToString::to_string).collect()
}

fn both() -> Vec<SessionParts> {
    vec![with("talk", TALK, &["track/policy"]), with("walk", WALK, &["track/policy"])]
}

/// Read from its text, as every record is.
fn published(series: &Series, record: Option<&Record>, now: &str) -> Reconciled {
    let reconciled = next(series, record, now);
    assert_eq!(parsed(&reconciled.record.to_text()), reconciled.record);
    reconciled
}

#[test]
fn a_part_has_its_sessions_and_a_record_without_parts_says_nothing_of_them() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    assert_eq!(members(&record, "track/policy"), ["talk", "walk"]);
    assert!(members(&record, "track/tech").is_empty());
    let text = record.to_text();
    assert!(text.contains("parts = [\"track/policy Policy\", \"track/tech Tech\"]\n"), "{text}");
    assert!(text.contains("\nparts = [\"track/policy\"]\n"), "{text}");
    // An older release reads the record without its parts.
    let older = Record::text_for(&file(&text), OldRelease::V0_1);
    assert!(!older.contains("parts = ") && older.contains("[series.fields]"), "{older}");
    let plain = vec![with("talk", TALK, &[])];
    let without = published(&series_of(plain, &[], &[]), None, PUBLISHED).record;
    assert!(!without.to_text().contains("parts"));
}

#[test]
fn a_session_that_leaves_a_part_stays_in_it_until_its_end() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    let moved = vec![with("talk", TALK, &["track/tech"]), with("walk", WALK, &["track/policy"])];
    let left = published(&policy(moved.clone()), Some(&record), LATER);
    // No entry is revised by that, and nobody gets a new SEQUENCE.
    assert!(told(&left).is_empty() && left.changed && left.stale);
    assert_eq!(left.record.revised(), at(LATER));
    assert_eq!(members(&left.record, "track/policy"), ["talk", "walk"]);
    assert_eq!(members(&left.record, "track/tech"), ["talk"]);
    assert_eq!(left.due, Some(at(TALK_END)));
    let before = next(&policy(moved.clone()), Some(&left.record), "2020-09-23T13:59:59Z");
    assert!(!before.changed);
    let after = published(&policy(moved.clone()), Some(&left.record), TALK_END);
    assert!(after.changed && !after.stale && after.due.is_none());
    assert_eq!(members(&after.record, "track/policy"), ["walk"]);
    assert!(!next(&policy(moved), Some(&after.record), LONG_AFTER).changed);
}

#[test]
fn one_that_is_over_leaves_at_once() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    let moved = vec![with("talk", TALK, &[]), with("walk", WALK, &["track/policy"])];
    let left = published(&policy(moved), Some(&record), TALK_END);
    assert!(left.stale);
    assert_eq!(members(&left.record, "track/policy"), ["walk"]);
}

#[test]
fn an_emptied_part_and_one_that_is_not_defined_any_more_keep_their_last_entry() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    let moved = || vec![with("talk", TALK, &[]), with("walk", WALK, &[])];
    for series in [policy(moved()), series_of(moved(), &[("track/tech", "Tech")], &[])] {
        let left = published(&series, Some(&record), LATER).record;
        assert_eq!(members(&left, "track/policy"), ["talk", "walk"]);
        let over = published(&series, Some(&left), LONG_AFTER).record;
        assert_eq!(members(&over, "track/policy"), ["walk"], "the last to end");
        assert!(over.parts().iter().any(|part| part.title == line("Policy")));
    }
}

#[test]
fn a_withdrawn_session_stays_in_its_parts_as_long_as_anyone_has_it() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    let one = vec![with("walk", WALK, &[])];
    let withdrawn = published(&policy(one.clone()), Some(&record), LATER).record;
    assert_eq!(members(&withdrawn, "track/policy"), ["talk", "walk"]);
    // Out of the series' feed: the other stays, although it left the part and is over.
    let expired = published(&policy(one), Some(&withdrawn), LONG_AFTER).record;
    assert!(!expired.entry(&id("talk")).expect("talk").is_in_feed());
    assert_eq!(members(&expired, "track/policy"), ["walk"]);
    // Alone in its part, it is served there after it left the feed: a feed is never empty.
    let alone = |talk: bool| {
        let walk = [with("walk", WALK, &["track/tech"])];
        let talk = talk.then(|| with("talk", TALK, &["track/policy"]));
        policy(talk.into_iter().chain(walk).collect())
    };
    let record = published(&alone(true), None, PUBLISHED).record;
    let withdrawn = published(&alone(false), Some(&record), LATER).record;
    let expired = published(&alone(false), Some(&withdrawn), LONG_AFTER).record;
    assert!(!expired.entry(&id("talk")).expect("talk").is_in_feed());
    assert_eq!(members(&expired, "track/policy"), ["talk"]);
}

#[test]
fn a_tombstone_out_of_the_feed_does_not_return_to_a_part() {
    let removing = |sessions: Vec<SessionParts>| {
        let mut parts = parts(sessions);
        parts.on_cancel = crate::model::OnCancel::Remove;
        parts.parts = vec![part("track/policy", "Policy")];
        Series::new(parts).expect("series")
    };
    let record = published(&removing(both()), None, PUBLISHED).record;
    let one = vec![with("walk", WALK, &["track/policy"])];
    let withdrawn = published(&removing(one), Some(&record), LATER).record;
    assert_eq!(members(&withdrawn, "track/policy"), ["walk"]);
    let left = vec![with("walk", WALK, &[])];
    let over = published(&removing(left), Some(&withdrawn), LONG_AFTER).record;
    assert_eq!(members(&over, "track/policy"), ["walk"]);
}

#[test]
fn a_renamed_part_keeps_its_sessions_and_its_first_key() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    let renamed = |new: &str, was: &[(&str, &str)]| {
        let sessions = vec![with("talk", TALK, &[new]), with("walk", WALK, &[new])];
        series_of(sessions, &[(new, "Policy"), ("track/tech", "Tech")], was)
    };
    let law = renamed("track/law", &[("track/policy", "track/law")]);
    let second = published(&law, Some(&record), LATER);
    assert!(told(&second).is_empty());
    assert_eq!(second.due, None, "nobody left anything");
    let rights = renamed("track/rights", &[("track/law", "track/rights")]);
    let third = published(&rights, Some(&second.record), LATER).record;
    // The definition may forget earlier names; the record does not.
    let third = published(&renamed("track/rights", &[]), Some(&third), LONG_AFTER).record;
    let all = third.parts();
    let part = all.iter().find(|part| part.key == key("track/rights")).expect("the part");
    assert_eq!(part.first, key("track/policy"));
    let former: Vec<_> = third.former_parts().iter().map(|(old, _)| old.to_string()).collect();
    assert_eq!(former, ["track/policy", "track/law"]);
    assert!(third.former_parts().iter().all(|(_, today)| *today == key("track/rights")));
    assert_eq!(members(&third, "track/rights"), ["talk", "walk"]);
}

#[test]
fn a_variant_has_every_session_of_the_feed() {
    let series = series_of(both(), &[("variant/alarm", "With an alarm")], &[]);
    let record = published(&series, None, PUBLISHED).record;
    assert_eq!(members(&record, "variant/alarm"), ["talk", "walk"]);
}

#[test]
fn each_change_of_a_part_is_told() {
    let record = published(&policy(both()), None, PUBLISHED).record;
    let moved = vec![with("talk", TALK, &["track/tech"]), with("walk", WALK, &["track/policy"])];
    let titles = [("track/policy", "Law"), ("track/tech", "Tech"), ("room/aula", "Aula")];
    let changes = next(&series_of(moved, &titles, &[]), Some(&record), LATER).parts;
    let change = |text: &str, kind, appear: &[&str], leave: &[&str]| PartChange {
        key: key(text),
        kind,
        appear: appear.iter().map(|name| id(name)).collect(),
        leave: leave.iter().map(|name| id(name)).collect(),
    };
    assert_eq!(
        changes,
        [
            change("track/policy", PartChangeKind::Title, &[], &["talk"]),
            change("track/tech", PartChangeKind::Sessions, &["talk"], &[]),
            change("room/aula", PartChangeKind::New, &[], &[]),
        ]
    );
}

#[test]
fn two_branches_that_published_lose_no_part() {
    let base = published(&policy(both()), None, PUBLISHED).record;
    let moved = vec![with("talk", TALK, &["track/tech"]), with("walk", WALK, &["track/policy"])];
    let ours = published(&policy(moved), Some(&base), LATER).record;
    let room = series_of(both(), &[("track/policy", "Policy"), ("room/aula", "Aula")], &[]);
    let theirs = published(&room, Some(&base), LATER).record;
    let merged = Record::merge(Some(&base), &ours, &theirs).expect("merged");
    assert_eq!(merged, Record::merge(Some(&base), &theirs, &ours).expect("merged"));
    let keys: Vec<_> = merged.parts().iter().map(|part| part.key.to_string()).collect();
    assert_eq!(keys, ["track/policy", "track/tech", "room/aula"]);
    assert_eq!(members(&merged, "track/policy"), ["talk", "walk"]);
    assert_eq!(members(&merged, "track/tech"), ["talk"]);
}
