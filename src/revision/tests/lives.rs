//! Sessions that leave the feed or get another identifier, and retired series.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::support::{
    at, days, first, id, line, next, parsed, parts, series, session, shown, told, two_hours,
};
use crate::model::{Audience, OnCancel, Series, SessionParts, Status};
use crate::revision::{LIFETIME_DAYS, Record, Retirement, reconcile};

const PUBLISHED: &str = "2020-03-01T10:00:00Z";
const LATER: &str = "2020-03-02T10:00:00Z";
const LATEST: &str = "2020-03-03T10:00:00Z";

fn talk() -> SessionParts {
    session("talk", two_hours("2020-09-23T12:00:00Z"))
}

fn walk() -> SessionParts {
    session("walk", two_hours("2020-10-23T12:00:00Z"))
}

fn past() -> SessionParts {
    session("past", days("2020-01-01", "2020-01-02"))
}

fn off(session: SessionParts) -> SessionParts {
    SessionParts { status: Status::Cancelled, ..session }
}

fn removing(sessions: Vec<SessionParts>) -> Series {
    let mut parts = parts(sessions);
    parts.on_cancel = OnCancel::Remove;
    Series::new(parts).expect("series")
}

fn renamed(sessions: Vec<SessionParts>, former: &[(&str, &str)]) -> Series {
    let mut parts = parts(sessions);
    parts.former = former.iter().map(|(old, new)| (id(old), id(new))).collect();
    Series::new(parts).expect("series")
}

fn retired(sessions: Vec<SessionParts>) -> Series {
    let mut parts = parts(sessions);
    parts.retired = true;
    Series::new(parts).expect("series")
}

fn in_feed(record: &Record) -> Vec<&str> {
    record.in_feed().map(|(id, _)| id.as_str()).collect()
}

fn refused(series: &Series, record: Option<&Record>) -> String {
    shown(&reconcile(series, record, at(LATEST)).expect_err("refused"))
}

#[test]
fn where_cancelled_sessions_are_removed_they_leave_at_once_and_come_back_reinstated() {
    let record = first(&removing(vec![talk(), walk()]), PUBLISHED);
    let cancelled = next(&removing(vec![off(talk()), walk()]), Some(&record), LATER);
    assert_eq!(told(&cancelled), ["talk cancelled (0)→1"]);
    assert_eq!(in_feed(&cancelled.record), ["walk"]);
    assert_eq!(parsed(&cancelled.record.to_text()), cancelled.record);
    let entry = cancelled.record.entry(&id("talk")).expect("talk");
    assert_eq!((entry.left_feed(), entry.revised()), (Some(at(LATER)), at(LATER)));
    assert!(!next(&removing(vec![off(talk()), walk()]), Some(&cancelled.record), LATEST).changed);
    let back = next(&removing(vec![talk(), walk()]), Some(&cancelled.record), LATEST);
    assert_eq!(told(&back), ["talk reinstated (1)→2"]);
    assert_eq!(in_feed(&back.record), ["talk", "walk"]);
    let withdrawn = next(&removing(vec![walk()]), Some(&back.record), LATEST);
    assert_eq!(told(&withdrawn), ["talk withdrawn (2)→3"]);
    assert_eq!(in_feed(&withdrawn.record), ["walk"]);
}

#[test]
fn the_last_ones_stay_in_the_feed_until_there_is_another() {
    let record = first(&removing(vec![talk(), walk()]), PUBLISHED);
    let one = next(&removing(vec![off(talk()), walk()]), Some(&record), LATER).record;
    let none = next(&removing(vec![off(talk()), off(walk())]), Some(&one), LATER).record;
    assert_eq!(in_feed(&none), ["walk"]);
    let without = next(&removing(vec![off(talk())]), Some(&none), LATER).record;
    assert_eq!(in_feed(&without), ["walk"]);
    // Time alone does not remove the last entry: neither when it expires nor later.
    for over in ["2020-11-22T14:00:00Z", "2021-01-01T00:00:00Z"] {
        let result = next(&removing(vec![off(talk())]), Some(&without), over);
        assert_eq!((result.changed, result.due), (false, None), "{over}");
    }
    let both = next(&removing(vec![off(talk()), off(walk())]), Some(&record), LATER).record;
    assert_eq!(in_feed(&both), ["talk", "walk"]);
    let other = session("other", two_hours("2020-09-23T12:00:00Z"));
    let again = next(&removing(vec![off(talk()), off(walk()), other]), Some(&both), LATEST);
    assert_eq!(
        told(&again),
        ["other created", "talk left the feed (1)→1", "walk left the feed (1)→1"]
    );
    assert_eq!(in_feed(&again.record), ["other"]);
    let first_of_all = first(&removing(vec![off(talk())]), PUBLISHED);
    assert_eq!(in_feed(&first_of_all), ["talk"]);
}

