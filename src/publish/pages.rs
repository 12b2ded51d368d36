//! The pages of a series and its sessions, as they are served. Where they stand, `view` knows.

use super::PublishedSeries;
use super::links::Below;
use crate::address::{Base, LOGO, OfSeries, OfSession};
use crate::model::{Colour, Series, Session, SessionId, WebUrl};
use crate::page::embed::{self, Embedded};
use crate::page::mail::{self, Campaign, Mail, Topic};
use crate::page::{self, Copy, House, Listed, LogoForm, SCRIPT, Site};
use crate::revision::{Entry as Recorded, Record};
use crate::snapshot::{
    Entry, FileName, PagePolicy, Placed, Resource, Revisions, SnapshotProblem, Variants,
};

/// Where its page is, if others can be told: each holder of a token has another address, which nobody
/// else is to learn.
pub(super) fn page_url(Below { series, public_url, .. }: Below<'_>) -> Option<WebUrl> {
    let base = public_url.filter(|_| !series.is_private())?;
    base.at(series.id.base().to(OfSeries::Page))
}

/// The codes that open the series' page, where others can be told of it.
pub(super) fn qr_entries(published: &PublishedSeries) -> Result<Vec<Placed>, SnapshotProblem> {
    let Some(address) = page_url(Below::of(published)) else { return Ok(Vec::new()) };
    let base = published.series.id.base();
    let drawing = page::qr_svg(&address).map(Resource::drawing);
    let picture = page::qr_png(&address).map(Resource::picture);
    let placed = [(OfSeries::QrSvg, drawing), (OfSeries::QrPng, picture)]
        .into_iter()
        .filter_map(|(of, code)| Some(Placed::new(&base.to(of), Entry::Resource(code?))));
    placed.collect()
}

/// What others embed of a series and its sessions. Nobody embeds what is private: its address is its key.
pub(super) fn embed_entries<'s>(
    site: &Site<'s>,
    look: &Look,
    base: Base<'_>,
) -> Result<Vec<Placed>, SnapshotProblem> {
    if site.series.is_private() {
        return Ok(Vec::new());
    }
    let session = |(id, entry): (&SessionId, &'s Recorded)| {
        let session = session_of(site.series, id, entry)?;
        Some(Embedded::Session(session))
    };
    let sessions = site.record.sessions().filter_map(session);
    let mut placed = Vec::with_capacity(2 * (site.series.sessions.len() + 1));
    for what in std::iter::once(Embedded::Series).chain(sessions) {
        let card = what.of(OfSeries::Embed, OfSession::Embed);
        let oembed = what.of(OfSeries::Oembed, OfSession::Oembed);
        let html = embed::card_html(site, what, &look.card_style);
        let page = Resource::page(html, &look.card);
        placed.push(Placed::new(&base.to(card), Entry::Resource(page))?);
        if let Some(json) = embed::oembed_json(site, what) {
            placed.push(Placed::new(&base.to(oembed), Entry::Resource(Resource::json(json)))?);
        }
    }
    Ok(placed)
}

/// The mail kit of a series, where others can be told of it.
pub(super) fn mail_entries(
    site: &Site<'_>,
    look: &Look,
    base: Base<'_>,
) -> Result<Vec<Placed>, SnapshotProblem> {
    let campaign = Campaign::default();
    let Some(mail) = Mail::new(site, Topic::Series, &campaign) else { return Ok(Vec::new()) };
    let name = FileName::parse(&format!("{}.eml", site.series.id))
        .expect("identifiers are letters, digits and hyphens");
    let resources = [
        (OfSeries::Mail, Resource::page(mail::kit_html(&mail), &look.framing)),
        (OfSeries::MailBlock, Resource::page(mail.document(), &PagePolicy::of_mail())),
        (OfSeries::MailDraft, Resource::mail(mail.draft(), &name)),
    ];
    let placed = resources.into_iter();
    placed.map(|(of, resource)| Placed::new(&base.to(of), Entry::Resource(resource))).collect()
}

/// The logo, where there is one.
pub(super) fn logo_entry(house: &House) -> Option<(&'static str, Entry)> {
    let logo = house.logo.as_ref()?;
    let resource = match logo.form() {
        LogoForm::Svg => Resource::drawing(logo.bytes().clone()),
        LogoForm::Png => Resource::picture(logo.bytes().clone()),
    };
    Some((LOGO, Entry::Resource(resource)))
}

/// What all pages of a series have in common, counted once.
pub(super) struct Look {
    style: String,
    policy: PagePolicy,
    /// Of the one page that frames another.
    framing: PagePolicy,
    card_style: String,
    card: PagePolicy,
}

impl Look {
    pub(super) fn of(colour: Option<Colour>, house: &House) -> Self {
        let style = format!("{}{}", page::style(colour), house.style());
        let policy = PagePolicy::of(Some(&style), Some(SCRIPT));
        let framing = PagePolicy::with_frame(&style, SCRIPT);
        let card_style = format!("{}{}", embed::card_style(colour), house.own_style());
        let card = PagePolicy::of_card(&card_style, house.frame_ancestors.as_str());
        Self { style, policy, framing, card_style, card }
    }

    /// The text of the style element.
    pub(super) fn style(&self) -> &str {
        &self.style
    }

    /// Of pages that have this style and our script.
    pub(super) fn policy(&self) -> &PagePolicy {
        &self.policy
    }

    /// A page that has this style and our script.
    pub(super) fn page(&self, html: String) -> Resource {
        Resource::page(html, &self.policy)
    }
}

/// The page of a series, and `document` for machines.
pub(super) fn series_page(site: &Site<'_>, look: &Look, document: &Resource) -> Entry {
    Entry::Variants(Box::new(Variants {
        html: look.page(page::series_html(site)),
        json: document.clone(),
    }))
}

/// What machines read of a series: what it is, wherever it is asked for.
pub(super) fn series_document(series: &Series, record: &Record) -> Resource {
    Resource::json(page::series_json(&Listed::of(series, record)))
}

/// What machines read of a series, below its address.
pub(super) fn machine_entries(
    site: &Site<'_>,
    document: &Resource,
    base: Base<'_>,
) -> Result<[Placed; 2], SnapshotProblem> {
    Ok([
        Placed::new(&base.to(OfSeries::Json), Entry::Resource(document.clone()))?,
        Placed::new(&base.to(OfSeries::Atom), Entry::Resource(Resource::news(page::atom(site))))?,
    ])
}

/// The page of a session, in the definition or taken out of it; `None` where it is in neither.
pub(super) fn session_page(site: &Site<'_>, look: &Look, id: &SessionId) -> Option<Entry> {
    let entry = site.record.entry(id)?;
    let session = session_of(site.series, id, entry)?;
    let page = |copy| look.page(page::session_html(site, session, entry, copy));
    let older = entry.past().iter().map(|past| (past.sequence(), page(Copy::Older(past))));
    let pages = Revisions::new(page(Copy::Current), older.collect());
    Some(Entry::Revisions(Box::new(pages)))
}

fn session_of<'a>(series: &'a Series, id: &SessionId, entry: &'a Recorded) -> Option<&'a Session> {
    match entry.withdrawn() {
        Some(withdrawn) => Some(withdrawn.session()),
        None => series.sessions.iter().find(|session| session.id == *id),
    }
}
