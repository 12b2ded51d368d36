//! No log line contains the token, at any level and from any module.

use std::num::NonZeroU64;

use kalends::web::{AccessLog, ServerSettings};

use crate::desk::{BOARD, Desk, NOBODY, PRESS, TALKS, access, below, private};
use crate::{keep_lines, lines};

#[test]
fn no_line_at_any_level_holds_a_token() {
    keep_lines();
    let both = [AccessLog::Text(NonZeroU64::MIN), AccessLog::Json(NonZeroU64::MIN)];
    for access_log in both {
        let settings = ServerSettings { access_log, ..ServerSettings::default() };
        // A token where its hash belongs.
        let slip = format!("{TALKS}\n[[access]]\nname = \"slip\"\ntoken_sha256 = \"{PRESS}\"\n");
        let broken = slip + &access("board", BOARD);
        let files = [("talks.toml", private()), ("walks.toml", broken)];
        let desk = Desk::open_with(
            &files.each_ref().map(|(name, text)| (*name, text.as_str())),
            &settings,
        );
        let answered: Vec<u16> = [
            below(BOARD, "/talks.ics"),
            below(BOARD, "/talks/opening"),
            below(BOARD, "/walks.ics"),
            below(NOBODY, "/talks.ics"),
            below(BOARD, "/nothing"),
            below(BOARD, "/%zz"),
            format!("/%70rivate/{BOARD}/nothing"),
            format!("//private/{BOARD}/talks.ics"),
            format!("/private/{BOARD}%2Ftalks.ics"),
        ]
        .iter()
        .map(|target| desk.status(target))
        .collect();
        assert_eq!(answered, [200, 200, 503, 404, 404, 400, 404, 404, 404]);
        let post = desk.app.ask("POST", &below(BOARD, "/talks.ics"), "Content-Length: 0\r\n");
        assert_eq!(post.status, 405);
        for target in [below(BOARD, "/walks.ics"), below(NOBODY, "/talks.ics")] {
            let problem = desk.get(&target);
            for token in [BOARD, NOBODY] {
                assert!(!problem.text().contains(token), "{}", problem.text());
            }
        }
    }
    let lines: Vec<String> = lines().iter().map(ToString::to_string).collect();
    for token in [BOARD, NOBODY, PRESS] {
        let telling: Vec<_> = lines.iter().filter(|line| line.contains(&token[..16])).collect();
        assert!(telling.is_empty(), "{telling:#?}");
    }
    // It is not for want of lines.
    let with =
        |words: &[&str]| lines.iter().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(with(&["INFO kalends::access: GET /private/-/talks.ics 200"]), "{lines:#?}");
    assert!(with(&["INFO kalends::access: {", "\"path\":\"/private/-/talks.ics\""]));
    assert!(with(&["WARN", "503 for \"/private/-/walks.ics\""]));
    assert!(with(&["DEBUG", "404 for GET \"/private/-/nothing\""]));
}

/// Lines above are those of today; this is for who adds one.
#[test]
fn nobody_in_web_takes_a_path_for_anything_but_finding_and_telling_it_without_its_token() {
    let web = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let mut paths = 0;
    for file in std::fs::read_dir(web).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|line| line.contains("uri.path()")) {
            let known = [
                "private::loggable(",
                "address::find(",
                "address::is_page(",
                "address::of_series_page(",
                "== METRICS",
                "HEALTH | READY",
            ];
            assert!(
                known.iter().any(|known| line.contains(known)),
                "{}: {line}: what is logged goes through `private::loggable`",
                path.display(),
            );
            paths += 1;
        }
    }
    assert!(paths >= 4, "they are looked for where they are");
}
