//! Files that are nothing but errors: found by fuzzing, kept so that they stay harmless.
//!
//! Says nothing about single findings; those are pinned where they are made.

use kalends::definition;
use kalends::diagnostic::{Finding, SourceFile, Style, to_json, to_text};

fn findings(text: &str) -> Vec<Finding> {
    definition::parse(&SourceFile::new("hostile.toml", text), "hostile").findings
}

#[test]
fn a_file_of_errors_is_explained_by_the_first_hundred_of_each_kind() {
    let unknown: String = (0..50_000).map(|n| format!("key-{n} = 1\n")).collect();
    let found = findings(&unknown);
    let codes: Vec<_> = found.iter().map(|finding| finding.code().id).collect();
    assert_eq!(codes.iter().filter(|code| **code == "K010").count(), 101);
    assert_eq!(
        codes.iter().filter(|code| **code == "K011").count(),
        3,
        "title, authority, session"
    );
    let last = found.last().expect("the count of the rest");
    assert_eq!(last.headline(), "49900 more like the 100 that are shown");
    assert_eq!(last.place(), "hostile.toml:50001:1");
    assert_eq!(to_json(&found).as_array().map(Vec::len), Some(104));
}

#[test]
fn a_file_of_syntax_errors_is_shown_in_little_time_and_space() {
    // Every finding used to read the whole file again: minutes, and thirty times its size.
    let garbage = "=\n".repeat(100_000);
    let found = findings(&garbage);
    assert!(found.len() <= 101, "{}", found.len());
    let shown = to_text(&found, Style::Plain);
    assert!(shown.len() < garbage.len(), "{} bytes", shown.len());
}

#[test]
fn a_finding_is_shown_with_its_own_lines_and_their_numbers() {
    let text =
        "title = \"ä\"\nauthority = \"example.org\"\ntitel = \"\"\"\na\nb\"\"\"\r\nsession = 3";
    let found = findings(text);
    let shown = to_text(&found, Style::Plain);
    assert!(shown.contains("hostile.toml:3:1"), "{shown}");
    assert!(shown.contains("3 | titel = \"\"\""), "{shown}");
    assert!(shown.contains("hostile.toml:6:11"), "{shown}");
    assert!(shown.contains("6 | session = 3"), "{shown}");
    assert!(!shown.contains("authority ="), "{shown}");
}

#[test]
fn of_a_long_file_only_the_first_syntax_error_is_told() {
    // The TOML reader keeps all errors: three gigabytes of them for eight megabytes of this.
    let found = findings(&"=\n".repeat(200_000));
    let [only] = found.as_slice() else { panic!("{} findings", found.len()) };
    assert_eq!((only.code().id, only.place().as_str()), ("K001", "hostile.toml:1:1"));
    let valid = format!("# {}\ntitel = 1\n", "long ".repeat(60_000));
    assert_eq!(findings(&valid).first().expect("findings").code().id, "K011");
    assert!(findings(&valid).iter().any(|finding| finding.place() == "hostile.toml:2:1"));
}
