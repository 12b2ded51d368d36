//! The pure decision: a series as meant and what was published of it give what is published next.
//!
//! The clock is an argument. Nothing here decides whether a change is wise; `plan` shows it first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::belonging::{check_identity, never_published};
use super::change::{AccessChange, Change, ChangeKind, Retirement};
use super::codes;
use super::feed::{self, Move, To};
use super::fields::{FieldChange, Fields};
use super::fingerprint::Fingerprint;
use super::instant;
use super::keys::Group;
use super::past::{Past, seen};
use super::record::{Entry, Record, Withdrawn};
use super::renames::{Predecessor, Renames};
use super::rewrites::FORMAT;
use super::texts::{LanguageChange, Offer, Texts};
use crate::diagnostic::Finding;
use crate::model::{Language, OnCancel, Series, Session, SessionId, Status, Uid};

/// How long a tombstone stands after its session's end and after the withdrawal (rule
/// `tombstone-for-30-days`), and a retired series' last calendar after the retirement, in days.
pub const LIFETIME_DAYS: i64 = 30;
const LIFETIME: SignedDuration = SignedDuration::from_hours(24 * LIFETIME_DAYS);

/// What is published next, and what that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// The record to be written before anything is served.
    pub record: Record,
    /// Sessions that change: defined ones in order of start, then those no longer defined by
    /// identifier.
    pub changes: Vec<Change>,
    /// What differs in the series' own fields; everything, the first time.
    pub feed: Vec<FieldChange>,
    /// Whether the series ends, or goes on after it had ended.
    pub retirement: Option<Retirement>,
    /// Who may read it now, if that is not who could.
    pub access: Option<AccessChange>,
    /// Languages that are offered, or are no longer, unlike before.
    pub languages: Vec<(Language, LanguageChange)>,
    /// Whether the record differs from the one given.
    pub changed: bool,
    /// Whether the record was behind the definition. A tombstone or a last calendar whose time is
    /// over changes the record too, but does not make it stale: a check that passed must not fail
    /// by waiting. Nor does another token: it changes no byte, and is revoked without delay where
    /// records may not be written.
    pub stale: bool,
    /// When time alone will change the record next, if it will.
    pub due: Option<Timestamp>,
}

/// Brings `record` up to `series`.
///
/// 1. A session never published gets its derived UID and SEQUENCE 0.
/// 2. Where the schedule differs, SEQUENCE rises by one (rule `sequence-for-what-people-plan-by`).
/// 3. With that, or where only the content differs, it is revised (rule `last-modified-moves`).
/// 4. A session that [`Series::former`](crate::model::SeriesParts::former) calls by its older
///    identifier keeps UID and count; by that alone it is not revised.
/// 5. A session no longer defined becomes a tombstone, SEQUENCE raised; one that returns keeps UID
///    and count (rules `tombstone-for-30-days` and `moved-session-keeps-uid`). People see nothing
///    of that while it is cancelled before and after: then SEQUENCE stays.
/// 6. Of a retired series, sessions that were not over when it was retired become tombstones, the
///    others stay; after [`LIFETIME_DAYS`] it is gone.
/// 7. A tombstone leaves the feed when [`LIFETIME_DAYS`] are over, or at once where the series
///    removes what is cancelled; its entry stays in the record. What would empty the feed stays in
///    it (rule `feed-never-empty`).
/// 8. Where a series becomes private or public, every entry is revised: their links to pages go or
///    come (rule `last-modified-moves`).
/// 9. The feed is revised when its fields, its set of entries or an entry changed.
/// 10. Entries that this release writes differently than the one that published them are revised, and
///     SEQUENCE stays. That does not make a record stale.
/// 11. Texts in other languages are content; [`Texts`] says what of them is more or less than that.
///
/// # Errors
/// When the record is another series' or authority's, an identity was given away, or a counter is
/// exhausted. These findings have no place: the caller knows the files.
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
    let mut work = Work::new(series, record, instant::whole_seconds(now));
    for (number, session) in series.sessions.iter().enumerate() {
        if work.is_withdrawn_by_retiring(session) {
            continue;
        }
        let fields = Fields::of(series, session);
        let texts = Texts::of_session(series, number, &fields);
        let said = Said { fields, texts };
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
    work.finish()
}

