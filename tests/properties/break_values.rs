//! Parameters, numbers, words and times that are none.

use crate::mutate::{Break, changed, of, with_value};

pub(crate) const BREAKS: &[(&str, Break)] = &[
    ("a parameter needs quotes", |given| {
        let parameters = ["LANGUAGE=a b", "LANGUAGE=a.b", "LANGUAGE=", "LANGUAGE=\"a"];
        let at = given.lines.pick("SUMMARY", given.pick / parameters.len())?;
        let value = given.lines.value(at);
        let line = format!("SUMMARY;{}:{value}", of(&parameters, given.pick));
        changed(given, |lines| lines.0[at] = line)
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
    ("a UID is none", |given| {
        let at = given.lines.pick("UID", given.pick)?;
        let value = given.lines.value(at);
        let value = match given.pick % 5 {
            0 => format!("{value},x"),
            1 => format!("{value};x"),
            2 => format!("{value}\\x"),
            3 => format!("{value}\\n"),
            _ => format!("{value} "),
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
];
