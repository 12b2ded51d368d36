//! What a calendar says of itself: the calendar rules.

use insta::assert_snapshot as pinned;

use crate::lint::{GOOD, changed, codes_of, crlf, file, found, with};

#[test]
fn an_invitation_is_no_published_calendar() {
    pinned!(found(changed("GREGORIAN\n", "GREGORIAN\nMETHOD:REQUEST\n")), @r#"
    error[K718]: `METHOD:REQUEST` makes the calendar an invitation that one person answers
     --> talks.ics:5:1
      |
    5 | METHOD:REQUEST
      | ^^^^^^^^^^^^^^
      |
      = note: Outlook, Apple and Thunderbird show the event wrongly
      = note: rule `no-method`: a published calendar has no METHOD
      = help: leave METHOD out: without it DTSTAMP is the time of the last revision

    1 error
    "#);
}

#[test]
fn a_method_that_publishes_is_still_one() {
    pinned!(found(changed("GREGORIAN\n", "GREGORIAN\nMETHOD:PUBLISH\n")), @r#"
    warning[K719]: `METHOD:PUBLISH` in a published calendar
     --> talks.ics:5:1
      |
    5 | METHOD:PUBLISH
      | ^^^^^^^^^^^^^^
      |
      = note: rule `no-method`: a published calendar has no METHOD
      = help: leave METHOD out: without it DTSTAMP is the time of the last revision

    1 warning
    "#);
}

#[test]
fn a_file_of_one_event_names_no_calendar() {
    pinned!(found(file("X-WR-CALNAME:Talks\n")), @r#"
    warning[K721]: `X-WR-CALNAME` in a file of one event: Outlook opens another calendar instead of adding it
     --> talks.ics:5:1
      |
    5 | X-WR-CALNAME:Talks
      | ^^^^^^^^^^^^^^^^^^
      |
      = note: rule `session-file-adds-one-event`: a file to add holds one event, and nothing that names a calendar
      = help: leave it out of files to add; in a feed that has one event today, write REFRESH-INTERVAL and X-PUBLISHED-TTL as well

    1 warning
    "#);
}

#[test]
fn a_feed_has_a_name() {
    pinned!(found(changed("NAME:Talks\nX-WR-CALNAME:Talks\n", "")), @r#"
    warning[K722]: the feed has no X-WR-CALNAME; Google, Outlook and Apple show its address instead of a name
     --> talks.ics:1:1
      |
    1 | BEGIN:VCALENDAR
      | ^^^^^^^^^^^^^^^
      |
      = note: rule `feed-names-itself`: a feed has NAME and X-WR-CALNAME, equal, and a constant X-WR-RELCALID
      = help: write NAME and X-WR-CALNAME, with the same text

    1 warning
    "#);
}

#[test]
fn a_feed_says_how_often_to_look() {
    pinned!(found(changed("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:P1D")), @r#"
    warning[K723]: REFRESH-INTERVAL `PT1H` and X-PUBLISHED-TTL `P1D` differ
     --> talks.ics:8:1
      |
    8 | REFRESH-INTERVAL;VALUE=DURATION:PT1H
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: rule `refresh-hints`: a feed has REFRESH-INTERVAL and X-PUBLISHED-TTL, equal
      = help: write `X-PUBLISHED-TTL:PT1H`

    1 warning
    "#);
}

#[test]
fn a_feed_has_an_identity() {
    pinned!(found(changed("X-WR-RELCALID:8f1dd9c4-5c1f-4a5e-9d7c-5f5f0e6e9a01\n", "")), @r#"
    warning[K724]: the feed has no X-WR-RELCALID; Outlook adds another calendar each time it is opened
     --> talks.ics:1:1
      |
    1 | BEGIN:VCALENDAR
      | ^^^^^^^^^^^^^^^
      |
      = note: rule `feed-names-itself`: a feed has NAME and X-WR-CALNAME, equal, and a constant X-WR-RELCALID
      = help: write `X-WR-RELCALID:ce415000-6d69-5e9a-b3d9-c62c21921265`, and never change it

    1 warning
    "#);
}

#[test]
fn the_version_is_two() {
    pinned!(found(changed("VERSION:2.0\n", "")), @r#"
    error[K725]: VERSION is missing; Outlook refuses the calendar
     --> talks.ics:1:1
      |
    1 | BEGIN:VCALENDAR
      | ^^^^^^^^^^^^^^^
      |
      = note: Outlook drops the calendar
      = note: rule `fixed-head`: VERSION:2.0, CALSCALE:GREGORIAN, and one constant PRODID
      = help: write `VERSION:2.0` as the second line

    1 error
    "#);
}

#[test]
fn a_calendar_says_who_wrote_it() {
    let text = found(changed(
        "-//example.org//talks//EN",
        "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
    ));
    pinned!(text, @r#"
    warning[K726]: PRODID names Outlook as the writer; Outlook then reads the calendar differently
     --> talks.ics:3:1
      |
    3 | PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: rule `fixed-head`: VERSION:2.0, CALSCALE:GREGORIAN, and one constant PRODID
      = help: write one constant name of your own, such as `PRODID:-//example.org//events//EN`

    1 warning
    "#);
}

#[test]
fn a_calendar_without_an_event_deletes_those_that_people_have() {
    let head = GOOD.split("BEGIN:VTIMEZONE").next().unwrap();
    pinned!(found(crlf(&format!("{head}END:VCALENDAR\n"))), @r#"
    error[K754]: the calendar has no event
     --> talks.ics:1:1
      |
    1 | BEGIN:VCALENDAR
      | ^^^^^^^^^^^^^^^
      |
      = note: all clients drop the event
      = note: rule `feed-never-empty`: a feed is never without an event: absence is deletion for subscribers
      = help: serve the last good calendar or an error instead: subscribers delete missing events

    1 error
    "#);
}

#[test]
fn a_property_stands_once() {
    pinned!(found(with("X-MICROSOFT-CDO-BUSYSTATUS:BUSY")), @r#"
    warning[K750]: X-MICROSOFT-CDO-BUSYSTATUS occurs twice; clients use one or the other
      --> talks.ics:39:1
       |
    39 | X-MICROSOFT-CDO-BUSYSTATUS:BUSY
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `no-empty-or-repeated-property`: no property is empty or repeated, no category contains a separator
       = help: remove `X-MICROSOFT-CDO-BUSYSTATUS:BUSY`, or the other X-MICROSOFT-CDO-BUSYSTATUS

    1 warning
    "#);
}

#[test]
fn a_property_has_a_value() {
    pinned!(found(with("LOCATION:")), @r#"
    warning[K748]: LOCATION has no value
      --> talks.ics:32:1
       |
    32 | LOCATION:
       | ^^^^^^^^^
       |
       = note: rule `no-empty-or-repeated-property`: no property is empty or repeated, no category contains a separator
       = help: leave the property out

    1 warning
    "#);
}

#[test]
fn an_attachment_is_told() {
    pinned!(found(with("ATTACH:https://example.org/a.pdf")), @r#"
    warning[K747]: ATTACH: few calendars show it, and all fetch its bytes each time
      --> talks.ics:32:1
       |
    32 | ATTACH:https://example.org/a.pdf
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `listed-properties-only`: no ATTACH
       = help: put a link into DESCRIPTION

    1 warning
    "#);
}

#[test]
fn a_feed_of_many_events_is_told() {
    let (head, event) = GOOD.split_once("BEGIN:VEVENT").unwrap();
    let event = format!("BEGIN:VEVENT{}", event.replace("END:VCALENDAR\n", ""));
    let events: String = (0..501).map(|n| event.replace("one@", &format!("{n}@"))).collect();
    pinned!(found(crlf(&format!("{head}{events}END:VCALENDAR\n"))), @r#"
    warning[K753]: the calendar has 158795 bytes and 501 events; above 524288 bytes or 500 events some clients fail
    --> talks.ics
     = note: rule `feed-fits-google`: a feed has at most 512 KiB and 500 events; Google stops at 1 MB
     = help: split it into 2 feeds or more, shorten the descriptions, or leave out attachments

    1 warning
    "#);
}

#[test]
fn a_feed_that_google_would_not_read_is_told() {
    let line = format!("COMMENT:{}\n", "x".repeat(60)).repeat(15_000);
    pinned!(found(with(line.trim_end())), @r#"
    error[K752]: the calendar has 1050905 bytes; Google reads 1000000 at most
    --> talks.ics
     = note: Google drops the calendar
     = note: rule `feed-fits-google`: a feed has at most 512 KiB and 500 events; Google stops at 1 MB
     = help: split it into 3 feeds or more, shorten the descriptions, or leave out attachments

    1 error
    "#);
}

#[test]
fn names_that_differ_and_hints_that_are_missing_are_told() {
    assert!(
        found(changed("GREGORIAN\nNAME:Talks", "GREGORIAN\nNAME:Other"))
            .contains("NAME and X-WR-CALNAME differ")
    );
    for hint in ["REFRESH-INTERVAL;VALUE=DURATION:PT1H\n", "X-PUBLISHED-TTL:PT1H\n"] {
        assert_eq!(codes_of(changed(hint, "")), ["K723"]);
    }
    assert_eq!(codes_of(changed("CALSCALE:GREGORIAN", "CALSCALE:JULIAN")), ["K725"]);
    assert_eq!(codes_of(changed("PRODID:-//example.org//talks//EN\n", "")), ["K726"]);
}
