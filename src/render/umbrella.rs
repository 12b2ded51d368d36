//! Calendars of umbrellas: composed of the series' checked VEVENTs, which keep their bytes.

use super::calendar::Calendars;
use super::part::END_EVENT;
use crate::ical::{self, CalendarFault, EventSpan, Expected};
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
        let blocks = events.map(|event| (&*event.zone, &*event.event));
        let composed = Self::composed((series, record), public_url, blocks, |_| {});
        let _: Vec<EventSpan> = ical::check(composed.feed(), Expected::Feed)?;
        Ok(composed)
    }
}
