//! The effect of a plan on people with entries: who learns of the changes, when, and who does not.

use super::clients::{CLIENTS, ClientBehaviour, OpenedAgain};
use super::publication::Plan;
use super::summary::Counts;
use crate::revision::{ChangeKind, LIFETIME_DAYS};

/// The effect of a plan's changes, once for all of them.
pub(super) struct People {
    /// Whether cancelled entries stay in the feed.
    pub(super) cancels: bool,
    /// How subscribers see each kind of change.
    pub(super) subscribers: Vec<String>,
    /// Whether entries change of which people may have copies.
    copies: bool,
    /// The effect for people who added single files.
    pub(super) downloads: Vec<String>,
    /// Limits: slow clients, and copies that are not updated.
    pub(super) unreachable: Vec<String>,
}

/// Changes of entries of which people may have copies.
const OF_COPIES: &[ChangeKind] = &[
    ChangeKind::Changed,
    ChangeKind::Touched,
    ChangeKind::Cancelled,
    ChangeKind::Reinstated,
    ChangeKind::Withdrawn,
    ChangeKind::Rewritten,
];

impl People {
    /// `None` if no calendar changes.
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

    /// The lists with their headings, without empty ones.
    pub(super) fn lists(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        let downloads = if self.copies {
            "People who downloaded a file keep their copy. Opening the changed file again:"
        } else {
            "People who downloaded a file:"
        };
        let lists = [
            ("Subscribers see:", self.subscribers.as_slice()),
            (downloads, &self.downloads),
            ("Known limits:", &self.unreachable),
        ];
        lists.into_iter().filter(|(_, notes)| !notes.is_empty())
    }
}

fn subscribers(counts: &Counts) -> Vec<String> {
    let tombstone = format!(
        "withdrawn: a cancelled entry replaces it, until {LIFETIME_DAYS} days after its end and \
         after the withdrawal"
    );
    let notes = [
        (ChangeKind::Created, "created: a new entry appears"),
        (ChangeKind::Changed, "changed: the entry they have changes in place"),
        (ChangeKind::Touched, "touched only: the same, without an alert"),
        (ChangeKind::Cancelled, "cancelled: the entry stays, marked as the table shows"),
        (ChangeKind::Reinstated, "reinstated: their entry takes place again"),
        (ChangeKind::Withdrawn, &tombstone),
        (ChangeKind::Rewritten, "written differently: the entry changes, without an alert"),
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
            "taken out of the feed: the entry disappears without an explanation; its own file says \
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
        notes.push("they get new sessions only if they add them or subscribe".to_owned());
    }
    notes
}

fn opened_again(outcome: OpenedAgain) -> impl Iterator<Item = &'static ClientBehaviour> {
    CLIENTS.iter().filter(move |client| client.opened_again == outcome)
}

fn unreachable(counts: &Counts) -> Vec<String> {
    let mut notes = vec![
        "Google Calendar fetches up to a day late, and cannot be made faster",
        "iPhones and iPads fetch only while charging and on Wi-Fi, unless set otherwise",
    ];
    if counts.any(OF_COPIES) {
        notes.push(
            "copies from a file: people notice no change unless they subscribe, or get a message \
             with a link",
        );
    }
    notes.into_iter().map(str::to_owned).collect()
}
