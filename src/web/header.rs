//! The snapshot's header values as actix-web's, and the constant ones.

use actix_web::http::header::{HeaderName, HeaderValue};

use crate::snapshot::HeaderText;

/// A header name and the value it always has.
type Constant = (HeaderName, HeaderValue);

/// Nobody guesses a media type out of a body (rule 42).
pub(super) const NOSNIFF: Constant =
    (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));

/// Calendars may be fetched by robots and are not to be listed by them (rule 51).
pub(super) const NOINDEX: Constant =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// Pages do not tell other sites where a reader came from.
pub(super) const NO_REFERRER: Constant =
    (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));

/// Shares the bytes; only their alphabet is looked at again.
pub(super) fn value(text: &HeaderText) -> HeaderValue {
    HeaderValue::from_maybe_shared(text.as_bytes().clone())
        .expect("HeaderText holds visible ASCII and blanks only, all of which a value may hold")
}
