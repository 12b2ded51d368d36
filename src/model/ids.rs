//! Identifiers chosen once by authors. They are part of UIDs and addresses, so their alphabet needs no
//! escaping anywhere: `a`–`z`, `0`–`9`, single hyphens inside.

use std::fmt;

use crate::address::{Base, OfSeries, OfSession, RESERVED_SERIES, RESERVED_SESSIONS, is_language};

/// The reason a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdProblem {
    /// No characters.
    Empty,
    /// Longer than the given number of characters.
    TooLong(usize),
    /// A character outside `a`–`z`, `0`–`9`, `-`.
    Character(char),
    /// A hyphen at an end, or two in a row.
    Hyphen,
    /// The address has another use.
    Reserved,
    /// Two or three letters: the address of a language.
    LooksLikeLanguage,
}

impl fmt::Display for IdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is empty"),
            Self::TooLong(max) => write!(f, "is longer than {max} characters"),
            Self::Character(c) => {
                write!(f, "has `{}`; allowed are a–z, 0–9 and -", c.escape_debug())
            }
            Self::Hyphen => write!(f, "has a hyphen at an end or two in a row"),
            Self::Reserved => write!(f, "is reserved for an address of the service"),
            Self::LooksLikeLanguage => {
                write!(f, "has two or three letters, as the address of a language has")
            }
        }
    }
}

fn check_slug(text: &str, max: usize) -> Result<(), IdProblem> {
    if text.is_empty() {
        return Err(IdProblem::Empty);
    }
    let allowed = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-';
    if let Some(c) = text.chars().find(|c| !allowed(c)) {
        return Err(IdProblem::Character(c));
    }
    if text.len() > max {
        return Err(IdProblem::TooLong(max));
    }
    if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
        return Err(IdProblem::Hyphen);
    }
    Ok(())
}

/// An identifier of 1 to 64 characters.
pub(super) fn slug(text: &str) -> Result<Box<str>, IdProblem> {
    check_slug(text, SessionId::MAX).map(|()| text.into())
}

/// The identifier of a series: 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesId(Box<str>);

impl SeriesId {
    /// Longest identifier, in characters.
    pub const MAX: usize = 64;

    /// The common start of the series' addresses, without a language.
    #[must_use]
    pub fn base(&self) -> Base<'_> {
        Base::new(&self.0)
    }

    /// # Errors
    /// The reason `text` is not an identifier.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        check_slug(text, Self::MAX)?;
        if RESERVED_SERIES.contains(&text) {
            return Err(IdProblem::Reserved);
        }
        // `/{lang}/…` is the address of a translation.
        if is_language(text) {
            return Err(IdProblem::LooksLikeLanguage);
        }
        Ok(Self(text.into()))
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The identifier of a session inside its series: 1 to 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(Box<str>);

impl SessionId {
    /// Longest identifier, in characters.
    pub const MAX: usize = 64;

    /// The session's resource below its series.
    #[must_use]
    pub fn to(&self, of: OfSession) -> OfSeries<'_> {
        OfSeries::Session(&self.0, of)
    }

    /// The identifier of a series' session in an umbrella: `{series}/{session}`. Its addresses are those
    /// of the session.
    #[must_use]
    pub(crate) fn in_umbrella(series: &SeriesId, session: &Self) -> Self {
        Self(format!("{series}/{session}").into())
    }

    /// Whether it is the identifier of a session in an umbrella.
    #[must_use]
    pub(crate) fn is_in_umbrella(&self) -> bool {
        self.0.contains('/')
    }

    /// # Errors
    /// The reason `text` is not an identifier.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        check_slug(text, Self::MAX)?;
        if RESERVED_SESSIONS.contains(&text) {
            return Err(IdProblem::Reserved);
        }
        Ok(Self(text.into()))
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Issuer of the events: a domain name they own, in lower case. Part of every UID.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Authority(Box<str>);

impl Authority {
    /// Longest domain name, in characters (RFC 1035 §2.3.4).
    pub const MAX: usize = 253;
    /// Longest part between dots, in characters (RFC 1035 §2.3.4).
    const MAX_LABEL: usize = 63;

    /// # Errors
    /// The reason `text` is not a domain name in lower case.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        if text.is_empty() {
            return Err(IdProblem::Empty);
        }
        if text.len() > Self::MAX {
            return Err(IdProblem::TooLong(Self::MAX));
        }
        for label in text.split('.') {
            if label.len() > Self::MAX_LABEL {
                return Err(IdProblem::TooLong(Self::MAX_LABEL));
            }
            // Two hyphens in a row occur in internationalised names (RFC 5891 §4.2.3.1).
            check_slug(&label.replace("--", "-"), Self::MAX_LABEL)?;
        }
        Ok(Self(text.into()))
    }

    /// The domain name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! display_as_str {
    ($($name:ty),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )*};
}
pub(super) use display_as_str;
display_as_str!(SeriesId, SessionId, Authority);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_has_64_characters_at_most() {
        let (longest, longer) = ("a".repeat(64), "a".repeat(65));
        assert_eq!(SeriesId::parse(&longest).map(|id| id.to_string()), Ok(longest.clone()));
        assert_eq!(SessionId::parse(&longest).map(|id| id.to_string()), Ok(longest));
        assert_eq!(SeriesId::parse(&longer), Err(IdProblem::TooLong(64)));
        assert_eq!(SessionId::parse(&longer), Err(IdProblem::TooLong(64)));
        assert_eq!(SessionId::parse(""), Err(IdProblem::Empty));
    }

    #[test]
    fn hyphens_stand_single_and_inside() {
        assert!(SessionId::parse("a-b-c").is_ok());
        for bad in ["-a", "a-", "a--b", "-"] {
            assert_eq!(SessionId::parse(bad), Err(IdProblem::Hyphen), "{bad}");
        }
        for (bad, c) in [("A", 'A'), ("a b", ' '), ("é", 'é'), ("a_b", '_')] {
            assert_eq!(SessionId::parse(bad), Err(IdProblem::Character(c)), "{bad}");
        }
    }

    #[test]
    fn two_or_three_letters_are_a_language_and_no_series() {
        for language in ["de", "gsw"] {
            assert_eq!(SeriesId::parse(language), Err(IdProblem::LooksLikeLanguage));
        }
        for series in ["a", "d2", "12", "talk", "d-e"] {
            assert!(SeriesId::parse(series).is_ok(), "{series}");
        }
        assert!(SessionId::parse("de").is_ok());
    }

    #[test]
    fn a_domain_name_has_253_characters_at_most_and_63_between_dots() {
        let label = "a".repeat(63);
        let longest = format!("{label}.{label}.{label}.{}", "b".repeat(61));
        assert_eq!(longest.len(), 253);
        assert!(Authority::parse(&longest).is_ok());
        assert_eq!(Authority::parse(&format!("{longest}b")), Err(IdProblem::TooLong(253)));
        assert!(Authority::parse("xn--bcher-kva.example").is_ok());
        for long in ["a".repeat(64), format!("x--{}", "a".repeat(61))] {
            assert_eq!(Authority::parse(&long), Err(IdProblem::TooLong(63)), "{long}");
        }
        assert_eq!(Authority::parse("example..org"), Err(IdProblem::Empty));
        assert_eq!(Authority::parse("example.-org"), Err(IdProblem::Hyphen));
    }
}
