//! Checks every property against its row of the table: value, parameters, component and number of
//! occurrences.

use std::collections::BTreeSet;

use super::clients::{self, ALARM, HOME, Losses, NESTED, NOBODY, NUMBER_WITH_SPACES, ZONE};
use super::form::ValuePattern;
use super::notes::{FaultNotes, LintFault, shown};
use super::table::{self, Lookup, Multiplicity, Property, Within};
use super::{codes, parameters, text};
use crate::diagnostic::Severity;
use crate::ical::{Component, ContentLine};
use crate::rules::Rule;

/// Checks the properties of a component and of its children.
pub(super) fn check(component: &Component<'_>, source: &str, notes: &mut FaultNotes) {
    let within = table::within(&component.name);
    let mut seen = BTreeSet::new();
    for line in &component.lines {
        let row = within.map_or(Lookup::Nowhere, |within| table::find(&line.name, within));
        let is_malformed = parameters::check_syntax(line, notes);
        match row {
            Lookup::Here(row) => {
                if !is_malformed {
                    check_line(line, row, source, notes);
                }
                if row.times != Multiplicity::Any && !seen.insert(row.name) {
                    again(line, row, notes);
                }
            }
            Lookup::Elsewhere => {
                let headline = format!("{} is not a property of {}", line.name, component.name);
                let help = format!("leave {} out: no calendar reads it there", line.name);
                let fault = LintFault::new(&codes::VALUE, Rule::ValuesValidated, headline, help);
                notes.at(line.span, fault.kind(format!("{} {}", component.name, line.name)));
            }
            Lookup::Nowhere => text::not_empty(line, notes),
        }
    }
    if let Some(within) = within {
        missing(component, within, notes);
    }
    for part in &component.children {
        if let (Some(outer), Some(inner)) = (within, table::within(&part.name))
            && table::parents(inner) & outer == 0
        {
            nested(component, part, notes);
        }
        check(part, source, notes);
    }
}

/// Reports a component in a wrong place; often the END of its parent is missing.
fn nested(outer: &Component<'_>, inner: &Component<'_>, notes: &mut FaultNotes) {
    let losses = if inner.name == "VEVENT" { NESTED } else { NOBODY };
    let headline = format!("{} is inside {}", inner.name, outer.name);
    let help = format!("write `END:{}` before it", outer.name);
    let code = clients::code(losses);
    let fault = LintFault::new(code, Rule::ValuesValidated, headline.clone(), help).costing(losses);
    notes.at(inner.span, fault.kind(headline));
}

/// Whether a reader that accepts only values of the right type can read a component.
pub(super) fn is_sound(component: &Component<'_>) -> bool {
    let Some(within) = table::within(&component.name) else { return true };
    let has = |row: &Property| component.get(row.name).is_some();
    table::needed_in(within).all(has)
        && component.lines.iter().all(|line| is_right(line, within))
        && component.children.iter().all(is_sound)
}

/// Whether a value is of the type of its property.
pub(super) fn is_right(line: &ContentLine<'_>, within: Within) -> bool {
    match table::find(&line.name, within) {
        Lookup::Here(row) => form(line, row).is_some() && wrong(line, row).is_none(),
        Lookup::Elsewhere | Lookup::Nowhere => true,
    }
}

