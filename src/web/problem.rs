//! Problem documents for errors (RFC 9457).
//!
//! The client gets a sentence and a request id; the cause goes to the log under that id. Requests use
//! finished values only, so no step of responding can fail: 500 is for bugs in kalends.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_http::StatusCode;
use actix_http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use serde::Serialize;

use super::body::Body;
use super::{Response, header};
use crate::address::Row;
use crate::snapshot::{Fault, HeaderText};

/// The supported methods (rule `get-and-head-only`).
pub(super) const ALLOWED: HeaderValue = HeaderValue::from_static(Row::METHODS);

/// The reason a request fails.
#[derive(Clone, Copy, Debug)]
pub(super) enum Problem<'a> {
    /// The path cannot be decoded.
    MalformedAddress,
    /// Nothing was ever published there.
    NotFound,
    /// Neither GET nor HEAD.
    MethodNotAllowed,
    /// Retired for good.
    Gone,
    /// The client's own precondition fails.
    PreconditionFailed,
    /// Longer than any address of the service.
    AddressTooLong,
    /// More header fields than any client needs.
    HeadTooLarge,
    /// Over the client's rate limit.
    TooManyRequests { retry_after_seconds: u64 },
    /// A bug in kalends.
    Defect,
    /// Published, but with nothing valid to serve at the moment.
    Unavailable { retry_after: &'a HeaderText },
}

impl Problem<'_> {
    /// The page shown to people, if there is one.
    pub(super) fn fault(self) -> Option<Fault> {
        Some(match self {
            Self::NotFound => Fault::NotFound,
            Self::Gone => Fault::Gone,
            Self::Unavailable { .. } => Fault::Unavailable,
            _ => return None,
        })
    }
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'static str,
    request_id: &'a str,
}

impl Problem<'_> {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::MalformedAddress => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Gone => StatusCode::GONE,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Defect => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn detail(self) -> &'static str {
        match self {
            Self::MalformedAddress => {
                "The address has a percent sign without two hexadecimal digits after it."
            }
            Self::NotFound => "Nothing is published at this address.",
            Self::MethodNotAllowed => "This address can only be read, with GET or HEAD.",
            Self::Gone => "This address has been retired for good.",
            Self::PreconditionFailed => {
                "The published version does not match the request's precondition."
            }
            Self::AddressTooLong => "The address is longer than any address of this service.",
            Self::HeadTooLarge => "The request has too many header fields.",
            Self::TooManyRequests { .. } => {
                "Too many requests came from your network. Try again later."
            }
            Self::Defect => "Internal error. Other requests are not affected.",
            Self::Unavailable { .. } => "This address is temporarily unavailable. Try again later.",
        }
    }

    /// Responses that depend only on the address may be cached for a while.
    fn cache_control(self) -> &'static str {
        match self {
            Self::NotFound | Self::Gone => "public, max-age=60",
            _ => "no-cache",
        }
    }

    /// Creates the response with the problem document.
    pub(super) fn response(self, request_id: &str) -> Response {
        let status = self.status();
        let document = ProblemDocument {
            // RFC 9457 §4.2.1: nothing to add to the status; the title is its phrase.
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail: self.detail(),
            request_id,
        };
        let body = serde_json::to_string(&document)
            .expect("a struct of strings and a number serialises into memory");
        let mut response = Response::with_body(status, Body::Bytes(body.into()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.cache_control()));
        headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
        match self {
            // RFC 9110 §15.5.6: a 405 lists the supported methods.
            Self::MethodNotAllowed => headers.insert(ALLOW, ALLOWED),
            Self::Unavailable { retry_after } => {
                headers.insert(RETRY_AFTER, retry_after.value().clone())
            }
            Self::TooManyRequests { retry_after_seconds } => {
                headers.insert(RETRY_AFTER, HeaderValue::from(retry_after_seconds))
            }
            _ => return response,
        };
        response
    }
}

/// Creates request ids, unique within a run, and across runs with different `run_id`s.
#[derive(Debug)]
pub(super) struct RequestIds {
    /// Common prefix of the ids of this run.
    run: String,
    next: AtomicU64,
}

impl RequestIds {
    pub(super) fn new(run_id: u64) -> Self {
        Self { run: format!("{run_id:016x}-"), next: AtomicU64::new(0) }
    }

    /// Ids have equal length, so that HEAD and GET announce equal lengths. Every logged request has one, and
    /// padding by the formatter took a twentieth of such a request's instructions.
    pub(super) fn next(&self) -> String {
        let bytes = self.next.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut id = String::with_capacity(self.run.len() + 2 * bytes.len());
        id.push_str(&self.run);
        let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
        id.extend(halves.filter_map(|half| char::from_digit(half.into(), 16)));
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_differ_and_are_equally_long() {
        let ids = RequestIds::new(7);
        let (first, second) = (ids.next(), ids.next());
        assert_eq!(first, "0000000000000007-0000000000000000");
        assert_ne!(first, second);
        assert_eq!(first.len(), second.len());
    }
}
