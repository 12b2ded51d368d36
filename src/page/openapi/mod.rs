//! `/openapi.json`: every address of the service with its methods, statuses, headers and documents.
//!
//! Says what `web` does and makes none of it so; a test asks the running service for everything that
//! stands here and fails where either knows more than the other. A new address is a row of `routes`,
//! a new document a schema, a new answer an entry of `answers`.

mod answers;
mod headers;
mod routes;
mod schemas;

use serde_json::{Map, Value, json};

use answers::Answer;
use routes::Route;

/// The document, the same for every site.
#[must_use]
pub fn openapi_json() -> String {
    let paths: Map<String, Value> =
        routes::ALL.iter().map(|route| (route.path.to_owned(), path_item(route))).collect();
    let responses: Map<String, Value> = answers::all()
        .into_iter()
        .map(|answer| (answer.name.to_owned(), answer.to_json()))
        .collect();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kalends",
            "summary": "Calendars of declared series of events",
            "description": DESCRIPTION,
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "tags": [
            { "name": "calendars", "description": "What calendars subscribe to and add" },
            { "name": "pages", "description": "What people read; lists also as JSON" },
            { "name": "machines", "description": "For those who run and watch the service" },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas::all(),
            "parameters": routes::parameters(),
            "responses": responses,
        },
    });
    document.to_string()
}

const DESCRIPTION: &str = "Only GET and HEAD, answered alike but for the body. Query parameters that are not named here \
     change nothing. A series in several languages is answered below `/{lang}/` too, for each of \
     them, as at the addresses that stand here (two templates of one shape cannot stand side by \
     side). Fields may be added to JSON documents; those that stand here stay.";

/// What any request may meet before anybody looks where it leads.
fn limits(route: &Route) -> &'static [&'static str] {
    match route.path {
        _ if route.listener.is_some() => &[],
        // Whoever watches over the service is never told to wait.
        "/healthz" | "/readyz" => &["AddressTooLong", "HeadTooLarge"],
        _ => &["AddressTooLong", "HeadTooLarge", "TooManyRequests"],
    }
}

/// A path with its methods. What any other method is answered with stands under `x-other-methods`:
/// as an operation of its own it would look like one that may be used.
fn path_item(route: &Route) -> Value {
    let answers = answers::all();
    let responses: Map<String, Value> = [route.answer]
        .iter()
        .chain(route.others)
        .chain(limits(route))
        .chain(&["Defect"])
        .map(|name| {
            let answer = answers.iter().find(|answer| answer.name == *name);
            let status = answer.map_or_else(String::new, |answer| answer.status.to_string());
            (status, Answer::reference(name))
        })
        .collect();
    let parameters = |names: &[&str]| -> Vec<Value> {
        let reference = |name| json!({ "$ref": format!("#/components/parameters/{name}") });
        names.iter().map(reference).collect()
    };
    let in_path = ["series", "session", "calendar"].into_iter();
    let in_path: Vec<&str> =
        in_path.filter(|name| route.path.contains(&format!("{{{name}}}"))).collect();
    let operation = |method: &str, responses: &Map<String, Value>| {
        let mut operation = json!({
            "operationId": format!("{method}{}", route.name),
            "summary": route.summary,
            "tags": [route.tag],
        });
        if !route.parameters.is_empty() {
            operation["parameters"] = parameters(route.parameters).into();
        }
        operation["responses"] = responses.clone().into();
        operation
    };
    let mut item = Map::new();
    if !in_path.is_empty() {
        item.insert("parameters".to_owned(), parameters(&in_path).into());
    }
    if let Some(listener) = route.listener {
        item.insert("servers".to_owned(), json!([listener.to_json()]));
    }
    item.insert("get".to_owned(), operation("get", &responses));
    item.insert("head".to_owned(), operation("head", &responses));
    item.insert("x-other-methods".to_owned(), Answer::reference("MethodNotAllowed"));
    item.into()
}
