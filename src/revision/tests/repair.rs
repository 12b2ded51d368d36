//! Repairs: listed changes, kept values, and no losses.

use super::support::{at, file, id, parsed, shown, signed};
use crate::diagnostic::Finding;
use crate::revision::{FetchState, OldRelease, Record, Repaired, codes};

const NOW: &str = "2020-06-01T10:00:00Z";

fn repaired(text: &str, fetched: FetchState) -> Repaired {
    Record::repair(&file(text), at(NOW), fetched)
        .unwrap_or_else(|findings| panic!("{}", shown(&findings)))
}

fn steps(repaired: &Repaired) -> String {
    repaired.steps.iter().map(|step| format!("{step}\n")).collect()
}

fn found(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code().id).collect()
}

#[test]
fn a_whole_record_has_nothing_to_repair() {
    let whole = repaired(&signed(), FetchState::Perhaps);
    assert!(whole.steps.is_empty() && whole.findings.is_empty());
    assert_eq!(whole.record.to_text(), signed());
}

#[test]
fn an_edited_identity_is_signed_as_it_is_and_raised() {
    let edited = signed().replacen("sequence = 0", "sequence = 4", 1);
    let result = repaired(&edited, FetchState::Perhaps);
    assert_eq!(found(&result.findings), ["K310"]);
    insta::assert_snapshot!(steps(&result), @"session `talk`: signed as its lines are now, UID `5efe8122-2a60-5261-8fa6-fd0a6cb34224`; SEQUENCE 4 becomes 5, so that every calendar takes it as newer");
    let talk = result.record.entry(&id("talk")).expect("talk");
    assert_eq!((talk.sequence(), talk.revised()), (5, at(NOW)));
    assert_eq!(talk.created(), at("2020-03-01T10:00:00Z"));
    assert_eq!(result.record.revised(), at(NOW));
    let walk = result.record.entry(&id("walk")).expect("walk");
    assert_eq!(Some(walk), parsed(&signed()).entry(&id("walk")));
    assert_eq!(parsed(&result.record.to_text()), result.record);
}

#[test]
fn edited_fields_get_fingerprints_of_their_own() {
    let edited = signed().replacen("\"About talk\"", "\"About cats\"", 1);
    let result = repaired(&edited, FetchState::Perhaps);
    assert_eq!(found(&result.findings), ["K309"]);
    let again = parsed(&result.record.to_text());
    assert_eq!(again.entry(&id("talk")).expect("talk").sequence(), 1);
}

#[test]
fn lines_of_the_series_are_signed_as_they_are() {
    let edited = signed().replacen("authority = \"example.org\"", "authority = \"example.com\"", 1);
    let result = repaired(&edited, FetchState::Perhaps);
    insta::assert_snapshot!(steps(&result), @"series `talks`: signed as its lines are now");
    assert_eq!(parsed(&result.record.to_text()).authority().as_str(), "example.com");
}

#[test]
fn digests_that_are_missing_are_added() {
    let text = signed();
    let digest = text.lines().rfind(|line| line.starts_with("identity")).expect("digest");
    let result = repaired(&text.replacen(&format!("{digest}\n"), "", 1), FetchState::Perhaps);
    assert_eq!(found(&result.findings), ["K311"]);
    insta::assert_snapshot!(steps(&result), @"missing digests are added");
    assert_eq!(result.record.to_text(), text);
}

