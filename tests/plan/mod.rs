//! Plans of histories: text for editors, Markdown for reviewers, JSON for machines. Special cases
//! are in `cases`.

#![allow(clippy::panic, reason = "a test fails by panicking")]

mod access;
mod cases;
mod languages;

use std::fs;

use insta::assert_snapshot as pinned;
use kalends::publish::{Published, Records, Settings, WithoutDefinition, publish};
use tempfile::TempDir;

const HEAD: &str = r#"
authority = "example.org"
timezone = "Europe/Brussels"
duration = "2h"
"#;

/// A year of talks as first announced.
pub(crate) const BEFORE: &str = r#"
title = "Talks"
description = """
A year of talks.
Bring a frend.
All welcome."""

[[session]]
id = "opening"
title = "Opening"
start = 2027-09-23T14:00:00

[[session]]
id = "closing"
title = "Closing"
start = 2027-12-01T14:00:00

[[session]]
id = "workshop"
title = "Workshop"
start = 2027-10-01T09:00:00

[[session]]
id = "dinner"
title = "Dinner"
start = 2027-10-02T19:00:00

[[session]]
id = "walk"
title = "Walk"
start = 2027-10-03
description = "A walk through the town, along the walls and the harbour to the old begining of it all, where the guide waits with coffee."
speakers = [{ name = "Ada", organisation = "Town" }, { name = "Bo", role = "guide" }]

[[session]]
id = "panel"
title = "Panel"
start = 2027-10-04T10:00:00
status = "cancelled"

[[session]]
id = "keynote"
title = "Keynote"
start = 2027-10-28T17:00:00
location = "Hall 1"
"#;

/// The same after every kind of change, each to one session.
const AFTER: &str = r#"
title = "Talks of 2027"
description = """
A year of talks.
Bring a friend.
All welcome."""

[[session]]
id = "opening"
title = "Grand opening"
start = 2027-09-23T15:00:00

[[session]]
id = "closing"
title = "Closing"
start = 2027-12-01T14:00:00

[[session]]
id = "workshop"
title = "Workshop"
start = 2027-10-01T09:00:00
status = "cancelled"

[[session]]
id = "walk"
title = "Walk"
start = 2027-10-03
description = "A walk through the town, along the walls and the harbour to the old beginning of it all, where the guide waits with coffee."
speakers = [{ name = "Ada", organisation = "Town" }, { name = "Bob", role = "guide" }, { name = "Cy" }]

[[session]]
id = "panel"
title = "Panel"
start = 2027-10-04T10:00:00

[[session]]
id = "keynote"
title = "Keynote"
start = 2027-11-02T17:00:00
location = { name = "Hall 2", address = "Quay 1, Ghent" }
status = "tentative"

[[session]]
id = "lunch"
title = "Lunch"
start = 2027-10-05T12:00:00
join = "https://example.org/lunch"
"#;

/// A directory of definitions that is published repeatedly.
pub(crate) struct Site(pub(crate) TempDir);

impl Site {
    pub(crate) fn new(series: &[(&str, &str)]) -> Self {
        let site = Self(tempfile::tempdir().expect("directory"));
        series.iter().for_each(|(id, body)| site.define(id, body));
        site
    }

    pub(crate) fn define(&self, id: &str, body: &str) {
        // The series' keys are before the first session.
        let text = format!("{HEAD}{body}");
        fs::write(self.0.path().join(format!("{id}.toml")), text).expect("written");
    }

    pub(crate) fn run(&self, records: Records, now: &str) -> Published {
        let paths = vec![self.0.path().to_owned()];
        let settings = Settings::new(paths, records);
        publish(&settings, now.parse().expect(now)).expect("readable")
    }

    pub(crate) fn publish(&self, now: &str) {
        let published = self.run(Records::Write, now);
        assert!(!published.has_errors(), "{:?}", published.findings);
    }

    /// Records the end of series without a definition.
    pub(crate) fn end(&self, now: &str) {
        let settings = Settings {
            without_definition: WithoutDefinition::Ended,
            ..Settings::new(vec![self.0.path().to_owned()], Records::Write)
        };
        publish(&settings, now.parse().expect(now)).expect("readable");
    }

