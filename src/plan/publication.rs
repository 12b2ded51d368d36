//! The next publication: its series and their changes.

use std::collections::{BTreeMap, BTreeSet};

use super::session::SessionPlan;
use super::{access, parts, rows};
use crate::model::{Language, Series, SeriesId};
use crate::revision::{
    AccessChange, Change, FieldChange, LIFETIME_DAYS, LanguageChange, PartChange, Record,
    Retirement,
};

/// The next publication, including series that cannot be published.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// Series that would be published, by identifier.
    pub series: Vec<SeriesPlan<'a>>,
    /// Series with errors: their current definitions cannot be published.
    pub blocked: BTreeSet<&'a SeriesId>,
    /// Series that are gone, after a retirement or with their definition: their addresses answer 410.
    pub retired: BTreeSet<&'a SeriesId>,
    /// Series that end, or would end, without a definition.
    pub ends: BTreeMap<&'a SeriesId, SeriesEnd>,
    /// Number of definitions with errors and without a readable id.
    pub nameless: usize,
}

/// The end of a series that lost its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesEnd {
    /// Number of upcoming sessions.
    pub upcoming: usize,
    /// Whether it would be published.
    pub how: EndDecision,
}

/// Whether a series ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndDecision {
    /// No: it is an error.
    Refused,
    /// Yes, on purpose.
    Recorded,
}

/// A series to be published.
#[derive(Debug)]
pub struct SeriesPlan<'a> {
    /// As defined.
    pub series: &'a Series,
    /// The record to be written.
    pub record: &'a Record,
    /// Changed sessions.
    pub changes: &'a [Change],
    /// Changes of the series' own fields.
    pub feed: &'a [FieldChange],
    /// Changes of its parts.
    pub parts: &'a [PartChange],
    /// Whether the series ends or continues.
    pub retirement: Option<Retirement>,
    /// The change of access, if any.
    pub access: Option<&'a AccessChange>,
    /// Languages added or removed.
    pub languages: &'a [(Language, LanguageChange)],
    /// Whether the record changes at all.
    pub changed: bool,
}

impl Plan<'_> {
    /// Whether publishing would change anything.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        self.series.iter().any(|series| series.changed) || !self.ends.is_empty()
    }
}

impl SeriesEnd {
    /// Describes the end.
    pub(super) fn words(self) -> String {
        let sessions = counted(self.upcoming, "session");
        match self.how {
            EndDecision::Refused => format!(
                "would end, because its definition is gone: {sessions} to come; refused: see findings"
            ),
            EndDecision::Recorded => format!(
                "ends without a definition: {sessions} to come; its addresses answer 410 Gone"
            ),
        }
    }
}

impl<'a> SeriesPlan<'a> {
    pub(super) fn sessions(&self) -> impl Iterator<Item = SessionPlan<'a>> {
        let record = self.record;
        self.changes.iter().filter_map(move |change| {
            let entry = record.entry(&change.id)?;
            Some(SessionPlan { change, entry })
        })
    }

    /// Number of defined sessions that do not change.
    pub(super) fn unchanged(&self) -> usize {
        let changed: BTreeSet<_> = self.changes.iter().map(|change| &change.id).collect();
        self.series.sessions.iter().filter(|session| !changed.contains(&session.id)).count()
    }

    /// Changes of the series as a whole, a sentence each.
    pub(super) fn fates(&self) -> Vec<String> {
        let access = self.access.map(|access| access::words(access, &self.series.id));
        let languages =
            self.languages.iter().map(|(language, change)| self.language(language, *change));
        let fate = self.fate().into_iter().chain(access.unwrap_or_default());
        let parts = self.parts.iter().map(parts::words);
        fate.chain(languages).chain(parts).chain(self.rewrites()).collect()
    }

    /// Differences in rendering between this release and the publishing release.
    pub(super) fn rewrites(&self) -> Vec<String> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for words in self.changes.iter().flat_map(|change| &change.rewrites) {
            match counts.iter_mut().find(|(known, _)| known == words) {
                Some((_, count)) => *count += 1,
                None => counts.push((words, 1)),
            }
        }
        let sentence = |(words, count): (&str, usize)| {
            let entries = if count == 1 { "entry" } else { "entries" };
            format!("this release writes {count} {entries} differently: {words}")
        };
        counts.into_iter().map(sentence).collect()
    }

    pub(super) fn language(&self, language: &Language, change: LanguageChange) -> String {
        let goes_on = match &self.series.language {
            Some(own) => format!("continue in `{own}`"),
            None => "continue in the series' own language".to_owned(),
        };
        match change {
            LanguageChange::Offered => format!(
                "is offered in `{language}` too, at addresses below `/{language}/`; nothing \
                 changes for readers of other languages"
            ),
            LanguageChange::Withdrawn => format!(
                "is no longer offered in `{language}`: its addresses below `/{language}/` \
                 {goes_on}, and every entry is revised"
            ),
        }
    }

    pub(super) fn fate(&self) -> Option<String> {
        Some(match self.retirement? {
            Retirement::Retired => format!(
                "retired: this is its last calendar, served for {LIFETIME_DAYS} days; then its \
                 addresses answer 410 Gone"
            ),
            Retirement::Returned => "was retired and is published again".to_owned(),
        })
    }

    /// Every series has a title: without an old one, it was never published.
    pub(super) fn is_first(&self) -> bool {
        self.feed.iter().any(|field| {
            field.language.is_none() && field.key.name() == "title" && field.old.is_none()
        })
    }

    /// Changes of the series' own fields, in words.
    pub(super) fn rows(&self) -> Vec<rows::PlanRow> {
        let sides = rows::Sides { changes: self.feed, now: self.record.fields() };
        rows::rows(&sides, rows::SERIES)
    }
}

/// `1 session`, `2 sessions`.
pub(super) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
