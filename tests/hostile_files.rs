//! Files that are nothing but errors: found by fuzzing, kept so that they stay harmless.
//!
//! Says nothing about single findings; those are pinned where they are made.

use kalends::definition;
use kalends::diagnostic::{Finding, SourceFile, Style, to_json, to_text};
use kalends::revision::Record;

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

#[test]
fn a_record_of_nothing_but_damage_is_explained_by_the_first_hundred_of_each_kind() {
    // A finding for each key used to take gigabytes.
    let header = "# A record\nversion = 1\n\n[series]\n";
    let keys = format!("{header}{}\n[end]\n", "x = 1\n".repeat(300_000));
    let sessions = format!("{header}{}\n[end]\n", "\n[[session]]\nid = 1\n".repeat(100_000));
    for text in [keys, sessions] {
        let found = Record::parse(&SourceFile::new("talks.lock", text)).unwrap_err();
        assert!(found.len() < 1_000, "{}", found.len());
        let more = found.iter().filter(|finding| finding.headline().contains(" more "));
        assert!(more.count() > 0, "what is left out is counted");
        assert!(to_json(&found).to_string().len() < 500_000);
    }
}

#[test]
fn a_line_without_end_is_not_shown_and_its_places_are_kept() {
    let text = format!("title = \"x\"\nsession = [{}]\n", "{ x = 1 }, ".repeat(10_000));
    let found = findings(&text);
    assert!(to_text(&found, Style::Plain).len() < 200_000);
    let places = |found: &[Finding]| -> Vec<String> { found.iter().map(Finding::place).collect() };
    let excerpts: Vec<Finding> = found.iter().cloned().map(Finding::excerpted).collect();
    assert_eq!(places(&excerpts), places(&found));
    assert!(to_text(&excerpts, Style::Plain).len() < 200_000);
    let long = Finding::new(found[0].code(), "x".repeat(1_000_000)).note("y".repeat(1_000_000));
    assert!(long.headline().len() + long.notes()[0].len() < 20_000);
}
