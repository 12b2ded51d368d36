//! Calendars of umbrellas: composed of the series' checked VEVENTs, which keep their bytes.

use std::collections::BTreeSet;

use super::calendar::{CLOSING, Calendars, Draft, OPENING, write_feed_properties};
use super::part::END_EVENT;
use crate::ical::{self, CalendarFault, ContentLines, EventSpan, Expected};
use crate::model::{Series, SessionId, WebUrl};
use crate::revision::Record;

/// A VEVENT of a series' feed with the VTIMEZONE that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEvent {
    zone: Box<str>,
    /// Without its END.
    event: Box<str>,
}

impl FeedEvent {
    /// Its bytes in a feed.
    #[must_use]
    pub fn size(&self) -> usize {
        self.event.len() + END_EVENT.len()
    }
}

impl Calendars {
    /// The VEVENT of a session in the feed.
    #[must_use]
    pub fn feed_event(&self, id: &SessionId) -> Option<FeedEvent> {
        let event = self.checked(id).filter(|event| event.number.is_some())?;
        Some(FeedEvent { zone: event.zone.into(), event: event.event.into() })
    }

    /// The calendar of an umbrella, with these VEVENTs in this order.
    ///
    /// # Errors
    /// The first rule that the composed feed breaks.
    pub fn of_umbrella<'a>(
        (series, record): (&Series, &Record),
        events: impl Iterator<Item = &'a FeedEvent> + Clone,
        public_url: Option<&WebUrl>,
    ) -> Result<Self, CalendarFault> {
        // Rule `one-vtimezone-per-zone`: each VTIMEZONE once, before the events, sorted by name.
        let zones: BTreeSet<&str> = events.clone().map(|event| &*event.zone).collect();
        let mut lines =
            ContentLines::with_capacity(2048 + events.clone().map(FeedEvent::size).sum::<usize>());
        lines.append(OPENING);
        write_feed_properties(&mut lines, series, record, public_url);
        zones.into_iter().for_each(|zone| lines.append(zone));
        for event in events {
            lines.append(&event.event);
            lines.append(END_EVENT);
        }
        lines.append(CLOSING);
        let feed = lines.into_text();
        let _: Vec<EventSpan> = ical::check(&feed, Expected::Feed)?;
        Ok(Self { draft: Draft { feed, sessions: Vec::new() }, events: Vec::new() })
    }
}
