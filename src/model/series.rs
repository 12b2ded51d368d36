//! A series and its sessions, with defaults filled in, every value checked and the order fixed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Deref,
};

use super::ids::display_as_str;
use super::withheld::without_link;
use super::{
    Audience, Authority, Colour, Email, Line, Prose, SeriesId, SessionId, Uid, ValueProblem,
    WebUrl, When, Zone,
};

/// A language tag (BCP 47: language, script, region) in its conventional case, such as `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

impl Language {
    /// # Errors
    /// When `text` is not a tag of language, script and region.
    pub fn parse(text: &str) -> Result<Self, ValueProblem> {
        let problem =
            || ValueProblem("is not a language tag such as `en`, `pt-BR` or `sr-Latn`".to_owned());
        let mut parts = text.split('-');
        let alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let language = parts.next().filter(|p| (2..=3).contains(&p.len()) && alphabetic(p));
        let mut tag = language.ok_or_else(problem)?.to_ascii_lowercase();
        let mut rest = parts.peekable();
        if let Some(script) = rest.next_if(|part| part.len() == 4 && alphabetic(part)) {
            tag.push('-');
            tag.push_str(&script[..1].to_ascii_uppercase());
            tag.push_str(&script[1..].to_ascii_lowercase());
        }
        let is_region = |part: &&str| {
            (part.len() == 2 && alphabetic(part))
                || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(region) = rest.next_if(is_region) {
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        if rest.next().is_some() { Err(problem()) } else { Ok(Self(tag.into())) }
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One category: a line without the separators `,` and `;` (rule `no-empty-or-repeated-property`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category(Line);

impl Category {
    /// # Errors
    /// When the line contains a separator.
    pub fn new(line: Line) -> Result<Self, ValueProblem> {
        if line.as_str().contains([',', ';']) {
            return Err(ValueProblem("holds `,` or `;`, which separate categories".to_owned()));
        }
        Ok(Self(line))
    }

    /// The category.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

display_as_str!(Language, Category);

/// A position on Earth (WGS 84), in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geo {
    latitude: i32,
    longitude: i32,
}

impl Geo {
    /// # Errors
    /// When a value, in degrees, is out of range.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, ValueProblem> {
        let micro = |degrees: f64, max: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "at most 180,000,000, checked here"
            )]
            (degrees.is_finite() && degrees.abs() <= max)
                .then(|| (degrees * 1e6).round() as i32)
                .ok_or_else(|| {
                    ValueProblem("is not [latitude −90–90, longitude −180–180]".to_owned())
                })
        };
        Ok(Self { latitude: micro(latitude, 90.0)?, longitude: micro(longitude, 180.0)? })
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / 1e6, f64::from(self.longitude) / 1e6)
    }
}

/// `latitude;longitude` with six digits after the point (RFC 5545 §3.8.1.6).
impl fmt::Display for Geo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |micro: i32| {
            let sign = if micro < 0 { "-" } else { "" };
            let size = micro.unsigned_abs();
            format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
        };
        write!(f, "{};{}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// The place of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Online only: `location = "Online"`, or a join link and no location.
    Online,
    /// A name on one line.
    Label(Line),
    /// A place with its details.
    Venue {
        /// Its name.
        name: Line,
        /// Street and town on one line.
        address: Option<Line>,
        /// Its position.
        geo: Option<Geo>,
    },
}

/// The organiser, and whether the calendar names them as ORGANIZER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// Name of a person or body.
    pub name: Line,
    /// Address for questions.
    pub email: Option<Email>,
    /// Whether to write ORGANIZER, which makes entries read-only invitations in some clients.
    pub as_property: bool,
}

/// A speaker, chair or panellist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Their name, or the name of the body they represent.
    pub name: Line,
    /// Their role in the session, or their position.
    pub role: Option<Line>,
    /// Their organisation.
    pub organisation: Option<Line>,
}

/// `Name, role, organisation`.
impl fmt::Display for Speaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        for part in [&self.role, &self.organisation].into_iter().flatten() {
            write!(f, ", {part}")?;
        }
        Ok(())
    }
}

/// STATUS of a VEVENT (rule `moved-session-keeps-uid`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Status {
    /// It takes place.
    #[default]
    Confirmed,
    /// It may take place.
    Tentative,
    /// It does not take place; the entry stays, marked as cancelled.
    Cancelled,
}

