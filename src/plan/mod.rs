//! What the next publication would do, in words: for the editor, before anyone else sees it.
//!
//! Decides nothing: `revision` did. Knows no clock, so that one definition and one record give one
//! text. Every form (terminal, Markdown, JSON) is written from the same values.

mod access;
mod clients;
mod diff;
mod json;
mod markdown;
mod people;
mod rows;
mod session;
mod shown;
mod summary;
mod text;
mod when;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Language, Series, SeriesId};
use crate::revision::{
    AccessChange, Change, FieldChange, LIFETIME_DAYS, LanguageChange, Record, Retirement,
};

use session::SessionPlan;

pub use clients::{CLIENTS, Client, OpenedAgain};

/// What would be published, and what could not be.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// Series that would be published, by identifier.
    pub series: Vec<SeriesPlan<'a>>,
    /// Series with errors: what they say now cannot be published.
    pub blocked: BTreeSet<&'a SeriesId>,
    /// Series that are gone, with their definition or by being retired: their addresses answer 410.
    pub retired: BTreeSet<&'a SeriesId>,
    /// Series that end without a definition, or would.
    pub ends: BTreeMap<&'a SeriesId, SeriesEnd>,
    /// Definitions with errors that do not even tell which series they are.
    pub nameless: usize,
}

/// The end of a series whose definition is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesEnd {
    /// How many of its sessions are to come.
    pub upcoming: usize,
    /// Whether it would be published.
    pub how: Ending,
}

/// Whether a series ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// No: it is an error.
    Refused,
    /// Yes, on purpose.
    Recorded,
}

/// One series that would be published.
#[derive(Debug)]
pub struct SeriesPlan<'a> {
    /// As meant.
    pub series: &'a Series,
    /// As it would be recorded.
    pub record: &'a Record,
    /// Sessions that change.
    pub changes: &'a [Change],
    /// What differs in the series' own fields.
    pub feed: &'a [FieldChange],
    /// Whether the series ends or goes on.
    pub retirement: Option<Retirement>,
    /// Who may read it, if that changes.
    pub access: Option<&'a AccessChange>,
    /// Languages that are offered, or are no longer, unlike before.
    pub languages: &'a [(Language, LanguageChange)],
    /// Whether the record would change at all.
    pub changed: bool,
}

impl Plan<'_> {
    /// Whether publishing would change anything.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        self.series.iter().any(|series| series.changed) || !self.ends.is_empty()
    }

    /// For a terminal, no escape sequences.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::text(self)
    }

    /// For a comment of a review: whatever titles hold, it stays text.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// For machines: fields as the record has them, nothing shortened.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        json::json(self)
    }
}

impl SeriesEnd {
    /// What happens to it, in words.
    fn words(self) -> String {
        let sessions = summary::counted(self.upcoming, "session");
        match self.how {
            Ending::Refused => format!(
                "would end, for its definition is gone: {sessions} to come; refused: see findings"
            ),
            Ending::Recorded => format!(
                "ends without a definition: {sessions} to come; its addresses answer 410 Gone"
            ),
        }
    }
}

impl<'a> SeriesPlan<'a> {
    fn sessions(&self) -> impl Iterator<Item = SessionPlan<'a>> {
        let record = self.record;
        self.changes.iter().filter_map(move |change| {
            let entry = record.entry(&change.id)?;
            Some(SessionPlan { change, entry })
        })
    }

    /// How many defined sessions stay as they are.
    fn unchanged(&self) -> usize {
        let changed: BTreeSet<_> = self.changes.iter().map(|change| &change.id).collect();
        self.series.sessions.iter().filter(|session| !changed.contains(&session.id)).count()
    }

    /// What happens to it as a whole, a sentence each.
    fn fates(&self) -> Vec<String> {
        let access = self.access.map(|access| access::words(access, &self.series.id));
        let languages =
            self.languages.iter().map(|(language, change)| self.language(language, *change));
        let fate = self.fate().into_iter().chain(access.unwrap_or_default());
        fate.chain(languages).chain(self.rewrites()).collect()
    }

    /// What this release writes differently than the one that published the entries.
    fn rewrites(&self) -> Vec<String> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for words in self.changes.iter().flat_map(|change| &change.rewrites) {
            match counts.iter_mut().find(|(known, _)| known == words) {
                Some((_, count)) => *count += 1,
                None => counts.push((words, 1)),
            }
        }
        let told = |(words, count): (&str, usize)| {
            let entries = if count == 1 { "entry" } else { "entries" };
            format!("this release writes {count} {entries} differently: {words}")
        };
        counts.into_iter().map(told).collect()
    }

    fn language(&self, language: &Language, change: LanguageChange) -> String {
        let goes_on = match &self.series.language {
            Some(own) => format!("go on in `{own}`"),
            None => "go on as those without it".to_owned(),
        };
        match change {
            LanguageChange::Offered => format!(
                "is offered in `{language}` too, at addresses below `/{language}/`; nothing of it \
                 changes for those who have it in another language"
            ),
            LanguageChange::Withdrawn => format!(
                "is no longer offered in `{language}`: its addresses below `/{language}/` \
                 {goes_on}, and every entry is revised"
            ),
        }
    }

    fn fate(&self) -> Option<String> {
        Some(match self.retirement? {
            Retirement::Retired => format!(
                "retired: this is its last calendar, served for {LIFETIME_DAYS} days; then its \
                 addresses answer 410 Gone"
            ),
            Retirement::Returned => "was retired, is published again".to_owned(),
        })
    }

    /// A title is always there: where it has no old value, nothing was ever published.
    fn is_first(&self) -> bool {
        self.feed.iter().any(|field| {
            field.language.is_none() && field.key.name() == "title" && field.old.is_none()
        })
    }

    /// What differs in the series' own fields, in people's words.
    fn rows(&self) -> Vec<rows::Row> {
        let sides = rows::Sides { changes: self.feed, now: self.record.fields() };
        rows::rows(&sides, rows::SERIES)
    }
}
