//! A series that is served: the facts that lists and lookups need, and its edition, which is in memory
//! or loaded on demand.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::Arc;

use jiff::Timestamp;

use super::edition::{EditionContext, PublishedSeries, RecordChanges, render};
use super::pages;
use super::sessions::every_session;
use super::{Retired, UnavailableSeries};
use crate::definition;
use crate::diagnostic::{Style, to_text};
use crate::model::{Audience, Language, Series, SeriesId, SessionId};
use crate::page::ListedPart;
use crate::render;
use crate::revision::{Change, Record};
use crate::snapshot::{Cache, Edition, EditionLoader, LazySlot, Reach, Served, UnavailableEntry};
use crate::store::StoredText;

/// When to ask again for a series that cannot be served now, in seconds.
const RETRY_AFTER_SECONDS: NonZeroU32 = NonZeroU32::new(300).expect("300 is not zero");

/// A series that is served.
#[derive(Debug)]
pub struct Listing {
    /// Its identifier.
    pub id: SeriesId,
    /// Its title.
    pub title: Box<str>,
    /// Its older identifiers.
    pub aliases: Vec<SeriesId>,
    /// Its audience, as its definition has it.
    pub audience: Audience,
    /// The number of sessions that it defines.
    pub sessions: usize,
    /// When its feed last changed.
    pub revised: Timestamp,
    /// Languages with addresses of their own.
    pub(super) languages: BTreeSet<Language>,
    /// The sessions that its publication changed, such as ``opening changed``.
    pub(super) changes: Vec<String>,
    /// The series in an umbrella; none of a series.
    pub(super) members: Vec<SeriesId>,
    pub(super) index_item: ListedPart,
    pub(super) reach: Reach,
    residency: Residency,
}

/// The place of an edition.
#[derive(Debug)]
enum Residency {
    /// In memory.
    Pinned(Arc<PublishedSeries>),
    /// In the cache, once it was asked for.
    OnDemand { source: Arc<EditionSource>, slot: Arc<LazySlot> },
}

/// The texts that an edition is loaded from. Loading reads no clock and no file, so it gives the same
/// bytes each time.
#[derive(Clone, Debug)]
pub(super) struct EditionSource {
    pub(super) id: SeriesId,
    pub(super) definition: StoredText,
    pub(super) record: StoredText,
    pub(super) context: EditionContext,
}

impl EditionSource {
    /// Whether the edition can be loaded while a client waits: the series is small, so that its feed is
    /// certainly too small for a finding about its size.
    pub(super) fn loads_quickly(&self, record: &Record) -> bool {
        let address = self.context.public_url.as_ref().map_or(0, |url| url.as_str().len());
        let texts = [self.definition.length(), self.record.length()];
        let most = render::most_feed_bytes(texts, record.sessions().count(), address);
        most <= render::FEED_WARNING_BYTES
    }

    /// Reads, renders and checks the series. The texts were good when the listing was made.
    fn load(&self) -> Result<PublishedSeries, String> {
        // An `id` in the file has priority, as when the file was read.
        let series = definition::parse(&self.definition.source(), self.id.as_str()).series;
        let series = series.ok_or("its definition cannot be read a second time")?;
        let record = Record::parse(&self.record.source())
            .map_err(|_| "its record cannot be read a second time".to_owned())?;
        let (calendars, findings) = render(&series, &record, self.context.public_url.as_ref());
        let calendars = calendars.ok_or_else(|| to_text(&findings, Style::Plain))?;
        let parts = (series, record);
        Ok(PublishedSeries::new(parts, calendars, RecordChanges::default(), self.context.clone()))
    }
}

impl Listing {
    /// A series with its edition in memory.
    pub(super) fn pinned(edition: PublishedSeries) -> Self {
        let edition = Arc::new(edition);
        let parts = (&edition.series, &edition.record);
        let residency = Residency::Pinned(Arc::clone(&edition));
        let (changes, members) = (&edition.changes.sessions, edition.members.clone());
        Self { members, ..Self::of(parts, changes, &edition.context.reach, residency) }
    }

