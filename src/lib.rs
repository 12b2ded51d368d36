//! Kalends turns a declared series of events into calendars.

pub mod diagnostic;
pub mod model;
