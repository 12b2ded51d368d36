//! The publication record: identity, revision and last content of every session ever published.
//!
//! Does no I/O. Only [`reconcile`](super::reconcile()) and adopting change it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::field_values::{FieldProblem, SeriesContext};
use super::fields::Fields;
use super::fingerprint::Fingerprint;
use super::history::{MAX_PAST, PastRevision};
use super::keys::{Key, session as keys};
use super::membership::{Membership, PublishedParts};
use super::translations::Translations;
use crate::model::{
    Audience, Authority, Language, Line, Organizer, SeriesId, Session, SessionId, SessionParts,
    Status, Uid,
};

/// The publication record of one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub(super) series: SeriesId,
    pub(super) authority: Authority,
    /// The rendering rules that its entries are up to date with.
    pub(super) format: u32,
    pub(super) created: Timestamp,
    pub(super) revised: Timestamp,
    pub(super) retired: Option<Timestamp>,
    pub(super) gone: Option<Timestamp>,
    pub(super) audience: Audience,
    pub(super) fields: Fields,
    /// Texts that differ in each language offered in addition to the series' own.
    pub(super) texts: Translations,
    /// Languages that are no longer offered.
    pub(super) former_languages: BTreeSet<Language>,
    /// Its tracks, rooms, categories and variants.
    pub(super) parts: PublishedParts,
    pub(super) sessions: BTreeMap<SessionId, RecordEntry>,
}

/// The record of one session, defined or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordEntry {
    pub(super) uid: Uid,
    pub(super) was: Vec<SessionId>,
    pub(super) sequence: u32,
    pub(super) created: Timestamp,
    pub(super) revised: Timestamp,
    pub(super) withdrawn: Option<Box<Withdrawn>>,
    pub(super) left_feed: Option<Timestamp>,
    pub(super) schedule: Fingerprint,
    pub(super) content: Fingerprint,
    pub(super) fields: Fields,
    pub(super) texts: Translations,
    pub(super) past: Vec<PastRevision>,
    /// Its parts.
    pub(super) membership: Membership,
}

/// A session that is no longer defined, as its tombstone shows it (rule `tombstone-for-30-days`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub(super) at: Timestamp,
    session: Session,
    context: SeriesContext,
}

impl Record {
    /// The series' id.
    #[must_use]
    pub fn series(&self) -> &SeriesId {
        &self.series
    }

    /// The issuer of the events.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Number of the rendering rules that every entry is up to date with; see
    /// [`FORMAT`](super::FORMAT).
    #[must_use]
    pub fn format(&self) -> u32 {
        self.format
    }

    /// When the series was first published.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// When the feed last changed: an entry, the set of entries, or the series' own fields.
    #[must_use]
    pub fn revised(&self) -> Timestamp {
        self.revised
    }

    /// When the series was retired, if it was.
    #[must_use]
    pub fn retired(&self) -> Option<Timestamp> {
        self.retired
    }

    /// When a retired series' last calendar expired, if it did.
    #[must_use]
    pub fn gone(&self) -> Option<Timestamp> {
        self.gone
    }

    /// The audience.
    #[must_use]
    pub fn audience(&self) -> &Audience {
        &self.audience
    }

    /// The last published fields of the series as a whole.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The same in other languages.
    #[must_use]
    pub fn texts(&self) -> &Translations {
        &self.texts
    }

    /// The entry of a session, defined or withdrawn.
    #[must_use]
    pub fn entry(&self, session: &SessionId) -> Option<&RecordEntry> {
        self.sessions.get(session)
    }

    /// The entry of a session with the record's own copy of its identifier.
    #[must_use]
    pub fn named(&self, session: &SessionId) -> Option<(&SessionId, &RecordEntry)> {
        self.sessions.get_key_value(session)
    }

    /// Every session ever published, by identifier.
    pub fn sessions(&self) -> impl Iterator<Item = (&SessionId, &RecordEntry)> {
        self.sessions.iter()
    }

    /// Entries in the feed, by identifier: sessions and tombstones.
    pub fn in_feed(&self) -> impl Iterator<Item = (&SessionId, &RecordEntry)> {
        self.sessions().filter(|(_, entry)| entry.is_in_feed())
    }

    /// Sessions that are no longer defined, in the feed or not, by identifier. Their own addresses
    /// answer as long as the series is published (rule `tombstone-for-30-days`).
    pub fn tombstones(&self) -> impl Iterator<Item = (&RecordEntry, &Withdrawn)> {
        self.sessions.values().filter_map(|entry| Some((entry, entry.withdrawn()?)))
    }
}

