//! A record of what others published, or of what was published before the record was lost.
//!
//! The one way to a record beside reconciling and reading. Decides nothing about identity: UIDs and
//! counts are those that people's calendars hold already.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::fields::Fields;
use super::fingerprint::Fingerprint;
use super::instant;
use super::keys::Group;
use super::record::{Entry, Record, Withdrawn};
use super::rewrites::{FIRST_FORMAT, FORMAT};
use super::texts::Texts;
use crate::diagnostic::Finding;
use crate::model::{Series, Session, SessionId, Uid};

/// What a published entry says of its identity and revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its identity.
    pub uid: Uid,
    /// SEQUENCE, at most [`Entry::MAX_SEQUENCE`].
    pub sequence: u32,
    /// CREATED.
    pub created: Timestamp,
    /// LAST-MODIFIED and DTSTAMP.
    pub revised: Timestamp,
}

impl Record {
    /// The record with which `series` is published under the stamps given. Sessions without one
    /// are not in it: they are new to the next publication. `revised`: of the feed as a whole.
    #[must_use]
    pub fn adopted(
        series: &Series,
        stamps: &BTreeMap<SessionId, Stamp>,
        revised: Timestamp,
    ) -> Self {
        let entry = |session: &Session| {
            let stamp = stamps.get(&session.id)?;
            Some((session.id.clone(), Entry::adopted(stamp, Fields::of(series, session))))
        };
        let sessions: BTreeMap<_, _> = series.sessions.iter().filter_map(entry).collect();
        let revised = instant::whole_seconds(revised);
        Self {
            series: series.id.clone(),
            authority: series.authority.clone(),
            format: FORMAT,
            created: sessions.values().map(Entry::created).min().unwrap_or(revised),
            revised,
            retired: None,
            gone: None,
            audience: series.audience.clone().unwrap_or_default(),
            fields: Fields::of_series(series),
            texts: Texts::default(),
            former_languages: BTreeSet::new(),
            sessions,
        }
    }

    /// Takes the texts of other languages for published that `series` has today: what was published
    /// tells of one language, and people who have another have it as it was meant.
    pub fn assume_texts(&mut self, series: &Series) {
        self.texts = Texts::of_series(series, &self.fields);
        for (number, session) in series.sessions.iter().enumerate() {
            if let Some(entry) = self.sessions.get_mut(&session.id) {
                entry.texts = Texts::of_session(series, number, &entry.fields);
            }
        }
    }

    /// Takes the first rendering rules for those of what was published, so that the next publication
    /// revises what this release writes differently.
    pub fn assume_first_format(&mut self) {
        self.format = FIRST_FORMAT;
    }

    /// Turns an entry into a tombstone that was made when it was last revised.
    ///
    /// # Errors
    /// When what the entry says makes no tombstone.
    pub fn withdraw(&mut self, id: &SessionId) -> Result<(), Finding> {
        let Some(entry) = self.sessions.get_mut(id) else { return Ok(()) };
        let withdrawn = Withdrawn::new(entry.revised, id, &entry.fields).map_err(|problem| {
            Finding::new(problem.code, format!("session `{id}`: last published {problem}"))
        })?;
        entry.withdrawn = Some(Box::new(withdrawn));
        Ok(())
    }

    /// Takes over what another record holds of a session.
    pub fn take(&mut self, other: &Self, id: &SessionId) {
        if let Some(entry) = other.sessions.get(id) {
            self.sessions.insert(id.clone(), entry.clone());
        }
    }
}

impl Entry {
    fn adopted(stamp: &Stamp, fields: Fields) -> Self {
        let created = instant::whole_seconds(stamp.created);
        Self {
            uid: stamp.uid.clone(),
            was: Vec::new(),
            sequence: stamp.sequence.min(Self::MAX_SEQUENCE),
            created,
            // LAST-MODIFIED before CREATED would not pass the guard.
            revised: instant::whole_seconds(stamp.revised).max(created),
            withdrawn: None,
            left_feed: None,
            schedule: Fingerprint::of(&fields, Group::Schedule),
            content: Fingerprint::of(&fields, Group::Content),
            fields,
            texts: Texts::default(),
            past: Vec::new(),
        }
    }
}
