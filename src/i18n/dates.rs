//! Dates and times as each language writes them: ICU4X with CLDR data, compiled in.
//!
//! Formats local times and computes none: time zones are resolved in `model`.

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{E, M, MD, MDE, T, YMD, YMDE};
use icu_datetime::input::{Date as IcuDate, Time as IcuTime};
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames, MonthNameLength};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use icu_plurals::{PluralRules, PluralRulesOptions};
use jiff::civil::{Date, DateTime, Time, date};
use writeable::TryWriteable as _;

use super::Words;
use super::negotiate::primary;

type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// The ICU4X formatters of a language, created once.
pub(super) struct Formats {
    pub(super) plurals: PluralRules,
    full: Formatter<YMDE>,
    long: Formatter<YMD>,
    without_year: Formatter<MDE>,
    day_and_month: Formatter<MD>,
    weekday: Formatter<E>,
    weekday_short: Formatter<E>,
    months: FixedCalendarDateTimeNames<Gregorian, M>,
    month: DateTimePattern,
    mended: Option<&'static Mended>,
    time: NoCalendarFormatter<T>,
    time_with_seconds: NoCalendarFormatter<T>,
}

/// A language with dates composed here from ICU4X parts, if they have a weekday or a year.
struct Mended {
    tag: &'static str,
    /// Between weekday and day.
    after_weekday: &'static str,
    /// Whether the year directly follows day and month.
    year_follows: bool,
}

/// Languages where ICU4X 2.4 skeletons differ from CLDR's own full and long dates: numeric months
/// (Portuguese), American order (Irish, Maltese), a missing full stop (Estonian, Norwegian), a
/// zero-padded day (Slovenian), a comma not used in Britain.
static MENDED: [Mended; 7] = [
    mended("en", " ", false),
    mended("et", ", ", true),
    mended("ga", " ", true),
    mended("mt", ", ", true),
    mended("no", " ", true),
    mended("pt", ", ", false),
    mended("sl", ", ", true),
];

const fn mended(tag: &'static str, after_weekday: &'static str, year_follows: bool) -> Mended {
    Mended { tag, after_weekday, year_follows }
}

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

/// The locale of a tag that alone would mean another: CLDR reads `en` as American and `pt` as
/// Brazilian. Arabic uses the digits of the rest of the page.
fn locale(tag: &str) -> Locale {
    let tag = match tag {
        "en" => "en-GB".to_owned(),
        "pt" => "pt-PT".to_owned(),
        tag if primary(tag) == "ar" => format!("{tag}-u-nu-latn"),
        tag => tag.to_owned(),
    };
    tag.parse().unwrap_or(Locale::UNKNOWN)
}

/// Regions where English puts the month first. CLDR also does so for regions it does not know.
const MONTH_FIRST: [&str; 10] = ["AS", "CA", "GU", "MH", "MP", "PH", "PR", "UM", "US", "VI"];

impl Formats {
    fn of(tag: &str) -> Self {
        const COMPILED: &str = "compiled data has every locale; a test covers all of ours";
        let locale = locale(tag);
        let day_and_month = Formatter::try_new((&locale).into(), MD::long()).expect(COMPILED);
        let day_first =
            day_and_month.format(&icu_date(date(2020, 9, 23))).to_string().starts_with("23");
        if let Some(region) = tag.strip_prefix("en-")
            && !day_first
            && !MONTH_FIRST.contains(&region)
        {
            return Self::of("en");
        }
        let mended = MENDED.iter().find(|mended| mended.tag == primary(tag));
        let mut months = FixedCalendarDateTimeNames::try_new((&locale).into()).expect(COMPILED);
        months.include_month_names(MonthNameLength::StandaloneAbbreviated).expect(COMPILED);
        Self {
            plurals: PluralRules::try_new((&locale).into(), PluralRulesOptions::default())
                .expect(COMPILED),
            full: Formatter::try_new((&locale).into(), YMDE::long()).expect(COMPILED),
            long: Formatter::try_new((&locale).into(), YMD::long()).expect(COMPILED),
            without_year: Formatter::try_new((&locale).into(), MDE::long()).expect(COMPILED),
            day_and_month,
            weekday: Formatter::try_new((&locale).into(), E::long()).expect(COMPILED),
            weekday_short: Formatter::try_new((&locale).into(), E::short()).expect(COMPILED),
            months,
            month: DateTimePattern::try_from_pattern_str("LLL").expect("UTS 35: month, alone"),
            mended: mended.filter(|_| day_first),
            time: NoCalendarFormatter::try_new((&locale).into(), T::hm()).expect(COMPILED),
            time_with_seconds: NoCalendarFormatter::try_new((&locale).into(), T::hms())
                .expect(COMPILED),
        }
    }
}

impl Words {
    pub(super) fn formats(&self) -> &Formats {
        self.formats.get_or_init(|| Formats::of(self.dates))
    }

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

fn icu_date(date: Date) -> IcuDate<Gregorian> {
    let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
    IcuDate::try_new_gregorian(i32::from(date.year()), month, day)
        .expect("a civil date is a date of the Gregorian calendar")
}

fn icu_time(time: Time) -> IcuTime {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
    IcuTime::try_new(hour, minute, second, 0).expect("a civil time is one of a clock's")
}
