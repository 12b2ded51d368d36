//! `kalends export`: every file equals the service's response, byte by byte, and an export changes no
//! file that it did not create. `tests/export.sh` tests real hosts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use kalends::model::WebUrl;
use kalends::page::Selections;
use kalends::publish::{Records, Settings, WithoutDefinition, publish};
use kalends::snapshot::Snapshot;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Response, spawn_app};

const PUBLIC_URL: &str = "https://calendar.example.org/events";

const TALKS: &str = r#"
title = { en = "Talks", da = "Foredrag" }
authority = "example.org"
timezone = "Europe/Copenhagen"
language = "en"
location = "Aula \"B\" {$2}"
duration = "1h"
aliases = ["lectures"]

[[session]]
id = "opening"
was = "start"
title = { en = "Opening & <more>", da = "Åbning" }
start = 2027-09-23T14:00:00

[[session]]
id = "closing"
title = { en = "Closing", da = "Afslutning" }
start = 2027-10-31T10:00:00
"#;

/// A place with definitions, and one for exports.
struct Desk {
    home: TempDir,
}

impl Desk {
    /// With a renamed session, an alias, two languages, a retired series and the shipped one.
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let desk = Self { home };
        let schedules = desk.schedules();
        fs::create_dir(&schedules).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("schedules");
        for file in fs::read_dir(shipped).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), schedules.join(file.file_name())).unwrap();
        }
        let before = TALKS.replace("id = \"opening\"\nwas = \"start\"", "id = \"start\"");
        fs::write(schedules.join("talks.toml"), before).unwrap();
        fs::write(
            schedules.join("ended.toml"),
            TALKS.replace("\"Talks\"", "\"Ended\"").replace("aliases = [\"lectures\"]", ""),
        )
        .unwrap();
        desk.publish("2026-01-01T00:00:00Z");
        fs::write(schedules.join("talks.toml"), TALKS).unwrap();
        fs::remove_file(schedules.join("ended.toml")).unwrap();
        desk.end_what_has_no_definition();
        desk
    }

    fn end_what_has_no_definition(&self) {
        let settings = Settings {
            without_definition: WithoutDefinition::Ended,
            ..Settings::new(vec![self.schedules()], Records::Write)
        };
        publish(&settings, "2026-02-01T00:00:00Z".parse().unwrap()).unwrap();
    }

    fn schedules(&self) -> PathBuf {
        self.home.path().join("schedules")
    }

    fn out(&self) -> PathBuf {
        self.home.path().join("out")
    }

    fn publish(&self, now: &str) -> Snapshot {
        let settings = Settings {
            public_url: Some(WebUrl::parse(PUBLIC_URL).unwrap()),
            selections: Selections::Missing,
            ..Settings::new(vec![self.schedules()], Records::Write)
        };
        publish(&settings, now.parse().unwrap()).unwrap().snapshot().unwrap()
    }

    fn export(&self) -> Output {
        self.export_to(&self.out())
    }

    fn export_to(&self, out: &Path) -> Output {
        Command::new(env!("CARGO_BIN_EXE_kalends"))
            .args(["export", "--public-url", PUBLIC_URL, "--schedules"])
            .arg(self.schedules())
            .arg("--out")
            .arg(out)
            .env_remove("RUST_LOG")
            .output()
            .unwrap()
    }

    fn exported(&self) -> String {
        let output = self.export();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn manifest(&self) -> Value {
        serde_json::from_slice(&fs::read(self.out().join("manifest.json")).unwrap()).unwrap()
    }
}

/// Every file below a directory, with its bytes and time.
fn files(directory: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                found.insert(path.clone(), (fs::read(&path).unwrap(), modified));
            }
        }
    }
    found
}

/// The host's view of a response: without the service's own headers, and without content negotiation.
fn told(response: &Response) -> BTreeMap<String, String> {
    let kept = |(name, value): &(String, String)| {
        let own = ["etag", "last-modified", "location", "vary", "content-length", "connection"];
        (!own.contains(&name.as_str())).then(|| (name.clone(), value.clone()))
    };
    response.headers.iter().filter_map(kept).collect()
}

