//! Definitions: TOML as people write it, read into a [`crate::model::Series`] or explained.
//!
//! Reads text, never files; finds everything that is wrong in one pass, not the first thing.

mod access;
mod catalogue;
pub mod codes;
mod fields;
mod help;
mod languages;
mod localized;
mod malformed;
mod novelty;
mod placement;
mod reader;
mod refusal;
mod rename;
mod schema;
mod series;
mod session;
mod slips;
mod synonyms;
mod syntax;
mod time;
mod warnings;
pub mod zone_names;

pub use access::{Remains, Said};
pub use catalogue::{Claims, check as check_catalogue, disputes};
pub use fields::{ACCESS, Field, Kind, ORGANIZER, SERIES, SESSION, SPEAKER, VENUE};
pub(crate) use help::slug;
pub use rename::{Renaming, rename};
pub use schema::schema;
pub use series::{Definition, parse};
pub(crate) use warnings::TAGS;
