//! Publishes a definition if its record is in its place; keeps its series as it was otherwise.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::owners::{self, RecordPlace};
use super::parse::{context, inputs};
use super::privacy::audience_of_all;
use super::series::{DefinitionOutcome, publish};
use super::state::{DefinitionState, Pace, Pass, State};
use super::umbrella_state::UmbrellaState;
use super::{Listing, Records, Retired, UnavailableSeries, codes, unclaimed};
use crate::definition::{Definition, Umbrella};
use crate::diagnostic::Finding;
use crate::model::SeriesId;
use crate::store::{self, FileContent, LockWait};

/// Why a definition is not published.
struct RefusedDefinition<'a> {
    finding: Finding,
    /// Records that contain the audience of its series, if that is not served.
    records: &'a [PathBuf],
    /// The series that it seems to have been.
    renamed: Option<SeriesId>,
}

pub(super) fn publish_definition(
    pass: &Pass<'_>,
    state: &State,
    (path, mut definition): (&Path, Definition),
    lock_wait: &LockWait,
) -> DefinitionOutcome {
    let Some(known) = state.definitions.get(path) else { return DefinitionOutcome::default() };
    if let Some(umbrella) = definition.umbrella.take() {
        return publish_umbrella(pass, state, known, (definition, umbrella));
    }
    if let Some(id) = &definition.id {
        if let Some(refusal) = refusal(pass, state, (path, known), &definition) {
            return refused(state, definition, refusal);
        }
        if let RecordPlace::At(record) = &known.record
            && *record != store::record_path(&store::directory_of(path), id)
        {
            let found = owners::used_where_it_is(id, record, &definition.file);
            definition.findings.push(found);
        }
    }
    // A definition without a record path has no series id: no record is read or written.
    let record_path = known.record.path().unwrap_or(path);
    let id = definition.id.as_ref();
    let mut inputs = inputs(pass, state, (path, id, record_path), lock_wait);
    if matches!(known.record, RecordPlace::Free(_)) {
        inputs.record = FileContent::Nothing;
    }
    let settles = known.changed.and_then(|at| at.checked_add(pass.settings.settle).ok());
    inputs.settles = settles.filter(|at| pass.pace == Pace::Settled && *at > pass.now);
    publish(&inputs, definition)
}

/// Prepares an umbrella, which is composed after all series. A published series cannot become one: its
/// subscribers' entries would end without a notice.
fn publish_umbrella(
    pass: &Pass<'_>,
    state: &State,
    known: &DefinitionState,
    (definition, umbrella): (Definition, Umbrella),
) -> DefinitionOutcome {
    let id = umbrella.head().id.clone();
    let records = match &known.record {
        RecordPlace::At(_) | RecordPlace::Elsewhere(_) | RecordPlace::Disputed(_) => {
            known.record.paths()
        }
        RecordPlace::Unknown | RecordPlace::Free(_) | RecordPlace::OfAnother(_) => &[],
    };
    let is_series = || state.good(&id).is_some_and(|good| !good.is_umbrella());
    let why = match records.first() {
        Some(record) => {
            let record = record.display();
            Some((format!("was published as a series: its record is `{record}`"), "definition"))
        }
        None => is_series().then(|| ("is served as a series".to_owned(), "definition and record")),
    };
    if let Some((why, lost)) = why {
        let finding = Finding::new(&codes::UMBRELLA_OF_SERIES, format!("`{id}` {why}"))
            .note("entries of the series that people have would not be updated any more")
            .help(format!("give the umbrella a new `id`, and put the series' {lost} back"));
        let refusal = RefusedDefinition { finding, records, renamed: None };
        return refused(state, definition, refusal);
    }
    let context = context(pass, state, Some(&id));
    let umbrella = UmbrellaState::new(umbrella, Arc::clone(&definition.file), context);
    let umbrella = Some(Box::new(umbrella));
    DefinitionOutcome { findings: definition.findings, umbrella, ..DefinitionOutcome::default() }
}

/// Returns why a definition must not be published, if the place of its record forbids it.
fn refusal<'a>(
    pass: &Pass<'_>,
    state: &'a State,
    (path, known): (&Path, &'a DefinitionState),
    definition: &Definition,
) -> Option<RefusedDefinition<'a>> {
    let id = definition.id.as_ref()?;
    let directory = store::directory_of(path);
    let refuse =
        |finding| Some(RefusedDefinition { finding, records: known.record.paths(), renamed: None });
    match &known.record {
        RecordPlace::Disputed(paths) => refuse(owners::disputed(id, paths, &state.files)),
        RecordPlace::Elsewhere(record) => refuse(owners::elsewhere(id, record, &directory)),
        RecordPlace::Free(record) => {
            // An umbrella has no record.
            let had_record = state.good(id).is_some_and(|good| !Listing::is_umbrella(good));
            if had_record && pass.settings.records != Records::Pretend {
                return refuse(vanished(record));
            }
            let series = definition.series.as_ref()?;
            let found = state.unclaimed.find_renamed(series, &directory, &state.files)?;
            let (old, record) = found;
            let finding = unclaimed::looks_renamed(id, old, record);
            let records = std::slice::from_ref(record);
            Some(RefusedDefinition { finding, records, renamed: Some(old.clone()) })
        }
        RecordPlace::Unknown | RecordPlace::At(_) | RecordPlace::OfAnother(_) => None,
    }
}

/// The outcome of a definition that is not published: its series stays as it was.
fn refused(
    state: &State,
    definition: Definition,
    refusal: RefusedDefinition<'_>,
) -> DefinitionOutcome {
    let RefusedDefinition { finding, records, renamed } = refusal;
    let mut findings = definition.findings;
    findings.push(finding.in_file(&definition.file));
    let unavailable = definition.id.map(|id| match state.good(&id) {
        Some(good) => good.unavailable().to(&good.audience),
        None => {
            let last = audience_of_all(state, records.iter().map(PathBuf::as_path));
            UnavailableSeries::new(id, Vec::new(), Vec::new(), Retired::No)
                .to(&definition.audience.or_last(last.as_ref()))
        }
    });
    DefinitionOutcome { findings, unavailable, renamed, ..DefinitionOutcome::default() }
}

/// The record existed and is gone: tools replace files by removing them first, and a new record would
/// lower every SEQUENCE.
fn vanished(record: &Path) -> Finding {
    Finding::new(&codes::VANISHED, format!("the record `{}` is gone", record.display()))
        .note(
            "it is the only memory of the publication: without it, a start begins at SEQUENCE \
             0, and entries that people have are not updated any more",
        )
        .help("restore the record from the repository, or from a backup")
        .help(
            "if there is none, make it again from the published calendar before anything is \
             started: `kalends adopt` does that",
        )
}
