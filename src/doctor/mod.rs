//! Requests a published calendar as the big clients do, and reports what each of them would do: the rules
//! about HTTP, then [`lint()`] of the calendar.
//!
//! Polite: one request at a time, at most [`MAX_REQUESTS`], GET and HEAD only, and every User-Agent
//! contains `kalends-doctor`. Other methods are not tried, because the server may belong to others.

mod checks;
mod client;
pub mod codes;
mod compare;
mod probe;
mod reach;
mod report;
mod robots;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

pub use probe::SentRequest;
use report::Trouble;
pub use report::{ClientVerdict, Report};

use crate::diagnostic::{Code, Finding, SourceFile, sort};
use crate::lint::{self, MAX_BYTES, lint};
use crate::rules::Rule;
use client::{
    APPLE, ClientProfile, DAVX5, GOOGLE, HOME_ASSISTANT, NEXTCLOUD, OUTLOOK, SCANNER, THUNDERBIRD,
};
use probe::{Method, ProbeAnswer, ProbeError, ProbeRequest, Prober};

/// Maximum number of requests for one calendar.
pub const MAX_REQUESTS: usize = probe::MAX_REQUESTS;

/// Settings of an examination.
#[derive(Clone, Copy, Debug)]
pub struct ExamineSettings {
    /// Minimum time between two compared fetches. It exceeds a second, the resolution of DTSTAMP.
    pub pause: Duration,
}

impl Default for ExamineSettings {
    fn default() -> Self {
        Self { pause: Duration::from_millis(1_100) }
    }
}

/// Examines the calendar at an address.
#[must_use]
pub fn examine(url: &str, settings: ExamineSettings) -> Report {
    let mut doctor = Doctor {
        prober: Prober::new(MAX_BYTES),
        file: SourceFile::new(url, ""),
        findings: Vec::new(),
        trouble: Vec::new(),
    };
    let linted = doctor.examine(url, settings);
    sort(&mut doctor.findings);
    let mut findings = doctor.findings;
    let (events, kind, costs) = match linted {
        Some(linted) => {
            findings.extend(linted.findings);
            (linted.events, linted.kind, linted.costs)
        }
        None => (0, lint::CalendarKind::Nothing, Vec::new()),
    };
    let verdicts = report::verdicts(&findings, &doctor.trouble, &costs);
    Report { url: url.to_owned(), requests: doctor.prober.sent, findings, verdicts, events, kind }
}

struct Doctor {
    prober: Prober,
    /// The given address, as the file of all findings.
    file: Arc<SourceFile>,
    findings: Vec<Finding>,
    trouble: Vec<Trouble>,
}

impl Doctor {
    fn find(
        &mut self,
        code: &'static Code,
        rule: Rule,
        headline: impl Into<String>,
        help: impl Into<String>,
    ) {
        let finding = Finding::new(code, headline).in_file(&self.file).note(rule.cited());
        self.findings.push(finding.help(help));
    }

    /// Sends a GET as a client does, with more headers.
    fn get(
        &mut self,
        client: ClientProfile,
        url: &str,
        more: &[(&str, &str)],
    ) -> Result<ProbeAnswer, ProbeError> {
        let headers = [client.headers, more].concat();
        let request = ProbeRequest { method: Method::Get, url, headers: &headers };
        self.prober.send(client.name, &request)
    }

    /// Checks redirects, each client, conditional requests and the rest. `None` without a calendar.
    fn examine(&mut self, url: &str, settings: ExamineSettings) -> Option<lint::Linted> {
        let (address, google) = self.reach(url)?;
        let began = Instant::now();
        let apple = match self.get(APPLE, &address, &[]) {
            Ok(answer) => answer,
            Err(error) => {
                self.report_error(&error);
                return None;
            }
        };
        let best = self.check_answer(&apple, &google)?;
        // Further requests are sent as a client that gets the calendar.
        let client = if std::ptr::eq(best, &apple) { APPLE } else { GOOGLE };
        let calendar = best.decoded(MAX_BYTES).unwrap_or_default();
        let linted = lint(self.file.name(), &calendar);
        self.check_headers(best, &calendar, linted.kind);
        if apple.status == google.status {
            self.check_coding(&apple, &google, &calendar);
        }
        self.check_head(&address, client, best);
        self.check_conditions(&address, client, best, &google);
        let others = [OUTLOOK, THUNDERBIRD, NEXTCLOUD, DAVX5, HOME_ASSISTANT, SCANNER];
        let others = others.map(|client| {
            let answer = self.get(client, &address, &[]);
            (client, answer)
        });
        // Last of all, so that most of the pause has passed.
        thread::sleep(settings.pause.saturating_sub(began.elapsed()));
        let again = self.get(APPLE, &address, &[]);
        let steady = self.check_steady(&apple, again);
        let same = |answer: &ProbeAnswer| {
            let body = answer.decoded(MAX_BYTES).unwrap_or_default();
            body == calendar || (!steady && looks_like_calendar(&body))
        };
        let mut clients = vec![(GOOGLE, Ok(google.clone())), (APPLE, Ok(apple.clone()))];
        clients.extend(others);
        for (client, answer) in clients {
            self.check_client(client, answer, same);
        }
        self.check_accept(&address, same);
        self.check_query(&address, client, same);
        self.check_robots(&address);
        self.check_plain(url, &address);
        Some(linted)
    }

    fn report_error(&mut self, error: &ProbeError) {
        match error {
            ProbeError::Tls { why, help } => self.find(
                &codes::TLS,
                Rule::HttpLeadsToHttps,
                format!("clients refuse the connection: {}", why.trim_start_matches("io: ")),
                *help,
            ),
            ProbeError::Unreachable { why, help } => self.find(
                &codes::NO_ANSWER,
                Rule::NoWrong200,
                format!("no complete answer: {}", why.trim_start_matches("io: ")),
                *help,
            ),
            ProbeError::TooLarge => self.find(
                &codes::NOT_CALENDAR,
                Rule::FeedFitsGoogle,
                format!("the answer has more than {} MiB", MAX_BYTES / 1024 / 1024),
                "split the calendar: Google stops at 1 MB",
            ),
            ProbeError::Enough => self.find(
                &codes::NO_ANSWER,
                Rule::NoWrong200,
                "the server is too slow for the requests of all clients",
                "answer within a second or two, from a cache",
            ),
        }
    }
}

/// Whether bytes start like a calendar.
fn looks_like_calendar(body: &[u8]) -> bool {
    let body = body.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(body).trim_ascii_start();
    let begin = b"BEGIN:VCALENDAR";
    body.get(..begin.len()).is_some_and(|start| start.eq_ignore_ascii_case(begin))
}

/// Whether bytes start like a web page.
fn looks_like_page(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}