#[test]
fn every_file_and_field_is_what_the_service_answers() {
    let desk = Desk::new();
    let app = spawn_app(desk.publish("2026-02-01T00:00:00Z"));
    desk.exported();
    let manifest = desk.manifest();
    let answers = manifest["answers"].as_array().unwrap();
    let mut counts = BTreeMap::new();
    for answer in answers {
        let address = answer["address"].as_str().unwrap();
        let served = app.get(address);
        *counts.entry(served.status).or_insert(0) += 1;
        assert_eq!(answer["status"], served.status, "{address}");
        assert_eq!(answer["location"].as_str(), served.header("location"), "{address}");
        assert_eq!(answer["etag"].as_str(), served.header("etag"), "{address}");
        let mut headers: BTreeMap<String, String> =
            serde_json::from_value(answer["headers"].clone()).unwrap();
        let mut told = told(&served);
        if served.status == 410 {
            // The host's own words.
            assert_eq!(told.remove("content-type").as_deref(), Some("application/problem+json"));
            told.remove("content-type");
            headers.remove("content-type");
        }
        assert_eq!(headers, told, "{address}");
        if let Some(file) = answer["file"].as_str() {
            let path = desk.out().join(file);
            assert_eq!(fs::read(&path).unwrap(), served.body, "{address}");
            if let Some(at) = served.header("last-modified") {
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                assert_eq!(modified, httpdate::parse_http_date(at).unwrap(), "{address}");
            }
        }
    }
    assert!(counts[&200] > 40 && counts[&308] > 3 && counts[&302] > 8, "{counts:?}");
    assert!(counts[&410] >= 2, "{counts:?}");
    // Everything that is published has its place.
    let listed: Vec<&str> =
        answers.iter().map(|answer| answer["address"].as_str().unwrap()).collect();
    for address in ["/", "/talks.ics", "/da/talks.ics", "/talks/opening.ics", "/talks/email"] {
        assert!(listed.contains(&address), "{address}");
    }
    for address in ["/healthz", "/readyz", "/metrics", "/talks/reach"] {
        assert!(!listed.contains(&address), "{address}");
    }
    let places: Vec<&str> = answers.iter().filter_map(|answer| answer["file"].as_str()).collect();
    let mut once = places.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), places.len(), "a file of its own for each address");
}

#[test]
fn a_file_has_the_time_of_its_record_though_a_clock_was_ahead() {
    let desk = Desk::new();
    let edited = TALKS.replace("Closing", "Farewell");
    fs::write(desk.schedules().join("talks.toml"), edited).unwrap();
    let ahead = "Thu, 01 Jan 2099 00:00:00 GMT";
    let app = spawn_app(desk.publish("2099-01-01T00:00:00Z"));
    desk.exported();
    let modified = fs::metadata(desk.out().join("site/talks.ics")).unwrap().modified().unwrap();
    assert_eq!(modified, httpdate::parse_http_date(ahead).unwrap());
    // The service, which knows the time, says no time that is still to come.
    let served = app.get("/talks.ics");
    let served = httpdate::parse_http_date(served.header("last-modified").unwrap()).unwrap();
    assert!(served < modified);
}

