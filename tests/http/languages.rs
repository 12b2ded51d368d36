//! A series in two languages, as clients and browsers meet it: calendars by address alone, pages by
//! what their reader understands (rule `one-language-per-address`).

use std::fs;

use kalends::model::{TokenHash, WebUrl};
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, Resource, Snapshot};
use tempfile::TempDir;

use crate::support::{App, Response, spawn_app};

const BOTH: &str = r#"
title = { en = "Talks", da = "Foredrag" }
authority = "example.org"
language = "en"
timezone = "Europe/Brussels"
duration = "1h"
aliases = ["old-talks"]

[[session]]
id = "opening"
was = "start"
title = { en = "Opening", da = "Åbning" }
start = 2027-09-23T14:00:00
"#;

fn english() -> String {
    BOTH.replace("{ en = \"Talks\", da = \"Foredrag\" }", "\"Talks\"")
        .replace("{ en = \"Opening\", da = \"Åbning\" }", "\"Opening\"")
}

/// A directory with a definition that is rewritten and published.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn publish(&self, text: &str, now: &str) -> Snapshot {
        fs::write(self.0.path().join("talks.toml"), text).unwrap();
        let settings = Settings {
            public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
            ..Settings::new(vec![self.0.path().to_owned()], Records::Write)
        };
        publish(&settings, now.parse().unwrap()).unwrap().snapshot().unwrap()
    }
}

fn app() -> App {
    let before = BOTH.replace("id = \"opening\"\nwas = \"start\"", "id = \"start\"");
    let desk = Desk::new();
    desk.publish(&before, "2027-01-01T00:00:00Z");
    spawn_app(desk.publish(BOTH, "2027-02-01T00:00:00Z"))
}

/// The one body at a path.
fn resource<'a>(snapshot: &'a Snapshot, path: &str) -> &'a Resource {
    let Some(Entry::Resource(resource)) = snapshot.get(path) else { panic!("{path}") };
    resource
}

/// Everything an answer says it depends on.
fn vary(response: &Response) -> String {
    let lines = response.headers.iter().filter(|(name, _)| name == "vary");
    lines.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
}

fn accepting(app: &App, target: &str, languages: &str) -> Response {
    app.ask("GET", target, &format!("Accept-Language: {languages}\r\n"))
}

#[test]
fn what_stands_at_two_addresses_is_compressed_once() {
    let long = format!("description = \"{}\"\nstart =", "About it. ".repeat(200));
    let snapshot = Desk::new().publish(&BOTH.replace("start =", &long), "2027-01-01T00:00:00Z");
    for path in ["talks.ics", "talks/all.ics", "talks/opening.ics"] {
        let plain = resource(&snapshot, &format!("/{path}"));
        let below = resource(&snapshot, &format!("/en/{path}"));
        assert!(below.encoded().is_empty(), "{path}");
        plain.encode();
        assert!(!below.encoded().is_empty(), "{path}");
    }
    let address = |path| resource(&snapshot, path).body().as_ptr();
    assert_eq!(address("/talks.json"), address("/en/talks.json"));
    let mut page = snapshot.get("/talks").unwrap().resources();
    assert!(page.any(|body| body.body().as_ptr() == address("/talks.json")));
}

#[test]
fn calendars_of_a_language_stand_below_it_and_those_of_the_own_language_twice() {
    let app = app();
    for path in ["talks.ics", "talks/opening.ics"] {
        let plain = app.get(&format!("/{path}"));
        assert_eq!(plain, app.get(&format!("/en/{path}")), "{path}");
        let danish = app.get(&format!("/da/{path}"));
        assert_eq!(danish.status, 200);
        assert!(danish.text().contains("\r\nSUMMARY;LANGUAGE=da:Åbning\r\n"), "{}", danish.text());
        assert_eq!(danish.header("last-modified"), plain.header("last-modified"));
        assert_ne!(danish.header("etag"), plain.header("etag"));
        let links = danish.text().replace("\r\n ", "");
        assert!(links.contains("https://calendar.example.org/da/talks/start?r=0"), "{links}");
    }
    let feed = app.get("/da/talks.ics").text().to_owned();
    assert!(feed.contains("\r\nX-WR-CALNAME:Foredrag\r\n"));
    assert!(feed.contains("\r\nSOURCE;VALUE=URI:https://calendar.example.org/da/talks.ics\r\n"));
}

