//! A VTIMEZONE as Outlook reads it: one yearly pair of rules, or one constant offset (rule
//! `vtimezone-as-outlook-reads`).

use std::cell::Cell;

use jiff::civil::{Date, DateTime, Weekday};

use super::property::Component;
use super::value::{self, number};

/// A VTIMEZONE while it is read.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) name: String,
    observances: Vec<Observance>,
}

struct Observance {
    component: Component,
    start: String,
    from: String,
    to: String,
    rule: Option<String>,
}

impl Draft {
    pub(super) fn begin(&mut self, component: Component) {
        let (start, from, to) = <(String, String, String)>::default();
        self.observances.push(Observance { component, start, from, to, rule: None });
    }

    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let observance = self.observances.last_mut().ok_or("a property outside an observance")?;
        match name {
            "DTSTART" => value.clone_into(&mut observance.start),
            "TZOFFSETFROM" => value.clone_into(&mut observance.from),
            "TZOFFSETTO" => value.clone_into(&mut observance.to),
            "RRULE" => observance.rule = Some(value.to_owned()),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(String, ZoneRules), String> {
        let onsets =
            self.observances.iter().map(Observance::read).collect::<Result<Vec<_>, _>>()?;
        let rules = match (self.observances.as_slice(), onsets.as_slice()) {
            ([only], [onset]) if only.component == Component::Standard && onset.rule.is_none() => {
                if onset.from != onset.to {
                    return Err("a constant offset with a change".to_owned());
                }
                ZoneRules::Constant(onset.to)
            }
            ([one, two], [first, second]) if one.component != two.component => {
                let standard_first = one.component == Component::Standard;
                let (standard, daylight) =
                    if standard_first { (first, second) } else { (second, first) };
                let fits = standard.to == daylight.from && daylight.to == standard.from;
                if !fits
                    || daylight.to <= standard.to
                    || first.rule.is_none()
                    || second.rule.is_none()
                {
                    return Err("STANDARD and DAYLIGHT are no yearly pair".to_owned());
                }
                ZoneRules::Yearly(Box::new(Yearly {
                    onsets: [*standard, *daylight],
                    around: Cell::new(None),
                }))
            }
            _ => return Err("neither one STANDARD nor one STANDARD and one DAYLIGHT".to_owned()),
        };
        Ok((self.name, rules))
    }
}

impl Observance {
    fn read(&self) -> Result<Onset, String> {
        let start = value::date_time(&self.start).ok_or("DTSTART is no local time")?;
        let rule = self.rule.as_deref().map(Rule::parse).transpose()?;
        if start.year() != 1970 || rule.is_some_and(|rule| rule.day_in(1970) != Some(start.date()))
        {
            return Err("DTSTART is not the first onset in 1970".to_owned());
        }
        let onset = Onset { time: start, rule, from: offset(&self.from)?, to: offset(&self.to)? };
        Ok(onset)
    }
}

fn offset(text: &str) -> Result<i32, String> {
    let bad = || format!("`{text}` is no offset");
    let (sign, digits) = text.split_at_checked(1).ok_or_else(bad)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return Err(bad()),
    };
    let plain = matches!(digits.len(), 4 | 6) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i32 = plain.then(|| digits.parse().ok()).flatten().ok_or_else(bad)?;
    let (hours, minutes, seconds) = match digits.len() {
        4 => (number / 100, number % 100, 0),
        _ => (number / 10_000, number / 100 % 100, number % 100),
    };
    // RFC 5545 §3.3.14: `-0000` means nothing, and seconds are written only where there are some.
    let written_otherwise = (sign < 0 && number == 0) || (digits.len() == 6 && seconds == 0);
    if hours > 23 || minutes > 59 || seconds > 59 || written_otherwise {
        return Err(bad());
    }
    Ok(sign * (hours * 3600 + minutes * 60 + seconds))
}

#[derive(Clone, Copy)]
pub(super) struct Onset {
    time: DateTime,
    rule: Option<Rule>,
    from: i32,
    to: i32,
}

