//! Every property and parameter against its type, as written: who loses what, and what to write instead.

use insta::assert_snapshot as pinned;
use kalends::lint::lint;

use crate::lint::{GOOD, changed, codes_of, crlf, file, found, with};

#[test]
fn a_value_of_another_type_names_who_drops_the_calendar_and_what_was_meant() {
    let right = "REFRESH-INTERVAL;VALUE=DURATION:PT1H";
    pinned!(found(changed(right, "REFRESH-INTERVAL:VALUE=DURATION:PT1H")), @r#"
    error[K756]: REFRESH-INTERVAL `VALUE=DURATION:PT1H` has a parameter after its colon
     --> talks.ics:8:1
      |
    8 | REFRESH-INTERVAL:VALUE=DURATION:PT1H
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: Home Assistant drops the calendar
      = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
      = help: write `REFRESH-INTERVAL;VALUE=DURATION:PT1H`: parameters follow a `;`

    1 error
    "#);
}

#[test]
fn a_value_that_no_calendar_drops_anything_for_is_a_warning() {
    pinned!(found(with("COLOR:#ff0000")), @r#"
    warning[K757]: COLOR `#ff0000` is not a colour name of CSS3
      --> talks.ics:32:1
       |
    32 | COLOR:#ff0000
       | ^^^^^^^^^^^^^
       |
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write, for example, `steelblue`

    1 warning
    "#);
}

/// The codes found, apart from alarms and repetition, which have their own tests, then who drops the calendar.
fn lost(calendar: &str) -> (String, bool) {
    let findings = lint("talks.ics", calendar.as_bytes()).findings;
    let findings = findings.iter().filter(|finding| !matches!(finding.code().id, "K745" | "K746"));
    let codes: Vec<_> = findings.clone().map(|finding| finding.code().id).collect();
    let says = |note: &String| note.contains("Home Assistant") && note.contains("the calendar");
    (codes.join(","), findings.flat_map(|finding| finding.notes()).any(says))
}

#[test]
fn every_value_is_checked_by_its_type_before_anything_is_trimmed() {
    // The second column: whether Home Assistant drops the calendar, as its reader did when tried.
    for (line, codes, is_dropped) in [
        ("CREATED:20260101", "K756", true),
        ("CREATED: 20260101T000000Z", "K756", true),
        ("CREATED:2026-01-01T00:00:00Z", "K756", true),
        ("CREATED:20260101T000000+0100", "K756", true),
        ("CREATED:", "K756", true),
        ("CREATED:20260101T000000", "K717", false),
        ("PRIORITY:high", "K756", true),
        ("PRIORITY:10", "K756", true),
        ("GEO:1,2", "K756", true),
        ("GEO:91;4", "K755", false),
        ("RRULE:FREQ=SOMETIMES", "K756", true),
        ("RRULE:FREQ=WEEKLY;", "K756", true),
        ("RRULE:FREQ=WEEKLY;BYDAY=XX", "K756", true),
        ("RRULE:COUNT=3", "K756", true),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270601", "K756", true),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270601T090000", "K756", true),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270601T090000Z", "", false),
        ("RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20270601T090000Z", "K757", false),
        ("EXDATE:x", "K756", true),
        ("EXDATE;VALUE=DATE:20270511", "K757", false),
        ("RDATE;TZID=Europe/Brussels:20270511T100000,20270512T100000", "", false),
        ("RDATE;VALUE=PERIOD:20270511T090000Z/PT1H", "", false),
        ("RECURRENCE-ID:x", "K756", false),
        ("REQUEST-STATUS:x", "K756", true),
        ("CLASS:PRIVATE", "", false),
        ("CLASS:a b", "K757", false),
        ("ORGANIZER:Desk\nCONTACT:Desk", "K757", false),
        ("COLOR:steelblue", "", false),
        ("IMAGE;VALUE=URI:https://example.org/a.png", "", false),
        ("IMAGE:https://example.org/a.png", "K757", false),
        ("CONFERENCE;VALUE=URI;FEATURE=VIDEO,AUDIO:https://example.org/x", "", false),
        ("ATTACH;ENCODING=BASE64;VALUE=BINARY:AAECAw==", "K747", false),
        ("X-OWN;ANY=thing:whatever, this; is", "", false),
        ("TRIGGER:-PT15M", "K757", false),
        ("DUE:20270511T090000Z", "K757", false),
        ("DESCRIPTION:again", "K749", true),
        (
            "BEGIN:PARTICIPANT\nUID:x\nPARTICIPANT-TYPE:SPEAKER\nPRIORITY:x\nEND:PARTICIPANT",
            "K756",
            true,
        ),
    ] {
        assert_eq!(lost(&with(line)), (codes.to_owned(), is_dropped), "{line}");
    }
}

#[test]
fn times_states_and_counts_are_checked_as_written() {
    for (from, to, codes, is_dropped) in [
        ("DTSTAMP:20270101T090000Z", "DTSTAMP:20270101T090000Z ", "K756", true),
        ("DTSTAMP:20270101T090000Z", "DTSTAMP:yesterday", "K756", true),
        ("SEQUENCE:0", "SEQUENCE:one", "K756", true),
        ("SEQUENCE:0", "SEQUENCE:1.0", "K756", true),
        ("SEQUENCE:0", "SEQUENCE: 0", "K756", false),
        ("SEQUENCE:0", "SEQUENCE:2147483647", "", false),
        ("SEQUENCE:0", "SEQUENCE:2147483648", "K717", false),
        ("STATUS:CONFIRMED", "STATUS:Confirmed", "K727", true),
        ("STATUS:CONFIRMED", "STATUS:", "K727", true),
        ("TRANSP:OPAQUE", "TRANSP:opaque", "K744", false),
        ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:1H", "K757", false),
        ("VERSION:2.0", "VERSION:2.0\nVERSION:2.0", "K749", true),
        ("X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT1H\nX-PUBLISHED-TTL:PT1H", "K750", false),
    ] {
        assert_eq!(lost(&changed(from, to)), (codes.to_owned(), is_dropped), "{to}");
    }
    let start = "DTSTART;TZID=Europe/Brussels:20270310T140000";
    for (to, help) in [
        ("DTSTART: 20270310T130000Z", "write `20270310T130000Z`"),
        ("DTSTART:2027-03-10T13:00:00.000Z", "write `20270310T130000Z`"),
        ("DTSTART;VALUE=DATE-TIME:20270310", "write `VALUE=DATE`"),
        (
            "DTSTART;VALUE=DATE:20270310T130000Z",
            "leave `VALUE=DATE` out, or write the day alone: `20270310`",
        ),
        ("DTSTART;VALUE=DATETIME:20270310T130000Z", "leave VALUE out, or write DATE-TIME or DATE"),
        ("DTSTART:20270310T130000Z,20270311T130000Z", "write, for example, `20270923T120000Z`"),
    ] {
        let text = found(changed(start, to));
        assert!(text.contains(&format!("help: {help}\n")), "{to}: {text}");
    }
}

#[test]
fn a_file_with_every_kind_of_good_value_has_no_finding_of_values() {
    let lines = "CREATED:20270101T090000Z\nCLASS:PUBLIC\nPRIORITY:5\nGEO:-50.8466;+4.3528\n\
        URL:https://example.org/a?b=%20c#d\nCATEGORIES;LANGUAGE=en:Talks,Food\n\
        LOCATION;ALTREP=\"https://example.org/room\";LANGUAGE=en:Room\n\
        ORGANIZER;CN=\"Desk; first\";DIR=\"https://a.example\":mailto:desk@example.org\nCONTACT:Desk\n\
        RELATED-TO;RELTYPE=SIBLING:two@example.org\nREQUEST-STATUS:2.0;Success\nRESOURCES:Projector\n\
        STYLED-DESCRIPTION;FMTTYPE=text/html:<b>What</b> it is, about;\nCOMMENT:One\nCOMMENT:Two";
    assert_eq!(found(with(lines)), "");
}

#[test]
fn an_alarm_has_what_its_action_needs() {
    let alarm = |lines: &str| {
        let alarm = format!("BEGIN:VALARM\n{lines}\nEND:VALARM\nEND:VEVENT\n");
        file("").replace("END:VEVENT\r\n", &crlf(&alarm))
    };
    for (lines, codes) in [
        (
            "ACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER;RELATED=START:-PT15M\nREPEAT:2\nDURATION:PT5M",
            "",
        ),
        ("ACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER;VALUE=DURATION;RELATED=START:P", "K756"),
        ("ACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER;RELATED=MIDDLE:-PT15M", "K757"),
        ("ACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER;VALUE=DATE-TIME:-PT15M", "K756"),
        ("ACTION:DISPLAY\nDESCRIPTION:x", "K756"),
        ("ACTION:DISPLAY\nTRIGGER:-PT15M", "K756"),
        ("DESCRIPTION:x\nTRIGGER:-PT15M", "K756"),
        ("ACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT15M\nREPEAT:2", "K756"),
    ] {
        assert_eq!(lost(&alarm(lines)).0, codes, "{lines}");
    }
}

#[test]
fn an_event_inside_another_is_reported() {
    let inner = "BEGIN:VEVENT\nUID:two@example.org\nDTSTAMP:20270101T090000Z\nEND:VEVENT";
    assert_eq!(lost(&with(inner)), ("K756".to_owned(), false));
    let text = found(with(inner));
    assert!(text.contains("error[K756]: VEVENT is inside VEVENT"), "{text}");
    assert!(text.contains("Thunderbird and Home Assistant drop the event"), "{text}");
}

#[test]
fn parameters_are_checked_by_their_types() {
    for (line, codes, is_dropped) in [
        ("LOCATION;LANGUAGE=en_GB:Room", "K757", false),
        ("LOCATION;TZID=Europe/Brussels:Room", "K757", false),
        ("LOCATION;LANGUAGE=en;LANGUAGE=de:Room", "K757", false),
        ("LOCATION;CHARSET=UTF-8:Room", "K757", false),
        ("LOCATION;ALTREP=https://example.org:Room", "K757", false),
        ("LOCATION;VALUE=INTEGER:5", "K757", false),
        ("CREATED;VALUE=date-time:20260101T000000Z", "K756", true),
        ("CREATED;VALUE=DATE-TIME:20260101T000000Z", "", false),
        ("LOCATION;LANGUAGE:Room", "K703", true),
        ("LOCATION; LANGUAGE=en:Room", "K703", true),
        ("LOCATION;LANGUAGE=e\"n:Room", "K703", true),
        ("LOCATION;ALTREP=\"cid:x\"y:Room", "K703", true),
        ("LOCATION;;LANGUAGE=en:Room", "K703", true),
        ("LOCATION;X-OWN=a,\"b:c\":Room", "", false),
    ] {
        assert_eq!(lost(&with(line)), (codes.to_owned(), is_dropped), "{line}");
    }
    let text = found(with("LOCATION;ALTREP=https://example.org:Room"));
    assert!(text.contains("LOCATION: ALTREP `https` is not in quotes"), "{text}");
}

#[test]
fn a_quote_that_is_not_closed_is_reported_as_one() {
    let line = "X-GUEST;RSVP=TRUE;NOTE=\"3.7;Invalid\";USER\":mailto:a@example.org";
    pinned!(found(with(line)), @r#"
    error[K703]: a parameter has a quote that is not closed
      --> talks.ics:32:1
       |
    32 | X-GUEST;RSVP=TRUE;NOTE="3.7;Invalid";USER":mailto:a@example.org
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: Thunderbird, DAVx5 and Home Assistant drop the calendar
       = note: rule `parameters-quoted`: a parameter value with more than letters, digits and hyphens is quoted
       = help: put one quote before and one after the whole parameter value; write a quote inside it as `^'` (RFC 6868)

    1 error
    "#);
}

#[test]
fn text_in_an_encoding_of_mail_is_reported_with_the_text_that_was_meant() {
    let line = "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 concert";
    pinned!(found(changed("SUMMARY:One", line)), @r#"
    error[K756]: SUMMARY is in QUOTED-PRINTABLE, which iCalendar does not allow for texts
      --> talks.ics:34:1
       |
    34 | SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Caf=C3=A9 concert
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: Nextcloud drops the event; Google, Apple, Thunderbird, DAVx5 and Home Assistant show the event wrongly
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write it in UTF-8, without ENCODING and CHARSET: `Café concert`

    1 error
    "#);
    let base64 = with("LOCATION;ENCODING=BASE64:YQ==");
    assert_eq!(codes_of(base64), ["K756"]);
}

#[test]
fn a_time_zone_without_its_offsets_is_reported_once() {
    let text = GOOD.replace("TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n", "");
    pinned!(found(crlf(&text)), @r#"
    error[K756]: STANDARD has no TZOFFSETFROM
      --> talks.ics:12:1
       |
    12 | BEGIN:STANDARD
       | ^^^^^^^^^^^^^^
       |
       = note: DAVx5 and Home Assistant drop the calendar; Outlook shows the event wrongly
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write, for example, `TZOFFSETFROM:+0100`

    error[K756]: STANDARD has no TZOFFSETTO
      --> talks.ics:12:1
       |
    12 | BEGIN:STANDARD
       | ^^^^^^^^^^^^^^
       |
       = note: DAVx5 and Home Assistant drop the calendar; Outlook shows the event wrongly
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write, for example, `TZOFFSETTO:+0100`

    2 errors
    "#);
    for (from, to) in [
        ("TZOFFSETTO:+0100", "TZOFFSETTO:+01:00"),
        ("TZID:Europe/Brussels\n", ""),
        ("DTSTART:19701025T030000", "DTSTART:19701025T030000Z"),
        ("BYMONTH=10", "BYMONTH=13"),
    ] {
        let (codes, is_dropped) = lost(&changed(from, to));
        assert!(codes.contains("K756") && is_dropped, "{to}: {codes}");
    }
}

#[test]
fn every_error_names_who_loses_what() {
    for text in [
        changed("DTSTART;TZID=Europe/Brussels:", "DTSTART:"),
        changed("UID:one@example.org\n", ""),
        changed("20270310T150000", "20270310T130000"),
        changed("VERSION:2.0\n", ""),
        crlf(&format!("{GOOD}{GOOD}")),
        crlf(GOOD) + "X:1\r\n",
        format!("\u{FEFF}{}", crlf(GOOD)),
        "nothing".to_owned(),
    ] {
        let linted = lint("talks.ics", text.as_bytes());
        let errors = linted.findings.iter().filter(|it| it.severity().as_str() == "error");
        let names = |note: &String| note.contains(" the calendar") || note.contains(" the event");
        assert!(errors.clone().count() > 0, "{text}");
        assert!(errors.clone().all(|error| error.notes().iter().any(names)), "{text}");
    }
}
