//! The one place where the current snapshot is exchanged, all of it at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::{io, thread};

use arc_swap::{ArcSwap, Guard};

use super::{Progress, Resource, Snapshot};

/// The current snapshot. Clones hold the same one; readers never wait for writers.
#[derive(Clone, Debug)]
pub struct Shared(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    current: ArcSwap<Snapshot>,
    /// How often it was exchanged.
    exchanges: Mutex<u64>,
    exchanged: Condvar,
    progress: Progress,
}

impl Shared {
    /// Starts with the given snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self(Arc::new(Inner {
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

    /// The current snapshot for as long as the caller likes.
    #[must_use]
    pub fn load_full(&self) -> Arc<Snapshot> {
        self.0.current.load_full()
    }

    /// Puts another snapshot in place. Requests under way finish with the one they started with.
    pub fn store(&self, snapshot: Snapshot) {
        let mut exchanges = self.0.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.current.store(Arc::new(snapshot));
        *exchanges += 1;
        drop(exchanges);
        self.0.exchanged.notify_all();
    }

    /// How often another snapshot was put in place.
    #[must_use]
    pub fn exchanges(&self) -> u64 {
        *self.0.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How keeping it up to date goes.
    #[must_use]
    pub fn progress(&self) -> &Progress {
        &self.0.progress
    }

    /// Renders what is served before it is asked for, makes its content codings where `codings` says so,
    /// and does the same with what will be served, on a thread of its own. Until then requests render what
    /// they ask for, and bodies are served as they are. Ends with the process.
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
                    // A page that cannot be rendered is a 500 where it is asked for. The hook logs it.
                    let _ = catch_unwind(AssertUnwindSafe(|| edition.warm()));
                }
                if codings == Codings::Made {
                    // A large index takes minutes. Meanwhile only the entry under way is held, so that
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

/// Whether content codings are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codings {
    /// They are.
    Made,
    /// Nothing is sent compressed.
    None,
}

impl Default for Shared {
    /// Starts with nothing loaded.
    fn default() -> Self {
        Self::new(Snapshot::empty())
    }
}
