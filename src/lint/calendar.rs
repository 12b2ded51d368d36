//! Checks a calendar's own properties and size, then its events.

use super::event::{self, SeenEvents};
use super::notes::{CalendarKind, FaultNotes, LintFault, shown};
use super::reading::FirstCalendar;
use super::zones::ZoneChecks;
use super::{codes, fix, properties};
use crate::ical::{Component, ContentLine, duration};
use crate::render::{FEED_MAX_BYTES, FEED_WARNING_BYTES, FEED_WARNING_SESSIONS};
use crate::rules::Rule;

/// Properties that name a calendar: rule `session-file-adds-one-event`.
const OF_CALENDARS: [&str; 3] = ["NAME", "X-WR-CALNAME", "X-WR-CALDESC"];
/// Properties that only feeds have.
const OF_FEEDS: [&str; 4] = ["REFRESH-INTERVAL", "X-PUBLISHED-TTL", "X-WR-RELCALID", "SOURCE"];
/// Checks a calendar; returns the number of its events and its use.
pub(super) fn check(
    read: &FirstCalendar<'_>,
    source: &str,
    bytes: usize,
    notes: &mut FaultNotes,
) -> (usize, CalendarKind) {
    let calendar = &read.calendar;
    let count = calendar.children.iter().filter(|part| part.name == "VEVENT").count();
    let is_feed =
        count > 1 || calendar.lines.iter().any(|line| OF_FEEDS.contains(&line.name.as_ref()));
    let kind = match count {
        0 => CalendarKind::Nothing,
        1 if !is_feed => CalendarKind::File,
        _ => CalendarKind::Feed,
    };
    check_head(calendar, notes);
    properties::check(calendar, source, notes);
    match kind {
        CalendarKind::Feed => check_feed(calendar, notes),
        CalendarKind::File => check_file(calendar, notes),
        CalendarKind::Nothing if !read.whole => {}
        CalendarKind::Nothing => {
            let help = "serve the last good calendar or an error instead: subscribers delete \
                        missing events";
            let headline = "the calendar has no event";
            notes.at(
                calendar.span,
                LintFault::new(&codes::NO_EVENT, Rule::FeedNeverEmpty, headline, help),
            );
        }
    }
    check_size(bytes, count, notes);
    let mut zones = ZoneChecks::read(calendar, notes);
    let mut events = SeenEvents::default();
    for part in calendar.children.iter().filter(|part| part.name == "VEVENT") {
        event::check(part, kind, &mut events, &mut zones, notes);
    }
    events.finish(notes);
    if read.whole {
        zones.finish(notes);
    }
    (count, kind)
}

fn check_head(calendar: &Component<'_>, notes: &mut FaultNotes) {
    if let Some(line) = calendar.get("METHOD") {
        let method = line.value.trim().to_ascii_uppercase();
        let help = "leave METHOD out: without it DTSTAMP is the time of the last revision";
        if matches!(method.as_str(), "PUBLISH" | "") {
            let headline = format!("`METHOD:{method}` in a published calendar");
            notes.at(line.span, LintFault::new(&codes::METHOD, Rule::NoMethod, headline, help));
        } else {
            let headline = format!(
                "`METHOD:{}` makes the calendar an invitation that one person answers",
                shown(&method)
            );
            notes.at(
                line.span,
                LintFault::new(&codes::METHOD_MESSAGE, Rule::NoMethod, headline, help),
            );
        }
    }
    match calendar.get("VERSION") {
        Some(line) if line.value.trim() == "2.0" => {}
        Some(line) => {
            let headline = format!("VERSION is `{}`, not `2.0`", shown(&line.value));
            notes.at(
                line.span,
                LintFault::new(&codes::VERSION, Rule::FixedHead, headline, "write `VERSION:2.0`"),
            );
        }
        None => {
            let headline = "VERSION is missing; Outlook refuses the calendar";
            let help = "write `VERSION:2.0` as the second line";
            notes.at(
                calendar.span,
                LintFault::new(&codes::VERSION, Rule::FixedHead, headline, help),
            );
        }
    }
    let scale = calendar.get("CALSCALE");
    if let Some(line) = scale.filter(|line| !line.value.trim().eq_ignore_ascii_case("GREGORIAN")) {
        let headline = format!("CALSCALE is `{}`, not `GREGORIAN`", shown(&line.value));
        let fault = LintFault::new(
            &codes::VERSION,
            Rule::FixedHead,
            headline,
            "write `CALSCALE:GREGORIAN`",
        );
        notes.at(line.span, fault.kind("CALSCALE"));
    }
    let help = "write one constant name of your own, such as `PRODID:-//example.org//events//EN`";
    match calendar.get("PRODID") {
        Some(line) if line.value.starts_with("-//Microsoft Corporation//Outlook ") => {
            let headline = "PRODID names Outlook as the writer; Outlook then reads the calendar \
                            differently";
            notes.at(line.span, LintFault::new(&codes::PRODID, Rule::FixedHead, headline, help));
        }
        Some(_) => {}
        None => {
            let fault = LintFault::new(&codes::PRODID, Rule::FixedHead, "PRODID is missing", help);
            notes.at(calendar.span, fault);
        }
    }
}

