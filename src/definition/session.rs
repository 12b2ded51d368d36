//! One `[[session]]`.

use toml::de::DeTable;

use super::codes;
use super::fields::{Kind, SESSION, SPEAKER, VENUE};
use super::reader::{Placed, Places, Reader, Table};
use super::time::{Length, Times, ZoneState};
use crate::model::{
    Category, Geo, Line, Place, Reminder, Session, SessionId, SessionParts, Speaker, Status, WebUrl,
};

/// The place of what takes place on the net only.
const ONLINE: &str = "Online";
/// Most older identifiers of one session.
const MAX_FORMER: usize = 100;
/// Most categories of a series or session.
const MAX_CATEGORIES: usize = 50;
/// Most speakers of one session.
const MAX_SPEAKERS: usize = 200;

/// What sessions take from their series where they say nothing.
pub(super) struct Defaults {
    zone: ZoneState,
    place: Option<Place>,
    length: Option<Length>,
    join: Option<WebUrl>,
    url: Option<WebUrl>,
    reminder: Option<Reminder>,
    status: Status,
    categories: Vec<Category>,
}

/// What was read already of the series and holds for its sessions.
pub(super) struct Inherited<'a> {
    pub(super) zone: ZoneState,
    pub(super) url: Option<&'a WebUrl>,
    pub(super) categories: &'a [Category],
}

impl Defaults {
    pub(super) fn read(reader: &mut Reader, table: &Table<'_>, series: &Inherited<'_>) -> Self {
        Self {
            zone: series.zone,
            place: read_place(reader, table),
            length: reader.length(table, "duration").map(|length| length.value),
            join: reader.url(table, "join"),
            url: series.url.cloned(),
            reminder: read_reminder(reader, table),
            status: read_status(reader, table).unwrap_or_default(),
            categories: series.categories.to_vec(),
        }
    }
}

/// What became of one `[[session]]`.
pub(super) struct Read {
    pub(super) session: Option<Session>,
    pub(super) id: Option<Placed<SessionId>>,
    /// Identifiers that it had before.
    pub(super) former: Vec<Placed<SessionId>>,
    pub(super) places: Places,
    /// How tables name it.
    pub(super) label: String,
    pub(super) times: Times,
    /// Whether its local times are read in the series' zone.
    pub(super) inherits_zone: bool,
}

pub(super) fn read(
    reader: &mut Reader,
    item: Placed<&DeTable<'_>>,
    index: usize,
    defaults: &Defaults,
) -> Read {
    let written_id = item.value.get("id").and_then(|id| id.get_ref().as_str());
    let valid_id = written_id.filter(|id| SessionId::parse(id).is_ok());
    let label = valid_id.map_or_else(|| format!("#{}", index + 1), str::to_owned);
    let name = match valid_id {
        Some(id) => format!("session `{id}`"),
        None => format!("session {label}"),
    };
    let table = Table { values: item.value, span: item.span, name };
    let table = &table;
    reader.check_keys(table, SESSION);
    let id = reader.text(table, "id", Kind::Id).and_then(|text| {
        let value = reader.id("session id", text, SessionId::parse)?;
        Some(Placed { value, span: text.span })
    });
    let former = read_former(reader, table);
    let title = reader.line(table, "title");
    let description = reader.prose(table, "description");
    let (times, inherits_zone) = read_times(reader, table, defaults, &label);
    let when = reader.when(table, &times);
    let join = reader.url(table, "join").or_else(|| defaults.join.clone());
    let place = read_place(reader, table)
        .or_else(|| defaults.place.clone())
        .or_else(|| join.as_ref().map(|_| Place::Online));
    let url = reader.url(table, "url").or_else(|| defaults.url.clone());
    let speakers = read_speakers(reader, table);
    let categories = read_categories(reader, table, &defaults.categories);
    let status = read_status(reader, table).unwrap_or(defaults.status);
    let busy = reader.bool(table, "busy");
    let reminder = read_reminder(reader, table).or(defaults.reminder);
    let session = (|| {
        let when = when?;
        Some(Session::new(SessionParts {
            id: id.as_ref()?.value.clone(),
            title: title?,
            description,
            when,
            status,
            // Calendars show whole days as free unless told otherwise.
            busy: busy.unwrap_or(matches!(when, crate::model::When::Timed { .. })),
            place,
            join,
            url,
            speakers,
            categories,
            reminder,
        }))
    })();
    Read { session, id, former, places: Places::of(table), label, times, inherits_zone }
}

fn read_former(reader: &mut Reader, table: &Table<'_>) -> Vec<Placed<SessionId>> {
    let is_one = table.values.get("was").is_some_and(|found| found.get_ref().is_str());
    let texts = if is_one {
        reader.text(table, "was", Kind::IdOrIds).into_iter().collect()
    } else {
        reader.texts(table, "was", Kind::IdOrIds, MAX_FORMER)
    };
    let name = table.named("was");
    texts
        .into_iter()
        .filter_map(|text| {
            let value = reader.id(&name, text, SessionId::parse)?;
            Some(Placed { value, span: text.span })
        })
        .collect()
}

