//! `kalends export`: writes the whole site as files.

use std::path::PathBuf;
use std::sync::Arc;

use super::pages::Pages;
use super::settings::{MassRemovalArguments, PublicUrl, Schedules, counted};
use super::{CommandError, Exit, Output, Stream};
use crate::clock;
use crate::export::{self, ExportedSite};
use crate::page::Selections;
use crate::publish::{Records, Settings, publish};
use crate::snapshot::Shared;

#[derive(Debug, clap::Args)]
pub(super) struct ExportArguments {
    #[command(flatten)]
    schedules: Schedules,

    #[command(flatten)]
    public_url: PublicUrl,

    #[command(flatten)]
    mass_removal: MassRemovalArguments,

    /// Target directory: new, empty, or of the last export, where only changed files are written
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Write no record; fail if a record is out of date
    #[arg(long, env = "KALENDS_LOCKED", value_parser = clap::builder::FalseyValueParser::new())]
    locked: bool,

    #[command(flatten)]
    pages: Pages,
}

pub(super) fn run(arguments: &ExportArguments, output: &mut Output) -> Result<Exit, CommandError> {
    let records = if arguments.locked { Records::Locked } else { Records::Write };
    let settings = Settings {
        public_url: arguments.public_url.public_url.clone(),
        branding: Arc::new(arguments.pages.branding()),
        mass_removals: arguments.mass_removal.decision(),
        selections: Selections::Missing,
        ..Settings::new(vec![arguments.schedules.schedules.clone()], records)
    };
    let published = publish(&settings, clock::now())?;
    output.findings(Stream::Aside, &published.findings)?;
    if published.has_errors() {
        let said = "nothing is exported while there are errors; the last export is unchanged";
        output.line(Stream::Aside, said)?;
        return Ok(Exit::Findings);
    }
    for private in published.series.iter().filter(|one| one.audience.is_private()) {
        let id = &private.id;
        let said = format!("`{id}` is private and not exported: static files cannot check a token");
        output.line(Stream::Aside, &said)?;
    }
    let counted = counted(&published);
    let site = ExportedSite::of(&Shared::new(published.snapshot()?))?;
    let done = export::write(&site, &arguments.out)?;
    let line = format!(
        "{counted} at {} addresses in {}: {} files written, {} unchanged, {} removed",
        site.addresses(),
        arguments.out.display(),
        done.written,
        done.unchanged,
        done.removed
    );
    output.line(Stream::Result, &line)?;
    Ok(Exit::Clean)
}
