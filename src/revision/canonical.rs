//! From the model to canonical fields: everything that an entry says, as meant and not as written.
//!
//! Two definitions that mean the same give the same fields; two that mean different things never
//! do. What is at its default has no key, so that a later release can add keys without touching
//! entries that do not use them.

use super::fields::Fields;
use super::keys::{Key, series as feed, session as entry};
use crate::model::{
    Category, Line, Moment, Organizer, Place, Series, Session, Speaker, Status, When,
};

/// The value of a field that says yes.
pub(super) const YES: &str = "yes";
/// The value of a field that says no.
pub(super) const NO: &str = "no";
/// Stands between the parts of a speaker: the one character that no line holds.
pub(super) const PART: &str = "\t";
/// Stands between categories, none of which holds a comma.
pub(super) const CATEGORY: &str = ", ";

#[derive(Default)]
struct Pairs(Vec<(&'static Key, Box<str>)>);

impl Pairs {
    fn put(&mut self, key: &'static Key, value: impl Into<Box<str>>) {
        self.0.push((key, value.into()));
    }

    fn put_if(&mut self, key: &'static Key, value: Option<&str>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    fn put_categories(&mut self, key: &'static Key, categories: &[Category]) {
        if !categories.is_empty() {
            let names: Vec<_> = categories.iter().map(Category::as_str).collect();
            self.put(key, names.join(CATEGORY));
        }
    }

    fn put_organizer(&mut self, keys: [&'static Key; 3], organizer: Option<&Organizer>) {
        if let Some(organizer) = organizer {
            self.put(keys[0], organizer.name.as_str());
            self.put_if(keys[1], organizer.email.as_ref().map(|email| email.as_str()));
            self.put_if(keys[2], organizer.as_property.then_some(YES));
        }
    }

    fn put_when(&mut self, when: &When) {
        match when {
            When::AllDay { first, last } => {
                self.put(&entry::START, first.to_string());
                self.put(&entry::END, last.to_string());
            }
            When::Timed { zone, start, end } => {
                let abbreviation = |moment: &Moment| zone.abbreviation_at(moment.utc());
                let (at_start, at_end) = (abbreviation(start), abbreviation(end));
                self.put(&entry::START, start.utc().to_string());
                self.put(&entry::END, end.utc().to_string());
                self.put(&entry::LOCAL_START, start.local().to_string());
                self.put(&entry::LOCAL_END, end.local().to_string());
                self.put(&entry::TIMEZONE, zone.name());
                if at_end != at_start {
                    self.put(&entry::ABBREVIATION_END, at_end);
                }
                self.put(&entry::ABBREVIATION, at_start);
            }
        }
    }

    fn put_place(&mut self, place: &Place) {
        match place {
            Place::Online => self.put(&entry::ONLINE, YES),
            Place::Label(label) => self.put(&entry::LOCATION, label.as_str()),
            Place::Venue { name, address, geo } => {
                self.put(&entry::LOCATION, name.as_str());
                self.put_if(&entry::ADDRESS, address.as_ref().map(|line| line.as_str()));
                if let Some(geo) = geo {
                    self.put(&entry::GEO, geo.to_string());
                }
            }
        }
    }
}

impl Fields {
    /// What the entry of `session` says, the values it takes from its series included.
    #[must_use]
    pub fn of(series: &Series, session: &Session) -> Self {
        let announced_as = series.announced_as_of(session);
        // A link that is not shown is recorded too: the session may take place again.
        let session = session.defined();
        let mut pairs = Pairs(Vec::with_capacity(entry::ALL.len()));
        pairs.put(&entry::TITLE, session.title.as_str());
        pairs.put_if(&entry::DESCRIPTION, session.description.as_ref().map(|text| text.as_str()));
        pairs.put_when(&session.when);
        if session.status != Status::default() {
            pairs.put(&entry::STATUS, session.status.as_str());
        }
        // Sessions of a time block it, whole days do not: only the contrary is said.
        let timed = matches!(session.when, When::Timed { .. });
        if session.busy != timed {
            pairs.put(&entry::BUSY, if session.busy { YES } else { NO });
        }
        if let Some(place) = &session.place {
            pairs.put_place(place);
        }
        pairs.put_if(&entry::JOIN, session.join.as_ref().map(|url| url.as_str()));
        pairs.put_if(&entry::URL, session.url.as_ref().map(|url| url.as_str()));
        if !session.speakers.is_empty() {
            let lines: Vec<_> = session.speakers.iter().map(speaker_line).collect();
            pairs.put(&entry::SPEAKERS, lines.join("\n"));
        }
        pairs.put_categories(&entry::CATEGORIES, &session.categories);
        if let Some(reminder) = session.reminder {
            pairs.put(&entry::REMINDER, reminder.minutes().to_string());
        }
        pairs.put_if(&entry::LANGUAGE, series.language.as_ref().map(|tag| tag.as_str()));
        pairs.put_if(&entry::ANNOUNCED_AS, announced_as.map(|line| line.as_str()));
        let keys = [&entry::ORGANIZER, &entry::ORGANIZER_EMAIL, &entry::ORGANIZER_PROPERTY];
        pairs.put_organizer(keys, series.organizer.as_ref());
        Self::from_pairs(pairs.0)
    }

    /// What the feed says of the series as a whole.
    #[must_use]
    pub fn of_series(series: &Series) -> Self {
        let mut pairs = Pairs::default();
        pairs.put(&feed::TITLE, series.title.as_str());
        pairs.put_if(&feed::DESCRIPTION, series.description.as_ref().map(|text| text.as_str()));
        pairs.put_if(&feed::TIMEZONE, series.zone.map(|zone| zone.name()));
        pairs.put_if(&feed::ANNOUNCED_AS, series.announced_as.as_ref().map(|line| line.as_str()));
        pairs.put_if(&feed::LANGUAGE, series.language.as_ref().map(|tag| tag.as_str()));
        pairs.put_if(&feed::URL, series.url.as_ref().map(|url| url.as_str()));
        let keys = [&feed::ORGANIZER, &feed::ORGANIZER_EMAIL, &feed::ORGANIZER_PROPERTY];
        pairs.put_organizer(keys, series.organizer.as_ref());
        pairs.put_categories(&feed::CATEGORIES, &series.categories);
        if let Some(colour) = series.colour {
            pairs.put(&feed::COLOUR, colour.hex());
        }
        pairs.put_if(&feed::IMAGE, series.image.as_ref().map(|url| url.as_str()));
        Self::from_pairs(pairs.0)
    }
}

/// Name, role and organisation between tabs, without tabs at the end.
fn speaker_line(speaker: &Speaker) -> String {
    let parts = [Some(&speaker.name), speaker.role.as_ref(), speaker.organisation.as_ref()];
    let line = parts.map(|part| part.map_or("", Line::as_str)).join(PART);
    line.trim_end_matches(PART).to_owned()
}
