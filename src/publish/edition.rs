//! A series → what is at each of its addresses. Calendars are written already; pages are rendered here.

use std::sync::Arc;

use bytes::Bytes;

use super::PublishedSeries;
use super::links::{Linked, add_link, subscribe_link};
use super::pages::{self, Rendered, modified};
use crate::address::{Base, OfSeries, OfSession};
use crate::model::{Language, Series, SessionId};
use crate::page::embed::Embedded;
use crate::page::{self, ListedSeries, PageContext, PageLocation};
use crate::render::Calendars;
use crate::revision::Record;
use crate::snapshot::{Edition, Entry, Languages, Resource, Revisions, Slots, Variants};

/// A series in one of its languages.
#[derive(Clone, Copy)]
struct View<'a> {
    series: &'a Series,
    record: &'a Record,
    calendars: &'a Arc<Calendars>,
    /// Where all of this is that does not depend on the address it is at: `None`, the plain addresses.
    home: Option<&'a Language>,
}

impl Edition for PublishedSeries {
    fn slots(&self) -> &Slots {
        &self.rendered().slots
    }

    fn render(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry> {
        let view = self.view(language);
        // What is at several addresses is made once, and so compressed once.
        let is_copy = view.home != language;
        let resource = match of {
            OfSeries::Feed
            | OfSeries::All
            | OfSeries::Json
            | OfSeries::Subscribe(_)
            | OfSeries::Session(_, OfSession::File | OfSession::Add(_))
                if is_copy =>
            {
                return self.at(view.home, of);
            }
            OfSeries::Reach | OfSeries::QrSvg | OfSeries::QrPng if language.is_some() => {
                return None;
            }
            OfSeries::Page => {
                return self.page(language, &|view, location| {
                    let document = self.at(view.home, OfSeries::Json)?;
                    let Entry::Resource(json) = document else { return None };
                    let html = page::series_html(&self.site(view, location));
                    let html = self.rendered().look.page(html);
                    Some(Entry::Variants(Box::new(Variants { html, json })))
                });
            }
            OfSeries::Session(id, OfSession::Page) => {
                let id = SessionId::parse(id).ok()?;
                return self.page(language, &|view, location| {
                    self.session_page(&self.site(view, location), &id)
                });
            }
            OfSeries::Reach => return Some(Entry::Reach(self.slots().reach().clone())),
            OfSeries::Subscribe(calendar) => {
                return Some(Entry::Redirect(subscribe_link(self.linked(view), calendar)));
            }
            OfSeries::Session(id, OfSession::Add(calendar)) => {
                let id = SessionId::parse(id).ok()?;
                return Some(Entry::Redirect(add_link(self.linked(view), &id, calendar)?));
            }
            OfSeries::Feed => {
                let feed = Resource::feed(body(view.calendars), modified(view.record.revised()));
                feed.reported_to(&self.reach)
            }
            OfSeries::All => {
                let name = pages::file_name(&self.series.id, "ics");
                let all = view.calendars.all_sessions();
                let all = Resource::session_file(all, &name, modified(view.record.revised()));
                all.reported_to(&self.reach)
            }
            OfSeries::Session(id, OfSession::File) => {
                let id = SessionId::parse(id).ok()?;
                let name = pages::file_name(&format_args!("{}-{id}", self.series.id), "ics");
                let modified = modified(view.record.entry(&id)?.revised());
                let file = Resource::session_file(view.calendars.session(&id)?, &name, modified);
                file.reported_to(&self.reach)
            }
            OfSeries::Json => {
                Resource::json(page::series_json(&ListedSeries::of(view.series, view.record)))
            }
            OfSeries::QrSvg => {
                Resource::drawing(page::qr_svg(&pages::page_url(self.linked(view))?)?)
            }
            OfSeries::QrPng => {
                Resource::picture(page::qr_png(&pages::page_url(self.linked(view))?)?)
            }
            OfSeries::Atom => {
                Resource::news(page::atom(&self.site(view, &self.location(language))))
            }
            OfSeries::Mail | OfSeries::MailBlock | OfSeries::MailDraft => {
                pages::mail(&self.site(view, &self.location(language)), &self.rendered().look, of)?
            }
            // Nobody embeds what is private: its address is its key.
            _ if self.series.is_private() => return None,
            OfSeries::Embed => self.card(language, view, Embedded::Series),
            OfSeries::Oembed => self.oembed(language, view, Embedded::Series)?,
            OfSeries::Session(id, of) => {
                let id = SessionId::parse(id).ok()?;
                let session = pages::session_of(view.series, &id, view.record.entry(&id)?)?;
                let what = Embedded::Session(session);
                match of {
                    OfSession::Embed => self.card(language, view, what),
                    _ => self.oembed(language, view, what)?,
                }
            }
        };
        Some(Entry::Resource(resource))
    }
}

impl PublishedSeries {
    fn at(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry> {
        let edition: &dyn Edition = self;
        edition.get(language.map(Language::as_str), of).map(|entry| Entry::clone(entry))
    }

    /// In the language of an address; in the series' own words where it is not offered in it any more.
    fn view(&self, language: Option<&Language>) -> View<'_> {
        let translated = self.translations.iter().find_map(|one| {
            let series = self.series.in_language(&one.language)?;
            let is_it = Some(&one.language) == language;
            let (record, calendars) = (&one.record, &one.calendars);
            is_it.then_some(View { series, record, calendars, home: Some(&one.language) })
        });
        let Self { series, record, calendars, .. } = self;
        translated.unwrap_or(View { series, record, calendars, home: None })
    }

