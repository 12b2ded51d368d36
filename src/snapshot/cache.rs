//! Series that are loaded on first request and dropped again when others need the room.
//!
//! What is loaded again has the same bytes and the same tags, for it is made of the same things.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak, mpsc};
use std::{fmt, io, thread};

use foldhash::fast::RandomState;
use quick_cache::sync::{Cache as Kept, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};

use super::{Edition, Entry, Resource, SeriesReach, Unavailable};

/// What an entry costs beside its bodies: tags, headers, slots of tables.
const ENTRY_BYTES: usize = 1024;

/// About what a series takes: tells how many there is room for.
const SERIES_BYTES: usize = 64 * 1024;

/// About how many bytes a series takes, rendered and encoded, for each byte of its definition and
/// record: each of its pages is a whole document.
const RENDERED_PER_FILE_BYTE: usize = 32;

/// How a series is loaded.
pub struct EditionLoader {
    /// Loads it, always the same. What goes wrong is for the log.
    pub load: Box<dyn Fn() -> Result<Arc<dyn Edition>, String> + Send + Sync>,
    /// What stands at its addresses where it cannot be loaded.
    pub otherwise: Unavailable,
    /// Whom it has reached.
    pub reach: SeriesReach,
}

impl fmt::Debug for EditionLoader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EditionLoader")
            .field("series", &self.reach.series())
            .finish_non_exhaustive()
    }
}

/// A series, or what stands in its place.
type Outcome = Result<Arc<dyn Edition>, Arc<Entry>>;

/// A series as it is kept. It is weighed once: the crate forbids that the weight of what it keeps
/// changes.
#[derive(Clone, Debug)]
struct Loaded {
    outcome: Outcome,
    bytes: usize,
}

impl Loaded {
    fn new(outcome: Outcome) -> Self {
        let length = |entry: &Arc<Entry>| {
            let body = |resource: &Resource| {
                let encoded = resource.encoded().iter().map(|one| one.body().len());
                resource.body().len() + encoded.sum::<usize>()
            };
            ENTRY_BYTES + entry.resources().map(body).sum::<usize>()
        };
        let entries = outcome.iter().flat_map(|edition| edition.slots().entries());
        // What weighs nothing is never dropped.
        let bytes = ENTRY_BYTES + entries.map(length).sum::<usize>();
        Self { outcome, bytes }
    }
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<u64, Loaded> for ByBytes {
    fn weight(&self, _: &u64, loaded: &Loaded) -> u64 {
        loaded.bytes as u64
    }
}

/// The room that series loaded on request may take. Clones share it.
#[derive(Clone, Debug)]
pub struct Cache(Arc<Room>);

#[derive(Debug)]
struct Room {
    max_bytes: usize,
    /// By number: a series that is published anew has another.
    series: Kept<u64, Loaded, ByBytes, RandomState>,
    numbers: AtomicU64,
    /// Where series go to have their content codings made, if somebody makes them.
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
    /// In the room of `cache`.
    #[must_use]
    pub fn new(cache: &Cache, loader: EditionLoader) -> Self {
        let number = cache.0.numbers.fetch_add(1, Ordering::Relaxed);
        Self { loader, number, cache: cache.clone() }
    }

    /// The series, loaded now if it is not. Others who ask for it meanwhile wait.
    pub(super) fn edition(&self) -> Outcome {
        let Room { series, unencoded, .. } = &*self.cache.0;
        let load = || {
            let loader = &self.loader;
            let outcome = (loader.load)().map_err(|why| {
                log::error!("series {} cannot be served: {why}", loader.reach.series());
                Arc::new(Entry::Unavailable(loader.otherwise.clone()))
            });
            if let Ok(edition) = &outcome {
                edition.warm();
                if let Some(sender) = unencoded.get() {
                    // Nobody receives any more while the process ends.
                    let _ = sender.send((self.number, Arc::downgrade(edition)));
                }
            }
            Ok::<_, Infallible>(Loaded::new(outcome))
        };
        let Ok(loaded) = series.get_or_insert_with(&self.number, load);
        loaded.outcome
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
            // The crate remembers half as many that it dropped; a small room needs some as well.
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

    /// The room there is, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        self.0.max_bytes
    }

    /// The bytes of definitions and records up to which all series fit at once.
    #[must_use]
    pub fn max_file_bytes(&self) -> u64 {
        (self.max_bytes() / RENDERED_PER_FILE_BYTE) as u64
    }

    /// The room that is taken, in bytes.
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
                // A full cache would drop other series for the codings: bodies stay uncompressed.
                let is_full = cache.used_bytes() > cache.max_bytes() / 8 * 7;
                let Some(edition) = edition.upgrade().filter(|_| !is_full) else { continue };
                let entries = edition.slots().entries();
                entries.flat_map(|entry| entry.resources()).for_each(Resource::encode);
                // Weighed again, with its codings.
                let _ = cache.0.series.replace(number, Loaded::new(Ok(edition)), true);
            }
        })?;
        let _ = self.0.unencoded.set(sender);
        Ok(())
    }
}
