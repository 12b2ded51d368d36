//! The one service below actix-web's router: method, path, what stands there, answer.
//!
//! No routes, extractors or middleware: the snapshot is the routing table.

use std::future::{Ready, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{RequestHead, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::{Error, HttpResponse};
use bytes::Bytes;

use super::address::{self, Found};
use super::problem::{Problem, RequestIds};
use super::representation::Compression;
use super::{ServerSettings, respond};
use crate::snapshot::{Entry, Shared};

/// Longest piece of a path that goes to the log.
const LOGGED_CHARACTERS: usize = 200;

/// What the workers share.
#[derive(Debug)]
pub(super) struct Site {
    shared: Shared,
    stopping: Arc<AtomicBool>,
    request_ids: RequestIds,
    compression: Compression,
}

impl Site {
    pub(super) fn new(
        shared: Shared,
        stopping: Arc<AtomicBool>,
        settings: &ServerSettings,
    ) -> Self {
        let request_ids = RequestIds::new(settings.run_id);
        Self { shared, stopping, request_ids, compression: settings.compression }
    }

    /// The service that actix-web calls; it never waits.
    pub(super) fn call(&self, request: ServiceRequest) -> Ready<Result<ServiceResponse, Error>> {
        let response = self.guarded(request.request().head(), |head| self.answer(head));
        ready(Ok(request.into_response(response)))
    }

    /// Answers, and if that panics, answers 500: a defect costs one request, and neither the
    /// connection nor the worker with all its other connections. Whatever was borrowed is only
    /// read, so nothing is left half done.
    fn guarded(
        &self,
        head: &RequestHead,
        answer: impl FnOnce(&RequestHead) -> HttpResponse,
    ) -> HttpResponse {
        catch_unwind(AssertUnwindSafe(|| answer(head))).unwrap_or_else(|cause| {
            let cause = cause
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| cause.downcast_ref::<String>().map(String::as_str));
            let id = self.request_ids.next();
            let path: String = head.uri.path().chars().take(LOGGED_CHARACTERS).collect();
            let cause = cause.unwrap_or("a panic without words");
            log::error!("{id}: 500 for {} {path:?}: {cause}", head.method);
            let response = Problem::Defect.response(&id);
            match head.method {
                Method::HEAD => response.map_body(|_, body| without_bytes(&body)),
                _ => response,
            }
        })
    }

    fn answer(&self, head: &RequestHead) -> HttpResponse {
        match head.method {
            Method::GET => self.read(head),
            Method::HEAD => self.read(head).map_body(|_, body| without_bytes(&body)),
            Method::OPTIONS => respond::options(),
            _ => self.refuse(Problem::MethodNotAllowed, head),
        }
    }

    fn read(&self, head: &RequestHead) -> HttpResponse {
        let snapshot = self.shared.load();
        let entry = match address::find(&snapshot, head.uri.path()) {
            Found::Entry(entry) => entry,
            Found::Nothing => return self.refuse(Problem::NotFound, head),
            Found::Malformed => return self.refuse(Problem::MalformedAddress, head),
        };
        let answer = match entry {
            Entry::Resource(resource) => respond::resource(resource, head, self.compression),
            Entry::Variants(variants) => respond::variants(variants, head, self.compression),
            Entry::Revisions(revisions) => respond::revisions(revisions, head, self.compression),
            Entry::Redirect(redirect) => Ok(respond::redirect(redirect, head)),
            Entry::Gone => Err(Problem::Gone),
            Entry::Health(body) => Ok(respond::health(body)),
            Entry::Readiness(readiness) if self.stopping.load(Ordering::Relaxed) => {
                Ok(respond::stopping(readiness))
            }
            Entry::Readiness(readiness) => Ok(respond::readiness(readiness)),
            Entry::Unavailable(unavailable) => {
                let problem = Problem::Unavailable { retry_after: unavailable.retry_after() };
                let id = self.request_ids.next();
                let path = head.uri.path();
                log::warn!("{id}: 503 for {path}: {}", unavailable.cause());
                return problem.response(&id);
            }
        };
        answer.unwrap_or_else(|problem| self.refuse(problem, head))
    }

    /// A fault of the client's: nobody need be woken, so the log has it at `debug`.
    fn refuse(&self, problem: Problem<'_>, head: &RequestHead) -> HttpResponse {
        let id = self.request_ids.next();
        if log::log_enabled!(log::Level::Debug) {
            let path: String = head.uri.path().chars().take(LOGGED_CHARACTERS).collect();
            let status = problem.status().as_u16();
            log::debug!("{id}: {status} for {} {path:?}", head.method);
        }
        problem.response(&id)
    }
}

/// The length of a body without its bytes, for HEAD.
///
/// actix-http drops the bytes of a HEAD itself, but goes by the method of the request it read last:
/// a GET pipelined behind a HEAD would bring them back. Without bytes to send it closes the
/// connection in that case, and the client asks again. The reverse, a GET whose body is dropped
/// because a HEAD was read behind it, is out of reach from here.
struct Length(u64);

impl MessageBody for Length {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

fn without_bytes(body: &BoxBody) -> BoxBody {
    match body.size() {
        BodySize::Sized(length) => BoxBody::new(Length(length)),
        BodySize::None | BodySize::Stream => BoxBody::new(()),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::rt::System;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_defect_is_answered_and_costs_one_request() {
        let site = Site::new(Shared::default(), Arc::default(), &ServerSettings::default());
        let panics = |method: Method| {
            let request = TestRequest::with_uri("/talks.ics").method(method).to_http_request();
            site.guarded(request.head(), |_| panic!("the defect"))
        };
        let response = panics(Method::GET);
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
        let body = System::new().block_on(to_bytes(response.into_body())).unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("met a defect") && !text.contains("the defect"), "{text}");
        assert!(
            matches!(panics(Method::HEAD).body().size(), BodySize::Sized(length) if length > 9)
        );
        let request = TestRequest::with_uri("/healthz").to_http_request();
        let next = site.guarded(request.head(), |head| site.answer(head));
        assert_eq!(next.status().as_u16(), 200, "the site goes on");
    }
}
