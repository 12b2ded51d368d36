//! Parts of a series and selections of its sessions, from definition to response.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kalends::ical::{self, Expected};
use kalends::model::WebUrl;
use kalends::publish::{Published, Records, Settings, publish};
use kalends::snapshot::{Entry, Snapshot};

use crate::support::{App, Response, spawn_app};

const BASE: &str = "https://calendar.example.org";
const NOW: &str = "2027-01-01T09:00:00Z";

/// Two rooms, three tracks, two categories and a variant, in two languages.
const CONFERENCE: &str = r##"
title = { en = "Congress", de = "Kongress" }
language = "en"
authority = "congress.example"
timezone = "Europe/Brussels"
duration = "1h"
location = { name = "Palace", address = "Rue 1, Brussels", geo = [50.8, 4.3] }

[[track]]
id = "policy"
title = { en = "Policy", de = "Politik" }
color = "#7a0019"
[[track]]
id = "tech"
title = { en = "Technology, applied", de = "Technik" }
[[track]]
id = "law"
title = { en = "Law", de = "Recht" }
[[room]]
id = "aula"
name = "Aula"
[[room]]
id = "lab"
name = "Lab"
address = "Rue 2, Brussels"
[[category]]
id = "workshop"
title = { en = "Workshop", de = "Workshop" }
[[category]]
id = "keynote"
title = { en = "Keynote", de = "Hauptvortrag" }
[[variant]]
id = "alarm"
title = { en = "With an alarm", de = "Mit Erinnerung" }
reminder = "15m"

[[session]]
id = "opening"
title = { en = "Opening", de = "Eröffnung" }
start = 2027-05-03T09:00:00
track = "policy"
room = "aula"
categories = ["keynote", "Plenary"]
[[session]]
id = "hands-on"
title = { en = "Hands-on", de = "Praxis" }
start = 2027-05-03T10:00:00
track = "tech"
room = "lab"
categories = ["workshop"]
[[session]]
id = "rights"
title = { en = "Rights", de = "Rechte" }
start = 2027-05-03T10:00:00
track = "law"
room = "aula"
[[session]]
id = "closing"
title = { en = "Closing", de = "Abschluss" }
start = 2027-11-03T17:00:00
track = "policy"
room = "aula"
"##;

fn published(directory: &Path, text: &str, now: &str) -> Published {
    fs::write(directory.join("congress.toml"), text).unwrap();
    let settings = Settings {
        public_url: Some(WebUrl::parse(BASE).unwrap()),
        ..Settings::new(vec![directory.to_owned()], Records::Write)
    };
    let published = publish(&settings, now.parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published
}

fn snapshot(text: &str) -> Snapshot {
    let directory = tempfile::tempdir().unwrap();
    published(directory.path(), text, NOW).snapshot().unwrap()
}

fn conference() -> App {
    spawn_app(snapshot(CONFERENCE))
}

/// A calendar, read strictly.
fn calendar(app: &App, path: &str) -> String {
    let response = app.get(path);
    assert_eq!(response.status, 200, "{path}");
    assert_eq!(response.header("content-type"), Some("text/calendar; charset=utf-8"), "{path}");
    response.text().to_owned()
}

fn checked(app: &App, path: &str) -> String {
    let text = calendar(app, path);
    ical::check(&text, Expected::Feed).unwrap_or_else(|fault| panic!("{path}: {fault:?}"));
    text
}

fn events(calendar: &str) -> Vec<&str> {
    let events = calendar.split_inclusive("END:VEVENT\r\n");
    events.filter_map(|text| Some(&text[text.find("BEGIN:VEVENT")?..])).collect()
}

fn property<'a>(calendar: &'a str, name: &str) -> &'a str {
    let line = calendar.lines().find(|line| line.starts_with(name));
    line.unwrap_or_else(|| panic!("{name} in {calendar}"))
}

fn location(response: &Response) -> (u16, &str) {
    (response.status, response.header("location").unwrap())
}

