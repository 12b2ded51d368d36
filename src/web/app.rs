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

use super::access::{LOGGED_CHARACTERS, Logger};
use super::address::{self, Found};
use super::client::{Client, client};
use super::problem::{Problem, RequestIds};
use super::representation::Compression;
use super::tally::{Answered, Route, Tallies, Tally};
use super::{ServerSettings, measures, reach, respond};
use crate::clock;
use crate::snapshot::{Entry, Kind, Resource, Shared};

/// What the workers share.
#[derive(Debug)]
pub(super) struct Site {
    shared: Shared,
    stopping: Arc<AtomicBool>,
    request_ids: RequestIds,
    compression: Compression,
    tallies: Tallies,
}

/// One of the workers: the site, and what only this one writes.
#[derive(Debug)]
pub(super) struct Worker {
    site: Arc<Site>,
    tally: Arc<Tally>,
    logger: Logger,
}

/// An answer, and what is counted and logged of it.
struct Answer {
    response: HttpResponse,
    route: Route,
    /// Length of what stands there without content coding and conditions, in bytes.
    full: u64,
    /// The request's id, where the answer names it.
    id: Option<String>,
}

impl Answer {
    fn new(route: Route, response: HttpResponse) -> Self {
        Self { response, route, full: 0, id: None }
    }
}

impl Worker {
    pub(super) fn new(site: Arc<Site>, settings: &ServerSettings) -> Self {
        let tally = site.tallies.open();
        Self { site, tally, logger: Logger::new(settings.access_log) }
    }

    /// The service that actix-web calls; it never waits.
    pub(super) fn call(&self, request: ServiceRequest) -> Ready<Result<ServiceResponse, Error>> {
        let head = request.request().head();
        let started = self.logger.wants_next().then(clock::instant);
        let client = client(&head.headers);
        let answer = self.site.guarded(head, |head| self.site.answer(head, client));
        let response = answer.response;
        let is_head = head.method == Method::HEAD;
        let answered = Answered {
            route: answer.route,
            status: response.status().as_u16(),
            client,
            sent: match response.body().size() {
                BodySize::Sized(length) if !is_head => length,
                _ => 0,
            },
            full: if is_head { 0 } else { answer.full },
        };
        self.tally.note(answered);
        if let Some(started) = started {
            let id = answer.id.unwrap_or_else(|| self.site.request_ids.next());
            self.logger.log(head, answered, started.elapsed(), &id);
        }
        ready(Ok(request.into_response(response)))
    }
}

impl Site {
    pub(super) fn new(
        shared: Shared,
        stopping: Arc<AtomicBool>,
        settings: &ServerSettings,
    ) -> Self {
        let request_ids = RequestIds::new(settings.run_id);
        let (compression, tallies) = (settings.compression, Tallies::default());
        Self { shared, stopping, request_ids, compression, tallies }
    }

    /// The service of the listener for measurements, and of nothing else: the state of publishing,
    /// then what was counted.
    pub(super) fn measure(&self, request: ServiceRequest) -> Ready<Result<ServiceResponse, Error>> {
        let head = request.request().head();
        let answer = self.guarded(head, |head| match head.method {
            Method::GET | Method::HEAD if head.uri.path() == "/metrics" => {
                Answer::new(Route::Machine, respond::metrics(self.measurements()))
            }
            Method::GET | Method::HEAD => self.refuse(Problem::NotFound, head),
            _ => self.refuse(Problem::MethodNotAllowed, head),
        });
        ready(Ok(request.into_response(answer.response)))
    }

    fn measurements(&self) -> String {
        let snapshot = self.shared.load();
        let state = match snapshot.get("/metrics") {
            Some(Entry::Resource(state)) => String::from_utf8_lossy(state.body()),
            _ => "".into(),
        };
        // The end stands there once, at the end.
        let state = state.trim_end_matches("# EOF\n");
        let measures = measures::text(&snapshot, self.shared.progress());
        format!("{state}{measures}{}", self.tallies.text(self.shared.exchanges()))
    }

