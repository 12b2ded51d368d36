//! The pages of a series and its sessions, as they are served. Where they stand, `view` knows.

use std::fmt::Display;

use super::PublishedSeries;
use super::links::Below;
use super::site::{former, moved, page_path, session_page_path};
use crate::model::{Audience, Colour, Series, SeriesId, Session, SessionId, WebUrl};
use crate::page::embed::{self, Embedded};
use crate::page::mail::{self, Campaign, Mail, Topic};
use crate::page::{self, Copy, House, Listed, Logo, LogoForm, SCRIPT, Site};
use crate::revision::{Entry as Recorded, Record};
use crate::snapshot::{
    Entry, FileName, PagePolicy, Placed, Resource, Revisions, SnapshotProblem, Variants,
};

/// Where the codes stand that open the series' page.
pub(super) fn qr_paths(series: &SeriesId) -> [String; 2] {
    [format!("/{series}/qr.svg"), format!("/{series}/qr.png")]
}

/// Where the mail kit of a series stands: its page, the block and the draft.
pub(super) fn mail_paths(series: &impl Display) -> [String; 3] {
    ["", ".html", ".eml"].map(|end| format!("/{series}/email{end}"))
}

/// Where machines read of a series: what it is, and what changed.
pub(super) fn machine_paths(series: &impl Display) -> [String; 2] {
    [format!("/{series}.json"), format!("/{series}.atom")]
}

/// Whether others can be told where its page is: each holder of a token has another address, which
/// nobody else is to learn.
pub(super) fn has_address(below: Below<'_>) -> bool {
    address(below).is_some()
}

fn address(Below { series, public_url, .. }: Below<'_>) -> Option<WebUrl> {
    let base = public_url.filter(|_| !series.is_private())?;
    let base = base.as_str().trim_end_matches('/');
    WebUrl::parse(&format!("{base}{}", page_path(&series.id))).ok()
}

/// The codes that open the series' page, where others can be told of it.
pub(super) fn qr_entries(published: &PublishedSeries) -> Result<Vec<Placed>, SnapshotProblem> {
    let Some(address) = address(Below::of(published)) else { return Ok(Vec::new()) };
    let drawing = page::qr_svg(&address).map(Resource::drawing);
    let picture = page::qr_png(&address).map(Resource::picture);
    let paths = qr_paths(&published.series.id);
    let placed = paths
        .iter()
        .zip([drawing, picture])
        .filter_map(|(path, code)| Some(Placed::new(path, Entry::Resource(code?))));
    placed.collect()
}

/// Where the card of a page stands, and what sites that embed it are told.
pub(super) fn embed_paths(page: &str) -> [String; 2] {
    [format!("{page}/embed"), format!("{page}/oembed.json")]
}

/// What others embed of a series and its sessions. Nobody embeds what is private: its address is its key.
pub(super) fn embed_entries<'s>(
    site: &Site<'s>,
    look: &Look,
    address: &impl Display,
) -> Result<Vec<Placed>, SnapshotProblem> {
    if site.series.is_private() {
        return Ok(Vec::new());
    }
    let session = |(id, entry): (&SessionId, &'s Recorded)| {
        let session = session_of(site.series, id, entry)?;
        Some((session_page_path(address, id), Embedded::Session(session)))
    };
    let sessions = site.record.sessions().filter_map(session);
    let mut placed = Vec::with_capacity(2 * (site.series.sessions.len() + 1));
    for (page, what) in std::iter::once((page_path(address), Embedded::Series)).chain(sessions) {
        let [card_path, oembed_path] = embed_paths(&page);
        let card = Resource::page(embed::card_html(site, what, &look.card_style), &look.card);
        placed.push(Placed::new(&card_path, Entry::Resource(card))?);
        if let Some(oembed) = embed::oembed_json(site, what) {
            placed.push(Placed::new(&oembed_path, Entry::Resource(Resource::json(oembed)))?);
        }
    }
    for (id, _) in site.record.sessions() {
        let page = session_page_path(address, id);
        for old in former(site.record, id) {
            let below = Below { series: site.series, record: site.record, public_url: site.base };
            placed.extend(moved_embeds(below, &session_page_path(address, old), &page)?);
        }
    }
    Ok(placed)
}

/// What leads from below an older address of a page to below that of today.
pub(super) fn moved_embeds(
    below: Below<'_>,
    from: &str,
    to: &str,
) -> Result<Vec<Placed>, SnapshotProblem> {
    let audience = below.series.audience.as_ref().unwrap_or(&Audience::Everyone);
    let pairs = embed_paths(from).into_iter().zip(embed_paths(to));
    let there = if audience.is_private() { 0 } else { 1 + usize::from(has_address(below)) };
    pairs.take(there).map(|(from, to)| moved(&from, &to, audience)).collect()
}

/// The mail kit of a series, where others can be told of it.
pub(super) fn mail_entries(
    site: &Site<'_>,
    look: &Look,
    address: &impl Display,
) -> Result<Vec<Placed>, SnapshotProblem> {
    let campaign = Campaign::default();
    let Some(mail) = Mail::new(site, Topic::Series, &campaign) else { return Ok(Vec::new()) };
    let name = FileName::parse(&format!("{}.eml", site.series.id))
        .expect("identifiers are letters, digits and hyphens");
    let resources = [
        Resource::page(mail::kit_html(&mail), &look.framing),
        Resource::page(mail.document(), &PagePolicy::of_mail()),
        Resource::mail(mail.draft(), &name),
    ];
    let placed = mail_paths(address).into_iter().zip(resources);
    placed.map(|(path, resource)| Placed::new(&path, Entry::Resource(resource))).collect()
}

/// The logo, where there is one.
pub(super) fn logo_entry(house: &House) -> Option<(&'static str, Entry)> {
    let logo = house.logo.as_ref()?;
    let resource = match logo.form() {
        LogoForm::Svg => Resource::drawing(logo.bytes().clone()),
        LogoForm::Png => Resource::picture(logo.bytes().clone()),
    };
    Some((Logo::PATH, Entry::Resource(resource)))
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
    address: &impl Display,
) -> Result<[Placed; 2], SnapshotProblem> {
    let [json_path, atom_path] = machine_paths(address);
    Ok([
        Placed::new(&json_path, Entry::Resource(document.clone()))?,
        Placed::new(&atom_path, Entry::Resource(Resource::news(page::atom(site))))?,
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
