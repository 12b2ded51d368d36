//! Times of a schedule: its zone, its days, and the start and length of each session.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

use crate::model::{Series, When, Zone};

/// The hour until which a session belongs to the evening before, as pretalx and readers have it.
const NIGHT_ENDS: i8 = 4;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// Returns the zone of all times: the series' zone, or that of its first session with a time.
pub(super) fn zone_of(series: &Series) -> Zone {
    let zone = |when| match when {
        When::Timed { zone, .. } => Some(zone),
        When::AllDay { .. } => None,
    };
    let first = || series.sessions.iter().find_map(|session| zone(session.when));
    series.zone.or_else(first).unwrap_or_else(Zone::utc)
}

/// A local time with its offset.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScheduleTime {
    local: DateTime,
    offset: Offset,
}

impl ScheduleTime {
    /// An instant on the clock of a zone; on that of UTC if the zone's offset has seconds, which the
    /// formats cannot hold.
    fn new(zone: Zone, instant: Timestamp) -> Self {
        let offset = zone.offset_at(instant);
        let offset = if offset.seconds() % 60 == 0 { offset } else { Offset::UTC };
        Self { local: offset.to_datetime(instant), offset }
    }

    /// A full hour on the clock of a zone; the next existing time if the clocks skip it.
    fn at_hour(zone: Zone, date: Date, hour: i8) -> Self {
        let instant = zone.time_zone().to_timestamp(date.at(hour, 0, 0, 0));
        Self::new(zone, instant.expect("the years of sessions are 1970 to 2100"))
    }

    /// The time of day: `14:00`.
    pub(super) fn time_of_day(self) -> String {
        self.local.strftime("%H:%M").to_string()
    }
}

/// `2027-09-23T14:00:00+02:00`.
impl fmt::Display for ScheduleTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        let local = self.local.strftime("%Y-%m-%dT%H:%M:%S");
        write!(f, "{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// The time of a session on the schedule's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) start: ScheduleTime,
    end: ScheduleTime,
    /// Length in minutes; a whole day has 24 hours, even if the clocks change in it.
    pub(super) minutes: i64,
    is_whole_day: bool,
}

impl Slot {
    pub(super) fn new(zone: Zone, when: When) -> Self {
        match when {
            When::Timed { start, end, .. } => {
                let seconds = end.utc().as_second() - start.utc().as_second();
                Self {
                    start: ScheduleTime::new(zone, start.utc()),
                    end: ScheduleTime::new(zone, end.utc()),
                    minutes: (seconds + 59) / 60,
                    is_whole_day: false,
                }
            }
            When::AllDay { first, last } => {
                let after = When::day_after(last);
                let days = first.until(after).map_or(1, |span| i64::from(span.get_days()));
                Self {
                    start: ScheduleTime::at_hour(zone, first, 0),
                    end: ScheduleTime::at_hour(zone, after, 0),
                    minutes: days * MINUTES_PER_DAY,
                    is_whole_day: true,
                }
            }
        }
    }
}

/// The hour at which every day of a schedule begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayChange {
    zone: Zone,
    hour: i8,
}

impl DayChange {
    /// Days begin at 4:00 if that leaves each session on its own date or on that of an evening before it;
    /// otherwise, or with whole days, at midnight. One hour for all days, since readers assume one.
    pub(super) fn new(zone: Zone, slots: &[Slot]) -> Self {
        let is_night = |slot: &&Slot| slot.start.local.hour() < NIGHT_ENDS;
        let by_day = slots.iter().filter(|slot| !is_night(slot));
        let dates: BTreeSet<Date> = by_day.map(|slot| slot.start.local.date()).collect();
        let follows = |slot: &Slot| {
            let before = slot.start.local.date().yesterday();
            !slot.is_whole_day && before.is_ok_and(|date| dates.contains(&date))
        };
        let fits = slots.iter().filter(is_night).all(follows);
        Self { zone, hour: if fits { NIGHT_ENDS } else { 0 } }
    }

    /// The first day of a session.
    pub(super) fn day_of(self, slot: &Slot) -> Date {
        self.day_at(slot.start.local)
    }

    /// The last day of a session.
    pub(super) fn last_day_of(self, slot: &Slot) -> Date {
        let last = slot.end.local.checked_sub(1.second());
        self.day_at(last.unwrap_or(slot.end.local))
    }

    fn day_at(self, clock: DateTime) -> Date {
        let date = clock.date();
        if clock.hour() < self.hour { date.yesterday().unwrap_or(date) } else { date }
    }

    /// The first instants of a day and of the next.
    pub(super) fn bounds(self, date: Date) -> [ScheduleTime; 2] {
        [date, When::day_after(date)].map(|date| ScheduleTime::at_hour(self.zone, date, self.hour))
    }
}
