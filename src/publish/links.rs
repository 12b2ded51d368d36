//! The addresses that mails and pages link to: ours, which lead to those of web calendars.
//!
//! What cannot be added leads to the page that says why: a link that was mailed stays good.

use std::fmt::Display;

use super::PublishedSeries;
use super::site::former;
use crate::model::{Series, SessionId, Status, WebUrl};
use crate::page::links::{self, Calendar};
use crate::render::session_page;
use crate::revision::Record;
use crate::snapshot::{Entry, Placed, Redirect, SnapshotProblem};

/// Where a calendar adds a session.
pub(super) fn add_path(series: &impl Display, session: &SessionId, calendar: Calendar) -> String {
    format!("/{series}/{session}/add/{}", calendar.as_str())
}

/// Where a calendar subscribes to a series.
pub(super) fn subscribe_path(series: &impl Display, calendar: Calendar) -> String {
    format!("/{series}/subscribe/{}", calendar.as_str())
}

/// Where all sessions can be had in one file.
pub(super) fn all_path(series: &impl Display) -> String {
    format!("/{series}/all.ics")
}

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
    at: &impl Display,
) -> Result<Vec<Placed>, SnapshotProblem> {
    // Each holder of a token has another address, which nobody else is to learn.
    let public_url = public_url.filter(|_| !series.is_private());
    let mut entries = Vec::with_capacity(4 * (series.sessions.len() + 1));
    let feed = public_url.filter(|_| record.retired().is_none()).and_then(|base| {
        let base = base.as_str().trim_end_matches('/');
        WebUrl::parse(&format!("{base}/{}.ics", series.address())).ok()
    });
    for calendar in Calendar::ALL {
        let to = feed.as_ref().map_or_else(
            || format!("../../{}#subscribe", series.id),
            |feed| links::subscribe(calendar, series, feed, record.revised()),
        );
        let to = Entry::Redirect(elsewhere(&to));
        entries.push(Placed::new(&subscribe_path(at, calendar), to)?);
    }
    for (id, entry) in record.sessions() {
        let session = series.sessions.iter().find(|session| session.id == *id);
        let session = session
            .filter(|session| session.status != Status::Cancelled && entry.withdrawn().is_none());
        let page = public_url.and_then(|base| session_page(series, id, entry, base));
        for calendar in Calendar::ALL {
            let to = match session {
                None => format!("../../../{}/{id}", series.id),
                Some(session) => match links::add(calendar, series, session, page.as_ref()) {
                    file if calendar == Calendar::Apple => format!("../../../{file}"),
                    link => link,
                },
            };
            let to = elsewhere(&to);
            for id in std::iter::once(id).chain(former(record, id)) {
                let to = Entry::Redirect(to.clone());
                entries.push(Placed::new(&add_path(at, id, calendar), to)?);
            }
        }
    }
    Ok(entries)
}

/// Paths of all this of a series that cannot be served.
pub(super) fn link_paths<'a>(
    series: &'a impl Display,
    sessions: &'a [SessionId],
) -> impl Iterator<Item = String> + 'a {
    let of_session = move |session: &'a SessionId| {
        Calendar::ALL.map(|calendar| add_path(series, session, calendar))
    };
    std::iter::once(all_path(series))
        .chain(Calendar::ALL.map(|calendar| subscribe_path(series, calendar)))
        .chain(sessions.iter().flat_map(of_session))
}

fn elsewhere(to: &str) -> Redirect {
    Redirect::elsewhere(to)
        .expect("identifiers are letters, digits and hyphens, links percent-encoded")
}