#[test]
fn each_part_has_a_feed_with_the_very_entries_of_the_series() {
    let app = conference();
    let series = checked(&app, "/congress.ics");
    let all: BTreeSet<&str> = events(&series).into_iter().collect();
    let mut names = BTreeSet::new();
    for (part, sessions) in [
        ("track/policy", 2),
        ("track/tech", 1),
        ("track/law", 1),
        ("room/aula", 3),
        ("room/lab", 1),
        ("category/workshop", 1),
        ("category/keynote", 1),
    ] {
        let feed = checked(&app, &format!("/congress/{part}.ics"));
        let found = events(&feed);
        assert_eq!(found.len(), sessions, "{part}");
        assert!(found.iter().all(|event| all.contains(event)), "{part}");
        let source = format!("SOURCE;VALUE=URI:{BASE}/congress/{part}.ics");
        assert!(feed.replace("\r\n ", "").contains(&source), "{part}");
        names.insert(property(&feed, "X-WR-RELCALID").to_owned());
        names.insert(property(&feed, "NAME").to_owned());
    }
    assert_eq!(names.len(), 14, "each has a name and an identifier of its own: {names:?}");
    assert!(!names.contains(property(&series, "X-WR-RELCALID")));
    let german = calendar(&app, "/de/congress/track/policy.ics");
    assert!(german.contains("NAME;LANGUAGE=de:Kongress – Politik\r\n"), "{german}");
    let english = calendar(&app, "/congress/track/policy.ics");
    let id = |text| property(text, "X-WR-RELCALID").to_owned();
    assert_eq!(id(&german), id(&english));
}

#[test]
fn entries_show_room_and_track() {
    let series = calendar(&conference(), "/congress.ics").replace("\r\n ", "");
    let opening = events(&series)[0];
    assert!(
        opening.contains("LOCATION;LANGUAGE=en:Aula\\, Palace\\, Rue 1\\, Brussels\r\n"),
        "{opening}"
    );
    assert!(opening.contains("CATEGORIES;LANGUAGE=en:Policy,Keynote,Plenary\r\n"), "{opening}");
    let lab = events(&series)[1];
    assert!(lab.contains("LOCATION;LANGUAGE=en:Lab\\, Palace\\, Rue 2\\, Brussels\r\n"), "{lab}");
    // `,` and `;` separate categories.
    assert!(lab.contains(":Technology applied,Workshop\r\n"), "{lab}");
}

#[test]
fn a_variant_has_an_alarm_in_each_entry() {
    let app = conference();
    let (series, alarms) =
        (calendar(&app, "/congress.ics"), calendar(&app, "/congress/variant/alarm.ics"));
    assert_eq!(events(&alarms).len(), 4);
    for (plain, with) in events(&series).into_iter().zip(events(&alarms)) {
        let (start, end) = with.split_once("BEGIN:VALARM\r\n").unwrap();
        assert_eq!(format!("{start}END:VEVENT\r\n"), plain);
        assert!(end.contains("TRIGGER:-PT15M\r\n"), "{end}");
    }
}

