//! The resources of one series, each rendered on first use and kept.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use super::{Entry, SeriesReach};
use crate::address::{OfSeries, OfSession, PartKind, PartRef, ROWS, Row};
use crate::model::Language;

/// A series as published now. Its entries depend on definition and record alone, so each is rendered
/// once: by the first request, or before requests by `warm`.
pub trait Edition: fmt::Debug + Send + Sync {
    /// The entries rendered so far.
    fn slots(&self) -> &Slots;

    /// Renders the entry at an address with a session's current identifier; `None` without an
    /// entry.
    fn render(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry>;

    /// Makes the edition of one of its parts, by the current identifier.
    fn make_part(&self, _part: PartRef<'_>) -> Option<Arc<dyn Edition>> {
        None
    }

    /// Renders the entry of a selection of its sessions, by identifiers that are joined by `_`. It is
    /// made for each request, and nothing of it is kept.
    fn select(
        &self,
        _language: Option<&Language>,
        _sessions: &str,
        _of: OfSeries<'_>,
    ) -> Option<Selection> {
        None
    }
}

/// The answer to a selection of sessions.
#[derive(Debug)]
pub enum Selection {
    /// The entry.
    Entry(Box<Entry>),
    /// The identifiers, current and sorted, of the same selection.
    Moved(String),
}

/// The slots for all entries of a series: one for each address in each language.
#[derive(Debug)]
pub struct Slots {
    reach: SeriesReach,
    pub(super) is_private: bool,
    languages: Box<[Language]>,
    sessions: HashMap<Box<str>, SessionNumber, RandomState>,
    /// Current identifiers, by number.
    today: Box<[Box<str>]>,
    slots: Box<[OnceLock<Option<Arc<Entry>>>]>,
    parts: Box<[PartSlot]>,
    /// Older keys of parts, each with the number of its part.
    former_parts: Vec<(PartName, usize)>,
    /// Whether they are those of a part.
    is_part: bool,
    is_warm: AtomicBool,
}

/// The kind and identifier of a part.
type PartName = (PartKind, Box<str>);

/// A part of a series. Its edition has slots of its own.
#[derive(Debug)]
struct PartSlot {
    name: PartName,
    edition: OnceLock<Option<Arc<dyn Edition>>>,
}

impl PartSlot {
    fn part(&self) -> PartRef<'_> {
        PartRef { kind: self.name.0, id: &self.name.1 }
    }
}

/// A session by one of its identifiers.
#[derive(Clone, Copy, Debug)]
struct SessionNumber {
    number: usize,
    is_former: bool,
}

impl Slots {
    /// Creates empty slots. `languages`: those with their own addresses. `sessions`: current identifiers,
    /// each with its older ones. A current identifier has priority over an equal older one.
    #[must_use]
    pub fn new<'a, F: IntoIterator<Item = &'a str>>(
        reach: SeriesReach,
        is_private: bool,
        languages: impl IntoIterator<Item = Language>,
        sessions: impl IntoIterator<Item = (&'a str, F)>,
    ) -> Self {
        let languages: Box<[Language]> = languages.into_iter().collect();
        let (mut by_name, mut today) = (HashMap::default(), Vec::new());
        for (number, (id, former)) in sessions.into_iter().enumerate() {
            for former in former {
                by_name.entry(former.into()).or_insert(SessionNumber { number, is_former: true });
            }
            by_name.insert(id.into(), SessionNumber { number, is_former: false });
            today.push(id.into());
        }
        let each = OfSeries::COUNT + today.len() * OfSession::COUNT;
        let slots = (0..each * (languages.len() + 1)).map(|_| OnceLock::new());
        Self {
            reach,
            is_private,
            slots: slots.collect(),
            languages,
            sessions: by_name,
            today: today.into(),
            parts: Box::default(),
            former_parts: Vec::new(),
            is_part: false,
            is_warm: AtomicBool::new(false),
        }
    }

    /// Creates empty slots without sessions' addresses: those are below other series.
    #[must_use]
    pub fn without_sessions(
        reach: SeriesReach,
        is_private: bool,
        languages: impl IntoIterator<Item = Language>,
    ) -> Self {
        let none: [(&str, [&str; 0]); 0] = [];
        Self::new(reach, is_private, languages, none)
    }

    /// Creates empty slots of a part, which has some of the series' addresses and none of sessions.
    #[must_use]
    pub fn of_part(
        reach: SeriesReach,
        is_private: bool,
        languages: impl IntoIterator<Item = Language>,
    ) -> Self {
        Self { is_part: true, ..Self::without_sessions(reach, is_private, languages) }
    }

    /// The current identifier of a session with this identifier.
    #[must_use]
    pub fn session_today(&self, id: &str) -> Option<&str> {
        self.today.get(self.sessions.get(id)?.number).map(|id| &**id)
    }

    /// Adds slots for parts, and the older keys of some, each with the current one.
    #[must_use]
    pub fn with_parts<'a>(
        mut self,
        parts: impl IntoIterator<Item = PartRef<'a>>,
        former: impl IntoIterator<Item = (PartRef<'a>, PartRef<'a>)>,
    ) -> Self {
        let name = |part: PartRef<'_>| (part.kind, part.id.into());
        let slot = |part| PartSlot { name: name(part), edition: OnceLock::new() };
        self.parts = parts.into_iter().map(slot).collect();
        let number = |part: PartRef<'_>| self.parts.iter().position(|slot| slot.part() == part);
        let former = former.into_iter().filter_map(|(old, new)| Some((name(old), number(new)?)));
        self.former_parts = former.collect();
        self
    }

