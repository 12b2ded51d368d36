//! VCALENDAR: the series' feed, and one file per session.

use std::collections::BTreeMap;

use super::event::{EventSource, Page};
use crate::address::{OfSeries, OfSession};
use crate::ical::{self, CalendarFault, ContentLines, EventSpan, Expected, ZoneBlock};
use crate::model::{Series, SessionId, WebUrl};
use crate::revision::{Record, RecordEntry};
use crate::rules::Rule;

/// Rules `no-method`, `session-file-adds-one-event` and `fixed-head`: a session file has only these;
/// METHOD is never written. PRODID is constant, so that a new release changes no bytes.
pub(super) const OPENING: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kalends//Kalends//EN\r\n\
                       CALSCALE:GREGORIAN\r\n";
pub(super) const CLOSING: &str = "END:VCALENDAR\r\n";
/// PRODID of our calendars.
pub(crate) const PRODUCER: &str = "-//Kalends//Kalends//EN";
/// Rule `refresh-hints`: how often subscribers should refresh.
const REFRESH: &str = "PT1H";

/// Prefix of the addresses of session pages.
const PAGES: OfSeries<'static> = OfSeries::Session("", OfSession::Page);

/// A series' calendars as written. They are served only after [`super::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The feed: all sessions, for subscribers.
    pub feed: String,
    /// Every session ever published, tombstones included, by id.
    pub(super) sessions: Vec<(SessionId, SessionFile)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SessionFile {
    /// Number of the VEVENT in the feed, and the alarm for its own file.
    InFeed(usize, Box<str>),
    /// A file of a session outside the feed.
    Alone(Box<str>),
}

/// A series' calendars, checked and fit to be served.
#[derive(Debug, PartialEq, Eq)]
pub struct Calendars {
    pub(super) draft: Draft,
    /// Positions of the VEVENTs in the feed; none in a part's, which is written whole.
    pub(super) events: Vec<EventSpan>,
}

impl Draft {
    /// Size of the feed in bytes, and its number of sessions.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.feed.len(), self.sessions.len())
    }

    /// Checks the feed, then the sessions outside it: each VEVENT is read once.
    ///
    /// # Errors
    /// All faults of the feed, then of each session.
    pub(super) fn check(self) -> Result<Calendars, Vec<CalendarFault>> {
        let feed = ical::check(&self.feed, Expected::Feed).and_then(|events| self.counted(events));
        let sessions = self.sessions.iter().filter_map(|(_, written)| match written {
            SessionFile::InFeed(_, alarm) => ical::check_alarm(alarm).err(),
            SessionFile::Alone(file) => ical::check(file, Expected::Session).err(),
        });
        let mut faults: Vec<CalendarFault> = sessions.collect();
        match feed {
            Ok(events) if faults.is_empty() => Ok(Calendars { draft: self, events }),
            Ok(_) => Err(faults),
            Err(fault) => {
                faults.insert(0, fault);
                Err(faults)
            }
        }
    }

    /// Returns the feed's VEVENTs, if there is one for each session.
    fn counted(&self, events: Vec<EventSpan>) -> Result<Vec<EventSpan>, CalendarFault> {
        let in_feed = |(_, written): &&(_, SessionFile)| matches!(written, SessionFile::InFeed(..));
        let sessions = self.sessions.iter().filter(in_feed).count();
        if events.len() == sessions {
            return Ok(events);
        }
        let what = format!("{} VEVENTs of {sessions} sessions", events.len());
        Err(CalendarFault { line: 1, rule: Rule::SessionFileAddsOneEvent, what })
    }
}

impl Calendars {
    /// The feed: all sessions, for subscribers.
    #[must_use]
    pub fn feed(&self) -> &str {
        &self.draft.feed
    }

    /// Yields one file per session ever published, including tombstones, by id: composed of parts of the
    /// feed, with the same bytes. It has one VEVENT (rule `session-file-adds-one-event`), the VTIMEZONE
    /// that the check found it to need (rule `one-vtimezone-per-zone`), and at most one alarm.
    pub fn sessions(&self) -> impl Iterator<Item = (&SessionId, String)> {
        self.draft.sessions.iter().map(|(id, written)| (id, self.file(written)))
    }

    /// The file of one of them.
    #[must_use]
    pub fn session(&self, id: &SessionId) -> Option<String> {
        let sessions = &self.draft.sessions;
        let place = sessions.binary_search_by(|(one, _)| one.cmp(id)).ok()?;
        sessions.get(place).map(|(_, written)| self.file(written))
    }

    fn file(&self, written: &SessionFile) -> String {
        match written {
            SessionFile::InFeed(number, alarm) => {
                let EventSpan { event, zone } = &self.events[*number];
                let [zone, event] = [zone.clone().unwrap_or_default(), event.clone()]
                    .map(|span| &self.draft.feed[span]);
                [OPENING, zone, event, alarm, "END:VEVENT\r\n", CLOSING].concat()
            }
            SessionFile::Alone(file) => file.to_string(),
        }
    }

    /// Returns the feed's sessions in one file, to add instead of subscribing: the same entries without
    /// the properties that make clients create a calendar or refresh it (rule
    /// `session-file-adds-one-event`).
    #[must_use]
    pub fn all_sessions(&self) -> String {
        // The check guarantees that calendar properties come before components.
        let components = self.feed().find("\r\nBEGIN:V").map_or("", |end| &self.feed()[end + 2..]);
        [OPENING, components].concat()
    }
}

