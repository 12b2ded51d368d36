//! Groups whose entries are made on first request and dropped again when others need the room.
//!
//! Decides which are dropped: those that nobody asked for since the last time it looked, the ones
//! made longest ago first. What is made again is the same bytes with the same tags, for it is made
//! of the same things. Does not know what it holds.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use super::builder::{Entries, Gathered, Group, Placed};
use super::{Entry, Resource, SeriesReach, Unavailable};

/// What an entry costs beside its bodies: path, tags, headers, slots of tables.
const ENTRY_BYTES: usize = 1024;

/// Part of the room that is left after others were dropped, so that the next does not come at
/// once.
const FREED: usize = 8;

/// A group that can be made.
pub struct Recipe {
    /// The first segment of all its paths, extension left off.
    pub key: Box<str>,
    /// Makes its entries, always the same ones. What goes wrong is for the log.
    pub make: Box<dyn Fn() -> Result<Vec<Placed>, String> + Send + Sync>,
    /// What stands there where it cannot be made.
    pub otherwise: Unavailable,
    /// Whom it has reached.
    pub reach: Option<SeriesReach>,
}

impl fmt::Debug for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recipe").field("key", &self.key).finish_non_exhaustive()
    }
}

/// The room that groups made on request may take. Clones share it.
#[derive(Clone, Debug)]
pub struct Cache(Arc<Ledger>);

#[derive(Debug)]
struct Ledger {
    max_bytes: usize,
    used: AtomicUsize,
    made: Mutex<MadeOnes>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct MadeOnes {
    /// The one made last at the end.
    groups: VecDeque<Weak<Lazy>>,
    /// How many were ever made.
    count: u64,
}

/// A place for a group that is made on request: the present one, made or not.
#[derive(Clone, Debug)]
pub struct Home(Arc<Mutex<Group>>);

/// A group that is made on request.
#[derive(Debug)]
pub(super) struct Lazy {
    recipe: Arc<Recipe>,
    made: OnceLock<Result<Entries, Box<Entry>>>,
    asked: AtomicBool,
    encoded: AtomicBool,
    bytes: AtomicUsize,
    cache: Cache,
    home: Weak<Mutex<Group>>,
}

impl Lazy {
    fn new(recipe: Arc<Recipe>, cache: Cache, home: Weak<Mutex<Group>>) -> Self {
        Self {
            recipe,
            made: OnceLock::new(),
            asked: AtomicBool::new(false),
            encoded: AtomicBool::new(false),
            bytes: AtomicUsize::new(0),
            cache,
            home,
        }
    }

    pub(super) fn get(self: &Arc<Self>, path: &str) -> Option<&Entry> {
        // Whoever has it made does not count: what is asked for once is the first to go.
        if self.made.get().is_some() && !self.asked.load(Ordering::Relaxed) {
            self.asked.store(true, Ordering::Relaxed);
        }
        match self.made() {
            Ok(entries) => entries.get(path).map(|entry| &**entry),
            Err(unavailable) => Some(unavailable),
        }
    }

    /// Its entries, made now if they are not.
    pub(super) fn made(self: &Arc<Self>) -> Result<&Entries, &Entry> {
        let mut is_new = false;
        let made = self.made.get_or_init(|| {
            is_new = true;
            let recipe = &self.recipe;
            let gathered = (recipe.make)().and_then(|placed| {
                Gathered::below(&recipe.key, placed).map_err(|problem| problem.to_string())
            });
            gathered.map(|gathered| gathered.entries).map_err(|why| {
                log::error!("series {} cannot be served: {why}", recipe.key);
                Box::new(Entry::Unavailable(recipe.otherwise.clone()))
            })
        });
        if is_new {
            self.count();
            self.cache.note(self);
        }
        made.as_ref().map_err(|entry| &**entry)
    }

    /// Makes the content codings of what is made.
    fn encode(&self) {
        if let Some(Ok(entries)) = self.made.get() {
            let all = entries.values().flat_map(|entry| entry.resources());
            all.for_each(Resource::encode);
        }
        self.count();
    }

    fn count(&self) {
        let Some(Ok(entries)) = self.made.get() else { return };
        let length = |entry: &Entry| {
            let body = |resource: &Resource| {
                let encoded = resource.encoded().iter().map(|one| one.body().len());
                resource.body().len() + encoded.sum::<usize>()
            };
            ENTRY_BYTES + entry.resources().map(body).sum::<usize>()
        };
        let now = entries.values().map(|entry| length(entry)).sum();
        let before = self.bytes.swap(now, Ordering::Relaxed);
        self.cache.0.used.fetch_add(now, Ordering::Relaxed);
        self.cache.0.used.fetch_sub(before, Ordering::Relaxed);
    }

    /// The same, not made yet.
    fn fresh(&self) -> Group {
        let recipe = Arc::clone(&self.recipe);
        Group::lazy(Arc::new(Self::new(recipe, self.cache.clone(), self.home.clone())))
    }

    pub(super) fn reach(&self) -> Option<&SeriesReach> {
        self.recipe.reach.as_ref()
    }

