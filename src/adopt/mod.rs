//! The way in from other systems, and the way back from a lost record: a published calendar gives a
//! definition and a record that keep its UIDs and counts.
//!
//! Fetches nothing, writes no file, and decides nothing in silence: what cannot be carried over is
//! a finding with its line. Stands above `render`, because what was adopted is rendered and read
//! again to tell whether people's calendars would see a difference.

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

pub use compare::{Compared, compare};
pub use feed::{Feed, MAX_EVENTS, read, read_bytes};
pub use recover::{Recovered, recover};
pub use zones::Asked;

use crate::definition;
use crate::diagnostic::{Finding, SourceFile, has_errors, sort};
use crate::model::{Authority, Series, SeriesId, SessionId};
use crate::render;
use crate::revision::{Record, Stamp};
use event::Event;
use values::Difference;

/// Largest calendar that is read, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// A definition and a record made of a calendar.
#[derive(Debug)]
pub struct Adopted {
    /// As meant.
    pub series: Series,
    /// The text of the definition.
    pub definition: String,
    /// The record beside it.
    pub record: Record,
    /// Everything found, by place.
    pub findings: Vec<Finding>,
    /// Whether what is served from now on differs from what was adopted.
    pub bytes: Bytes,
}

/// How what is served compares with what was adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bytes {
    /// Not in a byte.
    Same,
    /// Written anew: the same entries, in our form.
    Rewritten,
}

/// As what a calendar is adopted.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The series' id.
    pub id: SeriesId,
    /// Who issues the events.
    pub authority: Authority,
}

/// Makes a definition and a record of a calendar. `stem`: the series' title where the calendar has
/// none.
///
/// # Errors
/// When there is no event to make a series of, or what is made of them cannot be published.
pub fn adopt(
    feed: &Feed,
    identity: Identity,
    stem: &str,
    now: Timestamp,
) -> Result<Adopted, Vec<Finding>> {
    let mut findings = feed.findings().to_vec();
    let Identity { id, authority } = identity;
    if feed.head.is_ours && !feed.is_published_by(&authority, &id) {
        let headline = format!("the calendar was not published as `{id}` of `{authority}`");
        findings.push(Finding::new(&codes::ADDRESS, headline).in_file(&feed.file).help(
            "give the `--id` and `--authority` that it had, or Outlook takes it for another calendar",
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
            let headline = "the definition does not say what the calendar does";
            findings.push(
                Finding::new(&codes::MADE, headline)
                    .in_file(&feed.file)
                    .help("a defect of kalends: please report it, with the calendar"),
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
            // Rule `last-modified-moves`: an entry that is written otherwise than before is
            // revised.
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

fn stamp(event: &Event, now: Timestamp) -> Stamp {
    let revised = event.revised.or(event.created).unwrap_or(now);
    Stamp {
        uid: event.uid.clone(),
        sequence: event.sequence,
        created: event.created.unwrap_or(revised).min(revised),
        revised,
    }
}

/// When the feed was last revised: as it says, or when its newest entry was.
fn revised(feed: &Feed, stamps: &BTreeMap<SessionId, Stamp>) -> Timestamp {
    let newest = stamps.values().map(|stamp| stamp.revised).max();
    feed.head.revised.or(newest).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn later(last: Timestamp, now: Timestamp) -> Timestamp {
    let second = jiff::SignedDuration::from_secs(1);
    last.checked_add(second).map_or(last, |next| next.max(now))
}

/// The feed that is published of what was read.
fn published(feed: &Feed, series: &Series, record: &Record) -> String {
    let public_url = feed.public_url(&series.id);
    render::calendars(series, record, public_url.as_ref()).feed
}

/// What people's calendars will read, by the same reader that read the calendar.
fn reread(feed: &Feed, series: &Series, record: &Record) -> Feed {
    // A time in UTC tells no zone: both sides are read as the calendar was.
    read(&SourceFile::new(feed.file.name(), published(feed, series, record)), feed.zone)
}
