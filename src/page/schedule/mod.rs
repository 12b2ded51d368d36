//! A series as a conference schedule: the "frab" formats `schedule.xml` and `schedule.json`, which
//! schedule apps and video tools read.
//!
//! Both are written from one [`Timetable`](timetable::Timetable), a pure function of the series, its
//! record and the public URL. docs/reference/schedules.md describes every element.

mod event;
mod json;
mod numbers;
mod slot;
#[cfg(test)]
mod tests;
mod timetable;
mod xml;

pub use json::schedule_json;
pub use xml::schedule_xml;
