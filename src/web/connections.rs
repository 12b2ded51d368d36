//! No connection is held for ever: what each may take, and cutting off those that took longer.
//!
//! actix-http bounds the head of a connection's first request and the idle time between requests
//! of HTTP/1.1. It bounds no later head, no body that a GET brings along, no client that takes an
//! answer byte by byte, and nothing of HTTP/2. So each connection has a second handle here, by
//! which it is shut down from outside. That costs a descriptor a connection, and a look at all of
//! them a second.

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

/// Who takes an answer more slowly is cut off: 1 KiB a second, a third of what GPRS carries.
const SLOWEST_BYTES_PER_SECOND: u64 = 1024;

/// How long a connection without a request may stay once the service stops accepting. HTTP/1.1's
/// are closed at once by actix-http; HTTP/2's would stay until the stop timeout.
const DRAINING: Duration = Duration::from_secs(1);

/// What connections are held to.
#[derive(Clone, Debug)]
pub(super) struct Patience {
    /// From one request to the next, beside the time that the answer may take.
    idle: Duration,
    draining: Arc<AtomicBool>,
}

/// One connection, as long as it lives.
#[derive(Debug)]
pub(super) struct Held {
    socket: Socket,
    /// Bytes of the largest answer since the last look; `None` without a request.
    asked: Cell<Option<u64>>,
    /// When the last look saw a request, and what it was for.
    last: Cell<(Instant, u64)>,
}

/// The connections of one worker.
#[derive(Default)]
struct Open {
    held: Vec<Weak<Held>>,
    watched: bool,
}

thread_local! {
    /// Workers are threads and share no connection.
    static OPEN: RefCell<Open> = RefCell::default();
}

impl Patience {
    pub(super) fn new(settings: &ServerSettings, draining: Arc<AtomicBool>) -> Self {
        let idle = settings.keep_alive + settings.request_timeout + settings.write_timeout;
        Self { idle, draining }
    }

    /// Holds a connection by a second handle of it; called on the thread of its worker.
    pub(super) fn hold(&self, handle: io::Result<Socket>) -> Option<Rc<Held>> {
        let socket =
            handle.inspect_err(|error| log::debug!("a connection is not watched: {error}")).ok()?;
        let last = Cell::new((clock::instant(), 0));
        let held = Rc::new(Held { socket, asked: Cell::default(), last });
        let first = OPEN.with_borrow_mut(|open| {
            open.held.push(Rc::downgrade(&held));
            !std::mem::replace(&mut open.watched, true)
        });
        if first {
            let patience = self.clone();
            rt::spawn(async move {
                let pause = (patience.idle / 4).clamp(Duration::from_millis(50), DRAINING);
                loop {
                    rt::time::sleep(pause).await;
                    if OPEN.with_borrow_mut(|open| patience.look(open)) {
                        break;
                    }
                }
            });
        }
        Some(held)
    }

    /// Cuts off whoever took too long; whether none is left.
    fn look(&self, open: &mut Open) -> bool {
        let now = clock::instant();
        let idle = if self.draining.load(Ordering::Relaxed) { DRAINING } else { self.idle };
        open.held.retain(|held| {
            let Some(held) = held.upgrade() else { return false };
            if let Some(bytes) = held.asked.take() {
                held.last.set((now, bytes));
            }
            let (since, bytes) = held.last.get();
            let allowed = idle + Duration::from_secs(bytes / SLOWEST_BYTES_PER_SECOND);
            let kept = now.duration_since(since) <= allowed;
            if !kept {
                held.cut();
            }
            kept
        });
        open.watched = !open.held.is_empty();
        !open.watched
    }
}

impl Held {
    fn cut(&self) {
        log::debug!("cutting off a connection that took too long");
        // What the client did not take is thrown away instead of waiting for it still. Both fail
        // where the connection has ended by itself.
        let _ = self.socket.set_linger(Some(Duration::ZERO));
        let _ = self.socket.shutdown(std::net::Shutdown::Both);
    }
}

/// A request came by this connection, and its answer has so many bytes.
pub(super) fn note(held: Option<&Rc<Held>>, bytes: u64) {
    if let Some(held) = held {
        held.asked.set(Some(held.asked.get().unwrap_or_default().max(bytes)));
    }
}
