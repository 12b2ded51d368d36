//! The parts of a series that were published, and the sessions in each.
//!
//! People subscribe to parts, so nothing disappears from one without a word: a session that leaves a part
//! stays in it until its end, a part without sessions keeps its last entry, and a part that is not defined
//! any more keeps its address.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::membership::{Membership, PublishedParts};
use super::record::{Record, RecordEntry};
use crate::address::PartKind;
use crate::model::{Line, PartKey, Series, Session, SessionId};

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

/// The change of one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartChange {
    /// Its current key.
    pub key: PartKey,
    /// The kind of change.
    pub kind: PartChangeKind,
    /// Sessions that appear in it, by identifier.
    pub appear: Vec<SessionId>,
    /// Sessions that leave it at their end, by identifier.
    pub leave: Vec<SessionId>,
}

/// How a part itself changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartChangeKind {
    /// It is new.
    New,
    /// Only its sessions changed.
    Sessions,
    /// Its title changed, and perhaps its sessions.
    Title,
    /// It has another identifier; its old addresses redirect.
    Renamed,
    /// It is not defined any more, and keeps its last entries.
    Removed,
}

impl PartChangeKind {
    /// Its name, as `plan --json` has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Sessions => "sessions",
            Self::Title => "title",
            Self::Renamed => "renamed",
            Self::Removed => "removed",
        }
    }
}

/// The result of [`settle`].
pub(super) struct SettledParts {
    pub(super) parts: PublishedParts,
    pub(super) changes: Vec<PartChange>,
    /// Whether an edit changed a part.
    pub(super) is_edited: bool,
    /// Whether a session left a part only because time passed.
    pub(super) has_waited: bool,
    /// When the next session leaves a part.
    pub(super) due: Option<Timestamp>,
}

/// Updates the parts of every entry. `sessions`: the entries of the next record, with the parts that the
/// record has for them.
pub(super) fn settle(
    series: &Series,
    record: Option<&Record>,
    sessions: &mut BTreeMap<SessionId, RecordEntry>,
    now: Timestamp,
) -> SettledParts {
    let none = PublishedParts::default();
    let before = record.map_or(&none, |record| &record.parts);
    let parts = before.next(series);
    if parts.is_empty() {
        let changes = Vec::new();
        return SettledParts { parts, changes, is_edited: false, has_waited: false, due: None };
    }
    let defined: BTreeMap<&SessionId, &Session> =
        series.sessions.iter().map(|session| (&session.id, session)).collect();
    let old: BTreeMap<SessionId, Membership> =
        sessions.iter().map(|(id, entry)| (id.clone(), entry.membership.renamed(&parts))).collect();
    let mut ends = BTreeMap::new();
    for (id, entry) in sessions.iter_mut() {
        let was = &old[id];
        let session = defined.get(id).filter(|_| entry.withdrawn().is_none());
        entry.membership = match session {
            Some(session) => {
                let parts: BTreeSet<PartKey> = session.belonging.parts.iter().cloned().collect();
                let left = was.parts.union(&was.former);
                let former = left.filter(|key| !parts.contains(key)).cloned().collect();
                Membership { parts, former }
            }
            None => was.clone(),
        };
        let withdrawn = entry.withdrawn().map(|withdrawn| withdrawn.session());
        let session = session.copied().or(withdrawn);
        ends.insert(id.clone(), session.map(|session| session.when.over_everywhere()));
    }
    let is_edited =
        parts != *before || sessions.iter().any(|(id, entry)| entry.membership != old[id]);
    let changes = changes(series, before, &parts, (&old, sessions));
    let has_waited = drop_ended(sessions, &ends, now);
    let stays = |(id, entry): (&SessionId, &RecordEntry)| {
        ends[id].filter(|end| *end > now && !entry.membership.former.is_empty())
    };
    let due = sessions.iter().filter_map(stays).min();
    SettledParts { parts, changes, is_edited, has_waited, due }
}

