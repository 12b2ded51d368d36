//! What is found while a calendar is read. Of what is left out, one finding for each kind of thing:
//! a feed of a thousand events has a thousand alarms, and nobody reads that.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::codes;
use crate::diagnostic::{Code, Finding, SourceFile, Span, sort};

/// The findings of one calendar.
pub(super) struct Notes {
    pub(super) file: Arc<SourceFile>,
    findings: Vec<Finding>,
    /// What is left out: its first place, and how often.
    lost: BTreeMap<(&'static str, String), Lost>,
}

struct Lost {
    code: &'static Code,
    span: Span,
    count: usize,
    help: &'static str,
}

impl Notes {
    pub(super) fn new(file: &Arc<SourceFile>) -> Self {
        Self { file: Arc::clone(file), findings: Vec::new(), lost: BTreeMap::new() }
    }

    pub(super) fn find(
        &mut self,
        code: &'static Code,
        span: Span,
        headline: impl Into<String>,
    ) -> &mut Finding {
        self.findings.push(Finding::new(code, headline).at(&self.file, span));
        self.findings.last_mut().expect("one was pushed just now")
    }

    /// Something that is left out; `what` completes "…: definitions do not have it".
    pub(super) fn lose(&mut self, what: impl Into<String>, span: Span, help: &'static str) {
        self.count(&codes::LOST, format!("{} is left out", what.into()), span, help);
    }

    /// Something that is said once for all its places.
    pub(super) fn count(
        &mut self,
        code: &'static Code,
        headline: String,
        span: Span,
        help: &'static str,
    ) {
        let lost = Lost { code, span, count: 0, help };
        self.lost.entry((code.id, headline)).or_insert(lost).count += 1;
    }

    pub(super) fn finish(mut self) -> Vec<Finding> {
        for ((_, headline), lost) in self.lost {
            let mut finding = Finding::new(lost.code, headline).at(&self.file, lost.span);
            if lost.count > 1 {
                finding.add_note(format!("{} times; this is the first", lost.count));
            }
            if !lost.help.is_empty() {
                finding.add_help(lost.help);
            }
            self.findings.push(finding);
        }
        sort(&mut self.findings);
        self.findings
    }
}
