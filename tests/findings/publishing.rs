//! Findings that only a run over files has: K350–K359, K400–K402, K500–K503, K505, K507 and
//! K508.

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot as pinned;
use jiff::SignedDuration;
use kalends::diagnostic::{Style, to_text};
use kalends::publish::{
    Published, Publisher, Records, Retired, Settings, WithoutDefinition, publish,
};
use kalends::render;
use kalends::store::Scan;
use tempfile::TempDir;

use crate::findings::GOOD;

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
    error[K350]: the record `schedules/talks.lock` is missing
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
fn a_definition_that_is_gone_is_an_error_with_every_way_on() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    fs::remove_file(directory.path().join("talks.toml")).unwrap();
    for records in [Records::Write, Records::Locked] {
        let run = run(directory.path(), records);
        let told: Vec<_> =
            run.unavailable.iter().map(|one| (one.id.as_str(), one.retired)).collect();
        assert_eq!(told, [("talks", Retired::No)], "{records:?}");
    }
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K351]: the definition of `talks` is gone
    --> schedules/talks.lock
     = note: 1 session is to come; until this is settled, its addresses answer 503
     = help: put it back: `talks.toml`, or a file of another name with `id = "talks"`
     = help: to end the series, put it back with `retired = true`: subscribers see upcoming sessions as cancelled
     = help: to end it without a definition, run `kalends publish --allow-mass-removal`: its addresses answer 410 Gone, and subscribers get no further notice

    1 error
    "#);
}

#[test]
fn a_definition_that_looks_renamed_is_told_the_line_to_write() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = |name: &str| directory.path().join(name);
    fs::rename(path("talks.toml"), path("lectures.toml")).unwrap();
    pinned!(found(&directory, Records::Write), @r#"
    error[K355]: series `lectures` is new and has the sessions of `schedules/talks.lock`, which has lost its definition
    --> schedules/lectures.toml
     = note: a record of its own would begin at SEQUENCE 0, and who has `talks` would get nothing more; nothing was written
     = help: if the file was renamed, write `id = "talks"` into it
     = help: to rename the series on purpose, run `kalends rename talks lectures`
     = help: if `lectures` is another series, put the definition of `talks` back, with `retired = true` if that is to end, or end it with `kalends publish --allow-mass-removal`

    error[K351]: the definition of `talks` is gone
    --> schedules/talks.lock
     = note: 1 session is to come; until this is settled, its addresses answer 503
     = note: `schedules/lectures.toml` is new and has its sessions
     = help: if the file was renamed, write `id = "talks"` into it
     = help: to rename the series on purpose, run `kalends rename talks lectures`
     = help: to end the series, put it back with `retired = true`: subscribers see upcoming sessions as cancelled
     = help: to end it without a definition, run `kalends publish --allow-mass-removal`: its addresses answer 410 Gone, and subscribers get no further notice

    2 errors
    "#);
    assert!(!path("lectures.lock").exists());
    // Its sessions are known by their ids, and by their titles and times.
    let others = GOOD.replace("id = \"one\"", "id = \"first\"");
    fs::write(path("lectures.toml"), &others).unwrap();
    assert!(found(&directory, Records::Write).contains("K355"));
    fs::write(path("lectures.toml"), others.replace("T14", "T13")).unwrap();
    let found_again = found(&directory, Records::Write);
    assert!(!found_again.contains("K355") && found_again.contains("K351"), "{found_again}");
}

