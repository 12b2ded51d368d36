//! Keys, identifiers and the shape of a file: K001–K018.

use insta::assert_snapshot as pinned;

use crate::findings::{GOOD, changed, found, found_in, of_series, of_session};

#[test]
fn a_text_with_one_quote_gets_the_other() {
    pinned!(found(&changed(r#""One""#, r#""One"#)), @r#"
    error[K001]: the text has a quote at one end only
     --> schedules/talks.toml:7:13
      |
    7 | title = "One
      |             ^
      |
      = help: write `title = "One"`

    1 error
    "#);
}

#[test]
fn a_date_written_the_other_way_round_says_how_dates_are_written() {
    pinned!(found(&changed("2027-03-10T14:00:00", "10.03.2027")), @r#"
    error[K001]: the date is not written year-month-day
     --> schedules/talks.toml:8:14
      |
    8 | start = 10.03.2027
      |              ^^^^^
      |
      = help: write `start = 2027-03-10`

    1 error
    "#);
}

#[test]
fn a_day_that_the_month_does_not_have_is_refused() {
    pinned!(found(&changed("2027-03-10T14:00:00", "2026-02-30T14:00:00")), @r#"
    error[K001]: not TOML: invalid date, expected day between 01 and 28
     --> schedules/talks.toml:8:9
      |
    8 | start = 2026-02-30T14:00:00
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: February 2026 has 28 days; correct the day

    1 error
    "#);
}

#[test]
fn twenty_four_o_clock_is_the_start_of_the_next_day() {
    pinned!(found(&changed("2027-03-10T15:00:00", "2027-03-10T24:00:00")), @r#"
    error[K001]: a day ends at 00:00:00 of the next day
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-10T24:00:00
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: write `end = 2027-03-11T00:00:00`

    1 error
    "#);
}

#[test]
fn a_key_written_twice_is_refused_at_the_second() {
    pinned!(found(&of_series(r#"title = "Talk""#)), @r#"
    error[K001]: not TOML: duplicate key
     --> schedules/talks.toml:3:1
      |
    3 | title = "Talk"
      | ^^^^^
      |
      = help: remove one of the two; each session begins with `[[session]]`

    1 error
    "#);
}

#[test]
fn a_file_of_garbage_is_told_in_twenty_findings() {
    let text = found(&"%%%\n".repeat(5_000));
    assert!(text.ends_with("\n20 errors\n"), "{text}");
    assert!(text.contains("= note: 4980 more like it"), "{text}");
}

#[test]
fn a_misspelt_key_is_told_once_with_the_right_spelling() {
    pinned!(found(&changed("title = \"Talks\"", "titel = \"Talks\"")), @r#"
    error[K010]: unknown key `titel`
     --> schedules/talks.toml:1:1
      |
    1 | titel = "Talks"
      | ^^^^^
      |
      = help: did you mean `title`?

    1 error
    "#);
}

#[test]
fn a_misspelt_table_is_told_once_with_the_right_spelling() {
    pinned!(found(&changed("[[session]]", "[[sessions]]")), @r#"
    error[K010]: unknown key `sessions`
     --> schedules/talks.toml:5:3
      |
    5 | [[sessions]]
      |   ^^^^^^^^
      |
      = help: did you mean `session`?

    1 error
    "#);
}

#[test]
fn a_key_like_no_other_is_told_with_those_there_are() {
    pinned!(found(&of_session(r#"zimmer = "4a""#)), @r#"
    error[K010]: session `one`: unknown key `zimmer`
      --> schedules/talks.toml:10:1
       |
    10 | zimmer = "4a"
       | ^^^^^^
       |
       = help: known keys are `id`, `was`, `title`, `start`, `end`, `duration`, `description`, `timezone`, `location`, `join`, `url`, `speakers`, `track`, `room`, `language`, `categories`, `status`, `busy`, `reminder`, `clock_change`

    1 error
    "#);
}

#[test]
fn an_empty_file_lacks_what_every_file_must_have() {
    pinned!(found(""), @r#"
    error[K011]: `authority` is missing
     --> schedules/talks.toml:1:1
      |
    1 |
      | ^
      |
      = help: add `authority = "example.org"`: who issues these events; part of every UID: never change it

    error[K011]: `session` is missing
     --> schedules/talks.toml:1:1
      |
    1 |
      | ^
      |
      = help: add a `[[session]]`: the sessions, one [[session]] each

    error[K011]: `title` is missing
     --> schedules/talks.toml:1:1
      |
    1 |
      | ^
      |
      = help: add `title = "…"`: name of the series and of its calendar

    3 errors
    "#);
}

#[test]
fn a_session_without_its_keys_is_told_by_its_number() {
    pinned!(found(&of_session("[[session]]\nstart = 2027-03-11T09:00:00\nduration = \"1h\"")), @r#"
    error[K011]: session #2: `id` is missing
      --> schedules/talks.toml:10:1
       |
    10 | [[session]]
       | ^^^^^^^^^^^
       |
       = help: add `id = "opening"`: part of the address and the UID: never change it

    error[K011]: session #2: `title` is missing
      --> schedules/talks.toml:10:1
       |
    10 | [[session]]
       | ^^^^^^^^^^^
       |
       = help: add `title = "…"`: the entry's title

    2 errors
    "#);
}

#[test]
fn a_session_without_end_or_duration_is_told_both() {
    pinned!(found(&changed("end = 2027-03-10T15:00:00\n", "")), @r#"
    error[K011]: session `one`: neither `end` nor `duration`
     --> schedules/talks.toml:5:1
      |
    5 | [[session]]
      | ^^^^^^^^^^^
      |
      = help: add `end`, or `duration = "2h"` here or for the whole series

    1 error
    "#);
}

#[test]
fn a_default_duration_in_days_does_not_end_a_session_with_a_time() {
    let text = of_series(r#"duration = "2d""#).replace("end = 2027-03-10T15:00:00\n", "");
    pinned!(found(&text), @r#"
    error[K011]: session `one`: neither `end` nor `duration`
     --> schedules/talks.toml:6:1
      |
    6 | [[session]]
      | ^^^^^^^^^^^
      |
      = note: the `duration` of the series is in days: it is for sessions with a day alone as `start`
      = help: add `end`, or `duration = "2h"`

    1 error
    "#);
}

#[test]
fn an_organizer_as_property_needs_an_address() {
    pinned!(found(&of_series(r#"organizer = { name = "ENISA", as_property = true }"#)), @r#"
    error[K013]: `organizer`: `as_property` needs an `email`
     --> schedules/talks.toml:3:13
      |
    3 | organizer = { name = "ENISA", as_property = true }
      |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add `email`

    1 error
    "#);
}

#[test]
fn an_identifier_of_other_characters_is_told_what_it_could_be() {
    pinned!(found(&changed(r#""one""#, r#""Eröffnung am Montag""#)), @r#"
    error[K014]: session id `Eröffnung am Montag` has `E`; allowed are a–z, 0–9 and -
     --> schedules/talks.toml:6:6
      |
    6 | id = "Eröffnung am Montag"
      |      ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `eroffnung-am-montag`

    1 error
    "#);
}

#[test]
fn an_emoji_is_no_identifier() {
    pinned!(found(&changed(r#""one""#, r#""🎤""#)), @r#"
    error[K014]: session id `🎤` has `🎤`; allowed are a–z, 0–9 and -
     --> schedules/talks.toml:6:6
      |
    6 | id = "🎤"
      |      ^^^^
      |
      = help: use letters a–z, digits and single hyphens, such as `opening-2027`

    1 error
    "#);
}

#[test]
fn an_identifier_that_an_address_needs_is_told_another() {
    pinned!(found(&changed(r#""one""#, r#""all""#)), @r#"
    error[K014]: session id `all` is reserved for an address of the service
     --> schedules/talks.toml:6:6
      |
    6 | id = "all"
      |      ^^^^^
      |
      = help: choose another, such as `all-2027`

    1 error
    "#);
}

#[test]
fn a_series_identifier_that_looks_like_a_language_is_refused() {
    pinned!(found(&of_series(r#"id = "eu""#)), @r#"
    error[K014]: `id` `eu` has two or three letters, as the address of a language has
     --> schedules/talks.toml:3:6
      |
    3 | id = "eu"
      |      ^^^^
      |
      = help: choose another, such as `eu-2027`

    1 error
    "#);
}

#[test]
fn an_authority_is_told_as_the_domain_it_holds() {
    pinned!(found(&changed(r#""example.org""#, r#""https://Example.org/events""#)), @r#"
    error[K014]: `authority` `https://Example.org/events` has `:`; allowed are a–z, 0–9, hyphens and dots
     --> schedules/talks.toml:2:13
      |
    2 | authority = "https://Example.org/events"
      |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `example.org`

    1 error
    "#);
}

#[test]
fn an_authority_with_a_gap_is_told_where_the_dots_are() {
    pinned!(found(&changed(r#""example.org""#, r#""example..org""#)), @r#"
    error[K014]: `authority` `example..org` has a dot at an end or two in a row
     --> schedules/talks.toml:2:13
      |
    2 | authority = "example..org"
      |             ^^^^^^^^^^^^^^
      |
      = help: write a domain name that the organiser holds, such as `example.org`

    1 error
    "#);
}

#[test]
fn a_file_name_that_makes_no_identifier_is_told_one_that_does() {
    pinned!(found_in("My Talks (2)", GOOD), @r#"
    error[K014]: the file's name makes the id `My Talks (2)`, which has `M`; allowed are a–z, 0–9 and -
     --> schedules/My Talks (2).toml:1:1
      |
    1 | title = "Talks"
      | ^
      |
      = help: rename the file, to `my-talks-2.toml` for example, or add `id = "my-talks-2"`

    1 error
    "#);
}

#[test]
fn a_file_name_that_is_taken_is_told_one_that_is_free() {
    pinned!(found_in("metrics", GOOD), @r#"
    error[K014]: the file's name makes the id `metrics`, which is reserved for an address of the service
     --> schedules/metrics.toml:1:1
      |
    1 | title = "Talks"
      | ^
      |
      = help: rename the file, to `metrics-2027.toml` for example, or add `id = "metrics-2027"`

    1 error
    "#);
}

#[test]
fn a_file_name_does_not_matter_where_there_is_an_identifier() {
    assert_eq!(found_in("My Talks (2)", &of_series(r#"id = "talks""#)), "");
}

#[test]
fn two_sessions_of_one_identifier_are_told_at_the_second() {
    let second = "[[session]]\nid = \"one\"\ntitle = \"Two\"\nstart = 2027-03-11T09:00:00\n\
                  duration = \"1h\"";
    pinned!(found(&of_session(second)), @r#"
    error[K015]: session `one` occurs twice; the first is on line 6
      --> schedules/talks.toml:11:6
       |
    11 | id = "one"
       |      ^^^^^
       |
       = help: give each session an id of its own

    1 error
    "#);
}

#[test]
fn an_alias_that_is_the_series_itself_is_refused() {
    pinned!(found(&of_series(r#"aliases = ["talks", "old-talks", "old-talks"]"#)), @r#"
    error[K017]: alias `talks` is the id of the series itself
     --> schedules/talks.toml:3:12
      |
    3 | aliases = ["talks", "old-talks", "old-talks"]
      |            ^^^^^^^
      |
      = help: remove it

    error[K017]: alias `old-talks` occurs twice
     --> schedules/talks.toml:3:34
      |
    3 | aliases = ["talks", "old-talks", "old-talks"]
      |                                  ^^^^^^^^^^^
      |
      = help: remove it

    2 errors
    "#);
}

#[test]
fn a_series_without_sessions_is_told_what_an_empty_calendar_does() {
    let top = GOOD.split("\n\n").next().unwrap();
    pinned!(found(&format!("{top}\nsession = []\n")), @r#"
    error[K018]: the series has no session
     --> schedules/talks.toml:4:11
      |
    4 | session = []
      |           ^^
      |
      = help: add a `[[session]]`; an empty calendar deletes every subscriber's entries

    1 error
    "#);
}
