//! Creates a record from entries that others published, or that were published before a record was
//! lost.
//!
//! Records come from here, from reconciling and from reading a file. UIDs and counts are those in
//! people's calendars already.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::fields::Fields;
use super::fingerprint::Fingerprint;
use super::instant;
use super::keys::FieldGroup;
use super::membership::{Membership, PublishedParts};
use super::record::{Record, RecordEntry, Withdrawn};
use super::rewrites::{FIRST_FORMAT, FORMAT};
use super::translations::Translations;
use crate::diagnostic::Finding;
use crate::model::{Series, Session, SessionId, Uid};

/// Identity and revision of a published entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// UID.
    pub uid: Uid,
    /// SEQUENCE, at most [`RecordEntry::MAX_SEQUENCE`].
    pub sequence: u32,
    /// CREATED.
    pub created: Timestamp,
    /// LAST-MODIFIED and DTSTAMP.
    pub revised: Timestamp,
}

impl Record {
    /// Creates the record of `series` published with the given stamps. Sessions without a stamp are
    /// left out: the next publication adds them. `revised` is that of the whole feed.
    #[must_use]
    pub fn adopted(
        series: &Series,
        stamps: &BTreeMap<SessionId, Stamp>,
        revised: Timestamp,
    ) -> Self {
        let entry = |session: &Session| {
            let stamp = stamps.get(&session.id)?;
            Some((session.id.clone(), RecordEntry::adopted(stamp, Fields::of(series, session))))
        };
        let sessions: BTreeMap<_, _> = series.sessions.iter().filter_map(entry).collect();
        let revised = instant::whole_seconds(revised);
        Self {
            series: series.id.clone(),
            authority: series.authority.clone(),
            format: FORMAT,
            created: sessions.values().map(RecordEntry::created).min().unwrap_or(revised),
            revised,
            retired: None,
            gone: None,
            audience: series.audience.clone().unwrap_or_default(),
            fields: Fields::of_series(series),
            texts: Translations::default(),
            former_languages: BTreeSet::new(),
            parts: PublishedParts::default(),
            sessions,
        }
    }

    /// Records today's translations as published. The published feed had one language; readers of
    /// another are assumed to have these texts.
    pub fn assume_texts(&mut self, series: &Series) {
        self.texts = Translations::of_series(series, &self.fields);
        for (number, session) in series.sessions.iter().enumerate() {
            if let Some(entry) = self.sessions.get_mut(&session.id) {
                entry.texts = Translations::of_session(series, number, &entry.fields);
            }
        }
    }

    /// Sets the format to the first rendering rules, so that the next publication revises the
    /// entries that this release writes differently.
    pub fn assume_first_format(&mut self) {
        self.format = FIRST_FORMAT;
    }

    /// Turns an entry into a tombstone, withdrawn when it was last revised.
    ///
    /// # Errors
    /// If the entry's fields are not a valid session.
    pub fn withdraw(&mut self, id: &SessionId) -> Result<(), Finding> {
        let Some(entry) = self.sessions.get_mut(id) else { return Ok(()) };
        let withdrawn = Withdrawn::new(entry.revised, id, &entry.fields).map_err(|problem| {
            Finding::new(problem.code, format!("session `{id}`: last published {problem}"))
        })?;
        entry.withdrawn = Some(Box::new(withdrawn));
        Ok(())
    }

    /// Copies a session's entry from another record.
    pub fn take(&mut self, other: &Self, id: &SessionId) {
        if let Some(entry) = other.sessions.get(id) {
            self.sessions.insert(id.clone(), entry.clone());
        }
    }
}

impl RecordEntry {
    fn adopted(stamp: &Stamp, fields: Fields) -> Self {
        let created = instant::whole_seconds(stamp.created);
        Self {
            uid: stamp.uid.clone(),
            was: Vec::new(),
            sequence: stamp.sequence.min(Self::MAX_SEQUENCE),
            created,
            // The guard rejects LAST-MODIFIED before CREATED.
            revised: instant::whole_seconds(stamp.revised).max(created),
            withdrawn: None,
            left_feed: None,
            schedule: Fingerprint::of(&fields, FieldGroup::Schedule),
            content: Fingerprint::of(&fields, FieldGroup::Content),
            fields,
            texts: Translations::default(),
            past: Vec::new(),
            membership: Membership::default(),
        }
    }
}
