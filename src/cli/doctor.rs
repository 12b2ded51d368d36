//! `kalends doctor`: checks a published calendar as the big clients fetch it. Writes nothing.

use super::output::ReportFormat;
use super::{CommandError, Exit, Output, Stream};
use crate::diagnostic::{has_errors, to_json};
use crate::doctor::{ExamineSettings, Report, examine};
use crate::fetch::is_address;

#[derive(Debug, clap::Args)]
pub(super) struct DoctorArguments {
    /// Address of the calendar: https, http or webcal
    #[arg(value_name = "URL", value_parser = address)]
    url: String,

    /// Format of the findings
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

fn address(text: &str) -> Result<String, String> {
    if is_address(text) {
        return Ok(text.to_owned());
    }
    Err("it must begin with https://, http:// or webcal://; `kalends lint` reads files".into())
}

pub(super) fn run(arguments: &DoctorArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let report = examine(&arguments.url, ExamineSettings::default());
    match arguments.format {
        ReportFormat::Text => {
            output.findings(Stream::Result, &report.findings)?;
            if !report.findings.is_empty() {
                output.line(Stream::Result, "")?;
            }
            let width = report.verdicts.iter().map(|verdict| verdict.client.len()).max();
            for verdict in &report.verdicts {
                let client = format!("{}:", verdict.client);
                let line = format!("{client:<0$} {1}", width.unwrap_or(0) + 1, verdict.words);
                output.line(Stream::Result, &line)?;
            }
            let line = format!("{} requests, {} events", report.requests.len(), report.events);
            output.line(Stream::Aside, &line)?;
        }
        ReportFormat::Json => output.line(Stream::Result, &format!("{:#}", document(&report)))?,
    }
    Ok(if has_errors(&report.findings) { Exit::Findings } else { Exit::Clean })
}

fn document(report: &Report) -> serde_json::Value {
    let requests: Vec<_> = report
        .requests
        .iter()
        .map(|asked| {
            serde_json::json!({
                "client": asked.client,
                "method": asked.method,
                "url": asked.url,
                "status": asked.status,
            })
        })
        .collect();
    let clients: Vec<_> = report
        .verdicts
        .iter()
        .map(|verdict| serde_json::json!({ "client": verdict.client, "verdict": verdict.words }))
        .collect();
    serde_json::json!({
        "url": report.url,
        "events": report.events,
        "requests": requests,
        "clients": clients,
        "findings": to_json(&report.findings),
    })
}
