//! Parses a definition file into a series, or into findings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::access::{self, StatedAccess};
use super::codes;
use super::fields::{ORGANIZER, SERIES, ValueKind};
use super::help::slug;
use super::localized::{Localized, Project};
use super::placement::Placement;
use super::published::PublishedIds;
use super::reader::{KeyPlaces, Placed, Table, TableReader, shown};
use super::session::{self, Defaults, each_once, read_categories};
use super::shared_values::read_colour;
use super::time::{TimeKeys, ZoneState};
use super::umbrella::{self, Umbrella};
use super::{keys, languages, misplaced, novelty, parts, refusal, syntax, warnings};
use crate::diagnostic::{Finding, SourceFile, Span, has_errors};
use crate::model::{
    Authority, Category, Email, IdProblem, Language, Line, OnCancel, Organizer, Part, Prose,
    Series, SeriesId, SeriesParts, SeriesProblem, Session, SessionId,
};

/// Most sessions of one series.
const MAX_SESSIONS: usize = 10_000;
/// Most older ids.
const MAX_ALIASES: usize = 100;

/// Longest file, in bytes, with findings for all syntax errors and not only for the first: every second
/// byte may be an error, and each takes some hundred bytes of memory.
const MAX_RECOVERED_BYTES: usize = 256 * 1024;

/// The result of parsing a file.
#[derive(Debug)]
pub struct Definition {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The identifier, even of a file with errors, as far as it can be known.
    pub id: Option<SeriesId>,
    /// The series, if no finding is an error.
    pub series: Option<Series>,
    /// The umbrella, if the file defines one and no finding is an error.
    pub umbrella: Option<Umbrella>,
    /// The audience, even of a file with errors, as far as it can be read.
    pub audience: StatedAccess,
    /// Everything found, in the order of the file.
    pub findings: Vec<Finding>,
    /// Warnings that matter while the series is new.
    pub before_publication: Vec<Finding>,
    /// Where the identifier is written, or the start of the file.
    pub(super) id_span: Span,
    /// Where each alias is written.
    pub(super) alias_spans: Vec<Span>,
    /// Ids that findings propose for sessions without one.
    pub(super) proposed: BTreeSet<String>,
    /// Where the sessions of `series` are written.
    pub(super) placement: Option<Placement>,
}

impl Definition {
    fn of(file: &Arc<SourceFile>) -> Self {
        Self {
            file: Arc::clone(file),
            id: None,
            series: None,
            umbrella: None,
            audience: StatedAccess::Nothing,
            findings: Vec::new(),
            before_publication: Vec::new(),
            id_span: Span { start: 0, end: 0 },
            alias_spans: Vec::new(),
            proposed: BTreeSet::new(),
            placement: None,
        }
    }

    /// Whether findings propose session ids. These should be compared with the published ids.
    #[must_use]
    pub fn proposes_ids(&self) -> bool {
        !self.proposed.is_empty()
    }

    /// A warning about new sessions in the past. `is_recorded`: whether the record has a session;
    /// `None` without a record.
    #[must_use]
    pub fn new_in_the_past(
        &self,
        is_recorded: Option<&dyn Fn(&SessionId) -> bool>,
        now: Timestamp,
    ) -> Option<Finding> {
        let (series, placement) = (self.series.as_ref()?, self.placement.as_ref()?);
        novelty::in_the_past(&self.file, (series, placement), is_recorded, now)
    }
}

/// Reads a definition. `stem` is the file's name without `.toml`: the series' id, unless the file
/// has another.
#[must_use]
pub fn parse(file: &Arc<SourceFile>, stem: &str) -> Definition {
    parse_with(file, stem, &PublishedIds::default())
}

/// [`parse`], with findings that propose none of the published ids for a new session.
#[must_use]
pub fn parse_with(file: &Arc<SourceFile>, stem: &str, published: &PublishedIds) -> Definition {
    let mut reader = TableReader::new(file);
    reader.published = published.clone();
    let (document, errors) = read_toml(file.text());
    syntax::find_errors(&mut reader, &errors);
    let written_id = document
        .as_ref()
        .and_then(|document| document.get_ref().get("id"))
        .map(|id| id.get_ref().as_str());
    let mut definition = Definition {
        id: match written_id {
            Some(written) => written.and_then(|id| SeriesId::parse(id).ok()),
            // The identifier may be in a line that cannot be read.
            None if !errors.is_empty() => None,
            None => SeriesId::parse(stem).ok(),
        },
        audience: if errors.is_empty() {
            StatedAccess::Nothing
        } else {
            StatedAccess::of_broken(file.text(), document.as_ref().map(Spanned::get_ref))
        },
        ..Definition::of(file)
    };
    if let Some(document) = document.filter(|_| reader.findings.is_empty()) {
        let table = Table {
            values: document.get_ref(),
            span: Span { start: 0, end: 0 },
            name: String::new(),
        };
        let raw = read(&mut reader, &table, stem, &mut definition);
        if table.values.get("umbrella").is_some() {
            let selection = umbrella::read(&mut reader, &table);
            if let (Some((raw, _)), Some(selection), false) =
                (raw, selection, has_errors(&reader.findings))
            {
                definition.umbrella = Some(Umbrella::new(raw.into_own(), selection));
            }
        } else if let Some(raw) = raw.filter(|_| !has_errors(&reader.findings)) {
            build(&mut reader, raw, &mut definition);
        }
    }
    definition.proposed = std::mem::take(&mut reader.proposed);
    definition.findings = reader.finish();
    access::veil(&mut definition.findings);
    definition
}

