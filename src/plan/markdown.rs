//! A plan for a review comment.
//!
//! Texts from definitions are in code spans and blocks only, so that titles cannot become links,
//! mentions or tags.

use std::fmt::Write as _;

use super::clients::CLIENTS;
use super::diff::DiffLine;
use super::people::People;
use super::publication::{Plan, SeriesPlan, counted};
use super::rows::PlanRow;
use super::shown::{Shown, Wording};
use super::summary::Counts;

/// For a review comment: titles are always shown as text.
#[must_use]
pub fn markdown(plan: &Plan<'_>) -> String {
    let mut out = String::new();
    put(&mut out, &format!("## Calendars: {}", Counts::of(plan).sentence()));
    for series in plan.series.iter().filter(|series| series.changed) {
        put_series(&mut out, series);
    }
    put_others(&mut out, plan);
    if let Some(people) = People::of(plan) {
        put_people(&mut out, &people);
    }
    out
}

fn put(out: &mut String, line: &str) {
    let _ = writeln!(out, "{line}");
}

fn put_series(out: &mut String, series: &SeriesPlan<'_>) {
    let first = if series.is_first() { ", published for the first time" } else { "" };
    let title = span(series.series.title.as_str());
    put(out, &format!("\n### {} {title}{first}\n", span(series.series.id.as_str())));
    for fate in series.fates() {
        put(out, &format!("- **{fate}**"));
    }
    if !series.feed.is_empty() {
        put(out, "- **the series itself**");
        series.rows().iter().for_each(|row| put_row(out, row));
    }
    for session in series.sessions() {
        let (id, title) = (span(session.id()), span(session.title()));
        let line = format!("- {id} {title} **{}**, {}", session.summary(), session.sequence());
        put(out, &line);
        session.rows().iter().for_each(|row| put_row(out, row));
    }
    match series.unchanged() {
        0 => {}
        count => put(out, &format!("- {} unchanged", counted(count, "session"))),
    }
}

fn put_row(out: &mut String, row: &PlanRow) {
    let label = row.label();
    match &row.shown {
        Shown::Value(value) => put(out, &format!("  - {label}: {}", shown(Some(value)))),
        Shown::Pair(old, new) => {
            let (old, new) = (shown(old.as_ref()), shown(new.as_ref()));
            put(out, &format!("  - {label}: {old} → {new}"));
        }
        Shown::Lines(lines) => {
            let text = |line: &DiffLine| match line {
                DiffLine::Old(text) => format!("- {text}"),
                DiffLine::New(text) => format!("+ {text}"),
                DiffLine::More(count) => format!("… {} more", counted(*count, "line")),
            };
            let lines: Vec<_> = lines.iter().map(text).collect();
            let fence = "`".repeat(longest_run(&lines.concat()).max(2) + 1);
            put(out, &format!("  - {label}:\n    {fence}diff"));
            lines.iter().for_each(|line| put(out, &format!("    {line}")));
            put(out, &format!("    {fence}"));
        }
    }
}

fn shown(words: Option<&Wording>) -> String {
    match words {
        None => "none".to_owned(),
        Some(Wording::Ours(text)) => text.clone(),
        Some(Wording::Theirs(text)) => span(text),
    }
}

/// A code span, with a longer fence than any run of backticks in it (CommonMark §6.1).
fn span(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn put_others(out: &mut String, plan: &Plan<'_>) {
    let blocked = plan.blocked.iter().map(|id| (id, "cannot be published: see findings"));
    let gone = "no longer published; its addresses answer 410 Gone";
    let retired = plan.retired.iter().map(|id| (id, gone));
    for (id, end) in &plan.ends {
        put(out, &format!("\n### {}\n\n**{}**", span(id.as_str()), end.words()));
    }
    for (id, what) in blocked.chain(retired) {
        put(out, &format!("\n### {}\n\n{what}", span(id.as_str())));
    }
    if plan.nameless > 0 {
        let count = counted(plan.nameless, "definition");
        put(out, &format!("\n{count} that cannot be read: see findings"));
    }
}

fn put_people(out: &mut String, people: &People) {
    let (head, rule) =
        if people.cancels { (" in the feed, cancelled |", "---|") } else { ("", "") };
    put(out, "\n### Effects on people\n");
    put(out, "Subscribers get it when their calendar next fetches the feed:\n");
    put(out, &format!("| calendar | in the feed, changed or new |{head}\n|---|---|{rule}"));
    for client in CLIENTS {
        let last = if people.cancels { format!(" {} |", client.cancelled) } else { String::new() };
        put(out, &format!("| {} | {} |{last}", client.name, client.changed));
    }
    for (heading, notes) in people.lists() {
        put(out, &format!("\n{heading}\n"));
        notes.iter().for_each(|note| put(out, &format!("- {note}")));
    }
}
