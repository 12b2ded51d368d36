//! Listening sockets of `serve`: addresses, Unix sockets, sockets of systemd.

use std::convert::Infallible;
use std::error::Error as _;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::UnknownArgumentValueParser;

use super::super::CommandError;
use crate::model::WebUrl;
use crate::web::{self, Backlog, Listeners, Redirecting};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Listening")]
pub(super) struct Listening {
    /// Addresses to listen on: ADDR:PORT, `unix:PATH`, or `systemd` for its sockets; may be given
    /// several times
    #[arg(
        long,
        value_name = "WHERE",
        env = "KALENDS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_delimiter = ','
    )]
    listen: Vec<ListenAddress>,

    /// Separate address for `/metrics`, which is off without it
    #[arg(long, value_name = "ADDR:PORT", env = "KALENDS_METRICS", value_delimiter = ',')]
    metrics: Vec<String>,

    /// Address that redirects all requests to `--public-url`: plain HTTP, such as port 80 next to TLS
    #[arg(
        hide_short_help = true,
        long,
        value_name = "ADDR:PORT",
        env = "KALENDS_REDIRECT_HTTP",
        value_delimiter = ','
    )]
    redirect_http: Vec<String>,

    /// Connections that may wait to be accepted
    #[arg(
        hide_short_help = true,
        long,
        value_name = "N",
        env = "KALENDS_BACKLOG",
        default_value = "4096",
        value_parser = backlog,
    )]
    backlog: Backlog,

    /// The name that many programs have for it
    #[arg(
        hide = true,
        long = "port",
        value_parser = UnknownArgumentValueParser::suggest("write `--listen 127.0.0.1:8080`, with your port"),
    )]
    _port: Option<Infallible>,
}

/// One value of `--listen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum ListenAddress {
    Address(String),
    Unix(PathBuf),
    Systemd,
}

impl FromStr for ListenAddress {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.strip_prefix("unix:") {
            Some(path) => Self::Unix(path.into()),
            None if text == "systemd" => Self::Systemd,
            None => Self::Address(text.to_owned()),
        })
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Systemd => write!(f, "systemd"),
        }
    }
}

fn backlog(text: &str) -> Result<Backlog, String> {
    let number = text.parse().ok().and_then(Backlog::new);
    number.ok_or_else(|| format!("it must be a number from 1 to {}", Backlog::MAX))
}

impl Listening {
    /// Opens all of them, so that a port in use stops the start before anything else happens.
    pub(super) fn open(&self, public_url: Option<&WebUrl>) -> Result<Listeners, CommandError> {
        let mut listeners = Listeners::default();
        let open = |address: &String| {
            web::listen_with(address, self.backlog).map_err(|error| explained(error, address))
        };
        let redirects = match public_url {
            _ if self.redirect_http.is_empty() => None,
            Some(public_url) => Some(public_url.clone()),
            None => return Err("`--redirect-http` needs `--public-url` as its target".into()),
        };
        let mut places: Vec<&ListenAddress> = Vec::new();
        for place in &self.listen {
            if !places.contains(&place) || !matches!(place, ListenAddress::Systemd) {
                places.push(place);
            }
        }
        for place in places {
            match place {
                ListenAddress::Address(address) => listeners.public.push(open(address)?),
                ListenAddress::Unix(path) => {
                    listeners.unix.push(web::listen_unix(path, self.backlog)?)
                }
                ListenAddress::Systemd => take_from_systemd(&mut listeners)?,
            }
        }
        listeners.metrics = self.metrics.iter().map(open).collect::<Result<_, _>>()?;
        if let Some(public_url) = redirects {
            let opened = self.redirect_http.iter().map(open).collect::<Result<_, _>>()?;
            listeners.redirect = Some(Redirecting { listeners: opened, public_url });
        }
        Ok(listeners)
    }
}

