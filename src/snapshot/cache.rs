//! A bounded cache of series: loaded on first request, dropped when others need the space.
//!
//! Loading is deterministic, so a series that is loaded again has the same bytes and ETags.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak, mpsc};
use std::{fmt, io, thread};

use foldhash::fast::RandomState;
use quick_cache::sync::{Cache as Kept, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};

use super::{Edition, Entry, Resource, SeriesReach, UnavailableEntry};

/// The size of an entry without its bodies: ETags, headers, slots of tables.
const ENTRY_BYTES: usize = 1024;

/// The approximate size of a series, to estimate how many fit.
const SERIES_BYTES: usize = 64 * 1024;

/// About how many bytes a series takes, rendered and encoded, for each byte of its definition and
/// record: each of its pages is a whole document.
const RENDERED_PER_FILE_BYTE: usize = 32;

/// How a series is loaded.
pub struct EditionLoader {
    /// Loads the same edition each time. An error is logged.
    pub load: Box<dyn Fn() -> Result<Arc<dyn Edition>, String> + Send + Sync>,
    /// The entry at its addresses if it cannot be loaded.
    pub otherwise: UnavailableEntry,
    /// Its client counters.
    pub reach: SeriesReach,
}

impl fmt::Debug for EditionLoader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EditionLoader")
            .field("series", &self.reach.series())
            .finish_non_exhaustive()
    }
}

/// An edition, or the entry in its place.
type Loading = Result<Arc<dyn Edition>, Arc<Entry>>;

/// A cached series. Its weight is computed once, because the cache does not allow weights to change.
#[derive(Clone, Debug)]
struct Loaded {
    result: Loading,
    bytes: usize,
}

impl Loaded {
    fn new(result: Loading) -> Self {
        let length = |entry: &Arc<Entry>| {
            let body = |resource: &Resource| {
                let encoded = resource.encoded().iter().map(|one| one.body().len());
                resource.body().len() + encoded.sum::<usize>()
            };
            ENTRY_BYTES + entry.resources().map(body).sum::<usize>()
        };
        let entries = result.iter().flat_map(|edition| edition.slots().entries());
        // Weightless entries are never dropped.
        let bytes = ENTRY_BYTES + entries.map(length).sum::<usize>();
        Self { result, bytes }
    }
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<u64, Loaded> for ByBytes {
    fn weight(&self, _: &u64, loaded: &Loaded) -> u64 {
        loaded.bytes as u64
    }
}

/// A bounded cache of editions. Clones share it.
#[derive(Clone, Debug)]
pub struct Cache(Arc<Room>);

#[derive(Debug)]
struct Room {
    max_bytes: usize,
    /// By number: each publication of a series has another number.
    series: Kept<u64, Loaded, ByBytes, RandomState>,
    numbers: AtomicU64,
    /// The queue of loaded series to compress, if a thread compresses them.
    unencoded: OnceLock<mpsc::Sender<(u64, Weak<dyn Edition>)>>,
}

/// A series that is loaded on request.
#[derive(Debug)]
pub struct LazySlot {
    loader: EditionLoader,
    number: u64,
    cache: Cache,
}

impl LazySlot {
    /// A slot in `cache`.
    #[must_use]
    pub fn new(cache: &Cache, loader: EditionLoader) -> Self {
        let number = cache.0.numbers.fetch_add(1, Ordering::Relaxed);
        Self { loader, number, cache: cache.clone() }
    }

    /// Returns the edition, loading it if necessary. Concurrent requests for it wait.
    pub(super) fn edition(&self) -> Loading {
        let Room { series, unencoded, .. } = &*self.cache.0;
        let load = || {
            let loader = &self.loader;
            let result = (loader.load)().map_err(|why| {
                log::error!("series {} cannot be served: {why}", loader.reach.series());
                Arc::new(Entry::Unavailable(loader.otherwise.clone()))
            });
            if let Ok(edition) = &result {
                edition.warm();
                if let Some(sender) = unencoded.get() {
                    // The receiver is gone while the process ends.
                    let _ = sender.send((self.number, Arc::downgrade(edition)));
                }
            }
            Ok::<_, Infallible>(Loaded::new(result))
        };
        let Ok(loaded) = series.get_or_insert_with(&self.number, load);
        loaded.result
    }

    pub(super) fn reach(&self) -> &SeriesReach {
        &self.loader.reach
    }
}

impl Drop for LazySlot {
    fn drop(&mut self) {
        self.cache.0.series.remove(&self.number);
    }
}

impl Cache {
    /// A cache of at most so many bytes. A series over half of that is loaded for each request.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        let options = OptionsBuilder::new()
            // The crate remembers half as many dropped series; a small cache needs some as well.
            .estimated_items_capacity(max_bytes / SERIES_BYTES + 16)
            .weight_capacity(max_bytes as u64)
            // Each shard has its part of the bytes, so more shards would exclude large series.
            .shards(1)
            // The other half is for series requested once.
            .hot_allocation(0.5)
            .build()
            .expect("both capacities are given, and half is a part");
        let (hashes, lifecycle) = (RandomState::default(), DefaultLifecycle::default());
        Self(Arc::new(Room {
            max_bytes,
            series: Kept::with_options(options, ByBytes, hashes, lifecycle),
            numbers: AtomicU64::new(0),
            unencoded: OnceLock::new(),
        }))
    }

    /// Its capacity in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        self.0.max_bytes
    }

    /// The bytes of definitions and records up to which all series fit at once.
    #[must_use]
    pub fn max_file_bytes(&self) -> u64 {
        (self.max_bytes() / RENDERED_PER_FILE_BYTE) as u64
    }

    /// Its current size in bytes.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        usize::try_from(self.0.series.weight()).unwrap_or(usize::MAX)
    }

    /// Compresses loaded series on a separate thread, while the cache has room. Ends with the process.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn keep_encoded(&self) -> io::Result<()> {
        let (sender, receiver) = mpsc::channel::<(u64, Weak<dyn Edition>)>();
        let cache = self.clone();
        thread::Builder::new().name("cache".to_owned()).spawn(move || {
            for (number, edition) in receiver {
                // A full cache would drop other series for compressed bodies.
                let is_full = cache.used_bytes() > cache.max_bytes() / 8 * 7;
                let Some(edition) = edition.upgrade().filter(|_| !is_full) else { continue };
                let entries = edition.slots().entries();
                entries.flat_map(|entry| entry.resources()).for_each(Resource::encode);
                // Weighed again, with its compressed bodies.
                let _ = cache.0.series.replace(number, Loaded::new(Ok(edition)), true);
            }
        })?;
        let _ = self.0.unencoded.set(sender);
        Ok(())
    }
}
