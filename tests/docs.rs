//! Compares the tables and examples of README.md and docs/ with the code.
//!
//! `KALENDS_UPDATE=1 cargo test --test main docs` writes them instead. Never edit or merge them by hand:
//! resolve a conflict in them with either side, then regenerate.

#![allow(clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "whether to write the parts is a variable")]

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use kalends::address::ROWS;
use kalends::definition::{
    self, ACCESS, CATEGORY, Field, ORGANIZER, ROOM, SERIES, SESSION, SPEAKER, TRACK, UMBRELLA,
    VARIANT, VENUE,
};
use kalends::diagnostic::{Code, MAX_OF_A_CODE, Style, to_text};
use kalends::page::{Logo, Stylesheet};
use kalends::plan::CLIENTS;
use kalends::rules::Rule;
use kalends::{adopt, cli, doctor, lint, publish, render, revision, store};

use crate::schema::Schema;

/// Set to 1, it has the tests write the parts instead of comparing them.
const UPDATE: &str = "KALENDS_UPDATE";

const README: &str = "README.md";
const ARCHITECTURE: &str = "docs/contribute/architecture.md";
const KEYS: &str = "docs/reference/keys.md";
const COMMANDS: &str = "docs/reference/commands.md";
const SETTINGS: &str = "docs/reference/settings.md";
const ADDRESSES: &str = "docs/reference/addresses.md";
const FINDINGS: &str = "docs/reference/findings.md";
const CALENDARS: &str = "docs/reference/calendars.md";
const FIRST_SERIES: &str = "docs/guide/first-series.md";
const RULES: &str = "docs/contribute/calendar-rules.md";

fn path_of(page: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(page)
}

