//! Helpers of integration tests: the production server on a free port, a client that sends any bytes, a
//! small site, a small series, and the command.

mod app;
mod client;
mod command;
mod schema;
mod site;
mod talks;
mod tls;

pub(crate) use app::{App, TIMEOUT, spawn_app, spawn_app_on, spawn_app_with};
pub(crate) use client::{Connection, Response};
pub(crate) use command::kalends;
pub(crate) use schema::Schema;
pub(crate) use site::{
    CALENDAR, LAST_MODIFIED_UNIX, SESSION, feed, modified, series_site, series_site_builder,
};
pub(crate) use talks::{directory, talks};
pub(crate) use tls::{Issued, ask_last, localhost};
