//! Umbrellas: calendars over several series, from files to HTTP.

use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use kalends::diagnostic::{Style, to_text};
use kalends::ical::{Expected, check};
use kalends::model::WebUrl;
use kalends::publish::{Published, Publisher, Records, Reloaded, Settings};
use kalends::snapshot::Snapshot;
use kalends::store::Scan;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{App, spawn_app};

const NOW: &str = "2027-06-01T12:00:00Z";
/// Of all public series.
const ALL: &str = "[umbrella]\nseries = \"*\"\n";
/// Makes a series private.
const ACCESS: &str = "[[access]]\nname = \"Ada\"\n\
     token_sha256 = \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"\n";

/// A series with sessions on these days of 2027.
fn series(title: &str, head: &str, sessions: &[(&str, &str)]) -> String {
    let mut text = format!(
        "title = \"{title}\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\n\
         duration = \"1h\"\n{head}"
    );
    for (id, start) in sessions {
        let title = format!("{title} {id}");
        text.push_str(&format!(
            "\n[[session]]\nid = \"{id}\"\ntitle = \"{title}\"\nstart = {start}:00\n"
        ));
    }
    text
}

fn umbrella(table: &str) -> String {
    format!("title = \"All our events\"\nauthority = \"example.org\"\nlanguage = \"en\"\n{table}")
}

struct Site {
    directory: TempDir,
    publisher: Publisher,
}

impl Site {
    fn new(files: &[(&str, &str)]) -> (Self, Published) {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(directory.path().join(name), text).unwrap();
        }
        let publisher = Publisher::new(&settings(directory.path()));
        let mut site = Self { directory, publisher };
        let published = site.publisher.load(NOW.parse().unwrap()).unwrap();
        (site, published)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.directory.path().join(name), text).unwrap();
    }

    fn reload(&mut self, now: &str) -> Option<Reloaded> {
        self.publisher.reload(&Scan::Requested, now.parse::<Timestamp>().unwrap())
    }
}

fn settings(directory: &Path) -> Settings {
    Settings {
        public_url: Some(WebUrl::parse("https://events.example.org").unwrap()),
        ..Settings::new(vec![directory.to_owned()], Records::Write)
    }
}

fn findings(published: &Published) -> String {
    to_text(&published.findings, Style::Plain)
}

fn serve(published: &Published) -> App {
    let snapshot: Snapshot = published.snapshot().unwrap();
    spawn_app(snapshot)
}

fn get(app: &App, target: &str) -> String {
    let answer = app.get(target);
    assert_eq!(answer.status, 200, "{target}");
    answer.text().to_owned()
}

/// The VEVENTs of a calendar, with their bytes.
fn events(calendar: &str) -> Vec<&str> {
    let starts: Vec<usize> = calendar.match_indices("BEGIN:VEVENT").map(|(at, _)| at).collect();
    let end = "END:VEVENT\r\n";
    let event = |at: &usize| {
        let length = calendar[*at..].find(end).unwrap() + end.len();
        &calendar[*at..at + length]
    };
    starts.iter().map(event).collect()
}

fn titles(calendar: &str) -> Vec<&str> {
    let lines = calendar.lines().filter_map(|line| line.strip_prefix("SUMMARY"));
    lines.map(|line| line.split_once(':').unwrap().1).collect()
}

fn two_series() -> Vec<(&'static str, String)> {
    let talks =
        series("Talks", "", &[("opening", "2027-09-01T10:00"), ("closing", "2027-09-05T10:00")]);
    let webinars = series("Webinars", "", &[("opening", "2027-09-03T10:00")]);
    vec![("talks.toml", talks), ("webinars.toml", webinars)]
}

fn site(more: &[(&str, &str)]) -> (Site, Published) {
    let two = two_series();
    let mut files: Vec<(&str, &str)> = two.iter().map(|(name, text)| (*name, &**text)).collect();
    files.extend(more);
    Site::new(&files)
}

