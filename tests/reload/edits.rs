//! Everything by which files change on purpose.

use std::fs;
use std::path::Path;

use kalends::publish::{Records, Settings, WithoutDefinition, publish};

use crate::reload::desk::{By, Desk, eventually, talk};

const AT_14: &str = "DTSTART;TZID=Europe/Brussels:20270923T140000";
const AT_15: &str = "DTSTART;TZID=Europe/Brussels:20270923T150000";

#[test]
fn a_change_reaches_the_feed_and_the_session_with_the_next_sequence() {
    let desk = Desk::with_talk(By::Events);
    assert!(desk.serves("/talk.ics", AT_14));
    desk.write("talk.toml", &talk("Talk", 15));
    eventually("the feed changes", || desk.serves("/talk.ics", AT_15));
    assert!(desk.serves("/talk/opening.ics", AT_15));
    assert!(desk.serves("/talk/opening.ics", "SEQUENCE:1"));
    assert!(desk.read("talk.lock").contains("sequence = 1"));
}

#[test]
fn a_file_that_is_added_is_served() {
    let desk = Desk::with_talk(By::Events);
    desk.write("other.toml", &talk("Other", 15));
    eventually("it is served", || desk.serves("/other.ics", AT_15));
    assert!(desk.serves("/talk.ics", AT_14));
    assert!(desk.path("other.lock").is_file());
}

