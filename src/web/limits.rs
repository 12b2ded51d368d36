//! Checks that reject a request before routing.

use actix_http::RequestHead;
use actix_http::Version;

use super::ServerSettings;
use super::client_ip::Proxies;
use super::problem::Problem;
use super::rate::Rates;
use crate::address::{HEALTH, READY};

/// Longest path and query, in bytes. RFC 9110 §4.1 asks for at least 8,000; our addresses need 200.
/// Above 65,534, actix-http answers 400 itself, without a document.
pub(super) const MAX_TARGET_BYTES: usize = 8_000;

/// Largest HTTP/2 header section, in bytes as in RFC 9113 §6.5.2. For HTTP/1.1, actix-http has the same
/// limit and one of 96 fields, and answers 431 without a document.
const MAX_FIELDS_BYTES: usize = 128 * 1024;

/// The limits of every request.
#[derive(Debug)]
pub(super) struct RequestLimits {
    pub(super) rates: Option<Rates>,
    proxies: Proxies,
}

impl RequestLimits {
    pub(super) fn new(settings: &ServerSettings) -> Self {
        Self { rates: settings.rate_limit.map(Rates::new), proxies: settings.proxies.clone() }
    }

    pub(super) fn check(&self, head: &RequestHead) -> Result<(), Problem<'static>> {
        let target = head.uri.path_and_query();
        if target.is_some_and(|target| target.as_str().len() > MAX_TARGET_BYTES) {
            return Err(Problem::AddressTooLong);
        }
        if head.version == Version::HTTP_2 && fields_bytes(head) > MAX_FIELDS_BYTES {
            return Err(Problem::HeadTooLarge);
        }
        match &self.rates {
            // Health checks must not fail because of a rate limit.
            Some(rates) if !matches!(head.uri.path(), HEALTH | READY) => rates
                .check(&self.proxies, head)
                .map_err(|retry_after_seconds| Problem::TooManyRequests { retry_after_seconds }),
            _ => Ok(()),
        }
    }
}

fn fields_bytes(head: &RequestHead) -> usize {
    head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 32).sum()
}
