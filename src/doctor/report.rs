//! What is said in the end: one line for each kind of client, short and no more than was seen.

use super::ask::Asked;
use super::{client, codes};
use crate::diagnostic::{Code, Finding, Severity};
use crate::lint::{self, Kind};

/// What was found out about an address.
#[derive(Debug)]
pub struct Report {
    /// As given.
    pub url: String,
    /// What was asked, in order.
    pub requests: Vec<Asked>,
    /// About the answers, then about the calendar.
    pub findings: Vec<Finding>,
    /// One for each kind of client.
    pub verdicts: Vec<Verdict>,
    /// How many events the calendar has.
    pub events: usize,
    /// What the calendar is.
    pub kind: Kind,
}

/// A client that got no calendar where others did.
pub(super) struct Trouble {
    pub(super) client: &'static str,
    /// What it got, after its name.
    pub(super) got: String,
    pub(super) code: &'static Code,
}

/// What a kind of client would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Which.
    pub client: &'static str,
    /// After its name and a colon.
    pub words: String,
}

/// What keeps everyone from reading it.
const NOBODY: [&Code; 5] = [
    &codes::NO_ANSWER,
    &codes::TLS,
    &codes::STATUS,
    &codes::NOT_CALENDAR,
    &lint::codes::NOT_CALENDAR,
];
/// What keeps Google from reading it.
const GOOGLE: [&Code; 3] =
    [&codes::ROBOTS, &lint::codes::FEED_TOO_LARGE, &lint::codes::FOLD_CHARACTER];
/// What keeps Outlook from reading it.
const OUTLOOK: [&Code; 1] = [&lint::codes::VERSION];
/// What goes wrong only in Outlook.
const IN_OUTLOOK: [&Code; 1] = [&lint::codes::ZONE_MISSING];

pub(super) fn verdicts(findings: &[Finding], trouble: &[Trouble]) -> Vec<Verdict> {
    let errors: Vec<&Code> = findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(Finding::code)
        .collect();
    client::ALL
        .iter()
        .map(|client| {
            let client = client.name;
            let got = trouble.iter().find(|trouble| trouble.client == client);
            Verdict { client, words: words(client, &errors, got) }
        })
        .collect()
}

fn words(client: &str, errors: &[&Code], got: Option<&Trouble>) -> String {
    let found = |codes: &[&Code]| errors.iter().find(|error| codes.contains(error)).copied();
    let own: &[&Code] = match client {
        "Google" => &GOOGLE,
        "Outlook" => &OUTLOOK,
        _ => &[],
    };
    let is_scanner = client == client::SCANNER.name;
    if is_scanner {
        return match (found(&NOBODY[..3]), got) {
            (Some(code), _) => format!("would call the link broken ({})", code.id),
            (None, Some(trouble)) => {
                format!("may call the link broken: it {} ({})", trouble.got, trouble.code.id)
            }
            (None, None) => "would follow the link".to_owned(),
        };
    }
    if let Some(code) = found(&NOBODY).or_else(|| found(own)) {
        return format!("would not read it: {} ({})", code.meaning, code.id);
    }
    if let Some(trouble) = got {
        return format!("would not read it: it {} ({})", trouble.got, trouble.code.id);
    }
    let about_events = |code: &&&Code| {
        let elsewhere = [&GOOGLE[..], &OUTLOOK[..]].concat();
        let outlook_only = IN_OUTLOOK.contains(*code) && client != "Outlook";
        lint::codes::ALL.contains(*code) && !elsewhere.contains(*code) && !outlook_only
    };
    let mut ids: Vec<&str> = errors.iter().filter(about_events).map(|code| code.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let stuck = errors.iter().any(|code| **code == codes::STUCK);
    match (ids.is_empty(), stuck) {
        (_, true) => format!("would read it once, and may see no update ({})", codes::STUCK.id),
        (true, false) => "would read it".to_owned(),
        (false, false) => {
            format!("would read it, and may lose or misplace events ({})", ids.join(", "))
        }
    }
}