    fn linked<'a>(&'a self, view: View<'a>) -> Linked<'a> {
        let View { series, record, .. } = view;
        Linked { series, record, public_url: self.public_url.as_ref() }
    }

    /// The address of a page in the language that it is in.
    fn location<'a>(&'a self, language: Option<&'a Language>) -> PageLocation<'a> {
        let spoken = self.view(language).series.language.as_ref();
        self.standing_in(spoken, language)
    }

    fn standing_in<'a>(
        &'a self,
        spoken: Option<&'a Language>,
        language: Option<&'a Language>,
    ) -> PageLocation<'a> {
        let base = Base { language: language.map(Language::as_str), ..self.series.id.base() };
        PageLocation::new(&self.series, spoken, base)
    }

    fn site<'a>(&'a self, view: View<'a>, location: &'a PageLocation<'a>) -> PageContext<'a> {
        PageContext {
            series: view.series,
            record: view.record,
            branding: &self.branding,
            base: self.public_url.as_ref(),
            location,
            style: self.rendered().look.style(),
        }
    }

    /// A page at an address, in the language that it names; where it names none and there are several
    /// languages, in each.
    fn page(
        &self,
        language: Option<&Language>,
        page: &dyn Fn(View<'_>, &PageLocation<'_>) -> Option<Entry>,
    ) -> Option<Entry> {
        let view = self.view(language);
        let spoken = view.series.language.as_ref();
        let own = page(view, &self.standing_in(spoken, language))?;
        let others =
            self.series.languages().filter(|other| language.is_none() && Some(*other) != spoken);
        let others = others.filter_map(|other| {
            let entry = page(self.view(Some(other)), &self.standing_in(Some(other), language))?;
            Some((other.clone(), entry))
        });
        let others: Vec<_> = others.collect();
        Some(match spoken.cloned().filter(|_| !others.is_empty()) {
            Some(spoken) => Entry::Languages(Box::new(Languages::new((spoken, own), others))),
            None => own,
        })
    }

    /// The page of a session, in the definition or taken out of it.
    fn session_page(&self, site: &PageContext<'_>, id: &SessionId) -> Option<Entry> {
        let entry = site.record.entry(id)?;
        let session = pages::session_of(site.series, id, entry)?;
        let look = &self.rendered().look;
        let page = |copy| look.page(page::session_html(site, session, entry, copy));
        let older =
            entry.past().iter().map(|past| (past.sequence(), page(page::Copy::Older(past))));
        let pages = Revisions::new(page(page::Copy::Current), older.collect());
        Some(Entry::Revisions(Box::new(pages)))
    }

    fn card(&self, language: Option<&Language>, view: View<'_>, what: Embedded<'_>) -> Resource {
        let location = self.location(language);
        self.rendered().look.card(&self.site(view, &location), what)
    }

    fn oembed(
        &self,
        language: Option<&Language>,
        view: View<'_>,
        what: Embedded<'_>,
    ) -> Option<Resource> {
        let location = self.location(language);
        page::embed::oembed_json(&self.site(view, &location), what).map(Resource::json)
    }

    /// What all its addresses have in common.
    pub(super) fn rendered(&self) -> &Rendered {
        self.rendered.get_or_init(|| Rendered::of(self))
    }
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