impl Status {
    /// All values, as written in definitions and records.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("confirmed", Self::Confirmed),
        ("tentative", Self::Tentative),
        ("cancelled", Self::Cancelled),
    ];

    /// The value's name in definitions and records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Tentative => "tentative",
            Self::Cancelled => "cancelled",
        }
    }

    /// Parses the name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, status)| *status)
    }
}

/// Treatment of a cancelled or withdrawn session in its series' feed (rule `cancelled-entry-stays`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnCancel {
    /// It stays, marked as cancelled.
    #[default]
    Mark,
    /// It leaves the feed; its own file still shows it as cancelled.
    Remove,
}

impl OnCancel {
    /// All values, as written in definitions.
    pub const NAMES: [(&'static str, Self); 2] = [("mark", Self::Mark), ("remove", Self::Remove)];

    /// Parses the name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice)
    }
}

/// Time from an alarm to the start, in whole minutes: one minute to four weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder(u16);

impl Reminder {
    /// Longest reminder, in minutes.
    pub const MAX_MINUTES: u16 = 4 * 7 * 24 * 60;

    /// # Errors
    /// When not between one minute and four weeks.
    pub fn from_minutes(minutes: i64) -> Result<Self, ValueProblem> {
        u16::try_from(minutes)
            .ok()
            .filter(|minutes| (1..=Self::MAX_MINUTES).contains(minutes))
            .map(Self)
            .ok_or_else(|| ValueProblem("is not between 1 minute and 4 weeks".to_owned()))
    }

    /// Minutes before the start.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

/// The parts of a [`Session`], which gives read access to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionParts {
    /// Its name in addresses and in the UID.
    pub id: SessionId,
    /// One line.
    pub title: Line,
    /// Its description.
    pub description: Option<Prose>,
    /// Its time.
    pub when: When,
    /// Whether it takes place.
    pub status: Status,
    /// Whether it blocks time in calendars.
    pub busy: bool,
    /// Its place.
    pub place: Option<Place>,
    /// The link for taking part.
    pub join: Option<WebUrl>,
    /// Its page elsewhere on the web, or the series' page.
    pub url: Option<WebUrl>,
    /// Its speakers, in the order of the definition.
    pub speakers: Vec<Speaker>,
    /// The series' categories, then its own.
    pub categories: Vec<Category>,
    /// An alarm in the session's own file.
    pub reminder: Option<Reminder>,
}

/// One session. Read-only. Its parts are those shown to people: a cancelled session has no join link,
/// neither as a part nor in its texts (rule `cancelled-entry-stays`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    shown: SessionParts,
    /// The parts as defined, if they differ from those shown.
    defined: Option<Box<SessionParts>>,
}

impl Session {
    /// Creates a session: every part is checked already, and any combination is valid.
    #[must_use]
    pub fn new(parts: SessionParts) -> Self {
        match (parts.status, &parts.join) {
            (Status::Cancelled, Some(join)) => {
                let shown = without_join(&parts, join);
                Self { shown, defined: Some(Box::new(parts)) }
            }
            _ => Self { shown: parts, defined: None },
        }
    }

    /// The parts as defined, including those not shown: for the record, which compares definitions.
    #[must_use]
    pub fn defined(&self) -> &SessionParts {
        self.defined.as_deref().unwrap_or(&self.shown)
    }
}

/// A session without its join link. A place that is only the link becomes online; a title or name that
/// is only the link stays.
fn without_join(parts: &SessionParts, join: &WebUrl) -> SessionParts {
    let line =
        |text: &Line| without_link(text.as_str(), join).and_then(|left| Line::parse(&left).ok());
    let name = |text: &Line| line(text).unwrap_or_else(|| text.clone());
    let prose =
        |text: &Prose| without_link(text.as_str(), join).and_then(|left| Prose::parse(&left).ok());
    let place = |place: &Place| match place {
        Place::Online => Place::Online,
        Place::Label(label) => line(label).map_or(Place::Online, Place::Label),
        Place::Venue { name: venue, address, geo } => {
            Place::Venue { name: name(venue), address: address.as_ref().and_then(line), geo: *geo }
        }
    };
    let speaker = |speaker: &Speaker| Speaker {
        name: name(&speaker.name),
        role: speaker.role.as_ref().and_then(line),
        organisation: speaker.organisation.as_ref().and_then(line),
    };
    let is_other = |url: &WebUrl| without_link(url.as_str(), join).is_some();
    SessionParts {
        title: name(&parts.title),
        description: parts.description.as_ref().and_then(prose),
        place: parts.place.as_ref().map(place),
        join: None,
        url: parts.url.clone().filter(is_other),
        speakers: parts.speakers.iter().map(speaker).collect(),
        ..parts.clone()
    }
}

