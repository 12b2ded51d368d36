//! Findings about changes to published sessions: K019, K351, K353, K504, K506, and those of the record
//! about `was` and `retired` (K324, K325).

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::diagnostic::{Style, to_text};
use kalends::model::SeriesId;
use kalends::publish::{MassRemovals, Published, Records, Settings, publish};
use kalends::store::{LockWait, NewRecord, WriteOutcome, write_record};
use tempfile::TempDir;

use crate::findings::{GOOD, found, of_series, of_session};

struct Desk(TempDir);

impl Desk {
    /// A directory with a definition that was published.
    fn published(text: &str) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        assert_eq!(desk.edit("talks", text), "");
        desk
    }

    /// Writes a definition, publishes it, and returns the findings.
    fn edit(&self, stem: &str, text: &str) -> String {
        fs::write(self.0.path().join(format!("{stem}.toml")), text).unwrap();
        let published = self.publish(MassRemovals::Refused);
        let text = to_text(&published.findings, Style::Plain);
        text.replace(&self.0.path().display().to_string(), "schedules")
    }

    fn publish(&self, mass_removals: MassRemovals) -> Published {
        let paths = vec![self.0.path().to_owned()];
        let settings = Settings { mass_removals, ..Settings::new(paths, Records::Write) };
        publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap()
    }

    fn record(&self) -> String {
        fs::read_to_string(self.0.path().join("talks.lock")).unwrap()
    }
}

/// Sessions of these identifiers on days of January 2027 and one long ago.
fn sessions(ids: &[&str]) -> String {
    let head = GOOD.split("[[session]]").next().unwrap();
    let past = "[[session]]\nid = \"past\"\ntitle = \"Past\"\nstart = 2026-01-01\n";
    let one = |id: &&str| {
        format!("\n[[session]]\nid = \"{id}\"\ntitle = \"On {id}\"\nstart = 2027-01-20\n")
    };
    format!("{head}{past}{}", ids.iter().map(one).collect::<String>())
}

