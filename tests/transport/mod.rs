//! The command and what stands around it: certificates in files, sockets, systemd, signals.

mod certificates;
mod ending;
mod files;
mod serving;
mod sockets;
mod systemd;
