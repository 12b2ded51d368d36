//! Writes responses: status, headers and body of each kind of entry. GET and HEAD get the same; `app`
//! removes the body for HEAD.
//!
//! Ranges are ignored, as RFC 9110 §14.2 allows: calendars are small and fetched whole.

use std::borrow::Cow;

use actix_http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    DATE, ETAG, HeaderMap, HeaderValue, LAST_MODIFIED, LOCATION, VARY,
};
use actix_http::{Method, RequestHead, StatusCode};
use bytes::Bytes;

use super::body::Body;
use super::conditional::{self, PreconditionResult};
use super::negotiate::{self, PageForm};
use super::problem::Problem;
use super::representation::{self, Compression, Representation};
use super::{Response, address, header, metrics, private};
use crate::clock;
use crate::i18n::best_for;
use crate::snapshot::{
    Delivery, Entry, ErrorPages, Kind, Languages, LastModified, ReadinessStatus, Redirect,
    Resource, Revisions, Variants,
};

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// For documents that depend on the time of the request.
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
const ACCEPT: HeaderValue = HeaderValue::from_static("accept");
const ACCEPT_LANGUAGE: HeaderValue = HeaderValue::from_static("accept-language");
const ACCEPT_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// Responds with 200, 304 or 412, by the request's preconditions.
pub(super) fn resource(
    resource: &Resource,
    head: &RequestHead,
    compression: Compression,
) -> Result<Response, Problem<'static>> {
    let chosen = representation::choose(resource, &head.headers, compression);
    let etag = chosen.etag.as_bytes();
    match conditional::evaluate(&head.headers, etag, resource.last_modified()) {
        PreconditionResult::Failed => Err(Problem::PreconditionFailed),
        PreconditionResult::NotModified => {
            let mut response = without_body(StatusCode::NOT_MODIFIED);
            validators(resource, &chosen, response.headers_mut());
            Ok(response)
        }
        PreconditionResult::Proceed => {
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

/// The form the client prefers.
pub(super) fn variant<'a>(variants: &'a Variants, head: &RequestHead) -> &'a Resource {
    match negotiate::form(head.uri.query(), &head.headers) {
        PageForm::Html => &variants.html,
        PageForm::Json => &variants.json,
    }
}

/// [`resource`] of the chosen form, with the header that names the choice.
pub(super) fn variants(
    chosen: &Resource,
    head: &RequestHead,
    compression: Compression,
) -> Result<Response, Problem<'static>> {
    let mut response = resource(chosen, head, compression)?;
    // RFC 9110 §15.4.5: a 304 has the same Vary as a 200.
    response.headers_mut().append(VARY, ACCEPT);
    Ok(response)
}

/// The page for readers of the revision in `?r=N`; a value that is not a number is ignored.
pub(super) fn revision<'a>(revisions: &'a Revisions, head: &RequestHead) -> &'a Resource {
    let revision = address::parameter(head.uri.query(), "r").and_then(|value| value.parse().ok());
    revisions.of(revision)
}

/// The problem as a page, for people: at an address without an extension, in the reader's language. With
/// or without a page, Vary names the headers the response depends on.
pub(super) fn problem_page(
    response: Response,
    problem: Problem<'_>,
    pages: Option<&ErrorPages>,
    head: &RequestHead,
) -> Response {
    let is_page = address::is_page(head.uri.path());
    let is_read = matches!(head.method, Method::GET | Method::HEAD);
    let mut response = response;
    // The response to an unknown address is the same everywhere, also below tokens.
    let is_known = !matches!(problem, Problem::NotFound | Problem::MalformedAddress);
    if is_read && is_known && is_open(head) {
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

/// The languages that the client's reader understands.
fn languages_of(head: &RequestHead) -> String {
    // RFC 9110 §5.3: several lines are one list.
    let lines = head.headers.get_all(actix_http::header::ACCEPT_LANGUAGE);
    lines.filter_map(|line| line.to_str().ok()).collect::<Vec<_>>().join(",")
}

/// The entry in the language that the client's reader understands best.
pub(super) fn language<'a>(languages: &'a Languages, head: &RequestHead) -> &'a Entry {
    languages.in_language(best_for(&languages_of(head), languages.languages()))
}

