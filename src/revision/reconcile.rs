//! Reconciles a series with its record: a pure function from definition, record and time to the
//! next publication.
//!
//! Whether a change is wise is not decided here; `plan` shows it first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::belonging::{check_identity, never_published};
use super::change::{AccessChange, Change, ChangeKind, Retirement};
use super::codes;
use super::feed::{self, Move, To};
use super::fields::{FieldChange, Fields};
use super::fingerprint::Fingerprint;
use super::history::seen;
use super::instant;
use super::keys::FieldGroup;
use super::languages::{LanguageChange, Offer};
use super::membership::{Membership, PublishedParts};
use super::parts::{self, PartChange, SettledParts};
use super::record::{Record, RecordEntry, Withdrawn};
use super::renames::{Predecessor, Renames};
use super::rewrites::FORMAT;
use super::translations::Translations;
use crate::diagnostic::Finding;
use crate::model::{Language, OnCancel, Series, Session, SessionId, Status, Uid};

/// How many days a tombstone stays after its session's end and after the withdrawal (rule
/// `tombstone-for-30-days`), and a retired series' last calendar after the retirement.
pub const LIFETIME_DAYS: i64 = 30;
const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * LIFETIME_DAYS);

/// The next publication and its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// The record, to be written before anything is served.
    pub record: Record,
    /// Changed sessions: defined ones in order of start, then those no longer defined by
    /// identifier.
    pub changes: Vec<Change>,
    /// Changes of the series' own fields; all fields the first time.
    pub feed: Vec<FieldChange>,
    /// Changes of its parts.
    pub parts: Vec<PartChange>,
    /// Whether the series ends, or continues after it had ended.
    pub retirement: Option<Retirement>,
    /// The change of the audience, if any.
    pub access: Option<AccessChange>,
    /// Languages added or removed since the last publication.
    pub languages: Vec<(Language, LanguageChange)>,
    /// Whether the record differs from the given one.
    pub changed: bool,
    /// Whether the record was behind the definition. An expired tombstone or last calendar changes
    /// the record, but does not make it stale: a check that passed must not fail later. Nor does
    /// another token: it changes no byte, and is revoked at once even if records cannot be written.
    pub stale: bool,
    /// When time alone changes the record next, if ever.
    pub due: Option<Timestamp>,
}

/// Updates `record` to `series`.
///
/// 1. A session never published gets its derived UID and SEQUENCE 0.
/// 2. If the schedule differs, SEQUENCE rises by one (rule `sequence-for-what-people-plan-by`).
/// 3. With that, or if only the content differs, the entry is revised (rule `last-modified-moves`).
/// 4. A session renamed in [`Series::former`](crate::model::SeriesParts::former) keeps UID and
///    count; renaming alone does not revise it.
/// 5. A session no longer defined becomes a tombstone and SEQUENCE rises; if it returns, it keeps
///    UID and count (rules `tombstone-for-30-days` and `moved-session-keeps-uid`). If it is
///    cancelled before and after, people see no difference and SEQUENCE stays.
/// 6. In a retired series, sessions that were not over at retirement become tombstones and the
///    others stay; after [`LIFETIME_DAYS`] the series is gone.
/// 7. A tombstone leaves the feed after [`LIFETIME_DAYS`], or at once if the series removes
///    cancelled sessions; its entry stays in the record. Entries stay if the feed would be empty
///    (rule `feed-never-empty`).
/// 8. If a series becomes private or public, every entry is revised: its link to a page goes or
///    comes (rule `last-modified-moves`).
/// 9. The feed is revised if its fields, its set of entries or an entry changed.
/// 10. Entries that this release writes differently are revised, and SEQUENCE stays. That does not
///     make a record stale.
/// 11. A session that leaves a part stays in it until its end; a part keeps at least one entry. Neither
///     revises an entry.
/// 12. Texts in other languages are content; [`Translations`] lists the exceptions.
///
/// # Errors
/// If the record belongs to another series or authority, an identity is already taken, or a counter
/// is exhausted. These findings have no place: the caller knows the files.
pub fn reconcile(
    series: &Series,
    record: Option<&Record>,
    now: Timestamp,
) -> Result<Reconciled, Vec<Finding>> {
    match record {
        Some(record) => check_identity(series, record, now)?,
        None if series.retired => return Err(vec![never_published(series)]),
        None => {}
    }
    let mut work = Reconciliation::new(series, record, instant::whole_seconds(now));
    for (number, session) in series.sessions.iter().enumerate() {
        if work.is_withdrawn_by_retiring(session) {
            continue;
        }
        let fields = Fields::of(series, session);
        let texts = Translations::of_session(series, number, &fields);
        let said = SessionState { fields, texts };
        match work.renames.predecessor(&session.id) {
            Ok(Predecessor::None { was }) => work.first(&session.id, was, said),
            Ok(Predecessor::Same { old, was }) => work.again(session, old, was, said),
            Ok(Predecessor::Renamed { id, old, was }) => {
                work.renamed.insert(id);
                work.again(session, old, was, said);
            }
            Err(finding) => work.findings.push(*finding),
        }
    }
    for (id, old) in record.into_iter().flat_map(Record::sessions) {
        if !work.sessions.contains_key(id) && !work.renamed.contains(id) {
            work.gone(id, old);
        }
    }
    work.settle_feed();
    work.parts = Some(parts::settle(series, record, &mut work.sessions, work.now));
    work.finish()
}

