//! Makes a definition and a record from a published calendar, with its UIDs and SEQUENCE numbers. Used
//! to move from another system, and to restore a lost record.
//!
//! Does not fetch, write files or drop anything silently: each value that cannot be carried over is a
//! finding with its line. Depends on `render`, because the result is rendered and read again to find
//! the differences that people's calendars would show.

pub mod codes;
mod compare;
mod describe;
mod event;
mod feed;
mod head;
mod ids;
mod notes;
mod reading;
mod recover;
mod series;
mod values;
mod write;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

pub use compare::{FeedComparison, compare};
pub use feed::{MAX_EVENTS, SourceFeed, read, read_bytes};
pub use recover::{Recovered, recover};
pub use zones::CalendarDefaults;

use crate::definition;
use crate::diagnostic::{Finding, SourceFile, has_errors, sort};
use crate::model::{Authority, Series, SeriesId, SessionId};
use crate::render;
use crate::revision::{Record, Stamp};
use event::SourceEvent;
use values::Difference;

/// Largest calendar that is read, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// A definition and a record made from a calendar.
#[derive(Debug)]
pub struct Adopted {
    /// The series that the definition describes.
    pub series: Series,
    /// The text of the definition.
    pub definition: String,
    /// The record for the definition.
    pub record: Record,
    /// All findings, ordered by place.
    pub findings: Vec<Finding>,
    /// Whether the calendar served from now on has the bytes of the adopted one.
    pub bytes: Bytes,
}

/// How the bytes served from now on compare with those of the adopted calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// The bytes are equal.
    Same,
    /// The same entries, as Kalends writes them.
    Rewritten,
}

/// The series and issuer under which a calendar is adopted.
#[derive(Clone, Debug)]
pub struct SeriesIdentity {
    /// The series' id.
    pub id: SeriesId,
    /// The domain that issues the events.
    pub authority: Authority,
}

/// Makes a definition and a record from a calendar. `stem`: the series' title if the calendar has none.
///
/// # Errors
/// When the calendar has no event that can be carried over, or the definition cannot be published.
pub fn adopt(
    feed: &SourceFeed,
    identity: SeriesIdentity,
    stem: &str,
    now: Timestamp,
) -> Result<Adopted, Vec<Finding>> {
    let mut findings = feed.findings().to_vec();
    let SeriesIdentity { id, authority } = identity;
    if feed.head.is_ours && !feed.is_published_by(&authority, &id) {
        let headline = format!("the calendar was not published as `{id}` of `{authority}`");
        findings.push(Finding::new(&codes::ADDRESS, headline).in_file(&feed.file).help(
            "pass the `--id` and `--authority` it was published with, or Outlook adds a second calendar",
        ));
    }
    let Some((meant, by_id)) = series::series(feed, id.clone(), authority, stem, &mut findings)
    else {
        sort(&mut findings);
        return Err(findings);
    };
    let text = write::definition(&meant);
    let file = SourceFile::new(format!("{id}.toml"), text.clone());
    let parsed = definition::parse(&file, id.as_str());
    let Some(series) = parsed.series.filter(|series| *series == meant) else {
        if !has_errors(&parsed.findings) {
            let headline = "the definition made from the calendar has other content";
            findings.push(
                Finding::new(&codes::MADE, headline)
                    .in_file(&feed.file)
                    .help("this is a defect of Kalends: please report it, with the calendar"),
            );
        }
        findings.extend(parsed.findings);
        sort(&mut findings);
        return Err(findings);
    };
    let mut stamps: BTreeMap<SessionId, Stamp> = BTreeMap::new();
    for (session, at) in &by_id {
        stamps.insert(session.clone(), stamp(&feed.events[*at], now));
    }
    let revised = revised(feed, &stamps);
    let record = Record::adopted(&series, &stamps, revised);
    let before = published(feed, &series, &record);
    let (record, bytes) = if before == feed.file.text() {
        (record, Bytes::Same)
    } else {
        let mut seen = BTreeSet::new();
        findings.extend(feed.differences(&before, |event, differences| {
            if differences.iter().any(Difference::is_seen) {
                seen.insert(event.uid.clone());
            }
            true
        }));
        for stamp in stamps.values_mut().filter(|stamp| seen.contains(&stamp.uid)) {
            // Rule `last-modified-moves`: an entry with other content is revised.
            stamp.revised = later(stamp.revised, now);
        }
        let revised = later(revised, now);
        (Record::adopted(&series, &stamps, revised), Bytes::Rewritten)
    };
    let (_, found) = render::check(render::calendars(&series, &record, None));
    findings.extend(found.into_iter().map(|finding| finding.in_file(&file)));
    sort(&mut findings);
    Ok(Adopted { series, definition: text, record, findings, bytes })
}

fn stamp(event: &SourceEvent, now: Timestamp) -> Stamp {
    let revised = event.revised.or(event.created).unwrap_or(now);
    Stamp {
        uid: event.uid.clone(),
        sequence: event.sequence,
        created: event.created.unwrap_or(revised).min(revised),
        revised,
    }
}

/// The feed's LAST-MODIFIED, or that of its newest entry.
fn revised(feed: &SourceFeed, stamps: &BTreeMap<SessionId, Stamp>) -> Timestamp {
    let newest = stamps.values().map(|stamp| stamp.revised).max();
    feed.head.revised.or(newest).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn later(last: Timestamp, now: Timestamp) -> Timestamp {
    let second = jiff::SignedDuration::from_secs(1);
    last.checked_add(second).map_or(last, |next| next.max(now))
}

/// The feed that Kalends publishes for a series made from `feed`.
fn published(feed: &SourceFeed, series: &Series, record: &Record) -> String {
    let public_url = feed.public_url(&series.id);
    render::calendars(series, record, public_url.as_ref()).feed
}

/// Reads the feed that Kalends publishes, as `feed` was read.
fn reread(feed: &SourceFeed, series: &Series, record: &Record) -> SourceFeed {
    // Times in UTC have no zone: both sides are read with the same default.
    read(&SourceFile::new(feed.file.name(), published(feed, series, record)), feed.zone)
}
