//! Values of sessions and series: languages, categories, places, alarms.

use std::fmt;

use super::ids::display_as_str;
use super::{Line, ValueProblem};

/// A language tag (BCP 47: language, script, region) in its conventional case, such as `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(Box<str>);

impl Language {
    /// # Errors
    /// When `text` is not a tag of language, script and region.
    pub fn parse(text: &str) -> Result<Self, ValueProblem> {
        let problem =
            || ValueProblem("is not a language tag such as `en`, `pt-BR` or `sr-Latn`".to_owned());
        let mut parts = text.split('-');
        let alphabetic = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let language = parts.next().filter(|p| (2..=3).contains(&p.len()) && alphabetic(p));
        let mut tag = language.ok_or_else(problem)?.to_ascii_lowercase();
        let mut rest = parts.peekable();
        if let Some(script) = rest.next_if(|part| part.len() == 4 && alphabetic(part)) {
            tag.push('-');
            tag.push_str(&script[..1].to_ascii_uppercase());
            tag.push_str(&script[1..].to_ascii_lowercase());
        }
        let is_region = |part: &&str| {
            (part.len() == 2 && alphabetic(part))
                || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if let Some(region) = rest.next_if(is_region) {
            tag.push('-');
            tag.push_str(&region.to_ascii_uppercase());
        }
        if rest.next().is_some() { Err(problem()) } else { Ok(Self(tag.into())) }
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One category: a line without the separators `,` and `;` (rule `no-empty-or-repeated-property`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Category(Line);

impl Category {
    /// # Errors
    /// When the line contains a separator.
    pub fn new(line: Line) -> Result<Self, ValueProblem> {
        if line.as_str().contains([',', ';']) {
            return Err(ValueProblem("holds `,` or `;`, which separate categories".to_owned()));
        }
        Ok(Self(line))
    }

    /// The category.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// A position on Earth (WGS 84), in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geo {
    latitude: i32,
    longitude: i32,
}

impl Geo {
    /// # Errors
    /// When a value, in degrees, is out of range.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, ValueProblem> {
        let micro = |degrees: f64, max: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "at most 180,000,000, checked here"
            )]
            (degrees.is_finite() && degrees.abs() <= max)
                .then(|| (degrees * 1e6).round() as i32)
                .ok_or_else(|| {
                    ValueProblem("is not [latitude −90–90, longitude −180–180]".to_owned())
                })
        };
        Ok(Self { latitude: micro(latitude, 90.0)?, longitude: micro(longitude, 180.0)? })
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.latitude) / 1e6, f64::from(self.longitude) / 1e6)
    }
}

/// `latitude;longitude` with six digits after the point (RFC 5545 §3.8.1.6).
impl fmt::Display for Geo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |micro: i32| {
            let sign = if micro < 0 { "-" } else { "" };
            let size = micro.unsigned_abs();
            format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
        };
        write!(f, "{};{}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// The place of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Online only: `location = "Online"`, or a join link and no location.
    Online,
    /// A name on one line.
    Label(Line),
    /// A place with its details.
    Venue {
        /// Its name.
        name: Line,
        /// Street and town on one line.
        address: Option<Line>,
        /// Its position.
        geo: Option<Geo>,
    },
}

/// Time from an alarm to the start, in whole minutes: one minute to four weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder(u16);

impl Reminder {
    /// Longest reminder, in minutes.
    pub const MAX_MINUTES: u16 = 4 * 7 * 24 * 60;

    /// # Errors
    /// When not between one minute and four weeks.
    pub fn from_minutes(minutes: i64) -> Result<Self, ValueProblem> {
        u16::try_from(minutes)
            .ok()
            .filter(|minutes| (1..=Self::MAX_MINUTES).contains(minutes))
            .map(Self)
            .ok_or_else(|| ValueProblem("is not between 1 minute and 4 weeks".to_owned()))
    }

    /// Minutes before the start.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

display_as_str!(Language, Category);
