//! The command as people run it: exit codes, streams, and written files.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::support::kalends;

const GOOD: &str = "title = \"Autumn school\"\nauthority = \"example.org\"\n\
    timezone = \"Europe/Brussels\"\nduration = \"1h\"\n\n\
    [[session]]\nid = \"opening\"\ntitle = \"Opening\"\nstart = 2027-09-23T14:00:00\n";

/// A directory with `schedules/` in it.
fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = tempfile::tempdir().expect("directory");
    fs::create_dir(directory.path().join("schedules")).expect("made");
    for (name, text) in files {
        fs::write(directory.path().join("schedules").join(name), text).expect("written");
    }
    directory
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

fn files(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory.join("schedules"))
        .expect("listed")
        .map(|entry| entry.expect("entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

#[test]
fn check_of_a_good_definition_is_clean_and_writes_nothing() {
    let good = GOOD.replace("example.org", "kalends.eu");
    let directory = directory(&[("autumn-school.toml", &good)]);
    let output = kalends(directory.path(), &["check"]);
    assert_eq!((code(&output), out(&output)), (0, ""), "{}", err(&output));
    assert_eq!(err(&output), "1 definition checked, publishable: 1 series, 1 session\n");
    assert_eq!(files(directory.path()), ["autumn-school.toml"]);
}

#[test]
fn check_reports_all_findings_of_all_files_and_exits_1() {
    let one =
        GOOD.replace("title = \"Opening\"", "titel = \"Opening\"").replace("1h", "1 fortnite");
    let two = GOOD.replace("Europe/Brussels", "CET");
    let directory = directory(&[("first-one.toml", &one), ("second-one.toml", &two)]);
    let output = kalends(directory.path(), &["check"]);
    assert_eq!(code(&output), 1);
    for place in ["first-one.toml:4:12", "first-one.toml:8:1", "second-one.toml:3:12"] {
        assert!(out(&output).contains(place), "{place} is not in {}", out(&output));
    }
    assert!(out(&output).contains("did you mean `title`?"));
    assert!(!out(&output).contains('\u{1b}'), "colours without a terminal");
}

#[test]
fn check_gives_machines_json() {
    let directory = directory(&[("autumn-school.toml", &GOOD.replace("start", "strat"))]);
    let output =
        kalends(directory.path(), &["check", "--format", "json", "schedules/autumn-school.toml"]);
    assert_eq!(code(&output), 1);
    let document: serde_json::Value = serde_json::from_str(out(&output)).expect("JSON");
    let finding = &document["findings"][0];
    assert_eq!(finding["code"], "K010");
    assert_eq!(finding["file"], "schedules/autumn-school.toml");
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(9), Some(1)));
}

#[test]
fn what_cannot_be_read_at_all_is_a_failure_of_exit_code_2() {
    let directory = tempfile::tempdir().expect("directory");
    let output = kalends(directory.path(), &["check"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).starts_with("error: cannot read `schedules`: "), "{}", err(&output));
    assert!(err(&output).contains("kalends init"), "{}", err(&output));
}

#[test]
fn render_prints_the_bytes_and_writes_nothing() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    for what in ["autumn-school", "autumn-school/opening", "/autumn-school/opening.ics"] {
        let output = kalends(directory.path(), &["render", what]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        assert!(out(&output).starts_with("BEGIN:VCALENDAR\r\n"));
        assert!(out(&output).contains("DTSTART;TZID=Europe/Brussels:20270923T140000\r\n"));
    }
    assert_eq!(files(directory.path()), ["autumn-school.toml"]);
    let output = kalends(directory.path(), &["render", "autumn-school/closing"]);
    assert_eq!(code(&output), 2);
    assert_eq!(err(&output), "error: no session `closing`; there are: opening\n");
}

