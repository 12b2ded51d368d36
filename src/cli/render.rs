//! `kalends render`: the bytes that would be served, on stdout.

use super::settings::{PublicUrl, Schedules};
use super::{Exit, Failure, Output, Tell};
use crate::clock;
use crate::publish::{MassRemovals, Records, Settings, publish};
use crate::render::second_reading;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to print: the feed of a series, or the file of one session
    #[arg(value_name = "SERIES[/SESSION]")]
    what: String,

    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings {
        paths: vec![arguments.schedules.schedules.clone()],
        public_url: arguments.public_url.public_url.clone(),
        house: Arc::default(),
        records: Records::Pretend,
        // Whether it may be published is not asked here.
        mass_removals: MassRemovals::Allowed,
        cache: None,
    };
    let published = publish(&settings, clock::now())?;
    let what = arguments.what.trim_start_matches('/').trim_end_matches(".ics");
    let (wanted, session) = match what.split_once('/') {
        Some((series, session)) => (series, Some(session)),
        None => (what, None),
    };
    let Some(found) = published.series.iter().find(|found| found.series.id.as_str() == wanted)
    else {
        output.findings(Tell::Aside, &published.findings)?;
        let there: Vec<_> = published.series.iter().map(|found| found.series.id.as_str()).collect();
        let failure =
            format!("no series `{wanted}` that can be rendered; there are: {}", there.join(", "));
        return Err(failure.into());
    };
    let text = match session {
        None => &found.calendars.feed,
        Some(wanted) => {
            let sessions = &found.calendars.sessions;
            let Some((_, text)) = sessions.iter().find(|(id, _)| id.as_str() == wanted) else {
                let there: Vec<_> = sessions.iter().map(|(id, _)| id.as_str()).collect();
                let failure = format!("no session `{wanted}`; there are: {}", there.join(", "));
                return Err(failure.into());
            };
            text
        }
    };
    second_reading(text, &found.series, &found.record).map_err(|problem| {
        format!("an independent reader disagrees with what was written: {problem}")
    })?;
    output.bytes(text.as_bytes())?;
    Ok(Exit::Clean)
}
