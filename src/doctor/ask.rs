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
const PATIENCE: Duration = Duration::from_secs(120);
/// Maximum number of requests for one calendar.
pub(super) const MAX_REQUESTS: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
}

/// A request.
pub(super) struct Question<'a> {
    pub(super) method: Method,
    pub(super) url: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    /// As received, perhaps compressed.
    body: Vec<u8>,
}

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The certificate or encryption was rejected.
    Tls(String),
    /// No host, no connection, no complete answer, or a timeout.
    Unreachable(String),
    /// More bytes than the maximum.
    TooLarge,
    /// The maximum number or time of requests was reached.
    Enough,
}

/// A request and its status, for the report.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The client that was imitated.
    pub client: &'static str,
    /// `GET` or `HEAD`.
    pub method: &'static str,
    /// The address.
    pub url: String,
    /// The answer's status; `None` without one.
    pub status: Option<u16>,
}

pub(super) struct Asker {
    agent: ureq::Agent,
    max_bytes: usize,
    began: Instant,
    pub(super) asked: Vec<Asked>,
}

impl Asker {
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
        Self { agent, max_bytes, began: Instant::now(), asked: Vec::new() }
    }

    pub(super) fn ask(
        &mut self,
        client: &'static str,
        question: &Question<'_>,
    ) -> Result<Answer, Silence> {
        if self.asked.len() >= MAX_REQUESTS || self.began.elapsed() > PATIENCE {
            return Err(Silence::Enough);
        }
        let answer = self.send(question);
        self.asked.push(Asked {
            client,
            method: match question.method {
                Method::Get => "GET",
                Method::Head => "HEAD",
            },
            url: question.url.to_owned(),
            status: answer.as_ref().ok().map(|answer| answer.status),
        });
        answer
    }

    fn send(&self, question: &Question<'_>) -> Result<Answer, Silence> {
        let mut request = match question.method {
            Method::Get => self.agent.get(question.url),
            Method::Head => self.agent.head(question.url),
        };
        for (name, value) in question.headers {
            request = request.header(*name, *value);
        }
        let mut response = request.call().map_err(|error| silence(&error))?;
        let headers = response.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let headers = headers.collect();
        let limit = u64::try_from(self.max_bytes).unwrap_or(u64::MAX).saturating_add(1);
        let read = response.body_mut().with_config().limit(limit).read_to_vec();
        let body = read.map_err(|error| silence(&error))?;
        if body.len() > self.max_bytes {
            return Err(Silence::TooLarge);
        }
        Ok(Answer { status: response.status().as_u16(), headers, body })
    }
}

fn silence(error: &ureq::Error) -> Silence {
    let text = error.to_string();
    match error {
        ureq::Error::BodyExceedsLimit(_) => Silence::TooLarge,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Silence::Tls(text),
        // Errors of a handshake arrive as errors of the stream.
        ureq::Error::Io(cause)
            if cause.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) =>
        {
            Silence::Tls(text)
        }
        _ => Silence::Unreachable(text),
    }
}

impl Answer {
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
    pub(super) fn sent(&self) -> usize {
        self.body.len()
    }
}
