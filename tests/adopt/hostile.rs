//! Hostile calendars: no panic, and the definition and record that are made can be read again.

use kalends::adopt::{self, SeriesIdentity};
use kalends::definition;
use kalends::diagnostic::{SourceFile, has_errors};
use kalends::model::{Authority, SeriesId};
use kalends::revision::Record;
use proptest::prelude::*;
use proptest::sample::select;

const PIECES: [&str; 44] = [
    "BEGIN:VCALENDAR\r\n",
    "END:VCALENDAR\r\n",
    "BEGIN:VEVENT\n",
    "END:VEVENT\r\n",
    "BEGIN:VALARM\n",
    "END:VALARM\n",
    "BEGIN:VTIMEZONE\n",
    "END:VTIMEZONE\n",
    "UID:1@example.org\n",
    "UID:a\\,b,c\n",
    "SUMMARY:x\n",
    "SUMMARY;LANGUAGE=de:\\",
    "DTSTART:20270101T000000Z\n",
    "DTEND:20270101T010000Z\n",
    "DTSTART;TZID=CET:20270101T000000\n",
    "DTSTART;VALUE=DATE:20270230\n",
    "DURATION:P99999999D\n",
    "DURATION:-P1W\n",
    "DTEND:99991231T235959Z\n",
    "SEQUENCE:2147483647\n",
    "SEQUENCE:-1\n",
    "STATUS:CANCELLED\n",
    "TRIGGER:-PT15M\n",
    "ACTION:DISPLAY\n",
    "GEO:91;0\n",
    "GEO:1;1\n",
    "LOCATION:a\\nb\n",
    "LOCATION:online\n",
    "URL:javascript:x\n",
    "CATEGORIES:a,,b\\,c\n",
    "ORGANIZER;CN=\"x\":mailto:\n",
    "DESCRIPTION:This session is cancelled.\n",
    "RRULE:FREQ=DAILY\n",
    " folded\n",
    "\t\n",
    "\u{FEFF}",
    "\0",
    "\r",
    "\u{2028}",
    "\u{202e}",
    "🩺",
    "\"",
    ":",
    ";",
];

fn check(text: String) {
    let feed = adopt::read(&SourceFile::new("x.ics", text), None);
    let identity = SeriesIdentity {
        id: SeriesId::parse("talks").unwrap(),
        authority: Authority::parse("example.org").unwrap(),
    };
    let now = "2027-12-01T00:00:00Z".parse().unwrap();
    let Ok(adopted) = adopt::adopt(&feed, identity, "talks", now) else { return };
    let file = SourceFile::new("talks.toml", adopted.definition);
    assert_eq!(definition::parse(&file, "talks").series, Some(adopted.series.clone()));
    let record = SourceFile::new("talks.lock", adopted.record.to_text());
    assert_eq!(Record::parse(&record).unwrap(), adopted.record);
    assert!(!has_errors(&adopted.findings) || has_errors(feed.findings()));
    let recovered = adopt::recover(&feed, &adopted.series, None, now).unwrap();
    assert_eq!(recovered.record.sessions().count(), feed.len());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(String::from_utf8_lossy(&bytes).into_owned());
    }

    #[test]
    fn no_lines_make_the_reader_panic(pieces in prop::collection::vec(select(&PIECES[..]), 0..60)) {
        check(pieces.concat());
    }

    #[test]
    fn no_event_makes_the_reader_panic(pieces in prop::collection::vec(select(&PIECES[8..]), 0..30)) {
        let rest: String = pieces.concat();
        check(format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:0\nSUMMARY:y\nDTSTART:20270101T000000Z\n\
             DTEND:20270101T020000Z\n{rest}\nEND:VEVENT\nEND:VCALENDAR\n"
        ));
    }
}

#[test]
fn ten_megabytes_are_read_in_a_moment() {
    let event = "BEGIN:VEVENT\nUID:x\nEND:VEVENT\n".repeat(20_000);
    let deep = "BEGIN:X\n".repeat(100_000);
    let folded = " x\n".repeat(3_000_000);
    for body in [event, deep, format!("X:\n{folded}")] {
        let feed = adopt::read(&SourceFile::new("x.ics", format!("BEGIN:VCALENDAR\n{body}")), None);
        assert!(has_errors(feed.findings()));
    }
}