fn check_line(
    line: &ContentLine<'_>,
    row: &'static Property,
    source: &str,
    notes: &mut FaultNotes,
) {
    if parameters::check(line, row, notes) {
        return;
    }
    if let Some(Wrong { kind, what, help, losses }) = wrong(line, row) {
        let kind = format!("{} {kind}", row.name);
        let of_row = row.code.filter(|code| losses.is_empty() || code.severity == Severity::Error);
        let code = of_row.unwrap_or_else(|| clients::code(losses));
        if !notes.repeats(line.span, code, &kind) {
            let headline = match line.value.trim() {
                "" => format!("{} {what}", line.name),
                _ => format!("{} `{}` {what}", line.name, shown(&line.value)),
            };
            let fault = LintFault::new(code, Rule::ValuesValidated, headline, help);
            let fault = if losses.is_empty() { fault } else { fault.costing(losses) };
            notes.at(line.span, fault.kind(kind));
        }
        return;
    }
    if row.says_type && line.parameter("VALUE").is_none() {
        let (name, _) = row.types[0];
        let headline = format!("{} has no VALUE, which states its type", line.name);
        let help = format!("write `{};VALUE={name}:`, as RFC 7986 requires", line.name);
        let fault = LintFault::new(&codes::VALUE, Rule::ValuesValidated, headline, help);
        notes.at(line.span, fault.kind(format!("{} untyped", line.name)));
    }
    if row.types[0].1.may_be_empty() {
        text::not_empty(line, notes);
    }
    match form(line, row) {
        Some((_, ValuePattern::Text)) => text::check(line, row.is_list, source, notes),
        Some((_, ValuePattern::Link)) => text::link(line, notes),
        _ => {}
    }
}

/// The fault of a value.
struct Wrong {
    /// Faults of one property and kind are one finding.
    kind: &'static str,
    what: String,
    help: String,
    losses: Losses,
}

/// A line's type by VALUE, with its form.
fn form(line: &ContentLine<'_>, row: &Property) -> Option<(&'static str, ValuePattern)> {
    let Some(said) = line.parameter("VALUE") else { return row.types.first().copied() };
    row.types.iter().find(|(name, _)| said.eq_ignore_ascii_case(name)).copied()
}

fn wrong(line: &ContentLine<'_>, row: &Property) -> Option<Wrong> {
    let (name, form) = form(line, row)?;
    let value = line.value.as_ref();
    let fits = |form: ValuePattern, value: &str| {
        if row.is_list && form != ValuePattern::Text {
            value.split(',').all(|item| form.fits(item))
        } else {
            form.fits(value)
        }
    };
    if fits(form, value) {
        return None;
    }
    let wrong = |kind: &'static str, what: &str, help: String| {
        let (what, losses) = (what.to_owned(), row.losses);
        Some(Wrong { kind, what, help, losses })
    };
    let (noun, example) = form.words();
    let example = format!("write, for example, `{example}`");
    if value.trim().is_empty() {
        return wrong("empty", "has no value", format!("leave it out, or {example}"));
    }
    // The value of another type of the property: VALUE is wrong, or missing.
    let other = row.types.iter().find(|(other, form)| *other != name && fits(*form, value));
    match (other, line.parameter("VALUE")) {
        (Some((other @ "DATE", _)), None) => {
            let help = format!(
                "write `;VALUE={other}` before the colon: strict readers reject the value otherwise"
            );
            return wrong("date", "is a date without `VALUE=DATE`", help);
        }
        (Some((other, _)), None) => {
            let what = format!("is a {other} without `VALUE={other}`");
            return wrong("type", &what, format!("write `;VALUE={other}` before the colon"));
        }
        (Some((other, _)), Some(said)) => {
            let what = match (name, *other) {
                ("DATE", "DATE-TIME") => "has a time, but `VALUE=DATE`",
                ("DATE-TIME", "DATE") => "has no time, but `VALUE=DATE-TIME`",
                _ => "is not of the type in VALUE",
            };
            let help = match value.split_once('T') {
                Some((day, _)) if name == "DATE" => {
                    format!("leave `VALUE={said}` out, or write the day alone: `{day}`")
                }
                _ => format!("write `VALUE={other}`"),
            };
            return wrong("type", what, help);
        }
        (None, _) => {}
    }
    if form == ValuePattern::Utc && ValuePattern::Local.fits(value) {
        let help = format!("write `{value}Z`, if that is the time in UTC");
        let (kind, what) = ("local", "is not in UTC".to_owned());
        return Some(Wrong { kind, what, help, losses: &[] });
    }
    // A parameter after the colon.
    if let Some((parameter, rest)) = value.split_once(':')
        && parameter.contains('=')
        && fits(form, rest)
    {
        let help = format!("write `{};{parameter}:{rest}`: parameters follow a `;`", line.name);
        return wrong("colon", "has a parameter after its colon", help);
    }
    if let Some((why, meant)) = form.meant(value) {
        let has_spaces = meant.len() != value.len() && value.trim().len() != value.len();
        let mut found = Wrong {
            kind: why,
            what: why.to_owned(),
            help: format!("write `{meant}`"),
            losses: row.losses,
        };
        // Python accepts spaces around a number, Java does not.
        if has_spaces && matches!(form, ValuePattern::Integer(..) | ValuePattern::Geo) {
            found.losses = NUMBER_WITH_SPACES;
        }
        return Some(found);
    }
    let mut found = wrong("none", &format!("is not {noun}"), example);
    // A number out of range is a number.
    let is_number =
        matches!(form, ValuePattern::Integer(..)) && value.trim().parse::<i64>().is_ok();
    if let Some(found) = found.as_mut().filter(|_| is_number && row.name != "PRIORITY") {
        found.losses = &[];
    }
    found
}

