//! Parses the parts of a series: `[[track]]`, `[[room]]`, `[[category]]` and `[[variant]]`; and the keys
//! of sessions that name them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::codes;
use super::fields::{CATEGORY, Field, ROOM, TRACK, VARIANT, ValueKind};
use super::help::{list, nearest};
use super::localized::{Localized, Project};
use super::reader::{Placed, Table, TableReader, shown};
use super::shared_values::{read_colour, read_former, read_geo, read_reminder};
use super::{keys, languages};
use crate::address::PartKind;
use crate::diagnostic::{Span, has_errors};
use crate::model::{Category, Language, Line, Part, PartId, PartKey, Place, Session};

/// Most parts of one kind.
const MAX_PARTS: usize = 200;

/// The parts of a series.
#[derive(Default)]
pub(super) struct RawParts {
    pub(super) parts: Vec<Localized<Part>>,
    /// Current keys by older ones.
    pub(super) former: BTreeMap<PartKey, PartKey>,
    /// The place of each id.
    places: BTreeMap<PartKey, Span>,
}

/// The kinds with their fields, and the key of their title.
const KINDS: [(PartKind, &[Field], &str); 4] = [
    (PartKind::Track, TRACK, "title"),
    (PartKind::Room, ROOM, "name"),
    (PartKind::Category, CATEGORY, "title"),
    (PartKind::Variant, VARIANT, "title"),
];

pub(super) fn read(reader: &mut TableReader, table: &Table<'_>) -> RawParts {
    let mut raw = RawParts::default();
    let mut former = Vec::new();
    for (kind, fields, title) in KINDS {
        let key = kind.as_str();
        for item in reader.tables(table, key, ValueKind::Tables(fields), MAX_PARTS) {
            let name = match item.value.get("id").and_then(|id| id.get_ref().as_str()) {
                Some(id) => format!("{key} `{}`", shown(id)),
                None => format!("a {key}"),
            };
            let part = Table { values: item.value, span: item.span, name };
            read_part(reader, &part, (kind, fields, title), &mut raw, &mut former);
        }
    }
    for (old, new) in former {
        let why = if raw.places.contains_key(&old.value) {
            "it is still defined"
        } else {
            match raw.former.entry(old.value.clone()) {
                Entry::Vacant(free) => {
                    free.insert(new);
                    continue;
                }
                Entry::Occupied(_) => "another part was that already",
            }
        };
        let headline = format!("{new}: `was` `{}`: {why}", old.value.id);
        reader.find(&codes::PART_TAKEN, old.span, headline).add_help("remove `was`");
    }
    raw
}

fn read_part(
    reader: &mut TableReader,
    table: &Table<'_>,
    (kind, fields, title): (PartKind, &'static [Field], &str),
    raw: &mut RawParts,
    former: &mut Vec<(Placed<PartKey>, PartKey)>,
) {
    keys::check(reader, table, fields);
    let id = reader.text(table, "id", ValueKind::Id).and_then(|text| {
        let id = reader.id(table.named("id"), text, PartId::parse)?;
        Some(Placed { value: PartKey { kind, id }, span: text.span })
    });
    let was = read_former(reader, table, PartId::parse);
    let title = if kind == PartKind::Room {
        languages::name(reader, table, title)
    } else {
        languages::line(reader, table, title)
    };
    let colour = if kind == PartKind::Track { read_colour(reader, table) } else { None };
    let (address, geo) = match kind {
        PartKind::Room => (languages::name(reader, table, "address"), read_geo(reader, table)),
        _ => (None, None),
    };
    let reminder = if kind == PartKind::Variant { read_reminder(reader, table) } else { None };
    let (Some(id), Some(title)) = (id, title) else { return };
    let key = id.value;
    if raw.places.insert(key.clone(), id.span).is_some() {
        let headline = format!("two {} have the id `{}`", plural(kind), key.id);
        let help = "give each an id of its own";
        reader.find(&codes::PART_TAKEN, id.span, headline).add_help(help);
        return;
    }
    let was = was.into_iter();
    former.extend(was.map(|old| {
        let old = Placed { value: PartKey { kind, id: old.value }, span: old.span };
        (old, key.clone())
    }));
    raw.parts.push(reader.languages.each(|language| {
        let title = title.project(language);
        let address = address.project(language);
        let place =
            (kind == PartKind::Room).then(|| Place::Venue { name: title.clone(), address, geo });
        Part { key: key.clone(), title, colour, place, reminder }
    }));
}

fn plural(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Track => "tracks",
        PartKind::Room => "rooms",
        PartKind::Category => "categories",
        PartKind::Variant | PartKind::Select => "variants",
    }
}

