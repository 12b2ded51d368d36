//! Tests of writing records.

use super::*;

fn series() -> SeriesId {
    SeriesId::parse("some-series").expect("valid")
}

fn write(directory: &Path, before: Option<&str>, text: &str) -> Result<(), WriteError> {
    let record = NewRecord { series: &series(), before, text };
    match write_record(directory, record, &LockWait::new())? {
        WriteOutcome::Durable => Ok(()),
        volatile @ WriteOutcome::Volatile { .. } => panic!("{volatile:?}"),
    }
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(directory)
        .expect("listed")
        .map(|entry| entry.expect("entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

#[test]
fn who_comes_second_writes_nothing() {
    let directory = tempfile::tempdir().expect("directory");
    write(directory.path(), None, "one\n").expect("written");
    for before in [None, Some("zero\n"), Some("one")] {
        let error = write(directory.path(), before, "two\n").expect_err("overtaken");
        assert!(matches!(error, WriteError::Overtaken { .. }), "{error}");
    }
    let path = directory.path().join("some-series.lock");
    assert_eq!(fs::read_to_string(&path).expect("read"), "one\n");
    fs::remove_file(&path).expect("removed");
    write(directory.path(), Some("one\n"), "two\n").expect_err("it was removed meanwhile");
    assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 0);
}

#[test]
fn of_many_at_once_every_one_that_succeeds_has_seen_the_last() {
    let directory = tempfile::tempdir().expect("directory");
    let path = directory.path().join("some-series.lock");
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (directory, path) = (directory.path().to_owned(), path.clone());
            std::thread::spawn(move || {
                let mut done = 0;
                while done < 25 {
                    let before = fs::read_to_string(&path).ok();
                    let count: u32 =
                        before.as_deref().map_or(0, |text| text.parse().expect("whole"));
                    let text = (count + 1).to_string();
                    done += u32::from(write(&directory, before.as_deref(), &text).is_ok());
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("no panic");
    }
    assert_eq!(fs::read_to_string(&path).expect("read"), "100");
    assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "a left-over");
}

#[test]
fn a_record_is_replaced_whole_and_leaves_nothing_behind() {
    let directory = tempfile::tempdir().expect("directory");
    fs::write(directory.path().join(".some-series.lock.tmp"), "left by a killed process")
        .expect("left");
    write(directory.path(), None, "one\n").expect("written");
    write(directory.path(), Some("one\n"), "two\n").expect("written");
    assert_eq!(names(directory.path()), ["some-series.lock"]);
    let text = fs::read_to_string(directory.path().join("some-series.lock")).expect("read");
    assert_eq!(text, "two\n");
}

#[test]
fn a_replaced_record_keeps_its_mode_and_owner() {
    let directory = tempfile::tempdir().expect("directory");
    let path = directory.path().join("some-series.lock");
    write(directory.path(), None, "one\n").expect("written");
    let fresh = directory.path().join("fresh");
    fs::write(&fresh, "").expect("written");
    let mode = |path: &Path| fs::metadata(path).expect("there").mode() & 0o7777;
    assert_eq!(mode(&path), mode(&fresh), "a new record has the mode of any new file");
    let mut before = "one\n".to_owned();
    for wanted in [0o600, 0o664, 0o640, 0o444] {
        fs::set_permissions(&path, Permissions::from_mode(wanted)).expect("changed");
        // A left-over file has another mode.
        let left = directory.path().join(".some-series.lock.tmp");
        fs::write(&left, "left").expect("written");
        let text = format!("{wanted}\n");
        write(directory.path(), Some(&before), &text).expect("written");
        assert_eq!(mode(&path), wanted);
        before = text;
    }
    // Only root may change owners.
    if fchown_as_root(&path) {
        fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("changed");
        write(directory.path(), Some(&before), "last\n").expect("written");
        let metadata = fs::metadata(&path).expect("there");
        assert_eq!((metadata.uid(), metadata.gid()), (4711, 4712));
        assert_eq!(mode(&path), 0o640);
    }
}

fn fchown_as_root(path: &Path) -> bool {
    std::os::unix::fs::chown(path, Some(4711), Some(4712)).is_ok()
}

#[test]
fn a_record_that_is_a_link_stays_one() {
    let home = tempfile::tempdir().expect("directory");
    let [schedules, data] = ["schedules", "data"].map(|name| home.path().join(name));
    for directory in [&schedules, &data] {
        fs::create_dir(directory).expect("made");
    }
    let (link, target) = (schedules.join("some-series.lock"), data.join("records-of-it"));
    fs::write(&target, "one\n").expect("written");
    std::os::unix::fs::symlink("../data/between", &link).expect("linked");
    std::os::unix::fs::symlink("records-of-it", data.join("between")).expect("linked");
    write(&schedules, Some("one\n"), "two\n").expect("written");
    assert_eq!(fs::read_link(&link).expect("a link"), Path::new("../data/between"));
    assert_eq!(fs::read_to_string(&target).expect("read"), "two\n");
    assert_eq!(names(&schedules), ["some-series.lock"]);
    assert_eq!(names(&data), ["between", "records-of-it"]);
    assert!(matches!(write(&schedules, Some("one\n"), "x"), Err(WriteError::Overtaken { .. })));
    fs::remove_file(&target).expect("removed");
    assert!(matches!(write(&schedules, None, "x"), Err(WriteError::Refused { .. })));
    assert_eq!((names(&schedules).len(), names(&data)), (1, vec!["between".to_owned()]));
}

#[test]
fn a_lock_that_is_not_let_go_is_given_up_and_left_alone() {
    let directory = tempfile::tempdir().expect("directory");
    let lock = directory.path().join(".some-series.lock.tmp");
    let holder = File::create(&lock).expect("made");
    holder.lock().expect("locked");
    let (series, before) = (series(), None);
    let record = NewRecord { series: &series, before, text: "one\n" };
    let wait = LockWait::of(Duration::from_millis(30));
    let error = write_record(directory.path(), record, &wait).expect_err("locked");
    assert!(matches!(error, WriteError::Locked { .. }), "{error}");
    assert!(!wait.pause(Duration::from_millis(1)), "the time is used up");
    assert_eq!(names(directory.path()), [".some-series.lock.tmp"]);
    drop(holder);
    write(directory.path(), None, "one\n").expect("written");
}

#[test]
fn what_is_no_temporary_file_of_ours_is_neither_opened_nor_followed() {
    let directory = tempfile::tempdir().expect("directory");
    let path = directory.path().join(".some-series.lock.tmp");
    let precious = directory.path().join("precious");
    fs::write(&precious, "kept").expect("written");
    std::os::unix::fs::symlink("precious", &path).expect("linked");
    let error = write(directory.path(), None, "one\n").expect_err("a link");
    assert!(error.to_string().contains("lock.tmp`: it is a link, not a regular file"), "{error}");
    assert_eq!(fs::read_to_string(&precious).expect("read"), "kept");
    fs::remove_file(&path).expect("removed");
    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("run");
    assert!(made.success());
    let error = write(directory.path(), None, "one\n").expect_err("a pipe");
    assert!(error.to_string().contains("lock.tmp`: it is a named pipe"), "{error}");
}

#[test]
fn a_record_whose_directory_cannot_be_synchronised_is_written_and_said_to_be() {
    let directory = tempfile::tempdir().expect("directory");
    let path = directory.path().join("some-series.lock");
    write(directory.path(), None, "one\n").expect("written");
    let series = series();
    let record = NewRecord { series: &series, before: Some("one\n"), text: "two\n" };
    let written =
        write_with(&directory.path().join("some-series.lock"), record, &LockWait::new(), |_| {
            Err(ErrorKind::StorageFull.into())
        });
    let finding = written.expect("written").finding().expect("a warning");
    assert_eq!(finding.code(), &codes::NOT_DURABLE);
    let headline = finding.headline();
    assert!(headline.contains("was written, but may not survive a power failure"), "{headline}");
    assert_eq!(fs::read_to_string(&path).expect("read"), "two\n");
    assert_eq!(names(directory.path()), ["some-series.lock"]);
}

#[test]
fn what_the_file_system_refuses_is_said_plainly() {
    let directory = tempfile::tempdir().expect("directory");
    // A directory in the record's place makes the rename fail for every user.
    fs::create_dir_all(directory.path().join("some-series.lock/x")).expect("made");
    let error = write(directory.path(), None, "one\n").expect_err("refused");
    assert!(error.to_string().contains("some-series.lock`: "), "{error}");
    assert_eq!(fs::read_dir(directory.path()).expect("listed").count(), 1, "a left-over");
    let plain = |kind: ErrorKind| {
        let error = WriteError::Refused { path: "x.lock".into(), source: kind.into() };
        (error.to_string(), error.finding().helps()[0].clone())
    };
    assert_eq!(plain(ErrorKind::StorageFull).0, "cannot write `x.lock`: the disk is full");
    assert_eq!(plain(ErrorKind::StorageFull).1, "free space on the disk");
    assert_eq!(
        plain(ErrorKind::ReadOnlyFilesystem).0,
        "cannot write `x.lock`: the file system is read-only"
    );
}
