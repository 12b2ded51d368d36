//! Reads a language's file: three features of the Fluent syntax, so that nothing is evaluated later.
//!
//! 1. Text, where invisible characters may be written as `{ "\u200E" }`.
//! 2. Variables, such as `{ $time }`.
//! 3. One choice of a form by the number `$n`, as the whole message.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use fluent_syntax::ast::{self, Entry, Expression, InlineExpression, PatternElement, VariantKey};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;
use icu_plurals::PluralCategory;

use super::direction::Direction;
use super::pattern::{Forms, Pattern, PatternPart};

/// A problem in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FluentProblem {
    /// Counted from 1.
    pub(super) line: usize,
    what: String,
}

impl fmt::Display for FluentProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.what)
    }
}

/// The messages of a file, each taken once.
pub(super) struct Messages {
    ftl: &'static str,
    untaken: BTreeMap<&'static str, ast::Pattern<&'static str>>,
    problems: Vec<FluentProblem>,
}

impl Messages {
    pub(super) fn parse(ftl: &'static str) -> Self {
        let (resource, errors) = match parser::parse_runtime(ftl) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let mut messages = Self { ftl, untaken: BTreeMap::new(), problems: Vec::new() };
        for error in errors {
            let before = ftl.get(..error.pos.start).unwrap_or(ftl);
            let line = before.matches('\n').count() + 1;
            messages.problems.push(FluentProblem { line, what: error.to_string() });
        }
        for entry in resource.body {
            match entry {
                Entry::Message(ast::Message { id, value: Some(value), attributes, .. })
                    if attributes.is_empty() =>
                {
                    if messages.untaken.insert(id.name, value).is_some() {
                        messages.report(id.name, "is defined twice");
                    }
                }
                Entry::Message(message) => {
                    messages.report(message.id.name, "has attributes, which are not used here");
                }
                Entry::Term(term) => messages.report(term.id.name, "is a term; write a message"),
                // Parse errors are reported separately.
                Entry::Junk { .. }
                | Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_) => {}
            }
        }
        messages
    }

    /// Reports a problem of a message, at its line or at the end of the file.
    fn report(&mut self, name: &str, what: &str) {
        let is_here = |line: &str| {
            let rest = line.trim_start_matches('-').strip_prefix(name);
            rest.is_some_and(|rest| rest.trim_start_matches(' ').starts_with('='))
        };
        let lines: Vec<&str> = self.ftl.lines().collect();
        let line = lines.iter().rposition(|line| is_here(line)).map_or(lines.len(), |at| at + 1);
        self.problems.push(FluentProblem { line, what: format!("`{name}` {what}") });
    }

    fn take(&mut self, name: &'static str) -> Option<ast::Pattern<&'static str>> {
        let message = self.untaken.remove(name);
        if message.is_none() {
            self.report(name, "is missing");
        }
        message
    }

    /// Takes a text without slots.
    pub(super) fn text(&mut self, name: &'static str) -> &'static str {
        match self.slotted(name, &[]) {
            [PatternPart::Text(text)] => text,
            _ => "",
        }
    }

    /// Takes a text that has each slot once.
    pub(super) fn slotted(&mut self, name: &'static str, slots: &[&str]) -> Pattern {
        let Some(message) = self.take(name) else { return &[] };
        let parts = parts(message).and_then(|parts| match slots_of(&parts) {
            found if found == sorted(slots) => Ok(parts),
            found => Err(format!("needs {}, and has {}", named(slots), named(&found))),
        });
        parts.map_or_else(
            |what| {
                self.report(name, &what);
                &[] as Pattern
            },
            |parts| parts.leak(),
        )
    }

    /// Takes a text with a number, in its plural forms.
    pub(super) fn counted(&mut self, name: &'static str) -> Forms {
        let Some(message) = self.take(name) else { return &[] };
        forms(message).map_or_else(
            |what| {
                self.report(name, &what);
                &[] as Forms
            },
            |forms| forms.leak(),
        )
    }

    pub(super) fn direction(&mut self, name: &'static str) -> Direction {
        match self.text(name) {
            "ltr" => Direction::Ltr,
            "rtl" => Direction::Rtl,
            _ => {
                self.report(name, "must be `ltr` or `rtl`");
                Direction::Ltr
            }
        }
    }

    /// All problems, including messages that were not taken.
    pub(super) fn finish(mut self) -> Result<(), Vec<FluentProblem>> {
        for name in std::mem::take(&mut self.untaken).into_keys() {
            self.report(name, "is unknown");
        }
        self.problems.sort_by_key(|problem| problem.line);
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems) }
    }
}

fn parts(message: ast::Pattern<&'static str>) -> Result<Vec<PatternPart>, String> {
    let mut parts = Vec::new();
    for element in message.elements {
        let text = match element {
            PatternElement::TextElement { value } => Cow::Borrowed(value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => unescape_unicode_to_string(value),
                InlineExpression::VariableReference { id } => {
                    parts.push(PatternPart::Slot(id.name));
                    continue;
                }
                _ => return Err("may have text and variables only".to_owned()),
            },
            PatternElement::Placeable { .. } => {
                return Err("may not choose between forms here".to_owned());
            }
        };
        match parts.last_mut() {
            Some(PatternPart::Text(before)) => before.to_mut().push_str(&text),
            _ => parts.push(PatternPart::Text(text)),
        }
    }
    Ok(parts)
}

fn forms(message: ast::Pattern<&'static str>) -> Result<Vec<(PluralCategory, Pattern)>, String> {
    let Ok([PatternElement::Placeable { expression: Expression::Select { selector, variants } }]) =
        <[_; 1]>::try_from(message.elements)
    else {
        return Err("must be one choice, `{ $n -> … }`".to_owned());
    };
    if !matches!(selector, InlineExpression::VariableReference { id } if id.name == "n") {
        return Err("must choose by `$n`".to_owned());
    }
    let mut forms = Vec::new();
    for ast::Variant { key, value, default } in variants {
        let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = key;
        let category = PluralCategory::get_for_cldr_string(name)
            .ok_or_else(|| format!("has the form `{name}`, which is not a CLDR plural category"))?;
        if default != (category == PluralCategory::Other) {
            return Err("must have `*` before the form `other`".to_owned());
        }
        if forms.iter().any(|(known, _)| *known == category) {
            return Err(format!("has the form `{name}` twice"));
        }
        let parts = parts(value)?;
        let slots = slots_of(&parts);
        if !slots.is_empty() && slots != ["n"] {
            return Err(format!("needs `$n` or no variable, and has {}", named(&slots)));
        }
        forms.push((category, &*parts.leak()));
    }
    Ok(forms)
}

fn slots_of(parts: &[PatternPart]) -> Vec<&str> {
    let names: Vec<_> = parts
        .iter()
        .filter_map(|part| match part {
            PatternPart::Slot(name) => Some(*name),
            PatternPart::Text(_) => None,
        })
        .collect();
    sorted(&names)
}

/// `$number`, `$total`.
fn named(slots: &[&str]) -> String {
    let names: Vec<_> = slots.iter().map(|name| format!("`${name}`")).collect();
    if names.is_empty() { "no variable".to_owned() } else { names.join(", ") }
}

fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names
}
