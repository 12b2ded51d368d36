//! The command and what stands around it: certificates in files, sockets, systemd, signals.

#[cfg(test)]
mod certificates;
#[cfg(test)]
mod ending;
#[cfg(test)]
mod files;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod sockets;
#[cfg(test)]
#[path = "../support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests use the rest")]
mod support;
#[cfg(test)]
mod systemd;
