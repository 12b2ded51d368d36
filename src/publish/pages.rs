//! The pages of a series and its sessions, as they are served. Where they stand, `view` knows.

use std::fmt::Display;

use super::PublishedSeries;
use super::links::Below;
use super::site::page_path;
use crate::model::{SeriesId, SessionId, WebUrl};
use crate::page::{self, Copy, Listed, SCRIPT, Site};
use crate::revision::Entry as Recorded;
use crate::snapshot::{Entry, Placed, Resource, Revisions, SnapshotProblem, Variants};

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

/// The page of a series.
pub(super) fn series_page(site: &Site<'_>) -> Entry {
    let style = page::style(site.series.colour);
    let html = page::series_html(site, &style);
    Entry::Variants(Box::new(Variants {
        html: Resource::page_with_script(html, &style, SCRIPT),
        json: series_document(site),
    }))
}

/// What machines read of a series, below its address.
pub(super) fn machine_entries(
    site: &Site<'_>,
    address: &impl Display,
) -> Result<[Placed; 2], SnapshotProblem> {
    let [json_path, atom_path] = machine_paths(address);
    Ok([
        Placed::new(&json_path, Entry::Resource(series_document(site)))?,
        Placed::new(&atom_path, Entry::Resource(Resource::news(page::atom(site))))?,
    ])
}

fn series_document(site: &Site<'_>) -> Resource {
    Resource::json(page::series_json(&Listed::of(site.series, site.record)))
}

/// The page of a session, in the definition or taken out of it; `None` where it is in neither.
pub(super) fn session_page(site: &Site<'_>, id: &SessionId, entry: &Recorded) -> Option<Entry> {
    let session = match entry.withdrawn() {
        Some(withdrawn) => withdrawn.session(),
        None => site.series.sessions.iter().find(|session| session.id == *id)?,
    };
    let style = page::style(site.series.colour);
    let page = |copy| {
        let html = page::session_html(site, session, entry, (copy, &style));
        Resource::page_with_script(html, &style, SCRIPT)
    };
    let older = entry.past().iter().map(|past| (past.sequence(), page(Copy::Older(past))));
    let pages = Revisions::new(page(Copy::Current), older.collect());
    Some(Entry::Revisions(Box::new(pages)))
}
