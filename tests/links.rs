//! Where the addresses lead that mails and pages link to.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::model::WebUrl;
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, Snapshot};
use tempfile::TempDir;

const TALKS: &str = r#"
title = "Talks & more"
authority = "example.org"
timezone = "Europe/Brussels"
duration = "2h"
language = "en"

[[session]]
id = "opening"
title = "Opening & coffee"
start = 2027-10-23T14:00:00
location = "Hall 1, 2nd floor"
description = "Bring your own cup."

[[session]]
id = "dinner"
title = "Dinner"
start = 2027-10-24

[[session]]
id = "closing"
title = "Closing"
start = 2027-10-25T14:00:00
status = "cancelled"
"#;

fn edit(directory: &TempDir, text: &str, public_url: Option<&str>) -> Snapshot {
    edit_at(directory, text, public_url, "2027-01-01T09:00:00Z")
}

fn edit_at(directory: &TempDir, text: &str, public_url: Option<&str>, now: &str) -> Snapshot {
    fs::write(directory.path().join("talks.toml"), text).unwrap();
    let settings = Settings {
        public_url: public_url.map(|url| WebUrl::parse(url).unwrap()),
        ..Settings::new(vec![directory.path().to_owned()], Records::Write)
    };
    let published = publish(&settings, now.parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published.snapshot().unwrap()
}

const PUBLIC: Option<&str> = Some("https://calendar.example.org/below/");

/// Where an address leads; temporarily, unless it says so.
fn leads(snapshot: &Snapshot, path: &str) -> String {
    let found = snapshot.find(path);
    let Some(Entry::Redirect(redirect)) = found.as_deref() else { panic!("{path}") };
    let to = String::from_utf8(redirect.location().as_bytes().to_vec()).unwrap();
    if redirect.is_permanent() { format!("for ever: {to}") } else { to }
}

#[test]
fn each_calendar_adds_a_session_in_its_own_way() {
    let directory = tempfile::tempdir().unwrap();
    let site = edit(&directory, TALKS, PUBLIC);
    pinned!(leads(&site, "/talks/opening/add/google"), @"https://calendar.google.com/calendar/render?action=TEMPLATE&text=Opening%20%26%20coffee&dates=20271023T120000Z%2F20271023T140000Z&details=Bring%20your%20own%20cup.%0A%0AUp%20to%20date%3F%0Ahttps%3A%2F%2Fcalendar.example.org%2Fbelow%2Ftalks%2Fopening%3Fr%3D0&location=Hall%201%2C%202nd%20floor");
    pinned!(leads(&site, "/talks/opening/add/outlook"), @"https://outlook.live.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&startdt=2027-10-23T12%3A00%3A00Z&enddt=2027-10-23T14%3A00%3A00Z&subject=Opening%20%26%20coffee&body=Bring%20your%20own%20cup.%0A%0AUp%20to%20date%3F%0Ahttps%3A%2F%2Fcalendar.example.org%2Fbelow%2Ftalks%2Fopening%3Fr%3D0&location=Hall%201%2C%202nd%20floor");
    pinned!(leads(&site, "/talks/opening/add/office365"), @"https://outlook.office.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&startdt=2027-10-23T12%3A00%3A00Z&enddt=2027-10-23T14%3A00%3A00Z&subject=Opening%20%26%20coffee&body=Bring%20your%20own%20cup.%0A%0AUp%20to%20date%3F%0Ahttps%3A%2F%2Fcalendar.example.org%2Fbelow%2Ftalks%2Fopening%3Fr%3D0&location=Hall%201%2C%202nd%20floor");
    pinned!(leads(&site, "/talks/opening/add/apple"), @"../../../talks/opening.ics");
}

#[test]
fn whole_days_end_with_the_day_after() {
    let directory = tempfile::tempdir().unwrap();
    let site = edit(&directory, TALKS, None);
    pinned!(leads(&site, "/talks/dinner/add/google"), @"https://calendar.google.com/calendar/render?action=TEMPLATE&text=Dinner&dates=20271024%2F20271025");
    pinned!(leads(&site, "/talks/dinner/add/outlook"), @"https://outlook.live.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&startdt=2027-10-24&enddt=2027-10-25&allday=true&subject=Dinner");
}

#[test]
fn each_calendar_subscribes_in_its_own_way() {
    let directory = tempfile::tempdir().unwrap();
    let site = edit(&directory, TALKS, PUBLIC);
    let of = |calendar: &str| leads(&site, &format!("/talks/subscribe/{calendar}"));
    pinned!(of("google"), @"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fcalendar.example.org%2Fbelow%2Ftalks.ics%3Fr%3D1798794000");
    pinned!(of("outlook"), @"https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fcalendar.example.org%2Fbelow%2Ftalks.ics&name=Talks%20%26%20more");
    pinned!(of("office365"), @"https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fcalendar.example.org%2Fbelow%2Ftalks.ics&name=Talks%20%26%20more");
    pinned!(of("apple"), @"webcal://calendar.example.org/below/talks.ics");
}

#[test]
fn google_is_given_another_address_with_each_revision_of_the_feed() {
    let directory = tempfile::tempdir().unwrap();
    let google = |text: &str, now: &str| {
        let site = edit_at(&directory, text, PUBLIC, now);
        leads(&site, "/talks/subscribe/google").rsplit_once("%3Fr%3D").unwrap().1.to_owned()
    };
    let first = google(TALKS, "2027-01-01T09:00:00Z");
    assert_eq!(first, google(TALKS, "2027-01-02T09:00:00Z"), "nothing was revised");
    let later = google(&TALKS.replace("14:00:00", "15:00:00"), "2027-01-03T09:00:00Z");
    assert_eq!(later.parse::<u64>().unwrap() - first.parse::<u64>().unwrap(), 2 * 86_400);
}

#[test]
fn what_cannot_be_added_leads_to_the_page_that_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let site = edit(&directory, TALKS, PUBLIC);
    assert_eq!(leads(&site, "/talks/closing/add/google"), "../../../talks/closing");
    let (without, _) = TALKS.split_once("[[session]]\nid = \"closing\"").unwrap();
    let site = edit(&directory, without, None);
    assert_eq!(
        leads(&site, "/talks/closing/add/apple"),
        "../../../talks/closing",
        "it was taken out"
    );
    assert_eq!(leads(&site, "/talks/subscribe/google"), "../../talks#subscribe");
    let retired = TALKS.replacen("title", "retired = true\ntitle", 1);
    let site = edit(&directory, &retired, PUBLIC);
    assert_eq!(leads(&site, "/talks/subscribe/apple"), "../../talks#subscribe");
    assert_eq!(leads(&site, "/talks/opening/add/outlook"), "../../../talks/opening");
}

