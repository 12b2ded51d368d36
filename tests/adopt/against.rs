//! `plan --against`: what those see who have a feed now.

use std::fs;
use std::path::Path;

use kalends::publish::Records;

use crate::adopt::command::said;
use crate::adopt::{published, write};
use crate::command::kalends;

const HEAD: &str = "title = \"Talks\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\n\
    duration = \"1h\"\nannounced_as = \"CET\"\norganizer = { name = \"Desk\" }\n";

fn session(id: &str, title: &str, start: &str, more: &str) -> String {
    format!("[[session]]\nid = \"{id}\"\ntitle = \"{title}\"\nstart = {start}\n{more}\n")
}

/// Four talks as they were published, and their feed.
fn site() -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let schedules = directory.path().join("schedules");
    fs::create_dir(&schedules).unwrap();
    let speakers = "description = \"First.\"\nspeakers = [{ name = \"Ada\" }]\n";
    let text = [
        HEAD.to_owned(),
        session("one", "One", "2027-09-01T10:00:00", speakers),
        session("two", "Two", "2027-09-02T10:00:00", ""),
        session("three", "Three", "2027-09-03T10:00:00", ""),
        session("four", "Four", "2027-09-04T10:00:00", ""),
        session("five", "Five", "2027-09-05", ""),
    ];
    write(&schedules, "talks.toml", &text.concat());
    let feed = published(&schedules, Records::Write, "2026-01-01T00:00:00Z")
        .editions()
        .next()
        .unwrap()
        .calendars
        .feed()
        .to_owned();
    (directory, feed)
}

fn edit(directory: &Path) {
    let speakers = "description = \"At first.\"\nspeakers = [{ name = \"Ada\" }]\n";
    let text = [
        HEAD.to_owned(),
        session("one", "One", "2027-09-01T11:00:00", speakers),
        session("two", "Number two", "2027-09-02T10:00:00", ""),
        session("three", "Three", "2027-09-03T10:00:00", "status = \"cancelled\""),
        session("five", "Five", "2027-09-05", ""),
        session("six", "Six", "2027-09-06T10:00:00", ""),
    ];
    write(&directory.join("schedules"), "talks.toml", &text.concat());
}

fn plan(directory: &Path) -> String {
    let (_, out, err) = said(&kalends(directory, &["plan", "--against", "feed.ics"]));
    let (changes, _) = out.split_once("\nEffects on people").unwrap_or((&out, ""));
    format!("{changes}{err}")
}

