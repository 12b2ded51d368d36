//! Texts by language: K026 and K108, and that everything else is found in each language.

use insta::assert_snapshot as pinned;

use crate::findings::{changed, found, of_series, of_session, read};

/// The good definition in English and Danish.
fn translated() -> String {
    of_series("language = \"en\"")
        .replace("title = \"Talks\"", "title = { en = \"Talks\", da = \"Foredrag\" }")
        .replace("title = \"One\"", "title = { en = \"One\", da = \"Et\" }")
}

fn with(from: &str, to: &str) -> String {
    let text = translated();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}

fn with_session(keys: &str) -> String {
    format!("{}{keys}\n", translated())
}

#[test]
fn texts_by_language_make_a_series_in_each() {
    assert_eq!(found(&translated()), "");
    let series = read("talks", &translated()).series.unwrap();
    let titles: Vec<String> = series
        .languages()
        .map(|language| {
            let series = series.in_language(language).unwrap();
            format!("{language} {} {}", series.title, series.sessions[0].title)
        })
        .collect();
    assert_eq!(titles, ["en Talks One", "da Foredrag Et"]);
}

#[test]
fn a_text_in_one_language_stands_in_all_and_nothing_else_differs() {
    let keys = r#"
description = "About"
announced_as = "CET"
organizer = { name = "The board", email = "board@example.org", as_property = true }
categories = ["Health", "Care"]
url = "https://example.org/"
color = "red"
image = "https://example.org/image.png"
aliases = ["lectures"]
on_cancel = "remove"
location = { name = "Hall", address = "1 Road", geo = [50.5, 4.5] }
join = "https://example.org/join"
reminder = "10m"
access = "everyone""#;
    let session = r#"
was = "uno"
description = "More at https://example.org/join"
categories = ["Care", "Talk"]
speakers = [{ name = "Ada", role = "host", organisation = "Union" }]
status = "cancelled"
"#;
    let text = with("language = \"en\"", &format!("language = \"en\"{keys}"));
    let series = read("talks", &format!("{text}{session}")).series.unwrap();
    let (_, danish) = series.translations().next().unwrap();
    let expected = format!("{:#?}", *series)
        .replace("\"en\"", "\"da\"")
        .replace("\"Talks\"", "\"Foredrag\"")
        .replace("\"One\"", "\"Et\"");
    assert_eq!(format!("{:#?}", **danish), expected);
}

#[test]
fn a_category_that_comes_twice_in_a_language_stands_once() {
    let keys = "language = \"en\"\ncategories = [\"Health\", { en = \"Care\", da = \"Pleje\" }]";
    let session = "categories = [{ en = \"Talk\", da = \"Pleje\" }, \"Care\", \"Health\"]";
    let text = format!("{}{session}\n", with("language = \"en\"", keys));
    let series = read("talks", &text).series.unwrap();
    let names = |series: &kalends::model::Series| -> Vec<String> {
        series.sessions[0].categories.iter().map(ToString::to_string).collect()
    };
    assert_eq!(names(&series), ["Health", "Care", "Talk"]);
    assert_eq!(names(series.translations().next().unwrap().1), ["Health", "Pleje", "Care"]);
}

#[test]
fn every_text_can_be_given_by_language() {
    let keys = r#"
description = { en = "About", da = "Om" }
announced_as = { en = "CET", da = "dansk tid" }
organizer = { name = { en = "The board", da = "Bestyrelsen" }, email = "board@example.org" }
categories = [{ en = "Health", da = "Sundhed" }]
location = { name = { en = "Hall", da = "Hal" }, address = { en = "1 Road", da = "Vej 1" } }"#;
    let session = r#"
description = { en = "More", da = "Mere" }
location = { en = "Square", da = "Torv" }
categories = [{ en = "Talk", da = "Tale" }]
speakers = [{ name = { en = "A body", da = "Et organ" }, role = { en = "host", da = "vært" }, organisation = { en = "Union", da = "Forbund" } }]
"#;
    let text = with("language = \"en\"", &format!("language = \"en\"{keys}"));
    let text = format!("{text}{session}");
    assert_eq!(found(&text), "");
    let series = read("talks", &text).series.unwrap();
    let danish = format!("{:?}", series.translations().next().unwrap().1);
    for word in [
        "Om",
        "dansk tid",
        "Bestyrelsen",
        "Sundhed",
        "Mere",
        "Torv",
        "Tale",
        "Et organ",
        "vært",
        "Forbund",
    ] {
        assert!(danish.contains(word), "{word}: {danish}");
    }
    let venue = with("language = \"en\"", &format!("language = \"en\"{keys}"));
    let series = read("talks", &venue).series.unwrap();
    let danish = format!("{:?}", series.translations().next().unwrap().1);
    assert!(danish.contains("\"Hal\"") && danish.contains("Vej 1"), "{danish}");
}

