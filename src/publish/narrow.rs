//! Who may read what is served as it last was: its definition may say something else by now, and
//! that counts as far as it takes away. A token that is revoked in a file with an error is revoked.

use super::publisher::Publisher;
use super::series::unavailable;
use super::{Published, Retired};

impl Publisher {
    /// Takes what is kept from those who may not read it any more.
    pub(super) fn narrow(&self, published: &mut Published) {
        for id in published.kept.clone() {
            let Some(last) = self.good(&id) else { continue };
            let audience = self.said(&id).or_last(Some(&last.audience));
            if audience == last.audience {
                continue;
            }
            if last.audience.is_private() {
                published.narrowed.insert(id, audience);
                continue;
            }
            // It was made for everyone: its entries hold public addresses. Nobody gets it until
            // its definition is mended.
            published.kept.remove(&id);
            published.series.retain(|series| series.id != id);
            let (aliases, sessions) = (last.aliases.clone(), last.every_session());
            let hidden = unavailable(id, aliases, sessions, Retired::No);
            published.unavailable.push(hidden.in_languages(last.languages.clone()).to(&audience));
        }
    }
}
