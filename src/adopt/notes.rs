//! Collects findings while a calendar is read. Equal findings are merged into one with all lines,
//! because a feed of a thousand events repeats each problem a thousand times.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Finding, SourceFile, Span, sort};

/// Maximum number of further lines that a finding lists.
const MAX_LINES: usize = 100;

/// The findings of one calendar.
pub(super) struct AdoptNotes {
    file: Arc<SourceFile>,
    found: BTreeMap<(&'static str, String), MergedFinding>,
    places: BTreeSet<usize>,
}

/// A finding with all its places.
pub(super) struct MergedFinding {
    code: &'static Code,
    first: Span,
    others: Vec<Span>,
    more: usize,
    help: String,
    note: Option<String>,
}

impl AdoptNotes {
    pub(super) fn new(file: &Arc<SourceFile>) -> Self {
        Self { file: Arc::clone(file), found: BTreeMap::new(), places: BTreeSet::new() }
    }

    /// Adds a finding at a place. Findings with one code and headline are merged; the first help stays.
    pub(super) fn find(
        &mut self,
        code: &'static Code,
        span: Span,
        headline: impl Into<String>,
        help: impl Into<String>,
    ) -> &mut MergedFinding {
        self.places.insert(span.start);
        self.found
            .entry((code.id, headline.into()))
            .and_modify(|found| match found.others.len() < MAX_LINES {
                true => found.others.push(span),
                false => found.more += 1,
            })
            .or_insert_with(|| MergedFinding {
                code,
                first: span,
                others: Vec::new(),
                more: 0,
                help: help.into(),
                note: None,
            })
    }

    /// The findings ordered by place, and the offsets of all their places.
    pub(super) fn finish(self) -> (Vec<Finding>, BTreeSet<usize>) {
        let mut findings = Vec::with_capacity(self.found.len());
        for ((_, headline), found) in self.found {
            let mut finding = Finding::new(found.code, headline).at(&self.file, found.first);
            let line = |span: &Span| self.file.position(span.start).line;
            let mut lines: Vec<_> = found.others.iter().map(line).collect();
            lines.dedup();
            if !lines.is_empty() {
                let plural = if lines.len() == 1 { "" } else { "s" };
                let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
                let more = match found.more {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                finding.add_note(format!("also in line{plural} {}{more}", lines.join(", ")));
            }
            if let Some(note) = found.note {
                finding.add_note(note);
            }
            if !found.help.is_empty() {
                finding.add_help(found.help);
            }
            findings.push(finding);
        }
        sort(&mut findings);
        (findings, self.places)
    }
}

impl MergedFinding {
    /// Adds a note, unless the finding has one or occurred before.
    pub(super) fn note(&mut self, note: impl FnOnce() -> String) {
        if self.others.is_empty() && self.note.is_none() {
            self.note = Some(note());
        }
    }
}
