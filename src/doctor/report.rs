//! The report: findings, and one line for each kind of client.

use super::probe::SentRequest;
use super::{client, codes};
use crate::diagnostic::{Code, Finding, Severity};
use crate::lint::{CalendarApp, CalendarKind, Cost, Loss};

/// The report about an address.
#[derive(Debug)]
pub struct Report {
    /// The given address.
    pub url: String,
    /// The requests, in order.
    pub requests: Vec<SentRequest>,
    /// Findings about the answers, then about the calendar.
    pub findings: Vec<Finding>,
    /// One verdict for each kind of client.
    pub verdicts: Vec<ClientVerdict>,
    /// Number of events in the calendar.
    pub events: usize,
    /// Whether the calendar is a feed or a file of one event.
    pub kind: CalendarKind,
}

/// A client that got no calendar where others did.
pub(super) struct Trouble {
    pub(super) client: &'static str,
    /// The answer it got, as the predicate of a sentence.
    pub(super) got: String,
    pub(super) code: &'static Code,
}

/// A kind of client, and its use of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientVerdict {
    /// The client's name.
    pub client: &'static str,
    /// The text after its name and a colon.
    pub words: String,
}

/// Errors that prevent every client from reading the calendar.
const NOBODY: [&Code; 4] = [&codes::NO_ANSWER, &codes::TLS, &codes::STATUS, &codes::NOT_CALENDAR];

/// One verdict for each kind of client. `costs`: each reader's losses by the calendar's errors.
pub(super) fn verdicts(
    findings: &[Finding],
    trouble: &[Trouble],
    costs: &[Cost],
) -> Vec<ClientVerdict> {
    let errors: Vec<&'static Code> = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(Finding::code)
        .collect();
    client::ALL
        .iter()
        .map(|client| {
            let got = trouble.iter().find(|trouble| trouble.client == client.name);
            let words = match client.reader {
                Some(reader) => reads(reader, &errors, got, costs),
                None => follows(&errors, got),
            };
            ClientVerdict { client: client.name, words }
        })
        .collect()
}

fn follows(errors: &[&'static Code], got: Option<&Trouble>) -> String {
    match (errors.iter().find(|error| NOBODY[..3].contains(error)), got) {
        (Some(code), _) => format!("would call the link broken ({})", code.id),
        (None, Some(trouble)) => {
            format!("may call the link broken: it {} ({})", trouble.got, trouble.code.id)
        }
        (None, None) => "would follow the link".to_owned(),
    }
}

fn reads(
    reader: CalendarApp,
    errors: &[&'static Code],
    got: Option<&Trouble>,
    costs: &[Cost],
) -> String {
    let costs = costs.iter().filter(|(client, ..)| *client == reader);
    let (whole, parts): (Vec<&Cost>, Vec<&Cost>) =
        costs.partition(|(_, loss, _)| *loss == Loss::Calendar);
    let banned = |error: &&&'static Code| {
        NOBODY.contains(error) || reader == CalendarApp::Google && **error == &codes::ROBOTS
    };
    let refused = errors.iter().find(banned).copied();
    if let Some(code) = refused.or_else(|| whole.first().map(|(.., code)| *code)) {
        return format!("would not read it: {} ({})", code.meaning, code.id);
    }
    if let Some(trouble) = got {
        return format!("would not read it: it {} ({})", trouble.got, trouble.code.id);
    }
    if errors.contains(&&codes::STUCK) {
        return format!("would read it once, and may not see updates ({})", codes::STUCK.id);
    }
    let mut ids: Vec<&str> = parts.iter().map(|(.., code)| code.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return "would read it".to_owned();
    }
    format!("would read it, and may lose or misplace events ({})", ids.join(", "))
}
