//! Whatever is read: no panic, places inside the text, and time that grows with the input alone.

use std::time::{Duration, Instant};

use kalends::diagnostic::{Style, to_json, to_text};
use kalends::lint::lint;
use proptest::prelude::*;
use proptest::sample::select;

const PIECES: [&str; 46] = [
    "BEGIN:VCALENDAR\r\n",
    "END:VCALENDAR\r\n",
    "BEGIN:VEVENT\n",
    "END:VEVENT\r\n",
    "BEGIN:VALARM\n",
    "END:VALARM\n",
    "BEGIN:VTIMEZONE\n",
    "END:VTIMEZONE\n",
    "BEGIN:STANDARD\n",
    "END:STANDARD\n",
    "TZID:Europe/Brussels\n",
    "TZID:CET\r\n",
    "TZOFFSETFROM:+0100\n",
    "TZOFFSETTO:-9999\n",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-5SU;COUNT=32767\n",
    "RRULE:FREQ=YEARLY;BYMONTHDAY=-31,1,2,3,4,5,6;BYDAY=MO;UNTIL=99991231\n",
    "RDATE:99991231T235959,00010101T000000\n",
    "DTSTART:16010101T000000\n",
    "DTSTART:00000101T000000\n",
    "DTSTART;TZID=Europe/Brussels:20270328T023000\n",
    "DTEND;TZID=\"/a/Europe/Brussels\":99991231T235959\n",
    "DTSTART;TZID=CET:20270101T000000\n",
    "DTSTART;VALUE=DATE:20270230\n",
    "DTEND;VALUE=DATE:99991231\n",
    "DURATION:-P99999999W\n",
    "SEQUENCE:99999999999\n",
    "DTSTAMP:20270101T000000Z\n",
    "LAST-MODIFIED:00000000T000000Z\n",
    "SUMMARY:\\",
    "SUMMARY;LANGUAGE=de:\u{202e}é\\\\n;,",
    "LOCATION:\\n\n",
    "UID:\n",
    "UID:a\n",
    "STATUS:CANCELLED\n",
    "GEO:;\n",
    "CATEGORIES:\\,,;\n",
    "URL:http://[\n",
    "TRIGGER:P\n",
    "X-PUBLISHED-TTL:PT\n",
    " folded\n",
    "\t\n",
    "\u{FEFF}",
    "\0\r",
    "🩺",
    "\"",
    "\n \\",
];

/// Parts of characters, and bytes that may occur between them.
const TORN: [&[u8]; 10] = [
    b"\xC3",
    b"\xBC",
    b"\r\n ",
    b"\n\t",
    b"SUMMARY:",
    b"\xF0\x9F",
    b"x",
    b"\r\n",
    b"\xED\xA0\x80",
    b"\xFF",
];

fn check(bytes: &[u8]) {
    let linted = lint("x.ics", bytes);
    for finding in &linted.findings {
        if let Some(span) = finding.span() {
            assert!(span.start <= span.end && span.end <= linted.file.text().len(), "{finding:?}");
        }
        assert!(finding.notes().iter().any(|note| note.starts_with("rule ")), "{finding:?}");
    }
    assert_eq!(to_text(&linted.findings, Style::Plain).is_empty(), linted.findings.is_empty());
    assert_eq!(to_json(&linted.findings).as_array().unwrap().len(), linted.findings.len());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn no_lines_make_it_panic(pieces in prop::collection::vec(select(&PIECES[..]), 0..60)) {
        check(pieces.concat().as_bytes());
    }

    #[test]
    fn no_event_makes_it_panic(
        zone in prop::collection::vec(select(&PIECES[8..20]), 0..12),
        event in prop::collection::vec(select(&PIECES[14..]), 0..30),
    ) {
        let (zone, event) = (zone.concat(), event.concat());
        check(format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\n{zone}\nEND:VTIMEZONE\nBEGIN:VEVENT\n{event}\n\
             END:VEVENT\nEND:VCALENDAR\n"
        ).as_bytes());
    }

    #[test]
    fn no_torn_character_makes_it_panic(
        pieces in prop::collection::vec(select(&TORN[..]), 0..30)
    ) {
        check(&[b"BEGIN:VCALENDAR\r\n", pieces.concat().as_slice()].concat());
    }
}

/// Longer than any of these takes on a slow machine, and far less than twice quadratic.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn two_megabytes_of_anything_are_read_in_little_time() {
    let event = "BEGIN:VEVENT\nUID:x\nSUMMARY:a,b\nDTSTART;TZID=CET:20270101T000000\nEND:VEVENT\n";
    let zones: String =
        (0..12_000).map(|n| format!("BEGIN:VTIMEZONE\nTZID:{n}\nEND:VTIMEZONE\n")).collect();
    let observances = "BEGIN:STANDARD\nDTSTART:19700101T000000\nEND:STANDARD\n".repeat(12_000);
    let used: String = (0..12_000)
        .map(|n| format!("BEGIN:VEVENT\nDTSTART;TZID=Zone{n}:20270101T000000\nEND:VEVENT\n"))
        .collect();
    for body in [
        event.repeat(20_000),
        "BEGIN:X\n".repeat(200_000),
        format!("X:\n{}", " x\n".repeat(600_000)),
        format!("BEGIN:VEVENT\nSUMMARY:{}\n", ",\\\\n".repeat(500_000)),
        "\u{202E}".repeat(600_000),
        "\n".repeat(2_000_000),
        "\r".repeat(2_000_000),
        "\0".repeat(2_000_000),
        zones,
        format!("BEGIN:VTIMEZONE\nTZID:Europe/Brussels\n{observances}END:VTIMEZONE\n"),
        used,
    ] {
        let text = format!("BEGIN:VCALENDAR\n{body}");
        let began = Instant::now();
        let findings = lint("x.ics", text.as_bytes()).findings;
        assert!(!findings.is_empty() && findings.len() < 200, "{}", findings.len());
        assert!(began.elapsed() < PATIENCE, "{:?}: {:?}", began.elapsed(), &body[..20]);
    }
}
