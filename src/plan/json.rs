//! A plan for machines: raw fields from the record, neither shortened nor joined.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value, json as object};

use super::clients::CLIENTS;
use super::people::People;
use super::publication::{EndDecision, Plan, SeriesEnd, SeriesPlan};
use super::summary::Counts;
use super::{access, parts};
use crate::model::{Language, SeriesId};
use crate::revision::{ChangeKind, FieldChange, LanguageChange, Retirement};

/// The change of one session.
#[derive(Serialize)]
struct SessionDocument<'a> {
    id: &'a str,
    title: &'a str,
    kind: String,
    aspects: Vec<&'static str>,
    /// The summary that people get.
    told: String,
    in_feed: bool,
    sequence: Sequence,
    fields: Vec<Value>,
    rewrites: &'a [&'static str],
}

#[derive(Serialize)]
struct Sequence {
    old: Option<u32>,
    new: u32,
}

/// For machines: raw fields from the record, not shortened.
#[must_use]
pub fn json(plan: &Plan<'_>) -> Value {
    let counts = Counts::of(plan);
    let mut summary: Map<String, Value> =
        counts.iter().map(|(kind, count)| (name(kind), count.into())).collect();
    summary.insert("unchanged".to_owned(), counts.unchanged.into());
    summary.insert("unchanged_series".to_owned(), counts.unchanged_series.into());
    let ids = |ids: &BTreeSet<&SeriesId>| -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    };
    object!({
        "changes": plan.has_changes(),
        "summary": summary,
        "series": plan.series.iter().map(series).collect::<Vec<_>>(),
        "blocked": ids(&plan.blocked),
        "retired": ids(&plan.retired),
        "ends": plan.ends.iter().map(end).collect::<Vec<_>>(),
        "nameless": plan.nameless,
        "people": People::of(plan).as_ref().map(people),
    })
}

fn end((id, end): (&&SeriesId, &SeriesEnd)) -> Value {
    let is_refused = end.how == EndDecision::Refused;
    object!({ "id": id.as_str(), "sessions_to_come": end.upcoming, "refused": is_refused })
}

fn name(kind: ChangeKind) -> String {
    kind.as_str().replace(' ', "_")
}

fn series(plan: &SeriesPlan<'_>) -> Value {
    let sessions: Vec<Value> = plan
        .sessions()
        .map(|session| {
            object!(SessionDocument {
                id: session.id(),
                title: session.title(),
                kind: name(session.change.kind),
                aspects: session.aspects(),
                told: session.summary(),
                in_feed: session.entry.is_in_feed(),
                sequence: Sequence {
                    old: session.change.old_sequence,
                    new: session.change.new_sequence,
                },
                fields: fields(&session.change.fields),
                rewrites: &session.change.rewrites,
            })
        })
        .collect();
    object!({
        "id": plan.series.id.as_str(),
        "title": plan.series.title.as_str(),
        "changed": plan.changed,
        "first": plan.is_first(),
        "retirement": plan.retirement.map(Retirement::as_str),
        "private": plan.series.is_private(),
        "access": plan.access.map(access::json),
        "languages": plan.languages.iter().map(language).collect::<Vec<_>>(),
        "fields": fields(plan.feed),
        "parts": plan.parts.iter().map(parts::json).collect::<Vec<_>>(),
        "sessions": sessions,
        "unchanged": plan.unchanged(),
    })
}

fn fields(changes: &[FieldChange]) -> Vec<Value> {
    let field = |change: &FieldChange| {
        let (name, old, new) = (change.key.name(), &change.old, &change.new);
        let mut value = object!({ "field": name, "old": old, "new": new });
        if let Some(language) = &change.language {
            value["language"] = language.as_str().into();
        }
        value
    };
    changes.iter().map(field).collect()
}

fn language((language, change): &(Language, LanguageChange)) -> Value {
    object!({ "language": language.as_str(), "change": change.as_str() })
}

fn people(people: &People) -> Value {
    let clients: Vec<Value> = CLIENTS
        .iter()
        .map(|client| {
            object!({
                "name": client.name,
                "changed": client.changed,
                "opened_again": client.opened_again.as_str(),
                "cancelled": client.cancelled,
            })
        })
        .collect();
    object!({
        "clients": clients,
        "subscribers": people.subscribers,
        "downloads": people.downloads,
        "unreachable": people.unreachable,
    })
}
