//! `kalends check`: reports everything `serve` would find, without writing or serving.

use std::path::PathBuf;

use super::output::ReportFormat;
use super::settings::{MassRemovalArguments, PublicUrl, counted};
use super::{CommandError, Exit, Output, Stream, since};
use crate::clock;
use crate::diagnostic::{has_errors, sort, to_json};
use crate::publish::{Records, Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct CheckArguments {
    /// Definitions, or directories with definitions
    #[arg(value_name = "FILE|DIR", env = "KALENDS_SCHEDULES", default_value = "schedules")]
    paths: Vec<PathBuf>,

    /// Format of the findings
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,

    /// Fail if a record is out of date
    #[arg(long)]
    locked: bool,

    /// Fail if a record contradicts the one in a git revision, such as a lower SEQUENCE or a missing entry
    #[arg(long, value_name = "GIT-REV")]
    since: Option<String>,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemovalArguments,
}

pub(super) fn run(arguments: &CheckArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let records = if arguments.locked { Records::Locked } else { Records::Pretend };
    let settings = Settings {
        public_url: arguments.public_url.public_url.clone(),
        mass_removals: arguments.mass_removal.decision(),
        warns_new: true,
        without_definition: arguments.mass_removal.without_definition(),
        ..Settings::new(arguments.paths.clone(), records)
    };
    let published = publish(&settings, clock::now())?;
    let mut findings = published.findings.clone();
    if let Some(revision) = &arguments.since {
        findings.extend(since::regressions(&arguments.paths, revision)?);
        sort(&mut findings);
    }
    match arguments.format {
        ReportFormat::Text => {
            output.findings(Stream::Result, &findings)?;
            let verdict =
                if published.has_errors() { "not all publishable" } else { "publishable" };
            let definitions = published.definitions;
            let plural = if definitions == 1 { "" } else { "s" };
            let good = counted(&published);
            let line = format!("{definitions} definition{plural} checked, {verdict}: {good}");
            output.line(Stream::Aside, &line)?;
        }
        ReportFormat::Json => {
            let document = serde_json::json!({
                "definitions": published.definitions,
                "series": published.series.len(),
                "findings": to_json(&findings),
            });
            output.line(Stream::Result, &format!("{document:#}"))?;
        }
    }
    Ok(if has_errors(&findings) { Exit::Findings } else { Exit::Clean })
}
