//! Rung 4: everything the service can answer, made ahead of requests and swapped as a whole.
//!
//! A snapshot is an immutable map from path to what is there. Bodies, validators and header values
//! are finished when it is built, so that answering neither formats nor hashes. It knows no web
//! server and no status codes (`web` has those), and makes no bodies (`render` does); the only
//! documents of its own are the ones for machines: `/healthz`, `/readyz` and `/robots.txt`.

mod builder;
mod cache;
mod coding;
mod entry;
mod error_pages;
mod etag;
mod header;
mod policy;
mod private;
mod progress;
mod reach;
mod readiness;
mod resource;
mod shared;

pub use builder::{Group, Placed, Snapshot, SnapshotBuilder, SnapshotProblem};
pub use cache::{Cache, Home, Recipe};
pub use coding::{Coding, Encoded, MIN_BYTES};
pub use entry::{Entry, Languages, Redirect, Revisions, Unavailable, Variants};
pub use error_pages::{ErrorPages, Fault};
pub use header::{FileName, HeaderProblem, HeaderText, InstantProblem, LastModified};
pub use policy::PagePolicy;
pub use progress::{Outcome, PassState, Progress};
pub use reach::{Fetched, Reach, SeriesReach};
pub use readiness::{Failure, Readiness, ReadinessStatus};
pub use resource::{Delivery, Kind, Resource};
pub use shared::{Codings, Shared};
