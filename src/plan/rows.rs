//! Turns raw fields into words: seven fields of time become one "when", a missing status is
//! "confirmed", and a long text is reduced to its changes.

use super::diff;
use super::shown::{Shown, Wording};
use super::when::{self, FieldLookup};
use crate::model::Language;
use crate::revision::{FieldChange, Fields};

/// Longest value that is not shortened, in characters.
const MAX_SHOWN: usize = 72;

/// Old and new values of fields.
pub(super) struct Sides<'a> {
    pub(super) changes: &'a [FieldChange],
    pub(super) now: &'a Fields,
}

/// A line of a plan: a label and a value.
#[derive(Debug)]
pub(super) struct PlanRow {
    label: &'static str,
    /// The language of a text, if not the series' own.
    language: Option<Language>,
    pub(super) shown: Shown,
}

/// Fields with one common label.
pub(super) struct LabelledFields {
    label: &'static str,
    keys: &'static [&'static str],
    words: for<'a> fn(FieldLookup<'a>) -> Option<Wording>,
}

macro_rules! plain {
    ($label:literal, $key:literal) => {
        LabelledFields { label: $label, keys: &[$key], words: |get| get($key).map(theirs) }
    };
}

/// Labels of a session, the most important first.
pub(super) static SESSION: &[LabelledFields] = &[
    LabelledFields {
        label: "when",
        keys: when::KEYS,
        words: |get| when::words(get).map(Wording::Ours),
    },
    plain!("title", "title"),
    LabelledFields {
        label: "status",
        keys: &["status"],
        words: |get| Some(ours(get("status").unwrap_or("confirmed"))),
    },
    LabelledFields {
        label: "place",
        keys: &["location", "address", "geo", "online"],
        words: place,
    },
    plain!("join link", "join"),
    plain!("link", "url"),
    LabelledFields { label: "speakers", keys: &["speakers"], words: speakers },
    plain!("description", "description"),
    LabelledFields {
        label: "blocks time",
        keys: &["busy"],
        words: |get| {
            let timed = get("start").is_some_and(|start| start.contains('T'));
            Some(ours(get("busy").unwrap_or(if timed { "yes" } else { "no" })))
        },
    },
    LabelledFields {
        label: "reminder",
        keys: &["reminder"],
        words: |get| get("reminder").map(|minutes| ours(&format!("{minutes} min before"))),
    },
    plain!("categories", "categories"),
    plain!("clock", "announced_as"),
    plain!("language", "language"),
    ORGANISER,
    AS_PROPERTY,
];

/// Labels of a series.
pub(super) static SERIES: &[LabelledFields] = &[
    plain!("title", "title"),
    plain!("description", "description"),
    plain!("time zone", "timezone"),
    plain!("clock", "announced_as"),
    plain!("language", "language"),
    plain!("link", "url"),
    ORGANISER,
    AS_PROPERTY,
    plain!("categories", "categories"),
    plain!("colour", "colour"),
    plain!("image", "image"),
];

const ORGANISER: LabelledFields = LabelledFields {
    label: "organiser",
    keys: &["organizer", "organizer_email"],
    words: organiser,
};
const AS_PROPERTY: LabelledFields = LabelledFields {
    label: "ORGANIZER",
    keys: &["organizer_property"],
    words: |get| Some(ours(get("organizer_property").map_or("not written", |_| "written"))),
};

/// One row for each group with a changed field; then changed fields without a group.
pub(super) fn rows(sides: &Sides<'_>, groups: &'static [LabelledFields]) -> Vec<PlanRow> {
    let mut rows = Vec::new();
    let first = sides.changes.iter().all(|change| change.old.is_none())
        && sides.now.iter().count() == sides.changes.len();
    for group in groups {
        if sides.own().any(|change| group.keys.contains(&change.key.name())) {
            let new = (group.words)(&|key| sides.now_says(key));
            let shown = match (group.label, new) {
                (_, Some(new)) if first => Shown::Value(new.clipped()),
                ("when", Some(_)) => {
                    when::pair(&|key| sides.once_said(key), &|key| sides.now_says(key))
                }
                (_, new) => compare((group.words)(&|key| sides.once_said(key)), new),
            };
            rows.push(PlanRow { label: group.label, language: None, shown });
        }
    }
    let known =
        |change: &&FieldChange| !groups.iter().any(|group| group.keys.contains(&change.key.name()));
    for change in sides.own().filter(known) {
        let shown = compare(change.old.as_deref().map(theirs), change.new.as_deref().map(theirs));
        rows.push(PlanRow { label: change.key.name(), language: None, shown });
    }
    for change in sides.changes.iter().filter(|change| change.language.is_some()) {
        // The parts of a speaker are separated by tabs.
        let text = |text: &Option<String>| Some(theirs(&text.as_ref()?.replace('\t', ", ")));
        let shown = compare(text(&change.old), text(&change.new));
        rows.push(PlanRow { label: change.key.name(), language: change.language.clone(), shown });
    }
    rows
}

