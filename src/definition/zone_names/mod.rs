//! What a written time zone name means when it is not simply a zone (rule `named-places-only`).
//!
//! `CET`, `GMT+1`, `Romance Standard Time` and `Japan` are refused, each with every reading spelled
//! out, so that whoever wrote it can say which was meant. Nothing here decides between readings,
//! computes the times of sessions, or words a finding.

mod abbreviations;
mod offsets;
mod refusal;
mod suggest;
mod tables;
mod windows;

use jiff::tz::TimeZoneDatabase;

pub use refusal::{Clock, Kind, Reading, Refusal};
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
        .or_else(|| abbreviations::read(name.split_once('(')?.0.trim()))
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

#[cfg(test)]
mod tests;