#[test]
fn a_text_that_is_not_translated_is_told_once_and_stands_in_the_series_own_language() {
    let text = with("title = { en = \"One\", da = \"Et\" }", "title = \"One\"");
    pinned!(found(&text), @r#"
    warning[K108]: session `one`: `title` is not given in `da`; the text in `en` is used
     --> schedules/talks.toml:8:9
      |
    8 | title = "One"
      |         ^^^^^
      |
      = help: write `{ en = "…", da = "…" }`

    1 warning
    "#);
    let series = read("talks", &text).series.unwrap();
    let (_, danish) = series.translations().next().unwrap();
    assert_eq!(danish.sessions[0].title.as_str(), "One");
}

#[test]
fn a_table_that_lacks_a_language_is_told() {
    let text = with("da = \"Foredrag\" }", "da = \"Foredrag\", de = \"Vorträge\" }");
    pinned!(found(&text), @r#"
    warning[K108]: session `one`: `title` is not given in `de`; the text in `en` is used
     --> schedules/talks.toml:8:9
      |
    8 | title = { en = "One", da = "Et" }
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add `de = "…"`

    1 warning
    "#);
}

#[test]
fn names_need_no_translation() {
    let keys = "location = \"Town hall\"\nspeakers = [{ name = \"A\", organisation = \"B\" }]";
    assert_eq!(found(&with_session(keys)), "");
}

#[test]
fn a_language_that_is_none_is_told_at_its_key() {
    pinned!(found(&with("da = \"Foredrag\"", "dk = \"Foredrag\", qq = \"x\", danish = \"y\"")), @r#"
    error[K026]: `title.dk` is in no language that is known
     --> schedules/talks.toml:1:25
      |
    1 | title = { en = "Talks", dk = "Foredrag", qq = "x", danish = "y" }
      |                         ^^
      |
      = help: `dk` is a country; did you mean `da`?

    error[K026]: `title.qq` is in no language that is known
     --> schedules/talks.toml:1:42
      |
    1 | title = { en = "Talks", dk = "Foredrag", qq = "x", danish = "y" }
      |                                          ^^
      |
      = help: write the language's two letters by ISO 639-1, such as `en`

    error[K026]: `title.danish` is in no language that is known
     --> schedules/talks.toml:1:52
      |
    1 | title = { en = "Talks", dk = "Foredrag", qq = "x", danish = "y" }
      |                                                    ^^^^^^
      |
      = help: write a language tag such as `en`, `pt-BR` or `sr-Latn`

    error[K026]: session `one`: `title.da`: the series' title has no text in that language
     --> schedules/talks.toml:8:23
      |
    8 | title = { en = "One", da = "Et" }
      |                       ^^
      |
      = help: write the title of the series as a table, with a text in `da`: its languages are those of the series

    4 errors
    "#);
}

#[test]
fn a_language_that_the_title_lacks_is_told_at_its_key() {
    pinned!(found(&with_session("description = { en = \"a\", da = \"b\", de = \"c\" }")), @r#"
    error[K026]: session `one`: `description.de`: the series' title has no text in that language
      --> schedules/talks.toml:11:37
       |
    11 | description = { en = "a", da = "b", de = "c" }
       |                                     ^^
       |
       = help: write the title of the series as a table, with a text in `de`: its languages are those of the series

    1 error
    "#);
}

#[test]
fn a_language_that_stands_twice_is_told() {
    pinned!(found(&with("da = \"Foredrag\"", "da = \"Foredrag\", DA = \"Igen\"")), @r#"
    error[K026]: `title.da`: that language has a text already
     --> schedules/talks.toml:1:25
      |
    1 | title = { en = "Talks", da = "Foredrag", DA = "Igen" }
      |                         ^^
      |
      = help: remove one of the two

    1 error
    "#);
}

#[test]
fn a_table_without_the_series_own_language_is_told() {
    pinned!(found(&with_session("description = { da = \"b\" }")), @r#"
    error[K011]: session `one`: `description.en` is missing
      --> schedules/talks.toml:11:15
       |
    11 | description = { da = "b" }
       |               ^^^^^^^^^^^^
       |
       = help: add `en = "…"`: it is used where a translation is missing

    1 error
    "#);
}

#[test]
fn texts_by_language_ask_for_the_language_of_the_others() {
    pinned!(found(&with("language = \"en\"\n", "")), @r#"
    error[K011]: `language` is missing, and texts are given by language
     --> schedules/talks.toml:1:9
      |
    1 | title = { en = "Talks", da = "Foredrag" }
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: add `language = "en"`: the language of plain texts, and of texts that others lack

    1 error
    "#);
}

#[test]
fn what_is_wrong_with_a_text_is_told_in_each_language() {
    let text = with("da = \"Et\"", "da = \"Et\\u0007\"");
    pinned!(found(&text), @r#"
    error[K020]: session `one`: `title.da` has a control character, U+0007
     --> schedules/talks.toml:8:28
      |
    8 | title = { en = "One", da = "Et\u0007" }
      |                            ^^^^^^^^^^
      |
      = help: remove the character; it is invisible in most editors

    1 error
    "#);
    let text = with("da = \"Et\"", "da = 7");
    pinned!(found(&text), @r#"
    error[K012]: session `one`: `title.da` is a whole number, not text
     --> schedules/talks.toml:8:28
      |
    8 | title = { en = "One", da = 7 }
      |                            ^
      |
      = help: put it in quotes

    1 error
    "#);
    let long = with("da = \"Et\"", &format!("da = \"{}\"", "x".repeat(256)));
    assert!(
        found(&long).contains("session `one`: `title.da` has 256 characters"),
        "{}",
        found(&long)
    );
    let category = with_session("categories = [{ en = \"a\", da = \"b, c\" }]");
    assert!(found(&category).contains("`categories.da` `b, c` holds `,`"), "{}", found(&category));
}

#[test]
fn a_place_on_the_net_is_written_once() {
    pinned!(found(&with_session("location = { en = \"Online\", da = \"På nettet\" }")), @r#"
    error[K013]: session `one`: `location`: `Online` is not for one language
      --> schedules/talks.toml:11:12
       |
    11 | location = { en = "Online", da = "På nettet" }
       |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write `location = "Online"`, for all languages

    1 error
    "#);
}

#[test]
fn a_series_has_not_more_languages_than_anyone_reads() {
    let letters = || b'a'..=b'z';
    let tags = letters().flat_map(|a| letters().map(move |b| [a, b, b'x'].map(char::from)));
    let texts: Vec<String> =
        tags.take(60).map(|tag| format!("{} = \"t\"", String::from_iter(tag))).collect();
    let text = changed(
        "title = \"Talks\"",
        &format!("language = \"aax\"\ntitle = {{ {} }}", texts.join(", ")),
    );
    assert!(found(&text).contains("`title` has 60 languages; the most is 50"));
}

#[test]
fn a_plain_definition_with_a_table_for_a_session_is_told() {
    let text =
        format!("{}description = {{ en = \"a\", da = \"b\" }}\n", of_series("language = \"en\""));
    assert!(found(&text).contains("error[K026]"), "{}", found(&text));
    assert!(found(&of_session("description = { english = \"a\" }")).contains("error[K026]"));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 512, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_mixture_of_texts_makes_a_series_in_each_language_or_findings(
        chosen in proptest::collection::vec(0..100_usize, KEYS.len()),
        language in 0..3_usize,
    ) {
        let of = |number: &usize| BROKEN.get(*number).copied().unwrap_or(WHOLE[*number % WHOLE.len()]);
        let mut values = chosen.iter().map(of);
        let mut text = ["", "language = \"en\"\n", "language = \"da\"\n"][language].to_owned();
        for key in KEYS {
            let value = values.next().unwrap();
            text += &key.replace('@', value);
        }
        // `read` asserts that there is a series or an error.
        let definition = read("talks", &text);
        for series in definition.series.iter() {
            proptest::prop_assert!(series.translations().count() < 3);
        }
    }
}

/// Parts of a definition, with `@` in the place of each text.
const KEYS: [&str; 9] = [
    "title = @\nauthority = \"example.org\"\ntimezone = \"UTC\"\nduration = \"1h\"\n",
    "description = @\n",
    "announced_as = @\n",
    "organizer = { name = @ }\n",
    "categories = [@, ",
    "@]\n",
    "location = @\n[[session]]\nid = \"one\"\nstart = 2027-03-10T14:00:00\n",
    "title = @\n",
    "location = { name = @, geo = [1, 2] }\n",
];

/// Valid texts, and values that are nearly texts.
const WHOLE: [&str; 6] = [
    "\"plain\"",
    "\"Online\"",
    "{ en = \"a\", da = \"b\" }",
    "{ en = \"c\", da = \"d\" }",
    "{ en = \"b\", da = \"b\" }",
    "{ da = \"b\", en = \"plain\" }",
];
const BROKEN: [&str; 8] = [
    "{ en = \"a\" }",
    "{ en = \"a\", da = \"b\", de = \"c\" }",
    "{ EN = \"online\", da = \"b\" }",
    "{ en = \"a\", dk = \"b\" }",
    "{ en = \" \", da = \"b\" }",
    "{ name = \"a\", en = 7 }",
    "7",
    "{}",
];
