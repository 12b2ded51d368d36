//! Invariants after random histories of edits.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::support::{at, line, parsed, prose, series, session, two_hours};
use crate::model::{SessionParts, Status, WebUrl};
use crate::revision::{ChangeKind, FieldGroup, Reconciled, Record, RecordEntry, reconcile};

const SESSIONS: usize = 4;

#[derive(Clone, Debug)]
pub(super) enum Edit {
    Move(usize, i64),
    Retitle(usize, u8),
    Describe(usize, u8),
    Cancel(usize),
    Link(usize, u8),
    Withdraw(usize),
    Restore(usize),
    Reorder,
    Nothing,
}

pub(super) fn edit() -> impl Strategy<Value = Edit> {
    let which = 0..SESSIONS;
    prop_oneof![
        (which.clone(), -50_i64..50).prop_map(|(which, hours)| Edit::Move(which, hours)),
        (which.clone(), 0_u8..3).prop_map(|(which, title)| Edit::Retitle(which, title)),
        (which.clone(), 0_u8..3).prop_map(|(which, text)| Edit::Describe(which, text)),
        which.clone().prop_map(Edit::Cancel),
        (which.clone(), 0_u8..3).prop_map(|(which, link)| Edit::Link(which, link)),
        which.clone().prop_map(Edit::Withdraw),
        which.prop_map(Edit::Restore),
        Just(Edit::Reorder),
        Just(Edit::Nothing),
    ]
}

/// The definition as its author has it open: sessions in any order, some taken out.
#[derive(Clone)]
pub(super) struct Desk(Vec<(SessionParts, bool)>);

impl Desk {
    pub(super) fn new() -> Self {
        let session = |number: usize| {
            let name = format!("s{number}");
            (session(&name, two_hours("2020-09-23T12:00:00Z")), true)
        };
        Self((0..SESSIONS).map(session).collect())
    }

    fn find(&mut self, which: usize) -> &mut (SessionParts, bool) {
        let name = format!("s{which}");
        self.0.iter_mut().find(|(parts, _)| parts.id.as_str() == name).expect("session")
    }

    pub(super) fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Move(which, hours) => {
                let start = at("2020-09-23T12:00:00Z") + SignedDuration::from_hours(*hours);
                self.find(*which).0.when = two_hours(&start.to_string());
            }
            Edit::Retitle(which, title) => {
                self.find(*which).0.title = line(&format!("Title {title}"))
            }
            Edit::Describe(which, text) => {
                self.find(*which).0.description =
                    (*text > 0).then(|| prose(&format!("Text {text}")));
            }
            Edit::Cancel(which) => self.find(*which).0.status = Status::Cancelled,
            Edit::Link(which, link) => {
                let join = WebUrl::parse(&format!("https://meet.example.org/{link}"));
                self.find(*which).0.join = join.ok().filter(|_| *link > 0);
            }
            Edit::Withdraw(which) => self.find(*which).1 = false,
            Edit::Restore(which) => {
                let (parts, there) = self.find(*which);
                (parts.status, *there) = (Status::Confirmed, true);
            }
            Edit::Reorder => self.0.rotate_left(1),
            Edit::Nothing => {}
        }
        // A series needs a session.
        if self.0.iter().all(|(_, there)| !there) {
            self.0[0].1 = true;
        }
    }

    pub(super) fn publish(&self, record: Option<&Record>, now: Timestamp) -> Reconciled {
        let there = self.0.iter().filter(|(_, there)| *there).map(|(parts, _)| parts.clone());
        reconcile(&series(there.collect()), record, now).expect("reconciled")
    }
}

/// The parts of an entry that subscribers see, without its revision.
fn said(entry: &RecordEntry) -> (Vec<(&str, &str)>, bool) {
    let fields = entry.fields().iter().map(|(key, value)| (key.name(), value)).collect();
    (fields, entry.is_cancelled())
}

/// The parts that people plan by.
pub(super) fn planned(entry: &RecordEntry) -> (Vec<(&str, &str)>, bool) {
    let is_cancelled = entry.is_cancelled();
    let fields = entry.fields().of_group(FieldGroup::Schedule);
    let fields = fields.map(|(key, value)| (key.name(), value));
    let is_shown = |(key, _): &(&str, &str)| !(is_cancelled && ["join", "status"].contains(key));
    (fields.filter(is_shown).collect(), is_cancelled)
}

fn check_step(old: &Record, new: &Reconciled) {
    let changes: BTreeMap<_, _> = new.changes.iter().map(|change| (&change.id, change)).collect();
    assert_eq!(new.changed, *old != new.record);
    assert_eq!(new.changed, old.to_text() != new.record.to_text());
    assert_eq!(new.changed, new.record.revised() > old.revised());
    assert!(new.record.revised() >= old.revised());
    assert!(new.record.in_feed().count() > 0);
    for (id, was) in old.sessions() {
        let is = new.record.entry(id).expect("an entry is never lost");
        assert_eq!((is.uid(), is.created()), (was.uid(), was.created()));
        assert!(is.sequence() == was.sequence() || is.sequence() == was.sequence() + 1);
        assert_eq!(is.revised() > was.revised(), said(is) != said(was), "{id}");
        assert!(is.revised() >= was.revised());
        assert_eq!(changes.contains_key(id), is != was);
        assert_eq!(is.sequence() > was.sequence(), planned(is) != planned(was), "{id}");
    }
    for (id, change) in changes {
        let known = old.entry(id).is_some();
        assert_eq!(known, change.kind != ChangeKind::Created);
        assert_eq!(Some(change.new_sequence), new.record.entry(id).map(RecordEntry::sequence));
    }
}

proptest! {
    #[test]
    fn identity_and_revision_survive_every_history(
        steps in prop::collection::vec((edit(), -3_i64..40 * 24), 1..25),
    ) {
        let mut desk = Desk::new();
        let mut now = at("2020-09-01T08:00:00Z");
        let mut record = desk.publish(None, now).record;
        let mut replayed = parsed(&record.to_text());
        for (edit, hours) in steps {
            desk.apply(&edit);
            // Sometimes the clock is set back or stopped.
            now += SignedDuration::from_hours(hours);
            let next = desk.publish(Some(&record), now);
            check_step(&record, &next);
            prop_assert!(!desk.publish(Some(&next.record), now).changed);
            replayed = parsed(&desk.publish(Some(&replayed), now).record.to_text());
            prop_assert_eq!(replayed.to_text(), next.record.to_text());
            record = next.record;
        }
    }
}
