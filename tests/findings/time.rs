//! Zones and times: K013 and K030–K035.

use insta::assert_snapshot as pinned;

use crate::findings::{changed, found, of_session};

/// The shipped announcement, read unchanged.
const AUTUMN: &str = r#"title = "Conference"
authority = "example.org"
timezone = "CET"
duration = "2h"

[[session]]
id = "pandemic"
title = "Pandemic"
start = 2020-09-23T14:00:00

[[session]]
id = "apps"
title = "Apps"
start = 2020-10-23T14:00:00

[[session]]
id = "response"
title = "Response"
start = 2020-11-23T14:00:00
"#;

#[test]
fn cet_is_refused_with_what_each_session_becomes_under_each_reading() {
    pinned!(found(AUTUMN), @r#"
    error[K030]: `timezone` `CET` can be read in 2 ways
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "CET"
      |            ^^^^^
      |
      = note: the clocks of Central Europe
                pandemic  2020-09-23 14:00–16:00 CEST in Europe/Brussels = 12:00Z–14:00Z
                apps      2020-10-23 14:00–16:00 CEST in Europe/Brussels = 12:00Z–14:00Z
                response  2020-11-23 14:00–16:00 CET in Europe/Brussels = 13:00Z–15:00Z
      = note: UTC+01:00 all year
                pandemic  2020-09-23 15:00–17:00 CEST in Europe/Brussels = 13:00Z–15:00Z
                apps      2020-10-23 15:00–17:00 CEST in Europe/Brussels = 13:00Z–15:00Z
                response  2020-11-23 14:00–16:00 CET in Europe/Brussels = 13:00Z–15:00Z
      = help: for the clocks of Central Europe, write `timezone = "Europe/Brussels"`
      = help: for UTC+01:00 all year, write `timezone = "Europe/Brussels"` and each time with its offset, as in `2027-09-23T14:00:00+01:00`

    1 error
    "#);
}

#[test]
fn an_offset_is_refused_with_the_places_that_show_it() {
    pinned!(found(&of_session(r#"timezone = "GMT+1""#)), @r#"
    error[K030]: session `one`: `timezone` `GMT+1` can be read in 3 ways
      --> schedules/talks.toml:10:12
       |
    10 | timezone = "GMT+1"
       |            ^^^^^^^
       |
       = note: UTC+01:00 all year
                 one  2027-03-10 14:00–15:00 CET in Europe/Brussels = 13:00Z–14:00Z
       = note: the clocks of Central Europe
                 one  2027-03-10 14:00–15:00 CET in Europe/Brussels = 13:00Z–14:00Z
       = note: the clocks of the United Kingdom, in summer
                 one  2027-03-10 14:00–15:00 GMT in Europe/London = 14:00Z–15:00Z
       = help: for UTC+01:00 all year, write `timezone = "Europe/Brussels"` and each time with its offset, as in `2027-09-23T14:00:00+01:00`
       = help: for the clocks of Central Europe, write `timezone = "Europe/Brussels"`
       = help: for the clocks of the United Kingdom, in summer, write `timezone = "Europe/London"`

    1 error
    "#);
}

#[test]
fn an_offset_of_no_place_is_refused_with_its_one_reading() {
    pinned!(found(&changed("Europe/Brussels", "+05:15")), @r#"
    error[K030]: `timezone` `+05:15` is not an IANA name; it means UTC+05:15 all year
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "+05:15"
      |            ^^^^^^^^
      |
      = note: UTC+05:15 all year
                one  2027-03-10 08:45–09:45 UTC in UTC = 08:45Z–09:45Z
      = help: for UTC+05:15 all year, write `timezone = "UTC"` and each time with its offset, as in `2027-09-23T14:00:00+05:15`

    1 error
    "#);
}

#[test]
fn a_windows_name_is_refused_with_the_zone_it_stands_for() {
    pinned!(found(&changed("Europe/Brussels", "Romance Standard Time")), @r#"
    error[K030]: `timezone` `Romance Standard Time` is not an IANA name; it means the clocks of Paris
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "Romance Standard Time"
      |            ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: the clocks of Paris
                one  2027-03-10 14:00–15:00 CET in Europe/Paris = 13:00Z–14:00Z
      = help: for the clocks of Paris, write `timezone = "Europe/Paris"`

    1 error
    "#);
}

#[test]
fn a_refused_name_in_several_lines_is_shown_on_one() {
    let text = changed(r#""Europe/Brussels""#, "\"\"\"\nCET\"\"\"");
    assert!(found(&text).starts_with("error[K030]: `timezone` `CET` can be read in 2 ways\n"));
}

#[test]
fn a_misspelt_zone_is_told_the_nearest() {
    pinned!(found(&changed("Europe/Brussels", "Europe/Brusels")), @r#"
    error[K031]: `timezone` `Europe/Brusels` is not a known time zone
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "Europe/Brusels"
      |            ^^^^^^^^^^^^^^^^
      |
      = help: did you mean `Europe/Brussels`?

    1 error
    "#);
}

#[test]
fn a_zone_like_no_other_is_told_the_form() {
    pinned!(found(&changed("Europe/Brussels", "Middle-earth/Bree")), @r#"
    error[K031]: `timezone` `Middle-earth/Bree` is not a known time zone
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "Middle-earth/Bree"
      |            ^^^^^^^^^^^^^^^^^^^
      |
      = help: write an IANA name such as `Europe/Brussels`, or `UTC`

    1 error
    "#);
}

#[test]
fn a_local_time_without_a_zone_is_refused_where_it_stands() {
    pinned!(found(&changed("timezone = \"Europe/Brussels\"\n", "")), @r#"
    error[K032]: session `one`: `start` is a local time, and no `timezone` says where
     --> schedules/talks.toml:7:9
      |
    7 | start = 2027-03-10T14:00:00
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: add `timezone = "Europe/Brussels"`, or whichever it is, at the top of the file

    1 error
    "#);
}

#[test]
fn a_time_that_the_clocks_skip_is_told_with_the_gap() {
    let text = changed("start = 2027-03-10T14:00:00", "start = 2027-03-28T02:30:00");
    pinned!(found(&text.replace("end = 2027-03-10T15:00:00", "duration = \"1h\"")), @r#"
    error[K033]: session `one`: start `2027-03-28T02:30` does not exist in Europe/Brussels (clocks skip 02:00–03:00)
     --> schedules/talks.toml:8:9
      |
    8 | start = 2027-03-28T02:30:00
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: choose a time that the clocks show

    1 error
    "#);
}

#[test]
fn a_time_that_the_clocks_show_twice_is_told_with_both_offsets() {
    let text = changed("start = 2027-03-10T14:00:00", "start = 2027-10-31T02:30:00");
    pinned!(found(&text.replace("end = 2027-03-10T15:00:00", "duration = \"1h\"")), @r#"
    error[K034]: session `one`: start `2027-10-31T02:30` happens twice in Europe/Brussels
     --> schedules/talks.toml:8:9
      |
    8 | start = 2027-10-31T02:30:00
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: write `start = 2027-10-31T02:30:00+02:00` for the first or `start = 2027-10-31T02:30:00+01:00` for the second

    1 error
    "#);
}

#[test]
fn an_end_before_its_start_is_told_about_midnight() {
    pinned!(found(&changed("2027-03-10T14:00:00", "2027-03-10T22:00:00")), @r#"
    error[K035]: session `one`: the end is not after the start
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-10T15:00:00
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: check both; a session that ends after midnight ends on the next day

    1 error
    "#);
}

#[test]
fn a_session_of_years_is_told_to_check_them() {
    pinned!(found(&changed("2027-03-10T14:00:00", "2025-03-10T14:00:00")), @r#"
    error[K035]: session `one`: it lasts longer than 366 days
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-10T15:00:00
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: check the year: `end = 2025-03-10T15:00:00`

    1 error
    "#);
}

#[test]
fn a_year_outside_what_calendars_hold_is_refused() {
    pinned!(found(&changed("2027-03-10T15:00:00", "9999-03-10T15:00:00")), @r#"
    error[K035]: session `one`: `end` `9999-03-10T15:00:00`: the year 9999 is outside 1970–2100
     --> schedules/talks.toml:9:7
      |
    9 | end = 9999-03-10T15:00:00
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: write, for example, `end = 2027-09-23T14:00:00`

    1 error
    "#);
}

#[test]
fn a_leap_second_is_refused() {
    pinned!(found(&changed("2027-03-10T15:00:00", "2027-03-10T23:59:60")), @r#"
    error[K035]: session `one`: `end` `2027-03-10T23:59:60`: that date or time does not exist
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-10T23:59:60
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: write, for example, `end = 2027-09-23T14:00:00`

    1 error
    "#);
}

#[test]
fn a_fraction_of_a_second_is_refused() {
    pinned!(found(&changed("2027-03-10T15:00:00", "2027-03-10T15:00:00.5")), @r#"
    error[K035]: session `one`: `end` `2027-03-10T15:00:00.5`: a fraction of a second, which calendars cannot hold
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-10T15:00:00.5
      |       ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write, for example, `end = 2027-09-23T14:00:00`

    1 error
    "#);
}

#[test]
fn a_time_without_a_date_is_refused() {
    pinned!(found(&changed("2027-03-10T15:00:00", "15:00:00")), @r#"
    error[K035]: session `one`: `end` `15:00:00`: a time without a date
     --> schedules/talks.toml:9:7
      |
    9 | end = 15:00:00
      |       ^^^^^^^^
      |
      = help: write the date as well: `end = 2027-03-10T15:00:00`

    1 error
    "#);
}

#[test]
fn end_and_duration_together_are_refused() {
    pinned!(found(&of_session(r#"duration = "1h""#)), @r#"
    error[K013]: session `one`: both `end` and `duration`
      --> schedules/talks.toml:10:12
       |
    10 | duration = "1h"
       |            ^^^^
       |
       = help: keep one of the two

    1 error
    "#);
}

#[test]
fn a_duration_of_days_does_not_go_with_a_time() {
    pinned!(found(&changed("end = 2027-03-10T15:00:00", r#"duration = "2d""#)), @r#"
    error[K013]: session `one`: a session with a time lasts hours, not days
     --> schedules/talks.toml:9:12
      |
    9 | duration = "2d"
      |            ^^^^
      |
      = help: write `end`, or give `start` no time for whole days

    1 error
    "#);
}

#[test]
fn a_date_does_not_end_what_began_at_a_time() {
    pinned!(found(&changed("2027-03-10T15:00:00", "2027-03-10")), @r#"
    error[K013]: session `one`: `end` is a date, but `start` is a date-time
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-10
      |       ^^^^^^^^^^
      |
      = help: write a date-time for both

    1 error
    "#);
}

#[test]
fn all_day_sessions_are_held_to_days() {
    let days = r#"title = "Days"
authority = "example.org"

[[session]]
id = "backwards"
title = "Backwards"
start = 2027-03-12
end = 2027-03-10

[[session]]
id = "with-zone"
title = "With a zone"
start = 2027-03-10
timezone = "Europe/Brussels"

[[session]]
id = "in-hours"
title = "In hours"
start = 2027-03-10
duration = "2h"

[[session]]
id = "until-a-time"
title = "Until a time"
start = 2027-03-10
end = 2027-03-10T18:00:00
"#;
    pinned!(found(days), @r#"
    error[K035]: session `backwards`: the end is not after the start
     --> schedules/talks.toml:8:7
      |
    8 | end = 2027-03-10
      |       ^^^^^^^^^^
      |
      = help: the `end` of an all-day session is its last day

    error[K013]: session `with-zone`: an all-day session has no `timezone`
      --> schedules/talks.toml:14:12
       |
    14 | timezone = "Europe/Brussels"
       |            ^^^^^^^^^^^^^^^^^
       |
       = help: remove `timezone`, or give `start` a time

    error[K013]: session `in-hours`: an all-day session lasts days, not hours
      --> schedules/talks.toml:20:12
       |
    20 | duration = "2h"
       |            ^^^^
       |
       = help: write days such as `duration = "2d"`, or give `start` a time

    error[K013]: session `until-a-time`: `end` is a local date-time, but `start` is a date
      --> schedules/talks.toml:26:7
       |
    26 | end = 2027-03-10T18:00:00
       |       ^^^^^^^^^^^^^^^^^^^
       |
       = help: write a date for both

    4 errors
    "#);
}
