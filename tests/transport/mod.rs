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
mod systemd;
