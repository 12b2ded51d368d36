//! What a written time zone name means when it is not simply a zone (rule `named-places-only`).
//!
//! `CET`, `GMT+1`, `Romance Standard Time` and `Japan` are refused, each with every reading spelled
//! out, so that whoever wrote it can say which was meant. Nothing here decides between readings,
//! computes the times of sessions, or words a finding.

mod abbreviations;
mod offsets;
mod places;
mod suggest;
mod windows;

use jiff::tz::{Offset, TimeZoneDatabase};

pub(crate) use suggest::fold;

use crate::model::Zone;

/// What a written name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An Area/Location name or `UTC`, canonical or link, in its exact spelling.
    Zone(Zone),
    /// Known, and refused: it is no place, and what it means has to be asked.
    Refused(Refusal),
    /// Nothing of that name is known.
    Unknown {
        /// Canonical names that come nearest, best first, at most 3; empty if nothing is near.
        suggestions: Vec<String>,
    },
}

impl Named {
    /// The zone that the name means, if it means only one.
    #[must_use]
    pub fn only_reading(self) -> Option<Zone> {
        match self {
            Self::Zone(zone) => Some(zone),
            Self::Refused(refusal) => match refusal.readings.as_slice() {
                [reading] => match reading.clock {
                    Clock::Zone(zone) => Some(zone),
                    Clock::Fixed(_) => None,
                },
                _ => None,
            },
            Self::Unknown { .. } => None,
        }
    }
}

/// A name that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What sort of name it is.
    pub kind: Kind,
    /// What it may mean, the likeliest first; never empty.
    pub readings: Vec<Reading>,
}

/// Sorts of names that are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters for a clock, or its name in words: `CET`, `PST8PDT`, `Central European Time`.
    Abbreviation,
    /// A distance from UTC: `GMT+1`, `+02:00`, `Etc/GMT-1`, `Z`.
    FixedOffset,
    /// What Windows and Outlook call a zone.
    Windows,
    /// A name that the time zone database keeps for old programs: `Japan`, `GB`, `Etc/Zulu`.
    OldName,
}

/// One meaning of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// In words, to follow "if it means": `the clocks of Central Europe`, `UTC+01:00 all year`.
    pub meaning: String,
    /// The clock by which times are then told.
    pub clock: Clock,
}

/// A clock by which times are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The clocks of a zone: a definition can name it.
    Zone(Zone),
    /// The same offset all year, never zero. It has no name of its own that a definition may use.
    Fixed(Offset),
}

/// No name is longer. The longest known is a list of cities that Windows shows, 61 bytes.
const MAX_BYTES: usize = 100;

/// Reads a written time zone name.
#[must_use]
pub fn read(text: &str) -> Named {
    if text.len() > MAX_BYTES {
        return Named::Unknown { suggestions: Vec::new() };
    }
    if let Some(zone) = Zone::get(text) {
        return Named::Zone(zone);
    }
    let name = text.trim();
    abbreviations::read(name)
        .or_else(|| offsets::read(name))
        .or_else(|| windows::read(name))
        .or_else(|| read_old_name(name))
        .map_or_else(|| Named::Unknown { suggestions: suggest::nearest(name) }, Named::Refused)
}

/// The zone of a calendar's TZID: its name; the end of it, after the prefix that some writers add; the
/// place that its VTIMEZONE names; what it means if that is one place.
pub(crate) fn of_tzid(tzid: &str, place: Option<&str>) -> Option<Zone> {
    let suffixes = tzid.match_indices('/').map(|(at, _)| &tzid[at + 1..]);
    let mut names = std::iter::once(tzid).chain(suffixes.take(8)).chain(place);
    names.find_map(Zone::get).or_else(|| read(tzid).only_reading())
}

/// Names of the database that are no Area/Location, in any case of letters.
fn read_old_name(name: &str) -> Option<Refusal> {
    let known = TimeZoneDatabase::bundled().get(name).ok()?;
    let written = known.iana_name()?;
    if Zone::get(written).is_some() {
        // A zone in another case of letters is a misspelling, not an old name.
        return None;
    }
    // `Factory` is its own canonical name and no place: systems that were never set have it.
    let zone = known.primary_iana_name().and_then(Zone::get).unwrap_or_else(Zone::utc);
    Some(Refusal { kind: Kind::OldName, readings: vec![Reading::of_zone(zone)] })
}

impl Reading {
    fn of_zone(zone: Zone) -> Self {
        let meaning = if zone.is_utc() {
            "UTC all year".to_owned()
        } else {
            format!("the clocks of {}", city(zone.name()).replace('_', " "))
        };
        Self { meaning, clock: Clock::Zone(zone) }
    }
}

/// The last part of an Area/Location name, as the database writes it.
fn city(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// A meaning as the tables of this module hold it.
#[derive(Clone, Copy, Debug)]
enum Means {
    /// The clocks of a region, and the zone that stands for it.
    Clocks { of: &'static str, zone: &'static str },
    /// An offset in minutes east of UTC, all year.
    AllYear(i32),
}

impl Means {
    /// `None` only for a table entry that is no zone, which a test excludes.
    fn reading(self) -> Option<Reading> {
        match self {
            Self::Clocks { of, zone } => {
                let clock = Clock::Zone(Zone::get(zone)?);
                Some(Reading { meaning: format!("the clocks of {of}"), clock })
            }
            Self::AllYear(0) => Some(Reading::of_zone(Zone::utc())),
            Self::AllYear(minutes) => {
                let clock = Clock::Fixed(Offset::from_seconds(minutes * 60).ok()?);
                Some(Reading { meaning: format!("{} all year", offsets::text(minutes)), clock })
            }
        }
    }
}

/// A refusal for what the tables say; `None` if they say nothing.
fn refusal(kind: Kind, meanings: impl IntoIterator<Item = Means>) -> Option<Refusal> {
    let readings: Vec<Reading> = meanings.into_iter().filter_map(Means::reading).collect();
    (!readings.is_empty()).then_some(Refusal { kind, readings })
}

#[cfg(test)]
mod tests;