#[test]
fn every_part_has_every_form_and_an_unknown_one_has_none() {
    let app = conference();
    for part in
        ["track/policy", "room/aula", "category/keynote", "variant/alarm", "select/closing_opening"]
    {
        for (end, media_type) in [
            ("", "text/html; charset=utf-8"),
            (".json", "application/json"),
            (".atom", "application/atom+xml; charset=utf-8"),
            ("/embed", "text/html; charset=utf-8"),
            ("/oembed.json", "application/json"),
            ("/all.ics", "text/calendar; charset=utf-8"),
            ("/qr.svg", "image/svg+xml"),
            ("/qr.png", "image/png"),
        ] {
            let path = format!("/congress/{part}{end}");
            let response = app.get(&path);
            assert_eq!(response.status, 200, "{path}");
            assert_eq!(response.header("content-type"), Some(media_type), "{path}");
        }
        let google = app.get(&format!("/congress/{part}/subscribe/google"));
        let (status, to) = location(&google);
        assert_eq!(status, 302);
        let feed = format!("congress/{part}.ics").replace('/', "%2F");
        assert!(to.starts_with("https://calendar.google.com/") && to.contains(&feed), "{to}");
        let page = app.get(&format!("/congress/{part}")).text().to_owned();
        assert!(page.contains("href=\"../../congress\""), "back to the series: {page}");
        let slash = app.get(&format!("/congress/{part}/"));
        assert_eq!(location(&slash), (308, &*format!("/congress/{part}")));
    }
    let json = app.get("/congress/track/policy.json").json();
    assert_eq!(json["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(json["calendar"], "congress/track/policy.ics");
    assert_eq!(json["sessions"][0]["page"], "congress/opening");
    for path in ["track/none.ics", "track/none", "hall/aula.ics", "track", "track/policy/reach"] {
        assert_eq!(app.get(&format!("/congress/{path}")).status, 404, "{path}");
    }
}

#[test]
fn the_page_of_the_series_leads_to_its_parts_and_selections() {
    let app = conference();
    let page = app.get("/congress").text().to_owned();
    for link in ["congress/track/policy", "congress/room/lab", "congress/variant/alarm"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}: {page}");
    }
    assert!(page.contains("<form class=\"choice\" action=\"congress\""), "{page}");
    let session = app.get("/congress/opening").text().to_owned();
    assert!(session.contains("href=\"../congress/select/opening#subscribe\""), "{session}");
}

#[test]
fn the_form_leads_to_the_selection_and_other_orders_to_one_address() {
    let app = conference();
    let chosen = app.get("/congress?select=opening&select=closing&x=1&select=%00");
    assert_eq!(location(&chosen), (303, "congress/select/closing_opening"));
    assert_eq!(app.get("/congress?select=").status, 200);
    assert_eq!(app.get("/congress/track/policy?select=opening").status, 200);
    for (path, to) in [
        ("/congress/select/opening_closing.ics", "/congress/select/closing_opening.ics"),
        ("/congress/select/closing_closing", "/congress/select/closing"),
        ("/de/congress/select/opening_closing", "/de/congress/select/closing_opening"),
    ] {
        assert_eq!(location(&app.get(path)), (308, to), "{path}");
    }
    for path in ["opening_none.ics", "_.ics", "opening_.ics", "none"] {
        assert_eq!(app.get(&format!("/congress/select/{path}")).status, 404, "{path}");
    }
    let series = calendar(&app, "/congress.ics");
    let selection = checked(&app, "/congress/select/closing_opening.ics");
    let all = events(&series);
    assert_eq!(events(&selection), [all[0], all[3]]);
    let one = checked(&app, "/congress/select/opening.ics");
    assert!(one.contains("NAME;LANGUAGE=en:Congress – Opening\r\n"), "{one}");
    let again = app.get("/congress/select/closing_opening.ics");
    let etag = again.header("etag").unwrap().to_owned();
    let same = conference().get("/congress/select/closing_opening.ics");
    assert_eq!(same.header("etag"), Some(&*etag), "equal on every replica");
    let headers = format!("If-None-Match: {etag}\r\n");
    let known = app.ask("GET", "/congress/select/closing_opening.ics", &headers);
    assert_eq!(known.status, 304);
}

#[test]
fn a_selection_has_a_hundred_sessions_at_most() {
    let mut many = String::from(
        "title = \"Many\"\nauthority = \"many.example\"\ntimezone = \"UTC\"\nduration = \"1h\"\n",
    );
    let ids: Vec<String> = (100..201).map(|number| format!("s{number}")).collect();
    for (number, id) in ids.iter().enumerate() {
        let (day, hour) = (number / 20 + 1, number % 20);
        many.push_str(&format!(
            "[[session]]\nid = \"{id}\"\ntitle = \"Session\"\nlocation = \"{id}\"\n\
             start = 2027-05-{day:02}T{hour:02}:00:00\n"
        ));
    }
    let app = spawn_app(snapshot(&many));
    let path = |ids: &[String]| format!("/congress/select/{}.ics", ids.join("_"));
    assert_eq!(events(&calendar(&app, &path(&ids[..100]))).len(), 100);
    assert_eq!(app.get(&path(&ids)).status, 404);
}

#[test]
fn what_was_published_of_a_part_stays() {
    let directory = tempfile::tempdir().unwrap();
    let publish = |text: &str, now: &str| {
        spawn_app(published(directory.path(), text, now).snapshot().unwrap())
    };
    publish(CONFERENCE, NOW);
    // The track gets another id, one of its sessions leaves it, a room is defined no more, and a session
    // is renamed and another removed.
    let closing = CONFERENCE.rfind("[[session]]").unwrap();
    let (head, last) = CONFERENCE.split_at(closing);
    let edited = head
        .replace("id = \"policy\"", "id = \"society\"\nwas = \"policy\"")
        .replace("track = \"policy\"", "track = \"tech\"")
        .replace("[[room]]\nid = \"lab\"\nname = \"Lab\"\naddress = \"Rue 2, Brussels\"\n", "")
        .replace("room = \"lab\"\n", "")
        .replace("id = \"rights\"", "id = \"liberties\"\nwas = \"rights\"");
    let edited = edited + &last.replace("track = \"policy\"", "track = \"society\"");
    let app = publish(&edited, "2027-02-01T09:00:00Z");
    let old = app.get("/congress/track/policy.ics");
    assert_eq!(location(&old), (308, "/congress/track/society.ics"));
    // A session that left is there until its end.
    assert_eq!(events(&checked(&app, "/congress/track/society.ics")).len(), 2);
    assert_eq!(events(&checked(&app, "/congress/room/lab.ics")).len(), 1);
    let renamed = app.get("/congress/select/opening_rights.ics");
    assert_eq!(location(&renamed), (308, "/congress/select/liberties_opening.ics"));
    let later = publish(&edited, "2027-06-01T09:00:00Z");
    let society = checked(&later, "/congress/track/society.ics");
    assert_eq!(events(&society).len(), 1);
    assert!(society.contains("SUMMARY;LANGUAGE=en:Closing\r\n"));
    // Its only entry left, which is over: the room's feed is not empty.
    assert_eq!(events(&checked(&later, "/congress/room/lab.ics")).len(), 1);
    // Withdrawn sessions stay in a selection as cancelled ones.
    let without = edited.replace("id = \"opening\"", "id = \"welcome\"");
    let withdrawn = publish(&without, "2027-06-02T09:00:00Z");
    let selection = checked(&withdrawn, "/congress/select/closing_opening.ics");
    assert!(selection.contains("STATUS:CANCELLED\r\n") && selection.contains("STATUS:CONFIRMED"));
    // Alone and out of the series' feed, its last entry is served.
    let expired = publish(&without, "2027-09-01T09:00:00Z");
    assert!(!calendar(&expired, "/congress.ics").contains("/congress/opening?"));
    let alone = checked(&expired, "/congress/select/opening.ics");
    assert!(alone.contains("STATUS:CANCELLED\r\n"), "{alone}");
}

#[test]
fn nothing_of_selections_is_kept() {
    let snapshot = snapshot(CONFERENCE);
    snapshot.warm();
    let kept = snapshot.every().len();
    for ids in ["closing", "closing_opening", "hands-on_opening_rights"] {
        assert!(snapshot.get(&format!("/congress/select/{ids}.ics")).is_none(), "{ids}");
        let found = snapshot.find(&format!("/congress/select/{ids}.ics")).unwrap();
        assert!(matches!(&*found, Entry::Resource(_)));
    }
    assert_eq!(snapshot.every().len(), kept);
}
