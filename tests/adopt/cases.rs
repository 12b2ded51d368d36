//! Calendars of public bug reports, with the codes and lines of their findings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kalends::adopt::{self, CalendarDefaults, SeriesIdentity};
use kalends::diagnostic::{Severity, Style, to_text};
use kalends::model::{Authority, SeriesId, Zone};
use kalends::render;

/// A calendar's findings as `code lines`, and the published feed.
fn said(directory: &str, name: &str, asked: CalendarDefaults) -> (Vec<String>, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adopt").join(directory);
    let bytes = fs::read(path.join(format!("{name}.ics"))).unwrap();
    said_of(&bytes, asked)
}

fn said_of(bytes: &[u8], asked: CalendarDefaults) -> (Vec<String>, String) {
    let feed = adopt::read_bytes("in.ics", bytes, asked);
    let identity = SeriesIdentity {
        id: SeriesId::parse("club").unwrap(),
        authority: Authority::parse("example.org").unwrap(),
    };
    let now = "2027-12-01T00:00:00Z".parse().unwrap();
    let (findings, text) = match adopt::adopt(&feed, identity, "club", now) {
        Ok(made) => (made.findings, render::calendars(&made.series, &made.record, None).feed),
        Err(findings) => (findings, String::new()),
    };
    let mut said = Vec::new();
    for finding in &findings {
        let (file, span) = (finding.file().unwrap(), finding.span().unwrap());
        let first = file.position(span.start).line.to_string();
        let others = finding.notes().iter().filter_map(|note| note.strip_prefix("also in line"));
        let others = others.flat_map(|note| note.split([' ', ',']));
        let others = others.filter(|number| number.parse::<usize>().is_ok()).map(str::to_owned);
        let lines: Vec<String> = std::iter::once(first).chain(others).collect();
        said.push(format!("{} {}", finding.code().id, lines.join(" ")));
    }
    let shown = to_text(&findings, Style::Plain);
    assert!(!shown.contains("\\'") && !shown.contains("\\\""), "{shown}");
    (said, text.replace("\r\n ", ""))
}

#[test]
fn each_case_is_told_at_its_lines() {
    let cases = [
        "all-day-busy-becomes-free",
        "apostrophe-shown-escaped",
        "comment-after-end",
        "dtstart-twice",
        "fold-inside-a-character",
        "line-break-in-title",
        "organizer-without-mailto",
        "private-event-made-public",
        "tzid-and-z",
        "zero-width-no-break-space",
    ];
    let told = cases.map(|name| {
        let (said, _) = said("cases", name, CalendarDefaults::default());
        format!("{name}: {}\n", said.join(", "))
    });
    insta::assert_snapshot!(told.concat(), @r"
    all-day-busy-becomes-free: 
    apostrophe-shown-escaped: K602 18
    comment-after-end: K601 31
    dtstart-twice: K620 18
    fold-inside-a-character: K629 18
    line-break-in-title: K627 17, K627 18
    organizer-without-mailto: K627 10 21, K627 18 29
    private-event-made-public: K610 29
    tzid-and-z: K621 32, K621 33
    zero-width-no-break-space: K628 18
    ");
}

#[test]
fn what_people_have_is_kept() {
    let published = |name| said("cases", name, CalendarDefaults::default()).1;
    assert_eq!(published("all-day-busy-becomes-free").matches("TRANSP:OPAQUE").count(), 2);
    assert!(published("fold-inside-a-character").contains("été rest of the text"));
    assert!(published("organizer-without-mailto").contains(":mailto:info@example.org"));
    assert!(published("zero-width-no-break-space").contains("DESCRIPTION:Register here\r\n"));
    assert!(!published("private-event-made-public").contains("salaries"));
}

#[test]
fn a_zone_that_is_asked_for_covers_no_other() {
    let asked = CalendarDefaults::from(Zone::get("America/Los_Angeles"));
    let (said, text) = said("cases", "two-unknown-zones", asked);
    assert_eq!(said, ["K621 45 46", "K621 55 56", "K734 55 56"]);
    assert!(text.contains("DTSTART;TZID=America/Los_Angeles:20270504T090000"), "{text}");
    assert!(text.contains("DTSTART;TZID=America/Los_Angeles:20270505T000000"), "{text}");
    // Without rules, nothing proves that the second zone is the first.
    let times = "DTEND;TZID=B:20270505T100000\r\n".replace("DTEND", "DTSTART");
    let event = |uid: &str, start: &str| {
        format!("BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:x\r\n{start}DURATION:PT1H\r\nEND:VEVENT\r\n")
    };
    let calendar = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}END:VCALENDAR\r\n",
        event("1", "DTSTART;TZID=A:20270504T090000\r\n"),
        event("2", "DTSTART;TZID=A:20270505T090000\r\n"),
        event("3", &times),
    );
    let (said, text) = said_of(calendar.as_bytes(), asked);
    assert_eq!(said, ["K621 5 11", "K605 17"]);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
}