#[test]
fn links_that_were_mailed_survive_a_rename() {
    let directory = tempfile::tempdir().unwrap();
    edit(&directory, TALKS, PUBLIC);
    let renamed = TALKS.replace("id = \"opening\"", "id = \"start\"\nwas = \"opening\"").replacen(
        "timezone",
        "aliases = [\"lectures\"]\ntimezone",
        1,
    );
    let site = edit(&directory, &renamed, PUBLIC);
    for old in ["/talks/opening", "/lectures/opening", "/lectures/start"] {
        for calendar in ["google", "apple"] {
            let to = leads(&site, &format!("{old}/add/{calendar}"));
            assert_eq!(to, leads(&site, &format!("/talks/start/add/{calendar}")), "{old}");
        }
    }
    let to = leads(&site, "/lectures/subscribe/google");
    assert_eq!(to, leads(&site, "/talks/subscribe/google"));
    assert_eq!(leads(&site, "/lectures/all.ics"), "for ever: /talks/all.ics");
}

#[test]
fn a_long_description_gives_way_to_what_is_missed_more() {
    let directory = tempfile::tempdir().unwrap();
    let long = TALKS.replace("Bring your own cup.", &"Äpfel und Birnen. ".repeat(200)).replacen(
        "location",
        "speakers = [{ name = \"Ada\" }]\njoin = \"https://meet.example.org/x\"\nlocation",
        1,
    );
    let site = edit(&directory, &long, PUBLIC);
    let link = url::Url::parse(&leads(&site, "/talks/opening/add/google")).unwrap();
    let (_, details) = link.query_pairs().find(|(key, _)| key == "details").unwrap();
    let (about, rest) = details.split_once('…').unwrap();
    assert!(["Birnen.", "und", "Äpfel"].iter().any(|word| about.ends_with(word)), "{about}");
    pinned!(rest, @r#"
    Speakers:
    - Ada

    Join:
    https://meet.example.org/x

    Up to date?
    https://calendar.example.org/below/talks/opening?r=0
    "#);
}

/// Words that addresses of the service may have one day.
const LATER: [&str; 8] =
    ["notice", "track", "room", "select", "card", "category", "variant", "join"];

#[test]
fn a_session_may_have_any_word_for_its_identifier_that_is_no_address_today() {
    let directory = tempfile::tempdir().unwrap();
    let sessions = LATER
        .map(|id| format!("[[session]]\nid = \"{id}\"\ntitle = \"{id}\"\nstart = 2027-10-24\n\n"));
    let text = TALKS.replacen("[[session]]", &format!("{}[[session]]", sessions.concat()), 1);
    let site = edit(&directory, &text, PUBLIC);
    for id in LATER {
        let Some(Entry::Resource(file)) = site.get(&format!("/talks/{id}.ics")) else {
            panic!("/talks/{id}.ics")
        };
        let calendar = String::from_utf8(file.body().to_vec()).unwrap();
        assert!(calendar.contains(&format!("SUMMARY;LANGUAGE=en:{id}\r\n")), "{calendar}");
        let page = site.get(&format!("/talks/{id}")).unwrap();
        let html = String::from_utf8_lossy(page.resources().next().unwrap().body()).into_owned();
        assert!(html.contains(&format!(">{id}</h1>")), "{html}");
        assert!(leads(&site, &format!("/talks/{id}/add/google")).contains(&format!("text={id}")));
    }
}
