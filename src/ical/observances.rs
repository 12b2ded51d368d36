//! Observances of a VTIMEZONE, and the offset that they give a local time (RFC 5545 §3.6.5).
//!
//! The only evaluator of VTIMEZONEs: `lint` uses it for any, the strict check and [`super::ZoneBlock`]
//! for ours. Does not check whether they are right.

use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Weekday};

use super::components::Component;
use super::values::{date, date_time, offset};
use crate::model::When;

/// More observances than any zone of the database has; VTIMEZONEs with more are rejected.
const MAX_OBSERVANCES: usize = 200;

/// The STANDARD and DAYLIGHT components of a VTIMEZONE.
#[derive(Clone, Debug)]
pub(crate) struct Observances {
    pub(super) all: Vec<Observance>,
    /// All onsets before [`Self::TABLE_END`], in order; empty if they are computed each time.
    table: Vec<Onset>,
}

/// A STANDARD or DAYLIGHT.
#[derive(Clone, Debug)]
pub(super) struct Observance {
    pub(super) start: DateTime,
    /// Seconds east of UTC.
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) rule: Option<YearlyRule>,
    /// RDATE, in order.
    dates: Vec<DateTime>,
}

/// A yearly RRULE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct YearlyRule {
    pub(super) month: i8,
    pub(super) day: Day,
    pub(super) until: Option<DateTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// The n-th weekday; negative from the month's end.
    Nth(i8, Weekday),
    /// The first such weekday on or after a day.
    After(i8, Weekday),
    Fixed(i8),
}

/// A change of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Onset {
    /// [`seconds`] of the local time just before it.
    at: i64,
    from: i32,
    to: i32,
}

/// The offset at a local time, in seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offset {
    One(i32),
    /// The clock shows the time twice.
    Twice(i32, i32),
    /// The clock skips the time: the offsets before and after.
    Skipped(i32, i32),
    /// The VTIMEZONE starts later.
    Before,
}

impl Observances {
    /// Onsets before this year are in the table: the years of sessions, and one more.
    const TABLE_END: i16 = *When::YEARS.end() + 2;

    /// Reads a VTIMEZONE; `None` if part of it is not understood.
    pub(crate) fn read(zone: &Component<'_>) -> Option<Self> {
        if zone.children.is_empty() || zone.children.len() > MAX_OBSERVANCES {
            return None;
        }
        let all = zone.children.iter().map(Observance::read).collect::<Option<_>>()?;
        Some(Self { all, table: Vec::new() })
    }

    /// Precomputes all onsets, for a zone that is evaluated often.
    pub(super) fn tabulate(&mut self) {
        let mut table: Vec<_> = self.all.iter().flat_map(Observance::onsets).collect();
        table.sort_unstable();
        table.dedup();
        self.table = table;
    }

    /// Whether the onsets around a local time are in the table.
    fn is_tabulated(&self, local: DateTime) -> bool {
        !self.table.is_empty() && local.year() < Self::TABLE_END - 1
    }

    /// The offset at a local time: that of the latest onset, unless the clock changes then.
    pub(crate) fn offset_at(&self, local: DateTime) -> Offset {
        let at = seconds(local);
        // Repeated hours end at the next onset, which may be in the next year.
        let (last, next) = if self.is_tabulated(local) {
            let next = self.table.partition_point(|onset| onset.at <= at);
            let last = next.checked_sub(1).map(|last| self.table[last]);
            (last, self.table.get(next).copied())
        } else {
            let last = self.all.iter().filter_map(|one| one.last(local));
            let next = self.all.iter().filter_map(|one| one.next(local));
            (last.max_by_key(|onset| onset.at), next.min_by_key(|onset| onset.at))
        };
        let Some(last) = last else { return Offset::Before };
        if at - last.at < i64::from(last.to - last.from) {
            return Offset::Skipped(last.from, last.to);
        }
        match next {
            Some(next) if next.at - at <= i64::from(next.from - next.to) => {
                Offset::Twice(last.to, next.to)
            }
            _ => Offset::One(last.to),
        }
    }
}

