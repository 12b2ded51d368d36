//! Limit on the connections of one client, so that none can hold them all.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ServerSettings;
use super::client_ip::{ClientIp, Proxies};

/// The open connections of each client. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct ConnectionLimits(Arc<LimitState>);

#[derive(Debug)]
struct LimitState {
    each: u32,
    proxies: Proxies,
    taken: Mutex<HashMap<ClientIp, u32>>,
    refused: AtomicU64,
}

/// Permission for one connection; dropping it frees the connection.
#[derive(Debug)]
pub(super) struct ConnectionPermit {
    /// `None`: not counted.
    of: Option<(ConnectionLimits, ClientIp)>,
}

/// The client has reached its limit of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LimitReached;

impl ConnectionLimits {
    pub(super) fn new(settings: &ServerSettings) -> Self {
        Self(Arc::new(LimitState {
            each: settings.connections_per_client().get(),
            proxies: settings.proxies.clone(),
            taken: Mutex::default(),
            refused: AtomicU64::new(0),
        }))
    }

    /// Counts a new connection. Trusted proxies are not limited, since they carry many clients, nor
    /// are Unix sockets, which have no client address.
    pub(super) fn take(&self, peer: Option<SocketAddr>) -> Result<ConnectionPermit, LimitReached> {
        let Some(address) = peer.map(|peer| peer.ip().to_canonical()) else {
            return Ok(ConnectionPermit { of: None });
        };
        if self.0.proxies.trusts(address) {
            return Ok(ConnectionPermit { of: None });
        }
        let client = ClientIp::from(address);
        let mut taken = self.taken();
        let count = taken.entry(client).or_default();
        if *count >= self.0.each {
            self.0.refused.fetch_add(1, Ordering::Relaxed);
            return Err(LimitReached);
        }
        *count += 1;
        Ok(ConnectionPermit { of: Some((self.clone(), client)) })
    }

    /// The number of connections refused so far.
    pub(super) fn refused(&self) -> u64 {
        self.0.refused.load(Ordering::Relaxed)
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<ClientIp, u32>> {
        // A panic cannot happen halfway through counting.
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        let Some((limits, client)) = &self.of else { return };
        if let Entry::Occupied(mut count) = limits.taken().entry(*client) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn limits(each: Option<u32>) -> ConnectionLimits {
        let trusted = vec!["10.0.0.0/8".parse().unwrap()];
        ConnectionLimits::new(&ServerSettings {
            max_connections: NonZeroU32::new(7).unwrap(),
            max_connections_per_client: each.and_then(NonZeroU32::new),
            proxies: Proxies { trusted, ..Proxies::default() },
            ..ServerSettings::default()
        })
    }

    fn taken(limits: &ConnectionLimits, address: &str) -> Result<ConnectionPermit, LimitReached> {
        limits.take(Some(SocketAddr::new(address.parse().unwrap(), 4711)))
    }

    #[test]
    fn one_client_has_a_quarter_of_all_places_and_others_have_theirs() {
        let limits = limits(None);
        let first = taken(&limits, "192.0.2.1").unwrap();
        let _second = taken(&limits, "::ffff:192.0.2.1").unwrap();
        assert_eq!(taken(&limits, "192.0.2.1").unwrap_err(), LimitReached);
        assert!(taken(&limits, "192.0.2.2").is_ok());
        drop(first);
        assert!(taken(&limits, "192.0.2.1").is_ok());
        assert_eq!(limits.refused(), 1);
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        let limits = limits(Some(1));
        let _first = taken(&limits, "2001:db8:1:2::1").unwrap();
        assert_eq!(taken(&limits, "2001:db8:1:2:ffff::9").unwrap_err(), LimitReached);
        assert!(taken(&limits, "2001:db8:1:3::1").is_ok());
    }

    #[test]
    fn proxies_that_are_trusted_and_unix_sockets_are_not_counted() {
        let limits = limits(Some(1));
        let held: Vec<_> = (0..9).map(|_| taken(&limits, "10.1.2.3")).collect();
        let local: Vec<_> = (0..9).map(|_| limits.take(None)).collect();
        assert!(held.iter().chain(&local).all(Result::is_ok));
    }

    #[test]
    fn who_has_left_is_forgotten() {
        let limits = limits(Some(3));
        drop([taken(&limits, "192.0.2.1"), taken(&limits, "192.0.2.1")]);
        assert!(limits.taken().is_empty());
    }
}