#[test]
fn the_choice_can_be_changed_without_revising_an_entry() {
    let record = first(&series(vec![off(talk()), walk(), past()]), PUBLISHED);
    let record = next(&series(vec![off(talk()), walk()]), Some(&record), LATER).record;
    let out = next(&removing(vec![off(talk()), walk()]), Some(&record), LATEST);
    assert_eq!(told(&out), ["past left the feed (1)→1", "talk left the feed (0)→0"]);
    assert!(out.stale);
    assert_eq!(out.record.entry(&id("talk")).expect("talk").revised(), at(PUBLISHED));
    let back = next(&series(vec![off(talk()), walk()]), Some(&out.record), LATEST);
    // A tombstone that has left does not come back.
    assert_eq!(told(&back), ["talk back in the feed (0)→0"]);
    assert!(back.stale);
    assert_eq!(in_feed(&back.record), ["talk", "walk"]);
}

#[test]
fn a_session_under_another_identifier_keeps_uid_and_count_and_is_not_revised() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let talk_uid = record.entry(&id("talk")).expect("talk").uid();
    let speech = SessionParts { id: id("speech"), ..talk() };
    let result =
        next(&renamed(vec![speech.clone(), walk()], &[("talk", "speech")]), Some(&record), LATER);
    assert_eq!(told(&result), ["speech renamed (0)→0"]);
    assert!(result.changed && result.stale);
    assert!(result.record.entry(&id("talk")).is_none());
    let entry = result.record.entry(&id("speech")).expect("speech");
    assert_eq!(
        (entry.uid(), entry.revised(), entry.was()),
        (talk_uid, at(PUBLISHED), &[id("talk")][..])
    );
    assert_eq!(parsed(&result.record.to_text()), result.record);
    // The record keeps it: `was` may stay or be removed.
    for former in [&[("talk", "speech")][..], &[]] {
        assert!(
            !next(&renamed(vec![speech.clone(), walk()], former), Some(&result.record), LATEST)
                .changed
        );
    }
    let mut moved = speech;
    moved.id = id("address");
    moved.when = two_hours("2020-09-23T13:00:00Z");
    // With any of its former identifiers.
    for old in ["speech", "talk"] {
        let again = next(
            &renamed(vec![moved.clone(), walk()], &[(old, "address")]),
            Some(&result.record),
            LATEST,
        );
        assert_eq!(told(&again), ["address changed (0)→1"]);
        let entry = again.record.entry(&id("address")).expect("address");
        assert_eq!((entry.uid(), entry.was()), (talk_uid, &[id("talk"), id("speech")][..]));
    }
}

#[test]
fn a_session_may_get_its_first_identifier_back() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let speech = SessionParts { id: id("speech"), ..talk() };
    let record =
        next(&renamed(vec![speech, walk()], &[("talk", "speech")]), Some(&record), LATER).record;
    insta::assert_snapshot!(refused(&series(vec![talk(), walk()]), Some(&record)), @r#"
    error[K323]: session `talk` would get the UID of session `speech`
     |
     = note: `talk` was published before and is now called `speech`
     = help: if it is that session, write `was = "speech"`
     = help: if it is another, give it another `id`

    1 error
    "#);
    let back = next(&renamed(vec![talk(), walk()], &[("speech", "talk")]), Some(&record), LATEST);
    assert_eq!(told(&back), ["talk renamed (0)→0"]);
    assert_eq!(back.record.entry(&id("talk")).expect("talk").was(), [id("speech")]);
}

#[test]
fn a_withdrawn_session_may_come_back_under_another_identifier() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let gone = next(&series(vec![walk()]), Some(&record), LATER).record;
    let speech = SessionParts { id: id("speech"), ..talk() };
    let back = next(&renamed(vec![speech, walk()], &[("talk", "speech")]), Some(&gone), LATEST);
    assert_eq!(told(&back), ["speech reinstated (1)→2"]);
    assert_eq!(back.record.tombstones().count(), 0);
}

#[test]
fn all_former_identifiers_of_one_entry_may_be_named() {
    let speech = SessionParts { id: id("speech"), ..talk() };
    let address = SessionParts { id: id("address"), ..talk() };
    let record = first(&series(vec![talk()]), PUBLISHED);
    let record = next(&renamed(vec![speech], &[("talk", "speech")]), Some(&record), LATER).record;
    let both = renamed(vec![address], &[("talk", "address"), ("speech", "address")]);
    let result = next(&both, Some(&record), LATEST);
    assert_eq!(told(&result), ["address renamed (0)→0"]);
    assert_eq!(
        result.record.entry(&id("address")).expect("address").was(),
        [id("talk"), id("speech")]
    );
}

