//! Local times as written → instants, or the reason why not (rules `named-places-only`,
//! `no-skipped-or-repeated-hour`, `zone-or-utc` and `dtend-always`).

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use toml::value::Datetime;

use super::codes;
use super::fields::Kind;
use super::reader::{Placed, Reader, Table};
use crate::diagnostic::{Finding, Span};
use crate::model::{Resolved, When, WhenProblem, Zone};

/// A point in time as TOML writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A whole day.
    Day(Date),
    /// A clock time; the zone says which instant.
    Local(DateTime),
    /// An instant.
    Instant(Timestamp, Offset),
}

impl Written {
    fn words(self) -> &'static str {
        match self {
            Self::Day(_) => "a date",
            Self::Local(_) => "a local date-time",
            Self::Instant(..) => "a date-time with an offset",
        }
    }

    fn year(self) -> i16 {
        match self {
            Self::Day(date) => date.year(),
            Self::Local(local) => local.year(),
            Self::Instant(instant, offset) => offset.to_datetime(instant).year(),
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
}

/// The zone that local times of a session are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ZoneState {
    /// A zone.
    Known(Zone),
    /// A name that was refused; said elsewhere.
    Refused,
    /// None written.
    Absent,
}

/// What a session says of its time.
pub(super) struct Times {
    pub(super) start: Option<Placed<Written>>,
    pub(super) end: Option<Placed<Written>>,
    pub(super) length: Option<Placed<Length>>,
    /// The series' default.
    pub(super) default_length: Option<Length>,
    pub(super) zone: ZoneState,
}

impl Reader {
    /// Reads a date or date-time.
    pub(super) fn written(&mut self, table: &Table<'_>, key: &str) -> Option<Placed<Written>> {
        let found = self.datetime(table, key)?;
        let span = found.span;
        let value = match convert(&found.value) {
            Ok(written) if !When::YEARS.contains(&written.year()) => {
                let problem = WhenProblem::Year(written.year());
                self.unusable(table, key, span, &problem.to_string());
                return None;
            }
            Ok(written) => written,
            Err(problem) => {
                self.unusable(table, key, span, problem);
                return None;
            }
        };
        Some(Placed { value, span })
    }

    fn unusable(
        &mut self,
        table: &Table<'_>,
        key: &str,
        span: Span,
        problem: &str,
    ) -> &mut Finding {
        let headline = format!("{} `{}`: {problem}", table.named(key), self.source(span));
        self.find(&codes::TIME_UNUSABLE, span, headline)
            .add_help(format!("write, for example, `{key} = 2027-09-23T14:00:00`"))
    }

    fn source(&self, span: Span) -> String {
        self.file.text().get(span.start..span.end).unwrap_or_default().to_owned()
    }

    /// Reads a length of time: hours and minutes, or days and weeks.
    pub(super) fn length(&mut self, table: &Table<'_>, key: &str) -> Option<Placed<Length>> {
        let text = self.text(table, key, Kind::Duration)?;
        match parse_length(text.value) {
            Ok(value) => Some(Placed { value, span: text.span }),
            Err(problem) => {
                self.bad_value(table, key, text, problem).add_help(
                    "write hours and minutes such as `\"1h30m\"`, or days such as `\"2d\"`",
                );
                None
            }
        }
    }

    /// The time of a session, or findings.
    pub(super) fn when(&mut self, table: &Table<'_>, times: &Times) -> Option<When> {
        let start = times.start?;
        if let (Some(end), Some(length)) = (times.end, times.length) {
            let headline = format!("{}: both `end` and `duration`", table.name);
            self.find(&codes::CONTRADICTION, length.span.max(end.span), headline)
                .add_help("keep one of the two");
            return None;
        }
        let when = match start.value {
            Written::Day(first) => {
                let last = self.last_day(table, first, times)?;
                When::all_day(first, last)
            }
            Written::Local(_) | Written::Instant(..) => {
                let zone = self.zone_of(table, start, times.zone)?;
                let from = self.instant(table, "start", start, zone)?;
                let to = self.end_instant(table, from, times, zone)?;
                When::timed(zone, from, to)
            }
        };
        when.map_err(|problem| {
            let span = times.end.map(|end| end.span).or(times.length.map(|length| length.span));
            let headline = format!("{}: {problem}", table.name);
            let finding = self.find(&codes::TIME_UNUSABLE, span.unwrap_or(start.span), headline);
            finding.add_help(match (problem, start.value) {
                (WhenProblem::EndNotAfterStart, Written::Day(_)) => {
                    "the `end` of an all-day session is its last day"
                }
                (WhenProblem::EndNotAfterStart, _) => {
                    "check both; a session that ends after midnight ends on the next day"
                }
                _ => "check the year and the month",
            });
        })
        .ok()
    }

