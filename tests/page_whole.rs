//! Pages as a browser gets them: small, inert for any texts, in every language, and without private
//! data.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::sync::Arc;

use kalends::i18n::Words;
use kalends::model::{Line, TokenHash, WebUrl};
use kalends::page::{Branding, Logo, Stylesheet};
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, PagePolicy, Resource, Snapshot};
use serde_json::Value;

/// All that a page is sent in, without content coding.
const MAX_BYTES: usize = 35_000;
/// What a page has over its texts.
const MAX_FRAME: usize = 18_500;

const TALKS: &str = r##"
title = "6th talks"
authority = "example.org"
timezone = "Europe/Brussels"
announced_as = "CET"
language = "LANGUAGE"
color = "gold"
duration = "2h"
organizer = { name = "The board" }
image = "https://example.org/picture.png"
description = "About it."

[[session]]
id = "opening"
title = "Opening"
start = 2027-09-23T14:00:00
location = { name = "Hall 1", address = "1 Street, Town" }
join = "https://meet.example.org/x"
speakers = [{ name = "Ada", role = "chair", organisation = "Engine" }]

[[session]]
id = "outing"
title = "Outing"
start = 2027-09-24
end = 2027-09-26
status = "cancelled"

[[session]]
id = "closing"
title = "Closing"
start = 2027-11-23T14:00:00
status = "tentative"
"##;

const PUBLIC: Option<&str> = Some("https://calendar.example.org");

fn site(text: &str, public_url: Option<&str>) -> Snapshot {
    site_of(text, public_url, Branding::default())
}

fn site_of(text: &str, public_url: Option<&str>, branding: Branding) -> Snapshot {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("talks.toml"), text).unwrap();
    let settings = Settings {
        public_url: public_url.map(|url| WebUrl::parse(url).unwrap()),
        branding: Arc::new(branding),
        ..Settings::new(vec![home.path().to_owned()], Records::Write)
    };
    let published = publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published.snapshot().unwrap()
}

fn english() -> String {
    TALKS.replace("LANGUAGE", "en")
}

fn resource<'a>(snapshot: &'a Snapshot, path: &str) -> &'a Resource {
    match snapshot.get(path) {
        Some(Entry::Revisions(revisions)) => revisions.of(None),
        Some(Entry::Variants(variants)) => &variants.html,
        other => panic!("{path}: {other:?}"),
    }
}

fn text(resource: &Resource) -> String {
    String::from_utf8(resource.body().to_vec()).unwrap()
}

/// The texts of all elements of that name, as a browser finds their ends.
fn elements<'a>(page: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    page.split(&format!("<{name}"))
        .skip(1)
        .map(|rest| {
            let (attributes, rest) = rest.split_once('>').unwrap();
            (attributes, rest.split_once(&format!("</{name}>")).unwrap().0)
        })
        .collect()
}

fn data(page: &str) -> Value {
    let scripts = elements(page, "script");
    let (_, json) = scripts.iter().find(|(kind, _)| kind.contains("ld+json")).unwrap();
    serde_json::from_str(json).unwrap()
}

const PAGES: [&str; 4] = ["/talks", "/talks/opening", "/talks/outing", "/talks/closing"];

#[test]
fn pages_in_every_language_are_small_and_say_it_in_their_own_words() {
    for words in Words::all() {
        let site = site(&TALKS.replace("LANGUAGE", words.tag()), PUBLIC);
        for path in PAGES {
            let page = text(resource(&site, path));
            assert!(page.len() < MAX_FRAME, "{path} {}: {}", words.tag(), page.len());
            assert!(page.contains(&format!("<html lang=\"{}\"", words.tag())), "{path}");
            let is_right_to_left = page.contains(" dir=\"rtl\"");
            assert_eq!(is_right_to_left, words.direction().as_str() == "rtl", "{path}");
        }
        let opening = text(resource(&site, "/talks/opening"));
        assert!(
            opening.contains(&format!("{} <bdi>CET</bdi>", words.announced_as)),
            "{}",
            words.tag()
        );
        for ours in [words.add_to_calendar, words.time_zone, words.subscribe_to_all, words.speakers]
        {
            assert!(opening.contains(ours), "{}: {ours}", words.tag());
        }
        let outing = text(resource(&site, "/talks/outing"));
        assert!(outing.contains(words.notice) && !outing.contains(words.add_to_calendar));
    }
}

