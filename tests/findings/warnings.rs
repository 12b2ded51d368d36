//! Warnings: values that are allowed and worth a second look. Each of these is published.

use insta::assert_snapshot as pinned;

use crate::findings::{GOOD, changed, found, found_in, of_series, of_session, read};

fn session(id: &str, start: &str) -> String {
    format!("[[session]]\nid = \"{id}\"\ntitle = \"{id}\"\nstart = {start}\nduration = \"1h\"\n")
}

#[test]
fn a_title_that_outlook_cuts_is_told_at_the_title() {
    let text = found(&changed(r#""One""#, &format!("\"{}\"", "x".repeat(256))));
    pinned!(text.replace(&"x".repeat(40), "x"), @r#"
    warning[K100]: session `one`: `title` has 256 characters; Outlook cuts after 255
     --> schedules/talks.toml:7:9
      |
    7 | ... = "xxxxxxxxxxxxxxxxxxxxxx"
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: move the rest to `description`

    1 warning
    "#);
}

#[test]
fn a_venue_is_measured_with_its_address() {
    let (name, address) = ("n".repeat(150), "a".repeat(150));
    let keys = format!("location = {{ name = \"{name}\", address = \"{address}\" }}");
    let text = found(&of_session(&keys));
    assert!(text.contains("`location` has 302 characters; Outlook cuts after 255"), "{text}");
}

#[test]
fn sessions_at_the_same_time_are_told_at_the_later_start() {
    pinned!(found(&of_session(&session("two", "2027-03-10T14:30:00"))), @r#"
    warning[K101]: sessions `one` and `two` overlap
      --> schedules/talks.toml:13:9
       |
    13 | start = 2027-03-10T14:30:00
       |         ^^^^^^^^^^^^^^^^^^^
       |
       = help: right if they run side by side; otherwise check the times

    1 warning
    "#);
}

#[test]
fn sessions_in_two_rooms_overlap_only_if_they_share_a_speaker() {
    let speaker = "speakers = [{ name = \"A. Person\" }]";
    let rooms = |more: &str| {
        let two = session("two", "2027-03-10T14:30:00");
        found(&of_session(&format!(
            "location = \"Room A\"\n{more}\n{two}location = \"Room B\"\n{more}"
        )))
    };
    assert_eq!(rooms(""), "");
    let text = rooms(speaker);
    assert!(text.contains("`one` and `two` overlap, and `A. Person` speaks at both"), "{text}");
}

#[test]
fn sessions_without_a_place_overlap_once_in_a_series() {
    let others = ["two", "three"].map(|id| session(id, "2027-03-10T14:30:00"));
    let text = found(&of_session(&others.concat()));
    assert!(text.ends_with("\n1 warning\n"), "{text}");
}

#[test]
fn sessions_with_one_join_link_overlap() {
    let link = "join = \"https://example.org/call\"\n";
    let two = session("two", "2027-03-10T14:30:00");
    let text = found(&of_session(&format!("{link}{two}{link}")));
    assert!(text.contains("overlap, and both have the same join link"), "{text}");
}

#[test]
fn sessions_that_are_written_in_another_order_overlap_all_the_same() {
    let text = found(&of_session(&session("two", "2027-03-10T13:30:00")));
    assert!(text.starts_with("warning[K101]: sessions `two` and `one` overlap\n"), "{text}");
}

#[test]
fn cancelled_sessions_overlap_nothing() {
    let text =
        of_session(&format!("{}status = \"cancelled\"", session("two", "2027-03-10T14:30:00")));
    assert_eq!(found(&text), "");
}

#[test]
fn clocks_that_change_between_sessions_are_told_with_both_offsets() {
    pinned!(found(&of_session(&session("two", "2027-04-10T14:00:00"))), @r#"
    warning[K102]: the clocks of Europe/Brussels change between `one` (14:00 CET is 13:00Z) and `two` (14:00 CEST is 12:00Z)
      --> schedules/talks.toml:13:9
       |
    13 | start = 2027-04-10T14:00:00
       |         ^^^^^^^^^^^^^^^^^^^
       |
       = help: if local time is meant, write `clock_change = "intended"` into session `two`, or, at the top of the file, what announcements call the clock: `announced_as = "CET"`

    1 warning
    "#);
}

#[test]
fn clocks_that_change_are_not_reported_where_the_session_intends_it() {
    let two = session("two", "2027-04-10T14:00:00");
    let three = session("three", "2027-04-11T14:00:00");
    let intended = format!("{two}clock_change = \"intended\"\n");
    assert_eq!(found(&of_session(&intended)), "");
    assert_eq!(
        found(&of_session(&format!("{intended}{three}"))),
        "",
        "only the first change counts"
    );
    let wrong = found(&of_session(&format!("{two}clock_change = \"yes\"")));
    assert!(
        wrong.starts_with("error[K023]: session `two`: `clock_change` `yes` is not a choice"),
        "{wrong}"
    );
    assert!(wrong.contains("write `clock_change = \"intended\"`, or remove the line"), "{wrong}");
}

#[test]
fn clocks_that_change_are_reported_after_everything_else() {
    let two = session("two", "2027-04-10T14:00:00");
    let text = found(&of_session(&format!("{two}url = \"http://example.org\"\n")));
    let (other, change) = (text.find("K103").unwrap(), text.find("K102").unwrap());
    assert!(other < change, "{text}");
}

#[test]
fn the_shipped_schedule_and_the_template_have_no_finding() {
    for (stem, text) in [
        ("ehealth-security-2020", include_str!("../../schedules/ehealth-security-2020.toml")),
        ("SERIES", include_str!("../../src/cli/init.toml")),
    ] {
        let stem = stem.to_lowercase();
        assert_eq!(found_in(&stem, text), "", "{stem}");
    }
}

#[test]
fn a_session_of_more_than_a_day_is_proposed_in_whole_days() {
    let text = changed("2027-03-10T15:00:00", "2027-03-12T15:00:00");
    pinned!(found(&text), @r#"
    warning[K112]: session `one` lasts more than 24 hours
     --> schedules/talks.toml:9:7
      |
    9 | end = 2027-03-12T15:00:00
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: for whole days, write `start = 2027-03-10` and `end = 2027-03-12`
      = help: for some hours of each day, write a session for each day

    1 warning
    "#);
    let days = text.replace("2027-03-10T14:00:00", "2027-03-10");
    assert_eq!(found(&days.replace("2027-03-12T15:00:00", "2027-03-12")), "");
    let day_and_night = changed("2027-03-10T15:00:00", "2027-03-11T14:00:00");
    assert_eq!(found(&day_and_night), "", "24 hours");
    // The night of 27 March 2027 is an hour shorter, that of 30 October an hour longer.
    let autumn = GOOD.replace("03-10T14", "10-30T14").replace("03-10T15", "10-31T14");
    assert_eq!(found(&autumn), "", "24 hours on the clock");
}

#[test]
fn clocks_that_change_are_not_told_where_announcements_name_the_clock() {
    let changing = of_session(&session("two", "2027-04-10T14:00:00"));
    let named = changing.replacen("[[session]]", "announced_as = \"CET\"\n[[session]]", 1);
    assert_ne!(named, changing);
    assert_eq!(found(&named), "");
}

#[test]
fn a_link_by_http_is_told() {
    pinned!(found(&of_series(r#"url = "http://example.org/talks""#)), @r#"
    warning[K103]: `url` is not encrypted
     --> schedules/talks.toml:3:7
      |
    3 | url = "http://example.org/talks"
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `https://` if the site answers there

    1 warning
    "#);
}

#[test]
fn a_backslash_followed_by_n_is_told() {
    pinned!(found(&of_session(r"description = 'The share is \\server\new'")), @r#"
    warning[K104]: session `one`: `description` has a backslash followed by n; several calendars show a line break
      --> schedules/talks.toml:10:15
       |
    10 | description = 'The share is \\server\new'
       |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write `/` for `\`, or reword

    1 warning
    "#);
}

#[test]
fn a_law_that_changed_lately_is_told_with_what_older_devices_show() {
    let text = changed("Europe/Brussels", "America/Vancouver").replace("03-10", "01-10");
    pinned!(found(&text), @r#"
    warning[K105]: session `one`: the law of America/Vancouver changed lately; older devices will show 13:00 instead of 14:00
     --> schedules/talks.toml:8:9
      |
    8 | start = 2027-01-10T14:00:00
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: give attendees the time in UTC as well

    1 warning
    "#);
}

#[test]
fn html_is_told_at_the_text() {
    pinned!(found(&of_session("description = \"<p>Welcome</p>\"")), @r#"
    warning[K106]: session `one`: `description` has HTML (`<p>`); most calendars show the tags
      --> schedules/talks.toml:10:15
       |
    10 | description = "<p>Welcome</p>"
       |               ^^^^^^^^^^^^^^^^
       |
       = help: write plain text, links bare on their own line

    1 warning
    "#);
}

#[test]
fn an_offset_that_is_not_the_zones_is_told_with_what_is_shown() {
    pinned!(found(&changed("2027-03-10T14:00:00", "2027-03-10T14:00:00+02:00")), @r#"
    warning[K107]: session `one`: start is written with +02:00, but Europe/Brussels has +01:00 then; it is shown as 13:00
     --> schedules/talks.toml:8:9
      |
    8 | start = 2027-03-10T14:00:00+02:00
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: right if the instant is meant; otherwise write the time without an offset

    1 warning
    "#);
}

#[test]
fn warnings_leave_the_series_standing() {
    let text = of_series(r#"url = "http://example.org/talks""#);
    assert!(read("talks", &text).series.is_some());
}
