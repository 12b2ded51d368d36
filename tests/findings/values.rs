//! Values of the right type that cannot be published: K020–K024.

use insta::assert_snapshot as pinned;

use crate::findings::{changed, found, of_series, of_session};

#[test]
fn an_empty_text_is_refused() {
    pinned!(found(&changed(r#""One""#, r#""  ""#)), @r#"
    error[K020]: session `one`: `title` is empty
     --> schedules/talks.toml:7:9
      |
    7 | title = "  "
      |         ^^^^
      |
      = help: write something, or remove the key

    1 error
    "#);
}

#[test]
fn a_control_character_in_an_escape_is_refused_at_its_text() {
    pinned!(found(&changed(r#""One""#, r#""On\u0007e""#)), @r#"
    error[K020]: session `one`: `title` has a control character, U+0007
     --> schedules/talks.toml:7:9
      |
    7 | title = "On\u0007e"
      |         ^^^^^^^^^^^
      |
      = help: remove the character; it is invisible in most editors

    1 error
    "#);
}

#[test]
fn an_override_of_direction_is_refused_at_its_place() {
    pinned!(found(&changed("One", "On\u{202e}e")), @r#"
    error[K020]: session `one`: `title` has a bidirectional override, U+202E
     --> schedules/talks.toml:7:12
      |
    7 | title = "On�e"
      |            ^
      |
      = help: remove the character; it is invisible in most editors

    1 error
    "#);
}

#[test]
fn a_byte_order_mark_inside_a_text_is_refused_at_its_place() {
    // Named, for editors remove it from files.
    pinned!(found(&changed("One", "On\u{feff}e")).replace('\u{feff}', "<BOM>"), @r#"
    error[K020]: session `one`: `title` has a byte order mark, U+FEFF
     --> schedules/talks.toml:7:12
      |
    7 | title = "On<BOM>e"
      |            ^
      |
      = help: remove the character; it is invisible in most editors

    1 error
    "#);
}

#[test]
fn a_line_break_in_a_title_is_refused() {
    pinned!(found(&changed(r#""One""#, r#""One\nTwo""#)), @r#"
    error[K020]: session `one`: `title` has a line break; it must be one line
     --> schedules/talks.toml:7:9
      |
    7 | title = "One\nTwo"
      |         ^^^^^^^^^^
      |
      = help: write it on one line

    1 error
    "#);
}

#[test]
fn a_text_over_the_limit_is_refused_with_the_limit() {
    let text = of_session(&format!("location = \"{}\"", "x".repeat(1_001)));
    pinned!(found(&text).replace(&"x".repeat(40), "x"), @r#"
    error[K021]: session `one`: `location` has 1001 characters; the most is 1000
      --> schedules/talks.toml:10:12
       |
    10 | ... = "xxxxx...xxxxx"
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: shorten it; link to the rest with `url`

    1 error
    "#);
}

#[test]
fn a_link_without_a_scheme_is_told_the_whole() {
    pinned!(found(&of_series(r#"url = "example.org/talks""#)), @r#"
    error[K022]: `url` is not an absolute URL: relative URL without a base
     --> schedules/talks.toml:3:7
      |
    3 | url = "example.org/talks"
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: write `url = "https://example.org/talks"`

    1 error
    "#);
}

#[test]
fn a_link_with_another_scheme_is_refused() {
    pinned!(found(&of_session(r#"join = "javascript:alert(1)""#)), @r#"
    error[K022]: session `one`: `join` begins with `javascript:`, not `https:` or `http:`
      --> schedules/talks.toml:10:8
       |
    10 | join = "javascript:alert(1)"
       |        ^^^^^^^^^^^^^^^^^^^^^
       |
       = help: copy the whole address from the browser or the invitation; it begins with `https://`

    1 error
    "#);
}

#[test]
fn a_link_with_a_password_is_refused() {
    pinned!(found(&of_session(r#"join = "https://ann:secret@example.org""#)), @r#"
    error[K022]: session `one`: `join` holds a user name or password
      --> schedules/talks.toml:10:8
       |
    10 | join = "https://ann:secret@example.org"
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: remove both: everybody would see them

    1 error
    "#);
}

#[test]
fn a_link_with_a_blank_is_refused() {
    pinned!(found(&of_series(r#"image = "https://example.org/a b.png""#)), @r#"
    error[K022]: `image` has U+0020, which no URL has
     --> schedules/talks.toml:3:9
      |
    3 | image = "https://example.org/a b.png"
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: copy the address from the browser's address bar

    1 error
    "#);
}

#[test]
fn a_colour_nearly_spelt_is_told_the_name() {
    pinned!(found(&of_series(r#"color = "stealblue""#)), @r#"
    error[K023]: `color` `stealblue` is not a colour
     --> schedules/talks.toml:3:9
      |
    3 | color = "stealblue"
      |         ^^^^^^^^^^^
      |
      = help: did you mean `steelblue`?

    1 error
    "#);
}

#[test]
fn a_status_of_american_spelling_is_told_the_other() {
    pinned!(found(&of_session(r#"status = "canceled""#)), @r#"
    error[K023]: session `one`: `status` `canceled` is not a status
      --> schedules/talks.toml:10:10
       |
    10 | status = "canceled"
       |          ^^^^^^^^^^
       |
       = help: did you mean `cancelled`?

    1 error
    "#);
}

#[test]
fn a_language_by_its_name_is_told_the_tag() {
    pinned!(found(&of_series(r#"language = "english""#)), @r#"
    error[K023]: `language` `english` is the name of a language, not its tag
     --> schedules/talks.toml:3:12
      |
    3 | language = "english"
      |            ^^^^^^^^^
      |
      = help: write `language = "en"`

    1 error
    "#);
}

#[test]
fn a_mail_address_without_a_domain_is_refused() {
    pinned!(found(&of_series(r#"organizer = { name = "ENISA", email = "events@" }"#)), @r#"
    error[K023]: `organizer`: `email` `events@` is not a mail address such as `events@example.org`
     --> schedules/talks.toml:3:39
      |
    3 | organizer = { name = "ENISA", email = "events@" }
      |                                       ^^^^^^^^^

    1 error
    "#);
}

#[test]
fn a_duration_in_other_words_is_told_the_form() {
    pinned!(found(&of_series(r#"duration = "two hours""#)), @r#"
    error[K023]: `duration` `two hours` is not a length of time
     --> schedules/talks.toml:3:12
      |
    3 | duration = "two hours"
      |            ^^^^^^^^^^^
      |
      = help: write hours and minutes such as `"1h30m"`, or days such as `"2d"`

    1 error
    "#);
}

#[test]
fn a_duration_of_days_and_hours_is_refused() {
    pinned!(found(&of_series(r#"duration = "1d 2h""#)), @r#"
    error[K023]: `duration` `1d 2h` mixes days and hours
     --> schedules/talks.toml:3:12
      |
    3 | duration = "1d 2h"
      |            ^^^^^^^
      |
      = help: write hours and minutes such as `"1h30m"`, or days such as `"2d"`

    1 error
    "#);
}

#[test]
fn a_duration_in_units_too_large_to_add_is_refused() {
    pinned!(found(&of_series(r#"duration = "1us 9223372036854775807ns""#)), @r#"
    error[K023]: `duration` `1us 9223372036854775807ns` is not in weeks, days, hours or minutes
     --> schedules/talks.toml:3:12
      |
    3 | duration = "1us 9223372036854775807ns"
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write hours and minutes such as `"1h30m"`, or days such as `"2d"`

    1 error
    "#);
}

#[test]
fn a_reminder_before_four_weeks_is_refused() {
    pinned!(found(&of_session(r#"reminder = "5w""#)), @r#"
    error[K023]: session `one`: `reminder` is not between 1 minute and 4 weeks
      --> schedules/talks.toml:10:12
       |
    10 | reminder = "5w"
       |            ^^^^
       |
       = help: shorten it

    1 error
    "#);
}

#[test]
fn a_position_off_the_globe_is_refused() {
    let keys = r#"location = { name = "Hall", geo = [94.36, 50.84] }"#;
    pinned!(found(&of_session(keys)), @r#"
    error[K023]: session `one`: `location`: `geo` is not [latitude −90–90, longitude −180–180]
      --> schedules/talks.toml:10:35
       |
    10 | location = { name = "Hall", geo = [94.36, 50.84] }
       |                                   ^^^^^^^^^^^^^^
       |
       = help: latitude comes first

    1 error
    "#);
}

#[test]
fn a_category_with_a_comma_is_told_as_two() {
    pinned!(found(&of_series(r#"categories = ["Security, eHealth"]"#)), @r#"
    error[K023]: `categories` `Security, eHealth` holds `,` or `;`, which separate categories
     --> schedules/talks.toml:3:15
      |
    3 | categories = ["Security, eHealth"]
      |               ^^^^^^^^^^^^^^^^^^^
      |
      = help: write two items, or leave the separator out

    1 error
    "#);
}

#[test]
fn a_list_over_the_limit_is_refused_with_the_limit() {
    let names: Vec<String> = (0..101).map(|n| format!("\"old-{n}\"")).collect();
    let text = found(&of_series(&format!("aliases = [{}]", names.join(", "))));
    let without_source: Vec<&str> =
        text.lines().filter(|line| !line.starts_with(['3', ' '])).collect();
    pinned!(without_source.join("\n"), @r#"
    error[K024]: `aliases` has 101 items; the most is 100

    1 error
    "#);
}
