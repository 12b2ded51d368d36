//! Reach of a series survives reloads, and reloads are counted by outcome.

use std::fs;
use std::path::Path;

use kalends::clock::now;
use kalends::publish::{Publisher, Records, Reloader, Settings, WithoutDefinition, publish};
use kalends::snapshot::{Entry, Outcome, SeriesReach, Shared, Snapshot};
use kalends::store::Scan;

use crate::reload::desk::{publisher, talk};

fn write(directory: &Path, name: &str, hour: u32) {
    fs::write(directory.join(format!("{name}.toml")), talk(name, hour)).unwrap();
}

fn reach(snapshot: &Snapshot) -> SeriesReach {
    match snapshot.get("/talk-one/reach") {
        Some(Entry::Reach(reach)) => reach.clone(),
        other => panic!("{other:?}"),
    }
}

fn reload(publisher: &mut Publisher) -> Snapshot {
    let reloaded = publisher.reload(&Scan::Everything, now()).unwrap();
    reloaded.published.snapshot().unwrap()
}

#[test]
fn counters_go_on_when_their_series_changes() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "talk-one", 14);
    write(directory.path(), "talk-two", 14);
    let (mut publisher, loaded) = publisher(directory.path());
    let before = reach(&loaded.snapshot().unwrap());
    before.reach().fetched_feed(0, before.published(), 7);
    assert_eq!(before.is_current(&before.reach().of(0)), Some(true));
    write(directory.path(), "talk-two", 15);
    assert_eq!(reach(&reload(&mut publisher)).reach().of(0), before.reach().of(0));
    write(directory.path(), "talk-one", 15);
    let snapshot = reload(&mut publisher);
    let after = reach(&snapshot);
    assert!(after.published() > before.published());
    assert_eq!(after.reach().of(0), before.reach().of(0));
    assert_eq!(after.is_current(&after.reach().of(0)), Some(false), "it has the one before");
    // A request answered from the old snapshot is counted in the new one.
    before.reach().fetched_feed(0, after.published(), 8);
    assert_eq!(after.reach().of(0).requests, 2);
    assert_eq!(snapshot.reaches().count(), 2);
}

#[test]
fn counters_are_kept_while_a_series_is_broken_and_dropped_with_it() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "talk-one", 14);
    write(directory.path(), "talk-two", 14);
    let (mut publisher, loaded) = publisher(directory.path());
    let first = reach(&loaded.snapshot().unwrap());
    first.reach().fetched_feed(0, first.published(), 7);
    let path = directory.path().join("talk-one.toml");
    fs::write(&path, "title = 1").unwrap();
    assert_eq!(reach(&reload(&mut publisher)).reach().of(0).requests, 1);
    write(directory.path(), "talk-one", 15);
    assert_eq!(reach(&reload(&mut publisher)).reach().of(0).requests, 1);
    fs::remove_file(&path).unwrap();
    assert_eq!(reach(&reload(&mut publisher)).reach().of(0).requests, 1, "it is served as it was");
    let settings = Settings {
        without_definition: WithoutDefinition::Ended,
        ..Settings::new(vec![directory.path().to_owned()], Records::Write)
    };
    publish(&settings, now()).unwrap();
    let without = reload(&mut publisher);
    assert!(matches!(without.get("/talk-one/reach"), Some(Entry::Gone)));
    assert_eq!(without.reaches().count(), 1);
    write(directory.path(), "talk-one", 15);
    assert_eq!(reach(&reload(&mut publisher)).reach().of(0).requests, 0);
}

#[test]
fn what_becomes_of_each_look_is_counted() {
    let directory = tempfile::tempdir().unwrap();
    let schedules = directory.path().join("schedules");
    fs::create_dir(&schedules).unwrap();
    write(&schedules, "talk-one", 14);
    let (publisher, loaded) = publisher(&schedules);
    let shared = Shared::new(loaded.snapshot().unwrap());
    let mut reloader = Reloader::new(publisher, &loaded, &shared);
    let mut look = || {
        reloader.pass(&Scan::Everything);
        Outcome::ALL.map(|outcome| shared.progress().count(outcome))
    };
    // Published, kept, failed, unchanged, panicked.
    assert_eq!(look(), [0, 0, 0, 1, 0]);
    assert_eq!(shared.progress().served_since(), None);
    write(&schedules, "talk-one", 15);
    assert_eq!(look(), [1, 0, 0, 1, 0]);
    let since = shared.progress().served_since().unwrap();
    assert!(since.abs_diff(kalends::clock::unix_seconds()) < 60);
    fs::write(schedules.join("talk-one.toml"), "title = 1").unwrap();
    assert_eq!(look(), [1, 1, 0, 1, 0]);
    fs::rename(&schedules, directory.path().join("away")).unwrap();
    assert_eq!(look(), [1, 1, 1, 1, 0]);
    assert_eq!(look(), [1, 1, 2, 1, 0], "as long as it lasts");
}
