//! Repairs records, so that nobody edits them by hand: lists the changes, then returns the record.
//!
//! 1. Of session blocks with the same `id`, the one with the higher SEQUENCE stays. If they differ,
//!    it is raised as in 2: people may have either.
//! 2. A block that does not match its digest or fingerprints is kept as it is and signed again. The
//!    published state of that session is unknown, so SEQUENCE rises by one: every calendar takes it
//!    as newer.
//! 3. Instants ahead of the clock that no calendar app compares are set to now. An entry's
//!    `created` and `revised` stay, because apps such as ICSx5 skip an entry if its LAST-MODIFIED
//!    goes back; with [`FetchState::Nothing`] they are set to now too.
//!
//! No SEQUENCE is lowered, no UID changes, and no session is dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::codes;
use super::fingerprint::Fingerprint;
use super::instant;
use super::keys::FieldGroup;
use super::lines::{RecordItem, RecordValue, items};
use super::record::{Record, RecordEntry};
use super::write::{END, SERIES, SESSION};
use crate::diagnostic::{Finding, SourceFile};
use crate::model::{SeriesId, SessionId, Uid};

/// Synchronised clocks differ by less.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A repaired record.
#[derive(Debug)]
pub struct Repaired {
    /// The record to be written.
    pub record: Record,
    /// The findings about the record before.
    pub findings: Vec<Finding>,
    /// The changes, in order of the file.
    pub steps: Vec<RepairStep>,
}

/// Whether calendar apps may have fetched the recorded state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchState {
    /// They may have.
    Perhaps,
    /// Nothing was served since the clock went wrong.
    Nothing,
}

/// One change of a repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepairStep {
    /// Of two blocks of a session, the one with the lower SEQUENCE is removed.
    LeftOut {
        /// The session.
        session: String,
        /// SEQUENCE of the removed block.
        sequence: u32,
        /// SEQUENCE of the remaining block.
        kept: u32,
    },
    /// The lines of the series are signed as they are.
    SignedSeries {
        /// The series' id, as written.
        series: SeriesId,
    },
    /// A session's block is signed as it is, and its SEQUENCE rises.
    Signed {
        /// The session.
        session: SessionId,
        /// Its UID, which stays.
        uid: Uid,
        /// SEQUENCE before and after.
        sequence: (u32, u32),
    },
    /// Missing digests are added.
    Completed,
    /// An instant is set to now.
    Back {
        /// The session; `None` for the series.
        session: Option<SessionId>,
        /// The key.
        key: &'static str,
        /// Before.
        old: Timestamp,
        /// After.
        new: Timestamp,
    },
    /// An instant ahead of the clock stays, because calendar apps compare it.
    Stays {
        /// The session.
        session: SessionId,
        /// The key.
        key: &'static str,
        /// The instant.
        at: Timestamp,
    },
}

impl RepairStep {
    /// Whether it changes anything.
    #[must_use]
    pub fn is_change(&self) -> bool {
        !matches!(self, Self::Stays { .. })
    }
}

impl fmt::Display for RepairStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut { session, sequence, kept } => write!(
                f,
                "session `{session}`: the block with SEQUENCE {kept} stays, the one with {sequence} \
                 is left out"
            ),
            Self::SignedSeries { series } => {
                write!(f, "series `{series}`: signed as its lines are now")
            }
            Self::Signed { session, uid, sequence: (old, new) } => write!(
                f,
                "session `{session}`: signed as its lines are now, UID `{uid}`; SEQUENCE {old} \
                 becomes {new}, so that every calendar takes it as newer"
            ),
            Self::Completed => f.write_str("missing digests are added"),
            Self::Back { session, key, old, new } => {
                subject(f, session.as_ref())?;
                write!(f, ": `{key}` {old} becomes {new}")
            }
            Self::Stays { session, key, at } => {
                subject(f, Some(session))?;
                write!(
                    f,
                    ": `{key}` {at} stays, because calendar apps compare it; later revisions \
                     continue from it"
                )
            }
        }
    }
}

fn subject(f: &mut fmt::Formatter<'_>, session: Option<&SessionId>) -> fmt::Result {
    match session {
        Some(session) => write!(f, "session `{session}`"),
        None => f.write_str("series"),
    }
}

