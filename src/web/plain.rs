//! Responses to a GET without preferences, for a copy of the site on another host.

use std::sync::Arc;

use actix_http::RequestHead;
use actix_http::header::{ACCEPT, HeaderValue};
use bytes::Bytes;

use super::app::RequestHandler;
use super::body::Body;
use super::connection_limits::ConnectionLimits;
use super::{Compression, ServerSettings};
use crate::snapshot::Shared;

/// One complete response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainAnswer {
    /// The status code.
    pub status: u16,
    /// Lower-case names with values, sorted by name; without Date and Content-Length.
    pub headers: Vec<(String, String)>,
    /// The body, without content coding.
    pub body: Bytes,
}

impl PlainAnswer {
    /// The value of a header field.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }
}

/// Responds like the service, without a connection.
#[derive(Debug)]
pub struct PlainSite(RequestHandler);

impl PlainSite {
    /// A site that always reads the current snapshot.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        let settings =
            ServerSettings { compression: Compression::Off, ..ServerSettings::default() };
        Self(RequestHandler::new(
            shared.clone(),
            Arc::default(),
            &settings,
            &ConnectionLimits::new(&settings),
        ))
    }

    /// The response to a GET; 404 if `path` is invalid.
    #[must_use]
    pub fn get(&self, path: &str) -> PlainAnswer {
        self.ask(path, None)
    }

    /// The response to a browser's GET.
    #[must_use]
    pub fn get_in_person(&self, path: &str) -> PlainAnswer {
        self.ask(path, Some(HeaderValue::from_static("text/html")))
    }

    fn ask(&self, path: &str, accept: Option<HeaderValue>) -> PlainAnswer {
        let mut head = RequestHead::default();
        head.uri = path.parse().unwrap_or_default();
        if let Some(accept) = accept {
            head.headers.insert(ACCEPT, accept);
        }
        let response = self.0.plain(&head);
        let mut headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        headers.sort();
        let status = response.status().as_u16();
        let body = match response.into_body() {
            Body::Bytes(bytes) => bytes,
            Body::Length(_) => Bytes::new(),
        };
        PlainAnswer { status, headers, body }
    }
}
