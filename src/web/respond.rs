//! Turns what stands at a path into an answer. GET and HEAD are answered alike; `app` takes the
//! body off for HEAD.
//!
//! Ranges are ignored, as RFC 9110 §14.2 allows: calendars are small and taken whole.

use std::borrow::Cow;

use actix_http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    DATE, ETAG, HeaderMap, HeaderValue, LAST_MODIFIED, LOCATION, VARY,
};
use actix_http::{Method, RequestHead, StatusCode};
use bytes::Bytes;

use super::body::Body;
use super::conditional::{self, Verdict};
use super::negotiate::{self, Form};
use super::problem::Problem;
use super::representation::{self, Compression, Representation};
use super::{Response, address, header, metrics, private};
use crate::clock;
use crate::snapshot::{
    Delivery, Entry, ErrorPages, Kind, Languages, LastModified, ReadinessStatus, Redirect,
    Resource, Revisions, Variants,
};
use crate::words::best_for;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What depends on the moment is asked for again every time.
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
const ACCEPT: HeaderValue = HeaderValue::from_static("accept");
const ACCEPT_LANGUAGE: HeaderValue = HeaderValue::from_static("accept-language");
const ACCEPT_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// 200, 304 or 412.
pub(super) fn resource(
    resource: &Resource,
    head: &RequestHead,
    compression: Compression,
) -> Result<Response, Problem<'static>> {
    let chosen = representation::choose(resource, &head.headers, compression);
    let etag = chosen.etag.as_bytes();
    match conditional::evaluate(&head.headers, etag, resource.last_modified()) {
        Verdict::Failed => Err(Problem::PreconditionFailed),
        Verdict::NotModified => {
            let mut response = without_body(StatusCode::NOT_MODIFIED);
            validators(resource, &chosen, response.headers_mut());
            Ok(response)
        }
        Verdict::Proceed => {
            let mut response = with_body(StatusCode::OK, chosen.body);
            let headers = response.headers_mut();
            validators(resource, &chosen, headers);
            if let Some(coding) = chosen.coding {
                let coding = HeaderValue::from_static(coding.as_str());
                headers.insert(CONTENT_ENCODING, coding);
            }
            describe(resource, head, headers);
            Ok(response)
        }
    }
}

/// The form that the client prefers.
pub(super) fn variant<'a>(variants: &'a Variants, head: &RequestHead) -> &'a Resource {
    match negotiate::form(head.uri.query(), &head.headers) {
        Form::Html => &variants.html,
        Form::Json => &variants.json,
    }
}

/// As [`resource`] of the form that was chosen, and that there was a choice.
pub(super) fn variants(
    chosen: &Resource,
    head: &RequestHead,
    compression: Compression,
) -> Result<Response, Problem<'static>> {
    let mut response = resource(chosen, head, compression)?;
    // RFC 9110 §15.4.5: a 304 says it too.
    response.headers_mut().append(VARY, ACCEPT);
    Ok(response)
}

/// What the holder of the copy that `?r=N` names is told; anything else than a number names none.
pub(super) fn revision<'a>(revisions: &'a Revisions, head: &RequestHead) -> &'a Resource {
    let revision = address::parameter(head.uri.query(), "r").and_then(|value| value.parse().ok());
    revisions.of(revision)
}

/// The problem as a page, for somebody who looks for one: at an address without an extension, in a
/// language they understand. Whether there is one or not, the answer says what it depends on.
pub(super) fn in_person(
    response: Response,
    problem: Problem<'_>,
    pages: Option<&ErrorPages>,
    head: &RequestHead,
) -> Response {
    let is_page = address::is_page(head.uri.path());
    let is_read = matches!(head.method, Method::GET | Method::HEAD);
    let mut response = response;
    // What never was is answered alike everywhere, below tokens too.
    let stands_there = !matches!(problem, Problem::NotFound | Problem::MalformedAddress);
    if is_read && stands_there && is_open(head) {
        open_to_all_sites(response.headers_mut());
    }
    let (Some(pages), Some(fault)) = (pages, problem.fault().filter(|_| is_page && is_read)) else {
        return response;
    };
    let page = pages.page(fault, best_for(&languages_of(head), pages.languages()));
    let page = page.filter(|_| negotiate::is_for_people(&head.headers));
    let mut response = match page {
        None => response,
        Some(page) => {
            let mut response = response.set_body(Body::Bytes(page.clone()));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(Kind::Page.media_type()));
            let policy = pages.content_security_policy().value().clone();
            headers.insert(CONTENT_SECURITY_POLICY, policy);
            headers.insert(header::NO_REFERRER.0, header::NO_REFERRER.1);
            response
        }
    };
    response.headers_mut().append(VARY, ACCEPT);
    response.headers_mut().append(VARY, ACCEPT_LANGUAGE);
    response
}

/// What the client's reader understands.
fn languages_of(head: &RequestHead) -> String {
    // RFC 9110 §5.3: several lines are one list.
    let lines = head.headers.get_all(actix_http::header::ACCEPT_LANGUAGE);
    lines.filter_map(|line| line.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// What stands there in the language that the client's reader understands best.
pub(super) fn language<'a>(languages: &'a Languages, head: &RequestHead) -> &'a Entry {
    languages.in_language(best_for(&languages_of(head), languages.languages()))
}

