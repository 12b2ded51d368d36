//! Every finding about a record that does not match its definition, as people see it.

use super::support::{at, file, first, next, parts, series, session, shown, two_hours, unsigned};
use crate::model::{Audience, Authority, Series, SeriesId, SeriesParts};
use crate::revision::{Record, RecordEntry, reconcile};

fn refuses(series: &Series, record: &Record) -> String {
    shown(&reconcile(series, Some(record), at("2020-04-01T00:00:00Z")).expect_err("refused"))
}

#[test]
fn a_record_of_another_series_or_authority() {
    let talk = || vec![session("talk", two_hours("2020-09-23T12:00:00Z"))];
    let record = first(&series(talk()), "2020-03-01T10:00:00Z");
    let mut renamed = parts(talk());
    renamed.id = SeriesId::parse("lectures").expect("id");
    insta::assert_snapshot!(refuses(&Series::new(renamed).expect("series"), &record), @r#"
    error[K320]: the record belongs to series `talks`, the definition to `lectures`
     |
     = note: the series' id is part of every address: subscribers would keep requesting the old ones
     = help: write `id = "talks"` into the definition
     = help: if `lectures` is another series, keep this record with the definition of `talks`
     = help: to rename it on purpose, run `kalends rename talks lectures`: entries stay, and old addresses lead to the new ones

    1 error
    "#);
    let mut moved = parts(talk());
    moved.authority = Authority::parse("example.net").expect("authority");
    insta::assert_snapshot!(refuses(&Series::new(moved).expect("series"), &record), @r#"
    error[K321]: authority `example.org` became `example.net`
     |
     = note: the authority is part of every UID: every subscriber would get every entry again, and copies added one by one would never be updated
     = help: write `authority = "example.org"`; the domain need not be in use
     = help: to issue every entry anew on purpose, retire this series (`retired = true`) and write a new one with another `id`

    1 error
    "#);
}

#[test]
fn what_stands_below_nothing_or_twice_is_damage() {
    let texts = "[session.texts.da]\ntitle = \"Et foredrag\"\n\n";
    let past_texts = "[session.past.texts.da]\ntitle = \"Et foredrag\"\n\n";
    let past = "[[session.past]]\nsequence = 0\nuntil = 2020-03-03T10:00:00Z\n\n\
                [session.past.fields]\ntitle = \"A talk\"\n\n";
    let whole = super::support::whole();
    let first = whole.find("[[session]]").expect("a session");
    for (at, block, headline) in [
        (first, texts, "`[session.texts.da]` is not below a `[[session]]`"),
        (first, past_texts, "`[session.past.texts.da]` is not below a `[[session]]`"),
        (first, past, "`[[session.past]]` is not below a `[[session]]`"),
        (first, "[series.fields]\ntitle = \"Talks\"\n\n", "section `[series.fields]` occurs twice"),
        (first, "[series]\nid = \"talks\"\n\n", "section `[series]` occurs twice"),
        (
            whole.rfind("[[session]]").expect("a session"),
            past_texts,
            "`[session.past.texts.da]` is not below a `[[session.past]]`",
        ),
    ] {
        let text = format!("{}{block}{}", &whole[..at], &whole[at..]);
        let said = super::support::refused(&text);
        assert!(said.contains(headline), "{headline}: {said}");
        assert!(said.ends_with("\n1 error\n"), "{said}");
    }
    // Findings in a block name its session.
    let at = whole.rfind("[[session]]").expect("a session");
    let odd = texts.replace("title", "titel");
    let text = format!("{}{odd}{}", &whole[..at], &whole[at..]);
    let said = super::support::refused(&text);
    assert!(said.contains("session `talk`"), "{said}");
}

#[test]
fn a_counter_at_its_end() {
    let talk = session("talk", two_hours("2020-09-23T12:00:00Z"));
    let text = unsigned(&first(&series(vec![talk.clone()]), "2020-03-01T10:00:00Z").to_text());
    let last = format!("sequence = {}", RecordEntry::MAX_SEQUENCE);
    let record = Record::parse(&file(&text.replace("sequence = 0", &last))).expect("record");
    assert!(!next(&series(vec![talk.clone()]), Some(&record), "2020-04-01T00:00:00Z").changed);
    let mut moved = talk;
    moved.when = two_hours("2020-09-23T13:00:00Z");
    insta::assert_snapshot!(refuses(&series(vec![moved]), &record), @r#"
    error[K322]: session `talk` has reached the maximum number of revisions
     |
     = note: SEQUENCE is 2147483647 of 2147483647, the last revision was 2020-03-01T10:00:00Z
     = help: give the session another `id`: it becomes a new entry for subscribers

    1 error
    "#);
    let other = session("other", two_hours("2020-09-23T12:00:00Z"));
    assert!(refuses(&series(vec![other]), &record).contains("session `talk` has reached"));
}

#[test]
fn an_instant_at_its_end() {
    let talk = session("talk", two_hours("2020-09-23T12:00:00Z"));
    let text = unsigned(&first(&series(vec![talk.clone()]), "2020-03-01T10:00:00Z").to_text());
    let (head, rest) = text.split_once("[series.fields]").expect("series");
    let head = head.replace("revised = 2020-03-01T10:00:00Z", "revised = 9999-12-30T00:00:00Z");
    let record = Record::parse(&file(&[&head, "[series.fields]", rest].concat())).expect("record");
    let mut renamed = parts(vec![talk]);
    renamed.title = super::support::line("Lectures");
    insta::assert_snapshot!(refuses(&Series::new(renamed).expect("series"), &record), @r#"
    error[K322]: the series' last revision is at the latest possible instant
     |
     = help: run `kalends record repair talks`: it sets the series' instants to now

    1 error
    "#);
}

#[test]
fn an_identity_that_was_given_away() {
    let talk = session("talk", two_hours("2020-09-23T12:00:00Z"));
    let old = session("old", two_hours("2020-09-24T12:00:00Z"));
    let text = unsigned(&first(&series(vec![old.clone()]), "2020-03-01T10:00:00Z").to_text());
    let renamed = text.replace("id = \"old\"\n", "id = \"talk\"\n");
    let with_history = renamed.replace("sequence = 0", "was = [\"old\"]\nsequence = 0");
    for text in [renamed, with_history] {
        let record = Record::parse(&file(&text)).expect("record");
        let both = series(vec![talk.clone(), old.clone()]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(refuses(&both, &record), @r#"
            error[K323]: session `old` would get the UID of session `talk`
             |
             = note: `old` was published before and is now called `talk`
             = help: give the new session another `id`

            1 error
            "#);
        }
    }
}

#[test]
fn a_private_series_does_not_become_public_by_saying_nothing() {
    let mut private = parts(vec![session("talk", two_hours("2020-09-23T12:00:00Z"))]);
    private.audience = Some(Audience::Holders(Vec::new()));
    let record = first(&Series::new(private.clone()).expect("series"), "2020-03-01T10:00:00Z");
    let silent = SeriesParts { audience: None, ..private.clone() };
    insta::assert_snapshot!(refuses(&Series::new(silent).expect("series"), &record), @r#"
    error[K326]: series `talks` is private and would become public
     |
     = note: nothing was published; everyone with a token can still read the series
     = help: to revoke the last token, write `access = []`: then nobody can read it
     = help: to make it public on purpose, write `access = "everyone"`

    1 error
    "#);
    private.audience = Some(Audience::Everyone);
    let opened =
        next(&Series::new(private).expect("series"), Some(&record), "2020-04-01T00:00:00Z");
    assert_eq!(opened.record.audience(), &Audience::Everyone);
}
