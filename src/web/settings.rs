//! How to serve: everything about it that somebody may want otherwise.

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use super::{AccessLog, Compression, Http2, Proxies, RateLimit, Tls};

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Threads that answer; one per core by default, 512 at most.
    pub workers: NonZeroUsize,
    /// Connections at once; more wait in the backlog. Each worker takes an equal share, rounded
    /// down, so that there are never more, and there are never more workers than connections.
    pub max_connections: NonZeroU32,
    /// Connections that one client may hold at once, an IPv6 /64 being one client; a quarter of all
    /// without it. Trusted proxies and Unix sockets may hold as many as there are.
    pub max_connections_per_client: Option<NonZeroU32>,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// How long a client may take to send the head of a request, or for the handshake of TLS.
    pub request_timeout: Duration,
    /// How long a client may take nothing of an answer.
    pub write_timeout: Duration,
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
    /// What is shown on all TCP listeners for everyone; plain HTTP without it.
    pub tls: Option<Tls>,
    /// Whether HTTP/2 is offered by TLS.
    pub http2: Http2,
    /// How often one visitor may ask; as often as they like without it.
    pub rate_limit: Option<RateLimit>,
    /// Who is believed to tell whose request it is.
    pub proxies: Proxies,
    /// Told how far the service is.
    pub tell: OnStage,
    /// How long the service manager waits for [`Stage::Answering`] before it starts the service
    /// again; `None`: it does not.
    pub watchdog: Option<Duration>,
}

/// What is called with each stage; it must not wait.
#[derive(Clone)]
pub struct OnStage(Arc<dyn Fn(Stage) + Send + Sync>);

impl OnStage {
    /// Calls `act`.
    #[must_use]
    pub fn new(act: impl Fn(Stage) + Send + Sync + 'static) -> Self {
        Self(Arc::new(act))
    }

    pub(super) fn call(&self, stage: Stage) {
        (self.0)(stage);
    }
}

impl fmt::Debug for OnStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnStage")
    }
}

/// How far a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Requests are answered.
    Ready,
    /// Readiness has ended; requests are answered still.
    Stopping,
    /// Every worker answers: told again and again while that holds, where a watchdog asks for it.
    Answering,
}

/// More workers than this actix-server does not start.
const MAX_WORKERS: usize = 512;

impl ServerSettings {
    pub(super) fn started_workers(&self) -> usize {
        self.workers.get().min(MAX_WORKERS).min(self.connections())
    }

    pub(super) fn connections_per_worker(&self) -> usize {
        self.connections() / self.started_workers()
    }

    fn connections(&self) -> usize {
        usize::try_from(self.max_connections.get()).unwrap_or(usize::MAX)
    }
}

/// What actix-server allows one worker by itself.
const DEFAULT_MAX_CONNECTIONS: NonZeroU32 = NonZeroU32::new(25_600).expect("it is not zero");

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            workers: available_parallelism().unwrap_or(NonZeroUsize::MIN),
            max_connections: DEFAULT_MAX_CONNECTIONS,
            max_connections_per_client: None,
            keep_alive: Duration::from_secs(15),
            request_timeout: Duration::from_secs(5),
            write_timeout: Duration::from_secs(30),
            drain_delay: Duration::ZERO,
            stop_timeout: Duration::from_secs(30),
            run_id: 0,
            compression: Compression::Ahead,
            access_log: AccessLog::Off,
            tls: None,
            http2: Http2::Off,
            rate_limit: None,
            proxies: Proxies::default(),
            tell: OnStage::new(|_| {}),
            watchdog: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_share_the_connections_and_never_take_more() {
        let shares = |workers, connections| {
            let settings = ServerSettings {
                workers: NonZeroUsize::new(workers).unwrap(),
                max_connections: NonZeroU32::new(connections).unwrap(),
                ..ServerSettings::default()
            };
            (settings.started_workers(), settings.connections_per_worker())
        };
        assert_eq!(shares(4, 1000), (4, 250));
        assert_eq!(shares(3, 1000), (3, 333));
        assert_eq!(shares(4, 3), (3, 1));
        assert_eq!(shares(1000, 1_000_000), (512, 1953));
    }
}
