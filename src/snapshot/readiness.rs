//! The document at `/readyz`: whether the service should get traffic.
//!
//! `web` reads the clock and decides when the process is stopping.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

use super::PassState;

/// The readiness of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ReadinessStatus {
    /// Everything is served.
    Ready,
    /// Some series failed, others are served; or the snapshot may be behind the files.
    Degraded,
    /// Nothing is served.
    Unready,
    /// The service stops.
    Stopping,
}

/// A source that could not be published.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceFailure {
    /// The file, or the series if it has no file.
    pub source: String,
    /// The findings, from `diagnostic::to_json`.
    pub findings: Value,
}

/// The maximum size of failures as JSON, in bytes: a monitor reads all of it every few seconds.
const MAX_FAILURES_BYTES: usize = 900_000;

/// Whether the service should get traffic. The part that depends on the files is rendered in advance.
#[derive(Clone, Debug)]
pub struct Readiness {
    status: ReadinessStatus,
    /// The members of the document that depend on the files, with the closing brace.
    ending: Bytes,
}

#[derive(Serialize)]
struct DocumentEnd<'a> {
    failures: &'a [SourceFailure],
    /// The number of findings that are left out.
    omitted: usize,
    time_zone_database: &'a str,
}

#[derive(Serialize)]
struct DocumentStart {
    status: ReadinessStatus,
    last_pass: Option<LastPass>,
}

#[derive(Serialize)]
struct LastPass {
    outcome: &'static str,
    age_seconds: u64,
    late: bool,
    next_under_way_seconds: Option<u64>,
}

impl Readiness {
    pub(super) fn new(
        status: ReadinessStatus,
        failures: &[SourceFailure],
        time_zone_database: &str,
    ) -> Self {
        let (failures, omitted) = within(failures, MAX_FAILURES_BYTES);
        let ending = DocumentEnd { failures: &failures, omitted, time_zone_database };
        Self { status, ending: render(&ending).into() }
    }

    /// The readiness as of the last pass.
    #[must_use]
    pub fn status(&self) -> ReadinessStatus {
        self.status
    }

    /// The readiness now: if the files should have been read again and were not, the service is degraded.
    /// It still gets traffic, because the snapshot is as good as before.
    #[must_use]
    pub fn status_now(&self, passes: Option<&PassState>) -> ReadinessStatus {
        match self.status {
            ReadinessStatus::Ready if passes.is_some_and(PassState::is_degraded) => {
                ReadinessStatus::Degraded
            }
            status => status,
        }
    }

    /// The document for `status`, as JSON.
    #[must_use]
    pub fn document(&self, status: ReadinessStatus, passes: Option<&PassState>) -> Bytes {
        let last_pass = passes.map(|passes| LastPass {
            outcome: passes.outcome.as_str(),
            age_seconds: passes.age.as_secs(),
            late: passes.is_late,
            next_under_way_seconds: passes.under_way.map(|under_way| under_way.as_secs()),
        });
        let mut document = render(&DocumentStart { status, last_pass });
        // Joins two objects that are not empty.
        document.pop();
        document.push(b',');
        document.extend_from_slice(self.ending.get(1..).unwrap_or_default());
        document.into()
    }
}

/// Failures of at most `max_bytes` in JSON, with whole findings, and the number of findings left out. A
/// failure without findings counts as one.
fn within(failures: &[SourceFailure], max_bytes: usize) -> (Vec<SourceFailure>, usize) {
    // Names of members, quotes and commas around a source and its findings.
    const PUNCTUATION: usize = 32;
    let bytes_of = |value: &Value| value.to_string().len() + 1;
    let (mut kept, mut omitted, mut left) = (Vec::new(), 0, max_bytes);
    for SourceFailure { source, findings } in failures {
        let findings = findings.as_array().map_or(&[][..], Vec::as_slice);
        let mut taken = 0;
        let mut after = left.checked_sub(bytes_of(&Value::from(source.as_str())) + PUNCTUATION);
        while let (Some(room), Some(finding)) = (after, findings.get(taken)) {
            let Some(rest) = room.checked_sub(bytes_of(finding)) else { break };
            (after, taken) = (Some(rest), taken + 1);
        }
        omitted += findings.len() - taken;
        match after {
            Some(after) if taken > 0 || findings.is_empty() => {
                left = after;
                let findings = Value::from(&findings[..taken]);
                kept.push(SourceFailure { source: source.clone(), findings });
            }
            _ => omitted += usize::from(findings.is_empty()),
        }
    }
    (kept, omitted)
}

fn render(part: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(part)
        .expect("JSON values and strings serialise, and a Vec takes any number of bytes")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::super::Outcome;
    use super::*;

    #[test]
    fn the_document_says_how_old_the_last_pass_is() {
        let readiness = Readiness::new(ReadinessStatus::Ready, &[], "2026a");
        let passes = PassState {
            age: Duration::from_secs(130),
            outcome: Outcome::Kept,
            under_way: Some(Duration::from_secs(99)),
            is_late: true,
        };
        let status = readiness.status_now(Some(&passes));
        let document = readiness.document(status, Some(&passes));
        let document: Value = serde_json::from_slice(&document).unwrap();
        let last_pass = json!({
            "outcome": "kept", "age_seconds": 130, "late": true, "next_under_way_seconds": 99,
        });
        let expected = json!({
            "status": "degraded", "last_pass": last_pass, "failures": [],
            "omitted": 0, "time_zone_database": "2026a",
        });
        assert_eq!(document, expected);
    }

    #[test]
    fn a_late_pass_makes_nothing_ready() {
        let passes = PassState {
            age: Duration::ZERO,
            outcome: Outcome::Panicked,
            under_way: None,
            is_late: false,
        };
        let now = |status| Readiness::new(status, &[], "").status_now(Some(&passes));
        assert_eq!(now(ReadinessStatus::Ready), ReadinessStatus::Degraded);
        assert_eq!(now(ReadinessStatus::Degraded), ReadinessStatus::Degraded);
        assert_eq!(now(ReadinessStatus::Unready), ReadinessStatus::Unready);
    }

    #[test]
    fn failures_are_cut_between_findings_and_the_rest_is_counted() {
        let failure = |source: &str, findings: usize| {
            let findings = (0..findings).map(|number| json!({ "headline": number.to_string() }));
            SourceFailure { source: source.to_owned(), findings: findings.collect() }
        };
        let failures = [failure("a", 3), failure("b", 0), failure("c", 120), failure("d", 0)];
        let all = serde_json::to_vec(&failures).unwrap().len();
        let count = |failures: &[SourceFailure]| -> usize {
            failures.iter().map(|one| one.findings.as_array().unwrap().len().max(1)).sum()
        };
        assert_eq!(within(&failures, 2 * all), (failures.to_vec(), 0));
        for most in 0..all {
            let (kept, omitted) = within(&failures, most);
            let bytes = serde_json::to_vec(&kept).unwrap().len();
            assert!(bytes <= most + 2, "{bytes} bytes of {most}");
            assert_eq!(count(&kept) + omitted, count(&failures), "of {most}");
        }
    }
}
