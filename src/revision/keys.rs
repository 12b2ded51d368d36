//! The table of the fields of sessions and series: keys, groups and values.
//!
//! Fields are canonical: definitions have equal fields if and only if they mean the same. Defaults
//! have no field, so that later releases can add keys without touching entries that do not use
//! them.

use std::borrow::Cow;
use std::fmt;

use super::field_values::{self as read, CATEGORY, FieldValues, NO, PART, YES, put};
use crate::model::{
    Category, Colour, Email, Language, Line, Moment, Organizer, Place, Prose, Series, SessionParts,
    Speaker, Status, WebUrl, When, Zone,
};

/// The effect of a changed field on published entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldGroup {
    /// People need to be notified: SEQUENCE rises (rule `sequence-for-what-people-plan-by`).
    Schedule,
    /// The entry is revised, and SEQUENCE stays (rule `last-modified-moves`).
    Content,
    /// About the series, not about a session.
    Feed,
}

/// One field of the record and of `plan`.
pub struct Key {
    pub(super) name: &'static str,
    pub(super) group: FieldGroup,
    /// Whether it is translated.
    pub(super) is_translated: bool,
    /// The value of a session or series; `None` at its default.
    pub(super) get: for<'a> fn(Source<'a>) -> Option<Cow<'a, str>>,
    /// Parses a value, or says why it is invalid.
    pub(super) set: for<'a> fn(&mut FieldValues<'a>, &'a str) -> Result<(), String>,
}

impl Key {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The effect of its change on published entries.
    #[must_use]
    pub fn group(&self) -> FieldGroup {
        self.group
    }

    /// Whether people plan by it: it raises SEQUENCE, or is needed to show a time or place.
    pub(super) fn is_planned_by(&self) -> bool {
        const SHOWN: [&str; 6] =
            ["abbreviation", "abbreviation_end", "geo", "local_end", "local_start", "timezone"];
        self.group == FieldGroup::Schedule || SHOWN.contains(&self.name)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        (self.name, self.group) == (other.name, other.group)
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("name", &self.name).field("group", &self.group).finish()
    }
}

/// The source of fields.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) series: &'a Series,
    /// As defined: a hidden link is recorded too, because the session may be reinstated.
    pub(super) session: Option<&'a SessionParts>,
    /// The announced name of the session's or series' time zone.
    pub(super) announced_as: Option<&'a Line>,
}

impl<'a> Source<'a> {
    fn timed(self) -> Option<(Zone, Moment, Moment)> {
        match self.session?.when {
            When::Timed { zone, start, end } => Some((zone, start, end)),
            When::AllDay { .. } => None,
        }
    }

    fn place(self) -> Option<&'a Place> {
        self.session?.place.as_ref()
    }

    fn organizer(self) -> Option<&'a Organizer> {
        self.series.organizer.as_ref()
    }
}

/// The text of an optional value.
macro_rules! text {
    ($value:expr) => {
        $value.as_ref().map(|value| Cow::Borrowed(value.as_str()))
    };
}

/// Joins values into one text; `None` if there are none.
fn joined<'a>(values: impl Iterator<Item: AsRef<str>>, between: &str) -> Option<Cow<'a, str>> {
    values
        .fold(None, |before: Option<String>, value| {
            let before = before.map(|before| before + between).unwrap_or_default();
            Some(before + value.as_ref())
        })
        .map(Cow::Owned)
}

/// Name, role and organisation, separated by tabs, without trailing tabs.
fn speaker_line(speaker: &Speaker) -> String {
    let parts = [Some(&speaker.name), speaker.role.as_ref(), speaker.organisation.as_ref()];
    let line = parts.map(|part| part.map_or("", Line::as_str)).join(PART);
    line.trim_end_matches(PART).to_owned()
}

macro_rules! keys {
    ($($ident:ident $name:literal $group:ident $($translated:ident)?, $get:expr, $set:expr;)*) => {
        $(pub(crate) static $ident: Key = Key {
            name: $name,
            group: FieldGroup::$group,
            is_translated: concat!("" $(, stringify!($translated))?).len() == "translated".len(),
            get: $get,
            set: $set,
        };)*
        /// In order of name.
        pub(crate) static ALL: &[&Key] = &[$(&$ident),*];
    };
}

/// Fields of a session.
///
/// A key may be added if its absence means what older releases published. Moving a key to another
/// group, or renaming it, makes every record with it unreadable.
pub(crate) mod session {
    use super::*;

