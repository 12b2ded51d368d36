//! TLS: which certificate is shown, and exchanging it while connections are open. Reads no file.
//!
//! HTTP/1.1, or HTTP/2 where that is switched on, is agreed on by ALPN. There is no HSTS: it binds a host name for all its
//! services, which is for whoever owns the name to decide.

use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use actix_http::Protocol;
use actix_web::rt::net::TcpStream;
use actix_web::rt::time::timeout;
use arc_swap::ArcSwap;
use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{Acceptor, ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate with its chain, and the key to it.
#[derive(Clone, Debug)]
pub struct Pair(Arc<CertifiedKey>);

/// Why two texts are no pair.
#[derive(Debug, thiserror::Error)]
pub enum PairError {
    /// The certificate's text holds none.
    #[error(
        "the certificate cannot be read: {0}; write PEM, the service's own first, then its chain"
    )]
    Certificate(String),
    /// The key's text holds none.
    #[error("the key cannot be read: {0}; write PEM (PKCS #8, PKCS #1 or SEC1) without a password")]
    Key(String),
    /// Each is good, but not for the other.
    #[error("the key is not that of the certificate; give the two that were issued together")]
    Mismatch,
    /// A kind of certificate or key that cannot be used.
    #[error("the certificate or key cannot be used: {0}")]
    Unusable(String),
}

impl Pair {
    /// # Errors
    /// When either text is not what it must be, or they do not belong together.
    pub fn parse(certificate_pem: &[u8], key_pem: &[u8]) -> Result<Self, PairError> {
        let chain = CertificateDer::pem_slice_iter(certificate_pem)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| PairError::Certificate(error.to_string()))?;
        if chain.is_empty() {
            return Err(PairError::Certificate(pem::Error::NoItemsFound.to_string()));
        }
        let key = PrivateKeyDer::from_pem_slice(key_pem)
            .map_err(|error| PairError::Key(error.to_string()))?;
        let pair = CertifiedKey::from_der(chain, key, &ring::default_provider());
        pair.map(|pair| Self(Arc::new(pair))).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => PairError::Mismatch,
            other => PairError::Unusable(other.to_string()),
        })
    }
}

/// The pair of today, for all connections from now on.
#[derive(Clone)]
pub struct Tls(Arc<Current>);

#[derive(Debug)]
struct Current(ArcSwap<CertifiedKey>);

impl fmt::Debug for Tls {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Shows this certificate until another takes its place.
    #[must_use]
    pub fn new(pair: Pair) -> Self {
        Self(Arc::new(Current(ArcSwap::new(pair.0))))
    }

    /// Shows another certificate to whoever connects from now on.
    pub fn exchange(&self, pair: Pair) {
        self.0.0.store(pair.0);
    }

    /// What shakes hands on listeners, each client within a time.
    pub(super) fn handshakes(
        &self,
        http2: Http2,
        within: Duration,
    ) -> Result<Handshakes, rustls::Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<Current>::clone(&self.0));
        // Who comes back needs no full handshake, and nothing is kept for them here.
        config.ticketer = ring::Ticketer::new()?;
        let unnamed = Arc::new(config.clone());
        config.alpn_protocols = match http2 {
            Http2::Off => vec![HTTP_1_1.to_vec()],
            Http2::On => vec![HTTP_2.to_vec(), HTTP_1_1.to_vec()],
        };
        Ok(Handshakes { named: Arc::new(config), unnamed, within })
    }
}

/// Whether HTTP/2 is offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Http2 {
    /// It is not: the memory of one connection by HTTP/2 cannot be bounded.
    #[default]
    Off,
    /// To whoever asks for it in the handshake of TLS.
    On,
}

// RFC 7301 §6, RFC 9113 §3.1.
const HTTP_1_1: &[u8] = b"http/1.1";
const HTTP_2: &[u8] = b"h2";

/// Shakes hands: with as many clients at once as there may be connections.
#[derive(Clone)]
pub(super) struct Handshakes {
    named: Arc<ServerConfig>,
    /// Names no protocol.
    unnamed: Arc<ServerConfig>,
    within: Duration,
}

impl Handshakes {
    /// The stream by which a client speaks on, and by which protocol it does.
    pub(super) async fn shake(
        &self,
        socket: TcpStream,
    ) -> io::Result<(TlsStream<TcpStream>, Protocol)> {
        let shaking = async {
            let started = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
            // A client that offers nothing we have, such as HTTP/2 alone, is answered as by a server
            // without ALPN: by HTTP/1.1.
            let is_ours = |protocol: &[u8]| {
                self.named.alpn_protocols.iter().any(|ours| ours.as_slice() == protocol)
            };
            let offered = started.client_hello().alpn();
            let agrees = offered.is_none_or(|mut protocols| protocols.any(is_ours));
            let config = if agrees { &self.named } else { &self.unnamed };
            started.into_stream(Arc::clone(config)).await
        };
        let stream = timeout(self.within, shaking).await.map_err(io::Error::other)??;
        let protocol = match stream.get_ref().1.alpn_protocol() {
            Some(HTTP_2) => Protocol::Http2,
            _ => Protocol::Http1,
        };
        Ok((stream, protocol))
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issued() -> (String, String) {
        let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        (issued.cert.pem(), issued.signing_key.serialize_pem())
    }

    #[test]
    fn a_pair_belongs_together() {
        let ((certificate, key), (_, other)) = (issued(), issued());
        assert!(Pair::parse(certificate.as_bytes(), key.as_bytes()).is_ok());
        let said = |certificate: &str, key: &str| {
            Pair::parse(certificate.as_bytes(), key.as_bytes()).unwrap_err().to_string()
        };
        insta::assert_snapshot!(said(&certificate, &other), @"the key is not that of the certificate; give the two that were issued together");
        insta::assert_snapshot!(said("nonsense", &key), @"the certificate cannot be read: no items found; write PEM, the service's own first, then its chain");
        insta::assert_snapshot!(said(&certificate, ""), @"the key cannot be read: no items found; write PEM (PKCS #8, PKCS #1 or SEC1) without a password");
        let broken = certificate.replacen("MII", "AAA", 1);
        assert!(said(&broken, &key).starts_with("the certificate"));
    }
}
