//! Every finding, as people read it: one small input each, its text pinned.
//!
//! The last test here shows that no code of the definition, renderer, store or pipeline is left
//! out. Findings about records have tests of their own next to the record's parser.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod access;
mod hostile;
mod languages;
mod lives;
mod malformed;
mod parts;
mod publishing;
mod several;
mod shape;
mod slips;
mod time;
mod types;
mod umbrellas;
mod values;
mod warnings;

use kalends::definition::{self, Definition, parse};
use kalends::diagnostic::{SourceFile, Style, has_errors, to_text};
use kalends::{publish, render, store};

/// A definition with nothing to find.
const GOOD: &str = r#"title = "Talks"
authority = "example.org"
timezone = "Europe/Brussels"

[[session]]
id = "one"
title = "One"
start = 2027-03-10T14:00:00
end = 2027-03-10T15:00:00
"#;

/// The good definition with its one `from` changed.
fn changed(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from}");
    GOOD.replace(from, to)
}

/// The good definition with more keys for the series.
fn of_series(keys: &str) -> String {
    changed("timezone =", &format!("{keys}\ntimezone ="))
}

/// The good definition with more keys for its session, and whatever follows.
fn of_session(keys: &str) -> String {
    format!("{GOOD}{keys}\n")
}

/// The findings in `schedules/talks.toml`.
fn found(text: &str) -> String {
    found_in("talks", text)
}

/// The findings in a file of another name.
fn found_in(stem: &str, text: &str) -> String {
    let definition = read(stem, text);
    to_text(&definition.findings, Style::Plain)
}

/// Reads a definition, and holds it to the rule that a series is missing exactly where an error
/// says why.
fn read(stem: &str, text: &str) -> Definition {
    let definition = parse(&SourceFile::new(format!("schedules/{stem}.toml"), text), stem);
    assert_eq!(definition.series.is_none(), has_errors(&definition.findings), "{text}");
    definition
}

#[test]
fn the_good_definition_has_no_finding() {
    assert_eq!(found(GOOD), "");
}

#[test]
fn every_code_is_pinned_here() {
    let pinned = [
        include_str!("access.rs"),
        include_str!("languages.rs"),
        include_str!("lives.rs"),
        include_str!("shape.rs"),
        include_str!("parts.rs"),
        include_str!("publishing.rs"),
        include_str!("several.rs"),
        include_str!("slips.rs"),
        include_str!("time.rs"),
        include_str!("types.rs"),
        include_str!("umbrellas.rs"),
        include_str!("values.rs"),
        include_str!("warnings.rs"),
    ]
    .concat();
    let lists =
        [definition::codes::ALL, render::codes::ALL, store::codes::ALL, publish::codes::ALL];
    let mut seen = std::collections::BTreeSet::new();
    for code in lists.into_iter().flatten() {
        let shown = format!("{}[{}]: ", code.severity.as_str(), code.id);
        assert!(pinned.contains(&shown), "{} ({}) is produced by no case", code.id, code.meaning);
        assert!(seen.insert(code.id), "{} stands twice", code.id);
    }
}