#[test]
fn a_feed_that_is_published_as_it_is_shows_no_change() {
    let (directory, feed) = site();
    fs::write(directory.path().join("feed.ics"), feed).unwrap();
    insta::assert_snapshot!(plan(directory.path()), @r#"
    Plan: nothing changes, 5 sessions unchanged
    "#);
}

#[test]
fn every_change_is_told_with_what_subscribers_have() {
    let (directory, feed) = site();
    fs::write(directory.path().join("feed.ics"), feed).unwrap();
    edit(directory.path());
    insta::assert_snapshot!(plan(directory.path()), @r#"
    Plan: 1 created, 2 changed, 1 cancelled, 1 withdrawn, 1 session unchanged

    talks: "Talks"
      ~ one "One" moved: 10:00 → 11:00 CEST on 1 Sep 2027, SEQUENCE 0 → 1
          when         Wed 1 Sep 2027, 10:00–11:00 CEST → Wed 1 Sep 2027, 11:00–12:00 CEST
          description  "First." → "At first."
      ~ two "Number two" retitled, SEQUENCE 0 → 1
          title        "Two" → "Number two"
      - three "Three" cancelled, SEQUENCE 0 → 1
          status       confirmed → cancelled
      + six "Six" created, SEQUENCE 0
          when         Mon 6 Sep 2027, 10:00–11:00 CEST (Europe/Brussels)
          clock        "CET"
          organiser    "Desk"
      - four "Four" withdrawn, SEQUENCE 0 → 1
          when         Sat 4 Sep 2027, 10:00–11:00 CEST (Europe/Brussels)
        1 session unchanged
    "#);
}

#[test]
fn the_record_does_not_matter_to_those_who_have_an_older_feed() {
    let (directory, feed) = site();
    fs::write(directory.path().join("feed.ics"), feed).unwrap();
    let before = {
        edit(directory.path());
        plan(directory.path())
    };
    published(&directory.path().join("schedules"), Records::Write, "2026-02-01T00:00:00Z");
    assert_eq!(plan(directory.path()), before);
}

#[test]
fn an_entry_of_nobody_leaves_and_a_count_that_falls_is_warned_of() {
    let (directory, feed) = site();
    let feed = feed.replacen("SEQUENCE:0", "SEQUENCE:4", 1);
    let event = "BEGIN:VEVENT\r\nUID:x@example.org\r\nSUMMARY:Stray\r\nDTSTART:20270907T100000Z\r\n\
                 DTEND:20270907T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let feed = feed.replace("END:VCALENDAR\r\n", event);
    fs::write(directory.path().join("feed.ics"), feed).unwrap();
    insta::assert_snapshot!(plan(directory.path()), @r#"
    Plan: 1 leaving the feed, 5 sessions unchanged

    talks: "Talks"
      - stray "Stray" leaves the feed, SEQUENCE stays 0
          when         Tue 7 Sep 2027, 10:00–11:00 UTC (UTC)
        5 sessions unchanged
    warning[K626]: session `one`: SEQUENCE falls from 4 to 0
      --> feed.ics:28:1
       |
    28 | BEGIN:VEVENT
       | ^^^^^^^^^^^^
       |
       = note: calendars keep the entry with the higher SEQUENCE and ignore the update
       = help: move the record away, and create it again: `kalends adopt --for schedules/talks.toml` with this feed

    1 warning
    `kalends explain K626` says more
    "#);
}

#[test]
fn a_calendar_of_nobody_is_refused() {
    let (directory, _) = site();
    fs::write(directory.path().join("feed.ics"), include_str!("corpus/google.ics")).unwrap();
    let (code, _, err) = said(&kalends(directory.path(), &["plan", "--against", "feed.ics"]));
    assert_eq!(code, 2);
    assert!(err.starts_with("error: `feed.ics` matches none of the series"), "{err}");
}

#[test]
fn machines_and_reviews_are_told_the_same() {
    let (directory, feed) = site();
    fs::write(directory.path().join("feed.ics"), feed).unwrap();
    edit(directory.path());
    let against = ["plan", "--against", "feed.ics", "--exit-code", "--format"];
    let (code, out, _) = said(&kalends(directory.path(), &[&against[..], &["json"]].concat()));
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &document["summary"]["created"]), (1, &serde_json::json!(1)));
    let (_, out, _) = said(&kalends(directory.path(), &[&against[..], &["markdown"]].concat()));
    assert!(out.contains("Number two"), "{out}");
}

#[test]
fn what_the_release_before_wrote_differently_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let schedules = directory.path().join("schedules");
    fs::create_dir(&schedules).unwrap();
    let joined = "status = \"cancelled\"\njoin = \"https://meet.example.net/1\"";
    let text = [
        HEAD.replace("Talks\"", "Talks\"\nlanguage = \"el\""),
        session("one", "One", "2027-09-01T10:00:00", joined),
        session("two", "Two", "2027-09-02T10:00:00", "location = \"Online\""),
        session("three", "Three", "2027-09-03T10:00:00", ""),
    ];
    write(&schedules, "talks.toml", &text.concat());
    let published = published(&schedules, Records::Write, "2026-01-01T00:00:00Z");
    let feed = published.editions().next().unwrap().calendars.feed().to_owned();
    fs::write(directory.path().join("feed.ics"), &feed).unwrap();
    assert_eq!(plan(directory.path()), "Plan: nothing changes, 3 sessions unchanged\n");
    let place = "LOCATION;LANGUAGE=el:Διαδικτυακά\r\n";
    let link = "LOCATION;LANGUAGE=el:https://meet.example.net/1\r\n\
                CONFERENCE;VALUE=URI:https://meet.example.net/1\r\n";
    let older = feed.replacen(place, link, 1).replacen(place, "LOCATION;LANGUAGE=el:Online\r\n", 1);
    assert!(!older.contains(place), "{older}");
    fs::write(directory.path().join("feed.ics"), older).unwrap();
    insta::assert_snapshot!(plan(directory.path()), @r#"
    Plan: 2 written differently, 1 session unchanged

    talks: "Talks"
      ! this release writes 1 entry differently: cancelled sessions lose their join link
      ! this release writes 1 entry differently: the place of online sessions is in the language of the series
      ~ one "One" written differently by this release, SEQUENCE stays 0
      ~ two "Two" written differently by this release, SEQUENCE stays 0
        1 session unchanged
    "#);
}

#[test]
fn what_a_calendar_has_otherwise_than_it_is_published_is_a_change() {
    let directory = tempfile::tempdir().unwrap();
    let text = include_str!("cases/line-break-in-title.ics");
    fs::write(directory.path().join("feed.ics"), text).unwrap();
    let adopt = ["adopt", "feed.ics", "--id", "club", "--authority", "example.org"];
    let (code, _, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!(code, 0, "{err}");
    let against = ["plan", "--against", "feed.ics", "--exit-code"];
    let (code, _, _) = said(&kalends(directory.path(), &against));
    assert_eq!(code, 1);
    insta::assert_snapshot!(plan(directory.path()), @r#"
    Plan: 1 changed, 1 session unchanged

    club: "Club"
      ~ kids-family-friends-day "Kids, family & friends; day" retitled and relocated, SEQUENCE stays 0
          title
            - Kids, family & friends
            - day
            + Kids, family & friends; day
          place
            - Hall A, 1st floor
            - Main street 1
            + Hall A, 1st floor, Main street 1
        1 session unchanged
    "#);
}
