//! What those see who have a feed now, when something else is published under its address.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::Event;
use super::feed::Feed;
use super::recover::recover;
use super::series::language;
use super::values::Difference;
use super::{codes, published};
use crate::diagnostic::{Finding, sort};
use crate::model::{Series, SessionId};
use crate::revision::{
    Change, ChangeKind, FieldChange, FieldGroup, Record, RecordEntry, reconcile,
};

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
    let entries: BTreeMap<_, _> =
        record.in_feed().map(|(id, entry)| (entry.uid(), (id, entry))).collect();
    let mut places: BTreeMap<SessionId, usize> =
        changes.iter().enumerate().map(|(at, change)| (change.id.clone(), at)).collect();
    findings.extend(feed.differences(&published(feed, series, record), |event, differences| {
        let Some((id, entry)) = entries.get(&event.uid) else { return true };
        // What it is follows from the record; that it falls is said below.
        differences.retain(|one| one.name != "SEQUENCE");
        let Some(at) = places.get(*id) else {
            places.insert((*id).clone(), changes.len());
            changes.extend(change(id, entry, event, differences));
            // The change has these.
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
                    .note("calendars keep what has the higher SEQUENCE, and ignore the rest")
                    .help("move the record away and make it anew from this feed: `kalends adopt --for`"),
            );
        }
    }
    sort(&mut findings);
    Ok(Compared { record: reconciled.record, changes, feed: reconciled.feed, findings })
}

/// A change of an entry of whose values people have others than are published, although the
/// definition says nothing else.
fn change(
    id: &SessionId,
    entry: &RecordEntry,
    event: &Event,
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

/// Adds such values to a change. The rest of what differs follows from it: the title of a cancelled
/// entry says so.
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

/// The fields of a plan for properties whose whole value they have.
const FIELDS: [(&str, &str); 2] = [("LOCATION", "location"), ("SUMMARY", "title")];

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
