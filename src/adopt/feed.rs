//! A calendar after reading: the events that can be carried over, and findings about the rest.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::codes;
use super::describe::take_page;
use super::event::{self, SourceEvent};
use super::head::{self, Head};
use super::notes::AdoptNotes;
use super::reading;
use super::values::{self, Difference, PropertyValue, PublishedValues, differences};
use super::zones::{CalendarDefaults, SourceZones};
use crate::diagnostic::{Finding, SourceFile, Span};
use crate::lint::shown;
use crate::model::{Authority, SeriesId, Uid, WebUrl, Zone};

/// Maximum number of events, equal to a definition's.
pub const MAX_EVENTS: usize = 10_000;

/// A calendar after reading.
#[derive(Clone, Debug)]
pub struct SourceFeed {
    pub(super) file: Arc<SourceFile>,
    pub(super) head: Head,
    /// UIDs are unique.
    pub(super) events: Vec<SourceEvent>,
    findings: Vec<Finding>,
    /// The zone of times without one.
    pub(super) zone: Option<Zone>,
    /// The values of the calendar's own properties.
    values: Vec<PropertyValue>,
    /// Offsets of findings: differences on these lines are not reported again.
    explained: BTreeSet<usize>,
}

/// Reads a calendar.
#[must_use]
pub fn read(file: &Arc<SourceFile>, defaults: impl Into<CalendarDefaults>) -> SourceFeed {
    read_noting(file, defaults.into(), AdoptNotes::new(file))
}

/// Reads a calendar's bytes. `name`: the file or address shown in findings.
#[must_use]
pub fn read_bytes(name: &str, bytes: &[u8], defaults: impl Into<CalendarDefaults>) -> SourceFeed {
    let (file, notes) = reading::text(name, bytes);
    read_noting(&file, defaults.into(), notes)
}

fn read_noting(
    file: &Arc<SourceFile>,
    defaults: CalendarDefaults,
    mut notes: AdoptNotes,
) -> SourceFeed {
    let raw = reading::read(file, &mut notes);
    let head = head::read(&raw.lines, &mut notes);
    let mut zones = SourceZones::new(defaults, head.zone, &raw.zones);
    let source = head.source.as_ref().filter(|_| head.is_ours);
    let pages = source.and_then(|url| Some(format!("{}/", url.as_str().strip_suffix(".ics")?)));
    let mut events: Vec<SourceEvent> = Vec::with_capacity(raw.events.len().min(MAX_EVENTS));
    let mut uids: BTreeSet<Uid> = BTreeSet::new();
    if let Some(one_too_many) = raw.events.get(MAX_EVENTS) {
        let headline = format!("the calendar has more than {MAX_EVENTS} events");
        let help = "split it into several calendars, and adopt each";
        notes.find(&codes::NOT_CALENDAR, one_too_many.span, headline, help);
    }
    for raw in raw.events.iter().take(MAX_EVENTS) {
        let Some(mut event) = event::read(raw, &mut zones, &mut notes) else { continue };
        if let Some(pages) = &pages {
            take_page(&mut event, pages);
        }
        if !uids.insert(event.uid.clone()) {
            let help = match events.iter().find(|known| known.uid == event.uid) {
                Some(known) if known.sequence != event.sequence => format!(
                    "keep the event with `SEQUENCE:{}`, and remove the one with `SEQUENCE:{}`",
                    known.sequence.max(event.sequence),
                    known.sequence.min(event.sequence)
                ),
                _ => "remove one of the two, or give one another UID".to_owned(),
            };
            notes
                .find(&codes::UID, event.span, "a UID occurs twice", help)
                .note(|| format!("it is `{}`", shown(event.uid.as_str())));
            continue;
        }
        events.push(event);
    }
    if raw.events.is_empty() {
        let span = raw.lines.first().map_or(0..0, |line| line.span.start..line.span.end);
        let help = "give a calendar with at least one `VEVENT`";
        notes.find(&codes::NOT_CALENDAR, span.into(), "the calendar has no event", help);
    }
    let (zone, values) = (zones.default(), values::of_lines(&raw.lines));
    let (findings, explained) = notes.finish();
    SourceFeed { file: Arc::clone(file), head, events, findings, zone, values, explained }
}

impl SourceFeed {
    /// Findings about values that cannot be carried over, ordered by place.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Differences between the calendar and `text`, its publication, on lines without another finding.
    /// `each` gets the differences of each event first, and returns whether to report them. Events that
    /// are not in `text` are not compared.
    pub(super) fn differences(
        &self,
        text: &str,
        mut each: impl FnMut(&SourceEvent, &mut Vec<Difference<'_>>) -> bool,
    ) -> Vec<Finding> {
        let (published, mut notes) = (PublishedValues::read(text), AdoptNotes::new(&self.file));
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

    /// Number of events that can be carried over.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether no event can be carried over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The series' id in the address of a feed that Kalends published.
    #[must_use]
    pub fn published_id(&self) -> Option<SeriesId> {
        let source = self.head.source.as_ref().filter(|_| self.head.is_ours)?;
        let name = source.as_str().rsplit('/').next()?.strip_suffix(".ics")?;
        SeriesId::parse(name).ok()
    }

    /// The public address of the Kalends service that published the feed.
    pub(super) fn public_url(&self, id: &SeriesId) -> Option<WebUrl> {
        let source = self.head.source.as_ref().filter(|_| self.head.is_ours)?;
        WebUrl::parse(source.as_str().strip_suffix(&format!("/{id}.ics"))?).ok()
    }

    /// The authority behind the feed's identity, if it is a host in the feed or a parent domain.
    #[must_use]
    pub fn published_authority(&self, id: &SeriesId) -> Option<Authority> {
        let links = [&self.head.source, &self.head.url].into_iter().flatten();
        let of_events = self.events.iter().filter_map(|event| event.content.url.as_ref());
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

    /// Whether the feed has the identity that Kalends gives this series.
    pub(super) fn is_published_by(&self, authority: &Authority, id: &SeriesId) -> bool {
        self.head.identity.as_deref() == Some(Uid::of_series(authority, id).as_str())
    }
}
