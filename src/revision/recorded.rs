//! From canonical fields back to the model, so that what is no longer defined can still be
//! published: tombstones (rule `tombstone-for-30-days`) and, one day, series whose file is gone.
//!
//! The doors of the model may grow wider in later releases and never narrower than what records
//! hold.

use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};

use super::canonical::{CATEGORY, NO, PART, YES};
use super::codes;
use super::fields::Fields;
use super::keys::{Key, series as feed, session as entry};
use crate::diagnostic::Code;
use crate::model::{
    Category, Colour, Email, Geo, Language, Line, Organizer, Place, Prose, Reminder, Session,
    SessionId, SessionParts, Speaker, Status, WebUrl, When, Zone,
};

/// Why fields cannot be read back; `why` completes "`key` …".
#[derive(Debug)]
pub(super) struct FieldProblem {
    pub(super) code: &'static Code,
    pub(super) key: &'static Key,
    why: String,
}

impl FieldProblem {
    fn value(key: &'static Key, why: impl fmt::Display) -> Self {
        Self { code: &codes::VALUE, key, why: why.to_string() }
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key.name, self.why)
    }
}

type Read<T> = Result<T, FieldProblem>;

/// What the series said of its sessions when one of them was last published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Context {
    pub(super) language: Option<Language>,
    pub(super) announced_as: Option<Line>,
    pub(super) organizer: Option<Organizer>,
}

fn optional<T, E: fmt::Display>(
    fields: &Fields,
    key: &'static Key,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Read<Option<T>> {
    fields
        .value(key)
        .map(|value| parse(value).map_err(|why| FieldProblem::value(key, why)))
        .transpose()
}

fn required<T, E: fmt::Display>(
    fields: &Fields,
    key: &'static Key,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Read<T> {
    optional(fields, key, parse)?.ok_or_else(|| FieldProblem {
        code: &codes::MISSING,
        key,
        why: "is missing".to_owned(),
    })
}

fn yes(value: &str) -> Result<(), &'static str> {
    if value == YES { Ok(()) } else { Err("is not `yes`") }
}

fn zone(value: &str) -> Result<Zone, String> {
    let version = Zone::database_version();
    Zone::get(value)
        .ok_or_else(|| format!("is not in the time zone database of this release, {version}"))
}

fn categories(value: &str) -> Result<Vec<Category>, String> {
    let category = |name: &str| {
        let line = Line::parse(name).map_err(|why| why.to_string())?;
        Category::new(line).map_err(|why| why.to_string())
    };
    value.split(CATEGORY).map(category).collect()
}

fn speaker(line: &str) -> Result<Speaker, String> {
    let mut parts = line.splitn(3, PART).map(|part| {
        let line = (!part.is_empty()).then(|| Line::parse(part));
        line.transpose().map_err(|why| why.to_string())
    });
    let mut next = || parts.next().transpose().map(Option::flatten);
    let name = next()?.ok_or_else(|| "has a line without a name".to_owned())?;
    Ok(Speaker { name, role: next()?, organisation: next()? })
}

fn geo(value: &str) -> Result<Geo, String> {
    let degrees = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let (latitude, longitude) = value.split_once(';').unwrap_or((value, ""));
    Geo::new(degrees(latitude), degrees(longitude)).map_err(|why| why.to_string())
}

fn reminder(value: &str) -> Result<Reminder, String> {
    let minutes = value.parse().map_err(|_| "is no number of minutes".to_owned())?;
    Reminder::from_minutes(minutes).map_err(|why| why.to_string())
}

fn instant(value: &str) -> Result<Timestamp, &'static str> {
    let instant: Option<Timestamp> = value.parse().ok();
    instant
        .filter(|instant| instant.to_string() == value)
        .ok_or("is not an instant such as `2020-09-23T12:00:00Z`")
}

fn date(value: &str) -> Result<Date, &'static str> {
    value.parse().map_err(|_| "is not a date such as `2020-09-23`")
}

fn local(value: &str) -> Result<DateTime, &'static str> {
    value.parse().map_err(|_| "is not a local time such as `2020-09-23T14:00:00`")
}

