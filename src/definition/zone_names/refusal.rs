//! Names that are refused, and what they may mean.

use jiff::tz::Offset;

use crate::model::Zone;

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

impl Reading {
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
    /// The clocks of a region, and the zone that stands for it.
    Clocks { of: &'static str, zone: &'static str },
    /// An offset in minutes east of UTC, all year.
    AllYear(i32),
}

impl Means {
    /// `None` only for a table entry that is no zone, which a test excludes.
    pub(super) fn reading(self) -> Option<Reading> {
        match self {
            Self::Clocks { of, zone } => {
                let clock = Clock::Zone(Zone::get(zone)?);
                Some(Reading { meaning: format!("the clocks of {of}"), clock })
            }
            Self::AllYear(0) => Some(Reading::of_zone(Zone::utc())),
            Self::AllYear(minutes) => {
                let clock = Clock::Fixed(Offset::from_seconds(minutes * 60).ok()?);
                Some(Reading { meaning: format!("{} all year", text(minutes)), clock })
            }
        }
    }
}

/// A refusal for what the tables say; `None` if they say nothing.
pub(super) fn refusal(kind: Kind, meanings: impl IntoIterator<Item = Means>) -> Option<Refusal> {
    let readings: Vec<Reading> = meanings.into_iter().filter_map(Means::reading).collect();
    (!readings.is_empty()).then_some(Refusal { kind, readings })
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