#[test]
fn render_prints_the_language_asked_for() {
    let danish = GOOD
        .replace("title = \"Autumn school\"", "title = { en = \"Autumn\", da = \"Efterår\" }")
        .replace("timezone", "language = \"en\"\ntimezone")
        .replace("\"Opening\"", "{ en = \"Opening\", da = \"Åbning\" }");
    let directory = directory(&[("autumn-school.toml", &danish)]);
    let render = |what: &str, language: &str| {
        kalends(directory.path(), &["render", what, "--language", language])
    };
    for (language, title) in [("da", "Åbning"), ("en", "Opening"), ("DA", "Åbning")] {
        for what in ["autumn-school", "autumn-school/opening"] {
            let output = render(what, language);
            assert_eq!(code(&output), 0, "{}", err(&output));
            assert!(out(&output).contains(&format!(":{title}\r\n")), "{}", out(&output));
        }
    }
    // Both of one record: without it, each has the moment it was made.
    assert_eq!(code(&kalends(directory.path(), &["publish"])), 0);
    let plain = kalends(directory.path(), &["render", "autumn-school"]);
    assert_eq!(out(&plain), out(&render("autumn-school", "en")));
    let output = render("autumn-school", "de");
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("no language `de`; there are: en, da"), "{}", err(&output));
}

#[test]
fn render_has_an_independent_reader_agree_on_hostile_titles() {
    let title = r#"title = "Off; one, \\ now: \"æøå\" 🩺^""#;
    let hostile = GOOD.replace("title = \"Opening\"", title) + "status = \"cancelled\"\n";
    let directory = directory(&[("autumn-school.toml", &hostile)]);
    let output = kalends(directory.path(), &["render", "autumn-school/opening"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let line = "SUMMARY:Cancelled: Off\\; one\\, \\\\ now: \"æøå\" 🩺^\r\n";
    assert!(out(&output).contains(line), "{}", out(&output));
}

#[test]
fn publish_writes_records_and_a_second_time_changes_nothing() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    let output = kalends(directory.path(), &["publish"]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(out(&output), "autumn-school/opening: created, SEQUENCE 0\n");
    assert_eq!(files(directory.path()), ["autumn-school.lock", "autumn-school.toml"]);
    let path = directory.path().join("schedules/autumn-school.lock");
    let record = fs::read(&path).expect("record");
    let output = kalends(directory.path(), &["publish"]);
    assert_eq!((code(&output), out(&output)), (0, ""));
    assert_eq!(fs::read(&path).expect("record"), record);
}

#[test]
fn plan_says_what_publish_would_do_and_writes_nothing() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    let plan = |arguments: &[&str]| kalends(directory.path(), &[&["plan"], arguments].concat());
    let output = plan(&[]);
    assert_eq!((code(&output), err(&output)), (0, ""));
    assert!(out(&output).starts_with("Plan: 1 created\n"), "{}", out(&output));
    assert!(out(&plan(&["--format", "markdown"])).starts_with("## Calendars: 1 created\n"));
    let json: serde_json::Value =
        serde_json::from_str(out(&plan(&["--format", "json"]))).expect("JSON");
    assert_eq!(json["summary"]["created"], 1);
    assert_eq!(code(&plan(&["--exit-code"])), 1);
    assert_eq!(files(directory.path()), ["autumn-school.toml"]);
    kalends(directory.path(), &["publish"]);
    let output = plan(&["--exit-code"]);
    let nothing = "Plan: nothing changes, 1 session unchanged\n";
    assert_eq!((code(&output), out(&output)), (0, nothing));
}

#[test]
fn plan_of_a_definition_with_errors_exits_1_and_tells_why_on_stderr() {
    let broken = GOOD.replace("start", "strat");
    let directory = directory(&[("autumn-school.toml", &broken)]);
    let output = kalends(directory.path(), &["plan"]);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("autumn-school: cannot be published: see findings\n"));
    assert!(err(&output).contains("did you mean `start`?"), "{}", err(&output));
    let nowhere = tempfile::tempdir().expect("directory");
    assert_eq!(code(&kalends(nowhere.path(), &["plan"])), 2);
}

