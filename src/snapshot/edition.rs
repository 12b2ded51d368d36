//! The resources of one series, each rendered on first use and kept.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;

use super::{Entry, SeriesReach};
use crate::address::{OfSeries, OfSession, ROWS, Row};
use crate::model::Language;

/// A series as published now. Its entries depend on definition and record alone, so each is rendered
/// once: by the first request, or before requests by `warm`.
pub trait Edition: fmt::Debug + Send + Sync {
    /// The entries rendered so far.
    fn slots(&self) -> &Slots;

    /// Renders the entry at an address with a session's current identifier; `None` without an
    /// entry.
    fn render(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry>;
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
    is_warm: AtomicBool,
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
            is_warm: AtomicBool::new(false),
        }
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

    /// Every possible address, including older identifiers of sessions.
    pub(super) fn addresses(&self) -> impl Iterator<Item = (Option<&str>, OfSeries<'_>)> {
        let sessions: Vec<&str> = self.sessions.keys().map(|id| &**id).collect();
        every(&self.languages, &sessions)
    }

    fn ids(&self) -> Vec<&str> {
        self.today.iter().map(|id| &**id).collect()
    }

    /// The entries rendered so far.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.slots.iter().filter_map(|slot| slot.get()?.as_ref())
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

impl dyn Edition + '_ {
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
        for (language, of) in every(&slots.languages, &slots.ids()) {
            let _ = self.get(language, of);
        }
    }
}
