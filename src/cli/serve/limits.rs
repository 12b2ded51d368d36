//! Limits of `serve`: connections, rates, timeouts, trusted proxies.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use ipnet::IpNet;

use crate::web::{Proxies, ProxyHeader, RateLimit, ServerSettings};

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
pub(super) struct Limits {
    /// Maximum number of connections, shared by the workers; 25600 by default; more wait in the backlog
    #[arg(hide_short_help = true, long, value_name = "N", env = "KALENDS_MAX_CONNECTIONS")]
    max_connections: Option<NonZeroU32>,

    /// Maximum number of connections per client, where an IPv6 /64 is one client; by default a quarter
    /// of `--max-connections`
    #[arg(
        hide_short_help = true,
        long,
        value_name = "N",
        env = "KALENDS_MAX_CONNECTIONS_PER_CLIENT"
    )]
    max_connections_per_client: Option<NonZeroU32>,

    /// Seconds that an idle connection is kept; 0 closes it after each response
    #[arg(
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_KEEP_ALIVE",
        default_value = "15"
    )]
    keep_alive: u32,

    /// Seconds within which a client must send its request
    #[arg(
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_REQUEST_TIMEOUT",
        default_value = "5"
    )]
    request_timeout: NonZeroU32,

    /// Seconds without progress before a response is aborted
    #[arg(
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_WRITE_TIMEOUT",
        default_value = "30"
    )]
    write_timeout: NonZeroU32,

    /// Seconds that running requests may take when the service stops
    #[arg(
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_STOP_TIMEOUT",
        default_value = "30"
    )]
    stop_timeout: u32,

    /// Seconds that `/readyz` answers 503 before the service stops accepting, for a load balancer
    #[arg(
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_DRAIN_DELAY",
        default_value = "0"
    )]
    drain_delay: u32,

    /// Maximum number of requests per second and client; an IPv6 /64 is one client
    #[arg(long, value_name = "N", env = "KALENDS_RATE_LIMIT")]
    rate_limit: Option<NonZeroU32>,

    /// Maximum number of requests at once per client; by default ten times `--rate-limit`
    #[arg(
        hide_short_help = true,
        long,
        value_name = "N",
        env = "KALENDS_RATE_BURST",
        requires = "rate_limit"
    )]
    rate_burst: Option<NonZeroU32>,

    /// Network of trusted proxies: their header names the client, and they may hold any number of
    /// connections; may be given several times
    #[arg(
        long,
        value_name = "CIDR",
        env = "KALENDS_TRUSTED_PROXY",
        value_delimiter = ',',
        value_parser = network,
    )]
    trusted_proxy: Vec<IpNet>,

    /// Header in which these proxies name the client
    #[arg(
        hide_short_help = true,
        long,
        value_name = "HEADER",
        env = "KALENDS_PROXY_HEADER",
        default_value = "x-forwarded-for",
        ignore_case = true
    )]
    proxy_header: Header,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Header {
    XForwardedFor,
    Forwarded,
}

/// A burst is as many requests as the limit allows in this time: a calendar app that was offline
/// fetches all its subscriptions at once.
const BURST_SECONDS: u32 = 10;

/// The socket, and the second handle that closes it.
const FILES_PER_CONNECTION: u64 = 2;

/// Listeners, file watches, event loops and open files, with a reserve.
const OTHER_FILES: u64 = 256;

/// Parses a network or a single address; IPv4-mapped IPv6 networks are rejected.
fn network(text: &str) -> Result<IpNet, String> {
    text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
        "it is neither a network such as `10.0.0.0/8` or `fd00::/8` nor an address".into()
    })
}

impl Limits {
    fn max_connections(&self) -> NonZeroU32 {
        self.max_connections.unwrap_or(ServerSettings::default().max_connections)
    }

