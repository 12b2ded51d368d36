//! What addresses answer when sessions are cancelled, removed or renamed and series retired:
//! edits go through the production pipeline, and the snapshot is asked.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use kalends::publish::{Published, Publisher, Records, Settings, publish};
use kalends::snapshot::{Entry, Snapshot};
use kalends::store::Scan;
use tempfile::TempDir;

const TOP: &str =
    "title = \"Talks\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\n";
const PAST: &str = "[[session]]\nid = \"past\"\ntitle = \"Past\"\nstart = 2026-01-01\n";
const ONE: &str = "[[session]]\nid = \"one\"\ntitle = \"One\"\nstart = 2027-03-10\n";
const TWO: &str = "[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2027-03-11\n";
const NOW: &str = "2027-01-01T09:00:00Z";

fn run(directory: &Path, records: Records, now: &str) -> Published {
    let settings = Settings::new(vec![directory.to_owned()], records);
    publish(&settings, now.parse().unwrap()).unwrap()
}

/// Publishes each text in turn, all at once in the same second; the directory and the last state.
fn published(texts: &[String]) -> (TempDir, Snapshot) {
    let directory = tempfile::tempdir().unwrap();
    let mut last = None;
    for text in texts {
        last = Some(edit(&directory, text, NOW));
    }
    (directory, last.unwrap())
}

fn edit(directory: &TempDir, text: &str, now: &str) -> Snapshot {
    fs::write(directory.path().join("talks.toml"), text).unwrap();
    let published = run(directory.path(), Records::Write, now);
    assert!(!published.has_errors(), "{:?}", published.findings);
    published.snapshot().unwrap()
}

/// What a path answers: its calendar, where it leads, or another word.
fn answer(snapshot: &Snapshot, path: &str) -> String {
    match snapshot.find(path).as_deref() {
        Some(Entry::Resource(resource)) => String::from_utf8(resource.body().to_vec()).unwrap(),
        Some(Entry::Redirect(to)) => {
            assert!(to.is_permanent());
            format!("to {}", String::from_utf8_lossy(to.location().as_bytes()))
        }
        Some(Entry::Gone) => "gone".to_owned(),
        Some(Entry::Unavailable(_)) => "later".to_owned(),
        Some(other) => panic!("{other:?}"),
        None => "nothing".to_owned(),
    }
}

fn titles(snapshot: &Snapshot, path: &str) -> Vec<String> {
    let text = answer(snapshot, path);
    text.lines().filter_map(|line| line.strip_prefix("SUMMARY:")).map(str::to_owned).collect()
}

#[test]
fn a_series_that_removes_what_is_cancelled_says_so_at_its_own_address_only() {
    let top = format!("{TOP}on_cancel = \"remove\"\n");
    let texts = [
        format!("{top}{PAST}{ONE}{TWO}"),
        format!("{top}{PAST}{ONE}{TWO}status = \"cancelled\"\n"),
    ];
    let (directory, snapshot) = published(&texts);
    assert_eq!(titles(&snapshot, "/talks.ics"), ["Past", "One"]);
    assert_eq!(titles(&snapshot, "/talks/two.ics"), ["Cancelled: Two"]);
    let snapshot = edit(&directory, &format!("{top}{PAST}"), NOW);
    assert_eq!(titles(&snapshot, "/talks.ics"), ["Past"]);
    for (path, title) in [("one", "Cancelled: One"), ("two", "Cancelled: Two")] {
        assert_eq!(titles(&snapshot, &format!("/talks/{path}.ics")), [title]);
    }
}

#[test]
fn a_feed_never_loses_its_last_entries() {
    let top = format!("{TOP}on_cancel = \"remove\"\nstatus = \"cancelled\"\n");
    let (_directory, snapshot) =
        published(&[format!("{TOP}{ONE}{TWO}"), format!("{top}{ONE}{TWO}")]);
    assert_eq!(titles(&snapshot, "/talks.ics"), ["Cancelled: One", "Cancelled: Two"]);
}

#[test]
fn an_older_address_of_a_session_leads_to_the_one_of_today() {
    let first = format!("{TOP}{ONE}{TWO}");
    let second = first.replace("id = \"one\"", "id = \"uno\"\nwas = \"one\"");
    let third = first.replace("id = \"one\"", "id = \"eins\"\nwas = [\"one\", \"uno\"]");
    let third = third.replace("timezone", "aliases = [\"lectures\"]\ntimezone");
    let (directory, snapshot) = published(&[first, second]);
    assert_eq!(answer(&snapshot, "/talks/one.ics"), "to /talks/uno.ics");
    let before = answer(&snapshot, "/talks/uno.ics");
    assert!(before.contains("SEQUENCE:0"));
    let snapshot = edit(&directory, &third, "2027-01-02T09:00:00Z");
    for series in ["talks", "lectures"] {
        for old in ["one", "uno"] {
            assert_eq!(answer(&snapshot, &format!("/{series}/{old}.ics")), "to /talks/eins.ics");
        }
    }
    assert_eq!(answer(&snapshot, "/talks/eins.ics"), before, "not a byte differs");
    // Withdrawn, it is found at all its addresses all the same.
    let snapshot = edit(&directory, &format!("{TOP}{TWO}"), NOW);
    assert_eq!(titles(&snapshot, "/talks/eins.ics"), ["Cancelled: One"]);
    assert_eq!(answer(&snapshot, "/talks/uno.ics"), "to /talks/eins.ics");
}

