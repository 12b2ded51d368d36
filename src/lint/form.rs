//! Value types of RFC 5545 §3.3, checked as written: spaces and case matter.

use crate::ical::{date, date_time, duration, is_token, offset};
use crate::model::Colour;

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValuePattern {
    /// TEXT with its escapes.
    Text,
    /// TEXT that programs compare: an identifier or name.
    Plain,
    /// Not checked here.
    Any,
    /// A word of the standard, or of an extension.
    Token,
    /// One of these.
    Words(&'static [&'static str]),
    Uri,
    /// An absolute web link.
    Link,
    Binary,
    Date,
    /// A date with a time, local or in UTC.
    DateTime,
    /// A date with a time in UTC.
    Utc,
    /// A date with a time that is not in UTC.
    Local,
    Period,
    Duration,
    Offset,
    /// Minimum and maximum.
    Integer(i64, i64),
    /// Latitude and longitude.
    Geo,
    Rule,
    RequestStatus,
    /// A colour name of CSS3.
    Colour,
}

impl ValuePattern {
    /// Whether the whole value has this form.
    pub(super) fn fits(self, value: &str) -> bool {
        match self {
            Self::Text | Self::Any | Self::Link => true,
            Self::Plain => value.trim() == value,
            Self::Token => is_token(value),
            Self::Words(words) => words.contains(&value),
            Self::Uri => value.is_empty() || is_uri(value),
            Self::Binary => {
                value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
            }
            Self::Date => date(value).is_some(),
            Self::DateTime => Self::Local.fits(value.strip_suffix('Z').unwrap_or(value)),
            Self::Utc => value.strip_suffix('Z').is_some_and(|local| Self::Local.fits(local)),
            Self::Local => value.contains('T') && date_time(value).is_some(),
            Self::Period => value.split_once('/').is_some_and(|(start, end)| {
                Self::DateTime.fits(start) && (Self::DateTime.fits(end) || Self::Duration.fits(end))
            }),
            Self::Duration => duration(value).is_some(),
            Self::Offset => {
                value != "-0000" && offset(value).is_some_and(|east| east.abs() < 86_400)
            }
            Self::Integer(least, most) => {
                is_number(value, false)
                    && value.parse().is_ok_and(|number| (least..=most).contains(&number))
            }
            Self::Geo => value.split_once(';').is_some_and(|(latitude, longitude)| {
                is_number(latitude, true) && is_number(longitude, true)
            }),
            Self::Rule => is_rule(value),
            Self::RequestStatus => value.split_once(';').is_some_and(|(code, _)| {
                code.split('.').count() >= 2 && code.split('.').all(is_digits)
            }),
            Self::Colour => Colour::names().any(|name| name.eq_ignore_ascii_case(value)),
        }
    }

    /// The form as a noun with its article, and an example.
    pub(super) fn words(self) -> (String, &'static str) {
        let (noun, example) = match self {
            Self::Text | Self::Any | Self::Plain => ("a text", "text"),
            Self::Token => ("a word of letters, digits and hyphens", "PUBLIC"),
            Self::Words(words) => {
                let [rest @ .., last] = words else { return Default::default() };
                return (format!("one of {} and {last}", rest.join(", ")), last);
            }
            Self::Uri => ("a URI", "mailto:desk@example.org"),
            Self::Link => ("a link", "https://example.org/talks"),
            Self::Binary => ("data in BASE64", "AAECAw=="),
            Self::Date => ("a date", "20270923"),
            Self::DateTime => ("a date with a time", "20270923T120000Z"),
            Self::Utc => ("a time in UTC", "20270923T120000Z"),
            Self::Local => ("a local date with a time", "19701025T030000"),
            Self::Period => ("a period", "20270923T120000Z/PT1H"),
            Self::Duration => ("a length of time", "PT1H"),
            Self::Offset => ("an offset from UTC", "+0100"),
            Self::Integer(0, most) if most == i64::from(i32::MAX) => {
                ("a whole number from 0 to 2147483647", "0")
            }
            Self::Integer(least, most) => {
                return (format!("a whole number from {least} to {most}"), "5");
            }
            Self::Geo => ("latitude and longitude in degrees", "50.8466;4.3528"),
            Self::Rule => ("a rule of repetition", "FREQ=WEEKLY;COUNT=10"),
            Self::RequestStatus => ("a status with its text", "2.0;Success"),
            Self::Colour => ("a colour name of CSS3", "steelblue"),
        };
        (noun.to_owned(), example)
    }

