//! The VTIMEZONE of a zone, and the proof that it alone gives the right offset.
//!
//! One block per zone, always with the same bytes (rules `one-vtimezone-per-zone` and
//! `vtimezone-as-outlook-reads`): the pair of rules that applies for ever after the last change in
//! the time zone database. How to write a session if the proof fails is decided elsewhere.

mod fit;

use std::sync::{LazyLock, OnceLock};

use jiff::{
    Timestamp,
    civil::{DateTime, date},
    tz::Offset as UtcOffset,
};

use self::fit::YearlyOnset;
use super::check::read_zone;
use super::observances::{Observances, Offset, YearlyRule, seconds};
use super::values;
use super::write::ContentLines;
use crate::model::{Moment, Zone};

/// The VTIMEZONE of a zone.
#[derive(Debug)]
pub struct ZoneBlock {
    tzid: &'static str,
    text: Box<str>,
    /// The observances that a reader finds in the text.
    observances: Observances,
}

/// A STANDARD or DAYLIGHT (RFC 5545 §3.6.5).
struct Season {
    kind: &'static str,
    /// First onset, in local time just before it.
    start: DateTime,
    from: UtcOffset,
    to: UtcOffset,
    /// The yearly onset.
    rule: Option<YearlyRule>,
    /// The abbreviation in use.
    name: String,
}

/// A change of the offset in the database.
struct OffsetChange {
    /// In local time just before it.
    local: DateTime,
    from: UtcOffset,
    to: UtcOffset,
    name: String,
}

/// Indexed by [`Zone::index`].
static BLOCKS: LazyLock<Box<[OnceLock<Option<ZoneBlock>>]>> =
    LazyLock::new(|| Zone::all().map(|_| OnceLock::new()).collect());

impl ZoneBlock {
    /// Years used to find the final rules. They are after the last change in the database (2086),
    /// where jiff follows the file's footer; and they span 400 years, after which the weekdays of
    /// the Gregorian calendar repeat, so that a fit is permanent.
    const YEARS: std::ops::Range<i16> = 2101..2501;

    /// Year of every DTSTART (rule `vtimezone-as-outlook-reads`).
    const FIRST_YEAR: i16 = 1970;

    /// The block of a zone, created on first use. `None` for UTC, which needs none, and for zones
    /// that no yearly pair of rules approximates: all their times are written in UTC (rule
    /// `vtimezone-proven`).
    #[must_use]
    pub fn of(zone: Zone) -> Option<&'static Self> {
        BLOCKS.get(zone.index())?.get_or_init(|| Self::current(zone)).as_ref()
    }

    /// The name for the TZID parameter, byte-equal to the block's (rule `zone-or-utc`).
    #[must_use]
    pub fn tzid(&self) -> &'static str {
        self.tzid
    }

    /// The component from BEGIN to END, each line with its CRLF; no line needs folding.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The observances of the text.
    pub(super) fn observances(&self) -> &Observances {
        &self.observances
    }

    /// Whether a reader with only this block converts the moment's local time to its instant,
    /// without ambiguity (rule `vtimezone-proven`). The moment must be in this block's zone.
    #[must_use]
    pub fn proves(&self, moment: &Moment) -> bool {
        let local = moment.local();
        let offset = seconds(local) - moment.utc().as_second();
        // Readers differ in the instant that they choose for a repeated local time (rule
        // `no-skipped-or-repeated-hour`).
        !moment.is_repeated()
            && i32::try_from(offset)
                .is_ok_and(|offset| self.observances.offset_at(local) == Offset::One(offset))
    }

    fn current(zone: Zone) -> Option<Self> {
        if zone.is_utc() {
            return None;
        }
        let begin =
            UtcOffset::UTC.to_timestamp(date(Self::YEARS.start, 1, 1).at(0, 0, 0, 0)).ok()?;
        let end = UtcOffset::UTC.to_timestamp(date(Self::YEARS.end, 1, 1).at(0, 0, 0, 0)).ok()?;
        let changes = changes(zone, begin, end);
        if changes.is_empty() {
            let offset = zone.offset_at(begin);
            let start = date(Self::FIRST_YEAR, 1, 1).at(0, 0, 0, 0);
            let (kind, name) = ("STANDARD", zone.abbreviation_at(begin));
            let steady = Season { kind, start, from: offset, to: offset, rule: None, name };
            return Self::new(zone, &[steady]);
        }
        // The higher offset is daylight saving time, even if the law names it differently, as in
        // Dublin (rule `vtimezone-as-outlook-reads`).
        let (daylight, standard): (Vec<OffsetChange>, Vec<OffsetChange>) =
            changes.into_iter().partition(|change| change.to > change.from);
        let seasons = [Season::of("STANDARD", &standard)?, Season::of("DAYLIGHT", &daylight)?];
        Self::new(zone, &seasons)
    }

    /// `None` if the strict check would reject the text.
    fn new(zone: Zone, seasons: &[Season]) -> Option<Self> {
        let text = text(zone.name(), seasons);
        let mut observances = read_zone(&text)?;
        observances.tabulate();
        Some(Self { tzid: zone.name(), text: text.into_boxed_str(), observances })
    }
}

impl Season {
    /// The season that starts at these changes; `None` if they differ too much to be one season.
    fn of(kind: &'static str, changes: &[OffsetChange]) -> Option<Self> {
        let OffsetChange { from, to, name, .. } = changes.first()?;
        if changes.iter().any(|change| (&change.from, &change.to) != (from, to)) {
            return None;
        }
        let locals: Vec<DateTime> = changes.iter().map(|change| change.local).collect();
        let onset = YearlyOnset::fit(&locals)?;
        let start = onset.in_year(ZoneBlock::FIRST_YEAR)?;
        let rule = Some(onset.rule());
        Some(Self { kind, start, from: *from, to: *to, rule, name: name.clone() })
    }
}

/// The component from BEGIN to END. All values are names from the time zone database, numbers or
/// dates, so nothing needs escaping.
fn text(tzid: &str, seasons: &[Season]) -> String {
    let offset = |offset: UtcOffset| values::UtcOffset(offset.seconds());
    let mut lines = ContentLines::default();
    lines.constant("BEGIN:VTIMEZONE");
    lines.plain("TZID", tzid);
    for season in seasons {
        lines.plain("BEGIN", season.kind);
        // RFC 5545 §3.6.5: a local time, with neither TZID nor Z.
        lines.plain("DTSTART", season.start.strftime("%Y%m%dT%H%M%S"));
        lines.plain("TZOFFSETFROM", offset(season.from));
        lines.plain("TZOFFSETTO", offset(season.to));
        if let Some(rule) = season.rule {
            lines.plain("RRULE", rule);
        }
        lines.plain("TZNAME", &season.name);
        lines.plain("END", season.kind);
    }
    lines.constant("END:VTIMEZONE");
    lines.into_text()
}

/// The changes in the database from `begin` until before `end`.
fn changes(zone: Zone, begin: Timestamp, end: Timestamp) -> Vec<OffsetChange> {
    let mut from = zone.offset_at(begin);
    zone.time_zone()
        .following(begin)
        .take_while(|transition| transition.timestamp() < end)
        .filter_map(|transition| {
            let change = OffsetChange {
                local: from.to_datetime(transition.timestamp()),
                from,
                to: transition.offset(),
                name: transition.abbreviation().to_owned(),
            };
            from = change.to;
            // A new name for the same offset does not change the clock.
            (change.from != change.to).then_some(change)
        })
        .collect()
}

#[cfg(test)]
mod tests;
