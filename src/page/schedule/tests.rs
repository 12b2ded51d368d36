//! Schedules of small definitions.

use insta::assert_snapshot as pinned;
use jiff::Timestamp;
use serde_json::Value;

use super::{schedule_json, schedule_xml};
use crate::address::PartKind;
use crate::definition::parse;
use crate::diagnostic::SourceFile;
use crate::model::{
    Belonging, Colour, Language, Line, Part, PartId, PartKey, Series, SeriesParts, Session, WebUrl,
};
use crate::revision::{Record, reconcile};

const TALKS: &str = r##"
title = "Talks & <more>"
authority = "example.org"
timezone = "Europe/Brussels"
language = "en"
color = "#005eb8"
duration = "90m"
categories = ["Security"]

[[session]]
id = "opening"
title = "\"Opening\""
start = 2027-09-23T14:00:00
location = "Hall 1"
description = "First.\n\nSecond & last."
url = "https://example.org/opening?a=1&b=2"
categories = ["Talk"]
speakers = [{ name = "Ada Lovelace" }, { name = "Grace Hopper", role = "Admiral" }]

[[session]]
id = "party"
title = "Party"
start = 2027-09-24T01:30:00
location = "Hall 1"

[[session]]
id = "remote"
title = "Remote"
timezone = "America/New_York"
start = 2027-09-24T10:00:00
join = "https://meet.example.org/1"

[[session]]
id = "gone"
title = "Gone"
start = 2027-09-25T10:00:00
status = "cancelled"
"##;

fn series(text: &str) -> Series {
    let definition = parse(&SourceFile::new("talks.toml", text), "talks");
    definition.series.unwrap_or_else(|| panic!("{text}"))
}

fn record(series: &Series, earlier: Option<&Record>, now: &str) -> Record {
    let now: Timestamp = now.parse().expect("an instant");
    reconcile(series, earlier, now).expect("a record").record
}

fn xml_of(text: &str) -> String {
    let series = series(text);
    let record = record(&series, None, "2027-01-01T09:00:00Z");
    schedule_xml(&series, &record, Some(&public_url()))
}

fn public_url() -> WebUrl {
    WebUrl::parse("https://calendar.example.org/below/").expect("a URL")
}

fn without_release(text: &str) -> String {
    text.replace(env!("CARGO_PKG_VERSION"), "RELEASE")
}

