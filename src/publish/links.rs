//! Redirects from our addresses in mails and pages to web calendars.
//!
//! A session that cannot be added redirects to the page that says why: a mailed link stays good. Older
//! identifiers redirect to the same targets directly (rule `renamed-answers-308`).

use crate::address::{Calendar, OfSeries, OfSession};
use crate::model::{Series, SessionId, Status, WebUrl};
use crate::page::links;
use crate::render::session_page;
use crate::revision::Record;
use crate::snapshot::Redirect;

/// The parts of a series that its links need.
#[derive(Clone, Copy)]
pub(super) struct Linked<'a> {
    pub(super) series: &'a Series,
    pub(super) record: &'a Record,
    /// The public address of the service, if configured.
    pub(super) public_url: Option<&'a WebUrl>,
}

impl<'a> Linked<'a> {
    /// The public address, except of private series: each holder of a token has a secret address.
    pub(super) fn public_url(self) -> Option<&'a WebUrl> {
        self.public_url.filter(|_| !self.series.is_private())
    }
}

/// The redirect with which a calendar subscribes to a series.
pub(super) fn subscribe_link(linked: Linked<'_>, calendar: Calendar) -> Redirect {
    let Linked { series, record, .. } = linked;
    let base = linked.public_url().filter(|_| record.retired().is_none());
    let feed = base.and_then(|base| base.at(series.base().to(OfSeries::Feed)));
    elsewhere(&feed.map_or_else(
        || {
            // One step up for each segment of the address above the redirect's own last one.
            let page = format!("{:#}", series.base_without_language().to(OfSeries::Page));
            let steps = 2 + page.matches('/').count();
            format!("{}{page}#subscribe", "../".repeat(steps))
        },
        |feed| links::subscribe(calendar, series, &feed, record.revised()),
    ))
}

/// The redirect with which a calendar adds a session; `None` if it was never published.
pub(super) fn add_link(linked: Linked<'_>, id: &SessionId, calendar: Calendar) -> Option<Redirect> {
    let Linked { series, record, .. } = linked;
    let entry = record.entry(id)?;
    let session = series.sessions.iter().find(|session| session.id == *id);
    let session = session
        .filter(|session| session.status != Status::Cancelled && entry.withdrawn().is_none());
    let to = match session {
        None => format!("../../../{:#}", series.id.base().to(id.to(OfSession::Page))),
        Some(session) => {
            let page = linked.public_url().and_then(|base| session_page(series, id, entry, base));
            match links::add(calendar, series, session, page.as_ref()) {
                file if calendar == Calendar::Apple => format!("../../../{file}"),
                link => link,
            }
        }
    };
    Some(elsewhere(&to))
}

fn elsewhere(to: &str) -> Redirect {
    Redirect::elsewhere(to)
        .expect("identifiers are letters, digits and hyphens, links percent-encoded")
}
