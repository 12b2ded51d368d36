//! VCALENDAR: the series' feed, and one file per session.

use std::collections::BTreeMap;

use super::event::{Event, Page};
use crate::address::{OfSeries, OfSession};
use crate::ical::{Block, ContentLines};
use crate::model::{Series, SessionId, Uid, WebUrl};
use crate::revision::{Entry, Record};

/// Rules `no-method`, `session-file-adds-one-event` and `fixed-head`: these and nothing else in a
/// session's file; never METHOD. PRODID is constant, so that a new release changes no bytes.
const OPENING: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kalends//Kalends//EN\r\n\
                       CALSCALE:GREGORIAN\r\n";
const CLOSING: &str = "END:VCALENDAR\r\n";
/// What a calendar of ours says that wrote it.
pub(crate) const PRODUCER: &str = "-//Kalends//Kalends//EN";
/// Rule `refresh-hints`: how often subscribers are asked to look.
const REFRESH: &str = "PT1H";

/// What the addresses of the pages of sessions begin with.
const PAGES: OfSeries<'static> = OfSeries::Session("", OfSession::Page);

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
/// (rule `links-from-public-url`). In the calendars of a private series no address of ours stands:
/// each holder has another, and whoever forwards an entry must not give theirs away.
///
/// In another language of the series, both are those of that language:
/// [`Series::in_language`] and [`Record::in_language`].
#[must_use]
pub fn calendars(series: &Series, record: &Record, public_url: Option<&WebUrl>) -> Calendars {
    let public_url = public_url.filter(|_| !series.is_private());
    let pages = public_url.and_then(|base| base.at(series.base().to(PAGES)));
    let mut events: Vec<(&SessionId, Event<'_>, InFeed)> =
        Vec::with_capacity(series.sessions.len());
    for session in &series.sessions {
        // Of a retired series, sessions may be defined and withdrawn: the record decides.
        if let Some(entry) = record.entry(&session.id).filter(|entry| entry.withdrawn().is_none()) {
            let page = page_of(pages.as_ref(), &session.id, entry);
            let event = Event::of_session(series, session, entry, page);
            events.push((&session.id, event, InFeed::of(entry)));
        }
    }
    for (entry, withdrawn) in record.tombstones() {
        let page = page_of(pages.as_ref(), &withdrawn.session().id, entry);
        let event = Event::of_tombstone(entry, withdrawn, page);
        events.push((&withdrawn.session().id, event, InFeed::of(entry)));
    }
    events.sort_by(|a, b| (a.1.when.sort_key(), a.0).cmp(&(b.1.when.sort_key(), b.0)));

    let mut feed = ContentLines::with_capacity(1024 * (events.len() + 2));
    feed.append(OPENING);
    write_feed_properties(&mut feed, series, record, public_url);
    // Rule `one-vtimezone-per-zone`: each VTIMEZONE once, before the events, in the order of names.
    let blocks: BTreeMap<&str, &Block> = events
        .iter()
        .filter(|(_, _, in_feed)| *in_feed == InFeed::Yes)
        .filter_map(|(_, event, _)| event.block)
        .map(|block| (block.tzid(), block))
        .collect();
    for block in blocks.values() {
        feed.append(block.text());
    }

    let mut sessions = Vec::with_capacity(events.len());
    let mut beside = ContentLines::default();
    for (id, event, in_feed) in events {
        let open = match in_feed {
            InFeed::Yes => {
                let begin = feed.as_str().len();
                event.write_open(&mut feed);
                &feed.as_str()[begin..]
            }
            InFeed::No => {
                beside.clear();
                event.write_open(&mut beside);
                beside.as_str()
            }
        };
        // The same bytes in both: each event is written once.
        sessions.push((id.clone(), session_file(&event, open)));
        if in_feed == InFeed::Yes {
            Event::write_close(&mut feed);
        }
    }
    feed.append(CLOSING);
    sessions.sort_by(|a, b| a.0.cmp(&b.0));
    let mut feed = feed.into_text();
    feed.shrink_to_fit();
    Calendars { feed, sessions }
}

/// The page of a session. The first identifier leads there for ever (308), so that a rename changes
/// no bytes.
fn page_of<'a>(pages: Option<&'a WebUrl>, id: &'a SessionId, entry: &'a Entry) -> Option<Page<'a>> {
    Page::new(pages?.as_str(), entry.was().first().unwrap_or(id), entry.sequence())
}

/// The file of one session. `open`: its VEVENT as written already, without END.
fn session_file(event: &Event<'_>, open: &str) -> String {
    let mut alarm = ContentLines::default();
    event.write_alarm(&mut alarm);
    Event::write_close(&mut alarm);
    let block = event.block.map_or("", Block::text);
    [OPENING, block, open, alarm.as_str(), CLOSING].concat()
}

/// The page of a session, as one follows it out of an entry: it tells whether that is the one of
/// today.
#[must_use]
pub fn session_page(
    series: &Series,
    id: &SessionId,
    entry: &Entry,
    public_url: &WebUrl,
) -> Option<WebUrl> {
    let first = entry.was().first().unwrap_or(id);
    let page = public_url.at(series.base().to(first.to(OfSession::Page)))?;
    WebUrl::parse(&format!("{page}?r={}", entry.sequence())).ok()
}

/// All sessions of a feed in one file, to add instead of subscribing: the same entries without what
/// makes calendars open a new one or ask again (rule `session-file-adds-one-event`).
#[must_use]
pub fn all_sessions(feed: &str) -> String {
    // Properties of a calendar stand before its components (rule `one-vtimezone-per-zone`: zones
    // first).
    let components = feed.find("\r\nBEGIN:V").map_or("", |end| &feed[end + 2..]);
    [OPENING, components].concat()
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

/// Rule `feed-names-itself`. X-WR-RELCALID is the same in all languages of a series: they are one
/// calendar in other words, with the same UIDs. Whoever subscribes to another language in Outlook,
/// which overwrites the calendar of the same RELCALID, gets theirs in other words, and not each
/// session twice.
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
    let feed = series.base().to(OfSeries::Feed);
    if let Some(source) = public_url.and_then(|base| base.at(feed)) {
        lines.plain("SOURCE;VALUE=URI", source.as_str());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_sessions_are_the_feed_without_what_makes_it_one() {
        let entries = "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n";
        let feed = format!("{OPENING}NAME:Talks\r\n{entries}{CLOSING}");
        assert_eq!(all_sessions(&feed), format!("{OPENING}{entries}{CLOSING}"));
    }
}
