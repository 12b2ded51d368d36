//! `kalends render`: the bytes that would be served, on stdout.

use super::settings::{PublicUrl, Schedules};
use super::{Exit, Failure, Output, Tell};
use crate::clock;
use crate::model::{Language, Series};
use crate::publish::{MassRemovals, PublishedSeries, Records, Settings, publish};
use crate::render::{Calendars, second_reading};
use crate::revision::Record;
use std::sync::Arc;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to print: the feed of a series, or the file of one session
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
    let (series, record, calendars) = in_language(found, arguments.language.as_deref())?;
    let text = match session {
        None => &calendars.feed,
        Some(wanted) => {
            let sessions = &calendars.sessions;
            let Some((_, text)) = sessions.iter().find(|(id, _)| id.as_str() == wanted) else {
                let there: Vec<_> = sessions.iter().map(|(id, _)| id.as_str()).collect();
                let failure = format!("no session `{wanted}`; there are: {}", there.join(", "));
                return Err(failure.into());
            };
            text
        }
    };
    second_reading(text, series, record).map_err(|problem| {
        format!("an independent reader disagrees with what was written: {problem}")
    })?;
    output.bytes(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// A series in the language asked for.
fn in_language<'a>(
    found: &'a PublishedSeries,
    asked: Option<&str>,
) -> Result<(&'a Series, &'a Record, &'a Calendars), Failure> {
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
