//! Rung 7: HTTP. Sees the snapshot only: it cannot parse definitions, render, hash or block.
//!
//! One concern per file: `address` what was asked for, `negotiate` which form of it, `conditional`
//! whether the client has it already, `respond` the answer, `problem` the answer when there is
//! none, `app` the order of these steps, `client` who asked, `tally`, `reach` and `access` what is
//! counted and logged of it, `private` what neither logs nor caches may hold, `measures` what is
//! measured beside. Before that: `listen` sockets, `accept` connections, `tls` certificates,
//! `places` how many connections one client has, `connections` how long each may stay, `pipeline` one
//! request after another, `gate` which requests are refused unseen, `rate` and `visitor` how often who may ask,
//! `redirecting` the way to the public address, `server` and `signals` starting and stopping all of
//! it, `supervise` whether it still works. `plain` answers without a connection, for a copy of the site. Ranges are left to whatever
//! stands in front.

mod accept;
mod access;
mod address;
mod app;
mod body;
mod client;
mod conditional;
mod connections;
mod gate;
mod header;
mod listen;
mod measures;
mod negotiate;
mod pipeline;
mod places;
mod plain;
mod private;
mod problem;
mod rate;
mod reach;
mod redirecting;
mod representation;
mod respond;
mod server;
mod settings;
mod signals;
mod supervise;
mod tally;
mod tls;
mod visitor;

/// What every handler gives.
type Response = actix_http::Response<body::Body>;

pub use access::{ACCESS_TARGET, AccessLog};
pub use listen::{
    Backlog, ListenError, Listeners, Redirecting, UnixSocket, listen, listen_unix, listen_with,
};
pub use plain::{PlainAnswer, PlainSite};
pub use rate::RateLimit;
pub use representation::Compression;
pub use server::{Server, StopHandle, prepare, run, serve};
pub use settings::{OnStage, ServerSettings, Stage};
pub use signals::on_hangup;
pub use tls::{Http2, Pair, PairError, Tls};
pub use visitor::{Proxies, ProxyHeader};
