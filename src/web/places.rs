//! Limit on the connections of one client, so that none can hold them all.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ServerSettings;
use super::visitor::{Proxies, Visitor};

/// The places taken by clients. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Places(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    each: u32,
    proxies: Proxies,
    taken: Mutex<HashMap<Visitor, u32>>,
    refused: AtomicU64,
}

/// The place of one connection, freed when dropped.
#[derive(Debug)]
pub(super) struct Place {
    /// `None`: not counted.
    of: Option<(Places, Visitor)>,
}

/// The client has reached its limit of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

impl Places {
    pub(super) fn new(settings: &ServerSettings) -> Self {
        Self(Arc::new(Inner {
            each: settings.connections_per_client().get(),
            proxies: settings.proxies.clone(),
            taken: Mutex::default(),
            refused: AtomicU64::new(0),
        }))
    }

    /// Takes a place for a connection. Trusted proxies are not limited, since they carry many clients, nor
    /// are Unix sockets, which have no client address.
    pub(super) fn take(&self, peer: Option<SocketAddr>) -> Result<Place, Full> {
        let Some(address) = peer.map(|peer| peer.ip().to_canonical()) else {
            return Ok(Place { of: None });
        };
        if self.0.proxies.trusts(address) {
            return Ok(Place { of: None });
        }
        let client = Visitor::from(address);
        let mut taken = self.taken();
        let count = taken.entry(client).or_default();
        if *count >= self.0.each {
            self.0.refused.fetch_add(1, Ordering::Relaxed);
            return Err(Full);
        }
        *count += 1;
        Ok(Place { of: Some((self.clone(), client)) })
    }

    /// The number of connections refused so far.
    pub(super) fn refused(&self) -> u64 {
        self.0.refused.load(Ordering::Relaxed)
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Visitor, u32>> {
        // A panic cannot happen halfway through counting.
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((places, client)) = &self.of else { return };
        if let Entry::Occupied(mut count) = places.taken().entry(*client) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

impl ServerSettings {
    /// Limit of connections per client: a quarter of all by default.
    fn connections_per_client(&self) -> NonZeroU32 {
        self.max_connections_per_client.unwrap_or_else(|| {
            NonZeroU32::new(self.max_connections.get().div_ceil(4)).unwrap_or(NonZeroU32::MIN)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(each: Option<u32>) -> Places {
        let trusted = vec!["10.0.0.0/8".parse().unwrap()];
        Places::new(&ServerSettings {
            max_connections: NonZeroU32::new(7).unwrap(),
            max_connections_per_client: each.and_then(NonZeroU32::new),
            proxies: Proxies { trusted, ..Proxies::default() },
            ..ServerSettings::default()
        })
    }

    fn taken(places: &Places, address: &str) -> Result<Place, Full> {
        places.take(Some(SocketAddr::new(address.parse().unwrap(), 4711)))
    }

    #[test]
    fn one_client_has_a_quarter_of_all_places_and_others_have_theirs() {
        let places = places(None);
        let first = taken(&places, "192.0.2.1").unwrap();
        let _second = taken(&places, "::ffff:192.0.2.1").unwrap();
        assert_eq!(taken(&places, "192.0.2.1").unwrap_err(), Full);
        assert!(taken(&places, "192.0.2.2").is_ok());
        drop(first);
        assert!(taken(&places, "192.0.2.1").is_ok());
        assert_eq!(places.refused(), 1);
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        let places = places(Some(1));
        let _first = taken(&places, "2001:db8:1:2::1").unwrap();
        assert_eq!(taken(&places, "2001:db8:1:2:ffff::9").unwrap_err(), Full);
        assert!(taken(&places, "2001:db8:1:3::1").is_ok());
    }

    #[test]
    fn proxies_that_are_trusted_and_unix_sockets_are_not_counted() {
        let places = places(Some(1));
        let held: Vec<_> = (0..9).map(|_| taken(&places, "10.1.2.3")).collect();
        let local: Vec<_> = (0..9).map(|_| places.take(None)).collect();
        assert!(held.iter().chain(&local).all(Result::is_ok));
    }

    #[test]
    fn who_has_left_is_forgotten() {
        let places = places(Some(3));
        drop([taken(&places, "192.0.2.1"), taken(&places, "192.0.2.1")]);
        assert!(places.taken().is_empty());
    }
}
