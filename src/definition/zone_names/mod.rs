//! Meanings of time zone names that are not IANA Area/Location names (rule `named-places-only`).
//!
//! `CET`, `GMT+1`, `Romance Standard Time` and `Japan` are rejected, each with all its meanings, so that
//! the author can choose one. This module does not choose, compute times, or write findings.

mod abbreviations;
mod offsets;
mod refusal;
mod suggest;
mod tables;
mod windows;

use jiff::tz::TimeZoneDatabase;

pub use refusal::{Clock, NameMeaning, RejectedKind, RejectedName};
pub(crate) use suggest::fold;

use crate::model::Zone;

/// The kind of a written name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneName {
    /// An Area/Location name or `UTC`, canonical or link, in its exact spelling.
    Zone(Zone),
    /// Known and rejected: it is not a place, and the author has to choose a meaning.
    Refused(RejectedName),
    /// Unknown.
    Unknown {
        /// Canonical names that come nearest, best first, at most 3; empty if nothing is near.
        suggestions: Vec<String>,
    },
}

impl ZoneName {
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

    /// The place that is probably meant, if any.
    pub(crate) fn likeliest_place(&self) -> Option<&str> {
        match self {
            Self::Zone(zone) => Some(zone.name()),
            Self::Refused(refusal) => {
                refusal.readings.iter().find_map(|reading| match reading.clock {
                    Clock::Zone(zone) if !zone.is_utc() => Some(zone.name()),
                    Clock::Zone(_) | Clock::Fixed(_) => None,
                })
            }
            Self::Unknown { suggestions } => suggestions.first().map(String::as_str),
        }
    }
}

/// No name is longer. The longest known is a list of cities that Windows shows, 61 bytes.
const MAX_BYTES: usize = 100;

/// Reads a written time zone name.
#[must_use]
pub fn read(text: &str) -> ZoneName {
    if text.len() > MAX_BYTES {
        return ZoneName::Unknown { suggestions: Vec::new() };
    }
    if let Some(zone) = Zone::get(text) {
        return ZoneName::Zone(zone);
    }
    let name = text.trim();
    abbreviations::read(name)
        .or_else(|| offsets::read(name))
        .or_else(|| windows::read(name))
        .or_else(|| read_old_name(name))
        .or_else(|| abbreviations::read(name.split_once('(')?.0.trim()))
        .map_or_else(
            || ZoneName::Unknown { suggestions: suggest::nearest(name) },
            ZoneName::Refused,
        )
}

/// The zone of a calendar's TZID: its name; the end of it, after the prefix that some writers add; the
/// place that its VTIMEZONE names; its meaning, if that is one place.
pub(crate) fn of_tzid(tzid: &str, place: Option<&str>) -> Option<Zone> {
    let suffixes = tzid.match_indices('/').map(|(at, _)| &tzid[at + 1..]);
    let mut names = std::iter::once(tzid).chain(suffixes.take(8)).chain(place);
    names.find_map(Zone::get).or_else(|| read(tzid).only_reading())
}

/// Reads names of the database that are not of the form Area/Location, in any case of letters.
fn read_old_name(name: &str) -> Option<RejectedName> {
    let known = TimeZoneDatabase::bundled().get(name).ok()?;
    let written = known.iana_name()?;
    if Zone::get(written).is_some() {
        // A zone in another case of letters is a misspelling, not an old name.
        return None;
    }
    // `Factory` is its own canonical name and no place: systems that were never set have it.
    let zone = known.primary_iana_name().and_then(Zone::get).unwrap_or_else(Zone::utc);
    Some(RejectedName { kind: RejectedKind::OldName, readings: vec![NameMeaning::of_zone(zone)] })
}

/// The present name of a zone, if the database links the written name to it and that is its only
/// reading.
pub(crate) fn successor(written: &str, readings: &[NameMeaning]) -> Option<Zone> {
    let [NameMeaning { clock: Clock::Zone(zone), .. }] = readings else { return None };
    let known = TimeZoneDatabase::bundled().get(written.trim()).ok()?;
    (known.primary_iana_name() == Some(zone.name())).then_some(*zone)
}

#[cfg(test)]
mod tests;
