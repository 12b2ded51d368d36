//! One pass at a time: what it does again and, more, what it does not.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kalends::clock::now;
use kalends::publish::{Publisher, Reloaded};
use kalends::snapshot::{Entry, Snapshot};
use kalends::store::{Events, LockWait, Scan, Watch, WatchSettings};
use tempfile::TempDir;

use crate::desk::{publisher, talk};

fn directory() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for name in ["talk-one", "talk-two"] {
        fs::write(directory.path().join(format!("{name}.toml")), talk(name, 14)).unwrap();
    }
    directory
}

fn edit(directory: &Path, hour: u32) -> PathBuf {
    let path = directory.join("talk-one.toml");
    fs::write(&path, talk("talk-one", hour)).unwrap();
    path
}

fn look(publisher: &mut Publisher) -> Option<Reloaded> {
    publisher.reload(&Scan::Everything, now())
}

#[test]
fn a_pass_brings_up_what_changed_and_shares_the_rest() {
    let directory = directory();
    let (mut publisher, loaded) = publisher(directory.path());
    let before = loaded.snapshot().unwrap();
    let path = edit(directory.path(), 15);
    let reloaded = publisher.reload(&Scan::Paths([path].into()), now()).unwrap();
    let same =
        |number: usize| Arc::ptr_eq(&loaded.series[number], &reloaded.published.series[number]);
    assert_eq!((same(0), same(1)), (false, true));
    let after = reloaded.published.snapshot().unwrap();
    let entry = |snapshot: &Snapshot, path| -> *const Entry { snapshot.get(path).unwrap() };
    for (path, shared) in
        [("/talk-one.ics", false), ("/talk-two.ics", true), ("/talk-two/opening.ics", true)]
    {
        assert_eq!(entry(&before, path) == entry(&after, path), shared, "{path}");
    }
    let news: Vec<String> = reloaded.news.iter().map(ToString::to_string).collect();
    assert_eq!(news, ["series `talk-one`: `opening` changed"]);
}

#[test]
fn a_file_that_is_only_touched_or_reformatted_is_no_news() {
    let directory = directory();
    let (mut publisher, _) = publisher(directory.path());
    edit(directory.path(), 14);
    assert!(look(&mut publisher).is_none());
    fs::write(directory.path().join("talk-one.toml"), talk("talk-one", 14) + "\n# a remark\n")
        .unwrap();
    assert_eq!(look(&mut publisher).unwrap().news, []);
}

#[test]
fn records_that_it_writes_itself_call_for_no_other_pass() {
    let directory = directory();
    let (mut publisher, _) = publisher(directory.path());
    assert!(look(&mut publisher).is_none(), "the records of the load");
    edit(directory.path(), 15);
    assert!(look(&mut publisher).is_some());
    assert!(look(&mut publisher).is_none(), "the record of the edit");
    let record = directory.path().join("talk-one.lock");
    assert!(publisher.reload(&Scan::Paths([record].into()), now()).is_none());
}

#[test]
fn its_own_reading_is_no_event() {
    let directory = directory();
    let mut watch = Watch::new(WatchSettings {
        paths: vec![directory.path().to_owned()],
        events: Events::Listen,
        poll_interval: Some(Duration::from_secs(1)),
    });
    publisher(directory.path());
    let records = ["talk-one.lock", "talk-two.lock"].map(|name| directory.path().join(name));
    assert_eq!(watch.next_scan(), Some(Scan::Paths(records.into())), "what it wrote");
    // The records are there; now it only reads, and the poll comes first.
    publisher(directory.path());
    assert_eq!(watch.next_scan(), Some(Scan::Everything));
}

#[test]
fn a_record_that_could_not_be_written_is_tried_again_at_the_next_look() {
    let directory = directory();
    let (mut publisher, _) = publisher(directory.path());
    // Something in the way of the temporary file, whoever runs the test.
    let obstacle = directory.path().join(".talk-one.lock.tmp");
    fs::create_dir(&obstacle).unwrap();
    edit(directory.path(), 15);
    let failed = look(&mut publisher).unwrap();
    assert_eq!(failed.published.findings[0].code().id, "K503");
    assert_eq!((failed.news.len(), failed.published.series.len()), (0, 2));
    fs::remove_dir(&obstacle).unwrap();
    let mended = look(&mut publisher).unwrap();
    assert!(mended.published.findings.is_empty());
    assert_eq!(mended.news.len(), 1);
    assert!(look(&mut publisher).is_none());
}

#[test]
fn locked_records_delay_the_others_once_and_are_tried_again_at_the_next_look() {
    let directory = directory();
    fs::write(directory.path().join("talk-three.toml"), talk("talk-three", 14)).unwrap();
    let (mut publisher, _) = publisher(directory.path());
    let locks: Vec<File> = ["talk-one", "talk-three"]
        .map(|name| {
            let lock = directory.path().join(format!(".{name}.lock.tmp"));
            let lock = File::create(lock).unwrap();
            // As a process holds it that was stopped while it wrote.
            lock.lock().unwrap();
            lock
        })
        .into();
    for name in ["talk-one", "talk-two", "talk-three"] {
        fs::write(directory.path().join(format!("{name}.toml")), talk(name, 15)).unwrap();
    }
    let begun = Instant::now();
    let reloaded = look(&mut publisher).unwrap();
    let codes = |reloaded: &Reloaded| -> Vec<&str> {
        reloaded.published.findings.iter().map(|finding| finding.code().id).collect()
    };
    assert_eq!(codes(&reloaded), ["K504", "K504"]);
    // Twice as long, if each was waited for.
    assert!(begun.elapsed() < LockWait::LONGEST * 3 / 2, "{:?}", begun.elapsed());
    let news: Vec<String> = reloaded.news.iter().map(ToString::to_string).collect();
    assert_eq!(news, ["series `talk-two`: `opening` changed"]);
    assert_eq!(reloaded.published.kept.len(), 2, "as they last were");

    let begun = Instant::now();
    assert_eq!(codes(&look(&mut publisher).unwrap()), ["K504", "K504"]);
    assert!(begun.elapsed() < LockWait::LONGEST / 2, "it waited again: {:?}", begun.elapsed());
    drop(locks);
    let mended = look(&mut publisher).unwrap();
    assert_eq!((mended.news.len(), mended.published.findings.len()), (2, 0));
    assert!(look(&mut publisher).is_none());
}
