//! What the values of properties may be (rules 3, 11, 18, 23, 26, 27, 29, 30, 37 and 53).

use jiff::civil::{Date, DateTime};

use super::lines::Property;
use super::property::{Form, Spec};
use crate::model::Colour;

/// A value as far as the rules compare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Date,
    Utc,
    Local(DateTime, String),
    Other,
}

impl Value {
    pub(super) fn same_form(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Date, Self::Date) | (Self::Utc, Self::Utc) => true,
            (Self::Local(_, here), Self::Local(_, there)) => here == there,
            _ => false,
        }
    }
}

/// Checks a value by its form.
pub(super) fn read(spec: &Spec, property: &Property<'_>) -> Result<Value, (u8, String)> {
    let value = property.value;
    let graphic = || value.bytes().all(|byte| byte.is_ascii_graphic());
    let good = |holds: bool, rule: u8, what: &str| {
        if holds { Ok(Value::Other) } else { Err((rule, what.to_owned())) }
    };
    match spec.form {
        Form::Text => text(value, Parts::Any),
        Form::Line => text(value, Parts::OneLine),
        Form::Texts => text(value, Parts::Items),
        Form::Producer => {
            let outlook = value.starts_with("-//Microsoft Corporation//Outlook ");
            good(!outlook, 11, "the name that Outlook has for itself")?;
            text(value, Parts::OneLine)
        }
        Form::Uri => good(graphic() && is_link(value), 27, "no link"),
        Form::Mail => {
            let address = value.strip_prefix("mailto:").and_then(|rest| rest.split_once('@'));
            let both = address.is_some_and(|(who, at)| !who.is_empty() && !at.is_empty());
            good(graphic() && both, 27, "no mail address")
        }
        Form::Number => good(number::<u32>(value).is_some_and(fits_integer), 3, "no number"),
        Form::Position => good(is_position(value), 27, "no position"),
        Form::ColourName => {
            good(Colour::names().any(|name| name == value), 27, "no colour that has a name")
        }
        Form::ColourValue => {
            let known = value.starts_with('#') && Colour::parse(value).is_some();
            good(known, 27, "no colour")
        }
        Form::Interval => good(is_interval(value), 53, "no length of time"),
        Form::Before => {
            let before = value.strip_prefix('-').is_some_and(is_interval);
            good(before, 37, "no length of time before the start")
        }
        Form::OneOf(words) => {
            if words.contains(&value) {
                return Ok(Value::Other);
            }
            Err((27, format!("`{value}` is none of {}", words.join(", "))))
        }
        Form::Token => good(graphic(), 27, "not plain"),
        Form::Utc => {
            date_time_utc(value).map(|()| Value::Utc).ok_or((27, "no UTC time".to_owned()))
        }
        Form::Time => time(property).ok_or((18, "no date, UTC or local time".to_owned())),
    }
}

/// What a TEXT value may consist of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// Lines.
    Any,
    /// One line (rule 29).
    OneLine,
    /// Lines between commas (rule 30).
    Items,
}

fn text(value: &str, parts: Parts) -> Result<Value, (u8, String)> {
    let fault = |rule: u8, what: &str| Err((rule, what.to_owned()));
    if value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']) {
        return fault(26, "a blank at an end");
    }
    let mut bytes = value.bytes();
    let mut item_is_empty = true;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => match bytes.next() {
                Some(b'n') if parts != Parts::Any => return fault(29, "a line break"),
                Some(b'\\' | b';' | b',' | b'n') => item_is_empty = false,
                _ => return fault(26, "a backslash that escapes nothing"),
            },
            b';' => return fault(26, "a semicolon that is not escaped"),
            b',' if parts != Parts::Items => return fault(26, "a comma that is not escaped"),
            b',' if item_is_empty => return fault(30, "an empty item"),
            b',' => item_is_empty = true,
            _ => item_is_empty = false,
        }
    }
    if item_is_empty { fault(30, "an empty item") } else { Ok(Value::Other) }
}

/// A TEXT of one line without its escapes.
pub(super) fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut escaped = false;
    for c in value.chars() {
        escaped = c == '\\' && !escaped;
        if !escaped {
            text.push(c);
        }
    }
    text
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

fn time(property: &Property<'_>) -> Option<Value> {
    match property.parameters.as_slice() {
        [] => date_time_utc(property.value).map(|()| Value::Utc),
        [("VALUE", "DATE")] => date(property.value).map(|_| Value::Date),
        [("TZID", tzid)] => {
            let local = date_time(property.value)?;
            Some(Value::Local(local, (*tzid).to_owned()))
        }
        _ => None,
    }
}

fn date_time_utc(value: &str) -> Option<()> {
    date_time(value.strip_suffix('Z')?).map(|_| ())
}

fn digits<T: TryFrom<u16>>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse::<u16>().ok()).flatten().and_then(|number| T::try_from(number).ok())
}

pub(super) fn date(value: &str) -> Option<Date> {
    if value.len() != 8 || !value.is_ascii() {
        return None;
    }
    Date::new(digits(&value[..4])?, digits(&value[4..6])?, digits(&value[6..])?).ok()
}

pub(super) fn date_time(value: &str) -> Option<DateTime> {
    let (day, time) = value.split_once('T')?;
    if time.len() != 6 || !time.is_ascii() {
        return None;
    }
    let time =
        jiff::civil::Time::new(digits(&time[..2])?, digits(&time[2..4])?, digits(&time[4..])?, 0);
    Some(date(day)?.to_datetime(time.ok()?))
}
