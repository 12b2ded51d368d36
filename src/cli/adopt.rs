//! `kalends adopt`: turns a published calendar into a definition and a record, or writes only the
//! record of an existing definition. Overwrites nothing.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Span};

use super::output::ReportFormat;
use super::settings::Schedules;
use super::{CommandError, Exit, Output, Stream};
use crate::adopt::{self, Bytes, CalendarDefaults, SeriesIdentity, SourceFeed};
use crate::definition;
use crate::diagnostic::{Finding, SourceFile, has_errors, to_json};
use crate::fetch::{FetchedFile, fetch};
use crate::model::{Authority, SeriesId, Zone};
use crate::{clock, store};

#[derive(Debug, clap::Args)]
pub(super) struct AdoptArguments {
    /// The calendar: an `.ics` file, or its address (https, http or webcal)
    #[arg(value_name = "FILE|URL")]
    source: String,

    #[command(flatten)]
    schedules: Schedules,

    /// The definition this calendar was published from: write only its lost record
    #[arg(long = "for", value_name = "FILE", conflicts_with_all = ["id", "authority"])]
    definition: Option<PathBuf>,

    /// Id of the new series; by default the calendar's own id or the file's name
    #[arg(long, value_name = "SERIES", value_parser = series_id)]
    id: Option<SeriesId>,

    /// Domain that issues the events from now on, such as `example.org`
    #[arg(long, value_name = "DOMAIN", value_parser = authority)]
    authority: Option<Authority>,

    #[command(flatten)]
    unsaid: Unsaid,

    /// Write what can be carried over, even if something cannot
    #[arg(long)]
    partial: bool,

    /// Format of the findings
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

/// What a calendar does not say.
#[derive(Debug, clap::Args)]
pub(super) struct Unsaid {
    /// Zone of the calendar's times that name none, or none that is known
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    timezone: Option<Zone>,

    /// Length of the calendar's timed events without an end, such as `1h30m`
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    default_duration: Option<SignedDuration>,
}

fn series_id(text: &str) -> Result<SeriesId, String> {
    SeriesId::parse(text).map_err(|problem| format!("it {problem}"))
}

fn authority(text: &str) -> Result<Authority, String> {
    Authority::parse(text).map_err(|problem| format!("it {problem}"))
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::get(text).ok_or_else(|| "it is not an IANA name such as `Europe/Brussels`".to_owned())
}

fn length(text: &str) -> Result<SignedDuration, String> {
    let span: Result<Span, _> = text.parse();
    let length = span.ok().and_then(|span| SignedDuration::try_from(span).ok());
    let length = length.filter(|length| length.is_positive() && length.as_hours() < 24);
    length.ok_or_else(|| "it is not a length below a day, such as `1h30m`".to_owned())
}

/// Reads a calendar for this command and for `plan --against`.
pub(super) fn read_feed(
    source: &str,
    unsaid: &Unsaid,
) -> Result<(SourceFeed, String), CommandError> {
    let asked = CalendarDefaults { zone: unsaid.timezone, length: unsaid.default_duration };
    let FetchedFile { stem, bytes } = fetch(source, adopt::MAX_BYTES)?;
    Ok((adopt::read_bytes(source, &bytes, asked), stem))
}

/// The generated texts and their paths.
struct AdoptedFiles {
    written: Vec<PathBuf>,
    findings: Vec<Finding>,
    events: usize,
    bytes: Bytes,
}

pub(super) fn run(arguments: &AdoptArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let (feed, stem) = read_feed(&arguments.source, &arguments.unsaid)?;
    let made = match &arguments.definition {
        Some(path) => recover(arguments, &feed, path)?,
        None => take_over(arguments, &feed, &stem)?,
    };
    report(arguments, &made, output)?;
    Ok(if has_errors(&made.findings) { Exit::Findings } else { Exit::Clean })
}

fn take_over(
    arguments: &AdoptArguments,
    feed: &SourceFeed,
    stem: &str,
) -> Result<AdoptedFiles, CommandError> {
    let events = feed.len();
    let refused =
        |findings| AdoptedFiles { written: Vec::new(), findings, events, bytes: Bytes::Rewritten };
    let is_refused = has_errors(feed.findings()) && !arguments.partial;
    let identity = match identity(arguments, feed, stem) {
        Ok(identity) if !feed.is_empty() => identity,
        Err(failure) if !feed.is_empty() && !is_refused => return Err(failure),
        _ => return Ok(refused(feed.findings().to_vec())),
    };
    let directory = &arguments.schedules.schedules;
    let definition = directory.join(format!("{}.toml", identity.id));
    let record = store::record_path(directory, &identity.id);
    for path in [&definition, &record].into_iter().filter(|_| !is_refused) {
        free(path)?;
    }
    let adopted = match adopt::adopt(feed, identity, stem, clock::now()) {
        Ok(adopted) => adopted,
        Err(findings) => return Ok(refused(findings)),
    };
    if has_errors(&adopted.findings) && !arguments.partial {
        return Ok(refused(adopted.findings));
    }
    let text = adopted.record.to_text();
    fits(&definition, &adopted.definition)?;
    fits(&record, &text)?;
    fs::create_dir_all(directory)
        .map_err(|error| format!("cannot create `{}`: {error}", directory.display()))?;
    // The record first: a definition without a record would be served with new UIDs.
    write(&record, &text)?;
    write(&definition, &adopted.definition)?;
    let written = vec![definition, record];
    Ok(AdoptedFiles { written, findings: adopted.findings, events, bytes: adopted.bytes })
}

fn identity(
    arguments: &AdoptArguments,
    feed: &SourceFeed,
    stem: &str,
) -> Result<SeriesIdentity, CommandError> {
    let id = arguments.id.clone().or_else(|| feed.published_id());
    let id = match id {
        Some(id) => id,
        None => SeriesId::parse(stem).map_err(|problem| {
            format!("the name `{}` {problem}: pass `--id SERIES`", stem.escape_debug())
        })?,
    };
    let authority = arguments.authority.clone().or_else(|| feed.published_authority(&id));
    let authority = authority.ok_or(
        "the issuer of the events is unknown: pass `--authority`, a domain the organiser owns",
    )?;
    Ok(SeriesIdentity { id, authority })
}

fn recover(
    arguments: &AdoptArguments,
    feed: &SourceFeed,
    path: &Path,
) -> Result<AdoptedFiles, CommandError> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let file: Arc<SourceFile> = SourceFile::new(path.display().to_string(), text);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let parsed = definition::parse(&file, &stem);
    let events = feed.len();
    let refused =
        |findings| AdoptedFiles { written: Vec::new(), findings, events, bytes: Bytes::Rewritten };
    let Some(series) = parsed.series else { return Ok(refused(parsed.findings)) };
    if feed.is_empty() || (has_errors(feed.findings()) && !arguments.partial) {
        return Ok(refused(feed.findings().to_vec()));
    }
    let record = store::record_path(&store::directory_of(path), &series.id);
    free(&record)?;
    let recovered = match adopt::recover(feed, &series, None, clock::now()) {
        Ok(recovered) => recovered,
        Err(findings) => return Ok(refused(findings)),
    };
    if has_errors(&recovered.findings) && !arguments.partial {
        return Ok(refused(recovered.findings));
    }
    let text = recovered.record.to_text();
    fits(&record, &text)?;
    write(&record, &text)?;
    let written = vec![record];
    Ok(AdoptedFiles { written, findings: recovered.findings, events, bytes: recovered.bytes })
}

