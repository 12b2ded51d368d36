//! Changes of access.

use insta::assert_snapshot as pinned;

use crate::plan::Site;

const TALK: &str = "title = \"Talks\"\n[[session]]\nid = \"talk\"\ntitle = \"Talk\"\n\
    start = 2027-10-30T14:00:00\n";

fn access(name: &str, digit: char) -> String {
    let hash = digit.to_string().repeat(64);
    format!("\n[[access]]\nname = \"{name}\"\ntoken_sha256 = \"{hash}\"\n")
}

/// The part of a plan about a series that was published and then redefined.
fn told(published: &str, written: &str) -> String {
    let site = Site::new(&[("talks", published)]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", written);
    site.text().split("\n\nEffects on people").next().unwrap_or_default().to_owned()
}

#[test]
fn a_plan_tells_who_loses_a_series_that_becomes_private_and_who_has_it() {
    let private = format!("{TALK}{}{}", access("board", 'b'), access("the `press`", 'c'));
    pinned!(told(TALK, &private), @r#"
    Plan: 1 touched only

    talks: "Talks"
      ! becomes private: only people with a token of `board`, `the 'press'` can read it
      ! loses access: everyone else; `/talks.ics` and its other addresses answer 404, and its subscribers get no more updates
      ! every entry is revised: it no longer contains addresses of the service
      ~ talk "Talk" touched only, SEQUENCE stays 0
    "#);
    pinned!(told(&private, &format!("access = \"everyone\"\n{TALK}")), @r#"
    Plan: 1 touched only

    talks: "Talks"
      ! becomes public: everyone can read it at `/talks.ics`
      ! the addresses with the tokens of `board`, `the 'press'` answer 404: their subscribers must subscribe again
      ! every entry is revised
      ~ talk "Talk" touched only, SEQUENCE stays 0
    "#);
    pinned!(told(&private, &format!("access = []\n{TALK}")), @r#"
    Plan: 1 series revised, 1 session unchanged

    talks: "Talks"
      ! loses access: `board`, `the 'press'`: addresses with that token answer 404, and their subscribers get no more updates
      ! no token is left: nobody can read it
        1 session unchanged
    "#);
    let site = Site::new(&[("talks", &private)]);
    let first = site.text();
    let line = first.lines().find(|line| line.contains("private")).unwrap_or_default();
    pinned!(line, @r#"  ! private: only people with a token of `board`, `the 'press'` can read it"#);
}

#[test]
fn a_plan_tells_whose_token_is_revoked_and_whose_is_new() {
    let old = format!("{TALK}{}{}", access("board", 'b'), access("press", 'c'));
    let new = format!("{TALK}{}{}", access("board", 'b'), access("staff", 'd'));
    pinned!(told(&old, &new), @r#"
    Plan: 1 series revised, 1 session unchanged

    talks: "Talks"
      ! loses access: `press`: addresses with that token answer 404, and their subscribers get no more updates
      ! gets access: `staff`
        1 session unchanged
    "#);
    let site = Site::new(&[("talks", &old)]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", &new);
    let json = &site.json()["series"][0];
    assert_eq!(json["private"], true);
    let access = serde_json::json!({
        "was_private": true, "granted": ["staff"], "revoked": ["press"],
    });
    assert_eq!(json["access"], access);
    assert!(site.markdown().contains("- **loses access: `press`: "), "{}", site.markdown());
}
