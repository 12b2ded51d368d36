//! Dates, times, durations and offsets in iCalendar form (RFC 5545 §3.3). Does not use zones.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};

/// `20200923T120000Z`; also accepted without `Z`, as some programs write DTSTAMP.
pub(crate) fn stamp(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    let local = date_time(value.strip_suffix(['Z', 'z']).unwrap_or(value))?;
    jiff::tz::Offset::UTC.to_timestamp(local).ok()
}

/// DURATION (RFC 5545 §3.3.6), in days, and the time in addition. Weeks or days, and after a `T`
/// hours, minutes and seconds, each at most once and in this order. Like all readers, accepts
/// `PT1H30S` and `P1W2D` too.
pub(crate) fn duration(value: &str) -> Option<(i32, SignedDuration)> {
    let (sign, rest) = match value.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, value.strip_prefix('+').unwrap_or(value)),
    };
    let rest = rest.strip_prefix('P')?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    if rest.is_empty() || rest.ends_with('T') {
        return None;
    }
    let (mut whole_days, mut seconds) = (0_i32, 0_i64);
    for (text, units) in [(days, "WD"), (time, "HMS")] {
        let mut units = units.chars();
        for part in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
            let (number, unit) = part.split_at_checked(part.len() - 1)?;
            let amount: i32 = number.parse().ok()?;
            match units.find(|known| unit.starts_with(*known))? {
                'W' => whole_days = amount.checked_mul(7)?,
                'D' => whole_days = whole_days.checked_add(amount)?,
                'H' => seconds += i64::from(amount) * 3600,
                'M' => seconds += i64::from(amount) * 60,
                _ => seconds += i64::from(amount),
            }
        }
    }
    let time = SignedDuration::from_secs(i64::from(sign) * seconds);
    (whole_days <= MAX_DAYS).then_some((sign * whole_days, time))
}

/// More days than in all years of the calendar format.
const MAX_DAYS: i32 = 4_000_000;

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

/// Parses digits to a number.
fn digits(bytes: &[u8]) -> Option<i16> {
    bytes.iter().try_fold(0, |number: i16, byte| {
        byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
    })
}

fn two_digits(bytes: &[u8]) -> Option<i8> {
    i8::try_from(digits(bytes)?).ok()
}

/// TZOFFSETFROM and TZOFFSETTO (RFC 5545 §3.3.14) in seconds east of UTC.
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

/// Seconds east of UTC in the form of TZOFFSETFROM and TZOFFSETTO.
pub(super) struct UtcOffset(pub(super) i32);

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // RFC 5545 §3.3.14: never -0000; seconds only if they are not zero.
        let (sign, rest) = (if self.0 < 0 { '-' } else { '+' }, self.0.unsigned_abs());
        write!(f, "{sign}{:02}{:02}", rest / 3600, rest / 60 % 60)?;
        if rest % 60 != 0 { write!(f, "{:02}", rest % 60) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_their_units_in_order_and_once() {
        let hours = SignedDuration::from_hours;
        for (text, read) in [
            ("P1W2D", Some((9, hours(0)))),
            ("-P1DT2H", Some((-1, hours(-2)))),
            ("+PT60M3600S", Some((0, hours(2)))),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("1H", None),
            ("PT1", None),
            ("PT1M1H", None),
            ("PT1H1H", None),
            ("P1H", None),
            ("PT-1H", None),
            ("P99999999D", None),
            (" PT1H", None),
            ("PT1é", None),
        ] {
            assert_eq!(duration(text), read, "{text}");
        }
    }

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
