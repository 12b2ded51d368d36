//! Lines that are missing, too many, or in the wrong place.

use kalends::ical::Expected;

use crate::mutate::{Break, changed, of, with_line, with_value};

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

pub(crate) const BREAKS: &[(&str, Break)] = &[
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
];