    /// Returns the settings with these limits.
    pub(super) fn applied(&self, settings: ServerSettings) -> ServerSettings {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        let rate_limit = self.rate_limit.map(|per_second| RateLimit {
            per_second,
            burst: self.rate_burst.unwrap_or_else(|| {
                per_second.saturating_mul(NonZeroU32::new(BURST_SECONDS).expect("it is not zero"))
            }),
        });
        let header = match self.proxy_header {
            Header::XForwardedFor => ProxyHeader::XForwardedFor,
            Header::Forwarded => ProxyHeader::Forwarded,
        };
        ServerSettings {
            max_connections: self.max_connections(),
            max_connections_per_client: self.max_connections_per_client,
            keep_alive: seconds(self.keep_alive),
            request_timeout: seconds(self.request_timeout.get()),
            write_timeout: seconds(self.write_timeout.get()),
            stop_timeout: seconds(self.stop_timeout),
            drain_delay: seconds(self.drain_delay),
            rate_limit,
            proxies: Proxies { trusted: self.trusted_proxy.clone(), header },
            ..settings
        }
    }

    /// Raises the process's limit of open files for these connections, as far as the system allows. Warns
    /// about fewer only if a number of connections was set.
    pub(super) fn allow_files(&self) {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

        let needed = u64::from(self.max_connections().get()) * FILES_PER_CONNECTION + OTHER_FILES;
        let before = getrlimit(Resource::Nofile);
        // `None` means no limit.
        let Some(soft) = before.current.filter(|soft| *soft < needed) else { return };
        let raised = before.maximum.map_or(needed, |hard| hard.min(needed)).max(soft);
        let limit = Rlimit { current: Some(raised), ..before };
        let allowed = if setrlimit(Resource::Nofile, limit).is_ok() { raised } else { soft };
        if allowed < needed {
            let level = self.max_connections.map_or(log::Level::Info, |_| log::Level::Warn);
            log::log!(
                level,
                "{} of {} connections can be open at once: the system allows {allowed} open files \
                 (`LimitNOFILE=` of systemd, `ulimit -n`)",
                allowed.saturating_sub(OTHER_FILES) / FILES_PER_CONNECTION,
                self.max_connections()
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        limits: Limits,
    }

    fn settings(arguments: &str) -> ServerSettings {
        let line = Line::parse_from(format!("serve {arguments}").split_whitespace());
        line.limits.applied(ServerSettings::default())
    }

    #[test]
    fn the_defaults_are_those_of_the_service() {
        let (given, own) = (settings(""), ServerSettings::default());
        assert_eq!(format!("{given:?}"), format!("{own:?}"));
    }

    #[test]
    fn each_flag_sets_what_it_says() {
        let given = settings(
            "--max-connections 100 --max-connections-per-client 30 --keep-alive 0 --request-timeout 2 --write-timeout 3 \
             --stop-timeout 4 --drain-delay 5 --rate-limit 6 --trusted-proxy 10.0.0.0/8,::1 \
             --trusted-proxy 192.0.2.1 --proxy-header Forwarded",
        );
        let seconds = Duration::from_secs;
        assert_eq!(given.max_connections.get(), 100);
        assert_eq!(given.max_connections_per_client.map(NonZeroU32::get), Some(30));
        assert_eq!(given.keep_alive, seconds(0));
        assert_eq!(given.request_timeout, seconds(2));
        assert_eq!(given.write_timeout, seconds(3));
        assert_eq!(given.stop_timeout, seconds(4));
        assert_eq!(given.drain_delay, seconds(5));
        let rate = given.rate_limit.expect("a limit");
        assert_eq!((rate.per_second.get(), rate.burst.get()), (6, 60));
        let trusted: Vec<String> = given.proxies.trusted.iter().map(IpNet::to_string).collect();
        assert_eq!(trusted, ["10.0.0.0/8", "::1/128", "192.0.2.1/32"]);
        assert_eq!(given.proxies.header, ProxyHeader::Forwarded);
        let rate = settings("--rate-limit 6 --rate-burst 7").rate_limit.expect("a limit");
        assert_eq!(rate.burst.get(), 7);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        let refused = |arguments: &str| {
            Line::try_parse_from(format!("serve {arguments}").split_whitespace()).is_err()
        };
        assert!(refused("--trusted-proxy everyone"));
        assert!(refused("--rate-burst 5"), "a burst without a rate");
        assert!(refused("--request-timeout 0"));
    }
}
