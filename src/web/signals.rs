//! The signals that stop the service, and waiting for whichever of two things comes first.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::Poll;

#[cfg(unix)]
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};

/// SIGTERM and SIGINT, listened to from here on.
#[cfg(unix)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

#[cfg(unix)]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for a signal and names it.
    pub(super) async fn next(&mut self) -> &'static str {
        poll_fn(|context| {
            if self.terminate.poll_recv(context).is_ready() {
                return Poll::Ready("SIGTERM");
            }
            self.interrupt.poll_recv(context).map(|_| "SIGINT")
        })
        .await
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
pub(super) struct Signals;

#[cfg(not(unix))]
impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    pub(super) async fn next(&mut self) -> &'static str {
        match actix_web::rt::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            // Without a handler Ctrl-C ends the process by itself.
            Err(_) => std::future::pending().await,
        }
    }
}

/// Which of two futures ended.
pub(super) enum Ended<A, B> {
    First(A),
    Second(B),
}

/// Waits for whichever ends first; the other may be waited for again.
pub(super) async fn first_of<A: Future, B: Future>(
    mut first: Pin<&mut A>,
    mut second: Pin<&mut B>,
) -> Ended<A::Output, B::Output> {
    poll_fn(|context| {
        if let Poll::Ready(output) = first.as_mut().poll(context) {
            return Poll::Ready(Ended::First(output));
        }
        second.as_mut().poll(context).map(Ended::Second)
    })
    .await
}
