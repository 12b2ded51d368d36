//! The parts of a series that were published, and the sessions in each.

use std::collections::BTreeSet;

use super::record::Record;
use crate::model::{Line, PartKey, SessionId};

/// A part that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedPart {
    /// Its current key.
    pub key: PartKey,
    /// Its title in the series' own language.
    pub title: Line,
    /// The first key it ever had.
    pub first: PartKey,
}

impl Record {
    /// Every part ever published, in order of key.
    #[must_use]
    pub fn parts(&self) -> Vec<RecordedPart> {
        Vec::new()
    }

    /// Former keys of parts, each with the current one.
    #[must_use]
    pub fn former_parts(&self) -> Vec<(PartKey, PartKey)> {
        Vec::new()
    }

    /// The sessions with entries in the part's feed.
    #[must_use]
    pub fn members(&self, _part: &PartKey) -> Vec<&SessionId> {
        Vec::new()
    }

    /// The record with some of its sessions.
    #[must_use]
    pub fn limited(&self, sessions: &[&SessionId]) -> Self {
        let wanted: BTreeSet<&SessionId> = sessions.iter().copied().collect();
        let kept = self.sessions.iter().filter(|(id, _)| wanted.contains(id));
        let sessions = kept.map(|(id, entry)| (id.clone(), entry.clone())).collect();
        Self {
            series: self.series.clone(),
            authority: self.authority.clone(),
            format: self.format,
            created: self.created,
            revised: self.revised,
            retired: self.retired,
            gone: self.gone,
            audience: self.audience.clone(),
            fields: self.fields.clone(),
            texts: self.texts.clone(),
            former_languages: self.former_languages.clone(),
            sessions,
        }
    }
}
