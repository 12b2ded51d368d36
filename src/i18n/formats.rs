//! The ICU4X formatters of a language, with CLDR data, compiled in.

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{E, M, MD, MDE, T, YMD, YMDE};
use icu_datetime::input::Date as IcuDate;
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames, MonthNameLength};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use icu_plurals::{PluralRules, PluralRulesOptions};
use jiff::civil::{Date, date};

use super::negotiate::primary;

type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// The ICU4X formatters of a language, created once.
pub(super) struct Formats {
    pub(super) plurals: PluralRules,
    pub(super) full: Formatter<YMDE>,
    pub(super) long: Formatter<YMD>,
    pub(super) without_year: Formatter<MDE>,
    pub(super) day_and_month: Formatter<MD>,
    pub(super) weekday: Formatter<E>,
    pub(super) weekday_short: Formatter<E>,
    pub(super) months: FixedCalendarDateTimeNames<Gregorian, M>,
    pub(super) month: DateTimePattern,
    pub(super) mended: Option<&'static Mended>,
    pub(super) time: NoCalendarFormatter<T>,
    pub(super) time_with_seconds: NoCalendarFormatter<T>,
}

/// A language with dates composed here from ICU4X parts, if they have a weekday or a year.
pub(super) struct Mended {
    tag: &'static str,
    /// Between weekday and day.
    pub(super) after_weekday: &'static str,
    /// Whether the year directly follows day and month.
    pub(super) year_follows: bool,
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
    pub(super) fn of(tag: &str) -> Self {
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

pub(super) fn icu_date(date: Date) -> IcuDate<Gregorian> {
    let [month, day] = [date.month(), date.day()].map(i8::unsigned_abs);
    IcuDate::try_new_gregorian(i32::from(date.year()), month, day)
        .expect("a civil date is a date of the Gregorian calendar")
}
