//! Findings as text for a terminal or a log.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Severity};

/// Colouring of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// No escape sequences.
    Plain,
    /// ANSI colours.
    Coloured,
}

/// Renders findings in order, each with its source line and a caret, and a final count. Empty without
/// findings.
#[must_use]
pub fn to_text(findings: &[Finding], style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let mut text = String::new();
    for finding in findings {
        text.push_str(&renderer.render(&[group(finding)]));
        text.push_str("\n\n");
    }
    if !findings.is_empty() {
        text.push_str(&count(findings));
        text.push('\n');
    }
    text
}

fn group(finding: &Finding) -> Group<'_> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(finding.headline()).id(finding.code().id));
    if let Some(file) = finding.file() {
        group = match finding.span() {
            Some(span) if !finding.shows_lines() || file.is_too_long_to_show(span) => {
                let at = file.position(span.start);
                let origin = Origin::path(file.name()).line(at.line).char_column(at.column);
                group.element(origin)
            }
            Some(span) => {
                // Only these lines, so that thousands of findings in one file take linear time.
                let (lines, start, number) = file.lines_of(span);
                let range = file.clamp(span);
                group.element(
                    Snippet::source(lines).line_start(number).path(file.name()).annotation(
                        AnnotationKind::Primary.span(range.start - start..range.end - start),
                    ),
                )
            }
            None => group.element(Origin::path(file.name())),
        };
    }
    for note in finding.notes() {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    for help in finding.helps() {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn count(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|f| f.severity() == Severity::Error).count();
    let warnings = findings.len() - errors;
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, warnings) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        _ => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}
