//! One series through the pipeline: reconcile, permit, render and check, write, list.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::edition::{EditionContext, PublishedSeries, RecordChanges, render};
use super::error::{PublishError, Wait};
use super::first::{self, Warnings};
use super::listing::{EditionSource, Listing};
use super::sessions::every_session;
use super::umbrella_state::UmbrellaState;
use super::{MassRemovals, Records, Retired, Settings, UnavailableSeries, codes, removal};
use crate::definition::{self, Definition};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::{Series, SeriesId};
use crate::revision::{
    self, Change, ChangeKind, Reconciled, Record, TooLarge, Trimmed, mass_removal,
};
use crate::store::{self, FileContent, LockWait, NewRecord, Storage, StoredText};

/// The result for one definition.
#[derive(Debug, Default)]
pub(super) struct DefinitionOutcome {
    pub(super) findings: Vec<Finding>,
    pub(super) published: Option<Arc<Listing>>,
    pub(super) unavailable: Option<UnavailableSeries>,
    /// The record's new text, if it was written.
    pub(super) written: Option<String>,
    /// When time alone changes the record next, if ever.
    pub(super) due: Option<Timestamp>,
    /// The condition that it waits for, if it cannot be published now.
    pub(super) waits: Option<Wait>,
    /// The umbrella, if the file defines one. It is composed after all series.
    pub(super) umbrella: Option<Box<UmbrellaState>>,
    /// The series that it seems to have been, if it is refused for that.
    pub(super) renamed: Option<SeriesId>,
}

/// The inputs for one definition.
pub(super) struct Inputs<'a> {
    pub(super) path: &'a Path,
    /// The path of its record, existing or not.
    pub(super) record_path: &'a Path,
    /// The content at that path. An unreadable record is never started again at zero.
    pub(super) record: FileContent,
    /// The stored texts of definition and record, if editions are loaded on demand.
    pub(super) texts: Option<(StoredText, Option<StoredText>)>,
    pub(super) settings: &'a Settings,
    pub(super) now: Timestamp,
    /// Until when cancellations wait.
    pub(super) settles: Option<Timestamp>,
    pub(super) context: EditionContext,
    /// How long locked records may be waited for.
    pub(super) lock_wait: &'a LockWait,
}

impl Inputs<'_> {
    /// The record as read, if it exists and is readable.
    fn recorded(&self) -> Option<&Arc<SourceFile>> {
        match &self.record {
            FileContent::Text(source) => Some(source),
            FileContent::Nothing | FileContent::Unreadable => None,
        }
    }
}

/// Publishes a series. If another process writes the record at the same time, both files are read
/// again, and everything from `reconcile` to `write` is repeated once.
pub(super) fn publish(inputs: &Inputs<'_>, definition: Definition) -> DefinitionOutcome {
    let claimed = definition.series.as_ref().map(|one| (one.id.clone(), one.aliases.clone()));
    let outcome = publish_once(inputs, definition);
    if outcome.waits != Some(Wait::LostRace) {
        return outcome;
    }
    let again = claimed.and_then(|(id, aliases)| {
        let (inputs, definition) = read_again(inputs)?;
        // The addresses were checked against those of other series.
        let is_same = |series: &Series| series.id == id && series.aliases == aliases;
        definition.series.as_ref().is_some_and(is_same).then(|| publish_once(&inputs, definition))
    });
    again.unwrap_or(outcome)
}

fn publish_once(inputs: &Inputs<'_>, mut definition: Definition) -> DefinitionOutcome {
    #[cfg(test)]
    super::tests::meet(inputs.path);
    let findings = std::mem::take(&mut definition.findings);
    let mut outcome = DefinitionOutcome { findings, ..DefinitionOutcome::default() };
    let Some(id) = definition.id.clone() else { return outcome };
    // The outer `None`: the record is damaged or cannot be read.
    let record = match &inputs.record {
        FileContent::Nothing => Some(None),
        FileContent::Unreadable => None,
        FileContent::Text(source) => match Record::parse(source) {
            Ok(record) => Some(Some(record)),
            Err(found) => {
                outcome.findings.extend(found);
                None
            }
        },
    };
    let last = record.iter().flatten().next();
    outcome.findings.extend(last.and_then(|record| ahead(inputs, record)));
    if let Some(record) = &record {
        let warnings =
            if inputs.settings.warns_new { Warnings::Reported } else { Warnings::Omitted };
        let found = first::check(&mut definition, record.as_ref(), warnings, inputs.now);
        outcome.findings.extend(found);
    }
    // A record may be damaged elsewhere than in its audience.
    let damaged = || inputs.recorded().and_then(revision::audience_named);
    let audience = last.map(|record| record.audience().clone()).or_else(damaged);
    let audience = definition.audience.or_last(audience.as_ref());
    let mut sessions = last.map(every_session).unwrap_or_default();
    let languages = last.map(Record::languages).unwrap_or_default();
    let mut aliases = Vec::new();
    if let (Some(series), Some(record)) = (definition.series, record) {
        sessions.extend(series.sessions.iter().map(|session| session.id.clone()));
        aliases.clone_from(&series.aliases);
        match steps(inputs, series, record) {
            Ok(done) => {
                let placed = |finding: Finding| finding.in_file(&definition.file);
                outcome.findings.extend(done.findings.into_iter().map(placed));
                outcome.due = done.due;
                outcome.written = done.written;
                let published = done.published;
                if published.record.gone().is_none() {
                    let listing = list(inputs, published, outcome.written.as_deref());
                    outcome.published = Some(Arc::new(listing));
                } else {
                    let sessions = every_session(&published.record);
                    let gone = UnavailableSeries::new(id, aliases, sessions, Retired::Yes)
                        .in_languages(published.record.languages());
                    outcome.unavailable = Some(gone.to(published.audience()));
                }
                return outcome;
            }
            Err(error) => {
                outcome.waits = error.wait();
                let found = error.into_findings(inputs.settings.settle);
                let placed = found.into_iter().map(|finding| finding.in_file(&definition.file));
                outcome.findings.extend(placed);
            }
        }
    }
    let unavailable = UnavailableSeries::new(id, aliases, sessions, Retired::No);
    outcome.unavailable = Some(unavailable.in_languages(languages).to(&audience));
    outcome
}