/// Takes sessions that are over out of the parts that they left, except the last entry of a part. Returns
/// whether there was one.
fn drop_ended(
    sessions: &mut BTreeMap<SessionId, RecordEntry>,
    ends: &BTreeMap<SessionId, Option<Timestamp>>,
    now: Timestamp,
) -> bool {
    let left: BTreeSet<PartKey> =
        sessions.values().flat_map(|entry| entry.membership.former.iter().cloned()).collect();
    let mut has_dropped = false;
    for key in left {
        let is_over = |id: &SessionId| ends[id].is_none_or(|end| end <= now);
        let stays = sessions.iter().any(|(id, entry)| {
            let Membership { parts, former } = &entry.membership;
            // An entry that left the series' feed keeps no part alive.
            entry.is_in_feed() && (parts.contains(&key) || (former.contains(&key) && !is_over(id)))
        });
        let holders = sessions.iter().filter(|(_, entry)| entry.membership.has(&key));
        let last = holders.max_by_key(|(id, entry)| (entry.is_in_feed(), ends[*id], *id));
        let last = last.map(|(id, _)| id.clone());
        for (id, entry) in sessions.iter_mut() {
            let is_last = !stays && last.as_ref() == Some(id);
            if is_over(id) && !is_last {
                has_dropped |= entry.membership.former.remove(&key);
            }
        }
    }
    has_dropped
}

fn changes(
    series: &Series,
    before: &PublishedParts,
    parts: &PublishedParts,
    (old, sessions): (&BTreeMap<SessionId, Membership>, &BTreeMap<SessionId, RecordEntry>),
) -> Vec<PartChange> {
    let mut changes = Vec::new();
    for (key, title) in &parts.titles {
        let is_new = |(id, entry): &(&SessionId, &RecordEntry)| {
            entry.membership.has(key) && !old[*id].has(key)
        };
        let leaves = |(id, entry): &(&SessionId, &RecordEntry)| {
            entry.membership.former.contains(key) && old[*id].parts.contains(key)
        };
        let ids = |wanted: &dyn Fn(&(&SessionId, &RecordEntry)) -> bool| {
            sessions.iter().filter(wanted).map(|(id, _)| id.clone()).collect::<Vec<_>>()
        };
        let (appear, leave) = (ids(&is_new), ids(&leaves));
        let was_called = before.titles.get(key);
        let is_defined = series.parts.iter().any(|part| part.key == *key);
        let is_renamed = parts
            .former
            .iter()
            .any(|(former, today)| today == key && before.titles.contains_key(former));
        let kind = match was_called {
            None if is_renamed => PartChangeKind::Renamed,
            None => PartChangeKind::New,
            Some(_) if !is_defined && !leave.is_empty() => PartChangeKind::Removed,
            Some(was) if was != title => PartChangeKind::Title,
            Some(_) if appear.is_empty() && leave.is_empty() => continue,
            Some(_) => PartChangeKind::Sessions,
        };
        changes.push(PartChange { key: key.clone(), kind, appear, leave });
    }
    changes
}

impl Record {
    /// Every part ever published, in order of key.
    #[must_use]
    pub fn parts(&self) -> Vec<RecordedPart> {
        let first = |key: &PartKey| {
            let former = self.parts.former.iter().find(|(_, today)| today == key);
            former.map_or(key, |(former, _)| former).clone()
        };
        let part = |(key, title): (&PartKey, &Line)| RecordedPart {
            key: key.clone(),
            title: title.clone(),
            first: first(key),
        };
        self.parts.titles.iter().map(part).collect()
    }

    /// Former keys of parts, each with the current one.
    #[must_use]
    pub fn former_parts(&self) -> &[(PartKey, PartKey)] {
        &self.parts.former
    }

    /// The sessions with entries in the part's feed, by identifier: those in the series' feed, or if there
    /// are none the last entry that the part had. A variant has every entry.
    #[must_use]
    pub fn members(&self, part: &PartKey) -> Vec<&SessionId> {
        let is_member =
            |entry: &RecordEntry| part.kind == PartKind::Variant || entry.membership.has(part);
        let all = || self.sessions.iter().filter(|(_, entry)| is_member(entry));
        let in_feed: Vec<&SessionId> =
            all().filter(|(_, entry)| entry.is_in_feed()).map(|(id, _)| id).collect();
        if !in_feed.is_empty() {
            return in_feed;
        }
        let end = |id: &SessionId, entry: &RecordEntry| {
            entry.session(id).map(|session| session.when.over_everywhere())
        };
        let last = all().max_by_key(|(id, entry)| (end(id, entry), *id));
        last.map(|(id, _)| id).into_iter().collect()
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
            parts: PublishedParts::default(),
            sessions,
        }
    }
}
