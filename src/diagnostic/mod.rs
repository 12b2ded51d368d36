//! Findings: problems of an input, their places and fixes.
//!
//! Independent of calendars. Renders findings as text or JSON; callers print them.

mod cap;
mod codes;
mod finding;
mod json;
mod source;
mod text;

pub use cap::{Capped, MAX_OF_A_CODE, cap, most_of_a_code};
pub(crate) use codes::codes;
pub use finding::{Code, Finding, Severity, has_errors, sort};
pub use json::to_json;
pub use source::{Position, SourceFile, Span};
pub use text::{Style, to_text};
