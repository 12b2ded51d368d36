//! The pure decision: a series as meant and what was published of it give what is published next.
//!
//! The clock is an argument. Nothing here decides whether a change is wise; `plan` shows it first.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::change::{Change, ChangeKind};
use super::codes;
use super::fields::{FieldChange, Fields};
use super::fingerprint::Fingerprint;
use super::instant;
use super::keys::{Group, session as keys};
use super::record::{Entry, Record, Withdrawn};
use crate::diagnostic::Finding;
use crate::model::{Series, Session, SessionId, Status, Uid};

/// How long a tombstone stands after its session's end and after the withdrawal, in days (rule 13).
pub const LIFETIME_DAYS: i64 = 30;

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
    /// Whether the record differs from the one given.
    pub changed: bool,
    /// Whether the record was behind the definition. A tombstone whose time is over changes the
    /// record too, but does not make it stale: a check that passed must not fail by waiting.
    pub stale: bool,
}

/// Brings `record` up to `series`.
///
/// 1. A session never published gets its derived UID and SEQUENCE 0.
/// 2. Where the schedule differs, SEQUENCE rises by one and the entry is revised (rule 4).
/// 3. Where only the content differs, the entry is revised (rule 5).
/// 4. A session no longer defined becomes a tombstone, SEQUENCE raised; one that returns keeps UID
///    and count (rules 13 and 15).
/// 5. A tombstone leaves the feed when [`LIFETIME_DAYS`] are over; its entry stays in the record.
///    The feed is never empty by that: a series has a session, and all of them are in it (rule 14).
/// 6. The feed is revised when its fields, its set of entries or an entry changed.
///
/// # Errors
/// When the record is another series' or authority's, an identity was given away, or a counter is
/// exhausted. These findings have no place: the caller knows the files.
pub fn reconcile(
    series: &Series,
    record: Option<&Record>,
    now: Timestamp,
) -> Result<Reconciled, Vec<Finding>> {
    if let Some(record) = record {
        check_identity(series, record)?;
    }
    let mut work = Work::new(series, record, instant::whole_seconds(now));
    for session in &series.sessions {
        let fields = Fields::of(series, session);
        match record.and_then(|record| record.entry(&session.id)) {
            None => work.first(&session.id, fields),
            Some(old) => work.again(session, old, fields),
        }
    }
    for (id, old) in record.into_iter().flat_map(Record::sessions) {
        if !work.sessions.contains_key(id) {
            work.gone(id, old);
        }
    }
    work.finish()
}