    /// The current key of a part with this key, and whether the key is an older one.
    pub(super) fn part_today(&self, part: PartRef<'_>) -> Option<(PartRef<'_>, bool)> {
        if let Some(slot) = self.parts.iter().find(|slot| slot.part() == part) {
            return Some((slot.part(), false));
        }
        let is_it = |(name, _): &&(PartName, usize)| (name.0, &*name.1) == (part.kind, part.id);
        let (_, number) = self.former_parts.iter().find(is_it)?;
        Some((self.parts.get(*number)?.part(), true))
    }

    /// The language with a tag, if it has addresses of its own.
    pub(super) fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.as_str() == tag)
    }

    /// The series' client counters.
    #[must_use]
    pub fn reach(&self) -> &SeriesReach {
        &self.reach
    }

    /// The number of the slot of an address, and its language.
    fn find(&self, tag: Option<&str>, of: OfSeries<'_>) -> Option<(usize, Option<&Language>)> {
        let number = match of {
            OfSeries::Session(id, of) => {
                let session = self.sessions.get(id).filter(|session| !session.is_former)?;
                OfSeries::COUNT + session.number * OfSession::COUNT + of.number()
            }
            of => of.number(),
        };
        let Some(tag) = tag else { return Some((number, None)) };
        let place = self.languages.iter().position(|language| language.as_str() == tag)?;
        let each = OfSeries::COUNT + self.today.len() * OfSession::COUNT;
        Some(((place + 1) * each + number, self.languages.get(place)))
    }

    /// The same with a session's current identifier, if `of` has an older one.
    pub(super) fn renamed<'a>(&'a self, of: OfSeries<'_>) -> Option<OfSeries<'a>> {
        let OfSeries::Session(id, of) = of else { return None };
        let session = self.sessions.get(id).filter(|session| session.is_former)?;
        Some(OfSeries::Session(self.today.get(session.number)?, of))
    }

    /// Every possible address, including older identifiers of sessions and parts, without selections.
    pub(super) fn addresses(
        &self,
    ) -> impl Iterator<Item = (Option<&str>, Option<PartRef<'_>>, OfSeries<'_>)> {
        let sessions: Vec<&str> = self.sessions.keys().map(|id| &**id).collect();
        let whole = every(&self.languages, &sessions).map(|(language, of)| (language, None, of));
        let former = self.former_parts.iter().map(|((kind, id), _)| PartRef { kind: *kind, id });
        let parts = self.parts.iter().map(PartSlot::part).chain(former);
        let of_part = |part| {
            every_of_part(&self.languages).map(move |(language, of)| (language, Some(part), of))
        };
        whole.chain(parts.flat_map(of_part))
    }

    fn ids(&self) -> Vec<&str> {
        self.today.iter().map(|id| &**id).collect()
    }

    /// The entries rendered so far, with those of parts.
    pub(super) fn entries(&self) -> Box<dyn Iterator<Item = &Arc<Entry>> + '_> {
        let own = self.slots.iter().filter_map(|slot| slot.get()?.as_ref());
        let parts = self.parts.iter().filter_map(|slot| slot.edition.get()?.as_ref());
        Box::new(own.chain(parts.flat_map(|edition| edition.slots().entries())))
    }
}

/// Every address of a series with these languages and sessions.
pub(super) fn every<'a>(
    languages: &'a [Language],
    sessions: &[&'a str],
) -> impl Iterator<Item = (Option<&'a str>, OfSeries<'a>)> + use<'a> {
    let all: Vec<(&Row, OfSeries<'a>)> = ROWS
        .iter()
        .flat_map(|row| row.of_series(sessions).into_iter().map(move |of| (row, of)))
        .collect();
    let tags = std::iter::once(None).chain(languages.iter().map(|tag| Some(tag.as_str())));
    tags.flat_map(move |tag| {
        let all = all.clone().into_iter().filter(move |(row, _)| row.languages || tag.is_none());
        all.map(move |(_, of)| (tag, of))
    })
}

/// Every address that each part of a series has.
fn every_of_part<'a>(
    languages: &'a [Language],
) -> impl Iterator<Item = (Option<&'a str>, OfSeries<'a>)> + use<'a> {
    let of_parts = ROWS.iter().filter(|row| row.parts).collect::<Vec<_>>();
    every(languages, &[])
        .filter(move |(_, of)| of_parts.iter().any(|row| row.of_series(&[]).contains(of)))
}

impl dyn Edition + '_ {
    /// The edition of a part, by its current key.
    #[must_use]
    pub fn part(&self, part: PartRef<'_>) -> Option<&Arc<dyn Edition>> {
        let slot = self.slots().parts.iter().find(|slot| slot.part() == part)?;
        slot.edition.get_or_init(|| self.make_part(part)).as_ref()
    }

    /// Returns the entry at an address with a session's current identifier.
    #[must_use]
    pub fn get(&self, language: Option<&str>, of: OfSeries<'_>) -> Option<&Arc<Entry>> {
        let slots = self.slots();
        let (number, language) = slots.find(language, of)?;
        let slot = slots.slots.get(number)?;
        slot.get_or_init(|| self.render(language, of).map(Arc::new)).as_ref()
    }

    /// Renders everything that is not rendered yet, unless another thread does or did.
    pub fn warm(&self) {
        let slots = self.slots();
        if slots.is_warm.swap(true, Ordering::Relaxed) {
            return;
        }
        if slots.is_part {
            for (language, of) in every_of_part(&slots.languages) {
                let _ = self.get(language, of);
            }
            return;
        }
        for (language, of) in every(&slots.languages, &slots.ids()) {
            let _ = self.get(language, of);
        }
        for slot in &slots.parts {
            if let Some(part) = self.part(slot.part()) {
                part.warm();
            }
        }
    }
}
