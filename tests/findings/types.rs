//! Values of the wrong type, for every kind of key: K012.

use insta::assert_snapshot as pinned;
use kalends::definition::{Field, SERIES, SESSION, ValueKind};
use kalends::diagnostic::to_json;

use crate::findings::{changed, found, of_series, of_session, read};

#[test]
fn a_number_for_a_text_is_put_in_quotes() {
    pinned!(found(&changed(r#""Talks""#, "2027")), @r#"
    error[K012]: `title` is a whole number, not text of one line
     --> schedules/talks.toml:1:9
      |
    1 | title = 2027
      |         ^^^^
      |
      = help: put it in quotes: `title = "2027"`

    1 error
    "#);
}

#[test]
fn a_date_in_quotes_is_told_without_them() {
    pinned!(found(&changed("start = 2027-03-10T14:00:00", r#"start = "2027-03-10 14:00""#)), @r#"
    error[K012]: session `one`: `start` is text, not a date or date-time without quotes
     --> schedules/talks.toml:8:9
      |
    8 | start = "2027-03-10 14:00"
      |         ^^^^^^^^^^^^^^^^^^
      |
      = help: remove the quotes: `start = 2027-03-10 14:00`

    1 error
    "#);
}

#[test]
fn a_date_in_words_is_told_the_form() {
    pinned!(found(&changed("start = 2027-03-10T14:00:00", r#"start = "10 March, 2 pm""#)), @r#"
    error[K012]: session `one`: `start` is text, not a date or date-time without quotes
     --> schedules/talks.toml:8:9
      |
    8 | start = "10 March, 2 pm"
      |         ^^^^^^^^^^^^^^^^
      |
      = help: write, for example, `start = 2027-09-23T14:00:00`

    1 error
    "#);
}

#[test]
fn a_number_of_minutes_is_told_its_unit() {
    pinned!(found(&of_series("duration = 90")), @r#"
    error[K012]: `duration` is a whole number, not a length of time such as "1h30m"
     --> schedules/talks.toml:3:12
      |
    3 | duration = 90
      |            ^^
      |
      = help: write the unit: `duration = "90m"`

    1 error
    "#);
}

#[test]
fn a_text_for_a_list_is_told_as_a_list() {
    pinned!(found(&of_series(r#"categories = "Security""#)), @r#"
    error[K012]: `categories` is text, not a list of texts
     --> schedules/talks.toml:3:14
      |
    3 | categories = "Security"
      |              ^^^^^^^^^^
      |
      = help: write `categories = ["Security"]`

    1 error
    "#);
}

#[test]
fn an_item_of_a_list_that_is_no_text_is_told_alone() {
    pinned!(found(&of_series(r#"categories = ["Security", 2027]"#)), @r#"
    error[K012]: `categories`: an item is a whole number, not text
     --> schedules/talks.toml:3:27
      |
    3 | categories = ["Security", 2027]
      |                           ^^^^
      |
      = help: put it in quotes

    1 error
    "#);
}

#[test]
fn a_text_for_a_table_is_told_as_a_table() {
    pinned!(found(&of_series(r#"organizer = "ENISA""#)), @r#"
    error[K012]: `organizer` is text, not a table
     --> schedules/talks.toml:3:13
      |
    3 | organizer = "ENISA"
      |             ^^^^^^^
      |
      = help: write `organizer = { name = "ENISA" }`

    1 error
    "#);
}

#[test]
fn one_pair_of_brackets_around_session_is_told_the_other() {
    pinned!(found(&changed("[[session]]", "[session]")), @r#"
    error[K012]: `session` is a table, not a list of tables
     --> schedules/talks.toml:5:1
      |
    5 | [session]
      | ^^^^^^^^^
      |
      = help: write `[[session]]`, with two brackets, above the keys of each session

    1 error
    "#);
}

#[test]
fn speakers_by_name_alone_are_told_as_tables() {
    pinned!(found(&of_session(r#"speakers = ["Vibeke van der Sprong"]"#)), @r#"
    error[K012]: session `one`: `speakers`: an item is text, not a table
      --> schedules/talks.toml:10:13
       |
    10 | speakers = ["Vibeke van der Sprong"]
       |             ^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write `{ name = "Vibeke van der Sprong" }`

    1 error
    "#);
}

#[test]
fn true_in_quotes_is_told_without_them() {
    pinned!(found(&of_session(r#"busy = "true""#)), @r#"
    error[K012]: session `one`: `busy` is text, not true or false
      --> schedules/talks.toml:10:8
       |
    10 | busy = "true"
       |        ^^^^^^
       |
       = help: remove the quotes: `busy = true`

    1 error
    "#);
}

#[test]
fn a_position_in_quotes_is_told_as_two_numbers() {
    let keys = r#"location = { name = "Hall", geo = "50.84, 4.36" }"#;
    pinned!(found(&of_session(keys)), @r#"
    error[K012]: session `one`: `location`: `geo` is text, not [latitude, longitude]
      --> schedules/talks.toml:10:35
       |
    10 | location = { name = "Hall", geo = "50.84, 4.36" }
       |                                   ^^^^^^^^^^^^^
       |
       = help: write `geo = [50.84, 4.36]`

    1 error
    "#);
}

/// Values of all types that TOML has.
const VALUES: [&str; 9] =
    ["\"x\"", "5", "5.5", "true", "2027-03-10", "14:00:00", "[\"x\"]", "[5]", "{ x = 5 }"];

/// Whether a value is of the type that keys of this kind have.
fn is_of(kind: ValueKind, value: &str) -> bool {
    let text = value.starts_with('"');
    match kind {
        ValueKind::Bool => value == "true",
        ValueKind::Time => value.starts_with("2027") || value.starts_with("14:"),
        ValueKind::IdOrIds => text || value == "[\"x\"]",
        ValueKind::Ids | ValueKind::Members | ValueKind::Lines => value == "[\"x\"]",
        ValueKind::Table(_) => value.starts_with('{'),
        ValueKind::LineOrTable(_) => text || value.starts_with('{'),
        // Mistakes in its keys are reported there.
        ValueKind::Text | ValueKind::Prose => text || value.starts_with('{'),
        ValueKind::Geo | ValueKind::Tables(_) => false,
        _ => text,
    }
}

fn check_every_type(fields: &[Field], with: impl Fn(&str) -> String) {
    for field in fields {
        for value in VALUES {
            let key = field.key;
            let text = with(&format!("{key} = {value}"));
            let definition = read("talks", &text);
            let findings = to_json(&definition.findings);
            let found = findings.as_array().unwrap().iter().any(|finding| {
                let names = finding["headline"].as_str().unwrap().contains(&format!("`{key}`"));
                finding["code"] == "K012" && names && finding["help"][0].is_string()
            });
            assert_eq!(found, !is_of(field.kind, value), "{key} = {value}: {findings:#}");
        }
    }
}

#[test]
fn every_key_of_a_series_refuses_values_of_other_types_with_help() {
    check_every_type(SERIES, |line| {
        let key = line.split(' ').next().unwrap();
        let kept: String = crate::findings::GOOD
            .split("\n\n")
            .next()
            .unwrap()
            .lines()
            .filter(|line| line.split(' ').next() != Some(key))
            .map(|line| format!("{line}\n"))
            .collect();
        format!("{kept}{line}\n")
    });
}

#[test]
fn every_key_of_a_session_refuses_values_of_other_types_with_help() {
    check_every_type(SESSION, |line| {
        let key = line.split(' ').next().unwrap();
        let (top, session) = crate::findings::GOOD.split_once("[[session]]\n").unwrap();
        let kept: String = session
            .lines()
            .filter(|line| line.split(' ').next() != Some(key))
            .map(|line| format!("{line}\n"))
            .collect();
        format!("{top}[[session]]\n{kept}{line}\n")
    });
}

#[test]
fn every_key_of_a_nested_table_refuses_values_of_other_types_with_help() {
    for (fields, kind) in [SERIES, SESSION].into_iter().flatten().filter_map(nested) {
        check_every_type(fields, |line| {
            let key = line.split(' ').next().unwrap();
            let name = if key == "name" { "" } else { "name = \"x\", " };
            match kind {
                "speakers" => of_session(&format!("speakers = [{{ {name}{line} }}]")),
                "umbrella" => of_series(&format!("umbrella = {{ {line} }}")),
                "track" | "room" | "category" | "variant" => {
                    of_series(&format!("{kind} = [{{ {name}{line} }}]"))
                }
                "organizer" => of_series(&format!("organizer = {{ {name}{line} }}")),
                _ => of_session(&format!("{kind} = {{ {name}{line} }}")),
            }
        });
    }
}

fn nested(field: &Field) -> Option<(&'static [Field], &'static str)> {
    match field.kind {
        ValueKind::Table(fields) | ValueKind::LineOrTable(fields) => Some((fields, field.key)),
        ValueKind::Tables(fields) if field.key != "session" => Some((fields, field.key)),
        _ => None,
    }
}
