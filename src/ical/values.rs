//! Dates, times, lengths and offsets as calendars write them (RFC 5545 §3.3). Knows no zone.

use std::fmt;

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
    if days.is_empty() && time.is_empty() {
        return None;
    }
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

/// `20200923`.
pub(crate) fn date(value: &str) -> Option<Date> {
    let bytes: &[u8; 8] = value.as_bytes().try_into().ok()?;
    Date::new(digits(&bytes[..4])?, two_digits(&bytes[4..6])?, two_digits(&bytes[6..])?).ok()
}

/// `20200923T120000`, without the `Z` of UTC.
pub(crate) fn date_time(value: &str) -> Option<DateTime> {
    let (day, time) = value.split_at_checked(8)?;
    let bytes: &[u8; 7] = time.as_bytes().try_into().ok()?;
    if !matches!(bytes[0], b'T' | b't') {
        return None;
    }
    let [hour, minute, second] = [1, 3, 5].map(|at| two_digits(&bytes[at..at + 2]));
    let time = Time::new(hour?, minute?, second?, 0);
    Some(date(day)?.to_datetime(time.ok()?))
}

/// The number that some digits make.
fn digits(bytes: &[u8]) -> Option<i16> {
    bytes.iter().try_fold(0, |number: i16, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
    })
}

fn two_digits(bytes: &[u8]) -> Option<i8> {
    i8::try_from(digits(bytes)?).ok()
}

/// TZOFFSETFROM and TZOFFSETTO (RFC 5545 §3.3.14) → seconds east.
pub(crate) fn offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).map_or(Some(0), |text| text.parse::<i32>().ok());
    Some(sign * (two(0)? * 3600 + two(2)? * 60 + two(4)?))
}

/// Seconds east, as TZOFFSETFROM and TZOFFSETTO have them.
pub(super) struct UtcOffset(pub(super) i32);

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // RFC 5545 §3.3.14: never -0000; seconds only where there are some.
        let (sign, rest) = (if self.0 < 0 { '-' } else { '+' }, self.0.unsigned_abs());
        write!(f, "{sign}{:02}{:02}", rest / 3600, rest / 60 % 60)?;
        if rest % 60 != 0 { write!(f, "{:02}", rest % 60) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_a_sign_and_seconds_only_where_there_are_some() {
        for (seconds, text) in [
            (0, "+0000"),
            (20_700, "+0545"),
            (-12_600, "-0330"),
            (-1, "-000001"),
            (1_050, "+001730"),
        ] {
            assert_eq!(UtcOffset(seconds).to_string(), text);
            assert_eq!(offset(text), Some(seconds));
        }
    }
}
