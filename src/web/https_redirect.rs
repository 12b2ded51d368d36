//! The listener that redirects all requests to the public address, such as from `http:` to `https:`.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_http::header::{ALLOW, CACHE_CONTROL, HeaderName, HeaderValue, LOCATION};
use actix_http::{Method, Request, RequestHead, StatusCode};
use actix_web::Error;

use super::limits::MAX_TARGET_BYTES;
use super::problem::ALLOWED;
use super::respond::without_body;
use super::{Response, header, private, timeouts};
use crate::model::WebUrl;

/// The service of the redirecting listener.
#[derive(Debug)]
pub(super) struct HttpsRedirect {
    /// The public address, without its final slash.
    base: String,
}

impl HttpsRedirect {
    pub(super) fn new(public_url: &WebUrl) -> Self {
        Self { base: public_url.as_str().trim_end_matches('/').to_owned() }
    }

    /// Handles a request of actix-web; never waits.
    #[expect(clippy::needless_pass_by_value, reason = "the signature of services")]
    pub(super) fn call(&self, request: Request) -> Ready<Result<Response, Error>> {
        timeouts::note(request.conn_data(), 0);
        ready(Ok(self.answer(request.head())))
    }

    fn answer(&self, head: &RequestHead) -> Response {
        if !matches!(head.method, Method::GET | Method::HEAD) {
            // RFC 9110 §15.5.6: a 405 lists the supported methods.
            return bare(StatusCode::METHOD_NOT_ALLOWED, (ALLOW, ALLOWED));
        }
        // Of an absolute URI, only the part after its authority counts.
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        if target.len() > MAX_TARGET_BYTES {
            return without_body(StatusCode::URI_TOO_LONG);
        }
        let slash = if target.starts_with('/') { "" } else { "/" };
        HeaderValue::try_from(format!("{}{slash}{target}", self.base)).map_or_else(
            // A query may contain bytes that are not allowed in a header value.
            |_| without_body(StatusCode::BAD_REQUEST),
            |location| {
                let mut response = bare(StatusCode::PERMANENT_REDIRECT, (LOCATION, location));
                // Shared caches must not store an address with a token.
                if matches!(private::loggable(head.uri.path()), Cow::Owned(_)) {
                    private::mark(response.headers_mut());
                }
                response
            },
        )
    }
}

fn bare(status: StatusCode, (name, value): (HeaderName, HeaderValue)) -> Response {
    let mut response = without_body(status);
    let headers = response.headers_mut();
    headers.insert(name, value);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::NOSNIFF.0, header::NOSNIFF.1);
    response
}
