//! The ladder of modules: a module imports only from lower rungs.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules of one rung do not know each other.
const RUNGS: [(&str, u8); 21] = [
    ("diagnostic", 0),
    ("rules", 0),
    ("model", 1),
    ("ical", 2),
    ("definition", 2),
    ("revision", 2),
    ("words", 2),
    ("render", 3),
    ("plan", 3),
    ("page", 4),
    ("snapshot", 4),
    ("adopt", 4),
    ("lint", 4),
    ("store", 5),
    ("clock", 5),
    ("fetch", 5),
    ("publish", 6),
    ("doctor", 6),
    ("web", 7),
    ("export", 8),
    ("cli", 9),
];

fn rung(module: &str) -> Option<u8> {
    RUNGS.iter().find(|(name, _)| *name == module).map(|(_, rung)| *rung)
}

fn rust_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Modules of the crate that a line names as `crate::module`, also inside braces.
fn named(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        let list = rest.strip_prefix('{').map_or(rest, |list| list);
        let parts = if rest.starts_with('{') { list.split(',').collect() } else { vec![list] };
        for part in parts {
            let word = |c: char| c.is_ascii_lowercase() || c == '_';
            names.push(part.trim().chars().take_while(|c| word(*c)).collect());
        }
    }
    names
}

#[test]
fn a_module_imports_only_from_lower_rungs() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut imports = 0;
    for file in files {
        let relative = file.strip_prefix(&src).expect("below src").to_owned();
        let first = relative.components().next().expect("a component").as_os_str();
        let module = first.to_string_lossy().trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let own = rung(&module).unwrap_or_else(|| panic!("{module} has no rung"));
        let text = fs::read_to_string(&file).expect("source");
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for name in named(line).iter().filter(|name| **name != module) {
                let Some(other) = rung(name) else { continue };
                imports += 1;
                let file = relative.display();
                assert!(other < own, "{file}: rung {own} imports {name} of rung {other}: {line}");
            }
        }
    }
    assert!(imports > 40, "the test reads no imports any more: {imports}");
}

#[test]
fn imports_are_found_where_they_hide() {
    assert_eq!(named("use crate::model::{A, B};"), ["model"]);
    assert_eq!(named("use crate::{model::A, web};"), ["model", "web"]);
    assert_eq!(named("let x = crate::render::f(crate::clock::now());"), ["render", "clock"]);
}

#[test]
fn every_file_says_what_it_is_for_and_none_is_too_long() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("source");
        assert!(text.starts_with("//!"), "{} does not say what it is for", file.display());
        let lines = text.lines().count();
        let tests = file.components().any(|part| part.as_os_str() == "tests");
        assert!(lines <= 500 || tests, "{} has {lines} lines", file.display());
    }
}