/// Lists a series at once if its record exists and stays as it is: nothing is written, and its edition
/// is rendered and checked when it is asked for. Gives back any other definition.
pub(super) fn list_unchanged(
    inputs: &Inputs<'_>,
    definition: Definition,
) -> Result<DefinitionOutcome, Box<Definition>> {
    let Some(mut outcome) = unchanged(inputs, &definition) else { return Err(definition.into()) };
    outcome.findings.splice(0..0, definition.findings);
    Ok(outcome)
}

fn unchanged(inputs: &Inputs<'_>, definition: &Definition) -> Option<DefinitionOutcome> {
    let text = inputs.texts.as_ref()?.1.clone()?;
    let (series, record) = (definition.series.as_ref()?, Record::parse(inputs.recorded()?).ok()?);
    let reconciled = revision::reconcile(series, Some(&record), inputs.now).ok()?;
    if reconciled.changed || reconciled.stale || record.gone().is_some() {
        return None;
    }
    let listing = on_demand(inputs, (series, &record), text, &[])?;
    Some(DefinitionOutcome {
        findings: ahead(inputs, &record).into_iter().collect(),
        published: Some(Arc::new(listing)),
        due: due(inputs, &reconciled),
        ..DefinitionOutcome::default()
    })
}

/// A series after all steps. Findings have no place.
struct Completed {
    published: PublishedSeries,
    findings: Vec<Finding>,
    due: Option<Timestamp>,
    written: Option<String>,
}

/// A record as it will be, and its text if it is another than before.
struct NextRecord {
    record: Record,
    text: Option<String>,
    findings: Vec<Finding>,
}

/// The steps in order. The record is written last, so a rendering defect never uses up a SEQUENCE.
fn steps(
    inputs: &Inputs<'_>,
    series: Series,
    old: Option<Record>,
) -> Result<Completed, PublishError> {
    let reconciled = revision::reconcile(&series, old.as_ref(), inputs.now)?;
    let warning = permit(inputs, old.as_ref(), &reconciled)?;
    let clock = revision::clock_fault(old.as_ref(), inputs.now);
    let due = due(inputs, &reconciled);
    let Reconciled { record, changes, feed, parts, retirement, access, languages, changed, .. } =
        reconciled;
    let next = next_record(inputs, old, record, changed)?;
    let (calendars, mut findings) =
        render(&series, &next.record, inputs.settings.public_url.as_ref());
    let Some(calendars) = calendars else { return Err(findings.into()) };
    findings.extend(warning.into_iter().chain(next.findings));
    let any = next.text.is_some();
    let mut written = None;
    if let (Some(text), Records::Write) = (next.text, inputs.settings.records) {
        if let Some(fault) = clock {
            return Err(PublishError::Clock(fault));
        }
        findings.extend(write(inputs, &series, &text)?);
        written = Some(text);
    }
    let changes =
        RecordChanges { sessions: changes, feed, parts, retirement, languages, access, any };
    let series = (series, next.record);
    let published = PublishedSeries::new(series, calendars, changes, inputs.context.clone());
    Ok(Completed { published, findings, due, written })
}

/// Checks whether the changes may be published. Returns a finding that does not prevent it.
fn permit(
    inputs: &Inputs<'_>,
    old: Option<&Record>,
    reconciled: &Reconciled,
) -> Result<Option<Finding>, PublishError> {
    if inputs.settings.records == Records::Locked && reconciled.stale {
        return Err(vec![stale(inputs)].into());
    }
    if let Some(until) = inputs.settles {
        let cancels =
            |change: &&Change| matches!(change.kind, ChangeKind::Withdrawn | ChangeKind::Cancelled);
        let cancelled = reconciled.changes.iter().filter(cancels).count();
        if cancelled > 0 {
            return Err(PublishError::Settling { cancelled, until });
        }
    }
    let removal = old.and_then(|old| {
        let removal = mass_removal(old, reconciled, inputs.now)?;
        Some(removal::finding(&removal, old, inputs.now))
    });
    match (inputs.settings.mass_removals, removal) {
        (MassRemovals::Refused, Some(removal)) => Err(vec![removal].into()),
        (MassRemovals::Reported, removal) => Ok(removal),
        (MassRemovals::Refused | MassRemovals::Allowed, _) => Ok(None),
    }
}

