//! `kalends plan`: shows what `publish` would do and what that means for people. Writes nothing.

use clap::ValueEnum;

use super::adopt::{Unsaid, read_feed};
use super::settings::{MassRemovalArguments, PublicUrl, Schedules};
use super::{CommandError, Exit, Output, Stream};
use crate::adopt::{FeedComparison, compare};
use crate::clock;
use crate::diagnostic::{Style, has_errors, to_text};
use crate::plan::{self, Plan, SeriesPlan};
use crate::publish::{MassRemovals, Published, PublishedSeries, Records, Settings, publish};

#[derive(Debug, clap::Args)]
pub(super) struct PlanArguments {
    #[command(flatten)]
    schedules: Schedules,

    /// Format of the plan
    #[arg(long, value_enum, default_value_t = PlanFormat::Text)]
    format: PlanFormat,

    /// Exit with 1 if anything would change
    #[arg(long)]
    exit_code: bool,

    /// Compare with a published calendar, a file or an address, instead of the record
    #[arg(long, value_name = "FILE|URL")]
    against: Option<String>,

    #[command(flatten)]
    unsaid: Unsaid,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemovalArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PlanFormat {
    Text,
    Json,
    Markdown,
}

pub(super) fn run(arguments: &PlanArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let settings = Settings {
        public_url: arguments.public_url.public_url.clone(),
        mass_removals: match arguments.mass_removal.decision() {
            MassRemovals::Refused => MassRemovals::Reported,
            decision => decision,
        },
        without_definition: arguments.mass_removal.without_definition(),
        ..Settings::new(vec![arguments.schedules.schedules.clone()], Records::Pretend)
    };
    let published = publish(&settings, clock::now())?;
    output.findings(Stream::Aside, &published.findings)?;
    let mut blocks = published.has_errors();
    let compared = match &arguments.against {
        Some(source) => Some(against(source, &arguments.unsaid, &published)?),
        None => None,
    };
    let plan = match &compared {
        Some((series, compared)) => {
            output.findings(Stream::Aside, &compared.findings)?;
            blocks |= has_errors(&compared.findings);
            Plan { series: vec![series_plan(series, compared)], ..Plan::default() }
        }
        None => published.plan(),
    };
    let text = match arguments.format {
        PlanFormat::Text => plan::text(&plan),
        PlanFormat::Json => format!("{:#}\n", plan::json(&plan)),
        PlanFormat::Markdown => plan::markdown(&plan),
    };
    output.bytes(text.as_bytes())?;
    for line in published.umbrellas().filter(|_| compared.is_none()) {
        output.line(Stream::Aside, &line)?;
    }
    let told = arguments.exit_code && plan.has_changes();
    Ok(if blocks || told { Exit::Findings } else { Exit::Clean })
}

/// Plans the changes for people who have the calendar at `source` now.
fn against<'a>(
    source: &str,
    unsaid: &Unsaid,
    published: &'a Published,
) -> Result<(&'a PublishedSeries, FeedComparison), CommandError> {
    let (feed, _) = read_feed(source, unsaid)?;
    let found = published.editions().find(|found| feed.is_of(&found.series, &found.record));
    let found = found.ok_or_else(|| {
        let there: Vec<_> = published.series.iter().map(|found| found.id.as_str()).collect();
        format!(
            "`{source}` matches none of the series that can be published: {}{}{}",
            there.join(", "),
            if feed.findings().is_empty() { "" } else { "\n" },
            to_text(feed.findings(), Style::Plain).trim_end()
        )
    })?;
    let compared = compare(&feed, &found.series, &found.record, clock::now())
        .map_err(|findings| to_text(&findings, Style::Plain))?;
    Ok((found, compared))
}

fn series_plan<'a>(found: &'a PublishedSeries, compared: &'a FeedComparison) -> SeriesPlan<'a> {
    SeriesPlan {
        series: &found.series,
        record: &compared.record,
        changes: &compared.changes,
        feed: &compared.feed,
        // A calendar has no such field.
        parts: &[],
        retirement: None,
        access: None,
        languages: &[],
        changed: compared.is_changed(),
    }
}
