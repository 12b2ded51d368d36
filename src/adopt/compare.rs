//! Compares a feed that people have with a publication that replaces it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::SourceEvent;
use super::feed::SourceFeed;
use super::recover::recover;
use super::series::language;
use super::values::Difference;
use super::{codes, published};
use crate::diagnostic::{Finding, sort};
use crate::model::{Series, SessionId};
use crate::revision::{
    Change, ChangeKind, FieldChange, FieldGroup, Record, RecordEntry, reconcile,
};

/// The changes from a feed to a publication.
#[derive(Debug)]
pub struct FeedComparison {
    /// The record after the publication, with the entries that only the feed has.
    pub record: Record,
    /// Changed entries: old SEQUENCE of the feed, new one of the publication.
    pub changes: Vec<Change>,
    /// Changes of the feed's own properties.
    pub feed: Vec<FieldChange>,
    /// All findings, ordered by place.
    pub findings: Vec<Finding>,
}

impl FeedComparison {
    /// Whether subscribers see a difference.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty() || !self.feed.is_empty()
    }
}

/// Compares a feed with `series` published with `record`. Entries match by UID alone, as in calendars.
///
/// # Errors
/// When no record can be made from the feed, or it belongs to another series or authority.
pub fn compare(
    feed: &SourceFeed,
    series: &Series,
    record: &Record,
    now: Timestamp,
) -> Result<FeedComparison, Vec<Finding>> {
    // A translation's calendar is compared with the series in its language.
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
            // The publication does not contain it, not even as a tombstone.
            None => {
                change.kind = ChangeKind::LeftFeed;
                change.new_sequence = change.old_sequence.unwrap_or(change.new_sequence);
            }
        }
    }
    let entries: BTreeMap<_, _> =
        record.in_feed().map(|(id, entry)| (entry.uid(), (id, entry))).collect();
    let mut places: BTreeMap<SessionId, usize> =
        changes.iter().enumerate().map(|(at, change)| (change.id.clone(), at)).collect();
    findings.extend(feed.differences(&published(feed, series, record), |event, differences| {
        let Some((id, entry)) = entries.get(&event.uid) else { return true };
        // SEQUENCE follows from the record; a fall is reported below.
        differences.retain(|one| one.name != "SEQUENCE");
        let Some(at) = places.get(*id) else {
            places.insert((*id).clone(), changes.len());
            changes.extend(change(id, entry, event, differences));
            // The change shows these.
            differences.retain(|one| FIELDS.iter().all(|(property, _)| *property != one.name));
            return true;
        };
        extend(&mut changes[*at], entry, differences);
        false
    }));
    for event in &feed.events {
        let Some((id, entry)) = entries.get(&event.uid) else { continue };
        let (old, span) = (then.entry(id).map_or(0, |then| then.sequence()), event.span);
        if entry.sequence() < old {
            let new = entry.sequence();
            let headline = format!("session `{id}`: SEQUENCE falls from {old} to {new}");
            findings.push(
                Finding::new(&codes::FALLS, headline)
                    .at(&feed.file, span)
                    .note("calendars keep the entry with the higher SEQUENCE and ignore the update")
                    .help(format!("move the record away, and create it again: `kalends adopt --for schedules/{}.toml` with this feed", series.id)),
            );
        }
    }
    sort(&mut findings);
    Ok(FeedComparison { record: reconciled.record, changes, feed: reconciled.feed, findings })
}

/// The change of an entry that differs from the feed, although its definition and record do not.
fn change(
    id: &SessionId,
    entry: &RecordEntry,
    event: &SourceEvent,
    differences: &[Difference<'_>],
) -> Option<Change> {
    let fields: Vec<_> = fields(entry, differences).collect();
    let is_plan = fields.iter().any(|field| field.key.group() == FieldGroup::Schedule);
    (!differences.is_empty()).then(|| Change {
        id: id.clone(),
        kind: if is_plan { ChangeKind::Changed } else { ChangeKind::Touched },
        old_sequence: Some(event.sequence),
        new_sequence: entry.sequence(),
        fields,
        rewrites: Vec::new(),
    })
}

/// Adds differing values to a change. Cancelled and new entries need none: their differences follow from
/// the change.
fn extend(change: &mut Change, entry: &RecordEntry, differences: &[Difference<'_>]) {
    if matches!(change.kind, ChangeKind::Changed | ChangeKind::Touched) {
        for field in fields(entry, differences) {
            if change.fields.iter().all(|known| known.key != field.key) {
                change.fields.push(field);
            }
        }
    }
}

fn fields(
    entry: &RecordEntry,
    differences: &[Difference<'_>],
) -> impl Iterator<Item = FieldChange> {
    differences.iter().filter_map(|one| {
        let (_, name) = FIELDS.iter().find(|(property, _)| *property == one.name)?;
        let (key, _) = entry.fields().iter().find(|(key, _)| key.name() == *name)?;
        let text = |text: Option<&str>| text.map(str::to_owned);
        Some(FieldChange { language: None, key, old: text(one.old), new: text(one.new) })
    })
}

/// Properties that equal a field of plans: property and field.
const FIELDS: [(&str, &str); 2] = [("LOCATION", "location"), ("SUMMARY", "title")];

impl SourceFeed {
    /// Whether the feed belongs to `series`: by its identity, or by the UID of an entry.
    #[must_use]
    pub fn is_of(&self, series: &Series, record: &Record) -> bool {
        self.is_published_by(&series.authority, &series.id)
            || record
                .sessions()
                .any(|(_, entry)| self.events.iter().any(|event| event.uid == *entry.uid()))
    }
}
