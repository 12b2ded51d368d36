//! A series and its sessions as meant: defaults filled in, every value checked, order settled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Deref,
};

use super::ids::display_as_str;
use super::withheld::without_join;
use super::{
    Audience, Authority, Colour, Line, Prose, SeriesId, SessionId, Uid, WebUrl, When, Zone,
};

/// Why a small value was refused; the text completes "`value` …".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueProblem(pub(super) String);

impl fmt::Display for ValueProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language tag (BCP 47: language, script, region) in its conventional case, such as `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

impl Language {
    /// # Errors
    /// When `text` is no tag of language, script and region.
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

/// A mail address that needs no quoting in a `mailto:` URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(Box<str>);

impl Email {
    /// # Errors
    /// When `text` is not `local@domain` of plain characters.
    pub fn parse(text: &str) -> Result<Self, ValueProblem> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
        let valid = text.len() <= 254
            && text.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty()
                    && local.chars().all(plain)
                    && Authority::parse(&domain.to_ascii_lowercase()).is_ok()
            });
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(ValueProblem("is not a mail address such as `events@example.org`".to_owned()))
        }
    }

    /// The address.
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
    /// When the line holds a separator.
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

display_as_str!(Language, Email, Category);

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

/// Where a session takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Only on the net: `location = "Online"`, or a join link and no location.
    Online,
    /// A name on one line.
    Label(Line),
    /// A place with what is known of it.
    Venue {
        /// What it is called.
        name: Line,
        /// Street and town on one line.
        address: Option<Line>,
        /// Where it is.
        geo: Option<Geo>,
    },
}

/// Who organises, and how they are written into the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// Name of a person or body.
    pub name: Line,
    /// Address for questions.
    pub email: Option<Email>,
    /// Whether to write ORGANIZER, which makes entries read-only invitations in some clients.
    pub as_property: bool,
}

/// Someone who speaks, chairs or takes part in a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Their name, or that of the body they speak for.
    pub name: Line,
    /// What they do in the session, or what they are.
    pub role: Option<Line>,
    /// Where they are from.
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
    /// It does not take place; the entry stays and says so.
    Cancelled,
}

impl Status {
    /// All of them, as definitions and records write them.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("confirmed", Self::Confirmed),
        ("tentative", Self::Tentative),
        ("cancelled", Self::Cancelled),
    ];

    /// The word for it in definitions and records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Tentative => "tentative",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, status)| *status)
    }
}

/// What becomes of a cancelled or withdrawn session in its series' feed (rule
/// `cancelled-entry-stays`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnCancel {
    /// It stays and says that it is cancelled.
    #[default]
    Mark,
    /// It leaves the feed; its own address goes on saying that it is cancelled.
    Remove,
}

impl OnCancel {
    /// All of them, as definitions write them.
    pub const NAMES: [(&'static str, Self); 2] = [("mark", Self::Mark), ("remove", Self::Remove)];

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice)
    }
}

/// How long before the start an alarm rings, in whole minutes: one minute to four weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder(u16);

impl Reminder {
    /// Longest reminder, in minutes.
    pub const MAX_MINUTES: u16 = 4 * 7 * 24 * 60;

    /// # Errors
    /// When outside one minute to four weeks.
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

/// What a [`Session`] is made of; reading it goes through the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionParts {
    /// Its name in addresses and the UID.
    pub id: SessionId,
    /// One line.
    pub title: Line,
    /// What it is about.
    pub description: Option<Prose>,
    /// When.
    pub when: When,
    /// Whether it takes place.
    pub status: Status,
    /// Whether it blocks time in calendars.
    pub busy: bool,
    /// Where.
    pub place: Option<Place>,
    /// The link by which one takes part.
    pub join: Option<WebUrl>,
    /// Its page elsewhere on the web, or the series'.
    pub url: Option<WebUrl>,
    /// Who speaks, in the order of the definition.
    pub speakers: Vec<Speaker>,
    /// What it belongs to: the series' categories, then its own.
    pub categories: Vec<Category>,
    /// An alarm in the session's own file.
    pub reminder: Option<Reminder>,
}

/// One session. Read-only. Its parts are what people are shown: a cancelled session has no join link,
/// neither as such nor in its texts (rule `cancelled-entry-stays`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    shown: SessionParts,
    /// As defined, where that is not what is shown.
    defined: Option<Box<SessionParts>>,
}

impl Session {
    /// Every part has been checked by its own door; what is left holds for any combination.
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

    /// The parts as defined, with what is not shown: for the record, which compares definitions.
    #[must_use]
    pub fn defined(&self) -> &SessionParts {
        self.defined.as_deref().unwrap_or(&self.shown)
    }
}

impl Deref for Session {
    type Target = SessionParts;

    fn deref(&self) -> &SessionParts {
        &self.shown
    }
}

/// What a [`Series`] is made of; reading it goes through the series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesParts {
    /// Its name in addresses and UIDs.
    pub id: SeriesId,
    /// Who issues the events.
    pub authority: Authority,
    /// One line.
    pub title: Line,
    /// What the series is about.
    pub description: Option<Prose>,
    /// The zone of sessions that name none.
    pub zone: Option<Zone>,
    /// How announcements name the clock; shown, never computed with.
    pub announced_as: Option<Line>,
    /// Language of the texts; of a series in several languages, the one of its plain addresses.
    pub language: Option<Language>,
    /// The series' page elsewhere on the web.
    pub url: Option<WebUrl>,
    /// Who organises.
    pub organizer: Option<Organizer>,
    /// What the series belongs to.
    pub categories: Vec<Category>,
    /// Its colour in calendars.
    pub colour: Option<Colour>,
    /// A picture of it.
    pub image: Option<WebUrl>,
    /// Older identifiers whose addresses stay alive.
    pub aliases: Vec<SeriesId>,
    /// What becomes of cancelled sessions in the feed.
    pub on_cancel: OnCancel,
    /// Whether it is withdrawn for good.
    pub retired: bool,
    /// Who may read it, where the definition says so.
    pub audience: Option<Audience>,
    /// Present identifiers of sessions by those that they had before.
    pub former: BTreeMap<SessionId, SessionId>,
    /// Its sessions, in any order.
    pub sessions: Vec<Session>,
}

/// Why sessions make no series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesProblem {
    /// No session: subscribers would lose all entries (rule `feed-never-empty`).
    Empty,
    /// Two sessions of one identifier.
    DuplicateSession(SessionId),
    /// An older identifier that a session has today, or that leads to none.
    FormerSession(SessionId),
    /// A translation into no language, or into one that is there already.
    Translation(Option<Language>),
}

/// One series with at least one session, sessions ordered by start and identifier. Read-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    parts: SeriesParts,
    /// The same in other languages, by language; none of them has any itself.
    pub(super) translations: Vec<Self>,
    /// Of a translation, the language whose addresses it stands at.
    pub(super) below: Option<Language>,
}

impl Series {
    /// # Errors
    /// When there is no session, an identifier stands twice, or an older one is that of a session.
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

    /// Whether a token is needed to read it.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.audience.as_ref().is_some_and(Audience::is_private)
    }

    /// How the announcement names a session's clock: it speaks of the series' zone, so not of
    /// sessions in another one, nor of whole days.
    #[must_use]
    pub fn announced_as_of(&self, session: &Session) -> Option<&Line> {
        let When::Timed { zone, .. } = session.when else { return None };
        self.announced_as.as_ref().filter(|_| self.zone == Some(zone))
    }

    /// The UID of one of its sessions, past, present or to come.
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
