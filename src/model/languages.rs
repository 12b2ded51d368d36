//! A series in several languages: one identity, the same times and places, different texts.
//!
//! Each translation is a complete series, so calendars and pages are made in each language by the same
//! code.

use crate::address::Base;

use super::{Language, Place, Series, SeriesParts, SeriesProblem, Session, Speaker};

impl Series {
    /// Adds other series as translations.
    ///
    /// # Errors
    /// When one has no language, a language already in use, or differs in more than its texts.
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
        Base { language: self.below.as_ref().map(Language::as_str), ..self.id.base() }
    }
}

/// Whether two series differ only in their texts.
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
    let (one, other) = (one.defined(), other.defined());
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

/// The parts of a place that are not text.
fn kind(place: &Place) -> (u8, bool, Option<String>) {
    match place {
        Place::Online => (0, false, None),
        Place::Label(_) => (1, false, None),
        Place::Venue { address, geo, .. } => (2, address.is_some(), geo.map(|geo| geo.to_string())),
    }
}

/// Which texts a speaker has.
fn said(speaker: &Speaker) -> (bool, bool) {
    (speaker.role.is_some(), speaker.organisation.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Access, Audience, Authority, Category, Colour, Email, Geo, Line, OnCancel, Organizer,
        Prose, Reminder, SeriesId, SessionId, SessionParts, Status, TokenHash, WebUrl, When, Zone,
    };

    fn line(text: &str) -> Line {
        Line::parse(text).expect(text)
    }

    fn url(text: &str) -> WebUrl {
        WebUrl::parse(text).expect(text)
    }

    fn session_id(text: &str) -> SessionId {
        SessionId::parse(text).expect(text)
    }

    fn category(text: &str) -> Category {
        Category::new(line(text)).expect(text)
    }

    fn on(day: &str) -> When {
        When::all_day(day.parse().expect(day), day.parse().expect(day)).expect(day)
    }

    fn venue(geo: bool, address: bool) -> Place {
        Place::Venue {
            name: line("Hall"),
            address: address.then(|| line("1 Street")),
            geo: geo.then(|| Geo::new(50.0, 4.0).expect("a position")),
        }
    }

    fn session(id: &str) -> SessionParts {
        SessionParts {
            id: session_id(id),
            title: line("Talk"),
            description: Some(Prose::parse("About it").expect("prose")),
            when: on("2026-05-04"),
            status: Status::Confirmed,
            busy: true,
            place: Some(venue(true, true)),
            join: Some(url("https://example.org/join")),
            url: Some(url("https://example.org/talk")),
            speakers: vec![Speaker {
                name: line("Ada"),
                role: Some(line("chair")),
                organisation: Some(line("Example")),
            }],
            categories: vec![category("One")],
            reminder: Reminder::from_minutes(10).ok(),
        }
    }

    /// A series with every part filled in.
    fn parts(language: &str) -> SeriesParts {
        SeriesParts {
            id: SeriesId::parse("talks").expect("id"),
            authority: Authority::parse("example.org").expect("authority"),
            title: line("Talks"),
            description: Some(Prose::parse("About them").expect("prose")),
            zone: Zone::get("Europe/Brussels"),
            announced_as: Some(line("CET")),
            language: Language::parse(language).ok(),
            url: Some(url("https://example.org/")),
            organizer: Some(Organizer {
                name: line("Team"),
                email: Email::parse("team@example.org").ok(),
                as_property: false,
            }),
            categories: vec![category("One")],
            colour: Colour::parse("red"),
            image: Some(url("https://example.org/image.png")),
            aliases: vec![SeriesId::parse("lectures").expect("id")],
            on_cancel: OnCancel::Mark,
            retired: false,
            audience: Some(Audience::Everyone),
            former: [(session_id("old"), session_id("talk"))].into(),
            sessions: vec![Session::new(session("talk")), Session::new(session("walk"))],
        }
    }

    fn with(translation: SeriesParts) -> Result<Series, SeriesProblem> {
        Series::new(parts("en")).expect("a series").with_translations(vec![translation])
    }

    /// Asserts that a translation with one changed part is rejected.
    fn refuses(what: &str, change: impl FnOnce(&mut SeriesParts)) {
        let mut translation = parts("de");
        change(&mut translation);
        let language = translation.language.clone();
        assert_eq!(with(translation).err(), Some(SeriesProblem::Translation(language)), "{what}");
    }

    fn refuses_session(what: &str, change: impl FnOnce(&mut SessionParts)) {
        let mut walk = session("walk");
        change(&mut walk);
        refuses(what, |parts| parts.sessions[1] = Session::new(walk));
    }

    #[test]
    fn texts_differ_between_languages() {
        let mut translation = parts("de");
        translation.title = line("Vorträge");
        translation.description = Some(Prose::parse("Worum es geht").expect("prose"));
        translation.announced_as = Some(line("MEZ"));
        translation.categories = vec![category("Eins"), category("Zwei")];
        translation.organizer.as_mut().expect("an organizer").name = line("Gruppe");
        let mut talk = session("talk");
        talk.title = line("Vortrag");
        talk.description = Some(Prose::parse("Darum").expect("prose"));
        talk.speakers[0].role = Some(line("Leitung"));
        talk.categories = vec![category("Drei")];
        translation.sessions[0] = Session::new(talk);

        let series = with(translation).expect("a translation");
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
        let series = Series::new(parts("en")).expect("a series");
        assert_eq!(series.languages().count(), 0);
        let same = with(parts("en")).err();
        assert_eq!(same, Some(SeriesProblem::Translation(Language::parse("en").ok())));
        let nowhere = SeriesParts { language: None, ..parts("de") };
        assert_eq!(with(nowhere).err(), Some(SeriesProblem::Translation(None)));
        let unnamed = Series::new(SeriesParts { language: None, ..parts("en") }).expect("a series");
        assert!(unnamed.with_translations(vec![parts("de")]).is_err());
    }

    #[test]
    fn nothing_but_texts_differs_between_languages() {
        refuses("id", |it| it.id = SeriesId::parse("walks").expect("id"));
        refuses("authority", |it| it.authority = Authority::parse("example.net").expect("a name"));
        refuses("zone", |it| it.zone = Zone::get("Europe/Paris"));
        refuses("url", |it| it.url = Some(url("https://example.org/de")));
        refuses("colour", |it| it.colour = Colour::parse("blue"));
        refuses("image", |it| it.image = None);
        refuses("aliases", |it| it.aliases.clear());
        refuses("on_cancel", |it| it.on_cancel = OnCancel::Remove);
        refuses("retired", |it| it.retired = true);
        refuses("audience", |it| {
            let token = TokenHash::of("abcdefghijklmnopqrstuvwxyz234567").expect("a token");
            it.audience = Some(Audience::Holders(vec![Access { name: line("Ada"), token }]));
        });
        refuses("former", |it| it.former.clear());
        refuses("organizer", |it| it.organizer = None);
        refuses("email", |it| it.organizer.as_mut().expect("an organizer").email = None);
        refuses("property", |it| it.organizer.as_mut().expect("an organizer").as_property = true);
        refuses("description", |it| it.description = None);
        refuses("announced_as", |it| it.announced_as = None);
        refuses("categories", |it| it.categories.clear());
        refuses("sessions", |it| it.sessions.truncate(1));
    }

    #[test]
    fn nothing_but_texts_differs_between_languages_of_a_session() {
        refuses_session("id", |it| it.id = session_id("stroll"));
        refuses_session("when", |it| it.when = on("2026-05-05"));
        refuses_session("status", |it| it.status = Status::Tentative);
        refuses_session("busy", |it| it.busy = false);
        refuses_session("join", |it| it.join = None);
        refuses_session("url", |it| it.url = None);
        refuses_session("reminder", |it| it.reminder = None);
        refuses_session("description", |it| it.description = None);
        refuses_session("categories", |it| it.categories.clear());
        refuses_session("no place", |it| it.place = None);
        refuses_session("online", |it| it.place = Some(Place::Online));
        refuses_session("a label", |it| it.place = Some(Place::Label(line("Hall"))));
        refuses_session("a position", |it| it.place = Some(venue(false, true)));
        refuses_session("an address", |it| it.place = Some(venue(true, false)));
        refuses_session("speakers", |it| it.speakers.clear());
        refuses_session("role", |it| it.speakers[0].role = None);
        refuses_session("organisation", |it| it.speakers[0].organisation = None);
    }
}
