//! The VTIMEZONE of a zone, and the proof that it alone gives the right offset.
//!
//! One block a zone, always the same bytes (rules `one-vtimezone-per-zone` and
//! `vtimezone-as-outlook-reads`): the rule pair that holds for ever after the last change the time
//! zone database lists. What a session is written with, where the proof fails, is not decided here.

mod fit;

use std::sync::{LazyLock, OnceLock};

use jiff::{
    Timestamp,
    civil::{DateTime, date},
    tz::Offset as UtcOffset,
};

use self::fit::YearlyOnset;
use super::check::read_zone;
use super::observances::{Observances, Offset, Rule, seconds};
use super::values;
use super::write::ContentLines;
use crate::model::{Moment, Zone};

/// The VTIMEZONE of a zone.
#[derive(Debug)]
pub struct Block {
    tzid: &'static str,
    text: Box<str>,
    /// What the text says to a reader that knows nothing else.
    observances: Observances,
}

/// A STANDARD or DAYLIGHT (RFC 5545 §3.6.5).
struct Season {
    kind: &'static str,
    /// First onset, by the clock in use until then.
    start: DateTime,
    from: UtcOffset,
    to: UtcOffset,
    /// Where it begins anew each year.
    rule: Option<Rule>,
    /// What people call the clock.
    name: String,
}

/// A change of the offset, as the database has it.
struct Change {
    /// By the clock in use until then.
    local: DateTime,
    from: UtcOffset,
    to: UtcOffset,
    name: String,
}

/// In the order of [`Zone::index`].
static BLOCKS: LazyLock<Box<[OnceLock<Option<Block>>]>> =
    LazyLock::new(|| Zone::all().map(|_| OnceLock::new()).collect());

impl Block {
    /// Years in which the rules that hold for ever are looked at: past the last change that the
    /// database lists (2086), where jiff follows the file's footer; and all 400 years after which
    /// the weekdays of the Gregorian calendar come again, so what fits here fits always.
    const YEARS: std::ops::Range<i16> = 2101..2501;

    /// Year of every DTSTART (rule `vtimezone-as-outlook-reads`).
    const FIRST_YEAR: i16 = 1970;

    /// The block of a zone, made on first use. `None` for UTC, which needs none, and for zones
    /// whose rules come close to no yearly pair: everything there is written in UTC (rule
    /// `vtimezone-proven`).
    #[must_use]
    pub fn of(zone: Zone) -> Option<&'static Self> {
        BLOCKS.get(zone.index())?.get_or_init(|| Self::current(zone)).as_ref()
    }

    /// The name to write as TZID parameter, byte-equal to the block's (rule `zone-or-utc`).
    #[must_use]
    pub fn tzid(&self) -> &'static str {
        self.tzid
    }

    /// The component from BEGIN to END, each line with its CRLF; no line needs folding.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the text says of local times.
    pub(super) fn observances(&self) -> &Observances {
        &self.observances
    }

    /// Whether a reader that knows nothing but this block gets the moment's instant, and no other,
    /// from its local time (rule `vtimezone-proven`). The moment is one of this block's zone.
    #[must_use]
    pub fn proves(&self, moment: &Moment) -> bool {
        let local = moment.local();
        let offset = seconds(local) - moment.utc().as_second();
        // Readers differ in which of two instants a repeated local time means (rule
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
        // The higher offset is daylight saving time, whatever the law calls it: Dublin (rule
        // `vtimezone-as-outlook-reads`).
        let (daylight, standard): (Vec<Change>, Vec<Change>) =
            changes.into_iter().partition(|change| change.to > change.from);
        let seasons = [Season::of("STANDARD", &standard)?, Season::of("DAYLIGHT", &daylight)?];
        Self::new(zone, &seasons)
    }

    /// `None` where the strict check would refuse the text.
    fn new(zone: Zone, seasons: &[Season]) -> Option<Self> {
        let text = text(zone.name(), seasons);
        let mut observances = read_zone(&text)?;
        observances.tabulate();
        Some(Self { tzid: zone.name(), text: text.into_boxed_str(), observances })
    }
}

impl Season {
    /// The season that these changes begin; `None` if they are too unlike each other for one.
    fn of(kind: &'static str, changes: &[Change]) -> Option<Self> {
        let Change { from, to, name, .. } = changes.first()?;
        if changes.iter().any(|change| (&change.from, &change.to) != (from, to)) {
            return None;
        }
        let locals: Vec<DateTime> = changes.iter().map(|change| change.local).collect();
        let onset = YearlyOnset::fit(&locals)?;
        let start = onset.in_year(Block::FIRST_YEAR)?;
        let rule = Some(onset.rule());
        Some(Self { kind, start, from: *from, to: *to, rule, name: name.clone() })
    }
}

/// The component from BEGIN to END. All values are names of the time zone database, numbers or dates:
/// none needs an escape.
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

/// What the database changes from `begin` until before `end`.
fn changes(zone: Zone, begin: Timestamp, end: Timestamp) -> Vec<Change> {
    let mut from = zone.offset_at(begin);
    zone.time_zone()
        .following(begin)
        .take_while(|transition| transition.timestamp() < end)
        .filter_map(|transition| {
            let change = Change {
                local: from.to_datetime(transition.timestamp()),
                from,
                to: transition.offset(),
                name: transition.abbreviation().to_owned(),
            };
            from = change.to;
            // A new name for the same offset moves no clock.
            (change.from != change.to).then_some(change)
        })
        .collect()
}

#[cfg(test)]
mod tests;
