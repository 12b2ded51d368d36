//! Starts and stops the workers, without cutting off requests.
//!
//! Listening, preparing and running are separate steps, so that tests run the production service on a
//! port the system chose.

use std::future::{Future as _, Ready, poll_fn};
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_http::Request;
use actix_web::dev::{self, ServerHandle};
use actix_web::rt::net::TcpStream;
use actix_web::rt::net::UnixStream;
use actix_web::{Error, rt};
#[cfg(any(target_os = "linux", target_os = "android"))]
use socket2::SockRef;

use super::accept::{Accept, Stopping, plain};
use super::app::{RequestHandler, Worker};
use super::connection_limits::ConnectionLimits;
use super::https_redirect::HttpsRedirect;
use super::listen::Redirecting;
use super::rate::FORGETTING;
use super::signals::{Either, Signals, first_of};
use super::supervise::{Heartbeats, Supervisor};
use super::timeouts::Timeouts;
use super::{Listeners, OnStage, Response, ServerSettings, Stage};
use crate::address::METRICS;
use crate::snapshot::Shared;

/// A server that answers once it runs.
pub struct Server {
    inner: dev::Server,
    metrics: Option<dev::Server>,
    redirect: Option<dev::Server>,
    /// Removed after everything else has ended.
    socket_files: Vec<super::listen::SocketFile>,
    site: Arc<RequestHandler>,
    supervisor: Supervisor,
    tell: OnStage,
    stop: StopHandle,
}

/// Stops a server from any thread.
#[derive(Clone, Debug)]
pub struct StopHandle {
    inner: ServerHandle,
    redirect: Option<ServerHandle>,
    stopping: Arc<AtomicBool>,
    draining: Arc<AtomicBool>,
    drain_delay: Duration,
    tell: OnStage,
}

/// Creates a server from listening sockets.
///
/// # Errors
/// When sockets are missing, or one cannot be used.
pub fn prepare(
    listeners: impl Into<Listeners>,
    shared: &Shared,
    settings: &ServerSettings,
) -> io::Result<Server> {
    let Listeners { public, unix, metrics, redirect } = listeners.into();
    if public.is_empty() && unix.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no address to listen on"));
    }
    let (stopping, draining) = (Arc::new(AtomicBool::new(false)), Arc::default());
    let limits = ConnectionLimits::new(settings);
    let site =
        Arc::new(RequestHandler::new(shared.clone(), Arc::clone(&stopping), settings, &limits));
    let timeouts = Timeouts::new(settings, Arc::clone(&draining));
    let auxiliary = AuxiliaryServers { settings, timeouts: &timeouts, limits: &limits };
    let measured = Arc::clone(&site);
    // Metrics clients do not use up the connections of calendar clients.
    let apart = AuxiliaryServers { limits: &ConnectionLimits::new(settings), ..auxiliary };
    let metrics = apart.serve(metrics, METRICS, move |request| measured.metrics(request))?;
    let redirect = match redirect {
        Some(Redirecting { listeners, public_url }) => {
            let redirect = Arc::new(HttpsRedirect::new(&public_url));
            auxiliary.serve(listeners, "", move |request| redirect.call(request))?
        }
        None => None,
    };

    let mut server = dev::Server::build()
        .workers(settings.started_workers())
        .max_concurrent_connections(settings.connections_per_worker())
        .shutdown_timeout(settings.stop_timeout.as_secs())
        // actix-server closes connections on SIGINT; `run` handles signals instead.
        .disable_signals();
    let signal = server.graceful_shutdown_signal();
    let accept = Accept::new(
        settings,
        &timeouts,
        &limits,
        stopping_by(move || {
            let signal = signal.clone();
            async move { signal.notified().await }
        }),
    );
    let (worker_site, worker_settings) = (Arc::clone(&site), settings.clone());
    let heartbeats = Arc::new(Heartbeats::default());
    let supervisor = Supervisor {
        shared: shared.clone(),
        heartbeats: Arc::clone(&heartbeats),
        watchdog: settings.watchdog,
        tell: settings.tell.clone(),
    };
    let serve = move || {
        if let Some(watchdog) = worker_settings.watchdog {
            heartbeats.begin(watchdog);
        }
        let worker = Rc::new(Worker::new(Arc::clone(&worker_site), &worker_settings));
        move |request: Request| worker.call(request)
    };
    for listener in public {
        expect_progress(&listener, settings)?;
        let address = listener.local_addr()?;
        let (accept, serve) = (accept.clone(), serve.clone());
        server = if let Some(tls) = &settings.tls {
            log::info!("listening on https://{address}");
            let handshakes = tls.handshakes(settings.http2, settings.request_timeout);
            let handshakes = handshakes.map_err(io::Error::other)?;
            let connections = move || {
                let handshakes = Rc::new(handshakes.clone());
                accept.connections(serve(), move |socket| {
                    let handshakes = Rc::clone(&handshakes);
                    async move { handshakes.shake(socket).await }
                })
            };
            server.listen(address.to_string(), listener, connections)?
        } else {
            log::info!("listening on http://{address}");
            let connections = move || accept.connections(serve(), plain::<TcpStream>);
            server.listen(address.to_string(), listener, connections)?
        };
    }
    let mut socket_files = Vec::new();
    for socket in unix {
        log::info!("listening on {socket}");
        let (accept, serve) = (accept.clone(), serve.clone());
        let name = socket.to_string();
        let connections = move || accept.connections(serve(), plain::<UnixStream>);
        server = server.listen_uds(name, socket.listener, connections)?;
        socket_files.extend(socket.file);
    }
    let inner = server.run();
    let stop = StopHandle {
        inner: inner.handle(),
        redirect: redirect.as_ref().map(dev::Server::handle),
        stopping,
        draining,
        drain_delay: settings.drain_delay,
        tell: settings.tell.clone(),
    };
    Ok(Server {
        inner,
        metrics,
        redirect,
        socket_files,
        site,
        supervisor,
        tell: settings.tell.clone(),
        stop,
    })
}