#[test]
fn a_retired_series_tells_its_end_and_is_gone_a_month_later() {
    let top = format!("{TOP}aliases = [\"lectures\"]\n");
    let end = format!("{top}retired = true\n{PAST}{ONE}{TWO}was = \"deux\"\n");
    let two = format!("{TWO}was = \"deux\"\n");
    let (directory, snapshot) = published(&[format!("{top}{PAST}{ONE}{two}"), end.clone()]);
    let last = answer(&snapshot, "/talks.ics");
    assert_eq!(titles(&snapshot, "/talks.ics"), ["Past", "Cancelled: One", "Cancelled: Two"]);
    assert_eq!(titles(&snapshot, "/talks/one.ics"), ["Cancelled: One"]);
    assert_eq!(answer(&snapshot, "/talks/deux.ics"), "to /talks/two.ics");
    let snapshot = edit(&directory, &end, "2027-01-31T08:59:59Z");
    assert_eq!(answer(&snapshot, "/talks.ics"), last, "not a byte differs until then");
    // A replica that writes no record says what the record says, whatever the clock says.
    let locked = run(directory.path(), Records::Locked, "2030-01-01T00:00:00Z");
    assert_eq!(answer(&locked.snapshot().unwrap(), "/talks.ics"), last);
    let snapshot = edit(&directory, &end, "2027-01-31T09:00:00Z");
    for series in ["talks", "lectures"] {
        for rest in [".ics", "/past.ics", "/one.ics", "/two.ics", "/deux.ics"] {
            assert_eq!(answer(&snapshot, &format!("/{series}{rest}")), "gone", "{series}{rest}");
        }
    }
    let locked = run(directory.path(), Records::Locked, NOW);
    assert_eq!(answer(&locked.snapshot().unwrap(), "/talks.ics"), "gone");
    // The definition may go now; the record goes on saying so, and nobody is warned.
    fs::remove_file(directory.path().join("talks.toml")).unwrap();
    let orphaned = run(directory.path(), Records::Write, NOW);
    assert!(orphaned.findings.is_empty(), "{:?}", orphaned.findings);
    assert_eq!(answer(&orphaned.snapshot().unwrap(), "/talks/deux.ics"), "gone");
}

#[test]
fn a_series_that_is_refused_answers_later_at_all_its_addresses() {
    let first = format!("{TOP}aliases = [\"lectures\"]\n{ONE}{TWO}");
    let (directory, _) = published(&[first.replace("id = \"one\"", "id = \"one\"\nwas = \"uno\"")]);
    let removed = format!("{TOP}aliases = [\"lectures\"]\n{PAST}");
    fs::write(directory.path().join("talks.toml"), removed).unwrap();
    let refused = run(directory.path(), Records::Write, NOW);
    assert!(refused.has_errors());
    let snapshot = refused.snapshot().unwrap();
    for series in ["talks", "lectures"] {
        for rest in [".ics", "/one.ics", "/uno.ics"] {
            assert_eq!(answer(&snapshot, &format!("/{series}{rest}")), "later", "{series}{rest}");
        }
    }
}

#[test]
fn a_running_service_notices_that_a_time_is_over() {
    let (directory, _) =
        published(&[format!("{TOP}{PAST}{ONE}{TWO}"), format!("{TOP}{PAST}{ONE}")]);
    let settings = Settings::new(vec![directory.path().to_owned()], Records::Write);
    let mut publisher = Publisher::new(&settings);
    let loaded = publisher.load(NOW.parse().unwrap()).unwrap().snapshot().unwrap();
    assert_eq!(titles(&loaded, "/talks.ics").len(), 3);
    // The tombstone of 11 March is due 30 days after that day is over everywhere.
    let mut look = |now: &str| publisher.reload(&Scan::Everything, now.parse().unwrap());
    assert!(look("2027-04-11T09:00:00Z").is_none());
    let later = look("2027-04-12T13:00:00Z").unwrap();
    let snapshot = later.published.snapshot().unwrap();
    assert_eq!(titles(&snapshot, "/talks.ics"), ["Past", "One"]);
    assert!(answer(&snapshot, "/talks/two.ics").contains("STATUS:CANCELLED"));
    assert!(look("2027-04-12T13:00:00Z").is_none());
}

#[test]
fn a_running_service_ends_a_retired_series() {
    let ended = format!("{TOP}retired = true\naliases = [\"older\"]\n{PAST}{ONE}");
    let (directory, _) = published(&[format!("{TOP}{PAST}{ONE}"), ended]);
    let settings = Settings::new(vec![directory.path().to_owned()], Records::Write);
    let mut publisher = Publisher::new(&settings);
    let loaded = publisher.load(NOW.parse().unwrap()).unwrap();
    assert_eq!(titles(&loaded.snapshot().unwrap(), "/talks.ics").len(), 2);
    let ended =
        publisher.reload(&Scan::Everything, "2027-02-01T09:00:00Z".parse().unwrap()).unwrap();
    let news: Vec<String> = ended.changes.iter().map(ToString::to_string).collect();
    assert_eq!(news, ["series `talks`: no longer served"]);
    let snapshot = ended.published.snapshot().unwrap();
    for path in ["/talks.ics", "/talks/one.ics", "/older.ics", "/older/one.ics"] {
        assert_eq!(answer(&snapshot, path), "gone", "{path}");
    }
}
