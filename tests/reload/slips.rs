//! What goes wrong while the service runs, and that nobody who subscribed notices.

use std::fs;

use kalends::diagnostic::most_of_a_code;
use serde_json::Value;

use crate::reload::desk::{By, Desk, eventually, talk};

#[test]
fn a_broken_edit_keeps_the_last_good_bytes_until_it_is_mended() {
    let desk = Desk::with_talk(By::Events);
    let before = (desk.calendar("/talk.ics").unwrap(), desk.calendar("/talk/opening.ics").unwrap());
    let serves_before = || {
        (desk.calendar("/talk.ics").unwrap(), desk.calendar("/talk/opening.ics").unwrap()) == before
    };
    let slips = [
        ("K001", "title = \"Talk".to_owned()),
        ("K010", format!("titel = \"x\"\n{}", talk("Talk", 15))),
        ("K018", "title = \"Talk\"\nauthority = \"example.org\"\nsession = []\n".to_owned()),
        ("K321", talk("Talk", 15).replace("example.org", "example.com")),
        ("K502", String::new()),
    ];
    for (code, text) in slips {
        if code == "K502" {
            fs::write(desk.path("talk.toml"), b"title = \"\xff\"").unwrap();
        } else {
            desk.write("talk.toml", &text);
        }
        eventually(code, || desk.is_degraded_by(code));
        assert!(serves_before(), "{code}");
    }
    let kept_and_errors = || {
        let snapshot = desk.shared.load();
        snapshot.status().map(|status| (status.kept, status.errors))
    };
    assert_eq!(kept_and_errors(), Some((1, 1)));
    desk.write("talk.toml", &talk("Talk", 14));
    eventually("it is mended", || desk.is_ready());
    assert_eq!(kept_and_errors(), Some((0, 0)));
    assert!(serves_before());
}

#[test]
fn a_file_that_notepad_saved_under_another_name_is_reported_at_once() {
    // Without polling: only an event can lead to it. A file that is not read may be private.
    for name in ["other.toml.txt", "OTHER.TOML"] {
        let desk = Desk::with_talk(By::Events);
        fs::write(desk.path(name), talk("Other", 14)).unwrap();
        eventually(name, || desk.readiness()["status"] == "degraded");
        fs::rename(desk.path(name), desk.path("other.toml")).unwrap();
        eventually("it is served", || desk.calendar("/other.ics").is_some() && desk.is_ready());
    }
}

#[test]
fn a_broken_edit_does_not_keep_others_from_changing() {
    let desk = Desk::with_talk(By::Events);
    desk.write("other.toml", &talk("Other", 14));
    eventually("both are served", || desk.calendar("/other.ics").is_some());
    desk.write("talk.toml", "nonsense");
    eventually("one is broken", || desk.is_degraded_by("K001"));
    desk.write("other.toml", &talk("Other", 15));
    eventually("the other changes", || desk.serves("/other.ics", "SEQUENCE:1"));
    assert!(desk.calendar("/talk.ics").is_some());
    // While one file may be any series, none is said to have lost its definition.
    fs::remove_file(desk.path("other.toml")).unwrap();
    desk.write("third.toml", &talk("Third", 16).replace("pening", "inish"));
    eventually("the third is served", || desk.calendar("/third.ics").is_some());
    assert!(desk.is_degraded_by("K001") && !desk.readiness().to_string().contains("K351"));
    desk.write("talk.toml", &talk("Talk", 14));
    eventually("the other is missed", || desk.is_degraded_by("K351"));
    assert!(desk.serves("/other.ics", "SEQUENCE:1"));
}

#[test]
fn a_record_that_is_damaged_keeps_the_last_good_bytes_and_is_not_written_over() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    let record = desk.read("talk.lock");
    desk.write("talk.lock", "<<<<<<< ours\n");
    eventually("it is found", || desk.is_degraded_by("K301"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    desk.write("talk.toml", &talk("Talk", 15));
    desk.write("other.toml", &talk("Other", 15));
    eventually("the edits are seen", || desk.calendar("/other.ics").is_some());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    assert_eq!(desk.read("talk.lock"), "<<<<<<< ours\n");
    desk.write("talk.lock", &record);
    eventually("it is mended", || desk.is_ready());
    eventually("the edit is served", || desk.serves("/talk.ics", "SEQUENCE:1"));
}

#[test]
fn a_record_that_vanishes_is_not_begun_again() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    let record = desk.read("talk.lock");
    fs::remove_file(desk.path("talk.lock")).unwrap();
    eventually("it is found", || desk.is_degraded_by("K352"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    assert!(!desk.path("talk.lock").exists());
    desk.write("talk.lock", &record);
    eventually("it is mended", || desk.is_ready());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
}

#[test]
fn a_directory_that_goes_away_or_is_empty_keeps_everything() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    let aside = desk.home.path().join("aside");
    fs::rename(desk.path(""), &aside).unwrap();
    eventually("it is found", || desk.is_degraded_by("K500"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    fs::create_dir(desk.path("")).unwrap();
    eventually("it is empty", || desk.readiness().to_string().contains("no file is left"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    fs::remove_dir(desk.path("")).unwrap();
    fs::rename(&aside, desk.path("")).unwrap();
    eventually("it is mended", || desk.is_ready());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    desk.write("talk.toml", &talk("Talk", 15));
    eventually("it is watched again", || desk.serves("/talk.ics", "SEQUENCE:1"));
}

#[test]
fn a_series_that_two_files_define_is_the_first_ones_until_that_is_settled() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    desk.write("zzz.toml", &format!("id = \"talk\"\n{}", talk("Usurper", 17)));
    eventually("it is found", || desk.is_degraded_by("K016"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    fs::remove_file(desk.path("zzz.toml")).unwrap();
    eventually("it is settled", || desk.is_ready());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
}

#[test]
fn a_broken_series_keeps_its_address_from_an_alias() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    desk.write("talk.toml", "nonsense");
    eventually("it is broken", || desk.is_degraded_by("K001"));
    desk.write("other.toml", &format!("aliases = [\"talk\"]\n{}", talk("Other", 15)));
    eventually("the other is served", || desk.calendar("/other.ics").is_some());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
}

#[test]
fn many_broken_definitions_make_no_large_readyz() {
    const FILES: usize = 400;
    let unknown: String = (0..200).map(|number| format!("key-{number} = 1\n")).collect();
    let desk = Desk::open(By::Asking, |home| {
        let schedules = home.join("schedules");
        fs::create_dir(&schedules).unwrap();
        fs::write(schedules.join("talk.toml"), talk("Talk", 14)).unwrap();
        for number in 0..FILES {
            let text = format!("{unknown}{}", talk("Broken", 15));
            fs::write(schedules.join(format!("broken-{number}.toml")), text).unwrap();
        }
    });
    assert!(desk.calendar("/talk.ics").is_some());
    let document = desk.readiness();
    let bytes = document.to_string().len();
    assert!((500_000..1_000_000).contains(&bytes), "{bytes} bytes");
    assert_eq!(document["status"], "degraded");
    let failures = document["failures"].as_array().unwrap();
    let findings = |failure: &Value| failure["findings"].as_array().unwrap().len();
    let shown: usize = failures.iter().map(findings).sum();
    let omitted = usize::try_from(document["omitted"].as_u64().unwrap()).unwrap();
    // Fewer per file than for a single file, and one with the count of the rest.
    let of_a_file = most_of_a_code(FILES + 1) + 1;
    assert_eq!(findings(&failures[0]), of_a_file);
    assert_eq!(shown + omitted, FILES * of_a_file);
    assert!(omitted > 0);
}