/// Adds the language to Vary, if the response depends on it.
pub(super) fn varies_by_language(response: &mut Response) {
    // RFC 9110 §15.4.5: a 304 has the same Vary as a 200.
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        response.headers_mut().append(VARY, ACCEPT_LANGUAGE);
    }
}

/// The current metrics.
pub(super) fn metrics(text: String) -> Response {
    let mut response = with_body(StatusCode::OK, &Bytes::from(text));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(metrics::MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, NO_CACHE);
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    response
}

/// Sets the headers that a 200 and a 304 both have (rule `strong-validators`, RFC 9110 §15.4.5).
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

/// Allows pages of other sites to read the response.
fn open_to_all_sites(headers: &mut HeaderMap) {
    for (name, value) in header::FOR_ALL_SITES {
        headers.insert(name, value);
    }
}

/// Whether the address is that of a public document for programs.
fn is_open(head: &RequestHead) -> bool {
    let names_no_token = matches!(private::loggable(head.uri.path()), Cow::Borrowed(_));
    names_no_token && !address::is_page(head.uri.path())
}

/// Makes Last-Modified no later than Date (RFC 9110 §8.8.2.1): a record may be from the current second,
/// or from a clock that is ahead. `at`: the last modification, in Unix seconds.
pub(super) fn modified_by_now(at: u64, headers: &mut HeaderMap) {
    // actix-http's Date and this clock may be half a second old, and older if a worker was delayed.
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

/// Sets the headers that only a response with the body has.
fn describe(resource: &Resource, head: &RequestHead, headers: &mut HeaderMap) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(resource.kind().media_type()));
    match resource.kind() {
        Kind::Feed | Kind::SessionFile => headers.insert(header::NOINDEX.0, header::NOINDEX.1),
        Kind::Page | Kind::Drawing | Kind::Picture | Kind::Mail => {
            headers.insert(header::NO_REFERRER.0, header::NO_REFERRER.1)
        }
        Kind::News | Kind::Schedule | Kind::Json | Kind::Text => return,
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

/// Responds with 308 to a renamed address, keeping the query; with 302 to an address of another site.
pub(super) fn redirect(redirect: &Redirect, head: &RequestHead) -> Response {
    let plain = || redirect.location().value().clone();
    let (status, location) = if redirect.is_permanent() {
        let location = head.uri.query().map_or_else(plain, |query| {
            let location = [redirect.location().as_bytes(), &b"?"[..], query.as_bytes()].concat();
            // A query may contain bytes that are not allowed in a header value; then it is dropped.
            HeaderValue::from_maybe_shared(Bytes::from(location)).unwrap_or_else(|_| plain())
        });
        (StatusCode::PERMANENT_REDIRECT, location)
    } else {
        (StatusCode::FOUND, plain())
    };
    let mut response = without_body(status);
    let headers = response.headers_mut();
    if redirect.is_permanent() && is_open(head) {
        // Fetch standard: each redirect must allow the other site.
        open_to_all_sites(headers);
    }
    headers.insert(LOCATION, location);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    response
}

/// The process is running.
pub(super) fn health(body: &Bytes) -> Response {
    probe(StatusCode::OK, body)
}

/// Whether the service should get traffic: not while it stops, whatever is loaded.
pub(super) fn readiness(status: ReadinessStatus, document: &Bytes) -> Response {
    let code = match status {
        ReadinessStatus::Ready | ReadinessStatus::Degraded => StatusCode::OK,
        ReadinessStatus::Unready | ReadinessStatus::Stopping => StatusCode::SERVICE_UNAVAILABLE,
    };
    probe(code, document)
}

/// The current reach of a series.
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