/// Says so, where an answer depends on it.
pub(super) fn varies_by_language(response: &mut Response) {
    // RFC 9110 §15.4.5: a 304 says it too.
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        response.headers_mut().append(VARY, ACCEPT_LANGUAGE);
    }
}

/// Measurements of this moment.
pub(super) fn metrics(text: String) -> Response {
    let mut response = with_body(StatusCode::OK, &Bytes::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(metrics::MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, NO_CACHE);
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    response
}

/// What a 200 and a 304 both say (rule `strong-validators`, RFC 9110 §15.4.5).
fn validators(resource: &Resource, chosen: &Representation<'_>, headers: &mut HeaderMap) {
    headers.insert(ETAG, chosen.etag.value().clone());
    if chosen.varies {
        headers.insert(VARY, ACCEPT_ENCODING);
    }
    if let Some(at) = resource.last_modified() {
        headers.insert(LAST_MODIFIED, at.text().value().clone());
    }
    let cache_control = HeaderValue::from_static(resource.kind().cache_control());
    headers.insert(CACHE_CONTROL, cache_control);
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    if resource.kind().is_for_all_sites() {
        open_to_all_sites(headers);
    }
}

/// Lets pages of other sites read an answer.
fn open_to_all_sites(headers: &mut HeaderMap) {
    for (name, value) in header::FOR_ALL_SITES {
        headers.insert(name, value);
    }
}

/// Whether what a request asks for is a public document for machines, by its address.
fn is_open(head: &RequestHead) -> bool {
    let names_no_token = matches!(private::loggable(head.uri.path()), Cow::Borrowed(_));
    names_no_token && !address::is_page(head.uri.path())
}

/// Makes Last-Modified no later than Date (RFC 9110 §8.8.2.1), of what was modified so many seconds
/// after the Unix epoch: a record may be of this very second, or of a clock that is ahead.
pub(super) fn modified_by_now(at: u64, headers: &mut HeaderMap) {
    // The Date that answers are given otherwise is half a second old at times, as this is, and older
    // where a worker was held up.
    if at.saturating_add(5) < clock::recent_unix_seconds() {
        return;
    }
    if let Ok(now) = LastModified::from_unix_seconds(clock::now().as_second()) {
        headers.insert(DATE, now.text().value().clone());
        if at > now.unix_seconds() {
            headers.insert(LAST_MODIFIED, now.text().value().clone());
        }
    }
}

/// What only the body's bearer says.
fn describe(resource: &Resource, head: &RequestHead, headers: &mut HeaderMap) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(resource.kind().media_type()));
    match resource.kind() {
        Kind::Feed | Kind::SessionFile => headers.insert(header::NOINDEX.0, header::NOINDEX.1),
        Kind::Page | Kind::Drawing | Kind::Picture | Kind::Mail => {
            headers.insert(header::NO_REFERRER.0, header::NO_REFERRER.1)
        }
        Kind::News | Kind::Json | Kind::Text => return,
    };
    let delivery = match address::parameter(head.uri.query(), "download") {
        Some(_) => Delivery::Download,
        None => Delivery::Inline,
    };
    if let Some(disposition) = resource.disposition(delivery) {
        headers.insert(CONTENT_DISPOSITION, disposition.value().clone());
    }
    if let Some(policy) = resource.content_security_policy() {
        headers.insert(CONTENT_SECURITY_POLICY, policy.value().clone());
    }
}

/// 308 for what was renamed, its query string kept; 302 for addresses of others.
pub(super) fn redirect(redirect: &Redirect, head: &RequestHead) -> Response {
    let plain = || redirect.location().value().clone();
    let (status, location) = if redirect.is_permanent() {
        let location = head.uri.query().map_or_else(plain, |query| {
            let location = [redirect.location().as_bytes(), &b"?"[..], query.as_bytes()].concat();
            // A query may hold bytes that a header value may not; then it is left behind.
            HeaderValue::from_maybe_shared(Bytes::from(location)).unwrap_or_else(|_| plain())
        });
        (StatusCode::PERMANENT_REDIRECT, location)
    } else {
        (StatusCode::FOUND, plain())
    };
    let mut response = without_body(status);
    let headers = response.headers_mut();
    if redirect.is_permanent() && is_open(head) {
        // Fetch: each redirect must let the page of another site pass.
        open_to_all_sites(headers);
    }
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    response
}

/// The process answers.
pub(super) fn health(body: &Bytes) -> Response {
    probe(StatusCode::OK, body)
}

/// Whether the service should get traffic. While it stops it should not, whatever it has loaded.
pub(super) fn readiness(status: ReadinessStatus, document: &Bytes) -> Response {
    let code = match status {
        ReadinessStatus::Ready | ReadinessStatus::Degraded => StatusCode::OK,
        ReadinessStatus::Unready | ReadinessStatus::Stopping => StatusCode::SERVICE_UNAVAILABLE,
    };
    probe(code, document)
}

/// Whom a series has reached at this moment.
pub(super) fn reach(document: String) -> Response {
    probe(StatusCode::OK, &Bytes::from(document))
}

fn probe(status: StatusCode, body: &Bytes) -> Response {
    let mut response = with_body(status, body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(CACHE_CONTROL, NO_CACHE);
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    response
}

fn with_body(status: StatusCode, body: &Bytes) -> Response {
    Response::with_body(status, Body::Bytes(body.clone()))
}

pub(super) fn without_body(status: StatusCode) -> Response {
    Response::with_body(status, Body::Bytes(Bytes::new()))
}
