//! Handles requests: limits, method, path, entry, response.
//!
//! One service without actix-web's routes, extractors and middleware: the snapshot is the routing table.

use std::future::{Ready, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_http::{Method, Request, RequestHead};
use actix_web::Error;

use super::access::AccessLogger;
use super::address::{self, AddressLookup, Slashed};
use super::client::{ClientKind, UserAgentCache};
use super::connection_limits::ConnectionLimits;
use super::limits::RequestLimits;
use super::metrics::Metrics;
use super::problem::{Problem, RequestIds};
use super::representation::Compression;
use super::request_counters::{AnsweredRequest, RequestCounters, Route, WorkerCounters};
use super::timeouts;
use super::{Response, ServerSettings, private, reach, respond, selection};
use crate::address::METRICS;
use crate::clock;
use crate::snapshot::{Entry, Kind, LastModified, ReadinessStatus, Resource, Shared};

/// State shared by all workers.
#[derive(Debug)]
pub(super) struct RequestHandler {
    shared: Shared,
    stopping: Arc<AtomicBool>,
    request_ids: RequestIds,
    compression: Compression,
    counters: Arc<WorkerCounters>,
    metrics: Metrics,
    limits: RequestLimits,
}

/// One worker: the shared state, and the state that only this worker writes.
#[derive(Debug)]
pub(super) struct Worker {
    site: Arc<RequestHandler>,
    counters: Arc<RequestCounters>,
    logger: AccessLogger,
    user_agents: UserAgentCache,
}

/// A response, and the values to count and log.
struct CountedResponse {
    response: Response,
    route: Route,
    /// Length of the body without content coding and preconditions, in bytes; 0 if nothing could be saved.
    full: u64,
    /// Last modification of the resource, in Unix seconds.
    last_modified: Option<u64>,
    /// The request id, if the response contains it.
    id: Option<String>,
}

impl CountedResponse {
    fn new(route: Route, response: Response) -> Self {
        Self { response, route, full: 0, last_modified: None, id: None }
    }
}

impl Worker {
    pub(super) fn new(site: Arc<RequestHandler>, settings: &ServerSettings) -> Self {
        let counters = site.counters.open();
        Self {
            site,
            counters,
            logger: AccessLogger::new(settings.access_log),
            user_agents: UserAgentCache::none(),
        }
    }

    /// Handles a request of actix-web; never waits.
    #[expect(clippy::needless_pass_by_value, reason = "the signature of services")]
    pub(super) fn call(&self, request: Request) -> Ready<Result<Response, Error>> {
        let head = request.head();
        let started = self.logger.wants_next().then(clock::instant);
        let client = self.user_agents.client(&head.headers);
        let answer = self.site.guarded(head, |head| self.site.answer(head, client));
        let mut response = answer.response;
        if let Some(at) = answer.last_modified {
            respond::modified_by_now(at, response.headers_mut());
        }
        let is_head = head.method == Method::HEAD;
        let answered = AnsweredRequest {
            route: answer.route,
            status: response.status().as_u16(),
            client,
            sent: if is_head { 0 } else { response.body().len() },
            full: if is_head { 0 } else { answer.full },
        };
        self.counters.note(answered);
        timeouts::note(request.conn_data(), answered.sent);
        if let Some(started) = started {
            let id = answer.id.unwrap_or_else(|| self.site.request_ids.next());
            self.logger.log(head, answered, started.elapsed(), &id);
        }
        ready(Ok(response))
    }
}

impl RequestHandler {
    pub(super) fn new(
        shared: Shared,
        stopping: Arc<AtomicBool>,
        settings: &ServerSettings,
        connections: &ConnectionLimits,
    ) -> Self {
        let request_ids = RequestIds::new(settings.run_id);
        let counters = Arc::<WorkerCounters>::default();
        let metrics = Metrics::new(shared.clone(), Arc::clone(&counters), connections.clone());
        let (compression, limits) = (settings.compression, RequestLimits::new(settings));
        Self { shared, stopping, request_ids, compression, counters, metrics, limits }
    }

    /// Handles a request of the metrics listener, which has no other address.
    #[expect(clippy::needless_pass_by_value, reason = "the signature of services")]
    pub(super) fn metrics(&self, request: Request) -> Ready<Result<Response, Error>> {
        let head = request.head();
        let answer = self.guarded(head, |head| match head.method {
            Method::GET | Method::HEAD if head.uri.path() == METRICS => {
                CountedResponse::new(Route::Machine, respond::metrics(self.metrics.text()))
            }
            Method::GET | Method::HEAD => self.refuse(Problem::NotFound, head),
            _ => self.refuse(Problem::MethodNotAllowed, head),
        });
        ready(Ok(answer.response))
    }

    /// Calls `answer`, and responds with 500 if it panics: a bug costs one request, not the connection or
    /// the worker. Everything borrowed is only read, so nothing is left half done.
    fn guarded(
        &self,
        head: &RequestHead,
        answer: impl FnOnce(&RequestHead) -> CountedResponse,
    ) -> CountedResponse {
        let mut answer = catch_unwind(AssertUnwindSafe(|| answer(head))).unwrap_or_else(|cause| {
            let cause = cause
                .downcast_ref::<&str>()
                .copied()
                .or_else(|| cause.downcast_ref::<String>().map(String::as_str));
            let id = self.request_ids.next();
            let path = private::loggable(head.uri.path());
            let cause = cause.unwrap_or("a panic without a message");
            log::error!("{id}: 500 for {} {path:?}: {cause}", head.method);
            let response = Problem::Defect.response(&id);
            CountedResponse { id: Some(id), ..CountedResponse::new(Route::Nothing, response) }
        });
        if head.method == Method::HEAD {
            answer.response = answer.response.map_body(|_, body| body.without_bytes());
        }
        answer
    }

    /// The response to a request without a connection; not counted.
    pub(super) fn plain(&self, head: &RequestHead) -> Response {
        self.guarded(head, |head| self.answer(head, ClientKind::Other)).response
    }

    /// Drops rate limits that have recovered.
    pub(super) fn forget(&self) {
        if let Some(rates) = &self.limits.rates {
            rates.forget();
        }
    }

    fn answer(&self, head: &RequestHead, client: ClientKind) -> CountedResponse {
        if let Err(problem) = self.limits.check(head) {
            return self.refuse(problem, head);
        }
        match head.method {
            Method::GET | Method::HEAD => self.read(head, client),
            _ => self.refuse(Problem::MethodNotAllowed, head),
        }
    }

    fn read(&self, head: &RequestHead, client: ClientKind) -> CountedResponse {
        let snapshot = self.shared.load();
        match address::find(&snapshot, head.uri.path()) {
            AddressLookup::Entry(entry) => self.give(&entry, head, client),
            AddressLookup::Private(entry) => {
                let mut answer = self.give(&entry, head, client);
                private::mark(answer.response.headers_mut());
                answer
            }
            AddressLookup::Slashed(slashed) => self.without_slash(&slashed, head, client),
            AddressLookup::Nothing => self.refuse(Problem::NotFound, head),
            AddressLookup::Malformed => self.refuse(Problem::MalformedAddress, head),
        }
    }

    /// One redirect from an address with a final slash to the page (rule `renamed-answers-308`).
    fn without_slash(
        &self,
        slashed: &Slashed<'_>,
        head: &RequestHead,
        client: ClientKind,
    ) -> CountedResponse {
        let mut answer = match slashed.to() {
            Some(redirect) => {
                CountedResponse::new(Route::Redirect, respond::redirect(&redirect, head))
            }
            // Gone or unavailable, as without the slash.
            None => self.give(&slashed.entry, head, client),
        };
        if slashed.is_private {
            private::mark(answer.response.headers_mut());
        }
        answer
    }

    /// Responds with an entry, in the form, language and encoding of the request.
    fn give(&self, entry: &Entry, head: &RequestHead, client: ClientKind) -> CountedResponse {
        if let Some(response) = selection::redirect(entry, head) {
            return CountedResponse::new(Route::Redirect, response);
        }
        let of = |resource: &Resource, response: Result<Response, Problem<'static>>| match response
        {
            Ok(response) => {
                reach::note(resource, head, client);
                CountedResponse {
                    full: resource.body().len() as u64,
                    last_modified: resource.last_modified().map(LastModified::unix_seconds),
                    ..CountedResponse::new(route_of(resource.kind()), response)
                }
            }
            Err(problem) => {
                CountedResponse { route: route_of(resource.kind()), ..self.refuse(problem, head) }
            }
        };
        match entry {
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
            Entry::Languages(languages) => {
                let mut answer = self.give(respond::language(languages, head), head, client);
                respond::varies_by_language(&mut answer.response);
                answer
            }
            Entry::Redirect(redirect) => {
                CountedResponse::new(Route::Redirect, respond::redirect(redirect, head))
            }
            Entry::Gone => self.refuse(Problem::Gone, head),
            Entry::Reach(series) => {
                CountedResponse::new(Route::Machine, respond::reach(reach::document(series)))
            }
            Entry::Health(body) => CountedResponse::new(Route::Machine, respond::health(body)),
            Entry::Readiness(readiness) => {
                let passes = self.shared.progress().pass_state(clock::instant());
                let status = if self.stopping.load(Ordering::Relaxed) {
                    ReadinessStatus::Stopping
                } else {
                    readiness.status_now(passes.as_ref())
                };
                let document = readiness.document(status, passes.as_ref());
                CountedResponse::new(Route::Machine, respond::readiness(status, &document))
            }
            Entry::Unavailable(unavailable) => {
                let problem = Problem::Unavailable { retry_after: unavailable.retry_after() };
                let id = self.request_ids.next();
                let path = private::loggable(head.uri.path());
                log::warn!("{id}: 503 for {path:?}: {}", unavailable.cause());
                let response = self.problem_page(problem.response(&id), problem, head);
                CountedResponse { id: Some(id), ..CountedResponse::new(Route::Nothing, response) }
            }
        }
    }

    /// Responds with a client error, which is logged at `debug` only.
    fn refuse(&self, problem: Problem<'_>, head: &RequestHead) -> CountedResponse {
        let id = self.request_ids.next();
        if log::log_enabled!(log::Level::Debug) {
            let path = private::loggable(head.uri.path());
            let status = problem.status().as_u16();
            log::debug!("{id}: {status} for {} {path:?}", head.method);
        }
        let response = self.problem_page(problem.response(&id), problem, head);
        CountedResponse { id: Some(id), ..CountedResponse::new(Route::Nothing, response) }
    }

    fn problem_page(
        &self,
        response: Response,
        problem: Problem<'_>,
        head: &RequestHead,
    ) -> Response {
        respond::problem_page(response, problem, self.shared.load().error_pages(), head)
    }
}

fn route_of(kind: Kind) -> Route {
    match kind {
        Kind::Feed => Route::Feed,
        Kind::SessionFile => Route::SessionFile,
        Kind::Page | Kind::Drawing | Kind::Picture | Kind::Mail => Route::Page,
        Kind::News | Kind::Json | Kind::Text => Route::Machine,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::rt::System;

    use super::super::body::Body;

    use super::*;

    #[test]
    fn a_panic_is_answered_with_500_and_costs_one_request() {
        let settings = ServerSettings::default();
        let connections = ConnectionLimits::new(&settings);
        let site = RequestHandler::new(Shared::default(), Arc::default(), &settings, &connections);
        let panics = |method: Method| {
            let mut head = RequestHead::default();
            head.method = method;
            site.guarded(&head, |_| panic!("the bug"))
        };
        let response = panics(Method::GET).response;
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
        let body = System::new().block_on(to_bytes(response.into_body())).unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("Internal error") && !text.contains("the bug"), "{text}");
        let of_head = panics(Method::HEAD).response;
        assert!(matches!(of_head.body(), Body::Length(length) if *length > 9));
        let mut head = RequestHead::default();
        head.uri = "/healthz".parse().unwrap();
        let next = site.guarded(&head, |head| site.answer(head, ClientKind::Other));
        assert_eq!(next.response.status().as_u16(), 200, "the site goes on");
    }
}
