//! `/openapi.json`: the file `openapi.json` in this directory, without spaces and with this release's
//! version.
//!
//! `tests/http/openapi.rs` tests everything in the document against the running service, and fails for
//! anything missing from either.
//! fails where either knows more than the other.

use serde_json::Value;

const SOURCE: &str = include_str!("openapi.json");

/// Returns the document, the same for every site.
#[must_use]
pub fn openapi_json() -> String {
    let mut document: Value = serde_json::from_str(SOURCE).expect("a test reads it");
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Calendar;

    #[test]
    fn the_document_has_the_version_of_this_release_and_names_every_calendar() {
        let document: Value = serde_json::from_str(&openapi_json()).expect("JSON");
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
        let calendars = &document["components"]["parameters"]["calendar"]["schema"]["enum"];
        assert_eq!(*calendars, serde_json::json!(Calendar::ALL.map(Calendar::as_str)));
    }
}
