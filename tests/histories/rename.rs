//! `kalends rename`: people keep their entries, whatever ends the command in between.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;
use kalends::publish::{Published, Publisher, Records, Settings, publish};
use kalends::revision::Record;
use kalends::store::Scan;
use tempfile::TempDir;

const HEAD: &str = "# Our talks.\ntitle = \"Talks\"\nauthority = \"kalends.example.net\"\n\
    timezone = \"Europe/Brussels\"\n";
const SESSION: &str = "\n[[session]]\nid = \"opening\"\ntitle = \"Opening\"\n\
    start = 2031-05-01T10:00:00\nend = 2031-05-01T11:00:00\n";

/// A directory with files and nothing else.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let this = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            fs::write(this.0.path().join(name), text).unwrap();
        }
        this
    }

    /// A series that was published twice, so that its SEQUENCE is 1.
    fn published() -> Self {
        let moved = SESSION.replace("T10", "T09");
        let this = Self::new(&[("talks.toml", &format!("{HEAD}{moved}"))]);
        this.publish("2026-03-01T10:00:00Z");
        this.write("talks.toml", &format!("{HEAD}{SESSION}"));
        this.publish("2026-03-02T10:00:00Z");
        this
    }

    fn settings(&self, records: Records) -> Settings {
        Settings::new(vec![self.0.path().to_owned()], records)
    }

    fn publish(&self, now: &str) -> Published {
        publish(&self.settings(Records::Write), at(now)).unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn all(&self) -> Vec<(String, String)> {
        self.names().into_iter().map(|name| (name.clone(), self.read(&name))).collect()
    }

    fn rename(&self, arguments: &[&str]) -> (i32, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_kalends"))
            .args([&["rename", "--schedules", "."], arguments].concat())
            .current_dir(self.0.path())
            .env_clear()
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
        (output.status.code().unwrap(), told)
    }
}

fn at(now: &str) -> Timestamp {
    now.parse().unwrap()
}

fn record(path: &Path) -> Record {
    let file = kalends::diagnostic::SourceFile::new("x.lock", fs::read_to_string(path).unwrap());
    Record::parse(&file).unwrap()
}