    /// Writes nothing; no session is over yet.
    pub(crate) fn pretend(&self) -> Published {
        self.run(Records::Pretend, "2027-08-01T09:00:00Z")
    }

    pub(crate) fn text(&self) -> String {
        kalends::plan::text(&self.pretend().plan())
    }

    pub(crate) fn markdown(&self) -> String {
        kalends::plan::markdown(&self.pretend().plan())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        kalends::plan::json(&self.pretend().plan())
    }
}

/// Published as first announced, then edited.
pub(crate) fn edited() -> Site {
    let site = Site::new(&[("talks", BEFORE)]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", AFTER);
    site
}

#[test]
fn an_editor_reads_what_happens_to_each_session_and_to_people() {
    pinned!(edited().text(), @r#"
    Plan: 1 created, 2 changed, 1 touched only, 1 cancelled, 1 reinstated, 1 withdrawn, 1 session unchanged

    talks: "Talks of 2027"
      ~ the series itself
          title        "Talks" → "Talks of 2027"
          description
            - Bring a frend.
            + Bring a friend.
      ~ opening "Grand opening" moved and retitled: 14:00 → 15:00 CEST on 23 Sep 2027, SEQUENCE 0 → 1
          when         Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 15:00–17:00 CEST
          title        "Opening" → "Grand opening"
      - workshop "Workshop" cancelled, SEQUENCE 0 → 1
          status       confirmed → cancelled
      ~ walk "Walk" touched only, SEQUENCE stays 0
          speakers
            - Bo, guide
            + Bob, guide
            + Cy
          description  "…our to the old begining of it all, where…" → "…our to the old beginning of it all, where…"
      + panel "Panel" reinstated, SEQUENCE 0 → 1
          status       cancelled → confirmed
      + lunch "Lunch" created, SEQUENCE 0
          when         Tue 5 Oct 2027, 12:00–14:00 CEST (Europe/Brussels)
          place        online
          join link    "https://example.org/lunch"
      ~ keynote "Keynote" moved, relocated and made tentative: 28 Oct 2027 17:00 CEST → 2 Nov 2027 17:00 CET, SEQUENCE 0 → 1
          when         Thu 28 Oct 2027, 17:00–19:00 CEST → Tue 2 Nov 2027, 17:00–19:00 CET
          status       confirmed → tentative
          place        "Hall 1" → "Hall 2, Quay 1, Ghent"
      - dinner "Dinner" withdrawn, SEQUENCE 0 → 1
          when         Sat 2 Oct 2027, 19:00–21:00 CEST (Europe/Brussels)
        1 session unchanged

    Effects on people

      Subscribers get it when their calendar next fetches the feed:
                                  changed or new                        cancelled
        Google Calendar           within 4–24 h, hints ignored          vanishes
        Outlook classic           by X-PUBLISHED-TTL: 1 h               looks alive: title and free/busy only
        Outlook.com, new Outlook  every 3–24 h                          title and free/busy only
        Apple macOS               user's setting, 5 min to a week       struck through
        Apple iOS                 only charging and on Wi-Fi by default struck through
        Thunderbird               30 min by default                     struck through
        Android                   needs an app (ICSx5)                  per app
        Nextcloud                 by REFRESH-INTERVAL: 1 h              struck through
      Subscribers see:
        · created: a new entry appears
        · changed: the entry they have changes in place
        · touched only: the same, without an alert
        · cancelled: the entry stays, marked as the table shows
        · reinstated: their entry takes place again
        · withdrawn: a cancelled entry replaces it, until 30 days after its end and after the withdrawal
      People who downloaded a file keep their copy. Opening the changed file again:
        · updates in place: Apple macOS
        · adds a duplicate: Outlook classic; Outlook.com, new Outlook; Android
        · changes nothing: Google Calendar; Thunderbird; Nextcloud
        · unclear: Apple iOS
        · they get new sessions only if they add them or subscribe
      Known limits:
        · Google Calendar fetches up to a day late, and cannot be made faster
        · iPhones and iPads fetch only while charging and on Wi-Fi, unless set otherwise
        · copies from a file: people notice no change unless they subscribe, or get a message with a link
    "#);
}

#[test]
fn a_reviewer_gets_markdown() {
    pinned!(edited().markdown(), @r"
    ## Calendars: 1 created, 2 changed, 1 touched only, 1 cancelled, 1 reinstated, 1 withdrawn, 1 session unchanged

    ### `talks` `Talks of 2027`

    - **the series itself**
      - title: `Talks` → `Talks of 2027`
      - description:
        ```diff
        - Bring a frend.
        + Bring a friend.
        ```
    - `opening` `Grand opening` **moved and retitled: 14:00 → 15:00 CEST on 23 Sep 2027**, SEQUENCE 0 → 1
      - when: Thu 23 Sep 2027, 14:00–16:00 CEST → Thu 23 Sep 2027, 15:00–17:00 CEST
      - title: `Opening` → `Grand opening`
    - `workshop` `Workshop` **cancelled**, SEQUENCE 0 → 1
      - status: confirmed → cancelled
    - `walk` `Walk` **touched only**, SEQUENCE stays 0
      - speakers:
        ```diff
        - Bo, guide
        + Bob, guide
        + Cy
        ```
      - description: `…our to the old begining of it all, where…` → `…our to the old beginning of it all, where…`
    - `panel` `Panel` **reinstated**, SEQUENCE 0 → 1
      - status: cancelled → confirmed
    - `lunch` `Lunch` **created**, SEQUENCE 0
      - when: Tue 5 Oct 2027, 12:00–14:00 CEST (Europe/Brussels)
      - place: online
      - join link: `https://example.org/lunch`
    - `keynote` `Keynote` **moved, relocated and made tentative: 28 Oct 2027 17:00 CEST → 2 Nov 2027 17:00 CET**, SEQUENCE 0 → 1
      - when: Thu 28 Oct 2027, 17:00–19:00 CEST → Tue 2 Nov 2027, 17:00–19:00 CET
      - status: confirmed → tentative
      - place: `Hall 1` → `Hall 2, Quay 1, Ghent`
    - `dinner` `Dinner` **withdrawn**, SEQUENCE 0 → 1
      - when: Sat 2 Oct 2027, 19:00–21:00 CEST (Europe/Brussels)
    - 1 session unchanged

    ### Effects on people

    Subscribers get it when their calendar next fetches the feed:

    | calendar | in the feed, changed or new | in the feed, cancelled |
    |---|---|---|
    | Google Calendar | within 4–24 h, hints ignored | vanishes |
    | Outlook classic | by X-PUBLISHED-TTL: 1 h | looks alive: title and free/busy only |
    | Outlook.com, new Outlook | every 3–24 h | title and free/busy only |
    | Apple macOS | user's setting, 5 min to a week | struck through |
    | Apple iOS | only charging and on Wi-Fi by default | struck through |
    | Thunderbird | 30 min by default | struck through |
    | Android | needs an app (ICSx5) | per app |
    | Nextcloud | by REFRESH-INTERVAL: 1 h | struck through |

    Subscribers see:

    - created: a new entry appears
    - changed: the entry they have changes in place
    - touched only: the same, without an alert
    - cancelled: the entry stays, marked as the table shows
    - reinstated: their entry takes place again
    - withdrawn: a cancelled entry replaces it, until 30 days after its end and after the withdrawal

    People who downloaded a file keep their copy. Opening the changed file again:

    - updates in place: Apple macOS
    - adds a duplicate: Outlook classic; Outlook.com, new Outlook; Android
    - changes nothing: Google Calendar; Thunderbird; Nextcloud
    - unclear: Apple iOS
    - they get new sessions only if they add them or subscribe

    Known limits:

    - Google Calendar fetches up to a day late, and cannot be made faster
    - iPhones and iPads fetch only while charging and on Wi-Fi, unless set otherwise
    - copies from a file: people notice no change unless they subscribe, or get a message with a link
    ");
}

#[test]
fn machines_get_raw_fields() {
    let one = "title = \"Talks\"\n[[session]]\nid = \"talk\"\ntitle = \"Talk\"\n\
        start = 2027-09-23T14:00:00\n";
    let site = Site::new(&[("talks", one)]);
    site.publish("2027-03-01T09:00:00Z");
    site.define("talks", &one.replace("T14", "T15"));
    let mut json = site.json();
    let people = json["people"].take();
    pinned!(format!("{json:#}"), @r#"
    {
      "changes": true,
      "summary": {
        "created": 0,
        "changed": 1,
        "touched": 0,
        "cancelled": 0,
        "reinstated": 0,
        "withdrawn": 0,
        "rewritten": 0,
        "renamed": 0,
        "left_the_feed": 0,
        "back_in_the_feed": 0,
        "unchanged": 0,
        "unchanged_series": 0
      },
      "series": [
        {
          "id": "talks",
          "title": "Talks",
          "changed": true,
          "first": false,
          "retirement": null,
          "private": false,
          "access": null,
          "languages": [],
          "fields": [],
          "parts": [],
          "sessions": [
            {
              "id": "talk",
              "title": "Talk",
              "kind": "changed",
              "aspects": [
                "moved"
              ],
              "told": "moved: 14:00 → 15:00 CEST on 23 Sep 2027",
              "in_feed": true,
              "sequence": {
                "old": 0,
                "new": 1
              },
              "fields": [
                {
                  "field": "end",
                  "old": "2027-09-23T14:00:00Z",
                  "new": "2027-09-23T15:00:00Z"
                },
                {
                  "field": "local_end",
                  "old": "2027-09-23T16:00:00",
                  "new": "2027-09-23T17:00:00"
                },
                {
                  "field": "local_start",
                  "old": "2027-09-23T14:00:00",
                  "new": "2027-09-23T15:00:00"
                },
                {
                  "field": "start",
                  "old": "2027-09-23T12:00:00Z",
                  "new": "2027-09-23T13:00:00Z"
                }
              ],
              "rewrites": []
            }
          ],
          "unchanged": 0
        }
      ],
      "blocked": [],
      "retired": [],
      "ends": [],
      "nameless": 0,
      "people": null
    }
    "#);
    pinned!(format!("{:#}", people["clients"][3]), @r#"
    {
      "name": "Apple macOS",
      "changed": "user's setting, 5 min to a week",
      "opened_again": "updates in place",
      "cancelled": "struck through"
    }
    "#);
    let notes: Vec<_> = people.as_object().expect("an object").keys().collect();
    assert_eq!(notes, ["clients", "subscribers", "downloads", "unreachable"]);
}

#[test]
fn what_subscribers_of_each_part_will_see_is_told() {
    let talk = "[[session]]\nid = \"talk\"\ntitle = \"Talk\"\nduration = \"1h\"\n\
        start = 2027-09-23T14:00:00\n";
    let track = |id: &str| format!("[[track]]\nid = \"{id}\"\ntitle = \"About {id}\"\n");
    let body = |of: &str| {
        let tracks = track("policy") + &track("tech");
        let other = talk.replace("talk", "other").replace("09-23", "09-24");
        format!(
            "title = \"Talks\"\n{tracks}{talk}track = \"{of}\"\n{other}track = \"policy\"\n\
            [[session]]\nid = \"more\"\ntitle = \"More\"\nduration = \"1h\"\n\
            start = 2027-09-25T14:00:00\ntrack = \"tech\"\n"
        )
    };
    let site = Site::new(&[("talks", &body("policy"))]);
    let first = site.text();
    assert!(
        first.contains("! track `policy` is new: subscribers get `other`, `talk`\n"),
        "{first}"
    );
    site.publish("2027-03-01T09:00:00Z");
    assert!(!site.text().contains("track"));
    site.define("talks", &body("tech"));
    let moved = site.text();
    let leaves = "! track `policy`: `talk` stays until the end of the session\n";
    let appears = "! track `tech`: subscribers get `talk`\n";
    assert!(moved.contains(leaves) && moved.contains(appears), "{moved}");
    let json = site.json();
    let parts = &json["series"][0]["parts"];
    assert_eq!(parts[0]["part"], "track/policy");
    assert_eq!((&parts[0]["kind"], &parts[0]["leave"][0]), (&"sessions".into(), &"talk".into()));
    assert_eq!(parts[1]["appear"][0], "talk");
}
