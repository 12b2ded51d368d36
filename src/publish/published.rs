//! The result of a pass.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Listing, PrivateFiles, PublishedSeries, Retired, UnavailableSeries};
use crate::diagnostic::{Finding, has_errors};
use crate::model::{Audience, SeriesId};
use crate::page::Branding;
use crate::plan::{Plan, SeriesEnd, SeriesPlan};

/// The result of a pass.
#[derive(Debug)]
pub struct Published {
    /// Series that may be served, by identifier.
    pub series: Vec<Arc<Listing>>,
    /// Series that are served as before, because their files cannot be published now (rule
    /// `no-wrong-200`).
    pub kept: BTreeSet<SeriesId>,
    /// The audience of kept private series if their definitions have another one by now.
    pub revoked: BTreeMap<SeriesId, Audience>,
    /// Files of private series, and files that may be of some: findings about them are not public.
    pub private_files: PrivateFiles,
    /// Series that may not be served now, though they are or were published.
    pub unavailable: Vec<UnavailableSeries>,
    /// Series that end without a definition, or would.
    pub ends: BTreeMap<SeriesId, SeriesEnd>,
    /// All findings, by file and place.
    pub findings: Vec<Finding>,
    /// The number of definitions.
    pub definitions: usize,
    /// The number of definitions without a readable series id.
    pub nameless: usize,
    /// The publisher's name, logo and colours.
    pub branding: Arc<Branding>,
}

impl Published {
    /// Whether a finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.findings)
    }

    /// The audience of one of the series.
    #[must_use]
    pub fn audience<'a>(&'a self, series: &'a Listing) -> &'a Audience {
        self.revoked.get(&series.id).unwrap_or(&series.audience)
    }

    /// The editions in memory: of all series, unless there is a cache.
    pub fn editions(&self) -> impl Iterator<Item = &PublishedSeries> {
        self.series.iter().filter_map(|series| series.edition().map(|edition| &**edition))
    }

    /// The number of series that may be served, and of their sessions.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.series.len(), self.series.iter().map(|series| series.sessions).sum())
    }

    /// A line on the content of each umbrella.
    pub fn umbrellas(&self) -> impl Iterator<Item = String> {
        let umbrellas = self.series.iter().filter(|series| series.is_umbrella());
        umbrellas.map(|one| {
            let plural = if one.sessions == 1 { "" } else { "s" };
            let members: Vec<String> = one.members.iter().map(|id| format!("`{id}`")).collect();
            let (id, sessions) = (&one.id, one.sessions);
            format!("umbrella `{id}`: {sessions} session{plural} of {}", members.join(", "))
        })
    }

    /// The changes of the records, as a plan for people.
    #[must_use]
    pub fn plan(&self) -> Plan<'_> {
        let series = self.editions().filter(|one| one.members.is_empty()).map(|one| SeriesPlan {
            series: &one.series,
            record: &one.record,
            changes: &one.changes.sessions,
            feed: &one.changes.feed,
            parts: &one.changes.parts,
            retirement: one.changes.retirement,
            access: one.changes.access.as_ref(),
            languages: &one.changes.languages,
            changed: one.changes.any,
        });
        let mut plan =
            Plan { series: series.collect(), nameless: self.nameless, ..Plan::default() };
        for (id, end) in &self.ends {
            plan.ends.insert(id, *end);
        }
        for unavailable in &self.unavailable {
            if plan.ends.contains_key(&unavailable.id) {
                continue;
            }
            match unavailable.retired {
                Retired::No => plan.blocked.insert(&unavailable.id),
                Retired::Yes => plan.retired.insert(&unavailable.id),
            };
        }
        plan
    }
}
