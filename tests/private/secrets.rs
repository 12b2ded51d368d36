//! What files, calendars and the command hold of a token: its hash at most.

use std::fs;

use kalends::model::TokenHash;

use crate::private::desk::{BOARD, Desk, PRESS, TALKS, below, private};
use crate::support::kalends;

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn no_body_and_no_record_holds_a_token() {
    let desk = Desk::open(&[("talks.toml", &private())]);
    for path in [
        "/talks.ics",
        "/talks/all.ics",
        "/talks/opening.ics",
        "/talks",
        "/talks/opening",
        "/talks/opening/add/google",
        "/talks/opening/add/apple",
        "/talks/subscribe/outlook",
    ] {
        let response = desk.get(&below(BOARD, path));
        let headers = format!("{:?}", response.headers);
        assert!([200, 302].contains(&response.status), "{path}");
        assert!(!headers.contains("calendar.example.org"), "{path}: {headers}");
        for token in [BOARD, PRESS] {
            assert!(!response.text().contains(token) && !headers.contains(token), "{path}");
        }
    }
    let record = desk.read("talks.lock");
    assert!(record.contains("private = [\"") && !record.contains(BOARD), "{record}");
}

#[test]
fn the_command_makes_a_token_whose_lines_open_the_series() {
    let home = tempfile::tempdir().unwrap();
    let make = || {
        let arguments = [
            "token",
            "the \"board\"",
            "--series",
            "talks",
            "--public-url",
            "https://c.example.org",
        ];
        kalends(home.path(), &arguments)
    };
    let made = make();
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let (lines, aside) = (text(&made.stdout), text(&made.stderr));
    let (_, after) = aside.split_once("https://c.example.org/private/").unwrap();
    let (token, rest) = after.split_once('/').unwrap();
    assert!(rest.starts_with("talks.ics\n"), "{aside}");
    assert_eq!((token.len(), aside.matches(token).count()), (32, 3), "{aside}");
    assert!(!lines.contains(token));
    assert_eq!(
        lines,
        format!(
            "\n[[access]]\nname = '''the \"board\"'''\ntoken_sha256 = \"{}\"\n",
            TokenHash::of(token).unwrap()
        )
        .replace("'''", "'")
    );
    let desk = Desk::open(&[("talks.toml", &format!("{TALKS}{lines}"))]);
    assert_eq!(desk.status(&below(token, "/talks.ics")), 200);
    assert_ne!(make().stdout, made.stdout, "each is another");
    assert!(fs::read_dir(home.path()).unwrap().next().is_none(), "nothing is written");
}

#[test]
fn findings_about_tokens_show_no_line_that_may_hold_one() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("schedules")).unwrap();
    for slip in [
        format!("[[access]]\nname = \"board\"\ntoken_sha256 = \"{BOARD}\""),
        format!("[[access]]\nname = \"board\"\ntoken_sha256 = {BOARD}"),
        format!("[[access]]\nname = \"board\"\ntoken = \"{BOARD}\""),
        format!("[[access]]\nname = \"board\"\nsha256 = \"{BOARD}\""),
        format!("[[acess]]\nname = \"board\"\ntoken_sha256 = \"{BOARD}\""),
        format!("[[access]]\nname = \"board\"\ntoken_sha256 = [\"{BOARD}\"]"),
        format!("[[access]]\nname = \"board\"\ntoken_sha256 = \"{BOARD}"),
    ] {
        fs::write(home.path().join("schedules/talks.toml"), format!("{TALKS}\n{slip}\n")).unwrap();
        for format in ["text", "json"] {
            let output = kalends(home.path(), &["check", "--format", format]);
            assert_eq!(output.status.code(), Some(1), "{slip}");
            let all = [text(&output.stdout), text(&output.stderr)].concat();
            assert!(!all.contains(&BOARD[..8]), "{slip}: {all}");
        }
    }
    let inline = format!("access = [{{ name = \"board\", token_sha256 = \"{BOARD}\" }}]\n{TALKS}");
    fs::write(home.path().join("schedules/talks.toml"), inline).unwrap();
    let output = kalends(home.path(), &["check"]);
    assert!(!text(&output.stdout).contains(BOARD), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("schedules/talks.toml:1:"), "the place is told");
}

#[test]
fn a_lost_record_comes_back_private_from_the_feed() {
    let desk = Desk::open(&[("talks.toml", &private())]);
    let feed = desk.get(&below(BOARD, "/talks.ics"));
    let record = desk.read("talks.lock");
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("talks.toml"), private()).unwrap();
    fs::write(home.path().join("feed.ics"), feed.body).unwrap();
    let adopted = kalends(home.path(), &["adopt", "feed.ics", "--for", "talks.toml"]);
    assert_eq!(adopted.status.code(), Some(0), "{}", text(&adopted.stderr));
    assert_eq!(fs::read_to_string(home.path().join("talks.lock")).unwrap(), record);
}
