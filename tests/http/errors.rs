//! Error pages for people, in their language. Programs still get problem documents.

use std::fs;

use kalends::publish::{Records, Settings, WithoutDefinition, publish};
use kalends::snapshot::Snapshot;

use crate::support::{App, Response, series_site, spawn_app};

/// As browsers ask.
const BROWSER: &str = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";

/// A served series, a broken one, and a retired one.
fn snapshot() -> Snapshot {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, zone: &str| {
        let text = format!(
            "title = \"{name}\"\nauthority = \"example.org\"\nduration = \"1h\"\ntimezone = \"{zone}\"\n\
             [[session]]\nid = \"opening\"\ntitle = \"Opening\"\nstart = 2027-09-23T14:00:00\n"
        );
        fs::write(home.path().join(format!("{name}.toml")), text).unwrap();
    };
    let settings = Settings::new(vec![home.path().to_owned()], Records::Write);
    for name in ["talks", "broken", "ended"] {
        write(name, "Europe/Brussels");
    }
    publish(&settings, "2027-01-01T00:00:00Z".parse().unwrap()).unwrap();
    write("broken", "CET");
    fs::remove_file(home.path().join("ended.toml")).unwrap();
    let settings = Settings { without_definition: WithoutDefinition::Ended, ..settings };
    publish(&settings, "2027-02-01T00:00:00Z".parse().unwrap()).unwrap().snapshot().unwrap()
}

fn shown(app: &App, target: &str, language: &str) -> Response {
    app.ask("GET", target, &format!("{BROWSER}Accept-Language: {language}\r\n"))
}

fn vary(response: &Response) -> Vec<&str> {
    let lines = response.headers.iter().filter(|(name, _)| name == "vary");
    lines.map(|(_, value)| value.as_str()).collect()
}

#[test]
fn a_region_has_its_own_words_where_there_is_a_file_for_it() {
    let app = spawn_app(snapshot());
    for (asked, tag, title) in [
        ("pt-BR, pt;q=0.9", "pt-BR", "Página não encontrada"),
        ("pt", "pt", "Página não encontrada"),
        ("pt-AO", "pt", "Página não encontrada"),
        ("en-US", "en", "Page not found"),
        ("tr-TR", "tr", "Sayfa bulunamadı"),
    ] {
        let page = shown(&app, "/nothing", asked);
        assert!(page.text().contains(&format!("<html lang=\"{tag}\"")), "{asked}");
        assert!(page.text().contains(&format!("<h1>{title}</h1>")), "{asked}");
    }
}

#[test]
fn people_are_shown_a_page_in_their_language() {
    let app = spawn_app(snapshot());
    for (target, status, english) in [
        ("/nothing", 404, "Page not found"),
        ("/talks/nothing", 404, "Page not found"),
        ("/private/bbbb/talks", 404, "Page not found"),
        ("/ended", 410, "No longer available"),
        ("/ended/opening", 410, "No longer available"),
        ("/broken", 503, "Temporarily unavailable"),
    ] {
        let page = shown(&app, target, "en");
        assert_eq!(page.status, status, "{target}");
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"), "{target}");
        assert!(page.text().contains(&format!("<h1>{english}</h1>")), "{target}");
        assert!(page.text().contains("<html lang=\"en\">"), "{target}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("style-src 'sha256-"), "{policy}");
        assert_eq!(vary(&page), ["accept", "accept-language"], "{target}");
        let told = app.get(target);
        for kept in ["cache-control", "retry-after"] {
            assert_eq!(page.header(kept), told.header(kept), "{target}: {kept}");
        }
        assert!(!page.text().contains("href=\"/") && !page.text().contains("src="), "{target}");
    }
    assert!(shown(&app, "/nothing", "da-DK, en;q=0.5").text().contains("<html lang=\"da\">"));
    assert!(shown(&app, "/nothing", "ar").text().contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(shown(&app, "/nothing", "tlh").text().contains("<html lang=\"en\">"));
}

#[test]
fn machines_are_told_by_a_problem_document() {
    let app = spawn_app(snapshot());
    for headers in
        ["", "Accept: */*\r\n", "Accept: application/json\r\n", "Accept: text/html;q=0, */*\r\n"]
    {
        let told = app.ask("GET", "/nothing", headers);
        assert_eq!(told.header("content-type"), Some("application/problem+json"), "{headers}");
        assert_eq!(vary(&told), ["accept", "accept-language"], "caches must ask: {headers}");
    }
    // An address with an extension is not a page: its errors are not negotiated.
    for target in ["/nothing.ics", "/talks/nothing.ics", "/ended.ics", "/broken.json"] {
        let told = shown(&app, target, "en");
        assert_eq!(told.header("content-type"), Some("application/problem+json"), "{target}");
        assert!(vary(&told).is_empty(), "{target}");
    }
    let refused = app.ask("POST", "/nothing", BROWSER);
    assert_eq!(refused.header("content-type"), Some("application/problem+json"));
    let told = spawn_app(series_site()).ask("GET", "/nothing", BROWSER);
    assert_eq!(told.header("content-type"), Some("application/problem+json"), "none are made");
}

#[test]
fn head_has_the_headers_of_the_page() {
    let app = spawn_app(snapshot());
    let (page, head) = (
        shown(&app, "/ended", "da"),
        app.ask("HEAD", "/ended", &format!("{BROWSER}Accept-Language: da\r\n")),
    );
    assert!(head.body.is_empty());
    assert_eq!(page.header("content-length"), head.header("content-length"));
    assert_eq!(page.header("content-type"), head.header("content-type"));
}
