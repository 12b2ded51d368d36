//! What the values of properties may be (the calendar rules).

use jiff::civil::DateTime;

use super::property::{Form, Spec};
use crate::ical::values::{self, date};
use crate::model::{Colour, Uid};
use crate::rules::Rule;

/// A value as far as the rules compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Date,
    Utc,
    /// With its TZID.
    Local(DateTime, &'a str),
    Other,
}

/// Checks a value by its form.
pub(super) fn read<'a>(
    spec: &Spec,
    value: &str,
    parameters: &[(&str, &'a str)],
) -> Result<Value<'a>, (Rule, String)> {
    let graphic = || value.bytes().all(|byte| byte.is_ascii_graphic());
    let good = |holds: bool, rule: Rule, what: &str| {
        if holds { Ok(Value::Other) } else { Err((rule, what.to_owned())) }
    };
    match spec.form {
        Form::Text => text(value, Parts::Any),
        Form::Line => text(value, Parts::OneLine),
        Form::Texts => text(value, Parts::Items),
        Form::Producer => {
            let outlook = value.starts_with("-//Microsoft Corporation//Outlook ");
            good(!outlook, Rule::FixedHead, "the name that Outlook has for itself")?;
            text(value, Parts::OneLine)
        }
        Form::Uri => good(graphic() && is_link(value), Rule::ValuesValidated, "no link"),
        Form::Mail => {
            let address = value.strip_prefix("mailto:").and_then(|rest| rest.split_once('@'));
            let both = address.is_some_and(|(who, at)| !who.is_empty() && !at.is_empty());
            good(graphic() && both, Rule::ValuesValidated, "no mail address")
        }
        Form::Number => good(
            number::<u32>(value).is_some_and(fits_integer),
            Rule::SequenceNeverFalls,
            "no number",
        ),
        Form::Position => good(is_position(value), Rule::ValuesValidated, "no position"),
        Form::ColourName => good(
            Colour::names().any(|name| name == value),
            Rule::ValuesValidated,
            "no colour that has a name",
        ),
        Form::ColourValue => {
            let known = value.starts_with('#') && Colour::parse(value).is_some();
            good(known, Rule::ValuesValidated, "no colour")
        }
        Form::Interval => good(is_interval(value), Rule::RefreshHints, "no length of time"),
        Form::Before => {
            let before = value.strip_prefix('-').is_some_and(is_interval);
            good(before, Rule::OneAlarmAtMost, "no length of time before the start")
        }
        Form::OneOf(words) => {
            if words.contains(&value) {
                return Ok(Value::Other);
            }
            Err((Rule::ValuesValidated, format!("`{value}` is none of {}", words.join(", "))))
        }
        Form::Token => good(graphic(), Rule::ValuesValidated, "not plain"),
        Form::Utc => date_time_utc(value)
            .map(|()| Value::Utc)
            .ok_or((Rule::ValuesValidated, "no UTC time".to_owned())),
        Form::Time => time(value, parameters)
            .ok_or((Rule::ZoneOrUtc, "no date, UTC or local time".to_owned())),
    }
}

/// What a TEXT value may consist of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// Lines.
    Any,
    /// One line (rule `titles-of-one-line`).
    OneLine,
    /// Lines between commas (rule `no-empty-or-repeated-property`).
    Items,
}

fn text(value: &str, parts: Parts) -> Result<Value<'static>, (Rule, String)> {
    let fault = |rule: Rule, what: &str| Err((rule, what.to_owned()));
    if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
        return fault(Rule::TextEscaped, "a blank at an end");
    }
    let bytes = value.as_bytes();
    let mut from = 0;
    let mut item_is_empty = true;
    // Everything between these three stands for itself.
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
        Ok(Value::Other)
    }
}

/// Whether a UID has nothing that need be looked at closer: it is the same with its escapes and
/// without, and visible ASCII is all that [`Uid`] asks for.
pub(super) fn is_plain_uid(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    (1..=Uid::MAX_OCTETS).contains(&value.len()) && value.bytes().all(plain)
}

fn is_link(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
}

/// Digits without a sign or a zero before them.
pub(super) fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok()).flatten()
}

/// RFC 5545 §3.3.8: 32 bits with a sign.
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

fn time<'a>(value: &str, parameters: &[(&str, &'a str)]) -> Option<Value<'a>> {
    match parameters {
        [] => date_time_utc(value).map(|()| Value::Utc),
        [("VALUE", "DATE")] => date(value).map(|_| Value::Date),
        [("TZID", tzid)] => Some(Value::Local(date_time(value)?, tzid)),
        _ => None,
    }
}

fn date_time_utc(value: &str) -> Option<()> {
    date_time(value.strip_suffix('Z')?).map(|_| ())
}

/// Readers compare the letter.
fn date_time(value: &str) -> Option<DateTime> {
    values::date_time(value).filter(|_| value.contains('T'))
}
