//! Rate limit per client.

use std::num::NonZeroU32;
use std::time::Duration;

use actix_http::RequestHead;
use arc_swap::ArcSwap;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::client_ip::{ClientIp, Proxies};

/// Number of requests that one client may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// On average.
    pub per_second: NonZeroU32,
    /// At once.
    pub burst: NonZeroU32,
}

/// Maximum number of clients remembered; beyond it all are forgotten, since remembering an attacker's
/// million networks is useless.
const MAX_CLIENTS: usize = 1_000_000;

/// Interval for forgetting clients that have their full burst again.
pub(super) const FORGETTING: Duration = Duration::from_secs(10);

type Limiter<C> =
    RateLimiter<ClientIp, DashMapStateStore<ClientIp>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The remaining requests of each client.
pub(super) struct Rates<C: Clock = DefaultClock> {
    quota: Quota,
    clock: C,
    limiter: ArcSwap<Limiter<C>>,
}

impl<C: Clock> std::fmt::Debug for Rates<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rates").field("quota", &self.quota).finish_non_exhaustive()
    }
}

impl Rates {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self::with_clock(limit, DefaultClock::default())
    }

    /// Counts a request; over the limit, returns the seconds until the next one is allowed.
    pub(super) fn check(&self, proxies: &Proxies, head: &RequestHead) -> Result<(), u64> {
        self.take(proxies.client_ip(head.peer_addr, &head.headers))
    }
}

impl<C: Clock + Clone> Rates<C> {
    fn with_clock(limit: RateLimit, clock: C) -> Self {
        let quota = Quota::per_second(limit.per_second).allow_burst(limit.burst);
        let limiter = ArcSwap::from_pointee(RateLimiter::dashmap_with_clock(quota, clock.clone()));
        Self { quota, clock, limiter }
    }

    fn take(&self, client: ClientIp) -> Result<(), u64> {
        self.limiter.load().check_key(&client).map_err(|early| {
            let wait = early.wait_time_from(self.clock.now());
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
        })
    }

    /// Forgets clients, to limit memory.
    pub(super) fn forget(&self) {
        let limiter = self.limiter.load();
        limiter.retain_recent();
        limiter.shrink_to_fit();
        if limiter.len() > MAX_CLIENTS {
            let fresh = RateLimiter::dashmap_with_clock(self.quota, self.clock.clone());
            self.limiter.store(fresh.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn rates(clock: &FakeRelativeClock) -> Rates<FakeRelativeClock> {
        let number = |number| NonZeroU32::new(number).unwrap();
        let limit = RateLimit { per_second: number(2), burst: number(3) };
        Rates::with_clock(limit, clock.clone())
    }

    #[test]
    fn a_burst_is_allowed_and_then_so_many_a_second() {
        let clock = FakeRelativeClock::default();
        let rates = rates(&clock);
        let (one, two) = (ClientIp::V4([192, 0, 2, 1]), ClientIp::V4([192, 0, 2, 2]));
        for _ in 0..3 {
            assert_eq!(rates.take(one), Ok(()));
        }
        assert_eq!(rates.take(one), Err(1));
        assert_eq!(rates.take(two), Ok(()), "each has their own");
        clock.advance(Duration::from_millis(500));
        assert_eq!((rates.take(one), rates.take(one)), (Ok(()), Err(1)));
    }

    #[test]
    fn who_has_the_whole_burst_again_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let rates = rates(&clock);
        for last in 0..=255 {
            assert_eq!(rates.take(ClientIp::V4([192, 0, 2, last])), Ok(()));
        }
        rates.forget();
        assert_eq!(rates.limiter.load().len(), 256);
        clock.advance(Duration::from_secs(3));
        rates.forget();
        assert_eq!(rates.limiter.load().len(), 0);
    }
}