/// Colons, commas and names of another direction, as the language writes them.
#[test]
fn texts_of_others_are_joined_to_ours_as_the_language_does_it() {
    for (language, one, other) in [
        ("de", "Veranstaltet von <bdi>The board</bdi>", "</time>, angekündigt als <bdi>CET</bdi>"),
        ("et", "Korraldaja: <bdi>The board</bdi>", "Viimati uuendatud: "),
        ("fr", "Organisé par <bdi>The board</bdi>", "Dernière mise à jour\u{a0}: 1er janvier 2027"),
        ("ar", "الجهة المنظمة: <bdi>The board</bdi>", "</time>، مُعلن بتوقيت <bdi>CET</bdi>"),
        ("en-US", "Organised by <bdi>The board</bdi>", "Last updated: January 1, 2027"),
    ] {
        let site = site(&TALKS.replace("LANGUAGE", language), PUBLIC);
        let page = text(resource(&site, "/talks"));
        assert!(page.contains(one) && page.contains(other), "{language}: {page}");
    }
}

#[test]
fn a_series_of_forty_sessions_keeps_the_budget() {
    let mut many = english();
    for number in 0..37 {
        many.push_str(&format!(
            "\n[[session]]\nid = \"s{number}\"\ntitle = \"Session number {number} about something\"\n\
             start = 2028-01-{:02}T{:02}:00:00\n",
            number % 28 + 1,
            number % 20
        ));
    }
    let site = site(&many, PUBLIC);
    let bytes = resource(&site, "/talks").body().len();
    assert!(bytes < MAX_BYTES, "{bytes}");
}

#[test]
fn nothing_runs_and_styles_but_what_the_policy_names() {
    let site = site(&english(), PUBLIC);
    for path in PAGES {
        let resource = resource(&site, path);
        let page = text(resource);
        let styles = elements(&page, "style");
        let mut scripts = elements(&page, "script");
        scripts.retain(|(kind, _)| !kind.contains("ld+json"));
        assert_eq!((styles.len(), scripts.len()), (1, 1), "{path}");
        // The policy is made of hashes: equal ones, equal texts.
        let (style, script) = (styles[0].1, scripts[0].1);
        let policy = match path {
            "/talks" => PagePolicy::with_form(style, script),
            _ => PagePolicy::of(Some(style), Some(script)),
        };
        let same = Resource::page("", &policy);
        let [sent, meant] = [resource, &same].map(|page| page.content_security_policy().unwrap());
        assert_eq!(sent, meant, "{path}");
        assert!(!page.contains(" style=") && !page.contains(" onclick="), "{path}");
        // One request for the first view: the one picture waits until it is asked for.
        let pictures = page.matches("<img").count();
        assert_eq!(pictures, page.matches(" loading=\"lazy\"").count(), "{path}");
        assert!(!page.contains(" src=\"http"), "{path}: of others");
    }
}

#[test]
fn no_text_ends_an_element_or_begins_one() {
    let hostile = "</script><script>alert(1)</script><!-- \\u2028 \u{2028}]]>&lt;\\\"'";
    let in_line = hostile.replace('\u{2028}', "");
    let literal =
        |text: &str| format!("{text:?}").replace("\\u{2028}", "\\u2028").replace("\\'", "'");
    let text_of = english()
        .replace("\"6th talks\"", &literal(&in_line))
        .replace("\"Opening\"", &literal(&in_line))
        .replace("\"Ada\"", &literal(&in_line))
        .replace("\"Hall 1\"", &literal(&in_line))
        .replace("\"About it.\"", &literal(hostile));
    let site = site(&text_of, PUBLIC);
    let plain = self::site(&english(), PUBLIC);
    for path in PAGES {
        let page = text(resource(&site, path));
        let calm = text(resource(&plain, path));
        assert_eq!(elements(&page, "script").len(), elements(&calm, "script").len(), "{path}");
        assert!(!page.contains("<!--") && !page.contains("\u{2028}\""), "{path}");
        assert_eq!(data(&page)["@context"], "https://schema.org");
    }
    let page = text(resource(&site, "/talks/opening"));
    assert_eq!(data(&page)["name"], in_line.as_str());
}

