//! A series of events, fully checked.
//!
//! Each type's only constructor checks its value. Nothing here reads files, clocks or settings, depends
//! on TOML or HTTP, or can be changed after construction.

mod access;
mod colour;
mod email;
mod ids;
mod languages;
mod part;
mod series;
mod text;
mod uid;
mod url;
mod value_problem;
mod values;
mod when;
mod withheld;
mod zone;

pub use access::{Access, Audience, TokenHash};
pub use colour::Colour;
pub use email::Email;
pub use ids::{Authority, IdProblem, SeriesId, SessionId};
pub use part::{Belonging, Part, PartId, PartKey};
pub use series::{
    OnCancel, Organizer, PartLimit, PartView, Series, SeriesParts, SeriesProblem, Session,
    SessionParts, Speaker, Status,
};
pub(crate) use text::is_line_break;
pub use text::{Line, Prose, TextProblem};
pub use uid::{Uid, UidProblem};
pub use url::{UrlProblem, WebUrl};
pub use value_problem::ValueProblem;
pub use values::{Category, Geo, Language, Place, Reminder};
pub use when::{Moment, When, WhenProblem};
pub use withheld::without_link;
pub use zone::{Resolved, Zone};