impl RawParts {
    fn of(&self, kind: PartKind) -> impl Iterator<Item = (&PartKey, &Localized<Part>)> {
        let keyed = self.parts.iter().map(|part| (&part.own().key, part));
        keyed.filter(move |(key, _)| key.kind == kind)
    }

    /// The track or room that a session names.
    pub(super) fn named(
        &self,
        reader: &mut TableReader,
        table: &Table<'_>,
        kind: PartKind,
    ) -> Option<&Localized<Part>> {
        let name = kind.as_str();
        let text = reader.text(table, name, ValueKind::Id)?;
        let found = self.of(kind).find(|(key, _)| key.id.as_str() == text.value);
        if let Some((_, part)) = found {
            return Some(part);
        }
        let ids: Vec<String> = self.of(kind).map(|(key, _)| key.id.to_string()).collect();
        let titled = self
            .of(kind)
            .find(|(_, part)| part.own().title.as_str().eq_ignore_ascii_case(text.value.trim()));
        let help = match (titled, nearest(text.value, ids.iter().map(String::as_str))) {
            (Some((key, _)), _) => format!("write `{name} = \"{}\"`", key.id),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) if ids.is_empty() => {
                format!("add a `[[{name}]]` with this id, above the sessions")
            }
            (None, None) => format!(
                "write one of {}, or add a `[[{name}]]` with this id",
                list(ids.iter().map(String::as_str))
            ),
        };
        let problem = format!("is not a {name} of this series");
        reader.bad_value(table, name, text, problem).add_help(help);
        None
    }

    /// The category with this id, and its title as a category of entries.
    pub(super) fn category(&self, id: &str) -> Option<(PartKey, Localized<Category>)> {
        let (key, part) = self.of(PartKind::Category).find(|(key, _)| key.id.as_str() == id)?;
        Some((key.clone(), as_category(part)?))
    }

    /// Reports parts that nobody can subscribe to: without sessions, or with the address of one.
    pub(super) fn check(&self, reader: &mut TableReader, sessions: &[Localized<Session>]) {
        let sessions = || sessions.iter().map(Localized::own);
        let is_session = |id: &str| sessions().any(|session| session.id.as_str() == id);
        let is_used = |key| sessions().any(|session| session.belonging.parts.contains(key));
        // A session that cannot be read may have named it.
        let is_whole = !has_errors(&reader.findings);
        for (key, span) in &self.places {
            let kind = key.kind.as_str();
            if is_session(kind) {
                let headline = format!("{kind} `{}`: session `{kind}` has the address", key.id);
                reader.find(&codes::PART_TAKEN, *span, headline).add_help(format!(
                    "give that session another `id`, with `was = \"{kind}\"` if it is published"
                ));
            } else if key.kind != PartKind::Variant && is_whole && !is_used(key) {
                let headline = format!("{kind} `{}` has no session", key.id);
                let help = match key.kind {
                    PartKind::Category => {
                        format!("add `\"{}\"` to `categories` of a session", key.id)
                    }
                    _ => format!("write `{kind} = \"{}\"` in a session", key.id),
                };
                reader.find(&codes::PART_EMPTY, *span, headline).add_help(help);
            }
        }
    }
}

/// The title of a part as a category of entries, without the separators of categories.
pub(super) fn as_category(part: &Localized<Part>) -> Option<Localized<Category>> {
    let category = |part: Part| {
        let text = part.title.as_str().replace([',', ';'], "");
        Category::new(Line::parse(&text).ok()?).ok()
    };
    let made = part.clone().map(category);
    let own = made.own().clone()?;
    Some(made.map(move |category| category.unwrap_or_else(|| own.clone())))
}

/// The place of a session in a room: the room, with the name of its own place or of the series' after it.
/// Its own place keeps its address and position; those of the series are for rooms without an address.
pub(super) fn place_in(
    room: &Localized<Part>,
    own: Option<&Localized<Place>>,
    of_series: Option<&Localized<Place>>,
    language: Option<&Language>,
) -> Option<Place> {
    let Place::Venue { name, address, geo } = room.project(language).place? else { return None };
    let [own, of_series] = [own, of_series].map(|place| Some(place?.project(language)));
    let (after, address, geo) = match (own, of_series) {
        (Some(Place::Label(label)), _) => (Some(label), None, None),
        (Some(Place::Venue { name, address, geo }), _) => (Some(name), address, geo),
        (Some(Place::Online), _) | (None, None | Some(Place::Online)) => (None, address, geo),
        (None, Some(Place::Label(label))) => (Some(label), address, geo),
        (None, Some(Place::Venue { name, address: theirs, geo: position })) => {
            let position = position.filter(|_| address.is_none());
            (Some(name), address.or(theirs), geo.or(position))
        }
    };
    let both = after.and_then(|other| Line::parse(&format!("{name}, {other}")).ok());
    Some(Place::Venue { name: both.unwrap_or(name), address, geo })
}
