//! 500 publications, each killed at another point.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::histories::desk::{Desk, Edit, Numbers};
use crate::histories::watch::{Watch, kalends};

const CYCLES: usize = 500;

#[test]
fn a_publication_killed_at_any_point_leaves_a_whole_record_that_goes_on_counting() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    let (mut desk, mut watch, mut numbers) = (Desk::new(), Watch::default(), Numbers(2027));
    desk.save(path);
    let started = Instant::now();
    assert!(kalends(path, &["publish"]).output().unwrap().status.success());
    let usual = started.elapsed();
    assert!(watch.look(path));
    let temporary = path.join(".talks.lock.tmp");
    let (mut killed, mut written, mut torn) = (0, 0, 0);
    for cycle in 1..=CYCLES {
        desk.apply(&Edit::of(numbers.next()));
        desk.issue = cycle;
        desk.save(path);
        let left_over = marks(&temporary);
        let mut command = kalends(path, &["publish"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Every other one is killed while it writes, the rest anywhere.
        let after = usual * u32::try_from(numbers.next() % 120).unwrap() / 100;
        let deadline = Instant::now() + if cycle % 2 == 0 { after } else { 20 * usual };
        let is_writing = || cycle % 2 == 1 && ![None, left_over].contains(&marks(&temporary));
        while Instant::now() < deadline && !is_writing() && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_micros(20));
        }
        // Anywhere in the write, which ends with two synchronisations of the disk.
        thread::sleep(Duration::from_micros(numbers.next() % 4_000));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        torn += usize::from(![None, left_over].contains(&marks(&temporary)));
        written += usize::from(watch.look(path));
        if cycle % 50 == 0 {
            let output = kalends(path, &["publish"]).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            watch.look(path);
            assert_eq!(watch.issue(), cycle);
            assert!(
                kalends(path, &["check", "--locked"]).arg(path).output().unwrap().status.success()
            );
            assert!(!temporary.exists(), "what was left over is used up");
        }
    }
    println!("of {CYCLES}: {killed} killed before they ended, {torn} of them while writing");
    // Otherwise nothing was shown.
    assert!(killed > CYCLES / 4, "only {killed} were killed before they ended");
    assert!(written > CYCLES / 10 && torn > 0, "{written} had written, {torn} were writing");
}

/// Metadata that shows whether a file was written.
fn marks(path: &Path) -> Option<(SystemTime, u64)> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.ino()))
}
