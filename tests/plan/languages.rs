//! Languages in `plan`: added, removed, and with changed texts.

use insta::assert_snapshot as pinned;

use crate::plan::Site;

const ENGLISH: &str = r#"
title = "Talks"
language = "en"

[[session]]
id = "opening"
title = "Opening"
start = 2027-09-23T14:00:00
speakers = [{ name = "Ada", role = "chair" }]
"#;

fn danish() -> String {
    ENGLISH
        .replace("\"Talks\"", "{ en = \"Talks\", da = \"Foredrag\" }")
        .replace("\"Opening\"", "{ en = \"Opening\", da = \"Åbning\" }")
        .replace("\"chair\"", "{ en = \"chair\", da = \"ordstyrer\" }")
}

/// The part of a plan about a series that was published and then redefined.
fn told(published: &str, written: &str) -> String {
    let site = Site::new(&[("talks", published)]);
    site.publish("2027-01-01T09:00:00Z");
    site.define("talks", written);
    site.text().split("\n\nEffects on people").next().unwrap_or_default().to_owned()
}

#[test]
fn a_language_that_is_offered_is_told_and_changes_no_session() {
    pinned!(told(ENGLISH, &danish()), @r#"
    Plan: 1 series revised, 1 session unchanged

    talks: "Talks"
      ! is offered in `da` too, at addresses below `/da/`; nothing changes for readers of other languages
        1 session unchanged
    "#);
}

#[test]
fn texts_that_change_in_one_language_are_told_with_it() {
    let after = danish().replace("Åbning", "Festlig åbning").replace("ordstyrer", "leder");
    pinned!(told(&danish(), &after), @r#"
    Plan: 1 changed

    talks: "Talks"
      ~ opening "Opening" retitled, SEQUENCE 0 → 1
          speakers (da) "Ada, ordstyrer" → "Ada, leder"
          title (da)   "Åbning" → "Festlig åbning"
    "#);
}

#[test]
fn a_language_that_goes_is_told_with_what_becomes_of_its_addresses() {
    pinned!(told(&danish(), ENGLISH), @r#"
    Plan: 1 touched only

    talks: "Talks"
      ! is no longer offered in `da`: its addresses below `/da/` continue in `en`, and every entry is revised
      ~ opening "Opening" touched only, SEQUENCE stays 0
    "#);
}
