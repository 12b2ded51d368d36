//! What every kind of address answers in every state that a series may be in: today's name, an older
//! one, that of a renamed or removed session, a series that ended, that is broken, that is private.
//!
//! `INSTA_UPDATE=always cargo test --test main addresses` writes the table anew.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use kalends::address::{Address, METRICS, ROWS, Row};
use kalends::model::{TokenHash, WebUrl};
use kalends::page::{Branding, Logo};
use kalends::publish::{Publisher, Records, Settings, WithoutDefinition, publish};
use kalends::snapshot::{Shared, Snapshot};
use kalends::store::Scan;
use kalends::web::{PlainAnswer, PlainSite};

const TOKEN: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
const OTHER: &str = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";

/// Ends of addresses of a series.
const OF_SERIES: [&str; 22] = [
    "",
    ".ics",
    ".json",
    ".atom",
    ".html",
    "/all.ics",
    "/schedule.xml",
    "/schedule.json",
    "/all",
    "/reach",
    "/qr.svg",
    "/qr.png",
    "/embed",
    "/embed.ics",
    "/oembed.json",
    "/email",
    "/email.html",
    "/email.eml",
    "/subscribe",
    "/subscribe/google",
    "/subscribe/apple",
    "/subscribe/yahoo",
];
/// Ends of addresses of a session.
const OF_SESSION: [&str; 11] = [
    "",
    ".ics",
    ".json",
    ".html",
    "/embed",
    "/oembed.json",
    "/add",
    "/add/office365",
    "/add/apple",
    "/add/yahoo",
    "/join",
];
/// A current session, its former name, a cancelled and a removed session, a word that addresses may use
/// later, and an unknown name.
const SESSIONS: [&str; 6] = ["opening", "start", "closing", "dropped", "track", "nothing"];
/// Addresses of the site, and spellings of others.
const OF_SITE: [&str; 32] = [
    "/",
    "//",
    "/healthz",
    "/healthz/",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/openapi",
    "/robots.txt",
    "/assets",
    "/assets/logo",
    "/assets/logo.svg",
    "/favicon.ico",
    "/index.html",
    "/da",
    "/da/",
    "/en/",
    "/private",
    "/private/",
    "/private/TOKEN",
    "/private/TOKEN/",
    "/private/TOKEN.ics",
    "/da/private/TOKEN/board",
    "/private/TOKEN/healthz",
    "//talks",
    "/talks//",
    "/talks//opening",
    "/Talks",
    "/%74alks%2Eics",
    "/talks%2Fopening",
    "/talks/%zz",
    "/talks/opening.ICS",
];

fn definition(head: &str, opening: &str, sessions: &str) -> String {
    format!(
        "title = {{ en = \"Talks\", da = \"Foredrag\" }}\nlanguage = \"en\"\n\
         authority = \"example.org\"\ntimezone = \"Europe/Brussels\"\nduration = \"1h\"\n{head}\n\
         [[session]]\n{opening}\ntitle = \"Opening\"\nstart = 2027-09-23T14:00:00\n\
         [[session]]\nid = \"closing\"\ntitle = \"Closing\"\nstart = 2027-09-24\nstatus = \"cancelled\"\n\
         {sessions}"
    )
}

const DROPPED: &str = "[[session]]\nid = \"dropped\"\ntitle = \"Dropped\"\nstart = 2027-09-25\n";
const TRACK: &str = "[[session]]\nid = \"track\"\ntitle = \"Track\"\nstart = 2027-09-26\n";

