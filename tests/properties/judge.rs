//! `calcard` reads a calendar: what a client would have.

use std::collections::BTreeMap;

use calcard::common::{IanaString as _, PartialDateTime};
use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarParameterValue, ICalendarProperty, ICalendarValue, Uri,
};
use calcard::{Entry, Parser};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use kalends::model::{Resolved, Zone};

/// An event as read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Event {
    /// Values of text, identifier and link properties, by name.
    pub(crate) values: BTreeMap<String, Vec<String>>,
    pub(crate) start: Option<Read>,
    pub(crate) end: Option<Read>,
    pub(crate) alarms: usize,
}

/// A time as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    At(Timestamp),
    On(Date),
}

impl Event {
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        let values = self.values.get(name)?;
        assert_eq!(values.len(), 1, "{name}: {values:?}");
        Some(&values[0])
    }
}

/// The events of a calendar by UID, each UID once, and nothing that the reader did not understand.
pub(crate) fn events(text: &str) -> BTreeMap<String, Event> {
    let Entry::ICalendar(calendar) = Parser::new(text).entry() else {
        panic!("no calendar: {text}")
    };
    let mut events = BTreeMap::new();
    for component in &calendar.components {
        assert!(
            !matches!(component.component_type, ICalendarComponentType::Other(_)),
            "{:?}",
            component.component_type
        );
        if component.component_type == ICalendarComponentType::VEvent {
            let mut event = event(component);
            event.alarms = component.component_ids.len();
            let uid = event.one("UID").unwrap().to_owned();
            assert!(events.insert(uid, event).is_none(), "a UID stands twice");
        }
    }
    events
}

fn event(component: &ICalendarComponent) -> Event {
    let mut event = Event::default();
    for entry in &component.entries {
        let once = match entry.name {
            ICalendarProperty::Dtstart => event.start.replace(time(entry)).is_none(),
            ICalendarProperty::Dtend => event.end.replace(time(entry)).is_none(),
            _ => {
                let name = entry.name.as_str().to_owned();
                let values = entry.values.iter().map(text_of).collect();
                event.values.insert(name, values).is_none()
            }
        };
        assert!(once, "{:?} stands twice", entry.name);
    }
    event
}

fn text_of(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::Text(text) | ICalendarValue::Uri(Uri::Location(text)) => text.clone(),
        ICalendarValue::Integer(number) => number.to_string(),
        ICalendarValue::Float(number) => number.to_string(),
        ICalendarValue::Status(status) => status.as_str().to_owned(),
        ICalendarValue::Transparency(transparency) => transparency.as_str().to_owned(),
        ICalendarValue::PartialDateTime(at) => instant(local(at)).to_string(),
        other => panic!("{other:?}"),
    }
}

fn local(at: &PartialDateTime) -> DateTime {
    let part = |number: Option<u8>| i8::try_from(number.unwrap_or(0)).unwrap();
    let year = i16::try_from(at.year.unwrap()).unwrap();
    Date::new(year, part(at.month), part(at.day)).unwrap().at(
        part(at.hour),
        part(at.minute),
        part(at.second),
        0,
    )
}

fn instant(utc: DateTime) -> Timestamp {
    jiff::tz::Offset::UTC.to_timestamp(utc).unwrap()
}

/// Resolved by the time zone database, and not by the VTIMEZONE: those have tests of their own.
fn time(entry: &ICalendarEntry) -> Read {
    let [ICalendarValue::PartialDateTime(at)] = entry.values.as_slice() else {
        panic!("{entry:?}")
    };
    if at.hour.is_none() {
        return Read::On(local(at).date());
    }
    let tzid =
        entry.params.iter().find_map(|parameter| match (&parameter.name, &parameter.value) {
            (ICalendarParameterName::Tzid, ICalendarParameterValue::Text(tzid)) => Some(tzid),
            _ => None,
        });
    match tzid {
        None => {
            assert_eq!((at.tz_hour, at.tz_minute), (Some(0), Some(0)), "floating: {entry:?}");
            Read::At(instant(local(at)))
        }
        Some(tzid) => match Zone::get(tzid).unwrap().resolve(local(at)) {
            Resolved::Once(instant) => Read::At(instant),
            other => panic!("{entry:?}: {other:?}"),
        },
    }
}
