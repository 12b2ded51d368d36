//! Flags shared by several commands, and formatting of counts.

use std::path::PathBuf;

use crate::model::WebUrl;
use crate::publish::{MassRemovals, Published, WithoutDefinition};

#[derive(Debug, clap::Args)]
pub(super) struct Schedules {
    /// Directory of the definitions
    #[arg(long, value_name = "DIR", env = "KALENDS_SCHEDULES", default_value = "schedules")]
    pub(super) schedules: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct PublicUrl {
    /// Public address of the service, for links in calendars
    #[arg(long, value_name = "URL", env = "KALENDS_PUBLIC_URL", value_parser = public_url)]
    pub(super) public_url: Option<WebUrl>,
}

#[derive(Debug, clap::Args)]
pub(super) struct MassRemovalArguments {
    /// Accept the removal of most upcoming sessions of a series at once
    #[arg(
        long,
        env = "KALENDS_ALLOW_MASS_REMOVAL",
        value_parser = clap::builder::FalseyValueParser::new(),
    )]
    allow_mass_removal: bool,
}

impl MassRemovalArguments {
    pub(super) fn decision(&self) -> MassRemovals {
        if self.allow_mass_removal { MassRemovals::Allowed } else { MassRemovals::Refused }
    }
}

impl MassRemovalArguments {
    /// The same decision for a series without a definition.
    pub(super) fn without_definition(&self) -> WithoutDefinition {
        match self.decision() {
            MassRemovals::Allowed => WithoutDefinition::Ended,
            MassRemovals::Refused | MassRemovals::Reported => WithoutDefinition::Kept,
        }
    }
}

fn public_url(text: &str) -> Result<WebUrl, String> {
    let url = WebUrl::parse(text).map_err(|problem| format!("it {problem}"))?;
    if url.as_str().contains(['?', '#']) {
        return Err("it has a query or a fragment".to_owned());
    }
    Ok(url)
}

/// `2 series, 7 sessions`.
pub(super) fn counted(published: &Published) -> String {
    let (series, sessions) = published.counts();
    let plural = if sessions == 1 { "" } else { "s" };
    format!("{series} series, {sessions} session{plural}")
}
