//! UIDs that other systems gave, in the record and through publications.

use super::support::{at, id, next, parsed, series, session, two_hours, unsigned, whole, with};
use crate::model::Uid;
use crate::revision::{FieldGroup, Record, Stamp};

const FOREIGN: &str = "foreign_uid = \"event-123@indico.example.org\"";
const OURS: &str = "uid = \"5efe8122-2a60-5261-8fa6-fd0a6cb34224\"";

#[test]
fn a_uid_of_another_system_survives_reading_writing_and_every_publication() {
    let text = whole().replacen(OURS, "foreign_uid = \"a,b;c\\\\d@example.org\"", 1);
    let record = parsed(&text);
    assert_eq!(unsigned(&record.to_text()), text);
    let moved = series(vec![session("talk", two_hours("2020-09-24T12:00:00Z"))]);
    let record = next(&moved, Some(&record), "2020-04-01T10:00:00Z").record;
    let gone = series(vec![session("other", two_hours("2020-09-24T12:00:00Z"))]);
    let record = next(&gone, Some(&record), "2020-05-01T10:00:00Z").record;
    let entry = record.entry(&id("talk")).expect("a tombstone");
    assert_eq!((entry.uid().as_str(), entry.sequence()), ("a,b;c\\d@example.org", 2));
    assert!(entry.withdrawn().is_some());
}

#[test]
fn a_uid_stands_under_the_key_of_its_kind_and_only_there() {
    let said = |damaged: &str| with(OURS, damaged).lines().next().unwrap_or_default().to_owned();
    insta::assert_snapshot!(said(&OURS.replace("uid", "foreign_uid")), @"error[K307]: session `talk`: `foreign_uid` `5efe8122-2a60-5261-8fa6-fd0a6cb34224` is a UUID, which belongs under `uid`");
    insta::assert_snapshot!(said(&format!("{OURS}\n{FOREIGN}")), @"error[K308]: session `talk`: both `uid` and `foreign_uid`");
    insta::assert_snapshot!(said("foreign_uid = \"a\\tb\""), @r"error[K307]: session `talk`: `foreign_uid` `a\tb` has U+0009, which no UID holds");
}

#[test]
fn an_adopted_record_holds_the_stamps_given_and_is_not_behind() {
    let series = series(vec![
        session("talk", two_hours("2020-09-23T12:00:00Z")),
        session("walk", two_hours("2020-09-24T12:00:00Z")),
    ]);
    let stamp = Stamp {
        uid: Uid::parse("1@example.org").expect("a UID"),
        sequence: 7,
        created: at("2020-01-01T00:00:00Z"),
        revised: at("2020-02-01T00:00:00Z"),
    };
    let walk = Stamp { uid: series.uid_of(&id("walk")), sequence: 0, ..stamp.clone() };
    let stamps = [(id("talk"), stamp), (id("walk"), walk)].into_iter().collect();
    let record = Record::adopted(&series, &stamps, at("2020-02-01T00:00:00Z"));
    let again = next(&series, Some(&parsed(&record.to_text())), "2020-06-01T00:00:00Z");
    assert!(!again.changed);
    let talk = again.record.entry(&id("talk")).expect("talk");
    assert_eq!((talk.uid().as_str(), talk.sequence()), ("1@example.org", 7));
    assert_eq!(
        talk.schedule(),
        crate::revision::Fingerprint::of(talk.fields(), FieldGroup::Schedule)
    );
}