fn read_toml(text: &str) -> (Option<Spanned<DeTable<'_>>>, Vec<toml::de::Error>) {
    if text.len() <= MAX_RECOVERED_BYTES {
        let (document, errors) = DeTable::parse_recoverable(text);
        return (Some(document), errors);
    }
    match DeTable::parse(text) {
        Ok(document) => (Some(document), Vec::new()),
        Err(error) => (None, vec![error]),
    }
}

fn build(
    reader: &mut TableReader,
    (raw, placement): (RawSeries, Placement),
    definition: &mut Definition,
) {
    let translations = reader.languages.others().map(|language| raw.project(language)).collect();
    let series = Series::new(raw.into_own()).map(|series| {
        series
            .with_translations(translations)
            .expect("languages come from the title's tags, each once")
    });
    match series {
        Ok(series) => {
            warnings::check(reader, &series, &placement);
            definition.before_publication = novelty::check(&reader.file, &series, &placement);
            definition.placement = Some(placement);
            definition.series = Some(series);
        }
        Err(SeriesProblem::Empty) => empty(reader, Span { start: 0, end: 0 }),
        // Reported with both places while the sessions were read.
        Err(_) => {}
    }
}

fn empty(reader: &mut TableReader, span: Span) {
    reader
        .find(&codes::EMPTY_SERIES, span, "the series has no session".to_owned())
        .add_help("add a `[[session]]`; an empty calendar deletes every subscriber's entries");
}

/// A series as read, with its texts in all languages.
struct RawSeries {
    /// In its own language, without sessions.
    own: SeriesParts,
    title: Localized<Line>,
    description: Option<Localized<Prose>>,
    announced_as: Option<Localized<Line>>,
    organizer: Option<Localized<Organizer>>,
    categories: Vec<Localized<Category>>,
    parts: Vec<Localized<Part>>,
    sessions: Vec<Localized<Session>>,
}

impl RawSeries {
    /// The series in another language.
    fn project(&self, language: &Language) -> SeriesParts {
        let language = Some(language);
        SeriesParts {
            title: self.title.project(language),
            description: self.description.project(language),
            announced_as: self.announced_as.project(language),
            language: language.cloned(),
            organizer: self.organizer.project(language),
            categories: each_once(&[&self.categories], language),
            parts: self.parts.project(language),
            sessions: self.sessions.project(language),
            ..self.own.clone()
        }
    }

    /// The series in its own language.
    fn into_own(self) -> SeriesParts {
        let sessions = self.sessions.into_iter().map(Localized::into_own).collect();
        SeriesParts { sessions, ..self.own }
    }
}

