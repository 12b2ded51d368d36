//! Time zones, alarms, and the calendar as a whole.

use kalends::ical::Expected;

use crate::mutate::{Break, changed, of, with_value};

pub(crate) const BREAKS: &[(&str, Break)] = &[
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