impl RecordEntry {
    /// The identity, which never changes (rule `one-uid-per-session`).
    #[must_use]
    pub fn uid(&self) -> &Uid {
        &self.uid
    }

    /// The session's former identifiers.
    #[must_use]
    pub fn was(&self) -> &[SessionId] {
        &self.was
    }

    /// SEQUENCE: starts at 0, never falls, at most [`RecordEntry::MAX_SEQUENCE`] (rule
    /// `sequence-never-falls`).
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// CREATED.
    #[must_use]
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// LAST-MODIFIED and DTSTAMP (rules `last-modified-moves` and `dtstamp-from-record`).
    #[must_use]
    pub fn revised(&self) -> Timestamp {
        self.revised
    }

    /// The last published fields.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Fingerprint of [`FieldGroup::Schedule`](super::FieldGroup::Schedule).
    #[must_use]
    pub fn schedule(&self) -> Fingerprint {
        self.schedule
    }

    /// Fingerprint of [`FieldGroup::Content`](super::FieldGroup::Content).
    #[must_use]
    pub fn content(&self) -> Fingerprint {
        self.content
    }

    /// Set when the session is no longer defined.
    #[must_use]
    pub fn withdrawn(&self) -> Option<&Withdrawn> {
        self.withdrawn.as_deref()
    }

    /// Whether it is published as cancelled: by its status, or as a tombstone.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.withdrawn.is_some()
            || self.fields.value(&keys::STATUS) == Some(Status::Cancelled.as_str())
    }

    /// When it left the feed, if it did.
    #[must_use]
    pub fn left_feed(&self) -> Option<Timestamp> {
        self.left_feed
    }

    /// Whether it is in the feed.
    #[must_use]
    pub fn is_in_feed(&self) -> bool {
        self.left_feed.is_none()
    }

    /// Largest SEQUENCE: an INTEGER is a signed 32-bit number (RFC 5545 §3.3.8).
    pub const MAX_SEQUENCE: u32 = i32::MAX.unsigned_abs();
}

impl Withdrawn {
    /// Builds the tombstone from the last published fields.
    pub(super) fn new(
        at: Timestamp,
        id: &SessionId,
        fields: &Fields,
    ) -> Result<Self, FieldProblem> {
        let (last, context) = fields.session(id)?;
        let session =
            Session::new(SessionParts { status: Status::Cancelled, ..last.defined().clone() });
        Ok(Self { at, session, context })
    }

    /// The same tombstone in an umbrella.
    pub(super) fn in_umbrella(&self, series: &SeriesId) -> Self {
        Self {
            at: self.at,
            session: self.session.in_umbrella(series),
            context: self.context.clone(),
        }
    }

    /// When the withdrawal was published.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The session as last published, cancelled.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Language of its texts.
    #[must_use]
    pub fn language(&self) -> Option<&Language> {
        self.context.language.as_ref()
    }

    /// The announced name of its time zone.
    #[must_use]
    pub fn announced_as(&self) -> Option<&Line> {
        self.context.announced_as.as_ref()
    }

    /// Its organizer.
    #[must_use]
    pub fn organizer(&self) -> Option<&Organizer> {
        self.context.organizer.as_ref()
    }
}

impl RecordEntry {
    /// Earlier revisions, oldest first; at most [`MAX_PAST`].
    #[must_use]
    pub fn past(&self) -> &[PastRevision] {
        &self.past
    }

    /// The current fields that people plan by.
    #[must_use]
    pub fn plan_by(&self) -> Fields {
        plan_by(self)
    }

    /// This state as an earlier revision, replaced at `until`.
    pub(super) fn as_past(&self, until: Timestamp) -> PastRevision {
        let (fields, texts) = (plan_by(self), self.texts.only(Key::is_planned_by));
        PastRevision { sequence: self.sequence, until, fields, texts }
    }

    /// The earlier revisions after this state is replaced at `until`, including it.
    pub(super) fn past_after(&self, until: Timestamp) -> Vec<PastRevision> {
        let mut past = self.past.clone();
        past.push(self.as_past(until));
        let more = past.len().saturating_sub(MAX_PAST);
        past.drain(..more);
        past
    }
}

fn plan_by(entry: &RecordEntry) -> Fields {
    let kept = |(key, _): &(&'static Key, &str)| {
        key.is_planned_by() && !(entry.withdrawn.is_some() && std::ptr::eq(*key, &keys::STATUS))
    };
    let mut pairs: Vec<(&'static Key, Box<str>)> =
        entry.fields.iter().filter(kept).map(|(key, value)| (key, value.into())).collect();
    if entry.withdrawn.is_some() {
        pairs.push((&keys::STATUS, Status::Cancelled.as_str().into()));
    }
    Fields::from_pairs(pairs)
}
