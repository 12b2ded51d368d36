//! Compares answers: over time, between clients, and with other Accept headers and queries. Also checks
//! robots.txt.

use url::Url;

use super::client::{ClientProfile, GOOGLE};
use super::probe::{ProbeAnswer, ProbeError};
use super::{Doctor, Trouble, codes, looks_like_calendar, looks_like_page, robots};
use crate::lint::MAX_BYTES;
use crate::rules::Rule;

/// A media type that no server has.
const ODD_ACCEPT: &str = "application/vnd.kalends-doctor";
/// A parameter that campaign mail adds to links.
const QUERY: (&str, &str) = ("utm_source", "kalends-doctor");

impl Doctor {
    /// Rules `dtstamp-from-record` and `strong-validators`: whether two fetches give the same bytes.
    pub(super) fn check_steady(
        &mut self,
        first: &ProbeAnswer,
        again: Result<ProbeAnswer, ProbeError>,
    ) -> bool {
        let calendar = |answer: &ProbeAnswer| {
            let body = answer.decoded(MAX_BYTES).ok().filter(|_| answer.status == 200);
            body.filter(|body| looks_like_calendar(body))
        };
        let Ok(again) = again else { return true };
        let (Some(calendar), Some(body)) = (calendar(first), calendar(&again)) else { return true };
        if body == calendar {
            if first.header("etag") != again.header("etag") {
                let headline = "two fetches of the same bytes have two ETags";
                let help = "compute the ETag from the bytes alone, in the same way on every server";
                self.find(&codes::TAG, Rule::StrongValidators, headline, help);
            }
            return true;
        }
        let names = changed(&calendar, &body);
        let (headline, help) = if names.iter().all(|name| name == "DTSTAMP") {
            (
                "DTSTAMP is the time of the request: every fetch looks like a change".to_owned(),
                "write the time of the last revision",
            )
        } else {
            let names = names.join(", ");
            (
                format!("two fetches give different bytes: {names}"),
                "generate the calendar from its content alone, or answer from a cache",
            )
        };
        self.find(&codes::UNSTEADY, Rule::DtstampFromRecord, headline, help);
        false
    }

    /// Rule `robots-may-fetch`.
    pub(super) fn check_client(
        &mut self,
        client: ClientProfile,
        answer: Result<ProbeAnswer, ProbeError>,
        same: impl Fn(&ProbeAnswer) -> bool,
    ) {
        let got = match answer {
            Ok(answer) if answer.status == 200 && same(&answer) => return,
            Ok(answer) if answer.status != 200 => format!("gets {}", answer.status),
            Ok(answer) => what(&answer).to_owned(),
            Err(ProbeError::Enough) => return,
            Err(_) => "gets no answer".to_owned(),
        };
        let known = |code| self.findings.iter().any(|finding| finding.code() == code);
        if got == UNDONE && known(&codes::CODING) {
            self.trouble.push(Trouble { client: client.name, got, code: &codes::CODING });
            return;
        }
        let trouble = Trouble { client: client.name, got: got.clone(), code: &codes::CLIENT };
        self.trouble.push(trouble);
        let headline = format!("{} {got}, where others get the calendar", client.name);
        let agent = client.headers.first().map_or("", |(_, agent)| agent);
        let help = format!(
            "give `User-Agent: {agent}` the same answer as others, without firewall rules, challenges \
             or User-Agent checks"
        );
        self.find(&codes::CLIENT, Rule::RobotsMayFetch, headline, help);
    }

    /// Rule `any-accept-header`.
    pub(super) fn check_accept(&mut self, address: &str, same: impl Fn(&ProbeAnswer) -> bool) {
        let headers = [("User-Agent", "kalends-doctor"), ("Accept", ODD_ACCEPT)];
        let odd = ClientProfile { name: "any", headers: &[], reader: None };
        let Ok(answer) = self.get(odd, address, &headers) else { return };
        let got = match answer.status {
            200 if same(&answer) => return,
            200 => what(&answer).to_owned(),
            status => format!("gets {status}"),
        };
        let headline = format!("a client with `Accept: {ODD_ACCEPT}` {got}");
        let help = "send the calendar for every Accept header: clients send unusual ones";
        self.find(&codes::ACCEPT, Rule::AnyAcceptHeader, headline, help);
    }

    /// Rule `stable-addresses`.
    pub(super) fn check_query(
        &mut self,
        address: &str,
        client: ClientProfile,
        same: impl Fn(&ProbeAnswer) -> bool,
    ) {
        let Ok(mut url) = Url::parse(address) else { return };
        url.query_pairs_mut().append_pair(QUERY.0, QUERY.1);
        let Ok(answer) = self.get(client, url.as_str(), &[]) else { return };
        let got = match answer.status {
            200 if same(&answer) => return,
            200 => what(&answer).to_owned(),
            status => format!("gets {status}"),
        };
        let headline = format!("a client with `?{}=…` in the address {got}", QUERY.0);
        let path = url.path();
        let help = format!(
            "answer `{path}?{}=…` like `{path}`: mails and messengers add parameters",
            QUERY.0
        );
        self.find(&codes::QUERY, Rule::StableAddresses, headline, help);
    }

    /// Rule `robots-may-fetch`.
    pub(super) fn check_robots(&mut self, address: &str) {
        let Ok(url) = Url::parse(address) else { return };
        let Ok(file) = url.join("/robots.txt") else { return };
        let Ok(answer) = self.get(GOOGLE, file.as_str(), &[]) else { return };
        if answer.status >= 500 {
            let headline =
                format!("robots.txt answers {}; crawlers then fetch nothing", answer.status);
            let help = "answer 404, or 200 with the allowed paths (RFC 9309 §2.3.1.4)";
            self.find(&codes::ROBOTS, Rule::RobotsMayFetch, headline, help);
            return;
        }
        if answer.status != 200 {
            return;
        }
        let body = answer.decoded(MAX_BYTES).unwrap_or_default();
        let text = String::from_utf8_lossy(&body);
        let path = &url[url::Position::BeforePath..];
        if let Some(line) = robots::forbids(&text, "Googlebot", path) {
            let line: String = line.chars().take(60).collect();
            let headline = format!("robots.txt blocks Google: `{}`", line.escape_debug());
            let help = format!(
                "write `Allow: {path}` next to that line, and send `X-Robots-Tag: noindex` with the \
                 calendar instead"
            );
            self.find(&codes::ROBOTS, Rule::RobotsMayFetch, headline, help);
        }
    }
}

const UNDONE: &str = "gets an encoding that cannot be decoded";

/// An answer of 200 that is not the calendar, as the predicate of a sentence.
fn what(answer: &ProbeAnswer) -> &'static str {
    match answer.decoded(MAX_BYTES) {
        Err(_) => UNDONE,
        Ok(body) if body.is_empty() => "gets an empty answer",
        Ok(body) if looks_like_page(&body) => "gets a page",
        Ok(body) if looks_like_calendar(&body) => "gets another calendar",
        Ok(_) => "gets something else",
    }
}

/// Maximum number of names in a finding.
const MAX_NAMES: usize = 5;

/// The names of properties in which two calendars differ, compared by line.
fn changed(one: &[u8], other: &[u8]) -> Vec<String> {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let mut names: Vec<String> = Vec::new();
    for (line, _) in one.lines().zip(other.lines()).filter(|(one, other)| one != other) {
        let name: String =
            line.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
        if !name.is_empty() && !names.contains(&name) && names.len() < MAX_NAMES {
            names.push(name);
        }
    }
    if names.is_empty() { vec!["their length".to_owned()] } else { names }
}
