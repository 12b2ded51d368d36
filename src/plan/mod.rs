//! Describes the next publication in words: shown to the editor before anyone else sees the change.
//!
//! All decisions are made in `revision`. Uses no clock, so that one definition and one record give
//! one text. Every form (terminal, Markdown, JSON) is written from the same values.

mod access;
mod clients;
mod diff;
mod json;
mod markdown;
mod parts;
mod people;
mod publication;
mod rows;
mod session;
mod shown;
mod summary;
mod text;
mod when;

pub use clients::{CLIENTS, ClientBehaviour, OpenedAgain};
pub use json::json;
pub use markdown::markdown;
pub use publication::{EndDecision, Plan, SeriesEnd, SeriesPlan};
pub use text::text;