/// Fields and translations of a session.
struct SessionState {
    fields: Fields,
    texts: Translations,
}

struct Reconciliation<'a> {
    series: &'a Series,
    record: Option<&'a Record>,
    now: Timestamp,
    /// When the series was retired, if it is.
    retired: Option<Timestamp>,
    /// Sessions by UID.
    taken: BTreeMap<Uid, &'a SessionId>,
    renames: Renames<'a>,
    /// Identifiers in the record that sessions no longer have.
    renamed: BTreeSet<&'a SessionId>,
    sessions: BTreeMap<SessionId, RecordEntry>,
    changes: Vec<Change>,
    stale: bool,
    /// Whether every entry changes, because the series becomes private or public, or one of its
    /// languages is removed or returns.
    turns: bool,
    /// Languages in which people have entries that can change.
    known: Vec<Language>,
    /// The parts, once they are settled.
    parts: Option<SettledParts>,
    findings: Vec<Finding>,
}

impl<'a> Reconciliation<'a> {
    fn new(series: &'a Series, record: Option<&'a Record>, now: Timestamp) -> Self {
        let entries = || record.into_iter().flat_map(Record::sessions);
        let offer = Offer { series, record };
        Self {
            series,
            record,
            now,
            retired: series
                .retired
                .then(|| record.and_then(|record| record.retired).unwrap_or(now)),
            taken: entries().map(|(id, entry)| (entry.uid.clone(), id)).collect(),
            renames: Renames::new(series, record),
            renamed: BTreeSet::new(),
            sessions: BTreeMap::new(),
            changes: Vec::new(),
            stale: false,
            turns: offer.switches()
                || record.is_some_and(|record| record.audience.is_private() != series.is_private()),
            known: offer.known(),
            parts: None,
            findings: Vec::new(),
        }
    }

    /// Whether retiring the series withdraws a session that is still defined.
    fn is_withdrawn_by_retiring(&self, session: &Session) -> bool {
        self.retired.is_some_and(|retired| session.when.over_everywhere() > retired)
    }

    fn first(
        &mut self,
        id: &SessionId,
        was: Vec<SessionId>,
        SessionState { fields, texts }: SessionState,
    ) {
        let uid = self.series.uid_of(id);
        if let Some(owner) = self.taken.get(&uid) {
            self.findings.push(self.renames.taken(id, owner));
            return;
        }
        let entry = RecordEntry {
            uid,
            was,
            sequence: 0,
            created: self.now,
            revised: self.now,
            withdrawn: None,
            left_feed: None,
            schedule: Fingerprint::of(&fields, FieldGroup::Schedule),
            content: Fingerprint::of(&fields, FieldGroup::Content),
            fields,
            texts,
            past: Vec::new(),
            membership: Membership::default(),
        };
        let fields = Fields::default().changes_to(&entry.fields);
        self.keep(Change::new(id, ChangeKind::Created, fields), None, entry);
    }

    fn again(
        &mut self,
        session: &Session,
        old: &RecordEntry,
        was: Vec<SessionId>,
        said: SessionState,
    ) {
        let (id, SessionState { fields, texts }) = (&session.id, said);
        let returned = old.withdrawn.is_some();
        let in_others = old.texts.changes_to(&texts, &self.known);
        let is_cancelled = session.status == Status::Cancelled;
        let stays = !self.turns && old.fields == fields && in_others.is_empty();
        if stays && (!returned || is_cancelled) {
            let next = RecordEntry { was, texts, withdrawn: None, ..old.clone() };
            self.stay(id, old, next);
            return;
        }
        let rises = old.is_cancelled() != is_cancelled
            || !seen(&old.fields, is_cancelled).eq(seen(&fields, is_cancelled))
            || in_others.iter().any(FieldChange::raises_sequence);
        let kind = match (rises, old.is_cancelled(), is_cancelled) {
            (false, ..) => ChangeKind::Touched,
            (true, false, true) => ChangeKind::Cancelled,
            (true, true, false) => ChangeKind::Reinstated,
            (true, ..) => ChangeKind::Changed,
        };
        let changes = old.fields.changes_to(&fields).into_iter().chain(in_others);
        let change = Change::new(id, kind, changes.collect());
        let past = if rises { old.past_after(self.now) } else { old.past.clone() };
        let next = RecordEntry {
            was,
            sequence: old.sequence + u32::from(rises),
            withdrawn: None,
            schedule: Fingerprint::of(&fields, FieldGroup::Schedule),
            content: Fingerprint::of(&fields, FieldGroup::Content),
            fields,
            texts,
            past,
            ..old.clone()
        };
        self.revise(change, old, next);
    }