    pub(super) fn key(&self) -> &str {
        &self.recipe.key
    }
}

impl Drop for Lazy {
    fn drop(&mut self) {
        self.cache.0.used.fetch_sub(*self.bytes.get_mut(), Ordering::Relaxed);
    }
}

impl Home {
    /// Of the group that `recipe` makes, in the room of `cache`.
    #[must_use]
    pub fn new(cache: &Cache, recipe: Recipe) -> Self {
        Self(Arc::new_cyclic(|home| {
            let lazy = Lazy::new(Arc::new(recipe), cache.clone(), home.clone());
            Mutex::new(Group::lazy(Arc::new(lazy)))
        }))
    }

    /// The group, for a snapshot.
    #[must_use]
    pub fn group(&self) -> Group {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Cache {
    /// Room for so many bytes, about: what is made is made first and weighed then.
    #[must_use]
    pub fn new(max_bytes: usize) -> Self {
        Self(Arc::new(Ledger {
            max_bytes,
            used: AtomicUsize::new(0),
            made: Mutex::default(),
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

    fn note(&self, lazy: &Arc<Lazy>) {
        let mut made = self.made();
        made.groups.push_back(Arc::downgrade(lazy));
        made.count += 1;
        self.0.changed.notify_all();
    }

    fn made(&self) -> MutexGuard<'_, MadeOnes> {
        self.0.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until more were made than `seen`; how many were.
    pub(super) fn wait(&self, seen: u64) -> u64 {
        let made = self.0.changed.wait_while(self.made(), |made| made.count == seen);
        made.unwrap_or_else(PoisonError::into_inner).count
    }

    /// Makes the content codings of groups, as long as there is room.
    pub(super) fn encode(&self) {
        let made: Vec<Weak<Lazy>> = self.made().groups.iter().cloned().collect();
        for lazy in made.iter().filter_map(Weak::upgrade) {
            if self.used_bytes() > self.0.max_bytes {
                return;
            }
            if !lazy.encoded.swap(true, Ordering::Relaxed) {
                lazy.encode();
            }
        }
    }

    /// What takes the places of groups that must go; nothing, while there is room.
    pub(super) fn victims(&self) -> Vec<Group> {
        let mut made = self.made();
        let made = &mut made.groups;
        made.retain(|lazy| lazy.strong_count() > 0);
        let used = self.used_bytes();
        if used <= self.0.max_bytes {
            return Vec::new();
        }
        let mut excess = used - (self.0.max_bytes - self.0.max_bytes / FREED);
        let mut fresh = Vec::new();
        // Each is passed over once where somebody asked for it, so twice round finds enough.
        for _ in 0..2 * made.len() {
            if excess == 0 {
                break;
            }
            let Some(weak) = made.pop_front() else { break };
            let Some(lazy) = weak.upgrade() else { continue };
            if lazy.asked.swap(false, Ordering::Relaxed) {
                made.push_back(weak);
                continue;
            }
            excess = excess.saturating_sub(lazy.bytes.load(Ordering::Relaxed));
            fresh.push(lazy.replaced());
            // Where a snapshot still comes that has it, it is met here again.
            made.push_back(weak);
        }
        fresh
    }
}

impl Lazy {
    /// What stands in its place from now on.
    fn replaced(self: &Arc<Self>) -> Group {
        let Some(home) = self.home.upgrade() else { return self.fresh() };
        let mut group = home.lock().unwrap_or_else(PoisonError::into_inner);
        if group.is(self) {
            *group = self.fresh();
        }
        group.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn recipe(make: Box<dyn Fn() -> Result<Vec<Placed>, String> + Send + Sync>) -> Recipe {
        let otherwise = Unavailable::new(NonZeroU32::MIN, "why");
        Recipe { key: "talks".into(), make, otherwise, reach: None }
    }

    #[test]
    fn what_cannot_be_made_is_unavailable_at_every_address() {
        let make = || Err("the calendar breaks rule `utf-8-with-crlf`".to_owned());
        let home = Home::new(&Cache::new(8), recipe(Box::new(make)));
        let mut builder = super::super::SnapshotBuilder::new();
        builder.share(&home.group()).expect("free");
        let snapshot = builder.build(&[], "2026f").expect("built");
        for path in ["/talks.ics", "/talks/opening.ics"] {
            assert!(matches!(snapshot.get(path), Some(Entry::Unavailable(_))), "{path}");
        }
        assert!(snapshot.get("/walks.ics").is_none());
    }

    #[test]
    fn many_who_ask_at_once_have_it_made_once() {
        let count = Arc::new(AtomicUsize::new(0));
        let make = {
            let count = Arc::clone(&count);
            move || {
                count.fetch_add(1, Ordering::Relaxed);
                let entry = Entry::Resource(Resource::text("body"));
                Ok(vec![Placed::new("/talks", entry).map_err(|problem| problem.to_string())?])
            }
        };
        let group = Home::new(&Cache::new(8), recipe(Box::new(make))).group();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert!(group.get("/talks").is_some()));
            }
        });
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
