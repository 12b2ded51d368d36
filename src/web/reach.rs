//! Reach of a series: records its requests, and reports them as a document.
//!
//! A GET of the feed answered 200 or 304 means that the client has that revision. A GET of a session
//! file only means that the client asked. HEAD and errors do not count. The client's previous bytes and
//! tag do not matter.

use actix_web::dev::RequestHead;
use actix_web::http::Method;
use jiff::Timestamp;
use serde::Serialize;

use super::client::ClientKind;
use crate::clock;
use crate::snapshot::{Kind, Reach, Resource, SeriesReach};

const _: () = assert!(ClientKind::ALL.len() == Reach::KINDS, "each client has its number");

/// Part of every document, because it is easily overlooked.
const NOTE: &str = "Counted by this process since that time: other replicas count separately, and \
                     responses from a cache in front are not included.";

/// Records a request answered with a resource or 304.
pub(super) fn note(resource: &Resource, head: &RequestHead, client: ClientKind) {
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
struct ReachDocument<'a> {
    series: &'a str,
    published: Option<String>,
    since: Option<String>,
    note: &'static str,
    clients: Vec<ClientReachDocument>,
}

#[derive(Serialize)]
struct ClientReachDocument {
    client: &'static str,
    newest_revision: Option<String>,
    last_fetched: Option<String>,
    is_current: Option<bool>,
    requests: u64,
    session_requests: u64,
}

/// The document: all kinds of clients, including those without requests.
pub(super) fn document(series: &SeriesReach) -> String {
    let reach = series.reach();
    let clients = ClientKind::ALL.map(|client| {
        let fetched = reach.of(client as usize);
        ClientReachDocument {
            client: client.as_str(),
            newest_revision: fetched.newest_revision.and_then(instant),
            last_fetched: fetched.last_fetched.and_then(instant),
            is_current: series.is_current(&fetched),
            requests: fetched.requests,
            session_requests: fetched.session_requests,
        }
    });
    let document = ReachDocument {
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