impl<'a> Sides<'a> {
    /// Changes in the series' own language.
    fn own(&self) -> impl Iterator<Item = &'a FieldChange> {
        self.changes.iter().filter(|change| change.language.is_none())
    }

    fn change(&self, key: &str) -> Option<&'a FieldChange> {
        self.own().find(|change| change.key.name() == key)
    }

    pub(super) fn once_said(&self, key: &str) -> Option<&'a str> {
        self.change(key).map_or_else(|| self.now.get(key), |change| change.old.as_deref())
    }

    pub(super) fn now_says(&self, key: &str) -> Option<&'a str> {
        self.now.get(key)
    }
}

impl PlanRow {
    /// The label: `title`, or `title (da)` for a text in another language.
    pub(super) fn label(&self) -> String {
        match &self.language {
            None => self.label.to_owned(),
            Some(language) => format!("{} ({language})", self.label),
        }
    }

    /// A value in our own words.
    pub(super) fn value(label: &'static str, words: String) -> Self {
        Self { label, language: None, shown: Shown::Value(Wording::Ours(words)) }
    }
}

impl Wording {
    fn as_str(&self) -> &str {
        match self {
            Self::Ours(text) | Self::Theirs(text) => text,
        }
    }

    fn with(&self, text: String) -> Self {
        match self {
            Self::Ours(_) => Self::Ours(text),
            Self::Theirs(_) => Self::Theirs(text),
        }
    }

    /// The start of the first line.
    fn clipped(&self) -> Self {
        self.with(diff::clip(self.as_str(), MAX_SHOWN))
    }
}

fn ours(text: &str) -> Wording {
    Wording::Ours(text.to_owned())
}

fn theirs(text: &str) -> Wording {
    Wording::Theirs(text.to_owned())
}

fn compare(old: Option<Wording>, new: Option<Wording>) -> Shown {
    let (Some(old), Some(new)) = (&old, &new) else {
        return Shown::Pair(old.map(|w| w.clipped()), new.map(|w| w.clipped()));
    };
    let (before, after) = (old.as_str(), new.as_str());
    if before.contains('\n') || after.contains('\n') {
        return Shown::Lines(diff::lines(before, after));
    }
    let short = |text: &str| text.chars().count() <= MAX_SHOWN;
    if short(before) && short(after) {
        return Shown::Pair(Some(old.clone()), Some(new.clone()));
    }
    let (before, after) = diff::changed_part(before, after);
    Shown::Pair(Some(old.with(before)), Some(new.with(after)))
}

fn place(get: FieldLookup<'_>) -> Option<Wording> {
    let Some(name) = get("location") else { return get("online").map(|_| ours("online")) };
    let address = get("address").map(|address| format!(", {address}")).unwrap_or_default();
    let geo = get("geo").map(|geo| format!(" ({geo})")).unwrap_or_default();
    Some(Wording::Theirs(format!("{name}{address}{geo}")))
}

/// One speaker a line, `Name, role, organisation`.
fn speakers(get: FieldLookup<'_>) -> Option<Wording> {
    let lines = get("speakers")?.lines().map(|line| {
        line.split('\t').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    Some(Wording::Theirs(lines.collect::<Vec<_>>().join("\n")))
}

fn organiser(get: FieldLookup<'_>) -> Option<Wording> {
    let email = get("organizer_email").map(|email| format!(" <{email}>")).unwrap_or_default();
    get("organizer").map(|name| Wording::Theirs(format!("{name}{email}")))
}
