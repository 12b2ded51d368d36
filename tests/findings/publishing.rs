//! Findings that only a run over files has: K350–K352, K400–K402, K500–K503 and K505.

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot as pinned;
use kalends::diagnostic::{Style, to_text};
use kalends::publish::{Published, Publisher, Records, Settings, publish};
use kalends::render::{self, Calendars};
use kalends::store::Scan;
use tempfile::TempDir;

use crate::GOOD;

fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(directory.path().join(name), bytes).unwrap();
    }
    directory
}

fn run(directory: &Path, records: Records) -> Published {
    let settings = Settings::new(vec![directory.to_owned()], records);
    publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap()
}

/// What a run finds, with a name for the directory.
fn found(directory: &TempDir, records: Records) -> String {
    let published = run(directory.path(), records);
    let text = to_text(&published.findings, Style::Plain);
    text.replace(&directory.path().display().to_string(), "schedules")
}

/// A definition of so many sessions, each with a description of so many characters.
fn series(sessions: usize, description: usize) -> String {
    let top = GOOD.split("\n\n").next().unwrap();
    let sessions: String = (0..sessions)
        .map(|number| {
            let text = "x".repeat(description);
            format!(
                "[[session]]\nid = \"s{number}\"\ntitle = \"S\"\ndescription = \"{text}\"\n\
                 start = 2027-01-{:02}\n",
                number % 28 + 1
            )
        })
        .collect();
    format!("{top}\n{sessions}")
}

