//! Compares a record with an earlier version: changes that must never happen.
//!
//! Uses neither files nor git; the caller pairs the records.

use std::sync::Arc;

use super::codes;
use super::record::{Record, RecordEntry};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::SessionId;

impl Record {
    /// Contradictions to an earlier version of this record: a SEQUENCE that fell, a missing
    /// session, a changed UID, a count that started again.
    ///
    /// `file` is this record's. `when` names the earlier version, such as a git revision.
    #[must_use]
    pub fn regressions(&self, before: &Self, file: &Arc<SourceFile>, when: &str) -> Vec<Finding> {
        let series = (self.created > before.created).then(|| {
            let (is, was) = (self.created, before.created);
            let headline = format!("`created` of series `{}` was {was} in `{when}`", self.series);
            started_again(Finding::new(&codes::STARTED_AGAIN, headline).in_file(file))
                .note(format!("it is {is} now, so the record was deleted and written anew"))
        });
        let sessions = before.sessions().filter_map(|(id, old)| {
            let mut same = self.sessions().filter(|(_, entry)| entry.uid == old.uid);
            match (same.next(), self.entry(id)) {
                (Some((id, entry)), _) => regression(file, (id, entry), old, when),
                (None, Some(entry)) => Some(other_uid(file, (id, entry), old, when)),
                (None, None) => Some(missing(file, id, old, when)),
            }
        });
        series.into_iter().chain(sessions).collect()
    }
}

/// The start of a session's block.
fn place(finding: Finding, file: &Arc<SourceFile>, id: &SessionId) -> Finding {
    let line = format!("\nid = \"{id}\"");
    let mut found = file.text().match_indices(&line);
    // The series may have the same id.
    let at = found.find(|(at, _)| file.text()[..*at].trim_end().ends_with("[[session]]"));
    match at {
        Some((at, _)) => finding.at(file, at + 1..at + line.len()),
        None => finding.in_file(file),
    }
}

fn regression(
    file: &Arc<SourceFile>,
    (id, entry): (&SessionId, &RecordEntry),
    old: &RecordEntry,
    when: &str,
) -> Option<Finding> {
    if entry.sequence < old.sequence {
        let (is, was) = (entry.sequence, old.sequence);
        let headline = format!("session `{id}`: SEQUENCE is {is} and was {was} in `{when}`");
        let finding = Finding::new(&codes::FELL, headline)
            .note("calendars that have the higher SEQUENCE ignore this entry")
            .help(format!("restore the session's block from `{when}`, then run `kalends publish`"))
            .help("after a merge, merge the two records with `kalends merge`");
        return Some(place(finding, file, id));
    }
    (entry.created > old.created).then(|| {
        let (is, was) = (entry.created, old.created);
        let headline = format!("session `{id}`: `created` was {was} in `{when}`, and is {is}");
        place(started_again(Finding::new(&codes::STARTED_AGAIN, headline)), file, id)
    })
}

fn started_again(finding: Finding) -> Finding {
    finding
        .note("counts that start again are below those in calendars, which ignore the updates")
        .help("restore the record of that revision, then run `kalends publish`")
}

fn other_uid(
    file: &Arc<SourceFile>,
    (id, entry): (&SessionId, &RecordEntry),
    old: &RecordEntry,
    when: &str,
) -> Finding {
    let headline =
        format!("session `{id}`: the UID is `{}` and was `{}` in `{when}`", entry.uid, old.uid);
    let finding = Finding::new(&codes::OTHER_UID, headline)
        .note("everyone would get the entry a second time, and the first is never updated again")
        .help(format!("restore the session's block from `{when}`"));
    place(finding, file, id)
}

fn missing(file: &Arc<SourceFile>, id: &SessionId, old: &RecordEntry, when: &str) -> Finding {
    let headline = format!("session `{id}` is missing, and was in the record in `{when}`");
    Finding::new(&codes::LOST, headline)
        .in_file(file)
        .note(format!("its UID is `{}`: people who have the entry would keep it as it is", old.uid))
        .help(format!("restore the session's block from `{when}`"))
        .help("to withdraw a session, remove it from the definition and do not edit the record")
}
