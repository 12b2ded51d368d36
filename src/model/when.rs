//! Time of a session: two instants in a zone, or whole days.

use std::fmt;

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, DateTime},
};

use super::{Resolved, Zone};

/// The reason two ends do not form a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenProblem {
    /// The end is not after the start (for days: before it).
    EndNotAfterStart,
    /// Outside the years that the time zone data and all readers cover.
    Year(i16),
    /// Longer than any session; usually a typo in the year or month.
    TooLong,
    /// A fraction of a second, which iCalendar cannot hold.
    Fraction,
}

impl fmt::Display for WhenProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndNotAfterStart => write!(f, "the end is not after the start"),
            Self::Year(year) => write!(
                f,
                "the year {year} is outside {}–{}",
                When::YEARS.start(),
                When::YEARS.end()
            ),
            Self::TooLong => write!(f, "it lasts longer than {} days", When::MAX_DAYS),
            Self::Fraction => write!(f, "it has a fraction of a second"),
        }
    }
}

/// An instant with its local time in the session's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    local: DateTime,
    utc: Timestamp,
    repeated: bool,
}

impl Moment {
    fn new(zone: Zone, utc: Timestamp) -> Self {
        let local = zone.time_zone().to_datetime(utc);
        Self { local, utc, repeated: !matches!(zone.resolve(local), Resolved::Once(_)) }
    }

    /// Clock time in the session's zone.
    #[must_use]
    pub fn local(self) -> DateTime {
        self.local
    }

    /// The instant.
    #[must_use]
    pub fn utc(self) -> Timestamp {
        self.utc
    }

    /// Whether the clock shows this local time twice, so that only UTC is unambiguous (rule
    /// `no-skipped-or-repeated-hour`).
    #[must_use]
    pub fn is_repeated(self) -> bool {
        self.repeated
    }
}

/// The time of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From an instant to a later one.
    Timed {
        /// The zone of the local times.
        zone: Zone,
        /// First instant.
        start: Moment,
        /// First instant after it.
        end: Moment,
    },
    /// Whole days, in any time zone.
    AllDay {
        /// First day.
        first: Date,
        /// Last day, the same or later.
        last: Date,
    },
}

impl When {
    /// Accepted years, in the session's own zone.
    pub const YEARS: std::ops::RangeInclusive<i16> = 1970..=2100;
    /// Longest session, in days.
    pub const MAX_DAYS: i64 = 366;

    /// Creates a session's time from `start` to `end`, shown in `zone`.
    ///
    /// # Errors
    /// When the two do not form a time.
    pub fn timed(zone: Zone, start: Timestamp, end: Timestamp) -> Result<Self, WhenProblem> {
        if start.subsec_nanosecond() != 0 || end.subsec_nanosecond() != 0 {
            return Err(WhenProblem::Fraction);
        }
        if end <= start {
            return Err(WhenProblem::EndNotAfterStart);
        }
        let (start, end) = (Moment::new(zone, start), Moment::new(zone, end));
        check_years(start.local.date(), end.local.date())?;
        Ok(Self::Timed { zone, start, end })
    }

    /// Creates a session's time of whole days; `last` is included, as people write it.
    ///
    /// # Errors
    /// When the two do not form a time.
    pub fn all_day(first: Date, last: Date) -> Result<Self, WhenProblem> {
        if last < first {
            return Err(WhenProblem::EndNotAfterStart);
        }
        check_years(first, last)?;
        Ok(Self::AllDay { first, last })
    }

    /// The day after the last, since DTEND is exclusive (rule `dtend-always`).
    #[must_use]
    pub fn day_after(last: Date) -> Date {
        last.tomorrow().unwrap_or(Date::MAX)
    }

    /// Sort key of sessions: whole days start at midnight UTC.
    #[must_use]
    pub fn sort_key(&self) -> Timestamp {
        match self {
            Self::Timed { start, .. } => start.utc,
            Self::AllDay { first, .. } => midnight_utc(*first),
        }
    }

    /// The instant when it is over everywhere: whole days end last twelve hours west of UTC.
    #[must_use]
    pub fn over_everywhere(&self) -> Timestamp {
        match self {
            Self::Timed { end, .. } => end.utc,
            Self::AllDay { last, .. } => midnight_utc(Self::day_after(*last)) + 12.hours(),
        }
    }
}

fn midnight_utc(date: Date) -> Timestamp {
    jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX)
}