/// Rejects a path that already exists.
fn free(path: &Path) -> Result<(), CommandError> {
    if path.symlink_metadata().is_ok() {
        let message = format!(
            "`{}` already exists and is not overwritten: move it, or pass another `--id`",
            path.display()
        );
        return Err(message.into());
    }
    Ok(())
}

/// Rejects a text over the size limit for reading.
fn fits(path: &Path, text: &str) -> Result<(), CommandError> {
    let most = store::MAX_FILE_BYTES;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > most {
        let message = format!(
            "`{}` would have {} bytes, over the limit of {most}: adopt the calendar in parts",
            path.display(),
            text.len()
        );
        return Err(message.into());
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()).into())
}

fn report(
    arguments: &AdoptArguments,
    made: &AdoptedFiles,
    output: &mut Output,
) -> Result<(), CommandError> {
    let written: Vec<String> = made.written.iter().map(|path| path.display().to_string()).collect();
    let same = made.bytes == Bytes::Same;
    if arguments.format == ReportFormat::Json {
        let document = serde_json::json!({
            "events": made.events,
            "written": written,
            "same_bytes": same,
            "findings": to_json(&made.findings),
        });
        output.line(Stream::Result, &format!("{document:#}"))?;
        return Ok(());
    }
    output.findings(Stream::Aside, &made.findings)?;
    for path in &written {
        output.line(Stream::Result, path)?;
    }
    let plural = if made.events == 1 { "" } else { "s" };
    let line = match (written.is_empty(), same) {
        (true, _) if made.events == 0 => "nothing was written",
        (true, _) => "nothing was written; `--partial` leaves out what cannot be carried over",
        (false, true) => "the calendar served from now on equals this one, byte for byte",
        (false, false) => "`kalends plan` shows what the next publication changes",
    };
    output.line(Stream::Aside, &format!("{} event{plural} read: {line}", made.events))?;
    Ok(())
}
