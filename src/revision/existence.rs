//! Whether the series of a record exists: its id, audience, upcoming sessions and end.

use std::sync::Arc;

use jiff::Timestamp;

use super::block::{RecordNotes, SectionReader, ValueType};
use super::identity::{BlockDigest, IDENTITY};
use super::instant;
use super::lines::{RecordItem, items};
use super::parse::audience;
use super::record::{Record, RecordEntry};
use super::values::fingerprint;
use super::write::{END, SERIES, SESSION};
use crate::diagnostic::{Capped, SourceFile};
use crate::model::{Audience, SeriesId, Session, SessionId, Status};

/// The series' id in the text of a record; the rest is not checked. `None` if the text has no id in
/// the form that kalends writes.
#[must_use]
pub fn series_named(text: &str) -> Option<SeriesId> {
    let mut lines = text.lines().skip_while(|line| *line != SERIES).skip(1);
    let id = lines
        .by_ref()
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix("id = \"").and_then(|rest| rest.strip_suffix('"')))?;
    SeriesId::parse(id).ok()
}

/// The audience in a record; the rest is not checked. `None` if the head is not as kalends writes
/// it: then the series may be private.
#[must_use]
pub fn audience_named(file: &Arc<SourceFile>) -> Option<Audience> {
    let text = file.text();
    let mut lines = items(text);
    lines.by_ref().find(|item| matches!(item, Ok(RecordItem::Header(SERIES, _))))?.ok()?;
    let (mut head, mut digest) = (SectionReader::new("series", 0..0), BlockDigest::default());
    digest.add(SERIES);
    let mut is_head = true;
    loop {
        match lines.next()?.ok()? {
            RecordItem::Header(SESSION | END, _) => break,
            RecordItem::Header(SERIES, _) => return None,
            RecordItem::Header(header, _) => {
                digest.add(header);
                is_head = false;
            }
            RecordItem::Pair(pair) => {
                if !(is_head && pair.key == IDENTITY) {
                    digest.add(&text[pair.key_span.start..pair.value_span.end]);
                }
                if is_head {
                    head.push(pair);
                }
            }
        }
    }
    let is_signed = head.has(IDENTITY);
    // The other half of a merge may differ; and a record with signed sessions has a signed series.
    let differs = |item: RecordItem<'_>| match item {
        RecordItem::Header(header, _) => header == SERIES,
        RecordItem::Pair(pair) => pair.key == IDENTITY && !is_signed,
    };
    if lines.filter_map(Result::ok).any(differs) {
        return None;
    }
    let mut notes = RecordNotes { file, findings: Capped::default() };
    let audience = audience(&mut notes, &head).ok()?;
    let claimed = head.optional(&mut notes, (IDENTITY, ValueType::Text), fingerprint).ok()?;
    let is_whole = claimed.is_none_or(|claimed| claimed == digest.finish());
    (is_whole && notes.findings.noted() == 0).then_some(audience)
}

impl Record {
    /// Upcoming sessions, as last published: not withdrawn, not cancelled, not over.
    #[must_use]
    pub fn upcoming(&self, now: Timestamp) -> Vec<Session> {
        self.sessions()
            .filter(|(_, entry)| entry.withdrawn().is_none())
            .filter_map(|(id, entry)| entry.session(id))
            .filter(|session| session.status != Status::Cancelled)
            .filter(|session| session.when.over_everywhere() > now)
            .collect()
    }

    /// Ends a series that has no definition to render a last calendar from: it is retired and gone
    /// at once.
    #[must_use]
    pub fn ended(self, now: Timestamp) -> Self {
        let now = instant::whole_seconds(now);
        let revised = instant::after(self.revised, now).unwrap_or(self.revised);
        let (retired, gone) = (self.retired.or(Some(now)), self.gone.or(Some(now)));
        Self { retired, gone, revised, ..self }
    }
}

impl RecordEntry {
    /// The session as last published; `None` if the fields are not a valid session.
    #[must_use]
    pub fn session(&self, id: &SessionId) -> Option<Session> {
        self.fields.session(id).ok().map(|(session, _)| session)
    }
}
