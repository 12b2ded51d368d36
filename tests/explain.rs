//! The sections of docs/reference/findings.md: one for each code, each with an example that gives the finding.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use kalends::definition::parse;
use kalends::diagnostic::{Code, Finding, SourceFile};
use kalends::lint::lint;

use crate::command::kalends;
use crate::docs::every_code;

const PAGE: &str = "docs/reference/findings.md";

/// Keys of a series that examples may leave out.
const SERIES: &str = "title = \"Lectures\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\nduration = \"1h\"";

const SESSION: &str =
    "[[session]]\nid = \"opening\"\ntitle = \"Opening\"\nstart = 2027-09-23T14:00:00";

const HEAD: &str = "VERSION:2.0\nPRODID:-//example.org//talks//EN\nNAME:Talks\nX-WR-CALNAME:Talks\n\
    X-WR-RELCALID:talks\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\nX-PUBLISHED-TTL:PT1H\nMETHOD:";

const EVENT: &str = "UID:opening@example.org\nDTSTAMP:20270101T090000Z\nLAST-MODIFIED:20270101T090000Z\n\
    SEQUENCE:0\nDTSTART:20270923T120000Z\nDTEND:20270923T130000Z\nSUMMARY:Opening\nSTATUS:CONFIRMED\n\
    TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY";

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    std::fs::read_to_string(path).expect("the page")
}

/// The sections in order: code and text.
fn sections(page: &str) -> Vec<(&str, &str)> {
    let sections = page.split("\n## ").skip(1);
    sections.map(|section| section.split_once('\n').expect("text below the heading")).collect()
}

/// The fenced blocks of a language.
fn examples<'a>(section: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    let fences = section.split(&fence).skip(1);
    fences.map(|block| block.split("```").next().unwrap_or_default()).collect()
}

/// Whether an example has the key, or says by a comment that it is missing.
fn speaks_of(example: &str, key: &str) -> bool {
    example.lines().any(|line| {
        let line = line.strip_prefix("# ").unwrap_or(line);
        line.strip_prefix(key)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    })
}

/// Findings of a definition with an example's keys; missing ones are filled in.
fn definition(example: &str) -> Vec<Finding> {
    let at = example.find("[[session]]").unwrap_or(example.len());
    let (keys, sessions) = example.split_at(at);
    let mut text = keys.to_owned();
    for line in SERIES.lines() {
        let key = line.split(' ').next().unwrap_or_default();
        let is_given = key == "duration" && speaks_of(sessions, "end");
        if !is_given && !speaks_of(keys, key) {
            text.push_str(line);
            text.push('\n');
        }
    }
    let own = sessions.is_empty() && !speaks_of(keys, "session");
    text.push_str(if own { SESSION } else { sessions });
    parse(&SourceFile::new("schedules/lectures.toml", text), "lectures").findings
}

/// Findings of a calendar with an example's lines; missing ones are filled in.
fn calendar(example: &str) -> Vec<Finding> {
    let name = |line: &str| line.split([':', ';']).next().unwrap_or_default().to_owned();
    let names_of_head: Vec<String> = HEAD.lines().map(name).collect();
    let lines: Vec<&str> = example.lines().filter(|line| !line.starts_with("# ")).collect();
    let part = |others: &str, is_head: bool| -> String {
        let own = lines.iter().filter(|line| names_of_head.contains(&name(line)) == is_head);
        let others = others.lines().filter(|line| !speaks_of(example, &name(line)));
        let others = others.filter(|line| !line.ends_with(':'));
        others.chain(own.copied()).map(|line| format!("{line}\r\n")).collect()
    };
    let text = format!(
        "BEGIN:VCALENDAR\r\n{}BEGIN:VEVENT\r\n{}END:VEVENT\r\nEND:VCALENDAR\r\n",
        part(HEAD, true),
        part(EVENT, false)
    );
    lint("talks.ics", text.as_bytes()).findings
}

#[test]
fn every_code_has_a_section() {
    let page = page();
    let mut codes = every_code();
    codes.sort_by_key(|code| code.id);
    let expected: Vec<&str> = codes.iter().map(|code| code.id).collect();
    let found: Vec<&str> = sections(&page).iter().map(|(code, _)| *code).collect();
    assert_eq!(found, expected);
    for ((code, section), Code { meaning, severity, .. }) in sections(&page).into_iter().zip(codes)
    {
        let first = format!("\n*{}: {meaning}*\n\n```", severity.as_str());
        assert!(section.starts_with(&first), "{code} in {PAGE} has to begin with {first}");
        for part in ["\n**Cause.** ", "\n**Fix.** "] {
            assert_eq!(section.matches(part).count(), 1, "{code}: {part}");
        }
    }
}

#[test]
fn each_example_has_its_finding_and_each_fix_has_none() {
    let mut count = 0;
    for (code, section) in sections(&page()) {
        for (language, read) in [
            ("toml", definition as fn(&str) -> Vec<Finding>),
            ("ics", calendar as fn(&str) -> Vec<Finding>),
        ] {
            for (index, example) in examples(section, language).into_iter().enumerate() {
                let findings = read(example);
                let ids: Vec<&str> = findings.iter().map(|finding| finding.code().id).collect();
                assert_eq!(ids.contains(&code), index == 0, "{code}: {ids:?}\n{example}");
                count += 1;
            }
        }
    }
    assert!(count > 90, "{count} examples");
}

#[test]
fn the_command_prints_a_section() {
    let directory = tempfile::tempdir().expect("a directory");
    let run = |code| kalends(directory.path(), &["explain", code]);
    let printed = run("k031");
    assert!(printed.status.success());
    let text = String::from_utf8(printed.stdout).expect("text");
    assert!(text.starts_with("K031\n\n*error: "), "{text}");
    assert!(text.contains("Europe/Brusels") && !text.contains("K032"), "{text}");
    for short in ["31", "031", "K31"] {
        assert_eq!(String::from_utf8(run(short).stdout).expect("text"), text, "{short}");
    }
    for other in ["", "K", "+31", "0", "99999999999", "Κ031"] {
        assert_eq!(run(other).status.code(), Some(2), "{other}");
    }
    let refused = run("K999");
    assert_eq!(refused.status.code(), Some(2));
    let text = String::from_utf8(refused.stderr).expect("text");
    assert!(text.contains("`K999` is not the code of a finding"), "{text}");
}
