//! What those see who have a feed now, when something else is published under its address.

use jiff::Timestamp;

use super::codes;
use super::feed::Feed;
use super::recover::recover;
use super::series::language;
use crate::diagnostic::{Finding, sort};
use crate::model::Series;
use crate::revision::{Change, ChangeKind, FieldChange, Record, reconcile};

/// The way from a feed to a publication.
#[derive(Debug)]
pub struct Compared {
    /// The publication, with what only the feed has beside it.
    pub record: Record,
    /// Entries that change: counts are the feed's and the publication's.
    pub changes: Vec<Change>,
    /// What differs in what the feed says of itself.
    pub feed: Vec<FieldChange>,
    /// Everything found, by place.
    pub findings: Vec<Finding>,
}

impl Compared {
    /// Whether subscribers see any difference.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty() || !self.feed.is_empty()
    }
}

/// Compares what a feed says with what `series` says, published with `record`. Entries are the same
/// where their UIDs are, and nowhere else: so do calendars tell.
///
/// # Errors
/// When what the feed says makes no record, or is another series' or authority's.
pub fn compare(
    feed: &Feed,
    series: &Series,
    record: &Record,
    now: Timestamp,
) -> Result<Compared, Vec<Finding>> {
    // A calendar of a translation is compared with what is said in its language.
    let spoken = language(feed)
        .and_then(|language| Some((series.in_language(language)?, record.in_language(language)?)));
    let (series, record) =
        spoken.as_ref().map_or((series, record), |(series, record)| (*series, record));
    let then = recover(feed, series, Some(record), now)?.record;
    let placed = |finding: Finding| finding.in_file(&feed.file);
    let reconciled = reconcile(series, Some(&then), now)
        .map_err(|findings| findings.into_iter().map(placed).collect::<Vec<_>>())?;
    let mut findings = feed.findings().to_vec();
    let mut changes = reconciled.changes;
    for change in &mut changes {
        match record.entry(&change.id) {
            Some(entry) => change.new_sequence = entry.sequence(),
            // Nothing is published of it: no tombstone either.
            None => {
                change.kind = ChangeKind::LeftFeed;
                change.new_sequence = change.old_sequence.unwrap_or(change.new_sequence);
            }
        }
    }
    for (id, entry) in record.in_feed() {
        let old = then.entry(id).map_or(0, |then| then.sequence());
        let span = feed.events.iter().find(|event| event.uid == *entry.uid()).map(|e| e.span);
        if let Some(span) = span.filter(|_| entry.sequence() < old) {
            let new = entry.sequence();
            let headline = format!("session `{id}`: SEQUENCE falls from {old} to {new}");
            findings.push(
                Finding::new(&codes::FALLS, headline)
                    .at(&feed.file, span)
                    .note("calendars keep what has the higher SEQUENCE, and ignore the rest")
                    .help("move the record away and make it anew from this feed: `kalends adopt --for`"),
            );
        }
    }
    sort(&mut findings);
    Ok(Compared { record: reconciled.record, changes, feed: reconciled.feed, findings })
}

impl Feed {
    /// Whether the feed is one of `series`: it says so, or an entry of it is.
    #[must_use]
    pub fn is_of(&self, series: &Series, record: &Record) -> bool {
        self.is_published_by(&series.authority, &series.id)
            || record
                .sessions()
                .any(|(_, entry)| self.events.iter().any(|event| event.uid == *entry.uid()))
    }
}
