//! Calendars of parts: composed of the series' checked VEVENTs, which keep their bytes.

use std::collections::BTreeSet;

use super::calendar::{CLOSING, Calendars, Draft, OPENING, SessionFile, write_feed_properties};
use super::event::write_alarm;
use crate::ical::{ContentLines, EventSpan};
use crate::model::{Reminder, Series, SessionId, Status, WebUrl};
use crate::revision::Record;

pub(super) const END_EVENT: &str = "END:VEVENT\r\n";

/// A VEVENT without its alarm and END, and the VTIMEZONE that it needs.
pub(super) struct CheckedEvent<'a> {
    /// Its number in the feed; `None` for a session outside it.
    pub(super) number: Option<usize>,
    pub(super) zone: &'a str,
    pub(super) event: &'a str,
}

impl Calendars {
    /// The calendar of a part. `part`: the series with the part's title and address; its sessions are
    /// needed for alarms only. `members`: identifiers of sessions; unpublished ones are left out. `alarm`:
    /// for each session that takes place.
    #[must_use]
    pub fn part(
        &self,
        (part, record): (&Series, &Record),
        members: &[&SessionId],
        public_url: Option<&WebUrl>,
        alarm: Option<Reminder>,
    ) -> Self {
        let mut events: Vec<(&SessionId, CheckedEvent<'_>)> =
            members.iter().filter_map(|id| Some((*id, self.checked(id)?))).collect();
        // Sessions outside the feed have no number and come first, by identifier.
        events.sort_by_key(|(id, event)| (event.number, *id));
        let blocks = events.iter().map(|(_, event)| (event.zone, event.event));
        let mut ids = events.iter().map(|(id, _)| *id);
        Self::composed((part, record), public_url, blocks, |lines| {
            if let (Some(id), Some(reminder)) = (ids.next(), alarm) {
                write_alarm_of(lines, part, id, reminder);
            }
        })
    }

    /// A calendar of checked VEVENTs, each with the VTIMEZONE that it needs and without its END. `before_end`
    /// writes the alarm of the next one.
    pub(super) fn composed<'a>(
        (head, record): (&Series, &Record),
        public_url: Option<&WebUrl>,
        blocks: impl Iterator<Item = (&'a str, &'a str)> + Clone,
        mut before_end: impl FnMut(&mut ContentLines),
    ) -> Self {
        let public_url = public_url.filter(|_| !head.is_private());
        let bytes: usize = blocks.clone().map(|(_, event)| event.len() + END_EVENT.len()).sum();
        let mut lines = ContentLines::with_capacity(4096 + bytes);
        lines.append(OPENING);
        write_feed_properties(&mut lines, head, record, public_url);
        // Rule `one-vtimezone-per-zone`: each VTIMEZONE once, before the events, sorted by name.
        let zones: BTreeSet<&str> = blocks.clone().map(|(zone, _)| zone).collect();
        zones.into_iter().for_each(|zone| lines.append(zone));
        for (_, event) in blocks {
            lines.append(event);
            before_end(&mut lines);
            lines.append(END_EVENT);
        }
        lines.append(CLOSING);
        let draft = Draft { feed: lines.into_text(), sessions: Vec::new() };
        Self { draft, events: Vec::new() }
    }

    /// The feed of a part, without a copy.
    #[must_use]
    pub fn into_feed(self) -> String {
        self.draft.feed
    }

    pub(super) fn checked(&self, id: &SessionId) -> Option<CheckedEvent<'_>> {
        let sessions = &self.draft.sessions;
        let place = sessions.binary_search_by(|(one, _)| one.cmp(id)).ok()?;
        Some(match &sessions.get(place)?.1 {
            SessionFile::InFeed(number, _) => {
                let EventSpan { event, zone } = self.events.get(*number)?;
                let [zone, event] = [zone.clone().unwrap_or_default(), event.clone()]
                    .map(|span| &self.draft.feed[span]);
                CheckedEvent { number: Some(*number), zone, event }
            }
            // Cancelled, and so without an alarm.
            SessionFile::Alone(file) => {
                let inner = file.strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
                let inner = inner.strip_suffix(END_EVENT)?;
                let (zone, event) = inner.split_at(inner.find("BEGIN:VEVENT")?);
                CheckedEvent { number: None, zone, event }
            }
        })
    }
}

fn write_alarm_of(lines: &mut ContentLines, part: &Series, id: &SessionId, reminder: Reminder) {
    let session = part.sessions.iter().find(|session| session.id == *id);
    if let Some(session) = session.filter(|session| session.status != Status::Cancelled) {
        write_alarm(lines, part.language.as_ref(), session.title.as_str(), reminder);
    }
}
