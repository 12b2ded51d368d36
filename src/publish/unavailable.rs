//! Series that are or were published and cannot be served now.

use std::collections::BTreeSet;

use crate::model::{Audience, Language, SeriesId, SessionId};

/// A series with addresses that must answer "later" and not "never published" (rules `no-wrong-200`
/// and `gone-on-purpose-only`).
#[derive(Clone, Debug)]
pub struct UnavailableSeries {
    /// The series.
    pub id: SeriesId,
    /// Its older identifiers, if its definition can be read.
    pub aliases: Vec<SeriesId>,
    /// Its sessions and their older identifiers, as far as the record lists them.
    pub sessions: Vec<SessionId>,
    /// Languages with addresses of their own.
    pub languages: BTreeSet<Language>,
    /// Whether it is gone for good.
    pub retired: Retired,
    /// Its audience: nobody else learns that it exists.
    pub audience: Audience,
}

/// Whether a series is gone for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// Its files have errors.
    No,
    /// It was retired on purpose: long enough ago, or without a definition.
    Yes,
}

impl UnavailableSeries {
    pub(super) fn new(
        id: SeriesId,
        aliases: Vec<SeriesId>,
        mut sessions: Vec<SessionId>,
        retired: Retired,
    ) -> Self {
        sessions.sort();
        sessions.dedup();
        let languages = BTreeSet::new();
        Self { id, aliases, sessions, languages, retired, audience: Audience::Everyone }
    }

    /// The same, with the addresses of languages.
    pub(super) fn in_languages(self, languages: BTreeSet<Language>) -> Self {
        Self { languages, ..self }
    }

    /// The same for this audience.
    pub(super) fn to(self, audience: &Audience) -> Self {
        Self { audience: audience.clone(), ..self }
    }
}