fn when(fields: &Fields) -> Read<When> {
    let made = match fields.value(&entry::START) {
        Some(start) if !start.contains('T') => When::all_day(
            required(fields, &entry::START, date)?,
            required(fields, &entry::END, date)?,
        ),
        _ => {
            optional(fields, &entry::LOCAL_START, local)?;
            optional(fields, &entry::LOCAL_END, local)?;
            When::timed(
                required(fields, &entry::TIMEZONE, zone)?,
                required(fields, &entry::START, instant)?,
                required(fields, &entry::END, instant)?,
            )
        }
    };
    made.map_err(|why| FieldProblem::value(&entry::END, format!("makes no session: {why}")))
}

fn place(fields: &Fields) -> Read<Option<Place>> {
    let online = optional(fields, &entry::ONLINE, yes)?.is_some();
    let address = optional(fields, &entry::ADDRESS, Line::parse)?;
    let geo = optional(fields, &entry::GEO, geo)?;
    Ok(match optional(fields, &entry::LOCATION, Line::parse)? {
        Some(name) if address.is_none() && geo.is_none() => Some(Place::Label(name)),
        Some(name) => Some(Place::Venue { name, address, geo }),
        None => online.then_some(Place::Online),
    })
}

fn organizer(fields: &Fields, keys: [&'static Key; 3]) -> Read<Option<Organizer>> {
    let email = optional(fields, keys[1], Email::parse)?;
    let as_property = optional(fields, keys[2], yes)?.is_some();
    let name = optional(fields, keys[0], Line::parse)?;
    Ok(name.map(|name| Organizer { name, email, as_property }))
}

/// The session that fields were made of.
pub(super) fn session_of(id: &SessionId, fields: &Fields) -> Read<Session> {
    let when = when(fields)?;
    let busy = optional(fields, &entry::BUSY, |value| match value {
        YES => Ok(true),
        NO => Ok(false),
        _ => Err("is neither `yes` nor `no`"),
    })?;
    let status =
        optional(fields, &entry::STATUS, |value| Status::parse(value).ok_or("is no status"))?;
    let speakers = optional(fields, &entry::SPEAKERS, |value| {
        value.split('\n').map(speaker).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(Session::new(SessionParts {
        id: id.clone(),
        title: required(fields, &entry::TITLE, Line::parse)?,
        description: optional(fields, &entry::DESCRIPTION, Prose::parse)?,
        when,
        status: status.unwrap_or_default(),
        busy: busy.unwrap_or(matches!(when, When::Timed { .. })),
        place: place(fields)?,
        join: optional(fields, &entry::JOIN, WebUrl::parse)?,
        url: optional(fields, &entry::URL, WebUrl::parse)?,
        speakers: speakers.unwrap_or_default(),
        categories: optional(fields, &entry::CATEGORIES, categories)?.unwrap_or_default(),
        reminder: optional(fields, &entry::REMINDER, reminder)?,
    }))
}

/// What a session's fields took from its series.
pub(super) fn context_of(fields: &Fields) -> Read<Context> {
    let keys = [&entry::ORGANIZER, &entry::ORGANIZER_EMAIL, &entry::ORGANIZER_PROPERTY];
    Ok(Context {
        language: optional(fields, &entry::LANGUAGE, Language::parse)?,
        announced_as: optional(fields, &entry::ANNOUNCED_AS, Line::parse)?,
        organizer: organizer(fields, keys)?,
    })
}

/// Checks that a series could be made of its fields.
pub(super) fn check_series(fields: &Fields) -> Read<()> {
    required(fields, &feed::TITLE, Line::parse)?;
    optional(fields, &feed::DESCRIPTION, Prose::parse)?;
    optional(fields, &feed::TIMEZONE, zone)?;
    optional(fields, &feed::ANNOUNCED_AS, Line::parse)?;
    optional(fields, &feed::LANGUAGE, Language::parse)?;
    optional(fields, &feed::URL, WebUrl::parse)?;
    organizer(fields, [&feed::ORGANIZER, &feed::ORGANIZER_EMAIL, &feed::ORGANIZER_PROPERTY])?;
    optional(fields, &feed::CATEGORIES, categories)?;
    optional(fields, &feed::COLOUR, |value| Colour::parse(value).ok_or("is no colour"))?;
    optional(fields, &feed::IMAGE, WebUrl::parse)?;
    Ok(())
}
