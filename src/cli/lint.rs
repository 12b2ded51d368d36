//! `kalends lint`: checks any calendar for problems in real clients. Writes nothing.

use std::io::{self, Read as _};

use super::output::ReportFormat;
use super::{CommandError, Exit, Output, Stream};
use crate::diagnostic::{Finding, Severity, has_errors, to_json};
use crate::fetch::fetch;
use crate::lint::{CalendarKind, Linted, MAX_BYTES, lint};

#[derive(Debug, clap::Args)]
pub(super) struct LintArguments {
    /// Calendars: `.ics` files, or `-` for standard input
    #[arg(value_name = "FILE|-", required = true)]
    sources: Vec<String>,

    /// Format of the findings
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

pub(super) fn run(arguments: &LintArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut words = Vec::new();
    let mut events = 0;
    for source in &arguments.sources {
        let linted = match source.as_str() {
            "-" => lint("standard input", &standard_input()?),
            source => lint(source, &fetch(source, MAX_BYTES)?.bytes),
        };
        events += linted.events;
        words.push(verdict(&linted));
        findings.extend(linted.findings);
    }
    if arguments.format == ReportFormat::Json {
        let document = serde_json::json!({
            "calendars": arguments.sources.len(),
            "events": events,
            "findings": to_json(&findings),
        });
        output.line(Stream::Result, &format!("{document:#}"))?;
    } else {
        output.findings(Stream::Result, &findings)?;
        for line in words {
            output.line(Stream::Aside, &line)?;
        }
    }
    Ok(if has_errors(&findings) { Exit::Findings } else { Exit::Clean })
}

fn standard_input() -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        let most = MAX_BYTES / 1024 / 1024;
        return Err(format!("standard input has more than {most} MiB").into());
    }
    Ok(bytes)
}

/// `talks.ics: a feed of 12 events that some clients lose or misplace`.
pub(super) fn verdict(linted: &Linted) -> String {
    let plural = if linted.events == 1 { "" } else { "s" };
    let what = match linted.kind {
        CalendarKind::Feed => format!("a feed of {} event{plural}", linted.events),
        CalendarKind::File => "a file with one event".to_owned(),
        CalendarKind::Nothing => "no event".to_owned(),
    };
    let worst = linted.findings.iter().map(Finding::severity).min();
    let how = match worst {
        Some(Severity::Error) => "some clients lose or misplace events",
        Some(Severity::Warning) => "readable, but see the warnings",
        None => "no problems found",
    };
    format!("{}: {what}: {how}", linted.file.name())
}