/// Renders a series according to its record. The record must contain every session of the series, as
/// after reconciling; a session missing from it is not written.
///
/// `public_url`: the service's address without a slash at the end, if configured (rule
/// `links-from-public-url`). Calendars of a private series contain none of our addresses: they differ
/// for each token holder, and forwarding an entry must not reveal a token.
///
/// For another language of the series, pass [`Series::in_language`] and [`Record::in_language`].
#[must_use]
pub fn calendars(series: &Series, record: &Record, public_url: Option<&WebUrl>) -> Draft {
    let public_url = public_url.filter(|_| !series.is_private());
    let pages = public_url.and_then(|base| base.at(series.base().to(PAGES)));
    let mut events: Vec<(&SessionId, EventSource<'_>, bool)> =
        Vec::with_capacity(series.sessions.len());
    for session in &series.sessions {
        // Sessions of a retired series may be defined and withdrawn: the record decides.
        if let Some(entry) = record.entry(&session.id).filter(|entry| entry.withdrawn().is_none()) {
            let page = page_of(pages.as_ref(), &session.id, entry);
            let event = EventSource::of_session(series, session, entry, page);
            events.push((&session.id, event, entry.is_in_feed()));
        }
    }
    for (entry, withdrawn) in record.tombstones() {
        let page = page_of(pages.as_ref(), &withdrawn.session().id, entry);
        let event = EventSource::of_tombstone(entry, withdrawn, page);
        events.push((&withdrawn.session().id, event, entry.is_in_feed()));
    }
    events.sort_by(|a, b| (a.1.when.sort_key(), a.0).cmp(&(b.1.when.sort_key(), b.0)));

    let mut feed = ContentLines::with_capacity(1024 * (events.len() + 2));
    feed.append(OPENING);
    write_feed_properties(&mut feed, series, record, public_url);
    // Rule `one-vtimezone-per-zone`: each VTIMEZONE once, before the events, sorted by name.
    let blocks: BTreeMap<&str, &ZoneBlock> = events
        .iter()
        .filter(|(_, _, is_in_feed)| *is_in_feed)
        .filter_map(|(_, event, _)| event.block)
        .map(|block| (block.tzid(), block))
        .collect();
    for block in blocks.values() {
        feed.append(block.text());
    }

    let mut sessions = Vec::with_capacity(events.len());
    let mut in_feed = 0;
    for (id, event, is_in_feed) in events {
        let written = if is_in_feed {
            event.write_open(&mut feed);
            EventSource::write_close(&mut feed);
            in_feed += 1;
            let mut alarm = ContentLines::default();
            event.write_alarm(&mut alarm);
            SessionFile::InFeed(in_feed - 1, alarm.into_text().into())
        } else {
            let mut file = ContentLines::with_capacity(2048);
            file.append(OPENING);
            file.append(event.block.map_or("", ZoneBlock::text));
            event.write_open(&mut file);
            event.write_alarm(&mut file);
            EventSource::write_close(&mut file);
            file.append(CLOSING);
            SessionFile::Alone(file.into_text().into())
        };
        sessions.push((id.clone(), written));
    }
    feed.append(CLOSING);
    sessions.sort_by(|a, b| a.0.cmp(&b.0));
    let mut feed = feed.into_text();
    feed.shrink_to_fit();
    Draft { feed, sessions }
}

/// The session's page. The first identifier redirects there for ever (308), so that renaming a session
/// changes no bytes.
fn page_of<'a>(
    pages: Option<&'a WebUrl>,
    id: &'a SessionId,
    entry: &'a RecordEntry,
) -> Option<Page<'a>> {
    Page::new(pages?.as_str(), entry.was().first().unwrap_or(id), entry.sequence())
}

/// Returns the session page's address with the entry's revision, so that the page can say whether the
/// entry is current.
#[must_use]
pub fn session_page(
    series: &Series,
    id: &SessionId,
    entry: &RecordEntry,
    public_url: &WebUrl,
) -> Option<WebUrl> {
    let first = entry.was().first().unwrap_or(id);
    let page = public_url.at(series.base().to(first.to(OfSession::Page)))?;
    WebUrl::parse(&format!("{page}?r={}", entry.sequence())).ok()
}

/// Rule `feed-names-itself`. X-WR-RELCALID is the same in all languages of a series: they are one
/// calendar in different words, with the same UIDs. Outlook overwrites the calendar with the same
/// RELCALID, so a subscriber who changes language gets new texts and not every session twice.
pub(super) fn write_feed_properties(
    lines: &mut ContentLines,
    series: &Series,
    record: &Record,
    public_url: Option<&WebUrl>,
) {
    let language = series.language.as_ref();
    let title = series.title.as_str();
    lines.text("NAME", language, title);
    lines.text("X-WR-CALNAME", None, title);
    lines.plain("X-WR-RELCALID", series.calendar_uid());
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
        lines.plain("X-APPLE-CALENDAR-COLOR", colour.hex());
    }
    if let Some(image) = &series.image {
        lines.uri("IMAGE;VALUE=URI;DISPLAY=BADGE", image);
    }
    lines.plain("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.plain("X-PUBLISHED-TTL", REFRESH);
}
