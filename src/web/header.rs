//! The header values that are the same for everyone.

use actix_http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

/// A header name and the value it always has.
type Constant = (HeaderName, HeaderValue);

/// Nobody guesses a media type out of a body (rule `calendar-content-type`).
pub(super) const NOSNIFF: Constant = (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));

/// Calendars may be fetched by robots and are not to be listed by them (rule `robots-may-fetch`).
pub(super) const NOINDEX: Constant =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// Pages do not tell other sites where a reader came from.
pub(super) const NO_REFERRER: Constant = (REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// Pages of other sites may fetch what is public, and see what they need to ask again for
/// changes alone. Never below a token: whoever learns such an address must not learn more by a
/// reader's browser.
pub(super) const FOR_ALL_SITES: [Constant; 2] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Last-Modified")),
];
