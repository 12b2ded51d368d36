//! Identity of a session: a UUID v5 of the author's identifiers, or the UID that another system gave the
//! entry. Never derived from anything else, and never changed.

use std::fmt;

use uuid::Uuid;

use super::ids::display_as_str;
use super::text::is_line_break;
use super::{Authority, PartKey, SeriesId, SessionId, text};

/// A UID: a UUID in hexadecimal for our own sessions, as RFC 7986 §5.3 asks; any valid TEXT for entries
/// from other systems. Constant for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(Box<str>);

/// The reason a text is not a UID; the text completes "UID `value` …".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UidProblem {
    /// No characters.
    Empty,
    /// More octets than allowed.
    TooLong(usize),
    /// A space at an end, which readers trim or keep as they like.
    Blank,
    /// A control character, line break, noncharacter or bidirectional override (rule
    /// `values-validated`).
    Forbidden(char),
}

impl fmt::Display for UidProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "is empty"),
            Self::TooLong(octets) => {
                write!(f, "has {octets} octets; the most is {}", Uid::MAX_OCTETS)
            }
            Self::Blank => write!(f, "has a blank at an end"),
            Self::Forbidden(c) => write!(f, "has U+{:04X}, which no UID holds", u32::from(*c)),
        }
    }
}

impl Uid {
    /// Longest UID, in octets (RFC 7986 §5.3 asks implementations to take 255).
    pub const MAX_OCTETS: usize = 255;

    /// The UID of a session: `uuid5(uuid5(DNS, authority), "series/session")`.
    ///
    /// Identifiers contain no `/`, so no two sessions share a name. Changing this derivation would issue
    /// every entry in every subscriber's calendar again; a golden test pins it.
    #[must_use]
    pub fn of_session(authority: &Authority, series: &SeriesId, session: &SessionId) -> Self {
        let name = format!("{series}/{session}");
        Self::of_name(authority, &name)
    }

    /// The constant identifier of a series' calendar (X-WR-RELCALID), derived like a session's UID.
    #[must_use]
    pub fn of_series(authority: &Authority, series: &SeriesId) -> Self {
        Self::of_name(authority, series.as_str())
    }

    /// The constant identifier of the calendar of a part, from the first key that the part had.
    #[must_use]
    pub fn of_part(authority: &Authority, series: &SeriesId, part: &PartKey) -> Self {
        // Kinds are not sessions: a session's name has one `/`.
        Self::of_name(authority, &format!("{series}//{part}"))
    }

    /// The constant identifier of the calendar of a selection, from its sessions' UIDs.
    #[must_use]
    pub fn of_selection<'a>(authority: &Authority, uids: impl Iterator<Item = &'a Self>) -> Self {
        let mut uids: Vec<&str> = uids.map(Self::as_str).collect();
        uids.sort_unstable();
        Self::of_name(authority, &format!("select//{}", uids.join(" ")))
    }

    /// Accepts a UID as it is.
    ///
    /// # Errors
    /// The reason `text` is not a UID. Nothing is trimmed or corrected: that would create another entry.
    pub fn parse(text: &str) -> Result<Self, UidProblem> {
        if text.is_empty() {
            return Err(UidProblem::Empty);
        }
        let breaks = |c: &char| *c == '\t' || is_line_break(*c) || text::is_forbidden(*c);
        if let Some(c) = text.chars().find(breaks) {
            return Err(UidProblem::Forbidden(c));
        }
        if text.trim() != text {
            return Err(UidProblem::Blank);
        }
        if text.len() > Self::MAX_OCTETS {
            return Err(UidProblem::TooLong(text.len()));
        }
        Ok(Self(text.into()))
    }

    /// The UID as text, without the escapes of a calendar.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a lower-case hexadecimal UUID, as all our own are.
    #[must_use]
    pub fn is_uuid(&self) -> bool {
        Uuid::try_parse(&self.0).is_ok_and(|uuid| uuid.hyphenated().to_string() == *self.0)
    }

    /// The UID as a lower-case UUID, for formats that require one: unchanged if it is one already.
    #[must_use]
    pub fn as_uuid(&self, authority: &Authority) -> Self {
        // No other name begins with `/`.
        if self.is_uuid() {
            self.clone()
        } else {
            Self::of_name(authority, &format!("/uid/{self}"))
        }
    }

    fn of_name(authority: &Authority, name: &str) -> Self {
        let namespace = Uuid::new_v5(&Uuid::NAMESPACE_DNS, authority.as_str().as_bytes());
        Self(Uuid::new_v5(&namespace, name.as_bytes()).hyphenated().to_string().into())
    }
}

