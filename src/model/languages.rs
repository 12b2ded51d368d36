//! A series in several languages: one identity, the same times and places, different texts.
//!
//! Each translation is a complete series, so calendars and pages are made in each language by the same
//! code.

use crate::address::{Base, PartRef};

use super::{Language, Series, SeriesParts, SeriesProblem};

impl Series {
    /// Adds translations: the same definition, projected for other languages.
    ///
    /// # Errors
    /// When one has no language, or a language already in use.
    pub fn with_translations(
        mut self,
        translations: Vec<SeriesParts>,
    ) -> Result<Self, SeriesProblem> {
        for parts in translations {
            let language = parts.language.clone();
            let problem = || SeriesProblem::Translation(language.clone());
            let new = language.as_ref().filter(|language| self.in_language(language).is_none());
            if self.language.is_none() || new.is_none() {
                return Err(problem());
            }
            let mut translation = Self::new(parts)?;
            translation.below.clone_from(&language);
            self.translations.push(translation);
        }
        self.translations.sort_by(|a, b| a.below.cmp(&b.below));
        Ok(self)
    }

    /// The languages it is offered in, the default first; empty if there is only one.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        let own = self.language.as_ref().filter(|_| !self.translations.is_empty());
        own.into_iter().chain(self.translations.iter().filter_map(|one| one.below.as_ref()))
    }

    /// Its translations, by language.
    pub fn translations(&self) -> impl Iterator<Item = (&Language, &Self)> {
        self.translations.iter().filter_map(|one| Some((one.below.as_ref()?, one)))
    }

    /// The series in one of its languages.
    #[must_use]
    pub fn in_language(&self, language: &Language) -> Option<&Self> {
        if self.language.as_ref() == Some(language) {
            return Some(self);
        }
        self.translations()
            .find(|(other, _)| *other == language)
            .map(|(_, translation)| translation)
    }

    /// The common start of its addresses; a translation's include its language.
    #[must_use]
    pub fn base(&self) -> Base<'_> {
        Base { language: self.below.as_ref().map(Language::as_str), ..self.base_without_language() }
    }

    /// The same without a language.
    #[must_use]
    pub fn base_without_language(&self) -> Base<'_> {
        let limit = self.limit.as_ref();
        let part = limit.map(|limit| PartRef { kind: limit.kind, id: &limit.id });
        Base { part, ..self.id.base() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Authority, Belonging, Line, OnCancel, SeriesId, Session, SessionId, SessionParts, Status,
        When,
    };

    fn line(text: &str) -> Line {
        Line::parse(text).expect(text)
    }

    fn session() -> Session {
        let day = "2026-05-04".parse().expect("a day");
        Session::new(SessionParts {
            id: SessionId::parse("talk").expect("id"),
            title: line("Talk"),
            description: None,
            when: When::all_day(day, day).expect("a day"),
            status: Status::Confirmed,
            busy: true,
            place: None,
            join: None,
            url: None,
            speakers: Vec::new(),
            categories: Vec::new(),
            reminder: None,
            belonging: Belonging::default(),
        })
    }

    fn parts(language: &str, title: &str) -> SeriesParts {
        SeriesParts {
            id: SeriesId::parse("talks").expect("id"),
            authority: Authority::parse("example.org").expect("authority"),
            title: line(title),
            description: None,
            zone: None,
            announced_as: None,
            language: Language::parse(language).ok(),
            url: None,
            organizer: None,
            categories: Vec::new(),
            colour: None,
            image: None,
            aliases: Vec::new(),
            on_cancel: OnCancel::Mark,
            retired: false,
            audience: None,
            former: [].into(),
            parts: Vec::new(),
            former_parts: [].into(),
            sessions: vec![session()],
        }
    }

    fn with(translation: SeriesParts) -> Result<Series, SeriesProblem> {
        Series::new(parts("en", "Talks")).expect("a series").with_translations(vec![translation])
    }

    #[test]
    fn texts_differ_between_languages() {
        let series = with(parts("de", "Vorträge")).expect("a translation");
        let german = Language::parse("de").expect("a tag");
        let tags: Vec<_> = series.languages().map(Language::as_str).collect();
        assert_eq!(tags, ["en", "de"]);
        let title = |tag: &str| {
            let language = Language::parse(tag).expect("a tag");
            series.in_language(&language).map(|series| series.title.as_str().to_owned())
        };
        assert_eq!(title("en").as_deref(), Some("Talks"));
        assert_eq!(title("de").as_deref(), Some("Vorträge"));
        assert_eq!(title("fr"), None);
        assert_eq!(series.base(), Base::new("talks"));
        let below: Vec<_> = series.translations().map(|(_, one)| one.base()).collect();
        assert_eq!(below, [Base { language: Some("de"), ..Base::new("talks") }]);
        assert_eq!(series.in_language(&german).map(Series::base), below.first().copied());
    }

    #[test]
    fn a_series_in_one_language_is_offered_in_none() {
        let series = Series::new(parts("en", "Talks")).expect("a series");
        assert_eq!(series.languages().count(), 0);
        let same = with(parts("en", "Talks")).err();
        assert_eq!(same, Some(SeriesProblem::Translation(Language::parse("en").ok())));
        let nowhere = SeriesParts { language: None, ..parts("de", "Vorträge") };
        assert_eq!(with(nowhere).err(), Some(SeriesProblem::Translation(None)));
        let unnamed = SeriesParts { language: None, ..parts("en", "Talks") };
        let unnamed = Series::new(unnamed).expect("a series");
        assert!(unnamed.with_translations(vec![parts("de", "Vorträge")]).is_err());
    }
}
