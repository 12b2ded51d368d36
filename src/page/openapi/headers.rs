//! The headers that answers have, with the form of their values.
//!
//! Content-Type stands with the documents, as OpenAPI wants it; Content-Length, Date and Connection
//! belong to the transport.

use serde_json::{Value, json};

/// A header of an answer.
pub(super) struct Header {
    pub(super) name: &'static str,
    required: bool,
    /// The one value it has there.
    constant: Option<&'static str>,
}

/// Name, form of the value, meaning.
const FORMS: [(&str, &str, &str); 15] = [
    ("Access-Control-Allow-Origin", "^\\*$", "Pages of other sites may fetch what is public"),
    (
        "Access-Control-Expose-Headers",
        "^ETag, Last-Modified$",
        "What they see of the headers, to ask for changes alone",
    ),
    ("Allow", "^GET, HEAD$", "The methods there are"),
    ("Cache-Control", "^(public, max-age=[0-9]+|no-cache)$", "How long the answer may be kept"),
    ("Content-Disposition", "^(inline|attachment); filename=\"[a-z0-9.-]+\"$", "The file's name"),
    ("Content-Encoding", "^(br|gzip|zstd)$", "How the body is compressed, if it is"),
    ("Content-Security-Policy", "^default-src 'none'; ", "Pages load nothing of others"),
    ("ETag", "^\"[0-9a-f]{32}\"$", "Strong tag of exactly these bytes"),
    ("Last-Modified", "^[A-Z][a-z]{2}, [0-9]{2} .* GMT$", "When these bytes became current"),
    ("Location", "^(/|\\.\\./|https://|webcal://)", "The address of today"),
    ("Referrer-Policy", "^no-referrer$", "Links do not tell where a reader came from"),
    ("Retry-After", "^[0-9]+$", "Seconds until asking again makes sense"),
    (
        "Vary",
        "^accept(-encoding|-language)?(, accept(-encoding|-language)?)*$",
        "What the answer depends on",
    ),
    ("X-Content-Type-Options", "^nosniff$", "The media type is meant as it is said"),
    ("X-Robots-Tag", "^noindex$", "May be fetched by robots and is not to be listed"),
];

/// What lets pages of other sites fetch it.
pub(super) const FOR_ALL_SITES: [&str; 2] =
    ["Access-Control-Allow-Origin", "Access-Control-Expose-Headers"];

/// A header that is always there.
pub(super) fn must(name: &'static str) -> Header {
    Header { name, required: true, constant: None }
}

/// A header that is there at times.
pub(super) fn may(name: &'static str) -> Header {
    Header { name, required: false, constant: None }
}

/// How long the answer may be kept.
pub(super) fn cache(value: &'static str) -> Header {
    Header { name: "Cache-Control", required: true, constant: Some(value) }
}

impl Header {
    pub(super) fn to_json(&self) -> Value {
        let (_, form, meaning) =
            FORMS.iter().find(|(name, ..)| *name == self.name).copied().unwrap_or_default();
        let schema = match self.constant {
            Some(value) => json!({ "type": "string", "const": value }),
            None => json!({ "type": "string", "pattern": form }),
        };
        json!({ "description": meaning, "required": self.required, "schema": schema })
    }
}
