//! The tolerant reader of anyone's calendar: content lines with their places, and the values of
//! dates and times in them.
//!
//! What a property means, and whether it is right, is decided above: `adopt` makes a definition of
//! what it reads, `lint` tells what is wrong with it.

mod lines;
mod values;

pub(crate) use lines::{ContentLine, content_lines};
pub(crate) use values::{date, date_time, duration, stamp};
