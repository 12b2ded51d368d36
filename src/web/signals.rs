//! Signals to stop and to reload, and waiting for the first of two futures.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;

use actix_web::rt::System;
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};

/// Handlers for SIGTERM and SIGINT.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for a signal and returns its name.
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

/// Calls `act` on every SIGHUP, on a separate thread.
///
/// # Errors
/// When the handler cannot be installed.
pub fn on_hangup(mut act: impl FnMut() + Send + 'static) -> io::Result<()> {
    let (sender, listening) = mpsc::channel();
    thread::Builder::new().name("hangup".to_owned()).spawn(move || {
        System::new().block_on(async move {
            let mut hangup = match signal(SignalKind::hangup()) {
                Ok(hangup) => hangup,
                Err(error) => return sender.send(Err(error)).unwrap_or_default(),
            };
            // Fails if the caller no longer waits.
            let _ = sender.send(Ok(()));
            while hangup.recv().await.is_some() {
                act();
            }
        });
    })?;
    listening.recv().unwrap_or_else(|closed| Err(io::Error::other(closed)))
}

/// The first of two futures to end.
pub(super) enum Either<A, B> {
    First(A),
    Second(B),
}

/// Waits for the first to end; the other can be awaited again.
pub(super) async fn first_of<A: Future, B: Future>(
    mut first: Pin<&mut A>,
    mut second: Pin<&mut B>,
) -> Either<A::Output, B::Output> {
    poll_fn(|context| {
        if let Poll::Ready(output) = first.as_mut().poll(context) {
            return Poll::Ready(Either::First(output));
        }
        second.as_mut().poll(context).map(Either::Second)
    })
    .await
}
