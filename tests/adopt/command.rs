//! `kalends adopt` as people run it.

use std::fs;
use std::process::Output;

use crate::command::kalends;

pub(crate) fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_is_there_is_not_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("forum.ics"), include_str!("corpus/pretalx.ics")).unwrap();
    let adopt = ["adopt", "forum.ics", "--authority", "example.org"];
    let (code, out, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!((code, out.as_str()), (0, "schedules/forum.toml\nschedules/forum.lock\n"), "{err}");
    let (code, out, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(
        err,
        "error: `schedules/forum.toml` already exists and is not overwritten: move it, or pass \
         another `--id`\n"
    );
    let (code, _, err) = said(&kalends(directory.path(), &["check", "--locked"]));
    assert_eq!(code, 0, "{err}");
}

#[test]
fn what_cannot_be_carried_over_keeps_everything_from_being_written() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("hand.ics"), include_str!("corpus/by-hand.ics")).unwrap();
    let adopt = ["adopt", "hand.ics", "--authority", "example.org", "--timezone", "Europe/Paris"];
    let (code, out, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("hand.ics:10:1") && err.contains("nothing was written"), "{err}");
    assert!(!directory.path().join("schedules").exists());
    let partial = [&adopt[..], &["--partial", "--id", "walks-2027", "--format", "json"]].concat();
    let (code, out, err) = said(&kalends(directory.path(), &partial));
    assert_eq!((code, err.as_str()), (1, ""));
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["written"][0], "schedules/walks-2027.toml");
    assert_eq!(document["same_bytes"], false);
    assert_eq!(document["findings"][0]["code"], "K622");
}

#[test]
fn a_lost_record_is_written_beside_its_definition() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("schedules")).unwrap();
    let definition = directory.path().join("schedules/ehealth-security-2020.toml");
    fs::write(&definition, include_str!("../../schedules/ehealth-security-2020.toml")).unwrap();
    let lock = directory.path().join("schedules/ehealth-security-2020.lock");
    let shipped = include_str!("../../schedules/ehealth-security-2020.lock");
    fs::write(&lock, shipped).unwrap();
    let output = kalends(directory.path(), &["render", "ehealth-security-2020"]);
    fs::write(directory.path().join("feed.ics"), &output.stdout).unwrap();
    let adopt = ["adopt", "feed.ics", "--for", "schedules/ehealth-security-2020.toml"];
    let (code, _, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!(code, 2, "{err}");
    fs::remove_file(&lock).unwrap();
    let (code, out, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!((code, out.as_str()), (0, "schedules/ehealth-security-2020.lock\n"), "{err}");
    assert_eq!(
        err,
        "3 events read: the calendar served from now on equals this one, byte for byte\n"
    );
    // The shipped record has neither digests nor rendering rules; all else is the same.
    let made = fs::read_to_string(&lock).unwrap();
    let is_new = |line: &&str| line.starts_with("identity = ") || *line == "format = 3\n";
    let older: String = made.split_inclusive('\n').filter(|line| !is_new(line)).collect();
    assert_eq!(older, shipped);
}

#[test]
fn a_calendar_of_a_translation_makes_no_record_and_is_compared_in_its_language() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("schedules")).unwrap();
    let definition = directory.path().join("schedules/ehealth-security-2020.toml");
    let text = include_str!("../../schedules/ehealth-security-2020.toml");
    fs::write(&definition, text).unwrap();
    let lock = directory.path().join("schedules/ehealth-security-2020.lock");
    fs::write(&lock, include_str!("../../schedules/ehealth-security-2020.lock")).unwrap();
    let render = ["render", "ehealth-security-2020", "--language", "da"];
    fs::write(directory.path().join("feed.ics"), kalends(directory.path(), &render).stdout)
        .unwrap();
    let against = ["plan", "--against", "feed.ics"];
    let (code, out, err) = said(&kalends(directory.path(), &against));
    assert_eq!((code, out.as_str()), (0, "Plan: nothing changes, 3 sessions unchanged\n"), "{err}");
    fs::write(&definition, text.replace("under en pandemi", "i en pandemi")).unwrap();
    let (_, out, err) = said(&kalends(directory.path(), &against));
    assert!(out.contains("under en pandemi\" → ") && out.contains("1 changed"), "{out}{err}");
    fs::remove_file(&lock).unwrap();
    let adopt = ["adopt", "feed.ics", "--for", "schedules/ehealth-security-2020.toml"];
    let (code, _, err) = said(&kalends(directory.path(), &adopt));
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("error[K608]: the calendar is in `da`") && !lock.exists(), "{err}");
}

#[test]
fn what_is_missing_is_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("A b.ics"), include_str!("corpus/pretalx.ics")).unwrap();
    let (code, _, err) = said(&kalends(directory.path(), &["adopt", "A b.ics"]));
    assert_eq!((code, err.contains("pass `--id SERIES`")), (2, true), "{err}");
    let (code, _, err) = said(&kalends(directory.path(), &["adopt", "A b.ics", "--id", "forum"]));
    assert_eq!((code, err.contains("pass `--authority`")), (2, true), "{err}");
}