/// Settings of the listeners that do not serve calendars: plain HTTP, one worker each.
#[derive(Clone, Copy)]
struct AuxiliaryServers<'a> {
    settings: &'a ServerSettings,
    timeouts: &'a Timeouts,
    limits: &'a ConnectionLimits,
}

fn stopping_by<F: Future<Output = ()> + 'static>(
    signal: impl Fn() -> F + Send + Sync + 'static,
) -> Stopping {
    Arc::new(move || Box::pin(signal()))
}

impl AuxiliaryServers<'_> {
    fn serve(
        &self,
        listeners: Vec<TcpListener>,
        path: &str,
        service: impl Fn(Request) -> Ready<Result<Response, Error>> + Clone + Send + 'static,
    ) -> io::Result<Option<dev::Server>> {
        if listeners.is_empty() {
            return Ok(None);
        }
        let mut server = dev::Server::build()
            .workers(1)
            .max_concurrent_connections(self.settings.connections_per_worker())
            .shutdown_timeout(self.settings.stop_timeout.as_secs())
            .disable_signals();
        let signal = server.graceful_shutdown_signal();
        let stopping = stopping_by(move || {
            let signal = signal.clone();
            async move { signal.notified().await }
        });
        let accept = Accept::new(self.settings, self.timeouts, self.limits, stopping);
        for listener in listeners {
            expect_progress(&listener, self.settings)?;
            let address = listener.local_addr()?;
            log::info!("listening on http://{address}{path}");
            let (accept, service) = (accept.clone(), service.clone());
            let connections = move || accept.connections(service.clone(), plain::<TcpStream>);
            server = server.listen(address.to_string(), listener, connections)?;
        }
        Ok(Some(server.run()))
    }
}

/// Makes the system end connections without progress, or with a vanished client, after the write timeout
/// (RFC 5482 §3). On Linux connections inherit it from their listener.
fn expect_progress(listener: &TcpListener, settings: &ServerSettings) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    SockRef::from(listener).set_tcp_user_timeout(Some(settings.write_timeout))?;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = (listener, settings);
    Ok(())
}

