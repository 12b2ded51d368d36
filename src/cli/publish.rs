//! `kalends publish`: updates the records and prints what changed.

use super::settings::{MassRemovalArguments, PublicUrl, Schedules, counted};
use super::{CommandError, Exit, Output, Stream};
use crate::clock;
use crate::plan::EndDecision;
use crate::publish::{Records, Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct PublishArguments {
    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemovalArguments,
}

pub(super) fn run(arguments: &PublishArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let settings = Settings {
        public_url: arguments.public_url.public_url.clone(),
        mass_removals: arguments.mass_removal.decision(),
        without_definition: arguments.mass_removal.without_definition(),
        ..Settings::new(vec![arguments.schedules.schedules.clone()], Records::Write)
    };
    let published = publish(&settings, clock::now())?;
    output.findings(Stream::Aside, &published.findings)?;
    for series in published.editions() {
        for change in &series.changes.sessions {
            let word = change.kind.as_str();
            let count = change.new_sequence;
            let line = format!("{}/{}: {word}, SEQUENCE {count}", series.series.id, change.id);
            output.line(Stream::Result, &line)?;
        }
    }
    for (id, end) in published.ends.iter().filter(|(_, end)| end.how == EndDecision::Recorded) {
        let line =
            format!("{id}: retired without a definition, {} upcoming sessions", end.upcoming);
        output.line(Stream::Result, &line)?;
    }
    output.line(Stream::Aside, &format!("records are up to date: {}", counted(&published)))?;
    Ok(if published.has_errors() { Exit::Findings } else { Exit::Clean })
}
