//! One definition on its way to be published: what keeps it away from the pipeline, where its record
//! is, and [`Step`], which is the pipeline.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::owners::{self, RecordPlace};
use super::publisher::{Pace, Publisher};
use super::series::{Attempt, Outcome, Step, unavailable};
use super::shelved::Good;
use super::{Records, Retired, codes, unclaimed};
use crate::definition::Definition;
use crate::diagnostic::Finding;
use crate::model::Audience;
use crate::store::{self, FileContent, LockWait};

impl Publisher {
    pub(super) fn bring_up(
        &self,
        path: &Path,
        mut definition: Definition,
        (pace, now): (Pace, Timestamp),
        lock_wait: &LockWait,
    ) -> Outcome {
        let Some(held) = self.held.get(path) else { return Outcome::default() };
        let directory = store::directory_of(path);
        let good = definition.id.as_ref().and_then(|id| self.good.get(id));
        if let Some(id) = &definition.id {
            match &held.record {
                RecordPlace::Disputed(paths) => {
                    let found = owners::disputed(id, paths, &self.shelf);
                    let last = self.audience_of_all(paths.iter().map(PathBuf::as_path));
                    return refused(definition, (good, last), found);
                }
                RecordPlace::Elsewhere(record) => {
                    let found = owners::elsewhere(id, record, &directory);
                    let last = self.audience_of_all(std::iter::once(record.as_path()));
                    return refused(definition, (good, last), found);
                }
                RecordPlace::Free(record) => {
                    if let Some(good) = good.filter(|_| self.settings.records != Records::Pretend) {
                        return refused(definition, (Some(good), None), vanished(record));
                    }
                    let series = definition.series.as_ref();
                    let known = series.and_then(|series| {
                        self.unclaimed.known_again(series, &directory, &self.shelf)
                    });
                    if let Some((old, record)) = known {
                        let found = unclaimed::looks_renamed(id, old, record);
                        let renamed = Some(old.clone());
                        let last = self.audience_of_all(std::iter::once(record));
                        return Outcome { renamed, ..refused(definition, (None, last), found) };
                    }
                }
                RecordPlace::At(record) if *record != store::record_path(&directory, id) => {
                    let found = owners::used_where_it_is(id, record, &definition.file);
                    definition.findings.push(found);
                }
                RecordPlace::Unknown | RecordPlace::At(_) | RecordPlace::OfAnother(_) => {}
            }
        }
        let lying = match (&held.record, held.record.path()) {
            (RecordPlace::Free(_), _) | (_, None) => FileContent::Nothing,
            (_, Some(path)) => self.shelf.record(path),
        };
        let reach = self.reach(definition.id.as_ref(), now);
        let texts = self.shelving(path, held.record.path());
        let settles = held.changed.and_then(|at| at.checked_add(self.settings.settle).ok());
        let step = Step {
            path: held.record.path().unwrap_or(path),
            record: lying,
            shelving: texts.as_ref().map(|(one, other)| (one, other.as_ref())),
            settings: &self.settings,
            now,
            settles: settles.filter(|at| pace == Pace::Settled && *at > now),
            attempt: Attempt::First,
            reach: &reach,
            lock_wait,
        };
        step.publish(definition)
    }
}

/// A record that was there and is not: tools replace files by removing them first, and to begin
/// again at zero would lower every SEQUENCE.
fn vanished(record: &Path) -> Finding {
    Finding::new(&codes::VANISHED, format!("the record `{}` is gone", record.display()))
        .note(
            "it is the only memory of what was published: without it, a start begins at SEQUENCE \
             0, and entries that people have are not updated any more",
        )
        .help("restore the record from the repository, or from a backup")
        .help(
            "if there is none, make it again from the published calendar before anything is \
             started: `kalends adopt` does that",
        )
}

/// A definition that is not brought up. `good`: as its series last was; else `last`: who could read
/// it, as far as records say.
fn refused(
    definition: Definition,
    (good, last): (Option<&Good>, Option<Audience>),
    found: Finding,
) -> Outcome {
    let mut findings = definition.findings;
    findings.push(found.in_file(&definition.file));
    let not_now = match (good, definition.id) {
        (Some(good), _) => {
            let (id, aliases) = (good.id().clone(), good.aliases().to_vec());
            let not_now = unavailable(id, aliases, good.every_session(), Retired::No);
            Some(not_now.in_languages(good.languages()).to(good.audience()))
        }
        (None, Some(id)) => {
            let not_now = unavailable(id, Vec::new(), Vec::new(), Retired::No);
            Some(not_now.to(&definition.audience.or_last(last.as_ref())))
        }
        (None, None) => None,
    };
    Outcome { findings, unavailable: not_now, ..Outcome::default() }
}
