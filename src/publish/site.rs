//! The snapshot of everything published: each name and address with its entry.

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use super::error_pages::error_pages;
use super::listing::unavailable_now;
use super::pages::{Theme, logo_entry};
use super::status::status;
use super::{Published, Retired, UnavailableSeries};
use crate::address::{self, INDEX};
use crate::diagnostic::{Finding, Severity, to_json};
use crate::model::Zone;
use crate::page::{self, ListedPart};
use crate::snapshot::{
    Closed, Entry, Name, Resource, Served, Snapshot, SnapshotBuilder, SnapshotProblem,
    SourceFailure, Variants,
};

/// Shared by all snapshots, so that it is compressed once.
static OPENAPI: LazyLock<Resource> = LazyLock::new(|| Resource::json(page::openapi_json()));

impl Published {
    /// The snapshot of everything that may be served, rendered on first use.
    ///
    /// 1. Every series gets its own name, kept ones too.
    /// 2. Aliases get free names: of current series first, then of kept ones.
    /// 3. Names that are still free and belong to unavailable series say so.
    ///
    /// # Errors
    /// When two entries claim one address, which the catalogue check rules out.
    pub fn snapshot(&self) -> Result<Snapshot, SnapshotProblem> {
        let mut builder = SnapshotBuilder::new();
        builder.reserve(self.series.len());
        // In parallel, because new editions prepare their slots.
        let served: Vec<Served> = self.series.par_iter().map(|one| one.served()).collect();
        for (one, served) in self.series.iter().zip(&served) {
            builder.serve(served, self.audience(one))?;
        }
        let renamed = self.series.iter().filter(|one| !one.aliases.is_empty());
        let (kept, current): (Vec<_>, Vec<_>) =
            renamed.partition(|one| self.kept.contains(&one.id));
        for one in current.into_iter().chain(kept) {
            let former = Name::Former(one.served());
            for alias in &one.aliases {
                builder.name(&alias.as_str().into(), &former, self.audience(one));
            }
        }
        for unavailable in &self.unavailable {
            let closed = Name::Closed(Arc::new(closed(unavailable)));
            for id in std::iter::once(&unavailable.id).chain(&unavailable.aliases) {
                builder.name(&id.as_str().into(), &closed, &unavailable.audience);
            }
        }
        let listed = self.series.iter().filter(|one| !self.audience(one).is_private());
        let listed: Vec<&ListedPart> = listed.map(|one| &one.index_item).collect();
        let (html, json) = rayon::join(
            || {
                let theme = Theme::of(None, &self.branding);
                let html = page::index_html(&listed, &self.branding, theme.style());
                theme.page(html)
            },
            || Resource::json(page::index_json(&listed)),
        );
        builder.insert(INDEX, Entry::Variants(Box::new(Variants { html, json })))?;
        builder.show_errors(error_pages(&self.branding));
        if let Some((path, logo)) = logo_entry(&self.branding) {
            builder.insert(path, logo)?;
        }
        builder.insert(address::OPENAPI, Entry::Resource(OPENAPI.clone()))?;
        builder.set_status(status(self));
        Ok(builder.build(&failures(self), Zone::database_version()))
    }
}

fn closed(unavailable: &UnavailableSeries) -> Closed {
    Closed {
        entry: match unavailable.retired {
            Retired::Yes => Entry::Gone,
            Retired::No => Entry::Unavailable(unavailable_now(&unavailable.id)),
        },
        sessions: unavailable.sessions.iter().cloned().collect(),
        languages: unavailable.languages.iter().cloned().collect(),
    }
}

/// Replaces the names of private files, and findings about them: the log and `check` show those.
const PRIVATE_SERIES: &str = "a private series";

/// One failure for each file with errors. Files that are or may be private have no findings.
fn failures(published: &Published) -> Vec<SourceFailure> {
    let errors = published.findings.iter().filter(|found| found.severity() == Severity::Error);
    let (hidden, told): (Vec<&Finding>, Vec<&Finding>) =
        errors.partition(|finding| published.private_files.hide(finding));
    fn name(finding: &Finding) -> &str {
        finding.file().map_or("", |file| file.name())
    }
    let told = told.chunk_by(|a, b| name(a) == name(b)).map(|group| {
        let source = group.first().map_or_else(String::new, |first| name(first).to_owned());
        let findings: Vec<Finding> = group.iter().map(|finding| (*finding).clone()).collect();
        SourceFailure { source, findings: to_json(&findings) }
    });
    // Last, because their place among the others would show between which names theirs are.
    let hidden = hidden
        .chunk_by(|a, b| name(a) == name(b))
        .map(|_| SourceFailure { source: PRIVATE_SERIES.to_owned(), findings: to_json(&[]) });
    told.chain(hidden).collect()
}
