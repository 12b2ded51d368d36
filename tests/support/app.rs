//! Starts the production server on a free port, and ends it with the test.

use std::io;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use actix_web::rt::System;
use kalends::snapshot::{Shared, Snapshot};
use kalends::web::{self, Listeners, ServerSettings, StopHandle};

use super::{Connection, Response};

/// Timeout: longer than any step of a test.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(20);

pub(crate) struct App {
    pub(crate) address: SocketAddr,
    pub(crate) shared: Shared,
    pub(crate) stop: StopHandle,
    ended: mpsc::Receiver<io::Result<()>>,
}

pub(crate) fn spawn_app(snapshot: Snapshot) -> App {
    let workers = NonZeroUsize::MIN;
    spawn_app_with(snapshot, ServerSettings { workers, ..ServerSettings::default() })
}

pub(crate) fn spawn_app_with(snapshot: Snapshot, settings: ServerSettings) -> App {
    spawn_app_on(vec![web::listen("127.0.0.1:0").unwrap()], snapshot, settings)
}

/// The address of the app is that of the first listener.
pub(crate) fn spawn_app_on(
    listeners: impl Into<Listeners>,
    snapshot: Snapshot,
    settings: ServerSettings,
) -> App {
    let listeners = listeners.into();
    let address = listeners.public[0].local_addr().unwrap();
    let shared = Shared::new(snapshot);
    let served = shared.clone();
    let (sender, receiver) = mpsc::channel();
    let (ended_sender, ended) = mpsc::channel();
    thread::spawn(move || {
        let result = System::new().block_on(async {
            let server = web::prepare(listeners, &served, &settings)?;
            sender.send(server.stop_handle()).unwrap();
            server.run().await
        });
        // Most tests have ended by then.
        let _ = ended_sender.send(result);
    });
    let stop = receiver.recv_timeout(TIMEOUT).unwrap();
    App { address, shared, stop, ended }
}

impl App {
    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address)
    }

    pub(crate) fn get(&self, target: &str) -> Response {
        self.ask("GET", target, "")
    }

    /// `headers`: whole lines, each with its CRLF.
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &str) -> Response {
        self.connect().ask(method, target, headers)
    }

    /// Asks the server to stop gracefully, as a signal does, without waiting. The receiver is notified
    /// when it has stopped.
    pub(crate) fn begin_stop(&self) -> mpsc::Receiver<()> {
        let stop = self.stop.clone();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            System::new().block_on(stop.stop());
            let _ = sender.send(());
        });
        receiver
    }

    /// Waits for the server to end by itself.
    pub(crate) fn ended(&self) -> io::Result<()> {
        self.ended.recv_timeout(TIMEOUT).unwrap()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.stop.abort();
    }
}
