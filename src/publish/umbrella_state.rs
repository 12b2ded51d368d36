//! An umbrella between passes, and its selection among the series that are served.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edition::EditionContext;
use super::{Listing, codes};
use crate::definition::{MemberSelection, Umbrella};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SeriesId;

/// An umbrella between passes.
#[derive(Debug)]
pub(super) struct UmbrellaState {
    pub(super) umbrella: Umbrella,
    pub(super) file: Arc<SourceFile>,
    pub(super) context: EditionContext,
    /// The series that it was last composed of.
    pub(super) composed: Option<Vec<Arc<Listing>>>,
    /// Findings about its series and its size.
    pub(super) findings: Vec<Finding>,
}

/// The public series that are served, without umbrellas.
pub(super) type PublicSeries = BTreeMap<SeriesId, Arc<Listing>>;

impl UmbrellaState {
    pub(super) fn new(umbrella: Umbrella, file: Arc<SourceFile>, context: EditionContext) -> Self {
        Self { umbrella, file, context, composed: None, findings: Vec::new() }
    }

    /// The series that it selects, and a finding for each name without a public series.
    pub(super) fn members(&self, public: &PublicSeries) -> (Vec<Arc<Listing>>, Vec<Finding>) {
        let named = match self.umbrella.members() {
            MemberSelection::Everything => {
                return (public.values().cloned().collect(), Vec::new());
            }
            MemberSelection::Named(named) => named,
        };
        let (mut members, mut findings) = (Vec::new(), Vec::new());
        for (id, span) in named {
            if let Some(member) = public.get(id) {
                members.push(Arc::clone(member));
                continue;
            }
            // The same text for unknown and private series: it must not show which of them exist.
            let headline = format!("`{id}` is not a public series that is served");
            let finding = Finding::new(&codes::UMBRELLA_MEMBER, headline)
                .at(&self.file, *span)
                .note("the umbrella is served without it")
                .help(format!(
                    "write the id of a public series, or remove `\"{id}\"`; an umbrella contains \
                     neither private series nor other umbrellas"
                ));
            findings.push(finding);
        }
        (members, findings)
    }
}
