//! The record of an umbrella: composed of its series' entries, and never written.

use jiff::Timestamp;

use super::FORMAT;
use super::fields::Fields;
use super::record::{Record, RecordEntry};
use crate::model::{Audience, Series, SeriesId, SessionId};

impl Record {
    /// The record of an umbrella with these entries, by their identifiers in it.
    #[must_use]
    pub(crate) fn of_umbrella(
        series: &Series,
        entries: impl IntoIterator<Item = (SessionId, RecordEntry)>,
        revised: Timestamp,
    ) -> Self {
        let sessions: std::collections::BTreeMap<_, _> = entries.into_iter().collect();
        let created = sessions.values().map(RecordEntry::created).min();
        Self {
            series: series.id.clone(),
            authority: series.authority.clone(),
            format: FORMAT,
            created: created.unwrap_or(revised),
            revised,
            retired: None,
            gone: None,
            audience: Audience::Everyone,
            fields: Fields::of_series(series),
            texts: Default::default(),
            former_languages: Default::default(),
            parts: Default::default(),
            sessions,
        }
    }
}

impl RecordEntry {
    /// The same entry in an umbrella.
    #[must_use]
    pub(crate) fn in_umbrella(&self, series: &SeriesId) -> Self {
        let was = self.was.iter().map(|id| SessionId::in_umbrella(series, id)).collect();
        let withdrawn = self.withdrawn.as_ref().map(|one| Box::new(one.in_umbrella(series)));
        Self { was, withdrawn, ..self.clone() }
    }
}