#[test]
fn check_locked_fails_where_a_record_is_behind() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    let locked = || kalends(directory.path(), &["check", "--locked"]);
    let output = locked();
    assert_eq!(code(&output), 1);
    assert!(
        out(&output).contains("run `kalends publish` where records may be written"),
        "{}",
        out(&output)
    );
    kalends(directory.path(), &["publish"]);
    assert_eq!(code(&locked()), 0);
    let moved = GOOD.replace("T14:00", "T15:00");
    fs::write(directory.path().join("schedules/autumn-school.toml"), moved).expect("written");
    assert_eq!(code(&locked()), 1);
}

/// What the release before wrote is neither stale nor served without a word: the next publication
/// revises entries that are written differently now.
#[test]
fn a_record_of_older_rendering_rules_is_not_stale_and_the_plan_tells_what_changes() {
    let online = GOOD.replace("[[session]]", "location = \"Online\"\n\n[[session]]");
    let greek = format!("language = \"el\"\n{online}");
    let directory = directory(&[("autumn-school.toml", &greek)]);
    let run = |arguments: &[&str]| kalends(directory.path(), arguments);
    assert_eq!(code(&run(&["publish"])), 0);
    let record = directory.path().join("schedules/autumn-school.lock");
    let text = fs::read_to_string(&record).expect("read");
    let is_new = |line: &&str| line.starts_with("identity = ") || *line == "format = 3\n";
    let older: String = text.split_inclusive('\n').filter(|line| !is_new(line)).collect();
    assert_ne!(older, text);
    fs::write(&record, &older).expect("written");
    let locked = run(&["check", "--locked"]);
    assert_eq!(code(&locked), 0, "{}", out(&locked));
    assert!(out(&run(&["render", "autumn-school"])).contains("LOCATION;LANGUAGE=el:Διαδικτυακά"));
    let sessions = older.matches("[[session]]").count();
    let plan = run(&["plan"]);
    let told = format!("! this release writes {sessions} entr");
    assert!(out(&plan).contains(&told), "{}", out(&plan));
    assert!(out(&plan).contains("differently: the place of online sessions is in the language of"));
    assert!(out(&plan).contains("written differently by this release, SEQUENCE stays 0"));
    let json: serde_json::Value =
        serde_json::from_str(out(&run(&["plan", "--format", "json"]))).expect("JSON");
    assert_eq!(json["summary"]["rewritten"], sessions);
    assert_eq!(json["series"][0]["sessions"][0]["kind"], "rewritten");
    assert_eq!(
        json["series"][0]["sessions"][0]["rewrites"][0],
        "the place of online sessions is in the language of the series"
    );
    assert_eq!(code(&run(&["publish"])), 0);
    let newer = fs::read_to_string(&record).expect("read");
    assert!(newer.contains("\nformat = 3\n") && !newer.contains("sequence = 1"), "{newer}");
    assert!(out(&run(&["plan"])).contains("nothing changes"));
}

