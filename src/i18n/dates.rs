//! Dates and times as each language writes them: ICU4X with CLDR data, compiled in.
//!
//! Formats local times and computes none: time zones are resolved in `model`.

use icu_datetime::input::Time as IcuTime;
use jiff::civil::{Date, DateTime, Time};
use writeable::TryWriteable as _;

use super::catalogue::Words;
use super::formats::{Formats, icu_date};

/// Local times from start to end, and the clock's name, such as `CEST`: two names if the clocks change
/// in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange<'a> {
    /// Local time at the start.
    pub start: DateTime,
    /// Local time at the end.
    pub end: DateTime,
    /// The clock's name at the start.
    pub start_clock: &'a str,
    /// The clock's name at the end.
    pub end_clock: &'a str,
}

impl Words {
    /// `Wednesday 23 September 2020`.
    #[must_use]
    pub fn full_date(&self, date: Date) -> String {
        let formats = self.formats();
        match formats.mended {
            Some(mended) => {
                let weekday = formats.weekday.format(&icu_date(date));
                format!("{weekday}{}{}", mended.after_weekday, self.date(date))
            }
            None => self.with_ordinal(date, formats.full.format(&icu_date(date)).to_string()),
        }
    }

    /// `23 September 2020`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let formats = self.formats();
        match formats.mended {
            Some(mended) if mended.year_follows => {
                format!("{} {}", self.day_and_month(date), date.year())
            }
            _ => self.with_ordinal(date, formats.long.format(&icu_date(date)).to_string()),
        }
    }

    /// `Wednesday 23 September`.
    #[must_use]
    pub fn date_without_year(&self, date: Date) -> String {
        let formats = self.formats();
        match formats.mended {
            Some(mended) => {
                let weekday = formats.weekday.format(&icu_date(date));
                format!("{weekday}{}{}", mended.after_weekday, self.day_and_month(date))
            }
            None => {
                self.with_ordinal(date, formats.without_year.format(&icu_date(date)).to_string())
            }
        }
    }

    /// `23 September`.
    #[must_use]
    pub fn day_and_month(&self, date: Date) -> String {
        let text = self.formats().day_and_month.format(&icu_date(date)).to_string();
        // Slovenian: CLDR pads the day to two digits, people do not.
        let text = text.strip_prefix('0').map(str::to_owned).unwrap_or(text);
        self.with_ordinal(date, text)
    }

    /// `Wed`.
    #[must_use]
    pub fn weekday_short(&self, date: Date) -> String {
        self.formats().weekday_short.format(&icu_date(date)).to_string()
    }

    /// French starts a month with an ordinal: `1er septembre`. The day is the first number.
    fn with_ordinal(&self, date: Date, text: String) -> String {
        let begins = self.tag == "fr" && date.day() == 1;
        if begins { text.replacen('1', "1er", 1) } else { text }
    }

    /// `Sept`, standalone, next to the day's number on a tile.
    #[must_use]
    pub fn month_short(&self, date: Date) -> String {
        let Formats { months, month, .. } = self.formats();
        let date = icu_date(date);
        match months.with_pattern_unchecked(month).format(&date).try_write_to_string() {
            // The error has placeholders for names that were not loaded; all are loaded.
            Ok(text) | Err((_, text)) => text.into_owned(),
        }
    }

    /// `14:00`; seconds only if not zero.
    #[must_use]
    pub fn time(&self, time: Time) -> String {
        let formats = self.formats();
        let format = if time.second() == 0 { &formats.time } else { &formats.time_with_seconds };
        format.format(&icu_time(time)).to_string()
    }

    /// `14:00–16:00 CEST`, without the day; over more than one day, as [`Words::times`].
    #[must_use]
    pub fn clock_times(&self, range: TimeRange<'_>) -> String {
        if range.start.date() != range.end.date() {
            return self.times(range);
        }
        let (from, to) = (self.time(range.start.time()), self.time(range.end.time()));
        if range.start_clock != range.end_clock {
            let (at_start, at_end) = (range.start_clock, range.end_clock);
            return format!("{from} {at_start} – {to} {at_end}");
        }
        // `2:00–4:00 μ.μ.`: a common suffix is written once.
        let after = |time: &str| time.find(char::is_whitespace).map(|at| time[at..].to_owned());
        let clock = range.end_clock;
        match (after(&from), after(&to)) {
            (None, None) => format!("{from}–{to} {clock}"),
            (Some(first), Some(second)) if first == second => {
                format!("{}–{to} {clock}", from.trim_end_matches(&first))
            }
            _ => format!("{from} – {to} {clock}"),
        }
    }

    /// `Wednesday 23 September 2020, 14:00–16:00 CEST`.
    #[must_use]
    pub fn times(&self, range: TimeRange<'_>) -> String {
        let comma = self.comma;
        let day = self.full_date(range.start.date());
        if range.start.date() == range.end.date() {
            return format!("{day}{comma} {}", self.clock_times(range));
        }
        let last = self.full_date(range.end.date());
        let (from, to) = (self.time(range.start.time()), self.time(range.end.time()));
        let (at_start, at_end) = (range.start_clock, range.end_clock);
        format!("{day}{comma} {from} {at_start} – {last}{comma} {to} {at_end}")
    }

    /// Whole days: `Wednesday 23 September 2020`; `23–25 September 2020`;
    /// `30 September – 2 October 2020`.
    #[must_use]
    pub fn days(&self, first: Date, last: Date) -> String {
        if first == last {
            return self.full_date(first);
        }
        let (from, to) = (self.date(first), self.date(last));
        if first.year() != last.year() {
            return format!("{from} – {to}");
        }
        let (plain, ordinal) = (from.replacen("1er", "1", 1), from.contains("1er"));
        if first.month() == last.month()
            && let Some(days) = days_of_one_month(&plain, &to)
        {
            return if ordinal { days.replacen('1', "1er", 1) } else { days };
        }
        // Hungarian and others start with the year, which is then not repeated.
        if from.starts_with(&first.year().to_string()) {
            format!("{from} – {}", self.day_and_month(last))
        } else {
            format!("{} – {to}", self.day_and_month(first))
        }
    }
}

/// `23–25 September 2020`, if the two dates differ in one number. A full stop that makes it an ordinal
/// follows both (`23.–25. September`), except at the end of the date.
fn days_of_one_month(from: &str, to: &str) -> Option<String> {
    let (before, first, after) = differing_number(from, to)?;
    let (_, last, _) = differing_number(to, from)?;
    let stop = if after.starts_with(". ") { "." } else { "" };
    Some(format!("{before}{first}{stop}–{last}{after}"))
}

/// Splits a text at the first number in which two texts differ: the part before, the number, and the
/// part after, if the rest is equal.
fn differing_number<'a>(text: &'a str, other: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let same = text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let at = (0..=same).rev().find(|at| text.is_char_boundary(*at))?;
    let start = text[..at].trim_end_matches(is_digit).len();
    let length = |text: &str| text.len() - text.trim_start_matches(is_digit).len();
    let (before, rest) = text.split_at(start);
    let (number, after) = rest.split_at(length(rest));
    let other_rest = other.get(start..)?;
    let other_after = &other_rest[length(other_rest)..];
    (!number.is_empty() && length(other_rest) > 0 && after == other_after)
        .then_some((before, number, after))
}

fn icu_time(time: Time) -> IcuTime {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
    IcuTime::try_new(hour, minute, second, 0).expect("a civil time is one of a clock's")
}
