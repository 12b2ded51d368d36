//! Parses a `[[session]]`.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::codes;
use super::fields::{SESSION, SPEAKER, VENUE, ValueKind};
use super::help::nearest;
use super::localized::{Localized, Project};
use super::parts::{RawParts, as_category, place_in};
use super::reader::{KeyName, KeyPlaces, Placed, Table, TableReader, shown};
use super::shared_values::{read_former, read_geo, read_reminder};
use super::time::{Length, TimeKeys, ZoneState};
use super::{keys, languages, refusal, time};
use crate::address::PartKind;
use crate::model::{
    Belonging, Category, Language, Line, PartKey, Place, Reminder, Session, SessionId,
    SessionParts, Speaker, Status, WebUrl, When,
};

/// The place of sessions that are online only.
const ONLINE: &str = "Online";
/// The only value of `clock_change`.
pub(super) const INTENDED: &str = "intended";
/// Most categories of a series or session.
const MAX_CATEGORIES: usize = 50;
/// Most speakers of one session.
const MAX_SPEAKERS: usize = 200;

/// Values that sessions inherit from their series.
pub(super) struct Defaults {
    pub(super) zone: ZoneState,
    place: Option<Localized<Place>>,
    length: Option<Length>,
    join: Option<WebUrl>,
    url: Option<WebUrl>,
    reminder: Option<Reminder>,
    status: Status,
    pub(super) categories: Categories,
    pub(super) parts: RawParts,
}

/// Categories of a series or session.
#[derive(Default)]
pub(super) struct Categories {
    pub(super) all: Vec<Localized<Category>>,
    /// The keys of those with a `[[category]]`.
    keys: Vec<PartKey>,
}

impl Defaults {
    pub(super) fn read(
        reader: &mut TableReader,
        table: &Table<'_>,
        zone: ZoneState,
        url: Option<&WebUrl>,
        (categories, parts): (Categories, RawParts),
    ) -> Self {
        Self {
            zone,
            place: read_place(reader, table),
            length: match time::length(reader, table, "duration") {
                Some(length) => Some(length.value),
                None if reader.misplaced.contains("duration") => Some(Length::Refused),
                None => table.values.get("duration").map(|_| Length::Refused),
            },
            join: reader.url(table, "join"),
            url: url.cloned(),
            reminder: read_reminder(reader, table),
            status: read_status(reader, table).unwrap_or_default(),
            categories,
            parts,
        }
    }
}

/// The result of parsing a `[[session]]`.
pub(super) struct ReadSession {
    pub(super) session: Option<Localized<Session>>,
    pub(super) id: Option<Placed<SessionId>>,
    /// Identifiers that it had before.
    pub(super) former: Vec<Placed<SessionId>>,
    pub(super) places: KeyPlaces,
    /// Its name in tables.
    pub(super) label: String,
    pub(super) times: TimeKeys,
    /// Whether its local times are read in the series' zone.
    pub(super) inherits_zone: bool,
}

