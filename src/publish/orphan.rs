//! Records that belong to no definition.

use std::path::Path;
use std::sync::Arc;

use super::publisher::Publisher;
use super::series::{every_session, unavailable};
use super::{Published, PublishedSeries, Retired, codes};
use crate::diagnostic::{Finding, SourceFile};
use crate::revision::{ChangeKind, Record};

impl Publisher {
    /// After a complete read, the series of a record without a definition is retired.
    pub(super) fn tell_orphan(
        &self,
        (path, source): (&Path, &Arc<SourceFile>),
        complete: bool,
        published: &mut Published,
    ) {
        let record = match Record::parse(source) {
            Ok(record) => record,
            Err(findings) => {
                published.findings.extend(findings);
                // Whose it is cannot be read.
                published.private_files.add(path);
                return;
            }
        };
        if record.audience().is_private() {
            published.private_files.add(path);
        }
        let retired = if complete { Retired::Yes } else { Retired::No };
        // Whoever retired it and waited for its end has removed the file on purpose.
        if complete && record.gone().is_none() {
            let finding = finding(&record, published).in_file(source);
            published.findings.push(finding);
        }
        if published.kept.contains(record.series()) {
            return;
        }
        let audience = self.said(record.series()).or_last(Some(record.audience()));
        let (id, sessions) = (record.series().clone(), every_session(&record));
        let unavailable = unavailable(id, Vec::new(), sessions, retired)
            .in_languages(record.languages())
            .to(&audience);
        published.unavailable.push(unavailable);
    }
}

fn finding(record: &Record, published: &Published) -> Finding {
    let id = record.series();
    let finding = Finding::new(&codes::ORPHAN, format!("no definition for the record of `{id}`"))
        .note("the addresses of that series answer 410 Gone: its subscribers get nothing more");
    let renamed = published.series.iter().find(|series| looks_like(series, record));
    let finding = match renamed {
        Some(renamed) => {
            let new = &renamed.series.id;
            finding
                .note(format!("series `{new}` is new and has sessions of the same ids"))
                .help(format!("if it was renamed, write `id = \"{id}\"` into its definition"))
                .help(format!(
                    "to rename it on purpose, put this record in the place of `{new}.lock`, write \
                     `id = \"{new}\"` under `[series]` in it, and `aliases = [\"{id}\"]` into the \
                     definition: entries stay, and old addresses lead to the new ones"
                ))
        }
        None => finding
            .help(format!("if the file was renamed, write `id = \"{id}\"` into the definition")),
    };
    finding
        .help("to end the series, put the definition back with `retired = true`: people are told")
        .help("to forget the series, delete the record")
}

/// Whether a series is new in this run and could be the one of `record` by its sessions.
fn looks_like(series: &PublishedSeries, record: &Record) -> bool {
    let is_new = !series.changes.is_empty()
        && series.changes.iter().all(|change| change.kind == ChangeKind::Created)
        && series.changes.len() == series.record.sessions().count();
    is_new && series.series.sessions.iter().any(|session| record.entry(&session.id).is_some())
}
