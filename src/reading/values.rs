//! Dates, times and lengths as calendars write them (RFC 5545 §3.3). Knows no zone.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};

/// `20200923T120000Z`, also without its `Z`, as some write DTSTAMP.
pub(crate) fn stamp(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    let local = date_time(value.strip_suffix(['Z', 'z']).unwrap_or(value))?;
    jiff::tz::Offset::UTC.to_timestamp(local).ok()
}

/// DURATION (RFC 5545 §3.3.6): weeks and days, and the time beside them.
pub(crate) fn duration(value: &str) -> Option<(i32, SignedDuration)> {
    let (sign, rest) = match value.trim().strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, value.trim().trim_start_matches('+')),
    };
    let (days, time) = match rest.strip_prefix('P')?.split_once('T') {
        Some((days, time)) => (days, time),
        None => (rest.strip_prefix('P')?, ""),
    };
    let (mut whole_days, mut seconds) = (0_i32, 0_i64);
    for (text, is_time) in [(days, false), (time, true)] {
        let mut number = String::new();
        for c in text.chars() {
            if c.is_ascii_digit() && number.len() < 6 {
                number.push(c);
                continue;
            }
            let amount: i32 = number.parse().ok()?;
            number.clear();
            match (c, is_time) {
                ('W', false) => whole_days = whole_days.checked_add(amount.checked_mul(7)?)?,
                ('D', false) => whole_days = whole_days.checked_add(amount)?,
                ('H', true) => seconds += i64::from(amount) * 3600,
                ('M', true) => seconds += i64::from(amount) * 60,
                ('S', true) => seconds += i64::from(amount),
                _ => return None,
            }
        }
        if !number.is_empty() {
            return None;
        }
    }
    Some((sign * whole_days, SignedDuration::from_secs(i64::from(sign) * seconds)))
}

fn digits<T: TryFrom<u16>>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse::<u16>().ok()).flatten().and_then(|number| T::try_from(number).ok())
}

/// `20200923`.
pub(crate) fn date(value: &str) -> Option<Date> {
    if value.len() != 8 || !value.is_ascii() {
        return None;
    }
    Date::new(digits(&value[..4])?, digits(&value[4..6])?, digits(&value[6..])?).ok()
}

/// `20200923T120000`, without the `Z` of UTC.
pub(crate) fn date_time(value: &str) -> Option<DateTime> {
    let (day, time) = value.split_once(['T', 't'])?;
    if time.len() != 6 || !time.is_ascii() {
        return None;
    }
    let time = Time::new(digits(&time[..2])?, digits(&time[2..4])?, digits(&time[4..])?, 0);
    Some(date(day)?.to_datetime(time.ok()?))
}
