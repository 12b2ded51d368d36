//! What people read at the addresses without an extension: edits go through the production
//! pipeline, and the pages of the snapshot are asked.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::model::WebUrl;
use kalends::publish::{Records, Settings, publish};
use kalends::snapshot::{Entry, Redirect, Resource, SiteStatus, Snapshot};
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
    let (_, content) = page.split_once("<main ").unwrap();
    let (_, content) = content.split_once('>').unwrap();
    content.split_once("</main>").unwrap().0.replace("><", ">\n<")
}

#[test]
fn whoever_has_an_old_copy_is_told_what_changed() {
    let directory = tempfile::tempdir().unwrap();
    let snapshot = edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    pinned!(page(&snapshot, "/talks/opening", None), @r#"
    <p class="eyebrow">Session 1 of 2</p>
    <h1>&lt;Opening&gt;</h1>
    <p class="note" id="current" data-r="0" hidden>
    <strong>Your calendar entry is up to date.</strong>
    </p>
    <div class="when">
    <div class="tile" aria-hidden="true">
    <b>Oct</b>
    <span>23</span>
    <i>Sat</i>
    </div>
    <div>
    <strong>Saturday 23 October 2027</strong>
    <p class="times">
    <time datetime="2027-10-23T14:00:00+02:00" data-end="2027-10-23T14:00:00Z" data-off="120">14:00–16:00 CEST</time>
    </p>
    <p class="soft">Time zone: Europe/Brussels</p>
    </div>
    </div>
    <p class="note" id="out" hidden>If nothing happens, open this page in your browser. <a href="">Open in browser</a>
    </p>
    <div class="actions">
    <details class="menu" id="add">
    <summary>Add to calendar</summary>
    <ul data-menu>
    <li data-for="apple">
    <a href="../talks/opening/add/apple" rel="nofollow">Apple Calendar</a>
    </li>
    <li data-for="google">
    <a href="../talks/opening/add/google" rel="nofollow">Google Calendar</a>
    </li>
    <li data-for="outlook">
    <a href="../talks/opening/add/outlook" rel="nofollow">Outlook.com</a>
    </li>
    <li data-for="office365">
    <a href="../talks/opening/add/office365" rel="nofollow">Microsoft 365</a>
    </li>
    <li>
    <a href="../talks/opening.ics?download" rel="nofollow">Other calendar (.ics file)</a>
    </li>
    </ul>
    </details>
    <a class="b" href="../talks/select/opening#subscribe" rel="nofollow">Subscribe<small>stays up to date</small>
    </a>
    <a class="b" href="../talks#subscribe">Subscribe to all sessions</a>
    </div>
    <dl>
    <dt>Where</dt>
    <dd>Hall 1</dd>
    </dl>
    <div class="prose">
    <p>Bring &quot;questions&quot;.</p>
    <p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener" dir="ltr">https://example.org/a?b=1&amp;c=2</a>.</p>
    </div>
    <nav class="turn" aria-label="Sessions">
    <a href="dinner" rel="next">Dinner ›</a>
    </nav>
    "#);
    let moved = FIRST.replace("T14:00:00", "T15:00:00").replace("Hall 1", "Hall 2");
    edit(&directory, &moved, "2027-02-01T09:00:00Z");
    let retitled = moved.replace("<Opening>", "Grand opening");
    let snapshot = edit(&directory, &retitled, "2027-03-01T09:00:00Z");
    pinned!(page(&snapshot, "/talks/opening", Some(0)), @r#"
    <p class="eyebrow">Session 1 of 2</p>
    <h1>Grand opening</h1>
    <div class="note">
    <p>
    <strong>Your calendar entry is out of date.</strong>
    </p>
    <p>Last updated: 1 February 2027</p>
    <p>Changes since your copy:</p>
    <dl>
    <dt>When</dt>
    <dd dir="auto">
    <del>Saturday 23 October 2027, 14:00–16:00 CEST</del>
    <br>
    <ins>Saturday 23 October 2027, 15:00–17:00 CEST</ins>
    </dd>
    <dt>Title</dt>
    <dd dir="auto">
    <del>&lt;Opening&gt;</del>
    <br>
    <ins>Grand opening</ins>
    </dd>
    <dt>Where</dt>
    <dd dir="auto">
    <del>Hall 1</del>
    <br>
    <ins>Hall 2</ins>
    </dd>
    </dl>
    <p>If you subscribed to the series, your calendar fetches the change by itself, within an hour or a day depending on the calendar.</p>
    <p>To update an entry that you added from a file, delete it and add the session again: few calendars change an entry by a second file.</p>
    </div>
    <div class="when">
    <div class="tile" aria-hidden="true">
    <b>Oct</b>
    <span>23</span>
    <i>Sat</i>
    </div>
    <div>
    <strong>Saturday 23 October 2027</strong>
    <p class="times">
    <time datetime="2027-10-23T15:00:00+02:00" data-end="2027-10-23T15:00:00Z" data-off="120">15:00–17:00 CEST</time>
    </p>
    <p class="soft">Time zone: Europe/Brussels</p>
    </div>
    </div>
    <p class="note" id="out" hidden>If nothing happens, open this page in your browser. <a href="">Open in browser</a>
    </p>
    <div class="actions">
    <details class="menu" id="add">
    <summary>Add to calendar</summary>
    <ul data-menu>
    <li data-for="apple">
    <a href="../talks/opening/add/apple" rel="nofollow">Apple Calendar</a>
    </li>
    <li data-for="google">
    <a href="../talks/opening/add/google" rel="nofollow">Google Calendar</a>
    </li>
    <li data-for="outlook">
    <a href="../talks/opening/add/outlook" rel="nofollow">Outlook.com</a>
    </li>
    <li data-for="office365">
    <a href="../talks/opening/add/office365" rel="nofollow">Microsoft 365</a>
    </li>
    <li>
    <a href="../talks/opening.ics?download" rel="nofollow">Other calendar (.ics file)</a>
    </li>
    </ul>
    </details>
    <a class="b" href="../talks/select/opening#subscribe" rel="nofollow">Subscribe<small>stays up to date</small>
    </a>
    <a class="b" href="../talks#subscribe">Subscribe to all sessions</a>
    </div>
    <dl>
    <dt>Where</dt>
    <dd>Hall 2</dd>
    </dl>
    <div class="prose">
    <p>Bring &quot;questions&quot;.</p>
    <p>See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener" dir="ltr">https://example.org/a?b=1&amp;c=2</a>.</p>
    </div>
    <nav class="turn" aria-label="Sessions">
    <a href="dinner" rel="next">Dinner ›</a>
    </nav>
    "#);
    let since_one = page(&snapshot, "/talks/opening", Some(1));
    assert!(since_one.contains("<del>&lt;Opening&gt;</del>"), "{since_one}");
    assert!(!since_one.contains("Hall 1"), "{since_one}");
    let today = page(&snapshot, "/talks/opening", Some(2));
    assert!(today.contains("This session has moved."), "{today}");
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
    assert!(page.contains("The changes were reversed"), "{page}");
}

#[test]
fn a_removed_session_says_that_it_is_cancelled() {
    let directory = tempfile::tempdir().unwrap();
    edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let (without, _) = FIRST.split_once("[[session]]\nid = \"dinner\"").unwrap();
    let snapshot = edit(&directory, without, "2027-02-01T09:00:00Z");
    pinned!(page(&snapshot, "/talks/dinner", Some(0)), @r#"
    <h1 class="off">Dinner</h1>
    <div class="note bad">
    <p>
    <strong>This session is cancelled.</strong>
    </p>
    </div>
    <div class="note">
    <p>
    <strong>Your calendar entry is out of date.</strong>
    </p>
    <p>Last updated: 1 February 2027</p>
    <p>Changes since your copy:</p>
    <dl>
    <dt>Status</dt>
    <dd dir="auto">
    <del>confirmed</del>
    <br>
    <ins>cancelled</ins>
    </dd>
    </dl>
    <p>If you subscribed to the series, your calendar fetches the change by itself, within an hour or a day depending on the calendar.</p>
    </div>
    <div class="when">
    <div class="tile" aria-hidden="true">
    <b>Oct</b>
    <span>24</span>
    <i>Sun</i>
    </div>
    <div>
    <strong>Sunday 24 October 2027</strong>
    <p class="times">
    <time datetime="2027-10-24" data-end="2027-10-25T12:00:00Z">All day</time>
    </p>
    </div>
    </div>
    <dl>
    </dl>
    "#);
    let series = page(&snapshot, "/talks", None);
    assert!(!series.contains("Dinner"), "{series}");
}

#[test]
fn a_series_shows_its_sessions_to_people_and_machines() {
    let directory = tempfile::tempdir().unwrap();
    let first = edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    pinned!(page(&first, "/talks", None), @r#"
    <h1>Talks &amp; more</h1>
    <p class="lead">23–24 October 2027 · 2 sessions</p>
    <p class="note" id="out" hidden>If nothing happens, open this page in your browser. <a href="">Open in browser</a>
    </p>
    <div class="act">
    <details class="menu">
    <summary>Subscribe<small>stays up to date</small>
    </summary>
    <div class="card" id="subscribe">
    <div class="actions grid" data-menu>
    <a class="b" data-for="apple" href="webcal://calendar.example.org/talks.ics">Apple Calendar</a>
    <a class="b" data-for="google" href="talks/subscribe/google" rel="nofollow">Google Calendar</a>
    <a class="b" data-for="outlook" href="talks/subscribe/outlook" rel="nofollow">Outlook.com</a>
    <a class="b" data-for="office365" href="talks/subscribe/office365" rel="nofollow">Microsoft 365</a>
    <a class="b" data-for="apps" href="webcal://calendar.example.org/talks.ics">Outlook (desktop), Thunderbird, other apps</a>
    </div>
    <div class="copy">
    <input id="feed" type="text" readonly value="https://calendar.example.org/talks.ics" aria-label="Copy the address">
    <button type="button" hidden data-of="feed" data-copied="Copied" aria-live="polite">Copy the address</button>
    </div>
    <p class="hint">Google may take up to a day to show changes. <a href="https://calendar.google.com/calendar/u/0/r/settings/addbyurl" rel="noopener">If Google does not accept the link, copy the address and add it there under “From URL”.</a>
    </p>
    <p class="hint">On Android, subscribe on the Google Calendar website or with an app such as ICSx5.</p>
    <details class="qr">
    <summary>QR code</summary>
    <p class="hint">Scan the code with a phone to open this page there.</p>
    <img src="talks/qr.svg" alt="QR code" loading="lazy" width="176" height="176">
    </details>
    </div>
    </details>
    <a class="b" href="talks/all.ics?download" rel="nofollow">Add once<small>a copy as it is today</small>
    </a>
    </div>
    <section>
    <h2>Sessions</h2>
    <ol class="list">
    <li>
    <div class="tile" aria-hidden="true">
    <b>Oct</b>
    <span>23</span>
    <i>Sat</i>
    </div>
    <div>
    <h3>
    <a href="talks/opening">&lt;Opening&gt;</a>
    </h3>
    <p class="times">
    <time datetime="2027-10-23T14:00:00+02:00" data-end="2027-10-23T14:00:00Z" data-off="120">Saturday 23 October 2027, 14:00–16:00 CEST</time>
    </p>
    <p>Hall 1</p>
    </div>
    </li>
    <li>
    <div class="tile" aria-hidden="true">
    <b>Oct</b>
    <span>24</span>
    <i>Sun</i>
    </div>
    <div>
    <h3>
    <a href="talks/dinner">Dinner</a>
    </h3>
    <p class="times">
    <time datetime="2027-10-24" data-end="2027-10-25T12:00:00Z">Sunday 24 October 2027</time>
    </p>
    </div>
    </li>
    </ol>
    </section>
    "#);
    let Some(Entry::Variants(variants)) = first.get("/talks") else { panic!("no page") };
    pinned!(text(&variants.json), @r#"{"id":"talks","title":"Talks & more","language":null,"retired":false,"page":"talks","calendar":"talks.ics","sessions":[{"id":"opening","title":"<Opening>","start":"2027-10-23T12:00:00Z","end":"2027-10-23T14:00:00Z","timezone":"Europe/Brussels","status":"confirmed","page":"talks/opening","calendar":"talks/opening.ics"},{"id":"dinner","title":"Dinner","start":"2027-10-24","end":"2027-10-24","timezone":null,"status":"confirmed","page":"talks/dinner","calendar":"talks/dinner.ics"}]}"#);
    pinned!(page(&first, "/", None), @r#"
    <h1>Calendars</h1>
    <ul class="list" data-ended="ended">
    <li data-end="2027-10-25T12:00:00Z">
    <div class="tile" aria-hidden="true">
    <b>Oct</b>
    <span>23</span>
    <i>Sat</i>
    </div>
    <div>
    <h2>
    <a href="talks" dir="auto">Talks &amp; more</a>
    </h2>
    <p>23–24 October 2027 · 2 sessions</p>
    </div>
    </li>
    </ul>
    "#);
    let retired = FIRST.replacen("title", "retired = true\ntitle", 1);
    let last = edit(&directory, &retired, "2027-02-01T09:00:00Z");
    assert!(page(&last, "/talks", None).contains("This series has ended."));
    assert!(page(&last, "/talks", None).contains(">cancelled<"));
    assert!(page(&last, "/", None).contains(", ended"));
}

#[test]
fn the_state_of_publishing_is_counted() {
    let directory = tempfile::tempdir().unwrap();
    let snapshot = edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let status = snapshot.status().unwrap();
    let expected = SiteStatus {
        revision: "06c50a49eec2b90a".to_owned(),
        current: 1,
        sessions: 2,
        last_published_unix: 1_798_794_000,
        ..SiteStatus::default()
    };
    assert_eq!(*status, expected);
    let moved = edit(&directory, &FIRST.replace("T14", "T15"), "2027-01-02T09:00:00Z");
    assert_ne!(moved.status().unwrap().revision, status.revision);
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
        let found = snapshot.find(old);
        let Some(Entry::Redirect(redirect)) = found.as_deref() else { panic!("{old}") };
        assert_eq!(redirect.location().as_bytes(), b"/talks/start");
    }
    let found = snapshot.find("/lectures");
    let Some(Entry::Redirect(redirect)) = found.as_deref() else { panic!("lectures") };
    assert_eq!(redirect.location().as_bytes(), b"/talks");
}

#[test]
fn what_changed_is_news() {
    let directory = tempfile::tempdir().unwrap();
    edit(&directory, FIRST, "2027-01-01T09:00:00Z");
    let moved = FIRST.replace("T14:00:00", "T15:00:00");
    edit(&directory, &moved, "2027-02-01T09:00:00Z");
    let cancelled = moved.replace("id = \"dinner\"", "id = \"dinner\"\nstatus = \"cancelled\"");
    let snapshot = edit(&directory, &cancelled, "2027-03-01T09:00:00Z");
    let Some(Entry::Resource(news)) = snapshot.get("/talks.atom") else { panic!("no news") };
    pinned!(text(news), @r#"
    <?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>urn:uuid:8fc454b6-aa45-5a0e-87df-f517238ddc78</id><title>Talks &amp; more: changes</title><updated>2027-03-01T09:00:00Z</updated><author><name>Talks &amp; more</name></author><link rel="alternate" type="text/html" href="https://calendar.example.org/talks"/><link rel="self" type="application/atom+xml" href="https://calendar.example.org/talks.atom"/>
    <entry><id>urn:uuid:8fc454b6-aa45-5a0e-87df-f517238ddc78#dinner/1</id><title>Dinner: cancelled</title><updated>2027-03-01T09:00:00Z</updated><link rel="alternate" type="text/html" href="https://calendar.example.org/talks/dinner"/><content>Status: confirmed → cancelled</content></entry>
    <entry><id>urn:uuid:8fc454b6-aa45-5a0e-87df-f517238ddc78#opening/1</id><title>&lt;Opening&gt;: Changed</title><updated>2027-02-01T09:00:00Z</updated><link rel="alternate" type="text/html" href="https://calendar.example.org/talks/opening"/><content>When: Saturday 23 October 2027, 14:00–16:00 CEST → Saturday 23 October 2027, 15:00–17:00 CEST</content></entry>
    <entry><id>urn:uuid:8fc454b6-aa45-5a0e-87df-f517238ddc78#dinner/0</id><title>New session: Dinner</title><updated>2027-01-01T09:00:00Z</updated><link rel="alternate" type="text/html" href="https://calendar.example.org/talks/dinner"/><content>When: Sunday 24 October 2027</content></entry>
    <entry><id>urn:uuid:8fc454b6-aa45-5a0e-87df-f517238ddc78#opening/0</id><title>New session: &lt;Opening&gt;</title><updated>2027-01-01T09:00:00Z</updated><link rel="alternate" type="text/html" href="https://calendar.example.org/talks/opening"/><content>When: Saturday 23 October 2027, 14:00–16:00 CEST
    Where: Hall 1</content></entry>
    </feed>
    "#);
    let Some(Entry::Resource(json)) = snapshot.get("/talks.json") else { panic!("no document") };
    let Some(Entry::Variants(variants)) = snapshot.get("/talks") else { panic!("no page") };
    assert_eq!(json.etag(), variants.json.etag());
}

/// A room that two links led to, and what else repeats them.
const JOINED: &str = r#"
title = "Talks"
authority = "example.org"
timezone = "Europe/Brussels"
duration = "2h"

[[session]]
id = "opening"
title = "Opening"
start = 2027-10-23T14:00:00
join = "https://meet.example.net/LINK"
location = "Meet: https://Meet.example.net/LINK"
url = "https://meet.example.net/LINK/"
description = """
Bring questions.
https://meet.example.net/LINK?lang=en

Or follow meet.example.net/LINK."""
#STATUS

[[session]]
id = "dinner"
title = "Dinner"
start = 2027-10-24
"#;

/// Every address with a response that contains the join link.
fn leading_there(snapshot: &Snapshot) -> Vec<String> {
    let leads = |entry: &Entry| {
        let to = |to: &Redirect| String::from_utf8_lossy(to.location().as_bytes()).into_owned();
        let redirects = matches!(entry, Entry::Redirect(it) if to(it).contains("meet.example.net"));
        let mut resources = entry.resources();
        redirects
            || resources.any(|one| {
                String::from_utf8_lossy(one.body()).to_lowercase().contains("meet.example.net")
            })
    };
    let every = snapshot.every().into_iter();
    every.filter(|(_, entry)| leads(entry)).map(|(path, _)| path).collect()
}

#[test]
fn no_address_leads_into_the_empty_room_of_a_cancelled_session() {
    let (one, two) = (JOINED.replace("LINK", "one"), JOINED.replace("LINK", "two"));
    let (without, _) = two.split_once("[[session]]").unwrap();
    let dinner = &two[two.rfind("[[session]]").unwrap()..];
    let cancelled = two.replace("#STATUS", "status = \"cancelled\"");
    let removed = format!("{without}{dinner}");
    let retired = two.replacen("title =", "retired = true\ntitle =", 1);
    for (off, is_defined) in [(cancelled, true), (removed, false), (retired, true)] {
        let directory = tempfile::tempdir().unwrap();
        let before = edit(&directory, &one, "2027-01-01T09:00:00Z");
        let there = leading_there(&before);
        for path in ["/talks.ics", "/talks/opening.ics", "/talks/opening", "/talks/email"] {
            assert!(there.iter().any(|one| one == path), "{path} is not among {there:?}");
        }
        edit(&directory, &two, "2027-01-02T09:00:00Z");
        let after = edit(&directory, &off, "2027-01-03T09:00:00Z");
        assert_eq!(leading_there(&after), [""; 0], "{off}");
        let Some(Entry::Resource(file)) = after.get("/talks/opening.ics") else { panic!("{off}") };
        let file = text(file).replace("\r\n ", "");
        assert!(file.contains("\r\nLOCATION:Meet: …\r\n"), "{file}");
        assert!(file.contains("is cancelled.\\n\\nBring questions.\\n\\nOr follow …."), "{file}");
        assert_eq!(page(&after, "/talks", None).contains("Meet: …"), is_defined, "{off}");
        let again = edit(&directory, &two, "2027-01-04T09:00:00Z");
        assert!(leading_there(&again).contains(&"/talks/opening.ics".to_owned()), "{off}");
    }
}

/// Twelve sessions are a list; one more, several a day, is a programme by day and time.
#[test]
fn many_sessions_are_shown_by_day_and_time() {
    let series = |count: usize| {
        let session = |at: usize| {
            let (day, hour) = (10 + at / 5, 9 + at % 5 / 2);
            format!(
                "\n[[session]]\nid = \"s{at}\"\ntitle = \"Session {at}\"\nstart = 2027-05-{day}T{hour:02}:00:00\n\
                 location = {{ name = \"Hall {at}\", address = \"1 Street\" }}\nspeakers = [{{ name = \"Ada\" }}]\n"
            )
        };
        let head = "title = \"Talks\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\nduration = \"1h\"\n";
        format!("{head}{}", (0..count).map(session).collect::<String>())
    };
    let directory = tempfile::tempdir().unwrap();
    let list = page(&edit(&directory, &series(12), "2027-01-01T09:00:00Z"), "/talks", None);
    assert!(list.contains("<ol class=\"list\">") && !list.contains("class=\"day\""), "{list}");
    let directory = tempfile::tempdir().unwrap();
    let text =
        series(13).replace("id = \"s1\"", "id = \"s1\"\nstatus = \"tentative\"\nduration = \"2h\"");
    let programme = page(&edit(&directory, &text, "2027-01-01T09:00:00Z"), "/talks", None);
    let start = programme.find("<nav class=\"days\"").unwrap();
    let end = programme[start..].find("<p class=\"at\">").unwrap() + start;
    let second = programme[end + 1..].find("<div class=\"slot\">").unwrap() + end;
    pinned!(&programme[start..second], @r##"
    <nav class="days" aria-label="Sessions">
    <a class="b" href="#2027-05-10">Mon 10</a>
    <a class="b" href="#2027-05-11">Tue 11</a>
    <a class="b" href="#2027-05-12">Wed 12</a>
    </nav>
    <details class="day" id="2027-05-10" open>
    <summary>
    <h3>Monday 10 May 2027</h3>
    </summary>
    <div class="slot">
    <p class="at">
    <time datetime="2027-05-10T09:00:00+02:00" data-end="2027-05-10T09:00:00Z" data-off="120">09:00–10:00 CEST</time>
    </p>
    <ul class="list cards">
    <li>
    <h4>
    <a href="talks/s0">Session 0</a>
    </h4>
    <p>Ada</p>
    <p>Hall 0</p>
    </li>
    <li>
    <h4>
    <a href="talks/s1">Session 1</a>
    </h4>
    <p class="times">09:00–11:00 CEST</p>
    <p>Ada</p>
    <p>Hall 1</p>
    <span class="mark warn">tentative</span>
    </li>
    </ul>
    </div>
    "##);
}
