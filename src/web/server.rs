//! Sockets, workers, signals, and stopping without cutting anybody off.
//!
//! Listening, preparing and running are separate steps, so that tests run the production service
//! on a port the system chose.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::num::NonZeroUsize;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::available_parallelism;
use std::time::Duration;

use actix_http::Request;
use actix_web::dev::{self, ServerHandle, fn_service};
use actix_web::{HttpServer, rt};

use super::app::{Site, Worker};
use super::signals::{Ended, Signals, first_of};
use super::{AccessLog, Compression};
use socket2::{Domain, Socket, Type};

use crate::snapshot::Shared;

/// More workers than this actix-server does not start.
const MAX_WORKERS: usize = 512;

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Threads that answer; one per core by default, 512 at most.
    pub workers: NonZeroUsize,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long a client may take to send the head of its first request.
    pub request_timeout: Duration,
    /// How long `/readyz` says 503 before connections are refused, for a load balancer to notice.
    pub drain_delay: Duration,
    /// How long requests under way may take when the service stops, in whole seconds.
    pub stop_timeout: Duration,
    /// Tells request ids of this run from those of the run before, such as the starting second.
    pub run_id: u64,
    /// Whether bodies are sent compressed.
    pub compression: Compression,
    /// Whether requests are logged.
    pub access_log: AccessLog,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            workers: available_parallelism().unwrap_or(NonZeroUsize::MIN),
            keep_alive: Duration::from_secs(15),
            request_timeout: Duration::from_secs(5),
            drain_delay: Duration::ZERO,
            stop_timeout: Duration::from_secs(30),
            run_id: 0,
            compression: Compression::Ahead,
            access_log: AccessLog::Off,
        }
    }
}

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on `{address}`")]
pub struct ListenError {
    address: String,
    source: io::Error,
}

/// Connections that may wait until they are accepted: a mail to many people is followed by many at
/// once. The system may allow fewer (`net.core.somaxconn`).
const BACKLOG: i32 = 4096;

/// Listens on `host:port`; port 0 lets the system choose.
///
/// # Errors
/// When the address is none, is taken, or may not be used.
pub fn listen(address: &str) -> Result<TcpListener, ListenError> {
    let failed = |source| ListenError { address: address.to_owned(), source };
    let mut last = None;
    for address in address.to_socket_addrs().map_err(failed)? {
        match listen_on(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(failed(last.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into())))
}

fn listen_on(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // A service that is started again may listen where connections of the last one still end.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Sockets that listen already.
#[derive(Debug)]
pub struct Listeners {
    /// For everyone; at least one.
    pub public: Vec<TcpListener>,
    /// For `/metrics` and nothing else.
    pub metrics: Vec<TcpListener>,
}

impl From<Vec<TcpListener>> for Listeners {
    /// Measurements are served nowhere.
    fn from(public: Vec<TcpListener>) -> Self {
        Self { public, metrics: Vec::new() }
    }
}

/// A server that answers as soon as it is run.
pub struct Server {
    inner: dev::Server,
    metrics: Option<dev::Server>,
    stop: StopHandle,
}

/// Stops a server from any thread.
#[derive(Clone, Debug)]
pub struct StopHandle {
    inner: ServerHandle,
    stopping: Arc<AtomicBool>,
    drain_delay: Duration,
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
    let listeners = listeners.into();
    if listeners.public.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no address to listen on"));
    }
    let stopping = Arc::new(AtomicBool::new(false));
    let site = Arc::new(Site::new(shared.clone(), Arc::clone(&stopping), settings));
    let metrics = measuring(&site, listeners.metrics)?;
    let worker_settings = settings.clone();
    let mut server = HttpServer::new(move || {
        let worker = Rc::new(Worker::new(Arc::clone(&site), &worker_settings));
        fn_service(move |request: Request| worker.call(request))
    })
    .workers(settings.workers.get().min(MAX_WORKERS))
    .keep_alive(settings.keep_alive)
    .client_request_timeout(settings.request_timeout)
    .shutdown_timeout(settings.stop_timeout.as_secs())
    // actix-server cuts connections off on SIGINT; `run` listens to signals instead.
    .disable_signals();
    for listener in listeners.public {
        log::info!("listening on http://{}", listener.local_addr()?);
        server = server.listen(listener)?;
    }
    let inner = server.run();
    let stop = StopHandle { inner: inner.handle(), stopping, drain_delay: settings.drain_delay };
    Ok(Server { inner, metrics, stop })
}

/// The server for measurements; it stops with the other one.
fn measuring(site: &Arc<Site>, listeners: Vec<TcpListener>) -> io::Result<Option<dev::Server>> {
    if listeners.is_empty() {
        return Ok(None);
    }
    let site = Arc::clone(site);
    let mut server = HttpServer::new(move || {
        let site = Arc::clone(&site);
        fn_service(move |request: Request| site.measure(request))
    })
    .workers(1)
    .disable_signals();
    for listener in listeners {
        log::info!("measurements on http://{}/metrics", listener.local_addr()?);
        server = server.listen(listener)?;
    }
    Ok(Some(server.run()))
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
        let metrics = self.metrics.map(|server| (server.handle(), rt::spawn(server)));
        let ended = self.inner.await;
        if let Some((handle, _)) = metrics {
            handle.stop(false).await;
        }
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
        self.stopping.store(true, Ordering::Relaxed);
        if !self.drain_delay.is_zero() {
            rt::time::sleep(self.drain_delay).await;
        }
        self.inner.stop(true).await;
    }

    /// Cuts all connections off; does not wait.
    pub fn abort(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        // The command is sent by the call; only its completion is awaited.
        drop(self.inner.stop(false));
    }
}

/// Serves until SIGTERM or SIGINT, then stops as [`StopHandle::stop`] does; a second signal ends
/// it at once. Must be awaited inside actix-web's runtime.
///
/// # Errors
/// When a socket cannot be used, or the workers or signal handlers cannot be started.
pub async fn run(
    listeners: impl Into<Listeners>,
    shared: &Shared,
    settings: &ServerSettings,
) -> io::Result<()> {
    let mut signals = Signals::new()?;
    let server = prepare(listeners, shared, settings)?;
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
) -> io::Result<()> {
    rt::System::new().block_on(run(listeners, shared, settings))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn many_connections_wait_until_they_are_accepted() {
        let allowed = fs::read_to_string("/proc/sys/net/core/somaxconn").ok();
        let allowed = allowed.and_then(|text| text.trim().parse().ok()).unwrap_or(128);
        // More than the 128 of the standard library, where the system lets us.
        let waiting = 400.min(allowed);
        let listener = listen("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(500));
        let connected: Vec<_> = (0..waiting).map(connect).take_while(Result::is_ok).collect();
        assert_eq!(connected.len(), waiting);
    }

    #[test]
    fn an_address_that_is_taken_or_none_is_named() {
        let taken = listen("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let first = listen(&taken).unwrap();
        for address in [taken.as_str(), "nonsense", "203.0.113.1:1"] {
            let error = listen(address).unwrap_err().to_string();
            assert_eq!(error, format!("cannot listen on `{address}`"));
        }
        drop(first);
    }
}
