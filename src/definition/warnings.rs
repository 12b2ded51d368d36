//! What is allowed and still worth a look. Warnings never block.

use std::collections::BTreeMap;

use super::codes;
use super::placement::Placement;
use super::reader::Reader;
use crate::diagnostic::Span;
use crate::model::{Line, Moment, Place, Series, Session, Status, When, Zone};

/// Tags that editors paste; most calendars show them as text (rule `plain-description`).
pub(crate) const TAGS: [&str; 14] = [
    "<p>", "<br", "</a>", "<b>", "<i>", "<strong>", "<em>", "<ul>", "<li>", "<div", "&amp;",
    "&nbsp;", "&quot;", "&#39;",
];

/// Where a key of a session stands.
type PlaceOf<'a> = dyn Fn(&Session, &str) -> Span + 'a;

pub(super) fn check(reader: &mut Reader, series: &Series, placement: &Placement) {
    let top = |key: &str| placement.series.of_key(key);
    let place_of = |session: &Session, key: &str| {
        placement.by_session.get(&session.id).map_or(top(key), |places| places.of_key(key))
    };
    texts(reader, series, None, &place_of, &top);
    for (_, translation) in series.translations() {
        texts(reader, translation, Some(series), &place_of, &top);
    }
    for session in &series.sessions {
        law(reader, place_of(session, "start"), session);
    }
    overlaps(reader, series, &place_of);
    clock_changes(reader, series, &place_of);
}

/// Texts of a series; of a translation, those that differ from the series' `own`.
fn texts(
    reader: &mut Reader,
    series: &Series,
    own: Option<&Series>,
    place_of: &PlaceOf<'_>,
    top: &dyn Fn(&str) -> Span,
) {
    let language = own.and(series.language.as_ref());
    let named = |key: &str| match language {
        Some(language) => format!("`{key}.{language}`"),
        None => format!("`{key}`"),
    };
    if own.is_none_or(|own| own.title != series.title) {
        line(reader, top("title"), &named("title"), &series.title);
    }
    if let Some(description) = &series.description
        && own.is_none_or(|own| own.description != series.description)
    {
        text(reader, top("description"), &named("description"), description.as_str());
    }
    for (number, session) in series.sessions.iter().enumerate() {
        let own = own.and_then(|own| own.sessions.get(number));
        let name = |key: &str| format!("session `{}`: {}", session.id, named(key));
        if own.is_none_or(|own| own.title != session.title) {
            line(reader, place_of(session, "title"), &name("title"), &session.title);
        }
        if let Some(description) = &session.description
            && own.is_none_or(|own| own.description != session.description)
        {
            let at = place_of(session, "description");
            text(reader, at, &name("description"), description.as_str());
        }
        if own.is_none_or(|own| own.place != session.place) {
            let at = place_of(session, "location");
            place(reader, at, &name("location"), session.place.as_ref());
        }
    }
}

fn line(reader: &mut Reader, at: Span, name: &str, line: &Line) {
    long_line(reader, at, name, line.units());
    text(reader, at, name, line.as_str());
}

fn place(reader: &mut Reader, at: Span, key: &str, place: Option<&Place>) {
    let (name, address) = match place {
        Some(Place::Label(label)) => (label, None),
        Some(Place::Venue { name, address, .. }) => (name, address.as_ref()),
        Some(Place::Online) | None => return,
    };
    // Calendars show a venue as `name, address`.
    long_line(reader, at, key, name.units() + address.map_or(0, |line| line.units() + 2));
    for line in std::iter::once(name).chain(address) {
        text(reader, at, key, line.as_str());
    }
}

fn long_line(reader: &mut Reader, at: Span, name: &str, units: usize) {
    let most = Line::OUTLOOK_UNITS;
    if units > most {
        let headline = format!("{name} has {units} characters; Outlook cuts after {most}");
        reader.find(&codes::TITLE_LONG, at, headline).add_help("move the rest to `description`");
    }
}

fn text(reader: &mut Reader, at: Span, name: &str, text: &str) {
    if text.contains("\\n") || text.contains("\\N") {
        let headline =
            format!("{name} has a backslash followed by n; several calendars show a line break");
        reader.find(&codes::BACKSLASH_N, at, headline).add_help("write `/` for `\\`, or reword");
    }
    let lower = text.to_ascii_lowercase();
    if let Some(tag) = TAGS.iter().find(|tag| lower.contains(*tag)) {
        let headline = format!("{name} has HTML (`{tag}`); most calendars show the tags");
        reader
            .find(&codes::MARKUP, at, headline)
            .add_help("write plain text, links bare on their own line");
    }
}

fn timed(session: &Session) -> Option<(Zone, Moment, Moment)> {
    match session.when {
        When::Timed { zone, start, end } => Some((zone, start, end)),
        When::AllDay { .. } => None,
    }
}