pub(super) fn read(
    reader: &mut TableReader,
    item: Placed<&DeTable<'_>>,
    index: usize,
    defaults: &Defaults,
) -> ReadSession {
    let written_id = item.value.get("id").and_then(|id| id.get_ref().as_str());
    let valid_id = written_id.filter(|id| SessionId::parse(id).is_ok());
    let label = valid_id.map_or_else(|| format!("#{}", index + 1), str::to_owned);
    let name = match valid_id {
        Some(id) => format!("session `{id}`"),
        None => format!("session {label}"),
    };
    let table = Table { values: item.value, span: item.span, name };
    let table = &table;
    keys::check(reader, table, SESSION);
    let id = reader.text(table, "id", ValueKind::Id).and_then(|text| {
        let value = reader.id("session id", text, SessionId::parse)?;
        Some(Placed { value, span: text.span })
    });
    let former = read_former(reader, table, SessionId::parse);
    let title = languages::line(reader, table, "title");
    let description = languages::prose(reader, table, "description");
    let (times, inherits_zone) = read_times(reader, table, defaults, &label);
    let when = time::when(reader, table, &times);
    let join = reader.url(table, "join").or_else(|| defaults.join.clone());
    let own_place = read_place(reader, table);
    let place = own_place.as_ref().or(defaults.place.as_ref());
    let track = defaults.parts.named(reader, table, PartKind::Track);
    let room = defaults.parts.named(reader, table, PartKind::Room);
    let spoken = reader.parsed(table, "language", ValueKind::Language, Language::parse);
    let url = reader.url(table, "url").or_else(|| defaults.url.clone());
    let speakers = read_speakers(reader, table);
    let categories = read_categories(reader, table, &defaults.parts);
    let of_track: Vec<Localized<Category>> = track.and_then(as_category).into_iter().collect();
    let named = track.into_iter().chain(room).map(|part| part.own().key.clone());
    let keys = defaults.categories.keys.iter().chain(&categories.keys).cloned();
    let parts: BTreeSet<PartKey> = named.chain(keys).collect();
    let belonging = Belonging { parts: parts.into_iter().collect(), spoken };
    let status = read_status(reader, table).unwrap_or(defaults.status);
    let busy = reader.bool(table, "busy");
    read_clock_change(reader, table);
    let reminder = read_reminder(reader, table).or(defaults.reminder);
    let session = match (&id, title, when) {
        (Some(id), Some(title), Some(when)) => Some(reader.languages.each(|language| {
            Session::new(SessionParts {
                id: id.value.clone(),
                title: title.project(language),
                description: description.project(language),
                when,
                status,
                // Calendars show whole days as free by default.
                busy: busy.unwrap_or(matches!(when, When::Timed { .. })),
                place: room
                    .and_then(|room| {
                        place_in(room, own_place.as_ref(), defaults.place.as_ref(), language)
                    })
                    .or_else(|| place.map(|place| place.project(language)))
                    .or_else(|| join.as_ref().map(|_| Place::Online)),
                join: join.clone(),
                url: url.clone(),
                speakers: speakers.project(language),
                categories: each_once(
                    &[&of_track, &defaults.categories.all, &categories.all],
                    language,
                ),
                reminder,
                belonging: belonging.clone(),
            })
        })),
        _ => None,
    };
    ReadSession { session, id, former, places: KeyPlaces::of(table), label, times, inherits_zone }
}

fn read_times(
    reader: &mut TableReader,
    table: &Table<'_>,
    defaults: &Defaults,
    label: &str,
) -> (TimeKeys, bool) {
    let mut times = TimeKeys {
        start: time::written(reader, table, "start"),
        end: time::written(reader, table, "end"),
        length: time::length(reader, table, "duration"),
        default_length: defaults.length,
        zone: defaults.zone,
    };
    // An end that cannot be read must not make the default duration count.
    if times.end.is_none() && table.values.get("end").is_some() {
        times.start = None;
    }
    let own = refusal::zone(reader, table, "timezone");
    let inherits_zone = own.is_none();
    let is_day = matches!(times.start, Some(Placed { value: time::WrittenTime::Day(_), .. }));
    match own {
        None => {}
        Some(_) if is_day => {
            let span = table.values.get("timezone").map_or(table.span, |value| value.span().into());
            let headline = format!("{}: an all-day session has no `timezone`", table.name);
            reader
                .find(&codes::CONTRADICTION, span, headline)
                .add_help("remove `timezone`, or give `start` a time");
        }
        Some(Ok(zone)) => times.zone = ZoneState::Known(zone),
        Some(Err(refusal)) => {
            times.zone = ZoneState::Refused;
            if let Some(refused) = refusal {
                let sessions = [(label.to_owned(), times)];
                refusal::refuse(reader, table.named("timezone"), &refused, &sessions);
            }
        }
    }
    (times, inherits_zone)
}

