//! Calendars broken in every way that rules 2–11, 14, 18–30, 36, 37 and 39 name: the guard must
//! refuse each, or a defect of the writer could reach subscribers.

use std::collections::BTreeMap;

use kalends::render::guard::{Expected, check};
use proptest::prelude::*;

use crate::generate::{Texts, plan};
use crate::mutate::Lines;
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, publish, read};

/// What a mutation needs to know.
struct Given<'a> {
    lines: &'a Lines,
    expected: Expected,
    /// Chooses among places and among forms of the same break.
    pick: usize,
}

/// The broken calendar; `None` where there is nothing to break in this way.
type Break = fn(&Given<'_>) -> Option<String>;

/// Properties that must be there, by component.
const REQUIRED: [(&str, &[&str]); 5] = [
    ("VCALENDAR", &["VERSION", "PRODID", "CALSCALE"]),
    (
        "VEVENT",
        &[
            "UID",
            "DTSTAMP",
            "CREATED",
            "LAST-MODIFIED",
            "SEQUENCE",
            "DTSTART",
            "DTEND",
            "SUMMARY",
            "STATUS",
            "TRANSP",
            "X-MICROSOFT-CDO-BUSYSTATUS",
        ],
    ),
    ("VTIMEZONE", &["TZID", "RRULE", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"]),
    ("VALARM", &["ACTION", "DESCRIPTION", "TRIGGER"]),
    ("DAYLIGHT", &["DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"]),
];
/// Those of a feed.
const REQUIRED_IN_FEEDS: [&str; 6] = [
    "NAME",
    "X-WR-CALNAME",
    "X-WR-RELCALID",
    "LAST-MODIFIED",
    "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL",
];
const TEXTS: [&str; 9] = [
    "SUMMARY",
    "LOCATION",
    "DESCRIPTION",
    "CATEGORIES",
    "CONTACT",
    "NAME",
    "X-WR-CALNAME",
    "X-WR-CALDESC",
    "TZNAME",
];

fn of<T: Copy>(items: &[T], pick: usize) -> T {
    items[pick % items.len()]
}

/// A copy with one change.
fn changed(given: &Given<'_>, change: impl FnOnce(&mut Lines)) -> Option<String> {
    let mut lines = given.lines.clone();
    change(&mut lines);
    Some(lines.text())
}

/// A property of the name with another value.
fn with_value(given: &Given<'_>, name: &str, value: &str) -> Option<String> {
    let at = given.lines.pick(name, given.pick)?;
    changed(given, |lines| lines.set_value(at, value))
}

/// A line more in the first component of that name.
fn with_line(given: &Given<'_>, component: &str, line: &str) -> Option<String> {
    let end = given.lines.block(component, given.pick)?.end - 1;
    changed(given, |lines| lines.0.insert(end, line.to_owned()))
}

const BREAKS: &[(&str, Break)] = &[
    ("a required line is dropped", |given| {
        let (component, names) = of(&REQUIRED, given.pick);
        let at = given.lines.pick_in(component, of(names, given.pick / 7), given.pick / 3)?;
        changed(given, |lines| drop(lines.0.remove(at)))
    }),
    ("a required line of a feed is dropped", |given| {
        let at = *given.lines.named(of(&REQUIRED_IN_FEEDS, given.pick)).first()?;
        let in_feed = given.expected == Expected::Feed;
        in_feed.then(|| changed(given, |lines| drop(lines.0.remove(at))))?
    }),
    ("a BEGIN or END is dropped", |given| {
        let ends = |line: &String| line.starts_with("BEGIN:") || line.starts_with("END:");
        let at: Vec<usize> =
            (0..given.lines.0.len()).filter(|at| ends(&given.lines.0[*at])).collect();
        changed(given, |lines| drop(lines.0.remove(of(&at, given.pick))))
    }),
    ("a line stands twice", |given| {
        let at = given.pick % given.lines.0.len();
        changed(given, |lines| lines.0.insert(at, lines.0[at].clone()))
    }),
    ("two lines of an event change their values", |given| {
        let (one, two) = of(
            &[
                ("DTSTART", "DTEND"),
                ("DTSTAMP", "SEQUENCE"),
                ("STATUS", "TRANSP"),
                ("UID", "CREATED"),
            ],
            given.pick,
        );
        let one = given.lines.pick_in("VEVENT", one, given.pick)?;
        let two = given.lines.pick_in("VEVENT", two, given.pick)?;
        let (first, second) =
            (given.lines.value(one).to_owned(), given.lines.value(two).to_owned());
        changed(given, |lines| {
            lines.set_value(one, &second);
            lines.set_value(two, &first);
        })
    }),
    ("an event ends as it begins", |given| {
        let block = given.lines.block("VEVENT", given.pick)?;
        let inside = |name| given.lines.named(name).into_iter().find(|at| block.contains(at));
        let (start, end) = (inside("DTSTART")?, inside("DTEND")?);
        let value = given.lines.value(start).to_owned();
        changed(given, |lines| lines.set_value(end, &value))
    }),
    ("DTSTAMP is another instant than LAST-MODIFIED", |given| {
        with_value(given, "DTSTAMP", "20200101T000000Z")
    }),
    ("LAST-MODIFIED is before CREATED", |given| {
        let block = given.lines.block("VEVENT", given.pick)?;
        let inside = |name| given.lines.named(name).into_iter().find(|at| block.contains(at));
        let (stamp, modified) = (inside("DTSTAMP")?, inside("LAST-MODIFIED")?);
        changed(given, |lines| {
            lines.set_value(stamp, "20200101T000000Z");
            lines.set_value(modified, "20200101T000000Z");
        })
    }),
    ("a METHOD is added", |given| {
        let value = of(&["PUBLISH", "REQUEST", "CANCEL", "ADD"], given.pick);
        changed(given, |lines| lines.0.insert(1, format!("METHOD:{value}")))
    }),
    ("a property that may not be there is added to an event", |given| {
        let line = of(
            &[
                "ATTENDEE:mailto:a@example.org",
                "ATTACH:https://example.org/a.pdf",
                "RRULE:FREQ=DAILY",
                "RDATE:20270101T000000Z",
                "EXDATE:20270101T000000Z",
                "RECURRENCE-ID:20270101T000000Z",
                "DURATION:PT1H",
                "X-ALT-DESC;FMTTYPE=text/html:<b>x</b>",
                "CLASS:PRIVATE",
                "METHOD:PUBLISH",
                "NAME:x",
                "TZID:Europe/Brussels",
            ],
            given.pick,
        );
        with_line(given, "VEVENT", line)
    }),
    ("a property that may not be there is added to a time zone", |given| {
        let line = of(
            &["UID:x", "DTSTAMP:20270101T000000Z", "COMMENT:x", "LAST-MODIFIED:20270101T000000Z"],
            given.pick,
        );
        with_line(given, "VTIMEZONE", line)
    }),
    ("a property that may not be there is added to an observance", |given| {
        let line =
            of(&["RDATE:19700101T000000", "COMMENT:x", "TZUNTIL:20270101T000000Z"], given.pick);
        with_line(given, "STANDARD", line)
    }),
    ("a name is in lower case", |given| {
        let at = given.pick % given.lines.0.len();
        changed(given, |lines| {
            let end = lines.0[at].find([':', ';']).unwrap();
            lines.0[at] = format!("{}{}", lines.0[at][..end].to_lowercase(), &lines.0[at][end..]);
        })
    }),
    ("a component is in lower case", |given| {
        let begins: Vec<usize> = given.lines.named("BEGIN");
        let at = of(&begins, given.pick);
        changed(given, |lines| lines.0[at] = lines.0[at].replace("BEGIN:V", "BEGIN:v"))
            .filter(|text| *text != given.lines.text())
    }),
    ("a value is empty", |given| {
        let at = given.pick % given.lines.0.len();
        changed(given, |lines| lines.set_value(at, ""))
    }),
    ("a value is a blank", |given| {
        let at = given.pick % given.lines.0.len();
        changed(given, |lines| lines.set_value(at, " "))
    }),
    ("a text begins or ends with a blank", |given| {
        let at = given
            .lines
            .pick(of(&["SUMMARY", "LOCATION", "DESCRIPTION", "NAME"], given.pick), given.pick)?;
        let value = given.lines.value(at);
        let value = if given.pick % 2 == 0 { format!(" {value}") } else { format!("{value} ") };
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a comma or semicolon is not escaped", |given| {
        let at = given.lines.pick(of(&TEXTS, given.pick), given.pick / 3)?;
        let separator = if given.lines.0[at].starts_with("CATEGORIES") {
            ";"
        } else {
            of(&[",", ";"], given.pick)
        };
        let value = format!("a{separator}b{}", given.lines.value(at));
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a backslash escapes nothing", |given| {
        let at = given.lines.pick(of(&TEXTS, given.pick), given.pick / 3)?;
        let escape = of(&["\\:", "\\\"", "\\t", "\\N", "\\r", "\\ ", "\\é"], given.pick / 5);
        let value = format!("{escape}{}", given.lines.value(at));
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a text ends in a lone backslash", |given| {
        let at = given.lines.pick(of(&TEXTS, given.pick), given.pick / 3)?;
        let value = format!("{}\\", given.lines.value(at));
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a text holds what no calendar may", |given| {
        let at = given.lines.pick(of(&TEXTS, given.pick), given.pick / 3)?;
        let forbidden = of(
            &[
                "\0",
                "\u{7}",
                "\u{8}",
                "\u{b}",
                "\u{c}",
                "\u{1b}",
                "\u{7f}",
                "\u{80}",
                "\u{85}",
                "\u{9f}",
                "\u{2028}",
                "\u{2029}",
                "\u{202a}",
                "\u{202e}",
                "\u{2066}",
                "\u{2069}",
                "\u{feff}",
                "\u{fffe}",
                "\u{fdd0}",
                "\u{1fffe}",
                "\u{10ffff}",
            ],
            given.pick / 5,
        );
        let value = format!("a{forbidden}{}", given.lines.value(at));
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a text of one line has two", |given| {
        let name = of(
            &["SUMMARY", "LOCATION", "NAME", "X-WR-CALNAME", "CONTACT", "CATEGORIES"],
            given.pick,
        );
        let at = given.lines.pick(name, given.pick / 3)?;
        let value = format!("a\\nb{}", given.lines.value(at));
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a line break stands in a value", |given| {
        let at = given.lines.pick(of(&TEXTS, given.pick), given.pick / 3)?;
        let form = of(&["\n", "\r", "\r\n", "\n ", "\r\n\t", "\nX-A:b"], given.pick / 5);
        let value = format!("a{form}b{}", given.lines.value(at));
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("an item of a list is empty", |given| {
        let at = given.lines.pick("CATEGORIES", given.pick)?;
        let value = given.lines.value(at);
        let value = match given.pick % 3 {
            0 => format!(",{value}"),
            1 => format!("{value},"),
            _ => format!("a,,{value}"),
        };
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a parameter needs quotes", |given| {
        let at = given.lines.pick("SUMMARY", given.pick)?;
        let parameter =
            of(&[";LANGUAGE=a b", ";LANGUAGE=a.b", ";LANGUAGE=", ";LANGUAGE=\"a"], given.pick);
        given.lines.0[at]
            .starts_with("SUMMARY:")
            .then(|| changed(given, |lines| lines.add_parameter(at, parameter)))?
    }),
    ("a parameter is not of this property", |given| {
        let (name, parameter) = of(
            &[
                ("SUMMARY", ";X-A=b"),
                ("SUMMARY", ";TZID=UTC"),
                ("SUMMARY", ";language=en"),
                ("DTSTAMP", ";TZID=Europe/Brussels"),
                ("LAST-MODIFIED", ";VALUE=DATE"),
                ("CREATED", ";TZID=UTC"),
                ("UID", ";X-A=b"),
                ("SEQUENCE", ";VALUE=FLOAT"),
                ("STATUS", ";LANGUAGE=en"),
                ("VERSION", ";X-A=b"),
                ("TZOFFSETTO", ";X-A=b"),
                ("RRULE", ";X-A=b"),
                ("URL", ";LANGUAGE=en"),
                ("TRIGGER", ";RELATED=END"),
                ("DTSTART", ";X-A=b"),
                ("DESCRIPTION", ";ENCODING=BASE64"),
                ("BEGIN", ";X-A=b"),
                ("END", ";X-A=b"),
            ],
            given.pick,
        );
        let at = given.lines.pick(name, given.pick / 3)?;
        changed(given, |lines| lines.add_parameter(at, parameter))
    }),
    ("SEQUENCE is no number", |given| {
        let value = of(&["-1", "+1", "1.5", "x", "2147483648", "00", "1 "], given.pick);
        with_value(given, "SEQUENCE", value)
    }),
    ("a UID is none of ours", |given| {
        let at = given.lines.pick("UID", given.pick)?;
        let value = given.lines.value(at);
        let value = match given.pick % 3 {
            0 => value.to_uppercase(),
            1 => format!("{value}@example.org"),
            _ => value.replace('-', ""),
        };
        changed(given, |lines| lines.set_value(at, &value))
            .filter(|text| *text != given.lines.text())
    }),
    ("two events have one UID", |given| {
        let uids = given.lines.named("UID");
        let [first, .., last] = uids.as_slice() else { return None };
        let value = given.lines.value(*first).to_owned();
        changed(given, |lines| lines.set_value(*last, &value))
    }),
    ("a word is none of those allowed", |given| {
        let (name, value) = of(
            &[
                ("STATUS", "confirmed"),
                ("STATUS", "NEEDS-ACTION"),
                ("TRANSP", "FREE"),
                ("X-MICROSOFT-CDO-BUSYSTATUS", "OOF"),
                ("VERSION", "1.0"),
                ("CALSCALE", "JULIAN"),
                ("ACTION", "AUDIO"),
            ],
            given.pick,
        );
        with_value(given, name, value)
    }),
    ("TRANSP and the busy status do not agree", |given| {
        let at = given.lines.pick("TRANSP", given.pick)?;
        let other = if given.lines.value(at) == "OPAQUE" { "TRANSPARENT" } else { "OPAQUE" };
        changed(given, |lines| lines.set_value(at, other))
    }),
    ("a cancelled event blocks time", |given| {
        let at = given.lines.pick("STATUS", given.pick)?;
        let busy = given.lines.0.get(at + 1)? == "TRANSP:OPAQUE";
        busy.then(|| changed(given, |lines| lines.set_value(at, "CANCELLED")))?
    }),
    ("an instant is none", |given| {
        let value = of(
            &[
                "20210230T000000Z",
                "20210101T240000Z",
                "20210101T000060Z",
                "20210101T000000",
                "20210101",
                "2021-01-01T00:00:00Z",
                "20210101t000000z",
                "20210101T000000ZZ",
            ],
            given.pick,
        );
        let name = of(&["DTSTAMP", "CREATED", "LAST-MODIFIED"], given.pick / 8);
        with_value(given, name, value)
    }),
    ("a time is floating", |given| {
        let at =
            given.lines.pick_in("VEVENT", of(&["DTSTART", "DTEND"], given.pick), given.pick)?;
        let value = given.lines.value(at).trim_end_matches('Z').to_owned();
        let name = &given.lines.0[at][..if given.pick % 2 == 0 { 7 } else { 5 }];
        let line = format!("{name}:{value}");
        changed(given, |lines| lines.0[at] = line)
    }),
    ("a TZID is not that of its VTIMEZONE", |given| {
        let at = given.lines.pick_in("VEVENT", "DTSTART", given.pick)?;
        let tzid = of(
            &[
                "/Europe/Brussels",
                "CET",
                "Europe/Berlin",
                "europe/brussels",
                "\"Europe/Brussels \"",
                "Nowhere/Here",
            ],
            given.pick,
        );
        let value = given.lines.value(at).trim_end_matches('Z').to_owned();
        let used = given.lines.0[at].starts_with("DTSTART;TZID=");
        used.then(|| changed(given, |lines| lines.0[at] = format!("DTSTART;TZID={tzid}:{value}")))?
    }),
    ("a day and a time are the two ends", |given| {
        let at = given.lines.pick_in("VEVENT", "DTEND", given.pick)?;
        let line = if given.lines.0[at].contains("VALUE=DATE") {
            "DTEND:21000101T000000Z"
        } else {
            "DTEND;VALUE=DATE:21000101"
        };
        changed(given, |lines| lines.0[at] = line.to_owned())
    }),
    ("a VTIMEZONE is removed", |given| {
        let block = given.lines.block("VTIMEZONE", given.pick)?;
        changed(given, |lines| drop(lines.0.drain(block)))
    }),
    ("a VTIMEZONE stands twice", |given| {
        let block = given.lines.block("VTIMEZONE", given.pick)?;
        let again = given.lines.0[block.clone()].to_vec();
        changed(given, |lines| drop(lines.0.splice(block.start..block.start, again)))
    }),
    ("a VTIMEZONE follows the events", |given| {
        let block = given.lines.block("VTIMEZONE", given.pick)?;
        changed(given, |lines| {
            let zone: Vec<String> = lines.0.drain(block).collect();
            let end = lines.0.len() - 1;
            lines.0.splice(end..end, zone);
        })
    }),
    ("a VTIMEZONE is not used", |given| {
        let zone = "BEGIN:VTIMEZONE TZID:Asia/Tokyo BEGIN:STANDARD DTSTART:19700101T000000 \
                    TZOFFSETFROM:+0900 TZOFFSETTO:+0900 TZNAME:JST END:STANDARD END:VTIMEZONE";
        let at = given.lines.named("BEGIN")[1];
        let zone: Vec<String> = zone.split(' ').map(str::to_owned).collect();
        changed(given, |lines| drop(lines.0.splice(at..at, zone)))
    }),
    ("an offset is another", |given| {
        let at =
            given.lines.pick(of(&["TZOFFSETTO", "TZOFFSETFROM"], given.pick), given.pick / 2)?;
        let value =
            of(&["+0315", "0100", "+1", "+0160", "+9900", "-0000", "+010000"], given.pick / 3);
        (given.lines.value(at) != value)
            .then(|| changed(given, |lines| lines.set_value(at, value)))?
    }),
    ("all offsets of a VTIMEZONE are an hour more", |given| {
        let block = given.lines.block("VTIMEZONE", given.pick)?;
        changed(given, |lines| {
            for at in block {
                if lines.0[at].starts_with("TZOFFSET") {
                    let value: i32 = lines.value(at).parse().unwrap();
                    lines.set_value(at, &format!("{:+05}", value + 100));
                }
            }
        })
    }),
    ("STANDARD and DAYLIGHT change names", |given| {
        let block = given.lines.block("VTIMEZONE", given.pick)?;
        changed(given, |lines| {
            for line in &mut lines.0[block] {
                *line = match line.split_once(':') {
                    Some((end, "STANDARD")) => format!("{end}:DAYLIGHT"),
                    Some((end, "DAYLIGHT")) => format!("{end}:STANDARD"),
                    _ => continue,
                };
            }
        })
    }),
    ("a rule of the clocks is another", |given| {
        let at = given.lines.pick("RRULE", given.pick)?;
        let value = given.lines.value(at);
        let value = match given.pick % 6 {
            0 => format!("{value};UNTIL=20300101T000000Z"),
            1 => format!("{value};COUNT=5"),
            2 => value.replace("YEARLY", "MONTHLY"),
            3 => value.replace("BYMONTH=1", "BYMONTH=2").replace("BYMONTH=3", "BYMONTH=4"),
            4 => value.replace("BYDAY=", "BYDAY=+"),
            _ => value.replace("BYDAY=-1", "BYDAY=5"),
        };
        changed(given, |lines| lines.set_value(at, &value))
            .filter(|text| *text != given.lines.text())
    }),
    ("a VTIMEZONE begins in another year", |given| {
        let at = given.lines.pick_in("VTIMEZONE", "DTSTART", given.pick)?;
        let value =
            given.lines.value(at).replacen("1970", of(&["1971", "2007", "1601"], given.pick), 1);
        changed(given, |lines| lines.set_value(at, &value))
    }),
    ("a position is none", |given| {
        let at = given.lines.pick_in("VEVENT", "SUMMARY", given.pick)?;
        let value =
            of(&["x", "1", "1;", "1,2", "91.0;0.0", "0.0;181.0", "1;2;3", "NaN;0"], given.pick);
        changed(given, |lines| lines.0.insert(at, format!("GEO:{value}")))
    }),
    ("a link is none", |given| {
        let name = of(&["URL", "CONFERENCE", "SOURCE", "IMAGE"], given.pick);
        let value = of(
            &[
                "https://example.org/a b",
                "https://example.org/ä",
                "example",
                "javascript:alert(1)",
                "https:",
                "://",
            ],
            given.pick / 4,
        );
        with_value(given, name, value)
    }),
    ("an alarm is not before the start", |given| {
        let value =
            of(&["PT15M", "+PT15M", "-15", "-PX", "-P", "-PT", "20270101T000000Z"], given.pick);
        with_value(given, "TRIGGER", value)
    }),
    ("an alarm stands in a feed, or twice", |given| {
        let alarm = "BEGIN:VALARM ACTION:DISPLAY DESCRIPTION:x TRIGGER:-PT5M END:VALARM";
        let count = if given.expected == Expected::Feed { 1 } else { 2 };
        let alarms: Vec<String> = std::iter::repeat_n(alarm, count)
            .flat_map(|alarm| alarm.split(' '))
            .map(str::to_owned)
            .collect();
        let end = given.lines.block("VEVENT", given.pick)?.end - 1;
        changed(given, |lines| drop(lines.0.splice(end..end, alarms)))
    }),
    ("what makes Outlook open a new calendar stands in a session's file", |given| {
        let line = of(
            &[
                "NAME:x",
                "X-WR-CALNAME:x",
                "X-WR-CALDESC:x",
                "X-WR-RELCALID:x",
                "X-PUBLISHED-TTL:PT1H",
                "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            ],
            given.pick,
        );
        let is_session = given.expected == Expected::Session;
        is_session.then(|| changed(given, |lines| lines.0.insert(3, line.to_owned())))?
    }),
    ("a session's file has two events", |given| {
        let block = given.lines.block("VEVENT", 0)?;
        let mut again = given.lines.0[block.clone()].to_vec();
        again[1] = "UID:00000000-0000-5000-8000-000000000000".to_owned();
        let is_session = given.expected == Expected::Session;
        is_session
            .then(|| changed(given, |lines| drop(lines.0.splice(block.end..block.end, again))))?
    }),
    ("a calendar has no event", |given| {
        changed(given, |lines| {
            while let Some(block) = lines.block("VEVENT", 0) {
                lines.0.drain(block);
            }
            while let Some(block) = lines.block("VTIMEZONE", 0) {
                lines.0.drain(block);
            }
        })
    }),
    ("a feed's two names differ", |given| with_value(given, "X-WR-CALNAME", "Another")),
    ("a feed's two intervals differ", |given| with_value(given, "X-PUBLISHED-TTL", "PT12H")),
    ("an interval is none", |given| {
        let value = of(&["1 hour", "PT", "P", "-PT1H", "3600"], given.pick);
        changed(given, |lines| {
            for name in ["X-PUBLISHED-TTL", "REFRESH-INTERVAL"] {
                for at in lines.named(name) {
                    lines.set_value(at, value);
                }
            }
        })
        .filter(|text| *text != given.lines.text())
    }),
    ("a colour is none", |given| {
        let value = of(&["#005eb8", "Steelblue", "blurple"], given.pick);
        with_value(given, "COLOR", value)
    }),
    ("a property of the calendar follows an event", |given| {
        let end = given.lines.0.len() - 1;
        let at = of(&given.lines.named("PRODID"), 0);
        changed(given, |lines| {
            let line = lines.0.remove(at);
            lines.0.insert(end - 1, line);
        })
    }),
    ("an event stands inside another", |given| {
        let block = given.lines.block("VEVENT", given.pick)?;
        let inner = given.lines.0[block.clone()].to_vec();
        changed(given, |lines| drop(lines.0.splice(block.start + 1..block.start + 1, inner)))
    }),
    ("a component is unknown", |given| {
        let at = given.lines.block("VEVENT", given.pick)?.start;
        let name = of(&["VTODO", "VJOURNAL", "VFREEBUSY", "X-A", "VEVENT "], given.pick);
        changed(given, |lines| {
            drop(lines.0.splice(at..at, [format!("BEGIN:{name}"), format!("END:{name}")]))
        })
    }),
    ("PRODID begins as Outlook's", |given| {
        with_value(given, "PRODID", "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN")
    }),
    ("something stands before or after the calendar", |given| {
        let text = given.lines.text();
        Some(match given.pick % 7 {
            0 => format!("\u{feff}{text}"),
            1 => format!("\r\n{text}"),
            2 => format!("{text}\r\n"),
            3 => format!("{text}{text}"),
            4 => format!("{text}X-A:b\r\n"),
            5 => text.trim_end().to_owned(),
            _ => format!("{text} "),
        })
    }),
    ("line breaks are others", |given| {
        let text = given.lines.text();
        Some(match given.pick % 3 {
            0 => text.replace("\r\n", "\n"),
            1 => text.replace("\r\n", "\r"),
            _ => text.replacen("\r\nVERSION", "\r\n\r\nVERSION", 1),
        })
    }),
    ("a line is too long", |given| {
        let at = given.lines.pick("SUMMARY", given.pick)?;
        let mut text = given.lines.text();
        let place = text.find(&given.lines.0[at][..8])? + given.lines.0[at].find(':')? + 1;
        text.insert_str(place, &"x".repeat(76));
        Some(text)
    }),
    ("a fold is none", |given| {
        let text = given.lines.text();
        let place = text.match_indices("\r\n").nth(given.pick % text.matches("\r\n").count())?.0;
        let fold = of(&["\r\n \r\n", "\r\n\t"], given.pick);
        Some(format!("{}{fold}{}", &text[..place], &text[place + 2..]))
    }),
    ("a fold stands inside an escape", |given| {
        let at = given.lines.pick("SUMMARY", given.pick)?;
        let value = given.lines.value(at).to_owned();
        let text = changed(given, |lines| lines.set_value(at, &format!("a\\,b{value}")))?;
        Some(text.replacen(":a\\,b", ":a\\\r\n ,b", 1))
    }),
];

/// The breaks that the guard did not see, each with a calendar.
fn unseen(text: &str, expected: Expected, pick: usize) -> BTreeMap<&'static str, String> {
    check(text, expected).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
    let lines = Lines::of(text);
    check(&lines.text(), expected).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
    let given = Given { lines: &lines, expected, pick };
    let broken = BREAKS.iter().filter_map(|(name, break_it)| Some((*name, break_it(&given)?)));
    broken
        .inspect(|(name, broken)| assert_ne!(*broken, lines.text(), "{name} broke nothing"))
        .filter(|(_, broken)| check(broken, expected).is_ok())
        .collect()
}

/// A series that has everything there is to break.
const EVERYTHING: &str = r##"
title = "Everything, at once; or so"
authority = "example.org"
description = "First\nsecond"
timezone = "Europe/Brussels"
language = "en"
url = "https://example.org/"
color = "#005eb8"
image = "https://example.org/image.png"
categories = ["One", "Two"]
organizer = { name = "A \"B\" ^ C", email = "a@example.org", as_property = true }
reminder = "15m"

[[session]]
id = "one"
title = "One, two; three \\ four"
start = 2027-03-10T14:00:00
end = 2027-03-10T15:00:00
location = { name = "Hall", address = "Street 1, Town", geo = [50.84, 4.36] }
join = "https://example.org/join"

[[session]]
id = "two"
title = "Two"
start = 2027-07-10T14:00:00
end = 2027-07-10T15:00:00
status = "tentative"
timezone = "America/New_York"

[[session]]
id = "three"
title = "Three"
start = 2027-03-12
status = "cancelled"

[[session]]
id = "four"
title = "Four"
start = 2027-10-31T02:30:00+02:00
end = 2027-10-31T02:30:00+01:00

[[session]]
id = "five"
title = "Five"
start = 2027-03-13T09:00:00
end = 2027-03-13T10:00:00
timezone = "Asia/Kolkata"

[[session]]
id = "six"
title = "Six"
start = 2027-03-13T09:00:00
end = 2027-03-13T10:00:00
"##;

#[test]
fn every_break_of_a_calendar_that_has_everything_is_seen() {
    let all = read(EVERYTHING, "everything").series.unwrap();
    let (record, _) = publish(&all, None, FIRST);
    let without_six = EVERYTHING.rsplit_once("[[session]]").unwrap().0;
    let (_, calendars) =
        publish(&read(without_six, "everything").series.unwrap(), Some(&record), AGAIN);
    let mut missed = BTreeMap::new();
    for pick in 0..110 {
        missed.append(&mut unseen(&calendars.feed, Expected::Feed, pick));
        for (_, text) in &calendars.sessions {
            missed.append(&mut unseen(text, Expected::Session, pick));
        }
    }
    let names: Vec<_> = missed.keys().collect();
    assert!(missed.is_empty(), "{names:#?}\n{missed:#?}");
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn every_break_of_any_calendar_is_seen(plan in plan(Texts::Clean), pick in any::<u16>()) {
        let series = read(&Manner::default().write(&plan), "talks").series.unwrap();
        let (_, calendars) = publish(&series, None, FIRST);
        let feed = unseen(&calendars.feed, Expected::Feed, usize::from(pick));
        prop_assert!(feed.is_empty(), "{:#?}", feed);
        let session = unseen(&calendars.sessions[0].1, Expected::Session, usize::from(pick));
        prop_assert!(session.is_empty(), "{:#?}", session);
    }
}
