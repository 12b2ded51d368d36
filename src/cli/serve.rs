//! `kalends serve`.

use std::io;
use std::net::TcpListener;
use std::num::{NonZeroU64, NonZeroUsize};
use std::time::Duration;

use super::settings::{MassRemoval, PublicUrl, Schedules, counted};
use super::{Exit, Failure, Output, Tell};
use crate::clock;
use crate::publish::{Published, Publisher, Records, Reloader, Settings};
use crate::snapshot::Shared;
use crate::store::{Events, Watch, WatchSettings};
use crate::web::{self, AccessLog, Compression, Listeners, ServerSettings};

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

    /// Seconds between looks at all files, for changes that no event told
    #[arg(long, value_name = "SECONDS", env = "KALENDS_POLL", default_value = "30")]
    poll: NonZeroU64,

    /// Do not look for changes; SIGHUP still makes the service read its files again
    #[arg(long, env = "KALENDS_NO_WATCH", value_parser = clap::builder::FalseyValueParser::new())]
    no_watch: bool,

    /// Send no body compressed
    #[arg(
        long,
        env = "KALENDS_NO_COMPRESSION",
        value_parser = clap::builder::FalseyValueParser::new(),
    )]
    no_compression: bool,

    #[command(flatten)]
    mass_removal: MassRemoval,

    /// Where to serve `/metrics`, apart from everything else; nowhere without it
    #[arg(long, value_name = "ADDR:PORT", env = "KALENDS_METRICS", value_delimiter = ',')]
    metrics: Vec<String>,

    /// Log each request
    #[arg(long, value_name = "FORMAT", env = "KALENDS_ACCESS_LOG", default_value = "off")]
    access_log: AccessLogFormat,

    /// Log one of so many requests
    #[arg(long, value_name = "N", env = "KALENDS_ACCESS_LOG_ONE_OF", default_value = "1")]
    access_log_one_of: NonZeroU64,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum AccessLogFormat {
    Off,
    Text,
    Json,
}

impl Arguments {
    fn access_log(&self) -> AccessLog {
        match self.access_log {
            AccessLogFormat::Off => AccessLog::Off,
            AccessLogFormat::Text => AccessLog::Text(self.access_log_one_of),
            AccessLogFormat::Json => AccessLog::Json(self.access_log_one_of),
        }
    }

    fn watch(&self, settings: &Settings) -> WatchSettings {
        let interval = Duration::from_secs(self.poll.get());
        let (events, poll_interval) =
            if self.no_watch { (Events::Ignore, None) } else { (Events::Listen, Some(interval)) };
        WatchSettings { paths: settings.paths.clone(), events, poll_interval }
    }
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let settings = Settings {
        paths: vec![arguments.schedules.schedules.clone()],
        public_url: arguments.public_url.public_url.clone(),
        records: if arguments.locked { Records::Locked } else { Records::Write },
        mass_removals: arguments.mass_removal.decision(),
    };
    // Listening comes first: a port that is taken must not cost a publication.
    let listen = |addresses: &[String]| {
        addresses.iter().map(|address| web::listen(address)).collect::<Result<Vec<_>, _>>()
    };
    let listeners =
        Listeners { public: listen(&arguments.listen)?, metrics: listen(&arguments.metrics)? };
    let started = clock::now();
    let mut publisher = Publisher::new(&settings);
    let published = publisher.load(started)?;
    output.findings(Tell::Aside, &published.findings)?;
    let shared = Shared::new(published.snapshot()?);
    shared.progress().serves_since(clock::unix_seconds());
    let addresses = |listeners: &[TcpListener]| {
        listeners.iter().map(TcpListener::local_addr).collect::<Result<Vec<_>, _>>()
    };
    for address in addresses(&listeners.public)? {
        // Whoever read the first line may have left; that ends no service.
        let _ = announce(&published, &format!("http://{address}"), output);
    }
    for address in addresses(&listeners.metrics)? {
        let _ = output.line(Tell::Result, &format!("measurements on http://{address}/metrics"));
    }
    let reloader = Reloader::new(publisher, &published, &shared);
    drop(published);
    let reloading = reloader.spawn(Watch::new(arguments.watch(&settings)))?;
    let wake = reloading.wake();
    web::on_hangup(move || {
        log::info!("reading all files again on SIGHUP");
        wake.look();
    })?;
    let mut server = ServerSettings {
        run_id: u64::try_from(started.as_second()).unwrap_or_default(),
        access_log: arguments.access_log(),
        ..ServerSettings::default()
    };
    if arguments.no_compression {
        server.compression = Compression::Off;
    } else {
        shared.keep_encoded()?;
    }
    if let Some(workers) = arguments.workers {
        server.workers = workers;
    }
    web::serve(listeners, &shared, &server)?;
    Ok(Exit::Clean)
}

fn announce(published: &Published, base: &str, output: &mut Output) -> io::Result<()> {
    output.line(Tell::Result, &format!("serving {} on {base}/", counted(published)))?;
    for series in published.series.iter().take(MAX_PRINTED) {
        let (id, title) = (&series.series.id, &series.series.title);
        // The start goes into logs, and nobody knows the tokens.
        let private = if series.series.is_private() { "/private/-" } else { "" };
        let line = format!("  {base}{private}/{id}.ics  {title}");
        output.line(Tell::Result, &line)?;
    }
    if published.series.len() > MAX_PRINTED {
        let more = published.series.len() - MAX_PRINTED;
        output.line(Tell::Result, &format!("  and {more} more, listed at {base}/"))?;
    }
    Ok(())
}
