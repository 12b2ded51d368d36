//! The command and its environment: certificates in files, sockets, systemd, signals.

mod certificates;
mod ending;
mod files;
mod serving;
mod sockets;
mod systemd;
