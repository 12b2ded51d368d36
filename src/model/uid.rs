//! The identity of a session: a UUID v5 of what its author wrote, and of nothing else.

use std::fmt;

use uuid::Uuid;

use super::{Authority, SeriesId, SessionId};

/// A UID as RFC 7986 §5.3 asks for it: a UUID in hexadecimal, constant for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uid(Uuid);

impl Uid {
    /// The UID of a session: `uuid5(uuid5(DNS, authority), "series/session")`.
    ///
    /// Identifiers hold no `/`, so no two sessions share a name. Changing this derivation issues
    /// every entry in every subscriber's calendar again; a golden test pins it.
    #[must_use]
    pub fn of_session(authority: &Authority, series: &SeriesId, session: &SessionId) -> Self {
        let name = format!("{series}/{session}");
        Self(Uuid::new_v5(&Self::namespace(authority), name.as_bytes()))
    }

    /// The constant name of a series' calendar (X-WR-RELCALID), derived as a session's UID is.
    #[must_use]
    pub fn of_series(authority: &Authority, series: &SeriesId) -> Self {
        Self(Uuid::new_v5(&Self::namespace(authority), series.as_str().as_bytes()))
    }

    /// Reads a UID as the publication record holds it; `None` unless it is a UUID in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let uid = Self(Uuid::try_parse(text).ok()?);
        (uid.to_string() == text).then_some(uid)
    }

    fn namespace(authority: &Authority) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_DNS, authority.as_str().as_bytes())
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaking this test means: every entry in every subscriber's calendar is issued again.
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
    }

    #[test]
    fn only_the_written_form_is_read_back() {
        let text = "886313e1-3b8a-5372-9b90-0c9aee199e5d";
        assert_eq!(Uid::parse(text).expect("valid").to_string(), text);
        assert_eq!(Uid::parse(&text.to_uppercase()), None);
        assert_eq!(Uid::parse(&text.replace('-', "")), None);
    }
}