fn read(
    reader: &mut TableReader,
    table: &Table<'_>,
    stem: &str,
    definition: &mut Definition,
) -> Option<(RawSeries, Placement)> {
    reader.misplaced = misplaced::find(table.values);
    reader.languages.is_reported = reader.misplaced.contains("language");
    keys::check(reader, table, SERIES);
    let id = read_id(reader, table, stem, definition);
    let authority = read_authority(reader, table);
    let language = languages::read(reader, table);
    let title = languages::line(reader, table, "title");
    let description = languages::prose(reader, table, "description");
    let announced_as = languages::name(reader, table, "announced_as");
    let url = reader.url(table, "url");
    let organizer = read_organizer(reader, table);
    let parts = parts::read(reader, table);
    let categories = read_categories(reader, table, &parts);
    let colour = read_colour(reader, table);
    let image = reader.url(table, "image");
    let aliases = read_aliases(reader, table, definition);
    let on_cancel = read_on_cancel(reader, table).unwrap_or_default();
    let retired = reader.bool(table, "retired").unwrap_or(false);
    definition.audience = access::read(reader, table);
    let written_zone = refusal::zone(reader, table, "timezone");
    let zone = match &written_zone {
        Some(Ok(zone)) => ZoneState::Known(*zone),
        Some(Err(_)) => ZoneState::Refused,
        None if reader.misplaced.contains("timezone") => ZoneState::Refused,
        None => ZoneState::Absent,
    };
    let defaults = Defaults::read(reader, table, zone, url.as_ref(), (categories, parts));
    let Sessions { sessions, former, placement, times } = read_sessions(reader, table, &defaults);
    if let Some(Err(Some(refused))) = &written_zone {
        refusal::refuse(reader, table.named("timezone"), refused, &times);
    }
    let (categories, parts) = (defaults.categories.all, defaults.parts);
    parts.check(reader, &sessions);
    let (id, authority, title) = (id?, authority?, title?);
    let own = SeriesParts {
        id,
        authority,
        title: title.project(None),
        description: description.project(None),
        zone: written_zone.and_then(Result::ok),
        announced_as: announced_as.project(None),
        language,
        url,
        organizer: organizer.project(None),
        categories: each_once(&[&categories], None),
        colour,
        image,
        aliases,
        on_cancel,
        retired,
        audience: match &definition.audience {
            StatedAccess::Of(audience) => Some(audience.clone()),
            StatedAccess::Nothing | StatedAccess::Unreadable(_) => None,
        },
        former,
        parts: parts.parts.project(None),
        former_parts: parts.former,
        sessions: Vec::new(),
    };
    let parts = parts.parts;
    let raw =
        RawSeries { own, title, description, announced_as, organizer, categories, parts, sessions };
    Some((raw, placement))
}

fn read_id(
    reader: &mut TableReader,
    table: &Table<'_>,
    stem: &str,
    definition: &mut Definition,
) -> Option<SeriesId> {
    if table.values.get("id").is_some() {
        let text = reader.text(table, "id", ValueKind::Id)?;
        definition.id_span = text.span;
        definition.id = reader.id("`id`", text, SeriesId::parse);
    } else if let Err(problem) = SeriesId::parse(stem) {
        let headline =
            format!("the file's name makes the id `{}`, which {problem}", stem.escape_debug());
        let slug = slug(stem);
        let longer = format!("{slug}-2027");
        let suggestion =
            [slug, longer].into_iter().find(|suggestion| SeriesId::parse(suggestion).is_ok());
        let suggestion = suggestion.unwrap_or_else(|| "talks-2027".to_owned());
        reader.find(&codes::BAD_ID, Span { start: 0, end: 0 }, headline).add_help(format!(
            "rename the file, to `{suggestion}.toml` for example, or add `id = \"{suggestion}\"`"
        ));
    }
    definition.id.clone()
}

fn read_authority(reader: &mut TableReader, table: &Table<'_>) -> Option<Authority> {
    let text = reader.text(table, "authority", ValueKind::Domain)?;
    let problem = match Authority::parse(text.value) {
        Ok(authority) => return Some(authority),
        Err(IdProblem::Character(c)) => {
            format!("has `{}`; allowed are a–z, 0–9, hyphens and dots", c.escape_debug())
        }
        Err(IdProblem::Empty) if !text.value.is_empty() => {
            "has a dot at an end or two in a row".to_owned()
        }
        Err(IdProblem::TooLong(max)) if max < Authority::MAX => {
            format!("has more than {max} characters between two dots")
        }
        Err(problem) => problem.to_string(),
    };
    let headline = format!("`authority` `{}` {problem}", shown(text.value));
    // The domain of a web or mail address.
    let domain = text.value.trim().to_lowercase();
    let domain = domain.split_once("://").map_or(domain.as_str(), |(_, rest)| rest);
    let domain = domain.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let domain = domain.rsplit('@').next().unwrap_or_default();
    let help = match Authority::parse(domain) {
        Ok(domain) => format!("write `{domain}`"),
        Err(_) => "write a domain name that the organiser holds, such as `example.org`".to_owned(),
    };
    reader.find(&codes::BAD_ID, text.span, headline).add_help(help);
    None
}

fn read_organizer(reader: &mut TableReader, table: &Table<'_>) -> Option<Localized<Organizer>> {
    let organizer = reader.table(table, "organizer", ValueKind::Table(ORGANIZER))?;
    keys::check(reader, &organizer, ORGANIZER);
    let name = languages::name(reader, &organizer, "name");
    let email = reader.parsed(&organizer, "email", ValueKind::Email, Email::parse);
    let as_property = reader.bool(&organizer, "as_property").unwrap_or(false);
    if as_property && email.is_none() && organizer.values.get("email").is_none() {
        // ORGANIZER's value is an address (RFC 5545 §3.8.4.3).
        let headline = "`organizer`: `as_property` needs an `email`".to_owned();
        reader.find(&codes::CONTRADICTION, organizer.span, headline).add_help("add `email`");
    }
    Some(name?.map(|name| Organizer { name, email: email.clone(), as_property }))
}

