//! Private series with unreadable files: nothing of them is shown, and tokens are revoked.

use std::fs;

use kalends::publish::Records;

use crate::private::desk::{BOARD, Desk, PRESS, TALKS, access, below, private};

const LATER: &str = "2026-02-01T09:00:00Z";

/// Its file, and so its identifier, is called `merger`.
const SECRET: &str = r#"
title = "Quiet takeover"
authority = "example.org"
timezone = "Europe/Brussels"
duration = "1h"

[[session]]
id = "handshake"
title = "Signature"
location = "Boardroom Nine"
start = 2027-09-23T14:00:00
"#;

/// Words that only its name and text have.
const WORDS: [&str; 6] = ["merger", "takeover", "handshake", "signature", "boardroom", "bribe"];

/// With its tokens first, so that the part cut off may or may not contain them.
fn secret() -> String {
    let hashes = [("board", BOARD), ("press", PRESS)].map(|(name, token)| {
        let lines = access(name, token);
        let hash = lines.rsplit_once("= ").unwrap().1.trim().to_owned();
        format!("{{ name = \"{name}\", token_sha256 = {hash} }}")
    });
    format!("access = [{}]\n{SECRET}", hashes.join(", "))
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Ways in which a file is not TOML or not even text.
fn breaks(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let garbage = format!("{text}bribe offered = boardroom\n");
    let unclosed = text.replacen("\"\nauthority", "\nauthority", 1);
    let in_half = text.replacen("title = ", "title = \"\u{e9}", 1).into_bytes();
    let latin = in_half.iter().copied().filter(|byte| *byte != 0xc3).collect();
    vec![
        ("garbage", garbage.clone().into_bytes()),
        ("nobody's, and garbage", format!("access = []\n{garbage}").into_bytes()),
        ("an unclosed quote", unclosed.into_bytes()),
        ("an unclosed list", format!("access = [\n{text}").into_bytes()),
        ("a mark of byte order", format!("\u{feff}{garbage}").into_bytes()),
        ("UTF-16", [vec![0xff, 0xfe], utf16(text)].concat()),
        ("UTF-16 without a mark", utf16(text)),
        ("Latin-1", latin),
        ("a byte of 0", format!("\0{text}").into_bytes()),
        ("9 MiB", [text.as_bytes(), &vec![b'\n'; 9 << 20]].concat()),
        ("a conflict of a merge", format!("<<<<<<< HEAD\n{text}=======\n").into_bytes()),
    ]
}

fn assert_hidden(desk: &Desk, how: &str) {
    let assert_clean = |address: &str, text: &str| {
        let text = text.to_lowercase();
        let told: Vec<_> = WORDS.iter().filter(|word| text.contains(**word)).collect();
        assert!(told.is_empty(), "{how}: {address} tells {told:?} in {text}");
    };
    for address in ["/readyz", "/", "/?format=json", "/openapi.json", "/robots.txt", "/nothing"] {
        assert_clean(address, desk.get(address).text());
    }
    let snapshot = desk.app.shared.load();
    assert_clean("/metrics", &format!("{:?}", snapshot.status().unwrap()));
    for path in ["/merger.ics", "/merger", "/merger/handshake"] {
        desk.assert_never_heard_of(path);
    }
}

fn assert_degraded(desk: &Desk, how: &str) {
    let document = desk.get("/readyz").json();
    assert_eq!(document["status"], "degraded", "{how}");
    let told = serde_json::json!([{ "source": "a private series", "findings": [] }]);
    assert_eq!(document["failures"], told, "{how}");
}

#[test]
fn nothing_shows_of_a_private_series_that_is_broken_while_it_is_served() {
    for (how, bytes) in breaks(&secret()) {
        let mut desk = Desk::open(&[("merger.toml", &secret()), ("open.toml", TALKS)]);
        fs::write(desk.home.path().join("merger.toml"), bytes).unwrap();
        desk.look(LATER);
        assert_hidden(&desk, how);
        assert_degraded(&desk, how);
        desk.restart(Records::Write, LATER);
        assert_hidden(&desk, how);
        assert_degraded(&desk, how);
    }
}

#[test]
fn nothing_shows_of_a_private_series_wherever_its_file_is_cut_off() {
    let secret = secret();
    let mut desk = Desk::open(&[("merger.toml", &secret), ("open.toml", TALKS)]);
    for length in (0..secret.len()).rev() {
        let how = format!("cut off after {length} bytes");
        fs::write(desk.home.path().join("merger.toml"), &secret[..length]).unwrap();
        desk.look(LATER);
        assert_hidden(&desk, &how);
        if length % 16 == 0 {
            desk.restart(Records::Locked, LATER);
            assert_hidden(&desk, &how);
        }
    }
}

#[test]
fn nothing_shows_of_a_broken_series_that_has_no_record() {
    for text in [secret(), format!("access = []\n{SECRET}"), SECRET.to_owned()] {
        for (how, bytes) in breaks(&text) {
            let mut desk = Desk::open(&[("open.toml", TALKS)]);
            fs::write(desk.home.path().join("merger.toml"), bytes).unwrap();
            desk.restart(Records::Write, LATER);
            assert_hidden(&desk, how);
            assert_degraded(&desk, how);
        }
    }
}

#[test]
fn nothing_shows_of_private_files_that_cannot_be_read() {
    let mut desk = Desk::open(&[("merger.toml", &secret()), ("open.toml", TALKS)]);
    let path = |name: &str| desk.home.path().join(name);
    let (definition, record) = (path("merger.toml"), path("merger.lock"));
    fs::remove_file(&definition).unwrap();
    std::os::unix::fs::symlink("boardroom", &definition).unwrap();
    desk.look(LATER);
    assert_hidden(&desk, "a link to nothing");
    assert_degraded(&desk, "a link to nothing");
    assert_eq!(desk.status(&below(BOARD, "/merger.ics")), 200, "no token is known to be revoked");
    for (how, bytes) in [("not UTF-8", &b"\xff"[..]), ("damaged", b"version = 1\nbribe = 1\n")] {
        fs::write(&record, bytes).unwrap();
        desk.look(LATER);
        assert_hidden(&desk, how);
        desk.restart(Records::Write, LATER);
        assert_hidden(&desk, how);
    }
}

#[test]
fn a_token_that_is_taken_out_of_a_file_that_breaks_is_revoked() {
    let without_board = private().replace(&access("board", BOARD), "");
    for (how, bytes) in breaks(&without_board) {
        let mut desk = Desk::open(&[("talks.toml", &private()), ("open.toml", &open())]);
        fs::write(desk.home.path().join("talks.toml"), bytes).unwrap();
        desk.look(LATER);
        desk.assert_never_heard_of(&below(BOARD, "/talks.ics"));
        let others = if how.starts_with("UTF-16") { 404 } else { 200 };
        assert_eq!(desk.status(&below(PRESS, "/talks.ics")), others, "{how}");
        desk.restart(Records::Write, LATER);
        desk.assert_never_heard_of(&below(BOARD, "/talks.ics"));
        let others = if how.starts_with("UTF-16") { 404 } else { 503 };
        assert_eq!(desk.status(&below(PRESS, "/talks.ics")), others, "{how}");
    }
}

/// Of another series than [`TALKS`].
fn open() -> String {
    TALKS.replace("Board talks", "Open evening").replace("opening", "one").replace("closing", "two")
}

#[test]
fn what_breaks_a_public_series_is_told_as_its_record_says() {
    let mut desk = Desk::open(&[("open.toml", &open())]);
    let told = |desk: &Desk| desk.get("/readyz").json()["failures"][0]["source"].to_string();
    let broken = format!("{}not toml\n", open());
    for restarts in [false, true] {
        desk.edit("open.toml", &format!("{broken}{}", if restarts { "#" } else { "" }), LATER);
        if restarts {
            desk.restart(Records::Write, LATER);
        }
        assert!(told(&desk).contains("open.toml"), "{}", told(&desk));
    }
    // It may be about to turn private.
    desk.edit("open.toml", &format!("access = []\n{broken}"), LATER);
    assert_eq!(told(&desk), "\"a private series\"");
    // It may be the definition of a private series with an existing record and another name.
    desk.edit("open.toml", &open(), LATER);
    desk.edit("talks.toml", &private(), LATER);
    fs::remove_file(desk.home.path().join("talks.toml")).unwrap();
    fs::write(desk.home.path().join("open.toml"), &broken).unwrap();
    desk.restart(Records::Write, LATER);
    assert_eq!(told(&desk), "\"a private series\"");
}

/// A record with a line at its end that kalends does not write.
fn damaged(record: &str) -> String {
    record.replace("\n[end]", "\nbribe = 1\n\n[end]")
}

#[test]
fn a_damaged_record_without_a_definition_tells_who_may_know_of_it_or_nobody() {
    let mut desk = Desk::open(&[("merger.toml", &secret()), ("open.toml", TALKS)]);
    let record = desk.read("merger.lock");
    let private = record.lines().find(|line| line.starts_with("private = ")).unwrap();
    fs::remove_file(desk.home.path().join("merger.toml")).unwrap();
    let ways = [
        ("damaged elsewhere", damaged(&record)),
        ("a key that is unknown", record.replace(private, "prvate = 1")),
        ("the line is gone", record.replace(&format!("{private}\n"), "")),
        ("a conflict", record.replace(private, "<<<<<<< HEAD\n=======\n>>>>>>> other")),
        ("no form", record.replace(private, "private=[]")),
        ("no line of it, and cut off", record.split_once(private).unwrap().0.to_owned()),
        ("a second head", damaged(&format!("[series]\nid = \"merger\"\n{record}"))),
    ];
    for (how, text) in ways {
        fs::write(desk.home.path().join("merger.lock"), text).unwrap();
        desk.restart(Records::Write, LATER);
        assert_hidden(&desk, how);
        assert_degraded(&desk, how);
        desk.assert_never_heard_of(&below(BOARD, "/nothing.ics"));
    }
    fs::write(desk.home.path().join("merger.lock"), damaged(&record)).unwrap();
    desk.restart(Records::Write, LATER);
    assert_eq!(desk.status(&below(BOARD, "/merger.ics")), 503, "its holders may know");
    // A head that says that everyone may read it is believed.
    fs::remove_file(desk.home.path().join("open.toml")).unwrap();
    let open = damaged(&desk.read("open.lock"));
    fs::write(desk.home.path().join("open.lock"), open).unwrap();
    desk.restart(Records::Write, LATER);
    assert_eq!(desk.status("/open.ics"), 503);
}

#[test]
fn a_definition_without_access_is_as_private_as_its_records() {
    let home = |definition: &str, record: &str, other: Option<&str>| {
        let mut desk = Desk::open(&[("merger.toml", &secret()), ("open.toml", TALKS)]);
        let text = desk.read("merger.lock");
        let path = |name: &str| desk.home.path().join(name);
        fs::remove_file(path("merger.toml")).unwrap();
        fs::remove_file(path("merger.lock")).unwrap();
        fs::write(path(definition), SECRET).unwrap();
        fs::write(path(record), &text).unwrap();
        if let Some(other) = other {
            fs::write(path("another.lock"), other.replace("ID", "merger")).unwrap();
        }
        desk.restart(Records::Write, LATER);
        desk
    };
    // Several records, one of them of a public series or empty.
    let public = Desk::open(&[("merger.toml", SECRET)]).read("merger.lock");
    for other in [public.as_str(), "version = 1\n\n[series]\nid = \"ID\"\n"] {
        let desk = home("merger.toml", "merger.lock", Some(other));
        assert_hidden(&desk, other);
        assert_degraded(&desk, other);
    }
    let desk = home("merger.toml", "merger.lock", Some(&public));
    assert_eq!(desk.status(&below(BOARD, "/merger.ics")), 503, "its holders may know");
    // The file is renamed, and its `access` is left out.
    let desk = home("takeover.toml", "merger.lock", None);
    assert_hidden(&desk, "renamed");
    desk.assert_never_heard_of("/takeover.ics");
    // Both the record and the definition are damaged.
    let desk = home("merger.toml", "merger.lock", None);
    let record = damaged(&desk.read("merger.lock"));
    let mut desk = desk;
    fs::write(desk.home.path().join("merger.lock"), record).unwrap();
    desk.restart(Records::Write, LATER);
    assert_hidden(&desk, "damaged");
    assert_degraded(&desk, "damaged");
}
