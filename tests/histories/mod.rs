//! Long lives of a series: random edits, processes killed at any point, processes racing each
//! other. What must hold whatever happens: UIDs are constant, SEQUENCE never falls, the record is
//! whole.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod desk;
mod edits;
mod git;
mod kills;
mod races;
mod rename;
mod watch;