/// What a session says, in its series' own language and in others.
struct Said {
    fields: Fields,
    texts: Texts,
}

struct Work<'a> {
    series: &'a Series,
    record: Option<&'a Record>,
    now: Timestamp,
    /// When the series was retired, if it is.
    retired: Option<Timestamp>,
    /// Who has a UID.
    taken: BTreeMap<Uid, &'a SessionId>,
    renames: Renames<'a>,
    /// Identifiers of the record that sessions have no longer.
    renamed: BTreeSet<&'a SessionId>,
    sessions: BTreeMap<SessionId, Entry>,
    changes: Vec<Change>,
    stale: bool,
    /// Whether every entry changes, because the series becomes private or public, or a language of it
    /// comes back or goes.
    turns: bool,
    /// Languages in which people have entries that can change.
    known: Vec<Language>,
    findings: Vec<Finding>,
}

impl<'a> Work<'a> {
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
            findings: Vec::new(),
        }
    }

    /// Whether retiring the series withdraws a session that is still defined.
    fn is_withdrawn_by_retiring(&self, session: &Session) -> bool {
        self.retired.is_some_and(|retired| session.when.over_everywhere() > retired)
    }

    fn first(&mut self, id: &SessionId, was: Vec<SessionId>, Said { fields, texts }: Said) {
        let uid = self.series.uid_of(id);
        if let Some(owner) = self.taken.get(&uid) {
            self.findings.push(self.renames.taken(id, owner));
            return;
        }
        let entry = Entry {
            uid,
            was,
            sequence: 0,
            created: self.now,
            revised: self.now,
            withdrawn: None,
            left_feed: None,
            schedule: Fingerprint::of(&fields, Group::Schedule),
            content: Fingerprint::of(&fields, Group::Content),
            fields,
            texts,
            past: Vec::new(),
        };
        let fields = Fields::default().changes_to(&entry.fields);
        self.keep(Change::new(id, ChangeKind::Created, fields), None, entry);
    }

    fn again(&mut self, session: &Session, old: &Entry, was: Vec<SessionId>, said: Said) {
        let (id, Said { fields, texts }) = (&session.id, said);
        let returned = old.withdrawn.is_some();
        let in_others = old.texts.changes_to(&texts, &self.known);
        let is_cancelled = session.status == Status::Cancelled;
        let stays = !self.turns && old.fields == fields && in_others.is_empty();
        if stays && (!returned || is_cancelled) {
            let next = Entry { was, texts, withdrawn: None, ..old.clone() };
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
        let past = if rises { Past::after(old, self.now) } else { old.past.clone() };
        let next = Entry {
            was,
            sequence: old.sequence + u32::from(rises),
            withdrawn: None,
            schedule: Fingerprint::of(&fields, Group::Schedule),
            content: Fingerprint::of(&fields, Group::Content),
            fields,
            texts,
            past,
            ..old.clone()
        };
        self.revise(change, old, next);
    }

    /// Keeps an entry that says what it said. It is revised only if this release writes it differently.
    fn stay(&mut self, id: &SessionId, old: &Entry, next: Entry) {
        let rewrites = self.record.map_or_else(Vec::new, |record| record.rewrites_of(old));
        let kind = match (old.withdrawn.is_some(), next.withdrawn.is_some()) {
            (false, true) => Some(ChangeKind::Withdrawn),
            (true, false) => Some(ChangeKind::Touched),
            _ if next.was != old.was => Some(ChangeKind::Renamed),
            _ if !rewrites.is_empty() => Some(ChangeKind::Rewritten),
            // What differs, if anything, is in a language that nobody has.
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

    fn gone(&mut self, id: &SessionId, old: &Entry) {
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
                    self.stay(id, old, Entry { withdrawn, ..old.clone() });
                    return;
                }
                let rises = !old.is_cancelled();
                let past = if rises { Past::after(old, self.now) } else { old.past.clone() };
                let sequence = old.sequence + u32::from(rises);
                let next = Entry { sequence, withdrawn, past, ..old.clone() };
                let change = Change::new(id, ChangeKind::Withdrawn, Vec::new());
                self.revise(change, old, next);
            }
            Err(problem) => {
                let headline = format!("session `{id}`: last published {problem}");
                self.findings.push(Finding::new(problem.code, headline));
            }
        }
    }

    /// Whether [`LIFETIME_DAYS`] are over since an instant.
    fn is_over(&self, since: Timestamp) -> bool {
        self.now.duration_since(since) >= LIFETIME
    }

    /// Lets entries leave the feed and come back to it, without revising them.
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

    /// Keeps `next` with a later instant of revision.
    fn revise(&mut self, change: Change, old: &Entry, next: Entry) {
        let id = &change.id;
        match instant::after(old.revised, self.now) {
            Some(revised) if next.sequence <= Entry::MAX_SEQUENCE => {
                self.keep(change, Some(old), Entry { revised, ..next });
            }
            _ => {
                let headline = format!("session `{id}` was revised as often as can be counted");
                let last = format!(
                    "SEQUENCE is {} of {}, the last revision was {}",
                    old.sequence,
                    Entry::MAX_SEQUENCE,
                    old.revised
                );
                let help = "give the session another `id`: it becomes a new entry for subscribers";
                self.findings.push(Finding::new(&codes::EXHAUSTED, headline).note(last).help(help));
                self.sessions.insert(id.clone(), old.clone());
            }
        }
    }

    fn keep(&mut self, change: Change, old: Option<&Entry>, next: Entry) {
        let old_sequence = old.map(|old| old.sequence);
        let change = Change { old_sequence, new_sequence: next.sequence, ..change };
        self.sessions.insert(change.id.clone(), next);
        self.stale |= change.kind != ChangeKind::Rewritten;
        self.changes.push(change);
    }

    /// The next instant after now at which a lifetime is over.
    fn due(&self, gone: Option<Timestamp>) -> Option<Timestamp> {
        let ends =
            |since: Timestamp| since.checked_add(LIFETIME).ok().filter(|end| *end > self.now);
        match self.retired {
            Some(_) if gone.is_some() => None,
            Some(since) => ends(since),
            None => {
                let standing = self.sessions.values().filter(|entry| entry.is_in_feed());
                let tombstones = standing.filter_map(Entry::withdrawn);
                let over = |tombstone: &Withdrawn| {
                    ends(tombstone.session().when.over_everywhere().max(tombstone.at()))
                };
                tombstones.filter_map(over).min()
            }
        }
    }

    fn finish(mut self) -> Result<Reconciled, Vec<Finding>> {
        let fields = Fields::of_series(self.series);
        let texts = Texts::of_series(self.series, &fields);
        let mut feed = self.record.map_or(&Fields::default(), Record::fields).changes_to(&fields);
        if let Some(record) = self.record {
            feed.extend(record.texts.changes_to(&texts, &self.known));
        }
        let offer = Offer { series: self.series, record: self.record };
        let languages = offer.changes();
        let was_gone = self.record.and_then(|record| record.gone);
        // Once it is gone, a clock put back does not bring it back.
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
        let is_stale = self.stale || self.turns;
        let moves = is_stale || !feed.is_empty() || was_retired != self.retired || is_back;
        // A language that is new changes no byte of what people have.
        let stale = moves || !languages.is_empty();
        let revises = moves || !self.changes.is_empty() || was_gone != gone;
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
                let headline = "the series was revised until the end of time";
                self.findings.push(Finding::new(&codes::EXHAUSTED, headline).help(format!(
                    "run `kalends record repair {}`: it brings the instants of the series \
                             back to now",
                    self.series.id
                )));
            }
            return Err(self.findings);
        };
        let due = self.due(gone);
        let record = Record {
            series: self.series.id.clone(),
            authority: self.series.authority.clone(),
            // A record that stays as it is goes on noting what it was written with.
            format: self.record.filter(|_| !changed).map_or(FORMAT, Record::format),
            created: self.record.map_or(self.now, Record::created),
            revised,
            retired: self.retired,
            gone,
            audience,
            fields,
            texts,
            former_languages: offer.former(),
            sessions: self.sessions,
        };
        let changes = self.changes;
        Ok(Reconciled { record, changes, feed, retirement, access, languages, changed, stale, due })
    }
}
