//! The one pipeline: definitions and records in, checked calendars and a snapshot of all addresses out.
//!
//! Every command runs it; [`Settings`] decide whether records are written. A pass runs these steps in
//! order (the function `run` in `pass.rs` is this list):
//!
//! | step | file | result |
//! |---|---|---|
//! | read | `store` | files with other bytes than before |
//! | parse | `parse.rs` | definitions; on a large site, unchanged series are listed at once |
//! | claims | `claims.rs`, `owners.rs` | one owner for each address and each record |
//! | unclaimed records | `unclaimed.rs`, `vanished.rs` | series without a definition |
//! | reconcile, permit | `series.rs` | the next record, unless a change must not be published |
//! | render, check | `edition.rs` | calendars that break no rule |
//! | write | `series.rs` | the record, before anything is served |
//! | list | `listing.rs` | the edition, in memory or loaded on demand |
//! | swap | `pass.rs` | the new editions replace the old ones |
//! | umbrellas | `umbrella.rs`, `umbrella_calendar.rs` | calendars over several series |
//! | collect | `collect.rs`, `privacy.rs` | [`Published`]: everything served, all findings |
//! | snapshot | `site.rs` | the entry at each address |
//!
//! The order is a promise: a rendering defect never uses up a SEQUENCE, and nothing is served that is
//! not recorded. A series that cannot be published stays as it was. Everything that lasts from one pass
//! to the next is in one struct, `State`.

mod changes;
mod claims;
pub mod codes;
mod collect;
mod edition;
mod error;
mod error_pages;
mod first;
mod links;
mod listing;
mod owners;
mod pages;
mod parse;
mod parts;
mod pass;
mod privacy;
mod private_files;
mod publish_definition;
mod published;
mod publisher;
mod reload;
mod removal;
mod revoke_access;
mod series;
mod sessions;
mod settings;
mod site;
mod state;
mod status;
#[cfg(test)]
mod tests;
mod umbrella;
mod umbrella_calendar;
mod umbrella_state;
mod unavailable;
mod unclaimed;
mod vanished;

use jiff::Timestamp;

use crate::store::ReadError;

pub use changes::{SiteChange, SiteChangeKind};
pub use edition::{PublishedSeries, RecordChanges, Translation};
pub use listing::Listing;
pub use private_files::PrivateFiles;
pub use published::Published;
pub use publisher::{Publisher, Reloaded};
pub use reload::{Reloader, Reloading};
pub use settings::{MassRemovals, Records, Settings, WithoutDefinition};
pub use unavailable::{Retired, UnavailableSeries};

/// Runs the pipeline once.
///
/// # Errors
/// When a path is missing or a directory cannot be listed. Everything else is a finding.
pub fn publish(settings: &Settings, now: Timestamp) -> Result<Published, ReadError> {
    Publisher::new(settings).load(now)
}
