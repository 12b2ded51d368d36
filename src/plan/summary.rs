//! Numbers of changes: the first line of every plan.

use super::publication::{EndDecision, Plan, counted};
use crate::revision::ChangeKind;

/// The number of sessions of each kind.
#[derive(Debug, Default)]
pub(super) struct Counts {
    kinds: [usize; KINDS.len()],
    /// Cancelled and withdrawn sessions that leave the feed at once.
    pub(super) taken_out: usize,
    /// Unchanged sessions.
    pub(super) unchanged: usize,
    /// Changed series.
    pub(super) series: usize,
    /// Unchanged series.
    pub(super) unchanged_series: usize,
    /// Series that would end, series that end, and the upcoming sessions of each kind.
    ends: [(usize, usize); 2],
}

const KINDS: [(ChangeKind, &str); 10] = [
    (ChangeKind::Created, "created"),
    (ChangeKind::Changed, "changed"),
    (ChangeKind::Touched, "touched only"),
    (ChangeKind::Cancelled, "cancelled"),
    (ChangeKind::Reinstated, "reinstated"),
    (ChangeKind::Withdrawn, "withdrawn"),
    (ChangeKind::Rewritten, "written differently"),
    (ChangeKind::Renamed, "renamed"),
    (ChangeKind::LeftFeed, "leaving the feed"),
    (ChangeKind::BackInFeed, "back in the feed"),
];

impl Counts {
    pub(super) fn of(plan: &Plan<'_>) -> Self {
        let mut counts = Self::default();
        for series in &plan.series {
            counts.unchanged += series.unchanged();
            match series.changed {
                true => counts.series += 1,
                false => counts.unchanged_series += 1,
            }
            for session in series.sessions() {
                let change = session.change;
                let is_off = matches!(change.kind, ChangeKind::Cancelled | ChangeKind::Withdrawn);
                counts.taken_out += usize::from(is_off && !session.entry.is_in_feed());
                for (count, (kind, _)) in counts.kinds.iter_mut().zip(KINDS) {
                    *count += usize::from(kind == change.kind);
                }
            }
        }
        for end in plan.ends.values() {
            let (series, sessions) =
                &mut counts.ends[usize::from(end.how == EndDecision::Recorded)];
            *series += 1;
            *sessions += end.upcoming;
        }
        counts
    }

    /// The total of the given kinds.
    pub(super) fn any(&self, kinds: &[ChangeKind]) -> bool {
        self.kinds.iter().zip(KINDS).any(|(count, (kind, _))| *count > 0 && kinds.contains(&kind))
    }

    /// Whether entries stay in the feed, marked as cancelled.
    pub(super) fn marks(&self) -> bool {
        let off: usize = self
            .iter()
            .filter(|(kind, _)| matches!(kind, ChangeKind::Cancelled | ChangeKind::Withdrawn))
            .map(|(_, count)| count)
            .sum();
        off > self.taken_out
    }

    /// Each kind and its number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (ChangeKind, usize)> {
        self.kinds.iter().zip(KINDS).map(|(count, (kind, _))| (kind, *count))
    }

    /// `1 created, 2 changed, 3 unchanged`.
    pub(super) fn sentence(&self) -> String {
        let there = self.kinds.iter().zip(KINDS).filter(|(count, _)| **count > 0);
        let mut parts: Vec<String> =
            there.map(|(count, (_, word))| format!("{count} {word}")).collect();
        if self.series > 0 && parts.is_empty() {
            parts.push(format!("{} series revised", self.series));
        }
        let ends = self.ends.into_iter().zip(["would end", "end"]).filter(|((all, _), _)| *all > 0);
        let ends = ends.map(|((series, sessions), verb)| {
            let verb = if series == 1 && verb == "end" { "ends" } else { verb };
            format!("{series} series {verb}: {} to come", counted(sessions, "session"))
        });
        let ends: Vec<String> = ends.collect();
        if self.series == 0 && ends.is_empty() {
            parts.push("nothing changes".to_owned());
        }
        parts.splice(0..0, ends);
        if self.unchanged > 0 {
            parts.push(format!("{} unchanged", counted(self.unchanged, "session")));
        }
        parts.join(", ")
    }
}
