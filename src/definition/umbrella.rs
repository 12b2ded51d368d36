//! An umbrella: one calendar over several series, as its file defines it.

use jiff::{SignedDuration, Timestamp};
use toml::de::DeValue;

use super::codes;
use super::fields::{UMBRELLA, ValueKind};
use super::keys;
use super::parts::RawParts;
use super::reader::{Table, TableReader};
use super::session::{each_once, read_categories};
use super::time::{self, Length};
use crate::address::PartKind;
use crate::diagnostic::Span;
use crate::model::{Category, SeriesId, SeriesParts, Session};

/// Selects every public series.
pub(super) const EVERY_SERIES: &str = "*";
/// Most series named by one umbrella.
const MAX_MEMBERS: usize = 1_000;

/// One calendar over several series. It has no sessions and no record of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Umbrella {
    /// Title, address and texts of the calendar, without sessions.
    head: SeriesParts,
    selection: Selected,
}

/// The series that an umbrella names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberSelection {
    /// Every public series.
    Everything,
    /// These, with the place of each name.
    Named(Vec<(SeriesId, Span)>),
}

/// The table `[umbrella]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selected {
    members: MemberSelection,
    place: Span,
    categories: Vec<Category>,
    past: Option<SignedDuration>,
}

impl Umbrella {
    pub(super) fn new(head: SeriesParts, selection: Selected) -> Self {
        Self { head, selection }
    }

    /// Title, address and texts of the calendar, without sessions.
    #[must_use]
    pub fn head(&self) -> &SeriesParts {
        &self.head
    }

    /// Its older identifiers.
    #[must_use]
    pub fn aliases(&self) -> &[SeriesId] {
        &self.head.aliases
    }

    /// The series that it names.
    #[must_use]
    pub fn members(&self) -> &MemberSelection {
        &self.selection.members
    }

    /// The place of `series`.
    #[must_use]
    pub fn place(&self) -> Span {
        self.selection.place
    }

    /// Whether a session has one of its categories, by text or by the id of a `[[category]]`.
    #[must_use]
    pub fn selects(&self, session: &Session) -> bool {
        let wanted = &self.selection.categories;
        let is_wanted = |id: &str| wanted.iter().any(|category| category.as_str() == id);
        let keys = session.belonging.parts.iter().filter(|key| key.kind == PartKind::Category);
        wanted.is_empty()
            || session.categories.iter().any(|category| wanted.contains(category))
            || keys.into_iter().any(|key| is_wanted(key.id.as_str()))
    }

    /// When a session leaves it; `None` without a window.
    #[must_use]
    pub fn leaves_at(&self, session: &Session) -> Option<Timestamp> {
        session.when.over_everywhere().checked_add(self.selection.past?).ok()
    }
}

/// Reads `[umbrella]`, and reports keys that an umbrella cannot have.
pub(super) fn read(reader: &mut TableReader, document: &Table<'_>) -> Option<Selected> {
    refuse(reader, document);
    let table = reader.table(document, "umbrella", ValueKind::Table(UMBRELLA))?;
    keys::check(reader, &table, UMBRELLA);
    let categories = each_once(&[&read_categories(reader, &table, &RawParts::default()).all], None);
    let past = time::length(reader, &table, "past").and_then(|length| match length.value {
        Length::Minutes(minutes) => Some(SignedDuration::from_mins(minutes)),
        Length::Days(days) => Some(SignedDuration::from_hours(i64::from(days) * 24)),
        Length::Refused => None,
    });
    let written = table.values.get("series")?;
    let place: Span = written.span().into();
    let members = match written.get_ref() {
        DeValue::String(text) if text == EVERY_SERIES => MemberSelection::Everything,
        DeValue::String(text) => {
            let headline = format!("{} is neither \"*\" nor a list", table.named("series"));
            let help = format!("write `series = [\"{}\"]`", text.escape_debug());
            reader.find(&codes::WRONG_TYPE, place, headline).add_help(help);
            return None;
        }
        _ => MemberSelection::Named(named(reader, &table, place)?),
    };
    Some(Selected { members, place, categories, past })
}

fn named(
    reader: &mut TableReader,
    table: &Table<'_>,
    place: Span,
) -> Option<Vec<(SeriesId, Span)>> {
    let texts = reader.texts(table, "series", ValueKind::Members, MAX_MEMBERS);
    let is_empty_list = table.values.get("series").and_then(|value| value.get_ref().as_array());
    if is_empty_list.is_some_and(|items| items.is_empty()) {
        let headline = format!("{} names no series", table.named("series"));
        let help = "name at least one series, or write `series = \"*\"` for every public series";
        reader.find(&codes::BAD_VALUE, place, headline).add_help(help);
        return None;
    }
    let mut named: Vec<(SeriesId, Span)> = Vec::new();
    for text in texts {
        let span = text.span;
        let Some(id) = reader.id(table.named("series"), text, SeriesId::parse) else { continue };
        if named.iter().all(|(one, _)| *one != id) {
            named.push((id, span));
        }
    }
    Some(named)
}

/// Reports keys that contradict `[umbrella]`.
fn refuse(reader: &mut TableReader, document: &Table<'_>) {
    let refused = [
        ("session", "an umbrella has no sessions of its own", "move them to a series' file"),
        (
            "access",
            "an umbrella has no access of its own",
            "remove `access`: an umbrella contains public series only, and is public",
        ),
        ("retired", "an umbrella is not retired", "remove the file to end the umbrella"),
    ];
    for (key, headline, help) in refused {
        if let Some((written, _)) = document.values.get_key_value(key) {
            let span = written.span().into();
            reader.find(&codes::CONTRADICTION, span, headline.to_owned()).add_help(help);
        }
    }
}