#[test]
fn machines_are_told_when_and_where() {
    let site = site(&english(), PUBLIC);
    let event = data(&text(resource(&site, "/talks/opening")));
    assert_eq!(event["@type"], "Event");
    assert_eq!(event["startDate"], "2027-09-23T14:00:00+02:00");
    assert_eq!(event["endDate"], "2027-09-23T16:00:00+02:00");
    assert_eq!(event["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(event["eventAttendanceMode"], "https://schema.org/MixedEventAttendanceMode");
    // Google reads both places of a session that is in a hall and online.
    assert_eq!(event["location"][0]["address"], "1 Street, Town");
    assert_eq!(event["location"][1]["@type"], "VirtualLocation");
    assert_eq!(event["image"], "https://example.org/picture.png");
    assert_eq!(event["url"], "https://calendar.example.org/talks/opening");
    assert_eq!(event["superEvent"]["@type"], "EventSeries");
    let outing = data(&text(resource(&site, "/talks/outing")));
    assert_eq!(outing["eventStatus"], "https://schema.org/EventCancelled");
    assert_eq!(
        (&outing["startDate"], &outing["endDate"]),
        (&"2027-09-24".into(), &"2027-09-26".into())
    );
    let series = data(&text(resource(&site, "/talks")));
    assert_eq!(series["endDate"], "2027-11-23T16:00:00+01:00");
    let page = text(resource(&site, "/talks/opening"));
    for line in [
        "<link rel=\"canonical\" href=\"https://calendar.example.org/talks/opening\">",
        "<link rel=\"alternate\" type=\"text/calendar\" href=\"../talks.ics\" title=\"6th talks\">",
        "<meta property=\"og:image\" content=\"https://example.org/picture.png\">",
    ] {
        assert!(page.contains(line), "{line}");
    }
}

#[test]
fn without_a_public_address_nothing_absolute_is_made_up() {
    let site = site(&english(), None);
    for path in PAGES {
        let page = text(resource(&site, path));
        for absolute in ["canonical", "og:", "webcal:", "qr.svg"] {
            assert!(!page.contains(absolute), "{path}: {absolute}");
        }
    }
    let page = text(resource(&site, "/talks"));
    assert!(page.contains("<a id=\"feed\" href=\"talks.ics\">"), "the address can still be copied");
    assert!(site.get("/talks/qr.svg").is_none());
}

#[test]
fn a_private_page_names_no_address_that_others_could_follow() {
    let token = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    let hash = TokenHash::of(token).unwrap();
    let private =
        format!("{}\n[[access]]\nname = \"board\"\ntoken_sha256 = \"{hash}\"\n", english());
    let site = site(&private, PUBLIC);
    for path in PAGES {
        let page = text(resource(&site, &format!("/private/{token}{path}")));
        for told in ["calendar.example.org", token, "canonical", "og:", "ld+json", "qr.svg"] {
            assert!(!page.contains(told), "{path}: {told}");
        }
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
    }
}

#[test]
fn every_page_says_in_whose_name_it_stands_and_no_calendar_does() {
    let branding = Branding {
        organisation: Some(Line::parse("The <Agency>").unwrap()),
        imprint: Some(WebUrl::parse("https://example.org/imprint").unwrap()),
        privacy: Some(WebUrl::parse("https://example.org/privacy").unwrap()),
        ..Branding::default()
    };
    let site = site_of(&english(), PUBLIC, branding);
    for path in PAGES.iter().chain(&["/"]) {
        let page = text(resource(&site, path));
        let (_, footer) = page.split_once("<footer>").unwrap();
        assert!(footer.contains("Published by <bdi>The &lt;Agency&gt;</bdi>"), "{path}: {footer}");
        assert!(footer.contains("href=\"https://example.org/imprint\""), "{path}");
        assert!(footer.contains("href=\"https://example.org/privacy\""), "{path}");
    }
    let Some(Entry::Resource(feed)) = site.get("/talks.ics") else { panic!("no feed") };
    assert!(!text(feed).contains("Agency"));
}

#[test]
fn announcements_are_told_by_the_name_that_they_use() {
    let site = site(&english(), PUBLIC);
    let said = "14:00–16:00 CEST</time>, announced as <bdi>CET</bdi>";
    assert!(text(resource(&site, "/talks")).contains(said));
    assert!(text(resource(&site, "/talks/opening")).contains(said));
}

#[test]
fn a_logo_and_styles_of_ones_own_are_on_every_page_and_admitted() {
    let branding = || Branding {
        organisation: Some(Line::parse("The <Agency>").unwrap()),
        logo: Some(Logo::parse(b"<svg/>".to_vec()).unwrap()),
        stylesheet: Some(Stylesheet::parse("body{--a:#7a0019}").unwrap()),
        ..Branding::default()
    };
    let site = site_of(&english(), PUBLIC, branding());
    for (path, logo) in
        [("/", "assets/logo"), ("/talks", "assets/logo"), ("/talks/opening", "../assets/logo")]
    {
        let resource = resource(&site, path);
        let page = text(resource);
        let img = format!("<img class=\"logo\" src=\"{logo}\" alt=\"The &lt;Agency&gt;\">");
        assert!(page.contains(&img), "{path}");
        let style = elements(&page, "style")[0].1;
        assert!(style.ends_with("}body{--a:#7a0019}"), "{path}");
        let script = elements(&page, "script").last().unwrap().1;
        let policy = match path {
            "/talks" => PagePolicy::with_form(style, script),
            _ => PagePolicy::of(Some(style), Some(script)),
        };
        let same = Resource::page("", &policy);
        let [sent, meant] = [resource, &same].map(|page| page.content_security_policy().unwrap());
        assert_eq!(sent, meant, "{path}");
    }
    let Some(Entry::Resource(card)) = site.get("/talks/embed") else { panic!("no card") };
    assert!(text(card).contains("body{--a:#7a0019}</style>"));
    assert!(matches!(site.get(kalends::address::LOGO), Some(Entry::Resource(_))));
    let token = "b".repeat(32);
    let hash = TokenHash::of(&token).unwrap();
    let access = format!("[[access]]\nname = \"Ada\"\ntoken_sha256 = \"{hash}\"\n");
    let site = site_of(&format!("{}\n{access}", english()), PUBLIC, branding());
    let page = text(resource(&site, &format!("/private/{token}/talks/opening")));
    assert!(page.contains("src=\"../../../assets/logo\""), "below /private/token/talks/");
}

#[test]
fn a_picture_is_shown_where_it_is_on_the_same_host() {
    let elsewhere = english();
    for (image, shown) in [
        ("https://calendar.example.org/pictures/a.png", Some("/pictures/a.png")),
        ("https://calendar.example.org.evil.example/a.png", None),
        ("http://calendar.example.org/a.png", None),
        ("https://example.org/a.png", None),
    ] {
        let text_of = elsewhere.replace("https://example.org/picture.png", image);
        for base in ["https://calendar.example.org", "https://calendar.example.org/below"] {
            let page = text(resource(&site(&text_of, Some(base)), "/talks"));
            let img = shown.map(|path| format!("<img class=\"image\" src=\"{path}\" alt=\"\""));
            assert_eq!(page.contains("class=\"image\""), shown.is_some(), "{image} {base}");
            assert!(img.is_none_or(|img| page.contains(&img)), "{image} {base}");
        }
        let page = text(resource(&site(&text_of, None), "/talks"));
        assert!(!page.contains("class=\"image\""), "{image}");
    }
}
