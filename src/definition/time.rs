//! Converts written local times to instants, or reports why that is not possible (rules `named-places-only`,
//! `no-skipped-or-repeated-hour`, `zone-or-utc` and `dtend-always`).

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use toml::value::Datetime;

use super::fields::ValueKind;
use super::reader::{Placed, Table, TableReader};
use super::{codes, slips};
use crate::diagnostic::{Code, Span};
use crate::model::{Resolved, When, WhenProblem, Zone};

/// A point in time as TOML writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WrittenTime {
    /// A whole day.
    Day(Date),
    /// A clock time; the zone determines the instant.
    Local(DateTime),
    /// An instant.
    Instant(Timestamp, Offset),
}

impl WrittenTime {
    fn words(self) -> &'static str {
        match self {
            Self::Day(_) => "a date",
            Self::Local(_) => "a local date-time",
            Self::Instant(..) => "a date-time with an offset",
        }
    }

    /// The day on the clock that it is written by.
    fn day(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Local(local) => local.date(),
            Self::Instant(instant, offset) => offset.to_datetime(instant).date(),
        }
    }
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Hours and minutes.
    Minutes(i64),
    /// Whole days.
    Days(i32),
    /// Not valid; reported where it is written.
    Refused,
}

/// The zone that local times of a session are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ZoneState {
    /// A zone.
    Known(Zone),
    /// A rejected name; reported elsewhere.
    Refused,
    /// No name.
    Absent,
}

/// The keys of a session's time.
#[derive(Clone, Copy)]
pub(super) struct TimeKeys {
    pub(super) start: Option<Placed<WrittenTime>>,
    pub(super) end: Option<Placed<WrittenTime>>,
    pub(super) length: Option<Placed<Length>>,
    /// The series' default.
    pub(super) default_length: Option<Length>,
    pub(super) zone: ZoneState,
}

/// Reads a date or date-time.
pub(super) fn written(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
) -> Option<Placed<WrittenTime>> {
    let Placed { value, span } = reader.datetime(table, key)?;
    let written = convert(&value).map_err(ToString::to_string).and_then(|written| {
        let year = written.day().year();
        let is_known = When::YEARS.contains(&year);
        if is_known { Ok(written) } else { Err(WhenProblem::Year(year).to_string()) }
    });
    match written {
        Ok(value) => Some(Placed { value, span }),
        Err(problem) => {
            let source = reader.file.text().get(span.start..span.end).unwrap_or_default();
            let headline = format!("{} `{source}`: {problem}", table.named(key));
            let start = table.values.get("start").and_then(|start| start.get_ref().as_datetime());
            let end = start.filter(|_| key == "end" && value.date.is_none());
            let help = match end.and_then(|start| slips::end_on_day(start, &value)) {
                Some(end) => format!("write the date as well: `{key} = {end}`"),
                None => format!("write, for example, `{key} = 2027-09-23T14:00:00`"),
            };
            reader.find(&codes::TIME_UNUSABLE, span, headline).add_help(help);
            None
        }
    }
}

/// Reads a length of time: hours and minutes, or days and weeks.
pub(super) fn length(
    reader: &mut TableReader,
    table: &Table<'_>,
    key: &str,
) -> Option<Placed<Length>> {
    let text = reader.text(table, key, ValueKind::Duration)?;
    match parse_length(text.value) {
        Ok(value) => Some(Placed { value, span: text.span }),
        Err(problem) => {
            reader
                .bad_value(table, key, text, problem)
                .add_help("write hours and minutes such as `\"1h30m\"`, or days such as `\"2d\"`");
            None
        }
    }
}

/// The time of a session, or findings.
pub(super) fn when(reader: &mut TableReader, table: &Table<'_>, times: &TimeKeys) -> Option<When> {
    SessionTime { reader, table, times }.read()
}

/// A session's keys of time, read together.
struct SessionTime<'a> {
    reader: &'a mut TableReader,
    table: &'a Table<'a>,
    times: &'a TimeKeys,
}

