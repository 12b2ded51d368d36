//! Helps of findings: computed from the calendar, and applied where they are an edit of it.

use kalends::adopt::{self, CalendarDefaults};
use kalends::diagnostic::Finding;

/// A calendar with one event, in which a line is replaced or added.
fn calendar(line: &str) -> String {
    let name = name_of(line);
    let event = ["UID:1", "SUMMARY:One", "DTSTART:20270504T120000Z", "DTEND:20270504T130000Z"];
    let others = event.into_iter().filter(|other| name_of(other) != name);
    let is_end = |other: &&str| !(name == "DURATION" && other.starts_with("DTEND"));
    let lines: Vec<&str> = others.filter(is_end).chain([line]).collect();
    let lines = lines.join("\r\n");
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

/// The name at the start of a content line.
fn name_of(line: &str) -> &str {
    line.split([':', ';']).next().unwrap_or_default()
}

fn finding(text: &str, code: &str) -> Option<Finding> {
    let feed = adopt::read_bytes("in.ics", text.as_bytes(), CalendarDefaults::default());
    feed.findings().iter().find(|finding| finding.code().id == code).cloned()
}

fn help(text: &str, code: &str) -> String {
    let finding = finding(text, code).unwrap_or_else(|| panic!("no {code} in\n{text}"));
    finding.helps().first().cloned().unwrap_or_default()
}

#[test]
fn helps_are_computed_from_what_is_written() {
    for (code, line, expected) in [
        ("K602", "RRULE:FREQ=WEEKLY;COUNT=3", "occurrence of `FREQ=WEEKLY;COUNT=3`"),
        ("K602", "RECURRENCE-ID:20270504T120000Z", "`20270504T120000Z` a `UID` of its own"),
        ("K604", "DTEND:20270504T110000Z", "`DTEND` is `20270504T110000Z`"),
        ("K604", "DTEND;VALUE=DATE:20270504", "with a time and the zone of `DTSTART`"),
        ("K604", "DTSTART;VALUE=DATE:20270504", "such as `DTEND;VALUE=DATE:20270505`"),
        ("K605", "DTSTART;TZID=CET:20270504T120000", "`--timezone Europe/Brussels`"),
        ("K605", "DTSTART;TZID=Europe/Brusels:20270504T120000", "`--timezone Europe/Brussels`"),
        ("K606", "SUMMARY:", "for example `SUMMARY:Opening talk`"),
        ("K610", "CLASS:PRIVATE", "remove `CLASS:PRIVATE`"),
        ("K620", "BEGIN:VALARM\r\nEND:VALARM", "a time before its start"),
        ("K622", "UID:a,b", "as `UID:a\\,b`"),
        ("K628", "SUMMARY:O\u{FEFF}ne", "remove U+FEFF at the source"),
    ] {
        let help = help(&calendar(line), code);
        assert!(help.contains(expected), "{code}: {help}");
    }
    let long = format!("SUMMARY:{}", "a".repeat(1_007));
    assert!(help(&calendar(&long), "K606").contains("by 7 characters"));
    let twice =
        |sequence: u32| calendar(&format!("SEQUENCE:{sequence}")).replace("\r\nEND:VCALENDAR", "");
    let text = format!("{}{}", twice(1), calendar("SEQUENCE:3").split_once("\r\n").unwrap().1);
    assert!(help(&text, "K603").contains("keep the event with `SEQUENCE:3`"), "{text}");
}

#[test]
fn files_that_are_no_calendar_are_described() {
    for (text, expected) in [
        ("<html>\n<body>", "this is a web page"),
        ("", "this file is empty"),
        ("Dear all,\n", "this file begins with `Dear all,`"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", "`END:VEVENT` is missing"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nX:y\r\n", "after `END:VCALENDAR`"),
    ] {
        let feed = adopt::read_bytes("in.ics", text.as_bytes(), CalendarDefaults::default());
        let helps: Vec<_> = feed.findings().iter().flat_map(|finding| finding.helps()).collect();
        assert!(helps.iter().any(|help| help.contains(expected)), "{text:?}: {helps:?}");
    }
}

#[test]
fn a_help_with_the_line_to_write_removes_its_finding() {
    for (code, line) in [
        ("K604", "DTSTART:2027-05-04T12:00:00Z"),
        ("K604", "DURATION:pt1h"),
        ("K604", "DTSTART;TZID=Europe/Brussels:20270328T023000"),
        ("K606", "SEQUENCE:-1"),
        ("K606", "SEQUENCE:99999999999"),
    ] {
        let text = calendar(line);
        let help = help(&text, code);
        let quoted = help.split('`').nth(1).unwrap();
        let value = quoted.rsplit_once(':').map_or(quoted, |(_, value)| value);
        let (head, _) = line.split_once(':').unwrap();
        let edited = calendar(&format!("{head}:{value}"));
        assert!(finding(&edited, code).is_none(), "{code}: `{help}` leaves a finding:\n{edited}");
    }
}