impl Record {
    /// Repairs damage for which the file alone is enough.
    ///
    /// # Errors
    /// The findings of a file with other damage.
    pub fn repair(
        file: &Arc<SourceFile>,
        now: Timestamp,
        fetched: FetchState,
    ) -> Result<Repaired, Vec<Finding>> {
        let now = instant::whole_seconds(now);
        let mut findings = Self::read(file).findings;
        let (text, mut steps, merged) = without_duplicates(file.text());
        let single = SourceFile::new(file.name(), text);
        let read = Self::read(&single);
        let mends = [&codes::FINGERPRINT, &codes::IDENTITY, &codes::UNSIGNED];
        let (Some(mut record), true) =
            (read.record, read.findings.iter().all(|finding| mends.contains(&finding.code())))
        else {
            return Err(findings);
        };
        if read.findings.iter().any(|finding| *finding.code() == codes::UNSIGNED) {
            steps.push(RepairStep::Completed);
        }
        if read.broken.series {
            steps.push(RepairStep::SignedSeries { series: record.series.clone() });
        }
        let merged = merged.iter().filter_map(|id| SessionId::parse(id).ok());
        let signed: BTreeSet<SessionId> = read.broken.sessions.into_iter().chain(merged).collect();
        for id in &signed {
            if let Some(entry) = record.sessions.get_mut(id) {
                steps.push(entry.sign_again(id, now));
            }
        }
        findings.extend(ahead(file, &record, now));
        record.bring_back(now, fetched, &mut steps);
        if steps.iter().any(|step| matches!(step, RepairStep::Signed { .. })) {
            record.revised = instant::after(record.revised, now).unwrap_or(record.revised);
        }
        Ok(Repaired { record, findings, steps })
    }

    /// The latest instant of publication in the record.
    #[must_use]
    pub fn newest(&self) -> Timestamp {
        let entries = self.sessions.values().flat_map(|entry| {
            let past = entry.past.iter().map(|past| past.until);
            let own = [Some(entry.created), Some(entry.revised), entry.left_feed];
            let withdrawn = entry.withdrawn().map(|withdrawn| withdrawn.at);
            own.into_iter().chain([withdrawn]).flatten().chain(past)
        });
        let own = [Some(self.created), Some(self.revised), self.retired, self.gone];
        own.into_iter().flatten().chain(entries).max().unwrap_or(self.revised)
    }

    fn bring_back(&mut self, now: Timestamp, fetched: FetchState, steps: &mut Vec<RepairStep>) {
        let mut back = |session: Option<&SessionId>, key, at: &mut Timestamp| {
            if is_ahead(*at, now) {
                let (old, session) = (std::mem::replace(at, now), session.cloned());
                steps.push(RepairStep::Back { session, key, old, new: now });
            }
        };
        back(None, "created", &mut self.created);
        back(None, "revised", &mut self.revised);
        self.retired.iter_mut().for_each(|at| back(None, "retired", at));
        self.gone.iter_mut().for_each(|at| back(None, "gone", at));
        let mut stays = Vec::new();
        for (id, entry) in &mut self.sessions {
            if fetched == FetchState::Nothing {
                back(Some(id), "created", &mut entry.created);
                back(Some(id), "revised", &mut entry.revised);
            } else {
                for (key, at) in [("created", entry.created), ("revised", entry.revised)] {
                    if is_ahead(at, now) {
                        stays.push(RepairStep::Stays { session: id.clone(), key, at });
                    }
                }
            }
            entry.withdrawn.iter_mut().for_each(|withdrawn| {
                back(Some(id), "withdrawn", &mut withdrawn.at);
            });
            entry.left_feed.iter_mut().for_each(|at| back(Some(id), "left_feed", at));
            entry.past.iter_mut().for_each(|past| back(Some(id), "until", &mut past.until));
        }
        steps.append(&mut stays);
    }
}

impl RecordEntry {
    fn sign_again(&mut self, id: &SessionId, now: Timestamp) -> RepairStep {
        let old = self.sequence;
        self.sequence = (old + 1).min(Self::MAX_SEQUENCE);
        self.revised = instant::after(self.revised, now).unwrap_or(self.revised);
        self.schedule = Fingerprint::of(&self.fields, FieldGroup::Schedule);
        self.content = Fingerprint::of(&self.fields, FieldGroup::Content);
        let (session, uid) = (id.clone(), self.uid.clone());
        RepairStep::Signed { session, uid, sequence: (old, self.sequence) }
    }
}

