//! One line a request, for those who want it. Goes through `log` like everything else that is told.
//!
//! Keeps no address of a client and no query string.

use std::cell::Cell;
use std::num::NonZeroU64;
use std::time::Duration;

use actix_web::dev::RequestHead;
use actix_web::http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};
use serde::Serialize;

use super::tally::Answered;
use crate::clock;

/// Target of the lines; those in JSON are whole lines and want nothing before them.
pub const ACCESS_TARGET: &str = "kalends::access";

/// Longest piece of a path that goes to the log.
pub(super) const LOGGED_CHARACTERS: usize = 200;

/// Whether requests are logged, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessLog {
    /// Not at all.
    Off,
    /// As text, one of so many requests.
    Text(NonZeroU64),
    /// As JSON, one of so many requests.
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

#[derive(Serialize)]
struct Line<'a> {
    time: String,
    method: &'a str,
    path: &'a str,
    status: u16,
    bytes: u64,
    duration_us: u128,
    client: &'static str,
    conditional: bool,
    request_id: &'a str,
}

/// The access log of one worker.
#[derive(Debug)]
pub(super) struct Logger {
    settings: AccessLog,
    requests: Cell<u64>,
}

impl Logger {
    pub(super) fn new(settings: AccessLog) -> Self {
        Self { settings, requests: Cell::new(0) }
    }

    /// Whether this request is one of those that are logged. Asked once a request.
    pub(super) fn wants_next(&self) -> bool {
        let Some(one_of) = self.settings.one_of() else { return false };
        let number = self.requests.get();
        self.requests.set(number.wrapping_add(1));
        number.is_multiple_of(one_of.get())
    }

    /// `took`: from reading the head to the answer being made, not to its last byte being sent.
    pub(super) fn log(&self, head: &RequestHead, answered: Answered, took: Duration, id: &str) {
        let path: String = head.uri.path().chars().take(LOGGED_CHARACTERS).collect();
        let conditional = [IF_NONE_MATCH, IF_MODIFIED_SINCE]
            .into_iter()
            .any(|name| head.headers.contains_key(name));
        let line = Line {
            time: clock::now().to_string(),
            method: head.method.as_str(),
            path: &path,
            status: answered.status,
            bytes: answered.sent,
            duration_us: took.as_micros(),
            client: answered.client.as_str(),
            conditional,
            request_id: id,
        };
        if let AccessLog::Json(_) = self.settings {
            let text = serde_json::to_string(&line).expect("strings and numbers serialise");
            log::info!(target: ACCESS_TARGET, "{text}");
        } else {
            let Line { method, status, bytes, duration_us, client, .. } = line;
            let conditional = if conditional { "conditional" } else { "plain" };
            let path = path.escape_debug();
            log::info!(
                target: ACCESS_TARGET,
                "{method} {path} {status} {bytes} B {duration_us} µs {client} {conditional} {id}",
            );
        }
    }
}
