//! Sends requests one at a time: GET and HEAD only, without following redirects, decoding bodies or
//! keeping cookies. Does not read calendars.

use std::io::{self, Read as _};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;

/// Timeout of a whole request.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Timeout of a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time after which no further request is sent.
const TOTAL_TIMEOUT: Duration = Duration::from_secs(120);
/// Maximum number of requests for one calendar.
pub(super) const MAX_REQUESTS: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
}

/// A request.
pub(super) struct ProbeRequest<'a> {
    pub(super) method: Method,
    pub(super) url: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct ProbeAnswer {
    pub(super) status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    /// As received, perhaps compressed.
    body: Vec<u8>,
}

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ProbeError {
    /// The certificate or encryption was rejected.
    Tls { why: String, help: &'static str },
    /// No host, no connection, no complete answer, or a timeout.
    Unreachable { why: String, help: &'static str },
    /// More bytes than the maximum.
    TooLarge,
    /// The maximum number or time of requests was reached.
    Enough,
}

/// A request and its status, for the report.
#[derive(Clone, Debug)]
pub struct SentRequest {
    /// The client that was imitated.
    pub client: &'static str,
    /// `GET` or `HEAD`.
    pub method: &'static str,
    /// The address.
    pub url: String,
    /// The answer's status; `None` without one.
    pub status: Option<u16>,
}

pub(super) struct Prober {
    agent: ureq::Agent,
    max_bytes: usize,
    began: Instant,
    pub(super) sent: Vec<SentRequest>,
}

impl Prober {
    pub(super) fn new(max_bytes: usize) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // Only the client's own headers are sent.
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .build()
            .into();
        Self { agent, max_bytes, began: Instant::now(), sent: Vec::new() }
    }

    pub(super) fn send(
        &mut self,
        client: &'static str,
        request: &ProbeRequest<'_>,
    ) -> Result<ProbeAnswer, ProbeError> {
        if self.sent.len() >= MAX_REQUESTS || self.began.elapsed() > TOTAL_TIMEOUT {
            return Err(ProbeError::Enough);
        }
        let answer = self.request(request);
        self.sent.push(SentRequest {
            client,
            method: match request.method {
                Method::Get => "GET",
                Method::Head => "HEAD",
            },
            url: request.url.to_owned(),
            status: answer.as_ref().ok().map(|answer| answer.status),
        });
        answer
    }

    fn request(&self, request: &ProbeRequest<'_>) -> Result<ProbeAnswer, ProbeError> {
        let mut builder = match request.method {
            Method::Get => self.agent.get(request.url),
            Method::Head => self.agent.head(request.url),
        };
        for (name, value) in request.headers {
            builder = builder.header(*name, *value);
        }
        let mut response = builder.call().map_err(|error| probe_error(&error))?;
        let headers = response.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let headers = headers.collect();
        let limit = u64::try_from(self.max_bytes).unwrap_or(u64::MAX).saturating_add(1);
        let read = response.body_mut().with_config().limit(limit).read_to_vec();
        let body = read.map_err(|error| probe_error(&error))?;
        if body.len() > self.max_bytes {
            return Err(ProbeError::TooLarge);
        }
        Ok(ProbeAnswer { status: response.status().as_u16(), headers, body })
    }
}

fn probe_error(error: &ureq::Error) -> ProbeError {
    let why = error.to_string();
    match error {
        ureq::Error::BodyExceedsLimit(_) => ProbeError::TooLarge,
        ureq::Error::Rustls(cause) => ProbeError::Tls { why, help: tls_help(cause) },
        ureq::Error::Tls(_) => ProbeError::Tls { why, help: CERTIFICATE },
        ureq::Error::HostNotFound => {
            ProbeError::Unreachable { why, help: "correct the host name: it has no address" }
        }
        ureq::Error::Timeout(_) => ProbeError::Unreachable {
            why,
            help: "answer within seconds: clients give up, and try again hours later",
        },
        ureq::Error::Io(cause) => {
            // Errors of a handshake arrive as errors of the stream.
            let tls = cause.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            match (tls, cause.kind()) {
                (Some(tls), _) => ProbeError::Tls { why, help: tls_help(tls) },
                (None, io::ErrorKind::ConnectionRefused) => ProbeError::Unreachable {
                    why,
                    help: "start the server, or correct the host or port: nothing listens there",
                },
                (None, _) => ProbeError::Unreachable { why, help: SERVER },
            }
        }
        _ => ProbeError::Unreachable { why, help: SERVER },
    }
}

const CERTIFICATE: &str = "renew the certificate, and send the whole chain with it";
const SERVER: &str = "check the address, and that the server is up and completes its answers";

/// What to do about a rejected certificate.
fn tls_help(error: &rustls::Error) -> &'static str {
    use rustls::CertificateError as Invalid;
    let rustls::Error::InvalidCertificate(invalid) = error else { return CERTIFICATE };
    match invalid {
        Invalid::Expired | Invalid::ExpiredContext { .. } => {
            "renew the certificate: it has expired"
        }
        Invalid::NotValidYet | Invalid::NotValidYetContext { .. } => {
            "wait, or get another certificate: this one is not valid yet"
        }
        Invalid::NotValidForName | Invalid::NotValidForNameContext { .. } => {
            "get a certificate with the host name of the address"
        }
        Invalid::UnknownIssuer => {
            "get a certificate from an authority that clients trust, and send the whole chain with it"
        }
        _ => CERTIFICATE,
    }
}

impl ProbeAnswer {
    /// The first header of a name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The decoded body.
    ///
    /// # Errors
    /// The fault of the encoding, as the predicate of a sentence.
    pub(super) fn decoded(&self, max_bytes: usize) -> Result<Vec<u8>, String> {
        match self.header("content-encoding").unwrap_or("identity") {
            "identity" | "" => Ok(self.body.clone()),
            "gzip" | "x-gzip" => {
                let limit = u64::try_from(max_bytes).unwrap_or(u64::MAX);
                let mut bytes = Vec::new();
                let read = GzDecoder::new(self.body.as_slice()).take(limit).read_to_end(&mut bytes);
                read.map(|_| bytes).map_err(|error: io::Error| format!("is not gzip: {error}"))
            }
            other => Err(format!("is encoded as `{other}`, which was not requested")),
        }
    }

    /// Number of bytes in the body as received.
    pub(super) fn body_bytes(&self) -> usize {
        self.body.len()
    }
}