/// A site with a series of each kind, two names each, after edits of all kinds.
fn site() -> Snapshot {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        fs::write(home.path().join(format!("{name}.toml")), text).unwrap();
    };
    let settings = settings(home.path());
    let hash = TokenHash::of(TOKEN).unwrap();
    let access = format!("\n[[access]]\nname = \"board\"\ntoken_sha256 = \"{hash}\"\n");
    let all = ["talks", "kept", "retired", "ended", "broken"];
    let private = ["board", "board-ended", "board-broken"];
    let old = |name: &str| format!("aliases = [\"old-{name}\"]");
    let first = |name: &str, head: &str, access: &str| {
        let sessions = format!("{DROPPED}{TRACK}{access}");
        write(name, &definition(&format!("{}\n{head}", old(name)), "id = \"start\"", &sessions));
    };
    all.iter().for_each(|name| first(name, "", ""));
    private.iter().for_each(|name| first(name, "", &access));
    write("plain", &definition("", "id = \"opening\"", "").replace(", da = \"Foredrag\"", ""));
    publish(&settings, "2026-01-01T09:00:00Z".parse().unwrap()).unwrap();
    let later = |name: &str, head: &str, access: &str| {
        let sessions = format!("{TRACK}{access}");
        let opening = "id = \"opening\"\nwas = \"start\"";
        write(name, &definition(&format!("{}\n{head}", old(name)), opening, &sessions));
    };
    all.iter().for_each(|name| later(name, "", ""));
    private.iter().for_each(|name| later(name, "", &access));
    let published = publish(&settings, "2026-02-01T09:00:00Z".parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    for name in ["ended", "board-ended"] {
        fs::remove_file(home.path().join(format!("{name}.toml"))).unwrap();
    }
    let slip = "reminder = \"soon\"";
    later("broken", slip, "");
    later("board-broken", slip, &access);
    let mut publisher = Publisher::new(&settings);
    publisher.load("2026-03-01T09:00:00Z".parse().unwrap()).unwrap();
    later("kept", slip, "");
    later("retired", "retired = true", "");
    let reloaded = publisher.reload(&Scan::Everything, "2026-04-01T09:00:00Z".parse().unwrap());
    reloaded.unwrap().published.snapshot().unwrap()
}

fn settings(home: &Path) -> Settings {
    Settings {
        public_url: Some(WebUrl::parse("https://calendar.example.org/below").unwrap()),
        branding: Arc::new(Branding {
            logo: Some(Logo::parse(b"<svg/>".to_vec()).unwrap()),
            ..Branding::default()
        }),
        without_definition: WithoutDefinition::Ended,
        ..Settings::new(vec![home.to_owned()], Records::Write)
    }
}

/// Status, and where it leads or what kind of document it is; a link to others' calendars without its
/// query.
fn outcome(answer: &PlainAnswer) -> String {
    let told = answer.header("location").or_else(|| answer.header("content-type"));
    let told = told.unwrap_or_default().split(['?', ';']).next().unwrap_or_default();
    format!("{} {}", answer.status, told.replace(TOKEN, "TOKEN"))
}

/// A line for each path at which there is something, without a slash behind it and with one.
fn rows(site: &PlainSite, table: &mut String, paths: impl IntoIterator<Item = String>) {
    for path in paths {
        let ask = |path: &str| site.get(&path.replace("TOKEN", TOKEN).replace("OTHER", OTHER));
        let [plain, slashed] = [&path, &format!("{path}/")].map(|path| ask(path));
        if plain.status != 404 {
            let _ = writeln!(table, "{path}  {}", outcome(&plain));
        }
        if slashed.status != 404 {
            let _ = writeln!(table, "{path}/  {}", outcome(&slashed));
        }
    }
}

