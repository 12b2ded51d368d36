//! Rung 7: HTTP. Uses the snapshot only: cannot parse definitions, render, hash or block.
//!
//! One concern per file. A request: `address` parses its path and query, `negotiate` chooses the form,
//! `conditional` checks the client's copy, `respond` writes the response, `problem` writes errors, and
//! `app` calls these in order. Its records: `client` recognises the calendar app, `request_counters`,
//! `reach` and `access` count and log, `private` keeps tokens out of logs and caches, `metrics` reports.
//!
//! A connection: `listen` has the sockets, `accept` accepts, `tls` has the certificates, `places` limits
//! connections per client, `connections` has the timeouts, `pipeline` orders requests, `gate` rejects
//! requests before routing, `rate` and `visitor` limit their rate. `redirecting` redirects to the public
//! address, `server` and `signals` start and stop everything, `supervise` watches the workers, `plain`
//! answers without a connection, for exports. Ranges are left to a proxy in front.

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
mod metrics;
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
mod request_counters;
mod respond;
mod server;
mod settings;
mod signals;
mod supervise;
mod tls;
mod visitor;

/// The response type of all handlers.
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