#[test]
fn an_older_id_that_is_still_defined() {
    let two = format!(
        "{GOOD}was = \"two\"\n\n[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2027-03-11\n"
    );
    pinned!(found(&two), @r#"
    error[K019]: session `one`: `was` `two`: session `two` is still defined
      --> schedules/talks.toml:10:7
       |
    10 | was = "two"
       |       ^^^^^
       |
       = help: remove that session if it was renamed to this one, or remove `was`

    1 error
    "#);
    pinned!(found(&of_session(r#"was = ["one"]"#)), @r#"
    error[K019]: session `one`: `was` `one`: that is its own id
      --> schedules/talks.toml:10:8
       |
    10 | was = ["one"]
       |        ^^^^^
       |
       = help: write the id that it had before, or remove `was`

    1 error
    "#);
}

#[test]
fn an_older_id_that_two_sessions_claim() {
    let two = format!(
        "{GOOD}was = [\"old\", \"old\"]\n\n[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2027-03-11\n\
         was = \"old\"\n"
    );
    pinned!(found(&two), @r#"
    error[K019]: session `one`: `was` `old`: it occurs twice
      --> schedules/talks.toml:10:15
       |
    10 | was = ["old", "old"]
       |               ^^^^^
       |
       = help: keep it where the entry that people have goes on

    error[K019]: session `two`: `was` `old`: session `one` was that already
      --> schedules/talks.toml:16:7
       |
    16 | was = "old"
       |       ^^^^^
       |
       = help: keep it where the entry that people have goes on

    2 errors
    "#);
}

#[test]
fn what_is_no_choice_for_cancelled_sessions() {
    pinned!(found(&of_series(r#"on_cancel = "hide""#)), @r#"
    error[K023]: `on_cancel` `hide` is not a choice
     --> schedules/talks.toml:3:13
      |
    3 | on_cancel = "hide"
      |             ^^^^^^
      |
      = help: write "mark" to keep cancelled sessions in the feed, "remove" to take them out

    1 error
    "#);
}

#[test]
fn an_older_id_that_the_record_contradicts() {
    let desk = Desk::published(GOOD);
    let record = desk.record();
    let renamed = GOOD.replace("id = \"one\"", "id = \"first\"\nwas = \"uno\"");
    pinned!(desk.edit("talks", &renamed), @r#"
    error[K324]: session `first`: `was` `uno`: no such session was published
    --> schedules/talks.toml
     = help: remove `was`, or write the id under which it was published

    1 error
    "#);
    assert_eq!(desk.record(), record);
}

#[test]
fn a_series_that_was_never_published_cannot_be_retired() {
    let directory = tempfile::tempdir().unwrap();
    pinned!(Desk(directory).edit("talks", &of_series("retired = true")), @r#"
    error[K325]: series `talks` is retired and was never published
    --> schedules/talks.toml
     = help: delete the file, or remove `retired = true`
     = help: if it was published, restore its record: only then do subscribers learn of the end

    1 error
    "#);
}

#[test]
fn removing_most_of_what_is_to_come_is_refused_until_told_otherwise() {
    let desk = Desk::published(&sessions(&["one", "two", "three"]));
    let record = desk.record();
    pinned!(desk.edit("talks", &sessions(&["one"])), @r#"
    error[K353]: 2 of 3 upcoming sessions would be removed
    --> schedules/talks.toml
     = note: `three` on 2027-01-20: On three
             `two` on 2027-01-20: On two
     = note: every subscriber would see each of them cancelled; nothing was written
     = help: put them back, if that was a slip
     = help: if their ids changed, write `was = "the-old-id"` into each
     = help: to remove them all the same, run once with `--allow-mass-removal`
     = help: if this was a trial (first published 2027-01-01T09:00:00Z, nothing moved since), delete `talks.lock` and publish again: subscribers get every entry anew, and entries that people added one by one stay as they are and are never updated

    1 error
    "#);
    assert_eq!(desk.record(), record, "nothing is written");
    assert!(desk.publish(MassRemovals::Refused).series.is_empty());
    let published = desk.publish(MassRemovals::Allowed);
    assert!(!published.has_errors());
    assert_eq!(desk.record().matches("withdrawn = ").count(), 2);
    assert_eq!(desk.edit("talks", &sessions(&["one"])), "", "once told, it is done");
}

#[test]
fn removing_half_or_what_is_over_or_one_session_is_no_mass_removal() {
    let desk = Desk::published(&sessions(&["one", "two", "three", "four"]));
    assert_eq!(desk.edit("talks", &sessions(&["one", "two"])), "");
    assert_eq!(desk.edit("talks", &sessions(&["one"])), "");
    let past = sessions(&["one"])
        .replace("[[session]]\nid = \"past\"\ntitle = \"Past\"\nstart = 2026-01-01\n", "");
    assert_eq!(desk.edit("talks", &past), "");
}

#[test]
fn a_long_mass_removal_is_told_in_short() {
    let ids: Vec<String> = (10..30).map(|number| format!("s{number}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let desk = Desk::published(&sessions(&ids));
    let told = desk.edit("talks", &sessions(&ids[..5]));
    assert!(told.contains("15 of 20 upcoming sessions would be removed"), "{told}");
    assert!(told.contains("and 5 more"), "{told}");
    // Cancelling shows the same to subscribers and is not a mistake; neither is a new id with `was`.
    let cancelled = sessions(&ids).replace("timezone", "status = \"cancelled\"\ntimezone");
    assert_eq!(desk.edit("talks", &cancelled), "");
    let desk = Desk::published(&sessions(&ids));
    let mut renamed = sessions(&ids);
    for id in &ids {
        let (old, new) = (format!("id = \"{id}\""), format!("id = \"new-{id}\"\nwas = \"{id}\""));
        renamed = renamed.replace(&old, &new);
    }
    assert_eq!(desk.edit("talks", &renamed), "");
}

#[test]
fn a_file_renamed_without_its_id_is_recognised_by_its_sessions() {
    let desk = Desk::published(GOOD);
    let before = desk.record();
    fs::remove_file(desk.0.path().join("talks.toml")).unwrap();
    let found = desk.edit("lectures", GOOD);
    assert!(found.contains("K355") && found.contains("write `id = \"talks\"` into it"), "{found}");
    // The help works.
    let back = GOOD.replace("timezone =", "id = \"talks\"\ntimezone =");
    assert_eq!(desk.edit("lectures", &back), "");
    assert_eq!(desk.record(), before);
}

#[test]
fn a_series_renamed_on_purpose_keeps_its_entries() {
    let desk = Desk::published(GOOD);
    let path = |name: &str| desk.0.path().join(name);
    fs::remove_file(path("talks.toml")).unwrap();
    // As release 0.1 had people edit it; records of that release have no digests.
    let text = desk.record().replacen("id = \"talks\"", "id = \"lectures\"", 1);
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("identity = "));
    let record: String = lines.collect();
    fs::remove_file(path("talks.lock")).unwrap();
    fs::write(path("lectures.lock"), &record).unwrap();
    let renamed = GOOD.replace("timezone =", "aliases = [\"talks\"]\ntimezone =");
    assert_eq!(desk.edit("lectures", &renamed), "");
    assert_eq!(fs::read_to_string(path("lectures.lock")).unwrap(), record);
}

#[test]
fn a_record_that_another_process_wrote_meanwhile() {
    let desk = Desk::published(GOOD);
    let series = SeriesId::parse("talks").unwrap();
    let new = NewRecord { series: &series, before: Some("what it was"), text: "what it becomes" };
    let error = write_record(desk.0.path(), new, &LockWait::none()).unwrap_err();
    let told = to_text(&[error.finding()], Style::Plain);
    pinned!(told.replace(&desk.0.path().display().to_string(), "schedules"), @r#"
    error[K504]: another process wrote `schedules/talks.lock` at the same time
     |
     = note: the other process's record is kept; this run wrote nothing
     = help: run the command again
     = help: let one process write records, and the others run with `--locked`

    1 error
    "#);
    assert!(!desk.record().contains("what it becomes"));
}

#[test]
fn a_record_that_another_process_is_about_to_write_and_does_not() {
    let desk = Desk::published(GOOD);
    let path = desk.0.path().join(".talks.lock.tmp");
    let lock = fs::File::create(&path).unwrap();
    lock.lock().unwrap();
    let series = SeriesId::parse("talks").unwrap();
    let before = desk.record();
    let new = NewRecord { series: &series, before: Some(&before), text: "what it becomes" };
    let error = write_record(desk.0.path(), new, &LockWait::none()).unwrap_err();
    let told = to_text(&[error.finding()], Style::Plain);
    pinned!(told.replace(&desk.0.path().display().to_string(), "schedules"), @r#"
    error[K504]: cannot write `schedules/talks.lock`: another process holds the lock `schedules/.talks.lock.tmp`
     |
     = note: nothing was changed; kalends waited up to 2 seconds for the lock
     = help: find the process with `fuser -v schedules/.talks.lock.tmp`; wait for it or end it
     = help: run the command again; a running service tries again by itself

    1 error
    "#);
    assert_eq!(desk.record(), before);
    assert!(path.exists(), "the lock is the other process's");
}

#[test]
fn a_record_that_is_in_place_and_may_be_undone_by_a_power_failure() {
    let source = std::io::Error::other("input/output error");
    let written = WriteOutcome::Volatile { path: "schedules/talks.lock".into(), source };
    pinned!(to_text(&[written.finding().unwrap()], Style::Plain), @r#"
    warning[K506]: `schedules/talks.lock` was written, but may not survive a power failure: input/output error
     |
     = note: the directory could not be synchronised; the new publication is served
     = help: check the disk, then copy or commit the record

    1 warning
    "#);
}