/// When time alone changes the record next. A locked record stays as it is, even if a tombstone has
/// expired: all replicas answer alike.
fn due(inputs: &Inputs<'_>, reconciled: &Reconciled) -> Option<Timestamp> {
    reconciled.due.filter(|_| inputs.settings.records != Records::Locked)
}

/// The record that is served, within the limit of its size.
fn next_record(
    inputs: &Inputs<'_>,
    old: Option<Record>,
    record: Record,
    is_changed: bool,
) -> Result<NextRecord, PublishError> {
    let same = |record| NextRecord { record, text: None, findings: Vec::new() };
    match (inputs.settings.records, old) {
        (Records::Locked, Some(record)) => return Ok(same(record)),
        _ if !is_changed => return Ok(same(record)),
        _ => {}
    }
    let path = inputs.record_path.display();
    let trimmed = record.within(store::MAX_RECORD_BYTES);
    let Trimmed { record, text, left_out } = trimmed.map_err(|TooLarge { bytes }| {
        vec![
            store::record_too_large(&format!("the record `{path}`"), bytes)
                .note("nothing was published: the last good edition stays"),
        ]
    })?;
    let finding = (left_out > 0).then(|| {
        let headline = format!(
            "the record `{path}` is full: {left_out} earlier revisions of sessions were left out"
        );
        Finding::new(&store::codes::HISTORY_LEFT_OUT, headline)
            .note(
                "entries keep their identity and revision; pages for old copies list fewer changes",
            )
            .help(store::SMALLER_RECORD)
    });
    Ok(NextRecord { record, text: Some(text), findings: finding.into_iter().collect() })
}

/// Writes the record. Once it is in place it is published, even if a finding says that a power failure
/// may undo it: going back would raise every SEQUENCE twice.
fn write(
    inputs: &Inputs<'_>,
    series: &Series,
    text: &str,
) -> Result<Option<Finding>, PublishError> {
    let before = inputs.recorded().map(|source| source.text());
    let new = NewRecord { series: &series.id, before, text };
    Ok(store::write_record_at(inputs.record_path, new, inputs.lock_wait)?.finding())
}

/// Lists a published series. `written`: the new text of its record.
fn list(inputs: &Inputs<'_>, published: PublishedSeries, written: Option<&str>) -> Listing {
    let listing = || {
        let text = match (written, &inputs.texts.as_ref()?.1) {
            (Some(text), _) => StoredText::new(SourceFile::new("", text), Storage::Packed),
            (None, Some(text)) if !published.changes.any => text.clone(),
            _ => return None,
        };
        // The first time, all sessions are new.
        let changes = inputs.recorded().map_or(&[][..], |_| &published.changes.sessions);
        on_demand(inputs, (&published.series, &published.record), text, changes)
    };
    listing().unwrap_or_else(|| Listing::pinned(published))
}

/// Lists a series with an edition that is loaded on demand, if it is small enough.
fn on_demand(
    inputs: &Inputs<'_>,
    (series, record): (&Series, &Record),
    text: StoredText,
    changes: &[Change],
) -> Option<Listing> {
    let (id, definition) = (series.id.clone(), inputs.texts.as_ref()?.0.clone());
    let source = EditionSource { id, definition, record: text, context: inputs.context.clone() };
    let cache = inputs.settings.cache.as_ref().filter(|_| source.loads_quickly(record))?;
    Some(Listing::on_demand(cache, (series, record), changes, source))
}

/// Reads definition and record again, after another process wrote the record.
fn read_again<'a>(inputs: &Inputs<'a>) -> Option<(Inputs<'a>, Definition)> {
    let record = store::read_again(inputs.record_path).ok()?;
    let file = store::read_again(inputs.path).ok()??;
    let definition = definition::parse(&file, inputs.path.file_stem()?.to_str()?);
    let packed = |file: &Arc<SourceFile>| StoredText::new(Arc::clone(file), Storage::Packed);
    let texts = inputs.texts.is_some().then(|| (packed(&file), record.as_ref().map(packed)));
    let record = record.map_or(FileContent::Nothing, FileContent::Text);
    Some((Inputs { record, texts, context: inputs.context.clone(), ..*inputs }, definition))
}

fn ahead(inputs: &Inputs<'_>, record: &Record) -> Option<Finding> {
    revision::ahead(inputs.recorded()?, record, inputs.now)
}

fn stale(inputs: &Inputs<'_>) -> Finding {
    let path = inputs.record_path.display();
    let problem = inputs.recorded().map_or("is missing", |_| "is behind the definition");
    let headline = format!("the record `{path}` {problem}");
    Finding::new(&codes::STALE, headline)
        .help("run `kalends publish` where records may be written, and commit the record")
}
