//! Language files: each is complete, and every problem is reported at its place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::i18n::Words;
use crate::i18n::locales::LOCALES;

fn path(tag: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(format!("{tag}.ftl"))
}

/// The problems of a file, as a text.
fn problems(tag: &'static str, ftl: &str) -> String {
    let Err(problems) = Words::read(tag, ftl.to_owned().leak()) else { return String::new() };
    problems.iter().map(|problem| format!("locales/{tag}.ftl:{problem}\n")).collect()
}

#[test]
fn every_file_says_everything() {
    for locale in &LOCALES {
        let ftl = fs::read_to_string(path(locale.tag)).expect("a file for each tag");
        assert_eq!(problems(locale.tag, &ftl), "");
    }
}

#[test]
fn a_language_is_a_file() {
    let files: BTreeSet<String> = fs::read_dir(path("en").parent().expect("locales"))
        .expect("locales is there")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    let rows = LOCALES.iter().map(|locale| format!("{}.ftl", locale.tag)).collect();
    assert_eq!(files, rows, "a file without a row in src/i18n/locales.rs, or a row twice");
    assert_eq!(LOCALES.len(), files.len());
}

#[test]
fn what_is_wrong_is_found_with_file_line_and_name() {
    let danish = fs::read_to_string(path("da")).expect("Danish");
    let found = |from: &str, to: &str| {
        assert!(danish.contains(from), "{from}");
        problems("da", &danish.replace(from, to))
    };
    let all = [
        found("\nwhen = ", "\nwhence = "),
        found("{ $number }", "{ $count }"),
        found("{ $number }", "{ $total }"),
        found("{ $number }", "nummer"),
        found("place = ", "place = { $place } "),
        found("place = Hvor", "place = { place }"),
        found("place = Hvor", "place = { NUMBER(1) }"),
        found("place = Hvor", "-place = Hvor"),
        found("place = Hvor", "place = Hvor\n    .title = Hvor"),
        found("place = Hvor", "place = Hvor\nplace = Hvor"),
        found("place = Hvor", "place Hvor"),
        found("direction = ltr", "direction = up"),
        found("{ $n ->", "{ $number ->"),
        found("session_count = { $n ->", "session_count = i alt { $n ->"),
        found("[one] { $n } session", "[one] { $count } session"),
        found("[one]", "[1]"),
        found("[one]", "[other]"),
        found("   *[other]", "    [other]"),
    ];
    insta::assert_snapshot!(all.join("\n"), @r#"
    locales/da.ftl:20: `whence` is unknown
    locales/da.ftl:153: `when` is missing

    locales/da.ftl:145: `session_of` needs `$number`, `$total`, and has `$count`, `$total`

    locales/da.ftl:145: `session_of` needs `$number`, `$total`, and has `$total`, `$total`

    locales/da.ftl:145: `session_of` needs `$number`, `$total`, and has `$total`

    locales/da.ftl:21: `place` needs no variable, and has `$place`

    locales/da.ftl:21: `place` may have text and variables only

    locales/da.ftl:21: `place` may have text and variables only

    locales/da.ftl:21: `place` is a term; write a message
    locales/da.ftl:21: `place` is missing

    locales/da.ftl:21: `place` has attributes, which are not used here
    locales/da.ftl:21: `place` is missing

    locales/da.ftl:22: `place` is defined twice

    locales/da.ftl:21: Expected a token starting with "="
    locales/da.ftl:153: `place` is missing

    locales/da.ftl:5: `direction` must be `ltr` or `rtl`

    locales/da.ftl:150: `session_count` must choose by `$n`

    locales/da.ftl:150: `session_count` must be one choice, `{ $n -> … }`

    locales/da.ftl:150: `session_count` needs `$n` or no variable, and has `$count`

    locales/da.ftl:150: `session_count` has the form `1`, which is not a CLDR plural category

    locales/da.ftl:150: `session_count` must have `*` before the form `other`

    locales/da.ftl:150: `session_count` is missing
    locales/da.ftl:153: The select expression must have a default variant
    "#);
}

#[test]
fn invisible_characters_can_be_written_with_their_number() {
    let danish = fs::read_to_string(path("da")).expect("Danish");
    let ftl = danish.replace("place = Hvor", r#"place = Hvor{ "\u00A0" }?"#);
    let words = Words::read("da", ftl.leak()).expect("a right file");
    assert_eq!(words.place, "Hvor\u{a0}?");
}
