//! Kalends turns a declared series of events into calendars: one `.ics` per session, one for the
//! whole series, served over HTTP, with identities that never change, so that an update reaches
//! the entry people already have.
//!
//! # The one idea
//!
//! **Published bytes are a function of definition, publication record and release**, and of nothing
//! else: no clock, no host name, no random number. Any number of replicas of one release, a cache or an
//! export give the same bytes with the same ETag, and every test can compare bytes. What a release
//! writes differently than the one before is a row of one table in [`revision`].
//!
//! - The *definition* (`schedules/<series>.toml`) says what is. People write it.
//! - The *publication record* (`schedules/<series>.lock`) says what has been published: for every
//!   session its UID, SEQUENCE, instants of creation and revision, what it said, and two
//!   fingerprints of that. Kalends writes it; it is committed beside the definition.
//!
//! # The ladder
//!
//! A module imports only from lower rungs; a test reads the `use crate::` lines.
//!
//! | rung | module | what lives there |
//! |---|---|---|
//! | 0 | [`diagnostic`] | findings: code, place, headline, help; as text and JSON. Knows no calendar |
//! | 0 | [`rules`] | the calendar rules by name, which findings and comments cite |
//! | 0 | [`address`] | the addresses of the service: one type, one table, read and written in one place |
//! | 1 | [`model`] | a series as meant: every type checks at its only door. No serde, no I/O |
//! | 2 | [`ical`] | RFC 5545: reader with places, writer, VTIMEZONEs, strict check. Knows no series |
//! | 2 | [`definition`] | TOML → model and *all* findings; the field table and its JSON Schema |
//! | 2 | [`revision`] | the record, its text form, fingerprints, and the pure `reconcile` |
//! | 2 | [`words`] | the service's own words in every language, and how each writes dates and times |
//! | 3 | [`render`] | series and record → calendars, checked before they are served |
//! | 3 | [`plan`] | what a publication changes, in words, and what that means for people |
//! | 4 | [`page`] | series and record → pages for people, lists for machines |
//! | 4 | [`snapshot`] | immutable map of path → resource, exchanged whole |
//! | 4 | [`lint`] | what real clients make of anyone's calendar, as findings with the rule |
//! | 5 | [`adopt`] | calendars of others, and of our own whose record is lost → definition and record |
//! | 5 | [`store`], [`clock`], [`fetch`] | the files of series; the only clock; a calendar from anywhere |
//! | 6 | [`publish`] | the one pipeline: read, check, reconcile, render, guard, record, snapshot |
//! | 6 | [`doctor`] | asks for a published calendar as the big clients do; lints what it gets |
//! | 7 | [`web`] | actix-web: sees the snapshot only |
//! | 8 | [`export`] | the whole site as files, and how each host is told what files cannot hold |
//! | 9 | [`cli`] | one file a subcommand; the only place that reads settings |
//!
//! `check`, `plan` and `render` run the pipeline without writing, `publish` writes the records, `serve`
//! writes them and serves, `export` writes what `serve` would answer to files. There is no second path.
//!
//! # What is deliberately not here
//!
//! - No writing through the [`icalendar`] crate: run at 0.17, it lets lines be injected through
//!   NAME, URL and parameters, passes CR and control characters through TEXT, has no RFC 6868,
//!   folds in quadratic time, and gives a VTIMEZONE a UID and the present time. Content lines are
//!   written by [`ical`], over types that cannot hold what would break them; `icalendar` reads
//!   them back as a second opinion.
//! - No truth from [`chrono_tz`], whose time zone data is a release behind: [`jiff`] decides, and
//!   where the two differ the law changed lately, which is a warning.
//! - No database, and no state beside the two files.

pub mod address;
pub mod adopt;
pub mod cli;
pub mod clock;
pub mod definition;
pub mod diagnostic;
pub mod doctor;
pub mod export;
pub mod fetch;
pub mod ical;
pub mod lint;
pub mod model;
pub mod page;
pub mod plan;
pub mod publish;
pub mod render;
pub mod revision;
pub mod rules;
pub mod snapshot;
pub mod store;
pub mod web;
pub mod words;
