//! What integration tests of the service share: the production server on a port the system chose,
//! a client that sends whatever bytes it is given, a small site to ask for, a small series, and the command.

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
