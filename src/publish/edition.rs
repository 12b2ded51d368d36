//! A series as published now, and the entry at each of its addresses. Its calendars are checked
//! before it exists; its pages are rendered on first use.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::links::{Linked, add_link, subscribe_link};
use super::pages::{self, Theme, modified};
use crate::address::{Base, OfSeries, OfSession, PartKind, PartRef};
use crate::diagnostic::{Finding, has_errors};
use crate::model::{Audience, Language, Series, SeriesId, SessionId, WebUrl};
use crate::page::embed::Embedded;
use crate::page::{self, Branding, ListedSeries, PageContext, PageLocation, Selections};
use crate::render::{self, Calendars};
use crate::revision::{
    AccessChange, Change, FieldChange, LanguageChange, PartChange, Record, Retirement,
};
use crate::snapshot::{
    Edition, Entry, Languages, Reach, Resource, Revisions, Selection, Slots, Variants,
};

/// A series as published now.
#[derive(Debug)]
pub struct PublishedSeries {
    /// The series, from its definition.
    pub series: Series,
    /// Its publication record.
    pub record: Record,
    /// Its calendars in its own language.
    pub calendars: Arc<Calendars>,
    /// The same in its other languages.
    pub translations: Vec<Translation>,
    /// The changes that its publication made to the record.
    pub changes: RecordChanges,
    /// The series in an umbrella; none of a series.
    pub(super) members: Vec<SeriesId>,
    pub(super) context: EditionContext,
    rendered: OnceLock<Rendered>,
}

/// A series in another of its languages.
#[derive(Debug)]
pub struct Translation {
    /// The language.
    pub language: Language,
    /// The record with texts in this language; the series has its own translations.
    pub record: Record,
    /// The calendars.
    pub calendars: Arc<Calendars>,
}

/// The changes that one publication made to a record.
#[derive(Debug, Default)]
pub struct RecordChanges {
    /// Changed sessions.
    pub sessions: Vec<Change>,
    /// Changed fields of the series itself; all fields the first time.
    pub feed: Vec<FieldChange>,
    /// Changes of its parts.
    pub parts: Vec<PartChange>,
    /// Whether the series ends with this publication, or continues after it had ended.
    pub retirement: Option<Retirement>,
    /// Languages added or removed.
    pub languages: Vec<(Language, LanguageChange)>,
    /// The change of the audience, if any.
    pub access: Option<AccessChange>,
    /// Whether the record differs from the record as read.
    pub any: bool,
}

/// The inputs of an edition besides definition and record.
#[derive(Clone, Debug)]
pub(super) struct EditionContext {
    /// The public address of the service, if configured.
    pub(super) public_url: Option<WebUrl>,
    /// The publisher's name, logo and colours.
    pub(super) branding: Arc<Branding>,
    /// Counters of the series' clients, kept through reloads.
    pub(super) reach: Reach,
    pub(super) selections: Selections,
}

/// The parts that all addresses of an edition share.
#[derive(Debug)]
struct Rendered {
    slots: Slots,
    theme: Theme,
}

/// The calendars in the series' own language and in its others.
pub(super) type EveryCalendar = (Arc<Calendars>, Vec<Translation>);

/// Renders and checks the calendars of a series in all its languages. Returns no calendars if a finding
/// is an error. Findings have no place.
pub(super) fn render(
    series: &Series,
    record: &Record,
    public_url: Option<&WebUrl>,
) -> (Option<EveryCalendar>, Vec<Finding>) {
    let (own, mut findings) = render::check(render::calendars(series, record, public_url));
    let mut translations = Vec::new();
    for (language, translation) in series.translations() {
        let Some(record) = record.in_language(language) else { continue };
        let draft = render::calendars(translation, &record, public_url);
        let (calendars, found) = render::check(draft);
        let note = format!("so it is in `{language}`");
        findings.extend(found.into_iter().map(|found| found.note(note.as_str())));
        translations.extend(calendars.map(|calendars| Translation {
            language: language.clone(),
            record,
            calendars: Arc::new(calendars),
        }));
    }
    let own = own.filter(|_| !has_errors(&findings));
    (own.map(|own| (Arc::new(own), translations)), findings)
}

