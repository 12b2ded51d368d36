//! Rejected names and their meanings.

use jiff::tz::Offset;

use crate::model::Zone;

/// A rejected name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedName {
    /// Its kind.
    pub kind: RejectedKind,
    /// Its meanings, the likeliest first; never empty.
    pub readings: Vec<NameMeaning>,
}

/// Kinds of rejected names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectedKind {
    /// Letters for a clock, or its name in words: `CET`, `PST8PDT`, `Central European Time`.
    Abbreviation,
    /// A distance from UTC: `GMT+1`, `+02:00`, `Etc/GMT-1`, `Z`.
    FixedOffset,
    /// A name of Windows and Outlook.
    Windows,
    /// A name that the time zone database keeps for old programs: `Japan`, `GB`, `Etc/Zulu`.
    OldName,
}

/// One meaning of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMeaning {
    /// In words, to follow "if it means": `the clocks of Central Europe`, `UTC+01:00 all year`.
    pub meaning: String,
    /// The clock of that meaning.
    pub clock: Clock,
}

/// A clock for local times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The clocks of a zone: a definition can name it.
    Zone(Zone),
    /// The same offset all year, never zero. It has no name of its own that a definition may use.
    Fixed(Offset),
}

impl NameMeaning {
    pub(super) fn of_zone(zone: Zone) -> Self {
        let meaning = if zone.is_utc() {
            "UTC all year".to_owned()
        } else {
            format!("the clocks of {}", city(zone.name()).replace('_', " "))
        };
        Self { meaning, clock: Clock::Zone(zone) }
    }
}

/// The last part of an Area/Location name, as the database writes it.
pub(super) fn city(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// A meaning as the tables of this module hold it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Means {
    /// The clocks of a region, and a zone with these clocks.
    Clocks { of: &'static str, zone: &'static str },
    /// An offset in minutes east of UTC, all year.
    AllYear(i32),
}

impl Means {
    /// `None` only for a table entry that is not a zone, which a test excludes.
    pub(super) fn reading(self) -> Option<NameMeaning> {
        match self {
            Self::Clocks { of, zone } => {
                let clock = Clock::Zone(Zone::get(zone)?);
                Some(NameMeaning { meaning: format!("the clocks of {of}"), clock })
            }
            Self::AllYear(0) => Some(NameMeaning::of_zone(Zone::utc())),
            Self::AllYear(minutes) => {
                let clock = Clock::Fixed(Offset::from_seconds(minutes * 60).ok()?);
                Some(NameMeaning { meaning: format!("{} all year", text(minutes)), clock })
            }
        }
    }
}

/// A rejection with the meanings in the tables; `None` without a meaning.
pub(super) fn refusal(
    kind: RejectedKind,
    meanings: impl IntoIterator<Item = Means>,
) -> Option<RejectedName> {
    let readings: Vec<NameMeaning> = meanings.into_iter().filter_map(Means::reading).collect();
    (!readings.is_empty()).then_some(RejectedName { kind, readings })
}

/// `UTC+05:30`; `UTC` for zero.
pub(super) fn text(minutes: i32) -> String {
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
