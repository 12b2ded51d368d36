//! What other sites embed: cards that may be framed and nothing else, and lines of HTML.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use kalends::model::{TokenHash, WebUrl};
use kalends::page::{Branding, FrameAncestors};
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, Resource, Snapshot};
use serde_json::Value;

use crate::support::{directory, talks};

const BASE: &str = "https://calendar.example.org";
/// All that a card is sent in, without content coding.
const MAX_BYTES: usize = 6_000;

fn site_framed_by(directory: &Path, ancestors: &str) -> Snapshot {
    let frame_ancestors = FrameAncestors::parse(ancestors).unwrap();
    let settings = Settings {
        public_url: Some(WebUrl::parse(BASE).unwrap()),
        branding: Arc::new(Branding { frame_ancestors, ..Branding::default() }),
        ..Settings::new(vec![directory.to_owned()], Records::Write)
    };
    let published = publish(&settings, "2027-01-01T09:00:00Z".parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published.snapshot().unwrap()
}

fn site(text: &str) -> Snapshot {
    site_framed_by(directory(text).path(), "*")
}

fn resource<'a>(snapshot: &'a Snapshot, path: &str) -> &'a Resource {
    let Some(Entry::Resource(resource)) = snapshot.get(path) else { panic!("{path}") };
    resource
}

fn text(snapshot: &Snapshot, path: &str) -> String {
    String::from_utf8(resource(snapshot, path).body().to_vec()).unwrap()
}

fn policy(resource: &Resource) -> String {
    let policy = resource.content_security_policy().unwrap();
    String::from_utf8(policy.as_bytes().to_vec()).unwrap()
}

/// The values of an attribute, as a browser reads them.
fn values(page: &str, attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let quoted = page.split(&start).skip(1);
    quoted.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).collect()
}

fn embed(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kalends"))
        .args(["embed", "--schedules", "."])
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .output()
        .unwrap()
}

const CARDS: [&str; 3] = ["/talks/embed", "/talks/opening/embed", "/talks/outing/embed"];

#[test]
fn cards_are_small_and_run_nothing() {
    let site = site(&talks("Talks"));
    for path in CARDS {
        let card = text(&site, path);
        assert!(card.len() < MAX_BYTES, "{path}: {}", card.len());
        assert!(!card.contains("<script") && !card.contains("<img"), "{path}");
        let styles: Vec<_> = card.split("<style>").skip(1).collect();
        assert_eq!((styles.len(), card.contains(" style=")), (1, false), "{path}");
        let policy = policy(resource(&site, path));
        assert!(
            policy.contains("style-src 'sha256-") && !policy.contains("script-src"),
            "{policy}"
        );
    }
}

#[test]
fn cards_alone_may_be_framed_and_by_whom_the_operator_says() {
    let home = directory(&talks("Talks"));
    for (said, meant) in [
        ("*", "frame-ancestors *"),
        ("none", "frame-ancestors 'none'"),
        (
            "https://a.example https://*.b.example",
            "frame-ancestors https://a.example https://*.b.example",
        ),
    ] {
        let site = site_framed_by(home.path(), said);
        for (path, entry) in site.every() {
            for resource in entry.resources().filter(|one| one.content_security_policy().is_some())
            {
                let policy = policy(resource);
                let expected = match path.as_str() {
                    path if CARDS.contains(&path) => meant,
                    // The mail kit shows it.
                    "/talks/email.html" => "frame-ancestors 'self'",
                    _ => "frame-ancestors 'none'",
                };
                assert!(policy.ends_with(expected), "{path}: {policy}");
            }
        }
    }
}

#[test]
fn links_of_a_card_leave_its_frame_and_lead_somewhere() {
    let site = site(&talks("Talks"));
    for path in CARDS {
        let card = text(&site, path);
        assert!(card.contains("<base target=\"_blank\">"), "{path}");
        let here = WebUrl::parse(&format!("{BASE}{path}")).unwrap();
        let here: url::Url = here.as_str().parse().unwrap();
        let mut links = values(&card, "href");
        links.retain(|link| !link.starts_with("data:"));
        assert!(!links.is_empty(), "{path}");
        for link in links {
            let to = here.join(&link).unwrap();
            assert!(site.get(to.path()).is_some(), "{path}: {link}");
        }
    }
    let cancelled = text(&site, "/talks/outing/embed");
    assert!(cancelled.contains("cancelled") && !cancelled.contains("/add/"), "{cancelled}");
}