display_as_str!(Uid);

#[cfg(test)]
mod tests {
    use super::*;

    /// If this test breaks, every entry in every subscriber's calendar is issued again.
    #[test]
    fn derivation_is_pinned_for_ever() {
        let id = |text| SessionId::parse(text).expect("valid");
        let authority = Authority::parse("enisa.europa.eu").expect("valid");
        let series = SeriesId::parse("ehealth-security-2020").expect("valid");
        // Checked against Python: uuid5(uuid5(NAMESPACE_DNS, 'enisa.europa.eu'), 'ehealth-…/pandemic')
        let uid = Uid::of_session(&authority, &series, &id("pandemic"));
        assert_eq!(uid.to_string(), "689fca6e-a91e-52bd-aaad-4edc6c1ae8e9");
        assert_eq!(
            Uid::of_series(&authority, &series).to_string(),
            "4cc0cfe5-7df7-5ac6-9e30-be00cd235fa1"
        );
        assert!(uid.is_uuid());
    }

    #[test]
    fn a_uid_of_another_system_has_one_uuid_for_ever() {
        let authority = Authority::parse("example.org").expect("valid");
        let as_uuid = |text| Uid::parse(text).expect("a UID").as_uuid(&authority).to_string();
        let own = "886313e1-3b8a-5372-9b90-0c9aee199e5d";
        assert_eq!(as_uuid(own), own);
        // Checked against Python: uuid5(uuid5(NAMESPACE_DNS, 'example.org'), '/uid/event-123')
        assert_eq!(as_uuid("event-123"), "0e2713da-8bae-5e4d-bfb4-f599e17c789f");
        assert_ne!(as_uuid(&own.to_uppercase()), own, "two UIDs never share a UUID");
    }

    #[test]
    fn only_the_written_form_of_a_uuid_is_one_of_ours() {
        let text = "886313e1-3b8a-5372-9b90-0c9aee199e5d";
        let is_uuid = |text: &str| Uid::parse(text).expect("a UID").is_uuid();
        assert!(is_uuid(text));
        assert!(!is_uuid(&text.to_uppercase()));
        assert!(!is_uuid(&text.replace('-', "")));
        assert!(!is_uuid("event-123@indico.example.org"));
    }

    #[test]
    fn a_uid_of_another_system_is_taken_as_it_is() {
        for text in ["event-123@indico.example.org", "a,b;c\\d:e", "Ünïcode 1", "{4F-8}"] {
            assert_eq!(Uid::parse(text).expect("a UID").as_str(), text);
        }
    }

    #[test]
    fn what_no_line_can_hold_is_refused_and_nothing_is_trimmed() {
        assert_eq!(Uid::parse(""), Err(UidProblem::Empty));
        assert_eq!(Uid::parse(" a"), Err(UidProblem::Blank));
        assert_eq!(Uid::parse("a "), Err(UidProblem::Blank));
        for c in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{85}', '\u{2028}', '\u{202e}', '\u{feff}'] {
            assert_eq!(Uid::parse(&format!("a{c}b")), Err(UidProblem::Forbidden(c)));
        }
        let long = "ä".repeat(Uid::MAX_OCTETS / 2 + 1);
        assert_eq!(Uid::parse(&long), Err(UidProblem::TooLong(256)));
        assert!(Uid::parse(&"a".repeat(Uid::MAX_OCTETS)).is_ok());
    }
}
