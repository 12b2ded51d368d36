//! Panics in the pipeline, for tests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Definitions that panic on their way through the pipeline.
static DEFECTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

pub(super) fn defects() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    DEFECTS.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn meet(path: &Path) {
    let meets = defects().contains(path);
    assert!(!meets, "the defect in {:?}", thread::current().name());
}
