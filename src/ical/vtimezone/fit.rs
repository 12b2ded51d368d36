//! Finds the yearly rule of a series of onsets: the n-th weekday of a month at a wall time. Does
//! not search for rules that iCalendar has but Outlook cannot store: BYMONTHDAY, a pair per span of
//! years (rule `vtimezone-as-outlook-reads`).

use jiff::{
    SignedDuration,
    civil::{DateTime, Time, Weekday},
};

use crate::ical::observances::{Day, YearlyRule};

/// The yearly time at which clocks change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct YearlyOnset {
    month: i8,
    weekday: Weekday,
    /// 1 to 4 from the start of the month, or -1 for the last.
    nth: i8,
    /// In local time just before the change.
    time: Time,
}

impl YearlyOnset {
    /// Finds the rule that the onsets follow: exactly, or in at least three years out of four.
    /// There is one onset a year, in local time just before the change.
    ///
    /// A day that ends at 24:00 is the next day at 00:00, and the day after "the first Saturday"
    /// may not be an n-th Sunday of that month. If the day before fits exactly, the rule is a
    /// second early, at 23:59:59, rather than a week off in some years.
    pub(super) fn fit(onsets: &[DateTime]) -> Option<Self> {
        let (rule, years) = Self::most_followed(onsets)?;
        if years == onsets.len() {
            return Some(rule);
        }
        let eves: Vec<DateTime> = onsets
            .iter()
            .filter(|onset| onset.time() == Time::midnight())
            .filter_map(|onset| onset.checked_sub(SignedDuration::from_secs(1)).ok())
            .collect();
        if let Some((eve, eve_years)) = Self::most_followed(&eves)
            && eve_years == onsets.len()
        {
            return Some(eve);
        }
        (years * 4 >= onsets.len() * 3).then_some(rule)
    }

    /// The rule that matches most onsets, and how many; "last" wins over "fourth".
    fn most_followed(onsets: &[DateTime]) -> Option<(Self, usize)> {
        let mut tally: Vec<(Self, usize)> = Vec::new();
        for rule in onsets.iter().flat_map(|onset| Self::readings(*onset)) {
            match tally.iter_mut().find(|(known, _)| *known == rule) {
                Some((_, years)) => *years += 1,
                None => tally.push((rule, 1)),
            }
        }
        tally.into_iter().max_by_key(|(rule, years)| (*years, rule.nth == -1))
    }

    /// The names of an onset: "fourth Sunday", "last Sunday", or both.
    fn readings(onset: DateTime) -> impl Iterator<Item = Self> {
        let last = onset.day() + 7 > onset.date().days_in_month();
        let from_begin = (onset.day() - 1) / 7 + 1;
        [(from_begin, from_begin <= 4), (-1, last)].into_iter().filter(|(_, holds)| *holds).map(
            move |(nth, _)| Self {
                month: onset.month(),
                weekday: onset.date().weekday(),
                nth,
                time: onset.time(),
            },
        )
    }

    /// BYMONTH and BYDAY.
    pub(super) fn rule(self) -> YearlyRule {
        YearlyRule { month: self.month, day: Day::Nth(self.nth, self.weekday), until: None }
    }