    /// Stores an unchanged entry. It is revised only if this release writes it differently.
    fn stay(&mut self, id: &SessionId, old: &RecordEntry, next: RecordEntry) {
        let rewrites = self.record.map_or_else(Vec::new, |record| record.rewrites_of(old));
        let kind = match (old.withdrawn.is_some(), next.withdrawn.is_some()) {
            (false, true) => Some(ChangeKind::Withdrawn),
            (true, false) => Some(ChangeKind::Touched),
            _ if next.was != old.was => Some(ChangeKind::Renamed),
            _ if !rewrites.is_empty() => Some(ChangeKind::Rewritten),
            // Any difference is in a language that nobody has yet.
            _ => None,
        };
        let Some(kind) = kind else {
            self.sessions.insert(id.clone(), next);
            return;
        };
        let is_rewritten = !rewrites.is_empty();
        let change = Change { rewrites, ..Change::new(id, kind, Vec::new()) };
        if is_rewritten {
            self.revise(change, old, next);
        } else {
            self.keep(change, Some(old), next);
        }
    }

    fn gone(&mut self, id: &SessionId, old: &RecordEntry) {
        if old.withdrawn.is_some() {
            if self.turns {
                let change = Change::new(id, ChangeKind::Touched, Vec::new());
                self.revise(change, old, old.clone());
            } else {
                self.stay(id, old, old.clone());
            }
            return;
        }
        match Withdrawn::new(self.now, id, &old.fields) {
            Ok(withdrawn) => {
                let withdrawn = Some(Box::new(withdrawn));
                if old.is_cancelled() && !self.turns {
                    self.stay(id, old, RecordEntry { withdrawn, ..old.clone() });
                    return;
                }
                let rises = !old.is_cancelled();
                let past = if rises { old.past_after(self.now) } else { old.past.clone() };
                let sequence = old.sequence + u32::from(rises);
                let next = RecordEntry { sequence, withdrawn, past, ..old.clone() };
                let change = Change::new(id, ChangeKind::Withdrawn, Vec::new());
                self.revise(change, old, next);
            }
            Err(problem) => {
                let headline = format!("session `{id}`: last published {problem}");
                self.findings.push(Finding::new(problem.code, headline));
            }
        }
    }

    /// Whether [`LIFETIME_DAYS`] have passed since an instant.
    fn is_over(&self, since: Timestamp) -> bool {
        self.now.duration_since(since) >= LIFETIME
    }

    /// Moves entries out of the feed and back, without revising them.
    fn settle_feed(&mut self) {
        let time_is_up = |withdrawn: &Withdrawn| {
            self.retired.is_none()
                && self.is_over(withdrawn.session().when.over_everywhere())
                && self.is_over(withdrawn.at())
        };
        let removes = self.series.on_cancel == OnCancel::Remove;
        let moves = feed::moves(&self.sessions, removes, time_is_up);
        let changed: BTreeSet<SessionId> =
            self.changes.iter().map(|change| change.id.clone()).collect();
        for Move { id, to, waited } in moves {
            let Some(entry) = self.sessions.get_mut(&id) else { continue };
            let kind = match to {
                To::Leave => {
                    entry.left_feed = Some(self.now);
                    ChangeKind::LeftFeed
                }
                To::Return => {
                    entry.left_feed = None;
                    ChangeKind::BackInFeed
                }
            };
            self.stale |= !waited;
            if !changed.contains(&id) {
                let (old_sequence, new_sequence) = (Some(entry.sequence), entry.sequence);
                let change = Change::new(&id, kind, Vec::new());
                self.changes.push(Change { old_sequence, new_sequence, ..change });
            }
        }
    }

    /// Stores `next` with a later instant of revision.
    fn revise(&mut self, change: Change, old: &RecordEntry, next: RecordEntry) {
        let id = &change.id;
        match instant::after(old.revised, self.now) {
            Some(revised) if next.sequence <= RecordEntry::MAX_SEQUENCE => {
                self.keep(change, Some(old), RecordEntry { revised, ..next });
            }
            _ => {
                let headline =
                    format!("session `{id}` has reached the maximum number of revisions");
                let last = format!(
                    "SEQUENCE is {} of {}, the last revision was {}",
                    old.sequence,
                    RecordEntry::MAX_SEQUENCE,
                    old.revised
                );
                let help = "give the session another `id`: it becomes a new entry for subscribers";
                self.findings.push(Finding::new(&codes::EXHAUSTED, headline).note(last).help(help));
                self.sessions.insert(id.clone(), old.clone());
            }
        }
    }