    fn last_day(&mut self, table: &Table<'_>, first: Date, times: &Times) -> Option<Date> {
        match (times.end, times.length.map(|length| (length.value, length.span))) {
            (Some(Placed { value: Written::Day(last), .. }), _) => Some(last),
            (Some(end), _) => {
                self.mixed(table, end, "a date");
                None
            }
            (None, Some((Length::Days(days), span))) => self.add_days(table, first, days, span),
            (None, Some((Length::Minutes(_), span))) => {
                let headline = format!("{}: an all-day session lasts days, not hours", table.name);
                self.find(&codes::CONTRADICTION, span, headline)
                    .add_help("write days such as `duration = \"2d\"`, or give `start` a time");
                None
            }
            // A default in hours is meant for the timed sessions of the series.
            (None, None) => match times.default_length {
                Some(Length::Days(days)) => self.add_days(table, first, days, table.span),
                _ => Some(first),
            },
        }
    }

    fn add_days(&mut self, table: &Table<'_>, first: Date, days: i32, span: Span) -> Option<Date> {
        let last = first.checked_add(jiff::Span::new().try_days(days - 1).ok()?);
        if last.is_err() {
            let headline = format!("{}: {}", table.name, WhenProblem::TooLong);
            self.find(&codes::TIME_UNUSABLE, span, headline);
        }
        last.ok()
    }

    fn zone_of(
        &mut self,
        table: &Table<'_>,
        start: Placed<Written>,
        state: ZoneState,
    ) -> Option<Zone> {
        match (state, start.value) {
            (ZoneState::Known(zone), _) => Some(zone),
            (ZoneState::Refused, _) => None,
            (ZoneState::Absent, Written::Instant(..)) => Some(Zone::utc()),
            (ZoneState::Absent, _) => {
                let headline = format!(
                    "{}: `start` is a local time, and no `timezone` says where",
                    table.name
                );
                self.find(&codes::ZONE_MISSING, start.span, headline)
                    .add_help("add `timezone = \"Europe/Brussels\"`, or whichever it is, at the top of the file");
                None
            }
        }
    }

