//! The state of publishing, as metrics report it. `web` counts requests and formats the metrics.

use sha2::{Digest, Sha256};

use super::{Published, Retired};
use crate::diagnostic::Severity;
use crate::snapshot::SiteStatus;

pub(super) fn status(published: &Published) -> SiteStatus {
    let (series, sessions) = published.counts();
    let kept = published.kept.len();
    let is_retired = |retired: &Retired| *retired == Retired::Yes;
    let retired = published.unavailable.iter().filter(|series| is_retired(&series.retired)).count();
    let found = |severity: Severity| {
        published.findings.iter().filter(|finding| finding.severity() == severity).count()
    };
    let revised = published.series.iter().map(|series| series.revised);
    SiteStatus {
        revision: revision(published),
        current: series - kept,
        kept,
        unavailable: published.unavailable.len() - retired,
        retired,
        sessions,
        errors: found(Severity::Error),
        warnings: found(Severity::Warning),
        last_published_unix: revised.max().map_or(0, |revised| revised.as_second()),
    }
}

/// Digest of all series with their revisions, so that replicas can be compared.
fn revision(published: &Published) -> String {
    let mut digest = Sha256::new();
    let mut all: Vec<_> = published.series.iter().map(|one| (&one.id, one.revised)).collect();
    all.sort_unstable();
    for (id, revised) in all {
        digest.update(id.as_str());
        // A separator that identifiers cannot contain.
        digest.update([0]);
        digest.update(revised.as_second().to_be_bytes());
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
