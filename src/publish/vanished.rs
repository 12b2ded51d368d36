//! Series that are served and that no definition defines any more: they are served as they last
//! were, until their definition is back or their record says that they are retired.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::news::Before;
use super::publisher::{Held, Publisher};
use super::{Published, Retired, Unavailable, codes};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;

impl Publisher {
    /// Notes where the definition of a series was that is served and has lost it.
    pub(super) fn lose(&mut self, path: &Path, held: &Held) {
        if let Some(id) = held.claims.id().filter(|id| self.good.contains_key(*id)) {
            self.lost.insert(id.clone(), path.to_owned());
        }
    }

    /// Forgets what is served of series whose records say that they are retired.
    pub(super) fn retire_unclaimed(&mut self) -> Vec<Before> {
        let claimed: HashSet<SeriesId> =
            self.held().filter_map(|(_, held)| held.claims.id().cloned()).collect();
        let mut before = Vec::new();
        for id in self.renamed_with_records(&claimed) {
            self.lost.remove(&id);
            let was = self.good.remove(&id);
            before.push(Before { id, was });
        }
        for series in self.unclaimed.iter().filter_map(|one| one.series.as_ref()) {
            if series.retired == Retired::Yes
                && !claimed.contains(&series.id)
                && let Some(was) = self.good.remove(&series.id)
            {
                self.lost.remove(&series.id);
                before.push(Before { id: series.id.clone(), was: Some(was) });
            }
        }
        before
    }

    /// Series that are served under other ids now: their records went with their definitions, and
    /// their addresses lead on as aliases.
    fn renamed_with_records(&self, claimed: &HashSet<SeriesId>) -> Vec<SeriesId> {
        if self.lost.is_empty() {
            return Vec::new();
        }
        let recorded = self.unclaimed.iter().filter_map(|one| Some(&one.series.as_ref()?.id));
        let recorded: HashSet<&SeriesId> = recorded.collect();
        let served = self.good.values().filter(|good| claimed.contains(&good.id));
        let leads_on: HashSet<&SeriesId> = served.flat_map(|good| &good.aliases).collect();
        let lost = self.lost.keys();
        lost.filter(|id| leads_on.contains(id) && !recorded.contains(id)).cloned().collect()
    }

    /// What became of series that no definition defines.
    pub(super) fn tell_unclaimed(&self, published: &mut Published) {
        let is_complete = self.is_complete();
        let mut recorded: HashSet<&SeriesId> = HashSet::new();
        for one in self.unclaimed.iter() {
            published.findings.extend(one.findings.iter().cloned());
            let Some(series) = &one.series else {
                published.private_files.add(&one.path);
                continue;
            };
            recorded.insert(&series.id);
            // Whose a damaged one is cannot be read.
            if series.audience.is_private() || one.is_damaged() {
                published.private_files.add(&one.path);
            }
            let is_served = self.good.contains_key(&series.id);
            // A file that cannot be read may be its definition.
            if is_complete {
                published.ends.extend(one.end());
                published.findings.extend(one.finding(is_served, self.renamed(&series.id)));
            }
            if !is_served {
                let retired = if is_complete { series.retired } else { Retired::No };
                let audience = self.said(&series.id).or_last(Some(&series.audience));
                published.unavailable.push(Unavailable { retired, audience, ..series.clone() });
            }
        }
        for (id, path) in &self.lost {
            let Some(good) = self.good.get(id).filter(|_| !recorded.contains(id)) else { continue };
            if good.audience.is_private() {
                published.private_files.add(path);
            }
            // Where nothing could be read at all, that is said of everything.
            if is_complete && !self.has_failed() {
                published.findings.push(lost(id, path));
            }
        }
    }

    /// How long until the first of what waits for its file to settle is published, if any waits.
    pub(super) fn settles_in(&self, now: Timestamp) -> Option<Duration> {
        let due = self.held().filter_map(|(_, held)| held.outcome.settles).min()?;
        // What is due already was left by the last pass for another reason.
        Duration::try_from(due.duration_since(now)).ok().filter(|wait| !wait.is_zero())
    }

    /// A new definition with the sessions of a series that has none.
    fn renamed(&self, old: &SeriesId) -> Option<(&Path, &SeriesId)> {
        let (path, held) =
            self.held.iter().find(|(_, held)| held.outcome.renamed.as_ref() == Some(old))?;
        Some((path, held.claims.id()?))
    }
}

fn lost(id: &SeriesId, path: &Path) -> Finding {
    Finding::new(&codes::LOST, format!("the definition of `{id}` and its record are gone"))
        .in_file(&SourceFile::new(path.display().to_string(), ""))
        .note("the series is served as it last was, until kalends ends; nothing is left of it then")
        .help("put both back, from the repository or a backup")
        .help("to end the series, put them back, with `retired = true` in the definition")
}
