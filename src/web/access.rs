//! Access log: one line per request, if enabled. Written through `log` like all other output.
//!
//! Contains no client address and no query string.

use std::cell::Cell;
use std::fmt::Write as _;
use std::num::NonZeroU64;
use std::time::Duration;

use actix_http::RequestHead;
use actix_http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};

use super::private;
use super::request_counters::AnsweredRequest;
use crate::clock;

/// Log target of these lines; lines in JSON are complete and get no prefix.
pub const ACCESS_TARGET: &str = "kalends::access";

/// Capacity for most lines.
const LINE_BYTES: usize = 384;

/// Whether and how requests are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessLog {
    /// No log.
    Off,
    /// As text, one of N requests.
    Text(NonZeroU64),
    /// As JSON, one of N requests.
    Json(NonZeroU64),
}

impl AccessLog {
    fn one_of(self) -> Option<NonZeroU64> {
        match self {
            Self::Off => None,
            Self::Text(one_of) | Self::Json(one_of) => Some(one_of),
        }
    }
}

/// The access log of one worker.
#[derive(Debug)]
pub(super) struct AccessLogger {
    settings: AccessLog,
    requests: Cell<u64>,
}

impl AccessLogger {
    pub(super) fn new(settings: AccessLog) -> Self {
        Self { settings, requests: Cell::new(0) }
    }

    /// Whether to log this request. Call once per request.
    pub(super) fn wants_next(&self) -> bool {
        let Some(one_of) = self.settings.one_of() else { return false };
        let number = self.requests.get();
        self.requests.set(number.wrapping_add(1));
        number.is_multiple_of(one_of.get())
    }

    /// `took`: from reading the head to creating the response, not to sending its last byte.
    pub(super) fn log(
        &self,
        head: &RequestHead,
        answered: AnsweredRequest,
        took: Duration,
        id: &str,
    ) {
        let path = private::loggable(head.uri.path());
        let conditional = [IF_NONE_MATCH, IF_MODIFIED_SINCE]
            .into_iter()
            .any(|name| head.headers.contains_key(name));
        let (method, client) = (head.method.as_str(), answered.client.as_str());
        let (status, bytes, micros) = (answered.status, answered.sent, took.as_micros());
        let mut line = String::with_capacity(LINE_BYTES);
        let written = if let AccessLog::Json(_) = self.settings {
            // Only path and method are chosen by the client. Writing to a String cannot fail.
            let json = |text| serde_json::to_string(text).unwrap_or_default();
            write!(
                line,
                "{{\"time\":\"{}\",\"method\":{},\"path\":{},\"status\":{status},\"bytes\":{bytes},\
                 \"duration_us\":{micros},\"client\":\"{client}\",\"conditional\":{conditional},\
                 \"request_id\":\"{id}\"}}",
                clock::now(),
                json(method),
                json(&path),
            )
        } else {
            let conditional = if conditional { "conditional" } else { "plain" };
            let path = path.escape_debug();
            write!(
                line,
                "{method} {path} {status} {bytes} B {micros} µs {client} {conditional} {id}"
            )
        };
        if written.is_ok() {
            log::info!(target: ACCESS_TARGET, "{line}");
        }
    }
}
