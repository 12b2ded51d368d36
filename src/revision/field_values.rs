//! Rebuilds a session or series from fields, so that sessions that are no longer defined can still
//! be published as tombstones (rule `tombstone-for-30-days`).
//!
//! Later releases may accept more, but must accept everything that records contain.

use std::fmt::{self, Display};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::codes;
use crate::diagnostic::Code;
use crate::model::{
    Belonging, Category, Email, Geo, Language, Line, Organizer, Place, Prose, Reminder, Session,
    SessionId, SessionParts, Speaker, Status, WebUrl, When, Zone,
};

/// The value for yes.
pub(super) const YES: &str = "yes";
/// The value for no.
pub(super) const NO: &str = "no";
/// Separates the parts of a speaker; a tab cannot occur in a line.
pub(super) const PART: &str = "\t";
/// Separates categories, which cannot contain a comma.
pub(super) const CATEGORY: &str = ", ";

/// Why fields cannot be read back; `why` completes "`key` …".
#[derive(Debug)]
pub(super) struct FieldProblem {
    pub(super) code: &'static Code,
    pub(super) key: &'static str,
    pub(super) why: String,
}

impl FieldProblem {
    pub(super) fn value(key: &'static str, why: impl Display) -> Self {
        Self { code: &codes::VALUE, key, why: why.to_string() }
    }

    fn missing(key: &'static str) -> Self {
        Self { code: &codes::MISSING, key, why: "is missing".to_owned() }
    }
}

impl Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key, self.why)
    }
}

/// The series' values at the last publication of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SeriesContext {
    pub(super) language: Option<Language>,
    pub(super) announced_as: Option<Line>,
    pub(super) organizer: Option<Organizer>,
}

/// The field values read so far.
#[derive(Default)]
pub(super) struct FieldValues<'a> {
    pub(super) title: Option<Line>,
    pub(super) description: Option<Prose>,
    /// As written: days or instants, depending on the first.
    pub(super) start: Option<&'a str>,
    pub(super) end: Option<&'a str>,
    pub(super) zone: Option<Zone>,
    pub(super) status: Option<Status>,
    pub(super) busy: Option<bool>,
    pub(super) online: Option<()>,
    pub(super) location: Option<Line>,
    pub(super) address: Option<Line>,
    pub(super) geo: Option<Geo>,
    pub(super) join: Option<WebUrl>,
    pub(super) url: Option<WebUrl>,
    pub(super) speakers: Option<Vec<Speaker>>,
    pub(super) categories: Option<Vec<Category>>,
    pub(super) reminder: Option<Reminder>,
    pub(super) language: Option<Language>,
    pub(super) announced_as: Option<Line>,
    pub(super) organizer: Option<Line>,
    pub(super) email: Option<Email>,
    pub(super) as_property: Option<()>,
}

impl FieldValues<'_> {
    /// Checks that the values are a valid series.
    pub(super) fn check_series(&self) -> Result<(), FieldProblem> {
        self.title.is_some().then_some(()).ok_or_else(|| FieldProblem::missing("title"))
    }

    pub(super) fn into_session(
        self,
        id: &SessionId,
    ) -> Result<(Session, SeriesContext), FieldProblem> {
        let when = self.when()?;
        let place = match self.location {
            Some(name) if self.address.is_none() && self.geo.is_none() => Some(Place::Label(name)),
            Some(name) => Some(Place::Venue { name, address: self.address, geo: self.geo }),
            None => self.online.map(|()| Place::Online),
        };
        let session = Session::new(SessionParts {
            id: id.clone(),
            title: self.title.ok_or_else(|| FieldProblem::missing("title"))?,
            description: self.description,
            when,
            status: self.status.unwrap_or_default(),
            busy: self.busy.unwrap_or(matches!(when, When::Timed { .. })),
            place,
            join: self.join,
            url: self.url,
            speakers: self.speakers.unwrap_or_default(),
            categories: self.categories.unwrap_or_default(),
            reminder: self.reminder,
            belonging: Belonging::default(),
        });
        let (email, as_property) = (self.email, self.as_property.is_some());
        let organizer = self.organizer.map(|name| Organizer { name, email, as_property });
        let (language, announced_as) = (self.language, self.announced_as);
        Ok((session, SeriesContext { language, announced_as, organizer }))
    }

    fn when(&self) -> Result<When, FieldProblem> {
        fn required<T, E: Display>(
            key: &'static str,
            value: Option<&str>,
            parse: impl FnOnce(&str) -> Result<T, E>,
        ) -> Result<T, FieldProblem> {
            let value = value.ok_or_else(|| FieldProblem::missing(key))?;
            parse(value).map_err(|why| FieldProblem::value(key, why))
        }
        let made = match self.start {
            Some(start) if !start.contains('T') => When::all_day(
                required("start", self.start, date)?,
                required("end", self.end, date)?,
            ),
            _ => When::timed(
                self.zone.ok_or_else(|| FieldProblem::missing("timezone"))?,
                required("start", self.start, instant)?,
                required("end", self.end, instant)?,
            ),
        };
        made.map_err(|why| FieldProblem::value("end", format!("is not valid: {why}")))
    }
}

/// Stores a parsed value.
pub(super) fn put<T, E: Display>(to: &mut Option<T>, value: Result<T, E>) -> Result<(), String> {
    *to = Some(value.map_err(|why| why.to_string())?);
    Ok(())
}

pub(super) fn yes(value: &str) -> Result<(), &'static str> {
    if value == YES { Ok(()) } else { Err("is not `yes`") }
}

pub(super) fn busy(value: &str) -> Result<bool, &'static str> {
    match value {
        YES => Ok(true),
        NO => Ok(false),
        _ => Err("is neither `yes` nor `no`"),
    }
}

pub(super) fn zone(value: &str) -> Result<Zone, String> {
    let version = Zone::database_version();
    Zone::get(value)
        .ok_or_else(|| format!("is not in the time zone database of this release, {version}"))
}

pub(super) fn categories(value: &str) -> Result<Vec<Category>, String> {
    let category = |name: &str| {
        let line = Line::parse(name).map_err(|why| why.to_string())?;
        Category::new(line).map_err(|why| why.to_string())
    };
    value.split(CATEGORY).map(category).collect()
}

pub(super) fn speakers(value: &str) -> Result<Vec<Speaker>, String> {
    value.split('\n').map(speaker).collect()
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

pub(super) fn geo(value: &str) -> Result<Geo, String> {
    let degrees = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    let (latitude, longitude) = value.split_once(';').unwrap_or((value, ""));
    Geo::new(degrees(latitude), degrees(longitude)).map_err(|why| why.to_string())
}

pub(super) fn reminder(value: &str) -> Result<Reminder, String> {
    let minutes = value.parse().map_err(|_| "is not a number of minutes".to_owned())?;
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

/// Checks that a value is a local time.
pub(super) fn local(value: &str) -> Result<(), String> {
    let local: Result<DateTime, _> = value.parse();
    local.map(drop).map_err(|_| "is not a local time such as `2020-09-23T14:00:00`".to_owned())
}
