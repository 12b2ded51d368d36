//! Tests of this module through its public interface.

mod adopted;
mod fields;
mod findings;
mod histories;
mod identity;
mod languages;
mod lives;
mod merge;
mod parts;
mod past;
mod refusals;
mod releases;
mod removal;
mod repair;
mod rewrites;
mod scenarios;
mod support;
mod text;
mod values;
