//! Tokens that are revoked, series that turn private or public, break, retire and go away.

use std::fs;

use kalends::publish::Records;

use crate::private::desk::{BOARD, Desk, NOBODY, PRESS, TALKS, access, below, private};

const LATER: &str = "2026-02-01T09:00:00Z";
const LAST: &str = "2026-03-01T09:00:00Z";

fn without_press() -> String {
    format!("{TALKS}{}", access("board", BOARD))
}

fn lines(text: &str, name: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    let found = unfolded.lines().filter(|line| line.starts_with(name));
    found.map(ToOwned::to_owned).collect()
}

#[test]
fn taking_an_access_out_revokes_it_and_changes_nothing_for_the_others() {
    let mut desk = Desk::open(&[("talks.toml", &private())]);
    let before = desk.get(&below(BOARD, "/talks.ics"));
    desk.edit("talks.toml", &without_press(), LATER);
    desk.assert_never_heard_of(&below(PRESS, "/talks.ics"));
    assert_eq!(desk.get(&below(BOARD, "/talks.ics")), before, "not a byte, not a header");
    assert!(!desk.read("talks.lock").contains("press"));
    desk.edit("talks.toml", &private(), LAST);
    assert_eq!(desk.get(&below(PRESS, "/talks.ics")), before);
}

#[test]
fn a_token_is_revoked_even_by_a_definition_with_an_error() {
    let mut desk = Desk::open(&[("talks.toml", &private())]);
    let before = desk.get(&below(BOARD, "/talks.ics"));
    let broken = without_press().replace("duration = \"1h\"", "duration = \"1 fortnight\"");
    desk.edit("talks.toml", &broken, LATER);
    desk.assert_never_heard_of(&below(PRESS, "/talks.ics"));
    assert_eq!(desk.get(&below(BOARD, "/talks.ics")), before, "kept as it last was");
    // A slip costs people their calendar only where their hash is gone as well.
    desk.edit("talks.toml", &(without_press() + "token_sha256 = "), LAST);
    assert_eq!(desk.get(&below(BOARD, "/talks.ics")), before);
    desk.assert_never_heard_of(&below(PRESS, "/talks.ics"));
    desk.edit("talks.toml", "token_sha256 = ", LAST);
    desk.assert_never_heard_of(&below(BOARD, "/talks.ics"));
    desk.assert_never_heard_of("/talks.ics");
}

#[test]
fn a_token_is_revoked_and_given_where_records_may_not_be_written() {
    let mut desk = Desk::open(&[("talks.toml", &private())]);
    let text = format!("{TALKS}{}{}", access("board", BOARD), access("new", NOBODY));
    fs::write(desk.home.path().join("talks.toml"), text).unwrap();
    desk.restart(Records::Locked, LATER);
    desk.assert_never_heard_of(&below(PRESS, "/talks.ics"));
    assert_eq!(desk.status(&below(BOARD, "/talks.ics")), 200);
    assert_eq!(desk.status(&below(NOBODY, "/talks.ics")), 200);
}

#[test]
fn the_last_token_taken_out_opens_the_series_to_nobody() {
    let mut desk = Desk::open(&[("talks.toml", &without_press())]);
    let before = desk.get(&below(BOARD, "/talks.ics"));
    desk.edit("talks.toml", TALKS, LATER);
    desk.assert_never_heard_of("/talks.ics");
    assert_eq!(desk.get(&below(BOARD, "/talks.ics")), before, "K326: it was not meant, maybe");
    desk.restart(Records::Write, LATER);
    desk.assert_never_heard_of("/talks.ics");
    assert_eq!(desk.status(&below(BOARD, "/talks.ics")), 503);
    desk.edit("talks.toml", &format!("access = []\n{TALKS}"), LAST);
    for records in [Records::Write, Records::Locked] {
        for path in ["/talks.ics", &below(BOARD, "/talks.ics")] {
            desk.assert_never_heard_of(path);
        }
        desk.restart(records, LAST);
        assert_eq!(desk.get("/readyz").json()["status"], "ready");
    }
}

#[test]
fn what_turns_private_before_its_record_may_be_written_is_no_longer_public() {
    let mut desk = Desk::open(&[("talks.toml", TALKS)]);
    fs::write(desk.home.path().join("talks.toml"), private()).unwrap();
    desk.restart(Records::Locked, LATER);
    desk.assert_never_heard_of("/talks.ics");
    assert_eq!(desk.status(&below(BOARD, "/talks.ics")), 503, "K350");
}

#[test]
fn turning_private_takes_addresses_out_and_revises_every_entry() {
    let mut desk = Desk::open(&[("talks.toml", TALKS)]);
    let public = desk.get("/talks.ics").text().to_owned();
    assert!(public.contains("SOURCE;") && public.contains("?r=0"));
    desk.edit("talks.toml", &private(), LATER);
    for path in ["/talks.ics", "/talks", "/talks/opening", "/talks/opening.ics"] {
        desk.assert_never_heard_of(path);
    }
    let response = desk.get(&below(BOARD, "/talks.ics"));
    assert_eq!(response.header("last-modified"), Some("Sun, 01 Feb 2026 09:00:00 GMT"));
    let closed = response.text();
    assert!(!closed.contains("calendar.example.org"), "{closed}");
    for name in ["UID", "SEQUENCE", "DTSTART", "SUMMARY"] {
        assert_eq!(lines(closed, name), lines(&public, name));
    }
    // Rule `last-modified-moves`: the feed and both entries.
    assert_eq!(lines(closed, "LAST-MODIFIED"), vec!["LAST-MODIFIED:20260201T090000Z"; 3]);
    desk.edit("talks.toml", &format!("access = \"everyone\"\n{TALKS}"), LAST);
    let open = desk.get("/talks.ics").text().to_owned();
    assert_eq!(lines(&open, "LAST-MODIFIED"), vec!["LAST-MODIFIED:20260301T090000Z"; 3]);
    assert_eq!(
        open,
        public
            .replace("20260101T090000Z", "20260301T090000Z")
            .replace("CREATED:20260301", "CREATED:20260101",)
    );
    desk.assert_never_heard_of(&below(BOARD, "/talks.ics"));
    // The word may go once it is published.
    desk.edit("talks.toml", TALKS, "2026-03-02T09:00:00Z");
    assert_eq!(desk.get("/talks.ics").text(), open);
}

