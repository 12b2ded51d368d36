//! Small calendars as widespread systems write them, with invented content.

use kalends::adopt::{self, Adopted, SeriesIdentity};
use kalends::diagnostic::{SourceFile, Style, has_errors, to_text};
use kalends::model::{Authority, SeriesId, Zone};
use kalends::publish::Records;

use crate::adopt::{counts, published, write};

const NOW: &str = "2027-12-01T00:00:00Z";

fn adopted(name: &str, text: &str, zone: Option<&str>) -> Adopted {
    let zone = zone.map(|name| Zone::get(name).unwrap());
    let feed = adopt::read(&SourceFile::new(format!("{name}.ics"), text), zone);
    let identity = SeriesIdentity {
        id: SeriesId::parse(name).unwrap(),
        authority: Authority::parse("example.org").unwrap(),
    };
    adopt::adopt(&feed, identity, name, NOW.parse().unwrap())
        .unwrap_or_else(|findings| panic!("{}", to_text(&findings, Style::Plain)))
}

/// Pins the definition, record and findings; the published feed has the same UIDs and SEQUENCEs.
fn check(name: &str, text: &str) {
    let adopted = adopted(name, text, None);
    assert!(!has_errors(&adopted.findings));
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &format!("{name}.toml"), &adopted.definition);
    write(directory.path(), &format!("{name}.lock"), &adopted.record.to_text());
    let published = published(directory.path(), Records::Locked, NOW);
    assert!(!published.has_errors(), "{}", to_text(&published.findings, Style::Plain));
    let feed = published.editions().next().unwrap().calendars.feed();
    assert_eq!(counts(feed), counts(text));
    let findings = to_text(&adopted.findings, Style::Plain);
    let (definition, record) = (&adopted.definition, adopted.record.to_text());
    insta::assert_snapshot!(
        name,
        format!("{definition}\n--- record\n{record}\n--- findings\n{findings}")
    );
}

#[test]
fn a_calendar_in_the_manner_of_google() {
    check("google", include_str!("corpus/google.ics"));
}

#[test]
fn a_calendar_in_the_manner_of_indico() {
    check("indico", include_str!("corpus/indico.ics"));
}

#[test]
fn a_calendar_in_the_manner_of_pretalx() {
    check("pretalx", include_str!("corpus/pretalx.ics"));
}

#[test]
fn a_calendar_in_the_manner_of_outlook() {
    check("outlook", include_str!("corpus/outlook.ics"));
}

#[test]
fn a_calendar_made_by_hand_is_refused_with_every_place_at_once() {
    let text = include_str!("corpus/by-hand.ics");
    let feed = adopt::read(&SourceFile::new("by-hand.ics", text), None);
    insta::assert_snapshot!("by-hand", to_text(feed.findings(), Style::Plain));
    assert!(feed.is_empty());
}

#[test]
fn a_zone_that_is_asked_for_is_the_zone_of_times_that_name_none() {
    let adopted = adopted("by-hand", include_str!("corpus/by-hand.ics"), Some("Europe/Paris"));
    assert!(adopted.definition.contains("start = 2027-06-01T10:00:00\n"));
    assert!(adopted.definition.contains("timezone = \"Europe/Paris\"\n"));
    let entry = adopted.record.sessions().next().unwrap().1;
    assert_eq!(entry.uid().as_str(), "a,b;1");
    let text = kalends::render::calendars(&adopted.series, &adopted.record, None).feed;
    assert!(text.contains("\r\nUID:a\\,b\\;1\r\n"), "{text}");
    kalends::render::second_reading(&text, &adopted.series, &adopted.record).unwrap();
}

#[test]
fn an_entry_that_is_written_otherwise_than_before_is_revised_and_no_other() {
    let text = include_str!("corpus/pretalx.ics").replace("20270901T060000Z", "20270801T060000Z");
    let adopted = adopted("pretalx", &text, None);
    let revised: Vec<String> =
        adopted.record.sessions().map(|(_, entry)| entry.revised().to_string()).collect();
    // Both get their link as a line of the description.
    assert_eq!(revised, [NOW, NOW]);
    let text = text.replace("URL:", "X-URL:");
    let feed = adopt::read(&SourceFile::new("pretalx.ics", text), None);
    let identity = SeriesIdentity {
        id: SeriesId::parse("pretalx").unwrap(),
        authority: Authority::parse("example.org").unwrap(),
    };
    let adopted = adopt::adopt(&feed, identity, "pretalx", NOW.parse().unwrap()).unwrap();
    let revised: Vec<String> =
        adopted.record.sessions().map(|(_, entry)| entry.revised().to_string()).collect();
    assert_eq!(revised, ["2027-08-01T06:00:00Z"; 2]);
}
