//! Texts that end early, contain forbidden characters, or are mistaken for something else.

use crate::mutate::{Break, changed, of};

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

pub(crate) const BREAKS: &[(&str, Break)] = &[
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
];