fn read(page: &str) -> String {
    std::fs::read_to_string(path_of(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// Where the text between `<!-- name -->` and `<!-- /name -->` is.
fn range(text: &str, name: &str) -> Range<usize> {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap_or_else(|| panic!("no part {name}")) + open.len();
    let length = text[start..].find(&close).unwrap_or_else(|| panic!("{name} is not closed"));
    start..start + length
}

fn part(page: &str, name: &str) -> String {
    let text = read(page);
    text[range(&text, name)].to_owned()
}

/// Compares a part of a page with what the code gives, or writes it into the page.
fn assert_part(page: &str, name: &str, expected: &str) {
    // Several tests may write to one page.
    static WRITING: Mutex<()> = Mutex::new(());
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = read(page);
    let range = range(&text, name);
    if text[range.clone()] == *expected {
        return;
    }
    assert!(
        std::env::var(UPDATE).is_ok_and(|value| value == "1"),
        "{page}, part `{name}`, differs from the code; `{UPDATE}=1 cargo test --test main docs` \
         rewrites it to:\n{expected}"
    );
    text.replace_range(range, expected);
    std::fs::write(path_of(page), text).unwrap_or_else(|error| panic!("{page}: {error}"));
}

fn fields(table: &[Field]) -> String {
    let mut text = String::from("| key | value | meaning |\n|---|---|---|\n");
    for field in table {
        let must = if field.required { " **(required)**" } else { "" };
        let (key, kind, meaning) = (field.key, field.kind.words(), field.meaning);
        let _ = writeln!(text, "| `{key}` | {kind}{must} | {meaning} |");
    }
    text
}

#[test]
fn the_tables_of_keys_are_those_of_the_reader() {
    assert_part(KEYS, "series", &fields(SERIES));
    assert_part(KEYS, "session", &fields(SESSION));
    let tables = [
        ("access", ACCESS),
        ("organizer", ORGANIZER),
        ("location", VENUE),
        ("speakers", SPEAKER),
        ("track", TRACK),
        ("room", ROOM),
        ("category", CATEGORY),
        ("variant", VARIANT),
        ("umbrella", UMBRELLA),
    ];
    let tables = tables.map(|(name, table)| fields(table).replace("| `", &format!("| `{name}.")));
    let head = "| key | value | meaning |\n|---|---|---|\n";
    let rows: String = tables.iter().map(|table| table.trim_start_matches(head)).collect();
    assert_part(KEYS, "tables", &format!("{head}{rows}"));
}

#[test]
fn the_table_of_commands_is_that_of_the_command_line() {
    let mut text = String::from("| command | what |\n|---|---|\n");
    for command in cli::command().get_subcommands() {
        let arguments: String = command
            .get_positionals()
            .map(|argument| {
                let name = argument.get_value_names().map_or_else(
                    || argument.get_id().to_string().to_uppercase(),
                    |names| names[0].to_string(),
                );
                let shown = name.replace('|', "\\|");
                if argument.is_required_set() {
                    format!(" {shown}")
                } else {
                    format!(" [{shown}…]")
                }
            })
            .collect();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(text, "| `kalends {}{arguments}` | {about} |", command.get_name());
    }
    assert_part(COMMANDS, "commands", &text);
}

#[test]
fn the_table_of_settings_is_that_of_the_command_line() {
    let mut text =
        String::from("| flag | variable | default | commands | what |\n|---|---|---|---|---|\n");
    let command = cli::command();
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for command in command.get_subcommands() {
        let is_shown =
            |argument: &&clap::Arg| argument.get_long().is_some() && !argument.is_hide_set();
        for argument in command.get_arguments().filter(is_shown) {
            let value = argument
                .get_value_names()
                .filter(|_| argument.get_action().takes_values())
                .map(|names| format!(" {}", names[0]))
                .unwrap_or_default();
            let variable = argument
                .get_env()
                .map(|name| format!("`{}`", name.to_string_lossy()))
                .unwrap_or_default();
            let default = argument
                .get_default_values()
                .first()
                .filter(|_| argument.get_action().takes_values())
                .map(|value| format!("`{}`", value.to_string_lossy()))
                .unwrap_or_default();
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let row = format!(
                "| `--{}{value}` | {variable} | {default} | COMMANDS | {help} |",
                argument.get_long().expect("filtered")
            );
            match rows.iter_mut().find(|(known, _)| *known == row) {
                Some((_, commands)) => commands.push(command.get_name().to_owned()),
                None => rows.push((row, vec![command.get_name().to_owned()])),
            }
        }
    }
    for (row, commands) in rows {
        let _ = writeln!(text, "{}", row.replace("COMMANDS", &commands.join(", ")));
    }
    assert_part(SETTINGS, "settings", &text);
}

/// The code of every finding, module by module.
pub(crate) fn every_code() -> Vec<&'static Code> {
    let lists: [&[&Code]; 8] = [
        definition::codes::ALL,
        revision::codes::ALL,
        publish::codes::ALL,
        render::codes::ALL,
        store::codes::ALL,
        adopt::codes::ALL,
        lint::codes::ALL,
        doctor::codes::ALL,
    ];
    lists.concat()
}

#[test]
fn the_table_of_findings_holds_every_code_once() {
    let mut codes = every_code();
    codes.sort_by_key(|code| code.id);
    assert!(codes.windows(2).all(|pair| pair[0].id != pair[1].id), "a code stands twice");
    let mut text = String::from("| code | severity | what |\n|---|---|---|\n");
    for code in codes {
        let _ = writeln!(text, "| {} | {} | {} |", code.id, code.severity.as_str(), code.meaning);
    }
    assert_part(FINDINGS, "findings", &text);
}

fn example() -> publish::Published {
    let directory = tempfile::tempdir().expect("directory");
    publish_into(directory.path(), &example_text())
}

fn example_text() -> String {
    part(README, "example").trim_start_matches("```toml\n").trim_end_matches("```\n").to_owned()
}

fn publish_into(directory: &Path, toml: &str) -> publish::Published {
    std::fs::write(directory.join("autumn-school.toml"), toml).expect("written");
    let settings = publish::Settings::new(vec![directory.to_owned()], publish::Records::Write);
    let now = "2027-06-01T09:00:00Z".parse().expect("timestamp");
    publish::publish(&settings, now).expect("readable")
}

/// Findings, except for the domain, which readers replace with their own.
fn found_but_the_domain(published: &publish::Published) -> String {
    let found = published.findings.iter().filter(|finding| finding.code().id != "K109");
    to_text(&found.cloned().collect::<Vec<_>>(), Style::Plain)
}

#[test]
fn the_first_series_of_the_guide_has_no_finding() {
    let text = part(FIRST_SERIES, "webinars");
    let toml = text.trim_start_matches("```toml\n").trim_end_matches("```\n");
    let directory = tempfile::tempdir().expect("directory");
    let published = publish_into(directory.path(), toml);
    assert_eq!(found_but_the_domain(&published), "");
    assert_eq!(published.counts(), (1, 3));
}

#[test]
fn the_readme_is_short_and_names_the_rust_that_is_needed() {
    let readme = read(README);
    assert!(readme.lines().count() <= 120, "{} lines", readme.lines().count());
    let rust = env!("CARGO_PKG_RUST_VERSION");
    for page in [README, "docs/operate/deploy.md"] {
        assert!(read(page).contains(&format!("Rust {rust} or newer")), "{page}: {rust}");
    }
    assert!(read("rust-toolchain.toml").contains(&format!("channel = \"{rust}.0\"")), "{rust}");
}

#[test]
fn every_rule_has_its_paragraph_and_every_test_that_it_names_exists() {
    let page = read(RULES);
    let mut names = Vec::new();
    for rule in page.split("\n### `").skip(1) {
        let name = rule.split('`').next().unwrap_or_default();
        names.push(name);
        let rule = rule.split("\n## ").next().unwrap_or_default();
        let (_, tests) = rule.split_once("\nTests: ").unwrap_or_else(|| panic!("no test: {name}"));
        for test in tests.trim().split(", ") {
            let (test, file) = test.split_once("` (").unwrap_or_else(|| panic!("{name}: {test}"));
            let (test, file) = (test.trim_start_matches('`'), file.trim_end_matches(')'));
            assert!(read(file).contains(&format!("fn {test}(")), "{name}: no {test} in {file}");
        }
    }
    let known: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names, known, "in the order of src/rules.rs");
}

/// The text of every file that people write below a directory, on one line and without the signs of
/// comments, so that a name is found where its line was broken before it.
fn words_below(directory: &Path, texts: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(directory).expect("readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("corpus") {
            words_below(&path, texts);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let lines = text
                .lines()
                .map(|line| line.trim().trim_start_matches(['/', '!', '#']).trim_start());
            texts.push((path, lines.collect::<Vec<_>>().join(" ")));
        }
    }
}

