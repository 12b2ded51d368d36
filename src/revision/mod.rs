//! Publication records of series, and the changes that the next publication makes.
//!
//! Contains fingerprints, the record with its text form, and [`reconcile()`]. Uses no files, no
//! clock and no calendar format. A damaged record is rejected with the place of the damage; nothing
//! here starts a record again at zero.

mod adopted;
mod belonging;
mod block;
mod change;
pub mod codes;
mod existence;
mod feed;
mod field_values;
mod fields;
mod fingerprint;
mod history;
mod identity;
mod instant;
mod keys;
mod languages;
mod lines;
mod membership;
mod merge;
mod parse;
mod parts;
mod reconcile;
mod record;
mod removal;
mod renamed;
mod renames;
mod repair;
mod rewrites;
mod rollback;
mod sanity;
mod signatures;
mod since;
mod translations;
mod trim;
mod umbrella;
mod values;
mod write;

#[cfg(test)]
mod tests;

pub use adopted::Stamp;
pub use change::{AccessChange, Change, ChangeKind, Retirement};
pub use existence::{audience_named, series_named};
pub use fields::{FieldChange, Fields};
pub use fingerprint::Fingerprint;
pub use history::{MAX_PAST, PastRevision};
pub use keys::{FieldGroup, Key};
pub use languages::LanguageChange;
pub use parts::{PartChange, PartChangeKind, RecordedPart};
pub use reconcile::{LIFETIME_DAYS, Reconciled, reconcile};
pub use record::{Record, RecordEntry, Withdrawn};
pub use removal::{MassRemoval, mass_removal};
pub use repair::{FetchState, RepairStep, Repaired, ahead};
pub use rewrites::FORMAT;
pub use rollback::OldRelease;
pub use sanity::clock_fault;
pub use translations::Translations;
pub use trim::{TooLarge, Trimmed};
