//! Allowed values of each property.

use super::super::{Expected, check};
use super::place;
use crate::rules::Rule;

/// A valid feed with every property.
const FEED: &str = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Kalends//Kalends//EN
CALSCALE:GREGORIAN
NAME;LANGUAGE=en:Talks
X-WR-CALNAME:Talks
X-WR-RELCALID:886313e1-3b8a-5372-9b90-0c9aee199e5d
DESCRIPTION;LANGUAGE=en:First\\nsecond
X-WR-CALDESC:First\\nsecond
LAST-MODIFIED:20270101T000000Z
URL:https://example.org/
SOURCE;VALUE=URI:https://example.org/talks.ics
COLOR:teal
X-APPLE-CALENDAR-COLOR:#005eb8
IMAGE;VALUE=URI;DISPLAY=BADGE:https://example.org/image.png
REFRESH-INTERVAL;VALUE=DURATION:PT1H30M
X-PUBLISHED-TTL:PT1H30M
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
BEGIN:VEVENT
UID:886313e1-3b8a-5372-9b90-0c9aee199e5d
DTSTAMP:20270102T000000Z
CREATED:20270101T000000Z
LAST-MODIFIED:20270102T000000Z
SEQUENCE:0
DTSTART;TZID=Europe/Brussels:20270301T100000
DTEND;TZID=Europe/Brussels:20270301T110000
SUMMARY;LANGUAGE=en:Opening
STATUS:CONFIRMED
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
LOCATION;LANGUAGE=en:Hall
GEO:50.84;4.36
DESCRIPTION;LANGUAGE=en:First\\nsecond
URL:https://example.org/
CONFERENCE;VALUE=URI:https://example.org/join
CATEGORIES;LANGUAGE=en:One,Two
CONTACT;LANGUAGE=en:The team
ORGANIZER;CN=\"The team\":mailto:team@example.org
END:VEVENT
END:VCALENDAR
";

/// The line of the fault, if any, and its rule.
fn faults(text: &str, expected: Expected) -> Result<(), (usize, Rule)> {
    place(check(&text.replace('\n', "\r\n"), expected))
}

