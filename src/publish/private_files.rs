//! Names of private files: only the operator sees findings about them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Finding, SourceFile};
use crate::model::Audience;
use crate::revision::audience_named;

/// Names of private files, as in findings.
#[derive(Debug, Default)]
pub struct PrivateFiles(BTreeSet<String>);

impl PrivateFiles {
    pub(super) fn add(&mut self, path: &Path) {
        self.0.insert(shown(path));
    }

    /// Whether a finding is about one of them, or mentions one.
    pub(super) fn hide(&self, finding: &Finding) -> bool {
        finding.files().any(|file| self.0.contains(file))
    }
}

/// The name of a file in findings.
pub(super) fn shown(path: &Path) -> String {
    SourceFile::new(path.display().to_string(), "").name().to_owned()
}

/// The audience of a damaged record's series: nobody, if the record does not contain it.
pub(super) fn recorded_audience(record: &Arc<SourceFile>) -> Audience {
    audience_named(record).unwrap_or(Audience::Holders(Vec::new()))
}
