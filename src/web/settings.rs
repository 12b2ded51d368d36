//! Settings of the server.

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use super::{AccessLog, Compression, Http2, Proxies, RateLimit, Tls};

/// Settings of the server.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// Worker threads; one per core by default, at most 512.
    pub workers: NonZeroUsize,
    /// Maximum number of connections; more wait in the backlog. Workers get equal shares, rounded down, and
    /// there are never more workers than connections.
    pub max_connections: NonZeroU32,
    /// Maximum number of connections per client, where an IPv6 /64 is one client; by default a quarter of
    /// all. Not for trusted proxies and Unix sockets.
    pub max_connections_per_client: Option<NonZeroU32>,
    /// Time an idle connection is kept.
    pub keep_alive: Duration,
    /// Timeout for the head of a request, and for the TLS handshake.
    pub request_timeout: Duration,
    /// Timeout without progress in sending a response.
    pub write_timeout: Duration,
    /// How long `/readyz` answers 503 before connections are refused, so that a load balancer notices.
    pub drain_delay: Duration,
    /// Timeout for running requests when the service stops, in whole seconds.
    pub stop_timeout: Duration,
    /// Distinguishes request ids of this run from earlier runs, such as the starting second.
    pub run_id: u64,
    /// Whether bodies are compressed.
    pub compression: Compression,
    /// Whether requests are logged.
    pub access_log: AccessLog,
    /// Certificate on all public TCP listeners; plain HTTP without it.
    pub tls: Option<Tls>,
    /// Whether TLS offers HTTP/2.
    pub http2: Http2,
    /// Rate limit per client; none by default.
    pub rate_limit: Option<RateLimit>,
    /// Proxies trusted to name the client.
    pub proxies: Proxies,
    /// Called with each stage of the service.
    pub tell: OnStage,
    /// Time within which the service manager expects [`Stage::Answering`], or else restarts the service;
    /// `None`: no watchdog.
    pub watchdog: Option<Duration>,
}

/// Callback for stages; it must not block.
#[derive(Clone)]
pub struct OnStage(Arc<dyn Fn(Stage) + Send + Sync>);

impl OnStage {
    /// Wraps `act`.
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

/// A stage of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Requests are answered.
    Ready,
    /// Readiness has ended; requests are still answered.
    Stopping,
    /// All workers answer: repeated while true, if there is a watchdog.
    Answering,
}

/// The maximum of actix-server.
const MAX_WORKERS: usize = 512;

impl ServerSettings {
    pub(super) fn started_workers(&self) -> usize {
        self.workers.get().min(MAX_WORKERS).min(self.connections())
    }

    pub(super) fn connections_per_worker(&self) -> usize {
        self.connections() / self.started_workers()
    }

    /// Limit of connections per client: a quarter of all by default.
    pub(super) fn connections_per_client(&self) -> NonZeroU32 {
        self.max_connections_per_client.unwrap_or_else(|| {
            NonZeroU32::new(self.max_connections.get().div_ceil(4)).unwrap_or(NonZeroU32::MIN)
        })
    }

    fn connections(&self) -> usize {
        usize::try_from(self.max_connections.get()).unwrap_or(usize::MAX)
    }
}

/// The default of actix-server per worker.
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