#[test]
fn no_header_chooses_the_language_of_a_calendar() {
    let app = app();
    for path in ["/talks.ics", "/talks/opening.ics", "/da/talks.ics"] {
        let plain = app.get(path);
        for languages in ["da", "en", "fr, *;q=0.1", ";;q"] {
            assert_eq!(accepting(&app, path, languages), plain, "{path} {languages}");
        }
        assert!(!vary(&plain).contains("language"));
    }
}

#[test]
fn a_page_at_a_plain_address_speaks_the_language_of_its_reader() {
    let app = app();
    for (languages, title) in [
        ("", "Opening"),
        ("da", "Åbning"),
        ("da-DK, en;q=0.5", "Åbning"),
        ("fr, da;q=0.2, en;q=0.1", "Åbning"),
        ("en, da;q=0.9", "Opening"),
        ("fr", "Opening"),
    ] {
        for path in ["/talks", "/talks/opening", "/talks?format=json"] {
            let page = accepting(&app, path, languages);
            assert!(page.text().contains(title), "{path} {languages}: {}", page.text());
            assert!(vary(&page).contains("accept-language"), "{path}");
        }
    }
    let danish = accepting(&app, "/talks", "da");
    let etag = danish.header("etag").unwrap();
    let again =
        app.ask("GET", "/talks", &format!("Accept-Language: da\r\nIf-None-Match: {etag}\r\n"));
    assert_eq!(again.status, 304);
    assert!(vary(&again).contains("accept-language"));
    let other =
        app.ask("GET", "/talks", &format!("Accept-Language: en\r\nIf-None-Match: {etag}\r\n"));
    assert_eq!(other.status, 200);
}

#[test]
fn a_page_below_a_language_speaks_it_to_everyone() {
    let app = app();
    for (path, title) in [
        ("/da/talks", "Åbning"),
        ("/da/talks/opening", "Åbning"),
        ("/en/talks", "Opening"),
        ("/en/talks/opening?r=0", "Opening"),
    ] {
        let page = accepting(&app, path, "da, en;q=0.1");
        assert_eq!(page, app.get(path));
        assert!(page.text().contains(title), "{path}");
        assert!(!vary(&page).contains("language"), "{path}");
    }
}

/// Where a relative reference of a page leads (RFC 3986 §5.2.3).
fn resolved(page: &str, reference: &str) -> String {
    let mut path: Vec<&str> = page.split('/').collect();
    path.pop();
    let mut rest = reference;
    while let Some(up) = rest.strip_prefix("../") {
        path.pop();
        rest = up;
    }
    format!("{}/{}", path.join("/"), rest.trim_start_matches("./").trim_matches('.'))
}

#[test]
fn every_link_of_a_page_leads_to_something_in_the_language_of_the_page() {
    let app = app();
    for (path, languages, language) in [
        ("/talks", "en", "en"),
        ("/talks", "da", "da"),
        ("/talks/opening", "en", "en"),
        ("/talks/opening", "da", "da"),
        ("/en/talks", "", "en"),
        ("/en/talks/opening", "", "en"),
        ("/da/talks", "", "da"),
        ("/da/talks/opening", "", "da"),
    ] {
        let page = accepting(&app, path, languages).text().to_owned();
        let mut calendars = 0;
        for link in page.split("<a ").skip(1) {
            let reference = link.split_once("href=\"").unwrap().1.split('"').next().unwrap();
            let ours = reference.trim_start_matches("webcal://calendar.example.org");
            let ours = ours.split('#').next().unwrap();
            // A place on this page, what the script fills in, and addresses of others.
            if ours.is_empty() || ours.contains(':') {
                continue;
            }
            let target = if ours.starts_with('/') { ours.to_owned() } else { resolved(path, ours) };
            let mut found = accepting(&app, &target, languages);
            let mut target = target.split('?').next().unwrap().to_owned();
            if target.ends_with("/add/apple") {
                target = resolved(&target, found.header("location").unwrap());
                found = app.get(&target);
            }
            let expected =
                if target.contains("/add/") || target.contains("/subscribe/") { 302 } else { 200 };
            assert_eq!(found.status, expected, "{path} {languages}: {reference} → {target}");
            if target.ends_with(".ics") {
                calendars += 1;
                let tag = format!("SUMMARY;LANGUAGE={language}:");
                assert!(found.text().contains(&tag), "{path} {languages}: {target}");
            }
        }
        assert!(calendars > 0, "{path}");
        let other = if language == "en" { "da" } else { "en" };
        let switch = page.split("<nav").nth(1).unwrap().split("</nav>").next().unwrap();
        assert!(switch.contains(&format!("hreflang=\"{other}\"")), "{switch}");
        assert!(switch.contains(&format!("<span lang=\"{language}\" aria-current")), "{switch}");
    }
}

