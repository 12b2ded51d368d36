//! `kalends serve`: `listening` has the sockets, `tls` the certificate, `limits` the limits on clients,
//! `deadline` the end of the process.

mod deadline;
mod limits;
mod listening;
mod systemd;
mod tls;

use std::io;
use std::num::{NonZeroU64, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;
use std::{panic, thread};

use jiff::SignedDuration;

use super::pages::Pages;
use super::settings::{MassRemovalArguments, PublicUrl, Schedules, counted};
use super::{CommandError, Exit, Output, Stream};
use crate::address::{Base, OfSeries};
use crate::clock;
use crate::page::Selections;
use crate::publish::{Published, Publisher, Records, Reloader, Settings, WithoutDefinition};
use crate::snapshot::{Cache, Codings, Shared};
use crate::store::{FileEvents, Watch, WatchSettings};
use crate::web::{self, AccessLog, Compression, Listeners, OnStage, ServerSettings, Stage};
use limits::Limits;
pub(super) use listening::ListenAddress;
use listening::Listening;
use tls::TlsFiles;

/// Maximum number of series with addresses printed at the start.
const MAX_PRINTED: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemovalArguments,

    /// Write no record; a series with an outdated record is not served
    #[arg(long, env = "KALENDS_LOCKED", value_parser = clap::builder::FalseyValueParser::new())]
    locked: bool,

    #[command(flatten)]
    listening: Listening,

    #[command(flatten)]
    pages: Pages,

    #[command(flatten)]
    tls: TlsFiles,

    /// Worker threads; by default one per core
    #[arg(
        help_heading = "Limits",
        hide_short_help = true,
        long,
        value_name = "N",
        env = "KALENDS_WORKERS"
    )]
    workers: Option<NonZeroUsize>,

    /// Seconds between full rescans, which catch missed file events
    #[arg(
        help_heading = "Files",
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_POLL",
        default_value = "30"
    )]
    poll: NonZeroU64,

    /// Seconds a file must stay unchanged before it can cancel sessions; SIGHUP skips the wait
    #[arg(
        help_heading = "Files",
        hide_short_help = true,
        long,
        value_name = "SECONDS",
        env = "KALENDS_SETTLE",
        default_value = "5"
    )]
    settle: u32,

    /// Do not watch files; SIGHUP still reloads them
    #[arg(
        help_heading = "Files",
        hide_short_help = true,
        long,
        env = "KALENDS_NO_WATCH",
        value_parser = clap::builder::FalseyValueParser::new(),
    )]
    no_watch: bool,

    /// Maximum size of the render cache, used if definitions and records exceed a 32nd of it
    #[arg(
        help_heading = "Files",
        hide_short_help = true,
        long,
        value_name = "BYTES",
        env = "KALENDS_CACHE_BYTES",
        default_value = "268435456"
    )]
    cache_bytes: NonZeroUsize,

    /// Do not compress responses
    #[arg(
        help_heading = "Answers",
        hide_short_help = true,
        long,
        env = "KALENDS_NO_COMPRESSION",
        value_parser = clap::builder::FalseyValueParser::new(),
    )]
    no_compression: bool,

    #[command(flatten)]
    limits: Limits,

    /// Format of the access log
    #[arg(
        help_heading = "Logs",
        long,
        value_name = "FORMAT",
        env = "KALENDS_ACCESS_LOG",
        default_value = "off"
    )]
    access_log: AccessLogFormat,

    /// Log only one of N requests
    #[arg(
        help_heading = "Logs",
        hide_short_help = true,
        long,
        value_name = "N",
        env = "KALENDS_ACCESS_LOG_ONE_OF",
        default_value = "1"
    )]
    access_log_one_of: NonZeroU64,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum AccessLogFormat {
    Off,
    Text,
    Json,
}

impl ServeArguments {
    fn access_log(&self) -> AccessLog {
        match self.access_log {
            AccessLogFormat::Off => AccessLog::Off,
            AccessLogFormat::Text => AccessLog::Text(self.access_log_one_of),
            AccessLogFormat::Json => AccessLog::Json(self.access_log_one_of),
        }
    }

    fn watch(&self, settings: &Settings) -> WatchSettings {
        let interval = Duration::from_secs(self.poll.get());
        let (events, poll_interval) = if self.no_watch {
            (FileEvents::Ignore, None)
        } else {
            (FileEvents::Listen, Some(interval))
        };
        WatchSettings { paths: settings.paths.clone(), events, poll_interval }
    }
}