    /// A series with an edition that is loaded from `source` when it is asked for.
    pub(super) fn on_demand(
        cache: &Cache,
        (series, record): (&Series, &Record),
        changes: &[Change],
        source: EditionSource,
    ) -> Self {
        let source = Arc::new(source);
        let loaded = Arc::clone(&source);
        let loader = EditionLoader {
            load: Box::new(move || Ok(Arc::new(loaded.load()?) as Arc<dyn Edition>)),
            otherwise: unavailable_now(&series.id),
            reach: pages::series_reach((series, record), &source.context.reach),
        };
        let reach = source.context.reach.clone();
        let slot = Arc::new(LazySlot::new(cache, loader));
        Self::of((series, record), changes, &reach, Residency::OnDemand { source, slot })
    }

    fn of(
        (series, record): (&Series, &Record),
        changes: &[Change],
        reach: &Reach,
        residency: Residency,
    ) -> Self {
        Self {
            id: series.id.clone(),
            title: series.title.as_str().into(),
            aliases: series.aliases.clone(),
            audience: series.audience.clone().unwrap_or(Audience::Everyone),
            sessions: series.sessions.len(),
            revised: record.revised(),
            languages: record.languages(),
            changes: changes.iter().map(in_words).collect(),
            members: Vec::new(),
            index_item: ListedPart::of(series, record),
            reach: reach.clone(),
            residency,
        }
    }

    /// Its edition, if that stays in memory.
    #[must_use]
    pub fn edition(&self) -> Option<&Arc<PublishedSeries>> {
        match &self.residency {
            Residency::Pinned(edition) => Some(edition),
            Residency::OnDemand { .. } => None,
        }
    }

    /// Whether it is an umbrella, which contains other series.
    #[must_use]
    pub fn is_umbrella(&self) -> bool {
        !self.members.is_empty()
    }

    /// Its edition, loaded for this call if it does not stay in memory.
    pub(super) fn loaded(&self) -> Option<Arc<PublishedSeries>> {
        match &self.residency {
            Residency::Pinned(edition) => Some(Arc::clone(edition)),
            Residency::OnDemand { source, .. } => source.load().ok().map(Arc::new),
        }
    }

    /// Its edition, as a snapshot serves it. An edition in memory prepares its slots.
    pub(super) fn served(&self) -> Served {
        match &self.residency {
            Residency::Pinned(edition) => {
                edition.slots();
                let edition: Arc<dyn Edition> = Arc::<PublishedSeries>::clone(edition);
                Served::Held(edition)
            }
            Residency::OnDemand { slot, .. } => Served::OnRequest(Arc::clone(slot)),
        }
    }

    /// The same series while it cannot be served.
    pub(super) fn unavailable(&self) -> UnavailableSeries {
        let (id, aliases) = (self.id.clone(), self.aliases.clone());
        UnavailableSeries::new(id, aliases, self.every_session(), Retired::No)
            .in_languages(self.languages.clone())
    }

    /// Every identifier under which one of its sessions was ever published.
    fn every_session(&self) -> Vec<SessionId> {
        match &self.residency {
            Residency::Pinned(edition) => every_session(&edition.record),
            Residency::OnDemand { source, .. } => {
                let record = Record::parse(&source.record.source());
                record.map_or_else(|_| Vec::new(), |record| every_session(&record))
            }
        }
    }

    /// Whether subscribers get the same calendars from both.
    pub(super) fn serves_the_same(&self, other: &Self) -> bool {
        match (self.loaded(), other.loaded()) {
            (Some(one), Some(other)) => one.every_calendar().eq(other.every_calendar()),
            _ => false,
        }
    }
}

/// The answer for a series that cannot be served now.
pub(super) fn unavailable_now(id: &SeriesId) -> UnavailableEntry {
    UnavailableEntry::new(RETRY_AFTER_SECONDS, format!("series {id} cannot be served; see /readyz"))
}

/// A change as the log shows it.
fn in_words(change: &Change) -> String {
    format!("`{}` {}", change.id, change.kind.as_str())
}
