//! Turns a declared series of events into calendars over HTTP: one `.ics` per session and one for the
//! whole series. Identities never change, so an update reaches the entry people already have.
//!
//! # The one idea
//!
//! **Published bytes are a function of definition, publication record and release**, and of nothing
//! else: no clock, no host name, no random number. So all replicas of one release, caches and exports
//! give the same bytes with the same ETag, and every test can compare bytes. Where a release writes
//! something differently than the one before, a table in [`revision`] has a row for it.
//!
//! - The *definition* (`schedules/<series>.toml`) describes the series. People write it.
//! - The *publication record* (`schedules/<series>.lock`) describes the last publication: for every
//!   session its UID, SEQUENCE, times of creation and revision, its texts, and two fingerprints of
//!   them. Kalends writes it; it is committed next to the definition.
//!
//! # From a file to a response
//!
//! 1. [`store::Shelf`] reads the directory: which definitions and records are new or changed.
//! 2. [`definition::parse`] turns a definition into a [`model::Series`], or into findings with places.
//! 3. [`revision::Record::parse`] reads the record; [`revision::reconcile()`] compares it with the series
//!    and returns the next record: who keeps which UID, which SEQUENCE rises.
//! 4. [`render::calendars`] writes the calendars, [`render::check`] proves them. Only then is the record
//!    written ([`store::write_record`]): a bug in rendering never uses up a SEQUENCE.
//! 5. [`publish`] puts the series into a [`snapshot::Snapshot`], which replaces the one before as a whole.
//!    Pages and other resources are rendered on first use, with the function that also warms them.
//! 6. [`web`] parses a request's path into an [`address::Address`], looks it up in the snapshot, and
//!    answers with the entry: a resource, a redirect, gone, or unavailable.
//!
//! To read the code, start with [`publish::Publisher::load`] and follow the calls; for requests, with
//! `src/web/app.rs`. `CONTRIBUTING.md` has recipes for a new address, key, finding or language.
//!
//! # Layers
//!
//! A module imports only from layers with a lower number, its *rung*; a test reads all imports.
//!
//! | rung | module | contents |
//! |---|---|---|
//! | 0 | [`diagnostic`] | findings: code, place, headline, help; as text and JSON. Independent of calendars |
//! | 0 | [`rules`] | the calendar rules by name, cited by findings and comments |
//! | 0 | [`address`] | the service's addresses: one type, one table, one parser, one writer |
//! | 1 | [`model`] | a checked series: every type's only constructor checks. No serde, no I/O |
//! | 2 | [`ical`] | RFC 5545: reader with places, writer, VTIMEZONEs, strict check. Independent of series |
//! | 2 | [`definition`] | TOML → model and *all* findings; the field table and its JSON Schema |
//! | 2 | [`revision`] | the record, its text form, fingerprints, and the pure `reconcile` |
//! | 2 | [`i18n`] | the service's own texts in every language, and their formats of dates and times |
//! | 3 | [`render`] | series and record → calendars, checked before they are served |
//! | 3 | [`plan`] | the changes of a publication, in words, and their meaning for people |
//! | 4 | [`page`] | series and record → web pages, and lists for programs |
//! | 4 | [`snapshot`] | immutable map of path → resource, exchanged whole |
//! | 4 | [`lint`] | problems of any calendar in real clients, as findings with the rule |
//! | 5 | [`adopt`] | other systems' calendars, and our own with a lost record → definition and record |
//! | 5 | [`store`], [`clock`], [`fetch`] | the files of series; the only clock; calendars from files or URLs |
//! | 6 | [`publish`] | the one pipeline: read, check, reconcile, render, check again, record, snapshot |
//! | 6 | [`doctor`] | fetches a published calendar as the big clients do, and lints it |
//! | 7 | [`web`] | actix-web: uses the snapshot only |
//! | 8 | [`export`] | the whole site as files, with host configuration for redirects and headers |
//! | 9 | [`cli`] | one file per subcommand; the only place that reads settings |
//!
//! Commands run parts of this one path: `check`, `plan` and `render` without writing, `publish` up to the
//! records, `serve` all of it; `export` writes the responses of `serve` to files.
//!
//! # Deliberate omissions
//!
//! - No writing through the [`icalendar`] crate: version 0.17, when run, lets lines be injected through
//!   NAME, URL and parameters, passes CR and control characters through TEXT, lacks RFC 6868, folds in
//!   quadratic time, and gives a VTIMEZONE a UID and the current time. [`ical`] writes content lines,
//!   from types that cannot hold anything that breaks them; `icalendar` reads them back as a second
//!   opinion.
//! - No use of [`chrono_tz`] as an authority: its time zone data is one release behind. [`jiff`] decides;
//!   a difference means that the law changed lately, which is a warning.
//! - No database, and no state except the two files.

pub mod address;
pub mod adopt;
pub mod cli;
pub mod clock;
pub mod definition;
pub mod diagnostic;
pub mod doctor;
pub mod export;
pub mod fetch;
pub mod i18n;
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