#[test]
fn a_record_that_is_called_otherwise_belongs_to_the_series_that_it_names() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = |name: &str| directory.path().join(name);
    let record = fs::read(path("talks.lock")).unwrap();
    fs::rename(path("talks.lock"), path("autumn.lock")).unwrap();
    for records in [Records::Pretend, Records::Locked] {
        let published = run(directory.path(), records);
        assert!(
            published.editions().next().unwrap().changes.sessions.is_empty()
                && published.unavailable.is_empty()
        );
    }
    pinned!(found(&directory, Records::Locked), @r#"
    warning[K356]: the record of `talks` is called `schedules/autumn.lock`
    --> schedules/talks.toml
     = note: a record belongs to the series that it names: it is used where it is
     = help: `kalends publish` moves it to `schedules/talks.lock`, if nothing else is there

    1 warning
    "#);
    pinned!(found(&directory, Records::Write), @r#"
    warning[K356]: the record of `talks` was called `schedules/autumn.lock`
    --> schedules/talks.lock
     = note: it was moved to `schedules/talks.lock`, where the record of `talks` belongs
     = help: commit both: the removed file and the new file

    1 warning
    "#);
    assert_eq!(fs::read(path("talks.lock")).unwrap(), record);
    assert!(!path("autumn.lock").exists());
    assert_eq!(found(&directory, Records::Write), "");
}

#[test]
fn records_that_changed_their_names_with_each_other_go_on_where_they_are() {
    let other = GOOD.replace("\"Talks\"", "\"Walks\"");
    let directory = directory(&[("talks.toml", GOOD.as_bytes()), ("walks.toml", other.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = |name: &str| directory.path().join(name);
    for (from, to) in [("talks", "aside"), ("walks", "talks"), ("aside", "walks")] {
        fs::rename(path(&format!("{from}.lock")), path(&format!("{to}.lock"))).unwrap();
    }
    let later = GOOD.replace("14:00", "13:00");
    fs::write(path("talks.toml"), later).unwrap();
    let published = run(directory.path(), Records::Write);
    let codes: Vec<_> = published.findings.iter().map(|found| found.code().id).collect();
    assert_eq!(codes, ["K356", "K356"]);
    assert_eq!(published.editions().next().unwrap().changes.sessions[0].new_sequence, 1);
    assert!(fs::read_to_string(path("walks.lock")).unwrap().contains("sequence = 1"));
    // Where one makes room, the other is moved as well.
    fs::rename(path("walks.lock"), path("aside.lock")).unwrap();
    run(directory.path(), Records::Write);
    assert_eq!(found(&directory, Records::Write), "");
    assert!(fs::read_to_string(path("talks.lock")).unwrap().contains("sequence = 1"));
}

#[test]
fn several_records_of_one_series_are_an_error_and_none_is_written() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = |name: &str| directory.path().join(name);
    fs::copy(path("talks.lock"), path("old.lock")).unwrap();
    fs::write(path("talks.toml"), GOOD.replace("14:00", "13:00")).unwrap();
    let before = fs::read(path("talks.lock")).unwrap();
    pinned!(found(&directory, Records::Write), @r#"
    error[K354]: several records are of series `talks`: `schedules/old.lock`, `schedules/talks.lock`
    --> schedules/talks.toml
     = note: nothing was written, and the series is served as it last was, if it was served
     = help: keep the record of the last publication, `schedules/talks.lock` (revised 2027-01-01T09:00:00Z), and move the others out of the directory

    1 error
    "#);
    assert_eq!(fs::read(path("talks.lock")).unwrap(), before);
    assert_eq!(fs::read(path("old.lock")).unwrap(), before);
    assert_eq!(run(directory.path(), Records::Locked).unavailable[0].retired, Retired::No);
}

#[test]
fn a_record_in_another_directory_is_not_begun_again() {
    let (one, two) = (directory(&[("talks.toml", GOOD.as_bytes())]), directory(&[]));
    assert_eq!(found(&one, Records::Write), "");
    fs::rename(one.path().join("talks.toml"), two.path().join("talks.toml")).unwrap();
    let paths = vec![one.path().to_owned(), two.path().to_owned()];
    let published =
        publish(&Settings::new(paths, Records::Write), "2027-01-01T09:00:00Z".parse().unwrap());
    let text = to_text(&published.unwrap().findings, Style::Plain);
    let text = text.replace(&one.path().display().to_string(), "one");
    pinned!(text.replace(&two.path().display().to_string(), "two"), @r#"
    error[K359]: the record of `talks` is `one/talks.lock`, and its definition is in `two`
    --> two/talks.toml
     = note: a record of its own would begin at SEQUENCE 0; nothing was written
     = help: move the record to the definition: `mv one/talks.lock two/talks.lock`
     = help: or move the definition back to its record

    1 error
    "#);
    assert!(!two.path().join("talks.lock").exists());
}

#[test]
fn single_files_are_checked_without_judging_what_lies_beside_them() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes()), ("more.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    for stem in ["talks", "more"] {
        let path = directory.path().join(format!("{stem}.toml"));
        assert!(run(&path, Records::Locked).findings.is_empty(), "{stem}");
    }
}

#[test]
fn an_end_without_a_definition_is_recorded_when_that_is_asked_for() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = |name: &str| directory.path().join(name);
    let record = fs::read_to_string(path("talks.lock")).unwrap();
    fs::remove_file(path("talks.toml")).unwrap();
    let ended = |records| {
        let settings = Settings {
            without_definition: WithoutDefinition::Ended,
            ..Settings::new(vec![directory.path().to_owned()], records)
        };
        publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap()
    };
    // Where no record may be written, nothing ends.
    assert_eq!(ended(Records::Locked).findings[0].code().id, "K351");
    let pretended = ended(Records::Pretend);
    assert!(pretended.findings.is_empty());
    assert_eq!(fs::read_to_string(path("talks.lock")).unwrap(), record);
    let published = ended(Records::Write);
    for run in [&pretended, &published] {
        assert_eq!(
            kalends::plan::text(&run.plan()).lines().next(),
            Some("Plan: 1 series ends: 1 session to come")
        );
        assert_eq!(run.unavailable[0].retired, Retired::Yes);
    }
    // It is said once, and stays.
    let after = run(directory.path(), Records::Locked);
    assert!(after.findings.is_empty() && after.ends.is_empty());
    assert_eq!(after.unavailable[0].retired, Retired::Yes);
    // Nothing was lost: the definition brings the series back as it was.
    fs::write(path("talks.toml"), GOOD).unwrap();
    let back = run(directory.path(), Records::Write);
    assert!(
        back.findings.is_empty() && back.editions().next().unwrap().changes.sessions.is_empty()
    );
    let again = fs::read_to_string(path("talks.lock")).unwrap();
    let same = |text: &str| -> Vec<String> {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("revised") && !line.starts_with("identity"));
        lines.map(ToOwned::to_owned).collect()
    };
    assert_eq!(same(&again), same(&record));
}

#[test]
fn a_damaged_record_without_a_definition_says_later() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    let path = |name: &str| directory.path().join(name);
    fs::remove_file(path("talks.toml")).unwrap();
    let record = fs::read_to_string(path("talks.lock")).unwrap();
    fs::write(path("talks.lock"), record.replace("[end]\n", "")).unwrap();
    for without_definition in [WithoutDefinition::Kept, WithoutDefinition::Ended] {
        let settings = Settings {
            without_definition,
            ..Settings::new(vec![directory.path().to_owned()], Records::Write)
        };
        let run = publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(run.findings[0].code().id, "K302");
        let told: Vec<_> =
            run.unavailable.iter().map(|one| (one.id.as_str(), one.retired)).collect();
        assert_eq!(told, [("talks", Retired::No)]);
    }
}

