//! The service as clients meet it: the production server on a port of its own, asked over plain
//! sockets. Uses the public API of `snapshot` and `web` only.

#[cfg(test)]
mod caching;
#[cfg(test)]
mod clauses;
#[cfg(test)]
mod compression;
#[cfg(test)]
mod conditional;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod health;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod methods;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod probes;
#[cfg(test)]
mod rates;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod redirecting;
#[cfg(test)]
mod seeing;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod unix;
