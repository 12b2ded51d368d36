//! Calendars as others write them, with everything in them that readers take differently.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Lines as calendars of others have them, right and wrong.
const LINES: [&str; 145] = [
    "SUMMARY:Talk",
    "SUMMARY:Kids\\, family\\nday",
    "SUMMARY:  spaced  ",
    "SUMMARY:a\u{FEFF}b \u{202C}",
    "SUMMARY;LANGUAGE=de:Vortrag",
    "SUMMARY:tab\there",
    "SUMMARY:back\\slash \\; and \\\\n",
    "summary:small letters",
    "SUMMARY;ALTREP=\"https://example.org/a;b:c\":With a parameter",
    "SUMMARY:",
    "DESCRIPTION:One line",
    "DESCRIPTION:Two\\nlines\\n",
    "DESCRIPTION:\\n\\n  indented \\n\\n\\n more",
    "DESCRIPTION:A line that is folded\r\n  in the middle of it",
    "DESCRIPTION:with \u{202E}override\u{202C} in it",
    "DESCRIPTION:line\u{2028}separator",
    "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=20b",
    "DESCRIPTION:<b>HTML</b> &amp; more",
    "DESCRIPTION: ",
    "X-ALT-DESC;FMTTYPE=text/html:<p>x</p>",
    "LOCATION:Room 1",
    "LOCATION:Hall A\\, floor 1\\nMain street",
    "LOCATION:online",
    "LOCATION:Online",
    "LOCATION:https://meet.example.org/1",
    "LOCATION:https://MEET.example.org",
    "LOCATION:",
    "LOCATION:\u{200B}",
    "STATUS:CONFIRMED",
    "STATUS:TENTATIVE",
    "STATUS:CANCELLED",
    "STATUS:canceled",
    "STATUS:NEEDS-ACTION",
    "STATUS: confirmed ",
    "STATUS:",
    "TRANSP:OPAQUE",
    "TRANSP:TRANSPARENT",
    "TRANSP:transparent",
    "TRANSP:FREE",
    "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
    "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    "CLASS:PUBLIC",
    "CLASS:PRIVATE",
    "CLASS:CONFIDENTIAL",
    "CLASS:X-STAFF",
    "CLASS:public",
    "ORGANIZER:mailto:desk@example.org",
    "ORGANIZER;CN=Desk:mailto:desk@example.org",
    "ORGANIZER;CN=\"Desk: one\":MAILTO:desk@example.org",
    "ORGANIZER;CN=Desk:desk@example.org",
    "ORGANIZER;CN=Desk:https://example.org/desk",
    "ORGANIZER;CN=Desk;SENT-BY=\"mailto:a@example.org\":mailto:desk@example.org",
    "ORGANIZER:invalid:nomail",
    "CONTACT:Desk\\, desk@example.org",
    "CONTACT:Somebody",
    "URL:https://example.org/talk",
    "URL:https://EXAMPLE.org",
    "URL;VALUE=URI:https://example.org/a b",
    "URL:example.org",
    "URL:mailto:a@example.org",
    "URL:",
    "GEO:50.5;4.25",
    "GEO:50.1234567891;4.0",
    "GEO:50,5;4,25",
    "GEO:50.5,4.25",
    "GEO:91;0",
    "GEO: 50.50;4.250",
    "CATEGORIES:a,b",
    "CATEGORIES:b,a",
    "CATEGORIES:c\\,d,e",
    "CATEGORIES:a,a, ,",
    "CATEGORIES:x\\ny",
    "SEQUENCE:3",
    "SEQUENCE: 2",
    "SEQUENCE:-1",
    "SEQUENCE:2147483647",
    "SEQUENCE:1.5",
    "DTSTART:20270301T090000Z",
    "DTEND:20270301T120000Z",
    "DTEND:20270301T090000Z",
    "DTEND;TZID=Europe/Berlin:20270301T180000",
    "DTEND;TZID=Europe/Berlin:20270301T180000Z",
    "DTEND;VALUE=DATE:20270302",
    "DTEND;VALUE=DATE:20270301",
    "DURATION:PT1H30M",
    "DURATION:P1D",
    "DURATION:-PT1H",
    "DURATION:PT1H1H",
    "DURATION:",
    "RRULE:FREQ=WEEKLY",
    "ATTENDEE:mailto:a@example.org",
    "ATTACH:https://example.org/a.pdf",
    "CONFERENCE;VALUE=URI:https://meet.example.org/2",
    "X-GOOGLE-CONFERENCE:https://meet.example.org/3",
    "PRIORITY:1",
    "COMMENT:something",
    "X-SOMETHING;X-P=\"a\":b",
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:x\r\nEND:VALARM",
    "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\nEND:VALARM",
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;RELATED=END:PT0S\r\nDESCRIPTION:x\r\nEND:VALARM",
    "nothing",
    "IMAGE;VALUE=URI:https://example.org/a.png",
    "COLOR:red",
    "LAST-MODIFIED:20270101T000000Z",
    "SUMMARY:a\u{7}b",
    "SUMMARY:Cancelled: Talk",
    "SUMMARY:ends with \\",
    "SUMMARY:\"quoted\" e\u{301} \u{1F469}\u{200D}\u{1F4BB}",
    "SUMMARY:a\u{85}b\u{b}c\u{2029}d",
    "DESCRIPTION:a\r\n\tb\r\n c",
    "DESCRIPTION:This session is cancelled.",
    "DESCRIPTION:See\\n\\nhttps://example.org/talk",
    "DESCRIPTION:Organised by Desk\\, desk@example.org",
    "DESCRIPTION;LANGUAGE=fr:En fran\u{e7}ais",
    "LOCATION;LANGUAGE=fr:Salle 1",
    "LOCATION;ALTREP=\"https://example.org/map\":Room 2",
    "STATUS;X-A=b:TENTATIVE",
    "CATEGORIES:\\,",
    "CATEGORIES;LANGUAGE=de:Vortrag",
    "URL:http://[::1]/x",
    "URL:HTTPS://example.org/%7Ea/../b?q=1#f",
    "URL:https://example.org:443/",
    "GEO:",
    "GEO:1e1;2",
    "GEO:+1.5;-0.0",
    "RECURRENCE-ID:20270301T090000Z",
    "ORGANIZER;CN=a^nb:mailto:a@example.org",
    "ORGANIZER;CN=\"\":mailto:a@example.org",
    "ORGANIZER;CN=Desk:mailto:DESK@EXAMPLE.ORG",
    "ORGANIZER;CN=Desk:mailto:desk%40example.org",
    "ORGANIZER:",
    "\u{FEFF}SUMMARY:marked",
    "SUMMARY",
    "DTSTART",
    " ",
    "",
    "DTEND:20270301T110000",
    "DTEND;TZID=America/Chicago:20270301T120000",
    "DTEND:20270301T110000z",
    "DURATION:P1W",
    "DURATION:+PT15M",
    "CLASS:",
    "TRANSP:",
    "SEQUENCE:",
    "SEQUENCE:+1",
];

