//! What only the holders of tokens can find: groups by the hash of the token that opens them, below
//! `/private/{token}/`.
//!
//! Holds no token, nor any address that has one in it: redirects in here lead to their neighbours by
//! relative references, which every client resolves to an address below the token it has.

use std::collections::{HashMap, HashSet};

use super::builder::{Group, key_of};
use super::{Entry, SnapshotProblem};
use crate::address::PRIVATE;
use crate::model::TokenHash;

/// Groups by the tokens that open them.
#[derive(Clone, Debug, Default)]
pub(super) struct Private(HashMap<TokenHash, HashSet<Group>>);

impl Private {
    /// Opens a group to the holders of a token. One of that key that is open to them stays.
    pub(super) fn share(&mut self, group: &Group, token: TokenHash) {
        self.0.entry(token).or_default().insert(group.clone());
    }

    /// What stands at a path below a token.
    ///
    /// Found by the hash, not by comparing tokens: how long it takes tells, at most, how far the
    /// SHA-256 of a guess agrees with one in here, and nobody can choose guesses by their SHA-256.
    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        let rest = path.strip_prefix('/')?.strip_prefix(PRIVATE)?.strip_prefix('/')?;
        let (token, below) = rest.split_at(rest.find('/')?);
        self.0.get(&TokenHash::of(token)?)?.get(key_of(below)?)?.get(below)
    }

    /// Every group, once for each token that opens it.
    pub(super) fn groups(&self) -> impl Iterator<Item = &Group> {
        self.0.values().flatten()
    }

    /// Rule `renamed-answers-308`, as for public addresses: one hop.
    pub(super) fn check_hops(&self) -> Result<(), SnapshotProblem> {
        let hops = self.0.values().flat_map(|groups| {
            groups.iter().flat_map(move |group| group.hops().map(move |hop| (groups, hop)))
        });
        let is_broken = |(groups, (path, location)): &(&HashSet<Group>, (&str, &str))| {
            let target = neighbour(path, location);
            let entry = key_of(&target).and_then(|key| groups.get(key)?.get(&target));
            matches!(entry, None | Some(Entry::Redirect(_)))
        };
        match hops.filter(is_broken).map(|(_, hop)| hop).min() {
            None => Ok(()),
            Some((path, location)) => {
                Err(SnapshotProblem::Hops { path: path.to_owned(), location: location.to_owned() })
            }
        }
    }
}

/// Where a relative reference leads (RFC 3986 §5.2.3), as far as [`super::Redirect::beside`]
/// writes them.
fn neighbour(path: &str, reference: &str) -> String {
    let directory = |path: &str| path.rfind('/').map_or(0, |slash| slash);
    let (mut from, mut name) = (directory(path), reference);
    while let Some(rest) = name.strip_prefix("../") {
        (from, name) = (directory(&path[..from]), rest);
    }
    format!("{}/{name}", &path[..from])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_leads_to_a_neighbour() {
        assert_eq!(neighbour("/old.ics", "new.ics"), "/new.ics");
        assert_eq!(neighbour("/old/opening.ics", "../new/start.ics"), "/new/start.ics");
        assert_eq!(neighbour("/da/old/a.ics", "../../da/new/b.ics"), "/da/new/b.ics");
        let deep = neighbour("/old/opening/add/google", "../../../new/start/add/google");
        assert_eq!(deep, "/new/start/add/google");
    }
}
