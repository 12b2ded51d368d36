//! `kalends serve`.

use std::num::NonZeroUsize;

use super::settings::{MassRemoval, PublicUrl, Schedules, counted};
use super::{Exit, Failure, Output, Tell};
use crate::clock;
use crate::publish::{Published, Records, Settings, publish};
use crate::snapshot::Shared;
use crate::web::{self, ServerSettings};

/// Series whose addresses are printed at the start.
const MAX_PRINTED: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    schedules: Schedules,

    /// Where to listen; may be given several times
    #[arg(
        long,
        value_name = "ADDR:PORT",
        env = "KALENDS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_delimiter = ','
    )]
    listen: Vec<String>,

    #[command(flatten)]
    public_url: PublicUrl,

    /// Threads that answer; one per core without it
    #[arg(long, value_name = "N", env = "KALENDS_WORKERS")]
    workers: Option<NonZeroUsize>,

    /// Write no record; a series whose record is behind is not served
    #[arg(long, env = "KALENDS_LOCKED", value_parser = clap::builder::FalseyValueParser::new())]
    locked: bool,

    #[command(flatten)]
    mass_removal: MassRemoval,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings {
        paths: vec![arguments.schedules.schedules.clone()],
        public_url: arguments.public_url.public_url.clone(),
        records: if arguments.locked { Records::Locked } else { Records::Write },
        mass_removals: arguments.mass_removal.decision(),
    };
    // Listening comes first: a port that is taken must not cost a publication.
    let listeners = arguments
        .listen
        .iter()
        .map(|address| web::listen(address))
        .collect::<Result<Vec<_>, _>>()?;
    let started = clock::now();
    let published = publish(&settings, started)?;
    output.findings(Tell::Aside, &published.findings)?;
    let shared = Shared::new(published.snapshot()?);
    let addresses =
        listeners.iter().map(|listener| listener.local_addr()).collect::<Result<Vec<_>, _>>()?;
    for address in addresses {
        announce(&published, &format!("http://{address}"), output)?;
    }
    drop(published);
    let mut server = ServerSettings {
        run_id: u64::try_from(started.as_second()).unwrap_or_default(),
        ..ServerSettings::default()
    };
    if let Some(workers) = arguments.workers {
        server.workers = workers;
    }
    web::serve(listeners, &shared, &server)?;
    Ok(Exit::Clean)
}

fn announce(published: &Published, base: &str, output: &mut Output) -> Result<(), Failure> {
    output.line(Tell::Result, &format!("serving {} on {base}/", counted(published)))?;
    for series in published.series.iter().take(MAX_PRINTED) {
        let line = format!("  {base}/{}.ics  {}", series.series.id, series.series.title);
        output.line(Tell::Result, &line)?;
    }
    if published.series.len() > MAX_PRINTED {
        let more = published.series.len() - MAX_PRINTED;
        output.line(Tell::Result, &format!("  and {more} more, listed at {base}/"))?;
    }
    Ok(())
}
