//! Findings about a series or session that is not published yet, or only just: example domains, texts
//! left from the template of `kalends init`, sessions in the past. Once people have an entry, its
//! identity is permanent.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::codes;
use super::placement::Placement;
use crate::diagnostic::{Finding, SourceFile, Span};
use crate::model::{Place, Series, Session, SessionId, Status, When};

/// Domains that nobody can own (RFC 2606 §3); names below them count too.
const RESERVED_DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];
/// Top-level names that nobody can own (RFC 2606 §2).
const RESERVED_NAMES: [&str; 4] = ["example", "invalid", "localhost", "test"];
/// Time since the end of a session from which on it is in the past for certain.
const PAST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Of the venue in the template.
const TEMPLATE_ADDRESS: &str = "Market square 1, Brussels";

pub(super) fn check(
    file: &Arc<SourceFile>,
    series: &Series,
    placement: &Placement,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let authority = series.authority.as_str();
    if !authority.contains('.') {
        let headline = format!("`authority` `{authority}` has no dot, so it is not a domain name");
        findings.push(
            Finding::new(&codes::BAD_ID, headline)
                .at(file, placement.series.of_key("authority"))
                .note("the authority is part of every UID and cannot be changed once published")
                .help("write the domain of your organisation, as in its website's address"),
        );
    } else if is_reserved(authority) {
        let headline = format!("`{authority}` is a domain for examples, which nobody owns");
        let at = placement.series.of_key("authority");
        findings.push(
            Finding::new(&codes::RESERVED_DOMAIN, headline)
                .at(file, at)
                .note("the authority is part of every UID and cannot be changed once published")
                .help("write a domain of your organisation, such as the one of its website"),
        );
    }
    if series.title.as_str() == series.id.as_str() {
        let headline = format!("the title is the id, `{}`, as `kalends init` wrote it", series.id);
        findings.push(
            left(file, placement.series.of_key("title"), headline)
                .help("write the name that people should see above their calendar"),
        );
    }
    for session in series.sessions.iter().filter(|session| is_of_template(session)) {
        let place = placement.by_session.get(&session.id);
        let at = place.map_or(placement.series.of_key("session"), |place| place.of_key("location"));
        let headline = format!("session `{}` is the example of `kalends init`", session.id);
        findings.push(
            left(file, at, headline)
                .note("once published, a session that is taken out stays as a cancelled entry")
                .help("take it out, or change it to a session of yours, before you publish"),
        );
    }
    findings
}

/// A warning about sessions that are new to the record and were over a week ago or earlier. A first
/// publication of sessions most of which are over is intended, and has no warning.
pub(super) fn in_the_past(
    file: &Arc<SourceFile>,
    (series, placement): (&Series, &Placement),
    is_recorded: Option<&dyn Fn(&SessionId) -> bool>,
    now: Timestamp,
) -> Option<Finding> {
    let is_past = |session: &&Session| {
        let over = session.when.over_everywhere();
        now.duration_since(over) > PAST && session.status != Status::Cancelled
    };
    let is_new = |session: &&Session| {
        let former = series.former.iter().filter(|(_, now)| **now == session.id);
        let mut ids = former.map(|(old, _)| old).chain([&session.id]);
        is_recorded.is_none_or(|has| !ids.any(has))
    };
    let past: Vec<&Session> = series.sessions.iter().filter(is_new).filter(is_past).collect();
    let (first, others) = past.split_first()?;
    if is_recorded.is_none() && past.len() * 2 > series.sessions.len() {
        return None;
    }
    let at = placement.by_session.get(&first.id)?.of_key("start");
    let day = match first.when {
        When::Timed { start, .. } => start.local().date(),
        When::AllDay { first, .. } => first,
    };
    let headline = format!("session `{}` is new, and was on {}", first.id, day);
    let finding = Finding::new(&codes::IN_THE_PAST, headline)
        .at(file, at)
        .help("check the year and the month; right if people need the entry for their records");
    Some(match others.len() {
        0 => finding,
        1 => finding.note("one more new session is in the past"),
        more => finding.note(format!("{more} more new sessions are in the past")),
    })
}

fn left(file: &Arc<SourceFile>, at: Span, headline: String) -> Finding {
    Finding::new(&codes::TEMPLATE_TEXT, headline).at(file, at)
}

fn is_of_template(session: &Session) -> bool {
    let Some(Place::Venue { address: Some(address), .. }) = &session.place else { return false };
    session.id.as_str() == "excursion" && address.as_str() == TEMPLATE_ADDRESS
}

/// Whether a domain is reserved for examples and tests.
fn is_reserved(domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    let is_below = |name: &str| {
        domain.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    RESERVED_DOMAINS.into_iter().chain(RESERVED_NAMES).any(is_below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_for_examples_are_known() {
        for domain in ["example.org", "a.example.net", "EXAMPLE.com", "talks.test", "x.invalid"] {
            assert!(is_reserved(domain), "{domain}");
        }
        for domain in ["enisa.europa.eu", "myexample.org", "example.eu", "contest"] {
            assert!(!is_reserved(domain), "{domain}");
        }
    }

    #[test]
    fn what_the_template_leaves_is_found_at_its_place() {
        let text = include_str!("../cli/init.toml").replace("SERIES", "autumn-school");
        let file = SourceFile::new("autumn-school.toml", text.clone());
        let definition = crate::definition::parse(&file, "autumn-school");
        let found: Vec<String> = definition
            .before_publication
            .iter()
            .map(|finding| format!("{} {}", finding.code().id, finding.place()))
            .collect();
        let expected = [("K109", "5:13"), ("K110", "4:13"), ("K110", "23:12")];
        assert_eq!(found, expected.map(|(code, at)| format!("{code} autumn-school.toml:{at}")));
        let own = text
            .replace("\"example.org\"", "\"enisa.europa.eu\"")
            .replace("title     = \"autumn-school\"", "title = \"Autumn school\"")
            .replace("Market square 1, Brussels", "Town square 2, Ghent");
        let file = SourceFile::new("autumn-school.toml", own);
        let definition = crate::definition::parse(&file, "autumn-school");
        assert!(definition.before_publication.is_empty(), "{:?}", definition.before_publication);
    }
}