#[test]
fn a_renamed_series_keeps_its_entries_and_leads_to_its_new_addresses() {
    let files = Files::published();
    let before = record(&files.path("talks.lock"));
    let (code, told) = files.rename(&["talks", "autumn"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(
        told,
        "./talks.lock → ./autumn.lock: `id = \"autumn\"`\n\
         ./talks.toml → ./autumn.toml: `id = \"autumn\"`, `aliases = [\"talks\"]`\n\
         1 entry keeps its UID, SEQUENCE and CREATED\n\
         /talks… redirects to /autumn… (308) as long as `aliases` contains `talks`\n"
    );
    assert_eq!(files.names(), ["autumn.lock", "autumn.toml"]);
    let line = "authority = \"kalends.example.net\"\n";
    let renamed = HEAD.replace(line, &format!("{line}id = \"autumn\"\naliases = [\"talks\"]\n"));
    assert_eq!(files.read("autumn.toml"), format!("{renamed}{SESSION}"));
    let after = record(&files.path("autumn.lock"));
    assert_eq!(after.sessions().collect::<Vec<_>>(), before.sessions().collect::<Vec<_>>());
    assert_eq!((after.series().as_str(), after.created()), ("autumn", before.created()));
    // Who asks at the new address with the old Last-Modified gets the new feed.
    assert!(after.revised() > before.revised());
    let published = files.publish("2030-01-01T00:00:00Z");
    assert!(published.findings.is_empty(), "{:?}", published.findings);
    assert!(
        published.editions().next().unwrap().changes.sessions.is_empty()
            && !published.editions().next().unwrap().changes.any
    );
    // A session that is new is derived from the new id, and collides with none.
    let more = SESSION.replace("opening", "closing").replace("05-01", "05-02");
    files.write("autumn.toml", &format!("{}{more}", files.read("autumn.toml")));
    let published = files.publish("2030-01-01T00:00:00Z");
    assert!(published.findings.is_empty(), "{:?}", published.findings);
    let (code, told) = files.rename(&["autumn", "talks"]);
    assert_eq!(code, 0, "{told}");
    assert!(files.read("talks.toml").contains("id = \"talks\"\naliases = [\"autumn\"]\n"));
    let published = files.publish("2030-01-02T00:00:00Z");
    assert!(published.findings.is_empty(), "{:?}", published.findings);
    let sequences: Vec<u32> = published
        .editions()
        .next()
        .unwrap()
        .record
        .sessions()
        .map(|(_, entry)| entry.sequence())
        .collect();
    assert_eq!(sequences, [0, 1]);
}

#[test]
fn whatever_ends_it_in_between_nothing_starts_again_and_it_can_be_finished() {
    let done = Files::published();
    let old = [done.read("talks.toml"), done.read("talks.lock")];
    assert_eq!(done.rename(&["talks", "autumn"]).0, 0);
    let new = [done.read("autumn.toml"), done.read("autumn.lock")];
    let uids: Vec<_> = record(&done.path("autumn.lock"))
        .sessions()
        .map(|(_, entry)| (entry.uid().clone(), entry.sequence(), entry.created()))
        .collect();
    for steps in [
        [("talks.toml", &old[0]), ("talks.lock", &old[1])],
        [("talks.toml", &old[0]), ("talks.lock", &new[1])],
        [("talks.toml", &new[0]), ("talks.lock", &new[1])],
        [("autumn.toml", &new[0]), ("talks.lock", &new[1])],
    ] {
        for publishes in [false, true] {
            let steps = steps.map(|(name, text)| (name, text.as_str()));
            let files = Files::new(&steps);
            if publishes {
                files.publish("2030-01-01T00:00:00Z");
            }
            let records: Vec<String> =
                files.names().into_iter().filter(|name| name.ends_with(".lock")).collect();
            assert_eq!(records.len(), 1, "another record was begun: {:?}", files.names());
            if records[0] == "talks.lock" {
                let (code, told) = files.rename(&["talks", "autumn"]);
                assert_eq!(code, 0, "{steps:?}: {told}");
            }
            let published = files.publish("2030-01-01T00:00:00Z");
            assert!(published.findings.is_empty(), "{:?}", published.findings);
            let kept: Vec<_> = record(&files.path("autumn.lock"))
                .sessions()
                .map(|(_, entry)| (entry.uid().clone(), entry.sequence(), entry.created()))
                .collect();
            assert_eq!(kept, uids);
        }
    }
}

#[test]
fn while_it_is_served_subscribers_are_led_to_the_new_addresses() {
    let files = Files::published();
    let now = at("2026-03-03T10:00:00Z");
    let mut publisher = Publisher::new(&files.settings(Records::Write));
    publisher.load(now).unwrap();
    assert_eq!(files.rename(&["talks", "autumn"]).0, 0);
    let reloaded = publisher.reload(&Scan::Requested, now).expect("something changed");
    // The command has the clock of the machine, which is ahead of the one of this test.
    assert!(!reloaded.published.has_errors(), "{:?}", reloaded.published.findings);
    let served = &reloaded.published.series;
    assert_eq!((served.len(), served[0].id.as_str()), (1, "autumn"));
    assert_eq!(served[0].aliases[0].as_str(), "talks");
    assert!(reloaded.published.kept.is_empty() && reloaded.published.unavailable.is_empty());
}

#[test]
fn a_definition_that_was_renamed_by_hand_is_followed() {
    let files = Files::published();
    fs::rename(files.path("talks.toml"), files.path("autumn.toml")).unwrap();
    assert!(files.publish("2026-03-03T10:00:00Z").has_errors());
    let (code, told) = files.rename(&["talks", "autumn"]);
    assert_eq!(code, 0, "{told}");
    assert_eq!(files.names(), ["autumn.lock", "autumn.toml"]);
    assert!(files.read("autumn.toml").contains("\naliases = [\"talks\"]\n"));
    assert!(!files.read("autumn.toml").contains("id = \"autumn\""));
    assert!(!files.publish("2026-03-03T10:00:00Z").has_errors());
}

#[test]
fn a_private_series_is_renamed_and_stays_private() {
    let files = Files::new(&[("talks.toml", &format!("access = []\n{HEAD}{SESSION}"))]);
    files.publish("2026-03-01T10:00:00Z");
    let (code, told) = files.rename(&["talks", "autumn"]);
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("/private/{token}/talks… redirects to /private/{token}/autumn…"),
        "{told}"
    );
    assert!(record(&files.path("autumn.lock")).audience().is_private());
}

#[test]
fn what_cannot_be_renamed_is_refused_and_nothing_is_changed() {
    let other = format!("{HEAD}{SESSION}").replace("opening", "other");
    let alias = other.replace("title = \"Talks\"", "title = \"T\"\naliases = [\"winter\"]");
    let files = Files::published();
    files.write("spring.toml", &other);
    files.write("summer.toml", &alias);
    files.write("broken.lock", "[series]\nid = \"broken\"\n");
    files.publish("2026-03-03T10:00:00Z");
    fs::remove_file(files.path("spring.lock")).unwrap();
    let before = files.all();
    for (old, new, code, expected) in [
        ("talks", "talks", 2, "the series already has the id"),
        ("talks", "spring", 2, "`spring` is taken: `./spring.toml` defines it"),
        ("talks", "summer", 2, "`summer` is taken: `./summer.lock` is its record"),
        ("talks", "winter", 2, "`./summer.toml` uses an address of `talks` or `winter`"),
        ("spring", "autumn", 2, "no record of `spring` in `.`"),
        ("broken", "autumn", 1, "error[K302]"),
        ("talks", "broken", 2, "`broken` is taken: `./broken.lock` is its record"),
        ("talks", "Autumn", 2, "has `A`"),
        ("talks", "readyz", 2, "is reserved"),
    ] {
        let (exit, told) = files.rename(&[old, new]);
        assert_eq!(exit, code, "{old} {new}: {told}");
        assert!(told.contains(expected), "{expected} is not in {told}");
    }
    let (code, told) = files.rename(&["--dry-run", "talks", "autumn"]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("./talks.toml → ./autumn.toml") && told.contains("nothing was changed"));
    assert_eq!(files.all(), before);
    // A definition with errors, and one without a definition.
    files.write("talks.toml", "title = 1\n");
    let (code, told) = files.rename(&["talks", "autumn"]);
    assert!(code == 1 && told.contains("authority"), "{told}");
    fs::remove_file(files.path("talks.toml")).unwrap();
    let (code, told) = files.rename(&["talks", "autumn"]);
    assert!(code == 2 && told.contains("no definition of `talks`; restore it first"), "{told}");
}

#[test]
fn a_definition_that_cannot_be_edited_gets_the_lines_to_write() {
    let many: Vec<String> = (0..100).map(|number| format!("\"old-{number}\"")).collect();
    let aliases = format!("aliases = [{}]\n", many.join(", "));
    let files = Files::new(&[("talks.toml", &format!("{HEAD}{aliases}{SESSION}"))]);
    files.publish("2026-03-01T10:00:00Z");
    let before = files.all();
    let (code, told) = files.rename(&["talks", "autumn"]);
    assert!(code == 1 && told.contains("Write these lines into it"), "{told}");
    assert!(told.contains("id = \"autumn\"\naliases = [\"old-0\", "), "{told}");
    assert_eq!(files.all(), before);
}
