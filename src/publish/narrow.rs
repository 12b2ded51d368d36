//! Who may read what is served as it last was: its definition may say something else by now, and
//! that counts as far as it takes away. A token that is revoked in a file with an error is revoked.

use std::collections::BTreeSet;

use super::publisher::{Held, Publisher};
use super::series::unavailable;
use super::{Published, Retired};
use crate::definition::Said;
use crate::model::SeriesId;

impl Publisher {
    /// Takes what is kept from those who may not read it any more.
    pub(super) fn narrow(&self, published: &mut Published) {
        for id in published.kept.clone() {
            let Some(last) = self.good(&id) else { continue };
            let audience = self.said(&id).or_last(Some(last.audience()));
            if audience == *last.audience() {
                continue;
            }
            if last.audience().is_private() {
                published.narrowed.insert(id, audience);
                continue;
            }
            // It was made for everyone: its entries hold public addresses. Nobody gets it until
            // its definition is mended.
            published.kept.remove(&id);
            published.series.retain(|series| series.series.id != id);
            published.shelved.retain(|series| series.id != id);
            let (aliases, sessions) = (last.aliases().to_vec(), last.every_session());
            let hidden = unavailable(id, aliases, sessions, Retired::No);
            published.unavailable.push(hidden.in_languages(last.languages()).to(&audience));
        }
    }

    /// The files of private series, and of those that may be.
    pub(super) fn private_files(&self) -> BTreeSet<String> {
        let files = |held: &Held| {
            let record = held.record.as_ref().map(|path| path.display().to_string());
            std::iter::once(held.claims.file_name().to_owned()).chain(record).collect::<Vec<_>>()
        };
        self.held().filter(|held| self.is_private(held)).flat_map(files).collect()
    }

    fn is_private(&self, held: &Held) -> bool {
        if let Some(published) = &held.outcome.published {
            return published.audience().is_private();
        }
        let good = held.claims.id().and_then(|id| self.good(id));
        held.claims.audience().or_last(good.map(|good| good.audience())).is_private()
            || held.outcome.unavailable.iter().any(|not_now| not_now.audience.is_private())
    }

    fn said(&self, id: &SeriesId) -> Said {
        let held = self.held().find(|held| held.claims.id() == Some(id));
        held.map(|held| held.claims.audience().clone()).unwrap_or_default()
    }
}
