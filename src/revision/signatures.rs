//! Checks the digests of blocks while a record is read.
//!
//! Older releases wrote none: a record without any is accepted. If one block has a digest, all
//! must, so that a lost digest is detected.

use std::collections::BTreeSet;
use std::ops::Range;

use super::block::RecordNotes;
use super::codes;
use super::fingerprint::Fingerprint;
use super::identity::{BlockDigest, IDENTITY};
use super::lines::{KeyValue, RecordValue};
use super::write::{END, SERIES, SESSION};
use crate::model::SessionId;

/// The digests seen so far, and their values.
#[derive(Default)]
pub(super) struct Signatures {
    block: Option<SignedBlock>,
    /// Whether the series has a digest, once its block was read.
    series: Option<Signed>,
    series_header: Range<usize>,
    /// Span of a digest of the series that does not match. Noted last, unless the series' lines
    /// have other findings.
    mismatch: Option<Range<usize>>,
    signed_sessions: usize,
    unsigned_sessions: usize,
    first_unsigned: Option<Unsigned>,
    pub(super) broken: Broken,
}

/// Damage that [`Record::repair`](super::Record::repair) can repair.
#[derive(Default)]
pub(super) struct Broken {
    /// Whether lines of the series do not match their digest.
    pub(super) series: bool,
    /// Sessions with lines that do not match their digest or fingerprints.
    pub(super) sessions: BTreeSet<SessionId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Signed {
    Yes,
    No,
}

struct Unsigned {
    header: Range<usize>,
    subject: String,
}

struct SignedBlock {
    header: Range<usize>,
    is_series: bool,
    /// The session's identifier as written.
    id: Option<Range<usize>>,
    digest: BlockDigest,
    /// Span of the block's digest.
    claim: Option<Range<usize>>,
    /// How many findings there were before it.
    findings: usize,
}

impl Signatures {
    /// Adds a header. `[series]`, `[[session]]` and `[end]` end the block before.
    pub(super) fn header(
        &mut self,
        notes: &mut RecordNotes<'_>,
        header: &str,
        span: &Range<usize>,
    ) {
        if matches!(header, SERIES | SESSION | END) {
            self.finish(notes);
        }
        if matches!(header, SERIES | SESSION) {
            self.block = Some(SignedBlock {
                header: span.clone(),
                is_series: header == SERIES,
                id: None,
                digest: BlockDigest::default(),
                claim: None,
                findings: notes.findings.noted(),
            });
        }
        if let Some(block) = &mut self.block {
            block.digest.add(header);
        }
    }

    /// Adds a pair of a block's head.
    pub(super) fn head(&mut self, text: &str, pair: &KeyValue<'_>) {
        let Some(block) = &mut self.block else { return };
        if pair.key == IDENTITY && block.claim.is_none() {
            block.claim = Some(pair.value_span.clone());
            return;
        }
        if pair.key == "id" && matches!(pair.value, RecordValue::Text(_)) {
            block.id = Some(pair.value_span.clone());
        }
        self.pair(text, pair);
    }

    /// Adds a pair of a block's fields.
    pub(super) fn pair(&mut self, text: &str, pair: &KeyValue<'_>) {
        if let Some(block) = &mut self.block {
            block.digest.add(&text[pair.key_span.start..pair.value_span.end]);
        }
    }

    fn finish(&mut self, notes: &mut RecordNotes<'_>) {
        let Some(block) = self.block.take() else { return };
        let text = notes.file.text();
        let id = block.id.as_ref().map(|span| text[span.clone()].trim_matches('"'));
        let subject = match id {
            Some(id) if !block.is_series => format!("session `{}`", id.escape_debug()),
            _ if block.is_series => "series".to_owned(),
            _ => "session".to_owned(),
        };
        let signed = if block.claim.is_some() { Signed::Yes } else { Signed::No };
        match signed {
            _ if block.is_series => {
                self.series = Some(signed);
                self.series_header = block.header;
            }
            Signed::Yes => self.signed_sessions += 1,
            Signed::No => {
                self.unsigned_sessions += 1;
                let header = block.header;
                self.first_unsigned.get_or_insert(Unsigned { header, subject: subject.clone() });
            }
        }
        let Some(at) = block.claim else { return };
        // A value that is not a digest has its own finding.
        let claimed = Fingerprint::parse(text[at.clone()].trim_matches('"'));
        if claimed.is_none_or(|claimed| claimed == block.digest.finish()) {
            return;
        }
        if block.is_series {
            self.broken.series = true;
            self.mismatch = Some(at);
        } else if notes.findings.noted() == block.findings {
            self.broken.sessions.extend(id.and_then(|id| SessionId::parse(id).ok()));
            mismatch(notes, at, &subject);
        }
    }

    /// Notes findings that need the whole record.
    pub(super) fn settle(&mut self, notes: &mut RecordNotes<'_>) {
        if let Some(at) = self.mismatch.take() {
            mismatch(notes, at, "series");
        }
        let unsigned = self.first_unsigned.take();
        if self.series == Some(Signed::No) && self.signed_sessions > 0 {
            let headline = format!("series: `{IDENTITY}` is missing, and sessions have one");
            notes.damage(&codes::UNSIGNED, self.series_header.clone(), headline);
        } else if self.series == Some(Signed::Yes)
            && let Some(Unsigned { header, subject }) = unsigned
        {
            let more = match self.unsigned_sessions {
                1 => String::new(),
                count => format!(", and from {} more", count - 1),
            };
            let headline = format!("{subject}: `{IDENTITY}` is missing{more}");
            notes.damage(&codes::UNSIGNED, header, headline);
        }
    }
}

fn mismatch(notes: &mut RecordNotes<'_>, at: Range<usize>, subject: &str) {
    let written = &notes.file.text()[at.clone()];
    let headline =
        format!("{subject}: the lines do not match `{IDENTITY}` `{}`", written.trim_matches('"'));
    notes.damage(&codes::IDENTITY, at, headline);
}
