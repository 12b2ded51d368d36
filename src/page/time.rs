//! Time of a session in words: local time at its place, with the clock's real name on that day, and its
//! announced name.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::i18n::{TimeRange, Words};
use crate::model::{Moment, Session, When, Zone};
use crate::revision::Fields;

/// First to last day.
pub(super) fn span_of(words: &Words, sessions: &[Session]) -> String {
    let days = sessions.iter().map(|session| days(session.when));
    let first = days.clone().map(|(first, _)| first).min();
    let last = days.map(|(_, last)| last).max();
    first.zip(last).map_or_else(String::new, |(first, last)| words.days(first, last))
}

/// The name of a clock: `CEST`, or `UTC+03` if it has no letters.
fn clock_name(zone: Zone, at: Moment) -> String {
    let name = zone.abbreviation_at(at.utc());
    if name.starts_with(['+', '-']) { format!("UTC{name}") } else { name }
}

/// `Wednesday 23 September 2020, 14:00–16:00 CEST`.
pub(super) fn whole(words: &Words, when: When) -> String {
    match when {
        When::AllDay { first, last } => words.days(first, last),
        When::Timed { zone, start, end } => {
            let (start_clock, end_clock) = (clock_name(zone, start), clock_name(zone, end));
            let (start, end) = (start.local(), end.local());
            words.times(TimeRange { start, end, start_clock: &start_clock, end_clock: &end_clock })
        }
    }
}

/// `14:00–16:00 CEST` within one day, else as [`whole`].
pub(super) fn clocks(words: &Words, when: When) -> String {
    match when {
        When::AllDay { .. } => words.all_day.to_owned(),
        When::Timed { zone, start, end } => {
            let (start_clock, end_clock) = (clock_name(zone, start), clock_name(zone, end));
            let (start, end) = (start.local(), end.local());
            let range = TimeRange { start, end, start_clock: &start_clock, end_clock: &end_clock };
            words.clock_times(range)
        }
    }
}

/// First and last local day at the place.
pub(super) fn days(when: When) -> (Date, Date) {
    match when {
        When::AllDay { first, last } => (first, last),
        When::Timed { start, end, .. } => (start.local().date(), end.local().date()),
    }
}

/// The `datetime` attribute, also for JSON-LD: with the place's offset, or a date.
pub(super) fn machine(when: When) -> (String, String) {
    match when {
        When::AllDay { first, last } => (first.to_string(), last.to_string()),
        When::Timed { zone, start, end } => {
            let text = |moment: Moment| {
                let offset = zone.offset_at(moment.utc());
                moment.utc().display_with_offset(offset).to_string()
            };
            (text(start), text(end))
        }
    }
}

/// A `time` element around the shown text; the script adds the reader's local time.
pub(super) fn element(when: When, shown: &str) -> Markup {
    let (start, _) = machine(when);
    // Offset from UTC in minutes: readers with the same local time need no addition.
    let offset = match when {
        When::Timed { zone, start, .. } => Some(zone.offset_at(start.utc()).seconds() / 60),
        When::AllDay { .. } => None,
    };
    html! {
        time datetime=(start) data-end=(when.over_everywhere()) data-off=[offset] { (shown) }
    }
}

/// The day on a calendar tile; whole days in one month with the last of them.
pub(super) fn tile(words: &Words, when: When) -> Markup {
    let (first, last) = days(when);
    let is_range = matches!(when, When::AllDay { .. }) && last != first;
    let last = Some(last).filter(|last| is_range && last.month() == first.month());
    html! {
        div .tile aria-hidden="true" {
            b { (words.month_short(first)) }
            @match last {
                None => span { (first.day()) },
                Some(last) => span .few { (first.day()) "–" (last.day()) },
            }
            i { (words.weekday_short(first)) }
        }
    }
}

/// The time in a record's fields.
pub(super) fn of_fields(fields: &Fields) -> Option<When> {
    let (start, end) = (fields.get("start")?, fields.get("end")?);
    if !start.contains('T') {
        return When::all_day(start.parse().ok()?, end.parse().ok()?).ok();
    }
    let zone = Zone::get(fields.get("timezone")?)?;
    When::timed(zone, start.parse().ok()?, end.parse().ok()?).ok()
}