fn check_years(first: Date, last: Date) -> Result<(), WhenProblem> {
    for date in [first, last] {
        if !When::YEARS.contains(&date.year()) {
            return Err(WhenProblem::Year(date.year()));
        }
    }
    let days = first.until(last).map_or(i64::MAX, |span| i64::from(span.get_days()));
    if days > When::MAX_DAYS {
        return Err(WhenProblem::TooLong);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    fn day(text: &str) -> Date {
        text.parse().expect(text)
    }

    fn zone(name: &str) -> Zone {
        Zone::get(name).expect(name)
    }

    fn timed(start: &str, end: &str) -> Result<When, WhenProblem> {
        When::timed(zone("Europe/Brussels"), at(start), at(end))
    }

    fn days(first: &str, last: &str) -> Result<When, WhenProblem> {
        When::all_day(day(first), day(last))
    }

    #[test]
    fn a_session_ends_after_it_starts_and_within_a_year_and_a_day() {
        let start = "2021-03-01T10:00:00Z";
        assert!(timed(start, "2021-03-01T10:00:01Z").is_ok());
        assert_eq!(timed(start, start), Err(WhenProblem::EndNotAfterStart));
        assert_eq!(timed(start, "2021-03-01T09:59:59Z"), Err(WhenProblem::EndNotAfterStart));
        assert!(timed(start, "2022-03-02T22:59:59Z").is_ok());
        assert_eq!(timed(start, "2022-03-02T23:00:00Z"), Err(WhenProblem::TooLong));
        assert!(days("2021-03-01", "2021-03-01").is_ok());
        assert!(days("2021-03-01", "2022-03-02").is_ok());
        assert_eq!(days("2021-03-01", "2022-03-03"), Err(WhenProblem::TooLong));
        assert_eq!(days("2021-03-02", "2021-03-01"), Err(WhenProblem::EndNotAfterStart));
    }

    #[test]
    fn a_session_is_in_whole_seconds() {
        let (whole, part) = ("2021-03-01T10:00:00Z", "2021-03-01T10:00:00.5Z");
        assert_eq!(timed(whole, part), Err(WhenProblem::Fraction));
        assert_eq!(timed(part, "2021-03-01T11:00:00Z"), Err(WhenProblem::Fraction));
    }

    #[test]
    fn years_are_those_of_the_clock_of_the_session() {
        assert!(days("1970-01-01", "1970-01-01").is_ok());
        assert!(days("2100-12-31", "2100-12-31").is_ok());
        assert_eq!(days("1969-12-31", "1970-01-01"), Err(WhenProblem::Year(1969)));
        assert_eq!(days("2100-12-31", "2101-01-01"), Err(WhenProblem::Year(2101)));
        assert!(timed("1969-12-31T23:30:00Z", "1970-01-01T00:00:00Z").is_ok());
        let late = timed("2100-12-31T22:00:00Z", "2100-12-31T23:30:00Z");
        assert_eq!(late, Err(WhenProblem::Year(2101)));
    }

    #[test]
    fn whole_days_stand_at_midnight_and_end_last_in_the_far_west() {
        let when = days("2021-03-01", "2021-03-02").expect("days");
        assert_eq!(when.sort_key(), at("2021-03-01T00:00:00Z"));
        assert_eq!(when.over_everywhere(), at("2021-03-03T12:00:00Z"));
        let when = timed("2021-03-01T10:00:00Z", "2021-03-01T11:00:00Z").expect("a time");
        assert_eq!(when.sort_key(), at("2021-03-01T10:00:00Z"));
        assert_eq!(when.over_everywhere(), at("2021-03-01T11:00:00Z"));
        assert_eq!(When::day_after(day("2020-02-28")), day("2020-02-29"));
    }

    #[test]
    fn a_moment_knows_whether_the_clock_shows_it_twice() {
        let ends = |start, end| match timed(start, end) {
            Ok(When::Timed { start, end, .. }) => (start, end),
            other => panic!("{other:?}"),
        };
        // Clocks go back from 03:00 to 02:00 at 01:00Z.
        let (start, end) = ends("2020-10-25T00:30:00Z", "2020-10-25T02:00:00Z");
        assert_eq!(start.local(), day("2020-10-25").at(2, 30, 0, 0));
        assert_eq!(start.utc(), at("2020-10-25T00:30:00Z"));
        assert!(start.is_repeated() && !end.is_repeated());
    }

    #[test]
    fn what_makes_no_session_is_said() {
        for (problem, said) in [
            (WhenProblem::EndNotAfterStart, "the end is not after the start"),
            (WhenProblem::Year(1969), "the year 1969 is outside 1970–2100"),
            (WhenProblem::TooLong, "it lasts longer than 366 days"),
            (WhenProblem::Fraction, "it has a fraction of a second"),
        ] {
            assert_eq!(problem.to_string(), said);
        }
    }
}
