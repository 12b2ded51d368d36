//! What a plan means for those who have the entries: who learns of it, when, and who does not.

use super::summary::Counts;
use super::{CLIENTS, Client, OpenedAgain, Plan};
use crate::revision::{ChangeKind, LIFETIME_DAYS};

/// What the changes of a plan mean, said once for all of them.
pub(super) struct People {
    /// Whether entries stay in the feed as cancelled ones.
    pub(super) cancels: bool,
    /// What subscribers see of each kind of change.
    pub(super) subscribers: Vec<String>,
    /// Whether entries change that people may have a copy of.
    copies: bool,
    /// What those see who added single files.
    pub(super) downloads: Vec<String>,
    /// What nobody can hurry or reach.
    pub(super) unreachable: Vec<String>,
}

/// Changes of entries that people may have a copy of.
const OF_COPIES: &[ChangeKind] = &[
    ChangeKind::Changed,
    ChangeKind::Touched,
    ChangeKind::Cancelled,
    ChangeKind::Reinstated,
    ChangeKind::Withdrawn,
    ChangeKind::Rewritten,
];

impl People {
    /// None where no calendar changes.
    pub(super) fn of(plan: &Plan<'_>) -> Option<Self> {
        plan.series.iter().any(|series| series.changed).then(|| {
            let counts = Counts::of(plan);
            Self {
                copies: counts.any(OF_COPIES),
                cancels: counts.marks(),
                subscribers: subscribers(&counts),
                downloads: downloads(&counts),
                unreachable: unreachable(&counts),
            }
        })
    }

    /// The lists with their headings, those that have something to say.
    pub(super) fn lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let downloads = if self.copies {
            "Those who downloaded a file keep the copy they have. Opening the changed file again:"
        } else {
            "Those who downloaded a file:"
        };
        let lists = [
            ("Of each change they see:", self.subscribers.as_slice()),
            (downloads, &self.downloads),
            ("What cannot be hurried or reached:", &self.unreachable),
        ];
        lists.into_iter().filter(|(_, notes)| !notes.is_empty())
    }
}

fn subscribers(counts: &Counts) -> Vec<String> {
    let tombstone = format!(
        "withdrawn: a cancelled entry stands in its place, until {LIFETIME_DAYS} days after its \
         end and after the withdrawal"
    );
    let notes = [
        (ChangeKind::Created, "created: a new entry appears"),
        (ChangeKind::Changed, "changed: the entry they have changes in place"),
        (ChangeKind::Touched, "touched only: the same, and nobody is alerted"),
        (ChangeKind::Cancelled, "cancelled: the entry stays and says so, as the table tells"),
        (ChangeKind::Reinstated, "reinstated: the entry they had takes place again"),
        (ChangeKind::Withdrawn, &tombstone),
        (ChangeKind::Rewritten, "written differently: the entry changes, and nobody is alerted"),
        (ChangeKind::Renamed, "renamed: nothing; old addresses lead to the new ones"),
        (ChangeKind::LeftFeed, "leaving the feed: the cancelled entry disappears"),
        (ChangeKind::BackInFeed, "back in the feed: the cancelled entry appears again"),
    ];
    let of_marked = [ChangeKind::Cancelled, ChangeKind::Withdrawn];
    let there = notes
        .into_iter()
        .filter(|(kind, _)| counts.any(&[*kind]) && (counts.marks() || !of_marked.contains(kind)));
    let mut notes: Vec<String> = there.map(|(_, note)| note.to_owned()).collect();
    if counts.taken_out > 0 {
        notes.push(
            "taken out of the feed: the entry disappears, and nothing says why; its own file says \
             that it is cancelled"
                .to_owned(),
        );
    }
    notes
}

fn downloads(counts: &Counts) -> Vec<String> {
    let mut notes = Vec::new();
    if counts.any(OF_COPIES) {
        notes.extend(OpenedAgain::ALL.map(|outcome| {
            let names: Vec<_> = opened_again(outcome).map(|client| client.name).collect();
            format!("{}: {}", outcome.as_str(), names.join("; "))
        }));
    }
    if counts.any(&[ChangeKind::Created]) {
        notes.push("new sessions come to them only if they add them or subscribe".to_owned());
    }
    notes
}

fn opened_again(outcome: OpenedAgain) -> impl Iterator<Item = &'static Client> {
    CLIENTS.iter().filter(move |client| client.opened_again == outcome)
}

fn unreachable(counts: &Counts) -> Vec<String> {
    let mut notes = vec![
        "Google Calendar fetches when it likes: up to a day late, and nothing hurries it",
        "iPhones and iPads fetch only while charging and on Wi-Fi, unless set otherwise",
    ];
    if counts.any(OF_COPIES) {
        notes.push(
            "copies from a file: a second download alone never reaches them; a subscription does, \
             or a message with a link that tells people their copy is old",
        );
    }
    notes.into_iter().map(str::to_owned).collect()
}
