//! Collects the faults of a calendar. Faults of one kind are merged into one finding with all lines,
//! because a feed of a thousand events repeats each fault a thousand times.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::clients::{self, CalendarApp, Loss, Losses};
use crate::diagnostic::{Code, Finding, SourceFile, Span, sort};
use crate::ical::{Component, ContentLine};
use crate::rules::Rule;

/// Maximum number of kinds of faults with one code; further kinds are only counted.
const MAX_KINDS: usize = 50;
/// Maximum number of further places that a finding lists.
const MAX_PLACES: usize = 8;

/// How headlines name an event.
pub(super) fn subject(event: &Component<'_>) -> String {
    let name = event.get("SUMMARY").or(event.get("UID")).map(ContentLine::text);
    match name.filter(|name| !name.trim().is_empty()) {
        Some(name) => format!("event `{}`", shown(&name)),
        None => "an event without a title".to_owned(),
    }
}

/// The use of a calendar: rules `session-file-adds-one-event` and `feed-names-itself` differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarKind {
    /// A feed to subscribe to.
    Feed,
    /// A file of one event to add.
    File,
    /// Neither.
    Nothing,
}

/// A client's loss by a fault with a code.
pub type Cost = (CalendarApp, Loss, &'static Code);

/// A fault of a calendar.
pub(super) struct LintFault {
    pub(super) code: &'static Code,
    /// The broken rule.
    pub(super) rule: Rule,
    /// Faults with the same code and kind are one finding.
    pub(super) kind: String,
    pub(super) headline: String,
    pub(super) help: String,
    /// The clients' losses, for errors.
    losses: Losses,
}

impl LintFault {
    /// A fault with an empty kind and the losses of its code.
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

    /// Sets the kind, which separates faults of one code.
    pub(super) fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = kind.into();
        self
    }

    /// Sets the losses, where they differ from those of the code.
    pub(super) fn costing(mut self, losses: Losses) -> Self {
        self.losses = losses;
        self
    }
}

/// The faults of one calendar.
#[derive(Default)]
pub(super) struct FaultNotes {
    found: BTreeMap<&'static str, BTreeMap<String, FaultGroup>>,
    /// By code: the faults of kinds beyond [`MAX_KINDS`].
    rest: BTreeMap<&'static str, FaultGroup>,
}

struct FaultGroup {
    fault: LintFault,
    first: Option<Span>,
    others: Vec<Span>,
    count: usize,
}

impl FaultGroup {
    fn again(&mut self, span: Option<Span>) {
        self.count += 1;
        if let Some(span) = span.filter(|_| self.others.len() < MAX_PLACES) {
            self.others.push(span);
        }
    }
}

impl FaultNotes {
    /// Whether the kind of fault is known. If so, counts it, and its texts are not needed.
    pub(super) fn repeats(&mut self, span: Span, code: &'static Code, kind: &str) -> bool {
        let known = self.found.get_mut(code.id).and_then(|kinds| kinds.get_mut(kind));
        known.map(|found| found.again(Some(span))).is_some()
    }

    /// Adds a fault at a place.
    pub(super) fn at(&mut self, span: Span, fault: LintFault) {
        self.add(Some(span), fault);
    }

    /// Adds a fault of the whole file.
    pub(super) fn whole(&mut self, fault: LintFault) {
        self.add(None, fault);
    }

    fn add(&mut self, span: Option<Span>, fault: LintFault) {
        let kinds = self.found.entry(fault.code.id).or_default();
        if let Some(known) = kinds.get_mut(&fault.kind) {
            known.again(span);
        } else if kinds.len() < MAX_KINDS {
            let found = FaultGroup { first: span, others: Vec::new(), count: 1, fault };
            kinds.insert(found.fault.kind.clone(), found);
        } else if let Some(rest) = self.rest.get_mut(fault.code.id) {
            rest.again(span);
        } else {
            let rest = FaultGroup { first: span, others: Vec::new(), count: 1, fault };
            self.rest.insert(rest.fault.code.id, rest);
        }
    }

    /// The findings ordered by place, and the losses by errors.
    pub(super) fn finish(self, file: &Arc<SourceFile>) -> (Vec<Finding>, Vec<Cost>) {
        let mut costs = Vec::new();
        let mut finding = |found: FaultGroup, is_rest: bool| {
            let FaultGroup { fault, first, others, count } = found;
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

/// A value for a headline: shortened, without characters that disturb a terminal.
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
