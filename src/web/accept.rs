//! Turns accepted sockets into HTTP connections: a place for the client, the TLS handshake, then
//! requests one by one.
//!
//! Built on actix-server and actix-http instead of `actix_web::HttpServer`, which limits concurrent
//! handshakes to 256, always offers HTTP/2, and gives actix-http the bare stream.

use std::future::{Future, Ready};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::{HttpService, Protocol, Request};
use actix_web::Error;
use actix_web::dev::{Service as _, ServiceFactory, fn_factory, fn_service};
use actix_web::rt::net::TcpStream;
use actix_web::rt::net::UnixStream;
use socket2::{SockRef, Socket};
use tokio::io::{AsyncRead, AsyncWrite};

use super::connection_limits::ConnectionLimits;
use super::pipeline::OneByOne;
use super::timeouts::Timeouts;
use super::{Response, ServerSettings};

/// Time for a connection to close after both sides have ended it.
const ENDING: Duration = Duration::from_secs(1);

/// Resolves when the server stops.
pub(super) type Stopping = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()>>> + Send + Sync>;

/// Settings for accepting connections.
#[derive(Clone)]
pub(super) struct Accept {
    pub(super) keep_alive: Duration,
    pub(super) request_timeout: Duration,
    pub(super) timeouts: Timeouts,
    pub(super) limits: ConnectionLimits,
    pub(super) stopping: Stopping,
}

impl Accept {
    pub(super) fn new(
        settings: &ServerSettings,
        timeouts: &Timeouts,
        limits: &ConnectionLimits,
        stopping: Stopping,
    ) -> Self {
        Self {
            keep_alive: settings.keep_alive,
            request_timeout: settings.request_timeout,
            timeouts: timeouts.clone(),
            limits: limits.clone(),
            stopping,
        }
    }

    /// Serves the connections of one listener on one worker. `open`: turns a socket into the stream that
    /// carries HTTP.
    pub(super) fn connections<I, T, S, O, Opening>(
        &self,
        serve: S,
        open: O,
    ) -> impl ServiceFactory<I, Config = ()> + use<I, T, S, O, Opening>
    where
        I: Incoming + 'static,
        S: Fn(Request) -> Ready<Result<Response, Error>> + Clone + 'static,
        T: AsyncRead + AsyncWrite + Unpin + 'static,
        O: Fn(I) -> Opening + Clone + 'static,
        Opening: Future<Output = io::Result<(T, Protocol)>> + 'static,
    {
        let accept = self.clone();
        fn_factory(move || {
            let stopping = Arc::clone(&accept.stopping);
            let http = HttpService::build()
                .graceful_shutdown_signal(move || stopping())
                .keep_alive(accept.keep_alive)
                .client_request_timeout(accept.request_timeout)
                .client_disconnect_timeout(ENDING)
                .on_connect_ext(|stream: &OneByOne<T>, data| {
                    if let Some(connection) = &stream.connection {
                        data.insert(Rc::clone(connection));
                    }
                })
                .finish(fn_service(serve.clone()))
                .new_service(());
            let (accept, open) = (accept.clone(), open.clone());
            async move {
                let http = Rc::new(http.await?);
                let connection = move |socket: I| {
                    let (accept, http, open) = (accept.clone(), Rc::clone(&http), open.clone());
                    async move {
                        let peer = socket.peer();
                        let Ok(_place) = accept.limits.take(peer) else {
                            log::debug!("refusing a connection: its client has reached the limit");
                            return Ok::<_, ()>(());
                        };
                        // The limits also apply to a client that never ends its handshake.
                        let connection = accept.timeouts.hold(socket.second_handle());
                        match open(socket).await {
                            Ok((stream, protocol)) => {
                                let stream = OneByOne::new(stream, protocol, connection);
                                // An error is the client's, and the connection is over.
                                let _ = http.call((stream, protocol, peer)).await;
                            }
                            Err(error) => log::debug!("handshake failed: {error}"),
                        }
                        Ok(())
                    }
                };
                Ok::<_, ()>(fn_service(connection))
            }
        })
    }
}

/// An accepted socket.
pub(super) trait Incoming {
    /// Address of the client; a Unix socket has none.
    fn peer(&self) -> Option<SocketAddr>;

    fn second_handle(&self) -> io::Result<Socket>;
}

impl Incoming for TcpStream {
    fn peer(&self) -> Option<SocketAddr> {
        self.peer_addr().ok()
    }

    fn second_handle(&self) -> io::Result<Socket> {
        SockRef::from(self).try_clone()
    }
}

impl Incoming for UnixStream {
    fn peer(&self) -> Option<SocketAddr> {
        None
    }

    fn second_handle(&self) -> io::Result<Socket> {
        SockRef::from(self).try_clone()
    }
}

/// A socket that carries plain HTTP.
pub(super) fn plain<I>(socket: I) -> Ready<io::Result<(I, Protocol)>> {
    std::future::ready(Ok((socket, Protocol::Http1)))
}
