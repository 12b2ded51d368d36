//! Identity and revision: the calendar rules.

use insta::assert_snapshot as pinned;
use kalends::lint::lint;

use crate::lint::{GOOD, changed, codes_of, crlf, found, with};

/// The good feed with a second copy of its event, in which some lines differ.
fn again(lines: &str) -> String {
    let (head, event) = GOOD.split_once("BEGIN:VEVENT\n").unwrap();
    let event = event.replace("END:VCALENDAR\n", "");
    let replaced = |line: &str| {
        let name = line.split([':', ';']).next().unwrap();
        lines.lines().any(|other| other.split([':', ';']).next() == Some(name))
    };
    let kept: String = event.split_inclusive('\n').filter(|line| !replaced(line)).collect();
    let second = format!("BEGIN:VEVENT\n{lines}{kept}");
    crlf(&format!("{head}BEGIN:VEVENT\n{event}{second}END:VCALENDAR\n"))
}

#[test]
fn an_event_without_a_uid_is_told() {
    pinned!(found(changed("UID:one@example.org\n", "")), @r#"
    error[K713]: event `One` has no UID: an update becomes a new entry
      --> talks.ics:27:1
       |
    27 | BEGIN:VEVENT
       | ^^^^^^^^^^^^
       |
       = note: all clients show the event wrongly
       = note: rule `uid-once-per-file`: a UID occurs once in a file
       = help: write `UID:e78adf25-398a-5fdd-80ce-37b5af69ef64`, and keep it when the event changes

    1 error
    "#);
}

#[test]
fn a_uid_that_stands_twice_is_told_at_the_second() {
    pinned!(found(again("")), @r#"
    error[K714]: UID `one@example.org` occurs twice: clients keep one of the events
      --> talks.ics:41:1
       |
    41 | UID:one@example.org
       | ^^^^^^^^^^^^^^^^^^^
       |
       = note: Google, Outlook, Apple, Thunderbird, Nextcloud and DAVx5 drop the event
       = note: rule `uid-once-per-file`: a UID occurs once in a file
       = help: give each event its own UID; of two versions of one event, keep the newer

    1 error
    "#);
}

#[test]
fn every_uid_that_is_repeated_has_its_own_finding() {
    let repeated = |count: usize| {
        let (head, event) = GOOD.split_once("BEGIN:VEVENT").unwrap();
        let event = format!("BEGIN:VEVENT{}", event.replace("END:VCALENDAR\n", ""));
        let named = |n: usize| event.replace("one@", &format!("{n}@"));
        let events: String = (0..count).chain(0..count).map(named).collect();
        lint("talks.ics", crlf(&format!("{head}{events}END:VCALENDAR\n")).as_bytes()).findings
    };
    let findings = repeated(25);
    assert_eq!(findings.len(), 25);
    for (n, finding) in findings.iter().enumerate() {
        assert!(finding.headline().starts_with(&format!("UID `{n}@example.org` ")), "{finding:?}");
        assert!(!finding.notes().iter().any(|note| note.starts_with("also")), "{finding:?}");
    }
    let findings = repeated(60);
    assert_eq!(findings.len(), 51);
    let rest = findings[50].headline();
    assert!(rest.starts_with("10 more of this kind, beginning with: UID `50@"), "{rest}");
}

#[test]
fn what_says_when_an_event_was_revised_is_missed() {
    pinned!(found(changed("LAST-MODIFIED:20270101T090000Z\n", "")), @r#"
    warning[K715]: event `One` has no LAST-MODIFIED
      --> talks.ics:27:1
       |
    27 | BEGIN:VEVENT
       | ^^^^^^^^^^^^
       |
       = note: rule `last-modified-moves`: LAST-MODIFIED moves whenever the event changes; ICSx5 skips a change otherwise
       = help: write `LAST-MODIFIED:20270101T090000Z`, the time of the last revision

    1 warning
    "#);
}

#[test]
fn a_stamp_of_the_request_is_told() {
    pinned!(found(again("UID:two@example.org\nLAST-MODIFIED:20261201T090000Z\n")), @r#"
    warning[K716]: all 2 events have the DTSTAMP `20270101T090000Z` but different revisions: it looks like the time of the request
      --> talks.ics:29:1
       |
    29 | DTSTAMP:20270101T090000Z
       | ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `dtstamp-from-record`: DTSTAMP is when the event was last revised, never the time of the request
       = help: write `DTSTAMP:20270101T090000Z`, equal to LAST-MODIFIED: the time of the request makes the calendar look changed at every fetch

    1 warning
    "#);
}

#[test]
fn a_stamp_has_one_form() {
    let text = found(changed("LAST-MODIFIED:20270101T090000Z", "LAST-MODIFIED:20270101T090000"));
    pinned!(text, @r#"
    warning[K717]: LAST-MODIFIED `20270101T090000` is not in UTC
      --> talks.ics:30:1
       |
    30 | LAST-MODIFIED:20270101T090000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write `20270101T090000Z`, if that is the time in UTC

    1 warning
    "#);
}

#[test]
fn people_are_not_published() {
    let text =
        found(with("ATTENDEE:mailto:someone@example.org\nORGANIZER:mailto:desk@example.org"));
    pinned!(text, @r#"
    warning[K720]: ATTENDEE shows the participants to everyone, and some clients ask for a reply
      --> talks.ics:32:1
       |
    32 | ATTENDEE:mailto:someone@example.org
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `no-attendee`: a published calendar names no attendee; the organiser is in DESCRIPTION and CONTACT
       = help: leave it out

    warning[K720]: ORGANIZER makes the event a read-only invitation in some clients
      --> talks.ics:33:1
       |
    33 | ORGANIZER:mailto:desk@example.org
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `no-attendee`: a published calendar names no attendee; the organiser is in DESCRIPTION and CONTACT
       = help: name the organiser in DESCRIPTION and CONTACT instead

    2 warnings
    "#);
}

#[test]
fn a_uid_or_start_that_stands_twice_in_one_event_is_told() {
    pinned!(found(with("UID:other@example.org")), @r#"
    error[K749]: UID occurs twice; clients use one or the other
      --> talks.ics:32:1
       |
    32 | UID:other@example.org
       | ^^^^^^^^^^^^^^^^^^^^^
       |
       = note: Home Assistant drops the calendar; Google, Outlook, Apple, Thunderbird, Nextcloud and DAVx5 show the event wrongly
       = note: rule `no-empty-or-repeated-property`: no property is empty or repeated, no category contains a separator
       = help: remove `UID:other@example.org`, or the other UID

    1 error
    "#);
}

#[test]
fn occurrences_of_one_event_share_its_uid() {
    let text = again("RECURRENCE-ID;TZID=Europe/Brussels:20270317T140000\n");
    assert_eq!(codes_of(text), ["K746"]);
}

#[test]
fn stamps_that_differ_from_the_revision_are_told_one_by_one() {
    let text = found(changed("DTSTAMP:20270101T090000Z", "DTSTAMP:20270102T090000Z"));
    assert!(
        text.contains("DTSTAMP `20270102T090000Z` differs from LAST-MODIFIED `20270101T090000Z`"),
        "{text}"
    );
}

#[test]
fn counts_and_stamps_that_are_missing_are_told() {
    assert_eq!(codes_of(changed("SEQUENCE:0\n", "")), ["K715"]);
    assert_eq!(codes_of(changed("SEQUENCE:0", "SEQUENCE:-1")), ["K717"]);
    assert_eq!(codes_of(changed("DTSTAMP:20270101T090000Z\n", "")), ["K715"]);
    let with_contact = with("CONTACT:Desk\nORGANIZER:mailto:desk@example.org");
    assert_eq!(codes_of(with_contact), [""; 0]);
}
