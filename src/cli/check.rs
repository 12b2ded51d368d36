//! `kalends check`: reports everything `serve` would find, without writing or serving.

use std::path::PathBuf;

use clap::ValueEnum;

use super::settings::{MassRemoval, PublicUrl, counted};
use super::{Exit, Failure, Output, Tell, since};
use crate::clock;
use crate::diagnostic::{has_errors, sort, to_json};
use crate::publish::{Records, Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Definitions, or directories with definitions
    #[arg(value_name = "FILE|DIR", env = "KALENDS_SCHEDULES", default_value = "schedules")]
    paths: Vec<PathBuf>,

    /// Format of the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Fail if a record is out of date
    #[arg(long)]
    locked: bool,

    /// Fail if a record contradicts the one in a git revision, such as a lower SEQUENCE or a missing entry
    #[arg(long, value_name = "GIT-REV")]
    since: Option<String>,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemoval,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
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
        Format::Text => {
            output.findings(Tell::Result, &findings)?;
            let verdict =
                if published.has_errors() { "not all publishable" } else { "publishable" };
            let definitions = published.definitions;
            let plural = if definitions == 1 { "" } else { "s" };
            let good = counted(&published);
            let line = format!("{definitions} definition{plural} checked, {verdict}: {good}");
            output.line(Tell::Aside, &line)?;
        }
        Format::Json => {
            let document = serde_json::json!({
                "definitions": published.definitions,
                "series": published.series.len(),
                "findings": to_json(&findings),
            });
            output.line(Tell::Result, &format!("{document:#}"))?;
        }
    }
    Ok(if has_errors(&findings) { Exit::Findings } else { Exit::Clean })
}
