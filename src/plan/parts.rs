//! What subscribers of a part will see.

use serde_json::{Value, json as object};

use crate::model::SessionId;
use crate::revision::{PartChange, PartChangeKind};

/// A sentence about one part.
pub(super) fn words(change: &PartChange) -> String {
    let PartChange { key, kind, appear, leave } = change;
    let part = format!("{} `{}`", key.kind.as_str(), key.id);
    let start = match kind {
        PartChangeKind::New => format!("{part} is new"),
        PartChangeKind::Sessions => part,
        PartChangeKind::Title => format!("{part} has another title"),
        PartChangeKind::Renamed => format!("{part} has a new id: its old addresses redirect"),
        PartChangeKind::Removed => {
            format!("{part} is no longer defined: its addresses and last entries stay")
        }
    };
    let appear = list(appear).map(|ids| format!("subscribers get {ids}"));
    let leave = list(leave).map(|ids| format!("{ids} stays until the end of the session"));
    let sessions: Vec<String> = appear.into_iter().chain(leave).collect();
    if sessions.is_empty() { start } else { format!("{start}: {}", sessions.join("; ")) }
}

fn list(ids: &[SessionId]) -> Option<String> {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    (!ids.is_empty()).then(|| ids.join(", "))
}

pub(super) fn json(change: &PartChange) -> Value {
    let ids = |ids: &[SessionId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    object!({
        "part": change.key.to_string(),
        "kind": change.kind.as_str(),
        "appear": ids(&change.appear),
        "leave": ids(&change.leave),
    })
}