/// The error with a way out of it.
fn explained(error: web::ListenError, address: &str) -> CommandError {
    let kind = error.source().and_then(|cause| cause.downcast_ref()).map(io::Error::kind);
    match kind.and_then(|kind| advice(kind, address)) {
        Some(advice) => format!("{error}: {advice}").into(),
        None => error.into(),
    }
}

/// A help for an address that cannot be used.
fn advice(kind: io::ErrorKind, address: &str) -> Option<String> {
    let text = match kind {
        io::ErrorKind::AddrInUse => {
            "another program uses it; stop that program, or choose another port, such as \
             `--listen 127.0.0.1:8081`"
        }
        io::ErrorKind::PermissionDenied => {
            "not allowed, as ports below 1024 are for the system; choose a higher one, such as \
             `--listen 127.0.0.1:8080`"
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine does not have that address; `--listen 0.0.0.0:8080` listens on all that it \
             has"
        }
        io::ErrorKind::InvalidInput => {
            let host = if address.contains(':') { address.rsplit(':').nth(1) } else { None };
            let (host, port) = match address.parse::<u16>() {
                Ok(port) => ("127.0.0.1", port),
                Err(_) => (host.unwrap_or("127.0.0.1"), 8080),
            };
            let line = format!("`--listen {host}:{port}`");
            return Some(format!(
                "not of the form ADDR:PORT; write {line}, with a port up to 65535"
            ));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// Takes the sockets in LISTEN_FDS, `sd_listen_fds(3)`: TCP and Unix, in any order.
fn take_from_systemd(listeners: &mut Listeners) -> Result<(), CommandError> {
    let mut sockets = listenfd::ListenFd::from_env();
    if sockets.len() == 0 {
        return Err("systemd passed no socket: `--listen systemd` needs a `.socket` unit of \
                    the same name (LISTEN_FDS, LISTEN_PID)"
            .into());
    }
    for number in 0..sockets.len() {
        // A socket of another kind stays in the list.
        if let Ok(Some(socket)) = sockets.take_unix_listener(number) {
            listeners.unix.push(socket.into());
        } else if let Ok(Some(socket)) = sockets.take_tcp_listener(number) {
            listeners.public.push(socket);
        } else {
            let number = number + 1;
            return Err(format!(
                "socket {number} from systemd is neither a TCP nor a Unix stream listener: write \
                 `ListenStream=` into its `.socket` unit"
            )
            .into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_that_cannot_be_used_has_a_way_out() {
        for (kind, address, way_out) in [
            (io::ErrorKind::AddrInUse, "127.0.0.1:80", "choose another port"),
            (io::ErrorKind::PermissionDenied, "127.0.0.1:80", "`--listen 127.0.0.1:8080`"),
            (io::ErrorKind::AddrNotAvailable, "203.0.113.9:80", "`--listen 0.0.0.0:8080`"),
            (io::ErrorKind::InvalidInput, "8081", "`--listen 127.0.0.1:8081`"),
            (io::ErrorKind::InvalidInput, "localhost", "`--listen 127.0.0.1:8080`"),
            (io::ErrorKind::InvalidInput, "localhost:99999", "`--listen localhost:8080`"),
        ] {
            let text = advice(kind, address).expect("known");
            assert!(text.contains(way_out), "{text}");
        }
        assert_eq!(advice(io::ErrorKind::Other, "127.0.0.1:80"), None);
    }

    #[test]
    fn a_place_is_told_by_how_it_begins() {
        let place = |text: &str| text.parse::<ListenAddress>().expect("it cannot fail");
        assert_eq!(
            place("unix:/run/kalends.sock"),
            ListenAddress::Unix("/run/kalends.sock".into())
        );
        assert_eq!(place("systemd"), ListenAddress::Systemd);
        assert_eq!(place("[::1]:80"), ListenAddress::Address("[::1]:80".to_owned()));
        for text in ["unix:/run/kalends.sock", "systemd", "[::1]:80"] {
            assert_eq!(place(text).to_string(), text);
        }
    }
}