#[test]
fn every_address_answers_what_it_did() {
    let shared = Shared::default();
    shared.store(site());
    let site = PlainSite::new(&shared);
    let mut table = String::new();
    rows(&site, &mut table, OF_SITE.map(str::to_owned));
    let names =
        ["talks", "kept", "retired", "ended", "broken", "board", "board-ended", "board-broken"];
    let names = names.iter().flat_map(|name| [(*name).to_owned(), format!("old-{name}")]);
    for name in names.chain(["plain".to_owned()]) {
        for above in
            ["", "/en", "/da", "/fr", "/private/TOKEN", "/private/TOKEN/da", "/private/OTHER"]
        {
            let of_series = OF_SERIES.map(|end| format!("{above}/{name}{end}"));
            rows(&site, &mut table, of_series);
            for session in SESSIONS {
                let of_session = OF_SESSION.map(|end| format!("{above}/{name}/{session}{end}"));
                rows(&site, &mut table, of_session);
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_row_answers_with_its_media_types_and_nothing_is_served_that_has_none() {
    let shared = Shared::default();
    shared.store(site());
    let (site, snapshot) = (PlainSite::new(&shared), shared.load());
    let mut seen = BTreeSet::new();
    for (path, _) in snapshot.every() {
        let path = path.as_str();
        let address = Address::parse(path).unwrap_or_else(|| panic!("{path} is in no row"));
        assert_eq!(address.to_string(), path);
        let row = Row::of(&address);
        let answer = site.get(path);
        let kind = answer.header("content-type").unwrap_or_default().split(';').next();
        match answer.status {
            200 => assert!(row.media_types.contains(&kind.unwrap_or_default()), "{path}"),
            302 => assert!(row.media_types.is_empty(), "{path}"),
            308 | 410 | 503 => continue,
            status => panic!("{path}: {status}"),
        }
        seen.insert(row.pattern());
    }
    let unseen = ROWS.iter().map(Row::pattern).filter(|pattern| !seen.contains(pattern));
    // Metrics have their own listener.
    assert_eq!(unseen.collect::<Vec<_>>(), [METRICS]);
}

#[test]
fn an_older_name_leads_in_one_hop_to_what_is_there() {
    let shared = Shared::default();
    shared.store(site());
    let (site, mut count) = (PlainSite::new(&shared), 0);
    for (path, _) in shared.load().every() {
        let answer = site.get(&path);
        if answer.status == 308 {
            let to = answer.header("location").unwrap();
            assert!(matches!(site.get(to).status, 200 | 302), "{path}: {to}");
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn several_series_may_have_a_language_with_a_numeric_region_and_one_its_name() {
    let home = tempfile::tempdir().unwrap();
    let write = |name: &str, session: &str| {
        let text = format!(
            "title = {{ en = \"{name}\", es-419 = \"{name} en español\" }}\nlanguage = \"en\"\n\
             authority = \"example.org\"\ntimezone = \"UTC\"\nduration = \"1h\"\n\
             [[session]]\nid = \"{session}\"\ntitle = \"Session of {name}\"\nstart = 2027-09-23T14:00:00\n"
        );
        fs::write(home.path().join(format!("{name}.toml")), text).unwrap();
    };
    ["talks", "walks"].iter().for_each(|name| write(name, "opening"));
    let published = |now: &str| publish(&settings(home.path()), now.parse().unwrap()).unwrap();
    let shared = Shared::default();
    shared.store(published("2026-01-01T09:00:00Z").snapshot().unwrap());
    let site = PlainSite::new(&shared);
    let named = |path: &str, name: &str| {
        let answer = site.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(String::from_utf8_lossy(&answer.body).contains(name), "{path}");
    };
    for name in ["talks", "walks"] {
        named(&format!("/es-419/{name}.ics"), &format!("NAME:{name} en español"));
        named(&format!("/es-419/{name}/opening"), "lang=\"es-419\"");
    }
    // A series of that name comes first.
    write("es-419", "walks");
    shared.store(published("2026-02-01T09:00:00Z").snapshot().unwrap());
    named("/es-419/walks.ics", ":Session of es-419");
    named("/es-419/talks.ics", "NAME:talks en español");
    named("/es-419/walks/opening", "lang=\"es-419\"");
    named("/es-419/es-419/walks", "lang=\"es-419\"");
    let snapshot = shared.load();
    for (path, _) in snapshot.every() {
        assert_ne!(site.get(&path).status, 404, "{path}");
    }
}
