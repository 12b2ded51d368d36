//! A changed session, described in a few words.

use super::rows::{self, PlanRow, Sides};
use super::when;
use crate::revision::{Change, ChangeKind, RecordEntry};

/// A change and the entry after it.
pub(super) struct SessionPlan<'a> {
    pub(super) change: &'a Change,
    pub(super) entry: &'a RecordEntry,
}

/// Words for changes that people notice, with the fields that cause them.
const ASPECTS: [(&str, &[&str]); 4] = [
    ("moved", &["start", "end"]),
    ("retitled", &["title"]),
    ("relocated", &["location", "address", "online"]),
    ("join link changed", &["join"]),
];

impl<'a> SessionPlan<'a> {
    pub(super) fn id(&self) -> &'a str {
        self.change.id.as_str()
    }

    pub(super) fn title(&self) -> &'a str {
        self.entry.fields().get("title").unwrap_or_default()
    }

    /// Words for changed fields that people plan by.
    pub(super) fn aspects(&self) -> Vec<&'static str> {
        if self.change.kind == ChangeKind::Created {
            return Vec::new();
        }
        let differs = |name: &&str| self.change.fields.iter().any(|f| f.key.name() == *name);
        let mut aspects: Vec<_> = ASPECTS
            .iter()
            .filter(|(_, keys)| keys.iter().any(differs))
            .map(|(word, _)| *word)
            .collect();
        // The kind of change covers "cancelled".
        let sides = self.sides();
        match (sides.once_said("status"), sides.now_says("status")) {
            (Some("tentative"), None) => aspects.push("confirmed"),
            (None, Some("tentative")) => aspects.push("made tentative"),
            _ => {}
        }
        aspects
    }

    /// `moved and retitled: 14:00 → 15:00 CEST on 23 Oct 2020`.
    pub(super) fn summary(&self) -> String {
        let mut words = match self.change.kind {
            ChangeKind::Changed => Vec::new(),
            ChangeKind::Touched => vec!["touched only"],
            ChangeKind::Rewritten => vec!["written differently by this release"],
            ChangeKind::LeftFeed => vec!["leaves the feed"],
            ChangeKind::Cancelled | ChangeKind::Withdrawn if !self.entry.is_in_feed() => {
                vec![self.change.kind.as_str(), "taken out of the feed"]
            }
            kind => vec![kind.as_str()],
        };
        let aspects = self.aspects();
        words.extend(&aspects);
        let summary = match words.split_last() {
            None => self.change.kind.as_str().to_owned(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
        };
        let sides = self.sides();
        let moved = when::moved(&|key| sides.once_said(key), &|key| sides.now_says(key));
        match moved.filter(|_| aspects.contains(&"moved")) {
            Some(moved) => format!("{summary}: {moved}"),
            None => summary,
        }
    }

    /// `SEQUENCE 1 → 2`.
    pub(super) fn sequence(&self) -> String {
        let new = self.change.new_sequence;
        match self.change.old_sequence {
            Some(old) if old != new => format!("SEQUENCE {old} → {new}"),
            Some(_) => format!("SEQUENCE stays {new}"),
            None => format!("SEQUENCE {new}"),
        }
    }

    /// Old and new values in words; for a removed session, its time.
    pub(super) fn rows(&self) -> Vec<PlanRow> {
        let sides = self.sides();
        match self.change.kind {
            ChangeKind::Withdrawn | ChangeKind::LeftFeed | ChangeKind::BackInFeed => {
                let when = when::words(&|key| sides.now_says(key));
                when.map(|when| PlanRow::value("when", when)).into_iter().collect()
            }
            ChangeKind::Renamed => {
                let was: Vec<String> =
                    self.entry.was().iter().map(|id| format!("`{id}`")).collect();
                vec![PlanRow::value("was", was.join(", "))]
            }
            // The headline has the title.
            ChangeKind::Created => {
                let mut all = rows::rows(&sides, rows::SESSION);
                all.retain(|row| row.label() != "title");
                all
            }
            _ => rows::rows(&sides, rows::SESSION),
        }
    }

    fn sides(&self) -> Sides<'a> {
        Sides { changes: &self.change.fields, now: self.entry.fields() }
    }
}
