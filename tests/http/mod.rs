//! The service as clients meet it: the production server on a port of its own, asked over plain
//! sockets. Uses the public API of `snapshot` and `web` only.

mod caching;
mod clauses;
mod compression;
mod conditional;
mod connections;
mod entries;
mod errors;
mod health;
mod hostile;
mod languages;
mod limits;
mod methods;
mod openapi;
mod probes;
mod rates;
mod reach;
mod redirecting;
mod seeing;
mod stopping;
mod tls;
mod unix;
