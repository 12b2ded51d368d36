//! Connection timeouts: closes connections that take too long.
//!
//! actix-http limits the head of a connection's first request and the idle time between HTTP/1.1
//! requests. It does not limit later heads, the body of a GET, a client that reads a response byte by
//! byte, or anything in HTTP/2. So this module keeps a second handle of each connection and shuts it
//! down from outside. That costs a descriptor per connection, and a check of all of them per second.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::rt;
use socket2::Socket;

use super::ServerSettings;
use crate::clock;

/// Slower clients are disconnected: 1 KiB per second, a third of GPRS.
const SLOWEST_BYTES_PER_SECOND: u64 = 1024;

/// How long a connection without a request may remain once the service stops accepting. actix-http
/// closes HTTP/1.1 connections at once; HTTP/2 would remain until the stop timeout.
const DRAINING: Duration = Duration::from_secs(1);

/// Timeouts of connections.
#[derive(Clone, Debug)]
pub(super) struct Timeouts {
    /// From one request to the next, in addition to the time for the response.
    idle: Duration,
    draining: Arc<AtomicBool>,
}

/// One open connection.
#[derive(Debug)]
pub(super) struct OpenConnection {
    socket: Socket,
    /// Bytes of the largest response since the last check; `None` without a request.
    asked: Cell<Option<u64>>,
    /// Time of the last check that saw a request, and the size of its response.
    last: Cell<(Instant, u64)>,
}

/// The connections of one worker.
#[derive(Default)]
struct WorkerConnections {
    connections: Vec<Weak<OpenConnection>>,
    watched: bool,
}

thread_local! {
    /// Workers are threads and share no connection.
    static OPEN: RefCell<WorkerConnections> = RefCell::default();
}

impl Timeouts {
    pub(super) fn new(settings: &ServerSettings, draining: Arc<AtomicBool>) -> Self {
        let idle = settings.keep_alive + settings.request_timeout + settings.write_timeout;
        Self { idle, draining }
    }

    /// Watches a connection through a second handle; called on its worker's thread.
    pub(super) fn hold(&self, handle: io::Result<Socket>) -> Option<Rc<OpenConnection>> {
        let socket = handle
            .inspect_err(|error| log::debug!("a connection has no timeouts: {error}"))
            .ok()?;
        let last = Cell::new((clock::instant(), 0));
        let connection = Rc::new(OpenConnection { socket, asked: Cell::default(), last });
        let first = OPEN.with_borrow_mut(|open| {
            open.connections.push(Rc::downgrade(&connection));
            !std::mem::replace(&mut open.watched, true)
        });
        if first {
            let timeouts = self.clone();
            rt::spawn(async move {
                let pause = (timeouts.idle / 4).clamp(Duration::from_millis(50), DRAINING);
                loop {
                    rt::time::sleep(pause).await;
                    if OPEN.with_borrow_mut(|open| timeouts.look(open)) {
                        break;
                    }
                }
            });
        }
        Some(connection)
    }

    /// Disconnects clients that took too long; returns whether no connection is left.
    fn look(&self, open: &mut WorkerConnections) -> bool {
        let now = clock::instant();
        let idle = if self.draining.load(Ordering::Relaxed) { DRAINING } else { self.idle };
        open.connections.retain(|connection| {
            let Some(connection) = connection.upgrade() else { return false };
            if let Some(bytes) = connection.asked.take() {
                connection.last.set((now, bytes));
            }
            let (since, bytes) = connection.last.get();
            let allowed = idle + Duration::from_secs(bytes / SLOWEST_BYTES_PER_SECOND);
            let kept = now.duration_since(since) <= allowed;
            if !kept {
                connection.cut();
            }
            kept
        });
        open.watched = !open.connections.is_empty();
        !open.watched
    }
}

impl OpenConnection {
    fn cut(&self) {
        log::debug!("closing a connection that took too long");
        // Unsent data is discarded instead of waiting for the client. Both calls fail if the connection has
        // already ended.
        let _ = self.socket.set_linger(Some(Duration::ZERO));
        let _ = self.socket.shutdown(std::net::Shutdown::Both);
    }
}

/// Records a request on this connection and the size of its response in bytes.
pub(super) fn note(connection: Option<&Rc<OpenConnection>>, bytes: u64) {
    if let Some(connection) = connection {
        connection.asked.set(Some(connection.asked.get().unwrap_or_default().max(bytes)));
    }
}
