//! Start and end: rules `no-skipped-or-repeated-hour`, `zone-or-utc` and `dtend-always`.

use insta::assert_snapshot as pinned;

use crate::lint::{GOOD, changed, codes_of, crlf, found};

/// The good feed with other lines for start and end, and no zone.
fn whole_days(start: &str, end: &str) -> String {
    let text = GOOD
        .replace("DTSTART;TZID=Europe/Brussels:20270310T140000", start)
        .replace("DTEND;TZID=Europe/Brussels:20270310T150000", end);
    let (head, rest) = text.split_once("BEGIN:VTIMEZONE").unwrap();
    let (_, rest) = rest.split_once("END:VTIMEZONE\n").unwrap();
    crlf(&format!("{head}{rest}"))
}

#[test]
fn a_time_without_a_zone_is_told() {
    pinned!(found(changed("DTSTART;TZID=Europe/Brussels:", "DTSTART:")), @r#"
    error[K735]: DTSTART `20270310T140000` has no time zone: people see it in their own zone, and servers read it as UTC
      --> talks.ics:32:1
       |
    32 | DTSTART:20270310T140000
       | ^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: all clients show the event wrongly
       = note: rule `zone-or-utc`: a time has its TZID, byte-equal to that of its VTIMEZONE, or is in UTC
       = help: write `DTSTART;TZID=Europe/Brussels:20270310T140000`, if that zone is meant; or the time in UTC with a Z

    error[K738]: event `One` has a time zone at one end only
      --> talks.ics:33:1
       |
    33 | DTEND;TZID=Europe/Brussels:20270310T150000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: Home Assistant drops the calendar
       = note: rule `dtend-always`: DTEND is always written, is later than DTSTART and of the same kind
       = help: write `DTSTART;TZID=Europe/Brussels:20270310T140000`

    2 errors
    "#);
}

#[test]
fn a_time_that_the_clocks_skip_is_told() {
    let text = found(changed("20270310T140000", "20270328T023000").replace("20270310", "20270328"));
    pinned!(text, @r#"
    error[K736]: DTSTART `2027-03-28T02:30:00` does not exist in Europe/Brussels (clocks skip 02:00–03:00)
      --> talks.ics:32:1
       |
    32 | DTSTART;TZID=Europe/Brussels:20270328T023000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: all clients show the event wrongly
       = note: rule `no-skipped-or-repeated-hour`: local times that the clocks skip or show twice are written in UTC
       = help: write the time that is meant, such as `DTSTART;TZID=Europe/Brussels:20270328T033000`: clients show an hour more or less

    1 error
    "#);
}

#[test]
fn a_start_that_does_not_say_it_is_a_date_is_told() {
    pinned!(found(whole_days("DTSTART:20270310", "DTEND;VALUE=DATE:20270311")), @r#"
    error[K737]: DTSTART `20270310` is a date without `VALUE=DATE`
      --> talks.ics:15:1
       |
    15 | DTSTART:20270310
       | ^^^^^^^^^^^^^^^^
       |
       = note: Home Assistant drops the calendar; Thunderbird, Nextcloud and DAVx5 drop the event
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write `;VALUE=DATE` before the colon: strict readers reject the value otherwise

    1 error
    "#);
}

#[test]
fn an_end_before_the_start_is_told() {
    pinned!(found(changed("20270310T150000", "20270310T130000")), @r#"
    error[K738]: event `One` does not end after it begins
      --> talks.ics:33:1
       |
    33 | DTEND;TZID=Europe/Brussels:20270310T130000
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: all clients show the event wrongly
       = note: rule `dtend-always`: DTEND is always written, is later than DTSTART and of the same kind
       = help: write `DTEND;TZID=Europe/Brussels:20270311T130000` if it ends on the next day, or correct one of the times

    1 error
    "#);
}

#[test]
fn a_length_instead_of_an_end_is_told() {
    pinned!(found(changed("DTEND;TZID=Europe/Brussels:20270310T150000", "DURATION:PT1H")), @r#"
    warning[K739]: event `One` has DURATION instead of DTEND
      --> talks.ics:33:1
       |
    33 | DURATION:PT1H
       | ^^^^^^^^^^^^^
       |
       = note: rule `dtend-always`: DTEND is always written, is later than DTSTART and of the same kind
       = help: write `DTEND;TZID=Europe/Brussels:20270310T150000` instead of DURATION: clients add days and hours differently when clocks change

    1 warning
    "#);
}

#[test]
fn a_time_that_the_clocks_show_twice_is_told_with_both_readings() {
    let text =
        GOOD.replace("20270310T140000", "20271031T023000").replace("20270310T15", "20271031T15");
    let text = found(crlf(&text));
    assert!(
        text.contains("`20271031T003000Z` for the first, `20271031T013000Z` for the second"),
        "{text}"
    );
}

#[test]
fn starts_and_ends_that_are_none_are_told() {
    let start = "DTSTART;TZID=Europe/Brussels:20270310T140000";
    let end = "DTEND;TZID=Europe/Brussels:20270310T150000";
    for (from, to, code) in [
        (start, "DTSTART:tomorrow", "K737"),
        (start, "DTSTART;TZID=Europe/Brussels:20270310T120000Z", "K737"),
        (start, "DTSTART;VALUE=DATE:20270310T140000", "K737"),
        (start, "DTSTART:2027-03-10T14:00:00", "K737"),
        (end, "DTEND:20270310T150000", "K735,K738"),
        (start, "DTSTART;VALUE=DATE:20270310", "K738"),
        (end, "DTEND:20270310T130000Z", "K738"),
        (end, "DURATION:-PT1H", "K738"),
        ("SEQUENCE:0", "SEQUENCE:0\nDURATION:PT1H", "K738"),
        ("DTEND;TZID=Europe/Brussels:20270310T150000\n", "", "K739"),
        ("DTSTART;TZID=Europe/Brussels:20270310T140000\n", "", "K737"),
    ] {
        assert_eq!(codes_of(changed(from, to)).join(","), code, "{to}");
    }
    for (end, code) in [("20270310", "K738"), ("20270309", "K738"), ("20270311", "")] {
        let codes =
            codes_of(whole_days("DTSTART;VALUE=DATE:20270310", &format!("DTEND;VALUE=DATE:{end}")));
        assert_eq!(codes.concat(), code, "{end}");
    }
}
