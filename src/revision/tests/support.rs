//! Small series, instants and shorthands. Asserts nothing.

use std::sync::Arc;

use jiff::Timestamp;

use crate::diagnostic::{Finding, SourceFile, Style, to_text};
use crate::model::{
    Authority, Belonging, Line, OnCancel, Prose, Series, SeriesId, SeriesParts, Session, SessionId,
    SessionParts, Status, When, Zone,
};
use crate::revision::{ChangeKind, Reconciled, Record, reconcile};

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

pub(super) fn id(text: &str) -> SessionId {
    SessionId::parse(text).expect(text)
}

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).expect(text)
}

pub(super) fn prose(text: &str) -> Prose {
    Prose::parse(text).expect(text)
}

/// Two hours in Brussels from a UTC instant.
pub(super) fn two_hours(start: &str) -> When {
    let start = at(start);
    let zone = Zone::get("Europe/Brussels").expect("zone");
    When::timed(zone, start, start + jiff::SignedDuration::from_hours(2)).expect("when")
}

pub(super) fn days(first: &str, last: &str) -> When {
    When::all_day(first.parse().expect(first), last.parse().expect(last)).expect("when")
}

/// A confirmed session with its identifier as title and no other values.
pub(super) fn session(id_text: &str, when: When) -> SessionParts {
    SessionParts {
        id: id(id_text),
        title: line(&format!("About {id_text}")),
        description: None,
        when,
        status: Status::Confirmed,
        busy: matches!(when, When::Timed { .. }),
        place: None,
        join: None,
        url: None,
        speakers: Vec::new(),
        categories: Vec::new(),
        reminder: None,
        belonging: Belonging::default(),
    }
}

pub(super) fn parts(sessions: Vec<SessionParts>) -> SeriesParts {
    SeriesParts {
        id: SeriesId::parse("talks").expect("id"),
        authority: Authority::parse("example.org").expect("authority"),
        title: line("Talks"),
        description: None,
        zone: Zone::get("Europe/Brussels"),
        announced_as: None,
        language: None,
        url: None,
        organizer: None,
        categories: Vec::new(),
        colour: None,
        image: None,
        aliases: Vec::new(),
        on_cancel: OnCancel::Mark,
        retired: false,
        audience: None,
        former: std::collections::BTreeMap::new(),
        parts: Vec::new(),
        former_parts: std::collections::BTreeMap::new(),
        sessions: sessions.into_iter().map(Session::new).collect(),
    }
}

pub(super) fn series(sessions: Vec<SessionParts>) -> Series {
    Series::new(parts(sessions)).expect("series")
}

pub(super) fn first(series: &Series, now: &str) -> Record {
    next(series, None, now).record
}

pub(super) fn next(series: &Series, record: Option<&Record>, now: &str) -> Reconciled {
    reconcile(series, record, at(now)).unwrap_or_else(|findings| panic!("{}", shown(&findings)))
}

/// Identifier, kind and SEQUENCE of every change, as text.
pub(super) fn told(reconciled: &Reconciled) -> Vec<String> {
    let line = |change: &crate::revision::Change| {
        let kind = change.kind.as_str();
        match (change.kind, change.old_sequence) {
            (ChangeKind::Created, None) => format!("{} {kind}", change.id),
            (_, old) => format!("{} {kind} {:?}→{}", change.id, old, change.new_sequence),
        }
    };
    reconciled.changes.iter().map(line).map(|text| text.replace("Some", "")).collect()
}

pub(super) fn file(text: &str) -> Arc<SourceFile> {
    SourceFile::new("schedules/talks.lock", text)
}

pub(super) fn parse(text: &str) -> Result<Record, Vec<Finding>> {
    Record::parse(&file(text))
}

pub(super) fn parsed(text: &str) -> Record {
    parse(text).unwrap_or_else(|findings| panic!("{}", shown(&findings)))
}

pub(super) fn shown(findings: &[Finding]) -> String {
    to_text(findings, Style::Plain)
}

/// The text without digests, so that other edits are accepted.
pub(super) fn unsigned(text: &str) -> String {
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("identity = "));
    lines.collect()
}

/// The text as release 0.1 wrote it, which knew neither digests nor formats.
pub(super) fn of_first_release(text: &str) -> String {
    unsigned(text).replace("format = 3\n", "")
}

/// The text of a record of two sessions, without digests: each finding about its form comes alone.
pub(super) fn whole() -> String {
    unsigned(&signed())
}

/// The text of a record of two sessions.
pub(super) fn signed() -> String {
    let talk = session("talk", two_hours("2020-09-23T12:00:00Z"));
    let walk = session("walk", days("2020-09-24", "2020-09-24"));
    first(&series(vec![talk, walk]), "2020-03-01T10:00:00Z").to_text()
}

/// Findings about the whole record with one text replaced, once.
pub(super) fn with(from: &str, to: &str) -> String {
    let whole = whole();
    assert!(whole.contains(from), "{from} is not in:\n{whole}");
    refused(&whole.replacen(from, to, 1))
}

/// Findings about a rejected text.
pub(super) fn refused(text: &str) -> String {
    shown(&parse(text).expect_err("refused"))
}
