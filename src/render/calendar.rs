//! VCALENDAR: the series' feed, and one file per session.

use std::collections::BTreeMap;

use super::event::Event;
use super::lines::ContentLines;
use super::vtimezone::Block;
use crate::model::{Series, SessionId, Uid, WebUrl};
use crate::revision::{Entry, Record};

/// Rule 11: constant, so that a new release changes no bytes.
const PRODID: &str = "PRODID:-//Kalends//Kalends//EN";
/// What a calendar of ours says that wrote it.
pub(crate) const PRODUCER: &str = "-//Kalends//Kalends//EN";
/// Rule 53: how often subscribers are asked to look.
const REFRESH: &str = "PT1H";

/// The calendars of one series.
#[derive(Debug, PartialEq, Eq)]
pub struct Calendars {
    /// All sessions: what one subscribes to.
    pub feed: String,
    /// One file for every session ever published, tombstones included, by id.
    pub sessions: Vec<(SessionId, String)>,
}

/// Renders a series as its record has it. The record must hold every session of the series, as
/// reconciling leaves it; a session that it does not hold is not written.
///
/// `public_url`: where the service is reached, without a slash at the end, if that is configured
/// (rule 55). In the calendars of a private series no address of ours stands: each holder has
/// another, and whoever forwards an entry must not give theirs away.
#[must_use]
pub fn calendars(series: &Series, record: &Record, public_url: Option<&WebUrl>) -> Calendars {
    let public_url = public_url.filter(|_| !series.is_private());
    let page_of = |id: &SessionId, entry: &Entry| session_page(series, id, entry, public_url?);
    let mut events: Vec<(&SessionId, Event<'_>, InFeed)> = Vec::new();
    for session in &series.sessions {
        // Of a retired series, sessions may be defined and withdrawn: the record decides.
        if let Some(entry) = record.entry(&session.id).filter(|entry| entry.withdrawn().is_none()) {
            let page = page_of(&session.id, entry);
            let event = Event::of_session(series, session, entry, page.as_ref());
            events.push((&session.id, event, InFeed::of(entry)));
        }
    }
    for (entry, withdrawn) in record.tombstones() {
        let page = page_of(&withdrawn.session().id, entry);
        let event = Event::of_tombstone(entry, withdrawn, page.as_ref());
        events.push((&withdrawn.session().id, event, InFeed::of(entry)));
    }
    events.sort_by(|a, b| (a.1.when.sort_key(), a.0).cmp(&(b.1.when.sort_key(), b.0)));

    let mut feed = ContentLines::with_capacity(1024 * (events.len() + 1));
    open_calendar(&mut feed);
    write_feed_properties(&mut feed, series, record, public_url);
    // Rule 19: each VTIMEZONE once, before the events, in the order of names.
    let blocks: BTreeMap<&str, &Block> = events
        .iter()
        .filter(|(_, _, in_feed)| *in_feed == InFeed::Yes)
        .filter_map(|(_, event, _)| event.block())
        .map(|block| (block.tzid(), block))
        .collect();
    for block in blocks.values() {
        feed.append(block.text());
    }

    let mut sessions = Vec::with_capacity(events.len());
    let mut body = ContentLines::default();
    for (id, event, in_feed) in events {
        body.clear();
        event.write_open(&mut body);
        if in_feed == InFeed::Yes {
            feed.append(body.as_str());
            Event::write_close(&mut feed);
        }
        let mut file = ContentLines::with_capacity(body.as_str().len() + 1024);
        open_calendar(&mut file);
        if let Some(block) = event.block() {
            file.append(block.text());
        }
        file.append(body.as_str());
        event.write_alarm(&mut file);
        Event::write_close(&mut file);
        file.constant("END:VCALENDAR");
        sessions.push((id.clone(), file.into_text()));
    }
    feed.constant("END:VCALENDAR");
    sessions.sort_by(|a, b| a.0.cmp(&b.0));
    Calendars { feed: feed.into_text(), sessions }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum InFeed {
    Yes,
    No,
}

impl InFeed {
    fn of(entry: &Entry) -> Self {
        if entry.is_in_feed() { Self::Yes } else { Self::No }
    }
}

/// The page of a session, as one follows it out of an entry: it tells whether that is the one of
/// today. The first identifier is in it, which leads there for ever (308), so that a rename
/// changes no bytes.
fn session_page(
    series: &Series,
    id: &SessionId,
    entry: &Entry,
    public_url: &WebUrl,
) -> Option<WebUrl> {
    let first = entry.was().first().unwrap_or(id);
    let base = public_url.as_str().trim_end_matches('/');
    WebUrl::parse(&format!("{base}/{}/{first}?r={}", series.id, entry.sequence())).ok()
}

/// Rules 7, 9 and 11: these three and nothing else in a session's file; never METHOD.
fn open_calendar(lines: &mut ContentLines) {
    lines.constant("BEGIN:VCALENDAR");
    lines.constant("VERSION:2.0");
    lines.constant(PRODID);
    lines.constant("CALSCALE:GREGORIAN");
}

/// Rule 10.
fn write_feed_properties(
    lines: &mut ContentLines,
    series: &Series,
    record: &Record,
    public_url: Option<&WebUrl>,
) {
    let language = series.language.as_ref();
    let title = series.title.as_str();
    lines.text("NAME", language, title);
    lines.text("X-WR-CALNAME", None, title);
    lines.plain("X-WR-RELCALID", &Uid::of_series(&series.authority, &series.id).to_string());
    if let Some(description) = &series.description {
        lines.text("DESCRIPTION", language, description.as_str());
        lines.text("X-WR-CALDESC", None, description.as_str());
    }
    lines.utc("LAST-MODIFIED", record.revised());
    if let Some(url) = &series.url {
        lines.uri("URL", url);
    }
    if let Some(base) = public_url {
        let address = format!("{}/{}.ics", base.as_str().trim_end_matches('/'), series.id);
        if let Ok(source) = WebUrl::parse(&address) {
            lines.uri("SOURCE;VALUE=URI", &source);
        }
    }
    if let Some(colour) = series.colour {
        lines.plain("COLOR", colour.nearest_name());
        lines.plain("X-APPLE-CALENDAR-COLOR", &colour.hex());
    }
    if let Some(image) = &series.image {
        lines.uri("IMAGE;VALUE=URI;DISPLAY=BADGE", image);
    }
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.plain("X-PUBLISHED-TTL", REFRESH);
}
