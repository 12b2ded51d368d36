//! Mistakes in the form of a line, words for keys and values that people bring from elsewhere, and files
//! that are not definitions.

use super::slips::{assert_one, assert_repaired, starting};
use crate::findings::{GOOD, changed, found, of_series, of_session};

/// Asserts that there is one finding, an error, and that it contains the text.
fn assert_error(text: &str, expected: &str) {
    let shown = found(text);
    assert!(shown.contains(expected), "{shown}");
    assert!(shown.ends_with("\n1 error\n"), "{shown}");
}

#[test]
fn a_line_of_another_form_is_proposed_as_key_and_value() {
    for (from, to, line) in [
        ("title = \"Talks\"", "title: \"Talks\"", "title = \"Talks\""),
        ("title = \"Talks\"", "title: Talks of spring", "title = \"Talks of spring\""),
        ("title = \"Talks\"", "title \"Talks\"", "title = \"Talks\""),
        ("id = \"one\"", "id: \"one\"", "id = \"one\""),
        ("start = ", "start : ", "start = 2027-03-10T14:00:00"),
        ("\"Talks\"", "\"Talks\";", "title = \"Talks\""),
        ("\"Talks\"", "\"Talks\",", "title = \"Talks\""),
        ("\"Talks\"", "\"Talks", "title = \"Talks\""),
        ("\"Talks\"", "Talks\"", "title = \"Talks\""),
        ("\"example.org\"", "example.org\"", "authority = \"example.org\""),
        ("\"Talks\"", "\"Talks”", "title = \"Talks\""),
        ("\"Talks\"", "\"Talks   # all of them", "title = \"Talks\" # all of them"),
    ] {
        assert_repaired(&changed(from, to), &[line]);
    }
}

#[test]
fn brackets_of_a_session_are_proposed_whole() {
    for written in
        ["[ [session] ]", "[[session]", "[[Session]", "[session]]", "[[[session]]]", "[[session"]
    {
        let text = changed("[[session]]", written);
        assert_error(&text, "help: write `[[session]]`");
        assert_one(&text, "write `[[session]]`", GOOD);
    }
}

#[test]
fn a_remark_without_its_mark_is_proposed_as_a_comment() {
    let text = format!("Talks of the spring\n{GOOD}");
    assert_error(&text, "help: write `# Talks of the spring`");
    assert_eq!(found(&format!("# {text}")), "");
}

#[test]
fn a_text_over_two_lines_is_one_finding() {
    let text = changed("\"Talks\"", "\"Talks\nof spring\"");
    assert_error(&text, "write it on one line: `title = \"Talks of spring\"`");
}

#[test]
fn a_line_with_a_token_is_not_repeated() {
    let shown = found(&of_series("token_sha256: \"f00d\""));
    assert!(!shown.contains("write `"), "{shown}");
}

#[test]
fn dates_in_words_and_days_that_do_not_exist() {
    for written in [
        "10 March 2027 at 14:00",
        "March 10, 2027 2pm",
        "\"Wednesday, 10th March 2027, 14:00\"",
        "10-Mar-2027 14.00",
    ] {
        assert_repaired(&starting(written), &["start = 2027-03-10T14:00:00"]);
    }
    let end = |written: &str| changed("2027-03-10T15:00:00", written);
    for midnight in ["2027-03-10T24:00:00", "2027-03-10 24:00  # midnight"] {
        assert_repaired(&end(midnight), &["end = 2027-03-11T00:00:00"]);
    }
    assert_repaired(&end("\"until 16:00\""), &["end = 2027-03-10T16:00:00"]);
    assert_repaired(&end("\"15:30\""), &["end = 2027-03-10T15:30:00"]);
    assert_error(
        &starting("2027-02-30T14:00:00"),
        "help: February 2027 has 28 days; correct the day",
    );
    assert_error(&starting("\"TBD\""), "leave the session out until its date is known");
}

#[test]
fn people_written_as_text_are_proposed_as_tables() {
    assert_repaired(
        &of_session("speakers = \"Ann Lee, Bob Ray\""),
        &["speakers = [{ name = \"Ann Lee\" }, { name = \"Bob Ray\" }]"],
    );
    assert_repaired(
        &of_series("organizer = \"Events team <events@example.com>\""),
        &["organizer = { name = \"Events team\", email = \"events@example.com\" }"],
    );
}

#[test]
fn speakers_that_are_names_alone_are_proposed_as_tables() {
    let right = "speakers = [{ name = \"A. Person\" }]";
    assert_repaired(&of_session("speakers = \"A. Person\""), &[right]);
    let items = of_session("speakers = [\"A. Person\"]");
    assert_one(&items, "write `{ name = \"A. Person\" }`", &of_session(right));
}

#[test]
fn words_from_elsewhere_lead_to_ours() {
    assert_repaired(&of_series("language = \"English\""), &["language = \"en\""]);
    assert_repaired(&of_series("language = \"Français\""), &["language = \"fr\""]);
    assert_error(&of_session("venue = \"Town hall\""), "write it as `location = \"…\"`");
    assert_repaired(&of_session("status = canceled"), &["status = \"cancelled\""]);
    assert_error(
        &of_session("address = \"Rue 1\""),
        "`location = { name = \"…\", address = \"…\" }`",
    );
    assert_error(&of_session("repeat = \"weekly\""), "write a `[[session]]` for each date");
    assert_error(&changed("\"Europe/Brussels\"", "\"CET (UTC+1)\""), "Europe/");
}

#[test]
fn keys_of_the_series_below_its_session_are_moved_up() {
    let (head, session) = GOOD.split_once("\n[[session]]").unwrap();
    let text = format!("[[session]]{session}\n{head}");
    assert_error(&text, "move the keys of the series above the first `[[session]]`");
}

#[test]
fn another_kind_of_file_is_one_finding() {
    for (text, expected) in [
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "run `kalends adopt`"),
        ("title,start,end\nOpening,2027-09-23 14:00,15:30\n", "this is a table (CSV)"),
        ("title;start;end\nOpening;23.09.2027;15:30\n", "this is a table (CSV)"),
        ("<!DOCTYPE html>\n<html><body>\n", "this is a web page"),
        ("{\n \"title\": \"Talks\"\n}\n", "this is JSON or YAML"),
        ("---\ntitle: Talks\n", "this is JSON or YAML"),
        (&format!("```toml\n{GOOD}```\n"), "remove the first and the last line"),
    ] {
        assert_error(text, expected);
    }
}

#[test]
fn entities_of_html_are_reported_like_tags() {
    let shown = found(&changed("\"Talks\"", "\"Q&amp;A\""));
    assert!(shown.starts_with("warning[K106]: `title` has HTML (`&amp;`)"), "{shown}");
}
