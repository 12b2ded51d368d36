//! `kalends render`: prints the bytes that would be served.

use super::settings::{PublicUrl, Schedules};
use super::{CommandError, Exit, Output, Stream};
use crate::clock;
use crate::model::{Language, Series};
use crate::publish::{MassRemovals, Published, PublishedSeries, Records, Settings, publish};
use crate::render::{Calendars, second_reading};
use crate::revision::Record;

#[derive(Debug, clap::Args)]
pub(super) struct RenderArguments {
    /// A series, to print its feed, or one session, to print its file
    #[arg(value_name = "SERIES[/SESSION]")]
    what: String,

    /// Print it in this language of the series
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,
}

pub(super) fn run(arguments: &RenderArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let (schedules, public_url) = (&arguments.schedules, &arguments.public_url);
    let settings = Settings { public_url: public_url.public_url.clone(), ..pretending(schedules) };
    let published = publish(&settings, clock::now())?;
    let (wanted, session) = parts(arguments.what.trim_end_matches(".ics"));
    let found = series(&published, wanted, output)?;
    let (series, record, calendars) = in_language(found, arguments.language.as_deref())?;
    let text = match session {
        None => calendars.feed().to_owned(),
        Some(wanted) => {
            let found = calendars.sessions().find(|(id, _)| id.as_str() == wanted);
            let ids = calendars.sessions().map(|(id, _)| id.as_str());
            found.ok_or_else(|| no_session(wanted, ids))?.1
        }
    };
    second_reading(&text, series, record).map_err(|problem| {
        format!("an independent reader disagrees with the calendar: {problem}")
    })?;
    output.bytes(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// Settings of commands that print what would be served, without checking whether it may be published.
pub(super) fn pretending(schedules: &Schedules) -> Settings {
    Settings {
        mass_removals: MassRemovals::Allowed,
        ..Settings::new(vec![schedules.schedules.clone()], Records::Pretend)
    }
}

/// `SERIES` or `SERIES/SESSION`.
pub(super) fn parts(what: &str) -> (&str, Option<&str>) {
    let what = what.trim_start_matches('/');
    what.split_once('/').map_or((what, None), |(series, session)| (series, Some(session)))
}

/// Finds the series with that id, if it can be served.
pub(super) fn series<'a>(
    published: &'a Published,
    wanted: &str,
    output: &mut Output,
) -> Result<&'a PublishedSeries, CommandError> {
    if let Some(found) = published.editions().find(|found| found.series.id.as_str() == wanted) {
        return Ok(found);
    }
    output.findings(Stream::Aside, &published.findings)?;
    let there: Vec<_> = published.series.iter().map(|found| found.id.as_str()).collect();
    let there = there.join(", ");
    Err(format!("no series `{wanted}` that can be rendered; there are: {there}").into())
}

pub(super) fn no_session<'a>(wanted: &str, there: impl Iterator<Item = &'a str>) -> CommandError {
    let there: Vec<_> = there.collect();
    format!("no session `{wanted}`; there are: {}", there.join(", ")).into()
}

/// Returns the series in the requested language.
pub(super) fn in_language<'a>(
    found: &'a PublishedSeries,
    asked: Option<&str>,
) -> Result<(&'a Series, &'a Record, &'a Calendars), CommandError> {
    let own = (&found.series, &found.record, &*found.calendars);
    let Some(asked) = asked else { return Ok(own) };
    let language = Language::parse(asked).map_err(|problem| format!("`{asked}` {problem}"))?;
    if found.series.language.as_ref() == Some(&language) {
        return Ok(own);
    }
    let translation = found.translations.iter().find(|one| one.language == language);
    if let (Some(series), Some(found)) = (found.series.in_language(&language), translation) {
        return Ok((series, &found.record, &found.calendars));
    }
    let there: Vec<_> = found.series.languages().map(Language::as_str).collect();
    let there = if there.is_empty() { "one only".to_owned() } else { there.join(", ") };
    Err(format!("no language `{language}`; there are: {there}").into())
}
