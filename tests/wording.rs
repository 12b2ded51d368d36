//! Plain English: finds phrases that make texts hard to read.
//!
//! Prose is: comments and strings in `src`, `benches` and `fuzz`, comments in `tests`, the English of
//! `locales`, and everything in documents and deployment files.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

/// Phrases to avoid, and what to write instead.
const PHRASES: [(&[&str], &str); 11] = [
    (&["told", "tell", "tells"], "reports, shows, names, notifies"),
    (&["stand", "stands"], "is, is at, occurs, represents"),
    (&["whoever", "whom", "whose"], "a noun for the person: clients, readers; of, with, its"),
    (&["what is", "what was", "what has", "what they", "what it", "what there"], "the noun itself"),
    (&["those who", "those that", "those which"], "the noun: clients that, files that"),
    (&["one that", "ones that"], "the noun: a file that"),
    (&["makes of", "make of"], "reads, shows"),
    (&["is no", "are no", "was no", "were no"], "is not a, without, is missing"),
    (&["lies", "lying"], "is, is stored at"),
    (&["beside"], "next to, in addition to, while"),
    (&["thereof", "therein", "thereby"], "of it, in it, so"),
];

/// Directories and files at the root of the repository that contain prose.
const ROOTS: [&str; 13] = [
    ".ci",
    ".github",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "benches",
    "deploy",
    "docs",
    "fuzz",
    "locales",
    "schedules",
    "src",
    "tests",
];

/// Starts of paths that are data, or generated from texts that are counted already.
const SKIPPED: [&str; 9] = [
    "deploy/debian/copyright",
    "docs/images/",
    "docs/reference/addresses.md",
    "docs/reference/commands.md",
    "docs/reference/keys.md",
    "docs/reference/settings.md",
    "fuzz/corpus/",
    "tests/golden/",
    "tests/wording.rs",
];

/// Lines with texts that a test pins for ever.
const PINNED: [&str; 1] = [r#"const DESCRIPTION: &str = "What it is about.\n\nAnd\tmore.";"#];

/// Starts of lines in documents that quote a finding: its text is counted in the source.
const QUOTED: [&str; 5] = ["| K", "*error: ", "*warning: ", "error[K", "warning[K"];

/// Longest part of a line that a failure shows, in characters.
const SHOWN: usize = 120;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Prose {
    Everything,
    CommentsAndStrings,
    Comments,
    Locale { english: bool },
}

/// The kind of prose in a file; `None` for data and generated files.
fn prose_of(path: &str) -> Option<Prose> {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    if SKIPPED.iter().any(|start| path.starts_with(start)) {
        return None;
    }
    match extension {
        "lock" | "snap" | "png" | "ics" | "pem" | "dict" => None,
        "ftl" => Some(Prose::Locale { english: stem == "locales/en" }),
        "json" if !path.starts_with("src/") && !path.starts_with("deploy/") => None,
        _ if path.starts_with("tests/") => Some(Prose::Comments),
        "rs" => Some(Prose::CommentsAndStrings),
        "py" | "sh" => Some(Prose::Comments),
        _ => Some(Prose::Everything),
    }
}

/// The prose of one line of a file.
struct Lines<'a> {
    path: &'a str,
    kind: Prose,
    /// Whether a docstring is open in Python, or `Some(false)` for another long string.
    python: Option<bool>,
}

impl Lines<'_> {
    fn prose<'l>(&mut self, line: &'l str) -> Vec<&'l str> {
        let line = line.trim();
        match self.kind {
            Prose::Everything if QUOTED.iter().any(|start| line.starts_with(start)) => Vec::new(),
            Prose::Everything => vec![line],
            Prose::Locale { english: true } => vec![line],
            Prose::Locale { english: false } => {
                line.starts_with('#').then_some(line).into_iter().collect()
            }
            Prose::CommentsAndStrings => rust(line, true),
            Prose::Comments if self.path.ends_with(".rs") => rust(line, false),
            Prose::Comments => self.comment(line).into_iter().collect(),
        }
    }

    /// A comment or docstring in another language.
    fn comment<'l>(&mut self, line: &'l str) -> Option<&'l str> {
        if self.path.ends_with(".py") {
            let was_open = self.python;
            let toggles = line.matches("\"\"\"").count() % 2 == 1;
            let kind = was_open.unwrap_or(line.starts_with("\"\"\""));
            self.python = if was_open.is_some() == toggles { None } else { Some(kind) };
            if was_open.is_some() || kind {
                return kind.then_some(line);
            }
        }
        let is_c = [".mjs", ".js", ".php", ".go", ".cpp", ".rs"]
            .iter()
            .any(|end| self.path.ends_with(end));
        let starts: &[&str] = if is_c { &["//", "/*", "* "] } else { &["#"] };
        starts.iter().any(|start| line.starts_with(start)).then_some(line)
    }
}

