//! Whether the service should get traffic: the two documents `/readyz` can answer with.
//!
//! Does not decide when the process is stopping; `web` knows that and picks the document.

use bytes::Bytes;
use serde::Serialize;

/// What could be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadinessStatus {
    /// Everything.
    Ready,
    /// Some series failed, others are served.
    Degraded,
    /// Nothing.
    Unready,
}

/// A source that could not be published as it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    /// The file, or the series if there is no file.
    pub source: String,
    /// What was found, as `diagnostic::to_json` gives it.
    pub findings: serde_json::Value,
}

/// Whether the service should get traffic, rendered ahead.
#[derive(Clone, Debug)]
pub struct Readiness {
    status: ReadinessStatus,
    body: Bytes,
    stopping_body: Bytes,
}

#[derive(Serialize)]
struct Document<'a> {
    status: &'static str,
    failures: &'a [Failure],
    time_zone_database: &'a str,
}

impl Readiness {
    pub(super) fn new(
        status: ReadinessStatus,
        failures: &[Failure],
        time_zone_database: &str,
    ) -> Self {
        let render = |status| render(&Document { status, failures, time_zone_database });
        let body = render(match status {
            ReadinessStatus::Ready => "ready",
            ReadinessStatus::Degraded => "degraded",
            ReadinessStatus::Unready => "unready",
        });
        Self { status, body, stopping_body: render("stopping") }
    }

    /// What could be loaded.
    #[must_use]
    pub fn status(&self) -> ReadinessStatus {
        self.status
    }

    /// The document while the service runs, JSON.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The document while the service stops, JSON.
    #[must_use]
    pub fn stopping_body(&self) -> &Bytes {
        &self.stopping_body
    }
}

fn render(document: &Document<'_>) -> Bytes {
    Bytes::from(
        serde_json::to_vec(document)
            .expect("JSON values and strings serialise, and a Vec takes any number of bytes"),
    )
}