#[test]
fn a_record_is_no_orphan_while_a_file_that_may_be_its_definition_cannot_be_read() {
    let text = GOOD.replace("timezone", "id = \"lectures\"\ntimezone");
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    assert_eq!(found(&directory, Records::Write), "");
    // Neither this `id` nor the rest of the file can be read now.
    let broken = text.replace("id = \"lectures\"", "id = \"lectures");
    fs::write(directory.path().join("talks.toml"), broken).unwrap();
    let text = found(&directory, Records::Pretend);
    assert!(text.contains("K001") && !text.contains("K351"), "{text}");
    let unavailable = run(directory.path(), Records::Pretend).unavailable;
    let told: Vec<_> =
        unavailable.iter().map(|series| (series.id.as_str(), series.retired)).collect();
    assert_eq!(told, [("lectures", Retired::No)]);
}

/// What another pass finds after `slip` happened to the directory of a series that is served.
fn found_after(slip: impl FnOnce(&Path)) -> String {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    let path = directory.path().to_owned();
    let settings = Settings {
        settle: SignedDuration::from_secs(5),
        ..Settings::new(vec![path.clone()], Records::Write)
    };
    let mut publisher = Publisher::new(&settings);
    let now = "2027-01-01T09:00:00Z".parse().unwrap();
    publisher.load(now).unwrap();
    slip(&path);
    let published = publisher.reload(&Scan::Everything, now).unwrap().published;
    assert!(
        published.series.iter().any(|one| one.id.as_str() == "talks"),
        "it is served as it was"
    );
    let text = to_text(&published.findings, Style::Plain);
    text.replace(&path.display().to_string(), "schedules")
}

