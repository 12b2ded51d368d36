//! Restoring a lost record from the published feed.

use std::fs;
use std::path::Path;

use kalends::adopt::{self, Bytes, SeriesIdentity};
use kalends::definition;
use kalends::diagnostic::{SourceFile, Style, to_text};
use kalends::model::Series;
use kalends::publish::Records;
use kalends::revision::Record;

use crate::adopt::{counts, published, write};

const NAME: &str = "ehealth-security-2020";
const SHIPPED: &str = include_str!("../../schedules/ehealth-security-2020.toml");
const LATER: &str = "2021-06-01T00:00:00Z";

fn meant(text: &str) -> Series {
    let file = SourceFile::new(format!("{NAME}.toml"), text);
    definition::parse(&file, NAME).series.unwrap()
}

/// The shipped series after three edits: one session moved, one cancelled, one taken out.
fn edited() -> String {
    let moved = SHIPPED.replace("2020-10-23T14:00:00", "2020-10-23T15:00:00");
    let moved = moved.replace("2020-10-23T16:00:00", "2020-10-23T17:00:00");
    let last = moved.rfind("[[session]]").unwrap();
    let gone = format!("{}\n", &moved[..last]);
    gone.replace("id          = \"pandemic\"", "status = \"cancelled\"\nid = \"pandemic\"")
}

/// The feed and record after the shipped series was published, edited and published again.
fn history(directory: &Path) -> (String, Record) {
    write(directory, &format!("{NAME}.toml"), SHIPPED);
    published(directory, Records::Write, "2020-09-01T09:00:00Z");
    write(directory, &format!("{NAME}.toml"), &edited());
    let again = published(directory, Records::Write, "2020-09-20T09:00:00Z");
    assert!(!again.has_errors());
    (
        again.editions().next().unwrap().calendars.feed().to_owned(),
        again.editions().next().unwrap().record.clone(),
    )
}

#[test]
fn a_record_made_of_the_feed_gives_the_same_bytes_uids_and_counts() {
    let directory = tempfile::tempdir().unwrap();
    let (feed, before) = history(directory.path());
    assert_eq!(counts(&feed).into_values().collect::<Vec<_>>(), [1, 1, 1]);
    let lock = directory.path().join(format!("{NAME}.lock"));
    fs::remove_file(&lock).unwrap();
    let read = adopt::read(&SourceFile::new("feed.ics", feed.as_str()), None);
    let recovered = adopt::recover(&read, &meant(&edited()), None, LATER.parse().unwrap()).unwrap();
    assert_eq!(recovered.bytes, Bytes::Same);
    fs::write(&lock, recovered.record.to_text()).unwrap();
    let served = published(directory.path(), Records::Locked, LATER);
    assert!(!served.has_errors(), "{}", to_text(&served.findings, Style::Plain));
    assert_eq!(served.editions().next().unwrap().calendars.feed(), feed);
    for (id, entry) in before.sessions().filter(|(_, entry)| entry.withdrawn().is_none()) {
        // The feed has no values of earlier SEQUENCEs.
        let back = recovered.record.entry(id).unwrap();
        assert_eq!((back.uid(), back.sequence()), (entry.uid(), entry.sequence()));
        assert_eq!((back.created(), back.revised()), (entry.created(), entry.revised()));
        assert_eq!(back.fields(), entry.fields());
    }
    insta::assert_snapshot!(to_text(&recovered.findings, Style::Plain), @r"
    warning[K623]: UID `1db3b5c5-d99d-50c4-b124-eab0ef34e6f1`, `Incidents response while in crisis (technical session)`, does not belong to a session
      --> feed.ics:90:1
       |
    90 | BEGIN:VEVENT
       | ^^^^^^^^^^^^
       |
       = note: it stays cancelled, under the id `incidents-response-while-in-crisis-technical`

    1 warning
    ");
}

#[test]
fn a_definition_made_of_the_feed_gives_the_same_bytes() {
    let directory = tempfile::tempdir().unwrap();
    let (feed, before) = history(directory.path());
    let read = adopt::read(&SourceFile::new("feed.ics", feed.as_str()), None);
    let series = meant(SHIPPED);
    let identity = SeriesIdentity { id: series.id.clone(), authority: series.authority.clone() };
    let adopted = adopt::adopt(&read, identity, NAME, LATER.parse().unwrap()).unwrap();
    assert_eq!(adopted.bytes, Bytes::Same);
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &format!("{NAME}.toml"), &adopted.definition);
    write(directory.path(), &format!("{NAME}.lock"), &adopted.record.to_text());
    let served = published(directory.path(), Records::Locked, LATER);
    assert_eq!(served.editions().next().unwrap().calendars.feed(), feed);
    // Two of the three ids are words of their titles, which the UIDs prove.
    let known = adopted.record.sessions().filter(|(id, _)| before.entry(id).is_some()).count();
    assert_eq!(known, 2);
}

