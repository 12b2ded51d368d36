//! Fields: an ordered map from key to text, the content of one entry or feed.

use super::field_values::{FieldProblem, FieldValues, SeriesContext};
use super::keys::{FieldGroup, Key, Source, series as feed, session as entry};
use crate::model::{Language, Series, Session, SessionId};

/// Canonical fields in order of key; absent values have no key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub(super) Vec<(&'static Key, Box<str>)>);

/// A field that differs between the published and the current state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The language, if not the series' own.
    pub language: Option<Language>,
    /// The key.
    pub key: &'static Key,
    /// The published value, if any.
    pub old: Option<String>,
    /// The current value, if any.
    pub new: Option<String>,
}

impl Fields {
    /// Fields of a session's entry, including values inherited from the series.
    #[must_use]
    pub fn of(series: &Series, session: &Session) -> Self {
        let announced_as = series.announced_as_of(session);
        Self::read(entry::ALL, Source { series, session: Some(session.defined()), announced_as })
    }

    /// Fields of the series as a whole.
    #[must_use]
    pub fn of_series(series: &Series) -> Self {
        let announced_as = series.announced_as.as_ref();
        Self::read(feed::ALL, Source { series, session: None, announced_as })
    }

    fn read(table: &[&'static Key], source: Source<'_>) -> Self {
        let value = |key: &&'static Key| Some((*key, (key.get)(source)?.into()));
        Self(table.iter().filter_map(value).collect())
    }

    /// Rebuilds the session from its fields, with the values inherited from its series.
    pub(super) fn session(&self, id: &SessionId) -> Result<(Session, SeriesContext), FieldProblem> {
        self.values()?.into_session(id)
    }

    /// Checks that the fields are a valid series.
    pub(super) fn check_series(&self) -> Result<(), FieldProblem> {
        self.values()?.check_series()
    }

    /// The texts that differ from `own`.
    pub(super) fn texts_beside(&self, own: &Self) -> Self {
        let differing =
            self.0.iter().filter(|(key, said)| key.is_translated && own.value(key) != Some(said));
        Self(differing.cloned().collect())
    }

    /// The same fields with some texts replaced.
    pub(super) fn with_texts(&self, texts: Option<&Self>) -> Self {
        let pairs = texts.into_iter().flat_map(Self::iter).chain(self.iter());
        // Of two with the same key, the first stays.
        Self::from_pairs(pairs.map(|(key, value)| (key, value.into())).collect())
    }

    /// The same in another language; `tag` is the key of the language.
    pub(super) fn in_language(
        &self,
        tag: &'static Key,
        language: &Language,
        texts: Option<&Self>,
    ) -> Self {
        let language = Self::from_pairs(vec![(tag, language.as_str().into())]);
        self.with_texts(texts).with_texts(Some(&language))
    }

    fn values(&self) -> Result<FieldValues<'_>, FieldProblem> {
        let mut values = FieldValues::default();
        for (key, value) in self.iter() {
            (key.set)(&mut values, value).map_err(|why| FieldProblem::value(key.name, why))?;
        }
        Ok(values)
    }

    /// Sorts `pairs`; of two with the same key the first stays.
    pub(super) fn from_pairs(mut pairs: Vec<(&'static Key, Box<str>)>) -> Self {
        pairs.sort_by_key(|(key, _)| key.name);
        pairs.dedup_by_key(|(key, _)| key.name);
        Self(pairs)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(key, _)| key.name.cmp(name)).ok()?;
        Some(&self.0[at].1)
    }

    /// The value of a key of the tables, each of which is a single static.
    pub(super) fn value(&self, wanted: &'static Key) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| std::ptr::eq(*key, wanted));
        found.map(|(_, value)| value.as_ref())
    }

    /// Keys and values in order of key.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Key, &str)> {
        self.0.iter().map(|(key, value)| (*key, value.as_ref()))
    }

    /// Keys and values of one group, in order of key.
    pub fn of_group(&self, group: FieldGroup) -> impl Iterator<Item = (&'static Key, &str)> {
        self.iter().filter(move |(key, _)| key.group == group)
    }

    /// The differences to `newer`, in order of key.
    #[must_use]
    pub fn changes_to(&self, newer: &Self) -> Vec<FieldChange> {
        let gone = self.iter().filter(|(key, _)| newer.get(key.name).is_none());
        let mut changes: Vec<_> =
            gone.map(|(key, old)| (key, Some(old.to_owned()), None)).collect();
        for (key, new) in newer.iter() {
            let old = self.get(key.name);
            if old != Some(new) {
                let old = old.map(str::to_owned);
                changes.push((key, old, Some(new.to_owned())));
            }
        }
        changes.sort_by_key(|(key, ..)| key.name);
        let change = |(key, old, new)| FieldChange { language: None, key, old, new };
        changes.into_iter().map(change).collect()
    }
}
