//! What only shows when all definitions are seen together: addresses claimed twice.

use std::collections::BTreeMap;

use super::codes;
use super::series::Definition;
use crate::diagnostic::{Finding, Span};
use crate::model::SeriesId;

/// Notes on each definition what collides with another. The first keeps the address; series of the
/// others are taken out, so that nothing is served under a disputed one.
pub fn check(definitions: &mut [Definition]) {
    let mut owners: BTreeMap<SeriesId, String> = BTreeMap::new();
    for definition in definitions.iter_mut() {
        let Some(id) = definition.id.clone() else { continue };
        if let Some(owner) = owners.get(&id) {
            let headline = format!("series `{id}` is defined by {owner} already");
            let finding = Finding::new(&codes::DUPLICATE_SERIES, headline)
                .at(&definition.file, definition.id_span)
                .help("give one of the two another `id`, or remove the file");
            definition.findings.push(finding);
            definition.series = None;
        } else {
            owners.insert(id, definition.file.name().to_owned());
        }
    }
    for definition in definitions.iter_mut() {
        let Some(series) = &definition.series else { continue };
        let aliases: Vec<(SeriesId, Span)> =
            series.aliases.iter().cloned().zip(definition.alias_spans.iter().copied()).collect();
        for (alias, span) in aliases {
            if let Some(owner) = owners.get(&alias) {
                let headline = format!("alias `{alias}` is an address of {owner}");
                let finding = Finding::new(&codes::ALIAS_TAKEN, headline)
                    .at(&definition.file, span)
                    .help("remove the alias from one of the two");
                definition.findings.push(finding);
                definition.series = None;
            } else {
                owners.insert(alias, definition.file.name().to_owned());
            }
        }
    }
}
