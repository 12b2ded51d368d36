//! What people read at the addresses without an extension: edits go through the production
//! pipeline, and the pages of the snapshot are asked.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::model::WebUrl;
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, Resource, Snapshot};
use tempfile::TempDir;

const FIRST: &str = r#"
title = "Talks & more"
authority = "example.org"
timezone = "Europe/Brussels"
duration = "2h"

[[session]]
id = "opening"
title = "<Opening>"
start = 2027-10-23T14:00:00
location = "Hall 1"
description = "Bring \"questions\".\n\nSee https://example.org/a?b=1&c=2."

[[session]]
id = "dinner"
title = "Dinner"
start = 2027-10-24
"#;

fn edit(directory: &TempDir, text: &str, now: &str) -> Snapshot {
    fs::write(directory.path().join("talks.toml"), text).unwrap();
    let settings = Settings {
        public_url: Some(WebUrl::parse("https://calendar.example.org").unwrap()),
        ..Settings::new(vec![directory.path().to_owned()], Records::Write)
    };
    let published = publish(&settings, now.parse().unwrap()).unwrap();
    assert!(!published.has_errors(), "{:?}", published.findings);
    published.snapshot().unwrap()
}

fn text(resource: &Resource) -> String {
    String::from_utf8(resource.body().to_vec()).unwrap()
}

/// The content of the page that the holder of a revision is shown, a tag a line.
fn page(snapshot: &Snapshot, path: &str, revision: Option<u32>) -> String {
    let resource = match snapshot.get(path) {
        Some(Entry::Revisions(revisions)) => revisions.of(revision),
        Some(Entry::Variants(variants)) => &variants.html,
        other => panic!("{path}: {other:?}"),
    };
    let page = text(resource);
    let (_, content) = page.split_once("<main>").unwrap();
    content.split_once("</main>").unwrap().0.replace("><", ">\n<")
}