impl Observance {
    fn read(component: &Component<'_>) -> Option<Self> {
        let value = |name: &str| component.get(name).map(|line| line.value.trim());
        let start = date_time(value("DTSTART")?)?;
        let (from, to) = (offset(value("TZOFFSETFROM")?)?, offset(value("TZOFFSETTO")?)?);
        let rule = match value("RRULE") {
            Some(text) => Some(YearlyRule::read(text, start, from)?),
            None => None,
        };
        let lists = component.lines.iter().filter(|line| line.name == "RDATE");
        // A PERIOD starts at its onset; its end does not matter here.
        let starts = lists.flat_map(|line| line.value.split(','));
        let starts = starts.map(|text| text.split_once('/').map_or(text, |(start, _)| start));
        let dates = starts.map(|text| date_time(text.trim()));
        let mut dates = dates.collect::<Option<Vec<_>>>()?;
        dates.sort_unstable();
        Some(Self { start, from, to, rule, dates })
    }

    fn onset(&self, at: DateTime) -> Onset {
        Onset { at: seconds(at), from: self.from, to: self.to }
    }

    /// Its latest onset at or before a local time.
    fn last(&self, local: DateTime) -> Option<Onset> {
        let first = (self.start <= local).then_some(self.start)?;
        let dated = self.dates.partition_point(|date| *date <= local);
        let dated = dated.checked_sub(1).map(|at| self.dates[at]);
        let until = self.rule.and_then(|rule| rule.until).unwrap_or(local);
        let year = until.min(local).year();
        let ruled = self.ruled([year, year - 1]).find(|onset| *onset <= local);
        [Some(first), dated, ruled].into_iter().flatten().max().map(|at| self.onset(at))
    }

    /// Its first onset after a local time.
    fn next(&self, local: DateTime) -> Option<Onset> {
        let first = (self.start > local).then_some(self.start);
        let dated = self.dates.get(self.dates.partition_point(|date| *date <= local)).copied();
        let years = [local.year(), local.year().saturating_add(1)];
        let ruled = self.ruled(years).find(|onset| *onset > local);
        [first, dated, ruled].into_iter().flatten().min().map(|at| self.onset(at))
    }

    /// The onsets of its rule in the given years.
    fn ruled(&self, years: impl IntoIterator<Item = i16>) -> impl Iterator<Item = DateTime> {
        let begins =
            |rule: YearlyRule, year| Some(rule.in_year(year)?.to_datetime(self.start.time()));
        let onsets = years.into_iter().filter_map(move |year| begins(self.rule?, year));
        let until = self.rule.and_then(|rule| rule.until);
        onsets.filter(move |at| *at >= self.start && until.is_none_or(|until| *at <= until))
    }

    /// All onsets in the range of the table.
    fn onsets(&self) -> impl Iterator<Item = Onset> {
        let ruled = self.ruled(self.start.year()..Observances::TABLE_END);
        let dated = self.dates.iter().copied();
        std::iter::once(self.start).chain(dated).chain(ruled).map(|at| self.onset(at))
    }
}

impl YearlyRule {
    /// `from` is the offset before the onset, which converts UNTIL from UTC to local time.
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

    pub(super) fn in_year(self, year: i16) -> Option<Date> {
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

impl fmt::Display for YearlyRule {
    /// The value of RRULE (RFC 5545 §3.3.10) of the n-th weekday, without UNTIL and COUNT (rule
    /// `vtimezone-as-outlook-reads`); `None` for other rules.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Day::Nth(nth, weekday) = self.day else { return Ok(()) };
        let name =
            WEEKDAYS.iter().find(|(_, known)| *known == weekday).map_or("", |(name, _)| name);
        write!(f, "FREQ=YEARLY;BYMONTH={};BYDAY={nth}{name}", self.month)
    }
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

fn weekday(text: &str) -> Option<(Option<i8>, Weekday)> {
    let (nth, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let (_, weekday) = WEEKDAYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let nth = match nth {
        "" => None,
        text => Some(text.parse().ok().filter(|nth: &i8| (1..=5).contains(&nth.abs()))?),
    };
    Some((nth, *weekday))
}

/// Seconds from 1970-01-01T00:00:00 to a local time, on a clock that never changes.
pub(super) fn seconds(local: DateTime) -> i64 {
    local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs()
}
