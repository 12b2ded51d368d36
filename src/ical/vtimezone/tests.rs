//! Blocks of zones as text, and their offsets. `tests/zones.rs` compares all zones with the
//! database.

use jiff::SignedDuration;

use super::*;
use crate::model::When;

fn zone(name: &str) -> Zone {
    Zone::get(name).expect(name)
}

fn block(name: &str) -> &'static ZoneBlock {
    ZoneBlock::of(zone(name)).expect(name)
}

/// The block's lines; checks the line ends.
fn lines(name: &str) -> Vec<&'static str> {
    let text = block(name).text();
    let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
    assert!(lines.iter().all(|line| !line.contains(['\r', '\n'])), "{name}");
    lines
}

fn sole_offset(block: &ZoneBlock, local: DateTime) -> Option<i32> {
    match block.observances.offset_at(local) {
        Offset::One(offset) => Some(offset),
        _ => None,
    }
}

fn moment(name: &str, instant: Timestamp) -> Moment {
    let end = instant + SignedDuration::from_hours(1);
    let When::Timed { start, .. } = When::timed(zone(name), instant, end).unwrap() else {
        panic!("not timed");
    };
    start
}

fn proven(name: &str, instant: &str) -> bool {
    block(name).proves(&moment(name, instant.parse().unwrap()))
}

#[test]
fn every_block_has_the_bytes_it_always_had() {
    for (name, expected) in GOLDEN {
        let expected: Vec<&str> = expected.trim().lines().collect();
        assert_eq!(lines(name), expected, "{name}");
    }
}

#[test]
fn no_block_has_a_line_to_fold_or_to_escape() {
    for block in Zone::all().filter_map(ZoneBlock::of) {
        // RFC 5545 §3.1: 75 octets, line break excluded. Nothing folds these lines.
        for line in lines(block.tzid()) {
            assert!(line.len() < 75, "{line}");
            assert!(
                line.chars().all(|c| c.is_ascii_alphanumeric() || "+-/_:;=,".contains(c)),
                "{line}"
            );
            assert!(!line.starts_with("TZNAME") || !line.contains([',', ';']), "{line}");
        }
    }
}

#[test]
fn a_zone_has_one_block_and_utc_has_none() {
    assert!(std::ptr::eq(block("Asia/Calcutta"), block("Asia/Kolkata")));
    assert_eq!(block("Asia/Calcutta").tzid(), "Asia/Kolkata");
    assert!(ZoneBlock::of(Zone::utc()).is_none());
}

#[test]
fn what_the_clock_skips_or_repeats_is_not_proven_and_the_second_beside_it_is() {
    // Brussels, 25 October 2026: 02:00-03:00 is repeated, from 00:00Z to 02:00Z.
    assert!(proven("Europe/Brussels", "2026-10-24T23:59:59Z"));
    assert!(!proven("Europe/Brussels", "2026-10-25T00:00:00Z"));
    assert!(!proven("Europe/Brussels", "2026-10-25T01:59:59Z"));
    assert!(proven("Europe/Brussels", "2026-10-25T02:00:00Z"));
    // 29 March 2026: 02:00-03:00 is skipped, at 01:00Z.
    assert!(proven("Europe/Brussels", "2026-03-29T00:59:59Z"));
    assert!(proven("Europe/Brussels", "2026-03-29T01:00:00Z"));
}

#[test]
fn times_under_older_or_other_rules_are_not_proven() {
    // The European Union ended summer time in September until 1995.
    assert!(!proven("Europe/Brussels", "1995-10-10T12:00:00Z"));
    assert!(proven("Europe/Brussels", "1996-10-10T12:00:00Z"));
    // Moscow kept UTC+4 all year until October 2014.
    assert!(!proven("Europe/Moscow", "2014-07-01T12:00:00Z"));
    assert!(proven("Europe/Moscow", "2015-07-01T12:00:00Z"));
    // Jerusalem, 2024: Friday 29 March is the fifth, the block says the fourth.
    assert!(!proven("Asia/Jerusalem", "2024-03-25T12:00:00Z"));
    assert!(proven("Asia/Jerusalem", "2024-03-29T12:00:00Z"));
    assert!(proven("Asia/Jerusalem", "2025-03-25T12:00:00Z"));
}

#[test]
fn a_block_without_rules_begins_with_1970() {
    assert!(proven("America/Phoenix", "1970-01-01T07:00:00Z"));
}

#[test]
fn an_offset_of_another_zone_is_not_proven() {
    let noon: Timestamp = "2026-06-01T12:00:00Z".parse().unwrap();
    assert!(block("Europe/Brussels").proves(&moment("Europe/Paris", noon)));
    assert!(!block("Europe/Brussels").proves(&moment("Europe/London", noon)));
}

#[test]
fn the_summer_of_the_south_spans_new_year() {
    for instant in ["2025-12-31T12:59:59Z", "2025-12-31T13:00:00Z", "2026-01-01T00:00:00Z"] {
        assert!(proven("Australia/Sydney", instant), "{instant}");
    }
    assert_eq!(
        sole_offset(block("Australia/Sydney"), "2026-01-01T00:00".parse().unwrap()),
        Some(39_600)
    );
    assert_eq!(
        sole_offset(block("Australia/Sydney"), "2026-06-01T00:00".parse().unwrap()),
        Some(36_000)
    );
}

