//! Random histories of edits through the production pipeline, judged by the bytes that are served.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use kalends::model::WebUrl;
use kalends::publish::{MassRemovals, Published, Records, Settings, publish};
use kalends::snapshot::{Entry, Snapshot};
use proptest::prelude::*;

use crate::histories::desk::{Desk, Edit, SESSIONS};

fn edit() -> impl Strategy<Value = Edit> {
    let which = 0..SESSIONS;
    let value = 0_u8..20;
    prop_oneof![
        3 => (which.clone(), value.clone()).prop_map(|(which, hour)| Edit::Move(which, hour)),
        2 => (which.clone(), value.clone()).prop_map(|(which, title)| Edit::Retitle(which, title)),
        2 => (which.clone(), value).prop_map(|(which, text)| Edit::Describe(which, text)),
        2 => which.clone().prop_map(Edit::Cancel),
        2 => which.clone().prop_map(Edit::Withdraw),
        3 => which.clone().prop_map(Edit::Restore),
        2 => which.prop_map(Edit::Rename),
        1 => Just(Edit::Reorder),
        1 => Just(Edit::Reformat),
        1 => any::<bool>().prop_map(Edit::OnCancel),
        1 => Just(Edit::Nothing),
    ]
}

fn run(directory: &Path, now: Timestamp) -> Published {
    let settings = Settings {
        mass_removals: MassRemovals::Allowed,
        // Entries then link to pages, with identifiers and revisions in their addresses.
        public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
        ..Settings::new(vec![directory.to_owned()], Records::Write)
    };
    let published = publish(&settings, now).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published
}

/// Everything that is served as a calendar or leads to one, by path.
fn served(snapshot: &Snapshot) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    snapshot
        .every()
        .iter()
        .filter(|(path, _)| path.ends_with(".ics"))
        .map(|(path, entry)| match &**entry {
            Entry::Resource(resource) => (path.to_owned(), text(resource.body())),
            Entry::Redirect(redirect) => (path.to_owned(), text(redirect.location().as_bytes())),
            other => panic!("{path}: {other:?}"),
        })
        .collect()
}

/// The value of a property that occurs once in a session's file.
fn value<'a>(calendar: &'a str, name: &str) -> &'a str {
    let mut found = calendar.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let value = found.next().unwrap_or_else(|| panic!("no {name} in {calendar}"));
    assert_eq!(found.next(), None, "{name} twice in {calendar}");
    value
}

/// What a session's file says, its revision aside.
fn said(calendar: &str) -> String {
    let revision = ["DTSTAMP:", "LAST-MODIFIED:", "SEQUENCE:"];
    calendar.lines().filter(|line| !revision.iter().any(|name| line.starts_with(name))).collect()
}

fn event(calendar: &str) -> &str {
    let (from, to) =
        (calendar.find("BEGIN:VEVENT").unwrap(), calendar.find("END:VCALENDAR").unwrap());
    &calendar[from..to]
}

/// The served calendars and, by first identifier, whether sessions are defined.
struct State {
    served: BTreeMap<String, String>,
    sessions: BTreeMap<String, (String, bool)>,
    record: String,
}

impl State {
    fn after(desk: &Desk, directory: &Path, now: Timestamp) -> Self {
        desk.save(directory);
        let snapshot = run(directory, now).snapshot().unwrap();
        let served = served(&snapshot);
        let mut sessions = BTreeMap::new();
        for (ids, is_there) in desk.ids() {
            // One of its identifiers is its address, and every other that was published leads there.
            let addresses: Vec<_> = ids
                .iter()
                .map(|id| format!("/talks/{id}.ics"))
                .filter(|path| served.contains_key(path))
                .collect();
            let (homes, others): (Vec<_>, Vec<_>) =
                addresses.iter().partition(|path| served[*path].starts_with("BEGIN:"));
            assert_eq!(homes.len(), 1, "{ids:?}");
            assert!(others.iter().all(|path| served[*path] == *homes[0]), "{ids:?}");
            if is_there {
                assert_eq!(*homes[0], format!("/talks/{}.ics", ids.last().unwrap()));
            }
            sessions.insert(ids[0].clone(), (served[homes[0]].clone(), is_there));
        }
        let record = fs::read_to_string(directory.join("talks.lock")).unwrap();
        Self { served, sessions, record }
    }

    fn feed(&self) -> &str {
        &self.served["/talks.ics"]
    }

    /// The feed is made of the session's events, and never of none.
    fn check_feed(&self) {
        let events = self.feed().matches("BEGIN:VEVENT").count();
        let theirs = self.sessions.values().filter(|(file, _)| self.feed().contains(event(file)));
        assert!(events > 0);
        assert_eq!(theirs.count(), events);
        for (file, is_there) in self.sessions.values() {
            let is_cancelled = value(file, "STATUS") == "CANCELLED";
            assert!(is_cancelled || (*is_there && self.feed().contains(event(file))), "{file}");
        }
    }

    fn check_since(&self, before: &Self) {
        for (first, (old, _)) in &before.sessions {
            let (new, _) = &self.sessions[first];
            assert_eq!(value(new, "UID"), value(old, "UID"));
            assert_eq!(value(new, "CREATED"), value(old, "CREATED"));
            let sequence = |file: &str| -> u32 { value(file, "SEQUENCE").parse().unwrap() };
            assert!((0..=1).contains(&(sequence(new) - sequence(old))), "{old}\n{new}");
            let (was, is) = (value(old, "LAST-MODIFIED"), value(new, "LAST-MODIFIED"));
            assert!(is >= was, "{old}\n{new}");
            // Withdrawal and return raise SEQUENCE, except for sessions cancelled before and after.
            assert_eq!(is > was, said(old) != said(new), "{old}\n{new}");
            assert_eq!(is > was, old != new, "{old}\n{new}");
        }
        let revised = |state: &Self| {
            state
                .feed()
                .lines()
                .find_map(|line| line.strip_prefix("LAST-MODIFIED:").map(str::to_owned))
                .unwrap()
        };
        assert_eq!(revised(self) > revised(before), self.feed() != before.feed());
        for path in before.served.keys() {
            assert!(self.served.contains_key(path), "{path} was an address and is none");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn entries_keep_their_identity_through_every_history(
        steps in prop::collection::vec((edit(), -3_i64..40 * 24), 1..20),
    ) {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut desk = Desk::new();
        let mut now: Timestamp = "2027-01-20T08:00:00Z".parse().unwrap();
        let mut state = State::after(&desk, first.path(), now);
        let mut history = vec![(desk.clone(), now)];
        for (edit, hours) in steps {
            desk.apply(&edit);
            // Sometimes the clock goes back, or stops.
            now += SignedDuration::from_hours(hours);
            let next = State::after(&desk, first.path(), now);
            next.check_feed();
            next.check_since(&state);
            if matches!(edit, Edit::Reformat | Edit::Reorder) {
                // A tombstone may expire; entries keep their texts.
                prop_assert_eq!(&next.sessions, &state.sessions);
            }
            let again = State::after(&desk, first.path(), now);
            prop_assert_eq!((&again.served, &again.record), (&next.served, &next.record));
            state = next;
            history.push((desk.clone(), now));
        }
        let mut replayed = None;
        for (desk, now) in &history {
            replayed = Some(State::after(desk, second.path(), *now));
        }
        let replayed = replayed.unwrap();
        prop_assert_eq!((&replayed.served, &replayed.record), (&state.served, &state.record));
    }
}
