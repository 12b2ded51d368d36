//! Common mistakes of people who do not write TOML every day. Each help is a line to write; with it
//! the file has no finding.

use insta::assert_snapshot as pinned;

use kalends::definition::{PublishedIds, parse_with};
use kalends::diagnostic::{SourceFile, Style, to_text};
use kalends::model::SessionId;

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
    let later = GOOD.replace("03-10T14", "03-23T14");
    assert_repaired(
        &later.replace("2027-03-10T15:00:00", "23/03/2027 15:00"),
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

/// Asserts that there is one finding with this help, and that the repaired text has none.
pub(super) fn assert_one(text: &str, help: &str, repaired: &str) {
    let shown = found(text);
    let is_one = shown.ends_with("\n1 error\n") || shown.ends_with("\n1 warning\n");
    assert!(is_one && shown.contains(help), "{help}: {shown}");
    assert_eq!(found(repaired), "", "{repaired}");
}

#[test]
fn line_breaks_of_an_old_mac_are_one_finding() {
    assert_one(&GOOD.replace('\n', "\r"), "the line breaks of Windows (CRLF) or Unix (LF)", GOOD);
    assert_eq!(found(&GOOD.replace('\n', "\r\n")), "");
}

#[test]
fn a_missing_time_zone_is_one_finding() {
    let two = two_sessions("[[session]]");
    let text = two.replace("timezone = \"Europe/Brussels\"\n", "");
    assert_one(&text, "add `timezone = \"Europe/Brussels\"`", &two);
}

/// The good definition and a second session, with a header of their own.
fn two_sessions(header: &str) -> String {
    let sessions = of_session(
        "[[session]]\nid = \"two\"\ntitle = \"Two\"\nstart = 2027-03-11T14:00:00\n\
         end = 2027-03-11T15:00:00",
    );
    sessions.replace("[[session]]", header)
}

#[test]
fn sessions_in_single_brackets_are_one_finding() {
    assert_one(&GOOD.replace("[[session]]", "[session]"), "`[[session]]`", GOOD);
    let right = two_sessions("[[session]]");
    let help = "write `[[session]]`, with two brackets, on lines 5, 10";
    assert_one(&two_sessions("[session]"), help, &right);
    let mixed = right.replacen("[[session]]", "[session]  # the first", 1);
    assert_one(&mixed, "write `[[session]]`, with two brackets", &right);
}

#[test]
fn a_place_below_a_session_that_the_series_has_already_is_proposed_for_the_session() {
    let twice = format!("{GOOD}[location]\nname = \"B\"\n[location]\nname = \"C\"\n");
    let right = twice.replacen("[location]\nname = \"C\"", "[session.location]\nname = \"C\"", 1);
    assert_one(&twice, "for the session above it, write `[session.location]`", &right);
}

#[test]
fn a_plain_title_beside_titles_by_language_is_proposed_with_its_language() {
    let of_language = |titles: &str| {
        GOOD.replacen("title = \"Talks\"", &format!("language = \"en\"\n{titles}"), 1)
            .replace("title = \"One\"", "title.en = \"One\"\ntitle.fr = \"Un\"")
    };
    let (plain, french) = ("title = \"Talks\"", "title.fr = \"Exposés\"");
    for titles in [format!("{plain}\n{french}"), format!("{french}\n{plain}")] {
        assert_repaired(&of_language(&titles), &["title.en = \"Talks\""]);
    }
    let without = changed("\"Talks\"", "\"Talks\"\ntitle.fr = \"Exposés\"");
    let right = without.replace("title = \"Talks\"", "language = \"en\"\ntitle.en = \"Talks\"");
    let right = right.replace("title = \"One\"", "title = { en = \"One\", fr = \"Un\" }");
    assert_one(&without, "add `language = \"en\"`", &right);
    let twice = of_language(&format!("{plain}\ntitle.en = \"Talk\"\n{french}"));
    let right = of_language(&format!("title.en = \"Talk\"\n{french}"));
    assert_one(&twice, "remove this line, or the line with `title.en`", &right);
}

#[test]
fn keys_of_the_series_below_a_session_are_one_finding() {
    let keys = "organizer = { name = \"A\" }\naliases = [\"old-talks\"]\nlocation = \"Hall\"";
    pinned!(found(&of_session(keys)), @r#"
    error[K010]: session `one`: `organizer`, `aliases` belong to the series
      --> schedules/talks.toml:10:1
       |
    10 | organizer = { name = "A" }
       | ^^^^^^^^^
       |
       = note: `location` is for this session only; for all sessions, move it too
       = help: move them above the first `[[session]]`

    1 error
    "#);
    assert_eq!(found(&of_series(keys)), "");
    let authority = "authority = \"example.org\"\n";
    let moved = format!("{}{authority}", changed(authority, ""));
    assert_one(&moved, "move it above the first `[[session]]`", GOOD);
}

#[test]
fn keys_of_the_series_below_its_organizer_are_one_finding() {
    let (series, sessions) = GOOD.split_once("\n\n").unwrap();
    let organizer = "[organizer]\nname = \"A\"\n";
    let wrong = format!("{organizer}{series}\n\n{sessions}");
    let right = format!("{series}\n\n{organizer}{sessions}");
    assert_one(&wrong, "move them above `[organizer]`", &right);
    assert_one(
        &of_series("organizer = { name = \"A\", color = \"red\" }"),
        "move it out of the braces, to the top of the file",
        &of_series("color = \"red\"\norganizer = { name = \"A\" }"),
    );
}

#[test]
fn a_key_of_a_session_above_it_is_proposed_below_it() {
    assert_one(
        &of_series("speakers = [{ name = \"A\" }]"),
        "`speakers` belongs to a session: write it below its `[[session]]`",
        &of_session("speakers = [{ name = \"A\" }]"),
    );
}

#[test]
fn a_link_through_safe_links_is_proposed_as_the_real_one() {
    let rewritten = "https://eur01.safelinks.protection.outlook.com/ap/t-59/?url=\
                     https%3A%2F%2Fmeet.example.org%2Fa%3Fb%3Dc%26d%3D1&data=05%7C01&reserved=0";
    let join = format!("join = \"{rewritten}\"");
    assert_repaired(&of_series(&join), &["join = \"https://meet.example.org/a?b=c&d=1\""]);
    assert_repaired(&of_session(&join), &["join = \"https://meet.example.org/a?b=c&d=1\""]);
    pinned!(found(&of_series("url = \"https://a.safelinks.protection.outlook.com/?url=x\"")), @r#"
    warning[K111]: `url` goes through Outlook's Safe Links
     --> schedules/talks.toml:3:7
      |
    3 | url = "https://a.safelinks.protection.outlook.com/?url=x"
      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: open the link, and copy the address that it leads to

    1 warning
    "#);
}

#[test]
fn decimal_commas_are_proposed_as_points() {
    for written in [
        "[50,85, 4,35]",
        "[50,85,4,35]",
        "[50,085, 4,035]",
        "\"50,85, 4,35\"",
        "\"50.85, 4.35\"",
        "\"50,85; 4,35\"",
        "\"50,85 4,35\"",
    ] {
        let right = if written.contains("085") { "[50.085, 4.035]" } else { "[50.85, 4.35]" };
        let text = |geo: &str| of_session(&format!("location.name = \"A\"\nlocation.geo = {geo}"));
        assert_one(&text(written), &format!("geo = {right}`"), &text(right));
        let text = |geo: &str| of_session(&format!("location = {{ name = \"A\", geo = {geo} }}"));
        assert_one(&text(written), &format!("geo = {right}"), &text(right));
    }
}

#[test]
fn old_names_of_zones_are_proposed_as_their_present_ones() {
    for (old, zone) in [
        ("GB", "Europe/London"),
        ("Japan", "Asia/Tokyo"),
        ("japan", "Asia/Tokyo"),
        ("EST5EDT", "America/New_York"),
        ("Zulu", "UTC"),
    ] {
        let line = format!("timezone = \"{zone}\"");
        assert_repaired(&changed("Europe/Brussels", old), &[&line]);
    }
    pinned!(found(&changed("Europe/Brussels", "Japan")), @r#"
    error[K030]: `timezone` `Japan` is an old name of `Asia/Tokyo`
     --> schedules/talks.toml:3:12
      |
    3 | timezone = "Japan"
      |            ^^^^^^^
      |
      = help: write `timezone = "Asia/Tokyo"`

    1 error
    "#);
}

#[test]
fn an_end_in_the_wrong_year_is_proposed_in_the_right_one() {
    let end = "end = 2027-03-10T15:00:00";
    for year in ["2028", "2026", "2029"] {
        assert_repaired(&changed(end, &end.replace("2027", year)), &[end]);
    }
    pinned!(found(&changed(end, "end = 2028-03-10T15:00:00")), @r#"
    warning[K114]: session `one`: the end is a year late
     --> schedules/talks.toml:9:7
      |
    9 | end = 2028-03-10T15:00:00
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: write `end = 2027-03-10T15:00:00`; right if the session lasts that long

    1 warning
    "#);
    let days = |end: &str| {
        changed("2027-03-10T14:00:00", "2027-12-30").replace("2027-03-10T15:00:00", end)
    };
    assert_repaired(&days("2027-01-02"), &["end = 2028-01-02"]);
    assert_repaired(&days("2028-12-30"), &["end = 2027-12-30"]);
    assert_eq!(found(&days("2028-12-29")), "", "a year of whole days");
}

#[test]
fn an_id_that_was_published_is_not_proposed_for_another_session() {
    let session =
        "[[session]]\ntitle = \"Opening\"\nstart = 2027-03-11T14:00:00\nduration = \"1h\"\n";
    let file = SourceFile::new(
        "schedules/talks.toml",
        of_session(&format!("was = \"opening-2\"\n{session}")),
    );
    let shown = |present: &[&str], former: &[&str]| {
        let ids = |ids: &[&str]| ids.iter().map(|id| SessionId::parse(id).unwrap()).collect();
        let published = PublishedIds { present: ids(present), former: ids(former) };
        to_text(&parse_with(&file, "talks", &published).findings, Style::Plain)
    };
    assert!(shown(&[], &[]).contains("add `id = \"opening\"`"), "{}", shown(&[], &[]));
    let removed = shown(&["one"], &["opening"]);
    assert!(removed.contains("add `id = \"opening-3\"`"), "{removed}");
    assert!(!removed.contains("`opening`"), "{removed}");
    let lost = shown(&["one", "opening"], &[]);
    assert!(lost.contains("add `id = \"opening-3\"`"), "{lost}");
    assert!(lost.contains("`opening` is published and has no session here"), "{lost}");
}

#[test]
fn conflict_markers_of_git_are_one_finding() {
    let (ours, theirs) = ("title = \"Talks\"", "title = \"Lectures\"");
    let merged = format!("<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> branch");
    assert_one(&changed(ours, &merged), "keep the lines of one version", GOOD);
}
