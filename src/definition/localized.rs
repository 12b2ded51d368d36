//! Values by language: read once from a definition, then projected per language.

use crate::model::Language;

/// A value in the series' own language, and in others where it differs.
#[derive(Clone, Debug)]
pub(super) struct Localized<T> {
    own: T,
    others: Vec<(Language, T)>,
}

impl<T> Localized<T> {
    pub(super) fn new(own: T) -> Self {
        Self { own, others: Vec::new() }
    }

    pub(super) fn add(&mut self, language: Language, value: T) {
        self.others.push((language, value));
    }

    pub(super) fn map<U>(self, make: impl Fn(T) -> U) -> Localized<U> {
        let others = self.others.into_iter().map(|(language, value)| (language, make(value)));
        Localized { own: make(self.own), others: others.collect() }
    }

    pub(super) fn own(&self) -> &T {
        &self.own
    }

    pub(super) fn into_own(self) -> T {
        self.own
    }
}

/// Values by language; `None` is the series' own language.
pub(super) trait Project {
    type Projected;

    fn project(&self, language: Option<&Language>) -> Self::Projected;
}

impl<T: Clone> Project for Localized<T> {
    type Projected = T;

    fn project(&self, language: Option<&Language>) -> T {
        let other = language.and_then(|wanted| self.others.iter().find(|(one, _)| one == wanted));
        other.map_or(&self.own, |(_, value)| value).clone()
    }
}

impl<P: Project> Project for Option<P> {
    type Projected = Option<P::Projected>;

    fn project(&self, language: Option<&Language>) -> Self::Projected {
        self.as_ref().map(|value| value.project(language))
    }
}

impl<P: Project> Project for Vec<P> {
    type Projected = Vec<P::Projected>;

    fn project(&self, language: Option<&Language>) -> Self::Projected {
        self.iter().map(|value| value.project(language)).collect()
    }
}

/// The languages of a definition.
#[derive(Debug, Default)]
pub(super) struct SeriesLanguages {
    /// The language of plain texts.
    pub(super) own: Option<Language>,
    /// Languages that texts are expected in: those of the title, none if it is plain.
    pub(super) offered: Vec<Language>,
    /// Whether a missing or unreadable `own` was reported.
    pub(super) is_reported: bool,
}

impl SeriesLanguages {
    /// Languages that texts are expected in, except the language of plain texts.
    pub(super) fn others(&self) -> impl Iterator<Item = &Language> {
        self.offered.iter().filter(|offered| Some(*offered) != self.own.as_ref())
    }

    /// Makes a value for each language.
    pub(super) fn each<T>(&self, make: impl Fn(Option<&Language>) -> T) -> Localized<T> {
        let others = self.others().map(|language| (language.clone(), make(Some(language))));
        Localized { own: make(None), others: others.collect() }
    }
}
