//! Findings as JSON: one object each, all fields always present, missing values `null`.

use serde_json::{Value, json};

use super::Finding;

/// Renders findings as a JSON array in the given order.
#[must_use]
pub fn to_json(findings: &[Finding]) -> Value {
    findings.iter().map(object).collect()
}

fn object(finding: &Finding) -> Value {
    let file = finding.file();
    let spanned = file.zip(finding.span());
    let start = spanned.map(|(file, span)| file.position(span.start));
    let end = spanned.map(|(file, span)| file.position(span.end));
    json!({
        "code": finding.code().id,
        "severity": finding.severity().as_str(),
        "file": file.map(|file| file.name()),
        "line": start.map(|at| at.line),
        "column": start.map(|at| at.column),
        "end_line": end.map(|at| at.line),
        "end_column": end.map(|at| at.column),
        "headline": finding.headline(),
        "notes": finding.notes(),
        "help": finding.helps(),
        "docs": format!("reference/findings.html#{}", finding.code().id.to_lowercase()),
    })
}