    keys! {
        ABBREVIATION "abbreviation" Content,
            |it| {
                let (zone, start, _) = it.timed()?;
                Some(zone.abbreviation_at(start.utc()).into())
            },
            |_, _| Ok(());
        ABBREVIATION_END "abbreviation_end" Content,
            |it| {
                let (zone, start, end) = it.timed()?;
                let (before, after) = [start, end].map(|at| zone.abbreviation_at(at.utc())).into();
                (before != after).then(|| after.into())
            },
            |_, _| Ok(());
        ADDRESS "address" Schedule translated,
            |it| match it.place()? {
                Place::Venue { address, .. } => text!(address),
                _ => None,
            },
            |to, value| put(&mut to.address, Line::parse(value));
        ANNOUNCED_AS "announced_as" Content translated,
            |it| text!(it.announced_as),
            |to, value| put(&mut to.announced_as, Line::parse(value));
        // By default, timed sessions block time and whole days do not; only exceptions are
        // recorded.
        BUSY "busy" Content,
            |it| {
                let is_busy = it.session?.busy;
                (is_busy != it.timed().is_some()).then_some(if is_busy { YES } else { NO }.into())
            },
            |to, value| put(&mut to.busy, read::busy(value));
        CATEGORIES "categories" Content translated,
            |it| joined(it.session?.categories.iter().map(Category::as_str), CATEGORY),
            |to, value| put(&mut to.categories, read::categories(value));
        DESCRIPTION "description" Content translated,
            |it| text!(it.session?.description),
            |to, value| put(&mut to.description, Prose::parse(value));
        END "end" Schedule,
            |it| Some(match it.session?.when {
                When::AllDay { last, .. } => last.to_string(),
                When::Timed { end, .. } => end.utc().to_string(),
            }.into()),
            |to, value| put::<_, String>(&mut to.end, Ok(value));
        GEO "geo" Content,
            |it| match it.place()? {
                Place::Venue { geo, .. } => Some(geo.as_ref()?.to_string().into()),
                _ => None,
            },
            |to, value| put(&mut to.geo, read::geo(value));
        JOIN "join" Schedule,
            |it| text!(it.session?.join),
            |to, value| put(&mut to.join, WebUrl::parse(value));
        LANGUAGE "language" Content,
            |it| text!(it.series.language),
            |to, value| put(&mut to.language, Language::parse(value));
        LOCAL_END "local_end" Content,
            |it| Some(it.timed()?.2.local().to_string().into()),
            |_, value| read::local(value);
        LOCAL_START "local_start" Content,
            |it| Some(it.timed()?.1.local().to_string().into()),
            |_, value| read::local(value);
        LOCATION "location" Schedule translated,
            |it| match it.place()? {
                Place::Online => None,
                Place::Label(name) | Place::Venue { name, .. } => Some(name.as_str().into()),
            },
            |to, value| put(&mut to.location, Line::parse(value));
        ONLINE "online" Schedule,
            |it| (*it.place()? == Place::Online).then_some(YES.into()),
            |to, value| put(&mut to.online, read::yes(value));
        ORGANIZER "organizer" Content translated,
            |it| Some(it.organizer()?.name.as_str().into()),
            |to, value| put(&mut to.organizer, Line::parse(value));
        ORGANIZER_EMAIL "organizer_email" Content,
            |it| text!(it.organizer()?.email),
            |to, value| put(&mut to.email, Email::parse(value));
        ORGANIZER_PROPERTY "organizer_property" Content,
            |it| it.organizer()?.as_property.then_some(YES.into()),
            |to, value| put(&mut to.as_property, read::yes(value));
        REMINDER "reminder" Content,
            |it| Some(it.session?.reminder?.minutes().to_string().into()),
            |to, value| put(&mut to.reminder, read::reminder(value));
        SPEAKERS "speakers" Content translated,
            |it| joined(it.session?.speakers.iter().map(speaker_line), "\n"),
            |to, value| put(&mut to.speakers, read::speakers(value));
        START "start" Schedule,
            |it| Some(match it.session?.when {
                When::AllDay { first, .. } => first.to_string(),
                When::Timed { start, .. } => start.utc().to_string(),
            }.into()),
            |to, value| put::<_, String>(&mut to.start, Ok(value));
        STATUS "status" Schedule,
            |it| {
                let status = it.session?.status;
                (status != Status::default()).then(|| status.as_str().into())
            },
            |to, value| put(&mut to.status, Status::parse(value).ok_or("is not a status"));
        TIMEZONE "timezone" Content,
            |it| Some(it.timed()?.0.name().into()),
            |to, value| put(&mut to.zone, read::zone(value));
        TITLE "title" Schedule translated,
            |it| Some(it.session?.title.as_str().into()),
            |to, value| put(&mut to.title, Line::parse(value));
        URL "url" Content,
            |it| text!(it.session?.url),
            |to, value| put(&mut to.url, WebUrl::parse(value));
    }
}

/// Fields of the series as a whole.
pub(crate) mod series {
    use super::*;

    keys! {
        ANNOUNCED_AS "announced_as" Feed translated,
            session::ANNOUNCED_AS.get, session::ANNOUNCED_AS.set;
        CATEGORIES "categories" Feed translated,
            |it| joined(it.series.categories.iter().map(Category::as_str), CATEGORY),
            session::CATEGORIES.set;
        COLOUR "colour" Feed,
            |it| Some(it.series.colour?.hex().into()),
            |_, value| put(&mut None, Colour::parse(value).ok_or("is not a colour"));
        DESCRIPTION "description" Feed translated,
            |it| text!(it.series.description), session::DESCRIPTION.set;
        IMAGE "image" Feed,
            |it| text!(it.series.image), session::URL.set;
        LANGUAGE "language" Feed,
            session::LANGUAGE.get, session::LANGUAGE.set;
        ORGANIZER "organizer" Feed translated,
            session::ORGANIZER.get, session::ORGANIZER.set;
        ORGANIZER_EMAIL "organizer_email" Feed,
            session::ORGANIZER_EMAIL.get, session::ORGANIZER_EMAIL.set;
        ORGANIZER_PROPERTY "organizer_property" Feed,
            session::ORGANIZER_PROPERTY.get, session::ORGANIZER_PROPERTY.set;
        TIMEZONE "timezone" Feed,
            |it| Some(it.series.zone?.name().into()), session::TIMEZONE.set;
        TITLE "title" Feed translated,
            |it| Some(it.series.title.as_str().into()), session::TITLE.set;
        URL "url" Feed,
            |it| text!(it.series.url), session::URL.set;
    }
}

/// The index of a key in a table; fast if the key is shortly after index `last`.
pub(super) fn find_after(table: &[&Key], last: usize, name: &str) -> Option<usize> {
    let next = table.iter().skip(last).take(8).position(|key| key.name == name);
    match next {
        Some(steps) => Some(last + steps),
        None => table.binary_search_by(|key| key.name.cmp(name)).ok(),
    }
}
