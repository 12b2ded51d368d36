//! Whom a series has reached: what is noted of a request for it, and the document that tells.
//!
//! Decides which requests count: a GET of the feed that was sent or answered 304 means that the
//! client has that revision; a GET of a session's file only that it asked; HEAD and refusals
//! nothing. Which bytes the client had, and by which tag, does not matter.

use actix_web::dev::RequestHead;
use actix_web::http::Method;
use jiff::Timestamp;
use serde::Serialize;

use super::client::Client;
use crate::clock;
use crate::snapshot::{Kind, Reach, Resource, SeriesReach};

const _: () = assert!(Client::ALL.len() == Reach::KINDS, "each client has its number");

/// Said in every document, because it is easily forgotten.
const NOTE: &str = "Counted by this process since then: other replicas count for themselves, and \
                    what a cache in front answers is not seen.";

/// Notes a request that is answered with a resource, or with 304.
pub(super) fn note(resource: &Resource, head: &RequestHead, client: Client) {
    let Some(reach) = resource.reach() else { return };
    if head.method != Method::GET {
        return;
    }
    match (resource.kind(), resource.last_modified()) {
        (Kind::Feed, Some(revised)) => {
            reach.fetched_feed(
                client as usize,
                revised.unix_seconds(),
                clock::recent_unix_seconds(),
            );
        }
        (Kind::SessionFile, _) => reach.fetched_session(client as usize),
        _ => {}
    }
}

#[derive(Serialize)]
struct Document<'a> {
    series: &'a str,
    published: Option<String>,
    since: Option<String>,
    note: &'static str,
    clients: Vec<OfClient>,
}

#[derive(Serialize)]
struct OfClient {
    client: &'static str,
    newest_revision: Option<String>,
    last_fetched: Option<String>,
    is_current: Option<bool>,
    requests: u64,
    session_requests: u64,
}

/// The document: every kind of client, those that never asked as well, since that is an answer.
pub(super) fn document(series: &SeriesReach) -> String {
    let reach = series.reach();
    let clients = Client::ALL.map(|client| {
        let fetched = reach.of(client as usize);
        OfClient {
            client: client.as_str(),
            newest_revision: fetched.newest_revision.and_then(instant),
            last_fetched: fetched.last_fetched.and_then(instant),
            is_current: series.is_current(&fetched),
            requests: fetched.requests,
            session_requests: fetched.session_requests,
        }
    });
    let document = Document {
        series: series.series(),
        published: instant(series.published()),
        since: instant(reach.since()),
        note: NOTE,
        clients: clients.into(),
    };
    serde_json::to_string(&document).expect("texts, numbers and named fields can be written")
}

fn instant(unix_seconds: u64) -> Option<String> {
    let instant = Timestamp::from_second(i64::try_from(unix_seconds).ok()?).ok()?;
    Some(instant.to_string())
}
