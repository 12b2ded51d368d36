//! Rung 4: pages for people, and the lists that machines read at the same addresses.
//!
//! A page is made of a series and its record, knows no clock, and is complete without scripts,
//! images or anybody else's address. Calendars are `render`'s business, and which page a request
//! gets is `web`'s.

mod html;
pub mod links;
mod list;
mod openapi;
mod series;
mod session;

pub use html::STYLE;
pub use list::{Listed, ListedPart, ListedSession, index_html, index_json};
pub use openapi::openapi_json;
pub use series::{series_html, series_json};
pub use session::{Copy, session_html};
