//! Conference schedules of any series: XML that another parser reads, and identities that stay.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kalends::model::{Series, WebUrl};
use kalends::page::{schedule_json, schedule_xml};
use kalends::revision::Record;
use proptest::prelude::*;
use serde_json::Value;

use crate::generate::{Plan, Texts, Time, plan};
use crate::written::Manner;
use crate::{AGAIN, FIRST, cases, publish, read};

/// What a reader of the XML finds: title, start and number of each event, by its UUID.
fn events(series: &Series, record: &Record) -> BTreeMap<String, (String, Timestamp, i32)> {
    let url = WebUrl::parse("https://calendar.example.org").unwrap();
    let text = schedule_xml(series, record, Some(&url));
    let xml = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let leaf = |event: roxmltree::Node<'_, '_>, name: &str| {
        let leaf = event.children().find(|node| node.has_tag_name(name)).unwrap();
        leaf.text().unwrap_or_default().to_owned()
    };
    let mut slugs = BTreeSet::new();
    let events = xml.descendants().filter(|node| node.has_tag_name("event"));
    let events: Vec<_> = events
        .map(|event| {
            assert!(slugs.insert(leaf(event, "slug")), "{text}");
            let number: i32 = event.attribute("id").unwrap().parse().unwrap();
            assert!(number > 0);
            let start: Timestamp = leaf(event, "date").parse().unwrap();
            (event.attribute("guid").unwrap().to_owned(), (leaf(event, "title"), start, number))
        })
        .collect();
    let by_guid: BTreeMap<_, _> = events.iter().cloned().collect();
    let numbers: BTreeSet<_> = events.iter().map(|(_, (.., number))| number).collect();
    assert_eq!((by_guid.len(), numbers.len()), (events.len(), events.len()), "{text}");
    let json: Value = serde_json::from_str(&schedule_json(series, record, Some(&url))).unwrap();
    let days = json["schedule"]["conference"]["days"].as_array().unwrap();
    let rooms = days.iter().flat_map(|day| day["rooms"].as_object().unwrap().values());
    let count: usize = rooms.map(|room| room.as_array().unwrap().len()).sum();
    assert_eq!(count, events.len(), "{text}");
    by_guid
}

fn takes_place(plan: &Plan) -> usize {
    plan.talks.iter().filter(|talk| talk.status != Some("cancelled")).count()
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn any_series_is_a_schedule_and_events_keep_their_identity(plan in plan(Texts::Clean)) {
        let series = read(&Manner::default().write(&plan), "talks").series.expect("a series");
        let (record, _) = publish(&series, None, FIRST);
        let before = events(&series, &record);
        prop_assert_eq!(before.len(), takes_place(&plan));

        let mut edited = plan.clone();
        for talk in &mut edited.talks {
            talk.title = format!("New {}", talk.id);
            talk.location = Some("Another hall".to_owned());
            if let Time::Timed(start, end) = &mut talk.time {
                (*start, *end) = (*start + HOUR, *end + HOUR);
            }
        }
        let Some(series) = read(&Manner::default().write(&edited), "talks").series else {
            // An hour later may be skipped by the clocks, or outside the years.
            return Ok(());
        };
        let (record, _) = publish(&series, Some(&record), AGAIN);
        let after = events(&series, &record);
        let identities = |events: &BTreeMap<String, (String, Timestamp, i32)>| {
            let identity = |(guid, (.., number)): (&String, &(String, Timestamp, i32))| {
                (guid.clone(), *number)
            };
            events.iter().map(identity).collect::<Vec<_>>()
        };
        prop_assert_eq!(identities(&before), identities(&after));
    }
}

const HOUR: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);