#[test]
fn a_definition_that_is_removed_keeps_its_series_until_its_end_is_recorded() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    fs::remove_file(desk.path("talk.toml")).unwrap();
    eventually("it is found", || desk.is_degraded_by("K351"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    assert!(desk.calendar("/talk/opening.ics").is_some());
    desk.write("talk.toml", &talk("Talk", 15));
    eventually("it is back", || desk.serves("/talk.ics", AT_15));
    assert!(desk.serves("/talk.ics", "SEQUENCE:1") && desk.is_ready(), "the count went on");

    fs::remove_file(desk.path("talk.toml")).unwrap();
    eventually("it is found again", || desk.is_degraded_by("K351"));
    // As another process does with `publish --allow-mass-removal`.
    let settings = Settings {
        without_definition: WithoutDefinition::Ended,
        ..Settings::new(vec![desk.path("")], Records::Write)
    };
    assert!(publish(&settings, kalends::clock::now()).unwrap().findings.is_empty());
    eventually("it is gone", || desk.is_gone("/talk.ics") && desk.is_gone("/talk/opening.ics"));
    assert!(desk.is_ready());
}

#[test]
fn a_definition_that_is_renamed_gets_no_record_until_it_says_which_series_it_is() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    fs::rename(desk.path("talk.toml"), desk.path("speech.toml")).unwrap();
    eventually("it is found", || desk.is_degraded_by("K355"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    assert!(desk.calendar("/speech.ics").is_none() && !desk.path("speech.lock").exists());
    desk.write("speech.toml", &format!("id = \"talk\"\n{}", talk("Talk", 14)));
    eventually("it is settled", || desk.is_ready());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);

    // The other way out: the old series ends on purpose, and the new one is new.
    desk.write("speech.toml", &talk("Talk", 14));
    eventually("it is found again", || desk.is_degraded_by("K355"));
    let settings = Settings {
        without_definition: WithoutDefinition::Ended,
        ..Settings::new(vec![desk.path("")], Records::Write)
    };
    publish(&settings, kalends::clock::now()).unwrap();
    eventually("the new one is served", || desk.serves("/speech.ics", AT_14));
    eventually("the old one is gone", || desk.is_gone("/talk.ics"));
}

#[test]
fn a_record_that_is_renamed_with_its_definition_goes_back_to_its_place() {
    let desk = Desk::with_talk(By::Events);
    desk.write("talk.toml", &talk("Talk", 15));
    eventually("it is at 15", || desk.serves("/talk.ics", "SEQUENCE:1"));
    let before = (desk.calendar("/talk.ics").unwrap(), desk.read("talk.lock"));
    fs::rename(desk.path("talk.toml"), desk.path("speech.toml")).unwrap();
    fs::rename(desk.path("talk.lock"), desk.path("speech.lock")).unwrap();
    eventually("it is found", || desk.readiness().to_string().contains("K320"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before.0);
    desk.write("speech.toml", &format!("id = \"talk\"\n{}", talk("Talk", 15)));
    eventually("it is settled", || desk.is_ready());
    assert_eq!((desk.calendar("/talk.ics").unwrap(), desk.read("talk.lock")), before);
    assert!(!desk.path("speech.lock").exists());
}

#[test]
fn definitions_and_records_that_go_away_together_keep_their_series() {
    let desk = Desk::with_talk(By::Events);
    desk.write("other.toml", &talk("Other", 15));
    eventually("both are served", || desk.serves("/other.ics", AT_15));
    let (definition, record) = (desk.read("talk.toml"), desk.read("talk.lock"));
    let before = desk.calendar("/talk.ics").unwrap();
    for name in ["talk.toml", "talk.lock"] {
        fs::remove_file(desk.path(name)).unwrap();
    }
    eventually("it is found", || desk.is_degraded_by("K358"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    // All of them, of which not all come back.
    for name in ["other.toml", "other.lock"] {
        fs::rename(desk.path(name), desk.home.path().join(name)).unwrap();
    }
    eventually("nothing is left", || desk.readiness().to_string().contains("no file is left"));
    for name in ["other.lock", "other.toml"] {
        fs::rename(desk.home.path().join(name), desk.path(name)).unwrap();
    }
    eventually("one is back", || desk.is_degraded_by("K358"));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    assert!(desk.serves("/other.ics", AT_15));
    desk.write("talk.lock", &record);
    desk.write("talk.toml", &definition);
    eventually("both are back", || desk.is_ready());
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
}

#[test]
fn a_file_that_is_renamed_with_its_id_pinned_changes_nothing() {
    let desk = Desk::with_talk(By::Events);
    let before = desk.calendar("/talk.ics").unwrap();
    desk.write("talk.toml", &format!("id = \"talk\"\n{}", talk("Talk", 14)));
    fs::rename(desk.path("talk.toml"), desk.path("speech.toml")).unwrap();
    // Something that shows when the rename was seen.
    desk.write("other.toml", &talk("Other", 15));
    eventually("the pass is over", || desk.serves("/other.ics", AT_15));
    assert_eq!(desk.calendar("/talk.ics").unwrap(), before);
    assert!(desk.is_ready());
}

#[test]
fn an_editor_that_replaces_the_file_is_noticed() {
    let desk = Desk::with_talk(By::Events);
    for hour in [15, 16, 17] {
        desk.write(".talk.toml.swp", &talk("Talk", hour));
        fs::rename(desk.path("talk.toml"), desk.path("talk.toml~")).unwrap();
        fs::rename(desk.path(".talk.toml.swp"), desk.path("talk.toml")).unwrap();
        let line = format!("DTSTART;TZID=Europe/Brussels:20270923T{hour}0000");
        eventually("it is served", || desk.serves("/talk.ics", &line));
    }
}

#[test]
fn an_edit_under_the_same_size_and_time_is_noticed_by_polling() {
    let desk = Desk::with_talk(By::Polling);
    let written = fs::metadata(desk.path("talk.toml")).unwrap().modified().unwrap();
    desk.write("talk.toml", &talk("Talk", 15));
    let file = fs::File::options().write(true).open(desk.path("talk.toml")).unwrap();
    file.set_modified(written).unwrap();
    eventually("it is served", || desk.serves("/talk.ics", AT_15));
}

#[test]
fn polling_notices_what_comes_and_goes() {
    let desk = Desk::with_talk(By::Polling);
    desk.write("other.toml", &talk("Other", 15));
    eventually("it is served", || desk.serves("/other.ics", AT_15));
    fs::remove_file(desk.path("other.toml")).unwrap();
    eventually("it is found", || desk.is_degraded_by("K351"));
    assert!(desk.serves("/other.ics", AT_15));
}

#[test]
fn nothing_is_noticed_until_somebody_asks() {
    let desk = Desk::with_talk(By::Asking);
    // Ten times the polling time of the other tests.
    let wait = || std::thread::sleep(std::time::Duration::from_millis(200));
    // The first pass comes unasked.
    wait();
    desk.write("talk.toml", &talk("Talk", 15));
    wait();
    assert!(desk.serves("/talk.ics", AT_14), "it was noticed");
    desk.ask();
    eventually("it is served", || desk.serves("/talk.ics", AT_15));
}

/// A version of the schedules with the record, next to the others as in a deployment.
fn version(home: &Path, name: &str, hour: u32) {
    fs::create_dir(home.join(name)).unwrap();
    fs::write(home.join(name).join("talk.toml"), talk("Talk", hour)).unwrap();
    if let Ok(record) = fs::read(home.join("schedules/talk.lock")) {
        fs::write(home.join(name).join("talk.lock"), record).unwrap();
    }
}

fn swap(home: &Path, link: &str, target: &str) {
    std::os::unix::fs::symlink(target, home.join("new-link")).unwrap();
    fs::rename(home.join("new-link"), home.join(link)).unwrap();
}

#[test]
fn a_directory_that_is_a_link_is_followed_wherever_it_leads() {
    for by in [By::Events, By::Polling] {
        let desk = Desk::open(by, |home| {
            version(home, "one", 14);
            swap(home, "schedules", "one");
        });
        for (name, hour) in [("two", 15), ("three", 16)] {
            version(desk.home.path(), name, hour);
            swap(desk.home.path(), "schedules", name);
            let line = format!("DTSTART;TZID=Europe/Brussels:20270923T{hour}0000");
            eventually("it is served", || desk.serves("/talk.ics", &line));
        }
        assert!(desk.serves("/talk.ics", "SEQUENCE:2"));
        // The current directory is watched.
        desk.write("talk.toml", &talk("Talk", 17));
        eventually("it is served", || desk.serves("/talk.ics", "SEQUENCE:3"));
    }
}

#[test]
fn files_that_are_links_into_a_directory_that_is_one_are_followed() {
    // A config map as Kubernetes mounts it.
    let desk = Desk::open(By::Events, |home| {
        fs::create_dir(home.join("schedules")).unwrap();
        version(home, "schedules/..one", 14);
        swap(home, "schedules/..data", "..one");
        let target = "..data/talk.toml";
        std::os::unix::fs::symlink(target, home.join("schedules/talk.toml")).unwrap();
    });
    assert!(desk.serves("/talk.ics", AT_14));
    version(desk.home.path(), "schedules/..two", 15);
    swap(desk.home.path(), "schedules/..data", "..two");
    eventually("it is served", || desk.serves("/talk.ics", AT_15));
}

#[test]
fn a_link_on_the_way_to_the_directory_is_watched() {
    let desk = Desk::open(By::Events, |home| {
        for (name, hour) in [("one", 14), ("two", 15)] {
            fs::create_dir(home.join(name)).unwrap();
            fs::create_dir(home.join(name).join("inner")).unwrap();
            let file = home.join(name).join("inner/talk.toml");
            fs::write(file, talk("Talk", hour)).unwrap();
        }
        swap(home, "current", "one");
        std::os::unix::fs::symlink("current/inner", home.join("schedules")).unwrap();
    });
    assert!(desk.serves("/talk.ics", AT_14));
    let record = desk.read("talk.lock");
    fs::write(desk.home.path().join("two/inner/talk.lock"), record).unwrap();
    swap(desk.home.path(), "current", "two");
    eventually("it is served", || desk.serves("/talk.ics", AT_15));
}
