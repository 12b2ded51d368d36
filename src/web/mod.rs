//! Rung 7: HTTP. Sees the snapshot only: it cannot parse definitions, render, hash or block.
//!
//! One concern per file: `address` what was asked for, `negotiate` which form of it, `conditional`
//! whether the client has it already, `respond` the answer, `problem` the answer when there is
//! none, `app` the order of these steps, `client` who asked, `tally`, `reach` and `access` what is
//! counted and logged of it, `private` what neither logs nor caches may hold, `measures` what is
//! measured beside, `server` and `signals` sockets, signals and stopping. Compression, TLS
//! and ranges are left to whatever stands in front.

mod access;
mod address;
mod app;
mod body;
mod client;
mod conditional;
mod header;
mod measures;
mod negotiate;
mod private;
mod problem;
mod reach;
mod representation;
mod respond;
mod server;
mod signals;
mod tally;

/// What every handler gives.
type Response = actix_http::Response<body::Body>;

pub use access::{ACCESS_TARGET, AccessLog};
pub use representation::Compression;
pub use server::{
    ListenError, Listeners, Server, ServerSettings, StopHandle, listen, prepare, run, serve,
};
pub use signals::on_hangup;