#[test]
fn init_writes_a_definition_that_checks_clean_and_never_overwrites() {
    let directory = tempfile::tempdir().expect("directory");
    let output = kalends(directory.path(), &["init", "autumn-school"]);
    assert_eq!((code(&output), out(&output)), (0, "schedules/autumn-school.toml\n"));
    assert_eq!(code(&kalends(directory.path(), &["check"])), 0);
    let path = directory.path().join("schedules/autumn-school.toml");
    fs::write(&path, GOOD).expect("edited");
    let output = kalends(directory.path(), &["init", "autumn-school"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        err(&output),
        "error: `schedules/autumn-school.toml` already exists and is unchanged; edit it, or run \
         `kalends init` with another id\n"
    );
    assert_eq!(fs::read_to_string(&path).expect("read"), GOOD);
    let output = kalends(directory.path(), &["init", "Autumn School"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("allowed are a–z, 0–9 and -"), "{}", err(&output));
    assert!(err(&output).contains("write `kalends init autumn-school`"), "{}", err(&output));
}

#[test]
fn init_says_when_the_directory_to_write_to_is_a_file() {
    let directory = tempfile::tempdir().expect("directory");
    fs::write(directory.path().join("schedules"), "").expect("written");
    let output = kalends(directory.path(), &["init", "autumn-school"]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        err(&output),
        "error: `schedules` is a file, not a directory; move it away, or name a directory with \
         `--schedules DIR`\n"
    );
}

#[test]
fn a_command_run_inside_the_directory_of_the_definitions_says_to_go_up() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    let inside = directory.path().join("schedules");
    for command in ["check", "plan", "publish"] {
        let output = kalends(&inside, &[command]);
        assert_eq!(code(&output), 2);
        let advice = "(this directory is `schedules`; go up one folder with `cd ..`)";
        assert!(err(&output).contains(advice), "{}", err(&output));
    }
    // Elsewhere, the advice is to write a definition.
    let empty = tempfile::tempdir().expect("directory");
    let output = kalends(empty.path(), &["check"]);
    assert!(err(&output).contains("(`kalends init NAME` writes a first definition)"));
}

#[test]
fn schema_and_completions_and_version_are_printed() {
    let directory = tempfile::tempdir().expect("directory");
    let output = kalends(directory.path(), &["schema"]);
    let schema: serde_json::Value = serde_json::from_str(out(&output)).expect("JSON");
    assert_eq!(schema["type"], "object");
    for shell in ["bash", "zsh", "fish"] {
        assert!(out(&kalends(directory.path(), &["completions", shell])).contains("kalends"));
    }
    let output = kalends(directory.path(), &["--version"]);
    assert_eq!(out(&output), "kalends 0.1.0 (time zone data 2026f)\n");
}

#[test]
fn a_port_that_is_taken_costs_no_publication() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("address").to_string();
    let output = kalends(directory.path(), &["serve", "--listen", &address]);
    assert_eq!(code(&output), 2);
    let message =
        format!("error: cannot listen on `{address}`: another program uses it; stop that");
    assert!(err(&output).starts_with(&message), "{}", err(&output));
    assert_eq!(files(directory.path()), ["autumn-school.toml"]);
}

#[test]
fn an_address_to_listen_on_is_proposed_for_a_port_alone() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    for arguments in [["serve", "--listen", "8080"], ["serve", "--port", "8080"]] {
        let output = kalends(directory.path(), &arguments);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains("`--listen 127.0.0.1:8080`"), "{}", err(&output));
    }
}

/// The command that the long help shows as an example.
fn example(command: &clap::Command) -> String {
    let text = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("  "));
    let [line] = lines.collect::<Vec<_>>()[..] else { panic!("{}: {text}", command.get_name()) };
    line.to_owned()
}

#[test]
fn the_short_help_of_every_command_fits_on_a_screen() {
    let directory = directory(&[]);
    for command in kalends::cli::command().get_subcommands() {
        let output = kalends(directory.path(), &[command.get_name(), "-h"]);
        assert_eq!(code(&output), 0);
        let lines = out(&output).lines().count();
        assert!(lines < 60, "{}: {lines} lines", command.get_name());
    }
}

#[test]
fn the_example_of_every_help_works() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    assert_eq!(code(&kalends(directory.path(), &["publish"])), 0);
    let feed = kalends(directory.path(), &["render", "autumn-school"]);
    fs::write(directory.path().join("talks.ics"), &feed.stdout).expect("written");
    let path = Path::new(env!("CARGO_BIN_EXE_kalends")).parent().expect("a directory");
    for command in kalends::cli::command().get_subcommands() {
        let (name, line) = (command.get_name(), example(command));
        // These need a service, a network or a repository: their options are read, and that is all.
        if ["serve", "doctor", "health", "merge"].contains(&name) {
            let arguments = line.split_once("kalends ").expect("of ours").1.trim_end_matches('\'');
            let whole = std::iter::once("kalends").chain(arguments.split_whitespace());
            let matches = kalends::cli::command().try_get_matches_from(whole);
            assert!(matches.is_ok(), "{line}: {:?}", matches.err());
            continue;
        }
        assert!(line.starts_with(&format!("kalends {name}")), "{line}");
        let output = Command::new("sh")
            .args(["-c", &line])
            .current_dir(directory.path())
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", path.display()))
            .output()
            .expect("it runs");
        assert_eq!(code(&output), 0, "{line}: {}", err(&output));
    }
    for made in ["mail", "public/site", "schema.json", "man/kalends-serve.1", "kalends.bash"] {
        assert!(directory.path().join(made).exists(), "{made}");
    }
    for written in ["spring-school.toml", "autumn-school.lock"] {
        assert!(files(directory.path()).iter().any(|name| name == written), "{written}");
    }
}

