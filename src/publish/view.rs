//! A series in each of its languages → what stands at its addresses: feed, files and pages, and what
//! leads to them from older identifiers of sessions.
//!
//! Calendars are made already; pages are made here. What stands at several addresses is made once,
//! and so compressed once. Which addresses there are, `site` knows.

use std::fmt::Display;
use std::sync::Arc;

use bytes::Bytes;

use super::PublishedSeries;
use super::links::{self, link_entries};
use super::pages::{
    Look, embed_entries, machine_entries, mail_entries, series_document, series_page, session_page,
};
use super::site::{modified, moved_entries};
use crate::address::{Base, OfSeries, OfSession};
use crate::model::{Language, Series, SessionId};
use crate::page::{Site, Standing};
use crate::render::Calendars;
use crate::revision::Record;
use crate::snapshot::{Entry, FileName, Languages, Placed, Resource, SnapshotProblem};

/// How a page is made of a series in one of its languages.
type Page<'a> = dyn Fn(&View<'_>, &Standing<'_>) -> Option<Entry> + 'a;

/// A series in all its languages.
pub(super) struct Views<'a> {
    published: &'a PublishedSeries,
    look: Look,
    own: View<'a>,
    /// In the other languages.
    others: Vec<(&'a Language, View<'a>)>,
}

/// A series in one of its languages.
pub(super) struct View<'a> {
    published: &'a PublishedSeries,
    series: &'a Series,
    record: &'a Record,
    feed: Resource,
    /// All sessions in one file, to add.
    all: Resource,
    files: Vec<(&'a SessionId, Resource)>,
    /// What machines read of the series.
    document: Resource,
}

impl<'a> Views<'a> {
    pub(super) fn of(published: &'a PublishedSeries) -> Self {
        let PublishedSeries { series, record, calendars, .. } = published;
        let others = published.translations.iter().filter_map(|one| {
            let translated = series.in_language(&one.language)?;
            let view = View::new(published, (translated, &one.record), &one.calendars);
            Some((&one.language, view))
        });
        Self {
            published,
            look: Look::of(series.colour, &published.house),
            own: View::new(published, (series, record), calendars),
            others: others.collect(),
        }
    }

    pub(super) fn published(&self) -> &'a PublishedSeries {
        self.published
    }

    pub(super) fn own(&self) -> &View<'a> {
        &self.own
    }

    /// In the series' own words where it is not offered in that language.
    pub(super) fn in_language(&self, language: &Language) -> &View<'a> {
        let found = self.others.iter().find(|(offered, _)| *offered == language);
        found.map_or(&self.own, |(_, view)| view)
    }

    /// Pages below an address, in the language that it names; where it names none and there are several
    /// languages, of each.
    pub(super) fn pages(
        &self,
        base: Base<'_>,
        language: Option<&Language>,
    ) -> Result<Vec<Placed>, SnapshotProblem> {
        let (series, look) = (&self.published.series, &self.look);
        let view = language.map_or(&self.own, |language| self.in_language(language));
        let spoken = view.series.language.as_ref();
        let standing = |language| Standing::new(series, language, base);
        let others =
            series.languages().filter(|other| language.is_none() && Some(*other) != spoken);
        let others: Vec<&Language> = others.collect();
        let choose = |page: &Page<'_>| {
            let entry = page(view, &standing(spoken))?;
            let others = others.iter().filter_map(|language| {
                let entry = page(self.in_language(language), &standing(Some(language)))?;
                Some(((*language).clone(), entry))
            });
            let others: Vec<_> = others.collect();
            Some(match spoken.cloned().filter(|_| !others.is_empty()) {
                Some(own) => Entry::Languages(Box::new(Languages::new((own, entry), others))),
                None => entry,
            })
        };
        let page = |view: &View<'_>, standing: &Standing<'_>| {
            Some(series_page(&view.site(standing, look), look, &view.document))
        };
        let mut placed = Vec::with_capacity(view.files.len() + 1);
        if let Some(page) = choose(&page) {
            placed.push(Placed::new(&base.to(OfSeries::Page), page)?);
        }
        for (id, _) in &view.files {
            let page = |view: &View<'_>, standing: &Standing<'_>| {
                session_page(&view.site(standing, look), look, id)
            };
            if let Some(page) = choose(&page) {
                placed.push(Placed::new(&base.to(id.to(OfSession::Page)), page)?);
            }
        }
        let standing = standing(spoken);
        let site = view.site(&standing, look);
        placed.extend(machine_entries(&site, &view.document, base)?);
        placed.extend(mail_entries(&site, look, base)?);
        placed.extend(embed_entries(&site, look, base)?);
        Ok(placed)
    }
}

impl<'a> View<'a> {
    fn new(
        published: &'a PublishedSeries,
        (series, record): (&'a Series, &'a Record),
        calendars: &'a Arc<Calendars>,
    ) -> Self {
        let feed = Resource::feed(body(calendars), modified(record.revised()));
        let all = calendars.all_sessions();
        let all = Resource::session_file(all, &file_name(&series.id), modified(record.revised()));
        let files = calendars.sessions().map(|(id, text)| {
            let revised = record.entry(id).map_or(record.revised(), |entry| entry.revised());
            let name = file_name(&format_args!("{}-{id}", series.id));
            let file = Resource::session_file(text, &name, modified(revised));
            (id, file.reported_to(&published.reach))
        });
        Self {
            published,
            series,
            record,
            feed: feed.reported_to(&published.reach),
            all: all.reported_to(&published.reach),
            files: files.collect(),
            document: series_document(series, record),
        }
    }

    fn site<'s>(&'s self, standing: &'s Standing<'s>, look: &'s Look) -> Site<'s> {
        Site {
            series: self.series,
            record: self.record,
            house: &self.published.house,
            base: self.published.public_url.as_ref(),
            standing,
            style: look.style(),
        }
    }

    /// Feed and files below an address, the links by which others add them, and what leads there from
    /// older identifiers of sessions.
    pub(super) fn calendars(&self, base: Base<'_>) -> Result<Vec<Placed>, SnapshotProblem> {
        let (series, record) = (self.series, self.record);
        let mut placed = vec![
            Placed::new(&base.to(OfSeries::Feed), Entry::Resource(self.feed.clone()))?,
            Placed::new(&base.to(OfSeries::All), Entry::Resource(self.all.clone()))?,
        ];
        let below = links::Below { series, record, ..links::Below::of(self.published) };
        placed.extend(link_entries(below, base)?);
        placed.extend(moved_entries(below, base, base)?);
        for (id, file) in &self.files {
            let address = base.to(id.to(OfSession::File));
            placed.push(Placed::new(&address, Entry::Resource(file.clone()))?);
        }
        Ok(placed)
    }
}

fn file_name(stem: &impl Display) -> FileName {
    FileName::parse(&format!("{stem}.ics")).expect("identifiers are letters, digits and hyphens")
}

/// The feed, which stays where it is.
fn body(calendars: &Arc<Calendars>) -> Bytes {
    struct Feed(Arc<Calendars>);

    impl AsRef<[u8]> for Feed {
        fn as_ref(&self) -> &[u8] {
            self.0.feed().as_bytes()
        }
    }

    Bytes::from_owner(Feed(Arc::clone(calendars)))
}
