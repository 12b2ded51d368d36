//! The one place where the current snapshot is exchanged, all of it at once.

use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};

use super::Snapshot;

/// The current snapshot. Clones hold the same one; readers never wait for writers.
#[derive(Clone, Debug)]
pub struct Shared(Arc<ArcSwap<Snapshot>>);

impl Shared {
    /// Starts with the given snapshot.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(snapshot)))
    }

    /// The current snapshot for the length of one request.
    #[must_use]
    pub fn load(&self) -> Guard<Arc<Snapshot>> {
        self.0.load()
    }

    /// The current snapshot for as long as the caller likes.
    #[must_use]
    pub fn load_full(&self) -> Arc<Snapshot> {
        self.0.load_full()
    }

    /// Puts another snapshot in place. Requests under way finish with the one they started with.
    pub fn store(&self, snapshot: Snapshot) {
        self.0.store(Arc::new(snapshot));
    }
}

impl Default for Shared {
    /// Starts with nothing loaded.
    fn default() -> Self {
        Self::new(Snapshot::empty())
    }
}