#[test]
fn what_turns_private_with_an_error_is_no_longer_public() {
    let mut desk = Desk::open(&[("talks.toml", TALKS)]);
    let broken = private().replace("duration = \"1h\"", "duration = \"1 fortnight\"");
    desk.edit("talks.toml", &broken, LATER);
    desk.assert_never_heard_of("/talks.ics");
    desk.assert_never_heard_of("/talks/opening");
    assert!(!desk.get("/").text().contains("Board talks"));
    let waiting = desk.get(&below(BOARD, "/talks.ics"));
    assert_eq!((waiting.status, waiting.header("retry-after")), (503, Some("300")));
    assert_eq!(waiting.header("cache-control"), Some("private, no-cache"));
    desk.edit("talks.toml", &private(), LAST);
    assert_eq!(desk.status(&below(BOARD, "/talks.ics")), 200);
}

#[test]
fn a_private_series_that_cannot_be_served_says_so_to_holders_alone() {
    let mut desk = Desk::open(&[("talks.toml", &private())]);
    let broken = private().replace("duration = \"1h\"", "duration = \"1 fortnight\"");
    for text in [broken.as_str(), &(private() + "token_sha256 = "), &(private() + "[[session]")] {
        fs::write(desk.home.path().join("talks.toml"), text).unwrap();
        desk.restart(Records::Write, LATER);
        assert_eq!(desk.status(&below(BOARD, "/talks/opening.ics")), 503, "{text}");
        for path in ["/talks.ics", "/talks/opening", &below(NOBODY, "/talks.ics")] {
            desk.assert_never_heard_of(path);
        }
    }
}

#[test]
fn what_is_wrong_with_a_private_series_is_not_told_to_everyone() {
    let mut desk = Desk::open(&[("talks.toml", &private())]);
    let broken = private().replace("duration = \"1h\"", "duration = \"1 fortnight\"");
    let ready = |desk: &Desk| desk.get("/readyz").json();
    for text in [broken.as_str(), &(private() + "token_sha256 = "), TALKS] {
        desk.edit("talks.toml", text, LATER);
        let document = ready(&desk);
        assert_eq!(document["status"], "degraded");
        let told = serde_json::json!([{ "source": "a private series", "findings": [] }]);
        assert_eq!(document["failures"], told, "{text}");
    }
    desk.edit("talks.toml", &private(), LATER);
    assert_eq!(ready(&desk)["status"], "ready");
    // An address that both claim.
    let other = TALKS.replacen("title", "aliases = [\"talks\"]\ntitle", 1);
    desk.edit("zebra.toml", &other, LATER);
    assert!(!ready(&desk).to_string().contains("talks.toml"), "{}", ready(&desk));
}

#[test]
fn a_retired_private_series_is_gone_for_holders_alone() {
    let mut desk = Desk::open(&[("talks.toml", &private())]);
    let retired = private().replacen("title", "retired = true\ntitle", 1);
    desk.edit("talks.toml", &retired, LATER);
    assert!(desk.get(&below(BOARD, "/talks.ics")).text().contains("STATUS:CANCELLED"));
    desk.edit("talks.toml", &(retired + "\n"), "2026-04-01T09:00:00Z");
    let assert_gone = |desk: &Desk| {
        let gone = desk.get(&below(BOARD, "/talks/opening.ics"));
        assert_eq!(gone.status, 410);
        assert_eq!(gone.header("cache-control"), Some("private, no-cache"));
        desk.assert_never_heard_of("/talks/opening.ics");
        desk.assert_never_heard_of("/talks.ics");
        desk.assert_never_heard_of(&below(NOBODY, "/talks.ics"));
    };
    assert_gone(&desk);
    // The record knows the series' audience after the definition is deleted.
    fs::remove_file(desk.home.path().join("talks.toml")).unwrap();
    desk.restart(Records::Write, "2026-05-01T09:00:00Z");
    assert_gone(&desk);
}

#[test]
fn tombstones_are_revised_with_the_others_when_a_series_turns() {
    let mut desk = Desk::open(&[("talks.toml", TALKS)]);
    let (one, _) = TALKS.split_once("[[session]]\nid = \"closing\"").unwrap();
    desk.edit("talks.toml", one, LATER);
    desk.edit("talks.toml", &format!("{one}{}", access("board", BOARD)), LAST);
    let tombstone = desk.get(&below(BOARD, "/talks/closing.ics")).text().to_owned();
    assert_eq!(lines(&tombstone, "LAST-MODIFIED"), ["LAST-MODIFIED:20260301T090000Z"]);
    assert!(!tombstone.contains("calendar.example.org"));
}
