//! Single passes: the work they repeat, and the work they skip.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use kalends::clock::now;
use kalends::publish::{Publisher, Records, Reloaded, Settings};
use kalends::snapshot::{Entry, Snapshot};
use kalends::store::{FileEvents, LockWait, Scan, Watch, WatchSettings};
use tempfile::TempDir;

use crate::reload::desk::{publisher, talk};

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
    let news: Vec<String> = reloaded.changes.iter().map(ToString::to_string).collect();
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
    assert_eq!(look(&mut publisher).unwrap().changes, []);
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
        events: FileEvents::Listen,
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
    // Blocks the temporary file for every user.
    let obstacle = directory.path().join(".talk-one.lock.tmp");
    fs::create_dir(&obstacle).unwrap();
    edit(directory.path(), 15);
    let failed = look(&mut publisher).unwrap();
    assert_eq!(failed.published.findings[0].code().id, "K503");
    assert_eq!((failed.changes.len(), failed.published.series.len()), (0, 2));
    fs::remove_dir(&obstacle).unwrap();
    let mended = look(&mut publisher).unwrap();
    assert!(mended.published.findings.is_empty());
    assert_eq!(mended.changes.len(), 1);
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
    let news: Vec<String> = reloaded.changes.iter().map(ToString::to_string).collect();
    assert_eq!(news, ["series `talk-two`: `opening` changed"]);
    assert_eq!(reloaded.published.kept.len(), 2, "as they last were");

    let begun = Instant::now();
    assert_eq!(codes(&look(&mut publisher).unwrap()), ["K504", "K504"]);
    assert!(begun.elapsed() < LockWait::LONGEST / 2, "it waited again: {:?}", begun.elapsed());
    drop(locks);
    let mended = look(&mut publisher).unwrap();
    assert_eq!((mended.changes.len(), mended.published.findings.len()), (2, 0));
    assert!(look(&mut publisher).is_none());
}

const MORNING: &str = "2027-01-01T09:00:00Z";

/// The text of three sessions, or of the first few of them, as a stalled upload has it.
fn talks(sessions: usize) -> String {
    let session = |number: usize| {
        format!(
            "\n[[session]]\nid = \"s{number}\"\ntitle = \"S\"\nstart = 2027-09-2{number}T10:00:00\n"
        )
    };
    let (head, _) = talk("talk-one", 14).split_once("\n[[session]]").map(owned).unwrap();
    head + &(0..sessions).map(session).collect::<String>()
}

fn owned((head, tail): (&str, &str)) -> (String, String) {
    (head.to_owned(), tail.to_owned())
}

/// A publisher that waits five seconds for files to settle.
fn patient(directory: &Path) -> Publisher {
    let settings = Settings {
        settle: SignedDuration::from_secs(5),
        ..Settings::new(vec![directory.to_owned()], Records::Write)
    };
    let mut publisher = Publisher::new(&settings);
    publisher.load(MORNING.parse().unwrap()).unwrap();
    publisher
}

fn after(seconds: i64) -> Timestamp {
    MORNING.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
}

#[test]
fn what_cancels_sessions_waits_until_its_file_has_settled() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("talk-one.toml");
    fs::write(&path, talks(3)).unwrap();
    let mut publisher = patient(directory.path());
    let record = || fs::read_to_string(directory.path().join("talk-one.lock")).unwrap();
    let before = record();
    let mut look = |scan: Scan, seconds| publisher.reload(&scan, after(seconds));

    fs::write(&path, talks(2)).unwrap();
    let waits = look(Scan::Everything, 10).unwrap();
    let found = &waits.published.findings;
    assert_eq!((found.len(), found[0].code().id), (1, "K357"));
    assert_eq!((waits.changes.len(), waits.published.series.len()), (0, 1));
    assert!(look(Scan::Everything, 14).is_none(), "it waits still");
    // The rest of the upload arrives, and nothing was cancelled.
    fs::write(&path, talks(3)).unwrap();
    let whole = look(Scan::Everything, 14).unwrap();
    assert_eq!((whole.published.findings.len(), whole.changes.len()), (0, 0));
    assert_eq!(record(), before);

    // A change begins the wait anew.
    fs::write(&path, talks(2)).unwrap();
    look(Scan::Everything, 20).unwrap();
    fs::write(&path, talks(2) + "# a remark\n").unwrap();
    look(Scan::Everything, 23).unwrap();
    assert!(look(Scan::Everything, 27).is_none());
    let settled = look(Scan::Everything, 28).unwrap();
    assert_eq!(settled.changes.len(), 1);
    assert!(settled.published.findings.is_empty() && record().contains("withdrawn"));
}

#[test]
fn what_cancels_nothing_and_what_is_asked_for_does_not_wait() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("talk-one.toml");
    fs::write(&path, talks(2)).unwrap();
    let mut publisher = patient(directory.path());
    fs::write(&path, talks(3).replace("T10", "T11")).unwrap();
    assert_eq!(publisher.reload(&Scan::Everything, after(10)).unwrap().changes.len(), 1);
    fs::write(&path, talks(2)).unwrap();
    assert_eq!(publisher.reload(&Scan::Everything, after(20)).unwrap().changes.len(), 0);
    assert_eq!(publisher.reload(&Scan::Requested, after(21)).unwrap().changes.len(), 1);
    // So does what a run finds when it begins.
    fs::write(&path, talks(1)).unwrap();
    let published = Publisher::new(&Settings {
        settle: SignedDuration::from_secs(5),
        ..Settings::new(vec![directory.path().to_owned()], Records::Write)
    })
    .load(after(30))
    .unwrap();
    assert!(published.findings.is_empty());
    assert_eq!(published.editions().next().unwrap().changes.sessions.len(), 1);
}
