//! Digests of blocks: pinned, checked, and absent from the records of older releases.

use super::support::{parse, parsed, refused, shown, signed, unsigned};
use crate::diagnostic::Finding;
use crate::revision::codes;

fn found(text: &str) -> Vec<&'static str> {
    match parse(text) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|finding: &Finding| finding.code().id).collect(),
    }
}

/// Changing the derivation makes every record unreadable.
#[test]
fn the_digest_of_a_block_is_pinned() {
    let text = signed();
    let digests: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("identity = ")).collect();
    insta::assert_debug_snapshot!(digests, @r#"
    [
        "\"c021dd9c61374cfe244e14feb32894d7\"",
        "\"0a16e038f7e59b7074fc657e83669389\"",
        "\"7f750dec11ae7f749e8e8480dce741ff\"",
    ]
    "#);
}

#[test]
fn a_record_without_digests_is_read_and_gets_them_when_it_is_written() {
    let old = unsigned(&signed());
    assert!(!old.contains("identity"));
    assert_eq!(parsed(&old), parsed(&signed()));
    assert_eq!(parsed(&old).to_text(), signed());
}

/// Changes the first digit or letter of the line's value.
fn one_character_changed(line: &str) -> Vec<String> {
    let value = line.find("= ").map_or(0, |at| at + 2);
    let change = |(at, c): (usize, char)| {
        let other = match c {
            '0'..='8' => char::from(u8::try_from(c).ok()? + 1),
            '9' => '0',
            'a'..='e' => char::from(u8::try_from(c).ok()? + 1),
            _ if c.is_ascii_alphabetic() => 'f',
            _ => return None,
        };
        (other != c).then(|| format!("{}{other}{}", &line[..at], &line[at + 1..]))
    };
    line.char_indices().skip_while(|(at, _)| *at < value).filter_map(change).collect()
}

#[test]
fn one_changed_character_is_noticed_in_every_line() {
    let text = super::text::rich().to_text();
    let lines: Vec<&str> = text.lines().collect();
    let mut tried = 0;
    for (number, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(" = ")) {
        for changed in one_character_changed(line) {
            let mut lines = lines.clone();
            lines[number] = &changed;
            let damaged = lines.join("\n") + "\n";
            assert!(parse(&damaged).is_err(), "{line} became {changed}");
            tried += 1;
        }
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn a_line_that_is_lost_or_moved_is_noticed() {
    let text = super::text::rich().to_text();
    let lines: Vec<&str> = text.lines().collect();
    for number in 0..lines.len() {
        if lines[number].is_empty() || lines[number].starts_with('#') {
            continue;
        }
        let mut less = lines.clone();
        less.remove(number);
        assert!(parse(&(less.join("\n") + "\n")).is_err(), "without {}", lines[number]);
        let next = lines.get(number + 1).copied().unwrap_or_default();
        let moves_digest = |line: &str| line.starts_with("identity");
        if !next.is_empty() && !moves_digest(next) && !moves_digest(lines[number]) {
            let mut swapped = lines.clone();
            swapped.swap(number, number + 1);
            assert!(
                parse(&(swapped.join("\n") + "\n")).is_err(),
                "{next} before {}",
                lines[number]
            );
        }
        let mut windows: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        windows[number].push('\r');
        assert!(parse(&(windows.join("\n") + "\n")).is_err(), "CR after {}", lines[number]);
    }
}

#[test]
fn a_mismatch_is_told_at_the_digest() {
    insta::assert_snapshot!(refused(&signed().replacen("sequence = 0", "sequence = 1", 1)), @r#"
    error[K310]: session `talk`: the lines do not match `identity` `0a16e038f7e59b7074fc657e83669389`
      --> schedules/talks.lock:26:12
       |
    26 | identity = "0a16e038f7e59b7074fc657e83669389"
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
    let series = signed().replacen("created = 2020-03-01", "created = 2020-03-02", 1);
    insta::assert_snapshot!(refused(&series), @r#"
    error[K310]: series: the lines do not match `identity` `c021dd9c61374cfe244e14feb32894d7`
      --> schedules/talks.lock:12:12
       |
    12 | identity = "c021dd9c61374cfe244e14feb32894d7"
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: restore `schedules/talks.lock` as last published, from version control or a backup
       = help: if it was edited or merged on purpose, run `kalends record repair schedules/talks.lock`: it lists the changes

    1 error
    "#);
}

#[test]
fn another_finding_of_the_block_is_not_told_twice() {
    let text = signed();
    let uid = text.lines().find(|line| line.starts_with("uid")).expect("UID");
    assert_eq!(found(&text.replacen(uid, "uid = \"x\"", 1)), ["K307"]);
    assert_eq!(found(&text.replacen("authority = \"e", "authority = \"e e", 1)), ["K307"]);
    assert_eq!(found(&text.replacen("\"About talk\"", "\"About cats\"", 1)), ["K309"]);
    let identity = text.lines().find(|line| line.starts_with("identity")).expect("digest");
    assert_eq!(found(&text.replacen(identity, "identity = \"x\"", 1)), ["K307"]);
    assert_eq!(found(&text.replacen(identity, "identity = 7", 1)), ["K306"]);
    assert_eq!(found(&text.replacen(identity, &format!("{identity}\n{identity}"), 1)), ["K308"]);
}

#[test]
fn a_digest_that_is_missing_where_others_are_is_told() {
    let text = signed();
    let digests: Vec<&str> = text.lines().filter(|line| line.starts_with("identity")).collect();
    assert_eq!(digests.len(), 3);
    for digest in digests {
        let less = text.replacen(&format!("{digest}\n"), "", 1);
        let findings = parse(&less).expect_err("one is missing");
        assert_eq!(findings.len(), 1, "{}", shown(&findings));
        assert_eq!(findings[0].code(), &codes::UNSIGNED);
        assert!(findings[0].span().is_some_and(|span| span.start > 0));
    }
}
