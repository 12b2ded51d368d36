//! Rung 4: everything the service can answer, swapped as a whole.
//!
//! A snapshot maps a name to a series, and an address of the series to an entry. Bodies, validators and
//! header values are rendered once, before requests or for the first request, so that answering neither
//! formats nor hashes. This module knows no web server and no status codes (`web` does). It renders
//! `/healthz`, `/readyz` and `/robots.txt` itself; all other bodies come from `publish`.

mod builder;
mod cache;
mod coding;
mod edition;
mod entry;
mod error_pages;
mod etag;
mod header;
mod names;
mod policy;
mod progress;
mod reach;
mod readiness;
mod resource;
mod shared;
mod status;

pub use builder::{Snapshot, SnapshotBuilder, SnapshotProblem};
pub use cache::{Cache, EditionLoader, LazySlot};
pub use coding::{Coding, Encoded, MIN_BYTES};
pub use edition::{Edition, Selection, Slots};
pub use entry::{Entry, Languages, Redirect, Revisions, UnavailableEntry, Variants};
pub use error_pages::{ErrorPages, Fault};
pub use header::{FileName, HeaderProblem, HeaderText, InstantProblem, LastModified};
pub use names::{Closed, Found, Name, Served};
pub use policy::PagePolicy;
pub use progress::{Outcome, PassState, Progress};
pub use reach::{FetchCounts, Reach, SeriesReach};
pub use readiness::{Readiness, ReadinessStatus, SourceFailure};
pub use resource::{Delivery, Kind, Resource};
pub use shared::{Codings, Shared};
pub use status::SiteStatus;
