//! Rung 4: pages for people, and lists for programs at the same addresses.
//!
//! A page depends on a series and its record, uses no clock, and is complete without scripts, images or
//! other sites. Calendars are in `render`; `web` chooses the page for a request.

mod atom;
mod branding;
mod calendars;
mod changes;
mod context;
pub mod embed;
mod error;
mod head;
mod languages;
mod layout;
pub mod links;
mod list;
pub mod mail;
mod marks;
mod openapi;
mod parts;
mod programme;
mod qr;
mod schedule;
mod series;
mod session;
mod stylesheet;
mod time;
mod xml;

pub use atom::atom;
pub use branding::{Branding, FrameAncestors, Logo, LogoForm, Stylesheet};
pub use context::{PageContext, Selections};
pub use error::{ErrorTexts, error_html};
pub use languages::PageLocation;
pub use list::{ListedPart, ListedSeries, ListedSession, index_html, index_json};
pub use openapi::openapi_json;
pub use parts::offers_choice;
pub use qr::{qr_png, qr_svg};
pub use schedule::{schedule_json, schedule_xml};
pub use series::{series_html, series_json};
pub use session::{Copy, session_html};
pub use stylesheet::{SCRIPT, style};
