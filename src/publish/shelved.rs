//! A series of a catalogue too large to hold at once: its two texts, packed, and what lists say of
//! it. Everything else is made of these on request, and is the same every time: no clock is asked,
//! and no file is read again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use super::pages;
use super::series::PublishedSeries;
use super::sessions::every_session;
use super::site;
use crate::definition;
use crate::diagnostic::{Finding, Severity, SourceFile};
use crate::model::{Audience, Language, Series, SeriesId, SessionId, WebUrl};
use crate::page::{Branding, ListedPart};
use crate::render;
use crate::revision::Record;
use crate::snapshot::{Cache, Edition, Lazy, Reach, Recipe};
use crate::store::StoredText;

/// A series that is made on request.
#[derive(Debug)]
pub struct Shelved {
    /// Its identifier.
    pub id: SeriesId,
    /// Its title.
    pub title: Box<str>,
    /// Its older identifiers.
    pub aliases: Vec<SeriesId>,
    /// How many sessions it defines.
    pub sessions: usize,
    /// When its feed last changed.
    pub revised: Timestamp,
    /// What its publication changed, in words, if it had been published before.
    pub(super) changes: Vec<String>,
    pub(super) listed: ListedPart,
    pub(super) lazy: Arc<Lazy>,
    origin: Arc<Origin>,
}

/// What a series is made of.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) definition: StoredText,
    pub(super) record: StoredText,
    pub(super) public_url: Option<WebUrl>,
    pub(super) branding: Arc<Branding>,
    /// Whom it has reached; goes on through reloads.
    pub(super) reach: Reach,
}

/// A series that may be served.
#[derive(Clone, Debug)]
pub(super) enum Good {
    Made(Arc<PublishedSeries>),
    Shelved(Arc<Shelved>),
}

impl Origin {
    /// Whether the series can be made while somebody waits: it is small, and its feed certainly too
    /// small for a finding about its size. Private series and those in several languages, which stand
    /// at several addresses, are made ahead.
    pub(super) fn can_wait(&self, series: &Series, record: &Record) -> bool {
        let address = self.public_url.as_ref().map_or(0, |url| url.as_str().len());
        let texts = [self.definition.length(), self.record.length()];
        let most = render::most_feed_bytes(texts, record.sessions().count(), address);
        let stands_once = !series.is_private() && record.languages().is_empty();
        most <= render::FEED_WARNING_BYTES && stands_once
    }

    /// Reads, renders and guards; the files were good when they were put on the shelf.
    fn open(&self) -> Result<PublishedSeries, String> {
        let (definition, record) = (self.definition.source(), self.record.source());
        let series = definition::parse(&definition, stem(&definition)).series;
        let series = series.ok_or("its definition cannot be read a second time")?;
        let record = Record::parse(&record)
            .map_err(|_| "its record cannot be read a second time".to_owned())?;
        let draft = render::calendars(&series, &record, self.public_url.as_ref());
        let (calendars, findings) = render::check(draft);
        let errors = || findings.iter().filter(|found| found.severity() == Severity::Error);
        let calendars = calendars
            .ok_or_else(|| errors().map(Finding::headline).next().unwrap_or_default().to_owned())?;
        Ok(PublishedSeries {
            series,
            record,
            calendars: Arc::new(calendars),
            translations: Vec::new(),
            languages: Vec::new(),
            changes: Vec::new(),
            feed: Vec::new(),
            retirement: None,
            access: None,
            changed: false,
            due: None,
            public_url: self.public_url.clone(),
            branding: Arc::clone(&self.branding),
            reach: self.reach.clone(),
            rendered: OnceLock::new(),
        })
    }
}

fn stem(file: &SourceFile) -> &str {
    Path::new(file.name()).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

impl Shelved {
    /// Puts a series on the shelf whose record is what `origin` says.
    pub(super) fn new(cache: &Cache, series: &Series, record: &Record, origin: Origin) -> Self {
        let origin = Arc::new(origin);
        let opened = Arc::clone(&origin);
        let load = move || Ok(Arc::new(opened.open()?) as Arc<dyn Edition>);
        let recipe = Recipe {
            load: Box::new(load),
            otherwise: site::not_now(&series.id),
            reach: pages::series_reach((series, record), &origin.reach),
        };
        Self {
            id: series.id.clone(),
            title: series.title.as_str().into(),
            aliases: series.aliases.clone(),
            sessions: series.sessions.len(),
            revised: record.revised(),
            changes: Vec::new(),
            listed: ListedPart::of(series, record),
            lazy: Arc::new(Lazy::new(cache, recipe)),
            origin,
        }
    }
}

impl Good {
    pub(super) fn id(&self) -> &SeriesId {
        match self {
            Self::Made(made) => &made.series.id,
            Self::Shelved(shelved) => &shelved.id,
        }
    }

    pub(super) fn aliases(&self) -> &[SeriesId] {
        match self {
            Self::Made(made) => &made.series.aliases,
            Self::Shelved(shelved) => &shelved.aliases,
        }
    }

    /// Who may read it; private series are never on the shelf.
    pub(super) fn audience(&self) -> &Audience {
        match self {
            Self::Made(made) => made.audience(),
            Self::Shelved(_) => &Audience::Everyone,
        }
    }

    pub(super) fn reach(&self) -> &Reach {
        match self {
            Self::Made(made) => &made.reach,
            Self::Shelved(shelved) => &shelved.origin.reach,
        }
    }

    /// Every identifier under which a session of it was ever published.
    pub(super) fn every_session(&self) -> Vec<SessionId> {
        match self {
            Self::Made(made) => every_session(&made.record),
            Self::Shelved(shelved) => {
                let record = Record::parse(&shelved.origin.record.source());
                record.map_or_else(|_| Vec::new(), |record| every_session(&record))
            }
        }
    }

    /// Languages with addresses of their own; series with any are never on the shelf.
    pub(super) fn languages(&self) -> BTreeSet<Language> {
        match self {
            Self::Made(made) => made.record.languages(),
            Self::Shelved(_) => BTreeSet::new(),
        }
    }

    /// What its publication changed, such as ``opening changed``.
    pub(super) fn changes(&self) -> Vec<String> {
        match self {
            Self::Made(made) => made.changes.iter().map(site::in_words).collect(),
            Self::Shelved(shelved) => shelved.changes.clone(),
        }
    }

    /// Whether subscribers are given the same calendars.
    pub(super) fn serves_the_same(&self, other: &Self) -> bool {
        let opened = |good: &Self| match good {
            Self::Made(made) => Some(Arc::clone(made)),
            Self::Shelved(shelved) => shelved.origin.open().ok().map(Arc::new),
        };
        match (opened(self), opened(other)) {
            (Some(one), Some(other)) => one.every_calendar().eq(other.every_calendar()),
            _ => false,
        }
    }
}
