//! Several findings in one file, and several files in one run: K016 and K017.

use insta::assert_snapshot as pinned;
use kalends::definition::{check_catalogue, parse};
use kalends::diagnostic::{SourceFile, Style, to_text};

use crate::findings::{GOOD, found, of_series};

/// The findings in all files together, in the order of the files.
fn together(files: &[(&str, &str)]) -> String {
    let mut definitions: Vec<_> = files
        .iter()
        .map(|(stem, text)| parse(&SourceFile::new(format!("schedules/{stem}.toml"), *text), stem))
        .collect();
    check_catalogue(&mut definitions);
    let findings: Vec<_> =
        definitions.into_iter().flat_map(|definition| definition.findings).collect();
    to_text(&findings, Style::Plain)
}

#[test]
fn all_errors_of_a_file_are_told_in_its_order() {
    let text = r#"titel = "Talks"
authority = "example.org"
timezone = "Europe/Brusels"
url = "example.org"

[[session]]
id = "One"
title = ""
start = "2027-03-10T14:00:00"
end = 2027-03-10T15:00:00
status = "canceled"
"#;
    pinned!(found(text), @r#"
    error[K010]: unknown key `titel`
     --> schedules/talks.toml:1:1
      |
    1 | titel = "Talks"
      | ^^^^^
      |
      = help: did you mean `title`?

    error[K031]: `timezone` `Europe/Brusels` is not a known time zone
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "Europe/Brusels"
      |            ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `Europe/Brussels`?

    error[K022]: `url` is not an absolute URL: relative URL without a base
     --> schedules/talks.toml:4:7
      |
    4 | url = "example.org"
      |       ^^^^^^^^^^^^^
      |
      = help: write `url = "https://example.org"`

    error[K014]: session id `One` has `O`; allowed are a–z, 0–9 and -
     --> schedules/talks.toml:7:6
      |
    7 | id = "One"
      |      ^^^^^
      |
      = help: write `one`

    error[K020]: session #1: `title` is empty
     --> schedules/talks.toml:8:9
      |
    8 | title = ""
      |         ^^
      |
      = help: write something, or remove the key

    error[K012]: session #1: `start` is text, not a date or date-time without quotes
     --> schedules/talks.toml:9:9
      |
    9 | start = "2027-03-10T14:00:00"
      |         ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: remove the quotes: `start = 2027-03-10T14:00:00`

    error[K023]: session #1: `status` `canceled` is not a status
      --> schedules/talks.toml:11:10
       |
    11 | status = "canceled"
       |          ^^^^^^^^^^
       |
       = help: did you mean `cancelled`?

    7 errors
    "#);
}

#[test]
fn all_files_of_a_run_are_told() {
    let broken = GOOD.replace("title = \"One\"\n", "");
    pinned!(together(&[("autumn", GOOD), ("spring", &broken), ("summer", "title")]), @r#"
    error[K011]: session `one`: `title` is missing
     --> schedules/spring.toml:5:1
      |
    5 | [[session]]
      | ^^^^^^^^^^^
      |
      = help: add `title = "…"`: the entry's title

    error[K001]: not TOML: key with no value, expected `=`
     --> schedules/summer.toml:1:6
      |
    1 | title
      |      ^
      |
      = help: a line is `key = value`, `[[session]]`, or a comment that begins with `#`

    2 errors
    "#);
}

#[test]
fn two_files_of_one_series_are_told_at_the_second() {
    pinned!(together(&[("autumn", &of_series("id = \"talks\"")), ("talks", GOOD)]), @r#"
    error[K016]: series `talks` is defined by schedules/autumn.toml already
     --> schedules/talks.toml:1:1
      |
    1 | title = "Talks"
      | ^
      |
      = help: give one of the two another `id`, or remove the file

    1 error
    "#);
}

#[test]
fn an_alias_that_is_another_series_is_refused() {
    let text = of_series(r#"aliases = ["spring", "talks"]"#);
    pinned!(together(&[("autumn", &text), ("talks", GOOD)]), @r#"
    error[K017]: alias `talks` is an address of schedules/talks.toml
     --> schedules/autumn.toml:3:22
      |
    3 | aliases = ["spring", "talks"]
      |                      ^^^^^^^
      |
      = help: remove the alias from one of the two

    1 error
    "#);
}

#[test]
fn an_alias_that_another_series_has_is_refused() {
    let (one, two) =
        (of_series(r#"aliases = ["old-talks"]"#), of_series(r#"aliases = ["older", "old-talks"]"#));
    pinned!(together(&[("autumn", &one), ("spring", &two)]), @r#"
    error[K017]: alias `old-talks` is an address of schedules/autumn.toml
     --> schedules/spring.toml:3:21
      |
    3 | aliases = ["older", "old-talks"]
      |                     ^^^^^^^^^^^
      |
      = help: remove the alias from one of the two

    1 error
    "#);
}