fn read_aliases(
    reader: &mut TableReader,
    table: &Table<'_>,
    definition: &mut Definition,
) -> Vec<SeriesId> {
    let mut aliases = Vec::new();
    for text in reader.texts(table, "aliases", ValueKind::Ids, MAX_ALIASES) {
        let Some(alias) = reader.id("alias", text, SeriesId::parse) else { continue };
        let is_own = definition.id.as_ref() == Some(&alias);
        if is_own || aliases.contains(&alias) {
            let what = if is_own { "is the id of the series itself" } else { "occurs twice" };
            let headline = format!("alias `{alias}` {what}");
            reader.find(&codes::ALIAS_TAKEN, text.span, headline).add_help("remove it");
            continue;
        }
        aliases.push(alias);
        definition.alias_spans.push(text.span);
    }
    aliases
}

fn read_on_cancel(reader: &mut TableReader, table: &Table<'_>) -> Option<OnCancel> {
    let text = reader.text(table, "on_cancel", ValueKind::OnCancel)?;
    let choice = OnCancel::parse(text.value);
    if choice.is_none() {
        let help =
            "write \"mark\" to keep cancelled sessions in the feed, \"remove\" to take them out";
        reader.bad_value(table, "on_cancel", text, "is not a choice").add_help(help);
    }
    choice
}

struct Sessions {
    sessions: Vec<Localized<Session>>,
    /// Present identifiers by older ones.
    former: BTreeMap<SessionId, SessionId>,
    placement: Placement,
    /// Local times that are read in the series' zone.
    times: Vec<(String, TimeKeys)>,
}

fn read_sessions(reader: &mut TableReader, table: &Table<'_>, defaults: &Defaults) -> Sessions {
    let mut sessions = Vec::new();
    let mut placement = Placement { series: KeyPlaces::of(table), by_session: BTreeMap::new() };
    let mut inherited_times = Vec::new();
    let mut renamed = Vec::new();
    let items = reader.tables(table, "session", ValueKind::Tables(super::SESSION), MAX_SESSIONS);
    reader.ids = items.iter().flat_map(written_ids).collect();
    let is_empty_list = table
        .values
        .get("session")
        .and_then(|value| value.get_ref().as_array())
        .filter(|items| items.is_empty());
    if is_empty_list.is_some() {
        let span = table.values.get("session").map_or(table.span, |value| value.span().into());
        empty(reader, span);
    }
    for (index, item) in items.into_iter().enumerate() {
        let read = session::read(reader, item, index, defaults);
        if let Some(id) = read.id {
            if let Some(first) = placement.by_session.get(&id.value) {
                let line = reader.file.position(first.of_key("id").start).line;
                let headline =
                    format!("session `{}` occurs twice; the first is on line {line}", id.value);
                reader
                    .find(&codes::DUPLICATE_SESSION, id.span, headline)
                    .add_help("give each session an id of its own");
            } else {
                renamed.extend(read.former.into_iter().map(|old| (old, id.value.clone())));
                placement.by_session.insert(id.value, read.places);
            }
        }
        if read.inherits_zone {
            inherited_times.push((read.label, read.times));
        }
        sessions.extend(read.session);
    }
    let former = check_former(reader, renamed, &placement);
    Sessions { sessions, former, placement, times: inherited_times }
}

/// The ids in `id` and `was` of a session, valid or not.
fn written_ids(item: &Placed<&DeTable<'_>>) -> Vec<String> {
    let values = ["id", "was"].into_iter().filter_map(|key| item.value.get(key));
    let texts = values.flat_map(|value| match value.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(|item| item.get_ref().as_str()).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    });
    texts.map(str::to_owned).collect()
}

/// Older identifiers, each of which can have become one session only.
fn check_former(
    reader: &mut TableReader,
    renamed: Vec<(Placed<SessionId>, SessionId)>,
    placement: &Placement,
) -> BTreeMap<SessionId, SessionId> {
    let mut former: BTreeMap<SessionId, SessionId> = BTreeMap::new();
    for (old, new) in renamed {
        let (why, help) = if old.value == new {
            ("that is its own id".to_owned(), "write the id that it had before, or remove `was`")
        } else if placement.by_session.contains_key(&old.value) {
            let why = format!("session `{}` is still defined", old.value);
            (why, "remove that session if it was renamed to this one, or remove `was`")
        } else if let Some(other) = former.get(&old.value) {
            let why = if *other == new {
                "it occurs twice".to_owned()
            } else {
                format!("session `{other}` was that already")
            };
            (why, "keep it where the entry that people have goes on")
        } else {
            former.insert(old.value, new);
            continue;
        };
        let headline = format!("session `{new}`: `was` `{}`: {why}", old.value);
        reader.find(&codes::FORMER_TAKEN, old.span, headline).add_help(help);
    }
    former
}