#[test]
fn every_rule_that_is_cited_has_a_name_that_the_book_explains() {
    let mut texts = Vec::new();
    for directory in ["src", "tests", "fuzz/fuzz_targets", "benches", "deploy", "docs", ".ci"] {
        words_below(&path_of(directory), &mut texts);
    }
    let is_name = |text: &str| {
        text.contains('-')
            && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    let mut cited = 0;
    for (path, text) in texts {
        for (at, word) in text.match_indices("ule ").chain(text.match_indices("ules ")) {
            if !text[..at].ends_with(['r', 'R']) {
                continue;
            }
            let rest = &text[at + word.len()..];
            let number = rest.starts_with(|it: char| it.is_ascii_digit());
            assert!(!number, "{}: a rule by its number: {:.40}", path.display(), rest);
            let Some(name) = rest.strip_prefix('`').and_then(|rest| rest.split('`').next()) else {
                continue;
            };
            if is_name(name) {
                let known = Rule::ALL.iter().any(|rule| rule.name() == name);
                assert!(known, "{}: no rule `{name}`", path.display());
                cited += 1;
            }
        }
    }
    assert!(cited > 200, "{cited} citations found");
}

#[test]
fn the_plan_of_the_example_is_what_the_readme_shows() {
    let directory = tempfile::tempdir().expect("directory");
    publish_into(directory.path(), &example_text());
    let moved = example_text().replace("T14:00", "T15:00");
    let plan = kalends::plan::text(&publish_into(directory.path(), &moved).plan());
    let (sessions, _) = plan.split_once("\nEffects on people").expect("a section about people");
    assert_part(README, "plan", &format!("```text\n{sessions}```\n"));
}

#[test]
fn the_table_of_calendars_is_that_of_the_plan() {
    let mut text = String::from(
        "| calendar | a changed or new entry of a subscribed feed | the changed file opened again \
         | cancelled in the feed |\n|---|---|---|---|\n",
    );
    for client in CLIENTS {
        let opened = client.opened_again.as_str();
        let (name, changed, cancelled) = (client.name, client.changed, client.cancelled);
        let _ = writeln!(text, "| {name} | {changed} | {opened} | {cancelled} |");
    }
    assert_part(CALENDARS, "calendars", &text);
}

#[test]
fn the_entry_of_the_example_is_what_the_architecture_shows() {
    let published = example();
    assert_eq!(found_but_the_domain(&published), "");
    let (id, text) = published
        .editions()
        .next()
        .expect("a series")
        .calendars
        .sessions()
        .next()
        .expect("a session");
    assert_eq!(id.as_str(), "opening");
    let from = text.find("BEGIN:VEVENT").expect("an event");
    let event = text[from..].replace("\r\n", "\n").replace("END:VCALENDAR\n", "");
    assert_part(ARCHITECTURE, "entry", &format!("```text\n{event}```\n"));
}

#[test]
fn the_table_of_addresses_is_that_of_the_code() {
    let mut text = String::from("| path | also below | what |\n|---|---|---|\n");
    for row in &ROWS {
        let above = [(row.languages, "`/{lang}`"), (row.tokens, "`/private/{token}`")];
        let above: Vec<&str> =
            above.into_iter().filter(|(is, _)| *is).map(|(_, above)| above).collect();
        let needs = if row.needs_public_url { "; needs `--public-url`" } else { "" };
        let (pattern, above) = (row.pattern(), above.join(", "));
        let _ = writeln!(text, "| `{pattern}` | {above} | {}{needs} |", row.doc);
    }
    assert_part(ADDRESSES, "addresses", &text);
}

#[test]
fn the_table_of_limits_has_those_of_the_code() {
    let page = read("docs/reference/limits.md");
    let (mib, kib) = (1024 * 1024, 1024);
    for row in [
        format!("| a definition | {} MiB |", store::MAX_FILE_BYTES / mib),
        format!(
            "| a record | {} MiB written (K507, K508), {} MiB read |",
            store::MAX_RECORD_BYTES as u64 / mib,
            store::MAX_READ_RECORD_BYTES / mib,
        ),
        format!("| findings of one code in a file | {MAX_OF_A_CODE}, then"),
        format!("; {} MB: an error", render::FEED_MAX_BYTES / 1_000_000),
        format!(
            "| a logo, a stylesheet | {} KiB, {} KiB |",
            Logo::MAX_BYTES / kib,
            Stylesheet::MAX_BYTES / kib,
        ),
    ] {
        assert!(page.contains(&row), "docs/reference/limits.md has no `{row}`");
    }
}

#[test]
fn the_schema_has_the_keys_of_the_reader() {
    let schema = definition::schema();
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value["properties"].as_object().expect("properties").keys().cloned().collect()
    };
    let names = |fields: &[Field]| -> Vec<String> {
        fields.iter().map(|field| field.key.to_owned()).collect()
    };
    assert_eq!(keys(&schema), names(SERIES));
    assert_eq!(keys(&schema["properties"]["session"]["items"]), names(SESSION));
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn the_shipped_series_has_its_record_and_no_findings() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("schedules");
    let settings = publish::Settings::new(vec![directory], publish::Records::Locked);
    let now = "2030-01-01T00:00:00Z".parse().expect("timestamp");
    let published = publish::publish(&settings, now).expect("readable");
    let text = to_text(&published.findings, Style::Plain);
    assert_eq!(text, "", "nothing warns a newcomer");
    let series = published.editions().next().expect("a series");
    let starts: Vec<String> =
        series.series.sessions.iter().map(|session| session.when.sort_key().to_string()).collect();
    assert_eq!(starts, ["2020-09-23T12:00:00Z", "2020-10-23T12:00:00Z", "2020-11-23T13:00:00Z"]);
    assert!(series.changes.sessions.is_empty());
}

