//! What a VTIMEZONE of anyone's says: its observances, and the offset they give a local time
//! (RFC 5545 §3.6.5). Does not judge it.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Weekday};

use super::components::Part;
use crate::reading::{ContentLine, date, date_time};

/// More observances than any zone of the database has; what has more is not understood.
const MAX_OBSERVANCES: usize = 200;

/// The STANDARDs and DAYLIGHTs of a VTIMEZONE.
pub(super) struct Observances(Vec<Observance>);

struct Observance {
    start: DateTime,
    to: i32,
    rule: Option<Rule>,
    /// RDATE, in order.
    dates: Vec<DateTime>,
}

struct Rule {
    month: i8,
    day: Day,
    until: Option<DateTime>,
}

enum Day {
    /// The n-th weekday; negative from the month's end.
    Nth(i8, Weekday),
    /// The first such weekday on or after a day.
    After(i8, Weekday),
    Fixed(i8),
}

impl Observances {
    /// Reads a VTIMEZONE; `None` where something in it is not understood.
    pub(super) fn read(zone: &Part) -> Option<Self> {
        if zone.parts.is_empty() || zone.parts.len() > MAX_OBSERVANCES {
            return None;
        }
        zone.parts.iter().map(Observance::read).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The offset in seconds east that is in force at a local time, by the latest onset before it;
    /// `None` before the first.
    pub(super) fn offset_at(&self, local: DateTime) -> Option<i32> {
        let onsets = self.0.iter().filter_map(|one| Some((one.latest(local)?, one.to)));
        onsets.max_by_key(|(onset, _)| *onset).map(|(_, offset)| offset)
    }
}

impl Observance {
    fn read(part: &Part) -> Option<Self> {
        let value = |name: &str| part.get(name).map(|line| line.value.trim());
        let start = date_time(value("DTSTART")?)?;
        let (from, to) = (offset(value("TZOFFSETFROM")?)?, offset(value("TZOFFSETTO")?)?);
        let rule = value("RRULE").map(|text| Rule::read(text, start, from));
        let rule = match rule {
            Some(rule) => Some(rule?),
            None => None,
        };
        let written = part.lines.iter().filter(|line| line.name == "RDATE");
        let mut dates = Vec::new();
        for text in written.flat_map(|line: &ContentLine| line.value.split(',')) {
            dates.push(date_time(text.trim())?);
        }
        dates.sort_unstable();
        Some(Self { start, to, rule, dates })
    }

    /// Its latest onset at or before a local time.
    fn latest(&self, local: DateTime) -> Option<DateTime> {
        let first = (self.start <= local).then_some(self.start)?;
        let dated = self.dates.partition_point(|date| *date <= local);
        let dated = dated.checked_sub(1).map(|at| self.dates[at]);
        let ruled = self.rule.as_ref().and_then(|rule| rule.latest(self.start, local));
        [Some(first), dated, ruled].into_iter().flatten().max()
    }
}

impl Rule {
    /// `from`: the offset before the onset, by which UNTIL in UTC becomes local.
    fn read(text: &str, start: DateTime, from: i32) -> Option<Self> {
        let (mut month, mut by_day, mut month_days, mut until) = (start.month(), None, None, None);
        let mut yearly = false;
        for part in text.split(';') {
            let (name, value) = part.split_once('=')?;
            match name.to_ascii_uppercase().as_str() {
                "FREQ" => yearly = value.eq_ignore_ascii_case("YEARLY"),
                "BYMONTH" => month = value.parse().ok().filter(|month| (1..=12).contains(month))?,
                "BYDAY" => by_day = Some(weekday(value)?),
                "BYMONTHDAY" => {
                    let days: Vec<i8> =
                        value.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
                    month_days = Some(days);
                }
                "UNTIL" => {
                    let end = match value.strip_suffix('Z') {
                        Some(utc) => {
                            let east = SignedDuration::from_secs(i64::from(from));
                            date_time(utc)?.checked_add(east).ok()?
                        }
                        None => {
                            date_time(value).or_else(|| Some(date(value)?.at(23, 59, 59, 0)))?
                        }
                    };
                    until = Some(end);
                }
                "COUNT" => {
                    let count: i16 = value.parse().ok()?;
                    let year = start.year().checked_add(count.checked_sub(1)?)?;
                    until = Some(Date::new(year, 12, 31).ok()?.at(23, 59, 59, 0));
                }
                "INTERVAL" if value == "1" => {}
                "WKST" => {}
                _ => return None,
            }
        }
        let day = match (by_day, month_days.as_deref()) {
            (Some((Some(nth), weekday)), None) => Day::Nth(nth, weekday),
            (Some((None, weekday)), Some([first, rest @ ..])) if rest.len() == 6 => {
                Day::After(*first, weekday)
            }
            (None, Some([day])) => Day::Fixed(*day),
            (None, None) => Day::Fixed(start.day()),
            _ => return None,
        };
        yearly.then_some(Self { month, day, until })
    }

    fn latest(&self, start: DateTime, local: DateTime) -> Option<DateTime> {
        let local = self.until.map_or(local, |until| until.min(local));
        [local.year(), local.year() - 1]
            .into_iter()
            .filter_map(|year| Some(self.in_year(year)?.to_datetime(start.time())))
            .find(|onset| *onset <= local && *onset >= start)
    }

    fn in_year(&self, year: i16) -> Option<Date> {
        let first = Date::new(year, self.month, 1).ok()?;
        match self.day {
            Day::Nth(nth, weekday) => first.nth_weekday_of_month(nth, weekday).ok(),
            Day::After(day, weekday) => {
                let from = Date::new(year, self.month, day).ok()?;
                from.yesterday().ok()?.nth_weekday(1, weekday).ok()
            }
            Day::Fixed(day) => Date::new(year, self.month, day).ok(),
        }
    }
}

fn weekday(text: &str) -> Option<(Option<i8>, Weekday)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = match name.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth = match nth {
        "" => None,
        text => Some(text.parse().ok().filter(|nth: &i8| (1..=5).contains(&nth.abs()))?),
    };
    Some((nth, weekday))
}

/// RFC 5545 §3.3.14, in seconds east.
fn offset(text: &str) -> Option<i32> {
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
