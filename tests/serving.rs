//! What serves or is run: the production server on a port of its own, asked over plain sockets, and
//! the binary itself. A test is called by its file: `cargo test --test serving http::tls`.

#[cfg(test)]
mod cli;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod embed;
#[cfg(test)]
mod export;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod http;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod private;
#[cfg(test)]
mod reload;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod umbrellas;
