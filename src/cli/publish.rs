//! `kalends publish`: updates the records and prints what changed.

use super::settings::{MassRemoval, PublicUrl, Schedules, counted};
use super::{Exit, Failure, Output, Tell};
use crate::clock;
use crate::plan::Ending;
use crate::publish::{Records, Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemoval,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings {
        public_url: arguments.public_url.public_url.clone(),
        mass_removals: arguments.mass_removal.decision(),
        without_definition: arguments.mass_removal.without_definition(),
        ..Settings::new(vec![arguments.schedules.schedules.clone()], Records::Write)
    };
    let published = publish(&settings, clock::now())?;
    output.findings(Tell::Aside, &published.findings)?;
    for series in published.editions() {
        for change in &series.changes.sessions {
            let word = change.kind.as_str();
            let count = change.new_sequence;
            let line = format!("{}/{}: {word}, SEQUENCE {count}", series.series.id, change.id);
            output.line(Tell::Result, &line)?;
        }
    }
    for (id, end) in published.ends.iter().filter(|(_, end)| end.how == Ending::Recorded) {
        let line =
            format!("{id}: retired without a definition, {} upcoming sessions", end.upcoming);
        output.line(Tell::Result, &line)?;
    }
    output.line(Tell::Aside, &format!("records are up to date: {}", counted(&published)))?;
    Ok(if published.has_errors() { Exit::Findings } else { Exit::Clean })
}
