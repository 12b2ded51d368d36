//! Checks the values of properties (the calendar rules).

use jiff::civil::DateTime;

use super::property::{Spec, ValueForm};
use crate::ical::values::{self, date};
use crate::model::{Colour, Uid};
use crate::rules::Rule;

/// A value, as far as the rules compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckedValue<'a> {
    Date,
    Utc,
    /// With its TZID.
    Local(DateTime, &'a str),
    Other,
}

/// Checks the form of a value.
pub(super) fn read<'a>(
    spec: &Spec,
    value: &str,
    parameters: &[(&str, &'a str)],
) -> Result<CheckedValue<'a>, (Rule, String)> {
    let graphic = || value.bytes().all(|byte| byte.is_ascii_graphic());
    let good = |holds: bool, rule: Rule, what: &str| {
        if holds { Ok(CheckedValue::Other) } else { Err((rule, what.to_owned())) }
    };
    match spec.form {
        ValueForm::Text => text(value, Parts::Any),
        ValueForm::Line => text(value, Parts::OneLine),
        ValueForm::Texts => text(value, Parts::Items),
        ValueForm::Producer => {
            let outlook = value.starts_with("-//Microsoft Corporation//Outlook ");
            good(!outlook, Rule::FixedHead, "the PRODID of Outlook")?;
            text(value, Parts::OneLine)
        }
        ValueForm::Uri => good(graphic() && is_link(value), Rule::ValuesValidated, "not a link"),
        ValueForm::Mail => {
            let address = value.strip_prefix("mailto:").and_then(|rest| rest.split_once('@'));
            let both = address.is_some_and(|(who, at)| !who.is_empty() && !at.is_empty());
            good(graphic() && both, Rule::ValuesValidated, "not an email address")
        }
        ValueForm::Number => good(
            number::<u32>(value).is_some_and(fits_integer),
            Rule::SequenceNeverFalls,
            "not a number",
        ),
        ValueForm::Position => good(is_position(value), Rule::ValuesValidated, "not a position"),
        ValueForm::ColourName => good(
            Colour::names().any(|name| name == value),
            Rule::ValuesValidated,
            "not the name of a colour",
        ),
        ValueForm::ColourValue => {
            let known = value.starts_with('#') && Colour::parse(value).is_some();
            good(known, Rule::ValuesValidated, "not a colour")
        }
        ValueForm::Interval => good(is_interval(value), Rule::RefreshHints, "not a duration"),
        ValueForm::Before => {
            let before = value.strip_prefix('-').is_some_and(is_interval);
            good(before, Rule::OneAlarmAtMost, "not a duration before the start")
        }
        ValueForm::OneOf(words) => {
            if words.contains(&value) {
                return Ok(CheckedValue::Other);
            }
            Err((Rule::ValuesValidated, format!("`{value}` is not one of {}", words.join(", "))))
        }
        ValueForm::Token => good(graphic(), Rule::ValuesValidated, "not printable ASCII"),
        ValueForm::Utc => date_time_utc(value)
            .map(|()| CheckedValue::Utc)
            .ok_or((Rule::ValuesValidated, "not a UTC time".to_owned())),
        ValueForm::Time => time(value, parameters)
            .ok_or((Rule::ZoneOrUtc, "not a date, UTC or local time".to_owned())),
    }
}

/// The kind of a TEXT value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// Lines.
    Any,
    /// One line (rule `titles-of-one-line`).
    OneLine,
    /// Lines between commas (rule `no-empty-or-repeated-property`).
    Items,
}

fn text(value: &str, parts: Parts) -> Result<CheckedValue<'static>, (Rule, String)> {
    let fault = |rule: Rule, what: &str| Err((rule, what.to_owned()));
    if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
        return fault(Rule::TextEscaped, "a space at the start or end");
    }
    let bytes = value.as_bytes();
    let mut from = 0;
    let mut item_is_empty = true;
    // All bytes other than these three are literal.
    while let Some(plain) = memchr::memchr3(b'\\', b';', b',', &bytes[from..]) {
        item_is_empty &= plain == 0;
        let at = from + plain;
        from = at + 1;
        match bytes[at] {
            b'\\' => {
                match bytes.get(from) {
                    Some(b'n') if parts != Parts::Any => {
                        return fault(Rule::TitlesOfOneLine, "a line break");
                    }
                    Some(b'\\' | b';' | b',' | b'n') => item_is_empty = false,
                    _ => return fault(Rule::TextEscaped, "a backslash that escapes nothing"),
                }
                from += 1;
            }
            b';' => return fault(Rule::TextEscaped, "a semicolon that is not escaped"),
            _ if parts != Parts::Items => {
                return fault(Rule::TextEscaped, "a comma that is not escaped");
            }
            _ if item_is_empty => return fault(Rule::NoEmptyOrRepeatedProperty, "an empty item"),
            _ => item_is_empty = true,
        }
    }
    item_is_empty &= from == bytes.len();
    if item_is_empty {
        fault(Rule::NoEmptyOrRepeatedProperty, "an empty item")
    } else {
        Ok(CheckedValue::Other)
    }
}

/// Whether a UID needs no further check: it contains no escapes, and only visible ASCII, which is
/// all that [`Uid`] requires.
pub(super) fn is_plain_uid(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    (1..=Uid::MAX_OCTETS).contains(&value.len()) && value.bytes().all(plain)
}

fn is_link(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
}

/// Digits without a sign or leading zeros.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

/// RFC 5545 §3.3.8: signed 32-bit number.
fn fits_integer(number: u32) -> bool {
    i32::try_from(number).is_ok()
}

/// RFC 5545 §3.8.1.6.
fn is_position(value: &str) -> bool {
    let degrees = |text: &str, most: f64| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let plain = digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        plain && text.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most)
    };
    value
        .split_once(';')
        .is_some_and(|(latitude, longitude)| degrees(latitude, 90.0) && degrees(longitude, 180.0))
}

/// RFC 5545 §3.3.6, hours and minutes only: `PT1H`, `PT90M`.
fn is_interval(value: &str) -> bool {
    let amount = |text: &str| number::<u32>(text).is_some_and(|number| number > 0);
    let Some(time) = value.strip_prefix("PT") else { return false };
    match time.split_once('H') {
        Some((hours, "")) => amount(hours),
        Some((hours, rest)) => amount(hours) && rest.strip_suffix('M').is_some_and(amount),
        None => time.strip_suffix('M').is_some_and(amount),
    }
}

fn time<'a>(value: &str, parameters: &[(&str, &'a str)]) -> Option<CheckedValue<'a>> {
    match parameters {
        [] => date_time_utc(value).map(|()| CheckedValue::Utc),
        [("VALUE", "DATE")] => date(value).map(|_| CheckedValue::Date),
        [("TZID", tzid)] => Some(CheckedValue::Local(date_time(value)?, tzid)),
        _ => None,
    }
}

fn date_time_utc(value: &str) -> Option<()> {
    date_time(value.strip_suffix('Z')?).map(|_| ())
}

/// Case-sensitive, because readers compare it so.
fn date_time(value: &str) -> Option<DateTime> {
    values::date_time(value).filter(|_| value.contains('T'))
}