#[test]
fn a_record_that_goes_away_while_its_series_is_served_is_an_error() {
    let found = found_after(|path| fs::remove_file(path.join("talks.lock")).unwrap());
    pinned!(found, @r#"
    error[K352]: the record `schedules/talks.lock` is gone
    --> schedules/talks.toml
     = note: it is the only memory of the publication: without it, a start begins at SEQUENCE 0, and entries that people have are not updated any more
     = help: restore the record from the repository, or from a backup
     = help: if there is none, make it again from the published calendar before anything is started: `kalends adopt` does that

    1 error
    "#);
}

#[test]
fn a_definition_and_its_record_that_go_away_while_others_stay_are_an_error() {
    let found = found_after(|path| {
        fs::write(path.join("walks.toml"), GOOD.replace("\"Talks\"", "\"Walks\"")).unwrap();
        for name in ["talks.toml", "talks.lock"] {
            fs::remove_file(path.join(name)).unwrap();
        }
    });
    pinned!(found, @r#"
    error[K358]: the definition of `talks` and its record are gone
    --> schedules/talks.toml
     = note: the series is served as it last was, until kalends ends; nothing is left of it then
     = help: put both back, from the repository or a backup
     = help: to end the series, put them back, with `retired = true` in the definition

    1 error
    "#);
}

#[test]
fn a_cancellation_that_waits_for_its_file_is_told() {
    let found = found_after(|path| {
        let text = GOOD.replace("[[session]]", "status = \"cancelled\"\n[[session]]");
        fs::write(path.join("talks.toml"), text).unwrap();
    });
    pinned!(found, @r#"
    warning[K357]: 1 session would be cancelled or withdrawn
    --> schedules/talks.toml
     = note: published once the file has not changed for 5 s (`--settle`)
     = help: SIGHUP publishes it now; put the sessions back, if that was a slip

    1 warning
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
    let published = run(directory.path(), Records::Pretend);
    let good = published.editions().next().unwrap();
    let mut draft = render::calendars(&good.series, &good.record, None);
    let (calendars, found) = render::check(draft.clone());
    assert_eq!((calendars.as_ref(), found.len()), (Some(&*good.calendars), 0));
    let (before, event) = draft.feed.split_once("BEGIN:VEVENT\r\n").unwrap();
    let other = event.replacen("UID:", "UID:a", 1).replace("END:VCALENDAR\r\n", "");
    let feed = format!("{before}BEGIN:VEVENT\r\n{other}BEGIN:VEVENT\r\n{event}");
    let mut more = draft.clone();
    more.feed = feed;
    let (calendars, found) = render::check(more);
    assert_eq!(calendars, None);
    assert!(found[0].headline().starts_with("the calendar breaks rule `session-file-adds-one-e"));
    draft.feed = draft.feed.replace("SEQUENCE:0\r\n", "");
    let (calendars, found) = render::check(draft);
    assert_eq!(calendars, None);
    pinned!(to_text(&found, Style::Plain), @r#"
    error[K400]: the calendar breaks rule `sequence-never-falls`: no SEQUENCE in VEVENT (line 39)
     |
     = help: this is a bug in kalends, not in the definition: please report it with the definition

    1 error
    "#);
}

#[test]
fn a_feed_that_google_would_not_read_is_an_error() {
    let directory = directory(&[("talks.toml", series(70, 15_000).as_bytes())]);
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K401]: the feed has 1114813 bytes; Google reads at most 1000000
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
    : the feed has 1155231 bytes; Google reads at most 1000000
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
     = help: remove it, or replace it with a regular file or a link to one

    error[K505]: this is a device, not a regular file
    --> schedules/null.toml
     = help: remove it, or replace it with a regular file or a link to one

    error[K505]: this is a named pipe, not a regular file
    --> schedules/pipe.lock
     = help: restore the record from the repository

    error[K505]: this is a named pipe, not a regular file
    --> schedules/pipe.toml
     = help: remove it, or replace it with a regular file or a link to one

    error[K505]: this is a socket, not a regular file
    --> schedules/socket.toml
     = help: remove it, or replace it with a regular file or a link to one

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
     = help: fix the file's permissions, or the link's target

    1 error
    "#);
    assert_eq!(run(directory.path(), Records::Pretend).series.len(), 1);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let text = format!("# {}\n{GOOD}", "x".repeat(8 * 1024 * 1024));
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    pinned!(found(&directory, Records::Pretend), @r#"
    error[K501]: the file is larger than 8 MiB
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
    error[K502]: the file is saved as Windows-1252 (ANSI), not as UTF-8 (line 2)
    --> schedules/talks.toml
     = help: save the file as UTF-8; in Notepad: File, Save as, Encoding: UTF-8

    1 error
    "#);
}

#[test]
fn a_file_in_utf_16_is_one_finding_and_the_others_are_published() {
    for mark in ["", "\u{feff}"] {
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let utf_16: Vec<u8> =
                format!("{mark}{GOOD}").encode_utf16().flat_map(to_bytes).collect();
            let files = [("talks.toml", &utf_16[..]), ("other.toml", GOOD.as_bytes())];
            let directory = directory(&files);
            let text = found(&directory, Records::Pretend);
            let expected = "error[K502]: the file is saved as UTF-16, not as UTF-8\n\
                            --> schedules/talks.toml\n \
                            = help: save the file as UTF-8; in Notepad: File, Save as, Encoding: UTF-8\n\n\
                            1 error\n";
            assert_eq!(text, expected);
            assert_eq!(run(directory.path(), Records::Pretend).series.len(), 1);
            fs::write(directory.path().join("talks.toml"), GOOD).unwrap();
            assert_eq!(found(&directory, Records::Pretend), "");
        }
    }
}

#[test]
fn an_id_that_only_the_record_has_is_not_proposed() {
    let two = "[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2027-03-11\n";
    let directory = directory(&[("talks.toml", format!("{GOOD}{two}").as_bytes())]);
    let path = directory.path().join("talks.toml");
    assert_eq!(found(&directory, Records::Write), "");
    fs::write(&path, GOOD).unwrap();
    assert_eq!(found(&directory, Records::Write), "");
    fs::write(&path, format!("{GOOD}{}", two.replace("id = \"two\"\n", ""))).unwrap();
    let text = found(&directory, Records::Pretend);
    assert!(text.contains("add `id = \"two-2\"`") && !text.contains("`two`"), "{text}");
    fs::write(&path, GOOD.replace("id = \"one\"\n", "")).unwrap();
    let text = found(&directory, Records::Pretend);
    assert!(text.contains("`one` is published and has no session here"), "{text}");
}

#[test]
fn an_authority_without_a_dot_is_an_error_until_it_is_published() {
    let text = GOOD.replace("\"example.org\"", "\"example\"");
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    pinned!(found(&directory, Records::Write), @r#"
    error[K014]: `authority` `example` has no dot, so it is not a domain name
     --> schedules/talks.toml:2:13
      |
    2 | authority = "example"
      |             ^^^^^^^^^
      |
      = note: the authority is part of every UID and cannot be changed once published
      = help: write the domain of your organisation, as in its website's address

    1 error
    "#);
    assert!(!directory.path().join("talks.lock").exists());
    // A record of a release that allowed it.
    fs::write(directory.path().join("talks.toml"), GOOD).unwrap();
    assert_eq!(found(&directory, Records::Write), "");
    let record = directory.path().join("talks.lock");
    let published = fs::read_to_string(&record).unwrap();
    let lines = published.lines().filter(|line| !line.starts_with("identity"));
    let old = lines.collect::<Vec<_>>().join("\n").replace("\"example.org\"", "\"example\"");
    fs::write(&record, format!("{old}\n")).unwrap();
    fs::write(directory.path().join("talks.toml"), text).unwrap();
    assert_eq!(found(&directory, Records::Pretend), "");
}

#[test]
fn unusual_mail_addresses_are_published_as_a_mailto_uri() {
    for (email, uri) in [
        ("o'neill+talks@example.org", "mailto:o'neill+talks@example.org"),
        ("a%b&c@example.org", "mailto:a%25b%26c@example.org"),
        ("info@bücher.example", "mailto:info@xn--bcher-kva.example"),
    ] {
        let organizer =
            format!("organizer = {{ name = \"T\", email = \"{email}\", as_property = true }}\n");
        let directory = directory(&[("talks.toml", format!("{organizer}{GOOD}").as_bytes())]);
        assert_eq!(found(&directory, Records::Write), "");
        let published = run(directory.path(), Records::Write);
        let feed = published.series[0].edition().unwrap().calendars.feed().replace("\r\n ", "");
        let line = format!("ORGANIZER;CN=\"T\":{uri}\r\n");
        assert!(feed.contains(&line), "{feed}");
    }
}

/// What `kalends check` finds, with a name for the directory.
fn checked(directory: &TempDir, now: &str) -> String {
    let paths = vec![directory.path().to_owned()];
    let settings = Settings { warns_new: true, ..Settings::new(paths, Records::Write) };
    let published = publish(&settings, now.parse().unwrap()).unwrap();
    let text = to_text(&published.findings, Style::Plain);
    text.replace(&directory.path().display().to_string(), "schedules")
}

#[test]
fn a_new_session_in_the_past_is_reported_once_in_a_series() {
    let good = GOOD.replace("example.org", "example.eu");
    let past =
        |id: &str| format!("[[session]]\nid = \"{id}\"\ntitle = \"Two\"\nstart = 2026-03-11\n");
    let directory = directory(&[("talks.toml", good.as_bytes())]);
    let path = directory.path().join("talks.toml");
    assert_eq!(checked(&directory, "2027-01-01T09:00:00Z"), "");
    fs::write(&path, format!("{good}{}{}", past("two"), past("three"))).unwrap();
    pinned!(checked(&directory, "2027-01-01T09:00:00Z"), @r#"
    warning[K113]: session `three` is new, and was on 2026-03-11
      --> schedules/talks.toml:17:9
       |
    17 | start = 2026-03-11
       |         ^^^^^^^^^^
       |
       = note: one more new session is in the past
       = help: check the year and the month; right if people need the entry for their records

    1 warning
    "#);
    assert_eq!(checked(&directory, "2027-01-01T09:00:00Z"), "", "they are in the record");
    let renamed = past("two").replace("\"two\"", "\"ii\"\nwas = \"two\"");
    fs::write(&path, format!("{good}{renamed}{}", past("three"))).unwrap();
    assert_eq!(checked(&directory, "2027-01-01T09:00:00Z"), "", "it is in the record as `two`");
}

#[test]
fn the_first_publication_of_a_series_of_the_past_has_no_warning() {
    let directory =
        directory(&[("talks.toml", GOOD.replace("example.org", "example.eu").as_bytes())]);
    assert_eq!(checked(&directory, "2027-04-01T09:00:00Z"), "");
    let directory = self::directory(&[(
        "talks.toml",
        format!(
            "{}[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2028-01-01\n",
            GOOD.replace("example.org", "example.eu")
        )
        .as_bytes(),
    )]);
    let text = checked(&directory, "2027-04-01T09:00:00Z");
    assert!(
        text.starts_with("warning[K113]: session `one` is new, and was on 2027-03-10"),
        "{text}"
    );
    let soon =
        self::directory(&[("talks.toml", GOOD.replace("example.org", "example.eu").as_bytes())]);
    assert_eq!(checked(&soon, "2027-03-12T09:00:00Z"), "", "days ago");
}

#[test]
fn a_file_whose_name_only_looks_like_a_definition_is_reported() {
    for name in ["talks.toml.txt", "TALKS.TOML"] {
        let text = found(&directory(&[(name, GOOD.as_bytes())]), Records::Pretend);
        assert!(text.starts_with("error[K500]: the file is not published"), "{text}");
        assert!(text.contains(name) && text.contains("rename the file to `talks.toml`"), "{text}");
    }
}

#[test]
fn a_record_that_cannot_be_written_keeps_its_series_from_being_served() {
    let directory = directory(&[("talks.toml", GOOD.as_bytes())]);
    // A directory in the place of the temporary file: rejected for every user, even root.
    fs::create_dir(directory.path().join(".talks.lock.tmp")).unwrap();
    pinned!(found(&directory, Records::Write), @r#"
    error[K503]: cannot write `schedules/talks.lock`: remove `schedules/.talks.lock.tmp`: it is a directory, not a regular file
    --> schedules/talks.toml
     = help: check the directory; nothing was changed

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
    error[K502]: the file is not UTF-8 (line 38)
    --> schedules/talks.lock
     = help: restore the record from the repository

    1 error
    "#);
}

/// Sessions with long titles and places in every language: quotes take twice the space in a record.
fn wordy(sessions: usize, hour: usize) -> String {
    let quotes = "\"".repeat(990);
    let texts = |number: usize| -> String {
        let text = |language| format!("{language} = '{number} {language} {quotes}'");
        ["da", "de", "en", "fr", "it", "sv"].map(text).join(", ")
    };
    let mut text = format!(
        "language = \"en\"\nauthority = \"example.org\"\ntimezone = \"UTC\"\nduration = \"1h\"\n\
         title = {{{}}}\n",
        texts(0)
    );
    for number in 0..sessions {
        let texts = texts(number);
        text += &format!(
            "[[session]]\nid = \"s{number}\"\nstart = 2031-01-01T{hour:02}:00:00\n\
             title = {{{texts}}}\nlocation = {{{texts}}}\n"
        );
    }
    text
}

#[test]
fn a_record_that_would_not_be_read_is_not_written() {
    let directory = directory(&[("talks.toml", wordy(400, 10).as_bytes())]);
    for records in [Records::Pretend, Records::Write] {
        let told = found(&directory, records);
        let headline = "error[K507]: the record `schedules/talks.lock` would have ";
        assert!(told.starts_with(headline), "{told}");
        assert!(told.contains("bytes; the limit is 8388608"), "{told}");
    }
    assert!(!directory.path().join("talks.lock").exists());
}

#[test]
fn a_record_that_is_full_goes_on_without_its_history() {
    let directory = directory(&[("talks.toml", wordy(200, 10).as_bytes())]);
    // Long titles and sessions at one time are warned of, too.
    let of_files = |records| {
        let told = found(&directory, records);
        let lines = told.lines().filter(|line| line.contains("[K5") || line.starts_with("error"));
        lines.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(of_files(Records::Write), "");
    fs::write(directory.path().join("talks.toml"), wordy(200, 11)).unwrap();
    let told = of_files(Records::Write);
    let headline = "warning[K508]: the record `schedules/talks.lock` is full: ";
    assert!(told.starts_with(headline), "{told}");
    assert!(fs::metadata(directory.path().join("talks.lock")).unwrap().len() <= 8_388_608);
    assert_eq!(of_files(Records::Locked), "", "it is read back, and up to date");
    let published = run(directory.path(), Records::Locked);
    assert_eq!(
        published.editions().next().unwrap().record.sessions().next().unwrap().1.sequence(),
        1
    );
}

#[test]
fn a_series_that_is_new_is_warned_of_what_stays() {
    let text = "title = \"talks\"\nauthority = \"talks.example.org\"\n\n\
                [[session]]\nid = \"excursion\"\ntitle = \"Excursion\"\nstart = 2027-09-24\n\
                location = { name = \"Town hall\", address = \"Market square 1, Brussels\" }\n";
    let directory = directory(&[("talks.toml", text.as_bytes())]);
    let told = |now: &str| {
        let paths = vec![directory.path().to_owned()];
        let settings = Settings { warns_new: true, ..Settings::new(paths, Records::Write) };
        let published = publish(&settings, now.parse().unwrap()).unwrap();
        let text = to_text(&published.findings, Style::Plain);
        text.replace(&directory.path().display().to_string(), "schedules")
    };
    pinned!(told("2027-01-01T09:00:00Z"), @r#"
    warning[K110]: the title is the id, `talks`, as `kalends init` wrote it
     --> schedules/talks.toml:1:9
      |
    1 | title = "talks"
      |         ^^^^^^^
      |
      = help: write the name that people should see above their calendar

    warning[K109]: `talks.example.org` is a domain for examples, which nobody owns
     --> schedules/talks.toml:2:13
      |
    2 | authority = "talks.example.org"
      |             ^^^^^^^^^^^^^^^^^^^
      |
      = note: the authority is part of every UID and cannot be changed once published
      = help: write a domain of your organisation, such as the one of its website

    warning[K110]: session `excursion` is the example of `kalends init`
     --> schedules/talks.toml:8:12
      |
    8 | location = { name = "Town hall", address = "Market square 1, Brussels" }
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: once published, a session that is taken out stays as a cancelled entry
      = help: take it out, or change it to a session of yours, before you publish

    3 warnings
    "#);
    assert!(told("2027-01-08T08:59:59Z").starts_with("warning[K110]: "), "under seven days old");
    assert_eq!(told("2027-01-08T09:00:00Z"), "", "people have it");
}
