//! The addresses that mails and pages link to: ours, which lead to those of web calendars.
//!
//! What cannot be added leads to the page that says why: a link that was mailed stays good.

use super::PublishedSeries;
use super::site::former;
use crate::address::{Base, Calendar, OfSeries, OfSession};
use crate::model::{Series, Status, WebUrl};
use crate::page::links;
use crate::render::session_page;
use crate::revision::Record;
use crate::snapshot::{Entry, Placed, Redirect, SnapshotProblem};

/// What of a series its links are made of.
#[derive(Clone, Copy)]
pub(super) struct Below<'a> {
    pub(super) series: &'a Series,
    pub(super) record: &'a Record,
    /// Where the service is reached, if that is configured.
    pub(super) public_url: Option<&'a WebUrl>,
}

impl<'a> Below<'a> {
    pub(super) fn of(published: &'a PublishedSeries) -> Self {
        let PublishedSeries { series, record, public_url, .. } = published;
        Self { series, record, public_url: public_url.as_ref() }
    }
}

/// The links of a series and its sessions, at an address with its identifier of today or an older one,
/// and with a language or none. Older ones lead to the same places and not to the addresses of
/// today: one hop (rule `renamed-answers-308`).
pub(super) fn link_entries(
    Below { series, record, public_url }: Below<'_>,
    at: Base<'_>,
) -> Result<Vec<Placed>, SnapshotProblem> {
    // Each holder of a token has another address, which nobody else is to learn.
    let public_url = public_url.filter(|_| !series.is_private());
    let mut entries = Vec::with_capacity(4 * (series.sessions.len() + 1));
    let feed = public_url.filter(|_| record.retired().is_none());
    let feed = feed.and_then(|base| base.at(series.base().to(OfSeries::Feed)));
    for calendar in Calendar::ALL {
        let to = feed.as_ref().map_or_else(
            || format!("../../{:#}#subscribe", series.id.base().to(OfSeries::Page)),
            |feed| links::subscribe(calendar, series, feed, record.revised()),
        );
        let to = Entry::Redirect(elsewhere(&to));
        entries.push(Placed::new(&at.to(OfSeries::Subscribe(calendar)), to)?);
    }
    for (id, entry) in record.sessions() {
        let session = series.sessions.iter().find(|session| session.id == *id);
        let session = session
            .filter(|session| session.status != Status::Cancelled && entry.withdrawn().is_none());
        let page = public_url.and_then(|base| session_page(series, id, entry, base));
        for calendar in Calendar::ALL {
            let to = match session {
                None => format!("../../../{:#}", series.id.base().to(id.to(OfSession::Page))),
                Some(session) => match links::add(calendar, series, session, page.as_ref()) {
                    file if calendar == Calendar::Apple => format!("../../../{file}"),
                    link => link,
                },
            };
            let to = elsewhere(&to);
            for id in std::iter::once(id).chain(former(record, id)) {
                let to = Entry::Redirect(to.clone());
                entries.push(Placed::new(&at.to(id.to(OfSession::Add(calendar))), to)?);
            }
        }
    }
    Ok(entries)
}

fn elsewhere(to: &str) -> Redirect {
    Redirect::elsewhere(to)
        .expect("identifiers are letters, digits and hyphens, links percent-encoded")
}
