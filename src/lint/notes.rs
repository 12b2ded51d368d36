//! What is found while a calendar is read. One finding for each kind of thing, with the lines of
//! the others: a feed of a thousand events repeats each fault a thousand times, and nobody reads
//! that.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clients::{self, Client, Loss, Losses};
use crate::diagnostic::{Code, Finding, SourceFile, Span, sort};
use crate::ical::{Component, ContentLine};
use crate::rules::Rule;

/// Findings of one code that are told apart; what differs beyond that is only counted.
const MAX_KINDS: usize = 50;
/// Other places that a finding lists.
const MAX_PLACES: usize = 8;

/// What an event is called in headlines.
pub(super) fn subject(event: &Component<'_>) -> String {
    let name = event.get("SUMMARY").or(event.get("UID")).map(ContentLine::text);
    match name.filter(|name| !name.trim().is_empty()) {
        Some(name) => format!("event `{}`", shown(&name)),
        None => "an event without a title".to_owned(),
    }
}

/// What a calendar is for: rules `session-file-adds-one-event` and `feed-names-itself` differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To subscribe to.
    Feed,
    /// One event, to add.
    File,
    /// Neither.
    Nothing,
}

/// What a fault of a code costs a client.
pub type Cost = (Client, Loss, &'static Code);

/// Something that is wrong.
pub(super) struct Fault {
    pub(super) code: &'static Code,
    /// The rule that it breaks.
    pub(super) rule: Rule,
    /// Faults of one code and kind are one finding.
    pub(super) kind: String,
    pub(super) headline: String,
    pub(super) help: String,
    /// What it costs whom, where it is an error.
    losses: Losses,
}

impl Fault {
    /// A fault of the only kind of its code.
    pub(super) fn new(
        code: &'static Code,
        rule: Rule,
        headline: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let (headline, help) = (headline.into(), help.into());
        let losses = clients::losses(code);
        Self { code, rule, kind: String::new(), headline, help, losses }
    }

    /// Tells it apart from others of its code.
    pub(super) fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = kind.into();
        self
    }

    /// Says what it costs, where that is not the same for all faults of its code.
    pub(super) fn costing(mut self, losses: Losses) -> Self {
        self.losses = losses;
        self
    }
}

/// The faults of one calendar.
#[derive(Default)]
pub(super) struct Notes {
    found: BTreeMap<&'static str, BTreeMap<String, Found>>,
    /// By code: the first fault of a kind beyond [`MAX_KINDS`], and all others of them.
    rest: BTreeMap<&'static str, Found>,
}

struct Found {
    fault: Fault,
    first: Option<Span>,
    others: Vec<Span>,
    count: usize,
}

impl Found {
    fn again(&mut self, span: Option<Span>) {
        self.count += 1;
        if let Some(span) = span.filter(|_| self.others.len() < MAX_PLACES) {
            self.others.push(span);
        }
    }
}

impl Notes {
    /// Whether such a fault is known; then it is counted, and need not be worded again.
    pub(super) fn repeats(&mut self, span: Span, code: &'static Code, kind: &str) -> bool {
        let known = self.found.get_mut(code.id).and_then(|kinds| kinds.get_mut(kind));
        known.map(|found| found.again(Some(span))).is_some()
    }

    /// A fault at a place.
    pub(super) fn at(&mut self, span: Span, fault: Fault) {
        self.add(Some(span), fault);
    }

    /// A fault of the file as a whole.
    pub(super) fn whole(&mut self, fault: Fault) {
        self.add(None, fault);
    }

    fn add(&mut self, span: Option<Span>, fault: Fault) {
        let kinds = self.found.entry(fault.code.id).or_default();
        if let Some(known) = kinds.get_mut(&fault.kind) {
            known.again(span);
        } else if kinds.len() < MAX_KINDS {
            let found = Found { first: span, others: Vec::new(), count: 1, fault };
            kinds.insert(found.fault.kind.clone(), found);
        } else if let Some(rest) = self.rest.get_mut(fault.code.id) {
            rest.again(span);
        } else {
            let rest = Found { first: span, others: Vec::new(), count: 1, fault };
            self.rest.insert(rest.fault.code.id, rest);
        }
    }

    /// The findings, by place, and what they cost.
    pub(super) fn finish(self, file: &Arc<SourceFile>) -> (Vec<Finding>, Vec<Cost>) {
        let mut costs = Vec::new();
        let mut finding = |found: Found, is_rest: bool| {
            let Found { fault, first, others, count } = found;
            let headline = if is_rest {
                format!("{count} more of this kind, beginning with: {}", fault.headline)
            } else {
                fault.headline
            };
            let finding = Finding::new(fault.code, headline);
            let mut finding = match first {
                Some(span) => finding.at(file, span),
                None => finding.in_file(file),
            };
            if count > 1 {
                let mut lines: Vec<usize> =
                    others.iter().map(|span| file.position(span.start).line).collect();
                lines.dedup();
                let shown: Vec<String> = lines.iter().map(ToString::to_string).collect();
                let more = count - 1 - others.len();
                let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
                let plural = if shown.len() == 1 { "" } else { "s" };
                finding.add_note(format!("also in line{plural} {}{rest}", shown.join(", ")));
            }
            if let Some(sentence) = clients::sentence(fault.code, fault.losses) {
                finding.add_note(sentence);
                let clients = fault.losses.iter().flat_map(|(loss, clients)| {
                    clients.iter().map(|client| (*client, *loss, fault.code))
                });
                costs.extend(clients);
            }
            finding.add_note(fault.rule.cited());
            if !fault.help.is_empty() {
                finding.add_help(fault.help);
            }
            finding
        };
        let found = self.found.into_values().flat_map(BTreeMap::into_values);
        let mut findings: Vec<Finding> = found.map(|found| finding(found, false)).collect();
        findings.extend(self.rest.into_values().map(|found| finding(found, true)));
        sort(&mut findings);
        (findings, costs)
    }
}

/// A value in a headline: not long, and nothing in it that disturbs a terminal.
pub(crate) fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    let disturbing = |c: char| {
        c.is_control()
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    if short.contains(disturbing) {
        short = short
            .chars()
            .map(|c| if disturbing(c) { c.escape_default().to_string() } else { c.into() })
            .collect();
    }
    short.replace('`', "'")
}
