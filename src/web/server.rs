//! Workers on sockets that listen, signals, and stopping without cutting anybody off.
//!
//! Listening, preparing and running are separate steps, so that tests run the production service
//! on a port the system chose.

use std::future::{Future as _, Ready, poll_fn};
use std::io;
use std::net::TcpListener;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_http::Request;
use actix_web::dev::{self, ServerHandle, fn_service};
use actix_web::{Error, HttpServer, rt};
#[cfg(any(target_os = "linux", target_os = "android"))]
use socket2::SockRef;

use super::app::{Site, Worker};
use super::connections::Patience;
use super::listen::Redirecting;
use super::rate::FORGETTING;
use super::redirecting::Onward;
use super::signals::{Ended, Signals, first_of};
use super::supervise::{Heartbeats, Supervisor};
use super::{Listeners, Response, ServerSettings, Stage};
use crate::snapshot::Shared;

/// A server that answers as soon as it is run.
pub struct Server {
    inner: dev::Server,
    metrics: Option<dev::Server>,
    redirect: Option<dev::Server>,
    /// Removed when everything else has ended.
    #[cfg(unix)]
    socket_files: Vec<super::listen::SocketFile>,
    site: Arc<Site>,
    supervisor: Supervisor,
    tell: fn(Stage),
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
    tell: fn(Stage),
}

/// Makes a server out of sockets that listen already.
///
/// # Errors
/// When there is no socket, or one cannot be used.
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
    let site = Arc::new(Site::new(shared.clone(), Arc::clone(&stopping), settings));
    let patience = Patience::new(settings, Arc::clone(&draining));
    let aside = Aside { settings, patience: &patience };
    let measured = Arc::clone(&site);
    let metrics = aside.serve(metrics, "/metrics", move |request| measured.measure(request))?;
    let redirect = match redirect {
        Some(Redirecting { listeners, public_url }) => {
            let onward = Arc::new(Onward::new(&public_url));
            aside.serve(listeners, "", move |request| onward.call(request))?
        }
        None => None,
    };

    let (worker_site, worker_settings) = (Arc::clone(&site), settings.clone());
    let heartbeats = Arc::new(Heartbeats::default());
    let supervisor = Supervisor {
        shared: shared.clone(),
        heartbeats: Arc::clone(&heartbeats),
        watchdog: settings.watchdog,
        tell: settings.tell,
    };
    let mut server = HttpServer::new(move || {
        if let Some(watchdog) = worker_settings.watchdog {
            heartbeats.begin(watchdog);
        }
        let worker = Rc::new(Worker::new(Arc::clone(&worker_site), &worker_settings));
        fn_service(move |request: Request| worker.call(request))
    })
    .workers(settings.started_workers())
    .max_connections(settings.connections_per_worker())
    .keep_alive(settings.keep_alive)
    .client_request_timeout(settings.request_timeout)
    .tls_handshake_timeout(settings.request_timeout)
    .shutdown_timeout(settings.stop_timeout.as_secs())
    .on_connect(move |connection, data| patience.hold(connection, data))
    // actix-server cuts connections off on SIGINT; `run` listens to signals instead.
    .disable_signals();
    for listener in public {
        expect_progress(&listener, settings)?;
        let address = listener.local_addr()?;
        server = if let Some(tls) = &settings.tls {
            log::info!("listening on https://{address}");
            server.listen_rustls_0_23(listener, tls.config().map_err(io::Error::other)?)?
        } else {
            log::info!("listening on http://{address}");
            server.listen(listener)?
        };
    }
    #[cfg(unix)]
    let mut socket_files = Vec::new();
    #[cfg(unix)]
    for socket in unix {
        log::info!("listening on {socket}");
        server = server.listen_uds(socket.listener)?;
        socket_files.extend(socket.file);
    }
    let inner = server.run();
    let stop = StopHandle {
        inner: inner.handle(),
        redirect: redirect.as_ref().map(dev::Server::handle),
        stopping,
        draining,
        drain_delay: settings.drain_delay,
        tell: settings.tell,
    };
    Ok(Server {
        inner,
        metrics,
        redirect,
        #[cfg(unix)]
        socket_files,
        site,
        supervisor,
        tell: settings.tell,
        stop,
    })
}