/// The comment at the end of a line of Rust, and its strings before.
fn rust(line: &str, strings: bool) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), line);
    while let Some(at) = rest.find(['/', '"']) {
        let tail = &rest[at..];
        if tail.starts_with("//") {
            found.push(tail);
            break;
        }
        let end = tail.strip_prefix('"').and_then(|text| {
            let mut escaped = false;
            text.find(|c| {
                let is_end = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                is_end
            })
        });
        let length = end.map_or(1, |end| end + 2);
        if strings && end.is_some() {
            found.push(&tail[..length]);
        }
        rest = &tail[length..];
    }
    found
}

/// The text with each continued string on its first line; the number of lines stays.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    let mut continued = 0;
    for line in text.lines() {
        let line = if continued > 0 { line.trim_start() } else { line };
        match line.strip_suffix('\\') {
            Some(start) => {
                joined.push_str(start);
                continued += 1;
            }
            None => {
                joined.push_str(line);
                joined.push_str(&"\n".repeat(continued + 1));
                continued = 0;
            }
        }
    }
    joined
}

/// How often a phrase occurs as whole words; `is no longer` is fine.
fn occurrences(text: &str, phrase: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(phrase)
        .filter(|(at, _)| {
            let (before, after) = (&text[..*at], &text[at + phrase.len()..]);
            let is_part = before.ends_with(is_word) || after.starts_with(is_word);
            let is_fine = phrase.ends_with(" no") && after.starts_with(" longer");
            !is_part && !is_fine
        })
        .count()
}

fn files(path: &Path, found: &mut Vec<String>) {
    let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("below the repository");
    let name = name.to_str().expect("UTF-8").to_owned();
    let is_installed = ["node_modules", "target", "__pycache__", "book"];
    if path.is_file() {
        found.push(name);
    } else if !is_installed.iter().any(|directory| path.ends_with(directory)) {
        for entry in fs::read_dir(path).expect("a directory of the repository") {
            files(&entry.expect("an entry").path(), found);
        }
    }
}

#[test]
fn texts_are_in_plain_english() {
    let mut paths = Vec::new();
    for root in ROOTS {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(root), &mut paths);
    }
    paths.sort();
    let mut problems = Vec::new();
    for path in &paths {
        let Some(kind) = prose_of(path) else { continue };
        let Ok(text) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) else {
            continue;
        };
        // A string may continue on the next line.
        let text = if path.ends_with(".rs") { joined(&text) } else { text };
        let mut lines = Lines { path, kind, python: None };
        for (number, line) in text.lines().enumerate() {
            if PINNED.contains(&line.trim()) {
                continue;
            }
            let prose = lines.prose(line).join(" ").to_lowercase();
            for (phrases, plain) in PHRASES {
                for phrase in phrases {
                    if occurrences(&prose, phrase) > 0 {
                        let shown: String = line.trim().chars().take(SHOWN).collect();
                        let place = format!("{path}:{}", number + 1);
                        problems.push(format!("{place}: `{phrase}`; write: {plain}\n    {shown}"));
                    }
                }
            }
        }
    }
    assert!(problems.is_empty(), "phrases to avoid:\n{}", problems.join("\n"));
}

#[test]
fn only_whole_words_in_prose_count() {
    assert_eq!(occurrences("what is it? it is no longer so, and is no url", "is no"), 1);
    assert_eq!(occurrences("whose_name, whose", "whose"), 1);
    assert_eq!(
        rust(r#"let told = "he said \"no\""; // told"#, true),
        [r#""he said \"no\"""#, "// told"]
    );
    assert_eq!(rust(r#"let told = "told""#, false), [""; 0]);
    assert_eq!(joined("a \"to \\\n   be\"\nb"), "a \"to be\"\n\nb\n");
    let mut lines = Lines { path: "a.py", kind: Prose::Comments, python: None };
    let kept = |line: &str| !lines.prose(line).is_empty();
    assert_eq!(
        ["\"\"\"a", "b", "c\"\"\"", "d = e", "# f"].map(kept),
        [true, true, true, false, true]
    );
}