#[test]
fn an_umbrella_has_the_same_entries_as_the_feeds_sorted_by_start() {
    let (_site, published) = site(&[("events.toml", &umbrella(ALL))]);
    assert_eq!(findings(&published), "");
    let app = serve(&published);
    let [all, talks, webinars] =
        ["/events.ics", "/talks.ics", "/webinars.ics"].map(|at| get(&app, at));
    let [talks, webinars] = [&talks, &webinars].map(|feed| events(feed));
    assert_eq!(events(&all), [talks[0], webinars[0], talks[1]]);
    assert_eq!(titles(&all), ["Talks opening", "Webinars opening", "Talks closing"]);
    assert_eq!(all.matches("BEGIN:VTIMEZONE").count(), 1);
    assert_eq!(all.matches("\r\nX-WR-CALNAME:All our events\r\n").count(), 1);
    let own = |feed: &str| {
        let line = feed.lines().find(|line| line.starts_with("X-WR-RELCALID:")).unwrap();
        line.to_owned()
    };
    assert_ne!(own(&all), own(&get(&app, "/talks.ics")));
    check(&all, Expected::Feed).unwrap();
    assert!(!_site.directory.path().join("events.lock").exists(), "it has no record");
}

#[test]
fn its_pages_link_to_the_sessions_of_the_series() {
    let (_site, published) = site(&[("events.toml", &umbrella(ALL))]);
    let app = serve(&published);
    let page = get(&app, "/events");
    assert!(page.contains("href=\"talks/opening\""), "{page}");
    assert!(page.contains("href=\"webinars/opening\""));
    assert!(!page.contains("<form"), "an umbrella has no selections");
    let document: Value = serde_json::from_str(&get(&app, "/events.json")).unwrap();
    let pages: Vec<&str> = document["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|session| session["page"].as_str().unwrap())
        .collect();
    assert_eq!(pages, ["talks/opening", "webinars/opening", "talks/closing"]);
    for page in pages {
        get(&app, &format!("/{page}"));
    }
    let index: Value =
        serde_json::from_str(app.ask("GET", "/", "Accept: application/json\r\n").text()).unwrap();
    let ids: Vec<&str> = index["series"]
        .as_array()
        .unwrap()
        .iter()
        .map(|series| series["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["events", "talks", "webinars"]);
    for target in ["/events.atom", "/events/embed", "/events/qr.svg", "/events/all.ics"] {
        get(&app, target);
    }
    for target in ["/events/talks", "/events/opening", "/events/talks/opening"] {
        assert_eq!(app.get(target).status, 404, "{target}");
    }
    for calendar in ["google", "outlook", "apple"] {
        assert_eq!(app.get(&format!("/events/subscribe/{calendar}")).status, 302);
    }
}

#[test]
fn sessions_leave_at_the_edge_of_the_window_without_any_change_of_files() {
    let past = series("Past", "", &[("old", "2027-01-10T10:00"), ("new", "2027-05-20T10:00")]);
    let table = "[umbrella]\nseries = [\"past\", \"talks\"]\npast = \"30d\"\n";
    let (mut site, published) = site(&[("events.toml", &umbrella(table)), ("past.toml", &past)]);
    let all = get(&serve(&published), "/events.ics");
    assert_eq!(titles(&all), ["Past new", "Talks opening", "Talks closing"]);
    // It ended at 11:00 in Brussels.
    assert!(site.reload("2027-06-19T08:59:59Z").is_none());
    let reloaded = site.reload("2027-06-19T09:00:00Z").unwrap();
    let after = get(&serve(&reloaded.published), "/events.ics");
    assert_eq!(titles(&after), ["Talks opening", "Talks closing"]);
    assert!(after.contains("\r\nLAST-MODIFIED:20270619T090000Z\r\n"));
    assert!(site.reload("2027-06-19T09:00:01Z").is_none());
}

#[test]
fn the_last_session_stays_when_all_are_outside_the_window() {
    let past = series("Past", "", &[("old", "2027-01-10T10:00"), ("new", "2027-02-10T10:00")]);
    let table = "[umbrella]\nseries = [\"past\"]\npast = \"1d\"\n";
    let (_site, published) = Site::new(&[("events.toml", &umbrella(table)), ("past.toml", &past)]);
    assert_eq!(titles(&get(&serve(&published), "/events.ics")), ["Past new"]);
}

#[test]
fn categories_select_sessions() {
    let safe = series("Safe", "categories = [\"Security\"]\n", &[("one", "2027-09-02T10:00")]);
    let table = "[umbrella]\nseries = \"*\"\ncategories = [\"Security\"]\n";
    let (_site, published) = site(&[("events.toml", &umbrella(table)), ("safe.toml", &safe)]);
    assert_eq!(titles(&get(&serve(&published), "/events.ics")), ["Safe one"]);
}

#[test]
fn an_umbrella_without_sessions_is_not_served() {
    let table = "[umbrella]\nseries = \"*\"\ncategories = [\"Security\"]\n";
    let (_site, published) = site(&[("events.toml", &umbrella(table))]);
    assert!(findings(&published).contains("error[K397]: the umbrella has no session"));
    let app = serve(&published);
    assert_eq!(app.get("/events.ics").status, 503);
    get(&app, "/talks.ics");
}

#[test]
fn a_changed_series_changes_the_umbrella() {
    let (mut site, _) = site(&[("events.toml", &umbrella(ALL))]);
    site.write(
        "talks.toml",
        &series(
            "Talks",
            "",
            &[
                ("opening", "2027-09-01T15:00"),
                ("closing", "2027-09-05T10:00"),
                ("more", "2027-09-02T10:00"),
            ],
        ),
    );
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let app = serve(&reloaded.published);
    let all = get(&app, "/events.ics");
    assert_eq!(titles(&all), ["Talks opening", "Talks more", "Webinars opening", "Talks closing"]);
    assert!(events(&all)[0].contains("SEQUENCE:1"));
    let changed: Vec<String> = reloaded.changes.iter().map(ToString::to_string).collect();
    assert!(changed.iter().any(|line| line.starts_with("series `events`")), "{changed:?}");
}

#[test]
fn a_broken_series_keeps_its_last_good_entries() {
    let (mut site, published) = site(&[("events.toml", &umbrella(ALL))]);
    let before = get(&serve(&published), "/events.ics");
    site.write("talks.toml", "title = \"Talks");
    site.write("webinars.toml", &series("Webinars", "", &[("opening", "2027-09-04T10:00")]));
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let all = get(&serve(&reloaded.published), "/events.ics");
    assert_eq!(titles(&all), titles(&before));
    assert_eq!(events(&all)[0], events(&before)[0]);
    assert!(all.contains("20270904T100000"));
}

#[test]
fn an_unknown_or_private_series_is_left_out_with_one_finding_for_both() {
    let secret = series("Secret", ACCESS, &[("plot", "2027-09-02T10:00")]);
    let table = "[umbrella]\nseries = [\"talks\", \"secret\", \"nothing\"]\n";
    let (_site, published) = site(&[("events.toml", &umbrella(table)), ("secret.toml", &secret)]);
    let text = findings(&published);
    assert!(text.contains("warning[K399]: `secret` is not a public series that is served"));
    assert!(text.contains("warning[K399]: `nothing` is not a public series that is served"));
    assert!(text.contains("events.toml:5:20"), "{text}");
    assert_eq!(titles(&get(&serve(&published), "/events.ics")), ["Talks opening", "Talks closing"]);
}

#[test]
fn a_series_that_becomes_private_leaves_even_a_broken_umbrella() {
    let (mut site, _) = site(&[("events.toml", &umbrella(ALL))]);
    site.write("events.toml", "title = \"All");
    let head = two_series().swap_remove(0).1;
    site.write("talks.toml", &head.replace("\n[[session]]", &format!("\n{ACCESS}\n[[session]]")));
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let app = serve(&reloaded.published);
    assert_eq!(app.get("/talks.ics").status, 404);
    assert_eq!(app.get("/events.ics").status, 503);
    site.write("events.toml", &umbrella(ALL));
    let reloaded = site.reload("2027-06-01T12:20:00Z").unwrap();
    assert_eq!(titles(&get(&serve(&reloaded.published), "/events.ics")), ["Webinars opening"]);
}

#[test]
fn an_umbrella_cannot_take_the_address_of_a_series() {
    let same = umbrella(&format!("id = \"talks\"\n{ALL}"));
    let (_site, published) = site(&[("zzz.toml", &same)]);
    assert!(findings(&published).contains("error[K016]"), "{}", findings(&published));
    assert_eq!(titles(&get(&serve(&published), "/talks.ics")), ["Talks opening", "Talks closing"]);
}

#[test]
fn a_published_series_cannot_become_an_umbrella() {
    let (mut site, published) = site(&[]);
    let before = get(&serve(&published), "/talks.ics");
    site.write("talks.toml", &umbrella(ALL));
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let text = findings(&reloaded.published);
    assert!(text.contains("error[K396]: `talks` was published as a series"), "{text}");
    assert_eq!(get(&serve(&reloaded.published), "/talks.ics"), before);
}

#[test]
fn a_published_series_without_its_record_cannot_become_an_umbrella() {
    let (mut site, published) = site(&[]);
    let before = get(&serve(&published), "/talks.ics");
    fs::remove_file(site.directory.path().join("talks.lock")).unwrap();
    site.write("talks.toml", &umbrella(ALL));
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let text = findings(&reloaded.published);
    assert!(text.contains("error[K396]"), "{text}");
    assert_eq!(get(&serve(&reloaded.published), "/talks.ics"), before);
}

#[test]
fn a_renamed_series_that_becomes_private_leaves_even_a_broken_umbrella() {
    let (mut site, _) = site(&[("events.toml", &umbrella(ALL))]);
    site.write("events.toml", &umbrella("[umbrella]\nseries = []\n"));
    let renamed = Command::new(env!("CARGO_BIN_EXE_kalends"))
        .args(["rename", "talks", "lectures", "--schedules"])
        .arg(site.directory.path())
        .output()
        .unwrap();
    assert!(renamed.status.success(), "{}", String::from_utf8_lossy(&renamed.stderr));
    let text = fs::read_to_string(site.directory.path().join("lectures.toml")).unwrap();
    let private = text.replacen("\n[[session]]", &format!("\n{ACCESS}\n[[session]]"), 1);
    site.write("lectures.toml", &private);
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let app = serve(&reloaded.published);
    assert_eq!(app.get("/talks.ics").status, 404);
    assert_eq!(app.get("/events.ics").status, 503);
}

#[test]
fn its_calendar_has_no_date_that_could_go_back() {
    let (_site, published) = site(&[("events.toml", &umbrella(ALL))]);
    let app = serve(&published);
    for path in ["/events.ics", "/events/all.ics"] {
        let calendar = app.get(path);
        assert!(calendar.header("last-modified").is_none(), "{path}");
        assert!(calendar.header("etag").is_some(), "{path}");
        let since = "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n";
        assert_eq!(app.ask("GET", path, since).status, 200, "{path}");
    }
    assert!(app.get("/talks.ics").header("last-modified").is_some());
}

#[test]
fn an_umbrella_has_no_sessions_and_no_access() {
    let with = umbrella(&format!(
        "{ACCESS}{ALL}\n[[session]]\nid = \"x\"\ntitle = \"X\"\nstart = 2027-09-01\n"
    ));
    let (_site, published) = site(&[("events.toml", &with)]);
    let text = findings(&published);
    assert!(text.contains("error[K013]: an umbrella has no sessions of its own"), "{text}");
    assert!(text.contains("error[K013]: an umbrella has no access of its own"), "{text}");
}

#[test]
fn a_removed_umbrella_ends_and_its_series_stay() {
    let (mut site, _) = site(&[("events.toml", &umbrella(ALL))]);
    fs::remove_file(site.directory.path().join("events.toml")).unwrap();
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    assert_eq!(findings(&reloaded.published), "");
    let app = serve(&reloaded.published);
    assert_eq!(app.get("/events.ics").status, 404);
    get(&app, "/talks.ics");
}

/// Series with this many long sessions each, of which the first ones are over.
fn large(name: &str, year: u32) -> String {
    let long = "word ".repeat(800);
    let mut text = series(name, "", &[]);
    for number in 0..120 {
        let (month, day) = (1 + number / 28, 1 + number % 28);
        text.push_str(&format!(
            "\n[[session]]\nid = \"s{number:03}\"\ntitle = \"{name} {number:03}\"\n\
             description = \"{long}\"\nstart = {year}-{month:02}-{day:02}T10:00:00\n"
        ));
    }
    text
}

#[test]
fn a_large_umbrella_loses_its_oldest_sessions_first() {
    let [one, two] = [large("older", 2025), large("later", 2028)];
    let (mut site, published) =
        Site::new(&[("events.toml", &umbrella(ALL)), ("older.toml", &one), ("later.toml", &two)]);
    let text = findings(&published);
    assert!(text.contains("warning[K398]: the umbrella has more than 1000000 bytes"), "{text}");
    let before = get(&serve(&published), "/events.ics");
    assert!(before.len() <= 1_000_000, "{}", before.len());
    let shown = titles(&before);
    assert_eq!(shown.iter().filter(|title| title.starts_with("later")).count(), 120);
    assert!(!shown.contains(&"older 000") && shown.contains(&"older 119"));
    // With too many sessions to come, it stays as it was.
    site.write("third.toml", &large("third", 2028));
    let reloaded = site.reload("2027-06-01T12:10:00Z").unwrap();
    let text = findings(&reloaded.published);
    assert!(text.contains("error[K397]: the umbrella has "), "{text}");
    assert_eq!(get(&serve(&reloaded.published), "/events.ics"), before);
}
