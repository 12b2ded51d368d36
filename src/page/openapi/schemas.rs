//! The shapes of the JSON documents.

use serde_json::{Value, json};

/// All schemas, by name.
pub(super) fn all() -> Value {
    json!({
        "Index": object(
            "The series published here",
            json!({ "series": list(reference("ListedSeries")) }),
        ),
        "ListedSeries": object("A series as the list has it", listed(json!({
            "sessions": count("How many sessions it has"),
        }))),
        "Series": object("A series and its sessions", listed(json!({
            "sessions": list(reference("Session")),
        }))),
        "Session": session(),
        "Reach": reach(),
        "ReachOfClient": reach_of_client(),
        "Health": object("The process answers", json!({ "status": { "const": "ok" } })),
        "Readiness": object("Whether the service should get traffic", json!({
            "status": { "type": "string", "enum": ["ready", "degraded", "unready", "stopping"] },
            "last_pass": last_pass(),
            "failures": list(reference("Failure")),
            "omitted": count("Findings that are left out, so that the document stays small"),
            "time_zone_database": text("Version of the time zone database that is built in"),
        })),
        "Failure": object("A file that cannot be published as it stands", json!({
            "source": text("The file"),
            "findings": list(reference("Finding")),
        })),
        "Finding": finding(),
        "Problem": problem(),
        "Oembed": object("How to embed a page (oEmbed 1.0)", json!({
            "version": { "const": "1.0" },
            "type": { "const": "rich" },
            "title": text("What is embedded"),
            "provider_name": text("Who publishes it"),
            "provider_url": text("Address of the service"),
            "html": text("The frame, as HTML"),
            "width": count("Width of the frame in pixels"),
            "height": count("Height of the frame in pixels"),
        })),
        "Description": object("An OpenAPI document", json!({
            "openapi": { "type": "string", "pattern": "^3\\.1\\." },
            "info": { "type": "object" },
            "tags": { "type": "array" },
            "paths": { "type": "object" },
            "components": { "type": "object" },
        })),
    })
}

fn last_pass() -> Value {
    let mut pass = object(
        "The last time that the files were looked at",
        json!({
            "outcome": {
                "type": "string",
                "enum": ["published", "kept", "failed", "unchanged", "panicked"],
            },
            "age_seconds": count("Seconds since it ended"),
            "late": {
                "type": "boolean",
                "description": "Whether the next one should have ended by now",
            },
            "next_under_way_seconds": {
                "type": ["integer", "null"],
                "minimum": 0,
                "description": "Seconds since the next one began, while it is under way",
            },
        }),
    );
    pass["type"] = json!(["object", "null"]);
    pass
}

/// All its fields are always there; those without a value are null.
fn object(what: &str, properties: Value) -> Value {
    let names = properties.as_object().into_iter().flat_map(|fields| fields.keys().cloned());
    let required: Vec<String> = names.collect();
    let mut object = json!({ "type": "object", "description": what, "required": required });
    object["properties"] = properties;
    object
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn list(items: Value) -> Value {
    let mut list = json!({ "type": "array" });
    list["items"] = items;
    list
}

fn text(what: &str) -> Value {
    json!({ "type": "string", "description": what })
}

fn text_or_null(what: &str) -> Value {
    json!({ "type": ["string", "null"], "description": what })
}

fn count(what: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": what })
}

const INSTANT: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";

fn instant(what: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "pattern": INSTANT, "description": what })
}

fn instant_or_null(what: &str) -> Value {
    let mut instant = instant(what);
    instant["type"] = json!(["string", "null"]);
    instant
}

/// What a list of series and the series itself both say, and more.
fn listed(more: Value) -> Value {
    let mut fields = json!({
        "id": text("Identifier"),
        "title": text("Title"),
        "language": text_or_null("Language of the texts, if known"),
        "retired": { "type": "boolean", "description": "Whether it has ended" },
        "page": text("Address of its page, relative to `/`"),
        "calendar": text("Address of its calendar, relative to `/`"),
    });
    if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
        fields.extend(more);
    }
    fields
}

fn session() -> Value {
    object(
        "A session",
        json!({
            "id": text("Identifier"),
            "title": text("Title"),
            "start": text("An instant in UTC, or the first of whole days"),
            "end": text("An instant in UTC, or the last of whole days"),
            "timezone": text_or_null("Zone of the local time, if it has one"),
            "status": { "type": "string", "enum": ["confirmed", "tentative", "cancelled"] },
            "page": text("Address of its page, relative to `/`"),
            "calendar": text("Address of its calendar, relative to `/`"),
        }),
    )
}

fn reach() -> Value {
    object(
        "Which revision of a feed each kind of client has fetched",
        json!({
            "series": text("Id of the series"),
            "published": instant("The revision of the feed that is served: when it last changed"),
            "since": instant("From when on requests are counted"),
            "note": text("What is not counted here"),
            "clients": list(reference("ReachOfClient")),
        }),
    )
}

fn reach_of_client() -> Value {
    let clients = [
        "google",
        "apple",
        "outlook",
        "exchange",
        "thunderbird",
        "icsx5",
        "browser",
        "link_scanner",
        "other",
    ];
    object(
        "What one kind of clients has fetched",
        json!({
            "client": { "type": "string", "enum": clients },
            "newest_revision": instant_or_null("The newest revision of the feed that it was sent, or had already (304)"),
            "last_fetched": instant_or_null("When it last fetched the feed"),
            "is_current": {
                "type": ["boolean", "null"],
                "description": "Whether that revision is the one that is served; null if it has none",
            },
            "requests": count("How often it fetched the feed (GET, answered 200 or 304)"),
            "session_requests": count("How often it fetched a session's own file, which says nothing of the feed"),
        }),
    )
}

fn finding() -> Value {
    let place =
        |what: &str| json!({ "type": ["integer", "null"], "minimum": 1, "description": what });
    object(
        "Something found in a file",
        json!({
            "code": { "type": "string", "pattern": "^K[0-9]{3}$" },
            "severity": { "type": "string", "enum": ["error", "warning"] },
            "file": text_or_null("The file"),
            "line": place("Where it begins"),
            "column": place("Where it begins"),
            "end_line": place("Where it ends"),
            "end_column": place("Where it ends"),
            "headline": text("What was found"),
            "notes": list(json!({ "type": "string" })),
            "help": list(json!({ "type": "string" })),
        }),
    )
}

fn problem() -> Value {
    object(
        "A problem document (RFC 9457)",
        json!({
            "type": { "const": "about:blank" },
            "title": text("The phrase of the status"),
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "detail": text("What is the matter, in a sentence"),
            "request_id": text("By which the log can be asked"),
        }),
    )
}
