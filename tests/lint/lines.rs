//! Bytes and physical lines: rules `utf-8-with-crlf`, `lines-of-75-octets` and `text-escaped`.

use insta::assert_snapshot as pinned;
use kalends::lint::lint;

use crate::lint::{GOOD, changed, codes_of, crlf, found, with};

/// The good feed with a title in which `bytes` replace `~`.
fn raw(title: &str, bytes: &[u8]) -> Vec<u8> {
    let text = changed("SUMMARY:One", title);
    let (before, after) = text.split_once('~').unwrap();
    [before.as_bytes(), bytes, after.as_bytes()].concat()
}

#[test]
fn bytes_that_are_no_utf8_are_told_with_their_value() {
    pinned!(found(raw("SUMMARY:Gr~n", b"\xFC")), @r#"
    error[K701]: byte 0xFC is not UTF-8
      --> talks.ics:34:11
       |
    34 | SUMMARY:Gr�n
       |           ^
       |
       = note: all clients show the event wrongly
       = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
       = help: save or send the file as UTF-8; Latin-1 and Windows code pages lose letters

    1 error
    "#);
}

#[test]
fn a_line_folded_inside_a_character_is_what_google_ignores_a_feed_for() {
    pinned!(found(raw("SUMMARY:Gr~n", b"\xC3\r\n \xBC")), @r#"
    error[K702]: a line is folded inside a character
      --> talks.ics:34:11
       |
    34 | SUMMARY:Grü
       |           ^
       |
       = note: Google drops the calendar
       = note: rule `lines-of-75-octets`: no line is over 75 octets, and none is folded inside a character or escape
       = help: fold between characters: count octets, but never break a UTF-8 sequence; Google ignores the whole calendar

    1 error
    "#);
}

#[test]
fn lines_that_end_in_lf_alone_are_told_once_with_the_others() {
    pinned!(found(crlf(GOOD).replacen("\r\n", "\n", 3)), @r#"
    warning[K706]: a line ends with LF only
     --> talks.ics:1:1
      |
    1 | BEGIN:VCALENDAR
      | ^^^^^^^^^^^^^^^
      |
      = note: also in lines 2, 3
      = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
      = help: end every line with CR LF (RFC 5545 §3.1); strict readers treat a lone LF or CR as part of the line

    1 warning
    "#);
}

#[test]
fn a_byte_order_mark_is_told() {
    pinned!(found(format!("\u{FEFF}{}", crlf(GOOD))), @r#"
    error[K705]: the file starts with a byte order mark
     --> talks.ics:1:1
      |
    1 | ﻿BEGIN:VCALENDAR
      | ^
      |
      = note: Home Assistant drops the calendar
      = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
      = help: begin with the bytes `BEGIN:VCALENDAR`; some readers find no calendar after the mark

    1 error
    "#);
}

#[test]
fn an_empty_line_is_told() {
    pinned!(found(changed("BEGIN:VEVENT\n", "\nBEGIN:VEVENT\n")), @r#"
    warning[K707]: a line is empty
      --> talks.ics:27:1
       |
    27 |
       | ^
       |
       = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
       = help: leave it out; some readers stop there

    1 warning
    "#);
}

#[test]
fn a_line_over_75_octets_is_told_with_its_length() {
    pinned!(found(changed("SUMMARY:One", &format!("SUMMARY:{}", "é".repeat(40)))), @r#"
    warning[K708]: a line has 88 octets; the maximum is 75
      --> talks.ics:34:1
       |
    34 | SUMMARY:éééééééééééééééééééééééééééééééééééééééé
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `lines-of-75-octets`: no line is over 75 octets, and none is folded inside a character or escape
       = help: fold it with CR LF and a space, between two characters (RFC 5545 §3.1)

    1 warning
    "#);
}

#[test]
fn a_line_that_is_no_property_is_told() {
    pinned!(found(changed("What it is about", "first line\nsecond line")), @r#"
    error[K703]: a line is not of the form `NAME:value`; strict readers drop the whole calendar
      --> talks.ics:36:1
       |
    36 | second line
       | ^^^^^^^^^^^
       |
       = note: Thunderbird, DAVx5 and Home Assistant drop the calendar
       = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
       = help: if `second line` continues the line above, write a space before it; else remove it, or begin it with a name and a colon

    1 error
    "#);
}

#[test]
fn a_control_character_is_told_by_its_number() {
    pinned!(found(changed("SUMMARY:One", "SUMMARY:One\u{8}")), @r#"
    error[K704]: U+0008 is not allowed in a calendar
      --> talks.ics:34:12
       |
    34 | SUMMARY:One␈
       |            ^
       |
       = note: Home Assistant drops the calendar
       = note: rule `text-escaped`: text escapes `\`, `;` and `,`, and holds no control characters
       = help: leave it out, or write `\n` where a line break was meant (RFC 5545 §3.1)

    1 error
    "#);
}

#[test]
fn a_character_that_turns_the_line_round_is_told() {
    pinned!(found(changed("SUMMARY:One", "SUMMARY:\u{202E}One")), @r#"
    warning[K712]: U+202E changes the direction in which text is shown
      --> talks.ics:34:9
       |
    34 | SUMMARY:�One
       |         ^
       |
       = note: rule `text-escaped`: text escapes `\`, `;` and `,`, and holds no control characters
       = help: leave it out: it reorders the text after it, even in lists with other entries

    1 warning
    "#);
}

#[test]
fn a_fold_inside_an_escape_is_told() {
    pinned!(found(changed("What it is about", "a\\\n ,b")), @r#"
    warning[K709]: a line is folded inside an escape
      --> talks.ics:35:14
       |
    35 | DESCRIPTION:a\
       |              ^
       |
       = note: rule `lines-of-75-octets`: no line is over 75 octets, and none is folded inside a character or escape
       = help: fold before the backslash: some readers undo escapes before folds

    1 warning
    "#);
}

#[test]
fn a_file_that_ends_early_is_no_whole_calendar() {
    pinned!(found(changed("END:VEVENT\nEND:VCALENDAR\n", "")), @r#"
    error[K700]: the file ends before `END:VEVENT`
      --> talks.ics:38:32
       |
    38 | X-MICROSOFT-CDO-BUSYSTATUS:BUSY
       |                                ^
       |
       = note: all clients drop the calendar
       = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
       = help: begin with `BEGIN:VCALENDAR`, end with `END:VCALENDAR`, and write an END for every BEGIN; a web page or half a download is not a calendar

    1 error
    "#);
}

#[test]
fn a_page_is_no_calendar() {
    pinned!(found("<!doctype html>\r\n<p>Log in\r\n"), @r#"
    error[K700]: the file does not start with `BEGIN:VCALENDAR`
     --> talks.ics:1:1
      |
    1 | <!doctype html>
      | ^^^^^^^^^^^^^^^
      |
      = note: all clients drop the calendar
      = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
      = help: begin with `BEGIN:VCALENDAR`, end with `END:VCALENDAR`, and write an END for every BEGIN; a web page or half a download is not a calendar

    1 error
    "#);
}

#[test]
fn what_is_not_one_whole_calendar_is_told() {
    assert_eq!(codes_of(""), ["K700"]);
    assert_eq!(codes_of(crlf(&format!("{GOOD}{GOOD}"))), ["K700"]);
    assert_eq!(codes_of(crlf(GOOD) + "X:1\r\n"), ["K700"]);
    assert_eq!(codes_of(changed("END:STANDARD", "END:X")), ["K700"]);
}

#[test]
fn lines_of_old_macintoshes_are_read_all_the_same() {
    let text = GOOD.replace('\n', "\r");
    assert_eq!(codes_of(text), ["K706"]);
}

#[test]
fn utf_16_is_told_as_what_it_is() {
    let bytes: Vec<u8> =
        std::iter::once(0xFEFF).chain(GOOD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert!(found(&bytes).contains("the file is UTF-16, as some editors save it"));
    let swapped: Vec<u8> = bytes.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
    for bytes in [&bytes, &bytes[2..], &swapped, &swapped[2..]] {
        assert_eq!(codes_of(bytes), ["K701"], "nothing else is reported");
    }
}

#[test]
fn an_empty_line_before_the_calendar_is_what_google_drops_it_for() {
    pinned!(found(format!("\r\n{}", crlf(GOOD))), @r#"
    error[K758]: an empty line is before `BEGIN:VCALENDAR`
     --> talks.ics:1:1
      |
    1 |
      | ^
      |
      = note: Google drops the calendar
      = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
      = help: begin the file with `BEGIN:VCALENDAR`; such a line often comes from a script, from before or after its `<?php … ?>`

    1 error
    "#);
    let text = found(format!(" \r\n\t\r\n{}", crlf(GOOD)));
    assert!(
        text.starts_with("error[K758]: a line of spaces is before `BEGIN:VCALENDAR`"),
        "{text}"
    );
    assert!(text.contains("also in line 2") && text.ends_with("\n1 error\n"), "{text}");
}

#[test]
fn lines_that_end_in_two_crs_are_reported_once_and_read() {
    pinned!(found(GOOD.replace('\n', "\r\r\n")), @r#"
    error[K704]: a line ends in CR CR LF, as files written in text mode on Windows do
     --> talks.ics:1:1
      |
    1 | BEGIN:VCALENDAR
      | ^^^^^^^^^^^^^^^
      |
      = note: Home Assistant drops the calendar
      = note: rule `utf-8-with-crlf`: UTF-8 without a byte order mark, CRLF after every line, no empty line
      = help: write CR LF, or LF in text mode: readers treat the first CR as part of the value

    1 error
    "#);
    assert_eq!(codes_of(changed("SUMMARY:One", "SUMMARY:On\re")), ["K704"]);
}

#[test]
fn a_character_that_nobody_sees_is_a_warning() {
    pinned!(found(changed("SUMMARY:One", "SUMMARY:O\u{FEFF}ne")), @r#"
    warning[K759]: a text contains the invisible character U+FEFF
      --> talks.ics:34:10
       |
    34 | SUMMARY:O﻿ne
       |          ^
       |
       = note: rule `text-escaped`: text escapes `\`, `;` and `,`, and holds no control characters
       = help: leave it out: it was copied from a web page or document, and breaks searches and links

    1 warning
    "#);
    for hidden in ["\u{FEFF}", "\u{202C}", "\u{85}"] {
        let linted =
            lint("talks.ics", changed("SUMMARY:One", &format!("SUMMARY:O{hidden}ne")).as_bytes());
        assert!(!kalends::diagnostic::has_errors(&linted.findings), "{hidden:?}");
        assert_eq!(linted.findings.len(), 1);
    }
}

#[test]
fn a_fault_that_repeats_is_one_finding_with_the_lines_of_the_others() {
    let text = found(with(&"X-A:é\u{1}\n".repeat(20)).replace("\r\n\r\n", "\r\n"));
    assert!(
        text.contains("note: also in lines 33, 34, 35, 36, 37, 38, 39, 40 and 11 more"),
        "{text}"
    );
}
