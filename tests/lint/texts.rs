//! Texts, links, categories and places: the calendar rules.

use insta::assert_snapshot as pinned;

use crate::lint::{changed, codes_of, found, with};

#[test]
fn text_without_its_escapes_is_told_at_the_place() {
    pinned!(found(changed("What it is about", "first; second")), @r#"
    warning[K710]: DESCRIPTION has `;` without a backslash before it
      --> talks.ics:35:18
       |
    35 | DESCRIPTION:first; second
       |                  ^
       |
       = note: rule `text-escaped`: text escapes `\`, `;` and `,`, and holds no control characters
       = help: write `\;`: some readers end the text there

    1 warning
    "#);
}

#[test]
fn a_backslash_that_escapes_nothing_is_told() {
    pinned!(found(changed("What it is about", "at 14\\:00")), @r#"
    warning[K710]: DESCRIPTION has `\:`, which escapes nothing
      --> talks.ics:35:18
       |
    35 | DESCRIPTION:at 14\:00
       |                  ^^
       |
       = note: rule `text-escaped`: text escapes `\`, `;` and `,`, and holds no control characters
       = help: write `\\:` for a backslash; only `\\`, `\;`, `\,` and `\n` are escapes

    1 warning
    "#);
}

#[test]
fn a_backslash_before_n_is_read_in_two_ways() {
    pinned!(found(changed("What it is about", r"C:\\new")), @r#"
    warning[K711]: DESCRIPTION has a backslash followed by n; several calendars show a line break
      --> talks.ics:35:15
       |
    35 | DESCRIPTION:C:\\new
       |               ^^^
       |
       = note: rule `text-escaped`: text escapes `\`, `;` and `,`, and holds no control characters
       = help: for a line break, write one backslash before n; if a backslash is meant, reword the text

    1 warning
    "#);
}

#[test]
fn a_title_that_is_cut_is_told() {
    pinned!(found(changed("SUMMARY:One", &format!("SUMMARY:{}", "x\n ".repeat(256)))), @r#"
    warning[K740]: SUMMARY has 256 characters; Outlook cuts after 255
      --> talks.ics:34:1
       |
    34 | SUMMARY:x
       | ^^^^^^^^^
       |
       = note: rule `titles-of-one-line`: titles and places are one line of at most 255 UTF-16 units
       = help: move the rest to DESCRIPTION

    1 warning
    "#);
}

#[test]
fn markup_in_a_text_is_told() {
    pinned!(found(changed("What it is about", "<p>What it is about</p>")), @r#"
    warning[K741]: DESCRIPTION has HTML (`<p>`); most calendars show the tags
      --> talks.ics:35:13
       |
    35 | DESCRIPTION:<p>What it is about</p>
       |             ^^^
       |
       = note: rule `plain-description`: DESCRIPTION is plain text, each link bare on its own line
       = help: write plain text, with each link on its own line

    1 warning
    "#);
}

#[test]
fn html_entities_are_reported_with_what_they_mean_whether_escaped_or_not() {
    pinned!(found(changed("SUMMARY:One", r"SUMMARY:Tea &amp\; Cake &#8211\; all day")), @r#"
    warning[K741]: SUMMARY has an HTML entity (`&amp\;`), which calendars show as it is
      --> talks.ics:34:13
       |
    34 | SUMMARY:Tea &amp\; Cake &#8211\; all day
       |             ^^^^^^
       |
       = note: rule `plain-description`: DESCRIPTION is plain text, each link bare on its own line
       = help: decode the HTML before it is written as iCalendar: here, write `&`

    1 warning
    "#);
    // Not that its semicolon wants a backslash: that would leave `&amp;` for everyone to read.
    for text in ["Tea &amp; cake", r"night&nbsp\;long", "&#xFC;ber", "&Eacute;t&eacute;"] {
        let text = found(changed("What it is about", text));
        assert!(text.starts_with("warning[K741]: DESCRIPTION has an HTML entity"), "{text}");
        assert!(text.ends_with("\n1 warning\n"), "{text}");
    }
    for text in ["R&D", r"Q&A\; more", "&notanentity", r"a & b\; c"] {
        assert_eq!(codes_of(changed("What it is about", text)), [""; 0], "{text}");
    }
}

#[test]
fn links_hold_nothing_that_must_be_encoded_and_have_a_whole_host() {
    for link in [
        "https://example.org/{a}",
        "https://example.org/a|b",
        "https://example.org/100%",
        "https://example.org/%zz",
        "https:///x",
        "https://a..b/x",
        "https://example.org/ä",
        "https://example.org/a b",
        " https://example.org/",
        "http:example.org",
    ] {
        assert_eq!(codes_of(with(&format!("URL:{link}"))), ["K742"], "{link}");
    }
    for link in ["https://example.org:8443/a%20b?c=d#e", "http://[::1]/x", "https://192.0.2.1/"] {
        assert_eq!(codes_of(with(&format!("URL:{link}"))), [""; 0], "{link}");
    }
}

#[test]
fn a_link_that_is_none_of_the_web_is_told() {
    pinned!(found(with("URL:mailto:desk@example.org")), @r#"
    warning[K742]: URL `mailto:desk@example.org` begins with `mailto:`, not `https:` or `http:`
      --> talks.ics:32:1
       |
    32 | URL:mailto:desk@example.org
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write an absolute `https:` link, percent-encoded and not escaped

    1 warning
    "#);
}

#[test]
fn a_second_description_is_told() {
    pinned!(found(with("X-ALT-DESC;FMTTYPE=text/html:<p>What</p>")), @r#"
    warning[K743]: X-ALT-DESC: Outlook shows it instead of DESCRIPTION, others never
      --> talks.ics:32:1
       |
    32 | X-ALT-DESC;FMTTYPE=text/html:<p>What</p>
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `no-html-description`: no X-ALT-DESC
       = help: leave it out, and keep DESCRIPTION readable

    1 warning
    "#);
}

#[test]
fn a_category_with_a_separator_is_told() {
    pinned!(found(with(r"CATEGORIES:Talks,Food\, drink")), @r#"
    warning[K751]: a category `Food, drink` contains a separator; several calendars split it in two
      --> talks.ics:32:1
       |
    32 | CATEGORIES:Talks,Food\, drink
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: rule `no-empty-or-repeated-property`: no property is empty or repeated, no category contains a separator
       = help: write `Food,drink` for several categories

    1 warning
    "#);
}

#[test]
fn a_place_on_another_planet_is_told() {
    pinned!(found(with("GEO:91.0;4.3")), @r#"
    warning[K755]: GEO `91.0;4.3` is out of range
      --> talks.ics:32:1
       |
    32 | GEO:91.0;4.3
       | ^^^^^^^^^^^^
       |
       = note: rule `values-validated`: UIDs, links, dates and enumerations are valid as written
       = help: write `GEO:4.3;91.0`: the latitude comes first

    1 warning
    "#);
}

#[test]
fn a_title_that_is_missing_or_has_two_lines_is_told() {
    assert_eq!(codes_of(changed("SUMMARY:One\n", "")), ["K740"]);
    assert_eq!(codes_of(changed("SUMMARY:One", r"SUMMARY:One\nTwo")), ["K740"]);
    assert_eq!(codes_of(with("CATEGORIES:Talks,,Food")), ["K751"]);
}

#[test]
fn a_place_behind_folds_is_told_in_its_own_line() {
    let text = found(changed("What it is about", "What\n  it is\n  about; and more"));
    assert!(text.contains(" --> talks.ics:37:8\n"), "{text}");
}