#[test]
fn the_manifest_has_the_hash_of_every_file() {
    let desk = Desk::new();
    desk.exported();
    let manifest = desk.manifest();
    let listed: BTreeMap<String, String> =
        serde_json::from_value(manifest["files"].clone()).unwrap();
    let there: BTreeMap<String, String> = files(&desk.out())
        .into_iter()
        .map(|(path, (bytes, _))| {
            let place = path.strip_prefix(desk.out()).unwrap().to_str().unwrap().to_owned();
            let hash = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
            (place, hash.iter().map(|byte| format!("{byte:02x}")).collect())
        })
        .filter(|(place, _): &(String, String)| place != "manifest.json")
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn a_second_export_writes_what_changed_and_takes_away_what_is_gone() {
    let desk = Desk::new();
    let first = desk.exported();
    assert!(first.contains(" 0 unchanged, 0 removed"), "{first}");
    let before = files(&desk.out());
    let again = desk.exported();
    assert!(again.contains(": 0 files written, "), "{again}");
    assert_eq!(files(&desk.out()), before, "bytes and times");

    fs::write(desk.out().join("site/own.txt"), "of another hand").unwrap();
    let path = desk.schedules().join("talks.toml");
    let text = TALKS.replace("\"Closing\"", "\"The end\"").replace("\"lectures\"", "\"talk\"");
    fs::write(path, text).unwrap();
    let changed = desk.exported();
    assert!(!changed.contains(": 0 files written, "), "{changed}");
    let after = files(&desk.out());
    let shipped = desk.out().join("site/ehealth-security-2020.ics");
    assert_eq!(after[&shipped], before[&shipped]);
    let feed = desk.out().join("site/talks.ics");
    assert_ne!(after[&feed], before[&feed]);
    assert!(after.contains_key(&desk.out().join("site/own.txt")));

    fs::remove_file(desk.out().join("site/talks.ics")).unwrap();
    desk.exported();
    assert_eq!(files(&desk.out())[&feed].0, after[&feed].0, "what was lost comes back");
    // A definition that vanished ends nothing; recording its end does.
    fs::remove_file(desk.schedules().join("ehealth-security-2020.toml")).unwrap();
    let refused = desk.export();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("K351"));
    assert!(shipped.exists());
    desk.end_what_has_no_definition();
    let retired = desk.exported();
    assert!(!retired.contains(" 0 removed"), "{retired}");
    assert!(!shipped.exists());
    assert!(desk.out().join("site/own.txt").exists());
    assert!(!files(&desk.out()).keys().any(|path| path.to_str().unwrap().ends_with(".tmp")));
}

#[test]
fn parts_and_umbrellas_are_files_and_no_page_leads_to_selections() {
    let desk = Desk::new();
    let summit = include_str!("fixtures/summit-2027.toml");
    fs::write(desk.schedules().join("summit-2027.toml"), summit).unwrap();
    let umbrella = "title = \"All events\"\nauthority = \"example.org\"\nlanguage = \"en\"\n\
                    [umbrella]\nseries = \"*\"\n";
    fs::write(desk.schedules().join("all-events.toml"), umbrella).unwrap();
    desk.exported();
    let site = desk.out().join("site");
    let app = spawn_app(desk.publish("2026-02-01T00:00:00Z"));
    for path in ["summit-2027/track/policy.ics", "summit-2027/room/aula.ics", "all-events.ics"] {
        let file = fs::read(site.join(path)).unwrap();
        assert_eq!(String::from_utf8(file).unwrap(), app.get(&format!("/{path}")).text(), "{path}");
    }
    for path in ["summit-2027/track/policy", "summit-2027/variant/early", "all-events"] {
        let is_page = |place: &str| site.join(place).is_file();
        let places = [format!("{path}.html"), format!("{path}/index.html")];
        assert!(places.iter().any(|place| is_page(place)), "{path}");
    }
    for (path, (bytes, _)) in files(&desk.out()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("<form") && !text.contains("/select/"), "{}", path.display());
    }
}

#[test]
fn a_directory_of_somebody_else_is_left_alone() {
    let desk = Desk::new();
    fs::create_dir(desk.out()).unwrap();
    fs::write(desk.out().join("index.html"), "mine").unwrap();
    let output = desk.export();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("contains no `manifest.json` of an export"), "{said}");
    assert_eq!(files(&desk.out()).len(), 1);
    fs::write(desk.out().join("manifest.json"), "{\"name\": \"My app\"}").unwrap();
    assert_eq!(desk.export().status.code(), Some(2), "the manifest of a web app");
    assert_eq!(files(&desk.out()).len(), 2);
}

