//! Status, busy times, alarms and repetition: the calendar rules.

use insta::assert_snapshot as pinned;

use crate::lint::{GOOD, changed, codes_of, crlf, file, found, with};

#[test]
fn a_status_that_is_none_is_told() {
    pinned!(found(changed("STATUS:CONFIRMED", "STATUS:CANCELED")), @r#"
    error[K727]: STATUS `CANCELED` is misspelt
      --> talks.ics:36:1
       |
    36 | STATUS:CANCELED
       | ^^^^^^^^^^^^^^^
       |
       = note: Home Assistant drops the calendar; Google, Outlook, Apple, Thunderbird, Nextcloud and DAVx5 show the event wrongly
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write `CANCELLED`

    1 error
    "#);
}

#[test]
fn a_cancelled_event_says_so_everywhere() {
    pinned!(found(changed("STATUS:CONFIRMED", "STATUS:CANCELLED")), @r#"
    warning[K728]: cancelled event `One` does not say so in its title; Outlook shows nothing else
      --> talks.ics:27:1
       |
    27 | BEGIN:VEVENT
       | ^^^^^^^^^^^^
       |
       = note: rule `cancelled-entry-stays`: a cancelled event says so in its title, blocks no time and has no alarm
       = help: write `SUMMARY:Cancelled: One`

    warning[K728]: cancelled event `One` still blocks time in Outlook and others
      --> talks.ics:27:1
       |
    27 | BEGIN:VEVENT
       | ^^^^^^^^^^^^
       |
       = note: rule `cancelled-entry-stays`: a cancelled event says so in its title, blocks no time and has no alarm
       = help: write `TRANSP:TRANSPARENT` and `X-MICROSOFT-CDO-BUSYSTATUS:FREE`

    2 warnings
    "#);
}

#[test]
fn busy_and_transparent_disagree() {
    pinned!(found(changed("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")), @r#"
    warning[K744]: TRANSP:TRANSPARENT and X-MICROSOFT-CDO-BUSYSTATUS:BUSY disagree on whether the time is busy
      --> talks.ics:38:1
       |
    38 | X-MICROSOFT-CDO-BUSYSTATUS:BUSY
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `busy-said-twice`: TRANSP and X-MICROSOFT-CDO-BUSYSTATUS agree
       = help: write `X-MICROSOFT-CDO-BUSYSTATUS:FREE`, or `TRANSP:OPAQUE` if the time is busy

    1 warning
    "#);
}

#[test]
fn an_alarm_in_a_feed_rings_for_everyone() {
    let text = found(changed(
        "END:VEVENT",
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:One\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT",
    ));
    pinned!(text, @r#"
    warning[K745]: an alarm in a feed rings for everyone who subscribes
      --> talks.ics:39:1
       |
    39 | BEGIN:VALARM
       | ^^^^^^^^^^^^
       |
       = note: rule `one-alarm-at-most`: no alarm in a feed; in a file at most one: DISPLAY, before the start
       = help: leave it out: people set their own

    1 warning
    "#);
}

#[test]
fn a_rule_of_repetition_is_told() {
    pinned!(found(with("RRULE:FREQ=WEEKLY")), @r#"
    warning[K746]: RRULE: clients differ in how they apply exceptions and changes
      --> talks.ics:32:1
       |
    32 | RRULE:FREQ=WEEKLY
       | ^^^^^^^^^^^^^^^^^
       |
       = note: rule `no-recurrence`: each date is a separate event
       = help: write each date as an event of its own

    1 warning
    "#);
}

#[test]
fn a_cancelled_event_in_its_right_form_has_no_finding() {
    let text = GOOD
        .replace("STATUS:CONFIRMED", "STATUS:CANCELLED")
        .replace("TRANSP:OPAQUE", "TRANSP:TRANSPARENT")
        .replace("BUSYSTATUS:BUSY", "BUSYSTATUS:FREE");
    for title in ["Cancelled: One", "Abgesagt: Eins", "ANNULÉ : un"] {
        assert_eq!(found(crlf(&text.replace("SUMMARY:One", &format!("SUMMARY:{title}")))), "");
    }
}

#[test]
fn an_alarm_of_a_file_rings_before_the_start() {
    let alarm = |lines: &str| {
        let alarm = format!("BEGIN:VALARM\n{lines}END:VALARM\nEND:VEVENT\n");
        file("").replace("END:VEVENT\r\n", &crlf(&alarm))
    };
    let good = "ACTION:DISPLAY\nDESCRIPTION:One\nTRIGGER:-PT15M\n";
    assert_eq!(codes_of(alarm(good)), [""; 0]);
    for (from, to) in [
        ("TRIGGER:-", "TRIGGER:"),
        ("TRIGGER:-PT15M", "TRIGGER;VALUE=DATE-TIME:20270310T120000Z"),
        ("DISPLAY", "AUDIO"),
        ("TRIGGER:-PT15M\n", &format!("TRIGGER:-PT15M\nEND:VALARM\nBEGIN:VALARM\n{good}")),
    ] {
        assert_eq!(codes_of(alarm(&good.replace(from, to))), ["K745"], "{from}");
    }
}

#[test]
fn busy_values_that_are_none_are_told() {
    assert_eq!(codes_of(changed("TRANSP:OPAQUE", "TRANSP:BUSY")), ["K744"]);
}