/// The feed with lines replaced: the start of each line (`NAME…`) and its replacement, if any.
fn feed(changes: &[(&str, &str)]) -> String {
    let mut lines: Vec<String> = FEED.lines().map(ToOwned::to_owned).collect();
    for (begin, instead) in changes {
        let at = lines.iter().position(|line| line.starts_with(begin));
        let at = at.unwrap_or_else(|| panic!("{begin} does not occur"));
        (*instead).clone_into(&mut lines[at]);
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

/// The rule that a changed feed violates; the fault is at the last change.
fn rule(changes: &[(&str, &str)]) -> Option<Rule> {
    let text = feed(changes);
    let (line, rule) = faults(&text, Expected::Feed).err()?;
    let (_, last) = changes.last().unwrap();
    let at = text.lines().nth(line - 1).unwrap();
    assert!(at == *last || at.starts_with("END:"), "{changes:?}: {at}");
    Some(rule)
}

#[test]
fn a_feed_with_everything_is_good() {
    assert_eq!(faults(FEED, Expected::Feed), Ok(()));
    // The second reading uses values known from the first.
    assert_eq!(faults(FEED, Expected::Feed), Ok(()));
}

#[test]
fn values_have_the_form_of_their_property() {
    let cases: &[(&str, Rule, &[&str], &[&str])] = &[
        (
            "X-WR-CALDESC:",
            Rule::TextEscaped,
            &["a", "a b", "a\\nb", "\\\\", "\\;\\,", "\\\\n", "a\tb", "é"],
            &[
                " a", "a ", "\ta", "a\t", "a;b", "a,b", "a\\", "a\\\\\\", "a\\xb", "a\\N", "\\\\,",
                ",", ";",
            ],
        ),
        (
            "SUMMARY;LANGUAGE=en:",
            Rule::TitlesOfOneLine,
            &["a", "\\\\n"],
            &["a\\nb", "\\n", "\\\\\\n"],
        ),
        ("SUMMARY;LANGUAGE=en:", Rule::TextEscaped, &["a\\,b"], &["a,b", "a ", "a\\"]),
        (
            "CATEGORIES;LANGUAGE=en:",
            Rule::NoEmptyOrRepeatedProperty,
            &["a", "a,b", "\\,,b", "a,\\,", "a,\\\\,b", "a\\;,b", "a, b"],
            &[",", ",a", "a,", "a,,b", "a\\,,", ",,", "a,b,"],
        ),
        ("CATEGORIES;LANGUAGE=en:", Rule::TitlesOfOneLine, &[], &["a,\\nb"]),
        ("CATEGORIES;LANGUAGE=en:", Rule::TextEscaped, &[], &[" a,b", "a;b", "a,b\\"]),
        (
            "PRODID:",
            Rule::FixedHead,
            &["-//a//b//EN"],
            &["-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN"],
        ),
        ("PRODID:", Rule::TitlesOfOneLine, &[], &["a\\nb"]),
        ("VERSION:", Rule::ValuesValidated, &[], &["2", "2.1"]),
        (
            "URL:",
            Rule::ValuesValidated,
            &["https://a", "http://a/b?c#d"],
            &[
                "https://",
                "http://",
                "ftp://a",
                "example.org",
                "https://a b",
                "https://é",
                "HTTPS://a",
            ],
        ),
        ("SOURCE;VALUE=URI:", Rule::ValuesValidated, &["https://a"], &["a"]),
        (
            "ORGANIZER;CN=\"The team\":",
            Rule::ValuesValidated,
            &["mailto:a@b"],
            &[
                "a@b",
                "mailto:a",
                "mailto:@b",
                "mailto:a@",
                "mailto:a b@c",
                "mailto:é@c",
                "https://a@b",
            ],
        ),
        (
            "SEQUENCE:",
            Rule::SequenceNeverFalls,
            &["0", "7", "10", "2147483647"],
            &["2147483648", "4294967296", "00", "01", "-1", "+1", "1x", "1.0", "x"],
        ),
        (
            "GEO:",
            Rule::ValuesValidated,
            &["90;180", "-90;-180", "0;0", "50.84;4.36"],
            &[
                "90.1;0", "-90.1;0", "0;180.1", "0;-180.1", "0", "0;", ";0", "+1;0", "0;+1",
                ".5;0", "1e1;0", "1;2;3", "a;0", "0;a", "--1;0", "1.2.3;0", "-;0", "1, 2",
            ],
        ),
        (
            "COLOR:",
            Rule::ValuesValidated,
            &["red", "darkslateblue"],
            &["#005eb8", "reddish", "RED"],
        ),
        (
            "X-APPLE-CALENDAR-COLOR:",
            Rule::ValuesValidated,
            &["#ffffff"],
            &["teal", "#ggg", "005eb8"],
        ),
        ("X-WR-RELCALID:", Rule::ValuesValidated, &["a"], &["a b", "é"]),
        ("STATUS:", Rule::ValuesValidated, &[], &["OTHER", "confirmed"]),
        (
            "UID:",
            Rule::ValuesValidated,
            &["a", "a b", "é", "a\\,b@example.org", "a\\\\b"],
            &["a\tb"],
        ),
        (
            "LAST-MODIFIED:",
            Rule::ValuesValidated,
            &["20280229T235959Z", "19700101T000000Z"],
            &[
                "20270101T000000",
                "20270101T000000z",
                "20270101t000000Z",
                "20270101 000000Z",
                "20270101T0000Z",
                "20270101T00000000Z",
                "2027101T0000000Z",
                "20271301T000000Z",
                "20270001T000000Z",
                "20270229T000000Z",
                "20270100T000000Z",
                "20270101T240000Z",
                "20270101T006000Z",
                "20270101T000060Z",
                "2027-101T000000Z",
                "20270101T-10000Z",
                "2027010:T000000Z",
                "20270101T0:0000Z",
                "20270101T00/000Z",
                "20270101",
                "Z",
                "é0270101T000000Z",
            ],
        ),
    ];
    for (begin, broken, good, bad) in cases {
        for (values, expected) in [(good, None), (bad, Some(*broken))] {
            for value in *values {
                let line = format!("{begin}{value}");
                assert_eq!(rule(&[(begin, &line)]), expected, "{line}");
            }
        }
    }
}

#[test]
fn a_uid_has_255_octets_at_most() {
    for (octets, expected) in [(255, None), (256, Some(Rule::ValuesValidated))] {
        let uid = format!("UID:{}\n {}", "a".repeat(70), "b".repeat(70));
        let uid = format!("{uid}\n {}\n {}", "c".repeat(70), "d".repeat(octets - 210));
        let text = feed(&[("UID:", &uid)]);
        let fault = faults(&text, Expected::Feed).map_err(|(_, rule)| rule);
        assert_eq!(fault.err(), expected, "{octets}");
    }
    // Backslashes are not counted.
    let escaped = ["\\,".repeat(30), "\\,".repeat(35), "\\,".repeat(35), "\\,".repeat(35)];
    let text = feed(&[("UID:", &format!("UID:{}", escaped.join("\n ")))]);
    assert_eq!(faults(&text, Expected::Feed), Ok(()));
}

#[test]
fn lengths_of_time_are_hours_and_minutes() {
    let name = "REFRESH-INTERVAL;VALUE=DURATION:";
    // Both have the same value, so that their comparison succeeds.
    let of = |value: &str| {
        let (line, same) = (format!("{name}{value}"), format!("X-PUBLISHED-TTL:{value}"));
        rule(&[("X-PUBLISHED-TTL", &same), (name, &line)])
    };
    for value in ["PT1H", "PT90M", "PT12H5M", "PT1M"] {
        assert_eq!(of(value), None, "{value}");
    }
    for value in [
        "PT", "PT0H", "PT0M", "P1D", "PT1H0M", "PT0H1M", "PT1M30S", "PTH", "PTM", "1H", "PT1H30",
        "PT01H", "PT1", "-PT1H", "PT-1H", "PT1H1H",
    ] {
        assert_eq!(of(value), Some(Rule::RefreshHints), "{value}");
    }
}

#[test]
fn parameters_are_those_of_their_property() {
    for (begin, instead) in [
        ("NAME;", "NAME:Talks"),
        ("NAME;", "NAME;LANGUAGE=\"en\":Talks"),
        ("NAME;", "NAME;LANGUAGE=sr-Latn-RS:Talks"),
        ("NAME;", "NAME;LANGUAGE=a-abcdefgh-419:Talks"),
        ("SUMMARY;", "SUMMARY:Opening"),
        ("ORGANIZER;", "ORGANIZER:mailto:a@b"),
        ("IMAGE;", "IMAGE;DISPLAY=BADGE;VALUE=URI:https://a"),
    ] {
        assert_eq!(rule(&[(begin, instead)]), None, "{instead}");
    }
    for (begin, instead) in [
        ("NAME;", "NAME;LANG=en:Talks"),
        ("NAME;", "NAME;LANGUAGE=en;CN=a:Talks"),
        ("NAME;", "NAME;LANGUAGE=en;LANGUAGE=en:Talks"),
        ("NAME;", "NAME;LANGUAGE=\"en:\":Talks"),
        ("NAME;", "NAME;LANGUAGE=\"\":Talks"),
        ("NAME;", "NAME;LANGUAGE=en-:Talks"),
        ("NAME;", "NAME;LANGUAGE=-en:Talks"),
        ("NAME;", "NAME;LANGUAGE=en-abcdefghi:Talks"),
        ("X-WR-CALNAME:", "X-WR-CALNAME;LANGUAGE=en:Talks"),
        ("SOURCE;", "SOURCE:https://a"),
        ("SOURCE;", "SOURCE;VALUE=TEXT:https://a"),
        ("SOURCE;", "SOURCE;VALUE=URI;LANGUAGE=en:https://a"),
        ("SOURCE;", "SOURCE;URI=VALUE:https://a"),
        ("IMAGE;", "IMAGE;VALUE=URI:https://a"),
        ("IMAGE;", "IMAGE;DISPLAY=BADGE:https://a"),
        ("ORGANIZER;", "ORGANIZER;CN=The team:mailto:a@b"),
        ("BEGIN:VEVENT", "BEGIN;A=b:VEVENT"),
        ("END:VEVENT", "END;A=b:VEVENT"),
        ("STATUS:", "STATUS"),
        ("STATUS:", "Status:CONFIRMED"),
        ("STATUS:", "STATUS:"),
    ] {
        assert_eq!(rule(&[(begin, instead)]), Some(Rule::ParametersQuoted), "{instead}");
    }
}

#[test]
fn times_are_dates_utc_or_local_and_end_later() {
    // Without the zone, which would be unused.
    let zone = FEED.find("BEGIN:VTIMEZONE").unwrap()..FEED.find("BEGIN:VEVENT").unwrap();
    let mut plain = FEED.to_owned();
    plain.replace_range(zone, "");
    let given = |start: &str, end: &str| {
        let text = plain
            .replace("DTSTART;TZID=Europe/Brussels:20270301T100000", start)
            .replace("DTEND;TZID=Europe/Brussels:20270301T110000", end);
        faults(&text, Expected::Feed).map_err(|(_, rule)| rule)
    };
    for (start, end) in [
        ("DTSTART:20270301T100000Z", "DTEND:20270301T110000Z"),
        ("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270302"),
    ] {
        assert_eq!(given(start, end), Ok(()));
        // Zero and negative duration.
        assert_eq!(given(start, &start.replace("DTSTART", "DTEND")), Err(Rule::DtendAlways));
        let (back, forth) = (end.replace("DTEND", "DTSTART"), start.replace("DTSTART", "DTEND"));
        assert_eq!(given(&back, &forth), Err(Rule::DtendAlways));
    }
    let utc = "DTSTART:20270301T100000Z";
    assert_eq!(given(utc, "DTEND;VALUE=DATE:20270302"), Err(Rule::DtendAlways));
    assert_eq!(
        given("DTSTART;VALUE=DATE:20270301", "DTEND:20270302T100000Z"),
        Err(Rule::DtendAlways)
    );
    for end in [
        "DTEND:20270301T110000",
        "DTEND:20270301",
        "DTEND;VALUE=DATE-TIME:20270301T110000Z",
        "DTEND;VALUE=DATE:20270301T110000Z",
        "DTEND;TZID=Europe/Brussels:20270301T110000Z",
        "DTEND;TZID=Europe/Brussels:20270301",
        "DTEND;TZID=Europe/Brussels;X=y:20270301T110000",
        "DTEND;X=y:20270301T110000Z",
    ] {
        assert_eq!(given(utc, end), Err(Rule::ZoneOrUtc), "{end}");
    }
    assert_eq!(
        given(utc, "DTEND;TZID=Europe/Brussels:20270301T110000"),
        Err(Rule::OneVtimezonePerZone)
    );
}

#[test]
fn local_times_are_proven_by_their_zone() {
    let start = "DTSTART;TZID=Europe/Brussels:";
    let end = "DTEND;TZID=Europe/Brussels:";
    let given = |first: &str, last: &str| {
        let (first, last) = (format!("{start}{first}"), format!("{end}{last}"));
        let (line, rule) = faults(&feed(&[(start, &first), (end, &last)]), Expected::Feed).err()?;
        // DTSTART, DTEND, or the END.
        Some((line - 41, rule))
    };
    assert_eq!(given("20270701T100000", "20270701T110000"), None);
    assert_eq!(
        given("20270328T023000", "20270701T110000"),
        Some((0, Rule::NoSkippedOrRepeatedHour))
    );
    assert_eq!(
        given("20270328T013000", "20270328T023000"),
        Some((1, Rule::NoSkippedOrRepeatedHour))
    );
    assert_eq!(
        given("20271031T023000", "20271031T040000"),
        Some((0, Rule::NoSkippedOrRepeatedHour))
    );
    // The clocks changed on other days before 1996.
    assert_eq!(given("19951001T100000", "19951001T110000"), Some((0, Rule::VtimezoneProven)));
    assert_eq!(given("20270701T100000", "20270701T100000"), Some((14, Rule::DtendAlways)));
    // Unknown names, and aliases of zones.
    for name in ["Europe/Atlantis", "Europe/brussels", "Asia/Calcutta"] {
        let text = FEED.replace("Europe/Brussels", name);
        assert_eq!(
            faults(&text, Expected::Feed),
            Err((41, Rule::VtimezoneAsOutlookReads)),
            "{name}"
        );
    }
}

#[test]
fn what_a_vevent_says_twice_agrees() {
    let event = |from: &str, to: &str| {
        let (head, body) = FEED.split_once("BEGIN:VEVENT").unwrap();
        let text = format!("{head}BEGIN:VEVENT{}", body.replacen(from, to, 1));
        faults(&text, Expected::Feed).map_err(|(_, rule)| rule)
    };
    let stamps =
        "DTSTAMP:20270102T000000Z\nCREATED:20270101T000000Z\nLAST-MODIFIED:20270102T000000Z";
    for (created, modified, expected) in [
        ("20270102T000000Z", "20270102T000000Z", Ok(())),
        ("20270102T000001Z", "20270102T000000Z", Err(Rule::LastModifiedMoves)),
        ("20270101T000000Z", "20270102T000001Z", Err(Rule::DtstampFromRecord)),
    ] {
        let other =
            format!("DTSTAMP:20270102T000000Z\nCREATED:{created}\nLAST-MODIFIED:{modified}");
        assert_eq!(event(stamps, &other), expected, "{other}");
    }
    let busy = "STATUS:CONFIRMED\nTRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY";
    for (status, transparency, shown, good) in [
        ("CONFIRMED", "TRANSPARENT", "FREE", true),
        ("CANCELLED", "TRANSPARENT", "FREE", true),
        ("TENTATIVE", "OPAQUE", "TENTATIVE", true),
        ("CONFIRMED", "OPAQUE", "TENTATIVE", false),
        ("TENTATIVE", "OPAQUE", "BUSY", false),
        ("CANCELLED", "OPAQUE", "BUSY", false),
        ("CONFIRMED", "TRANSPARENT", "BUSY", false),
        ("CONFIRMED", "OPAQUE", "FREE", false),
        ("TENTATIVE", "TRANSPARENT", "TENTATIVE", false),
    ] {
        let other =
            format!("STATUS:{status}\nTRANSP:{transparency}\nX-MICROSOFT-CDO-BUSYSTATUS:{shown}");
        assert_eq!(
            event(busy, &other),
            if good { Ok(()) } else { Err(Rule::BusySaidTwice) },
            "{other}"
        );
    }
    assert_eq!(rule(&[("X-WR-CALNAME:", "X-WR-CALNAME:Other")]), Some(Rule::FeedNamesItself));
    assert_eq!(rule(&[("X-PUBLISHED-TTL:", "X-PUBLISHED-TTL:PT1H")]), Some(Rule::RefreshHints));
}

#[test]
fn no_property_is_missing_stands_twice_or_is_unknown() {
    let required = [
        ("VERSION:", Rule::FixedHead),
        ("PRODID:", Rule::FixedHead),
        ("CALSCALE:", Rule::FixedHead),
        ("NAME;", Rule::FeedNamesItself),
        ("X-WR-CALNAME:", Rule::FeedNamesItself),
        ("X-WR-RELCALID:", Rule::FeedNamesItself),
        ("LAST-MODIFIED:", Rule::FeedNamesItself),
        ("REFRESH-INTERVAL;", Rule::RefreshHints),
        ("X-PUBLISHED-TTL:", Rule::RefreshHints),
        ("TZID:", Rule::OneVtimezonePerZone),
        ("DTSTART:", Rule::VtimezoneAsOutlookReads),
        ("TZOFFSETFROM:", Rule::VtimezoneAsOutlookReads),
        ("TZOFFSETTO:", Rule::VtimezoneAsOutlookReads),
        ("TZNAME:", Rule::VtimezoneAsOutlookReads),
        ("UID:", Rule::OneUidPerSession),
        ("DTSTAMP:", Rule::DtstampFromRecord),
        ("CREATED:", Rule::DtstampFromRecord),
        ("SEQUENCE:", Rule::SequenceNeverFalls),
        ("DTSTART;", Rule::DtendAlways),
        ("DTEND;", Rule::DtendAlways),
        ("SUMMARY;", Rule::TitlesOfOneLine),
        ("STATUS:", Rule::MovedSessionKeepsUid),
        ("TRANSP:", Rule::BusySaidTwice),
        ("X-MICROSOFT-CDO-BUSYSTATUS:", Rule::BusySaidTwice),
    ];
    for (begin, expected) in required {
        assert_eq!(rule(&[(begin, "")]), Some(expected), "{begin}");
    }
    for begin in [
        "COLOR:",
        "SOURCE;",
        "IMAGE;",
        "GEO:",
        "LOCATION;",
        "CONTACT;",
        "ORGANIZER;",
        "CATEGORIES;",
    ] {
        assert_eq!(rule(&[(begin, "")]), None, "{begin}");
    }
    for line in FEED.lines().filter(|line| {
        !line.contains(":V") && !line.contains("LIGHT") && !line.contains("STANDARD")
    }) {
        let text = FEED.replacen(line, &format!("{line}\n{line}"), 1);
        let fault = faults(&text, Expected::Feed).map_err(|(_, rule)| rule);
        assert_eq!(fault, Err(Rule::NoEmptyOrRepeatedProperty), "{line}");
    }
    for begin in ["COLOR:", "TZID:", "TZNAME:", "GEO:"] {
        assert_eq!(rule(&[(begin, "X-OTHER:a")]), Some(Rule::ListedPropertiesOnly), "{begin}");
    }
    let session = FEED.replace("NAME;LANGUAGE=en:Talks\n", "");
    assert_eq!(faults(&session, Expected::Session), Err((5, Rule::ListedPropertiesOnly)));
}
