//! Rung 7: HTTP. Uses the snapshot only: cannot parse definitions, render, hash or block.
//!
//! One concern per file. A request: `limits` and `rate` reject it before routing (`client_ip` finds the
//! client), `address` parses its path and query, `negotiate` chooses the form, `conditional` checks the
//! client's copy, `respond` writes the response, `problem` writes errors, and `app` calls these in
//! order. `client` recognises the calendar app, `request_counters`, `reach` and `access` count and log,
//! `metrics` reports, `private` keeps tokens out of logs and caches.
//!
//! A connection: `listen` has the sockets, `accept` accepts, `tls` has the certificates,
//! `connection_limits` limits connections per client, `timeouts` closes slow ones, `pipeline` orders
//! requests. `https_redirect` redirects to the public address, `server` and `signals` start and stop
//! everything, `supervise` watches the workers, `plain` responds without a connection, for exports.
//! Ranges are left to a proxy in front.

mod accept;
mod access;
mod address;
mod app;
mod body;
mod client;
mod client_ip;
mod conditional;
mod connection_limits;
mod header;
mod https_redirect;
mod limits;
mod listen;
mod metrics;
mod negotiate;
mod pipeline;
mod plain;
mod private;
mod problem;
mod rate;
mod reach;
mod representation;
mod request_counters;
mod respond;
mod selection;
mod server;
mod settings;
mod signals;
mod supervise;
mod timeouts;
mod tls;

/// The response type of all handlers.
type Response = actix_http::Response<body::Body>;

pub use access::{ACCESS_TARGET, AccessLog};
pub use client_ip::{Proxies, ProxyHeader};
pub use listen::{
    Backlog, ListenError, Listeners, Redirecting, UnixSocket, listen, listen_unix, listen_with,
};
pub use plain::{PlainAnswer, PlainSite};
pub use rate::RateLimit;
pub use representation::Compression;
pub use server::{Server, StopHandle, prepare, run, serve};
pub use settings::{OnStage, ServerSettings, Stage};
pub use signals::on_hangup;
pub use tls::{CertificateError, CertificatePair, Http2, Tls};
