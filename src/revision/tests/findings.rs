//! Every finding about the form of a damaged record, as people see it.

use super::support::{refused, whole, with};
use crate::revision::codes;

#[test]
fn a_line_of_another_form() {
    insta::assert_snapshot!(with("sequence = 0", "sequence = zero"), @r#"
    error[K300]: this is not as kalends writes it
      --> schedules/talks.lock:20:12
       |
    20 | sequence = zero
       |            ^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("title = \"Talks\"", "title: Talks"), @r#"
    error[K300]: this is not as kalends writes it
      --> schedules/talks.lock:15:1
       |
    15 | title: Talks
       | ^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("\"About talk\"", "\"About \\q\""), @r#"
    error[K300]: this is not as kalends writes it
      --> schedules/talks.lock:33:9
       |
    33 | title = "About \q"
       |         ^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
}

#[test]
fn conflict_markers() {
    let ours = "sequence = 0";
    let both = "<<<<<<< HEAD\nsequence = 1\n=======\nsequence = 2\n>>>>>>> later";
    insta::assert_snapshot!(with(ours, both), @r#"
    error[K301]: the record contains a conflict marker, `<<<<<<<`
      --> schedules/talks.lock:20:1
       |
    20 | <<<<<<< HEAD
       | ^^^^^^^
       |
       = help: merge the two with `kalends merge`: `git config merge.kalends.driver "kalends merge %O %A %B %P"`, `schedules/*.lock merge=kalends` in `.gitattributes`, then `git checkout --merge` on this file

    1 error
    "#);
}

#[test]
fn conflict_markers_in_a_file_cut_short() {
    assert!(refused("<<<<<<< HEAD\nversion = 1\n").contains("conflict marker"));
}

#[test]
fn a_file_cut_short() {
    insta::assert_snapshot!(refused(whole().split_once("[session.fields]").expect("session").0), @r#"
    error[K302]: the record ends before its last line, `[end]`
      --> schedules/talks.lock:24:45
       |
    24 | content = "49c7b2af045ba17ff1b86d6bc50d6778"
       |                                             ^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(refused(""), @r#"
    error[K302]: the record ends before its last line, `[end]`
     --> schedules/talks.lock:1:1
      |
    1 |
      | ^
      |
      = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("\n[end]\n", ""), @r#"
    error[K302]: the record ends before its last line, `[end]`
      --> schedules/talks.lock:47:21
       |
    47 | title = "About walk"
       |                     ^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
}

#[test]
fn a_newer_version() {
    insta::assert_snapshot!(with("version = 1", "version = 2\nmore = \"x\""), @r#"
    error[K303]: the record has version 2, this release reads 1
     --> schedules/talks.lock:4:11
      |
    4 | version = 2
      |           ^
      |
      = help: run the release of kalends that wrote it, or a later one

    1 error
    "#);
}

#[test]
fn something_missing() {
    insta::assert_snapshot!(with("version = 1\n", ""), @r#"
    error[K304]: record: `version` is missing
     --> schedules/talks.lock:1:1
      |
    1 | # The publication record of this series: what subscribers have been given. Kalends writes it.
      | ^
      |
      = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("authority = \"example.org\"\n", ""), @r#"
    error[K304]: series: `authority` is missing
     --> schedules/talks.lock:6:1
      |
    6 | [series]
      | ^^^^^^^^
      |
      = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("sequence = 0\n", ""), @r#"
    error[K304]: session `talk`: `sequence` is missing
      --> schedules/talks.lock:17:1
       |
    17 | [[session]]
       | ^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("id = \"talk\"\n", ""), @r#"
    error[K304]: session: `id` is missing
      --> schedules/talks.lock:17:1
       |
    17 | [[session]]
       | ^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(with("title = \"Talks\"\n", ""), @r#"
    error[K304]: series: `title` is missing
      --> schedules/talks.lock:13:1
       |
    13 | [series.fields]
       | ^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    let text = whole();
    let (start, end) = (text.find("[session.fields]"), text.rfind("[[session]]"));
    let cut = [&text[..start.expect("start")], &text[end.expect("end")..]].concat();
    insta::assert_snapshot!(refused(&cut), @r#"
    error[K304]: session `talk`: `[session.fields]` is missing
      --> schedules/talks.lock:17:1
       |
    17 | [[session]]
       | ^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup

    1 error
    "#);
    insta::assert_snapshot!(refused("version = 1\n\n[end]\n"), @r#"
    error[K304]: section `[series.fields]` is missing
     --> schedules/talks.lock:1:1
      |
    1 | version = 1
      | ^
      |
      = help: restore `schedules/talks.lock` as last published, from version control or a backup

    error[K304]: section `[series]` is missing
     --> schedules/talks.lock:1:1
      |
    1 | version = 1
      | ^
      |
      = help: restore `schedules/talks.lock` as last published, from version control or a backup

    2 errors
    "#);
}

#[test]
fn something_unknown() {
    insta::assert_snapshot!(with("sequence = 0\n", "sequence = 0\nrevision = 3\n"), @r#"
    error[K305]: session `talk`: `revision` is unknown
      --> schedules/talks.lock:21:1
       |
    21 | revision = 3
       | ^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if a newer release of kalends wrote it, run that one

    1 error
    "#);
    insta::assert_snapshot!(with("title = \"About talk\"", "title = \"About talk\"\ntopic = \"x\""), @r#"
    error[K305]: session `talk`: `topic` is unknown
      --> schedules/talks.lock:34:1
       |
    34 | topic = "x"
       | ^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if a newer release of kalends wrote it, run that one

    1 error
    "#);
    insta::assert_snapshot!(with("[series.fields]", "[series.extra]"), @r#"
    error[K305]: section `[series.extra]` is unknown
      --> schedules/talks.lock:13:1
       |
    13 | [series.extra]
       | ^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if a newer release of kalends wrote it, run that one

    1 error
    "#);
    insta::assert_snapshot!(with("[[session]]\nid = \"talk\"", "[session.fields]\nid = \"talk\""), @r#"
    error[K305]: `[session.fields]` is not below a `[[session]]`
      --> schedules/talks.lock:17:1
       |
    17 | [session.fields]
       | ^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if a newer release of kalends wrote it, run that one

    error[K305]: `[session.fields]` is not below a `[[session]]`
      --> schedules/talks.lock:26:1
       |
    26 | [session.fields]
       | ^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if a newer release of kalends wrote it, run that one

    2 errors
    "#);
}

#[test]
fn codes_are_in_their_range_and_each_stands_once() {
    let ids: Vec<_> = codes::ALL.iter().map(|code| code.id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    assert!(
        ids.iter().all(|id| ("K300".."K350").contains(id) || ("K360".."K370").contains(id)),
        "{ids:?}"
    );
}
