//! The VTIMEZONE of a zone, and the proof that it alone gives the right offset.
//!
//! One block a zone, always the same bytes (rules `one-vtimezone-per-zone` and
//! `vtimezone-as-outlook-reads`): the rule pair that holds for ever after the last change the time
//! zone database lists. What a session is written with, where the proof fails, is not decided here.

mod rule;
mod text;

use std::sync::{LazyLock, OnceLock};

use jiff::{
    Timestamp,
    civil::{DateTime, date},
    tz::Offset,
};

use self::{
    rule::Rule,
    text::{Observance, render},
};
use crate::model::{Moment, When, Zone};

/// The VTIMEZONE of a zone.
#[derive(Debug)]
pub struct Block {
    tzid: &'static str,
    text: Box<str>,
    clock: Clock,
    /// First local time that the block speaks about: the earlier DTSTART.
    since: DateTime,
}

/// The offsets a block gives.
#[derive(Debug)]
enum Clock {
    /// The same all year.
    Steady(Offset),
    /// Two yearly onsets.
    Yearly(Box<Yearly>),
}

#[derive(Debug)]
struct Yearly {
    /// In the order of [`Block::text`]: standard time, daylight saving time.
    onsets: [Onset; 2],
    /// When they are in each year from [`Block::TABLE`] on, in [`seconds`].
    begins: Box<[[Option<i64>; 2]]>,
}

/// A yearly change of the offset.
#[derive(Debug)]
struct Onset {
    rule: Rule,
    from: Offset,
    to: Offset,
    /// What people call the clock from then on.
    name: String,
}

/// A change of the offset, as the database has it.
struct Change {
    /// By the clock in use until then.
    local: DateTime,
    from: Offset,
    to: Offset,
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

    /// Years that sessions are in, and one on either side of them.
    const TABLE: std::ops::RangeInclusive<i16> = *When::YEARS.start() - 1..=*When::YEARS.end() + 1;

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

    /// Whether a reader that knows nothing but this block gets the moment's instant, and no other,
    /// from its local time (rule `vtimezone-proven`). The moment is one of this block's zone.
    #[must_use]
    pub fn proves(&self, moment: &Moment) -> bool {
        let local = moment.local();
        let offset = seconds(local) - moment.utc().as_second();
        // Readers differ in which of two instants a repeated local time means (rule
        // `no-skipped-or-repeated-hour`).
        !moment.is_repeated() && self.sole_offset(local).is_some_and(|sole| sole == offset)
    }

    /// The only offset, in seconds, that the block gives a local time; `None` where it gives two
    /// or none: while it skips or repeats the clock, and before it begins.
    fn sole_offset(&self, local: DateTime) -> Option<i64> {
        if local < self.since {
            return None;
        }
        let yearly = match &self.clock {
            Clock::Steady(offset) => return Some(i64::from(offset.seconds())),
            Clock::Yearly(yearly) => yearly,
        };
        let second = seconds(local);
        let mut latest: Option<(i64, i64)> = None;
        // The onset in force may be last year's. One in the first days of next year may repeat
        // the last hours of this one.
        for year in local.year().saturating_sub(1)..=local.year().saturating_add(1) {
            for (onset, begin) in yearly.onsets.iter().zip(yearly.begins_in(year)) {
                let Some(begin) = begin else { continue };
                let (from, to) = (i64::from(onset.from.seconds()), i64::from(onset.to.seconds()));
                // Put forward, the clock skips what follows the onset; put back, it repeats what
                // precedes it.
                let end = begin + (to - from);
                if (begin.min(end)..begin.max(end)).contains(&second) {
                    return None;
                }
                if begin <= second && latest.is_none_or(|(other, _)| other < begin) {
                    latest = Some((begin, to));
                }
            }
        }
        latest.map(|(_, offset)| offset)
    }

    fn current(zone: Zone) -> Option<Self> {
        if zone.is_utc() {
            return None;
        }
        let begin = Offset::UTC.to_timestamp(date(Self::YEARS.start, 1, 1).at(0, 0, 0, 0)).ok()?;
        let end = Offset::UTC.to_timestamp(date(Self::YEARS.end, 1, 1).at(0, 0, 0, 0)).ok()?;
        let changes = changes(zone, begin, end);
        if changes.is_empty() {
            return Some(Self::steady(zone, begin));
        }
        // The higher offset is daylight saving time, whatever the law calls it: Dublin (rule
        // `vtimezone-as-outlook-reads`).
        let (daylight, standard): (Vec<Change>, Vec<Change>) =
            changes.into_iter().partition(|change| change.to > change.from);
        let (standard, daylight) = (Onset::of(&standard)?, Onset::of(&daylight)?);
        let opposite = standard.from == daylight.to && standard.to == daylight.from;
        if !opposite {
            return None;
        }
        Self::yearly(zone, [standard, daylight])
    }

    fn steady(zone: Zone, instant: Timestamp) -> Self {
        let (offset, since) =
            (zone.offset_at(instant), date(Self::FIRST_YEAR, 1, 1).at(0, 0, 0, 0));
        let observance = Observance {
            kind: "STANDARD",
            start: since,
            from: offset,
            to: offset,
            rule: None,
            name: &zone.abbreviation_at(instant),
        };
        let text = render(zone.name(), &[observance]);
        Self { tzid: zone.name(), text, clock: Clock::Steady(offset), since }
    }

    fn yearly(zone: Zone, onsets: [Onset; 2]) -> Option<Self> {
        let [standard, daylight] = &onsets;
        let observances = [
            standard.observance("STANDARD", Self::FIRST_YEAR)?,
            daylight.observance("DAYLIGHT", Self::FIRST_YEAR)?,
        ];
        let since = observances[0].start.min(observances[1].start);
        let text = render(zone.name(), &observances);
        let clock = Clock::Yearly(Box::new(Yearly::new(onsets)));
        Some(Self { tzid: zone.name(), text, clock, since })
    }
}

impl Yearly {
    fn new(onsets: [Onset; 2]) -> Self {
        let begins = Block::TABLE.map(|year| begins(&onsets, year)).collect();
        Self { onsets, begins }
    }

    /// When the onsets of a year are.
    fn begins_in(&self, year: i16) -> [Option<i64>; 2] {
        let at = usize::try_from(i32::from(year) - i32::from(*Block::TABLE.start()));
        let known = at.ok().and_then(|at| self.begins.get(at));
        known.copied().unwrap_or_else(|| begins(&self.onsets, year))
    }
}

fn begins(onsets: &[Onset; 2], year: i16) -> [Option<i64>; 2] {
    onsets.each_ref().map(|onset| onset.rule.in_year(year).map(seconds))
}

impl Onset {
    /// The onset that these changes are; `None` if they are too unlike each other for one.
    fn of(changes: &[Change]) -> Option<Self> {
        let Change { from, to, name, .. } = changes.first()?;
        if changes.iter().any(|change| (&change.from, &change.to) != (from, to)) {
            return None;
        }
        let locals: Vec<DateTime> = changes.iter().map(|change| change.local).collect();
        Some(Self { rule: Rule::fit(&locals)?, from: *from, to: *to, name: name.clone() })
    }

    fn observance(&self, kind: &'static str, year: i16) -> Option<Observance<'_>> {
        Some(Observance {
            kind,
            start: self.rule.in_year(year)?,
            from: self.from,
            to: self.to,
            rule: Some(self.rule),
            name: &self.name,
        })
    }
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

/// Seconds from 1970-01-01T00:00:00 to a local time, on a clock that is never changed.
fn seconds(local: DateTime) -> i64 {
    local.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs()
}

#[cfg(test)]
mod tests;