    /// The onset in a year, in local time just before it; `None` for years out of range.
    pub(super) fn in_year(self, year: i16) -> Option<DateTime> {
        Some(self.rule().in_year(year)?.to_datetime(self.time))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    const YEARS: std::ops::RangeInclusive<i16> = 2101..=2500;

    /// The rule for onsets that are `days_later` after the n-th weekday of a month, at a time.
    fn fitted(month: i8, nth: i8, weekday: Weekday, days_later: i64, time: &str) -> Option<String> {
        let time: Time = time.parse().unwrap();
        let exact = YearlyOnset { month, weekday, nth, time };
        let onsets: Vec<DateTime> = YEARS
            .map(|year| exact.in_year(year).unwrap() + SignedDuration::from_hours(24 * days_later))
            .collect();
        YearlyOnset::fit(&onsets).map(|found| format!("{} {}", found.rule(), found.time))
    }

    #[test]
    fn a_rule_that_can_be_said_is_found_as_it_was() {
        for nth in [1, 2, 3, 4, -1] {
            assert_eq!(
                fitted(3, nth, Weekday::Sunday, 0, "02:00"),
                Some(format!("FREQ=YEARLY;BYMONTH=3;BYDAY={nth}SU 02:00:00"))
            );
        }
    }

    #[test]
    fn a_day_is_the_last_of_its_weekday_from_seven_days_before_the_month_ends() {
        let nths = |day| -> Vec<i8> {
            let onset = Date::new(2026, 3, day).unwrap().at(2, 0, 0, 0);
            YearlyOnset::readings(onset).map(|rule| rule.nth).collect()
        };
        assert_eq!(nths(7), [1]);
        assert_eq!(nths(8), [2]);
        assert_eq!(nths(24), [4]);
        assert_eq!(nths(25), [4, -1]);
        assert_eq!(nths(28), [4, -1]);
        assert_eq!(nths(29), [-1]);
    }

    #[test]
    fn last_wins_over_fourth_where_both_hold() {
        // In February of a common year the fourth Sunday is always the last.
        let onsets: Vec<DateTime> = [2101_i16, 2102, 2103]
            .iter()
            .map(|year| {
                Date::new(*year, 2, 1)
                    .unwrap()
                    .nth_weekday_of_month(4, Weekday::Sunday)
                    .unwrap()
                    .at(2, 0, 0, 0)
            })
            .collect();
        assert_eq!(
            YearlyOnset::fit(&onsets).unwrap().rule().to_string(),
            "FREQ=YEARLY;BYMONTH=2;BYDAY=-1SU"
        );
    }

    /// The rule of Sundays in October at 02:00.
    fn of_sundays(days: &[(i16, i8)]) -> Option<String> {
        let onset = |(year, day): &(i16, i8)| Date::new(*year, 10, *day).unwrap().at(2, 0, 0, 0);
        let onsets: Vec<DateTime> = days.iter().map(onset).collect();
        YearlyOnset::fit(&onsets).map(|found| found.rule().to_string())
    }

    #[test]
    fn last_wins_over_fourth_where_one_year_speaks_for_each() {
        let last = Some("FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU".to_owned());
        let both = [(2020, 25), (2026, 25)];
        assert_eq!(of_sundays(&[&[(2027, 31), (2023, 22)], &both[..]].concat()), last);
        assert_eq!(of_sundays(&[&[(2023, 22), (2027, 31)], &both[..]].concat()), last);
    }

    #[test]
    fn a_rule_is_one_that_three_years_of_four_follow() {
        let first = Some("FREQ=YEARLY;BYMONTH=10;BYDAY=1SU".to_owned());
        let (one, two) = ((2026, 4), (2027, 3));
        assert_eq!(of_sundays(&[one, two, one, (2026, 11)]), first);
        assert_eq!(of_sundays(&[one, two, (2026, 11), (2026, 18)]), None);
    }

    #[test]
    fn the_day_after_a_weekday_is_the_weekday_that_fits_most_years() {
        assert_eq!(
            fitted(3, 4, Weekday::Thursday, 1, "02:00").as_deref(),
            Some("FREQ=YEARLY;BYMONTH=3;BYDAY=4FR 02:00:00")
        );
        assert_eq!(
            fitted(3, 4, Weekday::Thursday, 2, "02:00").as_deref(),
            Some("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SA 02:00:00")
        );
    }

    #[test]
    fn a_day_that_ends_at_24_00_is_left_a_second_early() {
        assert_eq!(
            fitted(9, 1, Weekday::Saturday, 1, "00:00").as_deref(),
            Some("FREQ=YEARLY;BYMONTH=9;BYDAY=1SA 23:59:59")
        );
    }

    #[test]
    fn onsets_that_keep_to_no_weekday_have_no_rule() {
        let onsets: Vec<DateTime> =
            YEARS.map(|year| Date::new(year, 6, 1).unwrap().at(0, 0, 0, 0)).collect();
        assert_eq!(YearlyOnset::fit(&onsets), None);
        assert_eq!(YearlyOnset::fit(&[]), None);
    }
}