#[test]
fn a_manifest_that_was_meddled_with_removes_nothing_outside() {
    let desk = Desk::new();
    desk.exported();
    let outside = desk.home.path().join("precious.txt");
    fs::write(&outside, "kept").unwrap();
    let mut manifest = desk.manifest();
    for place in ["../precious.txt", outside.to_str().unwrap()] {
        manifest["files"][place] = "00".into();
    }
    fs::write(desk.out().join("manifest.json"), manifest.to_string()).unwrap();
    desk.exported();
    assert!(outside.exists());
}

#[test]
fn while_there_are_errors_the_last_export_stays() {
    let desk = Desk::new();
    desk.exported();
    let before = files(&desk.out());
    let path = desk.schedules().join("talks.toml");
    fs::write(path, TALKS.replace("Europe/Copenhagen", "CET")).unwrap();
    let output = desk.export();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("nothing is exported while there are errors"), "{said}");
    assert_eq!(files(&desk.out()), before);
}

#[test]
fn equal_sites_have_equal_exports_wherever_they_lie() {
    let desk = Desk::new();
    desk.exported();
    let other = desk.home.path().join("other/deep");
    assert!(desk.export_to(&other).status.success());
    let bytes = |directory: &Path| -> BTreeMap<PathBuf, Vec<u8>> {
        let found = files(directory).into_iter();
        found
            .map(|(path, (bytes, _))| (path.strip_prefix(directory).unwrap().to_owned(), bytes))
            .collect()
    };
    assert_eq!(bytes(&desk.out()), bytes(&other));
}

/// Kills the export when it writes a file of more than so many times 512 bytes.
fn killed_by_size(desk: &Desk, blocks: u32) -> bool {
    let limited = format!("ulimit -c 0; ulimit -f {blocks}; exec \"$@\"");
    let status = Command::new("sh")
        .args(["-c", &limited, "sh", env!("CARGO_BIN_EXE_kalends")])
        .args(["export", "--locked", "--public-url", PUBLIC_URL, "--schedules"])
        .arg(desk.schedules())
        .arg("--out")
        .arg(desk.out())
        .env_remove("RUST_LOG")
        .output()
        .unwrap()
        .status;
    status.signal().is_some()
}

fn bytes_below(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let relative = |path: &Path| path.strip_prefix(directory).unwrap().to_owned();
    files(directory).into_iter().map(|(path, (bytes, _))| (relative(&path), bytes)).collect()
}