#[test]
fn what_was_edited_since_the_feed_is_told_of_by_the_next_publication() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &format!("{NAME}.toml"), SHIPPED);
    let first = published(directory.path(), Records::Write, "2020-09-01T09:00:00Z");
    let feed = first.editions().next().unwrap().calendars.feed().to_owned();
    fs::remove_file(directory.path().join(format!("{NAME}.lock"))).unwrap();
    let read = adopt::read(&SourceFile::new("feed.ics", feed), None);
    let edited = edited().replace("The kick-off event.", "The first of three.");
    let recovered = adopt::recover(&read, &meant(&edited), None, LATER.parse().unwrap()).unwrap();
    write(directory.path(), &format!("{NAME}.toml"), &edited);
    write(directory.path(), &format!("{NAME}.lock"), &recovered.record.to_text());
    let next = published(directory.path(), Records::Write, LATER);
    assert!(!next.has_errors(), "{}", to_text(&next.findings, Style::Plain));
    let told: Vec<String> = next
        .editions()
        .next()
        .unwrap()
        .changes
        .sessions
        .iter()
        .map(|change| {
            let keys: Vec<_> = change.fields.iter().map(|field| field.key.name()).collect();
            let kind = change.kind.as_str();
            format!("{} {kind} {} {}", change.id, change.new_sequence, keys.join(" "))
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    pandemic cancelled 1 description status
    tracing-apps changed 1 end local_end local_start start
    incidents-response-while-in-crisis-technical withdrawn 1
    ");
}

#[test]
fn a_uid_of_another_system_comes_back_by_title_and_start() {
    let text = include_str!("corpus/pretalx.ics");
    let read = adopt::read(&SourceFile::new("forum.ics", text), None);
    let series = meant(SHIPPED);
    let identity = SeriesIdentity { id: series.id.clone(), authority: series.authority.clone() };
    let adopted = adopt::adopt(&read, identity, NAME, LATER.parse().unwrap()).unwrap();
    let recovered = adopt::recover(&read, &adopted.series, None, LATER.parse().unwrap()).unwrap();
    for (id, entry) in adopted.record.sessions() {
        assert_eq!(recovered.record.entry(id).unwrap().uid(), entry.uid());
    }
    let codes: Vec<_> = recovered.findings.iter().map(|finding| finding.code().id).collect();
    assert_eq!(codes, ["K624", "K624"]);
}

#[test]
fn what_is_too_long_is_said_to_be_whatever_its_title_is() {
    let (title, description) = ("é".repeat(1_000), "a".repeat(16_001));
    let event = format!(
        "BEGIN:VEVENT\r\nUID:other@example.org\r\nDTSTAMP:20200901T090000Z\r\n\
         DTSTART:20201001T090000Z\r\nDTEND:20201001T100000Z\r\nSUMMARY:{title}\r\n\
         DESCRIPTION:{description}\r\nEND:VEVENT\r\n"
    );
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{event}END:VCALENDAR\r\n"
    );
    let read = adopt::read(&SourceFile::new("feed.ics", text), None);
    let recovered = adopt::recover(&read, &meant(SHIPPED), None, LATER.parse().unwrap()).unwrap();
    let said: Vec<_> = recovered.findings.iter().map(|found| found.headline()).collect();
    let long = "`: `DESCRIPTION` has more than 16000 characters";
    assert!(said.iter().any(|headline| headline.ends_with(long)), "{said:?}");
}