#[test]
fn old_ids_lead_to_those_of_today_in_the_same_language() {
    let app = app();
    for (old, new) in [
        ("/da/old-talks.ics", "/da/talks.ics"),
        ("/da/old-talks", "/da/talks"),
        ("/da/old-talks/start.ics", "/da/talks/opening.ics"),
        ("/da/talks/start.ics", "/da/talks/opening.ics"),
        ("/en/talks/start?r=0", "/en/talks/opening?r=0"),
    ] {
        let response = app.get(old);
        assert_eq!((response.status, response.header("location")), (308, Some(new)), "{old}");
    }
}

#[test]
fn a_series_in_one_language_has_no_addresses_of_languages() {
    let desk = Desk::new();
    let text = english().replace("was = \"start\"\n", "");
    let app = spawn_app(desk.publish(&text, "2027-01-01T00:00:00Z"));
    for path in ["/en/talks.ics", "/en/talks", "/da/talks.ics", "/en", "/da/"] {
        assert_eq!(app.get(path).status, 404, "{path}");
    }
    assert!(!vary(&app.get("/talks")).contains("language"));
    assert!(!app.get("/talks").text().contains("<nav"));
}

#[test]
fn a_language_that_is_offered_no_longer_goes_on_in_the_series_own() {
    let desk = Desk::new();
    desk.publish(BOTH, "2027-01-01T00:00:00Z");
    let app = spawn_app(desk.publish(&english(), "2027-02-01T00:00:00Z"));
    for path in ["/talks.ics", "/talks/opening.ics"] {
        let plain = app.get(path);
        assert_eq!(plain, app.get(&format!("/da{path}")), "{path}");
        assert_eq!(plain, app.get(&format!("/en{path}")), "{path}");
        assert!(plain.text().contains("\r\nLAST-MODIFIED:20270201T000000Z\r\n"));
    }
    assert!(app.get("/da/talks/opening").text().contains("Opening"));
}

#[test]
fn a_broken_series_says_later_in_each_language_and_a_retired_one_gone() {
    let desk = Desk::new();
    desk.publish(BOTH, "2027-01-01T00:00:00Z");
    let broken = BOTH.replace("Europe/Brussels", "CET");
    let app = spawn_app(desk.publish(&broken, "2027-02-01T00:00:00Z"));
    for path in ["/talks.ics", "/en/talks.ics", "/da/talks.ics", "/da/talks/opening", "/da/talks"] {
        assert_eq!(app.get(path).status, 503, "{path}");
    }
    let retired = format!("retired = true\n{BOTH}");
    desk.publish(&retired, "2027-02-01T00:00:00Z");
    let app = spawn_app(desk.publish(&retired, "2027-04-01T00:00:00Z"));
    for path in ["/talks.ics", "/da/talks.ics", "/da/talks/opening.ics"] {
        assert_eq!(app.get(path).status, 410, "{path}");
    }
}

#[test]
fn a_private_series_has_its_languages_below_its_tokens_alone() {
    let token = "abcdefghijklmnopqrstuvwxyz234567";
    let hash = TokenHash::of(token).unwrap();
    let access = format!("\n[[access]]\nname = \"board\"\ntoken_sha256 = \"{hash}\"\n");
    let desk = Desk::new();
    let before = BOTH.replace("id = \"opening\"\nwas = \"start\"", "id = \"start\"");
    desk.publish(&format!("{before}{access}"), "2027-01-01T00:00:00Z");
    let app = spawn_app(desk.publish(&format!("{BOTH}{access}"), "2027-02-01T00:00:00Z"));
    for path in ["/da/talks.ics", "/en/talks.ics", "/da/talks", "/da/old-talks.ics"] {
        assert_eq!(app.get(path).status, 404, "{path}");
    }
    let danish = app.get(&format!("/private/{token}/da/talks.ics"));
    assert!(danish.text().contains("SUMMARY;LANGUAGE=da:Åbning"));
    assert_eq!(danish.header("cache-control"), Some("private, no-cache"));
    let old = app.get(&format!("/private/{token}/da/old-talks/start.ics"));
    assert_eq!((old.status, old.header("location")), (308, Some("../../da/talks/opening.ics")));
    let page = accepting(&app, &format!("/private/{token}/talks"), "da");
    assert!(page.text().contains("Åbning"));
}