#[test]
fn a_zone_that_its_vtimezone_contradicts_is_told_as_lint_does() {
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n\
        TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    let calendar = format!(
        "BEGIN:VCALENDAR\r\n{zone}BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\n\
         DTSTART;TZID=Europe/Berlin:20270504T120000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let (said, text) = said_of(calendar.as_bytes(), CalendarDefaults::default());
    assert_eq!(said, ["K734 13"]);
    // 12:00 at +05:00.
    assert!(text.contains("DTSTART;TZID=Europe/Berlin:20270504T090000"), "{text}");
}

#[test]
fn what_is_there_twice_is_told_at_the_second() {
    let twice = "UID:2\r\nSUMMARY:y\r\nSEQUENCE:1\r\nSEQUENCE:2\r\nCLASS:PUBLIC\r\n";
    let calendar = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART:20270504T120000Z\r\n\
         DURATION:PT1H\r\n{twice}END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nNAME:z\r\n\
         BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART:20270504T120000Z\r\nDURATION:PT1H\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let (said, _) = said_of(calendar.as_bytes(), CalendarDefaults::default());
    assert_eq!(said, ["K620 7", "K620 8", "K620 10", "K627 14", "K603 16"]);
    let (said, text) = said_of(
        calendar.replace("CLASS:PUBLIC", "CLASS:CONFIDENTIAL").as_bytes(),
        CalendarDefaults::default(),
    );
    assert!(said.contains(&"K610 11".to_owned()), "{said:?}");
    assert!(!text.contains("UID:2"), "{text}");
}

#[test]
fn many_events_of_one_title_and_day_have_identifiers_that_count_on() {
    let event = |at: usize| {
        format!(
            "BEGIN:VEVENT\r\nUID:{at:04}\r\nSUMMARY:Lecture\r\nDTSTART:20270504T120000Z\r\n\
             DURATION:PT1H\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = (0..2_000).map(event).collect();
    let calendar = format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n");
    let feed = adopt::read_bytes("in.ics", calendar.as_bytes(), CalendarDefaults::default());
    let identity = SeriesIdentity {
        id: SeriesId::parse("club").unwrap(),
        authority: Authority::parse("example.org").unwrap(),
    };
    let made = adopt::adopt(&feed, identity, "club", "2027-12-01T00:00:00Z".parse().unwrap());
    let series = made.unwrap().series;
    let ids: BTreeSet<_> = series.sessions.iter().map(|session| session.id.as_str()).collect();
    assert_eq!(ids.len(), 2_000);
    for id in ["lecture", "lecture-2027-05-04", "event-2027-05-04", "lecture-2027-05-04-1998"] {
        assert!(ids.contains(id), "{id}");
    }
}

#[test]
fn files_in_other_encodings_are_findings() {
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Größe\r\n\
        DTSTART:20270504T120000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let utf_16: Vec<u8> = calendar.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (said, text) = said_of(&utf_16, CalendarDefaults::default());
    assert_eq!((said, text.contains("SUMMARY:Größe")), (vec!["K629 1".to_owned()], true));
    let latin_1: Vec<u8> = calendar.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let (said, text) = said_of(&latin_1, CalendarDefaults::default());
    assert_eq!((said, text.contains("SUMMARY:Gr")), (vec!["K609 4 4".to_owned()], true));
}

#[test]
fn feeds_of_widespread_systems_come_over_whole() {
    let hour = jiff::SignedDuration::from_hours(1);
    for (name, events) in [
        ("canvas", 2),
        ("eventbrite", 1),
        ("fixtures", 2),
        ("google", 2),
        ("indico", 1),
        ("luma", 1),
        ("meetup", 1),
        ("moodle", 1),
        ("outlook", 1),
        ("pretalx", 1),
        ("the-events-calendar", 1),
        ("timetable", 2),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adopt/feeds");
        let bytes = fs::read(path.join(format!("{name}.ics"))).unwrap();
        let asked = CalendarDefaults { zone: None, length: Some(hour) };
        let feed = adopt::read_bytes(name, &bytes, asked);
        let errors = feed.findings().iter().filter(|found| found.severity() == Severity::Error);
        assert_eq!(errors.count(), 0, "{}", to_text(feed.findings(), Style::Plain));
        let (_, text) = said("feeds", name, asked);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), events, "{name}");
    }
}
