//! Findings about umbrellas: K396–K399, and keys that they cannot have.

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::diagnostic::{Style, to_text};
use kalends::publish::{Records, Settings, publish};

use crate::findings::GOOD;

fn found(files: &[(&str, &str)]) -> String {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(directory.path().join(name), text).unwrap();
    }
    let settings = Settings::new(vec![directory.path().to_owned()], Records::Write);
    let run = || publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap();
    let mut published = run();
    // A series that was published becomes an umbrella.
    if let Some((_, next)) = files.iter().find(|(name, _)| *name == "next") {
        fs::remove_file(directory.path().join("next")).unwrap();
        fs::write(directory.path().join("talks.toml"), next).unwrap();
        published = run();
    }
    let text = to_text(&published.findings, Style::Plain);
    text.replace(&directory.path().display().to_string(), "schedules")
}

fn umbrella(table: &str) -> String {
    format!("title = \"All\"\nauthority = \"example.org\"\n[umbrella]\n{table}\n")
}

#[test]
fn names_without_a_public_series() {
    let all = umbrella("series = [\"talks\", \"talk\"]");
    pinned!(found(&[("talks.toml", GOOD), ("events.toml", &all)]), @r#"
    warning[K399]: `talk` is not a public series that is served
     --> schedules/events.toml:4:20
      |
    4 | series = ["talks", "talk"]
      |                    ^^^^^^
      |
      = note: the umbrella is served without it
      = help: write the id of a public series, or remove `"talk"`; an umbrella contains neither private series nor other umbrellas

    1 warning
    "#);
}

#[test]
fn an_umbrella_without_sessions() {
    let all = umbrella("series = \"*\"\ncategories = [\"Nothing\"]");
    pinned!(found(&[("talks.toml", GOOD), ("events.toml", &all)]), @r#"
    error[K397]: the umbrella has no session
     --> schedules/events.toml:4:10
      |
    4 | series = "*"
      |          ^^^
      |
      = help: name series with sessions of these categories; an empty calendar deletes every subscriber's entries

    1 error
    "#);
}

#[test]
fn a_published_series_that_becomes_an_umbrella() {
    let all = umbrella("series = \"*\"");
    pinned!(found(&[("talks.toml", GOOD), ("next", &all)]), @r#"
    error[K396]: `talks` was published as a series: its record is `schedules/talks.lock`
    --> schedules/talks.toml
     = note: entries of the series that people have would not be updated any more
     = help: give the umbrella a new `id`, and put the series' definition back

    1 error
    "#);
}

#[test]
fn too_large_for_its_past() {
    let long = "word ".repeat(800);
    let mut files = Vec::new();
    for (name, year) in [("older", 2025), ("later", 2028)] {
        let mut text = format!("title = \"{name}\"\nauthority = \"example.org\"\n");
        for day in 0..120 {
            let (month, day) = (1 + day / 28, 1 + day % 28);
            text.push_str(&format!(
                "[[session]]\nid = \"s{month:02}{day:02}\"\ntitle = \"Talk\"\n\
                 description = \"{long}\"\nstart = {year}-{month:02}-{day:02}\n"
            ));
        }
        files.push((format!("{name}.toml"), text));
    }
    files.push(("events.toml".to_owned(), umbrella("series = \"*\"")));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
    let text = found(&files);
    let about: Vec<&str> = text.split("\n\n").filter(|one| one.contains("K398")).collect();
    pinned!(about.join("\n\n"), @r#"
    warning[K398]: the umbrella has more than 1000000 bytes: 17 past sessions were left out
     --> schedules/events.toml:4:10
      |
    4 | series = "*"
      |          ^^^
      |
      = note: Google stops reading there; the feeds of the series still have these sessions
      = help: set a shorter `past`, such as `past = "30d"`, or name fewer series
    "#);
}

#[test]
fn keys_that_an_umbrella_cannot_have() {
    let all = umbrella("series = \"talks\"").replace("[umbrella]", "retired = true\n[umbrella]");
    pinned!(found(&[("talks.toml", GOOD), ("events.toml", &all)]), @r#"
    error[K013]: an umbrella is not retired
     --> schedules/events.toml:3:1
      |
    3 | retired = true
      | ^^^^^^^
      |
      = help: remove the file to end the umbrella

    error[K012]: `umbrella`: `series` is neither "*" nor a list
     --> schedules/events.toml:5:10
      |
    5 | series = "talks"
      |          ^^^^^^^
      |
      = help: write `series = ["talks"]`

    2 errors
    "#);
    let all = umbrella("series = []");
    pinned!(found(&[("talks.toml", GOOD), ("events.toml", &all)]), @r#"
    error[K023]: `umbrella`: `series` names no series
     --> schedules/events.toml:4:10
      |
    4 | series = []
      |          ^^
      |
      = help: name at least one series, or write `series = "*"` for every public series

    1 error
    "#);
}
