//! Warnings: values that are allowed and worth a second look. They never block publication.

use std::collections::BTreeMap;

use jiff::{SignedDuration, ToSpan as _};

use super::placement::Placement;
use super::reader::{KeyPlaces, TableReader};
use super::session::INTENDED;
use super::time::{are_usual_days, is_usual_length};
use super::{codes, slips};
use crate::address::PartKind;
use crate::diagnostic::Span;
use crate::model::{Line, Moment, Place, Series, Session, Status, When, Zone};

/// Tags that editors paste; most calendars show them as text (rule `plain-description`).
pub(crate) const TAGS: [&str; 10] =
    ["<p>", "<br", "</a>", "<b>", "<i>", "<strong>", "<em>", "<ul>", "<li>", "<div"];
/// Entities that copied web pages contain.
const ENTITIES: [&str; 4] = ["&amp;", "&nbsp;", "&quot;", "&#39;"];

/// The place of a session's key.
type PlaceOf<'a> = dyn Fn(&Session, &str) -> Span + 'a;

pub(super) fn check(reader: &mut TableReader, series: &Series, placement: &Placement) {
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
        if let Some(places) = placement.by_session.get(&session.id) {
            length(reader, places, session);
        }
    }
    overlaps(reader, series, &place_of);
    clock_changes(reader, series, placement);
}

/// Texts of a series. Of a translation, only the texts that differ from `own`, the series in its own
/// language.
fn texts(
    reader: &mut TableReader,
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

fn line(reader: &mut TableReader, at: Span, name: &str, line: &Line) {
    long_line(reader, at, name, line.units());
    text(reader, at, name, line.as_str());
}

fn place(reader: &mut TableReader, at: Span, key: &str, place: Option<&Place>) {
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

fn long_line(reader: &mut TableReader, at: Span, name: &str, units: usize) {
    let most = Line::OUTLOOK_UNITS;
    if units > most {
        let headline = format!("{name} has {units} characters; Outlook cuts after {most}");
        reader.find(&codes::TITLE_LONG, at, headline).add_help("move the rest to `description`");
    }
}

fn text(reader: &mut TableReader, at: Span, name: &str, text: &str) {
    if text.contains("\\n") || text.contains("\\N") {
        let headline =
            format!("{name} has a backslash followed by n; several calendars show a line break");
        reader.find(&codes::BACKSLASH_N, at, headline).add_help("write `/` for `\\`, or reword");
    }
    let lower = text.to_ascii_lowercase();
    if let Some(tag) = TAGS.iter().chain(&ENTITIES).find(|tag| lower.contains(*tag)) {
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
fn law(reader: &mut TableReader, at: Span, session: &Session) {
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
            .add_help("give attendees the time in UTC as well");
    }
}

/// A session that ends a year late, or that has clock times and lasts more than a day.
fn length(reader: &mut TableReader, places: &KeyPlaces, session: &Session) {
    if let Some(span) = places.get("end")
        && let Some(end) = a_year_earlier(reader, span, session)
    {
        let headline = format!("session `{}`: the end is a year late", session.id);
        reader
            .find(&codes::YEAR_LATE, span, headline)
            .add_help(format!("write `end = {end}`; right if the session lasts that long"));
        return;
    }
    let When::Timed { start, end, .. } = session.when else { return };
    if end.local().duration_since(start.local()) <= SignedDuration::from_hours(24) {
        return;
    }
    let span = places.get("end").or(places.get("duration"));
    let span = span.unwrap_or(places.of_key("start"));
    let headline = format!("session `{}` lasts more than 24 hours", session.id);
    let (first, last) = (start.local().date(), end.local().date());
    let finding = reader.find(&codes::LONG_SESSION, span, headline);
    finding.add_help(format!("for whole days, write `start = {first}` and `end = {last}`"));
    finding.add_help("for some hours of each day, write a session for each day");
}

/// The end as it would be written a year earlier, if the session would then be of a usual length.
fn a_year_earlier(reader: &TableReader, end: Span, session: &Session) -> Option<String> {
    let source = reader.file.text().get(end.start..end.end)?;
    let (is_usual, last) = match session.when {
        When::Timed { start, end, .. } => {
            let earlier = end.local().checked_sub(1.year()).ok()?;
            (is_usual_length(earlier.duration_since(start.local())), end.local().date())
        }
        When::AllDay { first, last } => {
            let earlier = last.checked_sub(1.year()).ok()?;
            (are_usual_days(first, earlier), last)
        }
    };
    if is_usual { slips::in_year(source, last.year() - 1) } else { None }
}

/// A person, place or link that two sessions at the same time cannot share.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SharedResource<'a> {
    Speaker(&'a str),
    /// The id of a room.
    Room(&'a str),
    Place(&'a str),
    Link(&'a str),
    /// Neither has a place or a join link, so both may be at the same one.
    Unknown,
}

impl<'a> SharedResource<'a> {
    /// The speakers, the place and the link of a session. Sessions in different rooms share neither place
    /// nor link, whatever their texts are.
    fn of(session: &'a Session) -> Vec<Self> {
        let speakers = session.speakers.iter().map(|speaker| Self::Speaker(speaker.name.as_str()));
        if let Some(room) = session.belonging.part(PartKind::Room) {
            return speakers.chain([Self::Room(room.id.as_str())]).collect();
        }
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
            Self::Room(id) => format!(", and both are in room `{id}`"),
            Self::Place(name) => format!(", and both are at `{name}`"),
            Self::Link(_) => ", and both have the same join link".to_owned(),
            Self::Unknown => String::new(),
        }
    }
}

/// Overlaps of sessions that share something; one finding for each session at most, and one in
/// all where nothing says that they share a place.
fn overlaps(reader: &mut TableReader, series: &Series, place_of: &PlaceOf<'_>) {
    let mut latest: BTreeMap<SharedResource<'_>, (&Session, Moment)> = BTreeMap::new();
    let mut is_unknown_reported = false;
    for session in series.sessions.iter().filter(|session| session.status != Status::Cancelled) {
        let Some((_, start, end)) = timed(session) else { continue };
        let mut is_reported = false;
        for shared in SharedResource::of(session) {
            let other = latest.get(&shared);
            let is_unknown = shared == SharedResource::Unknown;
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

/// The first change in each zone: from there on, "always at 14:00" is another instant. Not where
/// the series says how announcements name its clock, or a session has `clock_change`.
fn clock_changes(reader: &mut TableReader, series: &Series, placement: &Placement) {
    let mut firsts: Vec<(Zone, &Session, Moment)> = Vec::new();
    let mut changed: Vec<Zone> = Vec::new();
    for session in &series.sessions {
        let Some((zone, start, _)) = timed(session) else { continue };
        if series.announced_as_of(session).is_some() {
            continue;
        }
        let Some((_, other, before)) = firsts.iter().find(|(first, ..)| *first == zone) else {
            firsts.push((zone, session, start));
            continue;
        };
        if changed.contains(&zone) || zone.offset_at(before.utc()) == zone.offset_at(start.utc()) {
            continue;
        }
        changed.push(zone);
        let places = placement.by_session.get(&session.id);
        if places.is_some_and(|places| places.get("clock_change").is_some()) {
            continue;
        }
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
        let at = places.map_or(placement.series.of_key("title"), |places| places.of_key("start"));
        let finding = reader.find(&codes::CLOCK_CHANGE, at, headline);
        finding.comes_last();
        finding.add_help(format!(
            "if local time is meant, write `clock_change = \"{INTENDED}\"` into session `{}`, or, \
             at the top of the file, what announcements call the clock: `announced_as = \"CET\"`",
            session.id
        ));
    }
}
