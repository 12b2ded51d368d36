//! Revokes access to series that are served as before although their definitions changed: a
//! definition that cannot be published still revokes tokens.

use super::state::State;
use super::{Published, privacy, umbrella};

/// Restricts kept series to the readers that their definitions name by now.
pub(super) fn revoke_access(state: &State, published: &mut Published) {
    for id in published.kept.clone() {
        let Some(last) = state.good(&id) else { continue };
        if umbrella::has_private_series(state, last) {
            published.kept.remove(&id);
            published.series.retain(|series| series.id != id);
            published.unavailable.push(last.unavailable());
            continue;
        }
        let audience = privacy::audience_in_definition(state, &id).or_last(Some(&last.audience));
        if audience == last.audience {
            continue;
        }
        if last.audience.is_private() {
            published.revoked.insert(id, audience);
            continue;
        }
        // Its entries contain public addresses: nobody gets it until its definition is repaired.
        published.kept.remove(&id);
        published.series.retain(|series| series.id != id);
        published.unavailable.push(last.unavailable().to(&audience));
    }
}
