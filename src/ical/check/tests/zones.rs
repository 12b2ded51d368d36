//! Allowed VTIMEZONEs, and the offsets that they give.

use super::super::zone::read_zone;
use crate::ical::observances::{Observances, Offset};

/// The name, DTSTART, TZOFFSETFROM, TZOFFSETTO and RRULE.
type Observance = (&'static str, &'static str, &'static str, &'static str, &'static str);

const WINTER: Observance =
    ("STANDARD", "19701025T030000", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
const SUMMER: Observance =
    ("DAYLIGHT", "19700329T020000", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU");
const ALWAYS: Observance = ("STANDARD", "19700101T000000", "+0900", "+0900", "");

fn rules(observances: &[Observance]) -> Option<Observances> {
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), "TZID:Zone".to_owned()];
    for (name, start, from, to, rule) in observances {
        lines.push(format!("BEGIN:{name}\r\nDTSTART:{start}"));
        lines.push(format!("TZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\nTZNAME:ZZZ"));
        if !rule.is_empty() {
            lines.push(format!("RRULE:{rule}"));
        }
        lines.push(format!("END:{name}"));
    }
    lines.push("END:VTIMEZONE\r\n".to_owned());
    read_zone(&lines.join("\r\n"))
}

fn at(rules: &Observances, local: &str) -> Option<i32> {
    match rules.offset_at(local.parse().unwrap()) {
        Offset::One(offset) => Some(offset),
        _ => None,
    }
}

#[test]
fn a_pair_gives_each_local_time_its_offset() {
    for pair in [[WINTER, SUMMER], [SUMMER, WINTER]] {
        let rules = rules(&pair).unwrap();
        for (local, hours) in [
            ("2027-01-01T00:00", Some(1)),
            ("2027-03-28T01:59", Some(1)),
            ("2027-03-28T02:00", None),
            ("2027-03-28T02:59", None),
            ("2027-03-28T03:00", Some(2)),
            ("2027-10-31T01:59", Some(2)),
            ("2027-10-31T02:00", None),
            ("2027-10-31T02:59", None),
            ("2027-10-31T03:00", Some(1)),
            ("2027-12-31T23:59", Some(1)),
            ("2028-07-01T00:00", Some(2)),
            ("2028-03-26T03:00", Some(2)),
            ("2028-03-26T01:00", Some(1)),
        ] {
            assert_eq!(at(&rules, local), hours.map(|hours| hours * 3600), "{local}");
        }
    }
}

#[test]
fn a_year_may_begin_in_summer() {
    let winter =
        ("STANDARD", "19700405T030000", "+1100", "+1000", "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU");
    let summer =
        ("DAYLIGHT", "19701004T020000", "+1000", "+1100", "FREQ=YEARLY;BYMONTH=10;BYDAY=1SU");
    let rules = rules(&[winter, summer]).unwrap();
    for (local, hours) in [
        ("2027-01-01T00:00", 11),
        ("2027-12-31T23:59", 11),
        ("2027-07-01T00:00", 10),
        ("2027-04-04T01:59", 11),
        ("2027-04-04T03:00", 10),
        ("2027-10-03T03:00", 11),
    ] {
        assert_eq!(at(&rules, local), Some(hours * 3600), "{local}");
    }
}

#[test]
fn an_onset_in_january_may_be_in_december_by_utc() {
    let winter = "FREQ=YEARLY;BYMONTH=1;BYDAY=1TH";
    let winter = ("STANDARD", "19700101T000000", "+0200", "+0100", winter);
    let rules = rules(&[winter, SUMMER]).unwrap();
    for (local, hours) in [
        ("2025-12-31T22:59", Some(2)),
        ("2025-12-31T23:00", None),
        ("2025-12-31T23:59", None),
        ("2026-01-01T00:00", Some(1)),
    ] {
        assert_eq!(at(&rules, local), hours.map(|hours| hours * 3600), "{local}");
    }
}

#[test]
fn one_offset_is_always_the_same() {
    assert_eq!(at(&rules(&[ALWAYS]).unwrap(), "2027-07-01T00:00"), Some(9 * 3600));
    for (written, seconds) in [
        ("+0000", 0),
        ("-0330", -12_600),
        ("+0545", 20_700),
        ("+2359", 86_340),
        ("+001730", 1050),
        ("+005959", 3599),
        ("-123456", -45_296),
    ] {
        let observance = (ALWAYS.0, ALWAYS.1, written, written, "");
        assert_eq!(
            at(&rules(&[observance]).unwrap(), "2027-07-01T00:00"),
            Some(seconds),
            "{written}"
        );
    }
    for written in [
        "", "+", "0100", "01:00", "+100", "+1", "+01000", "+0100000", "+01a0", "-0000", "-000000",
        "+2400", "+0160", "+010060", "+010000", "~0100", "+ 100", "é100",
    ] {
        let observance = (ALWAYS.0, ALWAYS.1, written, written, "");
        assert!(rules(&[observance]).is_none(), "{written}");
    }
}

#[test]
fn other_observances_are_refused() {
    let with_rule = (ALWAYS.0, ALWAYS.1, ALWAYS.2, ALWAYS.3, "FREQ=YEARLY;BYMONTH=1;BYDAY=1TH");
    let changing = (ALWAYS.0, ALWAYS.1, "+0800", ALWAYS.3, "");
    let daylight = ("DAYLIGHT", ALWAYS.1, ALWAYS.2, ALWAYS.3, "");
    let also_standard = ("STANDARD", SUMMER.1, SUMMER.2, SUMMER.3, SUMMER.4);
    let without = |one: Observance| (one.0, one.1, one.2, one.3, "");
    let swapped = |one: Observance, component| (component, one.1, one.2, one.3, one.4);
    let cases: &[&[Observance]] = &[
        &[],
        &[with_rule],
        &[changing],
        &[daylight],
        &[WINTER],
        &[SUMMER],
        &[WINTER, also_standard],
        &[without(WINTER), SUMMER],
        &[WINTER, without(SUMMER)],
        &[WINTER, SUMMER, SUMMER],
        // Its end differs from the start of the other.
        &[WINTER, (SUMMER.0, SUMMER.1, "+0000", SUMMER.3, SUMMER.4)],
        &[WINTER, (SUMMER.0, SUMMER.1, SUMMER.2, "+0300", SUMMER.4)],
        // Summer offset below the winter offset, or equal.
        &[swapped(WINTER, "DAYLIGHT"), swapped(SUMMER, "STANDARD")],
        &[
            (WINTER.0, WINTER.1, "+0100", "+0100", WINTER.4),
            (SUMMER.0, SUMMER.1, "+0100", "+0100", SUMMER.4),
        ],
    ];
    for observances in cases {
        assert!(rules(observances).is_none(), "{observances:?}");
    }
}

#[test]
fn an_onset_is_one_day_of_a_month_and_the_first_is_in_1970() {
    let summer = |start, rule| rules(&[WINTER, (SUMMER.0, start, SUMMER.2, SUMMER.3, rule)]);
    for (start, rule) in [
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ("19700301T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU"),
        ("19700322T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=4SU"),
        ("19700105T020000", "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO"),
        ("19700310T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=2TU"),
        ("19700318T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=3WE"),
        ("19700326T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1TH"),
        ("19700327T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR"),
        ("19701226T020000", "FREQ=YEARLY;BYMONTH=12;BYDAY=-1SA"),
    ] {
        assert!(summer(start, rule).is_some(), "{start} {rule}");
    }
    for (start, rule) in [
        ("19710328T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ("19700328T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ("1970-03-29T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
        ("19700329T020000", "FREQ=MONTHLY;BYMONTH=3;BYDAY=-1SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=03;BYDAY=-1SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=0;BYDAY=-1SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=13;BYDAY=-1SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=U"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1XX"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=5SU"),
        ("19700322T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-2SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=0SU"),
        ("19700329T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=3"),
    ] {
        assert!(summer(start, rule).is_none(), "{start} {rule}");
    }
}