#[test]
fn an_onset_in_the_first_hour_of_a_year_repeats_the_last_of_the_year_before() {
    let offset = |hours| UtcOffset::from_hours(hours).unwrap();
    let season = |kind, day: &str, from, to| {
        let (from, to, name) = (offset(from), offset(to), "X".to_owned());
        Season::of(kind, &[OffsetChange { local: day.parse().unwrap(), from, to, name }]).unwrap()
    };
    // 1 January 2024 is the first Monday of its year, and the clock is put back at 00:30.
    let winter = season("STANDARD", "2024-01-01T00:30", 2, 1);
    let summer = season("DAYLIGHT", "2024-07-01T00:30", 1, 2);
    let block = ZoneBlock::new(zone("Europe/Brussels"), &[winter, summer]).unwrap();
    let at = |text: &str| sole_offset(&block, text.parse().unwrap());
    assert_eq!(at("2023-12-31T23:29:59"), Some(7200));
    assert_eq!(at("2023-12-31T23:30:00"), None);
    assert_eq!(at("2024-01-01T00:29:59"), None);
    assert_eq!(at("2024-01-01T00:30:00"), Some(3600));
    assert_eq!(at("2024-07-01T00:29:59"), Some(3600));
    assert_eq!(at("2024-07-01T00:30:00"), None);
    assert_eq!(at("2024-07-01T01:30:00"), Some(7200));
}

#[test]
fn the_ends_of_all_time_are_no_panic() {
    for (local, offset) in [(DateTime::MIN, None), (DateTime::MAX, Some(3600))] {
        assert_eq!(sole_offset(block("Europe/Brussels"), local), offset);
    }
    // Before its first onset, the block gives no offset.
    assert_eq!(sole_offset(block("Europe/Brussels"), "1970-03-29T01:59:59".parse().unwrap()), None);
    assert_eq!(sole_offset(block("Asia/Tokyo"), "1969-12-31T23:59:59".parse().unwrap()), None);
}

/// Computed by hand from the rules in force and a calendar of 1970. If one breaks, every file with
/// that zone changes.
const GOLDEN: [(&str, &str); 9] = [
    // The reference: last Sundays, 01:00Z.
    (
        "Europe/Brussels",
        "
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
",
    ),
    // Irish law calls summer time standard; here the higher offset is DAYLIGHT.
    (
        "Europe/Dublin",
        "
BEGIN:VTIMEZONE
TZID:Europe/Dublin
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:IST
END:DAYLIGHT
END:VTIMEZONE
",
    ),
    // No daylight saving since 1951.
    (
        "Asia/Tokyo",
        "
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
TZNAME:JST
END:STANDARD
END:VTIMEZONE
",
    ),
    // Counted from the start of the month.
    (
        "America/New_York",
        "
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:19701101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZNAME:EST
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700308T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZNAME:EDT
END:DAYLIGHT
END:VTIMEZONE
",
    ),
    // The south: summer spans New Year.
    (
        "Australia/Sydney",
        "
BEGIN:VTIMEZONE
TZID:Australia/Sydney
BEGIN:STANDARD
DTSTART:19700405T030000
TZOFFSETFROM:+1100
TZOFFSETTO:+1000
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU
TZNAME:AEST
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19701004T020000
TZOFFSETFROM:+1000
TZOFFSETTO:+1100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1SU
TZNAME:AEDT
END:DAYLIGHT
END:VTIMEZONE
",
    ),
    // A quarter of an hour, and no letters for a name.
    (
        "Asia/Kathmandu",
        "
BEGIN:VTIMEZONE
TZID:Asia/Kathmandu
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0545
TZOFFSETTO:+0545
TZNAME:+0545
END:STANDARD
END:VTIMEZONE
",
    ),
    // Ends on the last Thursday at 24:00: a second early.
    (
        "Africa/Cairo",
        "
BEGIN:VTIMEZONE
TZID:Africa/Cairo
BEGIN:STANDARD
DTSTART:19701029T235959
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1TH
TZNAME:EET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700424T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR
TZNAME:EEST
END:DAYLIGHT
END:VTIMEZONE
",
    ),
    // Begins on the Friday after the fourth Thursday: six years of seven.
    (
        "Asia/Jerusalem",
        "
BEGIN:VTIMEZONE
TZID:Asia/Jerusalem
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:IST
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700327T020000
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=4FR
TZNAME:IDT
END:DAYLIGHT
END:VTIMEZONE
",
    ),
    // Begins on the Saturday before the last Sunday: six years of seven.
    (
        "America/Nuuk",
        "
BEGIN:VTIMEZONE
TZID:America/Nuuk
BEGIN:STANDARD
DTSTART:19701025T000000
TZOFFSETFROM:-0100
TZOFFSETTO:-0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:-02
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700328T230000
TZOFFSETFROM:-0200
TZOFFSETTO:-0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SA
TZNAME:-01
END:DAYLIGHT
END:VTIMEZONE
",
    ),
];