/// TOML as editors hand it to the schema: dates are texts.
fn to_json(value: &toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Table(table) => {
            table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect()
        }
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Datetime(at) => at.to_string().into(),
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Boolean(yes) => (*yes).into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
    }
}

#[test]
fn the_schema_takes_texts_by_language_and_nothing_like_them() {
    let schema = Schema::new(&definition::schema());
    let takes = |text: &str| {
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        schema.check(&to_json(&toml::Value::Table(table))).is_ok()
    };
    let shipped = include_str!("../schedules/ehealth-security-2020.toml");
    assert!(shipped.contains("title.da") && takes(shipped));
    let with = |title: &str| {
        format!(
            "title = {title}\nauthority = \"example.org\"\n[[session]]\nid = \"one\"\n\
             title = \"One\"\nstart = 2027-03-10\n"
        )
    };
    for good in
        ["\"Talks\"", "{ en = \"Talks\" }", "{ pt-BR = \"a\", sr-Latn = \"b\", es-419 = \"c\" }"]
    {
        assert!(takes(&with(good)), "{good}");
    }
    for bad in ["{}", "{ english = \"a\" }", "{ en = 5 }", "{ en = { da = \"a\" } }", "[\"a\"]"] {
        assert!(!takes(&with(bad)), "{bad}");
    }
}
