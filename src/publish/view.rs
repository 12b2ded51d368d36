//! A series in one of its languages → what stands at its addresses: feed, files and pages, and what
//! leads to them from older identifiers of sessions.
//!
//! Calendars are made already; pages are made here. Which addresses there are, `site` knows.

use std::fmt::Display;
use std::sync::Arc;

use bytes::Bytes;

use super::PublishedSeries;
use super::site::{feed_path, former, modified, moved, page_path, session_page_path, session_path};
use crate::model::{Language, Series, SessionId};
use crate::page::{self, Below, Copy, Listed, STYLE, Standing};
use crate::render::Calendars;
use crate::revision::Record;
use crate::snapshot::{
    Entry, FileName, Languages, Placed, Resource, Revisions, SnapshotProblem, Variants,
};

/// How a page is made of a series in one of its languages.
type Page<'a> = dyn Fn(&View<'_>, &Standing<'_>) -> Entry + 'a;

/// A series in one of its languages.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    series: &'a Series,
    record: &'a Record,
    calendars: &'a Arc<Calendars>,
}

impl<'a> View<'a> {
    pub(super) fn own(published: &'a PublishedSeries) -> Self {
        let (series, record) = (&published.series, &published.record);
        Self { series, record, calendars: &published.calendars }
    }

    pub(super) fn in_language(published: &'a PublishedSeries, language: &Language) -> Option<Self> {
        let found = published.translations.iter().find(|one| one.language == *language)?;
        let series = published.series.in_language(language)?;
        Some(Self { series, record: &found.record, calendars: &found.calendars })
    }

    /// Every language of a series, its own first.
    fn all(published: &'a PublishedSeries) -> impl Iterator<Item = (&'a Language, Self)> {
        let own = Self::own(published);
        let languages = published.series.languages();
        languages.map(move |one| (one, Self::in_language(published, one).unwrap_or(own)))
    }

    /// Feed and files below an address.
    pub(super) fn calendars(
        &self,
        published: &PublishedSeries,
        address: &impl Display,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let record = self.record;
        let feed = Resource::feed(body(self.calendars, Which::Feed), modified(record.revised()));
        let feed = feed.reported_to(&published.reach);
        let mut placed = vec![Placed::new(&feed_path(address), Entry::Resource(feed))?];
        for (number, (id, _)) in self.calendars.sessions.iter().enumerate() {
            let revised = record.entry(id).map_or(record.revised(), |entry| entry.revised());
            let name = FileName::parse(&format!("{}-{id}.ics", self.series.id))
                .expect("identifiers are letters, digits and hyphens");
            let path = session_path(address, id);
            let body = body(self.calendars, Which::Session(number));
            let file = Resource::session_file(body, &name, modified(revised));
            let file = file.reported_to(&published.reach);
            placed.push(Placed::new(&path, Entry::Resource(file))?);
            for old in former(record, id) {
                placed.push(moved(&session_path(address, old), &path, published.audience())?);
            }
        }
        Ok(placed)
    }

    /// Pages at the plain addresses: where there are several languages, of each.
    pub(super) fn pages(
        &self,
        published: &PublishedSeries,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let own = published.series.language.clone();
        let choose = |page: &Page<'_>| {
            let standing = |language| Standing::new(&published.series, language, Below::Nothing);
            let entry = page(self, &standing(own.as_ref()));
            let others = View::all(published)
                .filter(|(language, _)| Some(*language) != own.as_ref())
                .map(|(language, view)| (language.clone(), page(&view, &standing(Some(language)))));
            let others: Vec<_> = others.collect();
            match own.clone().filter(|_| !others.is_empty()) {
                Some(own) => Entry::Languages(Box::new(Languages::new((own, entry), others))),
                None => entry,
            }
        };
        self.placed_pages(published, &published.series.id, &choose)
    }

    /// Pages at the addresses of a language.
    pub(super) fn pages_below(
        &self,
        published: &PublishedSeries,
        address: &impl Display,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let language = self.series.language.as_ref();
        let standing = Standing::new(&published.series, language, Below::Language);
        self.placed_pages(published, address, &|page| page(self, &standing))
    }

    fn placed_pages(
        &self,
        published: &PublishedSeries,
        address: &impl Display,
        choose: &dyn Fn(&Page<'_>) -> Entry,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let mut placed = vec![Placed::new(&page_path(address), choose(&series_page))?];
        for (id, _) in &self.calendars.sessions {
            let path = session_page_path(address, id);
            if self.record.entry(id).is_some() {
                let page =
                    |view: &View<'_>, standing: &Standing<'_>| session_page(view, id, standing);
                placed.push(Placed::new(&path, choose(&page))?);
            }
            for old in former(self.record, id) {
                let old = session_page_path(address, old);
                placed.push(moved(&old, &path, published.audience())?);
            }
        }
        Ok(placed)
    }
}

fn series_page(view: &View<'_>, standing: &Standing<'_>) -> Entry {
    let listed = Listed::of(view.series, view.record);
    Entry::Variants(Box::new(Variants {
        html: Resource::page(page::series_html(view.series, &listed, standing), Some(STYLE)),
        json: Resource::json(page::series_json(&listed)),
    }))
}

fn session_page(view: &View<'_>, id: &SessionId, standing: &Standing<'_>) -> Entry {
    let entry = view.record.entry(id).expect("asked for where the record has one");
    let page = |copy| {
        let html = page::session_html(view.series, (id, entry), copy, standing);
        Resource::page(html, Some(STYLE))
    };
    let older = entry.past().iter().map(|past| (past.sequence(), page(Copy::Older(past))));
    Entry::Revisions(Box::new(Revisions::new(page(Copy::Current), older.collect())))
}

/// One of a series' calendars.
enum Which {
    Feed,
    Session(usize),
}

struct Body(Arc<Calendars>, Which);

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        match self.1 {
            Which::Feed => self.0.feed.as_bytes(),
            Which::Session(number) => {
                self.0.sessions.get(number).map_or(b"", |(_, text)| text.as_bytes())
            }
        }
    }
}

/// The bytes of a calendar, which stay where they are.
fn body(calendars: &Arc<Calendars>, which: Which) -> Bytes {
    Bytes::from_owner(Body(Arc::clone(calendars), which))
}
