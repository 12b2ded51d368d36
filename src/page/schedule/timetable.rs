//! The content of both formats.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::event::{RoomName, TimetableEvent, room_of, taking_place};
use super::numbers::numbers;
use super::slot::{DayChange, ScheduleTime, Slot, zone_of};
use crate::address::{OfSeries, PartKind};
use crate::model::{Part, PartKey, Series, Session, Uid, WebUrl, Zone};
use crate::revision::{Record, RecordEntry};

/// The name of the program that writes schedules.
pub(super) const GENERATOR: &str = "Kalends";
/// The grid that apps draw, as in pretalx.
pub(super) const TIMESLOT: &str = "00:05";

/// A series as a conference schedule.
#[derive(Debug)]
pub(super) struct Timetable<'a> {
    /// When the feed last changed.
    pub(super) version: Timestamp,
    pub(super) series: &'a Series,
    pub(super) zone: Zone,
    /// The first and the last day.
    pub(super) dates: [Date; 2],
    /// The public URL, and the series' page below it.
    pub(super) base_url: Option<&'a WebUrl>,
    pub(super) page: Option<WebUrl>,
    pub(super) tracks: Vec<TimetableTrack<'a>>,
    /// The rooms that the series defines.
    pub(super) rooms: Vec<(&'a str, Uid)>,
    /// The days with a session; at least one.
    pub(super) days: Vec<TimetableDay<'a>>,
}

/// A track of the series.
#[derive(Debug)]
pub(super) struct TimetableTrack<'a> {
    pub(super) name: &'a str,
    pub(super) slug: &'a str,
    /// `#rrggbb`.
    pub(super) colour: Option<String>,
}

/// A day with its rooms.
#[derive(Debug)]
pub(super) struct TimetableDay<'a> {
    pub(super) date: Date,
    /// Its first instant, and that of the next day.
    pub(super) bounds: [ScheduleTime; 2],
    pub(super) rooms: Vec<TimetableRoom<'a>>,
}

/// A room with its events of a day.
#[derive(Debug)]
pub(super) struct TimetableRoom<'a> {
    pub(super) name: &'a str,
    /// The identity of a room that the series defines. A place is only a name, and has none.
    pub(super) guid: Option<Uid>,
    pub(super) events: Vec<TimetableEvent<'a>>,
}

impl<'a> Timetable<'a> {
    pub(super) fn new(
        series: &'a Series,
        record: &'a Record,
        public_url: Option<&'a WebUrl>,
    ) -> Self {
        let zone = zone_of(series);
        let base_url = public_url.filter(|_| !series.is_private());
        let sessions: Vec<_> = taking_place(series, record).collect();
        let slot = |(session, _): &(&Session, &RecordEntry)| Slot::new(zone, session.when);
        let mut slots: Vec<Slot> = sessions.iter().map(slot).collect();
        if slots.is_empty() {
            // A schedule has at least one day: that of the first cancelled session.
            slots.extend(series.sessions.first().map(|session| Slot::new(zone, session.when)));
        }
        let change = DayChange::new(zone, &slots);
        let guids = Guids { series, first: first_keys(record) };
        let mut by_day: BTreeMap<Date, Vec<TimetableRoom<'a>>> =
            slots.iter().map(|slot| (change.day_of(slot), Vec::new())).collect();
        let numbers = numbers(record);
        for (session, entry) in sessions {
            let number = numbers.get(&session.id).copied().unwrap_or_default();
            let event = TimetableEvent::new((series, zone), (session, entry), number, base_url);
            let rooms = by_day.entry(change.day_of(&event.slot)).or_default();
            let room = room_of(series, session);
            match rooms.iter_mut().find(|one| one.name == room.name) {
                Some(one) => one.events.push(event),
                None => rooms.push(TimetableRoom {
                    name: room.name,
                    guid: room.key.map(|key| guids.of(key)),
                    events: vec![event],
                }),
            }
        }
        let order = |room: &TimetableRoom<'_>| {
            let is_it = |part: &_| room_name(part).is_some_and(|one| one.name == room.name);
            series.parts.iter().position(is_it).unwrap_or(usize::MAX)
        };
        let day = |(date, mut rooms): (Date, Vec<TimetableRoom<'a>>)| {
            rooms.sort_by_key(order);
            TimetableDay { date, bounds: change.bounds(date), rooms }
        };
        let days: Vec<_> = by_day.into_iter().map(day).collect();
        let first = days.first().map_or(Date::ZERO, |day| day.date);
        let last = slots.iter().map(|slot| change.last_day_of(slot)).max().unwrap_or(first);
        let rooms = series.parts.iter().filter_map(room_name);
        Self {
            version: record.revised(),
            series,
            zone,
            dates: [first, last],
            base_url,
            page: base_url.and_then(|url| url.at(series.base().to(OfSeries::Page))),
            tracks: tracks(series),
            rooms: rooms.filter_map(|room| Some((room.name, guids.of(room.key?)))).collect(),
            days,
        }
    }
}

fn tracks(series: &Series) -> Vec<TimetableTrack<'_>> {
    let tracks = series.parts.iter().filter(|part| part.key.kind == PartKind::Track);
    tracks
        .map(|part| TimetableTrack {
            name: part.title.as_str(),
            slug: part.key.id.as_str(),
            colour: part.colour.map(|colour| colour.hex()),
        })
        .collect()
}

fn room_name(part: &Part) -> Option<RoomName<'_>> {
    let room = RoomName { name: part.title.as_str(), key: Some(&part.key) };
    (part.key.kind == PartKind::Room).then_some(room)
}

/// The first key of each part that has one published.
fn first_keys(record: &Record) -> BTreeMap<PartKey, PartKey> {
    record.parts().into_iter().map(|part| (part.key, part.first)).collect()
}

/// Identities of rooms, which survive new titles and identifiers.
struct Guids<'a> {
    series: &'a Series,
    first: BTreeMap<PartKey, PartKey>,
}

impl Guids<'_> {
    fn of(&self, key: &PartKey) -> Uid {
        let first = self.first.get(key).unwrap_or(key);
        Uid::of_part(&self.series.authority, &self.series.id, first)
    }
}