/// Rule `newest-zone-data`: where the older database disagrees, so will older devices.
fn law(reader: &mut Reader, at: Span, session: &Session) {
    let Some((zone, start, _)) = timed(session) else { return };
    let (ours, theirs) = (zone.offset_at(start.utc()), zone.second_opinion_at(start.utc()));
    if let Some(theirs) = theirs.filter(|theirs| *theirs != ours) {
        let headline = format!(
            "session `{}`: the law of {zone} changed lately; older devices will show {} instead of {}",
            session.id,
            theirs.to_datetime(start.utc()).strftime("%H:%M"),
            start.local().strftime("%H:%M"),
        );
        reader
            .find(&codes::LAW_CHANGED, at, headline)
            .add_help("tell attendees the time in UTC as well");
    }
}

/// Something that two sessions at the same time cannot share.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared<'a> {
    Speaker(&'a str),
    Place(&'a str),
    Link(&'a str),
    /// Neither has a place or a join link, so both may be at the same one.
    Unknown,
}

impl<'a> Shared<'a> {
    /// Everything of a session that is there once at a time.
    fn of(session: &'a Session) -> Vec<Self> {
        let speakers = session.speakers.iter().map(|speaker| Self::Speaker(speaker.name.as_str()));
        let place = match &session.place {
            Some(Place::Label(name) | Place::Venue { name, .. }) => {
                Some(Self::Place(name.as_str()))
            }
            Some(Place::Online) | None => None,
        };
        let link = session.join.as_ref().map(|link| Self::Link(link.as_str()));
        let unknown = (place.is_none() && link.is_none()).then_some(Self::Unknown);
        speakers.chain(place).chain(link).chain(unknown).collect()
    }

    fn words(self) -> String {
        match self {
            Self::Speaker(name) => format!(", and `{name}` speaks at both"),
            Self::Place(name) => format!(", and both are at `{name}`"),
            Self::Link(_) => ", and both have the same join link".to_owned(),
            Self::Unknown => String::new(),
        }
    }
}

/// Overlaps of sessions that share something; one finding for each session at most, and one in
/// all where nothing says that they share a place.
fn overlaps(reader: &mut Reader, series: &Series, place_of: &PlaceOf<'_>) {
    let mut latest: BTreeMap<Shared<'_>, (&Session, Moment)> = BTreeMap::new();
    let mut is_unknown_reported = false;
    for session in series.sessions.iter().filter(|session| session.status != Status::Cancelled) {
        let Some((_, start, end)) = timed(session) else { continue };
        let mut is_reported = false;
        for shared in Shared::of(session) {
            let other = latest.get(&shared);
            let is_unknown = shared == Shared::Unknown;
            if let Some((other, _)) = other.filter(|(_, end)| start.utc() < end.utc())
                && !is_reported
                && !(is_unknown && is_unknown_reported)
            {
                let headline = format!(
                    "sessions `{}` and `{}` overlap{}",
                    other.id,
                    session.id,
                    shared.words()
                );
                reader
                    .find(&codes::OVERLAP, place_of(session, "start"), headline)
                    .add_help("right if they run side by side; otherwise check the times");
                is_reported = true;
                is_unknown_reported |= is_unknown;
            }
            if other.is_none_or(|(_, latest_end)| end.utc() > latest_end.utc()) {
                latest.insert(shared, (session, end));
            }
        }
    }
}

/// The first change in each zone: from there on, "always at 14:00" is another instant. Where the
/// series says how announcements name its clock, its author has thought of that.
fn clock_changes(reader: &mut Reader, series: &Series, place_of: &PlaceOf<'_>) {
    let mut seen: Vec<(Zone, &Session, Moment)> = Vec::new();
    let mut told: Vec<Zone> = Vec::new();
    for session in &series.sessions {
        let Some((zone, start, _)) = timed(session) else { continue };
        if series.announced_as_of(session).is_some() {
            continue;
        }
        let Some((_, other, before)) = seen.iter().find(|(seen, ..)| *seen == zone) else {
            seen.push((zone, session, start));
            continue;
        };
        if told.contains(&zone) || zone.offset_at(before.utc()) == zone.offset_at(start.utc()) {
            continue;
        }
        told.push(zone);
        let shown = |moment: Moment| {
            format!(
                "{} {} is {}",
                moment.local().strftime("%H:%M"),
                zone.abbreviation_at(moment.utc()),
                moment.utc().strftime("%H:%MZ")
            )
        };
        let headline = format!(
            "the clocks of {zone} change between `{}` ({}) and `{}` ({})",
            other.id,
            shown(*before),
            session.id,
            shown(start)
        );
        reader.find(&codes::CLOCK_CHANGE, place_of(session, "start"), headline).add_help(
            "right if local time is meant; announce the zone by name, or write what announcements \
             call it, as in `announced_as = \"CET\"`",
        );
    }
}
