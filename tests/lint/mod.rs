//! `kalends lint`: each fault with its pinned text, no finding in Kalends' own calendars, and hostile
//! bytes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod calendars;
mod fixes;
mod hostile;
mod identity;
mod lines;
mod ours;
mod properties;
mod state;
mod texts;
mod times;
mod zones;

use kalends::diagnostic::{Style, to_text};
use kalends::lint::{codes, lint};

/// A feed with nothing to find.
const GOOD: &str = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//talks//EN
CALSCALE:GREGORIAN
NAME:Talks
X-WR-CALNAME:Talks
X-WR-RELCALID:8f1dd9c4-5c1f-4a5e-9d7c-5f5f0e6e9a01
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
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
UID:one@example.org
DTSTAMP:20270101T090000Z
LAST-MODIFIED:20270101T090000Z
SEQUENCE:0
DTSTART;TZID=Europe/Brussels:20270310T140000
DTEND;TZID=Europe/Brussels:20270310T150000
SUMMARY:One
DESCRIPTION:What it is about
STATUS:CONFIRMED
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
END:VEVENT
END:VCALENDAR
";

/// As calendars end their lines.
fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

/// The good feed with its one `from` changed.
fn changed(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from}");
    crlf(&GOOD.replace(from, to))
}

/// The good feed with more lines in its event.
fn with(lines: &str) -> String {
    changed("SEQUENCE:0\n", &format!("SEQUENCE:0\n{lines}\n"))
}

/// The event of the good feed in a file of its own.
fn file(lines: &str) -> String {
    let (head, rest) = GOOD.split_once("NAME:").unwrap();
    let event = &rest[rest.find("BEGIN:VTIMEZONE").unwrap()..];
    crlf(&format!("{head}{lines}{event}"))
}

fn found(calendar: impl AsRef<[u8]>) -> String {
    to_text(&lint("talks.ics", calendar.as_ref()).findings, Style::Plain)
}

/// The codes that were found, in the order of places.
fn codes_of(calendar: impl AsRef<[u8]>) -> Vec<&'static str> {
    let findings = lint("talks.ics", calendar.as_ref()).findings;
    findings.iter().map(|finding| finding.code().id).collect()
}

#[test]
fn the_good_feed_and_file_have_no_finding() {
    assert_eq!(found(crlf(GOOD)), "");
    assert_eq!(found(file("")), "");
}

#[test]
fn every_code_is_pinned_here() {
    let pinned = [
        include_str!("calendars.rs"),
        include_str!("identity.rs"),
        include_str!("lines.rs"),
        include_str!("properties.rs"),
        include_str!("state.rs"),
        include_str!("texts.rs"),
        include_str!("times.rs"),
        include_str!("zones.rs"),
    ]
    .concat();
    for code in codes::ALL {
        let shown = format!("{}[{}]: ", code.severity.as_str(), code.id);
        assert!(pinned.contains(&shown), "{} ({}) is produced by no case", code.id, code.meaning);
    }
}