    /// Answers, and if that panics, answers 500: a defect costs one request, and neither the
    /// connection nor the worker with all its other connections. Whatever was borrowed is only
    /// read, so nothing is left half done.
    fn guarded(&self, head: &RequestHead, answer: impl FnOnce(&RequestHead) -> Answer) -> Answer {
        let mut answer = catch_unwind(AssertUnwindSafe(|| answer(head))).unwrap_or_else(|cause| {
            let cause = cause
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| cause.downcast_ref::<String>().map(String::as_str));
            let id = self.request_ids.next();
            let path: String = head.uri.path().chars().take(LOGGED_CHARACTERS).collect();
            let cause = cause.unwrap_or("a panic without words");
            log::error!("{id}: 500 for {} {path:?}: {cause}", head.method);
            let response = Problem::Defect.response(&id);
            Answer { id: Some(id), ..Answer::new(Route::Nothing, response) }
        });
        if head.method == Method::HEAD {
            answer.response = answer.response.map_body(|_, body| without_bytes(&body));
        }
        answer
    }

    fn answer(&self, head: &RequestHead, client: Client) -> Answer {
        match head.method {
            Method::GET | Method::HEAD => self.read(head, client),
            Method::OPTIONS => Answer::new(Route::Machine, respond::options()),
            _ => self.refuse(Problem::MethodNotAllowed, head),
        }
    }

    fn read(&self, head: &RequestHead, client: Client) -> Answer {
        let snapshot = self.shared.load();
        let entry = match address::find(&snapshot, head.uri.path()) {
            Found::Entry(entry) => entry,
            Found::Nothing => return self.refuse(Problem::NotFound, head),
            Found::Malformed => return self.refuse(Problem::MalformedAddress, head),
        };
        let of = |resource: &Resource, response: Result<HttpResponse, Problem<'static>>| {
            match response {
                Ok(response) => {
                    reach::note(resource, head, client);
                    Answer {
                        full: resource.body().len() as u64,
                        ..Answer::new(route_of(resource.kind()), response)
                    }
                }
                Err(problem) => {
                    Answer { route: route_of(resource.kind()), ..self.refuse(problem, head) }
                }
            }
        };
        match entry {
            // On a listener of its own, where it is asked for.
            Entry::Resource(resource) if resource.kind() == Kind::Metrics => {
                self.refuse(Problem::NotFound, head)
            }
            Entry::Resource(resource) => {
                of(resource, respond::resource(resource, head, self.compression))
            }
            Entry::Variants(variants) => {
                let chosen = respond::variant(variants, head);
                of(chosen, respond::variants(chosen, head, self.compression))
            }
            Entry::Revisions(revisions) => {
                let chosen = respond::revision(revisions, head);
                of(chosen, respond::resource(chosen, head, self.compression))
            }
            Entry::Redirect(redirect) => {
                Answer::new(Route::Redirect, respond::redirect(redirect, head))
            }
            Entry::Gone => self.refuse(Problem::Gone, head),
            Entry::Reach(series) => {
                Answer::new(Route::Machine, respond::reach(reach::document(series)))
            }
            Entry::Health(body) => Answer::new(Route::Machine, respond::health(body)),
            Entry::Readiness(readiness) => {
                let response = if self.stopping.load(Ordering::Relaxed) {
                    respond::stopping(readiness)
                } else {
                    respond::readiness(readiness)
                };
                Answer::new(Route::Machine, response)
            }
            Entry::Unavailable(unavailable) => {
                let problem = Problem::Unavailable { retry_after: unavailable.retry_after() };
                let id = self.request_ids.next();
                let path = head.uri.path();
                log::warn!("{id}: 503 for {path}: {}", unavailable.cause());
                let response = problem.response(&id);
                Answer { id: Some(id), ..Answer::new(Route::Nothing, response) }
            }
        }
    }

    /// A fault of the client's: nobody need be woken, so the log has it at `debug`.
    fn refuse(&self, problem: Problem<'_>, head: &RequestHead) -> Answer {
        let id = self.request_ids.next();
        if log::log_enabled!(log::Level::Debug) {
            let path: String = head.uri.path().chars().take(LOGGED_CHARACTERS).collect();
            let status = problem.status().as_u16();
            log::debug!("{id}: {status} for {} {path:?}", head.method);
        }
        let response = problem.response(&id);
        Answer { id: Some(id), ..Answer::new(Route::Nothing, response) }
    }
}

fn route_of(kind: Kind) -> Route {
    match kind {
        Kind::Feed => Route::Feed,
        Kind::SessionFile => Route::SessionFile,
        Kind::Page => Route::Page,
        Kind::Json | Kind::Text | Kind::Metrics => Route::Machine,
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
        let response = panics(Method::GET).response;
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
        let body = System::new().block_on(to_bytes(response.into_body())).unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("met a defect") && !text.contains("the defect"), "{text}");
        assert!(
            matches!(panics(Method::HEAD).response.body().size(), BodySize::Sized(length) if length > 9)
        );
        let request = TestRequest::with_uri("/healthz").to_http_request();
        let next = site.guarded(request.head(), |head| site.answer(head, Client::Other));
        assert_eq!(next.response.status().as_u16(), 200, "the site goes on");
    }
}