fn read_times(
    reader: &mut Reader,
    table: &Table<'_>,
    defaults: &Defaults,
    label: &str,
) -> (Times, bool) {
    let mut times = Times {
        start: reader.written(table, "start"),
        end: reader.written(table, "end"),
        length: reader.length(table, "duration"),
        default_length: defaults.length,
        zone: defaults.zone,
    };
    // An end that cannot be read must not make the default duration count.
    if times.end.is_none() && table.values.get("end").is_some() {
        times.start = None;
    }
    let own = reader.zone(table, "timezone");
    let inherits_zone = own.is_none();
    let is_day = matches!(times.start, Some(Placed { value: super::time::Written::Day(_), .. }));
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
            if let Some(refusal) = refusal {
                let sessions = [(label.to_owned(), times)];
                reader.refuse_zone(&table.named("timezone"), &refusal, &sessions);
                let [(_, back)] = sessions;
                times = back;
            }
        }
    }
    (times, inherits_zone)
}

fn read_place(reader: &mut Reader, table: &Table<'_>) -> Option<Place> {
    let found = table.values.get("location")?;
    let keys: Vec<&str> = VENUE.iter().map(|field| field.key).collect();
    let texts = found.get_ref().as_table().filter(|texts| Reader::is_by_language(texts, &keys));
    if let Some(texts) = texts {
        let is_online = |text: &str| text.trim().eq_ignore_ascii_case(ONLINE);
        if texts.iter().any(|(_, text)| text.get_ref().as_str().is_some_and(is_online)) {
            let headline = table.about(&format!("`location`: `{ONLINE}` is not for one language"));
            reader
                .find(&codes::CONTRADICTION, found.span().into(), headline)
                .add_help(format!("write `location = \"{ONLINE}\"`, for all languages"));
            return None;
        }
        return reader.name(table, "location").map(Place::Label);
    }
    if found.get_ref().is_str() {
        let line = reader.name(table, "location")?;
        let online = line.as_str().eq_ignore_ascii_case(ONLINE);
        return Some(if online { Place::Online } else { Place::Label(line) });
    }
    let venue = reader.table(table, "location", Kind::LineOrTable(VENUE))?;
    reader.check_keys(&venue, VENUE);
    let name = reader.name(&venue, "name");
    let address = reader.name(&venue, "address");
    let geo =
        reader.pair(&venue, "geo").and_then(|pair| match Geo::new(pair.value.0, pair.value.1) {
            Ok(geo) => Some(geo),
            Err(problem) => {
                let headline = format!("{} {problem}", venue.named("geo"));
                reader
                    .find(&codes::BAD_VALUE, pair.span, headline)
                    .add_help("latitude comes first");
                None
            }
        });
    Some(Place::Venue { name: name?, address, geo })
}

fn read_speakers(reader: &mut Reader, table: &Table<'_>) -> Vec<Speaker> {
    let mut speakers = Vec::new();
    for item in reader.tables(table, "speakers", Kind::Tables(SPEAKER), MAX_SPEAKERS) {
        let name = format!("{}: a speaker", table.name);
        let speaker = Table { values: item.value, span: item.span, name };
        reader.check_keys(&speaker, SPEAKER);
        let name = reader.name(&speaker, "name");
        let role = reader.line(&speaker, "role");
        let organisation = reader.name(&speaker, "organisation");
        speakers.extend(name.map(|name| Speaker { name, role, organisation }));
    }
    speakers
}

fn read_status(reader: &mut Reader, table: &Table<'_>) -> Option<Status> {
    let text = reader.text(table, "status", Kind::Status)?;
    let status = Status::parse(text.value);
    if status.is_none() {
        let near = match text.value.to_lowercase().as_str() {
            "canceled" | "cancel" => Some("cancelled"),
            other => super::help::nearest(other, Status::NAMES.iter().map(|(name, _)| *name)),
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", Kind::Status.words()),
        };
        reader.bad_value(table, "status", text, "is no status").add_help(help);
    }
    status
}

fn read_reminder(reader: &mut Reader, table: &Table<'_>) -> Option<Reminder> {
    let length = reader.length(table, "reminder")?;
    let minutes = match length.value {
        Length::Minutes(minutes) => minutes,
        Length::Days(days) => i64::from(days) * 24 * 60,
    };
    match Reminder::from_minutes(minutes) {
        Ok(reminder) => Some(reminder),
        Err(problem) => {
            let headline = format!("{} {problem}", table.named("reminder"));
            reader.find(&codes::BAD_VALUE, length.span, headline).add_help("shorten it");
            None
        }
    }
}

/// The categories of a table, after those it inherits, each once.
pub(super) fn read_categories(
    reader: &mut Reader,
    table: &Table<'_>,
    inherited: &[Category],
) -> Vec<Category> {
    let mut categories = inherited.to_vec();
    for item in reader.list(table, "categories", Kind::Lines, MAX_CATEGORIES) {
        let category = reader.item_in_language(table, "categories", item, read_category);
        categories.extend(category.filter(|category| !categories.contains(category)));
    }
    categories
}

fn read_category(reader: &mut Reader, name: &str, text: Placed<&str>) -> Option<Category> {
    let line = match Line::parse(text.value) {
        Ok(line) => line,
        Err(problem) => {
            reader.text_problem(name, text, problem);
            return None;
        }
    };
    match Category::new(line) {
        Ok(category) => Some(category),
        Err(problem) => {
            let shown: String = text.value.chars().take(80).collect();
            let headline = format!("{name} `{}` {problem}", shown.escape_debug());
            reader
                .find(&codes::BAD_VALUE, text.span, headline)
                .add_help("write two items, or leave the separator out");
            None
        }
    }
}
