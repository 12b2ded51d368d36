//! The parts of a series and of an entry, as a record holds them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Line, PartKey, Series};

/// Every part that was ever published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PublishedParts {
    /// Titles, by current key.
    pub(super) titles: BTreeMap<PartKey, Line>,
    /// Former keys, each with the current one, in the order in which they were replaced.
    pub(super) former: Vec<(PartKey, PartKey)>,
}

/// The parts of one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Membership {
    /// The parts in its definition.
    pub(super) parts: BTreeSet<PartKey>,
    /// Parts that it left; it stays in each until its end.
    pub(super) former: BTreeSet<PartKey>,
}

impl Membership {
    pub(super) fn has(&self, part: &PartKey) -> bool {
        self.parts.contains(part) || self.former.contains(part)
    }

    /// The same after parts were renamed.
    pub(super) fn renamed(&self, parts: &PublishedParts) -> Self {
        let today = |keys: &BTreeSet<PartKey>| keys.iter().map(|key| parts.today(key)).collect();
        Self { parts: today(&self.parts), former: today(&self.former) }
    }

    /// The membership of an entry on two branches that both published: none loses a part at once.
    pub(super) fn merged(&self, other: &Self) -> Self {
        let all = [&self.former, &other.parts, &other.former].into_iter().flatten();
        let former = all.filter(|key| !self.parts.contains(key)).cloned().collect();
        Self { parts: self.parts.clone(), former }
    }
}

impl PublishedParts {
    /// The current key of a part.
    pub(super) fn today(&self, key: &PartKey) -> PartKey {
        let renamed = self.former.iter().find(|(old, _)| old == key);
        renamed.map_or(key, |(_, today)| today).clone()
    }

    /// The parts after the definition's renames and titles.
    pub(super) fn next(&self, series: &Series) -> Self {
        let mut next = self.clone();
        for (old, new) in &series.former_parts {
            let is_known = next.titles.remove(old).is_some();
            for (_, today) in next.former.iter_mut().filter(|(_, today)| today == old) {
                today.clone_from(new);
            }
            if is_known && !next.former.iter().any(|(former, _)| former == old) {
                next.former.push((old.clone(), new.clone()));
            }
        }
        for part in &series.parts {
            next.titles.insert(part.key.clone(), part.title.clone());
            // A key that is in use again is not a former one.
            next.former.retain(|(old, _)| *old != part.key);
        }
        next
    }

    /// The parts of two branches that both published.
    pub(super) fn merged(&self, older: &Self) -> Self {
        let mut merged = self.clone();
        for (old, new) in &older.former {
            if !merged.titles.contains_key(old) && merged.former.iter().all(|(one, _)| one != old) {
                merged.former.push((old.clone(), merged.today(new)));
            }
        }
        for (key, title) in &older.titles {
            merged.titles.entry(merged.today(key)).or_insert_with(|| title.clone());
        }
        merged
    }

    pub(super) fn is_empty(&self) -> bool {
        self.titles.is_empty()
    }
}