/// How the listeners are served that are not for calendars: plainly, by one worker each.
struct Aside<'a> {
    settings: &'a ServerSettings,
    patience: &'a Patience,
}

impl Aside<'_> {
    fn serve(
        &self,
        listeners: Vec<TcpListener>,
        path: &str,
        service: impl Fn(Request) -> Ready<Result<Response, Error>> + Clone + Send + 'static,
    ) -> io::Result<Option<dev::Server>> {
        if listeners.is_empty() {
            return Ok(None);
        }
        let patience = self.patience.clone();
        let mut server = HttpServer::new(move || fn_service(service.clone()))
            .workers(1)
            .max_connections(self.settings.connections_per_worker())
            .keep_alive(self.settings.keep_alive)
            .client_request_timeout(self.settings.request_timeout)
            .shutdown_timeout(self.settings.stop_timeout.as_secs())
            .on_connect(move |connection, data| patience.hold(connection, data))
            .disable_signals();
        for listener in listeners {
            expect_progress(&listener, self.settings)?;
            log::info!("listening on http://{}{path}", listener.local_addr()?);
            server = server.listen(listener)?;
        }
        Ok(Some(server.run()))
    }
}

/// Has the system end connections whose client takes nothing, or is gone without a word, after the
/// write timeout (RFC 5482 §3). Linux lets connections inherit it from their listener.
fn expect_progress(listener: &TcpListener, settings: &ServerSettings) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    SockRef::from(listener).set_tcp_user_timeout(Some(settings.write_timeout))?;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let _ = (listener, settings);
    Ok(())
}

impl Server {
    /// A handle that stops this server.
    #[must_use]
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// Serves until the handle stops it. Must be awaited inside actix-web's runtime.
    ///
    /// # Errors
    /// When the workers cannot be started.
    pub async fn run(self) -> io::Result<()> {
        let beside: Vec<ServerHandle> = [self.metrics, self.redirect]
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
        let mut ready = false;
        let mut serving = pin!(self.inner);
        let ended = poll_fn(|context| {
            let ended = serving.as_mut().poll(context);
            // The workers are started by the first look.
            if ended.is_pending() && !std::mem::replace(&mut ready, true) {
                (self.tell)(Stage::Ready);
            }
            ended
        })
        .await;
        forgetting.abort();
        supervising.abort();
        for handle in beside {
            handle.stop(false).await;
        }
        #[cfg(unix)]
        drop(self.socket_files);
        ended?;
        log::info!("stopped");
        Ok(())
    }
}

impl StopHandle {
    /// Says 503 on `/readyz` for the drain delay, then refuses connections, and returns when the
    /// requests under way are answered or the stop timeout has passed. Must be awaited inside
    /// actix-web's runtime.
    pub async fn stop(&self) {
        (self.tell)(Stage::Stopping);
        self.stopping.store(true, Ordering::Relaxed);
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

    /// Cuts all connections off; does not wait.
    pub fn abort(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        // The command is sent by the call; only its completion is awaited.
        drop(self.inner.stop(false));
    }
}

/// Serves until SIGTERM or SIGINT, then stops as [`StopHandle::stop`] does; a second signal ends
/// it at once. Calls `announce` when everything listens and the log says so. Must be awaited inside
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
    announce();
    let stop = server.stop_handle();
    let mut serving = pin!(server.run());
    match first_of(serving.as_mut(), pin!(signals.next())).await {
        Ended::First(result) => return result,
        Ended::Second(name) => log::info!("stopping on {name}"),
    }
    rt::spawn(async move { stop.stop().await });
    match first_of(serving, pin!(signals.next())).await {
        Ended::First(result) => result,
        Ended::Second(name) => {
            // Leaving drops the server, which cuts the remaining connections off.
            log::warn!("cutting off what is under way on a second signal, {name}");
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
