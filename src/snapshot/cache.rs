//! Series that are loaded on first request and dropped again when others need the room.
//!
//! Decides which are dropped: those that nobody asked for since the last time it looked, the ones
//! loaded longest ago first. What is loaded again has the same bytes and the same tags, for it is made
//! of the same things.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::{fmt, io, thread};

use super::{Edition, Entry, Resource, SeriesReach, Unavailable};

/// What an entry costs beside its bodies: tags, headers, slots of tables.
const ENTRY_BYTES: usize = 1024;

/// Part of the room that is left after others were dropped, so that the next does not come at
/// once.
const FREED: usize = 8;

/// How a series is loaded.
pub struct Recipe {
    /// Loads it, always the same. What goes wrong is for the log.
    pub load: Box<dyn Fn() -> Result<Arc<dyn Edition>, String> + Send + Sync>,
    /// What stands at its addresses where it cannot be loaded.
    pub otherwise: Unavailable,
    /// Whom it has reached.
    pub reach: SeriesReach,
}

impl fmt::Debug for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recipe").field("series", &self.reach.series()).finish_non_exhaustive()
    }
}

/// The room that series loaded on request may take. Clones share it.
#[derive(Clone, Debug)]
pub struct Cache(Arc<Ledger>);

#[derive(Debug)]
struct Ledger {
    max_bytes: usize,
    used: AtomicUsize,
    loaded: Mutex<Loaded>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Loaded {
    /// The one loaded last at the end.
    series: VecDeque<Weak<Lazy>>,
    /// How many were ever loaded.
    count: u64,
}

/// Whether content codings are made of what is loaded on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codings {
    /// They are.
    Made,
    /// Nothing is sent compressed.
    None,
}

/// A series, or what stands in its place.
type Outcome = Result<Arc<dyn Edition>, Arc<Entry>>;

/// A series that is loaded on request.
#[derive(Debug)]
pub struct Lazy {
    recipe: Recipe,
    loaded: Mutex<Option<Outcome>>,
    asked: AtomicBool,
    encoded: AtomicBool,
    bytes: AtomicUsize,
    cache: Cache,
}

impl Lazy {
    /// In the room of `cache`.
    #[must_use]
    pub fn new(cache: &Cache, recipe: Recipe) -> Self {
        Self {
            recipe,
            loaded: Mutex::default(),
            asked: AtomicBool::new(false),
            encoded: AtomicBool::new(false),
            bytes: AtomicUsize::new(0),
            cache: cache.clone(),
        }
    }

    /// The series, loaded now if it is not.
    pub(super) fn edition(self: &Arc<Self>) -> Outcome {
        let mut place = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = &*place {
            // Whoever has it loaded does not count: what is asked for once is the first to go.
            self.asked.store(true, Ordering::Relaxed);
            return loaded.clone();
        }
        let recipe = &self.recipe;
        let loaded = (recipe.load)().map_err(|why| {
            log::error!("series {} cannot be served: {why}", recipe.reach.series());
            Arc::new(Entry::Unavailable(recipe.otherwise.clone()))
        });
        if let Ok(edition) = &loaded {
            edition.warm();
            self.count(&**edition);
        }
        *place = Some(loaded.clone());
        drop(place);
        self.cache.note(self);
        loaded
    }

    /// Makes the content codings of what is loaded.
    fn encode(&self) {
        let loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(Ok(edition)) = loaded else { return };
        if self.encoded.swap(true, Ordering::Relaxed) {
            return;
        }
        let entries = edition.slots().entries();
        entries.flat_map(|entry| entry.resources()).for_each(Resource::encode);
        // It may be dropped by now.
        let place = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_some() {
            self.count(&*edition);
        }
    }

    fn count(&self, edition: &dyn Edition) {
        let length = |entry: &Arc<Entry>| {
            let body = |resource: &Resource| {
                let encoded = resource.encoded().iter().map(|one| one.body().len());
                resource.body().len() + encoded.sum::<usize>()
            };
            ENTRY_BYTES + entry.resources().map(body).sum::<usize>()
        };
        self.weigh(edition.slots().entries().map(length).sum());
    }

    fn weigh(&self, now: usize) {
        let before = self.bytes.swap(now, Ordering::Relaxed);
        self.cache.0.used.fetch_add(now, Ordering::Relaxed);
        self.cache.0.used.fetch_sub(before, Ordering::Relaxed);
    }

    /// Drops what is loaded; it is freed when the requests under way are answered.
    fn unload(&self) {
        let mut place = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        *place = None;
        self.encoded.store(false, Ordering::Relaxed);
        self.weigh(0);
    }

    pub(super) fn reach(&self) -> &SeriesReach {
        &self.recipe.reach
    }
}

impl Drop for Lazy {
    fn drop(&mut self) {
        self.weigh(0);
    }
}

impl Cache {
    /// Room for so many bytes, about: what is loaded is rendered first and weighed then.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        Self(Arc::new(Ledger {
            max_bytes,
            used: AtomicUsize::new(0),
            loaded: Mutex::default(),
            changed: Condvar::new(),
        }))
    }

    /// The room there is, in bytes.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        self.0.max_bytes
    }

    /// The room that is taken, in bytes.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.0.used.load(Ordering::Relaxed)
    }

    /// Keeps what is loaded within the room, on a thread of its own, which makes the content codings of
    /// it as well where `codings` says so. Ends with the process.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn keep(&self, codings: Codings) -> io::Result<()> {
        let cache = self.clone();
        thread::Builder::new().name("cache".to_owned()).spawn(move || {
            let mut seen = 0;
            loop {
                seen = cache.wait(seen);
                cache.make_room();
                if codings == Codings::Made {
                    cache.encode();
                    cache.make_room();
                }
            }
        })?;
        Ok(())
    }

    fn note(&self, lazy: &Arc<Lazy>) {
        let mut loaded = self.loaded();
        loaded.series.push_back(Arc::downgrade(lazy));
        loaded.count += 1;
        self.0.changed.notify_all();
    }

    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        self.0.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until more were loaded than `seen`; how many were.
    fn wait(&self, seen: u64) -> u64 {
        let loaded = self.0.changed.wait_while(self.loaded(), |loaded| loaded.count == seen);
        loaded.unwrap_or_else(PoisonError::into_inner).count
    }

    /// Makes the content codings of series, as long as there is room.
    fn encode(&self) {
        let loaded: Vec<Weak<Lazy>> = self.loaded().series.iter().cloned().collect();
        for lazy in loaded.iter().filter_map(Weak::upgrade) {
            if self.used_bytes() > self.0.max_bytes {
                return;
            }
            lazy.encode();
        }
    }

    /// Drops what nobody asked for lately where more is loaded than there is room for.
    pub fn make_room(&self) {
        let mut loaded = self.loaded();
        let loaded = &mut loaded.series;
        loaded.retain(|lazy| lazy.strong_count() > 0);
        let used = self.used_bytes();
        if used <= self.0.max_bytes {
            return;
        }
        let mut excess = used - (self.0.max_bytes - self.0.max_bytes / FREED);
        // Each is passed over once where somebody asked for it, so twice round finds enough.
        for _ in 0..2 * loaded.len() {
            if excess == 0 {
                break;
            }
            let Some(weak) = loaded.pop_front() else { break };
            let Some(lazy) = weak.upgrade() else { continue };
            if lazy.asked.swap(false, Ordering::Relaxed) {
                loaded.push_back(weak);
                continue;
            }
            excess = excess.saturating_sub(lazy.bytes.load(Ordering::Relaxed));
            lazy.unload();
        }
    }
}