fn again(line: &ContentLine<'_>, row: &Property, notes: &mut FaultNotes) {
    let code = match row.times {
        Multiplicity::OnceOrLost => &codes::TWICE_LOST,
        Multiplicity::Any | Multiplicity::Once => &codes::TWICE,
    };
    if !notes.repeats(line.span, code, row.name) {
        let headline = format!("{} occurs twice; clients use one or the other", row.name);
        let rule = Rule::NoEmptyOrRepeatedProperty;
        let help =
            format!("remove `{}:{}`, or the other {}", row.name, shown(&line.value), row.name);
        notes.at(line.span, LintFault::new(code, rule, headline, help).kind(row.name));
    }
}

/// Properties that an alarm must have, by ACTION (RFC 5545 §3.6.6).
const OF_ACTION: [(&str, &str); 4] = [
    ("DISPLAY", "DESCRIPTION"),
    ("EMAIL", "ATTENDEE"),
    ("EMAIL", "DESCRIPTION"),
    ("EMAIL", "SUMMARY"),
];

/// Reports missing properties of a component.
fn missing(component: &Component<'_>, within: Within, notes: &mut FaultNotes) {
    let mut report = |name: &str, help: String, losses: Losses| {
        let headline = format!("{} has no {name}", component.name);
        let fault = LintFault::new(&codes::VALUE_LOST, Rule::ValuesValidated, headline, help);
        let kind = format!("{} without {name}", component.name);
        notes.at(component.span, fault.costing(losses).kind(kind));
    };
    for row in table::needed_in(within).filter(|row| component.get(row.name).is_none()) {
        let example = match row.name {
            "ACTION" => "DISPLAY",
            "TRIGGER" => "-PT15M",
            "TZID" => "Europe/Brussels",
            _ => row.types[0].1.words().1,
        };
        report(row.name, format!("write, for example, `{}:{example}`", row.name), row.losses);
    }
    let has = |name: &str| component.get(name).is_some();
    let action = component.get("ACTION").map(|line| line.value.as_ref());
    for (_, name) in OF_ACTION.iter().filter(|(of, name)| action == Some(*of) && !has(name)) {
        let what = action.unwrap_or_default();
        report(name, format!("write {name}, which {what} shows or sends"), HOME);
    }
    match component.name.as_str() {
        "VTIMEZONE" if component.children.is_empty() => {
            report(
                "STANDARD",
                "write the rule of its standard time, or leave it out".to_owned(),
                ZONE,
            );
        }
        "VALARM" if has("REPEAT") != has("DURATION") => {
            let name = if has("REPEAT") { "DURATION" } else { "REPEAT" };
            report(name, "write both REPEAT and DURATION, or neither".to_owned(), ALARM);
        }
        _ => {}
    }
}
