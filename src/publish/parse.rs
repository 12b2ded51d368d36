//! Parses definitions with new text. On a large site, unchanged series are listed at once, so that few
//! definitions are in memory while claims are compared.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::edition::EditionContext;
use super::owners::RecordPlace;
use super::series::{DefinitionOutcome, Inputs, list_unchanged};
use super::state::{Pass, State};
use crate::definition::{self, Claims, Definition, PublishedIds};
use crate::model::SeriesId;
use crate::revision::Record;
use crate::store::{self, FileContent, LockWait, Shelf};

/// A definition with new text.
pub(super) struct Parsed {
    pub(super) claims: Claims,
    pub(super) state: ParsedState,
}

/// The progress of a definition with new text.
pub(super) enum ParsedState {
    /// It is to be published.
    ToPublish(Box<Definition>),
    /// It is listed, because nothing changed. Taken back if its addresses are disputed.
    Listed(Box<DefinitionOutcome>),
}

/// Parses the definitions among the touched files.
pub(super) fn parse_touched(pass: &Pass<'_>, state: &State) -> HashMap<PathBuf, Parsed> {
    let parse = |path: &PathBuf| {
        let definition = parse(&state.files, path)?;
        let claims = Claims::of(&definition);
        if !state.is_on_demand() {
            let state = ParsedState::ToPublish(definition.into());
            return Some((path.clone(), Parsed { claims, state }));
        }
        let claims = claims.without_text();
        let state = match list_at_once(pass, state, path, definition) {
            Ok(outcome) => ParsedState::Listed(outcome.into()),
            Err(definition) => ParsedState::ToPublish(definition),
        };
        Some((path.clone(), Parsed { claims, state }))
    };
    pass.touched.par_iter().filter_map(parse).collect()
}

/// Parses the definition at a path, if it can be read.
pub(super) fn parse(files: &Shelf, path: &Path) -> Option<Definition> {
    let FileContent::Text(source) = files.definition(path) else { return None };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let definition = definition::parse(&source, &stem);
    let published = match &definition.id {
        Some(id) if definition.proposes_ids() => published_ids(files, path, id),
        _ => return Some(definition),
    };
    Some(definition::parse_with(&source, &stem, &published))
}

/// The session ids in the record next to a definition.
fn published_ids(files: &Shelf, path: &Path, id: &SeriesId) -> PublishedIds {
    let record = store::record_path(&store::directory_of(path), id);
    let mut ids = PublishedIds::default();
    let FileContent::Text(source) = files.record(&record) else { return ids };
    let Ok(record) = Record::parse(&source) else { return ids };
    for (id, entry) in record.sessions() {
        let of_kind = if entry.withdrawn().is_some() { &mut ids.former } else { &mut ids.present };
        of_kind.insert(id.clone());
        ids.former.extend(entry.was().iter().cloned());
    }
    ids
}

/// Lists a series if it is unchanged and its record, the only one, is in its place.
fn list_at_once(
    pass: &Pass<'_>,
    state: &State,
    path: &Path,
    definition: Definition,
) -> Result<DefinitionOutcome, Box<Definition>> {
    let directory = store::directory_of(path);
    let Some(id) = &definition.id else { return Err(definition.into()) };
    let own = store::record_path(&directory, id);
    if state.owners.place(id, &directory, &state.files) != RecordPlace::At(own.clone()) {
        return Err(definition.into());
    }
    let lock_wait = LockWait::none();
    list_unchanged(&inputs(pass, state, (path, Some(id), &own), &lock_wait), definition)
}

/// The inputs for a definition with this series id and record.
pub(super) fn inputs<'a>(
    pass: &Pass<'a>,
    state: &State,
    (path, id, record_path): (&'a Path, Option<&SeriesId>, &'a Path),
    lock_wait: &'a LockWait,
) -> Inputs<'a> {
    let definition = state.files.definition_text(path).filter(|_| state.is_on_demand());
    Inputs {
        path,
        record_path,
        record: state.files.record(record_path),
        texts: definition.map(|text| (text, state.files.record_text(record_path))),
        settings: pass.settings,
        now: pass.now,
        settles: None,
        context: context(pass, state, id),
        lock_wait,
    }
}

/// The context of the edition with this id.
pub(super) fn context(pass: &Pass<'_>, state: &State, id: Option<&SeriesId>) -> EditionContext {
    EditionContext {
        public_url: pass.settings.public_url.clone(),
        branding: Arc::clone(&pass.settings.branding),
        reach: state.reach(id, pass.now),
        selections: pass.settings.selections,
    }
}
