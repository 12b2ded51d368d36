//! Rung 4: everything the service can answer, swapped as a whole.
//!
//! A snapshot leads from a name to a series, and from an address of the series to what is there. Bodies,
//! validators and header values are rendered once, ahead of requests or for the first of them, so that
//! answering neither formats nor hashes. It knows no web
//! server and no status codes (`web` has those), and makes no bodies (`render` does); the only
//! documents of its own are the ones for machines: `/healthz`, `/readyz` and `/robots.txt`.

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
pub use cache::{Cache, Lazy, Recipe};
pub use coding::{Coding, Encoded, MIN_BYTES};
pub use edition::{Edition, Slots};
pub use entry::{Entry, Languages, Redirect, Revisions, Unavailable, Variants};
pub use error_pages::{ErrorPages, Fault};
pub use header::{FileName, HeaderProblem, HeaderText, InstantProblem, LastModified};
pub use names::{Closed, Found, Name, Served};
pub use policy::PagePolicy;
pub use progress::{Outcome, PassState, Progress};
pub use reach::{Fetched, Reach, SeriesReach};
pub use readiness::{Failure, Readiness, ReadinessStatus};
pub use resource::{Delivery, Kind, Resource};
pub use shared::{Codings, Shared};
pub use status::SiteStatus;
