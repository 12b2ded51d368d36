//! The current snapshot, which is replaced as a whole.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::{io, thread};

use arc_swap::{ArcSwap, Guard};

use super::{Progress, Resource, Snapshot};

/// The current snapshot. Clones share it; readers never wait for writers.
#[derive(Clone, Debug)]
pub struct Shared(Arc<SharedState>);

#[derive(Debug)]
struct SharedState {
    current: ArcSwap<Snapshot>,
    /// How often it was replaced.
    exchanges: Mutex<u64>,
    exchanged: Condvar,
    progress: Progress,
}

impl Shared {
    /// Starts with the given snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self(Arc::new(SharedState {
            current: ArcSwap::from_pointee(snapshot),
            exchanges: Mutex::new(0),
            exchanged: Condvar::new(),
            progress: Progress::default(),
        }))
    }

    /// The current snapshot for the length of one request.
    #[must_use]
    pub fn load(&self) -> Guard<Arc<Snapshot>> {
        self.0.current.load()
    }

    /// The current snapshot, for longer.
    #[must_use]
    pub fn load_full(&self) -> Arc<Snapshot> {
        self.0.current.load_full()
    }

    /// Replaces the snapshot. Requests in progress continue with the old one.
    pub fn store(&self, snapshot: Snapshot) {
        let mut exchanges = self.0.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.current.store(Arc::new(snapshot));
        *exchanges += 1;
        drop(exchanges);
        self.0.exchanged.notify_all();
    }

    /// How often the snapshot was replaced.
    #[must_use]
    pub fn exchanges(&self) -> u64 {
        *self.0.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The progress of passes over the files.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.0.progress
    }

    /// Renders each snapshot before requests, and compresses it according to `codings`, on a separate
    /// thread. Until then requests render their entries, and bodies are served uncompressed. Ends with the
    /// process.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn keep_warm(&self, codings: Codings) -> io::Result<()> {
        let shared = self.clone();
        thread::Builder::new().name("encode".to_owned()).spawn(move || {
            loop {
                let seen = shared.exchanges();
                let is_current = || shared.exchanges() == seen;
                let editions = shared.load().weak_editions();
                for edition in editions.iter().take_while(|_| is_current()) {
                    let Some(edition) = edition.upgrade() else { continue };
                    // A page that cannot be rendered is a 500 when requested. The panic hook logs it.
                    let _ = catch_unwind(AssertUnwindSafe(|| edition.warm()));
                }
                if codings == Codings::Made {
                    // A large index takes minutes. Meanwhile only the current entry is held, so that
                    // evicted and replaced series are freed.
                    let queue = shared.load().unencoded();
                    for entry in queue.iter().take_while(|_| is_current()) {
                        if let Some(entry) = entry.upgrade() {
                            entry.resources().for_each(Resource::encode);
                        }
                    }
                }
                let guard = shared.0.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
                drop(shared.0.exchanged.wait_while(guard, |exchanges| *exchanges == seen));
            }
        })?;
        Ok(())
    }
}

/// Whether bodies are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codings {
    /// All bodies are compressed.
    Made,
    /// No body is compressed.
    None,
}

impl Default for Shared {
    /// Starts with nothing loaded.
    fn default() -> Self {
        Self::new(Snapshot::empty())
    }
}