#[test]
fn a_record_is_repaired_only_when_asked_to_write() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    assert_eq!(code(&kalends(directory.path(), &["publish"])), 0);
    let path = directory.path().join("schedules/autumn-school.lock");
    let whole = fs::read_to_string(&path).expect("a record");
    let nothing = kalends(directory.path(), &["record", "repair", "autumn-school"]);
    assert_eq!((code(&nothing), err(&nothing)), (0, "nothing to repair\n"));
    let edited = whole.replace("sequence = 0", "sequence = 3");
    fs::write(&path, &edited).expect("edited");
    let check = kalends(directory.path(), &["check"]);
    assert!(code(&check) == 1 && out(&check).contains("error[K310]"), "{}", out(&check));
    let shown = kalends(directory.path(), &["record", "repair", "autumn-school"]);
    assert_eq!(code(&shown), 1);
    assert!(out(&shown).contains("SEQUENCE 3 becomes 4"), "{}", out(&shown));
    assert!(
        err(&shown)
            .ends_with("nothing was written; run the command again with `--write` to apply this\n")
    );
    assert_eq!(fs::read_to_string(&path).expect("a record"), edited);
    // The command that the finding names, with the flag that it names.
    let file = "schedules/autumn-school.lock";
    assert!(out(&check).contains(&format!("`kalends record repair {file}`")));
    let written = kalends(directory.path(), &["record", "repair", file, "--write"]);
    assert_eq!(code(&written), 0, "{}", err(&written));
    assert_eq!(code(&kalends(directory.path(), &["check", "--locked"])), 0);
    let repaired = fs::read_to_string(&path).expect("a record");
    assert!(repaired.contains("\nsequence = 4\n"), "{repaired}");
    let line = |text: &str, key| text.lines().find(|line| line.starts_with(key)).map(str::to_owned);
    for key in ["uid = ", "created = "] {
        assert_eq!(line(&repaired, key), line(&whole, key));
    }
    fs::write(&path, whole.replace("uid = \"", "uid = \"X")).expect("damaged");
    let other = kalends(directory.path(), &["record", "repair", "autumn-school", "--write"]);
    assert_eq!(code(&other), 1);
    assert!(err(&other).ends_with("nothing was written\n"), "{}", err(&other));
}

#[test]
fn a_record_is_written_for_the_release_before() {
    let directory = directory(&[("autumn-school.toml", GOOD)]);
    assert_eq!(code(&kalends(directory.path(), &["publish"])), 0);
    let path = directory.path().join("schedules/autumn-school.lock");
    let whole = fs::read_to_string(&path).expect("a record");
    let for_release =
        ["record", "repair", "autumn-school", "--for-release", "0.1", "--write"].as_slice();
    assert_eq!(code(&kalends(directory.path(), for_release)), 0);
    let older = fs::read_to_string(&path).expect("a record");
    let is_new = |line: &&str| line.starts_with("identity = ") || line.starts_with("format = ");
    let expected: String = whole.split_inclusive('\n').filter(|line| !is_new(line)).collect();
    assert_eq!(older, expected);
    assert!(older.len() < whole.len());
    // The digests do not make a rewrite necessary, nor the record stale.
    assert_eq!(code(&kalends(directory.path(), &["check", "--locked"])), 0);
}
