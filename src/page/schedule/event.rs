//! Events of a schedule: the sessions that take place.

use super::slot::Slot;
use crate::address::{OfSession, PartKind};
use crate::i18n::Words;
use crate::model::{Part, PartKey, Place, Series, Session, Status, Uid, WebUrl, Zone};
use crate::revision::{Record, RecordEntry};

/// A session that takes place.
#[derive(Debug)]
pub(super) struct TimetableEvent<'a> {
    pub(super) guid: Uid,
    pub(super) number: u32,
    pub(super) slug: String,
    pub(super) slot: Slot,
    pub(super) room: &'a str,
    pub(super) title: &'a str,
    pub(super) track: Option<&'a str>,
    /// Its category.
    pub(super) kind: &'a str,
    /// The language in which it is held, or that of its texts; may be empty.
    pub(super) language: &'a str,
    pub(super) description: &'a str,
    pub(super) persons: Vec<&'a str>,
    /// Titles and addresses.
    pub(super) links: Vec<(&'a str, &'a str)>,
    pub(super) url: Option<WebUrl>,
}

/// The room of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoomName<'a> {
    pub(super) name: &'a str,
    /// The key of a room that the series defines.
    pub(super) key: Option<&'a PartKey>,
}

/// The sessions that take place, in order of time. The formats have no status, so cancelled sessions are
/// left out, and tentative ones are like others.
pub(super) fn taking_place<'a>(
    series: &'a Series,
    record: &'a Record,
) -> impl Iterator<Item = (&'a Session, &'a RecordEntry)> {
    let sessions = series.sessions.iter().filter(|session| session.status != Status::Cancelled);
    let recorded = sessions.filter_map(|session| Some((session, record.entry(&session.id)?)));
    recorded.filter(|(_, entry)| !entry.is_cancelled())
}

/// The room of a session: the one it is assigned to, its place, or else the series.
pub(super) fn room_of<'a>(series: &'a Series, session: &'a Session) -> RoomName<'a> {
    if let Some(part) = part_of(series, session, PartKind::Room) {
        return RoomName { name: part.title.as_str(), key: Some(&part.key) };
    }
    let name = match &session.place {
        Some(Place::Online) => Words::of(series.language.as_ref()).online,
        Some(Place::Label(name) | Place::Venue { name, .. }) => name.as_str(),
        None => series.title.as_str(),
    };
    RoomName { name, key: None }
}

/// The part of a kind that a session belongs to.
fn part_of<'a>(series: &'a Series, session: &Session, kind: PartKind) -> Option<&'a Part> {
    let key = session.belonging.part(kind)?;
    series.parts.iter().find(|part| part.key == *key)
}

impl<'a> TimetableEvent<'a> {
    pub(super) fn new(
        (series, zone): (&'a Series, Zone),
        (session, entry): (&'a Session, &RecordEntry),
        number: u32,
        public_url: Option<&WebUrl>,
    ) -> Self {
        let words = Words::of(series.language.as_ref());
        let page = series.base().to(session.id.to(OfSession::Page));
        let own = || session.url.clone();
        let join = session.join.as_ref().map(|url| (words.join, url.as_str()));
        let more = session.url.as_ref().map(|url| (words.more_information, url.as_str()));
        let spoken = session.belonging.spoken.as_ref().or(series.language.as_ref());
        Self {
            guid: entry.uid().as_uuid(&series.authority),
            number,
            slug: format!("{}-{}", series.id, session.id),
            slot: Slot::new(zone, session.when),
            room: room_of(series, session).name,
            title: session.title.as_str(),
            track: part_of(series, session, PartKind::Track).map(|track| track.title.as_str()),
            kind: kind_of(series, session),
            language: spoken.map_or("", |language| language.as_str()),
            description: session.description.as_ref().map_or("", |text| text.as_str()),
            persons: session.speakers.iter().map(|speaker| speaker.name.as_str()).collect(),
            links: [join, more].into_iter().flatten().collect(),
            url: public_url.and_then(|url| url.at(page)).or_else(own),
        }
    }
}

/// The session's category: the first it is assigned to, or that it has beyond those of the series.
fn kind_of<'a>(series: &'a Series, session: &'a Session) -> &'a str {
    let part = part_of(series, session, PartKind::Category).map(|part| part.title.as_str());
    let mut own = session.categories.iter().filter(|one| !series.categories.contains(one));
    part.or_else(|| own.next().map(|category| category.as_str())).unwrap_or("")
}