#[test]
fn a_record_that_is_not_there_is_an_error_where_none_may_be_written() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    pinned!(found(&directory, Records::Locked), @r#"
    error[K350]: there is no record `schedules/talks.lock`
    --> schedules/talks.toml
     = help: run `kalends publish` where records may be written, and commit the record

    1 error
    "#);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn a_record_behind_its_definition_is_an_error_where_none_may_be_written() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    assert_eq!(found(&directory, Records::Locked), "");
    let moved = GOOD.replace("15:00:00", "16:00:00");
    fs::write(directory.path().join("talks.toml"), moved).unwrap();
    pinned!(found(&directory, Records::Locked), @r#"
    error[K350]: the record `schedules/talks.lock` is behind the definition
    --> schedules/talks.toml
     = help: run `kalends publish` where records may be written, and commit the record

    1 error
    "#);
}

#[test]
fn a_record_without_a_definition_is_told_what_its_addresses_answer() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    fs::rename(directory.path().join("talks.toml"), directory.path().join("lectures.toml"))
        .unwrap();
    pinned!(found(&directory, Records::Pretend), @r#"
    warning[K351]: no definition for the record of `talks`
    --> schedules/talks.lock
     = note: the addresses of that series answer 410 Gone: its subscribers get nothing more
     = note: series `lectures` is new and has sessions of the same ids
     = help: if it was renamed, write `id = "talks"` into its definition
     = help: to rename it on purpose, put this record in the place of `lectures.lock`, write `id = "lectures"` under `[series]` in it, and `aliases = ["talks"]` into the definition: entries stay, and old addresses lead to the new ones
     = help: to end the series, put the definition back with `retired = true`: people are told
     = help: to forget the series, delete the record

    1 warning
    "#);
}

#[test]
fn a_record_is_no_orphan_while_a_file_that_may_be_its_definition_cannot_be_read() {
    let text = GOOD.replace("timezone", "id = \"lectures\"\ntimezone");
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    // What is written here as `id` can no longer be read, and neither can what follows it.
    let broken = text.replace("id = \"lectures\"", "id = \"lectures");
    fs::write(directory.path().join("talks.toml"), broken).unwrap();
    let text = found(&directory, Records::Pretend);
    assert!(text.contains("K001") && !text.contains("K351"), "{text}");
    let unavailable = run(directory.path(), Records::Pretend).unavailable;
    let told: Vec<_> =
        unavailable.iter().map(|series| (series.id.as_str(), series.retired)).collect();
    assert_eq!(told, [("lectures", kalends::publish::Retired::No)]);
}

/// What another pass finds after `slip` happened to the directory of a series that is served.
fn found_after(slip: impl FnOnce(&Path)) -> String {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    let path = directory.path().to_owned();
    let settings = Settings::new(vec![path.clone()], Records::Write);
    let mut publisher = Publisher::new(&settings);
    let now = "2027-01-01T09:00:00Z".parse().unwrap();
    publisher.load(now).unwrap();
    slip(&path);
    let published = publisher.reload(&Scan::Everything, now).unwrap().published;
    assert_eq!(published.series.len(), 1, "it is served as it was");
    let text = to_text(&published.findings, Style::Plain);
    text.replace(&path.display().to_string(), "schedules")
}

#[test]
fn a_record_that_goes_away_while_its_series_is_served_is_an_error() {
    let found = found_after(|path| fs::remove_file(path.join("talks.lock")).unwrap());
    pinned!(found, @r#"
    error[K352]: the record `schedules/talks.lock` is gone
    --> schedules/talks.toml
     = help: restore the record from the repository
     = help: to begin the series anew on purpose, start kalends again

    1 error
    "#);
}

#[test]
fn a_directory_that_is_suddenly_empty_is_an_error() {
    let found = found_after(|path| {
        for name in ["talks.toml", "talks.lock"] {
            fs::remove_file(path.join(name)).unwrap();
        }
    });
    pinned!(found, @r#"
    error[K500]: no file is left in `schedules`
    --> schedules
     = note: everything is served as it last was

    1 error
    "#);
}

#[test]
fn a_directory_that_goes_away_is_an_error() {
    let found = found_after(|path| fs::remove_dir_all(path).unwrap());
    pinned!(found, @r#"
    error[K500]: cannot read `schedules`: No such file or directory (os error 2) (`kalends init NAME` writes a first definition)
    --> schedules
     = note: everything is served as it last was

    1 error
    "#);
}

#[test]
fn a_calendar_that_breaks_a_rule_is_told_with_the_rule() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    let good = run(directory.path(), Records::Pretend).series.remove(0);
    let good =
        Calendars { feed: good.calendars.feed.clone(), sessions: good.calendars.sessions.clone() };
    assert!(render::check(&good).is_empty());
    let broken = Calendars { feed: good.feed.replace("SEQUENCE:0\r\n", ""), ..good };
    pinned!(to_text(&render::check(&broken), Style::Plain), @r#"
    error[K400]: the calendar breaks rule `sequence-never-falls`: no SEQUENCE in VEVENT (line 39)
     |
     = help: a defect of kalends, not of the definition: please report it, with the definition

    1 error
    "#);
}

#[test]
fn a_feed_that_google_would_not_read_is_an_error() {
    let directory = directory(&[("talks.toml", series(70, 15_000).as_bytes())]);
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K401]: the feed has 1114813 bytes; Google reads 1000000 at most
    --> schedules/talks.toml
     = help: split it into several series, or shorten the descriptions

    1 error
    "#);
}

#[test]
fn a_feed_that_google_would_not_read_in_another_language_is_an_error_too() {
    let long = "ord ".repeat(3_000);
    let mut text = GOOD
        .replace("\"Talks\"", "{ en = \"Talks\", da = \"Foredrag\" }")
        .replace("authority", "language = \"en\"\nauthority")
        .replace("\"One\"", "{ en = \"One\", da = \"Et\" }");
    for number in 0..90 {
        let day = 1 + number % 28;
        let month = 4 + number / 28;
        text += &format!(
            "\n[[session]]\nid = \"day-{number}\"\ntitle = {{ en = \"t\", da = \"d\" }}\n\
             start = 2027-{month:02}-{day:02}\ndescription = {{ en = \"short\", da = \"{long}\" }}\n",
        );
    }
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    let found = found(&directory, Records::Pretend);
    let found = found.split("error[K401]").nth(1).unwrap_or(&found);
    pinned!(found, @r#"
    : the feed has 1155231 bytes; Google reads 1000000 at most
    --> schedules/talks.toml
     = note: so it is in `da`
     = help: split it into several series, or shorten the descriptions

    1 error
    "#);
}

#[test]
fn a_feed_of_more_than_500_sessions_is_a_warning() {
    let directory = directory(&[("talks.toml", series(501, 1).as_bytes())]);
    pinned!(found(&directory, Records::Pretend), @r#"
    warning[K402]: the feed has 159090 bytes and 501 sessions; above 524288 bytes or 500 sessions some calendars fail
    --> schedules/talks.toml
     = help: split it into several series, or shorten the descriptions

    1 warning
    "#);
    assert_eq!(run(directory.path(), Records::Pretend).series.len(), 1);
}

#[test]
fn a_directory_or_pipe_named_as_a_file_does_not_keep_others_from_being_served() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    fs::create_dir(directory.path().join("folder.toml")).unwrap();
    // To open a pipe for reading waits for a writer, who never comes.
    for name in ["pipe.toml", "pipe.lock"] {
        let made = Command::new("mkfifo").arg(directory.path().join(name)).status().unwrap();
        assert!(made.success());
    }
    let _socket = UnixListener::bind(directory.path().join("socket.toml")).unwrap();
    std::os::unix::fs::symlink("/dev/null", directory.path().join("null.toml")).unwrap();
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K505]: this is a directory, not a regular file
    --> schedules/folder.toml
     = help: remove it, or put a regular file there or a link to one

    error[K505]: this is a device, not a regular file
    --> schedules/null.toml
     = help: remove it, or put a regular file there or a link to one

    error[K505]: this is a named pipe, not a regular file
    --> schedules/pipe.lock
     = help: restore the record from the repository

    error[K505]: this is a named pipe, not a regular file
    --> schedules/pipe.toml
     = help: remove it, or put a regular file there or a link to one

    error[K505]: this is a socket, not a regular file
    --> schedules/socket.toml
     = help: remove it, or put a regular file there or a link to one

    5 errors
    "#);
    assert_eq!(run(directory.path(), Records::Pretend).series.len(), 1);
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_others_from_being_served() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    std::os::unix::fs::symlink("missing", directory.path().join("link.toml")).unwrap();
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K500]: the file cannot be read: No such file or directory (os error 2)
    --> schedules/link.toml
     = help: mend the file's permissions, or the link it is

    1 error
    "#);
    assert_eq!(run(directory.path(), Records::Pretend).series.len(), 1);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let text = format!("# {}\n{GOOD}", "x".repeat(8 * 1024 * 1024));
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K501]: the file has more than 8 MiB
    --> schedules/talks.toml
     = help: split the series

    1 error
    "#);
}

#[test]
fn a_file_in_another_encoding_is_told_its_line() {
    let latin_1 = [b"title = \"Talks\"\ndescription = \"f\xfcr alle\"\n".as_slice()].concat();
    let directory = directory(&[("talks.toml", &latin_1)]);
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K502]: the file is not UTF-8 (line 2)
    --> schedules/talks.toml
     = help: save the file as UTF-8

    1 error
    "#);
}