/// Starts of all forms.
const STARTS: [&str; 14] = [
    "DTSTART:20270301T090000Z",
    "DTSTART:20270301T090000",
    "DTSTART;TZID=Europe/Berlin:20270301T090000",
    "DTSTART;TZID=Europe/Berlin:20270301T090000Z",
    "DTSTART;TZID=\"W. Europe Standard Time\":20270301T090000",
    "DTSTART;TZID=Customized Time Zone:20270301T090000",
    "DTSTART;TZID=Somewhere:20270301T090000",
    "DTSTART;TZID=CET:20270301T090000",
    "DTSTART;VALUE=DATE:20270301",
    "DTSTART:20270301",
    "DTSTART;TZID=America/New_York:20270314T023000",
    "DTSTART;TZID=Europe/Berlin:20271031T023000",
    "DTSTART;TZID=America/Chicago:20270301T030000",
    "DTSTART;VALUE=DATE-TIME:20270301T090000Z",
];

/// VTIMEZONEs: of a made-up name, and of a true name with other rules than that.
const ZONES: &str = "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\n\
    DTSTART:16010101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\n\
    END:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\nTZID:America/Chicago\r\nBEGIN:STANDARD\r\n\
    DTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n\
    END:VTIMEZONE\r\n";

/// The lines of an event: a start, an end, and some of all sorts.
pub(crate) fn event() -> impl Strategy<Value = String> {
    let ends = ["DTEND:20270301T110000Z", "DURATION:PT2H", "DTEND;VALUE=DATE:20270303", "X-NONE:1"];
    let rest = subsequence((0..LINES.len()).collect::<Vec<_>>(), 0..9);
    (select(&STARTS[..]), select(ends.to_vec()), rest.prop_shuffle()).prop_map(
        |(start, end, rest)| {
            let rest: Vec<&str> = rest.into_iter().map(|at| LINES[at]).collect();
            format!("{start}\r\n{end}\r\n{}", rest.join("\r\n"))
        },
    )
}

/// A calendar of such events.
pub(crate) fn calendar(events: &[String], same_uid: bool) -> String {
    let mut text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{ZONES}");
    for (at, event) in events.iter().enumerate() {
        let uid = if same_uid { 0 } else { at };
        text.push_str(&format!("BEGIN:VEVENT\r\nUID:{uid}@example.org\r\n{event}\r\n"));
        if !event.contains("SUMMARY:") {
            text.push_str("SUMMARY:Some title\r\n");
        }
        text.push_str("END:VEVENT\r\n");
    }
    text + "END:VCALENDAR\r\n"
}
