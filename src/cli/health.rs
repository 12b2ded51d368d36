//! `kalends health`: checks that a running service answers, for containers without curl.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use super::serve::ListenAddress;
use super::{CommandError, Exit, Output, Stream};
use crate::address::{HEALTH, READY};

/// Timeout of connecting, sending and receiving, each.
const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub(super) struct HealthArguments {
    /// The service's plain HTTP address, as in `--listen` of `serve`: ADDR:PORT or `unix:PATH`; uses
    /// the first of several
    #[arg(
        long,
        value_name = "WHERE",
        env = "KALENDS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_delimiter = ','
    )]
    listen: Vec<ListenAddress>,

    /// Check that it is ready for traffic (`/readyz`), not only that it answers (`/healthz`)
    #[arg(long)]
    ready: bool,
}

pub(super) fn run(arguments: &HealthArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let path = if arguments.ready { READY } else { HEALTH };
    let place = arguments.listen.first().ok_or("`--listen` is empty")?;
    let status = ask(place, path).map_err(|error| format!("no answer from `{place}`: {error}"))?;
    output.line(Stream::Aside, &format!("{path}: {status}"))?;
    Ok(if status == 200 { Exit::Clean } else { Exit::Findings })
}

fn ask(place: &ListenAddress, path: &str) -> io::Result<u16> {
    match place {
        ListenAddress::Address(address) => {
            let mut addresses = address.to_socket_addrs()?;
            let address = addresses.next().ok_or_else(|| io::Error::other("no such address"))?;
            let stream = TcpStream::connect_timeout(&here(address), TIMEOUT)?;
            stream.set_read_timeout(Some(TIMEOUT))?;
            stream.set_write_timeout(Some(TIMEOUT))?;
            status(stream, path)
        }
        ListenAddress::Unix(socket) => {
            let stream = std::os::unix::net::UnixStream::connect(socket)?;
            stream.set_read_timeout(Some(TIMEOUT))?;
            stream.set_write_timeout(Some(TIMEOUT))?;
            status(stream, path)
        }
        ListenAddress::Systemd => Err(io::Error::other(
            "the sockets of systemd are unknown here: pass one with `--listen`",
        )),
    }
}

/// The loopback address of a service that listens on all addresses.
fn here(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(any) if any.ip().is_unspecified() => {
            (Ipv4Addr::LOCALHOST, any.port()).into()
        }
        SocketAddr::V6(any) if any.ip().is_unspecified() => {
            (Ipv6Addr::LOCALHOST, any.port()).into()
        }
        known => known,
    }
}

fn status(mut stream: impl Read + Write, path: &str) -> io::Result<u16> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    // RFC 9112 §4: `HTTP/1.1 200`.
    let mut line = [0; 12];
    stream.read_exact(&mut line)?;
    let status = line.strip_prefix(b"HTTP/1.1 ").and_then(|code| std::str::from_utf8(code).ok());
    let status = status.and_then(|code| code.parse().ok());
    status.ok_or_else(|| io::Error::other("the answer is not HTTP: does this port use TLS?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_listens_everywhere_is_asked_here() {
        let asked = |text: &str| here(text.parse().expect("an address")).to_string();
        assert_eq!(asked("0.0.0.0:80"), "127.0.0.1:80");
        assert_eq!(asked("[::]:80"), "[::1]:80");
        assert_eq!(asked("192.0.2.1:80"), "192.0.2.1:80");
    }
}
