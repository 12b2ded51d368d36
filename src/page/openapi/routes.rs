//! The addresses, one row each, and what can be said in a request for them.

use serde_json::{Value, json};

use crate::page::links::Calendar;

/// An address and what it is answered with.
pub(super) struct Route {
    /// As docs/reference/addresses.md has it.
    pub(super) path: &'static str,
    /// End of the operations' ids.
    pub(super) name: &'static str,
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    /// Names of parameters beside those of the path.
    pub(super) parameters: &'static [&'static str],
    /// Name of the answer that one asks for.
    pub(super) answer: &'static str,
    /// Names of the other answers, one of each status; that to a defect comes by itself.
    pub(super) others: &'static [&'static str],
    /// Where it is answered, if not at the public address.
    pub(super) listener: Option<Listener>,
}

/// An address to listen on that is not the public one.
#[derive(Clone, Copy)]
pub(super) enum Listener {
    Measurements,
}

impl Listener {
    pub(super) fn to_json(self) -> Value {
        match self {
            Self::Measurements => json!({
                "url": "http://{listener}",
                "description": "Where `serve --metrics` listens; the public address answers 404",
                "variables": { "listener": { "default": "127.0.0.1:9090" } },
            }),
        }
    }
}

/// What an answer with a tag can be asked for.
const CONDITIONS: &[&str] = &["if-none-match", "if-modified-since", "if-match"];
const WITH_FORMAT: &[&str] = &["format", "if-none-match", "if-modified-since", "if-match"];
const WITH_FORMAT_AND_LANGUAGE: &[&str] =
    &["format", "accept-language", "if-none-match", "if-modified-since", "if-match"];
const WITH_REVISION_AND_LANGUAGE: &[&str] =
    &["r", "accept-language", "if-none-match", "if-modified-since", "if-match"];
const WITH_DOWNLOAD: &[&str] = &["download", "if-none-match", "if-modified-since", "if-match"];

/// Of what belongs to a series and has a tag.
const OF_SERIES: &[&str] = &[
    "NotModified",
    "Moved",
    "MalformedAddress",
    "NotFound",
    "Gone",
    "PreconditionFailed",
    "Unavailable",
];
/// Of what leads from a series to somewhere else.
const OF_LINKS: &[&str] = &["MalformedAddress", "NotFound", "Gone", "Unavailable"];
/// Of what stands in every service.
const ALWAYS_THERE: &[&str] = &["NotModified", "PreconditionFailed"];

