//! Compares the calendars, as read by `calcard`, with the series.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue,
};
use calcard::{Entry, Parser};
use kalends::model::{Series, Session, SessionId, Status, When};
use kalends::revision::Record;

/// The feed holds every session and every tombstone that has not left it, and nothing else.
pub(crate) fn feed(series: &Series, record: &Record, text: &str) {
    let calendar = read(text);
    let events: Vec<_> = events(&calendar).collect();
    assert_eq!(events.len(), record.in_feed().count(), "{text}");
    for (id, _) in record.in_feed() {
        event(series, record, id, &events, text);
    }
    let title = component(&calendar, ICalendarProperty::Name);
    assert_eq!(title.as_deref(), Some(series.title.as_str()), "{text}");
}

/// The file of a session holds that session.
pub(crate) fn session(series: &Series, record: &Record, id: &SessionId, text: &str) {
    let calendar = read(text);
    let events: Vec<_> = events(&calendar).collect();
    assert_eq!(events.len(), 1, "{text}");
    event(series, record, id, &events, text);
}

fn event(
    series: &Series,
    record: &Record,
    id: &SessionId,
    events: &[&ICalendarComponent],
    text: &str,
) {
    let entry = record.entry(id).expect("the record holds every session");
    let uid = entry.uid().to_string();
    let mut found = events
        .iter()
        .filter(|event| property(event, &ICalendarProperty::Uid).as_deref() == Some(uid.as_str()));
    let (Some(event), None) = (found.next(), found.next()) else {
        panic!("UID {uid} is not there once:\n{text}");
    };
    let session: &Session = match entry.withdrawn() {
        Some(withdrawn) => withdrawn.session(),
        None => series.sessions.iter().find(|session| session.id == *id).expect("defined"),
    };
    let summary = property(event, &ICalendarProperty::Summary).expect("a title");
    let title = session.title.as_str();
    if session.status == Status::Cancelled {
        // The word for it before the title depends on the language.
        assert!(summary.ends_with(&format!(" {title}")), "{summary:?} is not {title:?}:\n{text}");
    } else {
        assert_eq!(summary, title, "{text}");
    }
    let description = property(event, &ICalendarProperty::Description);
    for part in described(session) {
        let holds = description.as_ref().is_some_and(|text| text.contains(&part));
        assert!(holds, "{description:?} does not hold {part:?}:\n{text}");
    }
    // The announcement names the clock of the series' own zone.
    if let (When::Timed { zone, .. }, Some(announced)) = (session.when, &series.announced_as)
        && series.zone == Some(zone)
    {
        let holds = description.as_ref().is_some_and(|text| text.contains(announced.as_str()));
        assert!(holds || entry.withdrawn().is_some(), "{description:?}:\n{text}");
    }
    let nothing_to_say = described(session).is_empty()
        && session.status != Status::Cancelled
        && session.url.is_none()
        && series.url.is_none()
        && series.organizer.is_none()
        && series.announced_as.is_none();
    let description = description.unwrap_or_default();
    // The link to the session's page is last, under its own label.
    assert!(description.ends_with(&format!("?r={}", entry.sequence())), "{description:?}");
    assert!(!nothing_to_say || !description.contains("\n\n"), "{description:?}");
}

/// The parts that DESCRIPTION must contain, in any order.
fn described(session: &Session) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(session.description.as_ref().map(|prose| prose.as_str().to_owned()));
    parts.extend(session.speakers.iter().map(|speaker| format!("- {speaker}")));
    parts.extend(session.join.iter().map(ToString::to_string));
    parts.extend(session.url.iter().map(ToString::to_string));
    parts
}

fn read(text: &str) -> ICalendar {
    // Not `strict()`: calcard 0.3.14 then refuses every component inside another.
    let mut parser = Parser::new(text);
    let calendar = match parser.entry() {
        Entry::ICalendar(calendar) => calendar,
        other => panic!("not a calendar: {other:?}\n{text}"),
    };
    assert_eq!(parser.entry(), Entry::Eof, "more than one calendar:\n{text}");
    calendar
}

fn events(calendar: &ICalendar) -> impl Iterator<Item = &ICalendarComponent> {
    let is_event = |component: &&ICalendarComponent| {
        component.component_type == ICalendarComponentType::VEvent
    };
    calendar.components.iter().filter(is_event)
}

fn component(calendar: &ICalendar, name: ICalendarProperty) -> Option<String> {
    calendar.components.first().and_then(|component| property(component, &name))
}

/// The only value of a property, as text.
fn property(component: &ICalendarComponent, name: &ICalendarProperty) -> Option<String> {
    let mut entries = component.entries.iter().filter(|entry| entry.name == *name);
    let entry = entries.next()?;
    assert!(entries.next().is_none(), "{name:?} twice");
    let [ICalendarValue::Text(text)] = entry.values.as_slice() else {
        panic!("{name:?} is not one text: {:?}", entry.values);
    };
    Some(text.clone())
}