#[test]
fn identifiers_from_before_the_record_are_kept_for_their_addresses() {
    let speech = SessionParts { id: id("speech"), ..talk() };
    let known = renamed(vec![speech.clone(), walk()], &[("talk", "speech")]);
    let record = first(&known, PUBLISHED);
    assert_eq!(record.entry(&id("speech")).expect("speech").was(), [id("talk")]);
    let record = first(&series(vec![speech, walk()]), PUBLISHED);
    let told_later = next(&known, Some(&record), LATER);
    assert_eq!(told(&told_later), ["speech renamed (0)→0"]);
}

#[test]
fn older_identifiers_that_the_record_contradicts() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let speech = SessionParts { id: id("speech"), ..talk() };
    let never = renamed(vec![speech.clone(), walk()], &[("tlak", "speech")]);
    insta::assert_snapshot!(refused(&never, Some(&record)), @r#"
    error[K324]: session `speech`: `was` `tlak`: no such session was published
     |
     = help: remove `was`, or write the id under which it was published

    1 error
    "#);
    let two = renamed(vec![speech.clone()], &[("talk", "speech"), ("walk", "speech")]);
    insta::assert_snapshot!(refused(&two, Some(&record)), @r#"
    error[K324]: session `speech`: `was` `walk`: `talk` and `walk` are two entries
     |
     = help: keep the entry that the session continues; the other is withdrawn

    1 error
    "#);
    let forgotten = next(&series(vec![speech.clone(), walk()]), Some(&record), LATER).record;
    let too_late = renamed(vec![speech.clone(), walk()], &[("talk", "speech")]);
    insta::assert_snapshot!(refused(&too_late, Some(&forgotten)), @r#"
    error[K324]: session `speech`: `was` `talk`: both were published, each with an entry of its own
     |
     = help: to continue the entry of `talk`, give the session its old id again: `id = "talk"`
     = help: or remove `was`: `talk` stays a cancelled entry

    1 error
    "#);
    let done = next(&too_late, Some(&record), LATER).record;
    let other = SessionParts { id: id("other"), ..talk() };
    let taken = renamed(vec![speech, other, walk()], &[("talk", "other")]);
    insta::assert_snapshot!(refused(&taken, Some(&done)), @r#"
    error[K324]: session `other`: `was` `talk`: it became session `speech`
     |
     = help: remove `was`: only one session can continue an entry

    1 error
    "#);
}

#[test]
fn older_identifiers_that_a_series_cannot_have() {
    for (old, new) in [("talk", "walk"), ("old", "nobody")] {
        let mut parts = parts(vec![talk(), walk()]);
        parts.former = BTreeMap::from([(id(old), id(new))]);
        let problem = crate::model::SeriesProblem::FormerSession(id(old));
        assert_eq!(Series::new(parts), Err(problem));
    }
}

#[test]
fn retiring_cancels_what_is_to_come_and_leaves_what_was() {
    let record = first(&series(vec![past(), talk(), walk()]), PUBLISHED);
    let end = next(&retired(vec![past(), talk(), walk()]), Some(&record), LATER);
    assert_eq!(told(&end), ["talk withdrawn (0)→1", "walk withdrawn (0)→1"]);
    assert!(end.changed && end.stale);
    assert_eq!(end.retirement, Some(Retirement::Retired));
    assert_eq!((end.record.retired(), end.record.gone()), (Some(at(LATER)), None));
    assert_eq!(end.record.entry(&id("past")), record.entry(&id("past")));
    assert_eq!(in_feed(&end.record), ["past", "talk", "walk"]);
    assert_eq!(parsed(&end.record.to_text()), end.record);
    assert!(!next(&retired(vec![past(), talk(), walk()]), Some(&end.record), LATEST).changed);
    // Sessions that are over now were upcoming at retirement, and are not reinstated.
    let lifetime = SignedDuration::from_hours(24 * LIFETIME_DAYS);
    let due = at(LATER) + lifetime;
    assert_eq!(end.due, Some(due));
    let before = (due - SignedDuration::from_secs(1)).to_string();
    assert!(!next(&retired(vec![past(), talk(), walk()]), Some(&end.record), &before).changed);
    let gone = next(&retired(vec![past(), talk()]), Some(&end.record), &due.to_string());
    assert!(gone.changed && !gone.stale && gone.changes.is_empty());
    assert_eq!((gone.record.gone(), gone.due, gone.retirement), (Some(due), None, None));
    // Whatever the clock says.
    let back = next(&retired(vec![past(), talk()]), Some(&gone.record), LATEST);
    assert_eq!((back.record.gone(), back.due), (Some(due), None));
    assert_eq!(parsed(&gone.record.to_text()), gone.record);
    let years = "2025-01-01T00:00:00Z";
    assert!(!next(&retired(vec![past(), talk()]), Some(&gone.record), years).changed);
    let back = next(&series(vec![past(), talk(), walk()]), Some(&gone.record), years);
    assert_eq!(told(&back), ["talk reinstated (1)→2", "walk reinstated (1)→2"]);
    assert_eq!(back.retirement, Some(Retirement::Returned));
    assert!(back.stale && back.record.retired().is_none() && back.record.gone().is_none());
}

#[test]
fn what_ends_as_the_series_is_retired_was_and_is_not_withdrawn() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let over = |now| told(&next(&retired(vec![talk(), walk()]), Some(&record), now));
    assert_eq!(over("2020-09-23T14:00:00Z"), ["walk withdrawn (0)→1"]);
    let before = ["talk withdrawn (0)→1", "walk withdrawn (0)→1"];
    assert_eq!(over("2020-09-23T13:59:59Z"), before);
}

#[test]
fn a_tombstone_leaves_thirty_days_after_both_its_session_and_its_withdrawal() {
    let record = first(&series(vec![past(), talk(), walk()]), PUBLISHED);
    let result = next(&series(vec![walk()]), Some(&record), LATER);
    assert_eq!(result.due, Some(at("2020-04-01T10:00:00Z")));
    let record = result.record;
    let after = next(&series(vec![walk()]), Some(&record), "2020-04-01T10:00:00Z");
    assert_eq!(after.due, Some(at("2020-10-23T14:00:00Z")));
    let at_last = |now| told(&next(&series(vec![walk()]), Some(&record), now));
    // Its session was over long before.
    assert_eq!(at_last("2020-04-01T09:59:59Z"), [""; 0]);
    assert_eq!(at_last("2020-04-01T10:00:00Z"), ["past left the feed (1)→1"]);
    // It was withdrawn long before its session was over.
    assert_eq!(at_last("2020-10-23T13:59:59Z"), ["past left the feed (1)→1"]);
    let both = ["past left the feed (1)→1", "talk left the feed (1)→1"];
    assert_eq!(at_last("2020-10-23T14:00:00Z"), both);
}

#[test]
fn of_a_retired_series_tombstones_stay_to_the_end() {
    let record = first(&series(vec![past(), talk()]), PUBLISHED);
    let record = next(&series(vec![talk()]), Some(&record), LATER).record;
    let end = next(&retired(vec![talk()]), Some(&record), "2020-03-20T00:00:00Z").record;
    assert!(!next(&retired(vec![talk()]), Some(&end), "2020-04-10T00:00:00Z").changed);
    assert_eq!(in_feed(&end), ["past", "talk"]);
}

#[test]
fn what_turns_the_whole_series_revises_tombstones_too() {
    let record = first(&series(vec![talk(), walk()]), PUBLISHED);
    let record = next(&series(vec![talk()]), Some(&record), LATER).record;
    let mut parts = parts(vec![talk()]);
    parts.audience = Some(Audience::Holders(Vec::new()));
    let private = Series::new(parts).expect("series");
    let result = next(&private, Some(&record), LATEST);
    assert_eq!(told(&result), ["talk touched (0)→0", "walk touched (1)→1"]);
    let walk = result.record.entry(&id("walk")).expect("walk");
    assert_eq!((walk.sequence(), walk.revised()), (1, at(LATEST)));
    assert!(!next(&private, Some(&result.record), "2020-03-04T00:00:00Z").changed);
}

#[test]
fn a_retired_series_can_still_be_corrected_and_gets_nothing_new_to_come() {
    let record = first(&series(vec![past(), talk()]), PUBLISHED);
    let end = next(&retired(vec![past(), talk()]), Some(&record), LATER).record;
    let mut past = past();
    past.title = line("Earlier");
    let result = next(&retired(vec![past, talk(), walk()]), Some(&end), LATEST);
    assert_eq!(told(&result), ["past changed (0)→1"]);
    assert!(result.record.entry(&id("walk")).is_none());
}

#[test]
fn what_was_never_published_cannot_be_retired() {
    insta::assert_snapshot!(refused(&retired(vec![talk()]), None), @r#"
    error[K325]: series `talks` is retired and was never published
     |
     = help: delete the file, or remove `retired = true`
     = help: if it was published, restore its record: only then do subscribers learn of the end

    1 error
    "#);
}