impl Onset {
    /// Local time, by the clock before, of the onset in a year.
    fn in_year(self, year: i16) -> Option<DateTime> {
        Some(self.rule?.day_in(year)?.to_datetime(self.time.time()))
    }
}

/// `FREQ=YEARLY;BYMONTH=m;BYDAY=nXX`.
#[derive(Clone, Copy)]
struct Rule {
    month: i8,
    nth: i8,
    weekday: Weekday,
}

impl Rule {
    fn parse(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` is no yearly rule");
        let rest = text.strip_prefix("FREQ=YEARLY;BYMONTH=").ok_or_else(bad)?;
        let (month, day) = rest.split_once(";BYDAY=").ok_or_else(bad)?;
        let (nth, weekday) = day.split_at_checked(day.len().saturating_sub(2)).ok_or_else(bad)?;
        let weekday = match weekday {
            "MO" => Weekday::Monday,
            "TU" => Weekday::Tuesday,
            "WE" => Weekday::Wednesday,
            "TH" => Weekday::Thursday,
            "FR" => Weekday::Friday,
            "SA" => Weekday::Saturday,
            "SU" => Weekday::Sunday,
            _ => return Err(bad()),
        };
        let nth = match nth.strip_prefix('-') {
            Some(last) => number::<i8>(last).filter(|nth| *nth == 1).map(|nth| -nth),
            None => number::<i8>(nth).filter(|nth| (1..=4).contains(nth)),
        };
        let nth = nth.ok_or_else(bad)?;
        let month = number(month).filter(|month| (1..=12).contains(month)).ok_or_else(bad)?;
        Ok(Self { month, nth, weekday })
    }

    fn day_in(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, 1).ok()?.nth_weekday_of_month(self.nth, self.weekday).ok()
    }
}

/// What a reader knows of a zone.
pub(super) enum ZoneRules {
    /// One offset, in seconds east.
    Constant(i32),
    /// Standard and daylight time.
    Yearly(Box<Yearly>),
}

pub(super) struct Yearly {
    onsets: [Onset; 2],
    /// The onsets around the year that was asked for last: events of a calendar lie close together.
    around: Cell<Option<(i16, Around)>>,
}

/// Instants as date-times in UTC, and the offsets from then on, of three years.
type Around = [Option<(DateTime, i32)>; 6];

impl ZoneRules {
    /// The offset of a local time in seconds; `None` where it is skipped or shown twice.
    pub(super) fn offset_at(&self, local: DateTime) -> Option<i32> {
        let yearly = match self {
            Self::Constant(offset) => return Some(*offset),
            Self::Yearly(yearly) => yearly,
        };
        // Try both offsets: the local time stands for an instant under each; it counts if the
        // offset is in force at that instant.
        let mut valid = yearly.onsets.iter().map(|onset| onset.to).filter(|offset| {
            let instant = local.checked_sub(jiff::SignedDuration::from_secs(i64::from(*offset)));
            instant.is_ok_and(|instant| yearly.in_force(instant) == Some(*offset))
        });
        match (valid.next(), valid.next()) {
            (Some(offset), None) => Some(offset),
            _ => None,
        }
    }
}

impl Yearly {
    /// The offset in force at an instant, given as a date-time in UTC: that of the latest onset
    /// among those of the year before, the year and the year after.
    fn in_force(&self, utc: DateTime) -> Option<i32> {
        let onsets = self.around(utc.year()).into_iter().flatten();
        onsets.filter(|(at, _)| *at <= utc).max().map(|(_, to)| to)
    }

    fn around(&self, year: i16) -> Around {
        if let Some((known, around)) = self.around.get()
            && known == year
        {
            return around;
        }
        let mut around = Around::default();
        let years = [year - 1, year, year + 1];
        let all = self.onsets.iter().flat_map(|onset| years.map(|year| (onset, year)));
        for (slot, (onset, year)) in around.iter_mut().zip(all) {
            let before = jiff::SignedDuration::from_secs(i64::from(onset.from));
            let at = onset.in_year(year).and_then(|at| at.checked_sub(before).ok());
            *slot = at.map(|at| (at, onset.to));
        }
        self.around.set(Some((year, around)));
        around
    }
}
