//! Tests of the rung, through its public door.

mod adopted;
mod fields;
mod findings;
mod histories;
mod languages;
mod lives;
mod merge;
mod past;
mod refusals;
mod removal;
mod rewrites;
mod scenarios;
mod support;
mod text;
mod values;
