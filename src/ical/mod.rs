//! iCalendar (RFC 5545): the reader, the writer of content lines, the VTIMEZONE of each zone, and
//! the strict check of calendars before they are served. Does not depend on series.

mod check;
mod components;
mod decode;
mod lines;
mod observances;
mod parameters;
mod values;
mod vtimezone;
mod write;

pub use check::{CalendarFault, EventSpan, Expected, check, check_alarm};
pub(crate) use components::{Component, read_calendars};
pub(crate) use decode::{Damage, decode, utf_16};
pub(crate) use lines::{ContentLine, Oddity, is_forbidden};
pub(crate) use observances::{Observances, Offset};
pub(crate) use parameters::{MalformedParameter, Parameter, is_language_tag, is_token};
pub(crate) use values::{date, date_time, duration, offset, stamp};
pub use vtimezone::ZoneBlock;
pub(crate) use write::ContentLines;
