//! The pages of a series and its sessions, placed.

use super::PublishedSeries;
use super::links::Below;
use super::site::{page_path, session_page_path};
use crate::model::{SeriesId, WebUrl};
use crate::page::{self, Copy, Listed, SCRIPT, Site};
use crate::snapshot::{Entry, Placed, Resource, Revisions, SnapshotProblem, Variants};

/// Where the code stands that opens the series' page.
pub(super) fn qr_path(series: &SeriesId) -> String {
    format!("/{series}/qr.svg")
}

/// Where machines read of a series: what it is, and what changed.
pub(super) fn machine_paths(series: &SeriesId) -> [String; 2] {
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

pub(super) fn page_entries(
    published: &PublishedSeries,
    listed: &Listed,
) -> Result<Vec<Placed>, SnapshotProblem> {
    let (series, record) = (&published.series, &published.record);
    let base = published.public_url.as_ref();
    let site = Site { series, record, house: &published.house, base };
    let style = page::style(series.colour);
    let page = |html: String| Resource::page_with_script(html, &style, SCRIPT);
    let json = Resource::json(page::series_json(listed));
    let [json_path, atom_path] = machine_paths(&series.id);
    let mut entries = vec![
        Placed::new(&json_path, Entry::Resource(json.clone()))?,
        Placed::new(&atom_path, Entry::Resource(Resource::news(page::atom(&site))))?,
    ];
    let both = Variants { html: page(page::series_html(&site, &style)), json };
    entries.push(Placed::new(&page_path(&series.id), Entry::Variants(Box::new(both)))?);
    if let Some(svg) = address(Below::of(published)).as_ref().and_then(page::qr_svg) {
        let drawing = Entry::Resource(Resource::drawing(svg));
        entries.push(Placed::new(&qr_path(&series.id), drawing)?);
    }
    for (id, entry) in record.sessions() {
        let session = match entry.withdrawn() {
            Some(withdrawn) => Some(withdrawn.session()),
            None => series.sessions.iter().find(|session| session.id == *id),
        };
        let Some(session) = session else { continue };
        let told = |copy| page(page::session_html(&site, session, entry, (copy, &style)));
        let older = entry.past().iter().map(|past| (past.sequence(), told(Copy::Older(past))));
        let pages = Revisions::new(told(Copy::Current), older.collect());
        let pages = Entry::Revisions(Box::new(pages));
        entries.push(Placed::new(&session_page_path(&series.id, id), pages)?);
    }
    Ok(entries)
}
