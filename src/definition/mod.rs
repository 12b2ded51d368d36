//! Definitions: TOML as people write it, read into a [`crate::model::Series`] or explained.
//!
//! Reads text, never files; finds everything that is wrong in one pass, not the first thing.

mod catalogue;
pub mod codes;
mod fields;
mod hints;
mod reader;
mod readings;
mod schema;
mod series;
mod session;
mod time;
mod warnings;
pub mod zone_names;

pub use catalogue::check as check_catalogue;
pub use fields::{Field, Kind, ORGANIZER, SERIES, SESSION, SPEAKER, VENUE};
pub use schema::schema;
pub use series::{Definition, parse};