#[test]
fn a_schedule_has_every_session_that_takes_place() {
    pinned!(without_release(&xml_of(TALKS)), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <schedule>
    <generator name="Kalends" version="RELEASE"/>
    <version>2027-01-01T09:00:00Z</version>
    <conference>
    <acronym>talks</acronym>
    <title>Talks &amp; &lt;more&gt;</title>
    <start>2027-09-23</start>
    <end>2027-09-24</end>
    <days>2</days>
    <timeslot_duration>00:05</timeslot_duration>
    <base_url>https://calendar.example.org/below/</base_url>
    <time_zone_name>Europe/Brussels</time_zone_name>
    </conference>
    <day index="1" date="2027-09-23" start="2027-09-23T04:00:00+02:00" end="2027-09-24T04:00:00+02:00">
    <room name="Hall 1">
    <event guid="8640f675-8fc2-5103-a38a-27516513d004" id="1268372258">
    <date>2027-09-23T14:00:00+02:00</date>
    <start>14:00</start>
    <duration>01:30</duration>
    <room>Hall 1</room>
    <slug>talks-opening</slug>
    <url>https://calendar.example.org/below/talks/opening</url>
    <title>&quot;Opening&quot;</title>
    <subtitle></subtitle>
    <track></track>
    <type>Talk</type>
    <language>en</language>
    <abstract></abstract>
    <description>First.

    Second &amp; last.</description>
    <persons>
    <person>Ada Lovelace</person>
    <person>Grace Hopper</person>
    </persons>
    <links>
    <link href="https://example.org/opening?a=1&amp;b=2">More information</link>
    </links>
    <attachments/>
    </event>
    <event guid="7200e659-1eb0-5490-914d-6c9f67116076" id="378411634">
    <date>2027-09-24T01:30:00+02:00</date>
    <start>01:30</start>
    <duration>01:30</duration>
    <room>Hall 1</room>
    <slug>talks-party</slug>
    <url>https://calendar.example.org/below/talks/party</url>
    <title>Party</title>
    <subtitle></subtitle>
    <track></track>
    <type></type>
    <language>en</language>
    <abstract></abstract>
    <description></description>
    <persons>
    </persons>
    <links>
    </links>
    <attachments/>
    </event>
    </room>
    </day>
    <day index="2" date="2027-09-24" start="2027-09-24T04:00:00+02:00" end="2027-09-25T04:00:00+02:00">
    <room name="Online">
    <event guid="ce54be6d-f005-585c-8929-dcac2b89b497" id="701812356">
    <date>2027-09-24T16:00:00+02:00</date>
    <start>16:00</start>
    <duration>01:30</duration>
    <room>Online</room>
    <slug>talks-remote</slug>
    <url>https://calendar.example.org/below/talks/remote</url>
    <title>Remote</title>
    <subtitle></subtitle>
    <track></track>
    <type></type>
    <language>en</language>
    <abstract></abstract>
    <description></description>
    <persons>
    </persons>
    <links>
    <link href="https://meet.example.org/1">Join</link>
    </links>
    <attachments/>
    </event>
    </room>
    </day>
    </schedule>
    "#);
}

#[test]
fn the_json_form_has_the_same_content() {
    let series = series(TALKS);
    let record = record(&series, None, "2027-01-01T09:00:00Z");
    let json = schedule_json(&series, &record, Some(&public_url()));
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let day = &json["schedule"]["conference"]["days"][0];
    pinned!(without_release(&serde_json::to_string_pretty(&day).expect("JSON")), @r#"
    {
      "index": 1,
      "date": "2027-09-23",
      "day_start": "2027-09-23T04:00:00+02:00",
      "day_end": "2027-09-24T04:00:00+02:00",
      "rooms": {
        "Hall 1": [
          {
            "guid": "8640f675-8fc2-5103-a38a-27516513d004",
            "id": 1268372258,
            "date": "2027-09-23T14:00:00+02:00",
            "start": "14:00",
            "duration": "01:30",
            "room": "Hall 1",
            "slug": "talks-opening",
            "url": "https://calendar.example.org/below/talks/opening",
            "title": "\"Opening\"",
            "subtitle": "",
            "track": null,
            "type": "Talk",
            "language": "en",
            "abstract": "",
            "description": "First.\n\nSecond & last.",
            "persons": [
              {
                "name": "Ada Lovelace"
              },
              {
                "name": "Grace Hopper"
              }
            ],
            "links": [
              {
                "title": "More information",
                "url": "https://example.org/opening?a=1&b=2",
                "type": "related"
              }
            ],
            "attachments": []
          },
          {
            "guid": "7200e659-1eb0-5490-914d-6c9f67116076",
            "id": 378411634,
            "date": "2027-09-24T01:30:00+02:00",
            "start": "01:30",
            "duration": "01:30",
            "room": "Hall 1",
            "slug": "talks-party",
            "url": "https://calendar.example.org/below/talks/party",
            "title": "Party",
            "subtitle": "",
            "track": null,
            "type": "",
            "language": "en",
            "abstract": "",
            "description": "",
            "persons": [],
            "links": [],
            "attachments": []
          }
        ]
      }
    }
    "#);
    let xml = schedule_xml(&series, &record, Some(&public_url()));
    let xml = roxmltree::Document::parse(&xml).expect("XML");
    let events = xml.descendants().filter(|node| node.has_tag_name("event"));
    let mut count = 0;
    for event in events {
        let days = json["schedule"]["conference"]["days"].as_array().expect("days");
        let rooms = days.iter().flat_map(|day| day["rooms"].as_object().expect("rooms").values());
        let is_it = |one: &&Value| one["guid"] == event.attribute("guid").expect("a guid");
        let all = rooms.flat_map(|room| room.as_array().expect("events"));
        let same = all.into_iter().find(is_it).expect("the same event");
        assert_eq!(same["id"].to_string(), event.attribute("id").expect("an id"));
        for field in event.children().filter(|field| field.is_element()) {
            if let Some(value) = same[field.tag_name().name()].as_str() {
                assert_eq!(value, field.text().unwrap_or_default());
            }
        }
        count += 1;
    }
    assert_eq!(count, 3);
}

/// Day by day, the events with their starts.
fn days(text: &str) -> Vec<String> {
    let xml = xml_of(text);
    let xml = roxmltree::Document::parse(&xml).expect("XML");
    let days = xml.descendants().filter(|node| node.has_tag_name("day"));
    days.map(|day| {
        let text = |event: roxmltree::Node<'_, '_>, name: &str| {
            let leaf = event.children().find(|node| node.has_tag_name(name));
            leaf.and_then(|leaf| leaf.text()).unwrap_or_default().to_owned()
        };
        let events = day.descendants().filter(|node| node.has_tag_name("event"));
        let events = events.map(|one| {
            format!("{} {} {}", text(one, "title"), text(one, "date"), text(one, "duration"))
        });
        let [start, end] = ["start", "end"].map(|name| day.attribute(name).unwrap_or_default());
        format!("{start} {end}: {}", events.collect::<Vec<_>>().join(", "))
    })
    .collect()
}

fn talks(sessions: &[&str]) -> String {
    let head = "title = \"Talks\"\nauthority = \"example.org\"\ntimezone = \"Europe/Brussels\"\nduration = \"1h\"\n";
    let sessions = sessions.iter().enumerate().map(|(number, fields)| {
        format!("[[session]]\nid = \"s{number}\"\ntitle = \"S{number}\"\n{fields}\n")
    });
    head.to_owned() + &sessions.collect::<String>()
}

#[test]
fn a_session_after_midnight_belongs_to_the_evening_before() {
    let evening = "start = 2027-09-23T22:00:00\nend = 2027-09-24T01:00:00";
    let night = "start = 2027-09-24T03:30:00";
    assert_eq!(
        days(&talks(&[evening, night])),
        ["2027-09-23T04:00:00+02:00 2027-09-24T04:00:00+02:00: \
          S0 2027-09-23T22:00:00+02:00 03:00, S1 2027-09-24T03:30:00+02:00 01:00"]
    );
    // Without an evening before, it is on its own date, and days begin at midnight.
    assert_eq!(
        days(&talks(&[night])),
        ["2027-09-24T00:00:00+02:00 2027-09-25T00:00:00+02:00: S0 2027-09-24T03:30:00+02:00 01:00"]
    );
}

#[test]
fn whole_days_begin_at_midnight_and_have_24_hours() {
    // Clocks go back on 31 October.
    assert_eq!(
        days(&talks(&["start = 2027-10-30\nend = 2027-10-31", "start = 2027-10-31T22:00:00"])),
        [
            "2027-10-30T00:00:00+02:00 2027-10-31T00:00:00+02:00: S0 2027-10-30T00:00:00+02:00 48:00",
            "2027-10-31T00:00:00+02:00 2027-11-01T00:00:00+01:00: S1 2027-10-31T22:00:00+01:00 01:00",
        ]
    );
}

#[test]
fn a_schedule_without_a_session_left_has_one_empty_day() {
    let cancelled = "start = 2027-09-24T10:00:00\nstatus = \"cancelled\"";
    assert_eq!(
        days(&talks(&[cancelled])),
        ["2027-09-24T04:00:00+02:00 2027-09-25T04:00:00+02:00: "]
    );
}

#[test]
fn an_offset_with_seconds_is_written_in_utc() {
    let text =
        talks(&["start = 1971-06-01T12:00:00"]).replace("Europe/Brussels", "Africa/Monrovia");
    // Local time was 44 minutes and 30 seconds behind.
    let days = days(&text);
    assert!(days[0].ends_with("S0 1971-06-01T12:44:30+00:00 01:00"), "{days:?}");
}

fn key(kind: PartKind, id: &str) -> PartKey {
    PartKey { kind, id: PartId::parse(id).expect("an id") }
}

fn part(key: &PartKey, title: &str, colour: Option<&str>) -> Part {
    Part {
        key: key.clone(),
        title: Line::parse(title).expect("a line"),
        colour: colour.and_then(Colour::parse),
        place: None,
        reminder: None,
    }
}

#[test]
fn tracks_rooms_categories_and_languages_come_from_the_series_parts() {
    let plain = series(TALKS);
    let (policy, hall) = (key(PartKind::Track, "policy"), key(PartKind::Room, "hall"));
    let workshop = key(PartKind::Category, "workshop");
    let sessions = plain.sessions.iter().map(|session| {
        let mut parts = session.defined().clone();
        if parts.id.as_str() != "remote" {
            parts.belonging = Belonging {
                parts: vec![policy.clone(), hall.clone(), workshop.clone()],
                spoken: Language::parse("fr").ok(),
            };
        }
        Session::new(parts)
    });
    let parts = SeriesParts {
        parts: vec![
            part(&policy, "Policy & law", Some("#005eb8")),
            part(&key(PartKind::Track, "other"), "Other", None),
            part(&hall, "Great Hall", None),
            part(&workshop, "Workshop", None),
        ],
        sessions: sessions.collect(),
        ..SeriesParts::clone(&plain)
    };
    let series = Series::new(parts).expect("a series");
    let record = record(&series, None, "2027-01-01T09:00:00Z");
    let xml = schedule_xml(&series, &record, None);
    for line in [
        "<track name=\"Policy &amp; law\" slug=\"policy\" color=\"#005eb8\"/>",
        "<track name=\"Other\" slug=\"other\"/>",
        "<room>Great Hall</room>",
        "<track>Policy &amp; law</track>",
        "<type>Workshop</type>",
        "<language>fr</language>",
    ] {
        assert!(xml.contains(line), "{line}\n{xml}");
    }
    let json = schedule_json(&series, &record, None);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let room = &json["schedule"]["conference"]["rooms"][0];
    let guid = room["guid"].as_str().expect("a guid");
    assert_eq!(room["name"], "Great Hall");
    assert!(xml.contains(&format!("<room name=\"Great Hall\" guid=\"{guid}\">")), "{xml}");
    assert_eq!(json["schedule"]["conference"]["tracks"][0]["color"], "#005eb8");
}

#[test]
fn the_schedule_of_a_private_series_has_no_address_of_the_service() {
    let text = format!(
        "{TALKS}\n[[access]]\nname = \"board\"\ntoken_sha256 = \"{}\"\n",
        crate::model::TokenHash::of("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb").expect("a token")
    );
    let series = series(&text);
    let record = record(&series, None, "2027-01-01T09:00:00Z");
    let url = public_url();
    for written in
        [schedule_xml(&series, &record, Some(&url)), schedule_json(&series, &record, Some(&url))]
    {
        assert!(!written.contains("calendar.example.org"), "{written}");
    }
}

#[test]
fn identities_survive_new_titles_times_and_identifiers() {
    let events = |series: &Series, record: &Record| {
        let xml = schedule_xml(series, record, None);
        let xml = roxmltree::Document::parse(&xml).expect("XML");
        let events = xml.descendants().filter(|node| node.has_tag_name("event"));
        let name = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).map(str::to_owned);
        events.map(|node| (name(node, "guid"), name(node, "id"))).collect::<Vec<_>>()
    };
    let first = series(TALKS);
    let published = record(&first, None, "2027-01-01T09:00:00Z");
    let before = events(&first, &published);
    let edited = TALKS
        .replace("id = \"opening\"", "id = \"welcome\"\nwas = \"opening\"")
        .replace("\\\"Opening\\\"", "Welcome")
        .replace("T14:00:00", "T15:00:00");
    let edited = series(&edited);
    let again = record(&edited, Some(&published), "2027-02-01T09:00:00Z");
    assert_eq!(events(&edited, &again), before);
    let opening = published.entry(&first.sessions[0].id).expect("an entry");
    assert_eq!(before[0].0.as_deref(), Some(opening.uid().as_str()), "a UUID is the UID itself");
}