    /// The fault of a value, and the value of this form that was probably meant.
    pub(super) fn meant(self, value: &str) -> Option<(&'static str, String)> {
        let trimmed = value.trim();
        let upper = trimmed.to_ascii_uppercase();
        let is_time = matches!(self, Self::Date | Self::DateTime | Self::Utc | Self::Local);
        let whole = match (is_time, upper.split_once('.')) {
            (true, Some((whole, fraction))) if fraction.ends_with('Z') => format!("{whole}Z"),
            (true, Some((whole, _))) => whole.to_owned(),
            _ => upper.clone(),
        };
        let is_separator =
            |c: char| c == ':' && self == Self::Offset || is_time && ":-".contains(c);
        let compact = whole.replace(is_separator, "");
        let words: &[&str] = if let Self::Words(words) = self { words } else { &[] };
        let near = words.iter().find(|word| squeezed(word) == squeezed(&upper));
        let candidates = [
            ("has a space before or after it", trimmed),
            ("is not in upper case", &upper),
            ("has separators or fractions, which iCalendar does not have", &compact),
            ("is misspelt", near.unwrap_or(&"")),
        ];
        let found = candidates.into_iter().find(|(_, text)| !text.is_empty() && self.fits(text));
        found.filter(|(_, text)| *text != value).map(|(why, text)| (why, text.to_owned()))
    }

    /// Whether an empty value is of this form.
    pub(super) fn may_be_empty(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Any
                | Self::Plain
                | Self::Token
                | Self::Uri
                | Self::Link
                | Self::Binary
        )
    }
}

/// The date or time that was probably meant.
pub(crate) fn meant_time(value: &str) -> Option<String> {
    let forms = [ValuePattern::DateTime, ValuePattern::Date];
    forms.iter().find_map(|form| form.meant(value)).map(|(_, meant)| meant)
}

/// The length of time that was probably meant.
pub(crate) fn meant_duration(value: &str) -> Option<String> {
    ValuePattern::Duration.meant(value).map(|(_, meant)| meant)
}

/// A word without repeated letters: equal for `CANCELLED` and `CANCELED`.
fn squeezed(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// RFC 5545 §3.3.7 and §3.3.8.
fn is_number(text: &str, may_be_float: bool) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    match digits.split_once('.') {
        Some((whole, fraction)) => may_be_float && is_digits(whole) && is_digits(fraction),
        None => is_digits(digits),
    }
}

/// RFC 3986 §2 and §3: a scheme, and no character that must be percent-encoded.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let in_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
        && !rest.is_empty()
        && unencoded(text).is_none()
}

/// The first character that a URI must percent-encode, including a `%` without two hexadecimal digits.
pub(super) fn unencoded(text: &str) -> Option<char> {
    let is_hex = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_hexdigit);
    let odd = text.char_indices().find(|(at, c)| match c {
        '%' => !(is_hex(at + 1) && is_hex(at + 2)),
        '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => true,
        _ => !c.is_ascii_graphic(),
    });
    odd.map(|(_, c)| c)
}

const FREQUENCIES: [&str; 7] =
    ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Parts of a rule that list whole numbers: minimum, maximum, and whether a sign is allowed.
const BY: [(&str, i64, i64, bool); 9] = [
    ("BYSECOND", 0, 60, false),
    ("BYMINUTE", 0, 59, false),
    ("BYHOUR", 0, 23, false),
    ("BYMONTHDAY", 1, 31, true),
    ("BYYEARDAY", 1, 366, true),
    ("BYWEEKNO", 1, 53, true),
    ("BYMONTH", 1, 12, false),
    ("BYSETPOS", 1, 366, true),
    ("COUNT", 1, i32::MAX as i64, false),
];

/// RFC 5545 §3.3.10, RFC 7529 §4.
fn is_rule(text: &str) -> bool {
    let mut names: Vec<&str> = Vec::new();
    for part in text.split(';') {
        let Some((name, value)) = part.split_once('=') else { return false };
        let in_range = |least: i64, most: i64, signed: bool| {
            value.split(',').all(|number| {
                let parsed = number.parse::<i64>().ok().filter(|_| is_number(number, false));
                parsed.is_some_and(|it| (signed || it >= 0) && (least..=most).contains(&it.abs()))
            })
        };
        let fits = match name {
            "FREQ" => FREQUENCIES.contains(&value),
            "UNTIL" => ValuePattern::Date.fits(value) || ValuePattern::DateTime.fits(value),
            "INTERVAL" => in_range(1, i64::from(i32::MAX), false),
            "WKST" => WEEKDAYS.contains(&value),
            "BYDAY" => value.split(',').all(is_weekday),
            "RSCALE" => is_token(value),
            "SKIP" => ["OMIT", "BACKWARD", "FORWARD"].contains(&value),
            _ => BY.iter().any(|(known, least, most, signed)| {
                *known == name && in_range(*least, *most, *signed)
            }),
        };
        if !fits || names.contains(&name) {
            return false;
        }
        names.push(name);
    }
    names.contains(&"FREQ")
}