fn read_place(reader: &mut TableReader, table: &Table<'_>) -> Option<Localized<Place>> {
    let found = table.values.get("location")?;
    let texts = found.get_ref().as_table();
    if let Some(texts) = texts.filter(|texts| languages::is_by_language(texts, VENUE)) {
        let is_online = |text: &str| text.trim().eq_ignore_ascii_case(ONLINE);
        if texts.iter().any(|(_, text)| text.get_ref().as_str().is_some_and(is_online)) {
            let headline = table.about(&format!("`location`: `{ONLINE}` is not for one language"));
            reader
                .find(&codes::CONTRADICTION, found.span().into(), headline)
                .add_help(format!("write `location = \"{ONLINE}\"`, for all languages"));
            return None;
        }
        return Some(languages::name(reader, table, "location")?.map(Place::Label));
    }
    if found.get_ref().is_str() {
        return Some(languages::name(reader, table, "location")?.map(|line| {
            let is_online = line.as_str().eq_ignore_ascii_case(ONLINE);
            if is_online { Place::Online } else { Place::Label(line) }
        }));
    }
    let venue = reader.table(table, "location", ValueKind::LineOrTable(VENUE))?;
    keys::check(reader, &venue, VENUE);
    let name = languages::name(reader, &venue, "name");
    let address = languages::name(reader, &venue, "address");
    let geo = read_geo(reader, &venue);
    let name = name?;
    Some(reader.languages.each(|language| Place::Venue {
        name: name.project(language),
        address: address.project(language),
        geo,
    }))
}

fn read_speakers(reader: &mut TableReader, table: &Table<'_>) -> Vec<Localized<Speaker>> {
    let mut speakers = Vec::new();
    for item in reader.tables(table, "speakers", ValueKind::Tables(SPEAKER), MAX_SPEAKERS) {
        let name = format!("{}: a speaker", table.name);
        let speaker = Table { values: item.value, span: item.span, name };
        keys::check(reader, &speaker, SPEAKER);
        let name = languages::name(reader, &speaker, "name");
        let role = languages::line(reader, &speaker, "role");
        let organisation = languages::name(reader, &speaker, "organisation");
        let Some(name) = name else { continue };
        speakers.push(reader.languages.each(|language| Speaker {
            name: name.project(language),
            role: role.project(language),
            organisation: organisation.project(language),
        }));
    }
    speakers
}

fn read_status(reader: &mut TableReader, table: &Table<'_>) -> Option<Status> {
    let text = reader.text(table, "status", ValueKind::Status)?;
    let status = Status::parse(text.value);
    if status.is_none() {
        let near = match text.value.to_lowercase().as_str() {
            "canceled" | "cancel" => Some("cancelled"),
            other => nearest(other, Status::NAMES.iter().map(|(name, _)| *name)),
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", ValueKind::Status.words()),
        };
        reader.bad_value(table, "status", text, "is not a status").add_help(help);
    }
    status
}

/// Checks `clock_change`; warnings then see from its place that it is there.
fn read_clock_change(reader: &mut TableReader, table: &Table<'_>) {
    let Some(text) = reader.text(table, "clock_change", ValueKind::ClockChange) else { return };
    if text.value != INTENDED {
        let help = format!("write `clock_change = \"{INTENDED}\"`, or remove the line");
        reader.bad_value(table, "clock_change", text, "is not a choice").add_help(help);
    }
}

/// The categories of a table: texts, and ids of a `[[category]]`.
pub(super) fn read_categories(
    reader: &mut TableReader,
    table: &Table<'_>,
    parts: &RawParts,
) -> Categories {
    let mut categories = Categories::default();
    for item in reader.list(table, "categories", ValueKind::Lines, MAX_CATEGORIES) {
        match item.get_ref().as_str().and_then(|id| parts.category(id)) {
            Some((key, category)) => {
                categories.keys.push(key);
                categories.all.push(category);
            }
            None => categories.all.extend(languages::item(
                reader,
                table,
                "categories",
                item,
                read_category,
            )),
        }
    }
    categories
}

/// Categories of a series and of a session, each once.
pub(super) fn each_once(
    lists: &[&[Localized<Category>]],
    language: Option<&Language>,
) -> Vec<Category> {
    let mut categories: Vec<Category> = Vec::new();
    for category in lists.iter().copied().flatten() {
        let category = category.project(language);
        if !categories.contains(&category) {
            categories.push(category);
        }
    }
    categories
}

fn read_category(
    reader: &mut TableReader,
    name: KeyName<'_>,
    text: Placed<&str>,
) -> Option<Category> {
    let line = Line::parse(text.value);
    let line = line.map_err(|problem| reader.text_problem(name, text, problem)).ok()?;
    match Category::new(line) {
        Ok(category) => Some(category),
        Err(problem) => {
            let headline = format!("{name} `{}` {problem}", shown(text.value));
            reader
                .find(&codes::BAD_VALUE, text.span, headline)
                .add_help("write two items, or leave the separator out");
            None
        }
    }
}