/// All addresses.
pub(super) const ALL: &[Route] = &[
    Route {
        path: "/",
        name: "Index",
        tag: "pages",
        summary: "The series published here",
        parameters: WITH_FORMAT,
        answer: "Index",
        others: ALWAYS_THERE,
        listener: None,
    },
    Route {
        path: "/{series}",
        name: "Series",
        tag: "pages",
        summary: "A series and its sessions",
        parameters: WITH_FORMAT_AND_LANGUAGE,
        answer: "Series",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}.ics",
        name: "Feed",
        tag: "calendars",
        summary: "The calendar of a series, to subscribe to",
        parameters: CONDITIONS,
        answer: "Feed",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/{session}",
        name: "Session",
        tag: "pages",
        summary: "One session; with `r`, whether a copy is the one of today or what changed since",
        parameters: WITH_REVISION_AND_LANGUAGE,
        answer: "Session",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/{session}.ics",
        name: "SessionFile",
        tag: "calendars",
        summary: "The calendar of one session, to add",
        parameters: WITH_DOWNLOAD,
        answer: "SessionFile",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/all.ics",
        name: "AllSessions",
        tag: "calendars",
        summary: "The calendar of all sessions, to add; it is not kept up to date",
        parameters: WITH_DOWNLOAD,
        answer: "SessionFile",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/{session}/add/{calendar}",
        name: "Add",
        tag: "calendars",
        summary: "To where a calendar adds the session",
        parameters: &[],
        answer: "Elsewhere",
        others: OF_LINKS,
        listener: None,
    },
    Route {
        path: "/{series}/subscribe/{calendar}",
        name: "Subscribe",
        tag: "calendars",
        summary: "To where a calendar subscribes to the series",
        parameters: &[],
        answer: "Elsewhere",
        others: OF_LINKS,
        listener: None,
    },
    Route {
        path: "/{series}/qr.svg",
        name: "QrCode",
        tag: "pages",
        summary: "A code that opens the page of a series",
        parameters: CONDITIONS,
        answer: "QrCode",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/qr.png",
        name: "QrPicture",
        tag: "pages",
        summary: "The same code as a picture",
        parameters: CONDITIONS,
        answer: "QrPicture",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/email",
        name: "MailKit",
        tag: "pages",
        summary: "What a campaign pastes into a mail about a series",
        parameters: CONDITIONS,
        answer: "MailKit",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/email.html",
        name: "MailBlock",
        tag: "pages",
        summary: "The block of such a mail",
        parameters: CONDITIONS,
        answer: "MailBlock",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/email.eml",
        name: "MailDraft",
        tag: "pages",
        summary: "Such a mail as a draft, to be opened, finished and sent",
        parameters: CONDITIONS,
        answer: "MailDraft",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/embed",
        name: "SeriesCard",
        tag: "pages",
        summary: "A card of a series, for others to frame",
        parameters: CONDITIONS,
        answer: "Card",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/{session}/embed",
        name: "SessionCard",
        tag: "pages",
        summary: "A card of a session, for others to frame",
        parameters: CONDITIONS,
        answer: "Card",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/oembed.json",
        name: "SeriesOembed",
        tag: "machines",
        summary: "How to embed a series (oEmbed)",
        parameters: CONDITIONS,
        answer: "Oembed",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/{session}/oembed.json",
        name: "SessionOembed",
        tag: "machines",
        summary: "How to embed a session (oEmbed)",
        parameters: CONDITIONS,
        answer: "Oembed",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}.json",
        name: "SeriesDocument",
        tag: "machines",
        summary: "A series and its sessions, whatever Accept says",
        parameters: CONDITIONS,
        answer: "SeriesDocument",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}.atom",
        name: "News",
        tag: "machines",
        summary: "What changed in a series",
        parameters: CONDITIONS,
        answer: "News",
        others: OF_SERIES,
        listener: None,
    },
    Route {
        path: "/{series}/reach",
        name: "Reach",
        tag: "machines",
        summary: "Which revision of the feed each kind of client has fetched",
        parameters: &[],
        answer: "Reach",
        others: &["Moved", "MalformedAddress", "NotFound", "Gone", "Unavailable"],
        listener: None,
    },
    Route {
        path: "/assets/logo",
        name: "Logo",
        tag: "pages",
        summary: "The logo at the head of pages, where there is one",
        parameters: CONDITIONS,
        answer: "Logo",
        others: &["NotModified", "NotFound", "PreconditionFailed"],
        listener: None,
    },
    Route {
        path: "/healthz",
        name: "Health",
        tag: "machines",
        summary: "Whether the process answers",
        parameters: &[],
        answer: "Health",
        others: &[],
        listener: None,
    },
    Route {
        path: "/readyz",
        name: "Readiness",
        tag: "machines",
        summary: "Whether the service should get traffic, and what is wrong with the files",
        parameters: &[],
        answer: "Ready",
        others: &["Unready"],
        listener: None,
    },
    Route {
        path: "/metrics",
        name: "Metrics",
        tag: "machines",
        summary: "Measurements",
        parameters: &[],
        answer: "Metrics",
        others: &["NotFound"],
        listener: Some(Listener::Measurements),
    },
    Route {
        path: "/openapi.json",
        name: "Description",
        tag: "machines",
        summary: "This document",
        parameters: CONDITIONS,
        answer: "Description",
        others: ALWAYS_THERE,
        listener: None,
    },
    Route {
        path: "/robots.txt",
        name: "Robots",
        tag: "machines",
        summary: "What robots may fetch: everything",
        parameters: CONDITIONS,
        answer: "Robots",
        others: ALWAYS_THERE,
        listener: None,
    },
];

/// All parameters, by name.
pub(super) fn parameters() -> Value {
    let id = |name: &str, what: &str| {
        json!({
            "name": name,
            "in": "path",
            "required": true,
            "description": what,
            "schema": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 64 },
        })
    };
    let query = |name: &str, what: &str, schema: Value| json!({ "name": name, "in": "query", "description": what, "schema": schema });
    let condition = |name: &str, what: &str| json!({ "name": name, "in": "header", "description": what, "schema": { "type": "string" } });
    json!({
        "series": id("series", "Id of a series; an older one leads to the one of today"),
        "session": id("session", "Id of a session; an older one leads to the one of today"),
        "calendar": {
            "name": "calendar",
            "in": "path",
            "required": true,
            "description": "Whose calendar: Google's, Outlook.com, Microsoft 365, or Apple's and others",
            "schema": { "type": "string", "enum": Calendar::ALL.map(Calendar::as_str) },
        },
        "format": query(
            "format",
            "Which form is wanted, whatever Accept says",
            json!({ "type": "string", "enum": ["html", "json"] }),
        ),
        "r": query(
            "r",
            "Revision (SEQUENCE) of the copy that one has; any other value names none",
            json!({ "type": "integer", "minimum": 0 }),
        ),
        "download": query(
            "download",
            "There with any value or none: to be saved, not opened",
            json!({ "type": "string" }),
        ),
        "accept-language": condition(
            "Accept-Language",
            "What the reader understands, where the series has several languages; calendars are \
             chosen by address alone",
        ),
        "if-none-match": condition("If-None-Match", "Tags of the copies that one has"),
        "if-modified-since": condition("If-Modified-Since", "When one's copy became current"),
        "if-match": condition("If-Match", "Tags of the only copies that are wanted"),
    })
}
