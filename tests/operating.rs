//! What operators are given is held to the product: every finding, metric and log line has its place in
//! the runbook, every alert its paragraph, and nothing there is made up.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::docs::every_code;

const RUNBOOK: &str = include_str!("../docs/operate/runbook.md");
const ALERTS: &str = include_str!("../deploy/monitoring/alerts.yaml");
const ALERT_TESTS: &str = include_str!("../deploy/monitoring/alerts.test.yaml");

/// Every word of a text that is a prefix and what `belongs` to it.
fn words<'a>(text: &'a str, prefix: &str, belongs: fn(char) -> bool) -> BTreeSet<&'a str> {
    text.match_indices(prefix)
        .filter(|(at, _)| !text[..*at].ends_with(belongs))
        .map(|(at, _)| {
            let rest = &text[at + prefix.len()..];
            &text[at..at + prefix.len() + rest.find(|it| !belongs(it)).unwrap_or(rest.len())]
        })
        .filter(|word| word.len() > prefix.len())
        .collect()
}

#[test]
fn every_finding_has_its_place_in_the_runbook_and_none_is_made_up() {
    let there: BTreeSet<&str> = every_code().iter().map(|code| code.id).collect();
    let told = words(RUNBOOK, "K", |it| it.is_ascii_alphanumeric());
    let told: BTreeSet<&str> =
        told.into_iter().filter(|it| it[1..].parse::<u16>().is_ok()).collect();
    assert_eq!(there.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new(), "missing");
    assert_eq!(told.difference(&there).collect::<Vec<_>>(), Vec::<&&str>::new(), "made up");
}

#[test]
fn every_alert_has_its_paragraph_and_its_test() {
    let alerts: Vec<&str> =
        ALERTS.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    assert!(alerts.len() > 5);
    for alert in &alerts {
        assert!(RUNBOOK.contains(&format!("### {alert}\n")), "{alert} in the runbook");
        let anchor = format!("docs/operate/runbook.md#{}\n", alert.to_lowercase());
        assert!(ALERTS.contains(&anchor), "{alert} leads there");
        let named = ALERT_TESTS.matches(&format!("alertname: {alert}")).count();
        assert_eq!(named, 2, "{alert} is tested silent and firing");
    }
    let paragraphs = RUNBOOK.lines().filter_map(|line| line.strip_prefix("### Kalends"));
    assert_eq!(paragraphs.count(), alerts.len());
}

/// All source files, test modules included.
fn sources(directory: &Path, text: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_line_at_warn_and_error_is_in_the_runbook() {
    let mut source = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut source);
    let table = RUNBOOK.split("## Log lines").nth(1).unwrap().split("\n## ").next().unwrap();
    let known: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(line, _)| line)
        .collect();
    let mut seen = BTreeSet::new();
    let mut lines = 0;
    for level in ["log::warn!(", "log::error!(", "log::log!("] {
        for (at, _) in source.match_indices(level) {
            let call: String = source[at..].split(");\n").next().unwrap().replace("\\\n", " ");
            let call = call.split_whitespace().collect::<Vec<_>>().join(" ");
            lines += 1;
            let row = known.iter().find(|known| call.contains(**known));
            seen.insert(*row.unwrap_or_else(|| panic!("not in the runbook: {call}")));
        }
    }
    assert!(lines >= 10, "{lines} lines found");
    let unsaid: Vec<_> = known.iter().filter(|known| !seen.contains(**known)).collect();
    assert!(unsaid.is_empty(), "no such lines: {unsaid:?}");
}