/// A series in one of its languages.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) series: &'a Series,
    pub(super) record: &'a Record,
    pub(super) calendars: &'a Arc<Calendars>,
    /// The language in the addresses of its calendars, which other addresses share; `None` for the
    /// addresses without a language.
    home: Option<&'a Language>,
}

impl Edition for PublishedSeries {
    fn slots(&self) -> &Slots {
        &self.rendered().slots
    }

    fn make_part(&self, part: PartRef<'_>) -> Option<Arc<dyn Edition>> {
        Some(Arc::new(self.part(part)?))
    }

    fn select(
        &self,
        language: Option<&Language>,
        sessions: &str,
        of: OfSeries<'_>,
    ) -> Option<Selection> {
        self.selection(language, sessions, of)
    }

    fn render(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry> {
        let view = self.view(language);
        // An entry at several addresses is rendered once, and so compressed once.
        let is_copy = view.home != language;
        let resource = match of {
            OfSeries::Feed
            | OfSeries::All
            | OfSeries::Json
            | OfSeries::ScheduleXml
            | OfSeries::ScheduleJson
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
                    let (site, theme) = (self.site(view, location), &self.rendered().theme);
                    let html = page::series_html(&site);
                    let html = if page::offers_choice(&site) {
                        theme.choosing_page(html)
                    } else {
                        theme.page(html)
                    };
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
                self.dated(feed).reported_to(&self.context.reach)
            }
            OfSeries::All => {
                let name = match self.series.limit() {
                    None => pages::file_name(&self.series.id, "ics"),
                    // Identifiers of a selection may be too long for a name.
                    Some(limit) if limit.kind == PartKind::Select => {
                        pages::file_name(&format_args!("{}-selection", self.series.id), "ics")
                    }
                    Some(limit) => {
                        pages::file_name(&format_args!("{}-{}", self.series.id, limit.id), "ics")
                    }
                };
                let all = view.calendars.all_sessions();
                let all = Resource::session_file(all, &name, modified(view.record.revised()));
                self.dated(all).reported_to(&self.context.reach)
            }
            OfSeries::Session(id, OfSession::File) => {
                let id = SessionId::parse(id).ok()?;
                let name = pages::file_name(&format_args!("{}-{id}", self.series.id), "ics");
                let modified = modified(view.record.entry(&id)?.revised());
                let file = Resource::session_file(view.calendars.session(&id)?, &name, modified);
                file.reported_to(&self.context.reach)
            }
            OfSeries::Json => {
                Resource::json(page::series_json(&ListedSeries::of(view.series, view.record)))
            }
            OfSeries::ScheduleXml => Resource::schedule(page::schedule_xml(
                view.series,
                view.record,
                self.context.public_url.as_ref(),
            )),
            OfSeries::ScheduleJson => Resource::json(page::schedule_json(
                view.series,
                view.record,
                self.context.public_url.as_ref(),
            )),
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
                pages::mail(&self.site(view, &self.location(language)), &self.rendered().theme, of)?
            }
            // A private series is not embedded: its address is its key.
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
    /// A series with the calendars that were rendered from it.
    pub(super) fn new(
        (series, record): (Series, Record),
        (calendars, translations): EveryCalendar,
        changes: RecordChanges,
        context: EditionContext,
    ) -> Self {
        let rendered = OnceLock::new();
        let members = Vec::new();
        Self { series, record, calendars, translations, changes, members, context, rendered }
    }

    /// The same as an umbrella over these series. Its sessions have addresses below their own series.
    pub(super) fn over(self, members: Vec<SeriesId>) -> Self {
        Self { members, ..self }
    }

    /// The calendars in each language, the series' own first.
    pub(super) fn every_calendar(&self) -> impl Iterator<Item = &Calendars> {
        let others = self.translations.iter().map(|one| &*one.calendars);
        std::iter::once(&*self.calendars).chain(others)
    }

    /// Its audience, as its definition has it.
    #[must_use]
    pub fn audience(&self) -> &Audience {
        self.series.audience.as_ref().unwrap_or(&Audience::Everyone)
    }

    /// A calendar with its date, except that of an umbrella: it has no record, so that its date may go back
    /// when a series leaves it, and a client that compares dates would keep old bytes.
    fn dated(&self, calendar: Resource) -> Resource {
        if self.members.is_empty() { calendar } else { calendar.undated() }
    }

    fn at(&self, language: Option<&Language>, of: OfSeries<'_>) -> Option<Entry> {
        let edition: &dyn Edition = self;
        edition.get(language.map(Language::as_str), of).map(|entry| Entry::clone(entry))
    }

    /// The series in the language of an address; in its own language if that is not offered any more.
    pub(super) fn view(&self, language: Option<&Language>) -> View<'_> {
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
        Linked { series, record, public_url: self.context.public_url.as_ref() }
    }