/// `MO`, `-1SU`.
fn is_weekday(text: &str) -> bool {
    let Some((nth, day)) = text.len().checked_sub(2).and_then(|at| text.split_at_checked(at))
    else {
        return false;
    };
    let nth_fits = nth.is_empty()
        || is_number(nth, false) && nth.parse().is_ok_and(|nth: i64| (1..=53).contains(&nth.abs()));
    nth_fits && WEEKDAYS.contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_types_as_written() {
        const WORDS: ValuePattern = ValuePattern::Words(&["CONFIRMED", "CANCELLED"]);
        for (form, good, bad) in [
            (ValuePattern::Date, "20270923", "20270230 2027-09-23 20270923T120000"),
            (
                ValuePattern::DateTime,
                "20270923T120000 20270923T120000Z",
                "20270923 20270923t120000 20270923T1200Z",
            ),
            (
                ValuePattern::Utc,
                "20270923T120000Z",
                "20270923T120000 20270923T120000z 20270923T120000+0200",
            ),
            (ValuePattern::Local, "20270923T120000", "20270923T120000Z 20270923T250000"),
            (
                ValuePattern::Period,
                "20270923T120000Z/PT1H 20270923T120000/20270923T130000",
                "20270923T120000Z PT1H/PT2H",
            ),
            (
                ValuePattern::Duration,
                "P1W P1D -P1DT2H +PT15M PT1H30S PT0S",
                "P PT 1H P1H P1M PT1D pt1h PT1.5H PT1M1H P1DT 3600 --PT1H PT",
            ),
            (ValuePattern::Offset, "+0100 -0330 +001730", "+01:00 0100 -0000 +2400 +1 +100"),
            (ValuePattern::Integer(0, 9), "0 9 +5", "10 -1 1.0 high 0x1"),
            (ValuePattern::Geo, "50.8;4.3 -1;+2", "50,8;4,3 50.8,4.3 50.8; NaN;1 1;2;3"),
            (WORDS, "CONFIRMED", "CANCELED confirmed"),
            (ValuePattern::Token, "PUBLIC X-A", "a_b a.b"),
            (ValuePattern::RequestStatus, "2.0;Success 3.1.2;x;y", "2;x 2.0 x"),
            (ValuePattern::Binary, "AAECAw==", "AA$="),
            (
                ValuePattern::Uri,
                "mailto:a@example.org urn:x CID:a",
                "example.org :x https: https://a/{b} https://a/%zz 1a:b https://a/ä",
            ),
            (
                ValuePattern::Rule,
                "FREQ=WEEKLY FREQ=YEARLY;BYDAY=-1SU,MO;BYMONTH=3 FREQ=DAILY;UNTIL=20270923 FREQ=MONTHLY;BYMONTHDAY=-1",
                "FREQ=SOMETIMES freq=weekly COUNT=1 FREQ=DAILY; FREQ=DAILY;COUNT=x FREQ=DAILY;COUNT=0 \
                 FREQ=DAILY;INTERVAL=0 FREQ=DAILY;BYDAY=XX FREQ=DAILY;UNTIL=x FREQ=YEARLY;BYMONTH=13 \
                 FREQ=DAILY;FREQ=DAILY FREQ=DAILY;X=1",
            ),
        ] {
            for value in good.split(' ') {
                assert!(form.fits(value), "{form:?}: {value}");
            }
            for value in bad.split_whitespace() {
                assert!(!form.fits(value), "{form:?}: {value}");
            }
            assert!(form.may_be_empty() || !form.fits(""), "{form:?}");
            assert!(!form.fits(&format!(" {}", good.split(' ').next().unwrap_or_default())));
            let (_, example) = form.words();
            assert!(form.fits(example), "{form:?}: {example}");
        }
    }

    #[test]
    fn what_was_meant_is_computed() {
        const STATUS: ValuePattern = ValuePattern::Words(&["CONFIRMED", "TENTATIVE", "CANCELLED"]);
        for (form, written, meant) in [
            (ValuePattern::Utc, " 20270923T120000Z", "20270923T120000Z"),
            (ValuePattern::Utc, "2027-09-23T12:00:00.000Z", "20270923T120000Z"),
            (ValuePattern::Duration, "pt1h ", "PT1H"),
            (ValuePattern::Offset, "+01:00", "+0100"),
            (STATUS, "canceled", "CANCELLED"),
        ] {
            let found = form.meant(written).map(|(_, text)| text);
            assert_eq!(found.as_deref(), Some(meant), "{written}");
        }
        assert_eq!(ValuePattern::Utc.meant("tomorrow"), None);
    }
}
