//! Languages of a series and its record: offered now, earlier, and a record in one of them.
//!
//! # Revisions by translations
//!
//! A session has one UID, one SEQUENCE and one LAST-MODIFIED in all languages (rules
//! `one-uid-per-session` and `one-language-per-address`). So that each language's calendar obeys
//! rules `sequence-never-falls`, `sequence-for-what-people-plan-by`, `last-modified-moves` and
//! `dtstamp-from-record`:
//!
//! - A text that changes in one language revises the entry in all of them: otherwise an app with
//!   the Danish calendar would skip the change (rule `last-modified-moves`). If title or place
//!   change, SEQUENCE rises (rule `sequence-for-what-people-plan-by`): people who read only Danish
//!   need to be notified too.
//! - Adding or removing a text in a language does not raise SEQUENCE: the meaning is the same.
//! - Adding a language revises nothing. Nobody has an entry in it yet, and people with another
//!   language get the same bytes: no entry's LAST-MODIFIED changes, nor the feed's. The recorded
//!   texts are the base for later changes.
//! - Removing a language, or offering it again, revises every entry: its addresses continue in the
//!   series' own language (rule `gone-on-purpose-only`), so every text changes for its readers.
//!
//! Fields that are equal in both languages are not repeated. So the record of a series in one
//! language, with its fingerprints, is byte for byte as before translations existed: fingerprints
//! cover only the series' own language. A text in another language that was edited by hand is
//! compared with the definition like any other, and revises the entry.

use std::collections::BTreeSet;

use super::fields::FieldChange;
use super::history::PastRevision;
use super::keys::{FieldGroup, series as feed, session as entry};
use super::record::{Record, RecordEntry, Withdrawn};
use crate::model::{Language, Series, SessionId};

/// A change in the languages offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageChange {
    /// It is offered for the first time, or again.
    Offered,
    /// It is no longer offered.
    Withdrawn,
}

impl LanguageChange {
    /// The word that names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Languages of a series, now and at the last publication.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub(super) series: &'a Series,
    pub(super) record: Option<&'a Record>,
}

impl Offer<'_> {
    fn before(&self) -> impl Iterator<Item = &Language> {
        self.record.into_iter().flat_map(|record| record.texts.0.keys())
    }

    fn now(&self) -> impl Iterator<Item = &Language> {
        self.series.translations().map(|(language, _)| language)
    }

    /// Languages in which people have entries, and that are still offered.
    pub(super) fn known(&self) -> Vec<Language> {
        let now: BTreeSet<&Language> = self.now().collect();
        self.before().filter(|language| now.contains(language)).cloned().collect()
    }

    /// Whether published addresses of a language change to another one.
    pub(super) fn switches(&self) -> bool {
        let known = self.known();
        let served = self.record.map(Record::languages).unwrap_or_default();
        self.before().any(|language| !known.contains(language))
            || self.now().any(|language| served.contains(language) && !known.contains(language))
    }

    /// Languages added or removed.
    pub(super) fn changes(&self) -> Vec<(Language, LanguageChange)> {
        let Some(record) = self.record else { return Vec::new() };
        let own = record.fields.value(&feed::LANGUAGE);
        let was = |language: &Language| {
            own == Some(language.as_str()) || record.texts.0.contains_key(language)
        };
        let is = |language: &Language| self.series.in_language(language).is_some();
        let new = self.now().filter(|language| !was(language));
        let new = new.map(|language| (language.clone(), LanguageChange::Offered));
        let gone = self.before().filter(|language| !is(language));
        new.chain(gone.map(|language| (language.clone(), LanguageChange::Withdrawn))).collect()
    }

    /// Languages that are no longer offered; their addresses continue.
    pub(super) fn former(&self) -> BTreeSet<Language> {
        let before = self.record.map(Record::languages).unwrap_or_default();
        before.into_iter().filter(|old| self.series.in_language(old).is_none()).collect()
    }
}

impl FieldChange {
    /// Whether people need to be notified. In another language than the series' own, an added or
    /// removed text is only a translation.
    pub(super) fn raises_sequence(&self) -> bool {
        let is_exchanged = self.old.is_some() && self.new.is_some();
        self.key.group == FieldGroup::Schedule && (self.language.is_none() || is_exchanged)
    }
}

impl Record {
    /// Every language with its own addresses, for ever: those offered now or earlier. Empty if
    /// there was never more than one.
    #[must_use]
    pub fn languages(&self) -> BTreeSet<Language> {
        let others = self.texts.0.keys().chain(&self.former_languages);
        let mut languages: BTreeSet<Language> = others.cloned().collect();
        let own = self.fields.value(&feed::LANGUAGE).filter(|_| !languages.is_empty());
        languages.extend(own.and_then(|tag| Language::parse(tag).ok()));
        languages
    }

    /// The same record in another language of the series, if that is offered: the counterpart of
    /// [`Series::in_language`].
    #[must_use]
    pub fn in_language(&self, language: &Language) -> Option<Self> {
        let texts = self.texts.0.get(language)?;
        let sessions = self.sessions.iter();
        Some(Self {
            fields: self.fields.in_language(&feed::LANGUAGE, language, Some(texts)),
            sessions: sessions
                .map(|(id, entry)| (id.clone(), entry.in_language(id, language)))
                .collect(),
            ..self.clone()
        })
    }
}

impl RecordEntry {
    fn in_language(&self, id: &SessionId, language: &Language) -> Self {
        let texts = self.texts.0.get(language);
        let fields = self.fields.in_language(&entry::LANGUAGE, language, texts);
        let withdrawn = self.withdrawn.as_ref().map(|own| {
            // Both were readable when the record was read, so this cannot fail.
            Withdrawn::new(own.at, id, &fields).map_or_else(|_| own.clone(), Box::new)
        });
        let past = self.past.iter().map(|past| PastRevision {
            fields: past.fields.with_texts(past.texts.0.get(language)),
            ..past.clone()
        });
        let past = past.collect();
        Self { fields, withdrawn, past, ..self.clone() }
    }
}
