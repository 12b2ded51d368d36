//! A plan for the terminal.

use std::fmt::Write as _;

use super::clients::CLIENTS;
use super::diff::DiffLine;
use super::people::People;
use super::publication::{Plan, SeriesPlan, counted};
use super::rows::PlanRow;
use super::session::SessionPlan;
use super::shown::{Shown, Wording};
use super::summary::Counts;
use crate::revision::ChangeKind;

/// Width of labels, including spaces after them.
const LABEL: usize = 13;

/// For a terminal, without escape sequences.
#[must_use]
pub fn text(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    put(&mut out, 0, &format!("Plan: {}", Counts::of(plan).sentence()));
    for series in plan.series.iter().filter(|series| series.changed) {
        put_series(&mut out, series);
    }
    put_others(&mut out, plan);
    if let Some(people) = People::of(plan) {
        put_people(&mut out, &people);
    }
    out
}

fn put(out: &mut String, indent: usize, line: &str) {
    let _ = writeln!(out, "{:indent$}{line}", "");
}

fn put_series(out: &mut String, series: &SeriesPlan<'_>) {
    let first = if series.is_first() { ", published for the first time" } else { "" };
    put(out, 0, &format!("\n{}: \"{}\"{first}", series.series.id, series.series.title));
    for fate in series.fates() {
        put(out, 2, &format!("! {fate}"));
    }
    if !series.feed.is_empty() {
        put(out, 2, "~ the series itself");
        series.rows().iter().for_each(|row| put_row(out, row));
    }
    for session in series.sessions() {
        let (id, title, summary) = (session.id(), session.title(), session.summary());
        let line = format!("{} {id} \"{title}\" {summary}, {}", sign(&session), session.sequence());
        put(out, 2, &line);
        session.rows().iter().for_each(|row| put_row(out, row));
    }
    match series.unchanged() {
        0 => {}
        count => put(out, 2, &format!("  {} unchanged", counted(count, "session"))),
    }
}

fn sign(session: &SessionPlan<'_>) -> char {
    match session.change.kind {
        ChangeKind::Created | ChangeKind::Reinstated | ChangeKind::BackInFeed => '+',
        ChangeKind::Changed | ChangeKind::Touched | ChangeKind::Rewritten | ChangeKind::Renamed => {
            '~'
        }
        ChangeKind::Cancelled | ChangeKind::Withdrawn | ChangeKind::LeftFeed => '-',
    }
}

fn put_row(out: &mut String, row: &PlanRow) {
    let label = format!("{:width$} ", row.label(), width = LABEL - 1);
    match &row.shown {
        Shown::Value(value) => put(out, 6, &format!("{label}{}", quoted(Some(value)))),
        Shown::Pair(old, new) => {
            let pair = format!("{} → {}", quoted(old.as_ref()), quoted(new.as_ref()));
            put(out, 6, &format!("{label}{pair}"));
        }
        Shown::Lines(lines) => {
            put(out, 6, label.trim_end());
            for line in lines {
                match line {
                    DiffLine::Old(text) => put(out, 8, &format!("- {text}")),
                    DiffLine::New(text) => put(out, 8, &format!("+ {text}")),
                    DiffLine::More(count) => {
                        put(out, 8, &format!("… {} more", counted(*count, "line")));
                    }
                }
            }
        }
    }
}

fn quoted(words: Option<&Wording>) -> String {
    match words {
        None => "none".to_owned(),
        Some(Wording::Ours(text)) => text.clone(),
        Some(Wording::Theirs(text)) => format!("\"{text}\""),
    }
}

fn put_others(out: &mut String, plan: &Plan<'_>) {
    for (id, end) in &plan.ends {
        put(out, 0, &format!("\n{id}: {}", end.words()));
    }
    for id in &plan.blocked {
        put(out, 0, &format!("\n{id}: cannot be published: see findings"));
    }
    for id in &plan.retired {
        put(out, 0, &format!("\n{id}: no longer published; its addresses answer 410 Gone"));
    }
    if plan.nameless > 0 {
        let count = counted(plan.nameless, "definition");
        put(out, 0, &format!("\n{count} that cannot be read: see findings"));
    }
}

fn put_people(out: &mut String, people: &People) {
    put(out, 0, "\nEffects on people\n");
    put(out, 2, "Subscribers get it when their calendar next fetches the feed:");
    let mut row = |name: &str, changed: &str, cancelled: &str| {
        let cancelled = if people.cancels { cancelled } else { "" };
        put(out, 4, format!("{name:26}{changed:38}{cancelled}").trim_end());
    };
    row("", "changed or new", "cancelled");
    CLIENTS.iter().for_each(|client| row(client.name, client.changed, client.cancelled));
    for (heading, notes) in people.lists() {
        put(out, 2, heading);
        notes.iter().for_each(|note| put(out, 4, &format!("· {note}")));
    }
}