    fn end_instant(
        &mut self,
        table: &Table<'_>,
        from: Timestamp,
        times: &Times,
        zone: Zone,
    ) -> Option<Timestamp> {
        if let Some(end) = times.end {
            if let Written::Day(_) = end.value {
                self.mixed(table, end, "a date-time");
                return None;
            }
            return self.instant(table, "end", end, zone);
        }
        let written = times.length.map(|length| length.value);
        match written.or(times.default_length) {
            Some(Length::Minutes(minutes)) => {
                Some(from.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX))
            }
            Some(Length::Days(_)) if written.is_some() => {
                let span = times.length.map_or(table.span, |length| length.span);
                let headline =
                    format!("{}: a session with a time lasts hours, not days", table.name);
                self.find(&codes::CONTRADICTION, span, headline)
                    .add_help("write `end`, or give `start` no time for whole days");
                None
            }
            default => {
                let headline = format!("{}: neither `end` nor `duration`", table.name);
                let finding = self.find(&codes::MISSING_KEY, table.span, headline);
                if default.is_some() {
                    finding.add_note(
                        "the `duration` of the series is in days: it is for sessions whose \
                         `start` has no time",
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

    fn mixed(&mut self, table: &Table<'_>, end: Placed<Written>, wanted: &str) {
        let headline = format!(
            "{}: `end` is {}, but `start` is {}",
            table.name,
            end.value.words(),
            match end.value {
                Written::Day(_) => "a date-time",
                _ => "a date",
            }
        );
        self.find(&codes::CONTRADICTION, end.span, headline)
            .add_help(format!("write {wanted} for both"));
    }

    fn instant(
        &mut self,
        table: &Table<'_>,
        key: &str,
        at: Placed<Written>,
        zone: Zone,
    ) -> Option<Timestamp> {
        let local = match at.value {
            Written::Instant(instant, offset) => {
                self.compare_offset(
                    table,
                    key,
                    Placed { value: instant, span: at.span },
                    offset,
                    zone,
                );
                return Some(instant);
            }
            Written::Local(local) => local,
            Written::Day(date) => date.at(0, 0, 0, 0),
        };
        let shown = local.strftime("%Y-%m-%dT%H:%M");
        match zone.resolve(local) {
            Resolved::Once(instant) => Some(instant),
            Resolved::Never { skipped_from, skipped_to } => {
                let headline = format!(
                    "{}: {key} `{shown}` does not exist in {zone} (clocks skip {}–{})",
                    table.name,
                    skipped_from.strftime("%H:%M"),
                    skipped_to.strftime("%H:%M"),
                );
                self.find(&codes::TIME_SKIPPED, at.span, headline)
                    .add_help("choose a time that the clocks show");
                None
            }
            Resolved::Twice { earlier, later } => {
                let headline = format!("{}: {key} `{shown}` happens twice in {zone}", table.name);
                let line = |offset: Offset| {
                    format!(
                        "`{key} = {}{}`",
                        local.strftime("%Y-%m-%dT%H:%M:%S"),
                        offset_text(offset)
                    )
                };
                let help = format!(
                    "write {} for the first or {} for the second",
                    line(earlier),
                    line(later)
                );
                self.find(&codes::TIME_TWICE, at.span, headline).add_help(help);
                None
            }
        }
    }

    fn compare_offset(
        &mut self,
        table: &Table<'_>,
        key: &str,
        at: Placed<Timestamp>,
        offset: Offset,
        zone: Zone,
    ) {
        let there = zone.offset_at(at.value);
        if there != offset && !zone.is_utc() {
            let headline = format!(
                "{}: {key} is written with {}, but {zone} has {} then; it is shown as {}",
                table.name,
                offset_text(offset),
                offset_text(there),
                there.to_datetime(at.value).strftime("%H:%M"),
            );
            self.find(&codes::OTHER_OFFSET, at.span, headline).add_help(
                "right if the instant is meant; otherwise write the time without an offset",
            );
        }
    }
}

fn convert(value: &Datetime) -> Result<Written, &'static str> {
    const NO_SUCH: &str = "there is no such date or time";
    let Some(date) = value.date else { return Err("a time without a date") };
    let (month, day) = (i8::try_from(date.month), i8::try_from(date.day));
    let (Ok(year), Ok(month), Ok(day)) = (i16::try_from(date.year), month, day) else {
        return Err(NO_SUCH);
    };
    let date = Date::new(year, month, day).map_err(|_| NO_SUCH)?;
    let Some(time) = value.time else { return Ok(Written::Day(date)) };
    if time.nanosecond.unwrap_or(0) != 0 {
        return Err("a fraction of a second, which calendars cannot hold");
    }
    let part = |number: u8| i8::try_from(number).map_err(|_| NO_SUCH);
    let second = part(time.second.unwrap_or(0))?;
    let time = jiff::civil::Time::new(part(time.hour)?, part(time.minute)?, second, 0)
        .map_err(|_| NO_SUCH)?;
    let local = date.to_datetime(time);
    let minutes = match value.offset {
        None => return Ok(Written::Local(local)),
        Some(toml::value::Offset::Z) => 0,
        Some(toml::value::Offset::Custom { minutes }) => minutes,
    };
    let offset = Offset::from_seconds(i32::from(minutes) * 60).map_err(|_| NO_SUCH)?;
    let instant = offset.to_timestamp(local).map_err(|_| NO_SUCH)?;
    Ok(Written::Instant(instant, offset))
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
        (0, 0) => Err("is no time at all"),
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
