//! Every finding about a value in a damaged record, as people see it.

use super::support::{parse, refused, whole, with};

#[test]
fn a_value_of_another_type() {
    insta::assert_snapshot!(with("sequence = 0", "sequence = \"0\""), @r#"
    error[K306]: session `talk`: `sequence` is a string, not a number
      --> schedules/talks.lock:20:12
       |
    20 | sequence = "0"
       |            ^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("title = \"About talk\"", "title = 7"), @r#"
    error[K306]: session `talk`: `title` is a number, not a string
      --> schedules/talks.lock:33:9
       |
    33 | title = 7
       |         ^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("sequence = 0", "was = \"old\"\nsequence = 0"), @r#"
    error[K306]: session `talk`: `was` is a string, not a list
      --> schedules/talks.lock:20:7
       |
    20 | was = "old"
       |       ^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
}

#[test]
fn a_value_without_meaning() {
    insta::assert_snapshot!(with("sequence = 0", "sequence = 2147483648"), @r#"
    error[K307]: session `talk`: `sequence` `2147483648` is not a whole number 0–2147483647
      --> schedules/talks.lock:20:12
       |
    20 | sequence = 2147483648
       |            ^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("sequence = 0", "sequence = -1"), @r#"
    error[K307]: session `talk`: `sequence` `-1` is not a whole number 0–2147483647
      --> schedules/talks.lock:20:12
       |
    20 | sequence = -1
       |            ^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("id = \"talk\"", "id = \"Talk\\u001b[2J\""), @r#"
    error[K307]: session `Talk\u{1b}[2J`: `id` `Talk\u{1b}[2J` has `T`; allowed are a–z, 0–9 and -
      --> schedules/talks.lock:18:6
       |
    18 | id = "Talk\u001b[2J"
       |      ^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("uid = \"", "uid = \"X"), @r#"
    error[K307]: session `talk`: `uid` `X5efe8122-2a60-5261-8fa6-fd0a6cb34224` is not a UUID in lower case
      --> schedules/talks.lock:19:7
       |
    19 | uid = "X5efe8122-2a60-5261-8fa6-fd0a6cb34224"
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("created = 2020-03-01T10:00:00Z", "created = 2020-03-01T10:00:00.5Z"), @r#"
    error[K307]: series: `created` `2020-03-01T10:00:00.5Z` is not an instant such as `2020-09-23T12:00:00Z`
      --> schedules/talks.lock:10:11
       |
    10 | created = 2020-03-01T10:00:00.5Z
       |           ^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("schedule = \"", "schedule = \"x"), @r#"
    error[K307]: session `talk`: `schedule` `xaaa5d4fa6633236afddb149422ebd248` is not a fingerprint of 32 hexadecimal digits in lower case
      --> schedules/talks.lock:23:12
       |
    23 | schedule = "xaaa5d4fa6633236afddb149422ebd248"
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("sequence = 0", "was = [\"old\", \"-\"]\nsequence = 0"), @r#"
    error[K307]: session `talk`: `was` `-` has a hyphen at an end or two in a row
      --> schedules/talks.lock:20:7
       |
    20 | was = ["old", "-"]
       |       ^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("timezone = \"Europe/Brussels\"", "timezone = \"CET\""), @r#"
    error[K307]: series: `timezone` is not in the time zone database of this release, 2026f
      --> schedules/talks.lock:14:12
       |
    14 | timezone = "CET"
       |            ^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
}

#[test]
fn fields_that_make_no_session() {
    // Only a release with other rules could have written these under a right fingerprint.
    let bad = |key: &str, value: &str| {
        let text = whole();
        let at = text.find("[session.fields]").expect("fields");
        let (head, fields) = text.split_at(at);
        let line = fields.lines().find(|line| line.starts_with(key)).expect(key);
        let text = [head, &fields.replacen(line, &format!("{key} = \"{value}\""), 1)].concat();
        refused(&text).lines().filter(|line| line.contains("K307")).collect::<String>()
    };
    insta::assert_snapshot!(bad("start", "2020-09-23"), @"error[K307]: session `talk`: `end` is not a date such as `2020-09-23`");
    insta::assert_snapshot!(bad("start", "2020-09-23T12:00:00+00:00"), @"error[K307]: session `talk`: `start` is not an instant such as `2020-09-23T12:00:00Z`");
    insta::assert_snapshot!(bad("end", "2020-09-23T12:00:00Z"), @"error[K307]: session `talk`: `end` is not valid: the end is not after the start");
    insta::assert_snapshot!(bad("local_start", "two"), @"error[K307]: session `talk`: `local_start` is not a local time such as `2020-09-23T14:00:00`");
    insta::assert_snapshot!(bad("timezone", "Mars/Olympus"), @"error[K307]: session `talk`: `timezone` is not in the time zone database of this release, 2026f");
    insta::assert_snapshot!(bad("title", "a\\nb"), @"error[K307]: session `talk`: `title` has a line break; it must be one line");
}

#[test]
fn something_twice() {
    insta::assert_snapshot!(with("id = \"walk\"", "id = \"talk\""), @r#"
    error[K308]: session `talk` occurs twice
      --> schedules/talks.lock:36:6
       |
    36 | id = "talk"
       |      ^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
    let text = whole();
    let uids: Vec<_> = text.lines().filter(|line| line.starts_with("uid")).collect();
    insta::assert_snapshot!(with(uids[1], uids[0]), @r#"
    error[K308]: session `walk`: `uid` is that of session `talk`
      --> schedules/talks.lock:37:7
       |
    37 | uid = "5efe8122-2a60-5261-8fa6-fd0a6cb34224"
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
    insta::assert_snapshot!(with("sequence = 0", "sequence = 0\nsequence = 1"), @r#"
    error[K308]: session `talk`: `sequence` occurs twice
      --> schedules/talks.lock:21:1
       |
    21 | sequence = 1
       | ^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
    insta::assert_snapshot!(with("[[session]]", "[series]\n\n[[session]]"), @r#"
    error[K308]: section `[series]` occurs twice or after `[end]`
      --> schedules/talks.lock:17:1
       |
    17 | [series]
       | ^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
    insta::assert_snapshot!(with("[[session]]", "[end]\n\n[[session]]"), @r#"
    error[K308]: section `[[session]]` occurs twice or after `[end]`
      --> schedules/talks.lock:19:1
       |
    19 | [[session]]
       | ^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
}

#[test]
fn fields_edited_by_hand() {
    insta::assert_snapshot!(with("\"About talk\"", "\"About cats\""), @r#"
    error[K309]: session `talk`: the fields do not match `schedule` `aaa5d4fa6633236afddb149422ebd248`
      --> schedules/talks.lock:23:12
       |
    23 | schedule = "aaa5d4fa6633236afddb149422ebd248"
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
    insta::assert_snapshot!(with("abbreviation = \"CEST\"", "abbreviation = \"CET\""), @r#"
    error[K309]: session `talk`: the fields do not match `content` `49c7b2af045ba17ff1b86d6bc50d6778`
      --> schedules/talks.lock:24:11
       |
    24 | content = "49c7b2af045ba17ff1b86d6bc50d6778"
       |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
}

#[test]
fn all_findings_of_a_file_are_told_at_once() {
    let text = whole().replace("sequence = 0", "sequence = \"0\"").replace("uid = ", "vid = ");
    let findings = parse(&text).expect_err("refused");
    let codes: Vec<_> = findings.iter().map(|finding| finding.code().id).collect();
    assert_eq!(codes, ["K304", "K305", "K306", "K304", "K305", "K306"]);
}
