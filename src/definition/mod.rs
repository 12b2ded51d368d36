//! Definitions: TOML as people write it, read into a [`crate::model::Series`] or explained.
//!
//! Reads text, never files; finds everything that is wrong in one pass, not the first thing.

mod access;
mod catalogue;
pub mod codes;
mod fields;
mod help;
mod keys;
mod languages;
mod localized;
mod malformed;
mod misplaced;
mod novelty;
mod parts;
mod placement;
mod published;
mod reader;
mod refusal;
mod rename;
mod schema;
mod series;
mod session;
mod shared_values;
mod slips;
mod structure;
mod synonyms;
mod syntax;
mod time;
mod umbrella;
mod warnings;
pub mod zone_names;

pub use access::{Remains, StatedAccess};
pub use catalogue::{Claims, check as check_catalogue, disputes};
pub use fields::{
    ACCESS, CATEGORY, Field, ORGANIZER, ROOM, SERIES, SESSION, SPEAKER, TRACK, UMBRELLA, VARIANT,
    VENUE, ValueKind,
};
pub(crate) use help::slug;
pub use published::PublishedIds;
pub use rename::{Renaming, rename};
pub use schema::schema;
pub use series::{Definition, parse, parse_with};
pub use umbrella::{MemberSelection, Umbrella};
pub(crate) use warnings::TAGS;
