//! A series in several languages: one identity, the same times and places, other words.
//!
//! A translation is a series of its own, so that whatever makes calendars or pages of a series
//! makes them in each language without knowing that there are others.

use std::fmt::Write as _;

use super::{Language, Place, Series, SeriesParts, SeriesProblem, Session, Speaker};

impl Series {
    /// The same series, with the texts of others for other languages.
    ///
    /// # Errors
    /// When one of them is in no language, in that of the series or of another, or is not the same
    /// but for its texts.
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
            if !is_same(&self, &translation) {
                return Err(problem());
            }
            translation.below.clone_from(&language);
            self.translations.push(translation);
        }
        self.translations.sort_by(|a, b| a.below.cmp(&b.below));
        Ok(self)
    }

    /// The languages it is offered in, that of its plain addresses first; none where there is one
    /// only.
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

    /// Where its addresses begin, without a slash: `talks`, or `da/talks` of a translation.
    #[must_use]
    pub fn address(&self) -> String {
        let mut address = String::new();
        if let Some(language) = &self.below {
            let _ = write!(address, "{language}/");
        }
        address.push_str(self.id.as_str());
        address
    }
}

/// Whether two differ in their texts alone: whoever has one has the other, in other words.
fn is_same(one: &SeriesParts, other: &SeriesParts) -> bool {
    let of_series = one.id == other.id
        && one.authority == other.authority
        && one.zone == other.zone
        && one.url == other.url
        && one.colour == other.colour
        && one.image == other.image
        && one.aliases == other.aliases
        && one.on_cancel == other.on_cancel
        && one.retired == other.retired
        && one.audience == other.audience
        && one.former == other.former
        && one.organizer.is_some() == other.organizer.is_some()
        && one.organizer.as_ref().map(|who| (&who.email, who.as_property))
            == other.organizer.as_ref().map(|who| (&who.email, who.as_property));
    of_series
        && one.description.is_some() == other.description.is_some()
        && one.announced_as.is_some() == other.announced_as.is_some()
        && one.categories.is_empty() == other.categories.is_empty()
        && one.sessions.len() == other.sessions.len()
        && one.sessions.iter().zip(&other.sessions).all(|(a, b)| is_same_session(a, b))
}

fn is_same_session(one: &Session, other: &Session) -> bool {
    one.id == other.id
        && one.when == other.when
        && one.status == other.status
        && one.busy == other.busy
        && one.join == other.join
        && one.url == other.url
        && one.reminder == other.reminder
        && one.description.is_some() == other.description.is_some()
        && one.categories.is_empty() == other.categories.is_empty()
        && one.place.as_ref().map(kind) == other.place.as_ref().map(kind)
        && one.speakers.iter().map(said).eq(other.speakers.iter().map(said))
}

/// What of a place is no text.
fn kind(place: &Place) -> (u8, bool, Option<String>) {
    match place {
        Place::Online => (0, false, None),
        Place::Label(_) => (1, false, None),
        Place::Venue { address, geo, .. } => (2, address.is_some(), geo.map(|geo| geo.to_string())),
    }
}

/// Which texts there are of a speaker.
fn said(speaker: &Speaker) -> (bool, bool) {
    (speaker.role.is_some(), speaker.organisation.is_some())
}
