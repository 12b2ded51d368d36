//! Special plans: first, empty, with errors, and every kind of move.

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::plan::{CLIENTS, ClientBehaviour};
use kalends::publish::Records;

use crate::plan::{BEFORE, Site, edited};

#[test]
fn a_first_publication_shows_what_is_new() {
    let text = "title = \"Talks\"\n[[session]]\nid = \"talk\"\ntitle = \"Talk\"\n\
        start = 2027-10-31T01:30:00\nlocation = \"Hall 1\"\n";
    pinned!(Site::new(&[("talks", text)]).text(), @r#"
    Plan: 1 created

    talks: "Talks", published for the first time
      ~ the series itself
          title        "Talks"
          time zone    "Europe/Brussels"
      + talk "Talk" created, SEQUENCE 0
          when         Sun 31 Oct 2027, 01:30 CEST – 02:30 CET (Europe/Brussels)
          place        "Hall 1"

    Effects on people

      Subscribers get it when their calendar next fetches the feed:
                                  changed or new
        Google Calendar           within 4–24 h, hints ignored
        Outlook classic           by X-PUBLISHED-TTL: 1 h
        Outlook.com, new Outlook  every 3–24 h
        Apple macOS               user's setting, 5 min to a week
        Apple iOS                 only charging and on Wi-Fi by default
        Thunderbird               30 min by default
        Android                   needs an app (ICSx5)
        Nextcloud                 by REFRESH-INTERVAL: 1 h
      Subscribers see:
        · created: a new entry appears
      People who downloaded a file:
        · they get new sessions only if they add them or subscribe
      Known limits:
        · Google Calendar fetches up to a day late, and cannot be made faster
        · iPhones and iPads fetch only while charging and on Wi-Fi, unless set otherwise
    "#);
}

#[test]
fn where_nothing_changes_nothing_is_said_of_people() {
    let site = Site::new(&[("talks", BEFORE)]);
    site.publish("2027-03-01T09:00:00Z");
    let reformatted = BEFORE.replace(" = ", "   =  ");
    site.define("talks", &reformatted);
    pinned!(site.text(), @"Plan: nothing changes, 7 sessions unchanged");
    pinned!(site.markdown(), @"## Calendars: nothing changes, 7 sessions unchanged");
    assert_eq!(site.json()["changes"], false);
}

#[test]
fn a_tombstone_whose_time_is_over_leaves_the_feed() {
    let site = edited();
    site.publish("2027-08-01T09:00:00Z");
    let published = site.run(Records::Pretend, "2027-12-24T09:00:00Z");
    let text = kalends::plan::text(&published.plan());
    let (sessions, _) = text.split_once("\nEffects on people").expect("a section about people");
    pinned!(sessions, @r#"
    Plan: 1 leaving the feed, 7 sessions unchanged

    talks: "Talks of 2027"
      - dinner "Dinner" leaves the feed, SEQUENCE stays 1
          when         Sat 2 Oct 2027, 19:00–21:00 CEST (Europe/Brussels)
        7 sessions unchanged
    "#);
}

#[test]
fn what_cannot_be_published_is_named() {
    let fine = "title = \"Talks\"\n[[session]]\nid = \"talk\"\ntitle = \"Talk\"\n\
        start = 2027-10-31T12:00:00\n";
    let site = Site::new(&[("talks", fine), ("gone", fine)]);
    site.publish("2027-03-01T09:00:00Z");
    fs::remove_file(site.0.path().join("gone.toml")).expect("removed");
    site.define("late", &fine.replace("12:00", "12:61"));
    site.define("oddly", &fine.replace("title = \"Talk\"", "titel = \"Talk\""));
    pinned!(site.text(), @r"
    Plan: nothing changes, 1 session unchanged

    gone: cannot be published: see findings

    oddly: cannot be published: see findings

    1 definition that cannot be read: see findings
    ");
    fs::remove_file(site.0.path().join("late.toml")).expect("removed");
    pinned!(site.text(), @r#"
    Plan: 1 series would end: 1 session to come, 1 session unchanged

    gone: would end, because its definition is gone: 1 session to come; refused: see findings

    oddly: cannot be published: see findings
    "#);
    let json = site.json();
    assert_eq!(json["blocked"], serde_json::json!(["oddly"]));
    let ends = serde_json::json!([{ "id": "gone", "sessions_to_come": 1, "refused": true }]);
    assert_eq!((&json["ends"], &json["changes"]), (&ends, &serde_json::json!(true)));
    let published = site.run(Records::Pretend, "2027-03-01T09:00:00Z");
    assert!(
        kalends::plan::markdown(&published.plan())
            .starts_with("## Calendars: 1 series would end: 1 s")
    );
    // Its end on purpose, recorded, is no longer a change.
    site.end("2027-03-01T09:00:00Z");
    pinned!(site.text(), @r#"
    Plan: nothing changes, 1 session unchanged

    oddly: cannot be published: see findings

    gone: no longer published; its addresses answer 410 Gone
    "#);
    let json = site.json();
    assert_eq!(json["ends"], serde_json::json!([]));
    assert_eq!(json["retired"], serde_json::json!(["gone"]));
}

#[test]
fn what_a_series_says_of_itself_is_a_change_too() {
    let site = Site::new(&[("talks", BEFORE)]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", &BEFORE.replacen("\"Talks\"", "\"Our talks\"", 1));
    let text = site.text();
    pinned!(text.split_once("\nEffects on people").expect("a section about people").0, @r#"
    Plan: 1 series revised, 7 sessions unchanged

    talks: "Our talks"
      ~ the series itself
          title        "Talks" → "Our talks"
        7 sessions unchanged
    "#);
}

#[test]
fn a_retired_series_that_is_defined_again_changes() {
    let site = Site::new(&[("talks", BEFORE)]);
    site.publish("2027-03-01T09:00:00Z");
    let path = site.0.path().join("talks.lock");
    let record = fs::read_to_string(&path).expect("record");
    let revised = "revised = 2027-03-01T09:00:00Z\n";
    let retired =
        record.replacen(revised, &format!("{revised}retired = 2027-04-01T09:00:00Z\n"), 1);
    // As older releases wrote it: without digests.
    let unsigned = retired.lines().filter(|line| !line.starts_with("identity = "));
    let unsigned: String = unsigned.flat_map(|line| [line, "\n"]).collect();
    fs::write(&path, unsigned).expect("written");
    let text = site.text();
    pinned!(text.split_once("\nEffects on people").expect("a section about people").0, @r#"
    Plan: 1 series revised, 7 sessions unchanged

    talks: "Talks"
      ! was retired and is published again
        7 sessions unchanged
    "#);
}

#[test]
fn the_end_of_a_series_is_told() {
    let site = Site::new(&[("talks", BEFORE)]);
    site.publish("2027-10-02T09:00:00Z");
    site.define("talks", &format!("retired = true\n{BEFORE}"));
    pinned!(site.text().split_once("\nEffects on people").expect("a section about people").0, @r#"
    Plan: 7 withdrawn

    talks: "Talks"
      ! retired: this is its last calendar, served for 30 days; then its addresses answer 410 Gone
      - closing "Closing" withdrawn, SEQUENCE 0 → 1
          when         Wed 1 Dec 2027, 14:00–16:00 CET (Europe/Brussels)
      - dinner "Dinner" withdrawn, SEQUENCE 0 → 1
          when         Sat 2 Oct 2027, 19:00–21:00 CEST (Europe/Brussels)
      - keynote "Keynote" withdrawn, SEQUENCE 0 → 1
          when         Thu 28 Oct 2027, 17:00–19:00 CEST (Europe/Brussels)
      - opening "Opening" withdrawn, SEQUENCE 0 → 1
          when         Thu 23 Sep 2027, 14:00–16:00 CEST (Europe/Brussels)
      - panel "Panel" withdrawn, SEQUENCE stays 0
          when         Mon 4 Oct 2027, 10:00–12:00 CEST (Europe/Brussels)
      - walk "Walk" withdrawn, SEQUENCE 0 → 1
          when         Sun 3 Oct 2027, all day
      - workshop "Workshop" withdrawn, SEQUENCE 0 → 1
          when         Fri 1 Oct 2027, 09:00–11:00 CEST (Europe/Brussels)
    "#);
}

#[test]
fn what_leaves_the_feed_at_once_is_told_apart() {
    let site = Site::new(&[("talks", BEFORE)]);
    site.publish("2027-03-01T09:00:00Z");
    let after = BEFORE.replacen("id = \"dinner\"", "id = \"supper\"\nwas = \"dinner\"", 1);
    let (after, _) = after.split_once("[[session]]\nid = \"keynote\"").expect("the last one");
    site.define("talks", &format!("on_cancel = \"remove\"\n{after}"));
    pinned!(site.text(), @r#"
    Plan: 1 withdrawn, 1 renamed, 1 leaving the feed, 4 sessions unchanged

    talks: "Talks"
      ~ supper "Dinner" renamed, SEQUENCE stays 0
          was          `dinner`
      - keynote "Keynote" withdrawn and taken out of the feed, SEQUENCE 0 → 1
          when         Thu 28 Oct 2027, 17:00–19:00 CEST (Europe/Brussels)
      - panel "Panel" leaves the feed, SEQUENCE stays 0
          when         Mon 4 Oct 2027, 10:00–12:00 CEST (Europe/Brussels)
        4 sessions unchanged

    Effects on people

      Subscribers get it when their calendar next fetches the feed:
                                  changed or new
        Google Calendar           within 4–24 h, hints ignored
        Outlook classic           by X-PUBLISHED-TTL: 1 h
        Outlook.com, new Outlook  every 3–24 h
        Apple macOS               user's setting, 5 min to a week
        Apple iOS                 only charging and on Wi-Fi by default
        Thunderbird               30 min by default
        Android                   needs an app (ICSx5)
        Nextcloud                 by REFRESH-INTERVAL: 1 h
      Subscribers see:
        · renamed: nothing; old addresses lead to the new ones
        · leaving the feed: the cancelled entry disappears
        · taken out of the feed: the entry disappears without an explanation; its own file says that it is cancelled
      People who downloaded a file keep their copy. Opening the changed file again:
        · updates in place: Apple macOS
        · adds a duplicate: Outlook classic; Outlook.com, new Outlook; Android
        · changes nothing: Google Calendar; Thunderbird; Nextcloud
        · unclear: Apple iOS
      Known limits:
        · Google Calendar fetches up to a day late, and cannot be made faster
        · iPhones and iPads fetch only while charging and on Wi-Fi, unless set otherwise
        · copies from a file: people notice no change unless they subscribe, or get a message with a link
    "#);
}

#[test]
fn whatever_a_text_holds_stays_text_in_markdown() {
    let hostile = |title: &str| {
        format!(
            "title = \"Talks\"\n[[session]]\nid = \"talk\"\ntitle = '{title}'\n\
             description = '''one\n{title}\nthree'''\nstart = 2027-09-23T14:00:00\n"
        )
    };
    let site = Site::new(&[("talks", &hostile("`plain`"))]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", &hostile("```` @all <b>#1</b> [x](y) | *z*"));
    let markdown = site.markdown();
    pinned!(markdown.split_once("\n### Effects on people").expect("a section about people").0, @r"
    ## Calendars: 1 changed

    ### `talks` `Talks`

    - `talk` ````` ```` @all <b>#1</b> [x](y) | *z* ````` **retitled**, SEQUENCE 0 → 1
      - title: `` `plain` `` → ````` ```` @all <b>#1</b> [x](y) | *z* `````
      - description:
        `````diff
        - `plain`
        + ```` @all <b>#1</b> [x](y) | *z*
        `````
    ");
}

#[test]
fn every_feed_asks_for_the_hour_that_the_table_names() {
    let pretended = edited().pretend();
    let feed = pretended.editions().next().unwrap().calendars.feed();
    assert!(feed.contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n"));
    let hourly = |client: &&ClientBehaviour| client.changed.ends_with(": 1 h");
    assert_eq!(CLIENTS.iter().filter(hourly).count(), 2);
}

#[test]
fn moves_are_told_in_the_fewest_words_that_are_clear() {
    let from = "start = 2027-09-23T14:00:00\n";
    let moves = [
        "start = 2027-09-23T15:00:00\n",
        "start = 2027-09-23T14:00:00\nend = 2027-09-23T17:00:00\n",
        "start = 2027-09-23T13:30:00\nend = 2027-09-23T17:00:00\n",
        "start = 2027-09-24T14:00:00\n",
        "start = 2027-11-24T14:00:00\n",
        "start = 2027-09-23T23:00:00\n",
        "start = 2027-09-23T23:00:00\nduration = \"3h\"\n",
        "start = 2027-10-31T01:00:00\nduration = \"3h\"\n",
        "start = 2027-09-23T14:00:00\ntimezone = \"Europe/London\"\n",
        "start = 2027-09-23T14:00:00\ntimezone = \"America/Sao_Paulo\"\n",
        "start = 2027-09-23T14:00:00\ntimezone = \"Europe/Paris\"\n",
        "start = 2027-09-23\nend = 2027-09-24\n",
        "start = 2027-09-23\n",
    ];
    let told: Vec<String> = moves.iter().map(|to| told(from, to)).collect();
    pinned!(told.join("\n"), @r#"
    ~ talk "Talk" moved: 14:00 → 15:00 CEST on 23 Sep 2027, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 15:00–17:00 CEST
    ~ talk "Talk" moved: ends 16:00 → 17:00 CEST on 23 Sep 2027, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 14:00–17:00 CEST
    ~ talk "Talk" moved: 14:00–16:00 → 13:30–17:00 CEST on 23 Sep 2027, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 13:30–17:00 CEST
    ~ talk "Talk" moved: 23 Sep 2027 14:00 CEST → 24 Sep 2027 14:00 CEST, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Fri 24 Sep 2027, 14:00–16:00 CEST
    ~ talk "Talk" moved: 23 Sep 2027 14:00 CEST → 24 Nov 2027 14:00 CET, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Wed 24 Nov 2027, 14:00–16:00 CET
    ~ talk "Talk" moved: 14:00 → 23:00 CEST on 23 Sep 2027, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 23:00 CEST – Fri 24 Sep 2027, 01:00 CEST
    ~ talk "Talk" moved: Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 23:00 CEST – Fri 24 Sep 2027, 02:00 CEST, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 23:00 CEST – Fri 24 Sep 2027, 02:00 CEST
    ~ talk "Talk" moved: 23 Sep 2027 14:00 CEST → 31 Oct 2027 01:00 CEST, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Sun 31 Oct 2027, 01:00 CEST – 03:00 CET
    ~ talk "Talk" moved, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST (Europe/Brussels) → Thu 23 Sep 2027, 14:00–16:00 BST (Europe/London)
    ~ talk "Talk" moved, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST (Europe/Brussels) → Thu 23 Sep 2027, 14:00–16:00 UTC-03 (America/Sao_Paulo)
    ~ talk "Talk" touched only, SEQUENCE stays 0
        when         Thu 23 Sep 2027, 14:00–16:00 CEST (Europe/Brussels) → Thu 23 Sep 2027, 14:00–16:00 CEST (Europe/Paris)
    ~ talk "Talk" moved: Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027 – Fri 24 Sep 2027, all day, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027 – Fri 24 Sep 2027, all day
    ~ talk "Talk" moved: Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, all day, SEQUENCE 0 → 1
        when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, all day
    "#);
}

/// The headline about a session moved from one time to another, and its row.
fn told(from: &str, to: &str) -> String {
    let head = "title = \"Talks\"\n[[session]]\nid = \"talk\"\ntitle = \"Talk\"\n";
    let site = Site::new(&[("talks", &format!("{head}{from}"))]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", &format!("{head}{to}"));
    let text = site.text();
    let lines: Vec<_> = text.lines().skip_while(|line| !line.contains(" talk ")).take(2).collect();
    lines.join("\n")
}