#[test]
fn hostile_words_stay_words() {
    let hostile = "</style></title><script>alert(1)</script>\\\" ' & <!-- 日本 😀";
    let home = directory(&talks(hostile));
    let site = site_framed_by(home.path(), "*");
    let mut documents: Vec<String> = CARDS.map(|path| text(&site, path)).into();
    for format in ["iframe", "html"] {
        for what in ["talks", "talks/opening"] {
            let output = embed(home.path(), &[what, "--public-url", BASE, "--format", format]);
            documents.push(String::from_utf8(output.stdout).unwrap());
        }
    }
    for document in &documents {
        assert!(!document.contains("<script") && !document.contains("<!--"), "{document}");
    }
    assert_eq!(documents.iter().filter(|one| one.contains("&lt;script&gt;")).count(), 6);
    let oembed: Value = serde_json::from_str(&text(&site, "/talks/opening/oembed.json")).unwrap();
    assert_eq!(oembed["title"], hostile);
}

#[test]
fn sites_that_embed_by_address_find_the_card() {
    let home = directory(&talks("Talks"));
    let site = site_framed_by(home.path(), "*");
    for page in ["talks", "talks/opening"] {
        let html = match site.get(&format!("/{page}")) {
            Some(Entry::Variants(variants)) => variants.html.body().to_vec(),
            Some(Entry::Revisions(revisions)) => revisions.of(None).body().to_vec(),
            other => panic!("{other:?}"),
        };
        let html = String::from_utf8(html).unwrap();
        let link = format!("type=\"application/json+oembed\" href=\"{BASE}/{page}/oembed.json\"");
        assert!(html.contains(&link), "{page}");
        let oembed: Value =
            serde_json::from_str(&text(&site, &format!("/{page}/oembed.json"))).unwrap();
        assert_eq!((&oembed["version"], &oembed["type"]), (&"1.0".into(), &"rich".into()));
        let frame = embed(home.path(), &[page, "--public-url", BASE]);
        let frame = String::from_utf8(frame.stdout).unwrap();
        assert_eq!(oembed["html"], frame.trim_end());
        assert_eq!(values(&frame, "src"), [format!("{BASE}/{page}/embed")]);
    }
}

#[test]
fn what_is_private_is_not_embedded() {
    let token = "b".repeat(32);
    let hash = TokenHash::of(&token).unwrap();
    let access = format!("[[access]]\nname = \"Ada\"\ntoken_sha256 = \"{hash}\"\n\n");
    let text = talks("Talks").replacen("[[session]]", &format!("{access}[[session]]"), 1);
    let home = directory(&text);
    let site = site_framed_by(home.path(), "*");
    for path in CARDS {
        assert!(site.get(path).is_none(), "{path}");
        let below = |path: &str| site.get(&format!("/private/{token}{path}"));
        assert!(below("/talks.ics").is_some() && below(path).is_none(), "{path}");
    }
    let output = embed(home.path(), &["talks", "--public-url", BASE]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[test]
fn older_ids_lead_to_the_cards_of_today() {
    let before = talks("Talks");
    let home = directory(&before);
    site_framed_by(home.path(), "*");
    let renamed = before.replace("id = \"opening\"", "id = \"start\"\nwas = \"opening\"");
    let aliased = format!("aliases = [\"lectures\"]\n{renamed}");
    fs::write(home.path().join("talks.toml"), aliased).unwrap();
    let site = site_framed_by(home.path(), "*");
    for (from, to) in [
        ("/talks/opening/embed", "/talks/start/embed"),
        ("/talks/opening/oembed.json", "/talks/start/oembed.json"),
        ("/lectures/embed", "/talks/embed"),
        ("/lectures/opening/embed", "/talks/start/embed"),
        ("/lectures/start/oembed.json", "/talks/start/oembed.json"),
    ] {
        let found = site.find(from);
        let Some(Entry::Redirect(redirect)) = found.as_deref() else { panic!("{from}") };
        assert_eq!(String::from_utf8_lossy(redirect.location().as_bytes()), to);
    }
}