#[test]
fn of_two_blocks_the_higher_sequence_stays_and_is_raised() {
    let text = signed();
    let edited = text.replacen("sequence = 0", "sequence = 3", 1);
    let theirs = repaired(&edited, FetchState::Perhaps).record.to_text();
    let block = |text: &str| {
        let (start, end) = (text.find("[[session]]"), text.rfind("[[session]]"));
        text[start.expect("first")..end.expect("last")].to_owned()
    };
    for both in [[block(&text), block(&theirs)].concat(), [block(&theirs), block(&text)].concat()] {
        let merged = text.replacen(&block(&text), &both, 1);
        let result = repaired(&merged, FetchState::Perhaps);
        assert_eq!(found(&result.findings), ["K308"]);
        insta::allow_duplicates! { insta::assert_snapshot!(steps(&result), @r#"
        session `talk`: the block with SEQUENCE 4 stays, the one with 0 is left out
        session `talk`: signed as its lines are now, UID `5efe8122-2a60-5261-8fa6-fd0a6cb34224`; SEQUENCE 4 becomes 5, so that every calendar takes it as newer
        "#); }
        assert_eq!(result.record.sessions().count(), 2);
        assert_eq!(result.record.entry(&id("talk")).expect("talk").sequence(), 5);
    }
    let twice = text.replacen(&block(&text), &block(&text).repeat(2), 1);
    assert_eq!(repaired(&twice, FetchState::Perhaps).record, parsed(&text), "they are equal");
}

/// A record that a clock in 2262 wrote, with a tombstone and a past.
fn future() -> String {
    let text = super::text::rich().to_text();
    let record =
        parsed(&super::support::of_first_release(&text).replace("2020-05-01", "2262-05-01"));
    record.to_text()
}

#[test]
fn instants_ahead_of_the_clock_come_back_where_no_calendar_compares_them() {
    let result = repaired(&future(), FetchState::Perhaps);
    assert_eq!(found(&result.findings), ["K312"]);
    insta::assert_snapshot!(steps(&result), @r#"
    series: `revised` 2262-05-01T10:00:00Z becomes 2020-06-01T10:00:00Z
    session `gone`: `withdrawn` 2262-05-01T10:00:00Z becomes 2020-06-01T10:00:00Z
    session `gone`: `until` 2262-05-01T10:00:00Z becomes 2020-06-01T10:00:00Z
    session `past`: `left_feed` 2262-05-01T10:00:00Z becomes 2020-06-01T10:00:00Z
    session `gone`: `revised` 2262-05-01T10:00:00Z stays, because calendar apps compare it; later revisions continue from it
    session `talk`: `revised` 2262-05-01T10:00:00Z stays, because calendar apps compare it; later revisions continue from it
    "#);
    assert_eq!(result.record.revised(), at(NOW));
    let (before, text) = (parsed(&future()), result.record.to_text());
    for (id, entry) in parsed(&text).sessions() {
        let old = before.entry(id).expect("the same sessions");
        assert_eq!((entry.uid(), entry.sequence()), (old.uid(), old.sequence()));
        assert_eq!((entry.created(), entry.revised()), (old.created(), old.revised()));
        assert!(entry.withdrawn().is_none_or(|withdrawn| withdrawn.at() <= at(NOW)));
        assert!(entry.left_feed().is_none_or(|left| left <= at(NOW)));
    }
}

#[test]
fn what_nobody_fetched_comes_back_whole() {
    let result = repaired(&future(), FetchState::Nothing);
    assert_eq!(result.record.newest(), at(NOW));
    assert!(repaired(&result.record.to_text(), FetchState::Perhaps).steps.is_empty());
}

#[test]
fn an_instant_ahead_of_the_clock_is_told_at_its_place() {
    let result = repaired(&future(), FetchState::Perhaps);
    insta::assert_snapshot!(shown(&result.findings), @r#"
    warning[K312]: `revised` 2262-05-01T10:00:00Z is ahead of the clock, which says 2020-06-01T10:00:00Z, and so are 5 more instants
      --> schedules/talks.lock:10:11
       |
    10 | revised = 2262-05-01T10:00:00Z
       |           ^^^^^^^^^^^^^^^^^^^^
       |
       = note: the clock was wrong when this was published, or this machine's clock is wrong now
       = help: compare this machine's clock with another one
       = help: if the record is wrong, run `kalends record repair schedules/talks.lock`: it shows what can be set to now

    1 warning
    "#);
    let record = parsed(&signed());
    let ahead = |now| crate::revision::ahead(&file(&signed()), &record, at(now));
    assert!(ahead("2020-03-01T09:54:59Z").is_some());
    assert!(ahead("2020-03-01T09:55:00Z").is_none(), "clocks differ by minutes");
}

#[test]
fn other_damage_is_told_and_nothing_is_made_of_it() {
    for (from, to, code) in [
        ("sequence = 0", "sequence = x", &codes::LINE),
        ("sequence = 0", "<<<<<<< HEAD\nsequence = 0", &codes::CONFLICT),
        ("uid = \"", "uid = \"X", &codes::VALUE),
        ("\n[end]\n", "", &codes::TRUNCATED),
    ] {
        let damaged = signed().replacen(from, to, 1);
        let findings = Record::repair(&file(&damaged), at(NOW), FetchState::Perhaps)
            .expect_err("cannot be repaired");
        assert!(findings.iter().all(|finding| finding.code() == code), "{}", shown(&findings));
    }
}

#[test]
fn an_older_release_gets_what_it_knows_and_nothing_else_changes() {
    let text = super::text::rich().to_text();
    let older = Record::text_for(&file(&text), OldRelease::V0_1);
    assert_eq!(older, super::support::of_first_release(&text));
    assert_eq!(parsed(&older).sessions().count(), parsed(&text).sessions().count());
    let windows = text.replace('\n', "\r\n");
    let older_windows = Record::text_for(&file(&windows), OldRelease::V0_1);
    assert_eq!(older_windows, older.replace('\n', "\r\n"));
    assert_eq!(Record::text_for(&file(&older), OldRelease::V0_1), older);
}

#[test]
fn a_clock_that_cannot_be_right_publishes_nothing() {
    let record = super::text::rich();
    let fault = |record: Option<&Record>, now: &str| {
        let found = crate::revision::clock_fault(record, at(now))?;
        Some(found.headline().to_owned())
    };
    for now in ["1970-01-01T00:00:10Z", "2262-01-01T00:00:00Z"] {
        assert!(fault(None, now).is_some_and(|said| said.contains(now)), "{now}");
    }
    // The record was written on 2020-05-01 at 10:00.
    assert_eq!(fault(Some(&record), "2020-04-30T10:00:00Z"), None);
    let said = fault(Some(&record), "2020-04-30T09:59:59Z").expect("a day and a second");
    assert!(said.ends_with("the record was written at 2020-05-01T10:00:00Z"), "{said}");
    assert_eq!(fault(None, "2020-04-30T09:59:59Z"), None);
    // A repair is the way out, though entries keep the instants that people may have.
    let repaired = repaired(&future(), FetchState::Perhaps).record;
    assert_eq!(fault(Some(&repaired), NOW), None);
}

#[test]
fn only_a_young_record_of_first_publications_may_be_begun_anew() {
    let young = parsed(&signed());
    let help = young.beginning_anew(at("2020-03-07T10:00:00Z")).expect("six days");
    assert!(help.contains("delete `talks.lock`") && help.contains("never updated"), "{help}");
    assert_eq!(young.beginning_anew(at("2020-03-08T10:00:00Z")), None);
    let text = super::support::whole().replacen("sequence = 0", "sequence = 1", 1);
    assert_eq!(parsed(&text).beginning_anew(at("2020-03-02T10:00:00Z")), None);
}
