//! Header values that are always the same.

use actix_http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};

/// A header name and its constant value.
type Constant = (HeaderName, HeaderValue);

/// Prevents guessing the media type from the body (rule `calendar-content-type`).
pub(super) const NOSNIFF: Constant = (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));

/// Robots may fetch calendars but not list them in search results (rule `robots-may-fetch`).
pub(super) const NOINDEX: Constant =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// Pages do not reveal to other sites where a reader came from.
pub(super) const NO_REFERRER: Constant = (REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

/// Pages of other sites may fetch public resources, and read the headers needed to revalidate them. Not
/// below a token: a site that learns such an address must not read more through a reader's browser.
pub(super) const FOR_ALL_SITES: [Constant; 2] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Last-Modified")),
];