fn check_identity(series: &Series, record: &Record) -> Result<(), Vec<Finding>> {
    let mut findings = Vec::new();
    if series.id != record.series {
        let (old, new) = (&record.series, &series.id);
        let headline = format!("the record is of series `{old}`, the definition is of `{new}`");
        findings.push(
            Finding::new(&codes::SERIES, headline)
                .note("the series' id is part of every address and of every new session's UID")
                .help(format!("write `id = \"{old}\"` into the definition"))
                .help(format!("if `{new}` is another series, keep this record beside `{old}`")),
        );
    }
    if series.authority != record.authority {
        let (old, new) = (&record.authority, &series.authority);
        findings.push(
            Finding::new(&codes::AUTHORITY, format!("authority `{old}` became `{new}`"))
                .note(
                    "the authority is part of every UID: every subscriber would get every entry \
                     again, and copies added one by one would never be updated",
                )
                .help(format!("write `authority = \"{old}\"`; the domain need not be in use"))
                .help("to issue every entry anew on purpose, move the record away first"),
        );
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

struct Work<'a> {
    series: &'a Series,
    record: Option<&'a Record>,
    now: Timestamp,
    /// Who has a UID, or once had an identifier.
    taken: BTreeMap<Uid, &'a SessionId>,
    former: BTreeMap<&'a SessionId, &'a SessionId>,
    sessions: BTreeMap<SessionId, Entry>,
    changes: Vec<Change>,
    findings: Vec<Finding>,
}

impl<'a> Work<'a> {
    fn new(series: &'a Series, record: Option<&'a Record>, now: Timestamp) -> Self {
        let entries = || record.into_iter().flat_map(Record::sessions);
        Self {
            series,
            record,
            now,
            taken: entries().map(|(id, entry)| (entry.uid.clone(), id)).collect(),
            former: entries()
                .flat_map(|(id, entry)| entry.was.iter().map(move |was| (was, id)))
                .collect(),
            sessions: BTreeMap::new(),
            changes: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn first(&mut self, id: &SessionId, fields: Fields) {
        let uid = self.series.uid_of(id);
        if let Some(owner) = self.former.get(id).or_else(|| self.taken.get(&uid)) {
            let headline = format!("session `{id}` would get the UID of session `{owner}`");
            self.findings.push(
                Finding::new(&codes::TAKEN, headline)
                    .note(format!("`{id}` was published before and is now called `{owner}`"))
                    .help("give the new session another `id`"),
            );
            return;
        }
        let entry = Entry {
            uid,
            was: Vec::new(),
            sequence: 0,
            created: self.now,
            revised: self.now,
            withdrawn: None,
            left_feed: None,
            schedule: Fingerprint::of(&fields, Group::Schedule),
            content: Fingerprint::of(&fields, Group::Content),
            fields,
        };
        let fields = Fields::default().changes_to(&entry.fields);
        self.keep(Change::new(id, ChangeKind::Created, fields), None, entry);
    }

    fn again(&mut self, session: &Session, old: &Entry, fields: Fields) {
        let id = &session.id;
        let returned = old.withdrawn.is_some() || !old.is_in_feed();
        if !returned && old.fields == fields {
            self.sessions.insert(id.clone(), old.clone());
            return;
        }
        let schedule = Fingerprint::of(&fields, Group::Schedule);
        let content = Fingerprint::of(&fields, Group::Content);
        let rises = returned || schedule != old.schedule;
        let was_cancelled = old.fields.value(&keys::STATUS) == Some(Status::Cancelled.as_str());
        let is_cancelled = session.status == Status::Cancelled;
        let kind = match (rises, was_cancelled, is_cancelled) {
            (false, ..) => ChangeKind::Touched,
            (true, false, true) => ChangeKind::Cancelled,
            (true, true, false) => ChangeKind::Reinstated,
            (true, ..) if returned => ChangeKind::Reinstated,
            (true, ..) => ChangeKind::Changed,
        };
        let change = Change::new(id, kind, old.fields.changes_to(&fields));
        let sequence = old.sequence + u32::from(rises);
        let (uid, was, created, revised) =
            (old.uid.clone(), old.was.clone(), old.created, old.revised);
        let (withdrawn, left_feed) = (None, None);
        let next = Entry {
            uid,
            was,
            sequence,
            created,
            revised,
            withdrawn,
            left_feed,
            schedule,
            content,
            fields,
        };
        self.revise(change, old, next);
    }

    fn gone(&mut self, id: &SessionId, old: &Entry) {
        match &old.withdrawn {
            None => match Withdrawn::new(self.now, id, &old.fields) {
                Ok(withdrawn) => {
                    let withdrawn = Some(Box::new(withdrawn));
                    let next = Entry { sequence: old.sequence + 1, withdrawn, ..old.clone() };
                    let change = Change::new(id, ChangeKind::Withdrawn, Vec::new());
                    self.revise(change, old, next);
                }
                Err(problem) => {
                    let headline = format!("session `{id}`: last published {problem}");
                    self.findings.push(Finding::new(problem.code, headline));
                }
            },
            Some(withdrawn) if old.is_in_feed() && self.is_over(withdrawn) => {
                let next = Entry { left_feed: Some(self.now), ..old.clone() };
                self.keep(Change::new(id, ChangeKind::LeftFeed, Vec::new()), Some(old), next);
            }
            Some(_) => {
                self.sessions.insert(id.clone(), old.clone());
            }
        }
    }

    fn is_over(&self, withdrawn: &Withdrawn) -> bool {
        let lifetime = SignedDuration::from_hours(24 * LIFETIME_DAYS);
        [withdrawn.session().when.over_everywhere(), withdrawn.at()]
            .into_iter()
            .all(|since| self.now.duration_since(since) >= lifetime)
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
        self.changes.push(change);
    }

    fn finish(mut self) -> Result<Reconciled, Vec<Finding>> {
        let fields = Fields::of_series(self.series);
        let feed = self.record.map_or(&Fields::default(), Record::fields).changes_to(&fields);
        let retired = self.record.is_some_and(|record| record.retired.is_some());
        let changed = !self.changes.is_empty() || !feed.is_empty() || retired;
        let only_waited = |change: &Change| change.kind == ChangeKind::LeftFeed;
        let stale = !self.changes.iter().all(only_waited) || !feed.is_empty() || retired;
        let revised = match self.record {
            Some(record) if changed => instant::after(record.revised, self.now),
            Some(record) => Some(record.revised),
            None => Some(self.now),
        };
        let Some(revised) = revised.filter(|_| self.findings.is_empty()) else {
            if self.findings.is_empty() {
                let headline = "the series was revised until the end of time";
                self.findings.push(
                    Finding::new(&codes::EXHAUSTED, headline)
                        .help("set `revised` under `[series]` in the record to the true instant"),
                );
            }
            return Err(self.findings);
        };
        let record = Record {
            series: self.series.id.clone(),
            authority: self.series.authority.clone(),
            created: self.record.map_or(self.now, Record::created),
            revised,
            // A series that is defined is not retired.
            retired: None,
            fields,
            sessions: self.sessions,
        };
        Ok(Reconciled { record, changes: self.changes, feed, changed, stale })
    }
}
