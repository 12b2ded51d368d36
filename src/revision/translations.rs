//! Texts of an entry or feed in other languages: for each, the fields that differ.

use std::collections::BTreeMap;

use super::fields::{FieldChange, Fields};
use super::keys::Key;
use crate::model::{Language, Series};

/// Fields by language, without those equal to the series' own language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translations(pub(super) BTreeMap<Language, Fields>);

impl Translations {
    /// The texts of a session in other languages; `number` is its index in the series, the same in
    /// each translation.
    pub(super) fn of_session(series: &Series, number: usize, own: &Fields) -> Self {
        let texts = series.translations().filter_map(|(language, translation)| {
            let session = translation.sessions.get(number)?;
            let texts = Fields::of(translation, session).texts_beside(own);
            (texts != Fields::default()).then(|| (language.clone(), texts))
        });
        Self(texts.collect())
    }

    /// The texts of the series in other languages; every language offered has an item.
    pub(super) fn of_series(series: &Series, own: &Fields) -> Self {
        let texts = series.translations().map(|(language, translation)| {
            let texts = Fields::of_series(translation).texts_beside(own);
            (language.clone(), texts)
        });
        Self(texts.collect())
    }

    /// Languages and fields, in order of language.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &Fields)> {
        self.0.iter()
    }

    /// The differences to `newer` in some languages.
    pub(super) fn changes_to(&self, newer: &Self, languages: &[Language]) -> Vec<FieldChange> {
        let none = Fields::default();
        let of = |texts: &Self, language| texts.0.get(language).unwrap_or(&none).clone();
        let changes = languages.iter().flat_map(|language| {
            let changes = of(self, language).changes_to(&of(newer, language));
            changes
                .into_iter()
                .map(|change| FieldChange { language: Some(language.clone()), ..change })
        });
        changes.collect()
    }

    /// The same, limited to some keys.
    pub(super) fn only(&self, is_kept: impl Fn(&Key) -> bool) -> Self {
        let kept = self.0.iter().map(|(language, fields)| {
            let pairs = fields.iter().filter(|(key, _)| is_kept(key));
            let pairs = pairs.map(|(key, value)| (key, value.into())).collect();
            (language.clone(), Fields::from_pairs(pairs))
        });
        Self(kept.filter(|(_, fields)| *fields != Fields::default()).collect())
    }
}