pub(super) fn run(arguments: &ServeArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let cache = Cache::new(arguments.cache_bytes.get());
    let settings = Settings {
        warns_new: false,
        paths: vec![arguments.schedules.schedules.clone()],
        public_url: arguments.public_url.public_url.clone(),
        branding: Arc::new(arguments.pages.branding()),
        records: if arguments.locked { Records::Locked } else { Records::Write },
        mass_removals: arguments.mass_removal.decision(),
        without_definition: WithoutDefinition::Kept,
        settle: SignedDuration::from_secs(arguments.settle.into()),
        selections: Selections::Served,
        cache: Some(cache.clone()),
    };
    // First, so that a bad certificate or a port in use stops the start before anything is published.
    let certificate = arguments.tls.load()?;
    let listeners = arguments.listening.open(arguments.public_url.public_url.as_ref())?;
    let started = clock::now();
    let mut publisher = Publisher::new(&settings);
    let mut published = publisher.load(started)?;
    let shared = Shared::new(published.snapshot()?);
    shared.progress().serves_since(clock::unix_seconds());
    let scheme = if certificate.is_some() { "https" } else { "http" };
    let announcement = announcement(&published, &listeners, scheme)?;
    log_panics();
    let reloader = Reloader::new(publisher, &published, &shared);
    let findings = std::mem::take(&mut published.findings);
    drop(published);
    let reloading = reloader.spawn(Watch::new(arguments.watch(&settings)))?;
    let wake = reloading.wake();
    let (certificate_again, shared_again) = (certificate.clone(), shared.clone());
    web::on_hangup(move || {
        log::info!("reading all files again on SIGHUP");
        let passes = shared_again.progress().pass_state(clock::instant());
        if let Some(under_way) = passes.and_then(|passes| passes.under_way) {
            let seconds = under_way.as_secs();
            log::warn!(
                "a reload has been running for {seconds} s; the files are read again after it"
            );
        }
        wake.look();
        if let Some(certificate) = &certificate_again {
            certificate.look();
        }
        systemd::tell_reload();
    })?;
    if let (Some(certificate), false) = (&certificate, arguments.no_watch) {
        certificate.look_every(Duration::from_secs(arguments.poll.get()))?;
    }
    arguments.limits.allow_files();
    let mut server = arguments.limits.applied(ServerSettings {
        run_id: u64::try_from(started.as_second()).unwrap_or_default(),
        access_log: arguments.access_log(),
        tls: certificate.map(|certificate| certificate.tls),
        watchdog: systemd::watchdog(),
        http2: arguments.tls.http2(),
        ..ServerSettings::default()
    });
    let limit = deadline::of(&server);
    server.tell = OnStage::new(move |stage| {
        if stage == Stage::Stopping {
            deadline::end_within(limit);
        }
        systemd::tell(stage);
    });
    if arguments.no_compression {
        server.compression = Compression::Off;
        shared.keep_warm(Codings::None)?;
    } else {
        shared.keep_warm(Codings::Made)?;
        cache.keep_encoded()?;
    }
    if let Some(workers) = arguments.workers {
        server.workers = workers;
    }
    // Requests do not wait until thousands of findings are printed. The addresses come last, where they
    // stay visible. A closed output stream does not stop the service.
    web::serve(listeners, &shared, &server, move || {
        let _ = output.findings(Stream::Aside, &findings);
        let _ = announcement.iter().try_for_each(|line| output.line(Stream::Result, line));
    })?;
    Ok(Exit::Clean)
}

/// Logs panics of any thread at once, with message and place.
fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let thread = thread::current();
        let name = thread.name().unwrap_or("unnamed");
        let message = panic.payload_as_str().unwrap_or("a panic without a message");
        match panic.location() {
            Some(place) => log::error!("bug in thread {name}, at {place}: {message}"),
            None => log::error!("bug in thread {name}: {message}"),
        }
    }));
}

/// Lists the served addresses: of each series its page, then its feed.
fn announcement(
    published: &Published,
    listeners: &Listeners,
    scheme: &str,
) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for listener in &listeners.metrics {
        lines.push(format!("metrics on http://{}/metrics", listener.local_addr()?));
    }
    if let Some(redirect) = &listeners.redirect {
        for listener in &redirect.listeners {
            let from = listener.local_addr()?;
            lines.push(format!("redirecting http://{from}/ to {}", redirect.public_url));
        }
    }
    for socket in &listeners.unix {
        lines.push(format!("serving {} on {socket}", counted(published)));
    }
    for listener in &listeners.public {
        let base = format!("{scheme}://{}", listener.local_addr()?);
        lines.push(format!("serving {} on {base}/", counted(published)));
        for one in published.series.iter().take(MAX_PRINTED) {
            // The lines go into logs, and tokens are not known here.
            let token = one.audience.is_private().then_some("-");
            let series = Base { token, ..one.id.base() };
            lines.push(format!("  {}", one.title));
            lines.push(format!("    {base}{}", series.to(OfSeries::Page)));
            lines.push(format!("    {base}{}", series.to(OfSeries::Feed)));
        }
        if let Some(more) = published.counts().0.checked_sub(MAX_PRINTED).filter(|more| *more > 0) {
            lines.push(format!("  and {more} more, listed at {base}/"));
        }
    }
    Ok(lines)
}