impl SessionTime<'_> {
    fn read(mut self) -> Option<When> {
        let TimeKeys { start, end, length, zone, .. } = *self.times;
        let start = start?;
        if let (Some(end), Some(length)) = (end, length) {
            let span = length.span.max(end.span);
            let what = "both `end` and `duration`";
            return self.fault(&codes::CONTRADICTION, span, what, "keep one of the two");
        }
        let when = match start.value {
            WrittenTime::Day(first) => When::all_day(first, self.last_day(first)?),
            WrittenTime::Local(_) | WrittenTime::Instant(..) => {
                let zone = self.zone_of(start, zone)?;
                let from = self.instant("start", start, zone)?;
                let to = self.end_instant(from, zone)?;
                When::timed(zone, from, to)
            }
        };
        when.or_else(|problem| {
            let span = end.map(|end| end.span).or(length.map(|length| length.span));
            let line = end.and_then(|end| self.end_in_year_of(start.value, end));
            let line = line.map(|end| format!("check the year: `end = {end}`"));
            let help = match (problem, start.value) {
                _ if line.is_some() => line.as_deref().unwrap_or_default(),
                (WhenProblem::EndNotAfterStart, WrittenTime::Day(_)) => {
                    "the `end` of an all-day session is its last day"
                }
                (WhenProblem::EndNotAfterStart, _) => {
                    "check both; a session that ends after midnight ends on the next day"
                }
                _ => "check the year and the month",
            };
            self.fault(&codes::TIME_UNUSABLE, span.unwrap_or(start.span), problem, help).ok_or(())
        })
        .ok()
    }

    /// The end in the year of the start or in the next, where that makes it a likely session.
    fn end_in_year_of(&self, start: WrittenTime, end: Placed<WrittenTime>) -> Option<String> {
        let source = self.reader.file.text().get(end.span.start..end.span.end)?;
        let first = start.day();
        [first.year(), first.year() + 1].into_iter().find_map(|year| {
            let moved = slips::in_year(source, year)?;
            let end = convert(&moved.parse().ok()?).ok()?;
            is_likely(start, end).then_some(moved)
        })
    }

    /// Reports a problem, and returns `None`.
    fn fault<T>(
        &mut self,
        code: &'static Code,
        span: Span,
        what: impl fmt::Display,
        help: impl Into<String>,
    ) -> Option<T> {
        let headline = format!("{}: {what}", self.table.name);
        self.reader.find(code, span, headline).add_help(help);
        None
    }

    fn last_day(&mut self, first: Date) -> Option<Date> {
        let add_days =
            |days: i32| first.checked_add(jiff::Span::new().try_days(days - 1).ok()?).ok();
        let (days, span) = match (self.times.end, self.times.length) {
            (Some(Placed { value: WrittenTime::Day(last), .. }), _) => return Some(last),
            (Some(end), _) => return self.mixed(end, "a date"),
            (None, Some(Placed { value: Length::Days(days), span })) => (days, span),
            (None, Some(Placed { value: Length::Minutes(_), span })) => {
                let what = "an all-day session lasts days, not hours";
                let help = "write days such as `duration = \"2d\"`, or give `start` a time";
                return self.fault(&codes::CONTRADICTION, span, what, help);
            }
            (None, Some(Placed { value: Length::Refused, .. })) => return None,
            (None, None) => match self.times.default_length {
                Some(Length::Days(days)) => (days, self.table.span),
                // A default in hours is meant for the timed sessions of the series.
                _ => return Some(first),
            },
        };
        let last = add_days(days);
        if last.is_none() {
            let headline = format!("{}: {}", self.table.name, WhenProblem::TooLong);
            self.reader.find(&codes::TIME_UNUSABLE, span, headline);
        }
        last
    }

    fn zone_of(&mut self, start: Placed<WrittenTime>, state: ZoneState) -> Option<Zone> {
        match (state, start.value) {
            (ZoneState::Known(zone), _) => Some(zone),
            (ZoneState::Refused, _) => None,
            (ZoneState::Absent, WrittenTime::Instant(..)) => Some(Zone::utc()),
            // One mistake, however many sessions it concerns.
            (ZoneState::Absent, _) if self.reader.is_zone_missing => None,
            (ZoneState::Absent, _) => {
                self.reader.is_zone_missing = true;
                self.fault(
                    &codes::ZONE_MISSING,
                    start.span,
                    "`start` is a local time, and no `timezone` says where",
                    "add `timezone = \"Europe/Brussels\"`, or whichever it is, at the top of the file",
                )
            }
        }
    }

    fn end_instant(&mut self, from: Timestamp, zone: Zone) -> Option<Timestamp> {
        if let Some(end) = self.times.end {
            return match end.value {
                WrittenTime::Day(_) => self.mixed(end, "a date-time"),
                _ => self.instant("end", end, zone),
            };
        }
        match (self.times.length, self.times.default_length) {
            (Some(Placed { value: Length::Minutes(minutes), .. }), _)
            | (None, Some(Length::Minutes(minutes))) => {
                Some(from.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX))
            }
            (Some(Placed { value: Length::Days(_), span }), _) => {
                let what = "a session with a time lasts hours, not days";
                let help = "write `end`, or give `start` no time for whole days";
                self.fault(&codes::CONTRADICTION, span, what, help)
            }
            (Some(Placed { value: Length::Refused, .. }), _) | (None, Some(Length::Refused)) => {
                None
            }
            (None, default) => {
                let headline = format!("{}: neither `end` nor `duration`", self.table.name);
                let finding = self.reader.find(&codes::MISSING_KEY, self.table.span, headline);
                if default.is_some() {
                    finding.add_note(
                        "the `duration` of the series is in days: it is for sessions with a \
                         day alone as `start`",
                    );
                    finding.add_help("add `end`, or `duration = \"2h\"`");
                } else {
                    finding
                        .add_help("add `end`, or `duration = \"2h\"` here or for the whole series");
                }
                None
            }
        }
    }

    /// Of `start` and `end`, one is a date and the other a date-time.
    fn mixed<T>(&mut self, end: Placed<WrittenTime>, wanted: &str) -> Option<T> {
        let start = match end.value {
            WrittenTime::Day(_) => "a date-time",
            _ => "a date",
        };
        let what = format!("`end` is {}, but `start` is {start}", end.value.words());
        self.fault(&codes::CONTRADICTION, end.span, what, format!("write {wanted} for both"))
    }

    fn instant(&mut self, key: &str, at: Placed<WrittenTime>, zone: Zone) -> Option<Timestamp> {
        let local = match at.value {
            WrittenTime::Instant(instant, offset) => {
                self.compare_offset(key, Placed { value: instant, span: at.span }, offset, zone);
                return Some(instant);
            }
            WrittenTime::Local(local) => local,
            WrittenTime::Day(date) => date.at(0, 0, 0, 0),
        };
        let shown = local.strftime("%Y-%m-%dT%H:%M");
        match zone.resolve(local) {
            Resolved::Once(instant) => Some(instant),
            Resolved::Never { skipped_from, skipped_to } => {
                let what = format!(
                    "{key} `{shown}` does not exist in {zone} (clocks skip {}–{})",
                    skipped_from.strftime("%H:%M"),
                    skipped_to.strftime("%H:%M"),
                );
                self.fault(
                    &codes::TIME_SKIPPED,
                    at.span,
                    what,
                    "choose a time that the clocks show",
                )
            }
            Resolved::Twice { earlier, later } => {
                let line = |offset: Offset| {
                    let local = local.strftime("%Y-%m-%dT%H:%M:%S");
                    format!("`{key} = {local}{}`", offset_text(offset))
                };
                let (first, second) = (line(earlier), line(later));
                let what = format!("{key} `{shown}` happens twice in {zone}");
                let help = format!("write {first} for the first or {second} for the second");
                self.fault(&codes::TIME_TWICE, at.span, what, help)
            }
        }
    }

    fn compare_offset(&mut self, key: &str, at: Placed<Timestamp>, offset: Offset, zone: Zone) {
        let there = zone.offset_at(at.value);
        if there == offset || zone.is_utc() {
            return;
        }
        let what = format!(
            "{key} is written with {}, but {zone} has {} then; it is shown as {}",
            offset_text(offset),
            offset_text(there),
            there.to_datetime(at.value).strftime("%H:%M"),
        );
        let help = "right if the instant is meant; otherwise write the time without an offset";
        self.fault::<()>(&codes::OTHER_OFFSET, at.span, what, help);
    }
}