    /// The location of a page in the language of the page.
    fn location<'a>(&'a self, language: Option<&'a Language>) -> PageLocation<'a> {
        let spoken = self.view(language).series.language.as_ref();
        self.standing_in(spoken, language)
    }

    fn standing_in<'a>(
        &'a self,
        spoken: Option<&'a Language>,
        language: Option<&'a Language>,
    ) -> PageLocation<'a> {
        let base = Base {
            language: language.map(Language::as_str),
            ..self.series.base_without_language()
        };
        PageLocation::new(&self.series, spoken, base)
    }

    fn site<'a>(&'a self, view: View<'a>, location: &'a PageLocation<'a>) -> PageContext<'a> {
        PageContext {
            series: view.series,
            record: view.record,
            branding: &self.context.branding,
            base: self.context.public_url.as_ref(),
            location,
            style: self.rendered().theme.style(),
            selections: self.context.selections,
        }
    }

    /// A page at an address, in the address' language; in every language if the address has none.
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

    /// The page of a session, in the definition or removed from it.
    fn session_page(&self, site: &PageContext<'_>, id: &SessionId) -> Option<Entry> {
        let entry = site.record.entry(id)?;
        let session = pages::session_of(site.series, id, entry)?;
        let theme = &self.rendered().theme;
        let page = |copy| theme.page(page::session_html(site, session, entry, copy));
        let older =
            entry.past().iter().map(|past| (past.sequence(), page(page::Copy::Older(past))));
        let pages = Revisions::new(page(page::Copy::Current), older.collect());
        Some(Entry::Revisions(Box::new(pages)))
    }

    fn card(&self, language: Option<&Language>, view: View<'_>, what: Embedded<'_>) -> Resource {
        let location = self.location(language);
        self.rendered().theme.card(&self.site(view, &location), what)
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

    /// The parts that all its pages share.
    fn rendered(&self) -> &Rendered {
        self.rendered.get_or_init(|| {
            let Self { series, record, context, .. } = self;
            let sessions = record
                .sessions()
                .map(|(id, entry)| (id.as_str(), entry.was().iter().map(SessionId::as_str)));
            let reach = pages::series_reach((series, record), &context.reach);
            let (private, languages) = (series.is_private(), record.languages());
            let slots = if !self.members.is_empty() {
                Slots::without_sessions(reach, private, languages)
            } else if series.limit().is_some() {
                Slots::of_part(reach, private, languages)
            } else {
                let (parts, former) = (record.parts(), record.former_parts());
                let parts = parts.iter().map(|part| part.key.address());
                let former = former.iter().map(|(old, new)| (old.address(), new.address()));
                Slots::new(reach, private, languages, sessions).with_parts(parts, former)
            };
            Rendered { slots, theme: Theme::of(series.colour, &context.branding) }
        })
    }
}

/// The feed's bytes, shared with the calendars.
fn body(calendars: &Arc<Calendars>) -> Bytes {
    struct FeedBytes(Arc<Calendars>);

    impl AsRef<[u8]> for FeedBytes {
        fn as_ref(&self) -> &[u8] {
            self.0.feed().as_bytes()
        }
    }

    Bytes::from_owner(FeedBytes(Arc::clone(calendars)))
}
