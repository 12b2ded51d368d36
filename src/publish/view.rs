//! A series in one of its languages → what stands at its addresses: feed, files and pages, and what
//! leads to them from older identifiers of sessions.
//!
//! Calendars are made already; pages are made here. Which addresses there are, `site` knows.

use std::fmt::Display;
use std::sync::Arc;

use bytes::Bytes;

use super::PublishedSeries;
use super::links::{self, all_path, link_entries};
use super::pages::{machine_entries, series_page, session_page};
use super::site::{feed_path, former, modified, moved, page_path, session_page_path, session_path};
use crate::model::{Language, Series};
use crate::page::{Below, Site, Standing};
use crate::render::{self, Calendars};
use crate::revision::Record;
use crate::snapshot::{Entry, FileName, Languages, Placed, Resource, SnapshotProblem};

/// How a page is made of a series in one of its languages.
type Page<'a> = dyn Fn(&Site<'_>) -> Option<Entry> + 'a;

/// A series in one of its languages.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    published: &'a PublishedSeries,
    series: &'a Series,
    record: &'a Record,
    calendars: &'a Arc<Calendars>,
}

impl<'a> View<'a> {
    pub(super) fn own(published: &'a PublishedSeries) -> Self {
        let (series, record) = (&published.series, &published.record);
        Self { published, series, record, calendars: &published.calendars }
    }

    pub(super) fn in_language(published: &'a PublishedSeries, language: &Language) -> Option<Self> {
        let found = published.translations.iter().find(|one| one.language == *language)?;
        let series = published.series.in_language(language)?;
        Some(Self { published, series, record: &found.record, calendars: &found.calendars })
    }

    /// Every language of a series, its own first.
    fn all(published: &'a PublishedSeries) -> impl Iterator<Item = (&'a Language, Self)> {
        let own = Self::own(published);
        let languages = published.series.languages();
        languages.map(move |one| (one, Self::in_language(published, one).unwrap_or(own)))
    }

    fn site<'s>(&'s self, standing: &'s Standing<'s>) -> Site<'s> {
        Site {
            series: self.series,
            record: self.record,
            house: &self.published.house,
            base: self.published.public_url.as_ref(),
            standing,
        }
    }

    /// Feed and files below an address, and the links by which others add them.
    pub(super) fn calendars(&self, address: &impl Display) -> Result<Vec<Placed>, SnapshotProblem> {
        let (published, record) = (self.published, self.record);
        let feed = Resource::feed(body(self.calendars, Which::Feed), modified(record.revised()));
        let feed = feed.reported_to(&published.reach);
        let mut placed = vec![
            Placed::new(&feed_path(address), Entry::Resource(feed))?,
            Placed::new(&all_path(address), Entry::Resource(self.all_sessions()))?,
        ];
        let series = self.series;
        let below = links::Below { series, record, ..links::Below::of(published) };
        placed.extend(link_entries(below, address)?);
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

    /// All sessions in one file, to add.
    fn all_sessions(&self) -> Resource {
        let name = FileName::parse(&format!("{}.ics", self.series.id))
            .expect("identifiers are letters, digits and hyphens");
        let body = render::all_sessions(&self.calendars.feed);
        Resource::session_file(body, &name, modified(self.record.revised()))
            .reported_to(&self.published.reach)
    }

    /// Pages at the plain addresses: where there are several languages, of each.
    pub(super) fn pages(&self) -> Result<Vec<Placed>, SnapshotProblem> {
        let published = self.published;
        let own = published.series.language.clone();
        let choose = |page: &Page<'_>| {
            let standing = |language| Standing::new(&published.series, language, Below::Nothing);
            let entry = page(&self.site(&standing(own.as_ref())))?;
            let others = View::all(published)
                .filter(|(language, _)| Some(*language) != own.as_ref())
                .filter_map(|(language, view)| {
                    let entry = page(&view.site(&standing(Some(language))))?;
                    Some((language.clone(), entry))
                });
            let others: Vec<_> = others.collect();
            Some(match own.clone().filter(|_| !others.is_empty()) {
                Some(own) => Entry::Languages(Box::new(Languages::new((own, entry), others))),
                None => entry,
            })
        };
        let standing = Standing::new(&published.series, own.as_ref(), Below::Nothing);
        let mut placed = self.placed_pages(&published.series.id, &choose)?;
        placed.extend(machine_entries(&self.site(&standing), &published.series.id)?);
        Ok(placed)
    }

    /// Pages at the addresses of a language.
    pub(super) fn pages_below(
        &self,
        address: &impl Display,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let language = self.series.language.as_ref();
        let standing = Standing::new(&self.published.series, language, Below::Language);
        let site = self.site(&standing);
        let mut placed = self.placed_pages(address, &|page| page(&site))?;
        placed.extend(machine_entries(&site, address)?);
        Ok(placed)
    }

    fn placed_pages(
        &self,
        address: &impl Display,
        choose: &dyn Fn(&Page<'_>) -> Option<Entry>,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let audience = self.published.audience();
        let mut placed = Vec::with_capacity(self.calendars.sessions.len() + 1);
        if let Some(page) = choose(&|site| Some(series_page(site))) {
            placed.push(Placed::new(&page_path(address), page)?);
        }
        for (id, _) in &self.calendars.sessions {
            let path = session_page_path(address, id);
            let page = |site: &Site<'_>| session_page(site, id, site.record.entry(id)?);
            if let Some(page) = choose(&page) {
                placed.push(Placed::new(&path, page)?);
            }
            for old in former(self.record, id) {
                let old = session_page_path(address, old);
                placed.push(moved(&old, &path, audience)?);
            }
        }
        Ok(placed)
    }
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