#[test]
fn an_export_that_was_killed_anywhere_is_repeated_and_leaves_nothing_behind() {
    let desk = Desk::new();
    desk.exported();
    let whole = bytes_below(&desk.out());
    // Every size at which another file is the first that is too large.
    let mut sizes: Vec<u32> =
        whole.values().map(|bytes| u32::try_from(bytes.len() / 512).unwrap()).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut killed = 0;
    for blocks in sizes {
        fs::remove_dir_all(desk.out()).unwrap();
        if !killed_by_size(&desk, blocks) {
            continue;
        }
        killed += 1;
        assert!(!desk.out().join("manifest.json").exists(), "nothing is listed that is not there");
        // A file that it had already written is no longer published.
        let left = desk.out().join("site/own.txt");
        if left.parent().unwrap().exists() {
            fs::write(&left, "of another hand").unwrap();
        }
        desk.exported();
        let mut found = bytes_below(&desk.out());
        found.remove(Path::new("site/own.txt"));
        assert_eq!(found.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
        assert!(found == whole, "killed at {blocks} blocks");
    }
    assert!(killed > 5, "{killed}");
}

#[test]
fn files_of_a_killed_export_that_the_next_one_lacks_are_removed() {
    let desk = Desk::new();
    let text = TALKS.replace("id = \"closing\"", "id = \"farewell\"");
    desk.exported();
    let large = fs::metadata(desk.out().join("manifest.json")).unwrap().len() / 512;
    fs::remove_dir_all(desk.out()).unwrap();
    // All but the manifest, which is by far the largest.
    assert!(killed_by_size(&desk, u32::try_from(large).unwrap() - 1));
    let closing = desk.out().join("site/talks/closing.ics");
    assert!(closing.exists(), "otherwise this shows nothing");
    let path = desk.schedules();
    fs::write(path.join("talks.toml"), text.replace("lectures", "readings")).unwrap();
    fs::remove_file(path.join("ehealth-security-2020.toml")).unwrap();
    desk.end_what_has_no_definition();
    desk.exported();
    assert!(!desk.out().join("site/ehealth-security-2020.ics").exists());
    assert!(desk.out().join("site/talks/farewell.ics").exists());
    let found = bytes_below(&desk.out());
    fs::remove_dir_all(desk.out()).unwrap();
    desk.exported();
    assert!(found == bytes_below(&desk.out()), "as if it was the first");
}

#[test]
fn what_a_release_without_a_plan_left_when_it_was_killed_is_recognised_by_its_bytes() {
    let desk = Desk::new();
    desk.exported();
    let whole = bytes_below(&desk.out());
    fs::remove_file(desk.out().join("manifest.json")).unwrap();
    fs::remove_file(desk.out().join("site/talks.ics")).unwrap();
    fs::write(desk.out().join("site/.talks.ics.tmp"), "half").unwrap();
    desk.exported();
    assert!(bytes_below(&desk.out()) == whole);
    for (place, text) in [("site/talks.ics", "edited"), ("site/own.txt", "mine")] {
        fs::remove_file(desk.out().join("manifest.json")).unwrap();
        fs::write(desk.out().join(place), text).unwrap();
        assert_eq!(desk.export().status.code(), Some(2), "{place}");
        assert_eq!(fs::read_to_string(desk.out().join(place)).unwrap(), text);
        fs::remove_dir_all(desk.out()).unwrap();
        desk.exported();
    }
}

#[test]
fn links_below_the_target_are_never_followed() {
    let desk = Desk::new();
    desk.exported();
    let whole = bytes_below(&desk.out());
    let outside = desk.home.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("precious"), "kept").unwrap();
    // Links in place of files, and of the files through which they are exchanged, are replaced.
    for place in ["site/talks.ics", "nginx.conf", "site/.talks.html.tmp", "site/.index.html.tmp"] {
        let path = desk.out().join(place);
        let _ = fs::remove_file(&path);
        symlink(outside.join("precious"), path).unwrap();
    }
    for changed in ["site/talks.html", "site/index.html"] {
        fs::write(desk.out().join(changed), "changed").unwrap();
    }
    desk.exported();
    assert!(bytes_below(&desk.out()) == whole);
    assert!(!fs::symlink_metadata(desk.out().join("site/talks.ics")).unwrap().is_symlink());
    // Links in place of directories are refused, also where a file is to be removed below one.
    fs::rename(desk.out().join("site/talks"), outside.join("talks")).unwrap();
    symlink(outside.join("talks"), desk.out().join("site/talks")).unwrap();
    let before = bytes_below(&outside);
    let refused = |desk: &Desk| {
        let output = desk.export();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("`site/talks` is a link or a file there"), "{said}");
    };
    refused(&desk);
    let text = TALKS.replace("id = \"closing\"", "id = \"farewell\"\nwas = \"closing\"");
    fs::write(desk.schedules().join("talks.toml"), text).unwrap();
    refused(&desk);
    assert!(bytes_below(&outside) == before);
    fs::remove_file(desk.out().join("site/talks")).unwrap();
    desk.exported();
    // The target itself may be a link: it was named.
    let link = desk.home.path().join("link");
    symlink(desk.out(), &link).unwrap();
    assert!(desk.export_to(&link).status.success());
}

#[test]
fn a_pipe_in_place_of_a_file_is_replaced_without_waiting() {
    let desk = Desk::new();
    desk.exported();
    for place in ["site/talks.ics", "manifest.json"] {
        let path = desk.out().join(place);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        let output = desk.export();
        if place == "manifest.json" {
            // Without the manifest the directory's owner is unknown.
            assert_eq!(output.status.code(), Some(2));
        } else {
            assert!(output.status.success());
            assert_eq!(fs::read(&path).unwrap(), bytes);
        }
    }
}