/// Rule `session-file-adds-one-event`.
fn check_file(calendar: &Component<'_>, notes: &mut FaultNotes) {
    let named = calendar.lines.iter().find(|line| OF_CALENDARS.contains(&line.name.as_ref()));
    if let Some(line) = named {
        let headline = format!(
            "`{}` in a file of one event: Outlook opens another calendar instead of adding it",
            line.name
        );
        let help = "leave it out of files to add; in a feed that has one event today, write \
                    REFRESH-INTERVAL and X-PUBLISHED-TTL as well";
        notes.at(
            line.span,
            LintFault::new(&codes::NAMED_FILE, Rule::SessionFileAddsOneEvent, headline, help),
        );
    }
}

/// Rules `feed-names-itself` and `refresh-hints`.
fn check_feed(calendar: &Component<'_>, notes: &mut FaultNotes) {
    let (name, shown_name) = (calendar.get("NAME"), calendar.get("X-WR-CALNAME"));
    match (name, shown_name) {
        (_, None) => {
            let headline = "the feed has no X-WR-CALNAME; Google, Outlook and Apple show its \
                            address instead of a name";
            let help = match name {
                Some(name) => format!("write `X-WR-CALNAME:{}`, as in NAME", name.value),
                None => "write NAME and X-WR-CALNAME, with the same text".to_owned(),
            };
            notes.at(
                calendar.span,
                LintFault::new(&codes::FEED_NAME, Rule::FeedNamesItself, headline, help),
            );
        }
        (Some(name), Some(shown_name)) => {
            let names = calendar.lines.iter().filter(|line| line.name == "NAME");
            let same = names.map(ContentLine::text).any(|text| text == shown_name.text());
            if !same {
                let headline = "NAME and X-WR-CALNAME differ";
                let help = format!(
                    "write `{}`, as in X-WR-CALNAME, or change both: clients read one or the other",
                    fix::line(name, &shown_name.value)
                );
                notes.at(
                    name.span,
                    LintFault::new(&codes::FEED_NAME, Rule::FeedNamesItself, headline, help),
                );
            }
        }
        (None, Some(_)) => {}
    }
    if calendar.get("X-WR-RELCALID").is_none() {
        let headline = "the feed has no X-WR-RELCALID; Outlook adds another calendar each time it \
                        is opened";
        let name = shown_name.or(name).map_or("", |line| line.value.as_ref());
        let help = format!("write `X-WR-RELCALID:{}`, and never change it", fix::identifier(name));
        notes.at(
            calendar.span,
            LintFault::new(&codes::FEED_IDENTITY, Rule::FeedNamesItself, headline, help),
        );
    }
    let (interval, ttl) = (calendar.get("REFRESH-INTERVAL"), calendar.get("X-PUBLISHED-TTL"));
    let fault = |headline: String| {
        let help = match (interval, ttl) {
            (Some(line), _) => format!("write `X-PUBLISHED-TTL:{}`", line.value.trim()),
            (None, Some(line)) => {
                format!("write `REFRESH-INTERVAL;VALUE=DURATION:{}`", line.value.trim())
            }
            (None, None) => {
                "write `REFRESH-INTERVAL;VALUE=DURATION:PT1H` and `X-PUBLISHED-TTL:PT1H`".to_owned()
            }
        };
        LintFault::new(&codes::REFRESH, Rule::RefreshHints, headline, help)
    };
    match (interval, ttl) {
        (None, None) => {
            let headline = "the feed has no refresh interval; Nextcloud fetches it once a week";
            notes.at(calendar.span, fault(headline.to_owned()));
        }
        (Some(line), None) => {
            let headline = "X-PUBLISHED-TTL is missing; Outlook reads no other refresh interval";
            notes.at(line.span, fault(headline.to_owned()));
        }
        (None, Some(line)) => {
            let headline = "REFRESH-INTERVAL is missing; Nextcloud reads no other refresh interval";
            notes.at(line.span, fault(headline.to_owned()));
        }
        (Some(line), Some(ttl)) => {
            let (one, other) = (duration(line.value.trim()), duration(ttl.value.trim()));
            // `properties` reports a value that is not a length of time.
            if one.is_some() && other.is_some() && one != other {
                let (one, other) = (shown(&line.value), shown(&ttl.value));
                let headline =
                    format!("REFRESH-INTERVAL `{one}` and X-PUBLISHED-TTL `{other}` differ");
                notes.at(line.span, fault(headline));
            }
        }
    }
}

/// Rule `feed-fits-google`.
fn check_size(bytes: usize, events: usize, notes: &mut FaultNotes) {
    let by_size = bytes.div_ceil(FEED_WARNING_BYTES);
    let feeds = by_size.max(events.div_ceil(FEED_WARNING_SESSIONS)).max(2);
    let help = format!(
        "split it into {feeds} feeds or more, shorten the descriptions, or leave out attachments"
    );
    if bytes > FEED_MAX_BYTES {
        let headline =
            format!("the calendar has {bytes} bytes; Google reads {FEED_MAX_BYTES} at most");
        notes.whole(LintFault::new(&codes::FEED_TOO_LARGE, Rule::FeedFitsGoogle, headline, help));
    } else if bytes > FEED_WARNING_BYTES || events > FEED_WARNING_SESSIONS {
        let headline = format!(
            "the calendar has {bytes} bytes and {events} events; above {FEED_WARNING_BYTES} bytes \
             or {FEED_WARNING_SESSIONS} events some clients fail"
        );
        notes.whole(LintFault::new(&codes::FEED_LARGE, Rule::FeedFitsGoogle, headline, help));
    }
}
