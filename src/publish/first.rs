//! Findings about the first publication of a series or session.

use jiff::Timestamp;

use crate::definition::Definition;
use crate::diagnostic::{Finding, Severity};
use crate::model::SessionId;
use crate::revision::Record;

/// Whether warnings are reported in addition to errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warnings {
    Reported,
    Omitted,
}

/// Compares a definition with its record, if there is one. Takes out a series that must not be published
/// for the first time.
pub(super) fn check(
    definition: &mut Definition,
    record: Option<&Record>,
    warnings: Warnings,
    now: Timestamp,
) -> Vec<Finding> {
    let new = std::mem::take(&mut definition.before_publication);
    let (mut findings, mut warned): (Vec<Finding>, Vec<Finding>) =
        new.into_iter().partition(|finding| finding.severity() == Severity::Error);
    // A published series cannot change these values any more.
    if record.is_some() {
        findings.clear();
    }
    if !findings.is_empty() {
        definition.series = None;
    }
    if warnings == Warnings::Reported {
        if record.is_some_and(|record| !record.is_young(now)) {
            warned.clear();
        }
        findings.extend(warned);
        let has = |id: &SessionId| record.is_some_and(|record| record.entry(id).is_some());
        let is_recorded: Option<&dyn Fn(&SessionId) -> bool> =
            if record.is_some() { Some(&has) } else { None };
        findings.extend(definition.new_in_the_past(is_recorded, now));
    }
    findings
}
