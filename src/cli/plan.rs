//! `kalends plan`: what `publish` would do and what that means for people, without doing it.

use clap::ValueEnum;

use super::settings::{MassRemoval, PublicUrl, Schedules};
use super::{Exit, Failure, Output, Tell};
use crate::clock;
use crate::publish::{MassRemovals, Records, Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    schedules: Schedules,

    /// How to print the plan
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Exit with 1 if anything would change
    #[arg(long)]
    exit_code: bool,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemoval,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings {
        paths: vec![arguments.schedules.schedules.clone()],
        public_url: arguments.public_url.public_url.clone(),
        records: Records::Pretend,
        mass_removals: match arguments.mass_removal.decision() {
            MassRemovals::Refused => MassRemovals::Told,
            decision => decision,
        },
    };
    let published = publish(&settings, clock::now())?;
    output.findings(Tell::Aside, &published.findings)?;
    let plan = published.plan();
    let text = match arguments.format {
        Format::Text => plan.to_text(),
        Format::Json => format!("{:#}\n", plan.to_json()),
        Format::Markdown => plan.to_markdown(),
    };
    output.bytes(text.as_bytes())?;
    let told = arguments.exit_code && plan.has_changes();
    Ok(if published.has_errors() || told { Exit::Findings } else { Exit::Clean })
}
