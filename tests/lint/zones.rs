//! Time zones: the calendar rules.

use insta::assert_snapshot as pinned;

use crate::lint::{GOOD, changed, codes_of, crlf, found};

/// The good feed with its zone called otherwise throughout.
fn named(name: &str) -> String {
    crlf(&GOOD.replace("Europe/Brussels", name))
}

#[test]
fn a_name_with_two_readings_is_told() {
    pinned!(found(named("CET")), @r#"
    error[K729]: `CET` may mean the clocks of Central Europe, or UTC+01:00 all year
      --> talks.ics:32:1
       |
    32 | DTSTART;TZID=CET:20270310T140000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: Google, Apple, Nextcloud, DAVx5 and Home Assistant show the event wrongly
       = note: rule `named-places-only`: time zones are IANA Area/Location names or UTC
       = help: write the place that is meant, such as `Europe/Brussels`, or UTC: clients that do not read the VTIMEZONE guess

    1 error
    "#);
}

#[test]
fn a_name_that_only_windows_has_is_told() {
    pinned!(found(named("Romance Standard Time")), @r#"
    warning[K730]: `Romance Standard Time` is a Windows name of Europe/Paris
      --> talks.ics:32:1
       |
    32 | DTSTART;TZID=Romance Standard Time:20270310T140000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `named-places-only`: time zones are IANA Area/Location names or UTC
       = help: write `Europe/Paris`, in TZID of the VTIMEZONE too

    1 warning
    "#);
}

#[test]
fn a_zone_without_its_rules_is_told_with_the_rules_to_write() {
    let (head, rest) = GOOD.split_once("BEGIN:VTIMEZONE").unwrap();
    let (_, rest) = rest.split_once("END:VTIMEZONE\n").unwrap();
    let unruled = format!("{head}{rest}");
    pinned!(found(crlf(&unruled)), @r#"
    error[K731]: `Europe/Brussels` has no VTIMEZONE; Outlook shows the event an hour or more too early or late
      --> talks.ics:15:1
       |
    15 | DTSTART;TZID=Europe/Brussels:20270310T140000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: Outlook shows the event wrongly
       = note: rule `one-vtimezone-per-zone`: each TZID that is used has exactly one VTIMEZONE, before the events; none is unused
       = help: write this one instead:
               BEGIN:VTIMEZONE
               TZID:Europe/Brussels
               BEGIN:STANDARD
               DTSTART:19701025T030000
               TZOFFSETFROM:+0200
               TZOFFSETTO:+0100
               RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
               TZNAME:CET
               END:STANDARD
               BEGIN:DAYLIGHT
               DTSTART:19700329T020000
               TZOFFSETFROM:+0100
               TZOFFSETTO:+0200
               RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
               TZNAME:CEST
               END:DAYLIGHT
               END:VTIMEZONE

    1 error
    "#);
}

#[test]
fn rules_that_no_event_uses_are_told() {
    let text = found(crlf(
        &GOOD
            .replace(";TZID=Europe/Brussels:20270310T140000", ":20270310T130000Z")
            .replace(";TZID=Europe/Brussels:20270310T150000", ":20270310T140000Z"),
    ));
    pinned!(text, @r#"
    warning[K732]: VTIMEZONE `Europe/Brussels` is used by no event
      --> talks.ics:10:1
       |
    10 | BEGIN:VTIMEZONE
       | ^^^^^^^^^^^^^^^
       |
       = note: rule `one-vtimezone-per-zone`: each TZID that is used has exactly one VTIMEZONE, before the events; none is unused
       = help: leave it out

    1 warning
    "#);
}

#[test]
fn rules_that_outlook_reads_otherwise_are_told() {
    let text = found(changed(
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20371025T010000Z",
    ));
    pinned!(text, @r#"
    warning[K733]: VTIMEZONE `Europe/Brussels` has a rule with an end, which Outlook ignores
      --> talks.ics:10:1
       |
    10 | BEGIN:VTIMEZONE
       | ^^^^^^^^^^^^^^^
       |
       = note: rule `vtimezone-as-outlook-reads`: Outlook reads a VTIMEZONE as one yearly pair of rules, and ignores RDATE
       = help: write this one instead:
               BEGIN:VTIMEZONE
               TZID:Europe/Brussels
               BEGIN:STANDARD
               DTSTART:19701025T030000
               TZOFFSETFROM:+0200
               TZOFFSETTO:+0100
               RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
               TZNAME:CET
               END:STANDARD
               BEGIN:DAYLIGHT
               DTSTART:19700329T020000
               TZOFFSETFROM:+0100
               TZOFFSETTO:+0200
               RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
               TZNAME:CEST
               END:DAYLIGHT
               END:VTIMEZONE

    1 warning
    "#);
}

#[test]
fn rules_that_give_a_wrong_time_are_told() {
    pinned!(found(changed("BYMONTH=3;BYDAY=-1SU", "BYMONTH=3;BYDAY=1SU")), @r#"
    error[K734]: VTIMEZONE `Europe/Brussels` puts DTSTART `2027-03-10T14:00:00` at +02:00; Europe/Brussels is at +01:00 then
      --> talks.ics:32:1
       |
    32 | DTSTART;TZID=Europe/Brussels:20270310T140000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: also in line 33
       = note: Outlook, Apple and DAVx5 show the event wrongly
       = note: rule `vtimezone-proven`: a VTIMEZONE, read alone, gives the right offset at every instant it is used for
       = help: write this one instead:
               BEGIN:VTIMEZONE
               TZID:Europe/Brussels
               BEGIN:STANDARD
               DTSTART:19701025T030000
               TZOFFSETFROM:+0200
               TZOFFSETTO:+0100
               RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
               TZNAME:CET
               END:STANDARD
               BEGIN:DAYLIGHT
               DTSTART:19700329T020000
               TZOFFSETFROM:+0100
               TZOFFSETTO:+0200
               RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
               TZNAME:CEST
               END:DAYLIGHT
               END:VTIMEZONE

    1 error
    "#);
}

#[test]
fn names_behind_prefixes_and_old_names_are_told_from_those_that_are_none() {
    for (name, code) in [
        ("/Europe/Brussels", "K730"),
        ("/mozilla.org/20050126_1/Europe/Brussels", "K730"),
        ("Europe/Amsterdam", ""),
        ("Asia/Calcutta", "K730,K734"),
        ("GMT+1", "K729"),
        ("Brussels Time", "K729"),
        ("Customized Time Zone", "K729"),
    ] {
        assert_eq!(codes_of(named(name)).join(","), code, "{name}");
    }
}

#[test]
fn rules_stand_once_and_before_the_events() {
    let block = &GOOD[GOOD.find("BEGIN:VTIMEZONE").unwrap()..GOOD.find("BEGIN:VEVENT").unwrap()];
    let moved =
        GOOD.replace(block, "").replace("END:VCALENDAR\n", &format!("{block}END:VCALENDAR\n"));
    assert_eq!(codes_of(crlf(&moved)), ["K732"]);
    let twice = GOOD.replace("BEGIN:VEVENT", &format!("{block}BEGIN:VEVENT"));
    assert_eq!(codes_of(crlf(&twice)), ["K732"]);
    let (from, to) = ("DTSTART;TZID=Europe/Brussels:20270310T140000", "DTSTART:20270310T130000Z");
    assert_eq!(codes_of(changed(from, to)), [""; 0]);
}

#[test]
fn however_many_rules_there_are_those_of_a_name_are_found() {
    let block = &GOOD[GOOD.find("BEGIN:VTIMEZONE").unwrap()..GOOD.find("BEGIN:VEVENT").unwrap()];
    let others: String =
        (0..300).map(|n| block.replace("Europe/Brussels", &format!("Other/N{n}"))).collect();
    let text =
        GOOD.replace("BEGIN:VTIMEZONE\nTZID:Eu", &format!("{others}BEGIN:VTIMEZONE\nTZID:Eu"));
    assert!(codes_of(crlf(&text)).iter().all(|code| *code == "K732"), "unused, and nothing else");
}

#[test]
fn rules_with_periods_are_held_against_the_database_too() {
    let text = GOOD.replace("20270310T", "20270710T");
    let daylight = &text[text.find("BEGIN:DAYLIGHT").unwrap()..text.find("END:VTIMEZONE").unwrap()];
    let rule = "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU";
    let period = "RDATE;VALUE=PERIOD:18930401T000000/18930402T000000";
    let text = text.replace(daylight, "").replace(rule, period);
    let codes = codes_of(crlf(&text));
    assert!(codes.contains(&"K734") && codes.contains(&"K756"), "{codes:?}");
}

#[test]
fn rules_with_a_history_are_read_as_they_are() {
    // The rules of Brussels as other writers have them, before and after 1996.
    let history = "BEGIN:STANDARD\nDTSTART:19791230T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
        RRULE:FREQ=YEARLY;UNTIL=19950924T010000Z;BYMONTH=9;BYDAY=-1SU\nEND:STANDARD\n\
        BEGIN:DAYLIGHT\nDTSTART:19770403T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
        RDATE:19780402T020000,19790401T020000,19800406T020000\nEND:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:19701025";
    let text = changed("BEGIN:STANDARD\nDTSTART:19701025", history);
    assert_eq!(codes_of(&text), ["K733"]);
    assert!(found(text).contains("has 4 rules, its history; Outlook keeps one yearly pair"));
    let days = "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU";
    let text = changed("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", days);
    assert_eq!(codes_of(text), [""; 0]);
}
