//! Links that add a session or subscribe to a series in the big web calendars.
//!
//! No vendor documents them and they break now and then. So mails and pages contain our addresses, which
//! redirect to these links: a release that fixes this file fixes every mail already sent. The links
//! carry no UID: they create a copy that is never updated.

mod encode;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::address::{Calendar, OfSession};
use crate::model::{Series, Session, SessionParts, WebUrl, When};
use crate::render;
use encode::{Query, cut, encoded_len};

/// Longest details, in encoded bytes: Google answers 414 to much longer links.
const MAX_DETAILS: usize = 1_500;
/// Shortest part of a description worth showing, in encoded bytes.
const MIN_DESCRIPTION: usize = 60;
/// Marks the cut, and separates it from the rest.
const CUT: &str = "…\n\n";

fn outlook_host(calendar: Calendar) -> &'static str {
    if calendar == Calendar::Office365 { "outlook.office.com" } else { "outlook.live.com" }
}

/// The link that adds one session according to its entry. `page`: the address of its page, if known. For
/// Apple and others, the path of the session's file, relative to the series' page.
#[must_use]
pub fn add(
    calendar: Calendar,
    series: &Series,
    session: &Session,
    page: Option<&WebUrl>,
) -> String {
    let location = render::location(series, session);
    let title = session.title.as_str();
    let details = || details(series, session, page);
    match calendar {
        Calendar::Apple => format!("{:#}", series.id.base().to(session.id.to(OfSession::File))),
        Calendar::Google => {
            let (start, end) = ends(session.when, TimeFormat::Basic);
            Query::of("https://calendar.google.com/calendar/render?action=TEMPLATE")
                .with("text", title)
                .with("dates", &format!("{start}/{end}"))
                .with("details", &details())
                .with("location", location.as_deref().unwrap_or_default())
                .finish()
        }
        Calendar::Outlook | Calendar::Office365 => {
            let (start, end) = ends(session.when, TimeFormat::Extended);
            let host = outlook_host(calendar);
            let is_all_day = matches!(session.when, When::AllDay { .. });
            Query::of(&format!(
                "https://{host}/calendar/0/deeplink/compose\
                 ?path=/calendar/action/compose&rru=addevent"
            ))
            .with("startdt", &start)
            .with("enddt", &end)
            .with("allday", if is_all_day { "true" } else { "" })
            .with("subject", title)
            .with("body", &details())
            .with("location", location.as_deref().unwrap_or_default())
            .finish()
        }
    }
}

/// The link that subscribes to a series. `feed`: the feed's address, last changed at `revised` (rule
/// `every-way-to-subscribe`).
#[must_use]
pub fn subscribe(calendar: Calendar, series: &Series, feed: &WebUrl, revised: Timestamp) -> String {
    let (_, rest) = feed.as_str().split_once("://").unwrap_or(("", feed.as_str()));
    let webcal = format!("webcal://{rest}");
    match calendar {
        Calendar::Apple => webcal,
        // Google rejects https addresses here.
        Calendar::Google => {
            // Google keeps one copy of an address for all its accounts. A new subscriber of the plain
            // address would get an old copy.
            let feed = with_parameter(&webcal, "r", &revised.as_second().to_string());
            Query::of("https://calendar.google.com/calendar/r").with("cid", &feed).finish()
        }
        Calendar::Outlook | Calendar::Office365 => {
            let host = outlook_host(calendar);
            Query::of(&format!("https://{host}/calendar/0/addfromweb"))
                .with("url", feed.as_str())
                .with("name", series.title.as_str())
                .finish()
        }
    }
}

/// Adds a query parameter to an address, unless the value is empty.
pub(super) fn with_parameter(address: &str, name: &str, value: &str) -> String {
    Query::of(address).with(name, value).finish()
}

#[derive(Clone, Copy)]
enum TimeFormat {
    /// `20200923T120000Z`.
    Basic,
    /// `2020-09-23T12:00:00Z`.
    Extended,
}

/// Both ends in `form`: always in UTC; for whole days, the day after the last.
fn ends(when: When, form: TimeFormat) -> (String, String) {
    let instant = |at: Timestamp| match form {
        TimeFormat::Basic => at.strftime("%Y%m%dT%H%M%SZ").to_string(),
        TimeFormat::Extended => at.to_string(),
    };
    let day = |date: Date| match form {
        TimeFormat::Basic => date.strftime("%Y%m%d").to_string(),
        TimeFormat::Extended => date.to_string(),
    };
    match when {
        When::Timed { start, end, .. } => (instant(start.utc()), instant(end.utc())),
        When::AllDay { first, last } => (day(first), day(When::day_after(last))),
    }
}

/// The entry's description, cut if too long: the session's own description first, because speakers, the
/// join link and the page's link are needed more.
fn details(series: &Series, session: &Session, page: Option<&WebUrl>) -> String {
    let text = render::description(series, session, page);
    if encoded_len(&text) <= MAX_DETAILS {
        return text;
    }
    let without = SessionParts { description: None, ..(**session).clone() };
    let rest = render::description(series, &Session::new(without), page);
    let mark = encoded_len(CUT);
    let left = MAX_DETAILS.saturating_sub(encoded_len(&rest) + mark);
    if let (Some(about), MIN_DESCRIPTION..) = (&session.description, left) {
        return format!("{}{CUT}{rest}", cut(about.as_str(), left)).trim_end().to_owned();
    }
    let page = page.map_or("", WebUrl::as_str);
    let left = MAX_DETAILS.saturating_sub(encoded_len(page) + mark);
    format!("{}{CUT}{page}", cut(&text, left)).trim_end().to_owned()
}