    fn keep(&mut self, change: Change, old: Option<&RecordEntry>, next: RecordEntry) {
        let old_sequence = old.map(|old| old.sequence);
        let change = Change { old_sequence, new_sequence: next.sequence, ..change };
        self.sessions.insert(change.id.clone(), next);
        self.stale |= change.kind != ChangeKind::Rewritten;
        self.changes.push(change);
    }

    /// The next instant after now at which a lifetime ends.
    fn due(&self, gone: Option<Timestamp>) -> Option<Timestamp> {
        let ends =
            |since: Timestamp| since.checked_add(LIFETIME).ok().filter(|end| *end > self.now);
        match self.retired {
            Some(_) if gone.is_some() => None,
            Some(since) => ends(since),
            None => {
                let standing = self.sessions.values().filter(|entry| entry.is_in_feed());
                let tombstones = standing.filter_map(RecordEntry::withdrawn);
                let over = |tombstone: &Withdrawn| {
                    ends(tombstone.session().when.over_everywhere().max(tombstone.at()))
                };
                tombstones.filter_map(over).min()
            }
        }
    }

    fn finish(mut self) -> Result<Reconciled, Vec<Finding>> {
        let fields = Fields::of_series(self.series);
        let texts = Translations::of_series(self.series, &fields);
        let mut feed = self.record.map_or(&Fields::default(), Record::fields).changes_to(&fields);
        if let Some(record) = self.record {
            feed.extend(record.texts.changes_to(&texts, &self.known));
        }
        let offer = Offer { series: self.series, record: self.record };
        let languages = offer.changes();
        let was_gone = self.record.and_then(|record| record.gone);
        // Once it is gone, setting the clock back does not restore it.
        let gone = self
            .retired
            .and_then(|since| was_gone.or_else(|| self.is_over(since).then_some(self.now)));
        let was_retired = self.record.and_then(|record| record.retired);
        let retirement = match (was_retired, self.retired) {
            (None, Some(_)) => Some(Retirement::Retired),
            (Some(_), None) => Some(Retirement::Returned),
            _ => None,
        };
        let is_back = was_gone.is_some() && gone.is_none();
        let parts = self.parts.take();
        let (is_edited, has_waited) =
            parts.as_ref().map_or((false, false), |parts| (parts.is_edited, parts.has_waited));
        let is_stale = self.stale || self.turns;
        let moves =
            is_stale || !feed.is_empty() || was_retired != self.retired || is_back || is_edited;
        // A new language changes no byte that people have.
        let stale = moves || !languages.is_empty();
        let revises = moves || has_waited || !self.changes.is_empty() || was_gone != gone;
        let audience = self.series.audience.clone().unwrap_or_default();
        let access = AccessChange::between(self.record.map(Record::audience), &audience);
        let changed = revises || access.is_some() || !languages.is_empty();
        let revised = match self.record {
            Some(record) if revises => instant::after(record.revised, self.now),
            Some(record) => Some(record.revised),
            None => Some(self.now),
        };
        let Some(revised) = revised.filter(|_| self.findings.is_empty()) else {
            if self.findings.is_empty() {
                let headline = "the series' last revision is at the latest possible instant";
                self.findings.push(Finding::new(&codes::EXHAUSTED, headline).help(format!(
                    "run `kalends record repair {}`: it sets the series' instants to now",
                    self.series.id
                )));
            }
            return Err(self.findings);
        };
        let (published, part_changes, due_of_parts) = match parts {
            Some(SettledParts { parts, changes, due, .. }) => (parts, changes, due),
            None => (PublishedParts::default(), Vec::new(), None),
        };
        let due = self.due(gone).into_iter().chain(due_of_parts).min();
        let record = Record {
            series: self.series.id.clone(),
            authority: self.series.authority.clone(),
            // An unchanged record keeps the format it was written with.
            format: self.record.filter(|_| !changed).map_or(FORMAT, Record::format),
            created: self.record.map_or(self.now, Record::created),
            revised,
            retired: self.retired,
            gone,
            audience,
            fields,
            texts,
            former_languages: offer.former(),
            parts: published,
            sessions: self.sessions,
        };
        let (changes, parts) = (self.changes, part_changes);
        Ok(Reconciled {
            record,
            changes,
            feed,
            parts,
            retirement,
            access,
            languages,
            changed,
            stale,
            due,
        })
    }
}