#[test]
fn a_record_that_cannot_be_written_keeps_its_series_from_being_served() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    // A directory in the place of the temporary file: refused whoever runs the test.
    fs::create_dir(directory.path().join(".talks.lock.tmp")).unwrap();
    pinned!(found(&directory, Records::Write), @r#"
    error[K503]: cannot write `schedules/talks.lock`: remove `schedules/.talks.lock.tmp`: it is a directory, not a regular file
    --> schedules/talks.toml
     = help: look at the directory; nothing was changed

    1 error
    "#);
    assert!(run(directory.path(), Records::Write).series.is_empty());
}

#[test]
fn a_record_that_cannot_be_read_is_never_started_again() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = directory.path().join("talks.lock");
    let mut damaged = fs::read(&path).unwrap();
    damaged.push(0xff);
    fs::write(&path, &damaged).unwrap();
    for records in [Records::Write, Records::Pretend, Records::Locked] {
        let published = run(directory.path(), records);
        assert!(published.series.is_empty(), "{records:?}");
        assert_eq!(published.unavailable.len(), 1, "{records:?}");
        assert_eq!(fs::read(&path).unwrap(), damaged, "{records:?}");
    }
    pinned!(found(&directory, Records::Write), @r#"
    error[K502]: the file is not UTF-8 (line 35)
    --> schedules/talks.lock
     = help: restore the record from the repository

    1 error
    "#);
}