fn is_ahead(at: Timestamp, now: Timestamp) -> bool {
    at.duration_since(now) > TOLERANCE
}

/// Warns of instants ahead of the clock: one finding, at the first of them.
#[must_use]
pub fn ahead(file: &Arc<SourceFile>, record: &Record, now: Timestamp) -> Option<Finding> {
    if !is_ahead(record.newest(), now) {
        return None;
    }
    let mut found = items(file.text()).filter_map(|item| match item.ok()? {
        RecordItem::Pair(pair) => match pair.value {
            RecordValue::Instant(written) => {
                let at = instant::parse(written).filter(|at| is_ahead(*at, now))?;
                Some((pair.key.to_owned(), pair.value_span, at))
            }
            _ => None,
        },
        RecordItem::Header(..) => None,
    });
    let (key, span, at) = found.next()?;
    let more = match found.count() {
        0 => String::new(),
        1 => ", and so is one more instant".to_owned(),
        more => format!(", and so are {more} more instants"),
    };
    let now = instant::whole_seconds(now);
    let headline = format!("`{key}` {at} is ahead of the clock, which says {now}{more}");
    Some(
        Finding::new(&codes::AHEAD, headline)
            .at(file, span)
            .note(
                "the clock was wrong when this was published, or this machine's clock is wrong now",
            )
            .help("compare this machine's clock with another one")
            .help(format!(
                "if the record is wrong, run `kalends record repair {}`: it shows what can be \
                 set to now",
                file.name()
            )),
    )
}

/// The text with one block for each `id`, the one with the highest SEQUENCE; the removed blocks;
/// and sessions with different blocks.
fn without_duplicates(text: &str) -> (String, Vec<RepairStep>, BTreeSet<String>) {
    struct RepairBlock {
        range: Range<usize>,
        id: String,
        sequence: u32,
        revised: String,
    }
    let mut blocks: Vec<RepairBlock> = Vec::new();
    let mut is_head = false;
    for item in items(text) {
        match item {
            Ok(RecordItem::Header(header, span)) => {
                is_head = header == SESSION;
                if matches!(header, SERIES | SESSION | END)
                    && let Some(last) = blocks.last_mut()
                    && last.range.end == text.len()
                {
                    last.range.end = span.start;
                }
                if is_head {
                    let (id, revised) = (String::new(), String::new());
                    blocks.push(RepairBlock {
                        range: span.start..text.len(),
                        id,
                        sequence: 0,
                        revised,
                    });
                }
            }
            Ok(RecordItem::Pair(pair)) if is_head => {
                let Some(block) = blocks.last_mut() else { continue };
                match (pair.key, pair.value) {
                    ("id", RecordValue::Text(id)) => block.id = id.into_owned(),
                    ("sequence", RecordValue::Number(number)) => {
                        block.sequence = number.parse().unwrap_or(0);
                    }
                    ("revised", RecordValue::Instant(written)) => {
                        block.revised = written.to_owned()
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let mut best: BTreeMap<&str, &RepairBlock> = BTreeMap::new();
    for block in &blocks {
        let rank = |block: &RepairBlock| (block.sequence, block.revised.clone());
        let kept = best.entry(&block.id).or_insert(block);
        if rank(block) > rank(kept) {
            *kept = block;
        }
    }
    let (mut kept_text, mut steps, mut from) = (String::new(), Vec::new(), 0);
    let mut differ = BTreeSet::new();
    for block in &blocks {
        let Some(kept) = best.get(block.id.as_str()) else { continue };
        if kept.range != block.range {
            kept_text.push_str(&text[from..block.range.start]);
            from = block.range.end;
            if text[block.range.clone()].trim_end() != text[kept.range.clone()].trim_end() {
                differ.insert(block.id.clone());
            }
            let (session, sequence) = (block.id.clone(), block.sequence);
            steps.push(RepairStep::LeftOut { session, sequence, kept: kept.sequence });
        }
    }
    kept_text.push_str(&text[from..]);
    (kept_text, steps, differ)
}
