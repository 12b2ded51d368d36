//! A series and its sessions, with defaults filled in, every value checked and the order fixed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Deref,
};

use super::withheld::without_link;
use super::{
    Audience, Authority, Belonging, Category, Colour, Email, Language, Line, Part, PartKey, Place,
    Prose, Reminder, SeriesId, SessionId, Uid, WebUrl, When, Zone,
};
use crate::address::PartKind;

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
    /// Its track, room, categories and language.
    pub belonging: Belonging,
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

    /// The same session in an umbrella, which has no parts.
    #[must_use]
    pub(crate) fn in_umbrella(&self, series: &SeriesId) -> Self {
        let under = |parts: &SessionParts| SessionParts {
            id: SessionId::in_umbrella(series, &parts.id),
            belonging: Belonging::default(),
            ..parts.clone()
        };
        let defined = self.defined.as_deref().map(|parts| Box::new(under(parts)));
        Self { shown: under(&self.shown), defined }
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
    /// Its tracks, rooms, categories and variants, in the order of the definition.
    pub parts: Vec<Part>,
    /// Former keys of parts, mapped to the current ones.
    pub former_parts: BTreeMap<PartKey, PartKey>,
    /// Its sessions, in any order.
    pub sessions: Vec<Session>,
}

impl SeriesParts {
    /// Sorts sessions by start and identifier.
    fn sort(&mut self) {
        self.sessions.sort_by(|a, b| (a.when.sort_key(), &a.id).cmp(&(b.when.sort_key(), &b.id)));
    }

    /// The parts without sessions and their older identifiers.
    fn without_sessions(&self) -> Self {
        Self {
            id: self.id.clone(),
            authority: self.authority.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            zone: self.zone,
            announced_as: self.announced_as.clone(),
            language: self.language.clone(),
            url: self.url.clone(),
            organizer: self.organizer.clone(),
            categories: self.categories.clone(),
            colour: self.colour,
            image: self.image.clone(),
            aliases: Vec::new(),
            on_cancel: self.on_cancel,
            retired: self.retired,
            audience: self.audience.clone(),
            former: BTreeMap::new(),
            parts: Vec::new(),
            former_parts: BTreeMap::new(),
            sessions: Vec::new(),
        }
    }
}

/// What a part shows in one language instead of the series' own values.
#[derive(Clone, Debug)]
pub struct PartView {
    /// Its title.
    pub title: Line,
    /// Its colour, if it is not the series'.
    pub colour: Option<Colour>,
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
    /// The part that it is limited to.
    pub(super) limit: Option<PartLimit>,
    /// Its title without the limit.
    whole_title: Option<Line>,
}

/// The part that a series is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartLimit {
    /// Its kind.
    pub kind: PartKind,
    /// Its identifier; of a selection, the sessions' identifiers joined by `_`.
    pub id: Box<str>,
    /// The constant identifier of its calendar.
    pub calendar: Uid,
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
        parts.sort();
        Ok(Self { parts, translations: Vec::new(), below: None, limit: None, whole_title: None })
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

    /// The series limited to a part: the part's title, colour and sessions; `view` gives them in
    /// each language.
    #[must_use]
    pub fn limited(&self, limit: &PartLimit, view: &dyn Fn(&Self) -> PartView) -> Self {
        let one = |series: &Self| series.limited_to(limit, view(series));
        let translations = self.translations.iter().map(one).collect();
        Self { translations, ..one(self) }
    }

    /// The same without translations.
    #[must_use]
    pub fn limited_to(&self, limit: &PartLimit, view: PartView) -> Self {
        let PartView { title, colour, sessions } = view;
        let colour = colour.or(self.colour);
        let mut parts = SeriesParts { title, colour, sessions, ..self.parts.without_sessions() };
        parts.sort();
        let (below, limit) = (self.below.clone(), Some(limit.clone()));
        let whole_title = Some(self.title.clone());
        Self { parts, translations: Vec::new(), below, limit, whole_title }
    }

    /// The title of the whole series, if it is limited to a part.
    #[must_use]
    pub fn whole_title(&self) -> Option<&Line> {
        self.whole_title.as_ref()
    }

    /// The part that it is limited to.
    #[must_use]
    pub fn limit(&self) -> Option<&PartLimit> {
        self.limit.as_ref()
    }

    /// The constant identifier of its calendar (X-WR-RELCALID).
    #[must_use]
    pub fn calendar_uid(&self) -> Uid {
        let own = || Uid::of_series(&self.authority, &self.id);
        self.limit.as_ref().map_or_else(own, |limit| limit.calendar.clone())
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
