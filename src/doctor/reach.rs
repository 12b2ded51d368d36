//! Follows and checks redirects to the calendar, including from http to https (rules
//! `renamed-answers-308` and `http-leads-to-https`).

use url::{Host, Url};

use super::client::GOOGLE;
use super::probe::ProbeAnswer;
use super::{Doctor, codes};
use crate::rules::Rule;

/// Maximum number of redirects.
const MAX_REDIRECTS: usize = 5;

impl Doctor {
    /// Follows redirects as Google; returns the last address and its answer.
    pub(super) fn reach(&mut self, url: &str) -> Option<(String, ProbeAnswer)> {
        let mut address = self.start(url)?;
        let mut kept = 0;
        for _ in 0..=MAX_REDIRECTS {
            let answer = match self.get(GOOGLE, address.as_str(), &[]) {
                Ok(answer) => answer,
                Err(error) => {
                    self.report_error(&error);
                    return None;
                }
            };
            if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
                return Some((address.into(), answer));
            }
            let target = answer.header("location").and_then(|to| address.join(to).ok());
            let Some(target) = target.filter(|to| matches!(to.scheme(), "http" | "https")) else {
                let headline = format!(
                    "{} answers {} without a usable Location",
                    address.path(),
                    answer.status
                );
                let help = "send the https address of the calendar as `Location`";
                self.find(&codes::STATUS, Rule::RenamedAnswers308, headline, help);
                return None;
            };
            self.check_redirect(&address, &target, answer.status, &mut kept);
            address = target;
        }
        let headline = format!("the address redirects more than {MAX_REDIRECTS} times");
        self.find(
            &codes::STATUS,
            Rule::RenamedAnswers308,
            headline,
            "redirect to the calendar directly",
        );
        None
    }

    /// The first address. Clients request `webcal` without encryption first.
    fn start(&mut self, url: &str) -> Option<Url> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "webcal" | "http" => "http",
            _ => "https",
        };
        match Url::parse(&format!("{scheme}://{rest}")) {
            Ok(mut parsed) => {
                parsed.set_fragment(None);
                Some(parsed)
            }
            Err(error) => {
                let headline = format!("the address is not valid: {error}");
                self.find(
                    &codes::NO_ANSWER,
                    Rule::NoWrong200,
                    headline,
                    "give the full address, for example `https://example.org/talks.ics`",
                );
                None
            }
        }
    }

    fn check_redirect(&mut self, from: &Url, to: &Url, status: u16, kept: &mut usize) {
        let upgrade = from.scheme() == "http" && to.scheme() == "https" && from.host() == to.host();
        if from.scheme() == "https" && to.scheme() == "http" {
            let headline = format!("{} redirects from https to http", from.path());
            self.find(
                &codes::REDIRECT,
                Rule::RenamedAnswers308,
                headline,
                format!("redirect to `{}`", over_https(to)),
            );
        }
        if upgrade {
            if from.path() != to.path() || from.query() != to.query() {
                let headline =
                    format!("http redirects to another path: {} → {}", from.path(), to.path());
                self.find(
                    &codes::REDIRECT,
                    Rule::HttpLeadsToHttps,
                    headline,
                    format!("redirect to `{}`", over_https(from)),
                );
            }
            return;
        }
        *kept += 1;
        if *kept == 2 {
            let headline = "the calendar is more than one redirect away";
            let help = format!(
                "redirect to `{to}` directly: some clients do not follow a second redirect"
            );
            self.find(&codes::REDIRECT, Rule::RenamedAnswers308, headline, help);
        }
        if status != 308 {
            let headline =
                format!("{} answers {status}, which clients do not remember", from.path());
            let help = format!(
                "answer 308 with `Location: {to}` for a permanent move; ICSx5 remembers no other status"
            );
            self.find(&codes::REDIRECT, Rule::RenamedAnswers308, headline, help);
        }
    }

    /// Rule `http-leads-to-https`, for addresses of other machines with the default port.
    pub(super) fn check_plain(&mut self, given: &str, address: &str) {
        let Ok(mut url) = Url::parse(address) else { return };
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => true,
        };
        if here {
            return;
        }
        if url.scheme() == "http" {
            let headline = "the calendar is sent without encryption; some clients refuse it, and \
                            anyone on the way can change it";
            let help = format!("serve it at `{}`, and redirect http there", over_https(&url));
            self.find(&codes::PLAIN, Rule::HttpLeadsToHttps, headline, help);
            return;
        }
        let came_by_http = !given.to_ascii_lowercase().starts_with("https");
        if came_by_http || url.port().is_some() || url.set_scheme("http").is_err() {
            return;
        }
        let leads = match self.get(GOOGLE, url.as_str(), &[]) {
            Ok(answer) if matches!(answer.status, 301 | 302 | 307 | 308) => {
                let target = answer.header("location").and_then(|to| url.join(to).ok());
                target.is_some_and(|target| target.as_str() == address)
            }
            Ok(_) | Err(_) => false,
        };
        if !leads {
            let headline =
                "http does not redirect to https at the same path; `webcal:` links start with http";
            let help = format!("answer on port 80 with 308 to `{address}`");
            self.find(&codes::PLAIN, Rule::HttpLeadsToHttps, headline, help);
        }
    }
}

/// An address with `https` for its scheme.
fn over_https(url: &Url) -> String {
    format!("https{}", &url.as_str()[url.scheme().len()..])
}
