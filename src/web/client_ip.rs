//! The client's address, for limits only: the peer's address or, behind trusted proxies, the address in
//! their header. Never logged, and not kept longer than a limit needs it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_http::header::{FORWARDED, HeaderMap, HeaderName};
use ipnet::IpNet;

/// The header in which proxies name the client. Only one is trusted: proxies pass on the other as the
/// client sent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, as most proxies send.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// Trusted proxies, and their header.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// Their networks. Peers on Unix sockets are trusted too.
    pub trusted: Vec<IpNet>,
    /// The header in which they name the client.
    pub header: ProxyHeader,
}

/// A client that shares one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum ClientIp {
    /// One IPv4 address.
    V4([u8; 4]),
    /// The /64 of one household or host.
    V6([u16; 4]),
    /// A proxy on this machine that names no client.
    Unnamed,
}

impl From<IpAddr> for ClientIp {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.octets()),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

impl Proxies {
    /// The rightmost address that is not a trusted proxy's. `peer` is `None` on a Unix socket.
    pub(super) fn client_ip(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> ClientIp {
        let peer = peer.map(|peer| peer.ip().to_canonical());
        if peer.is_some_and(|peer| !self.trusts(peer)) {
            return peer.map_or(ClientIp::Unnamed, ClientIp::from);
        }
        let name = match self.header {
            ProxyHeader::XForwardedFor => X_FORWARDED_FOR,
            ProxyHeader::Forwarded => FORWARDED,
        };
        let lines: Vec<_> = headers.get_all(name).collect();
        let words = lines.iter().rev().flat_map(|line| match (line.to_str(), self.header) {
            (Err(_), _) => vec![""],
            (Ok(line), ProxyHeader::XForwardedFor) => line.rsplit(',').collect(),
            (Ok(line), ProxyHeader::Forwarded) => elements(line),
        });
        let mut last = peer;
        // Everything left of an invalid address may be forged.
        for address in words.map_while(|word| match self.header {
            ProxyHeader::XForwardedFor => address_in(word),
            ProxyHeader::Forwarded => forwarded_for(word),
        }) {
            last = Some(address);
            if !self.trusts(address) {
                break;
            }
        }
        last.map_or(ClientIp::Unnamed, ClientIp::from)
    }

    pub(super) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address))
    }
}

/// The elements of a `Forwarded`, last first: commas inside quotes do not separate (RFC 9110 §5.6.4).
fn elements(line: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let mut elements: Vec<&str> = line
        .split(|c| {
            let parts = c == ',' && !quoted;
            quoted ^= c == '"' && !escaped;
            escaped = c == '\\' && quoted && !escaped;
            parts
        })
        .collect();
    elements.reverse();
    elements
}

/// `for=` of one element (RFC 7239 §4).
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut values =
        pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value);
    address_in(values.next()?.trim().trim_matches('"'))
}

/// An address, with or without brackets and port.
fn address_in(word: &str) -> Option<IpAddr> {
    let word = word.trim();
    let bracketed = || word.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok();
    word.parse::<IpAddr>()
        .ok()
        .or_else(|| bracketed().map(IpAddr::from))
        .or_else(|| word.parse::<SocketAddr>().ok().map(|address| address.ip()))
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use actix_http::header::HeaderValue;

    use super::*;

    fn proxies(header: ProxyHeader) -> Proxies {
        let trusted = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().unwrap()).to_vec();
        Proxies { trusted, header }
    }

    fn seen(proxies: &Proxies, peer: &str, lines: &[&'static str]) -> ClientIp {
        let name = match proxies.header {
            ProxyHeader::XForwardedFor => X_FORWARDED_FOR,
            ProxyHeader::Forwarded => FORWARDED,
        };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name.clone(), HeaderValue::from_static(line));
        }
        proxies.client_ip(peer.parse().ok(), &headers)
    }

    fn v4(address: &str) -> ClientIp {
        ClientIp::from(address.parse::<IpAddr>().unwrap())
    }

    #[test]
    fn an_ipv6_network_is_one_visitor_and_a_mapped_address_is_ipv4() {
        assert_eq!(v4("2001:db8:1:2::1"), v4("2001:db8:1:2:ffff::9"));
        assert_ne!(v4("2001:db8:1:2::1"), v4("2001:db8:1:3::1"));
        assert_eq!(v4("::ffff:192.0.2.7"), v4("192.0.2.7"));
    }

    #[test]
    fn nobody_is_believed_who_is_not_trusted() {
        let proxies = proxies(ProxyHeader::XForwardedFor);
        assert_eq!(seen(&proxies, "192.0.2.7:80", &["198.51.100.1"]), v4("192.0.2.7"));
        assert_eq!(seen(&proxies, "[::ffff:192.0.2.7]:80", &["10.1.1.1"]), v4("192.0.2.7"));
    }

    #[test]
    fn the_rightmost_address_that_is_not_trusted_counts() {
        let proxies = proxies(ProxyHeader::XForwardedFor);
        let told = |lines| seen(&proxies, "10.0.0.1:80", lines);
        assert_eq!(told(&["198.51.100.1"]), v4("198.51.100.1"));
        assert_eq!(told(&["203.0.113.9, 198.51.100.1, 10.2.2.2"]), v4("198.51.100.1"));
        assert_eq!(told(&["203.0.113.9", "198.51.100.1,10.2.2.2"]), v4("198.51.100.1"));
        assert_eq!(told(&["[2001:db8::1]:4711"]), v4("2001:db8::1"));
        assert_eq!(told(&["[2001:db8::1]"]), v4("2001:db8::1"));
        assert_eq!(told(&["198.51.100.1:4711"]), v4("198.51.100.1"));
        assert_eq!(told(&["10.9.9.9, 10.8.8.8"]), v4("10.9.9.9"));
    }

    #[test]
    fn what_stands_left_of_nonsense_is_made_up() {
        let proxies = proxies(ProxyHeader::XForwardedFor);
        let told = |lines| seen(&proxies, "10.0.0.1:80", lines);
        assert_eq!(told(&["198.51.100.1, unknown, 10.2.2.2"]), v4("10.2.2.2"));
        assert_eq!(told(&["nonsense"]), v4("10.0.0.1"));
        assert_eq!(told(&[]), v4("10.0.0.1"));
    }

    #[test]
    fn a_unix_socket_is_a_trusted_peer() {
        let proxies = Proxies::default();
        assert_eq!(seen(&proxies, "none", &["1.1.1.1, 198.51.100.1"]), v4("198.51.100.1"));
        assert_eq!(seen(&proxies, "none", &[]), ClientIp::Unnamed);
    }

    #[test]
    fn forwarded_is_read_where_it_is_asked_for() {
        let proxies = proxies(ProxyHeader::Forwarded);
        let told = |lines| seen(&proxies, "10.0.0.1:80", lines);
        assert_eq!(told(&["for=203.0.113.9, For=198.51.100.1;proto=https"]), v4("198.51.100.1"));
        assert_eq!(told(&["proto=http; for=\"[2001:db8::1]:4711\""]), v4("2001:db8::1"));
        assert_eq!(told(&["for=198.51.100.1, for=_hidden"]), v4("10.0.0.1"));
        assert_eq!(told(&["for=198.51.100.1, for=\"10.2.2.2, for=1.1.1.1\""]), v4("10.0.0.1"));
        assert_eq!(told(&["by=198.51.100.1"]), v4("10.0.0.1"));
    }
}
