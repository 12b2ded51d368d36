//! The pages of a series and its sessions, as they are served. Where they stand, `view` knows.

use std::fmt::Display;

use super::PublishedSeries;
use super::links::Below;
use super::site::page_path;
use crate::model::{Colour, Series, SeriesId, SessionId, WebUrl};
use crate::page::{self, Copy, Listed, SCRIPT, Site};
use crate::revision::Record;
use crate::snapshot::{Entry, PagePolicy, Placed, Resource, Revisions, SnapshotProblem, Variants};

/// Where the code stands that opens the series' page.
pub(super) fn qr_path(series: &SeriesId) -> String {
    format!("/{series}/qr.svg")
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

/// The code that opens the series' page, where others can be told of it.
pub(super) fn qr_entry(published: &PublishedSeries) -> Result<Option<Placed>, SnapshotProblem> {
    let svg = address(Below::of(published)).as_ref().and_then(page::qr_svg);
    let path = qr_path(&published.series.id);
    svg.map(|svg| Placed::new(&path, Entry::Resource(Resource::drawing(svg)))).transpose()
}

/// What all pages of a series have in common, counted once.
pub(super) struct Look {
    style: String,
    policy: PagePolicy,
}

impl Look {
    pub(super) fn of(colour: Option<Colour>) -> Self {
        let style = page::style(colour);
        let policy = PagePolicy::of(Some(&style), Some(SCRIPT));
        Self { style, policy }
    }

    /// The text of the style element.
    pub(super) fn style(&self) -> &str {
        &self.style
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
    let session = match entry.withdrawn() {
        Some(withdrawn) => withdrawn.session(),
        None => site.series.sessions.iter().find(|session| session.id == *id)?,
    };
    let page = |copy| look.page(page::session_html(site, session, entry, copy));
    let older = entry.past().iter().map(|past| (past.sequence(), page(Copy::Older(past))));
    let pages = Revisions::new(page(Copy::Current), older.collect());
    Some(Entry::Revisions(Box::new(pages)))
}
