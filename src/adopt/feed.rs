//! A calendar as it was read: what can be carried over of it, and findings about the rest.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::codes;
use super::describe::take_page;
use super::event::{self, Event};
use super::head::{self, Head};
use super::notes::Notes;
use super::reading;
use super::values::{self, Difference, Published, Value, differences};
use super::zones::{Asked, Zones};
use crate::diagnostic::{Finding, SourceFile, Span};
use crate::lint::shown;
use crate::model::{Authority, SeriesId, Uid, WebUrl, Zone};

/// Most events that are read: as many as a definition can have.
pub const MAX_EVENTS: usize = 10_000;

/// A calendar that was read.
#[derive(Clone, Debug)]
pub struct Feed {
    pub(super) file: Arc<SourceFile>,
    pub(super) head: Head,
    /// Each UID once.
    pub(super) events: Vec<Event>,
    findings: Vec<Finding>,
    /// The zone of times that name none.
    pub(super) zone: Option<Zone>,
    /// What the head says, value by value.
    values: Vec<Value>,
    /// Where something was found: what differs there is explained.
    explained: BTreeSet<usize>,
}

/// Reads a calendar of anyone's.
#[must_use]
pub fn read(file: &Arc<SourceFile>, asked: impl Into<Asked>) -> Feed {
    read_noting(file, asked.into(), Notes::new(file))
}

/// Reads the bytes of a calendar of anyone's. `name`: of the file or address, for findings.
#[must_use]
pub fn read_bytes(name: &str, bytes: &[u8], asked: impl Into<Asked>) -> Feed {
    let (file, notes) = reading::text(name, bytes);
    read_noting(&file, asked.into(), notes)
}

fn read_noting(file: &Arc<SourceFile>, asked: Asked, mut notes: Notes) -> Feed {
    let raw = reading::read(file, &mut notes);
    let head = head::read(&raw.lines, &mut notes);
    let mut zones = Zones::new(asked, head.zone, &raw.zones);
    let source = head.source.as_ref().filter(|_| head.is_ours);
    let pages = source.and_then(|url| Some(format!("{}/", url.as_str().strip_suffix(".ics")?)));
    let mut events = Vec::with_capacity(raw.events.len().min(MAX_EVENTS));
    let mut uids: BTreeSet<Uid> = BTreeSet::new();
    if let Some(one_too_many) = raw.events.get(MAX_EVENTS) {
        let headline = format!("the calendar has more than {MAX_EVENTS} events");
        let help = "split it into several calendars";
        notes.find(&codes::NOT_CALENDAR, one_too_many.span, headline, help);
    }
    for raw in raw.events.iter().take(MAX_EVENTS) {
        let Some(mut event) = event::read(raw, &mut zones, &mut notes) else { continue };
        if let Some(pages) = &pages {
            take_page(&mut event, pages);
        }
        if !uids.insert(event.uid.clone()) {
            let help = "keep the event with the higher `SEQUENCE`, and remove the other";
            notes
                .find(&codes::UID, event.span, "a UID stands twice", help)
                .note(|| format!("it is `{}`", shown(event.uid.as_str())));
            continue;
        }
        events.push(event);
    }
    if raw.events.is_empty() {
        let span = raw.lines.first().map_or(0..0, |line| line.span.start..line.span.end);
        let help = "a series has at least one session";
        notes.find(&codes::NOT_CALENDAR, span.into(), "the calendar has no event", help);
    }
    let (zone, values) = (zones.default(), values::of_lines(&raw.lines));
    let (findings, explained) = notes.finish();
    Feed { file: Arc::clone(file), head, events, findings, zone, values, explained }
}

impl Feed {
    /// What cannot be carried over, by place.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Every difference between what the calendar says and what `text` does, which is published of
    /// it, where nothing else was found at its line. `each` is given those of each event before, and
    /// returns whether they are noted. Events that are not in `text` are not compared.
    pub(super) fn differences(
        &self,
        text: &str,
        mut each: impl FnMut(&Event, &mut Vec<Difference<'_>>) -> bool,
    ) -> Vec<Finding> {
        let (published, mut notes) = (Published::read(text), Notes::new(&self.file));
        for difference in differences(&self.values, &published.head, Span { start: 0, end: 0 }) {
            difference.note(&self.explained, " of the calendar", &mut notes);
        }
        for event in &self.events {
            let Some(new) = published.events.get(event.uid.as_str()) else { continue };
            let mut differences = differences(&event.values, new, event.span);
            if each(event, &mut differences) {
                for difference in differences {
                    difference.note(&self.explained, "", &mut notes);
                }
            }
        }
        notes.finish().0
    }

    /// How many events can be carried over.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether no event can be carried over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The series' id at the end of the address where a feed of ours was published.
    #[must_use]
    pub fn published_id(&self) -> Option<SeriesId> {
        let source = self.head.source.as_ref().filter(|_| self.head.is_ours)?;
        let name = source.as_str().rsplit('/').next()?.strip_suffix(".ics")?;
        SeriesId::parse(name).ok()
    }

    /// The public address of the service that published a feed of ours.
    pub(super) fn public_url(&self, id: &SeriesId) -> Option<WebUrl> {
        let source = self.head.source.as_ref().filter(|_| self.head.is_ours)?;
        WebUrl::parse(source.as_str().strip_suffix(&format!("/{id}.ics"))?).ok()
    }

    /// The authority that made the feed's identity, if one of the hosts it names did.
    #[must_use]
    pub fn published_authority(&self, id: &SeriesId) -> Option<Authority> {
        let links = [&self.head.source, &self.head.url].into_iter().flatten();
        let of_events = self.events.iter().filter_map(|event| event.says.url.as_ref());
        let hosts = links.chain(of_events).filter_map(|url| {
            let (_, rest) = url.as_str().split_once("://")?;
            rest.split(['/', ':', '?', '#']).next()
        });
        let domains = hosts.flat_map(|host| {
            let below = host.match_indices('.').map(move |(at, _)| &host[at + 1..]);
            std::iter::once(host).chain(below)
        });
        domains
            .filter_map(|domain| Authority::parse(domain).ok())
            .find(|authority| self.is_published_by(authority, id))
    }

    /// Whether a feed of ours has the identity of this series.
    pub(super) fn is_published_by(&self, authority: &Authority, id: &SeriesId) -> bool {
        self.head.identity.as_deref() == Some(Uid::of_series(authority, id).as_str())
    }
}