impl Server {
    /// Returns a handle that stops this server.
    #[must_use]
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// Serves until the handle stops it. Must be awaited inside actix-web's runtime.
    ///
    /// # Errors
    /// When the workers cannot be started.
    pub async fn run(self) -> io::Result<()> {
        self.run_and_announce(|| {}).await
    }

    async fn run_and_announce(self, announce: impl FnOnce()) -> io::Result<()> {
        let others: Vec<ServerHandle> = [self.metrics, self.redirect]
            .into_iter()
            .flatten()
            .map(|server| {
                let handle = server.handle();
                rt::spawn(server);
                handle
            })
            .collect();
        let site = self.site;
        let forgetting = rt::spawn(async move {
            loop {
                rt::time::sleep(FORGETTING).await;
                site.forget();
            }
        });
        let supervising = rt::spawn(self.supervisor.run());
        let mut announce = Some(announce);
        let mut serving = pin!(self.inner);
        let ended = poll_fn(|context| {
            let ended = serving.as_mut().poll(context);
            // The first poll starts the workers.
            if ended.is_pending()
                && let Some(announce) = announce.take()
            {
                self.tell.call(Stage::Ready);
                announce();
            }
            ended
        })
        .await;
        forgetting.abort();
        supervising.abort();
        for handle in others {
            handle.stop(false).await;
        }
        drop(self.socket_files);
        ended?;
        log::info!("stopped");
        Ok(())
    }
}

impl StopHandle {
    /// Answers 503 on `/readyz` for the drain delay, then refuses connections. Returns when running requests
    /// are answered or the stop timeout has passed. Must be awaited inside actix-web's runtime.
    pub async fn stop(&self) {
        self.begin();
        if !self.drain_delay.is_zero() {
            rt::time::sleep(self.drain_delay).await;
        }
        self.draining.store(true, Ordering::Relaxed);
        let redirect = self.redirect.as_ref().map(|redirect| redirect.stop(true));
        self.inner.stop(true).await;
        if let Some(redirect) = redirect {
            redirect.await;
        }
    }

    /// Reports the stop, once.
    fn begin(&self) {
        if !self.stopping.swap(true, Ordering::Relaxed) {
            self.tell.call(Stage::Stopping);
        }
    }

    /// Closes all connections; does not wait.
    pub fn abort(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        // The call sends the command; only its completion is awaited.
        drop(self.inner.stop(false));
    }
}

/// Serves until SIGTERM or SIGINT, then stops like [`StopHandle::stop`]; a second signal ends it at
/// once. Calls `announce` when the workers answer and the log has the addresses. Must be awaited inside
/// actix-web's runtime.
///
/// # Errors
/// When a socket cannot be used, or the workers or signal handlers cannot be started.
pub async fn run(
    listeners: impl Into<Listeners>,
    shared: &Shared,
    settings: &ServerSettings,
    announce: impl FnOnce(),
) -> io::Result<()> {
    let mut signals = Signals::new()?;
    let server = prepare(listeners, shared, settings)?;
    let stop = server.stop_handle();
    let mut serving = pin!(server.run_and_announce(announce));
    match first_of(serving.as_mut(), pin!(signals.next())).await {
        Either::First(result) => return result,
        Either::Second(name) => {
            // First, since the log may be what hangs.
            stop.begin();
            log::info!("stopping on {name}");
        }
    }
    rt::spawn(async move { stop.stop().await });
    match first_of(serving, pin!(signals.next())).await {
        Either::First(result) => result,
        Either::Second(name) => {
            // Dropping the server closes the remaining connections.
            log::warn!("closing running requests on a second signal, {name}");
            Ok(())
        }
    }
}

/// [`run`] for callers without a runtime: blocks the thread until the service has stopped.
///
/// # Errors
/// As [`run`].
pub fn serve(
    listeners: impl Into<Listeners>,
    shared: &Shared,
    settings: &ServerSettings,
    announce: impl FnOnce(),
) -> io::Result<()> {
    rt::System::new().block_on(run(listeners, shared, settings, announce))
}
