//! Common mistakes of people who do not write TOML every day. Each help is a line to write; with it
//! the file has no finding.

use insta::assert_snapshot as pinned;

use crate::findings::{GOOD, changed, found, of_series, of_session, read};

/// Asserts that there is one finding, that its helps propose these lines, and that each of them
/// repairs the file.
pub(super) fn assert_repaired(text: &str, proposed: &[&str]) {
    let findings = read("talks", text).findings;
    let [finding] = &findings[..] else { panic!("{}", found(text)) };
    let helps = finding.helps().join("\n");
    let ticked = helps.split('`').skip(1).step_by(2);
    let lines: Vec<&str> = ticked.filter(|edit| edit.contains(" = ")).collect();
    assert_eq!(lines, proposed, "{}", found(text));
    let at = finding.span().unwrap().start;
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    for line in lines {
        let repaired = format!("{}{line}{}", &text[..start], &text[end..]);
        assert_eq!(found(&repaired), "", "{repaired}");
    }
}

/// The good definition with another start.
pub(super) fn starting(start: &str) -> String {
    changed("start = 2027-03-10T14:00:00", &format!("start = {start}"))
}

#[test]
fn a_date_as_people_write_it_is_proposed_as_toml_writes_it() {
    for (written, line) in [
        ("10.03.2027 14:00", "start = 2027-03-10T14:00:00"),
        ("2027–03–10T14:00:00", "start = 2027-03-10T14:00:00"),
        ("2027/03/10 14:00", "start = 2027-03-10T14:00:00"),
        ("\"2027-03-10 14h00\"", "start = 2027-03-10T14:00:00"),
        ("\"2027-03-10, 2:00 pm\"", "start = 2027-03-10T14:00:00"),
        ("“2027-03-10 14:00”", "start = 2027-03-10T14:00:00"),
    ] {
        assert_repaired(&starting(written), &[line]);
    }
}

#[test]
fn a_date_that_can_be_read_in_two_ways_is_proposed_in_both() {
    pinned!(found(&starting("10/03/2027 14:00")), @r#"
    error[K001]: the date is not written year-month-day
     --> schedules/talks.toml:8:9
      |
    8 | start = 10/03/2027 14:00
      |         ^^^^^^^^^^^^^^^^
      |
      = help: for 10 March 2027, write `start = 2027-03-10T14:00:00`
      = help: for 3 October 2027, write `start = 2027-10-03T14:00:00`

    1 error
    "#);
    assert_repaired(
        &changed("2027-03-10T15:00:00", "23/03/2027 15:00"),
        &["end = 2027-03-23T15:00:00"],
    );
}

#[test]
fn an_end_that_is_a_time_alone_gets_the_day_of_its_start() {
    assert_repaired(&changed("2027-03-10T15:00:00", "15:30:00"), &["end = 2027-03-10T15:30:00"]);
    assert_repaired(&changed("2027-03-10T15:00:00", "01:30:00"), &["end = 2027-03-11T01:30:00"]);
}

#[test]
fn curly_quotes_are_proposed_as_straight_ones() {
    pinned!(found(&changed("\"Talks\"", "“Talks”")), @r#"
    error[K001]: these are curly quotes, as Word types them
     --> schedules/talks.toml:1:9
      |
    1 | title = “Talks”
      |         ^^^^^^^
      |
      = help: type straight quotes: `title = "Talks"`

    1 error
    "#);
    assert_repaired(&changed("\"Talks\"", "„Talks“"), &["title = \"Talks\""]);
}

#[test]
fn other_slips_of_text_are_proposed_as_toml_writes_them() {
    for (from, to, line) in [
        ("title = \"Talks\"", "title\u{a0}= \"Talks\"", "title = \"Talks\""),
        ("\"Talks\"", "Talks in Spring", "title = \"Talks in Spring\""),
        ("\"Talks\"", "\"The \"right\" to know\"", "title = 'The \"right\" to know'"),
        ("\"Talks\"", "\"C:\\Users\"", "title = 'C:\\Users'"),
        ("\"Europe/Brussels\"", "Europe/Brussels", "timezone = \"Europe/Brussels\""),
    ] {
        assert_repaired(&changed(from, to), &[line]);
    }
    assert_repaired(&of_session("busy = True"), &["busy = true"]);
    assert_repaired(
        &of_series("categories = [\"Law\" \"Data\"]"),
        &["categories = [\"Law\", \"Data\"]"],
    );
}

#[test]
fn a_line_that_may_hold_a_token_is_not_repeated() {
    let text = found(&of_series("token_sha256 = “f00d”"));
    assert!(!text.contains("f00d"), "{text}");
}

#[test]
fn a_document_of_a_word_processor_is_one_finding() {
    let text = found(&format!("{{\\rtf1\\ansi\n{GOOD}}}"));
    assert!(
        text.starts_with("error[K001]: this is a document of a word processor (RTF)"),
        "{text}"
    );
    assert!(text.ends_with("\n1 error\n"), "{text}");
}

#[test]
fn a_bad_duration_of_the_series_is_one_finding() {
    let text = changed("end = 2027-03-10T15:00:00\n", "");
    let text = text.replace("timezone =", "duration = \"an hour\"\ntimezone =");
    assert!(found(&text).ends_with("\n1 error\n"), "{}", found(&text));
}

#[test]
fn a_missing_id_is_made_from_the_title_and_not_taken() {
    let session = "[[session]]\ntitle = \"One\"\nstart = 2027-03-11T14:00:00\nduration = \"1h\"\n";
    let text = of_session(&format!("{session}{}", session.replace("-11T", "-12T")));
    let shown = found(&text);
    assert!(shown.contains("add `id = \"one-2\"`"), "{shown}");
    assert!(shown.contains("add `id = \"one-3\"`"), "{shown}");
    let repaired = text.replace("[[session]]\ntitle", "[[session]]\nid = \"one-N\"\ntitle");
    let repaired = repaired.replacen("one-N", "one-2", 1).replacen("one-N", "one-3", 1);
    assert_eq!(found(&repaired), "");
}

#[test]
fn a_link_that_lacks_its_beginning_is_proposed_whole() {
    let line = "url = \"https://www.example.org\"";
    assert_repaired(&of_series("url = \"www.example.org\""), &[line]);
    let zoom = found(&of_series("join = \"Zoom\""));
    assert!(zoom.contains("copy the whole address from the browser or the invitation"), "{zoom}");
    let mail = found(&of_series("url = \"talks@example.org\""));
    assert!(mail.contains("this is an e-mail address"), "{mail}");
}
