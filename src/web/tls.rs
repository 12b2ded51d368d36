//! TLS: the certificate in use, exchangeable while connections are open. Reads no file.
//!
//! ALPN selects HTTP/1.1, or HTTP/2 if enabled. HSTS is not sent: it binds a host name for all its
//! services, which is the name's owner's decision.

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

/// A certificate with its chain and private key.
#[derive(Clone, Debug)]
pub struct CertificatePair(Arc<CertifiedKey>);

/// The reason two texts are not a pair.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The certificate's text contains none.
    #[error(
        "the certificate cannot be read: {0}; write PEM, the service's own first, then its chain"
    )]
    Certificate(String),
    /// The key's text contains none.
    #[error("the key cannot be read: {0}; write PEM (PKCS #8, PKCS #1 or SEC1) without a password")]
    Key(String),
    /// Both are valid, but do not belong together.
    #[error("the key does not belong to the certificate; use the two files issued together")]
    Mismatch,
    /// An unusable kind of certificate or key.
    #[error("the certificate or key cannot be used: {0}")]
    Unusable(String),
}

impl CertificatePair {
    /// # Errors
    /// When a text is invalid, or the two do not belong together.
    pub fn parse(certificate_pem: &[u8], key_pem: &[u8]) -> Result<Self, CertificateError> {
        let chain = CertificateDer::pem_slice_iter(certificate_pem)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| CertificateError::Certificate(error.to_string()))?;
        if chain.is_empty() {
            return Err(CertificateError::Certificate(pem::Error::NoItemsFound.to_string()));
        }
        let key = PrivateKeyDer::from_pem_slice(key_pem)
            .map_err(|error| CertificateError::Key(error.to_string()))?;
        let pair = CertifiedKey::from_der(chain, key, &ring::default_provider());
        pair.map(|pair| Self(Arc::new(pair))).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => CertificateError::Mismatch,
            other => CertificateError::Unusable(other.to_string()),
        })
    }
}

/// The current pair, used for all new connections.
#[derive(Clone)]
pub struct Tls(Arc<CertificateInUse>);

#[derive(Debug)]
struct CertificateInUse(ArcSwap<CertifiedKey>);

impl fmt::Debug for Tls {
    /// Omits the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// Uses this certificate until it is exchanged.
    #[must_use]
    pub fn new(pair: CertificatePair) -> Self {
        Self(Arc::new(CertificateInUse(ArcSwap::new(pair.0))))
    }

    /// Uses another certificate for new connections.
    pub fn exchange(&self, pair: CertificatePair) {
        self.0.0.store(pair.0);
    }

    /// Returns the handshakes for listeners, each with a timeout.
    pub(super) fn handshakes(
        &self,
        http2: Http2,
        within: Duration,
    ) -> Result<Handshakes, rustls::Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<CertificateInUse>::clone(&self.0));
        // Session tickets: resumption without a full handshake or server-side state.
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
    /// Off: the memory of one HTTP/2 connection cannot be limited.
    #[default]
    Off,
    /// Offered to clients that ask for it in the TLS handshake.
    On,
}

// RFC 7301 §6, RFC 9113 §3.1.
const HTTP_1_1: &[u8] = b"http/1.1";
const HTTP_2: &[u8] = b"h2";

/// Performs handshakes, as many at once as there may be connections.
#[derive(Clone)]
pub(super) struct Handshakes {
    named: Arc<ServerConfig>,
    /// The configuration without ALPN.
    unnamed: Arc<ServerConfig>,
    within: Duration,
}

impl Handshakes {
    /// Returns the client's encrypted stream and protocol.
    pub(super) async fn shake(
        &self,
        socket: TcpStream,
    ) -> io::Result<(TlsStream<TcpStream>, Protocol)> {
        let shaking = async {
            let started = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
            // A client that offers only unsupported protocols, such as HTTP/2 alone, gets HTTP/1.1, as from a
            // server without ALPN.
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

impl ResolvesServerCert for CertificateInUse {
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
        assert!(CertificatePair::parse(certificate.as_bytes(), key.as_bytes()).is_ok());
        let said = |certificate: &str, key: &str| {
            CertificatePair::parse(certificate.as_bytes(), key.as_bytes()).unwrap_err().to_string()
        };
        insta::assert_snapshot!(said(&certificate, &other), @"the key does not belong to the certificate; use the two files issued together");
        insta::assert_snapshot!(said("nonsense", &key), @"the certificate cannot be read: no items found; write PEM, the service's own first, then its chain");
        insta::assert_snapshot!(said(&certificate, ""), @"the key cannot be read: no items found; write PEM (PKCS #8, PKCS #1 or SEC1) without a password");
        let broken = certificate.replacen("MII", "AAA", 1);
        assert!(said(&broken, &key).starts_with("the certificate"));
    }
}