impl Deref for Session {
    type Target = SessionParts;

    fn deref(&self) -> &SessionParts {
        &self.shown
    }
}

/// The parts of a [`Series`], which gives read access to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesParts {
    /// Its name in addresses and UIDs.
    pub id: SeriesId,
    /// The issuer of the events.
    pub authority: Authority,
    /// One line.
    pub title: Line,
    /// Its description.
    pub description: Option<Prose>,
    /// The default time zone of its sessions.
    pub zone: Option<Zone>,
    /// The clock's name in announcements; shown, never used to compute.
    pub announced_as: Option<Line>,
    /// Language of the texts; in a series of several languages, the default one.
    pub language: Option<Language>,
    /// The series' page elsewhere on the web.
    pub url: Option<WebUrl>,
    /// The organiser.
    pub organizer: Option<Organizer>,
    /// Its categories.
    pub categories: Vec<Category>,
    /// Its colour in calendars.
    pub colour: Option<Colour>,
    /// A picture of it.
    pub image: Option<WebUrl>,
    /// Older identifiers; their addresses keep working.
    pub aliases: Vec<SeriesId>,
    /// Treatment of cancelled sessions in the feed.
    pub on_cancel: OnCancel,
    /// Whether it is withdrawn for good.
    pub retired: bool,
    /// Its readers, if the definition names them.
    pub audience: Option<Audience>,
    /// Former identifiers of sessions, mapped to the current ones.
    pub former: BTreeMap<SessionId, SessionId>,
    /// Its sessions, in any order.
    pub sessions: Vec<Session>,
}

/// The reason sessions do not form a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesProblem {
    /// No session: subscribers would lose all entries (rule `feed-never-empty`).
    Empty,
    /// Two sessions with one identifier.
    DuplicateSession(SessionId),
    /// A former identifier that is a current one, or that maps to none.
    FormerSession(SessionId),
    /// A translation without a language, or in one already in use.
    Translation(Option<Language>),
}

/// A series with at least one session, sorted by start and identifier. Read-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    parts: SeriesParts,
    /// Its translations, by language; they have none themselves.
    pub(super) translations: Vec<Self>,
    /// The language in a translation's addresses.
    pub(super) below: Option<Language>,
}

impl Series {
    /// # Errors
    /// When sessions are missing, an identifier occurs twice, or a former one is a session's current one.
    pub fn new(mut parts: SeriesParts) -> Result<Self, SeriesProblem> {
        if parts.sessions.is_empty() {
            return Err(SeriesProblem::Empty);
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = parts.sessions.iter().find(|session| !seen.insert(&session.id)) {
            return Err(SeriesProblem::DuplicateSession(twice.id.clone()));
        }
        let is_astray =
            |(old, new): &(&SessionId, &SessionId)| seen.contains(old) || !seen.contains(new);
        if let Some((old, _)) = parts.former.iter().find(is_astray) {
            return Err(SeriesProblem::FormerSession(old.clone()));
        }
        parts.sessions.sort_by(|a, b| (a.when.sort_key(), &a.id).cmp(&(b.when.sort_key(), &b.id)));
        Ok(Self { parts, translations: Vec::new(), below: None })
    }

    /// Whether reading it needs a token.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.audience.as_ref().is_some_and(Audience::is_private)
    }

    /// The announced clock name for a session: none for a session in another zone or of whole days, since
    /// the announcement means the series' zone.
    #[must_use]
    pub fn announced_as_of(&self, session: &Session) -> Option<&Line> {
        let When::Timed { zone, .. } = session.when else { return None };
        self.announced_as.as_ref().filter(|_| self.zone == Some(zone))
    }

    /// The UID of a past, present or future session.
    #[must_use]
    pub fn uid_of(&self, session: &SessionId) -> Uid {
        Uid::of_session(&self.authority, &self.id, session)
    }
}

impl Deref for Series {
    type Target = SeriesParts;

    fn deref(&self) -> &SeriesParts {
        &self.parts
    }
}

#[cfg(test)]
mod tests;