/// Whether a session from `start` to `end` is as long as most are.
fn is_likely(start: WrittenTime, end: WrittenTime) -> bool {
    match (start, end) {
        (WrittenTime::Day(first), WrittenTime::Day(last)) => are_usual_days(first, last),
        (WrittenTime::Local(from), WrittenTime::Local(to)) => {
            is_usual_length(to.duration_since(from))
        }
        (WrittenTime::Instant(from, _), WrittenTime::Instant(to, _)) => {
            is_usual_length(to.duration_since(from))
        }
        _ => false,
    }
}

/// Whether most sessions with times are as long: less than a day.
pub(super) fn is_usual_length(length: SignedDuration) -> bool {
    length.is_positive() && length.as_hours() < 24
}

/// Whether most sessions of whole days are as long: at most a month.
pub(super) fn are_usual_days(first: Date, last: Date) -> bool {
    (0..=31).contains(&(last.duration_since(first).as_hours() / 24))
}

fn convert(value: &Datetime) -> Result<WrittenTime, &'static str> {
    const NO_SUCH: &str = "that date or time does not exist";
    let Some(date) = value.date else { return Err("a time without a date") };
    let (month, day) = (i8::try_from(date.month), i8::try_from(date.day));
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(date.year), month, day) else {
        return Err(NO_SUCH);
    };
    let date = Date::new(year, month, day).map_err(|_| NO_SUCH)?;
    let Some(time) = value.time else { return Ok(WrittenTime::Day(date)) };
    if time.nanosecond.unwrap_or(0) != 0 {
        return Err("a fraction of a second, which calendars cannot hold");
    }
    let part = |number: u8| i8::try_from(number).map_err(|_| NO_SUCH);
    let second = part(time.second.unwrap_or(0))?;
    let time = jiff::civil::Time::new(part(time.hour)?, part(time.minute)?, second, 0)
        .map_err(|_| NO_SUCH)?;
    let local = date.to_datetime(time);
    let minutes = match value.offset {
        None => return Ok(WrittenTime::Local(local)),
        Some(toml::value::Offset::Z) => 0,
        Some(toml::value::Offset::Custom { minutes }) => minutes,
    };
    let offset = Offset::from_seconds(i32::from(minutes) * 60).map_err(|_| NO_SUCH)?;
    let instant = offset.to_timestamp(local).map_err(|_| NO_SUCH)?;
    Ok(WrittenTime::Instant(instant, offset))
}

fn parse_length(text: &str) -> Result<Length, &'static str> {
    const UNREADABLE: &str = "is not a length of time";
    if text.len() > 40 {
        return Err(UNREADABLE);
    }
    let span: jiff::Span = text.parse().map_err(|_| UNREADABLE)?;
    let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
    let minutes = i64::from(span.get_hours()) * 60 + span.get_minutes();
    let others = [
        i64::from(span.get_years()),
        i64::from(span.get_months()),
        span.get_seconds(),
        span.get_milliseconds(),
        span.get_microseconds(),
        span.get_nanoseconds(),
    ];
    if others.iter().any(|amount| *amount != 0) {
        return Err("is not in weeks, days, hours or minutes");
    }
    let longest = When::MAX_DAYS;
    match (days, minutes) {
        (0, 1..) if minutes <= longest * 24 * 60 => Ok(Length::Minutes(minutes)),
        (1.., 0) if days <= longest => {
            i32::try_from(days).map(Length::Days).map_err(|_| UNREADABLE)
        }
        (0, 0) => Err("is zero"),
        (_, _) if days != 0 && minutes != 0 => Err("mixes days and hours"),
        _ => Err("is negative or longer than a year"),
    }
}

/// `+01:00`.
pub(super) fn offset_text(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