#[test]
fn whoever_has_an_old_copy_is_told_what_changed() {
    let directory = tempfile::tempdir().unwrap();
    let snapshot = edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    pinned!(page(&snapshot, "/talks/opening", None), @r#"
    <p class="soft">
    <a href="../talks">Talks &amp; more</a>
    </p>
    <h1>&lt;Opening&gt;</h1>
    <p class="soft">Revision 0 of this session, of 1 January 2027, is current: a calendar entry whose link ends with <code>r=0</code> is up to date.</p>
    <dl>
    <dt>When</dt>
    <dd>Sat 23 Oct 2027, 14:00–16:00 CEST (Europe/Brussels)</dd>
    <dt>Where</dt>
    <dd>Hall 1</dd>
    </dl>
    <div>
    <p>Bring &quot;questions&quot;.</p>
    <p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener">https://example.org/a?b=1&amp;c=2</a>.</p>
    </div>
    <p class="actions">
    <a href="opening.ics">Calendar file of this session</a>
    <a href="../talks.ics">Calendar of the whole series</a>
    </p>
    "#);
    let moved = FIRST.replace("T14:00:00", "T15:00:00").replace("Hall 1", "Hall 2");
    edit(&directory, &moved, "2027-02-01T09:00:00Z");
    let retitled = moved.replace("<Opening>", "Grand opening");
    let snapshot = edit(&directory, &retitled, "2027-03-01T09:00:00Z");
    pinned!(page(&snapshot, "/talks/opening", Some(0)), @r#"
    <p class="soft">
    <a href="../talks">Talks &amp; more</a>
    </p>
    <h1>Grand opening</h1>
    <div class="note">
    <p>
    <strong>Your calendar entry is out of date.</strong> It is revision 0; since 1 February 2027 there is a newer one, now revision 2.</p>
    <dl>
    <dt>when</dt>
    <dd>
    <del>Sat 23 Oct 2027, 14:00–16:00 CEST</del> → <ins>Sat 23 Oct 2027, 15:00–17:00 CEST</ins>
    </dd>
    <dt>title</dt>
    <dd>
    <del>&lt;Opening&gt;</del> → <ins>Grand opening</ins>
    </dd>
    <dt>place</dt>
    <dd>
    <del>Hall 1</del> → <ins>Hall 2</ins>
    </dd>
    </dl>
    <p>If you subscribed to the series, your calendar fetches the change by itself, some within the hour and some within a day. If you added the session from a file, delete that entry and open the file below again: few calendars change an entry by a second file.</p>
    </div>
    <dl>
    <dt>When</dt>
    <dd>Sat 23 Oct 2027, 15:00–17:00 CEST (Europe/Brussels)</dd>
    <dt>Where</dt>
    <dd>Hall 2</dd>
    </dl>
    <div>
    <p>Bring &quot;questions&quot;.</p>
    <p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener">https://example.org/a?b=1&amp;c=2</a>.</p>
    </div>
    <p class="actions">
    <a href="opening.ics">Calendar file of this session</a>
    <a href="../talks.ics">Calendar of the whole series</a>
    </p>
    "#);
    let since_one = page(&snapshot, "/talks/opening", Some(1));
    assert!(since_one.contains("<del>&lt;Opening&gt;</del>"), "{since_one}");
    assert!(!since_one.contains("Hall 1"), "{since_one}");
    let today = page(&snapshot, "/talks/opening", Some(2));
    assert!(today.contains("Revision 2 of this session, of 1 March 2027, is current"), "{today}");
    assert_eq!(today, page(&snapshot, "/talks/opening", None));
}

#[test]
fn a_change_that_was_taken_back_is_told_as_such() {
    let directory = tempfile::tempdir().unwrap();
    edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let moved = FIRST.replace("T14:00:00", "T15:00:00");
    edit(&directory, &moved, "2027-02-01T09:00:00Z");
    let snapshot = edit(&directory, FIRST, "2027-03-01T09:00:00Z");
    let page = page(&snapshot, "/talks/opening", Some(0));
    assert!(page.contains("What changed was changed back"), "{page}");
}

#[test]
fn a_removed_session_says_that_it_is_cancelled() {
    let directory = tempfile::tempdir().unwrap();
    edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let (without, _) = FIRST.split_once("[[session]]\nid = \"dinner\"").unwrap();
    let snapshot = edit(&directory, without, "2027-02-01T09:00:00Z");
    pinned!(page(&snapshot, "/talks/dinner", Some(0)), @r#"
    <p class="soft">
    <a href="../talks">Talks &amp; more</a>
    </p>
    <h1 class="off">Dinner</h1>
    <div class="note">
    <p>
    <strong>This session is cancelled.</strong>
    </p>
    </div>
    <div class="note">
    <p>
    <strong>Your calendar entry is out of date.</strong> It is revision 0; since 1 February 2027 there is a newer one, now revision 1.</p>
    <dl>
    <dt>status</dt>
    <dd>
    <del>confirmed</del> → <ins>cancelled</ins>
    </dd>
    </dl>
    <p>If you subscribed to the series, your calendar fetches the change by itself, some within the hour and some within a day. If you added the session from a file, delete that entry and open the file below again: few calendars change an entry by a second file.</p>
    </div>
    <dl>
    <dt>When</dt>
    <dd>Sun 24 Oct 2027, all day</dd>
    </dl>
    <p class="actions">
    <a href="dinner.ics">Calendar file of this session</a>
    <a href="../talks.ics">Calendar of the whole series</a>
    </p>
    "#);
    let series = page(&snapshot, "/talks", None);
    assert!(!series.contains("Dinner"), "{series}");
}

#[test]
fn a_series_shows_its_sessions_to_people_and_machines() {
    let directory = tempfile::tempdir().unwrap();
    let first = edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    pinned!(page(&first, "/talks", None), @r#"
    <p class="soft">
    <a href=".">All series</a>
    </p>
    <h1>Talks &amp; more</h1>
    <dl>
    </dl>
    <p class="actions">
    <a href="talks.ics">Calendar of the whole series</a>
    </p>
    <p class="soft">To stay up to date, copy the address of that link and subscribe to it in your calendar: opening it once adds what there is today and nothing later.</p>
    <h2>Sessions</h2>
    <ul>
    <li>
    <a href="talks/opening">&lt;Opening&gt;</a>, <time datetime="2027-10-23T12:00:00Z">2027-10-23 14:00–16:00 CEST</time>
    </li>
    <li>
    <a href="talks/dinner">Dinner</a>, <time datetime="2027-10-24">2027-10-24</time>
    </li>
    </ul>
    "#);
    let Some(Entry::Variants(variants)) = first.get("/talks") else { panic!("no page") };
    pinned!(text(&variants.json), @r#"{"id":"talks","title":"Talks & more","language":null,"retired":false,"page":"talks","calendar":"talks.ics","sessions":[{"id":"opening","title":"<Opening>","start":"2027-10-23T12:00:00Z","end":"2027-10-23T14:00:00Z","timezone":"Europe/Brussels","status":"confirmed","page":"talks/opening","calendar":"talks/opening.ics"},{"id":"dinner","title":"Dinner","start":"2027-10-24","end":"2027-10-24","timezone":null,"status":"confirmed","page":"talks/dinner","calendar":"talks/dinner.ics"}]}"#);
    pinned!(page(&first, "/", None), @r#"
    <h1>Calendars</h1>
    <ul>
    <li>
    <a href="talks">Talks &amp; more</a>, 2 sessions</li>
    </ul>
    "#);
    let retired = FIRST.replacen("title", "retired = true\ntitle", 1);
    let last = edit(&directory, &retired, "2027-02-01T09:00:00Z");
    assert!(page(&last, "/talks", None).contains("This series has ended."));
    assert!(page(&last, "/talks", None).contains("(cancelled)"));
    assert!(page(&last, "/", None).contains("(ended)"));
}

#[test]
fn the_state_of_publishing_is_measured() {
    let directory = tempfile::tempdir().unwrap();
    let snapshot = edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let Some(Entry::Resource(metrics)) = snapshot.get("/metrics") else { panic!("no metrics") };
    let state = text(metrics);
    // A release and a time zone database later these lines are others.
    let lines = state.lines().filter(|line| !line.contains("{version="));
    pinned!(lines.collect::<Vec<_>>().join("\n"), @r#"
    # HELP kalends_build This release.
    # TYPE kalends_build info
    # HELP kalends_time_zone_database The time zone database that is built in.
    # TYPE kalends_time_zone_database info
    # HELP kalends_snapshot What is served: equal where the same series are at the same revisions.
    # TYPE kalends_snapshot info
    kalends_snapshot_info{revision="06c50a49eec2b90a"} 1
    # HELP kalends_series Series served as their files say (current), as they last were because the files cannot be published (kept), not at all (unavailable), or gone for good (retired).
    # TYPE kalends_series gauge
    kalends_series{state="current"} 1
    kalends_series{state="kept"} 0
    kalends_series{state="retired"} 0
    kalends_series{state="unavailable"} 0
    # HELP kalends_findings Findings about definitions and records.
    # TYPE kalends_findings gauge
    kalends_findings{severity="error"} 0
    kalends_findings{severity="warning"} 0
    # HELP kalends_sessions Sessions of the series that are served.
    # TYPE kalends_sessions gauge
    kalends_sessions 2
    # HELP kalends_last_published_timestamp_seconds When a series was last published anew; 0 if there is none.
    # TYPE kalends_last_published_timestamp_seconds gauge
    kalends_last_published_timestamp_seconds 1798794000
    # EOF
    "#);
    assert!(state.contains(&format!("version=\"{}\"", env!("CARGO_PKG_VERSION"))));
    let moved = edit(&directory, &FIRST.replace("T14", "T15"), "2027-01-02T09:00:00Z");
    let Some(Entry::Resource(metrics)) = moved.get("/metrics") else { panic!("no metrics") };
    assert!(!text(metrics).contains("06c50a49eec2b90a"), "another revision is served");
}

#[test]
fn entries_lead_to_the_page_that_knows_their_revision() {
    let directory = tempfile::tempdir().unwrap();
    edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let renamed = FIRST
        .replace("id = \"opening\"", "id = \"start\"\nwas = \"opening\"")
        .replace("T14:00:00", "T15:00:00")
        .replacen("timezone", "aliases = [\"lectures\"]\ntimezone", 1);
    let snapshot = edit(&directory, &renamed, "2027-02-01T09:00:00Z");
    let Some(Entry::Resource(file)) = snapshot.get("/talks/start.ics") else { panic!("no file") };
    let file = text(file).replace("\r\n ", "");
    assert!(
        file.contains("\\n\\nUp to date?\\nhttps://calendar.example.org/talks/opening?r=1\r\n")
    );
    for old in ["/talks/opening", "/lectures/opening", "/lectures/start"] {
        let Some(Entry::Redirect(redirect)) = snapshot.get(old) else { panic!("{old}") };
        assert_eq!(redirect.location().as_bytes(), b"/talks/start");
    }
    let Some(Entry::Redirect(redirect)) = snapshot.get("/lectures") else { panic!("lectures") };
    assert_eq!(redirect.location().as_bytes(), b"/talks");
}
